/* tests/t_ties.c -- comparisons that are equalities: what jumps there, or has no
 * derivative, is not claimed. */
#include "harness.h"
#include "shell.h"

#include <stdio.h>
#include <string.h>

/* phi = -(p - 1/3) q^2/2 + what is given, q in `domain`. */
static void
spec(const char *domain, const char *state, const char *more)
{
    char text[500];

    snprintf(text, sizeof text,
             "model tie\n  parameter p = 0\n  order q in %s\n"
             "  free_entropy phi = -(p - 1/3)*q^2/2 + %s\n"
             "  stationary phi in q\n"
             "  threshold t in p = -1 .. 1 where instability of q = %s\nend\n",
             domain, more, state);
    write_file("tie.saddle", text);
}

static void
no_derivative(const char *domain, const char *more)
{
    spec(domain, "0", more);
    expect(1, "certify @/tie.saddle t --global");
    CU_ASSERT(has(err, "lies where a comparison changes"));
}

/* The state is where the comparison changes. */
static void
test_states(void)
{
    no_derivative("-1 .. 1", "max(q^2/10, abs(q)^3)");
    no_derivative("-1 .. 1", "sign(q)/10");
    no_derivative("-1 .. 1", "q*max(q, 0)");
    no_derivative("0 .. 1", "q^2*step(q)/6");
    no_derivative("0 .. 1", "(if q > 0 then q^2/6 else 0)");
    no_derivative("-1 .. 1", "min(q, 2*q)*q/6");
    no_derivative("-1 .. 1", "E[x](max(0, x*q))/10");
    /* not there, decided by the domain, smooth on average */
    spec("0 .. 1", "0", "min(q, 2*q)*q/6");
    expect(0, "certify @/tie.saddle t");
    CU_ASSERT(has(out, "t = 0.66666"));
    spec("-1 .. 1", "0", "q^2*(if q < 1/2 then 1 else 2)/6");
    expect(0, "certify @/tie.saddle t");
    CU_ASSERT(has(out, "t = 0.66666"));
    spec("-1 .. 1", "0", "E[x](abs(x + q))/6");
    expect(0, "certify @/tie.saddle t");
    CU_ASSERT(has(out, "t = 0.466"));      /* 1/3 + 2 phi(0)/6 */
}

static void
count(const char *more, const char *wrong, const char *p)
{
    char text[500];

    snprintf(text, sizeof text,
             "model jump\n  parameter p = 0\n  order q in -1 .. 1\n"
             "  free_entropy phi = q^2/2 - p*q + %s\n"
             "  stationary phi in q\nend\n", more);
    write_file("jump.saddle", text);
    snprintf(text, sizeof text,
             "certify @/jump.saddle --all --max-boxes 2000 p=%s", p);
    CU_ASSERT(run(text) != 0);
    CU_ASSERT(strstr(out, wrong) == NULL && has(out, "not certified"));
}

/* The residual jumps at q = 0 where its derivative does not tell, under an average:
   one more solution lies near there. */
static void
test_averages(void)
{
    count("E[x](abs(q*x - q))", "no solution", "-1.18");
    count("E[x](max(q*x - q, 0))", "no solution", "-1.09");
    count("q*E[x](log(cosh(x) + (if q > 0 then 1 else 3)))", "exactly 1",
          "1.51");
    count("q*int[x in 0 .. 1](exp(x*(if q > 0 then 1 else 3)))", "exactly",
          "6.361");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "states", test_states },
        { "averages", test_averages },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("ties", tests);
    return shell_close() == 0 ? status : 1;
}
