/* tests/t_print.c -- golden forms, and text that reads back as the same
   expression. */
#include "harness.h"

#include "../compiler/algebra/expr.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static algebra_t *a;

/* ---- a reader of the spec language's expressions ------------------------ */

static const char *at;
static struct { char name[32]; expr_t *symbol; } scope[32];
static int depth;

static expr_t *read_expression(void);
static expr_t *read_sum(void);

static int
accept(const char *token)
{
    size_t n = strlen(token);

    while (*at == ' ')
        at++;
    if (strncmp(at, token, n) != 0
        || (isalpha((unsigned char) token[0])
            && (isalnum((unsigned char) at[n]) || at[n] == '_')))
        return 0;
    at += n;
    return 1;
}

static void
need(const char *token)
{
    if (!accept(token))
    {
        printf("\n  expected '%s' before '%s'", token, at);
        CU_FAIL("text does not parse");
    }
}

static void
read_name(char *name)
{
    size_t n = 0;

    while (*at == ' ')
        at++;
    while ((isalnum((unsigned char) *at) || *at == '_') && n < 31)
        name[n++] = *at++;
    name[n] = '\0';
}

static expr_t *
read_binder(const char *kind)
{
    expr_t *symbol, *body, *lo = NULL, *hi = NULL;
    char name[32];

    need("[");
    read_name(name);
    symbol = expr_fresh(a, name);
    if (accept("in"))
    {
        lo = read_sum();
        need("..");
        hi = read_sum();
    }
    need("]");
    need("(");
    strcpy(scope[depth].name, name);
    scope[depth++].symbol = symbol;
    body = read_expression();
    depth--;
    need(")");
    return kind[0] == 'E' ? expr_gauss(a, symbol, body)
         : kind[0] == 'i' ? expr_integral(a, symbol, lo, hi, body)
         : kind[1] == 'i' ? expr_minimum(a, symbol, body)
                          : expr_maximum(a, symbol, body);
}

static expr_t *
read_named(const char *name)
{
    expr_t *arg[4], *e;
    int i, n = 0;

    if (accept("("))
    {
        do
            arg[n++] = read_expression();
        while (n < 4 && accept(","));
        need(")");
        e = expr_call_named(a, name, arg, n, NULL);
        return e != NULL ? e : expr_integer(a, -777);
    }
    for (i = depth - 1; i >= 0; i--)
        if (strcmp(scope[i].name, name) == 0)
            return scope[i].symbol;
    return strcmp(name, "pi") == 0 ? expr_pi(a)
         : strcmp(name, "inf") == 0 ? expr_infinity(a)
                                    : expr_symbol(a, name);
}

static expr_t *
read_primary(void)
{
    static const char *const binder[] = { "E[", "int[", "min[", "max[" };
    char name[32];
    expr_t *e;
    int i;

    while (*at == ' ')
        at++;
    for (i = 0; i < 4; i++)
        if (strncmp(at, binder[i], strlen(binder[i])) == 0)
        {
            at += strlen(binder[i]) - 1;
            return read_binder(binder[i]);
        }
    if (accept("("))
    {
        e = read_expression();
        need(")");
        return e;
    }
    read_name(name);
    if (name[0] == '\0')
    {
        need("an operand");
        at += strlen(at);
        return expr_integer(a, -777);
    }
    return isdigit((unsigned char) name[0]) ? expr_from_decimal(a, name)
                                            : read_named(name);
}

static expr_t *
read_unary(void)
{
    expr_t *e;

    if (accept("-"))
        return expr_neg(a, read_unary());
    e = read_primary();
    return accept("^") ? expr_pow(a, e, read_unary()) : e;
}

static expr_t *
read_product(void)
{
    expr_t *e = read_unary();

    for (;;)
        if (accept("*"))
            e = expr_mul(a, e, read_unary());
        else if (accept("/"))
            e = expr_div(a, e, read_unary());
        else
            return e;
}

static expr_t *
read_sum(void)
{
    expr_t *e = read_product();

    for (;;)
        if (accept("+"))
            e = expr_add(a, e, read_product());
        else if (accept("-"))
            e = expr_sub(a, e, read_product());
        else
            return e;
}

static expr_t *
read_comparison(void)
{
    expr_t *left = read_sum(), *right, *all[4];
    int how, n = 0;

    while (n < 4)
    {
        how = accept("<=") ? COMPARE_LE : accept("<") ? COMPARE_LT
            : accept("==") ? COMPARE_EQ : -1;
        if (how < 0)
            break;
        right = read_sum();
        all[n++] = expr_compare(a, (compare_t) how, left, right);
        left = right;
    }
    return n == 0 ? left : expr_and(a, all, n);
}

static expr_t *
read_conjunction(void)
{
    expr_t *e = accept("not") ? expr_not(a, read_conjunction())
                              : read_comparison();

    while (accept("and"))
        e = expr_and(a, (expr_t *[]){ e, accept("not")
                         ? expr_not(a, read_comparison())
                         : read_comparison() }, 2);
    return e;
}

static expr_t *
read_expression(void)
{
    expr_t *e, *c[3];

    if (accept("if"))
    {
        c[0] = read_expression();
        need("then");
        c[1] = read_expression();
        need("else");
        c[2] = read_expression();
        return expr_if(a, c[0], c[1], c[2]);
    }
    e = read_conjunction();
    while (accept("or"))
        e = expr_or(a, (expr_t *[]){ e, read_conjunction() }, 2);
    return e;
}

static expr_t *
read_text(const char *text)
{
    expr_t *e;

    at = text;
    depth = 0;
    e = read_expression();
    while (*at == ' ')
        at++;
    if (*at != '\0')
        need("the end");
    return e;
}

/* ---- golden forms ------------------------------------------------------- */

typedef void (*printer_t)(FILE *, expr_t *);

static void
expect(printer_t print, expr_t *e, const char *expected)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    print(f, e);
    fclose(f);
    if (strcmp(text, expected) != 0)
        printf("\n  got      %s\n  expected %s", text, expected);
    CU_ASSERT_STRING_EQUAL(text, expected);
    free(text);
}

static void
test_text(void)
{
    /* as written; a second string is how it is printed */
    static const char *const form[][2] = {
        { "1 - q", NULL }, { "-(1 - q)*q_hat/2", NULL },
        { "sqrt(q)", NULL }, { "1/(2*V)", NULL }, { "-x", NULL },
        { "a - b", NULL }, { "-a - b", NULL }, { "x^2", NULL },
        { "x^(-1)", "1/x" }, { "x^-2*y", "y/x^2" }, { "-x^2", NULL },
        { "(-x)^3", "-x^3" }, { "2^-1", "1/2" }, { "x^(1/3)", NULL },
        { "x^(3/2)", NULL }, { "1/sqrt(2*pi)", NULL },
        { "x/sqrt(2)", NULL }, { "3*x/4", NULL }, { "a/(b*c)", NULL },
        { "a/(b + c)", NULL }, { "(a + b)*c", "c*(a + b)" },
        { "(a + b)^2", NULL }, { "x^y", NULL }, { "x^(-y)", NULL },
        { "2^x", NULL }, { "(x/y)^z", NULL },
        { "1/cosh(x)^2", "sech(x)^2" },
        { "1/sqrt(cosh(x))", NULL }, { "tanh(x)^2", NULL },
        { "exp(-x^2/2)", NULL }, { "E[xi](log(cosh(sqrt(q_hat)*xi)))", NULL },
        { "-(1 - q)*q_hat/2 + E[xi](log(cosh(sqrt(q_hat)*xi)))", NULL },
        { "alpha*E[xi](tanh(xi)^4)", NULL },
        { "int[y in -inf .. inf](exp(-y^4))", NULL },
        { "int[y in -k .. 2*k](exp(-y^4))", NULL },
        { "min[u]((u - x)^2/2 + abs(u))", "min[u]((x - u)^2/2 + abs(u))" },
        { "max[u](u - u^4)", NULL },
        { "if -kappa <= z <= kappa then 1 else 0", NULL },
        { "1 + (if z < 0 then 1 else z)", NULL },
        { "if z < 0 or 1 < z and y < 0 then z else y", NULL },
        { "if not z == 0 then 1 else 2", "if z == 0 then 2 else 1" },
        { "Phi2(a, b, c)", NULL }, { "min(a, b)", NULL },
        { "-inf", NULL }, { "H(a)", NULL },
    };
    size_t i;

    a = algebra_new(0);
    for (i = 0; i < sizeof form / sizeof *form; i++)
        expect(expr_print, read_text(form[i][0]),
               form[i][form[i][1] != NULL]);
    algebra_free(a);
}

static void
test_names(void)
{
    expr_t *xi, *x, *y, *e;

    a = algebra_new(0);
    xi = expr_symbol(a, "xi");
    x = expr_fresh(a, "xi");
    y = expr_fresh(a, "xi");
    e = expr_log(a, expr_apply1(a, FUNCTION_COSH, expr_sum(a,
                     (expr_t *[]){ xi, x, y }, 3)));
    e = expr_gauss(a, x, expr_exp(a, expr_gauss(a, y, e)));
    expect(expr_print, e,
           "E[xi_1](exp(E[xi_2](log(cosh(xi + xi_2 + xi_1)))))");
    CU_ASSERT_PTR_EQUAL(read_text("E[s](exp(E[t](log(cosh(xi + s + t)))))"),
                        e);
    e = expr_call(a, FUNCTION_MASS, (expr_t *[]){ xi, expr_symbol(a, "b") },
                  2);
    expect(expr_print, e, "H(xi) - H(b)");
    expect(expr_print, expr_log(a, e), "log(H(xi) - H(b))");
    expect(expr_print, expr_mul(a, xi, e), "xi*(H(xi) - H(b))");
    algebra_free(a);
}

static void
test_latex(void)
{
    static const char *const form[][2] = {
        { "-(1 - q)*q_hat/2", "-\\frac{1}{2}\\,(1 - q) \\hat{q}" },
        { "1/(2*V)", "\\frac{1}{2 V}" },
        { "beta^2*(1 - q)^2/4", "\\frac{\\beta^{2}}{4}\\,(1 - q)^{2}" },
        { "(kappa - sqrt(q)*x0)/sqrt(1 - q)",
          "\\frac{\\kappa - x_{0} \\sqrt{q}}{\\sqrt{1 - q}}" },
        { "E[xi](log(cosh(sqrt(q_hat)*xi)))",
          "\\mathbb{E}_{\\xi}\\left[\\log \\cosh(\\sqrt{\\hat{q}}\\,\\xi)"
          "\\right]" },
        { "tanh(x)^2", "\\tanh^{2}(x)" }, { "exp(-x)", "e^{-x}" },
        { "H(x)^2", "\\mathrm{H}(x)^{2}" }, { "phi(x)", "\\varphi(x)" },
        { "sech(x)", "\\operatorname{sech}(x)" },
        { "if x <= 0 then 1 else y",
          "\\begin{cases} 1 & \\text{if } x \\le 0 \\\\ y & "
          "\\text{otherwise} \\end{cases}" },
        { "abs(x)", "\\left|x\\right|" },
        { "int[y in 0 .. inf](exp(-y^4))",
          "\\int_{0}^{\\infty} \\mathrm{d}y\\,e^{-y^{4}}" },
        { "2^x", "2^{x}" }, { "-3/4", "-\\frac{3}{4}" },
        { "eps_g", "\\varepsilon_{g}" }, { "alpha_c", "\\alpha_{c}" },
        { "q0_hat", "\\hat{q}_{0}" }, { "Z_out", "Z_{\\mathrm{out}}" },
        { "rate", "\\mathrm{rate}" }, { "x_1_2", "x_{1,2}" },
    };
    expr_t *f[2], *e;
    size_t i;

    a = algebra_new(0);
    for (i = 0; i < sizeof form / sizeof *form; i++)
        expect(expr_print_latex, read_text(form[i][0]), form[i][1]);
    expect(expr_print_latex, expr_symbol(a, "q[1,2]"), "q_{1,2}");
    e = expr_apply1(a, FUNCTION_FLOOR, expr_symbol(a, "y"));
    expect(expr_print_latex, expr_pow_int(a, e, 2), "y^{2}");
    f[0] = expr_symbol(a, "omega");
    f[1] = expr_symbol(a, "V");
    e = expr_apply(a, definition_new(a, "g_out", "g_{\\mathrm{out}}", f, 2,
                       expr_mul(a, f[0], f[1])),
                   (expr_t *[]){ read_text("sqrt(q)*x"),
                                 read_text("1 - q") }, 2);
    expect(expr_print_latex, expr_pow_int(a, e, 2),
           "g_{\\mathrm{out}}(x \\sqrt{q}, 1 - q)^{2}");
    expect(expr_print, expr_log(a, e), "log(g_out(x*sqrt(q), 1 - q))");
    expect(expr_print_latex, expr_log(a, e),
           "\\log g_{\\mathrm{out}}(x \\sqrt{q}, 1 - q)");
    expect(expr_print_mathml, read_text("q_hat/2"),
           "<mfrac><mrow><mover><mi>q</mi><mo>^</mo></mover></mrow><mrow>"
           "<mn>2</mn></mrow></mfrac>");
    algebra_free(a);
}

static void
test_prefix(void)
{
    static const char *const form[][2] = {
        { "-3/4", "-3/4" }, { "1/sqrt(q)", "(pow (sym q) -1/2)" },
        { "E[x](log(E[u](if kappa <= x*u then 1 else 0)))",
          "(gauss (log (gauss (if (le (sym kappa) (mul (var 0) (var 1))) "
          "1 0))))" },
        { "int[y in -inf .. b](exp(-y^4))",
          "(int (mul -1 inf) (sym b) (exp (mul -1 (pow (var 0) 4))))" },
        { "min[u](u^4 + b*u)",
          "(minimum (add (mul (sym b) (var 0)) (pow (var 0) 4)))" },
        { "if a < 0 or not b == 0 then pi else H(a)",
          "(if (or (lt (sym a) 0) (not (eq 0 (sym b)))) pi (H (sym a)))" },
    };
    size_t i;

    a = algebra_new(0);
    for (i = 0; i < sizeof form / sizeof *form; i++)
        expect(expr_print_prefix, read_text(form[i][0]), form[i][1]);
    algebra_free(a);
}

/* ---- random expressions read back --------------------------------------- */

static long
pick(long lo, long hi)
{
    return lo + (long) n_randint(rng, (ulong) (hi - lo + 1));
}

static expr_t *random_expression(int size);

static expr_t *
random_binder(int size)
{
    expr_t *e, *symbol = expr_fresh(a, n_randint(rng, 2) ? "x" : "u");

    strcpy(scope[depth].name, "");
    scope[depth++].symbol = symbol;
    e = random_expression(size - 1);
    depth--;
    switch (n_randint(rng, 4))
    {
        case 0: return expr_minimum(a, symbol, expr_add(a, e,
                                        expr_pow_int(a, symbol, 4)));
        case 1: return expr_integral(a, symbol, random_expression(0),
                                     random_expression(1), e);
        default: return expr_gauss(a, symbol, e);
    }
}

static expr_t *
random_condition(int size)
{
    expr_t *c[2];

    if (size <= 0)
        return expr_compare(a, (compare_t) n_randint(rng, 3),
                            random_expression(1), random_expression(1));
    c[0] = random_condition(size - 1);
    c[1] = random_condition(size - 2);
    return n_randint(rng, 3) == 0 ? expr_not(a, c[0])
         : n_randint(rng, 2) ? expr_and(a, c, 2) : expr_or(a, c, 2);
}

static expr_t *
random_leaf(void)
{
    static const char *const name[] = { "x", "q", "q_hat", "V", "x_1" };

    if (depth > 0 && n_randint(rng, 2))
        return scope[n_randint(rng, (ulong) depth)].symbol;
    return n_randint(rng, 3) ? expr_symbol(a, name[n_randint(rng, 5)])
         : n_randint(rng, 4) ? expr_fraction(a, pick(-9, 9), pick(1, 4))
                             : expr_pi(a);
}

static expr_t *
random_expression(int size)
{
    static const function_t function[] = {
        FUNCTION_EXP, FUNCTION_LOG, FUNCTION_ABS, FUNCTION_COSH, FUNCTION_SINH,
        FUNCTION_TANH, FUNCTION_H, FUNCTION_PHI
    };
    expr_t *p, *q;

    if (size <= 0)
        return random_leaf();
    p = random_expression(size - 1);
    q = random_expression(size - 2);
    switch (n_randint(rng, 10))
    {
        case 0: case 1: return expr_add(a, p, q);
        case 2: return expr_sub(a, p, q);
        case 3: return expr_mul(a, p, q);
        case 4: return expr_is_zero(q) ? p : expr_div(a, p, q);
        case 5:
            if (expr_kind(p) == EXPR_RATIONAL || expr_is_negated(p))
                return expr_pow_int(a, q, 2);   /* no roots of -1 */
            return expr_pow(a, p, n_randint(rng, 2)
                                ? expr_fraction(a, pick(-3, 3), 2)
                                : expr_integer(a, pick(-3, 3)));
        case 6: return random_binder(size);
        case 7: return expr_if(a, random_condition(1), p, q);
        default: return expr_apply1(a, function[n_randint(rng, 8)], p);
    }
}

static void
test_read_back(void)
{
    long i, n = trials(600), bad = 0;
    expr_t *e, *back;
    char *text;

    for (i = 0; i < n; i++)
    {
        a = algebra_new(0);
        depth = 0;
        e = random_expression(1 + (int) n_randint(rng, 5));
        text = expr_to_string(e);
        back = read_text(text);
        if (back != e && !expr_proves_zero(a, expr_sub(a, back, e)))
        {
            bad++;
            printf("\n  %s\n  ", text);
            expr_print(stdout, back);
            printf("\n  ");
            expr_print_prefix(stdout, e);
            printf("\n  ");
            expr_print_prefix(stdout, back);
        }
        free(text);
        algebra_free(a);
    }
    CU_ASSERT_EQUAL(bad, 0);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "text as a physicist writes it", test_text },
        { "names of bound variables", test_names },
        { "LaTeX and MathML", test_latex },
        { "prefix form", test_prefix },
        { "random expressions read back", test_read_back },
        { NULL, NULL }
    };

    return harness_run("print", test);
}
