/* compiler/replica/channel_law.c -- labels through the density of a law: a law
 * of the labels that depends on the field, or a noise that need not be normal.
 *
 * A label c x + rest, x a noise with a density p and c a constant, has the
 * density p((y - rest)/c)/|c|, averaged over the field and the other noises;
 * a condition is taken at that x.
 */
#include "channel_parts.h"

/* ---- densities ---------------------------------------------------------- */

expr_t *
law_density(algebra_t *g, const law_t *law, expr_t *y)
{
    expr_t *zero = expr_integer(g, 0), *two = expr_integer(g, 2), *e, *sum;
    expr_t *a = law->parameter[0], *b = law->parameter[1], *range[2];
    int i;

    switch (law->kind)
    {
    case LAW_NORMAL:
        e = expr_div(g, expr_pow_int(g, expr_sub(g, y, a), 2),
                     expr_mul(g, two, b));
        return expr_div(g, expr_exp(g, expr_neg(g, e)),
                        expr_sqrt(g, expr_product(g, (expr_t *[]){
                                                   two, expr_pi(g), b }, 3)));
    case LAW_LAPLACE:
        e = expr_div(g, expr_apply1(g, FUNCTION_ABS, y), a);
        return expr_div(g, expr_exp(g, expr_neg(g, e)), expr_mul(g, two, a));
    case LAW_UNIFORM:
        range[0] = expr_compare(g, COMPARE_LE, a, y);
        range[1] = expr_compare(g, COMPARE_LE, y, b);
        return expr_if(g, expr_and(g, range, 2),
                       expr_pow_int(g, expr_sub(g, b, a), -1), zero);
    case LAW_MIX:
        sum = zero;
        for (i = 0; i < law->n; i++)
            if (law->component[i]->kind != LAW_FINITE)
            {
                e = law_density(g, law->component[i], y);
                if (e == NULL)
                    return NULL;
                sum = expr_add(g, sum, expr_mul(g, law->probability[i], e));
            }
        return sum;
    default:
        return NULL;
    }
}

/* ---- noises ------------------------------------------------------------- */

/* A noise that the label is linear in: index, constant slope and the rest; 0
   if there is none. */
static int
find_pivot(const rule_t *r, expr_t *value, int *pivot, expr_t **slope,
           expr_t **rest)
{
    algebra_t *g = r->dv->algebra;
    expr_t *part[2];
    int i, pass;

    /* a law with kinks last: its mean smoothes them */
    for (pass = 0; pass < 2; pass++)
        for (i = 1; i < r->n; i++)
            if ((r->law[i] != NULL) == pass
                && expr_contains(value, r->x[i])
                && expr_polynomial(g, value, r->x[i], 1, part) == 1
                && !rule_varies(r, part[1], 0))
            {
                *pivot = i;
                *slope = part[1];
                *rest = part[0];
                return 1;
            }
    return 0;
}

/* E over all noises but `pivot`. */
static expr_t *
mean_but(const rule_t *r, expr_t *e, int pivot)
{
    rule_t others = *r;

    others.x[pivot] = others.x[--others.n];
    others.law[pivot] = others.law[others.n];
    return rule_mean(&others, e, 1);
}

int
law_piece(channel_piece_t *out, const channel_t *c, const rule_t *r,
          const branch_t *b)
{
    algebra_t *g = r->dv->algebra;
    expr_t *inf = expr_infinity(g), *slope, *rest, *at, *p, *condition;
    int pivot;

    if (!find_pivot(r, b->value, &pivot, &slope, &rest))
        return 0;
    at = expr_div(g, expr_sub(g, c->y, rest), slope);
    if (r->law[pivot] != NULL)
        p = law_density(g, r->law[pivot], at);
    else
        p = expr_apply1(g, FUNCTION_PHI, at);
    if (p == NULL)
        return 0;
    p = expr_div(g, p, expr_apply1(g, FUNCTION_ABS, slope));
    condition = expr_substitute(g, b->condition, &r->x[pivot], &at, 1);
    p = expr_if(g, condition, p, expr_integer(g, 0));
    p = mean_but(r, p, pivot);
    out->lo = expr_neg(g, inf);
    out->hi = inf;
    out->raw = rule_field_mean(r, p);
    out->given = expr_close(g, p);
    out->z = rule_field_close(r, out->given);
    return 1;
}

/* ---- laws of the labels ------------------------------------------------- */

static int
refuse(const rule_t *r, const law_t *law)
{
    derive_error(r->dv, "E0301", law->span, "laws of labels are finite, "
                 "normal, laplace, uniform, poisson, or mixtures of these",
                 "not supported yet: labels with this law");
    return 0;
}

/* x when e = -H(x), else NULL. */
static expr_t *
minus_tail(algebra_t *g, expr_t *e)
{
    expr_t *h = expr_neg(g, e);

    return expr_kind(h) == EXPR_FUNCTION && expr_function(h) == FUNCTION_H
               ? expr_child(h, 0) : NULL;
}

/* 1 - H(x) is H(-x), which has a logarithm where H(x) rounds to 1. */
static expr_t *
without_complement(algebra_t *g, expr_t *p)
{
    expr_t *x = NULL;
    int i;

    if (expr_kind(p) != EXPR_ADD || expr_arity(p) != 2)
        return p;
    for (i = 0; i < 2 && x == NULL; i++)
        if (expr_is_one(expr_child(p, 1 - i)))
            x = minus_tail(g, expr_child(p, i));
    return x == NULL ? p : expr_apply1(g, FUNCTION_H, expr_neg(g, x));
}

static int
finite_part(channel_t *c, const rule_t *r, const law_t *law)
{
    algebra_t *g = r->dv->algebra;
    channel_atom_t *a;
    expr_t *raw, *p;
    int i;

    for (i = 0; i < law->n; i++)
    {
        if (rule_varies(r, law->value[i], 0))
            return refuse(r, law);
        a = channel_atom(c, r->dv, law->value[i]);
        if (a == NULL)
            return 0;
        a->n_jumps = -1;
        p = without_complement(g, law->probability[i]);
        raw = rule_field_mean(r, p);
        a->given = expr_add(g, a->given, p);
        a->room = expr_integer(g, 1);
        a->raw = expr_add(g, a->raw, raw);
        a->z = expr_add(g, a->z, expr_close(g, raw));
    }
    return 1;
}

/* Counts: exp(y log a - a - log Gamma(1 + y)).  A mean a >= 0 may vanish. */
static expr_t *
poisson(algebra_t *g, expr_t *a, expr_t *y)
{
    expr_t *least = expr_pow_int(g, expr_integer(g, 2), -250);
    expr_t *term[3], *mean = a;

    if (!expr_is_positive(a) && expr_is_nonnegative(a))
        mean = expr_add(g, a, least);
    term[0] = expr_mul(g, y, expr_log(g, mean));
    term[1] = expr_neg(g, a);
    term[2] = expr_neg(g, expr_apply1(g, FUNCTION_LOG_GAMMA,
                                      expr_add(g, y, expr_integer(g, 1))));
    return expr_exp(g, expr_sum(g, term, 3));
}

int
channel_law(channel_t *c, const rule_t *r, const law_t *law)
{
    algebra_t *g = r->dv->algebra;
    channel_piece_t *piece;
    expr_t *inf = expr_infinity(g);
    int i;

    c->noisy = 1;
    if (law->kind == LAW_FINITE)
        return law->width == 1 ? finite_part(c, r, law) : refuse(r, law);
    for (i = 0; law->kind == LAW_MIX && i < law->n; i++)
        if (law->component[i]->kind == LAW_FINITE
            && !finite_part(c, r, law->component[i]))
            return 0;
    piece = &c->piece[c->n_pieces];
    piece->count = law->kind == LAW_POISSON;
    piece->given = piece->count ? poisson(g, law->parameter[0], c->y)
                                : law_density(g, law, c->y);
    if (piece->given == NULL)
        return refuse(r, law);
    if (expr_is_zero(piece->given))
        return 1;
    piece->lo = piece->count ? expr_integer(g, 0) : expr_neg(g, inf);
    piece->hi = inf;
    piece->raw = rule_field_mean(r, piece->given);
    piece->z = expr_close(g, piece->raw);
    c->n_pieces++;
    return 1;
}
