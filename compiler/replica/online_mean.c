/* compiler/replica/online_mean.c -- averages over the fields of a pattern and
   its noise, in terms of the overlaps. */
#include "online.h"

#include <string.h>

enum { NESTED_FIELDS = 3 };

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

/* ---- E inside E --------------------------------------------- */

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

/* Fields as sums of independent ones: value[i] of the variables x. */
static void
independent(algebra_t *a, int n, expr_t *const *c, expr_t *const *x,
            expr_t **value)
{
    expr_t *factor[NESTED_FIELDS][NESTED_FIELDS], *rest;
    int i, j, k;

    for (i = 0; i < n; i++)
    {
        value[i] = expr_integer(a, 0);
        for (j = 0; j <= i; j++)
        {
            rest = c[i * n + j];
            for (k = 0; k < j; k++)
                rest = expr_sub(a, rest,
                                expr_mul(a, factor[i][k], factor[j][k]));
            factor[i][j] = i == j ? expr_sqrt(a, rest)
                                  : expr_div(a, rest, factor[j][j]);
            value[i] = expr_add(a, value[i],
                                expr_mul(a, factor[i][j], x[j]));
        }
    }
}

/* Each field given those before it, closed from the inside as far as that goes:
   at most `depth` integrals inside each other are left, or NULL. */
expr_t *
online_nested(flow_t *f, expr_t *e, int n, expr_t *const *field,
              expr_t *const *covariance, int depth)
{
    expr_t *x[NESTED_FIELDS], *value[NESTED_FIELDS];
    int i;

    if (n > NESTED_FIELDS)
        return NULL;
    for (i = 0; i < n; i++)
        x[i] = expr_fresh(f->a, i == 0 ? "x" : i == 1 ? "y" : "z");
    independent(f->a, n, covariance, x, value);
    e = expr_substitute(f->a, expr_inline(f->a, e), field, value, n);
    for (i = n - 1; i >= 0; i--)
        e = expr_gauss(f->a, x[i], e);
    /* spread, phi^2 stands beside 1/H, which it outweighs */
    e = rewrite_spread(f->a, expr_close(f->a, e));
    return depth_of(e) <= depth ? e : NULL;
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
                         "steps of several units may be smooth, or have kinks "
                         "at zero of the fields between polynomials, "
                         "Gaussians and erf",
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
    int i, kinked = 0;

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
    for (i = 0; i < l.n; i++)
        kinked = kinked || online_kinked(f->a, expr_inline(f->a, e),
                                         l.field[i]);
    if (closed == NULL)
        closed = online_nested(f, e, l.n, l.field, l.covariance,
                               kinked ? 2 : 1);
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
