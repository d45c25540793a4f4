/* tests/t_branches.c -- branches through folds and bifurcations. */
#include "harness.h"
#include "shell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BINARY "models/bayes/bayes_sign_binary.saddle"
#define SK "models/spin_glass/sk.saddle"

static const char magnet[] =
    "model magnet\n"
    "  parameter beta > 0\n"
    "  parameter h = 0\n"
    "  order m in -1 .. 1\n"
    "  free_entropy phi = -beta*m^2/2 + log(2*cosh(beta*m + h))\n"
    "  stationary phi in m\n"
    "end\n";

/* A circle: m^2 + (a - 1)^2 = 1/4, a closed branch with two folds. */
static const char circle[] =
    "model circle\n"
    "  parameter a in 0 .. 2\n"
    "  order m in -1 .. 1\n"
    "  free_entropy phi = m^3/3 + m*((a - 1)^2 - 1/4)\n"
    "  stationary phi in m\n"
    "end\n";

#define MAX_ROWS 400

typedef struct
{
    double p, x;
    int branch, dominant;
    char state[32], stability[16];
} row_t;

static row_t row[MAX_ROWS];

static int
place(char *header, const char *name)
{
    int k = 0;
    char *cell;

    for (; (cell = strsep(&header, ",")) != NULL; k++)
        if (strcmp(cell, name) == 0)
            return k;
    return -1;
}

/* The table in `out`, with the columns p and x. */
static int
read_rows(const char *p, const char *x)
{
    const char *names[6] = { p, x, "branch", "dominant", "state",
                             "stability" };
    int at[6], n = 0, i, k, header = 0;
    char *line, *rest = out, *cell[64], copy[4096];

    while ((line = strsep(&rest, "\n")) != NULL && n < MAX_ROWS)
    {
        if (line[0] == '#' || line[0] == '\0')
            continue;
        if (!header++)
        {
            for (i = 0; i < 6; i++)
            {
                snprintf(copy, sizeof copy, "%s", line);
                at[i] = place(copy, names[i]);
                CU_ASSERT_FATAL(at[i] >= 0);
            }
            continue;
        }
        for (k = 0; k < 64 && line != NULL; k++)
            cell[k] = strsep(&line, ",");
        row[n].p = atof(cell[at[0]]);
        row[n].x = atof(cell[at[1]]);
        row[n].branch = atoi(cell[at[2]]);
        row[n].dominant = atoi(cell[at[3]]);
        snprintf(row[n].state, sizeof row[n].state, "%s", cell[at[4]]);
        snprintf(row[n].stability, sizeof row[n].stability, "%s",
                 cell[at[5]]);
        n++;
    }
    return n;
}

static const row_t *
find(int n, const char *state, double p, double x, double tolerance)
{
    int i;

    for (i = 0; i < n; i++)
        if (strcmp(row[i].state, state) == 0
            && fabs(row[i].p - p) < tolerance
            && fabs(row[i].x - x) < tolerance)
            return row + i;
    printf("\n    no %s at %g, %g\n", state, p, x);
    return NULL;
}

/* The limit of metastability: beta (1 - m^2) = 1, beta m + h = atanh m. */
static void
test_magnet(void)
{
    double m, beta, low = -0.9, high = -1e-3;
    int i, n;

    write_file("magnet.saddle", magnet);
    CU_ASSERT(expect(0, "sweep @/magnet.saddle beta=0.6:1.6:0.1 h=0.1 "
                        "--branches -q"));
    n = read_rows("beta", "m");
    for (i = 0; i < 100; i++)
    {
        m = 0.5 * (low + high);
        if (m / (1 - m * m) + 0.1 - atanh(m) > 0)
            high = m;
        else
            low = m;
    }
    beta = 1 / (1 - m * m);
    CU_ASSERT(n >= 11 + 1 + 2 * 4);
    CU_ASSERT(find(n, "fold", beta, m, 1e-7) != NULL);
    for (i = 0; i < n; i++)
    {
        CU_ASSERT(fabs(row[i].x - tanh(row[i].p * row[i].x + 0.1)) < 1e-9);
        CU_ASSERT(!row[i].dominant || row[i].x > 0);
        if (strcmp(row[i].state, "fold") != 0)
            CU_ASSERT_EQUAL(strcmp(row[i].stability, "stable") == 0,
                            row[i].p * (1 - row[i].x * row[i].x) < 1);
    }
    expect(0, "sweep @/magnet.saddle beta=0.6:1.6:0.2 --branches -q");
    n = read_rows("beta", "m");
    CU_ASSERT(find(n, "bifurcation", 1, 0, 1e-6) != NULL);
    CU_ASSERT(find(n, "uninformed", 1.2, -0.6585696604057, 1e-9) != NULL);
    CU_ASSERT(find(n, "informed", 1.2, 0.6585696604057, 1e-9) != NULL);
}

static void
test_circle(void)
{
    int i, n;

    write_file("circle.saddle", circle);
    CU_ASSERT(expect(0, "sweep @/circle.saddle a=0:2:0.125 --branches -q"));
    n = read_rows("a", "m");
    for (i = 0; i < n; i++)
    {
        CU_ASSERT_EQUAL(row[i].branch, 0);
        CU_ASSERT(fabs(row[i].x * row[i].x
                       + (row[i].p - 1) * (row[i].p - 1) - 0.25) < 1e-9);
    }
    CU_ASSERT(find(n, "fold", 0.5, 0, 1e-6) != NULL);
    CU_ASSERT(find(n, "fold", 1.5, 0, 1e-6) != NULL);
    CU_ASSERT(n >= 2 + 2 * 7);
}

static void
test_models(void)
{
    const row_t *r;
    int n;

    CU_ASSERT(expect(0, "sweep " BINARY " alpha=1.1:1.5:0.1 --branches -q "
                        "-o @/b.csv"));
    read_file("b.csv");
    n = read_rows("alpha", "q");
    CU_ASSERT(find(n, "fold", 1.4926318182303512, 0.8936614188, 1e-6)
              != NULL);
    CU_ASSERT(find(n, "other", 1.1, 0.98686427477087, 1e-9) != NULL);
    r = find(n, "recovery", 1.3, 1, 1e-12);
    CU_ASSERT(r != NULL && r->dominant);
    r = find(n, "uninformed", 1.2, 0.66866137986694, 1e-9);
    CU_ASSERT(r != NULL && r->dominant);
    /* beta = 1 is met by the state q = 0 and the branch that leaves it */
    expect(0, "sweep " SK " beta=0.8:1.6:0.2 --branches -q");
    n = read_rows("beta", "q");
    CU_ASSERT(find(n, "q = 0", 1.4, 0, 1e-12) != NULL);
    CU_ASSERT(find(n, "uninformed", 1.4, 0.30123590379945, 1e-9) != NULL);
    CU_ASSERT_EQUAL(n, 5 + 3);
    expect(2, "sweep " SK " beta=1 --branches");
    expect(2, "sweep " SK " beta=1:2:0.5 --branches --all");
}

/* The map leaves recovery at steps of 1e-5 when there are few samples, but
   returns to it from nearer; from nearer than doubles tell it may as well. */
static void
test_recovery(void)
{
    static const char *const alpha[] = { "1", "1/20", "1/1000" };
    char command[128];
    int k;

    for (k = 0; k < 3; k++)
    {
        snprintf(command, sizeof command, "solve " BINARY " --from recovery "
                 "alpha=%s", alpha[k]);
        CU_ASSERT(expect(0, command) && has(out, "stability: stable"));
    }
    CU_ASSERT(expect(0, "solve " BINARY " --from recovery alpha=1e-5")
              && has(out, "stability: unknown"));
}

/* Zeros of higher order: m = 0 of a magnet with interactions of four spins; a
   double one, and two that are close to each other. */
static void
test_multiple(void)
{
    static const char *const at[] = { "0", "1e-8" };
    int k;

    write_file("m.saddle", "model m\nparameter beta > 0 default 2\n"
               "order m in -1 .. 1\nfree_entropy phi = -3*beta*m^4 + "
               "log(2*cosh(4*beta*m^3))\nstationary phi in m\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle --all")
              && has(out, "  m                0\n"));
    write_file("m.saddle", "model m\nparameter e = 0\norder q in 0 .. 1\n"
               "free_entropy phi = -(q - 3/10)^3/3*exp(q) + e*q\n"
               "stationary phi in q\nend\n");
    for (k = 0; k < 2; k++)
    {
        char command[64];

        snprintf(command, sizeof command, "solve @/m.saddle --all e=%s",
                 at[k]);
        CU_ASSERT(expect(0, command)
                  && has(out, k == 0 ? "q                0.29999" : "0.29991"));
        CU_ASSERT(k == 0 || has(out, "q                0.30008"));
    }
    expect(5, "solve @/m.saddle --all e=-1e-6");
}

/* The branch q = 0 is the state up to where its replicon is one; iterations are too
   slow to tell so within 1e-3 of the range. */
static void
test_slow_states(void)
{
    write_file("even.saddle",
               "model even\n  parameter alpha > 0\n"
               "  weights w ~ {-1: 1/4, 0: 1/2, 1: 1/4}\n  samples alpha\n"
               "  require abs(z) >= 1/2\n"
               "  threshold line in alpha = 1.5 .. 2.5 where replicon == 1\n"
               "end\n");
    CU_ASSERT(expect(0, "certify @/even.saddle line --digits 12")
              && has(out, "line = 1.99892945143"));
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "a magnet in a field", test_magnet },
        { "a closed branch", test_circle },
        { "binary perceptron, SK", test_models },
        { "multiple zeros", test_multiple },
        { "stability where conjugates are infinite", test_recovery },
        { "slow states", test_slow_states },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("branches", tests);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
