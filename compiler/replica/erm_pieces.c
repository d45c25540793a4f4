/* compiler/replica/erm_pieces.c -- a convex function as smooth pieces and
 * kinks.
 *
 * Branches of abs, max, if ... hold on intervals whose ends meet: sorted into
 * a chain, each joint must be continuous, and its slope must not fall.
 */
#include "erm_pieces.h"

#include <stdlib.h>

const char *
convex_text(derivation_t *dv, expr_t *e)
{
    char *text = expr_to_string(e);
    const char *copy = derive_text(dv, "%.200s", text != NULL ? text : "?");

    free(text);
    return copy;
}

const char *
convex_for_label(derivation_t *dv, const convex_about_t *about)
{
    if (about->label_value == NULL)
        return "";
    return derive_text(dv, " for %s = %s", dv->spec->label_name,
                       convex_text(dv, about->label_value));
}

/* ---- branches on intervals ---------------------------------------------- */

static int
refuse_kinks(stretches_t *s)
{
    derive_error(s->dv, "E0330", s->about->span,
                 "write conditions so that they are affine in the field, with "
                 "kinks whose order does not depend on the parameters; the sign "
                 "of one is declared, as in 'parameter delta > 0'",
                 "the kinks of %s cannot be located%s", s->about->what,
                 convex_for_label(s->dv, s->about));
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
                     convex_for_label(s->dv, s->about));
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
    out->about = about;
    out->n = 0;
    if (!unfold(s, constraint != NULL ? constraint : all, l))
        return 0;
    if (s->n == 0)
    {
        derive_error(dv, "E0306", about->span, NULL,
                     "the constraint holds for no value%s",
                     convex_for_label(dv, about));
        return 0;
    }
    if (!chain(s))
        return 0;
    convex_wall(out, s, &s->item[0], 0);
    for (k = 0; k < s->n; k++)
    {
        if (!convex_smooth(out, s, k, &proven)
            || (k + 1 < s->n && !convex_joint(out, s, k, &proven)))
            return 0;
    }
    convex_wall(out, s, &s->item[s->n - 1], 1);
    if (!proven)
        convex_not_proven(s);
    return 1;
}
