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

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "cells cover", test_cover },
        { "on the Nishimori line", test_line },
        { "degenerate and close roots", test_degenerate },
        { "branch and bound", test_boxes },
        { "thresholds in a range", test_range },
        { "singular points in a range", test_singular },
        { "certificates of a domain", test_certificate },
        { NULL, NULL }
    };
    int status = shell_open() ? harness_run("global", tests) : 1;

    return shell_close() == 0 ? status : 1;
}
