/* tests/t_online_cli.c -- `saddle online` as a user runs it. */
#include "harness.h"
#include "shell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ERF_UNITS                                                           \
    "  activation g(u) = erf(u/sqrt(2))\n  teacher w0 ~ normal(0, 1)\n"

/* Run A of the tables, any numbers of units, both layers, single units. */
static const char run_a[]
    = "model a\n  parameter eta > 0 default 1/2\n"
      "  hidden K = 2\n  hidden M = 2\n" ERF_UNITS
      "  labels y = sum[m in 1 .. M](g(z0[m]))\n  learner online(eta)\n"
      "  loss (y - sum[k in 1 .. K](g(z[k])))^2/2\n"
      "  start at R = [[1/10, 1/20], [1/50, 3/25]],\n"
      "           Q = [[1/4, 1/20], [1/20, 9/25]]\n  until t = 100\nend\n";
static const char run_b[]
    = "model b\n  hidden K = 3\n  hidden M = 2\n" ERF_UNITS
      "  noise xi ~ normal(0, 1/100)\n"
      "  labels y = sum[m in 1 .. M](g(z0[m])) + xi\n  learner online(1/2)\n"
      "  loss (y - sum[k in 1 .. K](g(z[k])))^2/2\n"
      "  start at R = [[1/10, 1/20], [1/50, 3/25], [-3/100, 1/25]],\n"
      "           Q = [[1/4, 1/20, 0], [1/20, 9/25, -1/25],\n"
      "                [0, -1/25, 4/25]],\n"
      "           T = [[1, 3/10], [3/10, 6/5]]\n  until t = 20\nend\n";
static const char units[]
    = "model units\n  parameter eta > 0 default 1\n"
      "  hidden K = 2\n  hidden M = 2\n" ERF_UNITS
      "  labels y = sum[m in 1 .. M](g(z0[m]))\n  learner online(eta)\n"
      "  loss (y - sum[k in 1 .. K](g(z[k])))^2/2\n"
      "  start at R[k,m] = (if k == m then 1/50 else 1/100), Q = 1/4\n"
      "  until t = 100\nend\n";
static const char rule[]
    = "model rule\n  parameter eta > 0 default 1\n  teacher w0 ~ sphere\n"
      "  labels y = sign(z0)\n  learner online(eta)\n  update %s\n"
      "  start at R = 1/10, Q = 1\n  until %s\nend\n";
static const char square[]
    = "model square\n  parameter eta > 0 default 1/2\n"
      "  parameter D >= 0 default 0\n"
      "  activation g(u) = %s\n  teacher w0 ~ sphere\n"
      "  noise xi ~ normal(0, D)\n  labels y = g(z0) + xi\n"
      "  learner online(eta)\n  loss (y - g(z))^2/2\n"
      "  start at R = 1/10, Q = 1/4\n  until t = 2\nend\n";

/* The value of `column` in the row of @/t.csv whose time is t. */
static double
cell(const char *column, double t)
{
    char *line, *rest = NULL, *end;
    int at = -1, k;

    read_file("t.csv");
    for (line = strtok_r(out, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
    {
        char *part = line;

        if (line[0] == '#')
            continue;
        for (k = 0; at < 0 || k < at; k++)
        {
            int quoted = *part == '"';
            size_t length = quoted ? strcspn(part + 1, "\"")
                                   : strcspn(part, ",");

            if (at < 0 && strlen(column) == length
                && strncmp(part + quoted, column, length) == 0)
                break;
            part += length + (quoted ? 2 : 0);
            if (*part == '\0')
                return NAN;
            part++;
        }
        if (at < 0)
            at = k;
        else if (fabs(strtod(line, &end) - t) < 1e-9)
            return strtod(part, NULL);
    }
    return NAN;
}

static void
is(const char *column, double t, double wanted, double tol)
{
    double x = cell(column, t);

    if (!(fabs(x - wanted) <= tol))
        printf("\n%s at %g: %.12g, not %.12g", column, t, x, wanted);
    CU_ASSERT(fabs(x - wanted) <= tol);
}

static void
write_rule(const char *text, const char *until)
{
    char spec[1000];

    snprintf(spec, sizeof spec, rule, text, until);
    write_file("rule.saddle", spec);
}

/* ---- courses ------------------------------------------------------------- */

static void
test_committees(void)
{
    write_file("a.saddle", run_a);
    write_file("b.saddle", run_b);
    if (expect(0, "online @/a.saddle --rtol 1e-12 -o @/t.csv"))
    {
        CU_ASSERT(has(out, "the students specialise at t = 69.35"));
        is("generalisation_error", 5, .0276341583964, 2e-11);
        is("R[1,1]", 5, .4221382597, 2e-10);
        is("Q[1,2]", 20, .2709176891, 2e-10);
        is("R[2,2]", 100, .7407402146, 2e-10);
        is("generalisation_error", 100, .00562448191951, 2e-11);
    }
    if (expect(0, "online @/b.saddle --rtol 1e-12 --times 1,10,20 -o @/t.csv"))
    {
        is("generalisation_error", 1, .225527380607, 2e-11);
        is("R[3,2]", 10, .3805883609, 2e-10);
        is("Q[2,3]", 20, .0934723276, 2e-10);
        is("Q[3,3]", 20, .3132753833, 2e-10);
    }
    if (expect(0, "online @/a.saddle --times 0:2:1 --json"))
        CU_ASSERT(has(out, "\"status\": \"done\"") && has(out, "\"R[1,1]\"")
                  && has(out, "\"rows\""));
}

static void
test_rules(void)
{
    write_rule("(if y*z < 0 then y else 0)", "t = 100");
    if (expect(0, "online @/rule.saddle --rtol 1e-12 -o @/t.csv"))
    {
        is("R", 1, .3910233760, 2e-10);
        is("Q", 10, 1.2712847359, 2e-10);
        is("R", 100, 2.1199629657, 2e-10);
        is("generalisation_error", 100, .0595600703, 2e-10);
    }
    write_rule("(if y*z < 0 then abs(z)*y else 0)", "t = 100");
    if (expect(0, "online @/rule.saddle --rtol 1e-12 -o @/t.csv"))
    {
        is("R", 10, .5535658532, 2e-10);
        is("Q", 100, .3329405534, 2e-10);
        is("generalisation_error", 100, .0147700308, 2e-10);
    }
    /* Hebb from R = 1/10, Q = 1: R and Q in closed form */
    write_rule("y", "t = 5");
    if (expect(0, "online @/rule.saddle -o @/t.csv"))
    {
        double a = sqrt(2 / M_PI);

        is("R", 5, .1 + 5 * a, 1e-8);
        is("Q", 5, 1 + 5 + 2 * a * (.1 * 5 + a * 12.5), 1e-7);
    }
    /* an end by a condition */
    write_rule("y", "generalisation_error < 1/5");
    if (expect(0, "online @/rule.saddle"))
        CU_ASSERT(has(out, "generalisation_error"));
}

static void
test_units(void)
{
    char spec[1000];

    snprintf(spec, sizeof spec, square, "u");
    write_file("unit.saddle", spec);
    if (expect(0, "online @/unit.saddle D=1/10 -o @/t.csv"))
    {
        is("R", 2, .6689085029, 2e-9);
        is("Q", 2, .5979993354, 2e-9);
    }
    expect(0, "online @/unit.saddle eta=2.2 -o @/t.csv");
    is("Q", 2, 3.5093454799, 2e-8);
    /* too large a rate: the time, the last state, the rows up to there */
    if (expect(5, "online @/unit.saddle eta=3 --times 0:100:5 -o @/t.csv"))
    {
        CU_ASSERT(has(err, "diverge after t = 2"));
        CU_ASSERT(has(err, "last good state") && has(out, "          20"));
        is("R", 5, 1, 1e-5);
    }
    if (expect(5, "online @/unit.saddle eta=3 --times 100 --json"))
        CU_ASSERT(has(out, "\"status\": \"diverged\"") && has(out, "\"last\""));
    snprintf(spec, sizeof spec, square, "erf(u/sqrt(2))");
    write_file("unit.saddle", spec);
    expect(0, "online @/unit.saddle eta=2 --rtol 1e-12 -o @/t.csv");
    is("R", 2, .7671555569, 2e-10);
    is("generalisation_error", 2, .0353118598821, 2e-11);
    snprintf(spec, sizeof spec, square, "tanh(u)");
    write_file("unit.saddle", spec);
    expect(0, "online @/unit.saddle --times 1,5 -o @/t.csv");
    is("R", 1, .2909125211, 1e-8);
    is("generalisation_error", 5, .02248714786, 1e-8);
}

/* ---- fixed points -------------------------------------------------------- */

static void
test_fixed_points(void)
{
    write_file("units.saddle", units);
    if (expect(0, "online @/units.saddle --flow --fixed-points --digits 15"))
    {
        CU_ASSERT(has(out, "plateau: all students alike"));
        CU_ASSERT(has(out, "among states in which all students are alike"));
        CU_ASSERT(has(out, "[0.01161084031266835"));
        CU_ASSERT(has(out, "eigenvalue in [0.06574980736655997"));
        CU_ASSERT(has(out, "unstable in 1 direction\n"));
        CU_ASSERT(!strstr(out, "not certified"));
    }
    if (expect(0, "online @/units.saddle K=3 M=3 --flow --fixed-points "
                  "--digits 12"))
        CU_ASSERT(has(out, "0.0461178779 (4 times)")
                  && has(out, "eigenvalue in [0.04611787793663"));
    if (expect(0, "online @/units.saddle eta=1/2 --fixed-points --digits 12 "
                  "--json"))
        CU_ASSERT(has(out, "\"proven\"") && has(out, "\"all states\"")
                  && has(out, "0.410158154054"));
    if (expect(0, "online @/units.saddle --fixed-points"))
        CU_ASSERT(has(out, "stable up to eta = 2.306827"));
    write_rule("y", "t = 5");
    expect(5, "online @/rule.saddle --fixed-points");
}

/* Students alike stay alike only where the loss does not tell them apart. */
static void
test_uneven_students(void)
{
    write_file("uneven.saddle",
               "model uneven\n  hidden K = 2\n  hidden M = 2\n" ERF_UNITS
               "  labels y = sum[m in 1 .. M](g(z0[m]))\n"
               "  learner online(1/2)\n  loss (y - g(z[1]) - 2*g(z[2]))^2/2\n"
               "  start at R = [[1/10, 1/20], [1/50, 3/25]], Q = 1/4\n"
               "  until t = 10\nend\n");
    if (expect(0, "online @/uneven.saddle --fixed-points"))
        CU_ASSERT(!strstr(out, "plateau"));
}

/* ---- the algorithm ------------------------------------------------------- */

static void
test_simulate(void)
{
    static const char same[]
        = "online @/b.saddle --simulate --size 200 --trials 12 --times 1,4 ";
    char command[300];

    write_file("b.saddle", run_b);
    snprintf(command, sizeof command, "%s-j 1 -o @/one.csv", same);
    if (expect(0, command))
        CU_ASSERT(has(out, "agree: largest |z|") && has(out, "Q[2,3]"));
    snprintf(command, sizeof command, "%s-j 2 -o @/two.csv", same);
    expect(0, command);
    CU_ASSERT(shell("cmp @/one.csv @/two.csv") == 0);
    snprintf(command, sizeof command, "%s-o @/two.csv --resume --json", same);
    if (expect(0, command))
        CU_ASSERT(has(out, "\"verdict\": \"agree\""));
    CU_ASSERT(shell("cmp @/one.csv @/two.csv") == 0);
    write_rule("(if y*z < 0 then y else 0)", "t = 5");
    expect(0, "online @/rule.saddle --simulate --size 300 --trials 12");
}

/* ---- what is refused ----------------------------------------------------- */

static void
test_errors(void)
{
    write_file("units.saddle", units);
    expect(2, "online");
    expect(4, "online @/absent.saddle");
    expect(2, "online @/units.saddle --times 3:1:-");
    expect(2, "online @/units.saddle --times -1:5:1");
    expect(2, "online @/units.saddle --rtol 0");
    expect(2, "online @/units.saddle --simulate --flow");
    expect(2, "online @/units.saddle --size 100");
    expect(2, "online @/units.saddle --digits 10");
    expect(2, "online @/units.saddle --fixed-points -o @/x.csv");
    expect(2, "online @/units.saddle --plot @/x.bmp");
    expect(2, "online @/units.saddle --simulate --size 3");
    expect(2, "online @/units.saddle eta=-1");
    expect(6, "online @/units.saddle --times 1 -o @/absent/x.csv");
    CU_ASSERT(shell("test ! -e @/x.csv") == 0);
    write_rule("y", "t = 5");
    expect(0, "online @/rule.saddle --times 0");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "committees", test_committees },
        { "rules of a unit", test_rules },
        { "units with a square loss", test_units },
        { "fixed points", test_fixed_points },
        { "uneven students have no plateau", test_uneven_students },
        { "the algorithm", test_simulate },
        { "what is refused", test_errors },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("saddle online", tests);
    return shell_close() == 0 ? status : 1;
}
