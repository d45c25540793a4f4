/* tests/t_cover.c -- certified curves: every point of them, folds, joints. */
#include "harness.h"
#include "shell.h"
#include "../runtime/certify/cover.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SK "models/spin_glass/sk.saddle"

static const char parabola[] =
    "model parabola\n"
    "  parameter a in -1 .. 4\n"
    "  parameter b = 1\n"
    "  order m > 0\n"
    "  free_entropy phi = a*m - b*m^3/3\n"
    "  stationary phi in m\n"
    "  start at m = 1\n"
    "  threshold b_c in b = 1/10 .. 40 where m == 1/2\n"
    "end\n";

/* ---- rows ------------------------------------------------------------------- */

typedef struct
{
    double p, lo, hi, y, y_lo, y_hi;   /* parameter and first bounded column */
    int proven;
} row_t;

/* Cell number `column` of a line. */
static double
cell(const char *line, int column)
{
    while (column-- > 0 && line != NULL)
        line = strchr(line, ',') != NULL ? strchr(line, ',') + 1 : NULL;
    return line != NULL ? atof(line) : NAN;
}

/* Calls `visit` for each row of the table in `out`; y: place of the column. */
static int
rows(int y, double lo, double hi, void (*visit)(const row_t *))
{
    char *line = strtok(out, "\n");
    int n = 0, header = 0;
    double end = lo;
    row_t r;

    for (; line != NULL; line = strtok(NULL, "\n"))
    {
        if (line[0] == '#' || header++ == 0)
            continue;
        r = (row_t) { cell(line, 0), cell(line, 1), cell(line, 2),
                      cell(line, y), cell(line, y + 1), cell(line, y + 2),
                      strstr(line, "proven") != NULL };
        CU_ASSERT_EQUAL(r.lo, end);    /* no gap */
        end = r.hi;
        visit(&r);
        n++;
    }
    CU_ASSERT_EQUAL(end, hi);
    return n;
}

/* q = E tanh(beta sqrt(q) z)^2 by the trapezoidal rule. */
static double
sk_overlap(double beta)
{
    double q = 0.7, sum, z, t;
    int k, i;

    for (k = 0; k < 3000; k++)
    {
        for (sum = 0, i = -240; i <= 240; i++)
        {
            z = i / 20.0;
            t = tanh(beta * sqrt(q) * z);
            sum += t * t * exp(-z * z / 2);
        }
        q = sum / 20 / sqrt(2 * acos(-1));
    }
    return q;
}

static void
check_sk(const row_t *r)
{
    static int n;
    double q;

    CU_ASSERT(r->proven && r->y_hi - r->y_lo <= 5e-4);
    if (n++ % 40 != 0)
        return;
    q = sk_overlap(r->lo);
    CU_ASSERT(r->y_lo <= q && q <= r->y_hi);
    q = sk_overlap(r->hi);
    CU_ASSERT(r->y_lo <= q && q <= r->y_hi);
}

static void
test_state(void)
{
    CU_ASSERT(expect(0, "sweep " SK " beta=1.5..1.9 --cover -q -w 2 "
                        "-o @/sk.csv") && has(err, "proven: one curve"));
    expect(0, "sweep " SK " beta=1.5..1.9 --cover -q -w 1 -o @/one.csv");
    CU_ASSERT_EQUAL(shell("cmp @/sk.csv @/one.csv && cmp @/sk.cert "
                          "@/one.cert"), 0);
    read_file("sk.csv");
    CU_ASSERT(rows(4, 1.5, 1.9, check_sk) > 50);
    CU_ASSERT_EQUAL(shell("test \"seal $(head -n -2 @/sk.cert | sha256sum | "
                          "cut -c1-64)\" = \"$(tail -n 2 @/sk.cert | head -1)\""),
                    0);
    read_file("sk.cert");
    CU_ASSERT(has(out, "\nalong beta 3/2 19/10\n")
              && has(out, "\nclaim curve ") && has(out, "\nparameter h 0\n"));
    expect(2, "sweep " SK " beta=1.5..1.9 h=0..1 --cover");
    expect(2, "sweep " SK " beta=1.5 --cover");
    expect(2, "sweep " SK " beta=1.9..1.5 --cover");
    expect(2, "sweep " SK " beta=1.5..1.9 --height 1");
    expect(2, "sweep " SK " beta=1.5..1.9 --cover --height -1");
}

/* ---- a curve that is known -------------------------------------------------- */

static int open_rows;

static void
check_root(const row_t *r)
{
    if (!r->proven)
    {
        open_rows++;
        return;
    }
    CU_ASSERT(r->y_lo <= sqrt(r->lo) && sqrt(r->hi) <= r->y_hi);
}

static void
check_line(const row_t *r)
{
    CU_ASSERT(r->proven && r->y_lo <= 4 * r->lo && 4 * r->hi <= r->y_hi);
}

static void
test_parabola(void)
{
    write_file("p.saddle", parabola);
    expect(0, "sweep @/p.saddle a=0.3:2:0.25 --cover -q --height 0.01");
    CU_ASSERT(rows(4, 0.3, 2, check_root) > 100 && open_rows == 0);
    /* a fold at a = 0: told where, and the rest is proven */
    CU_ASSERT(expect(1, "sweep @/p.saddle a=-0.1..0.5 --cover -q "
                        "--height 0.002 -o @/f.csv")
              && has(err, "not certified") && has(err, "open    a in [-0.1, ")
              && has(err, "a fold") && has(err, "covered a in [")
              && has(err, ", 0.5]"));
    CU_ASSERT(shell("test -f @/f.cert") != 0);
    read_file("f.csv");
    CU_ASSERT(rows(4, -0.1, 0.5, check_root) > 20 && open_rows > 0
              && open_rows < 5);
    /* m = sqrt(a/b) = 1/2 at b = 4 a */
    CU_ASSERT(expect(0, "sweep @/p.saddle --threshold b_c a=0.5..2 --cover "
                        "-q --height 0.05 -o @/t.csv"));
    read_file("t.csv");
    CU_ASSERT(rows(3, 0.5, 2, check_line) > 50);
    read_file("t.cert");
    CU_ASSERT(has(out, "\ncritical b\n"));
}

/* The residual jumps at m = 3/5, its slopes do not: k = 11/5 - 2 j below, which
   is out of range, and 8/5 - 2 j above. */
static void
test_jump(void)
{
    write_file("jump.saddle",
               "model jump\n  parameter k = 1\n  parameter j = 1\n"
               "  order m in 0 .. 1\n  free_entropy phi = k*m + "
               "max(m^2 - 11*m/5, m^2 - 8*m/5 - 9/25)\n"
               "  stationary phi in m\n"
               "  threshold kk in k = 1/10 .. 2 where m == j\nend\n");
    CU_ASSERT(expect(1, "sweep @/jump.saddle --threshold kk j=0.59:0.61:0.02 "
                        "--cover -q --height 0.3")
              && has(err, "not certified"));
}

/* A model whose thresholds have unknowns of their own; q at alpha = 1. */
static void
check_bayes(const row_t *r)
{
    CU_ASSERT(r->proven);
    if (r->lo == 1)
        CU_ASSERT(r->y_lo <= 0.5607147370947455
                  && 0.5607147370947455 <= r->y_hi);
}

static void
test_bayes(void)
{
    expect(0, "sweep models/bayes/bayes_sign_binary.saddle alpha=1..1.01 "
              "--cover -q -o @/bayes.csv");
    read_file("bayes.csv");
    CU_ASSERT(rows(3, 1, 1.01, check_bayes) > 4);
}

/* Through a fold along the unknown: m^2 + (a - 1)^2 = 1/4, a as a function of
   m. */
static const char circle[] =
    "model circle\n"
    "  parameter a in 0 .. 2\n"
    "  parameter m_given = 0\n"
    "  order m in -1 .. 1\n"
    "  free_entropy phi = m^3/3 + m*((a - 1)^2 - 1/4)\n"
    "  stationary phi in m\n"
    "  threshold a_of_m in a = 0 .. 1 where m == m_given\n"
    "end\n";

static void
check_circle(const row_t *r)
{
    double a = 1 - sqrt(0.25 - r->lo * r->lo);

    CU_ASSERT(r->proven && r->y_lo <= a && a <= r->y_hi);
}

static void
test_fold(void)
{
    write_file("c.saddle", circle);
    CU_ASSERT(expect(0, "sweep @/c.saddle --threshold a_of_m "
                        "m_given=-0.25..0.25 --cover -q --height 0.01 "
                        "-o @/c.csv") && has(err, "proven: one curve"));
    read_file("c.csv");
    CU_ASSERT(rows(3, -0.25, 0.25, check_circle) > 8);
}

/* ---- joints ------------------------------------------------------------------- */

static void
make_cell(cover_cell_t *c, double lo, double hi, double y, double slope)
{
    cover_cell_init(c, 1);
    c->verdict = CERTIFY_PROVEN;
    arb_set_d(c->lo, lo);
    arb_set_d(c->hi, hi);
    arb_set_d(c->slope, slope);
    arb_set_d(c->box, y);
    arb_set_d(c->zero, y);
    mag_set_d(arb_radref(c->box), 0.25);
    mag_set_d(arb_radref(c->zero), 0.0625);
}

static int
joined(double lo, double y, double slope)
{
    cover_cell_t a, b, copy;
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    int answer;

    make_cell(&a, 0, 1, 2, 1);
    make_cell(&b, lo, 2, y, slope);
    cover_dump(to, &b);
    fclose(to);
    cover_cell_init(&copy, 1);
    CU_ASSERT(cover_load(&copy, text, 1) && arb_equal(copy.box, b.box)
              && arb_equal(copy.zero, b.zero) && arb_equal(copy.lo, b.lo));
    text[length / 2] = '\0';
    CU_ASSERT_FALSE(cover_load(&copy, text, 1));
    free(text);
    answer = cover_joins(&a, &b);
    b.verdict = CERTIFY_UNDECIDED;
    CU_ASSERT_FALSE(cover_joins(&a, &b));
    cover_cell_clear(&copy);
    cover_cell_clear(&b);
    cover_cell_clear(&a);
    return answer;
}

/* At 1 the first cell's solution lies in 2.5 +- 1/16, its box is 2.5 +- 1/4. */
static void
test_joints(void)
{
    CU_ASSERT(joined(1, 3, 1));
    CU_ASSERT(joined(1, 3.125, 1));
    CU_ASSERT_FALSE(joined(1, 3.2, 1));
    CU_ASSERT_FALSE(joined(1, 3.4, 1));          /* boxes overlap, no more  */
    CU_ASSERT(joined(1, 3.4, 1.8));
    CU_ASSERT_FALSE(joined(1.125, 3, 1));        /* a gap                   */
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "the overlap of SK", test_state },
        { "a parabola, its fold, a critical line", test_parabola },
        { "a jump", test_jump },
        { "the overlap of a Bayes student", test_bayes },
        { "through a fold", test_fold },
        { "joints of cells", test_joints },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("cover", tests);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
