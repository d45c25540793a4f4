/* tests/t_verify_contract.c -- the contract of the checker's evaluator on random
 * expressions: its balls contain values and difference quotients that plain doubles
 * and plain quadrature find at points of the input balls. */
#include "harness.h"
#include "loose.h"

#include "../runtime/verify/integrals/evaluate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PRECISION = 64, N_CASES = 70 };

static long n_known, n_unknown, n_values, n_slopes;

/* ---- random expressions --------------------------------------------------- */

/* Not whole, so that no two values are equal by chance. */
static loose_t *
number(void)
{
    long p = (long) n_randint(rng, 41) - 20;

    return loose_number(p % 7 == 0 ? p + 1 : p, 7);
}

static loose_t *
positive(void)
{
    return loose_number(1 + 7 * (long) n_randint(rng, 3)
                            + (long) n_randint(rng, 6), 7);
}

static loose_t *expression(int budget, int depth, int roots);

/* sqrt(a) times the innermost variable */
static loose_t *
rooted(void)
{
    return loose_of(N_MUL, loose_of(N_POW, loose_index(N_SYMBOL, 0),
                                    loose_number(1, 2), NULL),
                    loose_index(N_VAR, 0), NULL);
}

/* A parameter, a variable, or its product with sqrt(a) where `roots` says so. */
static loose_t *
leaf(int depth, int roots)
{
    int index;

    if (depth == 0 || n_randint(rng, 3) == 0)
        return n_randint(rng, 3) == 0 ? number()
                                      : loose_index(N_SYMBOL,
                                                    (int) n_randint(rng, 2));
    index = (int) n_randint(rng, (ulong) depth);
    return index == 0 && roots ? rooted() : loose_index(N_VAR, index);
}

/* 1/3 + x^2, or an exponential of something that stays small */
static loose_t *
above_zero(int budget, int depth, int roots)
{
    loose_t *x = expression(budget, depth, roots);

    if (n_randint(rng, 2) == 0)
        return loose_of(N_EXP, loose_of(N_TANH, x, NULL, NULL), NULL, NULL);
    return loose_of(N_ADD, positive(),
                    loose_of(N_POW, x, loose_number(2, 1), NULL), NULL);
}

/* (x - c)^2/2 + r l(x), x the innermost variable, for one of four losses */
static loose_t *
energy(int depth)
{
    loose_t *x = loose_index(N_VAR, 0), *c = loose_index(N_SYMBOL, 1);
    loose_t *minus = loose_of(N_MUL, loose_number(-1, 1), x, NULL), *loss;
    loose_t *two = loose_number(2, 1);

    if (depth > 1 && n_randint(rng, 4) > 0)
        c = loose_of(N_ADD, c, loose_index(N_VAR, 1), NULL);
    c = loose_of(N_ADD, c, minus, NULL);
    loss = loose_of(N_LOG, loose_of(N_ADD, loose_number(1, 1),
                    loose_of(N_EXP, minus, NULL, NULL), NULL), NULL, NULL);
    switch (n_randint(rng, 4))
    {
        case 0:
            loss = loose_of(N_ABS, x, NULL, NULL);
            break;
        case 1:
            loss = loose_of(N_MAX, number(), minus, NULL);
            break;
        case 2:
            loss = loose_of(N_POW, x, two, NULL);
            break;
        default:
            break;
    }
    c = loose_of(N_MUL, loose_number(1, 2), loose_of(N_POW, c, two, NULL),
                 NULL);
    return loose_of(N_ADD, c, loose_of(N_MUL, n_randint(rng, 2)
                                                  ? loose_index(N_SYMBOL, 0)
                                                  : positive(), loss, NULL),
                    NULL);
}

static loose_t *
binder(int budget, int depth, int roots)
{
    static const op_t smooth[] = { N_H, N_H, N_TANH, N_SIN, N_COS, N_ATAN };
    loose_t *lo;

    switch (n_randint(rng, 6))
    {
        case 0:
            lo = leaf(n_randint(rng, 3) == 0 ? depth : 0, roots);
            return loose_of(N_INT, lo, loose_of(N_ADD, lo, positive(), NULL),
                            expression(budget, depth + 1, 0));
        case 1:
            if (depth < 2)
                return loose_of(N_MINIMUM, energy(depth + 1), NULL, NULL);
            return leaf(depth, roots);
        case 2:         /* E f(c u + b), c a number or sqrt(a) */
            lo = n_randint(rng, 2) ? loose_of(N_MUL, number(),
                                              loose_index(N_VAR, 0), NULL)
                                   : rooted();
            lo = loose_of(N_ADD, lo, leaf(0, 0), NULL);
            return loose_of(N_GAUSS, loose_of(smooth[n_randint(rng, 6)], lo,
                                              NULL, NULL), NULL, NULL);
        default:
            return loose_of(N_GAUSS, expression(budget, depth + 1,
                                                n_randint(rng, 3) == 0),
                            NULL, NULL);
    }
}

static loose_t *
expression(int budget, int depth, int roots)
{
    static const op_t plain[] = { N_TANH, N_SIN, N_COS, N_ATAN, N_H, N_PHI,
                                  N_ABS, N_SIGN, N_H, N_ABS };
    static const op_t pair[] = { N_ADD, N_MUL, N_ADD, N_MUL, N_MIN, N_MAX,
                                 N_LT, N_LE };
    loose_t *x, *y;
    op_t op;

    if (budget <= 0)
        return leaf(depth, roots);
    if (depth < 2 && n_randint(rng, 4) == 0)
        return binder(budget - 1, depth, roots);
    switch (n_randint(rng, 8))
    {
        case 0:
            return loose_of(N_LOG, above_zero(budget - 2, depth, roots), NULL,
                            NULL);
        case 1:
            return loose_of(N_POW, above_zero(budget - 2, depth, roots),
                            loose_number((long) n_randint(rng, 5) - 3, 2),
                            NULL);
        case 2:
            x = expression(budget - 2, depth, roots);
            return loose_of(N_MASS, x, loose_of(N_ADD, x,
                     above_zero(budget - 3, depth, roots), NULL), NULL);
        case 3:
        case 4:
            op = plain[n_randint(rng, 10)];
            return loose_of(op, expression(budget - 1, depth, roots), NULL,
                            NULL);
        default:
            op = pair[n_randint(rng, 8)];
            x = expression(budget - 1, depth, roots);
            y = expression(budget - 1, depth, roots);
            if (op < N_LT || op > N_LE)
                return loose_of(op, x, y, NULL);
            return loose_of(N_IF, loose_of(op, x, y, NULL),
                            expression(budget - 2, depth, roots),
                            expression(budget - 2, depth, roots));
    }
}

/* ---- the contract --------------------------------------------------------- */

/* x lies in the ball, but for the error of plain doubles. */
static int
contains(const arb_t ball, double x, double error)
{
    arb_t t;
    int good;

    arb_init(t);
    arb_set_d(t, x);
    mag_set_d(arb_radref(t), error);
    good = arb_overlaps(ball, t);
    arb_clear(t);
    return good;
}

/* Both derivatives in one variable as quotients over steps h and h/2; not finite
   where these differ, near a kink. */
static void
quotients(double q[2], const loose_t *x, const double *at, int l, double f,
          double tolerance)
{
    double lo, hi, d[2][2], step[2] = { at[0], at[1] }, h = 0.01;
    int i;

    for (i = 0; i < 2; i++, h /= 2)
    {
        step[l] = at[l] + h;
        hi = loose_value(x, step);
        step[l] = at[l] - h;
        lo = loose_value(x, step);
        d[i][0] = (hi - lo) / (2 * h);
        d[i][1] = (hi - 2 * f + lo) / (h * h);
    }
    for (i = 0; i < 2; i++)
        q[i] = fabs(d[0][i] - d[1][i]) < tolerance
                   ? (4 * d[1][i] - d[0][i]) / 3 : NAN;
}

/* Value, slopes and second derivatives at a point of the balls. */
static void
check_point(const evaluator_t *e, acb_srcptr jet, const loose_t *x,
            const double *at, const char *text)
{
    double f = loose_value(x, at), scale = 1 + fabs(f), q[2];
    int l, order, good;
    arb_t t;

    if (!isfinite(f))
        return;
    arb_init(t);
    n_values++;
    evaluated(t, e, jet, NOTHING, NOTHING, NOTHING);
    good = contains(t, f, 1e-7 * scale);
    for (l = 0; l < 2; l++)
    {
        quotients(q, x, at, l, f, 2e-3 * scale);
        for (order = 0; order < 2; order++)
        {
            if (!isfinite(q[order]))
                continue;
            n_slopes++;
            evaluated(t, e, jet, l, order ? l : NOTHING, NOTHING);
            good = good && contains(t, q[order], 2e-3 * scale);
        }
    }
    if (!good)
        printf("\n    at %.17g %.17g: %s", at[0], at[1], text);
    CU_ASSERT(good);
    arb_clear(t);
}

/* In balls about a place; `half`: see evaluator_new. */
static void
check_expression(const loose_t *x, const double *mid, const double *rad,
                 int half)
{
    static char text[4000];
    double at[2];
    tree_t tree;
    arb_t ball;
    acb_srcptr jet;
    evaluator_t *e;
    node_t *node;
    int i;

    if (!loose_print(text, sizeof text, x))
        return;
    tree_init(&tree);
    node = tree_parse(&tree, text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(node);
    e = evaluator_new(&tree, 2, 2, half, PRECISION, evaluator_clock() + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(e);
    arb_init(ball);
    for (i = 0; i < 2; i++)
    {
        arb_set_d(ball, mid[i]);
        mag_set_d(arb_radref(ball), rad[i]);
        evaluator_name(e, tree_symbol(&tree, i == 0 ? "a" : "b"), ball, i);
        at[i] = mid[i]
                + rad[i] * ((double) n_randint(rng, 1501) / 1000 - 0.5);
    }
    jet = evaluate(e, node);
    *(jet != NULL ? &n_known : &n_unknown) += 1;
    if (jet != NULL)
        check_point(e, jet, x, at, text);
    else
        CU_ASSERT_PTR_NOT_NULL(evaluator_why(e));
    arb_clear(ball);
    evaluator_free(e);
    tree_clear(&tree);
}

/* Balls about a random place; many of them as good as points. */
static void
test_random(void)
{
    static const double radii[] = { 0, 0, 1e-9, 1e-4, 0.03, 0.2 };
    double mid[2], rad[2];
    long i, n = trials(N_CASES);
    loose_t *x;
    int k, half;

    n_known = n_unknown = 0;
    for (i = 0; i < n; i++)
    {
        loose_forget();
        x = expression(2 + (int) n_randint(rng, 4), 0, 0);
        if (n_randint(rng, 2))
            x = binder(1 + (int) n_randint(rng, 4), 0, 0);
        half = n_randint(rng, 3) == 0;
        rad[0] = rad[1] = radii[n_randint(rng, 6)];
        for (k = 0; k < 2; k++)
            mid[k] = 0.25 + (double) n_randint(rng, 1 << 20) / (1 << 20);
        if (half)                       /* a variance from 0 on */
            rad[0] = mid[0] = mid[0] / 8;
        check_expression(x, mid, rad, half);
    }
    CU_ASSERT(2 * n_known > n);
    printf(" [%ld values and %ld derivatives of %ld; %ld not known]",
           n_values, n_slopes, n_known, n_unknown);
}

/* A root coefficient that is not known leaves those after it unknown. */
static void
test_lost_coefficients(void)
{
    static const double mid[] = { 0.05, 1 }, rad[] = { 0.05, 0 };
    int i;

    for (i = 0; i < 4; i++)
    {
        loose_forget();
        check_expression(loose_of(N_GAUSS,
                             loose_of(N_ATAN,
                                 loose_of(N_ADD, rooted(), loose_number(1, 7),
                                          NULL), NULL, NULL), NULL, NULL),
                         mid, rad, 1);
    }
}

/* A value that was known before stays, though an average of fewer variables makes its
   node have another one in the meantime. */
static void
test_values_stay(void)
{
    static const double at[] = { 0.5, 0.25 };
    loose_t *root, *e;
    char text[200];
    evaluator_t *w;
    acb_srcptr jet;
    node_t *x, *y;
    tree_t tree;
    arb_t ball;
    int i;

    loose_forget();
    root = loose_of(N_POW, loose_index(N_SYMBOL, 0), loose_number(1, 2), NULL);
    e = loose_of(N_MUL, root,
                 loose_of(N_GAUSS, loose_of(N_TANH, loose_of(N_ADD, root,
                     loose_index(N_VAR, 0), NULL), NULL, NULL), NULL, NULL),
                 NULL);
    arb_init(ball);
    tree_init(&tree);
    loose_print(text, sizeof text, root);
    x = tree_parse(&tree, text);
    loose_print(text, sizeof text, e);
    y = tree_parse(&tree, text);
    w = evaluator_new(&tree, 2, 2, 0, PRECISION, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(w);
    for (i = 0; i < 2; i++)
    {
        arb_set_d(ball, at[i]);
        evaluator_name(w, tree_symbol(&tree, i == 0 ? "a" : "b"), ball, i);
    }
    CU_ASSERT_PTR_NOT_NULL(evaluate(w, x));
    jet = evaluate(w, y);
    CU_ASSERT_PTR_NOT_NULL_FATAL(jet);
    check_point(w, jet, e, at, text);
    evaluator_free(w);
    tree_clear(&tree);
    arb_clear(ball);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "random expressions", test_random },
        { "coefficients that are not known", test_lost_coefficients },
        { "values stay", test_values_stay },
        { NULL, NULL },
    };

    return harness_run("verify contract", tests);
}
