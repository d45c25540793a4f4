/* compiler/cli/setting_check.c -- domains of parameters, and laws with them. */
#include "session.h"
#include "../algebra/evaluate.h"

#include <stdlib.h>

/* Does a condition on values fail for sure? */
static int
refuted(expr_t *condition, const environment_t *env)
{
    slong prec;
    int truth = -1;

    for (prec = 64; prec <= 4096 && truth < 0; prec *= 4)
        truth = expr_evaluate_condition(condition, env, prec);
    return truth == 0;
}

static int
check_domain(session_t *s, int k)
{
    const parameter_t *p = s->spec.parameter + k;
    expr_t *v = s->setting[k].value;
    int below, above;

    below = p->domain.lo != NULL
            && refuted(expr_compare(s->algebra,
                                    p->domain.lo_open ? COMPARE_LT : COMPARE_LE,
                                    p->domain.lo, v), NULL);
    above = p->domain.hi != NULL
            && refuted(expr_compare(s->algebra,
                                    p->domain.hi_open ? COMPARE_LT : COMPARE_LE,
                                    v, p->domain.hi), NULL);
    if (!below && !above)
        return EXIT_DONE;
    if (s->mute)
        return EXIT_USAGE;
    fprintf(stderr, "saddle: %s = ", p->name);
    expr_print(stderr, v);
    fprintf(stderr, " is outside its domain: %s:%d declares it %s ",
            s->source.path, p->span.line,
            below ? (p->domain.lo_open ? ">" : ">=")
                  : (p->domain.hi_open ? "<" : "<="));
    expr_print(stderr, below ? p->domain.lo : p->domain.hi);
    fputc('\n', stderr);
    return EXIT_USAGE;
}

int
session_check(session_t *s, int k, expr_t *value)
{
    s->setting[k].value = value;
    return check_domain(s, k);
}

/* The first number of a law that must not be negative but is at these values
   (a probability, a variance), or NULL. */
static expr_t *
negative_part(session_t *s, const law_t *law, const environment_t *env)
{
    expr_t *zero = expr_integer(s->algebra, 0), *found = NULL;
    int i;

    if (law == NULL)
        return NULL;
    for (i = 0; i < law->n && law->probability != NULL; i++)
        if (refuted(expr_compare(s->algebra, COMPARE_LE, zero,
                                 law->probability[i]), env))
            return law->probability[i];
    if (law->kind == LAW_NORMAL
        && refuted(expr_compare(s->algebra, COMPARE_LE, zero,
                                law->parameter[1]), env))
        return law->parameter[1];
    for (i = 0; law->kind == LAW_MIX && i < law->n && found == NULL; i++)
        found = negative_part(s, law->component[i], env);
    return found;
}

/* The same for the law of labels, at some values of the field. */
static expr_t *
negative_label(session_t *s, const environment_t *env)
{
    const law_t *law = s->spec.label_law;
    expr_t *found = NULL, *p, *z, *zero = expr_integer(s->algebra, 0);
    int i, k;

    if (law == NULL || law->kind != LAW_FINITE || s->spec.teacher == NULL)
        return negative_part(s, law, env);
    for (i = 0; i < law->n; i++)
        for (k = -3; k <= 3 && found == NULL; k++)
        {
            z = expr_integer(s->algebra, k);
            p = expr_substitute(s->algebra, law->probability[i],
                                &s->spec.teacher->field, &z, 1);
            if (refuted(expr_compare(s->algebra, COMPARE_LE, zero, p), env))
                found = law->probability[i];
        }
    return found;
}

static int
tell_negative(const session_t *s, expr_t *bad, const char *name, int line)
{
    if (bad == NULL || s->mute)
        return bad == NULL ? EXIT_DONE : EXIT_USAGE;
    fprintf(stderr, "saddle: %s:%d: the law of '%s' needs ", s->source.path,
            line, name);
    expr_print(stderr, bad);
    fprintf(stderr, " >= 0, which these parameter values break\n");
    return EXIT_USAGE;
}

/* Laws whose probabilities depend on parameters hold for some values only. */
int
session_check_laws(session_t *s, int unknown)
{
    const spec_t *spec = &s->spec;
    const variable_t *v[] = { spec->weights, spec->teacher, spec->student };
    int k, n = spec->n_parameters, status = EXIT_DONE;
    expr_t **symbol = calloc((size_t) n + 1, sizeof *symbol);
    arb_ptr value = _arb_vec_init(n);
    environment_t env = { n, symbol, value };

    for (k = 0; symbol != NULL && k < n; k++)
    {
        symbol[k] = s->spec.parameter[k].symbol;
        if (k == unknown)
            arb_indeterminate(value + k);
        else
            session_parameter(value + k, k, 128, s);
    }
    for (k = 0; symbol != NULL && k < 3 && status == EXIT_DONE; k++)
        if (v[k] != NULL)
            status = tell_negative(s, negative_part(s, v[k]->law, &env),
                                   v[k]->name, v[k]->span.line);
    for (k = 0; symbol != NULL && k < spec->n_noises && status == EXIT_DONE;
         k++)
        status = tell_negative(s, negative_part(s, spec->noise[k].law, &env),
                               spec->noise[k].name, spec->noise[k].span.line);
    if (symbol != NULL && status == EXIT_DONE && spec->label_law != NULL)
        status = tell_negative(s, negative_label(s, &env), spec->label_name,
                               spec->label_span.line);
    _arb_vec_clear(value, n);
    free(symbol);
    return status;
}
