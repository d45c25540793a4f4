/* compiler/replica/erm_joints.c -- smooth pieces of a convex function and what
   joins them. */
#include "erm_pieces.h"

static expr_t *
at(algebra_t *g, expr_t *e, expr_t *h, expr_t *place)
{
    return expr_substitute(g, e, &h, &place, 1);
}

void
convex_not_proven(stretches_t *s)
{
    diags_add(s->dv->d, DIAG_NOTE, "E0332", s->about->span, NULL,
              "the rules do not prove that %s is convex%s; no point of a "
              "sample refutes it", s->about->what,
              convex_for_label(s->dv, s->about));
}

/* Does it fall for ever at that end (1, -1)? */
static int
falls(stretches_t *s, int side)
{
    const stretch_t *x = &s->item[side > 0 ? s->n - 1 : 0];
    const char *where;

    if (!rewrite_infinite(side > 0 ? x->hi : x->lo))
        return 0;
    return convex_sign(s->dv, s->about,
                       convex_fall(s->dv->algebra, x->value, s->h, side),
                       NULL, NULL, NULL, &where) < 0;
}

static int
not_convex(stretches_t *s, const char *how, const char *where)
{
    const char *more = "";

    if (falls(s, 1) || falls(s, -1))
        more = ", and it is unbounded below";
    derive_error(s->dv, "E0331", s->about->span,
                 "zero temperature needs a convex loss and a convex penalty; "
                 "the sign of a parameter is declared, as in 'parameter "
                 "lambda > 0'",
                 "%s is not convex%s: %s%s%s%s", s->about->what,
                 convex_for_label(s->dv, s->about), how,
                 where[0] != '\0' ? " at " : "", where, more);
    return 0;
}

static int
not_defined(stretches_t *s, const char *where)
{
    derive_error(s->dv, "E0334", s->about->span,
                 "a field or weight may have any value that 'require' allows",
                 "%s is not defined%s at %s", s->about->what,
                 convex_for_label(s->dv, s->about), where);
    return 0;
}

int
convex_joint(convex_t *c, stretches_t *s, int k, int *proven)
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
        sign = convex_sign(s->dv, s->about,
                           expr_neg(g, expr_pow_int(g, jump, 2)), NULL, NULL,
                           NULL, &where);
        if (sign < 0)
            return not_convex(s, derive_text(s->dv, "it jumps at %s = %s",
                                             s->about->name,
                                             convex_text(s->dv, place)), where);
        *proven = 0;
    }
    left = at(g, expr_diff(g, s->item[k].value, s->h), s->h, place);
    right = at(g, expr_diff(g, s->item[k + 1].value, s->h), s->h, place);
    jump = expr_sub(g, right, left);
    if (expr_proves_zero(g, jump))
        return 1;
    sign = convex_sign(s->dv, s->about, jump, NULL, NULL, NULL, &where);
    if (sign < 0)
        return not_convex(s, derive_text(s->dv, "its slope falls at %s = %s",
                                         s->about->name,
                                         convex_text(s->dv, place)), where);
    *proven = *proven && sign > 0;
    c->piece[c->n++] = (convex_piece_t){
        CONVEX_KINK, place, place, at(g, s->item[k].value, s->h, place), NULL,
        NULL, left, right
    };
    return 1;
}

int
convex_smooth(convex_t *c, stretches_t *s, int k, int *proven)
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
    if (convex_defined(s->dv, s->about, x->value, s->h, x->lo, x->hi, &where)
        < 0)
        return not_defined(s, where);
    if (convex_by_rule(g, x->value, s->h))
        return 1;
    sign = convex_sign(s->dv, s->about, p->curvature, s->h, x->lo, x->hi,
                       &where);
    *proven = *proven && sign > 0;
    return sign >= 0
           || not_convex(s, "its second derivative is negative", where);
}

void
convex_wall(convex_t *c, stretches_t *s, const stretch_t *x, int upper)
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
