/* compiler/algebra/jump.c -- what moving kinks add to the derivative of E, int.
 *
 * Let f(t, s) be smooth but where u(t, s) = A t + B changes sign.  Then
 *
 *   d/ds int f w dt = int f_s w dt + [f(u > 0) - f(u < 0)] w u_s/|A|  at t*,
 *
 * t* = -B/A, f_s taken on each side: the distribution d/ds 1[u > 0] is
 * delta(u) u_s.  Kinks without a jump (abs, min, max) add nothing here, but
 * their derivatives jump, and second derivatives need the term.
 */
#include "diff.h"

enum { MAX_KINKS = 16 };

typedef struct
{
    diff_t *d;
    expr_t *t;
    int n_inner;
    expr_t *inner[MAX_KINKS]; /* variables of binders inside the body         */
    int n;
    expr_t *u[MAX_KINKS], *slope[MAX_KINKS], *offset[MAX_KINKS];
} kinks_t;

/* Gives up: a kink whose place cannot be found would be lost silently. */
static void
lost(kinks_t *k)
{
    k->d->a->lost_kink = 1;
}

/* ---- which kinks there are -------------------------------------------------- */

/* The function whose sign a node switches on, or NULL. */
static expr_t *
switch_of(algebra_t *a, expr_t *e)
{
    if (node_is_function(e, FUNCTION_ABS) || node_is_function(e, FUNCTION_SIGN))
        return e->child[0];
    if (node_is_function(e, FUNCTION_MIN) || node_is_function(e, FUNCTION_MAX))
        return expr_sub(a, e->child[0], e->child[1]);
    if (e->kind == EXPR_COMPARE && expr_comparison(e) != COMPARE_EQ)
        return expr_sub(a, e->child[1], e->child[0]);
    return NULL;
}

/* How u relates to kink i: +1 or -1 when they vanish together and have equal
   or opposite signs, 0 when they do not, 2 if it cannot be told. */
static int
orientation(kinks_t *k, int i, expr_t *slope, expr_t *offset)
{
    algebra_t *a = k->d->a;
    expr_t *cross = expr_sub(a, expr_mul(a, slope, k->offset[i]),
                             expr_mul(a, offset, k->slope[i]));
    expr_t *ratio;

    if (!expr_proves_zero(a, cross))
        return 0;
    ratio = expr_div(a, slope, k->slope[i]);
    if (ratio->kind != EXPR_RATIONAL)
        return expr_is_positive(ratio) ? 1 : 2;
    return fmpq_sgn(expr_rational(ratio)) > 0 ? 1 : -1;
}

static int
affine(kinks_t *k, expr_t *u, expr_t **slope, expr_t **offset)
{
    expr_t *c[2];

    int degree = expr_polynomial(k->d->a, u, k->t, 1, c);

    if (degree < 0 || degree > 1)
        return 0;
    *offset = c[0];
    *slope = degree == 1 ? c[1] : k->d->a->zero;
    return 1;
}

static void
add_kink(kinks_t *k, expr_t *u)
{
    expr_t *slope, *offset;
    int i;

    if (!expr_contains(u, k->t) || !expr_contains(u, k->d->symbol))
        return;
    /* A kink that moves with an inner variable is the inner binder's. */
    for (i = 0; i < k->n_inner; i++)
        if (expr_contains(u, k->inner[i]))
            return;
    if (!affine(k, u, &slope, &offset))
    {
        lost(k);
        return;
    }
    /* max(a - t, b - t): what switches does not move with t */
    if (expr_is_zero(slope))
        return;
    for (i = 0; i < k->n; i++)
        switch (orientation(k, i, slope, offset))
        {
        case 0:
            continue;
        case 2:
            lost(k);
            return;
        default:
            return;
        }
    if (k->n == MAX_KINKS)
    {
        lost(k);
        return;
    }
    k->u[k->n] = u;
    k->slope[k->n] = slope;
    k->offset[k->n++] = offset;
}

static int
is_binder(expr_t *e)
{
    return e->kind == EXPR_GAUSS || e->kind == EXPR_INTEGRAL;
}

static void
find_kinks(kinks_t *k, memo_t *seen, expr_t *e)
{
    algebra_t *a = k->d->a;
    expr_t *u, *inner;
    int i;

    if ((e->symbols & k->t->symbols) == 0
            || memo_get(seen, e, k->t->serial) != NULL)
        return;
    memo_set(seen, e, k->t->serial, e);
    u = switch_of(a, e);
    if (u != NULL)
        add_kink(k, u);
    if (is_binder(e))
    {
        inner = private_enter(a);
        if (k->n_inner == MAX_KINKS)
            lost(k);
        else
        {
            k->inner[k->n_inner++] = inner;
            find_kinks(k, seen, expr_open(a, e, inner));
            k->n_inner--;
        }
        private_leave(a);
    }
    for (i = 0; i < e->arity - is_binder(e); i++)
        find_kinks(k, seen, e->child[i]);
}

/* ---- one side of a kink -------------------------------------------------------- */

typedef struct
{
    kinks_t *k;
    int which, side;
    memo_t memo;
} side_t;

/* The sign of u on this side of the kink; 0 if u is another function. */
static int
sign_here(side_t *s, expr_t *u)
{
    expr_t *slope, *offset;
    int o;

    if (!expr_contains(u, s->k->t) || !affine(s->k, u, &slope, &offset))
        return 0;
    o = orientation(s->k, s->which, slope, offset);
    return o == 1 || o == -1 ? o * s->side : 0;
}

static expr_t *one_side(side_t *s, expr_t *e);

static expr_t *
binder_side(side_t *s, expr_t *e)
{
    algebra_t *a = s->k->d->a;
    expr_t *inner = private_enter(a), *child[3];
    int i;

    for (i = 0; i + 1 < e->arity; i++)
        child[i] = one_side(s, e->child[i]);
    child[i] = node_abstract(a, one_side(s, expr_open(a, e, inner)), inner);
    e = binder_make(a, (expr_kind_t) e->kind, e->hint, child);
    private_leave(a);
    return e;
}

/* e with what switches on the kink replaced by its branch; abs, min and max
   take their common value there. */
static expr_t *
one_side(side_t *s, expr_t *e)
{
    algebra_t *a = s->k->d->a;
    expr_t *u, *result, *child[64];
    int i, sign;

    if ((e->symbols & s->k->t->symbols) == 0)
        return e;
    result = memo_get(&s->memo, e, 0);
    if (result != NULL)
        return result;
    u = switch_of(a, e);
    sign = u != NULL ? sign_here(s, u) : 0;
    if (sign != 0 && e->kind == EXPR_COMPARE)
        result = sign > 0 ? expr_true(a) : expr_false(a);
    else if (sign != 0 && node_is_function(e, FUNCTION_SIGN))
        result = expr_integer(a, sign);
    else if (sign != 0 && node_is_function(e, FUNCTION_ABS))
        result = a->zero;
    else if (sign != 0)
        result = one_side(s, e->child[0]);
    else if (is_binder(e))
        result = binder_side(s, e);
    else if (e->arity > 64)
    {
        lost(s->k);
        result = e;
    }
    else
    {
        for (i = 0; i < e->arity; i++)
            child[i] = one_side(s, e->child[i]);
        result = node_rebuild(a, e, child);
    }
    memo_set(&s->memo, e, 0, result);
    return result;
}

static expr_t *
branch(kinks_t *k, int which, int side, expr_t *body)
{
    side_t s = { k, which, side, { 0 } };
    expr_t *result;

    memo_init(&s.memo);
    result = one_side(&s, body);
    memo_clear(&s.memo);
    return result;
}

/* ---- the terms -------------------------------------------------------------------- */

static expr_t *
jump_term(kinks_t *k, int i, expr_t *body, expr_t *binder)
{
    algebra_t *a = k->d->a;
    expr_t *place = expr_expand(a, expr_neg(a, expr_div(a, k->offset[i],
                                                        k->slope[i])), 0);
    expr_t *jump = expr_sub(a, branch(k, i, 1, body), branch(k, i, -1, body));
    expr_t *factor[4], *term, *inside[2];

    jump = expr_substitute(a, jump, &k->t, &place, 1);
    if (expr_is_zero(jump))
        return a->zero;
    factor[0] = jump;
    factor[1] = diff_once(a, k->u[i], k->d->symbol);
    factor[1] = expr_substitute(a, factor[1], &k->t, &place, 1);
    factor[2] = expr_pow_int(a, expr_apply1(a, FUNCTION_ABS, k->slope[i]), -1);
    factor[3] = binder->kind == EXPR_GAUSS
                    ? expr_apply1(a, FUNCTION_PHI, place) : a->one;
    term = expr_product(a, factor, 4);
    if (binder->kind == EXPR_GAUSS)
        return term;
    inside[0] = expr_compare(a, COMPARE_LT, binder->child[0], place);
    inside[1] = expr_compare(a, COMPARE_LT, place, binder->child[1]);
    return expr_if(a, expr_and(a, inside, 2), term, a->zero);
}

expr_t *
diff_jumps(diff_t *d, expr_t *binder, expr_t *body, expr_t *variable)
{
    kinks_t k = { .d = d, .t = variable };
    expr_t *term[MAX_KINKS];
    memo_t seen;
    int i;

    body = expr_inline(d->a, body);
    memo_init(&seen);
    find_kinks(&k, &seen, body);
    memo_clear(&seen);
    for (i = 0; i < k.n; i++)
        term[i] = jump_term(&k, i, body, binder);
    return k.n > 0 ? expr_sum(d->a, term, k.n) : d->a->zero;
}
