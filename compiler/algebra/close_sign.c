/* compiler/algebra/close_sign.c -- signs and orders that can be proved. */
#include "close.h"
#include "evaluate.h"

enum { SIGN_BUDGET = 4000, LE_DEPTH = 6 };

static int signs(const facts_t *f, expr_t *e, int *budget);

/* ---- facts -------------------------------------------------------------- */

void
facts_init(facts_t *f, algebra_t *a)
{
    f->algebra = a;
    f->n = 0;
}

static void
add_fact(facts_t *f, expr_t *e)
{
    int i;

    /* an index means nothing outside its binder */
    if (e->open != 0 || (e->kind != EXPR_SYMBOL && e->kind != EXPR_ADD
                         && e->kind != EXPR_MUL))
        return;
    for (i = 0; i < f->n; i++)
        if (f->positive[i] == e)
            return;
    if (f->n < FACTS_MAX)
        f->positive[f->n++] = e;
}

static void
collect(facts_t *f, expr_t *e, memo_t *seen)
{
    int i;

    if (expr_arity(e) == 0 || memo_get(seen, e, 0) != NULL)
        return;
    memo_set(seen, e, 0, e);
    if (expr_kind(e) == EXPR_POWER
        && expr_kind(expr_child(e, 1)) == EXPR_RATIONAL
        && !fmpz_is_one(fmpq_denref(expr_rational(expr_child(e, 1)))))
        add_fact(f, expr_child(e, 0));
    if (node_is_function(e, FUNCTION_LOG))
        add_fact(f, expr_child(e, 0));
    for (i = 0; i < expr_arity(e); i++)
        collect(f, expr_child(e, i), seen);
}

void
facts_collect(facts_t *f, expr_t *e)
{
    memo_t seen;

    memo_init(&seen);
    collect(f, e, &seen);
    memo_clear(&seen);
}

/* ---- signs -------------------------------------------------------------- */

enum { OP_PLUS, OP_TIMES, OP_MIN, OP_MAX };

/* Signs of all combinations; a sign i in -1..1 is the bit 1 << (i + 1). */
static int
combine(int op, int s, int t)
{
    int i, j, r = 0;

    for (i = -1; i <= 1; i++)
        for (j = -1; j <= 1; j++)
        {
            int k = op == OP_TIMES ? i * j
                  : op == OP_MIN ? (i < j ? i : j)
                  : op == OP_MAX ? (i > j ? i : j)
                  : (i + j > 0) - (i + j < 0);

            if (!(s >> (i + 1) & 1) || !(t >> (j + 1) & 1))
                continue;
            r |= op == OP_PLUS && i * j < 0 ? MAY_ANY : 1 << (k + 1);
        }
    return r;
}

static int
square(int s)
{
    return (s & MAY_ZERO) | (s & ~MAY_ZERO ? MAY_POSITIVE : 0);
}

static int
sign_of_number(expr_t *e)
{
    arb_t v;
    int s = MAY_ANY;

    arb_init(v);
    if (expr_evaluate(v, e, NULL, 128) == EVALUATE_OK)
        s = arb_is_positive(v) ? MAY_POSITIVE
          : arb_is_negative(v) ? MAY_NEGATIVE
          : arb_is_zero(v) ? MAY_ZERO
          : MAY_ANY;
    arb_clear(v);
    return s;
}

/* A root is taken for positive: it is real, and zero only on the boundary
   of where the expression makes sense. */
static int
sign_of_power(const facts_t *f, expr_t *e, int *budget)
{
    expr_t *x = expr_child(e, 1);
    int s = signs(f, expr_child(e, 0), budget);
    const fmpq *p;

    if (expr_kind(x) != EXPR_RATIONAL)
        return s == MAY_POSITIVE ? MAY_POSITIVE : MAY_ANY;
    p = expr_rational(x);
    if (!fmpz_is_one(fmpq_denref(p)))
        return MAY_POSITIVE;
    if (fmpz_sgn(fmpq_numref(p)) < 0)
        s &= ~MAY_ZERO;
    return fmpz_is_even(fmpq_numref(p)) ? square(s) : s;
}

static int
sign_of_function(const facts_t *f, expr_t *e, int *budget)
{
    int s = signs(f, expr_child(e, 0), budget);

    switch (expr_function(e))
    {
        case FUNCTION_EXP: case FUNCTION_COSH: case FUNCTION_H:
        case FUNCTION_PHI:
            return MAY_POSITIVE;
        case FUNCTION_MASS: case FUNCTION_PHI2: case FUNCTION_ACOS:
            return MAY_NONNEGATIVE;
        case FUNCTION_ABS:
            return square(s);
        case FUNCTION_SIGN: case FUNCTION_SINH: case FUNCTION_TANH:
        case FUNCTION_ASIN: case FUNCTION_ATAN:
            return s;
        case FUNCTION_MIN:
            return combine(OP_MIN, s, signs(f, expr_child(e, 1), budget));
        case FUNCTION_MAX:
            return combine(OP_MAX, s, signs(f, expr_child(e, 1), budget));
        default:
            return MAY_ANY;
    }
}

static int
sign_of_chain(const facts_t *f, expr_t *e, int *budget)
{
    int add = expr_kind(e) == EXPR_ADD;
    int i, s = add ? MAY_ZERO : MAY_POSITIVE;

    for (i = 0; i < expr_arity(e) && s != MAY_ANY; i++)
        s = combine(add ? OP_PLUS : OP_TIMES, s,
                    signs(f, expr_child(e, i), budget));
    return s;
}

static int
sign_of_symbol(expr_t *e)
{
    return e->sign & SIGN_GT ? MAY_POSITIVE
         : e->sign & SIGN_GE ? MAY_NONNEGATIVE
         : MAY_ANY;
}

static int
sign_of_node(const facts_t *f, expr_t *e, int *budget)
{
    switch (expr_kind(e))
    {
        case EXPR_RATIONAL:
            return 1 << (fmpq_sgn(expr_rational(e)) + 1);
        case EXPR_PI:
        case EXPR_INFINITY:
            return MAY_POSITIVE;
        case EXPR_SYMBOL:
            return sign_of_symbol(e);
        case EXPR_ADD:
        case EXPR_MUL:
            return sign_of_chain(f, e, budget);
        case EXPR_POWER:
            return sign_of_power(f, e, budget);
        case EXPR_FUNCTION:
            return sign_of_function(f, e, budget);
        case EXPR_IF:
            return signs(f, expr_child(e, 1), budget)
                | signs(f, expr_child(e, 2), budget);
        case EXPR_GAUSS:
            return signs(f, expr_child(e, 0), budget);
        default:
            return MAY_ANY;
    }
}

/* The opposite of a fact: q - rho where rho - q is one. */
static int
is_opposite(const facts_t *f, expr_t *e)
{
    int i;

    if (expr_kind(e) != EXPR_ADD)
        return 0;
    for (i = 0; i < f->n; i++)
        if (expr_arity(f->positive[i]) == expr_arity(e)
            && expr_is_zero(expr_expand(f->algebra,
                                        expr_add(f->algebra, e,
                                                 f->positive[i]), 0)))
            return 1;
    return 0;
}

static int
signs(const facts_t *f, expr_t *e, int *budget)
{
    int i, s;

    if (--*budget < 0)
        return MAY_ANY;
    for (i = 0; i < f->n; i++)
        if (f->positive[i] == e)
            return MAY_POSITIVE;
    s = sign_of_node(f, e, budget);
    if (s == MAY_ANY && is_opposite(f, e))
        s = MAY_NEGATIVE;
    if (s == MAY_ANY && expr_arity(e) != 0 && expr_is_closed(e))
        s = sign_of_number(e);
    return s;
}

int
facts_sign(const facts_t *f, expr_t *e)
{
    int budget = SIGN_BUDGET;

    return signs(f, e, &budget);
}

/* ---- order -------------------------------------------------------------- */

static int
le(const facts_t *f, expr_t *a, expr_t *b, int depth)
{
    expr_t *m;

    if (a == b || infinity_sign(a) < 0 || infinity_sign(b) > 0)
        return 1;
    if (infinity_sign(a) > 0 || infinity_sign(b) < 0 || depth == 0)
        return 0;
    if (node_is_function(a, FUNCTION_MIN) || node_is_function(b, FUNCTION_MAX))
    {
        int at_a = node_is_function(a, FUNCTION_MIN);
        expr_t *e = at_a ? a : b;
        expr_t *p = expr_child(e, 0), *q = expr_child(e, 1);

        if (at_a ? le(f, p, b, depth - 1) || le(f, q, b, depth - 1)
                 : le(f, a, p, depth - 1) || le(f, a, q, depth - 1))
            return 1;
    }
    if (node_is_function(a, FUNCTION_MAX))
        return le(f, expr_child(a, 0), b, depth - 1)
            && le(f, expr_child(a, 1), b, depth - 1);
    if (node_is_function(b, FUNCTION_MIN))
        return le(f, a, expr_child(b, 0), depth - 1)
            && le(f, a, expr_child(b, 1), depth - 1);
    if (node_is_function(b, FUNCTION_ABS))     /* a <= x or a <= -x: a <= |x| */
    {
        m = expr_child(b, 0);
        if (le(f, a, m, depth - 1)
            || le(f, a, expr_neg(f->algebra, m), depth - 1))
            return 1;
    }
    m = expr_neg(f->algebra, a);
    if (node_is_function(m, FUNCTION_ABS))     /* -|x| <= b */
    {
        m = expr_child(m, 0);
        if (le(f, m, b, depth - 1)
            || le(f, expr_neg(f->algebra, m), b, depth - 1))
            return 1;
    }
    m = expr_expand(f->algebra, expr_sub(f->algebra, b, a), 0);
    return (facts_sign(f, m) & MAY_NEGATIVE) == 0;
}

int
facts_le(const facts_t *f, expr_t *a, expr_t *b)
{
    return le(f, a, b, LE_DEPTH);
}

/* |x| for a = x, b = -x, written with the x that is not a negated one. */
static expr_t *
opposite_ends(const facts_t *f, expr_t *a, expr_t *b)
{
    if (!expr_is_zero(expr_expand(f->algebra,
                                  expr_add(f->algebra, a, b), 0)))
        return NULL;
    if (tree_size(b) < tree_size(a))
        a = b;
    return expr_apply1(f->algebra, FUNCTION_ABS, a);
}

expr_t *
facts_min(const facts_t *f, expr_t *a, expr_t *b)
{
    expr_t *e;

    if (facts_le(f, a, b))
        return a;
    if (facts_le(f, b, a))
        return b;
    e = opposite_ends(f, a, b);
    if (e != NULL)
        return expr_neg(f->algebra, e);
    return expr_call(f->algebra, FUNCTION_MIN, (expr_t *[]){ a, b }, 2);
}

expr_t *
facts_max(const facts_t *f, expr_t *a, expr_t *b)
{
    expr_t *e;

    if (facts_le(f, a, b))
        return b;
    if (facts_le(f, b, a))
        return a;
    e = opposite_ends(f, a, b);
    if (e != NULL)
        return e;
    return expr_call(f->algebra, FUNCTION_MAX, (expr_t *[]){ a, b }, 2);
}
