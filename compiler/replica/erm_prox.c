/* compiler/replica/erm_prox.c -- proximal maps of piecewise convex functions,
   and their named functions. */
#include "erm.h"

/* p and s of X(h) = p h + s l'(h). */
static expr_t *
stiffness(const prox_t *x, algebra_t *g)
{
    return x->kind == PROX_LOSS ? expr_integer(g, 1) : x->formal[x->scale];
}

static expr_t *
weight(const prox_t *x, algebra_t *g)
{
    return x->kind == PROX_LOSS ? x->formal[x->scale] : expr_integer(g, 1);
}

static expr_t *
argument(const prox_t *x)
{
    return x->formal[x->at];
}

expr_t *
prox_map(const prox_t *x, algebra_t *g, int i, expr_t **slope)
{
    const convex_piece_t *p = &x->convex.piece[i];
    expr_t *s = weight(x, g), *stiff = stiffness(x, g);

    *slope = expr_add(g, stiff, expr_mul(g, s, p->curvature));
    return expr_add(g, expr_mul(g, stiff, x->convex.h),
                    expr_mul(g, s, p->slope));
}

expr_t *
prox_end(const prox_t *x, algebra_t *g, int i, int upper)
{
    const convex_piece_t *p = &x->convex.piece[i];
    expr_t *place = upper ? p->hi : p->lo, *slope;

    if (rewrite_infinite(place))
        return place;
    if (p->kind == CONVEX_KINK)
        slope = upper ? p->above : p->below;
    else
        slope = expr_substitute(g, p->slope, &x->convex.h, &place, 1);
    if (rewrite_infinite(slope))
        return slope;
    return expr_add(g, expr_mul(g, stiffness(x, g), place),
                    expr_mul(g, weight(x, g), slope));
}

/* ---- the functions on a piece ------------------------------------------- */

/* l' = c[0] + c[1] h on an affine piece. */
static void
line(const prox_t *x, algebra_t *g, const convex_piece_t *p, expr_t **c)
{
    if (expr_polynomial(g, p->slope, x->convex.h, 1, c) < 1)
        c[1] = expr_integer(g, 0);
}

/* What stands for h, and l' at it. */
static expr_t *
place_on(const prox_t *x, algebra_t *g, const convex_piece_t *p,
         expr_t **slope)
{
    expr_t *c[2], *s = weight(x, g), *stiff = stiffness(x, g), *width;

    *slope = p->slope;
    if (p->kind == CONVEX_KINK)
        return p->lo;
    if (p->kind == CONVEX_CURVED)
        return x->convex.h;
    line(x, g, p, c);
    width = expr_add(g, stiff, expr_mul(g, s, c[1]));
    *slope = expr_add(g, expr_mul(g, stiff, c[0]),
                      expr_mul(g, c[1], argument(x)));
    *slope = expr_div(g, *slope, width);
    return expr_div(g, expr_sub(g, argument(x), expr_mul(g, s, c[0])), width);
}

static expr_t *
half_square(algebra_t *g, expr_t *e)
{
    return expr_mul(g, expr_fraction(g, 1, 2), expr_pow_int(g, e, 2));
}

/* l at h = place. */
static expr_t *
value_at(const prox_t *x, algebra_t *g, const convex_piece_t *p, expr_t *place)
{
    return expr_substitute(g, p->value, &x->convex.h, &place, 1);
}

static expr_t *
loss_on_piece(const prox_t *x, algebra_t *g, const definition_t *f,
              const convex_piece_t *p)
{
    expr_t *v = x->formal[x->scale], *slope, *move, *width;
    expr_t *place = place_on(x, g, p, &slope);

    if (f == x->place)
        return place;
    if (p->kind == CONVEX_KINK)
    {
        move = expr_sub(g, place, argument(x));
        if (f == x->first)
            return expr_div(g, move, v);
        if (f == x->second)
            return expr_neg(g, expr_pow_int(g, v, -1));
        move = expr_div(g, half_square(g, move), v);
        return expr_neg(g, expr_add(g, p->value, move));
    }
    if (f == x->first)
        return expr_neg(g, slope);
    if (f == x->second)
    {
        width = expr_mul(g, v, p->curvature);
        width = expr_add(g, expr_integer(g, 1), width);
        return expr_neg(g, expr_div(g, p->curvature, width));
    }
    move = expr_mul(g, v, half_square(g, slope));
    return expr_neg(g, expr_add(g, value_at(x, g, p, place), move));
}

/* The maximum of B w - A w^2/2 - l(w) for a quadratic l. */
static expr_t *
quadratic(const prox_t *x, algebra_t *g, const convex_piece_t *p)
{
    expr_t *c[2], *width;

    line(x, g, p, c);
    width = expr_add(g, x->formal[x->scale], c[1]);
    return expr_sub(g, expr_div(g, half_square(g, expr_sub(g, argument(x),
                                                           c[0])), width),
                    value_at(x, g, p, expr_integer(g, 0)));
}

static expr_t *
penalty_on_piece(const prox_t *x, algebra_t *g, const definition_t *f,
                 const convex_piece_t *p)
{
    expr_t *a = x->formal[x->scale], *slope, *sum[3], *b = argument(x);
    expr_t *place = place_on(x, g, p, &slope);

    if (f == x->first)
        return place;
    if (f == x->second)
        return p->kind == CONVEX_KINK
                   ? expr_integer(g, 0)
                   : expr_pow_int(g, expr_add(g, a, p->curvature), -1);
    if (p->kind == CONVEX_AFFINE)
        return quadratic(x, g, p);
    if (p->kind == CONVEX_CURVED)
        b = expr_add(g, expr_mul(g, a, place), slope);
    sum[0] = expr_mul(g, b, place);
    sum[1] = expr_neg(g, expr_mul(g, a, half_square(g, place)));
    sum[2] = expr_neg(g, value_at(x, g, p, place));
    return expr_sum(g, sum, 3);
}

expr_t *
prox_on_piece(const prox_t *x, algebra_t *g, definition_t *f, int i)
{
    const convex_piece_t *p = &x->convex.piece[i];

    return x->kind == PROX_LOSS ? loss_on_piece(x, g, f, p)
                                : penalty_on_piece(x, g, f, p);
}

/* ---- named functions ---------------------------------------------------- */

static int
is_curved(const prox_t *x)
{
    int i;

    for (i = 0; i < x->convex.n; i++)
        if (x->convex.piece[i].kind == CONVEX_CURVED)
            return 1;
    return 0;
}

/* if X < X_1 then .. else if X < X_2 ..., curved pieces by the minimiser. */
static expr_t *
cases(const prox_t *x, algebra_t *g, definition_t *f)
{
    expr_t *h = expr_apply(g, x->place, x->formal, x->n), *e, *end;
    expr_t *sum = NULL;
    int i;

    for (i = x->convex.n - 1; i >= 0; i--)
    {
        e = prox_on_piece(x, g, f, i);
        e = expr_substitute(g, e, &x->convex.h, &h, 1);
        end = prox_end(x, g, i, 1);
        sum = sum == NULL ? e
                          : expr_if(g, expr_compare(g, COMPARE_LT, argument(x),
                                                    end), e, sum);
    }
    return sum;
}

static definition_t *
function(const prox_t *x, derivation_t *dv, const char *name,
         const char *latex, expr_t *body)
{
    return definition_new(dv->algebra, name, latex, x->formal, x->n, body);
}

/* place, first, second; then the envelope. */
static void
name_functions(prox_t *x, derivation_t *dv, const char *suffix,
               const char *latex)
{
    algebra_t *g = dv->algebra;
    int loss = x->kind == PROX_LOSS;
    expr_t *place = expr_argmin(g, x->convex.h, x->energy);
    const char *head = loss ? "prox" : "f", *mark = loss ? "g" : "f";
    const char *mark_latex = derive_text(dv, "%s_{%s}", mark, latex);
    const char *mark_name = derive_text(dv, "%s_%s", mark, suffix);

    x->place = function(x, dv, derive_text(dv, "%s_%s", head, suffix),
                        derive_text(dv, loss ? "\\mathrm{prox}_{%s}"
                                             : "f_{%s}", latex), place);
    x->first = x->place;
    if (!is_curved(x))
    {
        place = cases(x, g, x->place);
        x->place = x->first = function(x, dv, definition_name(x->place),
                                       definition_latex(x->place), place);
    }
    if (loss)
    {
        place = expr_apply(g, x->place, x->formal, x->n);
        place = expr_div(g, expr_sub(g, place, argument(x)),
                         x->formal[x->scale]);
        x->first = function(x, dv, mark_name, mark_latex, place);
        if (!is_curved(x))
            x->first = function(x, dv, mark_name, mark_latex,
                                cases(x, g, x->first));
    }
    x->second = function(x, dv, "", "", expr_integer(g, 0));
    place = cases(x, g, x->second);
    x->second = function(x, dv, derive_text(dv, "%s_1", mark_name),
                         derive_text(dv, loss ? "\\partial_{\\omega} %s"
                                              : "\\partial_{B} %s",
                                     mark_latex), place);
}

/* d_X L = first (loss: g, penalty: f); d_V L = g^2/2, d_A L = -f^2/2; and
   d_V g = g g', d_A f = -f f'. */
static void
relate(prox_t *x, derivation_t *dv)
{
    algebra_t *g = dv->algebra;
    expr_t *first = expr_apply(g, x->first, x->formal, x->n);
    expr_t *second = expr_apply(g, x->second, x->formal, x->n);
    expr_t *square = half_square(g, first), *both = expr_mul(g, first, second);

    if (x->kind == PROX_PENALTY)
    {
        square = expr_neg(g, square);
        both = expr_neg(g, both);
    }
    definition_set_derivative(g, x->envelope, x->at, first);
    definition_set_derivative(g, x->envelope, x->scale, square);
    definition_set_derivative(g, x->first, x->at, second);
    definition_set_derivative(g, x->first, x->scale, both);
}

void
prox_derive(prox_t *x, derivation_t *dv, prox_kind_t kind, const char *suffix,
            const char *latex)
{
    algebra_t *g = dv->algebra;
    expr_t *raw = prox_minimum(g, x->energy, x->convex.h);

    x->kind = kind;
    x->at = kind == PROX_LOSS ? x->n - 2 : 1;
    x->scale = kind == PROX_LOSS ? x->n - 1 : 0;
    name_functions(x, dv, suffix, latex);
    x->envelope = function(x, dv, "", "", raw);
    x->envelope = function(x, dv, derive_text(dv, "L_%s", suffix),
                           derive_text(dv, "\\mathcal{L}_{%s}", latex),
                           is_curved(x) ? raw : cases(x, g, x->envelope));
    relate(x, dv);
}

void
prox_print(const prox_t *x, derivation_t *dv)
{
    algebra_t *g = dv->algebra;

    derive_function(dv, x->place, expr_argmin(g, x->convex.h, x->energy));
    if (x->first != x->place)
        derive_function(dv, x->first, NULL);
    derive_function(dv, x->envelope,
                    prox_minimum(g, x->energy, x->convex.h));
}
