/* compiler/cli/critical.c -- a critical value: candidates, then proofs. */
#include "critical.h"
#include "../algebra/evaluate.h"
#include "output.h"
#include "proof.h"

#include <stdlib.h>
#include <string.h>

/* The searched range as balls: the command line's, else the spec's, in which
   other parameters may stand. */
static int
searched_range(critical_t *c, session_t *s, const threshold_t *t)
{
    const setting_t *given = s->setting + t->parameter;
    expr_t *end[2] = { given->lo != NULL ? given->lo : t->lo,
                       given->hi != NULL ? given->hi : t->hi };
    int k, n = s->spec.n_parameters;
    expr_t **symbol = calloc((size_t) n + 1, sizeof *symbol);
    arb_ptr value = _arb_vec_init(n);
    environment_t env = { n, symbol, value };
    int good = symbol != NULL;

    for (k = 0; k < n && good; k++)
    {
        symbol[k] = s->spec.parameter[k].symbol;
        session_parameter(value + k, k, 128, s);
    }
    for (k = 0; k < 2 && good; k++)
        good = expr_evaluate(c->range + k, end[k], &env, 128) == EVALUATE_OK
               && arb_is_finite(c->range + k);
    _arb_vec_clear(value, n);
    free(symbol);
    if (!good || !arb_lt(c->range, c->range + 1))
    {
        c->why = "the searched range is empty";
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

int
critical_find(critical_t *c, session_t *s, const threshold_t *t)
{
    const saddle_model_t *model = s->loaded.model;
    double *p = session_doubles(s), lo, hi;
    const char **text = calloc((size_t) s->spec.n_parameters + 1,
                               sizeof *text);
    solve_options_t options;
    int k, status;

    memset(c, 0, sizeof *c);
    c->chosen = -1;
    c->range = _arb_vec_init(2);
    c->parameter = model->n_orders + t->parameter;
    for (k = 0; k < CRITICAL_MAX; k++)
        certify_result_init(c->proof + k);
    status = searched_range(c, s, t);
    solve_options_default(&options);
    options.progress = progress_tick;
    if (status == EXIT_DONE && p != NULL && text != NULL)
    {
        for (k = 0; k < s->spec.n_parameters; k++)
            text[k] = s->setting[k].text;
        lo = arf_get_d(arb_midref(c->range), ARF_RND_NEAR);
        hi = arf_get_d(arb_midref(c->range + 1), ARF_RND_NEAR);
        c->n = solve_threshold(c->candidate, CRITICAL_MAX, model, t->name, p,
                               text, lo, hi, &options, &c->why);
        if (c->n < 0)
        {
            c->n = 0;
            c->why = "the model has no state that it could hold on";
            for (k = 0; k < s->theory.n_skipped; k++)
                if (strcmp(s->theory.skipped[k].name, t->name) == 0)
                    c->why = s->theory.skipped[k].reason;
            status = EXIT_REFUSED;
        }
        else if (c->n == 0)
        {
            snprintf(c->message, sizeof c->message,
                     "no such point was found for %s in %g .. %g%s%s",
                     s->spec.parameter[t->parameter].name, lo, hi,
                     c->why != NULL ? ": " : "",
                     c->why != NULL ? c->why : "");
            c->why = c->message;
            status = progress_interrupted() ? EXIT_LIMIT : EXIT_REFUSED;
        }
    }
    free(text);
    free(p);
    return status;
}

/* Two candidates whose enclosures meet are one. */
static int
seen_before(const critical_t *c, int i)
{
    int k;

    for (k = 0; k < i; k++)
        if (c->proof[k].verdict == CERTIFY_PROVEN
            && c->candidate[k].system == c->candidate[i].system
            && arb_overlaps(c->proof[k].zero + c->proof[k].n - 1,
                            c->proof[i].zero + c->proof[i].n - 1))
            return 1;
    return 0;
}

static void
drop_candidate(critical_t *c, int i)
{
    solve_result_clear(c->candidate + i);
    certify_result_clear(c->proof + i);
    for (c->n--; i < c->n; i++)
    {
        c->candidate[i] = c->candidate[i + 1];
        c->proof[i] = c->proof[i + 1];
    }
    memset(c->candidate + c->n, 0, sizeof c->candidate[0]);
    certify_result_init(c->proof + c->n);
}

int
critical_prove(critical_t *c, session_t *s, const certify_options_t *options)
{
    certify_options_t o = *options;
    int i;

    o.range = c->range;
    for (i = 0; i < c->n; i++)
    {
        certify_result_t *r = c->proof + i;

        certify_system(r, s->loaded.model,
                       s->loaded.model->system[c->candidate[i].system],
                       c->candidate[i].env, &o);
        c->seconds += r->seconds;
        if (r->verdict == CERTIFY_PROVEN && seen_before(c, i))
        {
            drop_candidate(c, i--);
            continue;
        }
        if (r->verdict == CERTIFY_PROVEN && c->chosen < 0)
            c->chosen = i;
        if (r->verdict != CERTIFY_PROVEN && c->why == NULL)
            c->why = r->why;
    }
    if (c->chosen >= 0)
        return EXIT_DONE;
    c->chosen = c->n > 0 ? 0 : -1;
    return c->n > 0 ? proof_exit(c->proof) : EXIT_REFUSED;
}

void
critical_clear(critical_t *c)
{
    int i;

    for (i = 0; i < c->n; i++)
        solve_result_clear(c->candidate + i);
    for (i = 0; i < CRITICAL_MAX; i++)
        certify_result_clear(c->proof + i);
    _arb_vec_clear(c->range, 2);
}
