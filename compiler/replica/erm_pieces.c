/* compiler/replica/erm_pieces.c -- a convex function as smooth pieces and
 * kinks.
 *
 * Branches of abs, max, if ... hold on intervals whose ends meet: sorted into
 * a chain, each joint must be continuous, and its slope must not fall.
 */
#include "erm.h"

#include <stdlib.h>

typedef struct
{
    expr_t *lo, *hi, *value;
} stretch_t;

typedef struct
{
    derivation_t *dv;
    const convex_about_t *about;
    expr_t *h;
    int n;
    stretch_t item[CONVEX_MAX_PIECES];
} stretches_t;

static const char *
text_of(derivation_t *dv, expr_t *e)
{
    char *text = expr_to_string(e);
    const char *copy = derive_text(dv, "%.200s", text != NULL ? text : "?");

    free(text);
    return copy;
}

/* " for y = 1" */
static const char *
for_label(derivation_t *dv, const convex_about_t *about)
{
    if (about->label_value == NULL)
        return "";
    return derive_text(dv, " for %s = %s", dv->spec->label_name,
                       text_of(dv, about->label_value));
}

/* ---- branches on intervals ---------------------------------------------- */

static int
refuse_kinks(stretches_t *s)
{
    derive_error(s->dv, "E0330", s->about->span,
                 "write conditions so that they are affine in the field, with "
                 "kinks whose order does not depend on the parameters",
                 "the kinks of %s cannot be located%s", s->about->what,
                 for_label(s->dv, s->about));
    return 0;
}

static int
add_branch(stretches_t *s, expr_t *condition, expr_t *value)
{
    algebra_t *g = s->dv->algebra;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    int i, n;

    if (expr_kind(condition) == EXPR_FALSE)
        return 1;
    n = expr_intervals(g, condition, s->h, DERIVE_MAX_INTERVALS, lo, hi);
    if (n < 0)
        return refuse_kinks(s);
    for (i = 0; i < n; i++)
    {
        if (s->n == CONVEX_MAX_PIECES / 2)
            return refuse_kinks(s);
        s->item[s->n++] = (stretch_t){ lo[i], hi[i], value };
    }
    return 1;
}

static int
unfold(stretches_t *s, expr_t *condition, expr_t *value)
{
    algebra_t *g = s->dv->algebra;
    expr_t *part[2], *both[2], *c;
    int i;

    c = expr_unfold(g, value, s->h, &part[0], &part[1]);
    if (c == NULL)
        return add_branch(s, condition, value);
    both[0] = condition;
    for (i = 0; i < 2; i++)
    {
        both[1] = i == 0 ? c : expr_not(g, c);
        if (!unfold(s, expr_and(g, both, 2), part[i]))
            return 0;
    }
    return 1;
}

static int
is_same(algebra_t *g, expr_t *a, expr_t *b)
{
    return a == b
           || (!rewrite_infinite(a) && !rewrite_infinite(b)
               && expr_proves_zero(g, expr_sub(g, a, b)));
}

/* Puts the stretches into a chain of touching ones. */
static int
chain(stretches_t *s)
{
    algebra_t *g = s->dv->algebra;
    stretch_t swap;
    int i, k, first = -1, starts = 0;

    for (i = 0; i < s->n; i++)
    {
        for (k = 0; k < s->n; k++)
            if (k != i && is_same(g, s->item[i].lo, s->item[k].hi))
                break;
        if (k == s->n)
        {
            first = i;
            starts++;
        }
    }
    if (starts > 1 && s->about->constrained)
    {
        derive_error(s->dv, "E0331", s->about->span,
                     "zero temperature needs a convex set, an interval",
                     "%s is not an interval%s", s->about->what,
                     for_label(s->dv, s->about));
        return 0;
    }
    if (starts != 1)
        return refuse_kinks(s);
    for (k = 0; k < s->n; k++)
    {
        for (i = k; i < s->n; i++)
            if (k == 0 ? i == first
                       : is_same(g, s->item[k - 1].hi, s->item[i].lo))
                break;
        if (i == s->n)
            return refuse_kinks(s);
        swap = s->item[k];
        s->item[k] = s->item[i];
        s->item[i] = swap;
    }
    for (i = 1, k = 0; i < s->n; i++)   /* the same branch twice is one */
        if (s->item[i].value == s->item[k].value)
            s->item[k].hi = s->item[i].hi;
        else
            s->item[++k] = s->item[i];
    s->n = k + 1;
    return 1;
}

/* ---- joints ------------------------------------------------------------- */

static expr_t *
at(algebra_t *g, expr_t *e, expr_t *h, expr_t *place)
{
    return expr_substitute(g, e, &h, &place, 1);
}

static void
not_proven(stretches_t *s)
{
    diags_add(s->dv->d, DIAG_NOTE, "E0332", s->about->span, NULL,
              "the rules do not prove that %s is convex%s; no point of a "
              "sample refutes it", s->about->what,
              for_label(s->dv, s->about));
}

static int
not_convex(stretches_t *s, const char *how, const char *where)
{
    derive_error(s->dv, "E0331", s->about->span,
                 "zero temperature needs a convex loss and a convex penalty",
                 "%s is not convex%s: %s%s%s", s->about->what,
                 for_label(s->dv, s->about), how,
                 where[0] != '\0' ? " at " : "", where);
    return 0;
}

/* Joins, or puts a kink between, pieces k and k + 1 of the chain. */
static int
joint(convex_t *c, stretches_t *s, int k, int *proven)
{
    algebra_t *g = s->dv->algebra;
    expr_t *place = s->item[k].hi, *left, *right, *jump;
    const char *where;
    int sign;

    left = at(g, s->item[k].value, s->h, place);
    right = at(g, s->item[k + 1].value, s->h, place);
    jump = expr_sub(g, right, left);
    if (!expr_proves_zero(g, jump))
    {
        sign = convex_sign(s->dv, expr_neg(g, expr_pow_int(g, jump, 2)), NULL,
                           s->about->y, NULL, NULL, &where);
        if (sign < 0)
            return not_convex(s, derive_text(s->dv, "it jumps at %s = %s",
                                             expr_name(s->h),
                                             text_of(s->dv, place)), where);
        *proven = 0;
    }
    left = at(g, expr_diff(g, s->item[k].value, s->h), s->h, place);
    right = at(g, expr_diff(g, s->item[k + 1].value, s->h), s->h, place);
    jump = expr_sub(g, right, left);
    if (expr_proves_zero(g, jump))
        return 1;
    sign = convex_sign(s->dv, jump, NULL, s->about->y, NULL, NULL, &where);
    if (sign < 0)
        return not_convex(s, derive_text(s->dv, "its slope falls at %s = %s",
                                         expr_name(s->h),
                                         text_of(s->dv, place)), where);
    *proven = *proven && sign > 0;
    c->piece[c->n++] = (convex_piece_t){
        CONVEX_KINK, place, place, at(g, s->item[k].value, s->h, place), NULL,
        NULL, left, right
    };
    return 1;
}

static int
smooth(convex_t *c, stretches_t *s, int k, int *proven)
{
    algebra_t *g = s->dv->algebra;
    const stretch_t *x = &s->item[k];
    convex_piece_t *p = &c->piece[c->n++];
    expr_t *coefficient[3];
    const char *where;
    int sign;

    *p = (convex_piece_t){ CONVEX_CURVED, x->lo, x->hi, x->value, NULL, NULL,
                           NULL, NULL };
    p->slope = expr_diff(g, x->value, s->h);
    p->curvature = expr_tidy(g, expr_diff(g, p->slope, s->h));
    if (expr_polynomial(g, x->value, s->h, 2, coefficient) >= 0)
    {
        p->kind = CONVEX_AFFINE;
        p->curvature = expr_expand(g, p->curvature, 0);
    }
    if (convex_by_rule(g, x->value, s->h))
        return 1;
    sign = convex_sign(s->dv, p->curvature, s->h, s->about->y, x->lo, x->hi,
                       &where);
    *proven = *proven && sign > 0;
    return sign >= 0
           || not_convex(s, "its second derivative is negative", where);
}

/* The end of a constraint: a kink with an infinite slope outside. */
static void
wall(convex_t *c, stretches_t *s, const stretch_t *x, int upper)
{
    algebra_t *g = s->dv->algebra;
    expr_t *place = upper ? x->hi : x->lo, *inf = expr_infinity(g), *slope;

    if (rewrite_infinite(place))
        return;
    slope = at(g, expr_diff(g, x->value, s->h), s->h, place);
    c->piece[c->n++] = (convex_piece_t){
        CONVEX_KINK, place, place, at(g, x->value, s->h, place), NULL, NULL,
        upper ? slope : expr_neg(g, inf), upper ? inf : slope
    };
}

int
convex_derive(convex_t *out, derivation_t *dv, expr_t *l, expr_t *h,
              expr_t *constraint, const convex_about_t *about)
{
    stretches_t *s = derive_alloc(dv, 1, sizeof *s);
    expr_t *all = expr_true(dv->algebra);
    int k, proven = 1;

    s->dv = dv;
    s->about = about;
    s->h = out->h = h;
    out->n = 0;
    if (!unfold(s, constraint != NULL ? constraint : all, l))
        return 0;
    if (s->n == 0)
    {
        derive_error(dv, "E0306", about->span, NULL,
                     "the constraint holds for no value%s",
                     for_label(dv, about));
        return 0;
    }
    if (!chain(s))
        return 0;
    wall(out, s, &s->item[0], 0);
    for (k = 0; k < s->n; k++)
    {
        if (!smooth(out, s, k, &proven)
            || (k + 1 < s->n && !joint(out, s, k, &proven)))
            return 0;
    }
    wall(out, s, &s->item[s->n - 1], 1);
    if (!proven)
        not_proven(s);
    return 1;
}
