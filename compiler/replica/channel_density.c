/* compiler/replica/channel_density.c -- labels with a density.
 *
 * On a branch the label is a linear form of (z, noises), or f(z) plus a
 * Gaussian noise.  Given y, another form is Gaussian again, which yields the
 * probability of the branch's region.
 */
#include "channel_parts.h"

/* The density of one branch, and the range of y where it holds. */
typedef struct
{
    expr_t *lo, *hi, *z, *raw, *given;
} density_t;

/* A branch's densities are at most as many as its intervals. */
typedef struct
{
    int n;
    density_t item[4 * CHANNEL_MAX];
} densities_t;

static int
refuse(const rule_t *r)
{
    derive_error(r->dv, "E0314", r->dv->spec->label_span,
                 "write the label's law: labels y ~ {value: probability, ...}, "
                 "or labels y ~ normal(0, z^2)",
                 "the rule of the labels is not of a kind that can be "
                 "derived");
    return 0;
}

static int
add(densities_t *d, const rule_t *r, const branch_t *b, expr_t *lo, expr_t *hi,
    expr_t *z, expr_t *raw, expr_t *given)
{
    algebra_t *g = r->dv->algebra;

    if (given != NULL)
        given = expr_mul(g, b->probability,
                         expr_if(g, b->condition, given, expr_integer(g, 0)));
    if (d->n == 4 * CHANNEL_MAX)
        return refuse(r);
    d->item[d->n++] = (density_t){ lo, hi, expr_mul(g, b->probability, z),
                                   expr_mul(g, b->probability, raw), given };
    return 1;
}

/* exp(-(y - mean)^2/(2 variance)) / sqrt(2 pi variance) */
static expr_t *
normal_density(algebra_t *g, expr_t *y, expr_t *mean, expr_t *variance)
{
    expr_t *two = expr_integer(g, 2), *square, *norm;

    square = expr_pow_int(g, expr_sub(g, y, mean), 2);
    norm = expr_sqrt(g, expr_product(g, (expr_t *[]){ two, expr_pi(g),
                                                      variance }, 3));
    return expr_div(g, expr_exp(g, expr_neg(g, expr_div(g, square,
                                 expr_mul(g, two, variance)))), norm);
}

/* constant + slope * end of the form */
static expr_t *
moved(algebra_t *g, expr_t *constant, expr_t *slope, expr_t *end, int sign)
{
    expr_t *inf = expr_infinity(g);
    int s = rewrite_infinite(end) * sign;

    if (s != 0)
        return s > 0 ? inf : expr_neg(g, inf);
    return expr_add(g, constant, expr_mul(g, slope, end));
}

/* The region bounds the label itself. */
static int
on_intervals(densities_t *d, const rule_t *r, const branch_t *b,
             const form_t *value, const region_t *region, expr_t *ratio,
             expr_t *density)
{
    algebra_t *g = r->dv->algebra;
    int i, sign = form_sign(g, ratio);
    expr_t *lo, *hi;

    if (sign == 0)
        return refuse(r);
    for (i = 0; i < region->n; i++)
    {
        lo = moved(g, value->constant, ratio, region->lo[i], sign);
        hi = moved(g, value->constant, ratio, region->hi[i], sign);
        if (!add(d, r, b, sign > 0 ? lo : hi, sign > 0 ? hi : lo, density,
                 density, NULL))
            return 0;
    }
    return 1;
}

/* A noise that the label is linear in: a mean over the others is left. */
static int
by_noise(densities_t *d, const channel_t *c, const rule_t *r,
         const branch_t *b)
{
    branch_t always = *b;
    channel_piece_t p;

    always.condition = expr_true(r->dv->algebra);
    return law_piece(&p, c, r, b)
               ? add(d, r, &always, p.lo, p.hi, p.z, p.raw, p.given)
               : refuse(r);
}

/* f(z) + noise on a region of z: a mean over z is left. */
static int
other_value(densities_t *d, const channel_t *c, const rule_t *r,
            const branch_t *b)
{
    algebra_t *g = r->dv->algebra;
    expr_t *variance = expr_integer(g, 0), *zero = variance, *slope, *mean;
    expr_t *inf = expr_infinity(g), *given;
    int i;

    if (rule_varies(r, b->condition, 1) || rule_is_special(r, b->value))
        return by_noise(d, c, r, b);
    mean = b->value;
    for (i = 1; i < r->n; i++)
    {
        slope = expr_diff(g, b->value, r->x[i]);
        if (rule_varies(r, slope, 0))
            return by_noise(d, c, r, b);
        variance = expr_add(g, variance, expr_pow_int(g, slope, 2));
        mean = expr_substitute(g, mean, &r->x[i], &zero, 1);
    }
    if (expr_is_zero(variance))
        return refuse(r);
    given = normal_density(g, c->y, mean, variance);
    mean = rule_field_mean(r, expr_if(g, b->condition, given, zero));
    return add(d, r, b, expr_neg(g, inf), inf, expr_close(g, mean), mean,
               given);
}

/* The density of a linear value times the probability, given y, of a region
   that another form decides. */
static expr_t *
joint_density(const channel_t *c, const rule_t *r, const form_t *value,
              const region_t *region)
{
    algebra_t *g = r->dv->algebra;
    expr_t *mean = form_mean(r, value, r->omega), *density, *slope, *rest;
    expr_t *variance = form_covariance(r, value, value, r->v);

    density = normal_density(g, c->y, mean, variance);
    if (region->kind == REGION_ALL)
        return density;
    slope = form_covariance(r, &region->form, value, r->v);
    rest = expr_mul(g, form_covariance(r, &region->form, &region->form, r->v),
                    variance);
    rest = expr_expand(g, expr_sub(g, rest, expr_pow_int(g, slope, 2)), 1);
    rest = expr_div(g, expr_sqrt(g, rest), expr_sqrt(g, variance));
    mean = expr_mul(g, expr_div(g, slope, variance),
                    expr_sub(g, c->y, mean));
    mean = expr_add(g, form_mean(r, &region->form, r->omega), mean);
    return expr_mul(g, density, region_mass(r, region, mean, rest));
}

static int
linear_value(densities_t *d, const channel_t *c, const rule_t *r,
             const branch_t *b, const form_t *value)
{
    algebra_t *g = r->dv->algebra;
    expr_t *inf = expr_infinity(g), *zero = expr_integer(g, 0), *ratio;
    expr_t *own = form_covariance(r, value, value, zero), *density, *raw;
    expr_t *given = NULL;
    region_t region, all = { .kind = REGION_ALL };

    region_of(&region, r, b->condition);
    if (region.kind == REGION_SEVERAL || rule_is_special(r, b->value))
        return by_noise(d, c, r, b);
    if (region.kind == REGION_FORM
        && form_ratio(&ratio, r, &region.form, value))
    {
        density = joint_density(c, r, value, &all);
        return on_intervals(d, r, b, value, &region, ratio, density);
    }
    raw = density = joint_density(c, r, value, &region);
    if (!rule_varies(r, b->condition, 1) && !expr_is_zero(own))
    {
        given = normal_density(g, c->y, form_mean(r, value, r->x[0]), own);
        raw = rule_field_mean(r, expr_if(g, b->condition, given, zero));
    }
    return add(d, r, b, expr_neg(g, inf), inf, density, raw, given);
}

/* ---- ranges ------------------------------------------------------------- */

static int
is_at_most(algebra_t *g, expr_t *a, expr_t *b)
{
    return a == b || rewrite_infinite(a) < 0 || rewrite_infinite(b) > 0
           || expr_kind(expr_compare(g, COMPARE_LE, a, b)) == EXPR_TRUE
           || expr_is_nonnegative(expr_sub(g, b, a));
}

static expr_t *
within(algebra_t *g, const density_t *d, expr_t *y, expr_t *e)
{
    expr_t *side[2];
    int n = 0;

    if (!rewrite_infinite(d->lo))
        side[n++] = expr_compare(g, COMPARE_LE, d->lo, y);
    if (!rewrite_infinite(d->hi))
        side[n++] = expr_compare(g, COMPARE_LT, y, d->hi);
    return expr_if(g, expr_and(g, side, n), e, expr_integer(g, 0));
}

/* Adds up densities on the same range; 1 when the ranges are disjoint. */
static int
gather(densities_t *d, algebra_t *g)
{
    int i, k, n = 0;

    for (i = 0; i < d->n; i++)
    {
        for (k = 0; k < n; k++)
            if (d->item[k].lo == d->item[i].lo
                && d->item[k].hi == d->item[i].hi)
                break;
        if (k == n)
        {
            d->item[n++] = d->item[i];
            continue;
        }
        d->item[k].z = expr_add(g, d->item[k].z, d->item[i].z);
        d->item[k].raw = expr_add(g, d->item[k].raw, d->item[i].raw);
        d->item[k].given
            = d->item[k].given == NULL || d->item[i].given == NULL
                  ? NULL
                  : expr_add(g, d->item[k].given, d->item[i].given);
    }
    d->n = n;
    for (i = 0; i < n; i++)
        for (k = 0; k < i; k++)
            if (!is_at_most(g, d->item[i].hi, d->item[k].lo)
                && !is_at_most(g, d->item[k].hi, d->item[i].lo))
                return 0;
    return 1;
}

int
channel_pieces(channel_t *c, const rule_t *r)
{
    algebra_t *g = r->dv->algebra;
    densities_t *d = derive_alloc(r->dv, 1, sizeof *d);
    expr_t *z = expr_integer(g, 0), *raw = z, *inf = expr_infinity(g);
    form_t value;
    int i;

    for (i = 0; i < r->n_branches; i++)
        if (rule_varies(r, r->branch[i].value, 0)
            && !(form_of(&value, r, r->branch[i].value)
                     ? linear_value(d, c, r, &r->branch[i], &value)
                     : other_value(d, c, r, &r->branch[i])))
            return 0;
    if (gather(d, g) && d->n <= CHANNEL_MAX)
    {
        for (i = 0; i < d->n; i++)
            c->piece[c->n_pieces++]
                = (channel_piece_t){ d->item[i].lo, d->item[i].hi,
                                     d->item[i].z, d->item[i].raw,
                                     d->item[i].given, 0 };
        return 1;
    }
    for (i = 0; i < d->n; i++)
    {
        z = expr_add(g, z, within(g, &d->item[i], c->y, d->item[i].z));
        raw = expr_add(g, raw, within(g, &d->item[i], c->y, d->item[i].raw));
    }
    c->piece[c->n_pieces++]
        = (channel_piece_t){ expr_neg(g, inf), inf, z, raw, NULL, 0 };
    return 1;
}
