/* compiler/algebra/intervals.c -- where a condition holds. */
#include "close.h"

enum { UNFOLD_DEPTH = 12 };

static int solve(set_t *, expr_t *, expr_t *z, const facts_t *, int depth);

/* ---- sets --------------------------------------------------------------- */

void
set_all(set_t *s, algebra_t *a)
{
    s->n = 1;
    s->hi[0] = expr_infinity(a);
    s->lo[0] = expr_neg(a, s->hi[0]);
}

static int
set_push(set_t *s, expr_t *lo, expr_t *hi)
{
    if (s->n == SET_MAX)
        return 0;
    s->lo[s->n] = lo;
    s->hi[s->n++] = hi;
    return 1;
}

/* Joins neighbours that touch and drops what is certainly empty. */
static void
set_tidy(set_t *s, const facts_t *f)
{
    int i, n = 0;

    for (i = 0; i < s->n; i++)
    {
        if (facts_le(f, s->hi[i], s->lo[i]))
            continue;
        if (n > 0 && facts_le(f, s->lo[i], s->hi[n - 1]))
        {
            s->hi[n - 1] = s->hi[i];
            continue;
        }
        s->lo[n] = s->lo[i];
        s->hi[n++] = s->hi[i];
    }
    s->n = n;
}

void
set_complement(set_t *out, const set_t *s, algebra_t *a)
{
    expr_t *inf = expr_infinity(a), *from = expr_neg(a, inf);
    set_t r;
    int i;

    r.n = 0;
    for (i = 0; i < s->n; i++)
    {
        if (infinity_sign(s->lo[i]) >= 0)
            set_push(&r, from, s->lo[i]);
        from = s->hi[i];
    }
    if (infinity_sign(from) <= 0)
        set_push(&r, from, inf);
    *out = r;
}

static expr_t *
clamp(expr_t *e, expr_t *lo, expr_t *hi, const facts_t *f)
{
    return facts_min(f, facts_max(f, e, lo), hi);
}

int
set_intersect(set_t *out, const set_t *s, const set_t *t, const facts_t *f)
{
    const set_t *swap = s;
    set_t r;
    int i, j;

    /* [a, inf) with (-inf, b] is written [a, max(a, b)] */
    if (s->n == 1 && t->n == 1 && infinity_sign(s->lo[0]) < 0
        && infinity_sign(t->lo[0]) == 0)
    {
        s = t;
        t = swap;
    }
    r.n = 0;
    for (i = 0; i < s->n; i++)
        for (j = 0; j < t->n; j++)
        {
            expr_t *lo = clamp(t->lo[j], s->lo[i], s->hi[i], f);
            expr_t *hi = clamp(t->hi[j], s->lo[i], s->hi[i], f);

            if (!facts_le(f, hi, lo) && !set_push(&r, lo, hi))
                return 0;
        }
    set_tidy(&r, f);
    *out = r;
    return 1;
}

static int
set_unite(set_t *out, const set_t *s, const set_t *t, const facts_t *f)
{
    set_t not_s, not_t;

    if (s->n == SET_MAX || t->n == SET_MAX)
        return 0;
    set_complement(&not_s, s, f->algebra);
    set_complement(&not_t, t, f->algebra);
    if (!set_intersect(&not_s, &not_s, &not_t, f) || not_s.n == SET_MAX)
        return 0;
    set_complement(out, &not_s, f->algebra);
    set_tidy(out, f);
    return 1;
}

/* ---- kinks -------------------------------------------------------------- */

static int
is_kink(expr_t *e)
{
    if (expr_kind(e) == EXPR_IF)
        return 1;
    return node_is_function(e, FUNCTION_ABS)
        || node_is_function(e, FUNCTION_SIGN)
        || node_is_function(e, FUNCTION_MIN)
        || node_is_function(e, FUNCTION_MAX);
}

expr_t *
find_kink(expr_t *e, expr_t *z)
{
    expr_t *found;
    int i;

    if (expr_arity(e) == 0 || node_is_binder(e) || !expr_contains(e, z))
        return NULL;
    for (i = 0; i < expr_arity(e); i++)
    {
        found = find_kink(expr_child(e, i), z);
        if (found != NULL)
            return found;
    }
    return is_kink(e) ? e : NULL;
}

expr_t *
kink_parts(algebra_t *a, expr_t *kink, expr_t **first, expr_t **second)
{
    expr_t *x = expr_child(kink, 0), *zero = expr_integer(a, 0);

    if (expr_kind(kink) == EXPR_IF)
    {
        *first = expr_child(kink, 1);
        *second = expr_child(kink, 2);
        return x;
    }
    switch (expr_function(kink))
    {
        case FUNCTION_ABS:
            *first = x;
            *second = expr_neg(a, x);
            return expr_compare(a, COMPARE_LE, zero, x);
        case FUNCTION_SIGN:
            *first = expr_integer(a, 1);
            *second = expr_integer(a, -1);
            return expr_compare(a, COMPARE_LE, zero, x);
        default:
            *first = x;
            *second = expr_child(kink, 1);
            return node_is_function(kink, FUNCTION_MIN)
                ? expr_compare(a, COMPARE_LE, x, *second)
                : expr_compare(a, COMPARE_LE, *second, x);
    }
}

/* c * kink + rest <= 0: +1 if it holds exactly where it does for both parts,
   -1 if for one of them, 0 if neither is known. */
static int
kink_convexity(expr_t *d, expr_t *kink, const facts_t *f)
{
    algebra_t *a = f->algebra;
    expr_t *t, *c[2];
    int s, degree, shape = node_is_function(kink, FUNCTION_MIN) ? -1 : 1;

    if (expr_kind(kink) == EXPR_IF || node_is_function(kink, FUNCTION_SIGN))
        return 0;
    t = private_enter(a);
    degree = expr_polynomial(a, replace_node(a, d, kink, t), t, 1, c);
    private_leave(a);
    if (degree != 1)
        return 0;
    s = facts_sign(f, c[1]);
    return (s & MAY_NEGATIVE) == 0 ? shape
         : (s & MAY_POSITIVE) == 0 ? -shape : 0;
}

/* Truth of `d <= 0` (or < or ==) with the kink unfolded. */
static expr_t *
unfold(compare_t how, expr_t *d, expr_t *kink, const facts_t *f)
{
    algebra_t *a = f->algebra;
    expr_t *first, *second, *condition, *both[2], *zero = expr_integer(a, 0);
    int shape = how == COMPARE_EQ ? 0 : kink_convexity(d, kink, f);

    condition = kink_parts(a, kink, &first, &second);
    both[0] = expr_compare(a, how, replace_node(a, d, kink, first), zero);
    both[1] = expr_compare(a, how, replace_node(a, d, kink, second), zero);
    if (shape > 0)
        return expr_and(a, both, 2);
    if (shape < 0)
        return expr_or(a, both, 2);
    both[0] = expr_and(a, (expr_t *[]){ condition, both[0] }, 2);
    both[1] = expr_and(a, (expr_t *[]){ expr_not(a, condition), both[1] }, 2);
    return expr_or(a, both, 2);
}

/* ---- conditions --------------------------------------------------------- */

/* c0 + c1 z <= 0; an equality holds on a set of measure zero. */
static int
solve_affine(set_t *out, compare_t how, expr_t *d, expr_t *z,
             const facts_t *f)
{
    algebra_t *a = f->algebra;
    expr_t *c[2], *end;
    int degree = expr_polynomial(a, d, z, 1, c), s;

    set_all(out, a);
    if (degree < 0)
        return 0;
    s = facts_sign(f, c[degree]);
    if (degree == 1 && s != MAY_POSITIVE && s != MAY_NEGATIVE)
        s = facts_sign(f, c[1] = tidy(a, c[1]));   /* b/(1 - a) - a b/(1 - a) */
    if (degree == 0)
    {
        int yes = how == COMPARE_EQ ? s == MAY_ZERO
                : how == COMPARE_LE ? (s & MAY_POSITIVE) == 0
                : s == MAY_NEGATIVE;
        int no = how == COMPARE_EQ ? (s & MAY_ZERO) == 0
               : how == COMPARE_LE ? s == MAY_POSITIVE
               : (s & MAY_NEGATIVE) == 0;

        if (no)
            out->n = 0;
        return yes || no;
    }
    if (how == COMPARE_EQ)
        out->n = 0;
    if (how == COMPARE_EQ)
        return 1;
    if (s != MAY_POSITIVE && s != MAY_NEGATIVE)
        return 0;
    end = expr_div(a, tidy(a, expr_expand(a, expr_neg(a, c[0]), 0)), c[1]);
    if (s == MAY_POSITIVE)
        out->hi[0] = end;
    else
        out->lo[0] = end;
    return 1;
}

static int
solve_compare(set_t *out, expr_t *e, expr_t *z, const facts_t *f, int depth)
{
    expr_t *d = expr_sub(f->algebra, expr_child(e, 0), expr_child(e, 1));
    expr_t *kink = find_kink(d, z);

    if (kink == NULL)
        return solve_affine(out, expr_comparison(e), d, z, f);
    if (depth == 0)
        return 0;
    return solve(out, unfold(expr_comparison(e), d, kink, f), z, f,
                 depth - 1);
}

static int
solve_chain(set_t *out, expr_t *e, expr_t *z, const facts_t *f, int depth)
{
    set_t s;
    int i;

    set_all(out, f->algebra);
    if (expr_kind(e) == EXPR_OR)
        out->n = 0;
    for (i = 0; i < expr_arity(e); i++)
        if (!solve(&s, expr_child(e, i), z, f, depth)
            || !(expr_kind(e) == EXPR_OR ? set_unite(out, out, &s, f)
                                         : set_intersect(out, out, &s, f)))
            return 0;
    return 1;
}

static int
solve_if(set_t *out, expr_t *e, expr_t *z, const facts_t *f, int depth)
{
    algebra_t *a = f->algebra;
    expr_t *c = expr_child(e, 0);
    expr_t *part[2] = {
        expr_and(a, (expr_t *[]){ c, expr_child(e, 1) }, 2),
        expr_and(a, (expr_t *[]){ expr_not(a, c), expr_child(e, 2) }, 2)
    };

    return solve(out, expr_or(a, part, 2), z, f, depth - 1);
}

static int
solve(set_t *out, expr_t *e, expr_t *z, const facts_t *f, int depth)
{
    set_all(out, f->algebra);
    switch (expr_kind(e))
    {
        case EXPR_TRUE:
            return 1;
        case EXPR_FALSE:
            out->n = 0;
            return 1;
        case EXPR_COMPARE:
            return solve_compare(out, e, z, f, depth);
        case EXPR_AND:
        case EXPR_OR:
            return solve_chain(out, e, z, f, depth);
        case EXPR_NOT:
            if (!solve(out, expr_child(e, 0), z, f, depth)
                || out->n == SET_MAX)
                return 0;
            set_complement(out, out, f->algebra);
            return 1;
        case EXPR_IF:
            return depth > 0 && solve_if(out, e, z, f, depth);
        default:
            return 0;
    }
}

int
set_of_condition(set_t *out, expr_t *condition, expr_t *z, const facts_t *f)
{
    return solve(out, condition, z, f, UNFOLD_DEPTH);
}

int
expr_intervals(algebra_t *a, expr_t *condition, expr_t *z, int max,
               expr_t **lo, expr_t **hi)
{
    facts_t f;
    set_t s;
    int i;

    facts_init(&f, a);
    facts_collect(&f, condition);
    if (!set_of_condition(&s, condition, z, &f) || s.n > max)
        return -1;
    for (i = 0; i < s.n; i++)
    {
        lo[i] = s.lo[i];
        hi[i] = s.hi[i];
    }
    return s.n;
}
