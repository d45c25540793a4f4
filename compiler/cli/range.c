/* compiler/cli/range.c -- `saddle certify THRESHOLD --global`: a whole range. */
#include "range.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
search_state(range_t *range, session_t *s, const critical_t *c, int system,
             const double *p, const global_options_t *options)
{
    const double *known[CRITICAL_MAX];
    int k, n = 0;

    for (k = 0; k < c->n; k++)
        if (c->candidate[k].system == system)
            known[n++] = c->candidate[k].env;
    if (global_threshold(range->state + range->n, s->loaded.model, system, p,
                         c->range, known, n, options) != CERTIFY_PROVEN)
        range->why = range->state[range->n].why != NULL
                     ? range->state[range->n].why : "not decided";
    range->points += range->state[range->n++].n_solutions;
}

static void
search_states(range_t *range, session_t *s, const options_t *o,
              const threshold_t *threshold, const critical_t *c)
{
    const saddle_model_t *model = s->loaded.model;
    double *p = session_doubles(s);
    global_options_t options;
    int k;

    global_options_default(&options);
    proof_options(&options.certify, o, s, 30);
    options.certify.range = c->range;
    if (o->boxes > 0)
        options.max_cells = options.max_boxes = o->boxes;
    for (k = 0; k < model->n_systems && p != NULL && range->why == NULL
                && range->n < RANGE_MAX; k++)
        if (model->system[k]->kind == SADDLE_THRESHOLD
            && strcmp(model->system[k]->name, threshold->name) == 0)
            search_state(range, s, c, k, p, &options);
    if (p == NULL || range->n == 0)
        range->why = "there is no such system";
    free(p);
}

/* "alpha in [0.1, 2]" */
static void
say_range(FILE *to, const session_t *s, const threshold_t *t,
          const critical_t *c)
{
    char *lo = decimal_lower(c->range, 15), *hi = decimal_upper(c->range + 1,
                                                                15);

    fprintf(to, "%s in [%s, %s]", s->spec.parameter[t->parameter].name, lo,
            hi);
    free(lo);
    free(hi);
}

/* "order parameters inside their domains", "0.01 < q < 0.98". */
static void
say_domain(FILE *to, const session_t *s, const range_t *range)
{
    const saddle_model_t *model = s->loaded.model;
    int i, k, limited = 0;

    for (i = 0; i < range->n; i++)
        for (k = 0; k < range->state[i].n_cut && range->state[i].limited; k++)
        {
            const global_result_t *r = range->state + i;

            if (r->lo[k] == -HUGE_VAL && r->hi[k] == HUGE_VAL)
                continue;
            fprintf(to, limited++ ? ", " : " and ");
            if (r->lo[k] != -HUGE_VAL)
                fprintf(to, "%.15g < ", r->lo[k]);
            fprintf(to, "%s", model->order[r->cut[k]].name);
            if (r->hi[k] != HUGE_VAL)
                fprintf(to, " < %.15g", r->hi[k]);
        }
    if (limited)
        fprintf(to, "\n(nothing is decided nearer to the ends of the domain)");
    else
        fprintf(to, "\nand order parameters inside their domains");
}

void
range_say(FILE *to, const session_t *s, const threshold_t *threshold,
          const critical_t *c, const range_t *range)
{
    if (range->why != NULL)
    {
        fprintf(to, "The claim is local: that there is no other such point is "
                    "not certified (%s).\n", range->why);
        range_say_left(to, s, threshold, c, range);
        return;
    }
    if (range->points == 0)
        fprintf(to, "There is no such point with ");
    else if (range->points == 1)
        fprintf(to, "The claim is global: it is the only such point with ");
    else
        fprintf(to, "There are exactly %d such points with ", range->points);
    say_range(to, s, threshold, c);
    say_domain(to, s, range);
    fprintf(to, ".\n");
}

certify_verdict_t
range_prove(range_t *range, session_t *s, const options_t *o,
            const threshold_t *threshold, const critical_t *c)
{
    size_t length;
    FILE *to;
    int k, limited = 0;

    memset(range, 0, sizeof *range);
    search_states(range, s, o, threshold, c);
    to = open_memstream(&range->sentence, &length);
    if (to != NULL)
    {
        range_say(to, s, threshold, c, range);
        fclose(to);
    }
    for (k = 0; k < range->n; k++)
        limited = limited || range->state[k].limited;
    range->verdict = range->why != NULL                 ? CERTIFY_UNDECIDED
                     : range->points > 0                ? CERTIFY_PROVEN
                     : limited                          ? CERTIFY_UNDECIDED
                                                        : CERTIFY_DISPROVEN;
    return range->verdict;
}

int
range_write(output_t *file, const session_t *s, const range_t *range,
            const critical_t *c, const char *claim)
{
    const char **prefix = calloc((size_t) s->spec.n_parameters + 1,
                                 sizeof *prefix);
    certificate_context_t context = { prefix, claim };
    int k, good = prefix != NULL, closed;

    for (k = 0; k < s->spec.n_parameters && good; k++)
        prefix[k] = s->setting[k].value != NULL ? s->setting[k].prefix : NULL;
    good = good && global_write_threshold(output_stream(file), range->state,
                                          range->n, s->loaded.model, c->range,
                                          &context) == 0;
    free(prefix);
    closed = output_close(file, good);
    return good ? closed : EXIT_OUTPUT;
}

void
range_clear(range_t *range)
{
    int k;

    for (k = 0; k < range->n; k++)
        global_result_clear(range->state + k);
    free(range->sentence);
    memset(range, 0, sizeof *range);
}
