/* compiler/replica/online_mean.c -- averages over the fields of a pattern and
   its noise, in terms of the overlaps. */
#include "online.h"

#include <string.h>

/* ---- noise -------------------------------------------------------------- */

/* E over the noises that are not normal: finite sums, or powers of them. */
static expr_t *
without_noise(flow_t *f, expr_t *e, span_t span)
{
    const spec_t *spec = f->dv->spec;
    expr_t *c[3];
    int i;

    for (i = 0; i < spec->n_noises; i++)
    {
        const variable_t *n = &spec->noise[i];

        if (!expr_contains(e, n->symbol) || n->law == NULL
            || n->law->kind == LAW_NORMAL)
            continue;
        if (n->law->kind == LAW_FINITE && n->law->width == 1)
            e = law_expectation(f->a, n->law, n->symbol, e);
        else if (expr_polynomial(f->a, expr_expand(f->a, e, 1), n->symbol, 2,
                                 memset(c, 0, sizeof c)) >= 0)
        {
            e = c[0];
            if (c[1] != NULL)
                e = expr_add(f->a, e, expr_mul(f->a, c[1],
                                               law_mean(f->a, n->law)));
            if (c[2] != NULL)
                e = expr_add(f->a, e,
                             expr_mul(f->a, c[2],
                                      law_second_moment(f->a, n->law)));
        }
        else
        {
            derive_error(f->dv, "E0341", span,
                         "normal and finite noise is averaged in any rule, "
                         "other noise where the step is linear in it",
                         "the average over the noise '%s' has no closed form",
                         n->name);
            return e;
        }
    }
    return e;
}

/* ---- fields ------------------------------------------------------------- */

typedef struct
{
    int n;
    expr_t *field[FIELD_MAX];
    expr_t *covariance[FIELD_MAX * FIELD_MAX];
} law_of_fields_t;

static expr_t *
overlap(const flow_t *f, int i, int j)
{
    if (i > j)
        return overlap(f, j, i);
    if (j < f->K)
        return f->s->Q[i * f->K + j];
    if (i < f->K)
        return f->s->R[i * f->M + j - f->K];
    return f->s->T[(i - f->K) * f->M + j - f->K];
}

/* The fields and normal noises that e holds; 0 if there are too many. */
static int
law_of_fields(const flow_t *f, expr_t **e, law_of_fields_t *l)
{
    const spec_t *spec = f->dv->spec;
    int unit[FIELD_MAX], i, j;
    expr_t *zero = expr_integer(f->a, 0);

    l->n = 0;
    for (i = 0; i < f->P; i++)
        if (expr_contains(*e, f->field[i]))
        {
            if (l->n == FIELD_MAX)
                return 0;
            unit[l->n] = i;
            l->field[l->n++] = f->field[i];
        }
    for (i = 0; i < spec->n_noises; i++)
    {
        const variable_t *n = &spec->noise[i];
        expr_t *shifted;

        if (!expr_contains(*e, n->symbol))
            continue;
        if (l->n == FIELD_MAX || n->law == NULL)
            return 0;
        shifted = expr_add(f->a, n->law->parameter[0], n->symbol);
        *e = expr_substitute(f->a, *e, &n->symbol, &shifted, 1);
        unit[l->n] = -1 - i;
        l->field[l->n++] = n->symbol;
    }
    for (i = 0; i < l->n; i++)
        for (j = 0; j < l->n; j++)
            l->covariance[i * l->n + j]
                = unit[i] >= 0 && unit[j] >= 0 ? overlap(f, unit[i], unit[j])
                  : i == j ? spec->noise[-1 - unit[i]].law->parameter[1]
                           : zero;
    return 1;
}

/* ---- two fields: E inside E --------------------------------------------- */

/* How deep averages stand inside each other. */
static int
depth_of(expr_t *e)
{
    int i, d, deepest = 0;

    for (i = 0; i < expr_arity(e); i++)
    {
        d = depth_of(expr_child(e, i));
        deepest = d > deepest ? d : deepest;
    }
    return deepest + (expr_kind(e) == EXPR_GAUSS
                      || expr_kind(e) == EXPR_INTEGRAL);
}

/* The first field and the second given it; closed in the second, so that one
   integral is left; or NULL. */
static expr_t *
one_integral(flow_t *f, expr_t *e, const law_of_fields_t *l)
{
    algebra_t *a = f->a;
    expr_t *x = expr_fresh(a, "x"), *y = expr_fresh(a, "y"), *value[2];
    expr_t *const *c = l->covariance;

    if (l->n > 2)
        return NULL;
    value[0] = expr_mul(a, expr_sqrt(a, c[0]), x);
    if (l->n == 2)
    {
        expr_t *rest = expr_sub(a, c[3], expr_div(a, expr_pow_int(a, c[1], 2),
                                                  c[0]));

        value[1] = expr_add(a,
                            expr_mul(a, expr_div(a, c[1], expr_sqrt(a, c[0])),
                                     x),
                            expr_mul(a, expr_sqrt(a, rest), y));
    }
    e = expr_substitute(a, expr_inline(a, e), l->field, value, l->n);
    if (l->n == 2)
        e = expr_gauss(a, y, e);
    e = expr_close(a, expr_gauss(a, x, e));
    return depth_of(e) <= 1 ? e : NULL;
}

int
online_kinked(algebra_t *a, expr_t *e, expr_t *x)
{
    expr_t *first, *second;
    int i;

    if (expr_unfold(a, e, x, &first, &second) != NULL)
        return 1;
    if (expr_kind(e) == EXPR_IF && expr_contains(expr_child(e, 0), x))
        return 1;
    for (i = 0; i < expr_arity(e); i++)
        if (online_kinked(a, expr_child(e, i), x))
            return 1;
    return 0;
}

/* A symbol for an average by quadrature over all fields at once. */
static expr_t *
by_quadrature(flow_t *f, expr_t *e, const law_of_fields_t *l, span_t span)
{
    online_flow_t *o = f->o;
    int i, limit = 4;

    e = expr_inline(f->a, e);
    for (i = 0; i < l->n; i++)
        if (online_kinked(f->a, e, l->field[i]))
        {
            derive_error(f->dv, "E0340", span,
                         "steps may be smooth, or have kinks at zero of the "
                         "fields between polynomials, Gaussians and erf",
                         "an average over fields has a kink and no closed "
                         "form");
            return expr_integer(f->a, 0);
        }
    for (i = 0; i < f->dv->spec->n_noises; i++)
        if (expr_contains(e, f->dv->spec->noise[i].symbol))
            limit = 0;
    if (l->n > limit || f->P > limit)
    {
        derive_error(f->dv, "E0341", span,
                     "a loss (y - f)^2/2, f a sum of activations, works for "
                     "any number of units",
                     "an average over %d fields and noises has no closed form",
                     l->n);
        return expr_integer(f->a, 0);
    }
    for (i = 0; i < o->n_moments; i++)
        if (o->moment_body[i] == e)
            return o->moment[i];
    if (o->n_moments == f->n_moments)
    {
        derive_error(f->dv, "E0341", span, NULL,
                     "the equations hold too many averages without a closed "
                     "form");
        return expr_integer(f->a, 0);
    }
    o->moment[i] = expr_symbol(f->a, derive_text(f->dv, "mean.%d", i + 1));
    o->moment_body[i] = e;
    return o->moment[o->n_moments++];
}

static expr_t *
mean_of(flow_t *f, expr_t *e, span_t span)
{
    law_of_fields_t l;
    expr_t *closed;

    if (!law_of_fields(f, &e, &l))
    {
        derive_error(f->dv, "E0341", span, NULL,
                     "an average over more than %d fields and noises has no "
                     "closed form here", FIELD_MAX);
        return e;
    }
    if (l.n == 0)
        return e;
    closed = field_mean(f->a, e, l.n, l.field, l.covariance, NULL);
    if (closed == NULL)
        closed = one_integral(f, e, &l);
    return closed != NULL ? closed : by_quadrature(f, e, &l, span);
}

expr_t *
online_mean(flow_t *f, expr_t *e, span_t span)
{
    if (f->dv->failed)
        return e;
    e = without_noise(f, e, span);
    return f->dv->failed ? e : mean_of(f, e, span);
}
