/* compiler/replica/online_values.c -- generalisation error and observables of a
   flow. */
#include "online.h"

#include <string.h>

/* The label with its normal noise at the mean. */
static expr_t *
clean_label(const flow_t *f)
{
    const spec_t *spec = f->dv->spec;
    expr_t *e = f->label;

    for (int i = 0; i < spec->n_noises; i++)
        if (spec->noise[i].law != NULL
            && spec->noise[i].law->kind == LAW_NORMAL)
            e = expr_substitute(f->a, e, &spec->noise[i].symbol,
                                &spec->noise[i].law->parameter[0], 1);
    return e;
}

/* Is the label +1 or -1 on either side of zero of every teacher's field? */
static int
is_sign(const flow_t *f)
{
    const spec_t *spec = f->dv->spec;
    expr_t *part[1 << FIELD_MAX], *square, *one = expr_integer(f->a, 1);
    int i, set;

    if (f->M > FIELD_MAX)
        return 0;
    square = expr_inline(f->a, expr_expand(
                                   f->a, expr_pow_int(f->a, f->label, 2), 1));
    /* noise that flips labels has square one */
    for (i = 0; i < spec->n_noises; i++)
    {
        const law_t *law = spec->noise[i].law;
        expr_t *s = spec->noise[i].symbol;

        if (law == NULL || law->kind != LAW_FINITE || law->width != 1)
            return 0;
        for (set = 0; set < law->n; set++)
            if (!expr_is_one(expr_pow_int(f->a, law->value[set], 2)))
                return 0;
        square = expr_replace(f->a, square, expr_pow_int(f->a, s, 2), one);
        if (expr_contains(square, s))
            return 0;
    }
    if (!field_cells(f->a, square, f->M, f->s->z0, part)
        || !expr_is_one(part[0]))
        return 0;
    for (set = 1, i = 1 << f->M; set < i; set++)
        if (!expr_is_zero(part[set]))
            return 0;
    return 1;
}

/* What is averaged for the generalisation error. */
static expr_t *
error_of_pattern(flow_t *f)
{
    const spec_t *spec = f->dv->spec;
    algebra_t *a = f->a;
    expr_t *label = clean_label(f), *guess = spec->predict, *e;
    int sign = is_sign(f);

    if (guess == NULL && sign && f->K == 1)
        guess = expr_apply1(a, FUNCTION_SIGN, f->s->z[0]);
    if (sign && guess != NULL)
        return expr_div(a, expr_sub(a, expr_integer(a, 1),
                                    expr_mul(a, label, guess)),
                        expr_integer(a, 2));
    if (spec->loss != NULL)
        return expr_substitute(a, spec->loss, &spec->label_symbol, &label, 1);
    e = expr_sub(a, label, guess != NULL ? guess : f->s->z[0]);
    return expr_div(a, expr_pow_int(a, e, 2), expr_integer(a, 2));
}

/* Is it half the square of the D that the step is a multiple of? */
static int
is_half_square(flow_t *f, expr_t *e)
{
    const online_flow_t *o = f->o;
    expr_t *sum = expr_integer(f->a, 0), *g;

    for (int c = 0; c < f->P; c++)
    {
        g = expr_substitute(f->a, c < f->K ? o->s : o->t, &o->u,
                            &f->field[c], 1);
        sum = expr_add(f->a, sum, expr_mul(f->a, o->amplitude[c], g));
    }
    sum = expr_div(f->a, expr_pow_int(f->a, sum, 2), expr_integer(f->a, 2));
    return expr_proves_zero(f->a, expr_sub(f->a, e, sum));
}

static named_value_t *
add_value(flow_t *f, const char *name, expr_t *value, const char *description,
          int declared)
{
    named_value_t *v = &f->o->value[f->o->n_values++];

    v->name = name;
    v->value = value;
    v->description = description;
    v->declared = declared;
    return v;
}

void
online_values(flow_t *f, int product)
{
    const spec_t *spec = f->dv->spec;
    online_flow_t *o = f->o;
    expr_t *e = error_of_pattern(f);

    o->value = derive_alloc(f->dv, (size_t) spec->n_observables + 1,
                            sizeof *o->value);
    o->error = expr_symbol(f->a, "generalisation_error");
    if (product && is_half_square(f, e))
        e = NULL;
    else
        e = online_mean(f, e, spec->predict != NULL ? spec->predict_span
                              : spec->loss != NULL  ? spec->loss_span
                                                    : spec->label_span);
    add_value(f, "generalisation_error", e,
              is_sign(f) ? "probability of an error"
                         : "mean loss without the labels' noise", 0);
    for (int i = 0; i < spec->n_observables; i++)
    {
        const observable_t *b = &spec->observable[i];

        e = b->value;
        for (int k = 0; k < spec->n_averages && e != NULL; k++)
        {
            const average_t *average = &spec->average[k];
            expr_t *mean;

            if (!expr_contains(e, average->symbol))
                continue;
            if (average->over_training)
                derive_error(f->dv, "E0321", average->span,
                             "write test(...)",
                             "every pattern is fresh: there is no training "
                             "set to average over");
            mean = expr_substitute(f->a, average->body, &spec->label_symbol,
                                   &f->label, 1);
            mean = online_mean(f, mean, average->span);
            e = expr_substitute(f->a, e, &average->symbol, &mean, 1);
        }
        if (e != NULL)
            add_value(f, b->name, e, b->description, 1);
    }
}
