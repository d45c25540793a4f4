/* tests/algebra_calculus.c -- binders, derivatives and definitions. */
#include "algebra_cases.h"

#include "algebra_short.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define E(z, body) expr_gauss(a, z, body)
#define DIFF(e, x) expr_diff(a, e, x)

void
case_binders(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *z = expr_fresh(a, "z");
    expr_t *u = expr_fresh(a, "u"), *inf = expr_infinity(a), *e;

    e = E(z, F(TANH, MUL(x, z)));
    SAME(e, E(u, F(TANH, MUL(x, u))));
    CU_ASSERT_STRING_EQUAL(expr_binder_hint(e), "z");
    SAME(expr_open(a, e, y), F(TANH, MUL(x, y)));
    SAME(E(z, MUL(x, F(EXP, MUL(y, z)))), MUL(x, E(z, F(EXP, MUL(y, z)))));
    SAME(E(z, ADD(x, F(EXP, z))), ADD(x, E(z, F(EXP, z))));
    SAME(E(z, x), x);
    SAME(E(z, z), N(0));
    SAME(E(z, MUL(x, POW(z, 4))), MUL(N(3), x));
    /* two levels: the inner average is constant for the outer variable */
    SAME(E(u, E(z, MUL(F(EXP, z), F(COS, u)))),
         MUL(E(z, F(EXP, z)), E(z, F(COS, z))));
    e = E(u, E(z, F(COS, MUL(z, u, x))));
    SAME(e, E(z, E(u, F(COS, MUL(u, z, x)))));
    /* no capture: the value is another free symbol called z */
    SAME(expr_substitute(a, E(z, F(COS, MUL(x, z))), &x, &z, 1),
         E(u, F(COS, MUL(z, u))));
    CU_ASSERT(expr_contains(e, x) && !expr_contains(e, z));
    CU_ASSERT(!expr_is_closed(e) && expr_is_closed(E(z, F(EXP, z))));
    SAME(expr_integral(a, z, x, x, F(EXP, z)), N(0));
    SAME(expr_integral(a, z, x, y, N(3)), MUL(N(3), SUB(y, x)));
    CU_ASSERT(expr_kind(expr_integral(a, z, NEG(inf), inf, F(PHI, z)))
              == EXPR_INTEGRAL);
    SAME(expr_minimum(a, z, ADD(x, MUL(N(-2), POW(z, 2)))),
         SUB(x, MUL(N(2), expr_maximum(a, u, POW(u, 2)))));
    CU_ASSERT(expr_kind(expr_bind_raw(a, EXPR_GAUSS, z, NULL, NULL,
                                      ADD(x, z))) == EXPR_GAUSS);
    CU_ASSERT(expr_symbol(a, "z") != z && expr_symbol(a, "z") == S("z"));
    algebra_free(a);
}

void
case_polynomial(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *c[6], *e;

    e = ADD(MUL(POW(ADD(x, y), 2), SUB(x, N(1))), MUL(x, F(EXP, y)));
    CU_ASSERT_EQUAL(expr_polynomial(a, e, x, 5, c), 3);
    SAME(c[3], N(1));
    SAME(c[0], NEG(POW(y, 2)));
    SAME(c[1], ADD(POW(y, 2), MUL(N(-2), y), F(EXP, y)));
    SAME(c[5], N(0));
    CU_ASSERT_EQUAL(expr_polynomial(a, e, x, 2, c), -1);
    CU_ASSERT_EQUAL(expr_polynomial(a, F(EXP, x), x, 5, c), -1);
    CU_ASSERT_EQUAL(expr_polynomial(a, POW(x, -1), x, 5, c), -1);
    CU_ASSERT_EQUAL(expr_polynomial(a, y, x, 0, c), 0);
    SAME(c[0], y);
    algebra_free(a);
}

void
case_identities(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *z = expr_fresh(a, "z");
    expr_t *s = ADD(x, y), *r = ADD(N(1), MUL(x, x)), *u;
    expr_t *zero[20];
    int i, n = 0;

    u = MUL(x, z);
    zero[n++] = ADD(POW(s, 2), NEG(POW(x, 2)), MUL(N(-2), x, y),
                    NEG(POW(y, 2)));
    zero[n++] = ADD(POW(F(COSH, x), 2), NEG(POW(F(SINH, x), 2)), N(-1));
    zero[n++] = ADD(POW(F(COS, x), 2), POW(F(SIN, x), 2), N(-1));
    zero[n++] = ADD(N(1), NEG(POW(F(TANH, x), 2)), NEG(POW(F(COSH, x), -2)));
    zero[n++] = ADD(F(H, s), F(H, NEG(s)), N(-1));
    zero[n++] = ADD(F2(MASS, x, y), NEG(F(H, x)), F(H, y));
    zero[n++] = ADD(POW(SUB(N(1), x), -1), NEG(DIV(x, SUB(N(1), x))), N(-1));
    zero[n++] = ADD(F(LOG, N(6)), NEG(F(LOG, N(2))), NEG(F(LOG, N(3))));
    zero[n++] = SUB(ROOT(r, 3, 2), MUL(SQRT(r), r));
    zero[n++] = ADD(ROOT(r, 3, 2), NEG(SQRT(r)), NEG(MUL(x, x, SQRT(r))));
    zero[n++] = ADD(F(COSH, MUL(N(2), x)), MUL(N(-2), POW(F(COSH, x), 2)),
                    N(1));
    zero[n++] = ADD(F2(MIN, x, y), F2(MAX, x, y), NEG(s));
    zero[n++] = ADD(E(z, POW(F(TANH, u), 2)), E(z, POW(F(COSH, u), -2)),
                    N(-1));
    zero[n++] = SUB(MUL(F(PHI, x), F(PHI, y)),
                    MUL(F(PHI, N(0)), F(PHI, N(0)),
                        F(EXP, MUL(Q(-1, 2), ADD(MUL(x, x), MUL(y, y))))));
    zero[n++] = SUB(SQRT(ADD(N(3), MUL(N(2), SQRT(N(2))))),
                    SQRT(ADD(N(3), SQRT(N(8)))));
    for (i = 0; i < n; i++)
        if (!expr_proves_zero(a, zero[i]))
        {
            CU_FAIL("identity not proved");
            printf(" [%d]", i);
        }
    CU_ASSERT(!expr_proves_zero(a, s));
    CU_ASSERT(!expr_proves_zero(a, SUB(F(H, x), F(H, y))));
    CU_ASSERT(expr_proves_zero(a, E(z, F(TANH, u))));
    CU_ASSERT(!expr_proves_zero(a, E(z, F(TANH, ADD(u, N(1))))));
    CU_ASSERT(!expr_proves_zero(a, E(z, POW(F(TANH, u), 2))));
    CU_ASSERT(!expr_proves_zero(a, SUB(SQRT(POW(x, 2)), x)));
    algebra_free(a);
}

/* log Z_out of the perceptron and its tower. */
static definition_t *
perceptron_tower(algebra_t *a, definition_t **g)
{
    expr_t *formal[2] = { S("omega"), S("V") }, *z;

    z = F(H, DIV(SUB(S("kappa"), formal[0]), SQRT(formal[1])));
    return definition_heat_tower(a, "log_Z_out", "\\log Z_{\\mathrm{out}}",
                                 "g_out", "g_{\\mathrm{out}}", formal, 2, 1,
                                 0, Q(1, 2), z, F(LOG, z), g);
}

void
case_perceptron(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *q = S("q"), *q_hat = S("q_hat"), *alpha = S("alpha");
    expr_t *z = expr_fresh(a, "xi"), *arg[2], *phi, *d, *square, *text_e;
    definition_t *g, *L = perceptron_tower(a, &g);
    char *text;

    arg[0] = MUL(SQRT(q), z);
    arg[1] = SUB(N(1), q);
    phi = ADD(MUL(Q(-1, 2), arg[1], q_hat),
              MUL(alpha, E(z, expr_apply(a, L, arg, 2))));
    square = POW(expr_apply(a, g, arg, 2), 2);
    d = DIFF(phi, q);
    SAME(d, ADD(MUL(Q(1, 2), q_hat),
                MUL(Q(-1, 2), alpha, E(z, square))));
    /* d/dq E g^2 = E[g1^2 - 2 g^2 g1]: regular at q = 0 */
    d = DIFF(DIFF(d, q), q);
    text_e = expr_inline(a, d);
    CU_ASSERT(expr_kind(text_e) != EXPR_SYMBOL);
    text = expr_to_string(d);
    CU_ASSERT(strstr(text, "sqrt(q)*") != NULL);
    CU_ASSERT(strstr(text, "/sqrt(q)") == NULL && strstr(text, "/q") == NULL);
    free(text);
    CU_ASSERT(expr_contains(phi, S("kappa")));
    CU_ASSERT(!expr_contains(phi, S("omega")) && !expr_contains(phi, S("V")));
    CU_ASSERT(expr_proves_zero(a, SUB(expr_inline(a, DIFF(phi, q)),
                                      DIFF(expr_inline(a, phi), q))));
    CU_ASSERT(expr_proves_zero(
        a, SUB(expr_inline(a, DIFF(phi, S("kappa"))),
               DIFF(expr_inline(a, phi), S("kappa")))));
    algebra_free(a);
}

void
case_perceptron_written_out(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *q = S("q"), *V = SUB(N(1), q), *z = expr_fresh(a, "xi"), *u;

    u = DIV(SUB(S("kappa"), MUL(SQRT(q), z)), SQRT(V));
    SAME(DIFF(E(z, F(LOG, F(H, u))), q),
         MUL(Q(-1, 2), POW(V, -1),
             E(z, MUL(POW(F(PHI, u), 2), POW(F(H, u), -2)))));
    algebra_free(a);
}

void
case_spin_glass(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *q = S("q"), *h = S("h"), *beta = S("beta");
    expr_t *z = expr_fresh(a, "xi"), *u, *e, *square = POW(beta, 2), *t;

    u = MUL(beta, ADD(MUL(SQRT(q), z), h));
    e = E(z, F(LOG, MUL(N(2), F(COSH, u))));
    t = E(z, POW(F(TANH, u), 2));
    CU_ASSERT(expr_proves_zero(a, SUB(DIFF(e, q), MUL(Q(1, 2), square,
                                                      SUB(N(1), t)))));
    SAME(expr_expand(a, DIFF(e, q), 0),
         SUB(MUL(Q(1, 2), square), MUL(Q(1, 2), square, t)));
    SAME(DIFF(e, h), MUL(beta, E(z, F(TANH, u))));
    /* second derivatives, in either order */
    CU_ASSERT(expr_proves_zero(a, SUB(DIFF(DIFF(e, q), h),
                                      DIFF(DIFF(e, h), q))));
    algebra_free(a);
}

/* E log E exp: the inner sqrt(1 - q) and the outer sqrt(q) cancel. */
void
case_nested_average(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *q = S("q"), *z = expr_fresh(a, "z"), *t = expr_fresh(a, "t");
    expr_t *field, *inner, *first;

    field = ADD(MUL(SQRT(q), z), MUL(SQRT(SUB(N(1), q)), t));
    inner = E(t, F(COSH, F(SIN, field)));
    first = E(t, MUL(F(SINH, F(SIN, field)), F(COS, field)));
    SAME(DIFF(E(z, F(LOG, inner)), q),
         MUL(Q(-1, 2), E(z, DIV(POW(first, 2), POW(inner, 2)))));
    algebra_free(a);
}

void
case_integral_ends(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *z = expr_fresh(a, "z"), *e;

    e = expr_integral(a, z, NEG(x), MUL(x, x), F(EXP, MUL(z, y)));
    SAME(DIFF(e, x), ADD(F(EXP, NEG(MUL(x, y))),
                         MUL(N(2), x, F(EXP, MUL(x, x, y)))));
    SAME(DIFF(e, y), expr_integral(a, z, NEG(x), MUL(x, x),
                                   MUL(z, F(EXP, MUL(z, y)))));
    e = expr_integral(a, z, N(0), x, F(COS, MUL(x, z)));
    SAME(DIFF(e, x),
         SUB(F(COS, POW(x, 2)),
             expr_integral(a, z, N(0), x, MUL(z, F(SIN, MUL(x, z))))));
    algebra_free(a);
}

void
case_envelope(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *u = expr_fresh(a, "u"), *e, *d;

    e = expr_minimum(a, u, ADD(MUL(y, POW(SUB(u, x), 2)), F(EXP, u)));
    d = DIFF(e, x);
    CU_ASSERT_EQUAL(expr_kind(DIFF(e, y)), EXPR_AT_MINIMUM);
    CU_ASSERT(expr_contains(d, x) && expr_contains(d, y));
    e = expr_minimum(a, u, SUB(POW(u, 2), MUL(N(2), u, x)));
    SAME(DIFF(DIFF(e, x), x), N(-2));       /* the minimum is -x^2 */
    e = expr_maximum(a, u, SUB(MUL(x, u), MUL(Q(1, 2), y, POW(u, 2))));
    SAME(DIFF(DIFF(e, x), x), POW(y, -1));  /* x^2/(2 y) */
    algebra_free(a);
}

void
case_definitions(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *t = S("t"), *k = S("k"), *arg, *e;
    definition_t *f = definition_new(a, "f", "f", &t, 1,
                                     F(SIN, MUL(k, t)));

    arg = MUL(N(3), x);
    e = expr_apply(a, f, &arg, 1);
    SAME(expr_inline(a, e), F(SIN, MUL(N(3), k, x)));
    SAME(expr_inline(a, DIFF(e, x)), MUL(N(3), k, F(COS, MUL(N(3), k, x))));
    SAME(expr_inline(a, DIFF(e, k)), MUL(N(3), x, F(COS, MUL(N(3), k, x))));
    CU_ASSERT(DIFF(e, k) == DIFF(e, k));
    CU_ASSERT_STRING_EQUAL(
        definition_name(expr_definition(expr_child(DIFF(e, x), 1))), "f_t");
    CU_ASSERT(expr_contains(e, k) && expr_contains(e, x)
              && !expr_contains(e, t));
    SAME(DIFF(e, t), N(0));
    SAME(expr_substitute(a, e, &k, &x, 1), F(SIN, MUL(N(3), x, x)));
    SAME(expr_substitute(a, e, &x, &t, 1),
         expr_apply(a, f, (expr_t *[]) { MUL(N(3), t) }, 1));
    definition_set_derivative(a, f, 0, MUL(t, t));
    SAME(DIFF(e, x), MUL(N(27), x, x));
    algebra_free(a);
}

void
case_prior_tower(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *formal[2] = { S("A"), S("B") }, *z, *L, *d;
    definition_t *f, *tower;

    z = MUL(F(EXP, MUL(Q(-1, 2), formal[0])), F(COSH, formal[1]));
    tower = definition_heat_tower(a, "log_Z_w", "\\log Z_w", "f_w", "f_w",
                                  formal, 2, 0, 1, Q(-1, 2), z, F(LOG, z),
                                  &f);
    SAME(definition_body(f), F(TANH, formal[1]));
    L = expr_apply(a, tower, formal, 2);
    d = DIFF(L, formal[0]);
    CU_ASSERT(expr_proves_zero(a, ADD(d, Q(1, 2))));
    d = DIFF(DIFF(L, formal[1]), formal[1]);
    CU_ASSERT_STRING_EQUAL(definition_name(expr_definition(d)), "f_w_1");
    SAME(expr_inline(a, d), SUB(N(1), POW(F(TANH, formal[1]), 2)));
    d = DIFF(DIFF(DIFF(L, formal[0]), formal[1]), formal[0]);
    CU_ASSERT(expr_proves_zero(a, d));
    algebra_free(a);
}

/* ---- size --------------------------------------------------------------- */

void
case_long(void)
{
    enum { LONG = 100000 };
    algebra_t *a = algebra_new(0);
    expr_t **term = malloc(LONG * sizeof *term), *e, *x = S("x");
    clock_t start;
    char name[32];
    int i;
    double seconds;

    for (i = 0; i < LONG; i++)
    {
        snprintf(name, sizeof name, "v%d", (int) (i * 7919L % LONG));
        term[i] = MUL(S(name), S(name), x);
    }
    start = clock();
    e = expr_sum(a, term, LONG);
    CU_ASSERT_EQUAL(expr_arity(e), LONG);
    SAME(SUB(e, e), N(0));
    e = DIFF(e, S("v17"));
    SAME(e, MUL(N(2), x, S("v17")));
    e = expr_product(a, term, LONG);
    CU_ASSERT_EQUAL(expr_arity(e), LONG + 1);
    SAME(MUL(e, POW(e, -1)), N(1));
    for (i = 0; i < LONG; i++)
        term[i] = x;
    SAME(expr_sum(a, term, LONG), MUL(N(LONG), x));
    SAME(expr_product(a, term, LONG), POW(x, LONG));
    seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
    CU_ASSERT(seconds < 5);
    printf(" [%.2f s]", seconds);
    free(term);
    algebra_free(a);
}

/* A shared tree of 3000 levels has 2^3000 leaves and 6000 nodes. */
void
case_deep(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *e = x, *f;
    int i;

    for (i = 0; i < 3000; i++)
        e = F(SIN, ADD(e, MUL(e, e)));
    CU_ASSERT(expr_contains(e, x) && !expr_contains(e, y));
    f = expr_substitute(a, e, &x, &y, 1);
    CU_ASSERT(f != e);
    SAME(expr_substitute(a, f, &y, &x, 1), e);
    for (e = x, i = 0; i < 40; i++)
        e = F(SIN, ADD(e, MUL(e, e)));
    CU_ASSERT(!expr_is_zero(DIFF(e, x)));
    CU_ASSERT(!algebra_failed(a));
    algebra_free(a);
}

void
case_limit(void)
{
    algebra_t *a = algebra_new(1 << 22);
    expr_t *x = S("x"), *e = x;
    char name[32];
    int i;

    for (i = 0; i < 200000 && !algebra_failed(a); i++)
    {
        snprintf(name, sizeof name, "w%d", i);
        e = F(COS, ADD(e, S(name)));
    }
    CU_ASSERT(algebra_failed(a));
    e = DIFF(E(x, MUL(e, F(LOG, x), expr_if(a, LT(x, e), e, x))), x);
    CU_ASSERT(e != NULL);
    CU_ASSERT(!expr_proves_zero(a, e) || algebra_failed(a));
    algebra_free(a);
    a = algebra_new(0);
    e = POW(POW(N(10), 10000), 10000);      /* 3e8 bits */
    CU_ASSERT(algebra_failed(a));
    algebra_free(a);
}
