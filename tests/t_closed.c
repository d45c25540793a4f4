/* tests/t_closed.c -- closed forms as papers print them. */
#include "harness.h"

#include "../compiler/algebra/expr.h"

#include <stdlib.h>
#include <string.h>

enum { SYMBOLS = 6 };

static algebra_t *a;
/* s, r > 0 and n >= 0 by assumption; b, c, k real. */
static expr_t *sym[SYMBOLS], *x;

static void
set_up(void)
{
    static const char *const name[] = { "s", "n", "b", "c", "k", "r" };
    int i;

    a = algebra_new(0);
    for (i = 0; i < SYMBOLS; i++)
        sym[i] = expr_symbol(a, name[i]);
    expr_assume(a, sym[0], 1, 1);
    expr_assume(a, sym[1], 0, 1);
    expr_assume(a, sym[5], 1, 1);
    x = expr_fresh(a, "x");
}

static void
tear_down(void)
{
    algebra_free(a);
}

static void
expect(expr_t *e, const char *text)
{
    char *s = expr_to_string(expr_close(a, e));

    if (strcmp(s, text) != 0)
        printf("\n  got      %s\n  expected %s", s, text);
    CU_ASSERT_STRING_EQUAL(s, text);
    free(s);
}

static expr_t *
indicator(expr_t *p, expr_t *q)
{
    return expr_if(a, expr_compare(a, COMPARE_LE, p, q), expr_integer(a, 1),
                   expr_integer(a, 0));
}

/* exp(-p x^2/2 + b x) */
static expr_t *
bell(expr_t *p, expr_t *b)
{
    return expr_exp(a, expr_sub(a, expr_mul(a, b, x),
               expr_product(a, (expr_t *[]){ p, x, x, expr_fraction(a, 1, 2) },
                            4)));
}

static void
test_forms(void)
{
    expr_t *s, *n, *b, *c, *k, *q, *w, *one, *line[2], *f, *density;

    set_up();
    s = sym[0];
    n = sym[1];
    b = sym[2];
    c = sym[3];
    k = sym[4];
    q = expr_symbol(a, "q");
    w = expr_symbol(a, "omega");
    one = expr_integer(a, 1);
    line[1] = expr_infinity(a);
    line[0] = expr_neg(a, line[1]);
    f = expr_add(a, expr_mul(a, expr_sqrt(a, q), w),
                 expr_mul(a, expr_sqrt(a, expr_sub(a, one, q)), x));
    expect(expr_gauss(a, x, indicator(k, f)),
           "H((k - omega*sqrt(q))/sqrt(1 - q))");
    expect(expr_gauss(a, w, expr_gauss(a, x, indicator(k, f))), "H(k)");
    f = expr_div(a, expr_sub(a, x, w), expr_sqrt(a, s));
    density = expr_div(a, expr_apply1(a, FUNCTION_PHI, f), expr_sqrt(a, s));
    expect(expr_integral(a, x, line[0], line[1],
                         expr_mul(a, density, indicator(k, x))),
           "H((k - omega)/sqrt(s))");
    expect(expr_integral(a, x, line[0], line[1], expr_mul(a, density,
               indicator(expr_apply1(a, FUNCTION_ABS, x), sym[5]))),
           "H(-(omega + r)/sqrt(s)) - H((r - omega)/sqrt(s))");
    expect(expr_integral(a, x, line[0], line[1],
                         expr_mul(a, density, bell(n, b))),
           "exp((2*b*omega + b^2*s - n*omega^2)/(2*(1 + n*s)))"
           "/sqrt(1 + n*s)");
    expect(expr_gauss(a, x, bell(n, b)),
           "exp(b^2/(2*(1 + n)))/sqrt(1 + n)");
    expect(expr_integral(a, x, line[0], line[1], bell(s, b)),
           "sqrt(2*pi)*exp(b^2/(2*s))/sqrt(s)");
    expect(expr_gauss(a, x, expr_exp(a, expr_mul(a, b, x))), "exp(b^2/2)");
    f = expr_add(a, c, expr_mul(a, b, x));
    expect(expr_gauss(a, x, expr_apply1(a, FUNCTION_H, f)),
           "H(c/sqrt(1 + b^2))");
    expect(expr_gauss(a, x, expr_apply1(a, FUNCTION_PHI, f)),
           "phi(c/sqrt(1 + b^2))/sqrt(1 + b^2)");
    f = expr_add(a, c, expr_mul(a, s, x));
    expect(expr_gauss(a, x, expr_pow_int(a, expr_call(a, FUNCTION_MAX,
               (expr_t *[]){ f, expr_integer(a, 0) }, 2), 2)),
           "c*s*phi(c/s) + (c^2 + s^2)*H(-c/s)");
    expect(expr_gauss(a, x, expr_mul(a, expr_pow_int(a, x, 4),
                                     indicator(c, x))),
           "(3*c + c^3)*phi(c) + 3*H(c)");
    tear_down();
}

/* What must stay: divergent, or of a sign that is not known. */
static void
test_left_alone(void)
{
    expr_t *s, *n, *b, *one, *line[2], *e[8];
    int i;

    set_up();
    s = sym[0];
    n = sym[1];
    b = sym[2];
    one = expr_integer(a, 1);
    line[1] = expr_infinity(a);
    line[0] = expr_neg(a, line[1]);
    e[0] = expr_gauss(a, x, bell(expr_neg(a, one), b));
    e[1] = expr_gauss(a, x, bell(b, one));
    e[2] = expr_integral(a, x, line[0], line[1], bell(expr_neg(a, s), b));
    e[3] = expr_integral(a, x, one, line[1], bell(n, b));
    e[4] = expr_integral(a, x, line[0], line[1], expr_mul(a, x, x));
    e[5] = expr_integral(a, x, one, line[1], expr_exp(a, expr_mul(a, s, x)));
    e[6] = expr_gauss(a, x, expr_log(a, expr_apply1(a, FUNCTION_COSH, x)));
    e[7] = expr_gauss(a, x, indicator(one, expr_mul(a, b, x)));
    for (i = 0; i < 8; i++)
        CU_ASSERT_PTR_EQUAL(expr_close(a, e[i]), e[i]);
    /* what can be closed beside it is */
    e[0] = expr_gauss(a, x, expr_add(a, expr_mul(a, x, x),
               expr_log(a, expr_apply1(a, FUNCTION_COSH, x))));
    CU_ASSERT_PTR_EQUAL(expr_close(a, e[0]), expr_add(a, one, e[6]));
    tear_down();
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "closed forms read as in papers", test_forms },
        { "divergent and undecided integrals stay", test_left_alone },
        { NULL, NULL }
    };

    return harness_run("closed forms", test);
}
