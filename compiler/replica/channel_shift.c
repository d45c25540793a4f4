/* compiler/replica/channel_shift.c -- labels that are the field and a noise of
 * their own.
 *
 * The density of y = s z + n for z ~ N(omega, V) is K(y - s omega, s^2 V), so
 * that an average over y of a function of the same difference does not know
 * omega.
 */
#include "channel.h"

/* What the rule makes of the field, if that is a fixed multiple; else 1, the
   only slope that laws of labels are tried for.  It may have any sign. */
static expr_t *
candidate(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    expr_t *part[2];
    int i;

    if (spec->label == NULL
        || expr_polynomial(dv->algebra, spec->label, spec->teacher->field, 1,
                           part) != 1)
        return expr_integer(dv->algebra, 1);
    for (i = 0; i < spec->n_noises; i++)
        if (expr_contains(part[1], spec->noise[i].symbol))
            return expr_integer(dv->algebra, 1);
    return part[1];
}

expr_t *
channel_shift(derivation_t *dv, const channel_t *c, const channel_piece_t *p)
{
    algebra_t *g = dv->algebra;
    expr_t *slope, *moved, *z, *still, *zero = expr_integer(g, 0);

    if (p->count || rewrite_infinite(p->lo) >= 0
        || rewrite_infinite(p->hi) <= 0)
        return NULL;
    slope = candidate(dv);
    moved = expr_add(g, c->y, expr_mul(g, slope, c->omega));
    z = expr_substitute(g, p->z, &c->y, &moved, 1);
    still = expr_substitute(g, p->z, &c->omega, &zero, 1);
    return expr_proves_zero(g, expr_sub(g, z, still)) ? slope : NULL;
}

expr_t *
channel_difference(algebra_t *g, expr_t *e, expr_t *y, expr_t *z)
{
    expr_t *symbol[2] = { y, z }, *value[2], *at;

    value[0] = expr_integer(g, 0);
    value[1] = expr_sub(g, z, y);
    at = expr_substitute(g, e, symbol, value, 2);
    if (!expr_proves_zero(g, expr_sub(g, e, at)))
        return NULL;
    return expr_substitute(g, e, &y, value, 1);
}

expr_t *
channel_spread(algebra_t *g, expr_t *slope, expr_t *rho, expr_t *m, expr_t *q)
{
    expr_t *term[3];

    term[0] = q;
    term[1] = expr_mul(g, expr_pow_int(g, slope, 2), rho);
    term[2] = expr_product(g, (expr_t *[]){ expr_integer(g, -2), slope, m },
                           3);
    return expr_sum(g, term, 3);
}

/* y - z is the label of a field of mean 0 and variance spread/slope^2. */
expr_t *
channel_shift_mean(derivation_t *dv, const channel_t *c,
                   const channel_piece_t *p, expr_t *density, expr_t *slope,
                   expr_t *spread, expr_t *d, expr_t *h)
{
    algebra_t *g = dv->algebra;
    expr_t *y = expr_fresh(g, expr_name(c->y)), *symbol[3], *value[3];

    symbol[0] = c->y;
    symbol[1] = c->omega;
    symbol[2] = c->v;
    value[0] = y;
    value[1] = expr_integer(g, 0);
    value[2] = expr_div(g, spread, expr_pow_int(g, slope, 2));
    density = expr_substitute(g, density, symbol, value, 3);
    value[0] = expr_neg(g, y);
    h = expr_substitute(g, h, &d, value, 1);
    return channel_integral(g, p, y, expr_mul(g, density, h));
}
