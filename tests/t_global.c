/* tests/t_global.c -- how many solutions a whole domain holds. */
#include "harness.h"
#include "shell.h"

#include "../runtime/certify/global.h"

#include <stdlib.h>
#include <string.h>

/* ---- covering -------------------------------------------------------------- */

static void
test_cover(void)
{
    cell_t c[3];
    int i;

    memset(c, 0, sizeof c);
    for (i = 0; i < 3; i++)
    {
        c[i].lo[0] = i;
        c[i].hi[0] = i + 1;
    }
    c[0].lower[0] = c[2].upper[0] = 1;
    CU_ASSERT(global_line_covers(c, 3));
    CU_ASSERT(!global_line_covers(c, 2));
    CU_ASSERT(!global_line_covers(c + 1, 2));
    c[1].hi[0] = 1.5;
    CU_ASSERT(!global_line_covers(c, 3));
    c[1].hi[0] = 2;
    c[1].lower[0] = 1;
    CU_ASSERT(!global_line_covers(c, 3));
    CU_ASSERT(!global_line_covers(c, 0));
}

/* ---- counts ------------------------------------------------------------------ */

static void
count(const char *arguments, const char *says)
{
    CU_ASSERT(expect(0, arguments));
    if (!has(out, says))
        CU_FAIL("another count");
}

static void
spec(const char *name, const char *prior, const char *labels)
{
    char text[600];

    snprintf(text, sizeof text,
             "model m\n  parameter alpha > 0\n  teacher w ~ %s\n%s"
             "  samples alpha\n  learner bayes\nend\n", prior, labels);
    write_file(name, text);
}

static void
test_line(void)
{
    count("certify models/bayes/bayes_sign_binary.saddle --all alpha=1",
          "exactly 2 solutions");
    count("certify models/bayes/bayes_sign_binary.saddle --all alpha=1.6",
          "no solution");
    spec("mean.saddle", "normal(1/2, 1)", "  labels y = sign(1/2 - abs(z))\n");
    count("certify @/mean.saddle --all alpha=1", "exactly 1 solution");
    spec("flip.saddle", "{-1: 3/10, 2: 7/10}",
         "  noise s ~ {-1: 1/10, 1: 9/10}\n  labels y = s*sign(z)\n");
    count("certify @/flip.saddle --all alpha=2", "exactly 2 solutions");
    /* two points of the look that a few digits of the map take for each other */
    spec("rough.saddle", "{-2: 1/5, 1/2: 4/5}",
         "  noise s ~ {1: 11/20, -1: 9/20}\n  labels y = s*sign(z)\n");
    count("certify @/rough.saddle --all alpha=7/5", "exactly 2 solutions");
    /* one 1e-1564 below the end */
    spec("noise.saddle", "rademacher",
         "  noise xi ~ normal(0, 1e-8)\n  labels y = sign(z + xi)\n");
    count("certify @/noise.saddle --all alpha=1", "exactly 3 solutions");
    /* a solution 3e-7 below the end */
    spec("flips.saddle", "{-1: 1/4, 0: 1/2, 1: 1/4}",
         "  noise s ~ {-1: 3/10, 1: 7/10}\n  labels y = s*sign(z)\n");
    count("certify @/flips.saddle --all alpha=1/2", "exactly 2 solutions");
}

/* The answer is `says`, or that nothing is certified. */
static void
never_else(const char *arguments, const char *says)
{
    int status = run(arguments);

    if (status == 0 ? strstr(out, says) == NULL
                    : strstr(out, "not certified") == NULL)
        CU_FAIL("a wrong count");
}

/* Little noise and finite weights: a solution between the last double below the
   end and the end; two more, or none, far from it. */
static void
test_last(void)
{
    spec("last.saddle", "rademacher",
         "  noise xi ~ normal(0, 1)\n  labels y = sign(z + sqrt(1/1000)*xi)\n");
    count("certify @/last.saddle --all alpha=2.9", "exactly 1 solution");
    spec("apart.saddle", "{-1: 1/5, 2: 4/5}",
         "  noise xi ~ normal(0, 1)\n  labels y = sign(z + sqrt(1/1000)*xi)\n");
    count("certify @/apart.saddle --all alpha=1", "exactly 3 solutions");
    /* a quarter of 10^-100 of the way to the end, and what never is reached */
    spec("noise.saddle", "rademacher",
         "  noise xi ~ normal(0, 1)\n  labels y = sign(z + xi/1000)\n");
    never_else("certify @/noise.saddle --all alpha=1/2", "exactly 3 solutions");
    if (trials(1) == 1)
        return;
    count("certify @/last.saddle --all alpha=1.5", "exactly 3 solutions");
    /* labels that jump are seen by few fields there, a narrow part of sums */
    spec("door.saddle", "{-1: 1/4, 0: 1/2, 1: 1/4}",
         "  labels y = if abs(z) < 1 then 1 else -1\n");
    count("certify @/door.saddle --all alpha=0.2", "exactly 1 solution");
}

/* Volumes of solutions: near the upper end, where they exist close to it too. */
static void
test_volumes(void)
{
    count("certify models/storage/binary_perceptron.saddle --all alpha=1/5",
          "exactly 1 solution");
    count("certify models/storage/binary_perceptron.saddle --all alpha=2",
          "no solution");
    count("certify models/storage/spherical_perceptron.saddle --all alpha=1/2",
          "exactly 1 solution");
    count("certify models/storage/binary_perceptron.saddle --all "
          "alpha=0.83 -o @/volume.cert", "exactly 1 solution");
    read_file("volume.cert");
    CU_ASSERT(has(out, "line q q_hat") && has(out, "upper narrow"));
    count("certify models/storage/spherical_perceptron.saddle --all alpha=1.5",
          "exactly 1 solution");
    if (trials(1) == 1)
        return;
    /* solutions that tend to 1 as alpha tends to 4/pi and to 2 */
    never_else("certify models/storage/binary_perceptron.saddle --all "
               "alpha=1.25 --time-limit 9", "exactly 1 solution");
    never_else("certify models/storage/spherical_perceptron.saddle --all "
               "alpha=1.95 --time-limit 9", "exactly 1 solution");
}

/* Two intervals, and weights with a mean: no half of the map need rise. */
static void
test_other_volumes(void)
{
    static const char *const weights[] = { "rademacher", "{-1: 1/10, 1: 9/10}" };
    static const char *const fields[] = { "abs(z) >= 1", "z >= 0" };
    char text[300];
    int i;

    for (i = 0; i < 2; i++)
    {
        snprintf(text, sizeof text,
                 "model m\n  parameter alpha > 0\n  weights w ~ %s\n"
                 "  samples alpha\n  require %s\n  ansatz rs\nend\n",
                 weights[i], fields[i]);
        write_file("other.saddle", text);
        if (run("certify @/other.saddle --all alpha=1/10 --max-boxes 60 "
                "-o @/other.cert") == 0)
        {
            read_file("other.cert");
            CU_ASSERT(!has(out, "line q q_hat"));
        }
        else
            CU_ASSERT(has(out, "not certified"));
    }
}

/* A double root, on the branch point or at a fold, is never counted. */
static void
test_degenerate(void)
{
    write_file("even.saddle",
               "model even\n  parameter a in -1 .. 1\n  order q in -2 .. 2\n"
               "  free_entropy phi = q^3/3 - a*q\n  stationary phi in q\nend\n");
    count("certify @/even.saddle --all a=1", "exactly 2 solutions");
    count("certify @/even.saddle --all a=-1/2", "no solution");
    CU_ASSERT(run("certify @/even.saddle --all a=0") != 0);
    CU_ASSERT(has(out, "not certified"));
    /* the midpoint Jacobian of the whole domain is singular at a = 1/2 too */
    count("certify @/even.saddle --all a=1/2", "exactly 2 solutions");
    write_file("near.saddle",
               "model near\n  parameter e >= 0\n  order q in -1 .. 1\n"
               "  free_entropy phi = q^3/3 - q/4 + e*q\n"
               "  stationary phi in q\nend\n");
    count("certify @/near.saddle --all e=0.249999", "exactly 2 solutions");
    count("certify @/near.saddle --all e=0.250001", "no solution");
}

static void
one_order(const char *name, const char *domain, const char *potential)
{
    char text[400];

    snprintf(text, sizeof text,
             "model m\n  parameter e = 0\n  order q in %s\n"
             "  free_entropy phi = %s\n  stationary phi in q\nend\n",
             domain, potential);
    write_file(name, text);
}

/* Roots at the ends of a domain and where cells meet, close to each other and
   to an end, of even order, and on a whole line. */
static void
test_hard_domains(void)
{
    /* where the first cell is cut, and where halves of it are */
    one_order("face.saddle", "0 .. 1", "(q - 4873/10000)^2");
    never_else("certify @/face.saddle --all", "exactly 1 solution");
    one_order("face2.saddle", "0 .. 1", "(q - 1/2)^2");
    never_else("certify @/face2.saddle --all", "exactly 1 solution");
    /* at an end: not strictly inside */
    one_order("end.saddle", "0 .. 1", "(q - 1)^2");
    never_else("certify @/end.saddle --all", "no solution");
    one_order("end2.saddle", "0 .. 1", "q^3/3 - q^2/2");
    never_else("certify @/end2.saddle --all", "no solution");
    /* q (q - 10^-6) (q - 2 10^-6) (q - 1/2) inside 0 .. 1 */
    one_order("near0.saddle", "-1 .. 1",
              "q^3/3 - (10^-6 + 2*10^-6)*q^2/2 + 2*10^-12*q + e*q");
    never_else("certify @/near0.saddle --all", "exactly 2 solutions");
    never_else("certify @/near0.saddle --all e=10^-12", "no solution");
    never_else("certify @/near0.saddle --all e=0.25*10^-12",
               "not certified");
    /* even roots, of order two and four */
    one_order("double.saddle", "-1 .. 1", "(q - 1/3)^3/3 + e*q");
    never_else("certify @/double.saddle --all", "not certified");
    never_else("certify @/double.saddle --all e=10^-20", "no solution");
    one_order("four.saddle", "-1 .. 1", "(q - 1/3)^5/5");
    never_else("certify @/four.saddle --all", "not certified");
    /* F jumps by 3/5 where its derivative, 2 on both sides, does not tell */
    one_order("jump.saddle", "0 .. 1",
              "max(q^2 - 11*q/5, q^2 - 8*q/5 - 9/25)");
    never_else("certify @/jump.saddle --all", "exactly 1 solution");
    one_order("jump2.saddle", "0 .. 1",
              "min(q^2 - 6*q/10, q^2 - 16*q/10 + 1/2)");
    never_else("certify @/jump2.saddle --all", "exactly 2 solutions");
    /* a circle of roots, a line of them */
    write_file("circle.saddle",
               "model m\n  order q, r in -2 .. 2\n"
               "  free_entropy phi = (q^2 + r^2 - 1)^2\n"
               "  stationary phi in q, r\nend\n");
    never_else("certify @/circle.saddle --all --max-boxes 400",
               "not certified");
    write_file("line.saddle",
               "model m\n  order q, r in -2 .. 2\n"
               "  free_entropy phi = (q - r)^2\n"
               "  stationary phi in q, r\nend\n");
    never_else("certify @/line.saddle --all --max-boxes 400", "not certified");
}

static void
test_boxes(void)
{
    count("certify models/spin_glass/sk.saddle --all beta=2 h=0.3",
          "exactly 1 solution");
    count("certify models/spin_glass/sk.saddle --all beta=2",
          "exactly 1 solution");
    count("certify models/spin_glass/sk.saddle --all beta=0.8", "no solution");
}

static void
test_range(void)
{
    count("certify models/storage/spherical_perceptron.saddle alpha_c --global "
          "--digits 20", "The claim is global");
    CU_ASSERT(run("certify models/storage/spherical_perceptron.saddle alpha_c "
                  "alpha=0.5..1 --global") == 1);
    CU_ASSERT(has(out, "disproven"));
    count("certify models/spin_glass/sk.saddle h_at beta=2 h=0.3..1 --global "
          "--digits 20", "The claim is global");
}

/* What is singular at a solution: one, two or no such points in a range, and
   points at an end of the range or where a branch ends. */
static void
test_singular(void)
{
    count("certify models/bayes/phase_retrieval.saddle alpha_weak --global "
          "-o @/weak.cert", "The claim is global");
    read_file("weak.cert");
    CU_ASSERT(has(out, "claim all 1 instability") && has(out, "range alpha")
              && has(out, "regular") && has(out, " one 0"));
    write_file("fold.saddle",
               "model fold\n  parameter a in -3 .. 3\n  order q in -2 .. 2\n"
               "  free_entropy phi = q^4/4 - q^2/2 - a*q\n"
               "  stationary phi in q\n"
               "  observable m2 = q^2\n  start up at q = 1\n"
               "  threshold a_fold in a = -1 .. 1 where spinodal of up\n"
               "  threshold a_flat in a = 1 .. 2 where extremum of m2\n"
               "end\n");
    /* both folds of the S are such points, whatever branch leads there */
    CU_ASSERT(run("certify @/fold.saddle a_fold --global") == 0);
    CU_ASSERT(has(out, "claim is local") || has(out, "exactly 2 such points"));
    count("certify @/fold.saddle a_fold a=-1..0 --global -o @/fold.cert",
          "The claim is global");
    read_file("fold.cert");
    CU_ASSERT(has(out, "claim all 1 fold"));
    CU_ASSERT(run("certify models/storage/binary_perceptron.saddle alpha_c "
                  "--global --digits 5 --max-boxes 60") == 0);
    CU_ASSERT(has(out, "claim is local") && has(out, "Left are ")
              && has(out, "q in [") && has(out, "alpha in ["));
    CU_ASSERT(run("certify @/fold.saddle a_fold a=0.5..1 --global") == 1);
    CU_ASSERT(has(out, "disproven"));
    CU_ASSERT(run("certify @/fold.saddle a_flat --global") == 1);
    CU_ASSERT(has(out, "disproven"));
}

static void
test_certificate(void)
{
    count("certify models/bayes/bayes_sign_binary.saddle --all alpha=1.6 "
          "-o @/all.cert", "Certificate");
    read_file("all.cert");
    CU_ASSERT(has(out, "claim all 0") && has(out, "line q q_hat")
              && has(out, "cell lower") && has(out, "upper jump")
              && has(out, "part 1/2 -1 0") && has(out, "\nend\n"));
}

/* Points at a = 5/4 and 11/4, inside; no claim where the end moves. */
static void
test_moving_end(void)
{
    write_file("edge.saddle",
               "model edge\n"
               "  parameter a in -1 .. 4\n"
               "  order m in 0 .. 1/2 + a\n"
               "  free_entropy phi = (5*a/4 - 1)*m - m^2/2\n"
               "  stationary phi in m\n"
               "  start at m = 1/2\n"
               "  threshold a_c in a = 1 .. 3 where (a - 5/4)*(a - 11/4) == 0\n"
               "end\n");
    expect(0, "certify @/edge.saddle a_c --global");
    CU_ASSERT(has(out, "an end of the domain depends on the parameter"));
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "cells cover", test_cover },
        { "on the Nishimori line", test_line },
        { "next to the end", test_last },
        { "volumes", test_volumes },
        { "other volumes", test_other_volumes },
        { "degenerate and close roots", test_degenerate },
        { "roots at ends, on faces, in clusters", test_hard_domains },
        { "branch and bound", test_boxes },
        { "thresholds in a range", test_range },
        { "singular points in a range", test_singular },
        { "an end that moves with the parameter", test_moving_end },
        { "certificates of a domain", test_certificate },
        { NULL, NULL }
    };
    int status = shell_open() ? harness_run("global", tests) : 1;

    return shell_close() == 0 ? status : 1;
}
