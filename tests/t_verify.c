/* tests/t_verify.c -- the checker's own rules, each alone. */
#include "harness.h"
#include "shell.h"
#include "valued.h"

#include "../runtime/verify/proof/krawczyk.h"
#include "../runtime/verify/integrals/tail.h"
#include "../runtime/verify/verify.h"

#include <acb_hypgeom.h>
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include <string.h>

/* ---- Gaussian measure of an interval ----------------------------------------- */

static void
test_measure(void)
{
    static const double at[] = { 0.75, 1.25 };

    value_is("(gauss (if (le (sym a) (var 0)) 1 0))", "(H (sym a))", at, 2);
    value_is("(gauss (if (lt (var 0) (sym a)) 1 0))",
             "(H (mul -1 (sym a)))", at, 2);
    value_is("(gauss (if (le (abs (var 0)) (sym a)) 1 0))",
             "(add 1 (mul -2 (H (sym a))))", at, 2);
    value_is("(gauss (if (or (lt (var 0) (sym a)) (lt (sym b) (var 0))) 1 0))",
             "(add (H (mul -1 (sym a))) (H (sym b)))", at, 2);
    value_is("(gauss (if (and (lt (var 0) (sym a)) (lt (var 0) (sym b))) 1 0))",
             "(H (mul -1 (sym a)))", at, 2);
    value_is("(gauss (if (le (mul -2 (var 0)) (sym a)) 1 0))",
             "(H (mul -1/2 (sym a)))", at, 2);
    value_is("(gauss (abs (var 0)))", "(pow (mul 1/2 pi) -1/2)", at, 2);
    value_is("(gauss (max 0 (add (var 0) (sym a))))",
             "(add (phi (sym a)) (mul (sym a) (H (mul -1 (sym a)))))", at, 2);
}

/* Taylor coefficients of H at u: those of erfc, and He_(k-1)(u) phi(u)/k!. */
static void
exact_above(acb_ptr to, const acb_t u)
{
    acb_t t;

    acb_init(t);
    arb_sqrt_ui(acb_realref(t), 2, 200);
    acb_div(t, u, t, 200);
    acb_hypgeom_erfc(to, t, 200);
    acb_mul_2exp_si(to, to, -1);
    acb_sqr(t, t, 200);
    acb_neg(t, t);
    acb_exp(t, t, 200);
    arb_const_pi(acb_realref(to + 1), 200);
    arb_mul_2exp_si(acb_realref(to + 1), acb_realref(to + 1), 1);
    arb_rsqrt(acb_realref(to + 1), acb_realref(to + 1), 200);
    acb_mul(to + 1, to + 1, t, 200);
    acb_neg(to + 1, to + 1);
    acb_mul(to + 2, to + 1, u, 200);
    acb_mul(to + 3, to + 2, u, 200);
    acb_sub(to + 3, to + 3, to + 1, 200);
    acb_div_si(to + 2, to + 2, -2, 200);
    acb_div_si(to + 3, to + 3, 6, 200);
    acb_clear(t);
}

static double
anywhere(void)
{
    return (double) n_randint(rng, 2001) / 1000 - 1;
}

/* H on wide complex boxes, with its derivatives, holds the values inside. */
static void
test_wide_boxes(void)
{
    static unsigned char first[RING_MAX] = { 1 };
    long i, k, bad = 0, n = trials(300), known = 0;
    ring_t ring;
    ground_t g;

    memset(&g, 0, sizeof g);
    CU_ASSERT_FATAL(ring_init(&ring, 1, 3, 0));
    CU_ASSERT_FATAL(ring_find(&ring, first) == 1);
    g.ring = &ring;
    g.prec = 100;
    arb_init(g.start);
    for (i = 0; i < n; i++)
    {
        acb_ptr c = jet_new(&ring), r = jet_new(&ring), truth = jet_new(&ring);
        double re = ldexp((double) n_randint(rng, 99),
                          -(int) n_randint(rng, 28));
        double im = ldexp((double) n_randint(rng, 99),
                          -(int) n_randint(rng, 28));
        acb_t point;

        acb_init(point);
        acb_set_d_d(c, (double) n_randint(rng, 1200) / 100 - 4,
                    (double) n_randint(rng, 300) / 100 - 1.5);
        acb_set_d_d(point, re * anywhere(), im * anywhere());
        acb_add(point, point, c, 200);
        mag_set_d(arb_radref(acb_realref(c)), re);
        mag_set_d(arb_radref(acb_imagref(c)), im);
        acb_one(c + 1);
        exact_above(truth, point);
        if (val_plain(&g, r, val_normal_above(&g, val_jet(&g, c)))
            && acb_is_finite(r) && acb_is_finite(r + 3))
        {
            known++;
            for (k = 0; k < ring.length; k++)
                bad += !acb_overlaps(r + k, truth + k);
        }
        acb_clear(point);
        jet_free(&ring, truth);
        jet_free(&ring, r);
        jet_free(&ring, c);
    }
    val_release(&g, 0);
    arb_clear(g.start);
    ring_clear(&ring);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(5 * known >= n);
    printf(" [%ld boxes, %ld known]", n, known);
}

/* ---- polynomial x exp(quadratic), rotations ------------------------------------- */

static void
test_quadratic(void)
{
    static const double at[] = { 0.75, 1.25 };

    value_is("(gauss (exp (add (mul -1/2 (sym a) (pow (var 0) 2)) (mul (sym b)"
             " (var 0)))))",
             "(mul (pow (add 1 (sym a)) -1/2) (exp (mul 1/2 (pow (sym b) 2)"
             " (pow (add 1 (sym a)) -1))))", at, 2);
    value_is("(gauss (mul (pow (var 0) 4) (exp (mul (sym a) (var 0)))))",
             "(mul (exp (mul 1/2 (pow (sym a) 2))) (add 3 (mul 6 (pow (sym a)"
             " 2)) (pow (sym a) 4)))", at, 2);
    value_is("(int 0 inf (mul (var 0) (exp (mul -1/2 (pow (var 0) 2)))))", "1",
             at, 2);
    value_is("(int (sym a) (sym b) (pow (var 0) 2))",
             "(mul 1/3 (add (pow (sym b) 3) (mul -1 (pow (sym a) 3))))", at,
             2);
    value_is("(gauss (log (gauss (exp (mul (var 0) (var 1) (sym a))))))",
             "(mul 1/2 (pow (sym a) 2))", at, 2);
    /* a double integral over (xi, y) of the density of y given xi */
    value_is("(gauss (int (mul -1 inf) inf (mul (pow (var 0) 2) (phi (add"
             " (var 0) (mul (sym a) (var 1)))))))",
             "(add 1 (pow (sym a) 2))", at, 2);
}

/* At a = 0, with derivatives, half the second and a quarter of the fourth one. */
static void
test_no_variance(void)
{
#define X "(mul (pow (sym a) 1/2) (var 0))"
    static const double at[] = { 0, 0.5 };
    acb_ptr x;

    CU_ASSERT_FATAL(jet_of(&x, "(gauss (mul (pow " X " 2) (exp (add (mul 1/2 (pow"
                               " (sym a) 1/2) (var 0)) (mul -1 (pow " X " 2))))))",
                           2, 0, 1, at, 64));
    CU_ASSERT(acb_is_zero(x) && arb_contains_si(acb_realref(x + 1), 1)
              && fabs(arf_get_d(arb_midref(acb_realref(x + 2)),
                                ARF_RND_NEAR) + 2.625) < 1e-12);
    _acb_vec_clear(x, 3);
    value_is("(int (mul -1 inf) inf (gauss (exp (mul -1/2 (pow (add " X " (mul -1"
             " (var 1))) 2)))))", "(pow (mul 2 pi) 1/2)", at, 2);
#undef X
}

static void
test_rotation(void)
{
    static const double at[] = { 0.75, 1.25 };

    value_is("(gauss (gauss (log (cosh (add (mul (sym a) (var 0)) (mul (sym b)"
             " (add 1 (mul -2 (var 1)))))))))",
             "(gauss (log (cosh (add (sym b) (mul (var 0) (pow (add (pow (sym a)"
             " 2) (mul 4 (pow (sym b) 2))) 1/2))))))", at, 2);
    value_is("(gauss (gauss (log (cosh (add (mul (sym a) (var 0)) (mul (sym b)"
             " (var 1)))))))",
             "(gauss (log (cosh (mul (var 0) (pow (add (pow (sym a) 2) (pow"
             " (sym b) 2)) 1/2)))))", at, 2);
    value_is("(gauss (log (gauss (gauss (if (le 0 (add (var 0) (mul (sym a)"
             " (var 1)) (mul (sym b) (var 2)))) 1 0)))))",
             "(gauss (log (H (mul (sym b) (var 0) (pow (add 1 (pow (sym a) 2))"
             " -1/2)))))", at, 2);
    /* not of one combination: stays a double integral, of polynomials */
    value_is("(gauss (gauss (mul (pow (add (var 0) (var 1)) 2) (var 0)"
             " (var 1))))", "2", at, 2);
}

/* Moreau envelopes, and E H(a v + b). */
static void
test_envelopes(void)
{
    static const double at[] = { 0.75, 1.25 };

    value_is("(minimum (add (pow (add (var 0) (sym a)) 2) (mul 2 (sym b) (abs"
             " (var 0)))))", "9/16", at, 2);
    value_is("(minimum (add (pow (add (var 0) (mul -2 (sym b))) 2) (mul 2 (sym"
             " a) (abs (var 0)))))", "(add 25/4 -49/16)", at, 2);
    value_is("(gauss (minimum (add (mul 1/2 (pow (add (var 0) (mul -1 (var 1)))"
             " 2)) (mul (sym a) (pow (var 0) 2)))))",
             "(mul (sym a) (pow (add 1 (mul 2 (sym a))) -1))", at, 2);
    /* Huber's function */
    value_is("(gauss (minimum (add (mul 1/2 (pow (add (var 0) (mul -1 (var 1)))"
             " 2)) (abs (var 0)))))",
             "(gauss (if (lt (abs (var 0)) 1) (mul 1/2 (pow (var 0) 2)) (add"
             " (abs (var 0)) -1/2)))", at, 2);
    value_is("(gauss (minimum (add (mul 1/2 (pow (add (var 0) (mul -1 (var 1)))"
             " 2)) (max 0 (add 1 (mul -1 (var 0)))))))",
             "(gauss (if (lt 1 (var 0)) 0 (if (lt 0 (var 0)) (mul 1/2 (pow (add"
             " 1 (mul -1 (var 0))) 2)) (add 1/2 (mul -1 (var 0))))))", at, 2);
    /* flat up to a kink */
    value_is("(minimum (add (sym a) (max 0 (var 0)) (pow (max 0 (var 0)) 2)))",
             "(sym a)", at, 2);
    value_is("(gauss (H (add (sym a) (mul (sym b) (var 0)))))",
             "(H (mul (sym a) (pow (add 1 (pow (sym b) 2)) -1/2)))", at, 2);
}

/* Kinks in conditions and under powers, where only exact numbers tell that
   there is no jump; what jumps, bends down or is less at one point is refused. */
static void
test_exact_kinks(void)
{
    static const char *const bad[] = {
        "(if (le (abs (var 0)) 1) (pow (var 0) 2) (add 1/100 (pow (var 0) 2)))",
        "(if (le (var 0) 1) (pow (var 0) 2) (add 1/100 (pow (var 0) 2)))",
        "(if (lt (var 0) 1) (pow (var 0) 2) (add 1/100 (pow (var 0) 2)))",
        "(if (le (abs (var 0)) 1) (mul 2 (pow (var 0) 2)) (add 1 (abs (var"
        " 0))))",
        "(if (and (le (var 0) 1) (le 1 (var 0))) -9 (pow (var 0) 2))",
        "(if (eq (var 0) 1) -9 (pow (var 0) 2))",
        "(if (le (var 0) (pow 2 1/2)) 0 (add (var 0) (mul -1 (pow 2 1/2))))",
        "(add (pow (var 0) 2) (mul -1/3 (max 0 (add (abs (var 0)) -1))))",
        "(add (pow (var 0) 2) (if (lt (gauss (var 0)) (var 0)) 0 1))"
    };
    static const double at[] = { 3, 1.25 };
    char text[400];
    size_t i;

    value_is("(minimum (add (mul 1/2 (pow (add (var 0) (mul -1 (sym a))) 2))"
             " (if (le (abs (var 0)) 1) (mul 1/2 (pow (var 0) 2)) (add -1/2"
             " (abs (var 0))))))", "2", at, 1);
    /* its envelope: b^2/4 up to 2, |b| - 1 from there */
    value_is("(gauss (minimum (add (mul 1/2 (pow (add (var 0) (mul -1 (sym b)"
             " (var 1))) 2)) (if (le (abs (var 0)) 1) (mul 1/2 (pow (var 0) 2))"
             " (add -1/2 (abs (var 0)))))))",
             "(gauss (if (lt (abs (mul 5/4 (var 0))) 2) (mul 25/64 (pow (var 0)"
             " 2)) (add (abs (mul 5/4 (var 0))) -1)))", at, 2);
    value_is("(gauss (minimum (add (mul 1/2 (pow (add (var 0) (mul -1 (var 1)))"
             " 2)) (mul 1/2 (pow (max 0 (add -1 (abs (var 0)))) 2)))))",
             "(gauss (mul 1/4 (pow (max 0 (add -1 (abs (var 0)))) 2)))", at, 1);
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
    {
        snprintf(text, sizeof text, "(minimum (add (mul 1/2 (pow (add (var 0)"
                 " (mul -1 (sym a))) 2)) %s))", bad[i]);
        value_is_unknown(text, at, 1);
    }
}

/* More kinks than an axis has pieces: not known, and no cut is left over, whose
   place would be that of another time. */
static void
test_many_kinks(void)
{
    char text[4000] = "(gauss (add";
    tree_t tree;
    work_t w;
    node_t *e;
    int k;

    for (k = -33; k < 33; k++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 " (abs (add (var 0) %d/10))", k);
    strcat(text, "))");
    tree_init(&tree);
    e = tree_parse(&tree, text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(e);
    CU_ASSERT_FATAL(work_init(&w, &tree, 0, 0, 0, 64));
    interpret(&w, e);
    CU_ASSERT(w.g.why != NULL && strstr(w.g.why, "too many pieces") != NULL);
    CU_ASSERT_EQUAL(w.split_slot, -1);
    work_clear(&w);
    tree_clear(&tree);
}

/* 3 x - 3, whose derivative is written as 3 + x^2 - x^2: too wide on a box, not
   on its parts. */
static int
too_wide(void *context, arb_srcptr x, arb_ptr f, arb_mat_t j, slong prec)
{
    arb_t square;

    (void) context;
    arb_mul_si(f, x, 3, prec);
    arb_sub_si(f, f, 3, prec);
    if (j == NULL)
        return 1;
    arb_init(square);
    arb_sqr(square, x, prec);
    arb_add_si(arb_mat_entry(j, 0, 0), square, 3, prec);
    arb_sub(arb_mat_entry(j, 0, 0), arb_mat_entry(j, 0, 0), square, prec);
    arb_clear(square);
    return 1;
}

static void
test_parts(void)
{
    krawczyk_t k;
    arb_t x;

    arb_init(x);
    arb_set_si(x, 1);
    mag_set_d(arb_radref(x), 0.9);
    CU_ASSERT(krawczyk_prove(&k, x, NULL, 1, too_wide, NULL, 1000));
    arb_add_si(x, x, 1, 64);
    CU_ASSERT(!krawczyk_prove(&k, x, NULL, 1, too_wide, NULL, 1000));
    arb_clear(x);
}

/* The distance from a half-line, to whose ends the variable is cut off. */
static void
test_constrained(void)
{
    static const double at[] = { 0.75, 1.25 };

    value_is("(gauss (minimum (pow (add (var 1) (mul -1 (min (sym a) (var 0))))"
             " 2)))",
             "(gauss (pow (max 0 (add (var 0) (mul -1 (sym a)))) 2))", at, 2);
    value_is("(gauss (minimum (pow (add (var 1) (mul -1 (max (sym a) (var 0))))"
             " 2)))",
             "(gauss (pow (max 0 (add (sym a) (mul -1 (var 0)))) 2))", at, 2);
    value_is("(minimum (add (max (sym b) (var 0)) (abs (max (sym b) (var 0)))"
             "))", "(mul 2 (sym b))", at, 2);
}

/* ---- numeric integrals, kinks, tails ----------------------------------------------- */

static void
test_numeric(void)
{
    static const double at[] = { 0.75, 1.25 };

    /* E log H(Z) = -1, since H(Z) is uniform */
    value_is("(gauss (log (H (var 0))))", "-1", at, 2);
    value_is("(gauss (mul (log (H (var 0))) (H (var 0))))", "-1/4", at, 2);
    value_is("(gauss (cos (var 0)))", "(exp -1/2)", at, 2);
    value_is("(gauss (pow (cosh (var 0)) 2))",
             "(add 1/2 (mul 1/2 (exp 2)))", at, 2);
    /* kinks at -a, and where two ends of an inner interval meet */
    value_is("(gauss (exp (mul -1 (abs (add (sym a) (var 0))))))",
             "(mul (exp 1/2) (add (mul (exp (mul -1 (sym a))) (H (add 1 (mul -1"
             " (sym a))))) (mul (exp (sym a)) (H (add 1 (sym a))))))", at, 2);
    value_is("(gauss (gauss (if (and (lt 0 (var 0)) (lt (var 0) (var 1))) 1"
             " 0)))", "1/8", at, 2);
}

/* Numbers that are equal cancel though their balls do not, and no others: in tails
   where the quadratic terms cancel, the integrals below end. */
static void
test_names(void)
{
    static const double at[] = { 1.3, 0.3 };

    value_is("(int (mul -1 inf) inf (mul (phi (mul (pow (sym a) 1/2) (var 0)))"
             " (exp (mul 1/2 (sym a) (pow (var 0) 2))) (phi 0) (log (cosh (var"
             " 0))) (pow (cosh (var 0)) -1)))",
             "(mul 1/2 (pow pi -1) (int (mul -1 inf) inf (mul (log (cosh (var"
             " 0))) (pow (cosh (var 0)) -1))))", at, 2);
    value_is("(int (mul -1 inf) inf (mul (pow (cosh (var 0)) -1) (log (add (exp"
             " (mul (pow (sym a) -1) (pow (add (sym b) (var 0)) 2))) (exp (mul"
             " (pow (sym a) -1) (pow (add (sym b) (mul -1 (var 0))) 2)))))))",
             "(int (mul -1 inf) inf (mul (pow (cosh (var 0)) -1) (add (mul (pow"
             " (sym a) -1) (add (pow (sym b) 2) (pow (var 0) 2))) (log (mul 2"
             " (cosh (mul 2 (sym b) (var 0) (pow (sym a) -1))))))))", at, 2);
    /* |a - 2| is not a - 2 */
    value_is("(add (pow (pow (add (sym a) -2) 2) 1/2) (mul -1 (add (sym a) -2)))",
             "(add 4 (mul -2 (sym a)))", at, 2);
    value_is("(add (pow (pow (add (sym a) -2) -2) 1/2) (pow (add (sym a) -2)"
             " -1))", "0", at, 2);
    value_is("(add (mul 3 (sym a)) (mul -1 (sym a)) (mul -1 (sym a)) (mul (sym"
             " b) (sym a)))", "(mul (sym a) (add 1 (sym b)))", at, 2);
    value_is("(add (mul (sym a) (sym b)) (mul -1 (sym a) (sym a)))",
             "(mul (sym a) (add (sym b) (mul -1 (sym a))))", at, 2);
    value_is("(add (pow (sym a) 2) (mul -1 (sym a)))",
             "(mul (sym a) (add -1 (sym a)))", at, 2);
    value_is("(add (pow (sym a) -1) (mul -1 (sym a)))",
             "(mul (pow (sym a) -1) (add 1 (mul -1 (pow (sym a) 2))))", at, 2);
    value_is("(add (pow (mul 2 (sym a)) 1/2) (mul -2 (sym a)))",
             "(mul (pow (mul 2 (sym a)) 1/2) (add 1 (mul -1 (pow (mul 2 (sym"
             " a)) 1/2))))", at, 2);
    /* what there is not does not cancel */
    value_is_unknown("(add (pow (add (sym a) (mul -1 (sym a) (pow (sym b) 0)) 0)"
                     " -1) (pow (add (sym a) -2) 1/2) (mul -1 (pow (add (sym a)"
                     " -2) 1/2)))", at, 2);
    value_is_unknown("(add (pow (add (sym a) -2) 1/2) (mul -1 (pow (add (sym a)"
                     " -2) 1/2)))", at, 2);
    value_is_unknown("(add (sym a) (mul -1 (mul (pow (add (sym a) -2) 1/2) (pow"
                     " (add (sym a) -2) 1/2))) -2)", at, 2);
}

/* Derivatives through averages, at 0 too: half the second derivative. */
static void
test_heat(void)
{
    static const double zero[] = { 0 }, one[] = { 1 };
    acb_ptr x;
    int k;

    for (k = 0; k < 2; k++)
    {
        /* E cos(sqrt(a) z) = exp(-a/2) */
        CU_ASSERT_FATAL(jet_of(&x, "(gauss (cos (mul (pow (sym a) 1/2) (var"
                                   " 0))))", 2, 1 - k, 1, k ? one : zero,
                               64));
        CU_ASSERT(arf_cmpabs_2exp_si(arb_midref(acb_realref(x)), -2) > 0);
        {
            arb_t t, e;
            int i, place[3] = { 0, 1, 2 };

            arb_init(t);
            arb_init(e);
            arb_set_d(e, k ? -0.5 : 0);
            arb_exp(e, e, 100);
            for (i = 0; i < 3; i++)
            {
                arb_mul_2exp_si(t, e, i == 2 ? -3 : -i);
                if (i == 1)
                    arb_neg(t, t);
                CU_ASSERT(arb_overlaps(t, acb_realref(x + place[i])));
            }
            arb_clear(t);
            arb_clear(e);
        }
        _acb_vec_clear(x, k ? 3 : 9);
    }
}

/* The bound of a tail, with a start that makes it large. */
static void
test_tails(void)
{
    static const char *const body[] = { "(pow (var 0) 2)", "(H (var 0))",
                                        "(log (cosh (var 0)))", "(tanh (var 0))",
                                        "(log (gauss (if (le (var 0) (var 1)) 1"
                                        " 0)))", "1",
                                        "(mul (phi (mul 1/3 (var 0))) (pow (H"
                                        " (mul 1/3 (var 0))) -1))",
                                        "(add 1 (mul (phi (mul 1/3 (var 0)))"
                                        " (pow (H (mul 1/3 (var 0))) -1)))" };
    size_t i;
    int direction;

    for (i = 0; i < 16; i++)
    {
        tree_t tree;
        work_t w;
        node_t *e;
        val_t *scale;
        mag_t bound;
        arb_t b, t;
        double truth, z, sum = 0;
        acb_ptr c;

        direction = i % 2 ? 1 : -1;
        mag_init(bound);
        arb_init(b);
        arb_init(t);
        tree_init(&tree);
        CU_ASSERT_FATAL(work_init(&w, &tree, 0, 0, 0, 64));
        {
            char text[200];

            snprintf(text, sizeof text, "(gauss %s)", body[i / 2]);
            e = tree_parse(&tree, text);
        }
        CU_ASSERT_PTR_NOT_NULL_FATAL(e);
        scale = val_si(&w.g, 1);
        arb_set_si(w.g.start, 5);
        CU_ASSERT(integral_tail(&w, bound, e->child[0], scale, NULL, 1, direction,
                                NULL));
        /* the tail by a crude sum of doubles, good to a few per cent */
        c = jet_new(&w.ring);
        for (z = 5.005; z < 9; z += 0.01)
        {
            val_t *x, *v;

            arb_set_d(t, direction * z);
            x = val_arb(&w.g, t);
            push_slot(&w, SLOT_NUMBER, 0, x, NULL);
            v = interpret(&w, e->child[0]);
            pop_slot(&w);
            CU_ASSERT(val_plain(&w.g, c, v));
            truth = arf_get_d(arb_midref(acb_realref(c)), ARF_RND_NEAR);
            sum += 0.01 * 0.3989422804 * exp(-z * z / 2)
                   * (truth < 0 ? -truth : truth);
        }
        truth = mag_get_d(bound);
        CU_ASSERT(truth > 0.97 * sum && truth < 10 * sum);
        if (!(truth > 0.97 * sum && truth < 10 * sum))
            printf("\n    %s, %d: %g, sum %g", body[i / 2], direction, truth,
                   sum);
        jet_free(&w.ring, c);
        work_clear(&w);
        tree_clear(&tree);
        arb_clear(t);
        arb_clear(b);
        mag_clear(bound);
    }
}

/* ---- certificates ------------------------------------------------------------------ */

static void
certified(const char *arguments)
{
    char line[400];

    snprintf(line, sizeof line, "certify models/%s --digits 20 -o @/x.cert",
             arguments);
    if (!expect(0, line))
        return;
    CU_ASSERT(expect(0, "verify @/x.cert") && strcmp(out, "verified\n") == 0);
    CU_ASSERT(has(err, "Potential of") && has(err, "Trusted"));
}

static void
test_certificates(void)
{
    certified("spin_glass/sk.saddle beta=2 h=1/5");
    certified("storage/spherical_perceptron.saddle alpha_c "
                         "kappa=1/2");
    certified("bayes/compressed_sensing.saddle alpha=1 rho=1/2 "
                    "Delta=1/2");
    certified("gibbs/mismatched_prior.saddle alpha=1 Delta=1/2");
    certified("storage/binary_perceptron.saddle alpha_c");
    certified("erm/hinge.saddle alpha=3 lambda=1/2");
    /* quadratic terms of tails that cancel though their balls do not: weights
       with laplace parts, |z| at q = 0 */
    write_file("l.saddle",
               "model l\n  parameter alpha > 0\n  samples alpha\n"
               "  teacher w ~ mix(0.3: laplace(1), 0.7: normal(0, 1))\n"
               "  labels y = sign(z)\n  learner bayes\nend\n");
    expect(0, "certify @/l.saddle alpha=1 --digits 12 -o @/x.cert");
    CU_ASSERT(expect(0, "verify @/x.cert") && strcmp(out, "verified\n") == 0);
    write_file("z.saddle",
               "model z\n  parameter alpha > 0\n  samples alpha\n"
               "  teacher w ~ mix(0.3: normal(0, 1), 0.7: delta(0))\n"
               "  labels y = abs(z)\n  learner bayes\n"
               "  threshold weak in alpha = 0.05 .. 3 where instability of q = 0"
               "\nend\n");
    expect(0, "certify @/z.saddle weak --digits 12 -o @/x.cert");
    CU_ASSERT(expect(0, "verify @/x.cert") && strcmp(out, "verified\n") == 0);
    /* phi^2/H^2: exponents that cancel though their balls do not */
    write_file("at.saddle",
               "model line\n  parameter alpha > 0\n  weights w ~ rademacher\n"
               "  samples alpha\n  require z >= -1/2\n"
               "  threshold alpha_at in alpha = 1 .. 4 where replicon == 1\n"
               "end\n");
    expect(0, "certify @/at.saddle alpha_at --digits 20 -o @/x.cert");
    CU_ASSERT(expect(0, "verify @/x.cert") && strcmp(out, "verified\n") == 0);
    /* two ends of one axis, met as c - z and as z */
    write_file("xor.saddle",
               "model xor\n  parameter alpha > 0\n  parameter c = 1\n"
               "  teacher w ~ rademacher\n  labels y = sign(z*(z - c))\n"
               "  samples alpha\n  learner bayes\nend\n");
    expect(0, "certify @/xor.saddle alpha=1 --digits 10 -o @/x.cert");
    CU_ASSERT(expect(0, "verify @/x.cert") && strcmp(out, "verified\n") == 0);
    expect(4, "verify @/none.cert");
    expect(2, "verify");
    write_file("y.cert", "saddle certificate 1\nend\n");
    CU_ASSERT(expect(4, "verify @/y.cert") && has(out, "not verified: "));
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "Gaussian measure of an interval", test_measure },
        { "wide boxes", test_wide_boxes },
        { "polynomial times exp(quadratic)", test_quadratic },
        { "closed forms without variance", test_no_variance },
        { "independent normal variables become one", test_rotation },
        { "envelopes", test_envelopes },
        { "too many kinks", test_many_kinks },
        { "Jacobians in parts", test_parts },
        { "exact kinks", test_exact_kinks },
        { "minima that are cut off", test_constrained },
        { "numeric integrals", test_numeric },
        { "numbers that cancel", test_names },
        { "half the second derivative", test_heat },
        { "tails, made large", test_tails },
        { "certificates", test_certificates },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify", tests);
    return shell_close() == 0 ? status : 1;
}
