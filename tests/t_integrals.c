/* tests/t_integrals.c -- closed integrals against quadrature. */
#include "harness.h"

#include "../compiler/algebra/evaluate.h"
#include "../compiler/algebra/expr.h"

#include <arb_hypgeom.h>
#include <stdlib.h>
#include <string.h>

enum { PREC = 192, NODES = 40, CUT = 26, BREAKS = 24, SYMBOLS = 6 };

static algebra_t *a;
/* s > 0 and n >= 0 by assumption; b, c, k real. */
static expr_t *sym[SYMBOLS], *x;
static const char *const sym_name[] = { "s", "n", "b", "c", "k", "r" };
static arb_ptr value;           /* of sym, then of x                      */
static arb_ptr node, weight;

/* ---- building blocks ---------------------------------------------------- */

static void
set_up(void)
{
    int i;

    a = algebra_new(0);
    for (i = 0; i < SYMBOLS; i++)
        sym[i] = expr_symbol(a, sym_name[i]);
    expr_assume(a, sym[0], 1, 1);
    expr_assume(a, sym[1], 0, 1);
    expr_assume(a, sym[5], 1, 1);
    x = expr_fresh(a, "x");
    value = _arb_vec_init(SYMBOLS + 1);
    node = _arb_vec_init(NODES);
    weight = _arb_vec_init(NODES);
    for (i = 0; i < NODES; i++)
        arb_hypgeom_legendre_p_ui_root(node + i, weight + i, NODES,
                                       (ulong) i, PREC);
}

static void
tear_down(void)
{
    _arb_vec_clear(weight, NODES);
    _arb_vec_clear(node, NODES);
    _arb_vec_clear(value, SYMBOLS + 1);
    algebra_free(a);
}

static long
pick(long lo, long hi)
{
    return lo + (long) n_randint(rng, (ulong) (hi - lo + 1));
}

static void
random_values(void)
{
    static const long lo[SYMBOLS] = { 40, 0, -150, -150, -200, 60 };
    static const long hi[SYMBOLS] = { 160, 150, 150, 150, 200, 120 };
    int i;

    for (i = 0; i < SYMBOLS; i++)
    {
        arb_set_si(value + i, pick(lo[i], hi[i]));
        arb_div_ui(value + i, value + i, 101, PREC);
    }
}

static evaluate_status_t
evaluate(arb_t v, expr_t *e, arb_srcptr at)
{
    expr_t *all[SYMBOLS + 1];
    environment_t env = { SYMBOLS + 1, all, value };

    memcpy(all, sym, sizeof sym);
    all[SYMBOLS] = x;
    if (at != NULL)
        arb_set(value + SYMBOLS, at);
    return expr_evaluate(v, e, &env, PREC);
}

/* ---- reference quadrature ----------------------------------------------- */

typedef struct
{
    int n;
    double at[BREAKS + 2];
    arb_ptr end;
} breaks_t;

/* The zero of an affine d(x), by its values at 0 and 1. */
static void
add_break(breaks_t *b, expr_t *d)
{
    arb_t p, q;

    arb_init(p);
    arb_init(q);
    arb_one(q);
    if (b->n < BREAKS && evaluate(q, d, q) == EVALUATE_OK
        && evaluate(p, d, p) == EVALUATE_OK)
    {
        arb_sub(q, p, q, PREC);
        arb_div(q, p, q, PREC);
        if (arb_is_finite(q))
            arb_set(b->end + b->n++, q);
    }
    arb_clear(q);
    arb_clear(p);
}

/* Kinks of the integrand; the generator makes only affine ones. */
static void
find_breaks(breaks_t *b, expr_t *e)
{
    int i;

    if (expr_kind(e) == EXPR_COMPARE)
        add_break(b, expr_sub(a, expr_child(e, 0), expr_child(e, 1)));
    if (expr_kind(e) == EXPR_FUNCTION
        && (expr_function(e) == FUNCTION_ABS
            || expr_function(e) == FUNCTION_SIGN))
        add_break(b, expr_child(e, 0));
    if (expr_kind(e) == EXPR_FUNCTION
        && (expr_function(e) == FUNCTION_MIN
            || expr_function(e) == FUNCTION_MAX))
        add_break(b, expr_sub(a, expr_child(e, 0), expr_child(e, 1)));
    for (i = 0; i < expr_arity(e); i++)
        find_breaks(b, expr_child(e, i));
}

static int
by_midpoint(const void *p, const void *q)
{
    return arf_cmp(arb_midref((arb_srcptr) p), arb_midref((arb_srcptr) q));
}

/* Gauss-Legendre on one panel. */
static int
panel(arb_t sum, expr_t *body, const arb_t lo, const arb_t hi)
{
    arb_t half, mid, t, v;
    int i, ok = 1;

    arb_init(half);
    arb_init(mid);
    arb_init(t);
    arb_init(v);
    arb_sub(half, hi, lo, PREC);
    arb_mul_2exp_si(half, half, -1);
    arb_add(mid, lo, hi, PREC);
    arb_mul_2exp_si(mid, mid, -1);
    for (i = 0; i < NODES && ok && !arb_is_zero(half); i++)
    {
        arb_mul(t, half, node + i, PREC);
        arb_add(t, t, mid, PREC);
        ok = evaluate(v, body, t) == EVALUATE_OK;
        arb_mul(v, v, weight + i, PREC);
        arb_addmul(sum, v, half, PREC);
    }
    arb_clear(v);
    arb_clear(t);
    arb_clear(mid);
    arb_clear(half);
    return ok;
}

/* int from lo to hi, infinite ends cut; either order of the ends. */
static int
reference(arb_t sum, expr_t *body, expr_t *lo, expr_t *hi)
{
    breaks_t b = { .n = 0 };
    arb_t p, q, t;
    int i, swapped, ok = 1;

    b.end = _arb_vec_init(BREAKS + 2 * CUT + 2);
    arb_init(p);
    arb_init(q);
    arb_init(t);
    if (lo == NULL || evaluate(p, lo, NULL) != EVALUATE_OK
        || !arb_is_finite(p))
        arb_set_si(p, -CUT);
    if (hi == NULL || evaluate(q, hi, NULL) != EVALUATE_OK
        || !arb_is_finite(q))
        arb_set_si(q, CUT);
    swapped = arb_gt(p, q);
    if (swapped)
        arb_swap(p, q);
    find_breaks(&b, body);
    for (i = -CUT; i <= CUT; i += 2)
        arb_set_si(b.end + b.n++, i);
    qsort(b.end, (size_t) b.n, sizeof *b.end, by_midpoint);
    arb_zero(sum);
    arb_set(t, p);
    for (i = 0; i <= b.n && ok; i++)
    {
        arb_srcptr end = i < b.n ? b.end + i : q;

        if (arb_gt(end, q))
            end = q;
        if (arb_gt(end, t))
        {
            ok = panel(sum, body, t, end);
            arb_set(t, end);
        }
    }
    if (swapped)
        arb_neg(sum, sum);
    arb_clear(t);
    arb_clear(q);
    arb_clear(p);
    _arb_vec_clear(b.end, BREAKS + 2 * CUT + 2);
    return ok;
}

/* ---- random integrands -------------------------------------------------- */

static expr_t *
random_number(void)
{
    return expr_fraction(a, pick(-12, 12), pick(1, 5));
}

static expr_t *
random_constant(void)
{
    return n_randint(rng, 2) ? random_number()
                             : expr_mul(a, expr_fraction(a, pick(-3, 3), 2),
                                        sym[n_randint(rng, 5)]);
}

/* Slope: a number, s, -s, sqrt(r), or (unless it must have a sign) b. */
static expr_t *
random_slope(int signed_only)
{
    switch (n_randint(rng, signed_only ? 4 : 5))
    {
        case 0: return expr_fraction(a, pick(0, 1) ? 1 : -1, pick(1, 2));
        case 1: return sym[0];
        case 2: return expr_neg(a, sym[0]);
        case 3: return expr_sqrt(a, sym[5]);
        default: return sym[2];
    }
}

static expr_t *
random_affine(int signed_only)
{
    return expr_add(a, random_constant(),
                    expr_mul(a, random_slope(signed_only), x));
}

static expr_t *
random_polynomial(int degree)
{
    expr_t *p = expr_integer(a, 0);

    for (; degree >= 0; degree--)
        p = expr_add(a, expr_mul(a, p, x), random_constant());
    return p;
}

static expr_t *
random_condition(int depth)
{
    expr_t *c[2];

    if (depth == 0)
        return expr_compare(a, (compare_t) n_randint(rng, 2),
                            random_affine(1), random_constant());
    c[0] = random_condition(depth - 1);
    c[1] = random_condition(n_randint(rng, 2) ? depth - 1 : 0);
    switch (n_randint(rng, 3))
    {
        case 0: return expr_and(a, c, 2);
        case 1: return expr_or(a, c, 2);
        default: return expr_not(a, c[0]);
    }
}

static expr_t *
random_kink(void)
{
    expr_t *p[2] = { random_affine(1), random_constant() };

    switch (n_randint(rng, 7))
    {
        case 0: return expr_apply1(a, FUNCTION_ABS, p[0]);
        case 1: return expr_apply1(a, FUNCTION_SIGN, p[0]);
        case 2: return expr_call(a, FUNCTION_MIN, p, 2);
        case 3: return expr_call(a, FUNCTION_MAX, p, 2);
        case 4: return expr_pow_int(a, expr_call(a, FUNCTION_MAX, p, 2), 2);
        default:
            return expr_if(a, random_condition((int) n_randint(rng, 3)),
                           random_polynomial(1), random_constant());
    }
}

/* -p x^2/2 + b x + c with p among 1/2, 1, s, 1 + n, s + n, 1/r */
static expr_t *
random_gaussian(void)
{
    expr_t *one = expr_integer(a, 1), *p;

    switch (n_randint(rng, 6))
    {
        case 0: p = expr_fraction(a, 1, 2); break;
        case 1: p = one; break;
        case 2: p = sym[0]; break;
        case 3: p = expr_add(a, one, sym[1]); break;
        case 4: p = expr_add(a, sym[0], sym[1]); break;
        default: p = expr_pow_int(a, sym[5], -1); break;
    }
    p = expr_product(a, (expr_t *[]){ expr_fraction(a, -1, 2), p, x, x }, 4);
    return expr_exp(a, expr_add(a, p, random_affine(0)));
}

static expr_t *
random_smooth(void)
{
    switch (n_randint(rng, 5))
    {
        case 0: return random_polynomial((int) n_randint(rng, 4));
        case 1: return expr_exp(a, random_affine(0));
        case 2: return expr_apply1(a, FUNCTION_PHI, random_affine(0));
        case 3: return expr_pow_int(a, expr_apply1(a, FUNCTION_COSH,
                                       random_affine(0)), pick(1, 2));
        default: return expr_integer(a, 1);
    }
}

/* ---- closed integrals --------------------------------------------------- */

static int
has_binder(expr_t *e)
{
    int i;

    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL)
        return 1;
    for (i = 0; i < expr_arity(e); i++)
        if (has_binder(expr_child(e, i)))
            return 1;
    return 0;
}

/* |p - q| <= 1e-30 (1 + |q|) */
static int
close_enough(const arb_t p, const arb_t q)
{
    arb_t d, t;
    int ok;

    arb_init(d);
    arb_init(t);
    arb_sub(d, p, q, PREC);
    arb_abs(d, d);
    arb_abs(t, q);
    arb_add_ui(t, t, 1, PREC);
    arb_mul_2exp_si(t, t, -100);
    ok = arb_is_finite(d) && arb_lt(d, t);
    arb_clear(t);
    arb_clear(d);
    return ok;
}

static void
complain(const char *what, expr_t *e, expr_t *closed, arb_srcptr p,
         arb_srcptr q)
{
    int i;

    printf("\n%s: ", what);
    expr_print(stdout, e);
    printf("\n  closed ");
    expr_print(stdout, closed);
    for (i = 0; i < SYMBOLS; i++)
    {
        printf("\n  %s = ", sym_name[i]);
        arb_printn(value + i, 20, 0);
    }
    printf("\n  ");
    arb_printn(p, 40, 0);
    printf("\n  ");
    arb_printn(q, 40, 0);
    printf("\n");
}

/* Closes the integral of body (against the weight that the integrand already
   holds in `full`) and compares at random values. */
static int
check_closed(const char *what, expr_t *e, expr_t *full, expr_t *lo,
             expr_t *hi)
{
    expr_t *closed = expr_close(a, e);
    arb_t p, q;
    int i, ok = 1;

    if (has_binder(closed))
        return -1;
    arb_init(p);
    arb_init(q);
    for (i = 0; i < 2 && ok; i++)
    {
        random_values();
        if (!reference(q, full, lo, hi))
            continue;
        ok = evaluate(p, closed, NULL) == EVALUATE_OK && close_enough(p, q);
        if (!ok)
            complain(what, e, closed, p, q);
    }
    arb_clear(q);
    arb_clear(p);
    return ok;
}

static void
tally(const char *what, const int *count, int least_percent)
{
    int all = count[0] + count[1] + count[2];

    printf(" [%s: %d closed, %d left, %d wrong]", what, count[2], count[0],
           count[1]);
    CU_ASSERT_EQUAL(count[1], 0);
    CU_ASSERT(count[2] * 100 >= all * least_percent);
}

static void
test_gauss(void)
{
    int count[3] = { 0, 0, 0 };
    long i, n = trials(60);

    set_up();
    for (i = 0; i < n; i++)
    {
        expr_t *body = expr_mul(a, random_smooth(), random_polynomial(2));

        if (n_randint(rng, 3) != 0)
            body = expr_mul(a, body, random_kink());
        if (n_randint(rng, 3) == 0)
            body = expr_mul(a, body, random_gaussian());
        if (n_randint(rng, 3) == 0)
            body = expr_add(a, body, random_kink());
        count[1 + check_closed("E", expr_gauss(a, x, body),
                  expr_mul(a, body, expr_apply1(a, FUNCTION_PHI, x)),
                  NULL, NULL)]++;
    }
    tear_down();
    tally("E", count, 90);
}

static void
test_lebesgue(void)
{
    int count[3] = { 0, 0, 0 };
    long i, n = trials(60);

    set_up();
    for (i = 0; i < n; i++)
    {
        expr_t *body = expr_mul(a, random_gaussian(), random_polynomial(2));
        expr_t *inf = expr_infinity(a), *lo, *hi;

        lo = n_randint(rng, 2) ? expr_neg(a, inf) : random_constant();
        hi = n_randint(rng, 2) ? inf : random_constant();
        if (n_randint(rng, 2))
            body = expr_mul(a, body, random_kink());
        count[1 + check_closed("int", expr_integral(a, x, lo, hi, body), body,
                               lo, hi)]++;
    }
    tear_down();
    tally("int", count, 90);
}

/* Without a square: exponentials and polynomials between finite ends. */
static void
test_finite(void)
{
    int count[3] = { 0, 0, 0 };
    long i, n = trials(40);

    set_up();
    for (i = 0; i < n; i++)
    {
        expr_t *body = random_polynomial(3), *lo, *hi;

        if (n_randint(rng, 2))
            body = expr_mul(a, body, expr_exp(a, random_affine(1)));
        if (n_randint(rng, 2))
            body = expr_mul(a, body, random_kink());
        lo = random_constant();
        hi = random_constant();
        count[1 + check_closed("int", expr_integral(a, x, lo, hi, body), body,
                               lo, hi)]++;
    }
    tear_down();
    tally("finite", count, 90);
}

static void
test_tails(void)
{
    int count[3] = { 0, 0, 0 };
    long i, n = trials(25);

    set_up();
    for (i = 0; i < n; i++)
    {
        expr_t *h[2] = { random_affine(0), random_affine(0) }, *body;

        body = n_randint(rng, 3) != 0
            ? expr_apply1(a, FUNCTION_H, h[0])
            : expr_sub(a, expr_apply1(a, FUNCTION_H, h[0]),
                       expr_apply1(a, FUNCTION_H, h[1]));
        body = expr_mul(a, body, random_polynomial((int) n_randint(rng, 4)));
        if (n_randint(rng, 2))
            body = expr_mul(a, body, n_randint(rng, 2) ? random_gaussian()
                                     : expr_exp(a, random_affine(0)));
        count[1 + check_closed("H", expr_gauss(a, x, body),
                  expr_mul(a, body, expr_apply1(a, FUNCTION_PHI, x)),
                  NULL, NULL)]++;
    }
    tear_down();
    tally("H", count, 95);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "means over N(0,1) against quadrature", test_gauss },
        { "integrals over a line against quadrature", test_lebesgue },
        { "integrals without a square against quadrature", test_finite },
        { "means of H against quadrature", test_tails },
        { NULL, NULL }
    };

    return harness_run("integrals", test);
}
