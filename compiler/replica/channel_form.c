/* compiler/replica/channel_form.c -- linear forms of the field and the
   Gaussian noises, and where they meet a condition. */
#include "channel_parts.h"

static int
is_zero(algebra_t *g, expr_t *e)
{
    return expr_is_zero(e) || expr_proves_zero(g, e);
}

int
form_of(form_t *f, const rule_t *r, expr_t *e)
{
    algebra_t *g = r->dv->algebra;
    expr_t *c[2];
    int i, degree;

    for (i = 0; i < r->n; i++)
    {
        degree = expr_polynomial(g, e, r->x[i], 1, c);
        if (degree < 0 || (degree == 1 && rule_varies(r, c[1], 0)))
            return 0;
        f->slope[i] = degree == 1 ? c[1] : expr_integer(g, 0);
        e = degree >= 0 ? c[0] : e;
    }
    f->constant = e;
    return 1;
}

int
form_sign(algebra_t *g, expr_t *e)
{
    expr_t *zero = expr_integer(g, 0);

    if (expr_is_positive(e)
        || expr_kind(expr_compare(g, COMPARE_LT, zero, e)) == EXPR_TRUE)
        return 1;
    if (expr_is_positive(expr_neg(g, e))
        || expr_kind(expr_compare(g, COMPARE_LT, e, zero)) == EXPR_TRUE)
        return -1;
    return 0;
}

/* The first slope that is not zero, or -1. */
static int
pivot_of(const rule_t *r, const form_t *f)
{
    int i;

    for (i = 0; i < r->n; i++)
        if (!is_zero(r->dv->algebra, f->slope[i]))
            return i;
    return -1;
}

int
form_ratio(expr_t **ratio, const rule_t *r, const form_t *a, const form_t *b)
{
    algebra_t *g = r->dv->algebra;
    int i, p = pivot_of(r, a);

    if (p < 0)
        return 0;
    *ratio = expr_div(g, b->slope[p], a->slope[p]);
    for (i = 0; i < r->n; i++)
        if (!is_zero(g, expr_sub(g, b->slope[i],
                                 expr_mul(g, *ratio, a->slope[i]))))
            return 0;
    return !is_zero(g, *ratio);
}

/* ---- the form of a condition -------------------------------------------- */

/* What has been met in a condition so far. */
typedef struct
{
    const rule_t *r;
    int found;
    form_t form;
} search_t;

/* Notes the forms of a difference, branch by branch; 0 for a second one. */
static int
note_difference(search_t *s, expr_t *d)
{
    algebra_t *g = s->r->dv->algebra;
    expr_t *part[2], *c = NULL, *ratio;
    form_t f;
    int i;

    for (i = 0; i < s->r->n && c == NULL; i++)
        c = expr_unfold(g, d, s->r->x[i], &part[0], &part[1]);
    if (c != NULL)
        return note_difference(s, part[0]) && note_difference(s, part[1]);
    if (!form_of(&f, s->r, d))
        return 0;
    i = pivot_of(s->r, &f);
    if (i < 0)
        return 1;
    if (s->found)
        return form_ratio(&ratio, s->r, &s->form, &f);
    s->found = 1;
    ratio = form_sign(g, f.slope[i]) != 0 ? f.slope[i] : expr_integer(g, 1);
    for (i = 0; i < s->r->n; i++)
        s->form.slope[i] = expr_div(g, f.slope[i], ratio);
    s->form.constant = expr_integer(g, 0);
    return 1;
}

static int
note_condition(search_t *s, expr_t *c)
{
    int i;

    if (expr_kind(c) == EXPR_COMPARE)
        return note_difference(s, expr_sub(s->r->dv->algebra, expr_child(c, 0),
                                           expr_child(c, 1)));
    for (i = 0; i < expr_arity(c); i++)
        if (expr_is_condition(expr_child(c, i))
            && !note_condition(s, expr_child(c, i)))
            return 0;
    return 1;
}

void
region_of(region_t *out, const rule_t *r, expr_t *condition)
{
    algebra_t *g = r->dv->algebra;
    search_t s = { .r = r };
    expr_t *value[RULE_MAX_VARIABLES], *one;
    int i, p;

    out->n = 0;
    out->kind = REGION_ALL;
    if (expr_kind(condition) == EXPR_TRUE)
        return;
    out->kind = REGION_SEVERAL;
    if (rule_is_special(r, condition))
        return;
    if (!note_condition(&s, condition) || !s.found)
        return;
    /* every comparison depends on the form alone: so the others may be 0 */
    p = pivot_of(r, &s.form);
    one = expr_fresh(g, "s");
    for (i = 0; i < r->n; i++)
        value[i] = i == p ? expr_div(g, one, s.form.slope[p])
                          : expr_integer(g, 0);
    condition = expr_substitute(g, condition, r->x, value, r->n);
    out->n = expr_intervals(g, condition, one, DERIVE_MAX_INTERVALS, out->lo,
                            out->hi);
    if (out->n < 0)
        return;
    out->form = s.form;
    out->kind = REGION_FORM;
    if (out->n == 1 && rewrite_infinite(out->lo[0])
        && rewrite_infinite(out->hi[0]))
        out->kind = REGION_ALL;
}

/* ---- moments and masses ------------------------------------------------- */

expr_t *
form_mean(const rule_t *r, const form_t *f, expr_t *mean)
{
    algebra_t *g = r->dv->algebra;

    return expr_add(g, f->constant, expr_mul(g, f->slope[0], mean));
}

expr_t *
form_covariance(const rule_t *r, const form_t *a, const form_t *b,
                expr_t *variance)
{
    algebra_t *g = r->dv->algebra;
    expr_t *sum = expr_mul(g, expr_mul(g, a->slope[0], b->slope[0]), variance);
    int i;

    for (i = 1; i < r->n; i++)
        sum = expr_add(g, sum, expr_mul(g, a->slope[i], b->slope[i]));
    return sum;
}

/* P(lo < mean + root u < hi) */
static expr_t *
interval_mass(algebra_t *g, expr_t *lo, expr_t *hi, expr_t *mean, expr_t *root)
{
    expr_t *end[2];

    if (rewrite_infinite(lo) && rewrite_infinite(hi))
        return expr_integer(g, 1);
    if (rewrite_infinite(lo))
        return expr_apply1(g, FUNCTION_H,
                           expr_div(g, expr_sub(g, mean, hi), root));
    end[0] = expr_div(g, expr_sub(g, lo, mean), root);
    if (rewrite_infinite(hi))
        return expr_apply1(g, FUNCTION_H, end[0]);
    end[1] = expr_div(g, expr_sub(g, hi, mean), root);
    return expr_call(g, FUNCTION_MASS, end, 2);
}

expr_t *
region_mass(const rule_t *r, const region_t *region, expr_t *mean,
            expr_t *root)
{
    algebra_t *g = r->dv->algebra;
    expr_t *sum = expr_integer(g, region->kind == REGION_ALL);
    int i;

    for (i = 0; region->kind == REGION_FORM && i < region->n; i++)
        sum = expr_add(g, sum, interval_mass(g, region->lo[i], region->hi[i],
                                             mean, root));
    return sum;
}

expr_t *
rule_mean(const rule_t *r, expr_t *e, int first)
{
    algebra_t *g = r->dv->algebra;
    int i;

    for (i = r->n - 1; i >= first; i--)
        if (expr_contains(e, r->x[i]))
            e = r->law[i] == NULL ? expr_gauss(g, r->x[i], e)
                                  : law_expectation(g, r->law[i], r->x[i], e);
    return e;
}

expr_t *
rule_field_mean(const rule_t *r, expr_t *e)
{
    algebra_t *g = r->dv->algebra;
    expr_t *u = expr_fresh(g, "u"), *z;

    z = expr_add(g, r->omega, expr_mul(g, expr_sqrt(g, r->v), u));
    e = expr_substitute(g, e, &r->x[0], &z, 1);
    return expr_gauss(g, u, e);
}

expr_t *
rule_unsigned_slope(const rule_t *r)
{
    algebra_t *g = r->dv->algebra;
    expr_t *label = r->dv->spec->label, *part[2];

    if (label == NULL || expr_polynomial(g, label, r->x[0], 1, part) != 1
            || expr_kind(part[1]) == EXPR_RATIONAL
            || expr_is_positive(part[1])
            || expr_is_positive(expr_neg(g, part[1]))
            || rule_varies(r, part[1], 0))
        return NULL;
    return part[1];
}

expr_t *
rule_field_close(const rule_t *r, expr_t *e)
{
    algebra_t *g = r->dv->algebra;
    expr_t *slope = rule_unsigned_slope(r), *u, *root, *at, *mean, *value;

    if (slope == NULL)
        return expr_close(g, rule_field_mean(r, e));
    u = expr_fresh(g, "u");
    root = expr_fresh(g, "root");
    expr_assume(g, root, 1, 1);
    mean = expr_add(g, expr_mul(g, slope, r->omega), expr_mul(g, root, u));
    at = expr_fresh(g, "f");
    value = expr_div(g, at, slope);
    e = expr_substitute(g, e, &r->x[0], &value, 1);
    e = expr_substitute(g, e, &at, &mean, 1);
    e = expr_close(g, expr_gauss(g, u, e));
    value = expr_sqrt(g, expr_mul(g, expr_pow_int(g, slope, 2), r->v));
    return expr_substitute(g, e, &root, &value, 1);
}
