/* tests/t_certify.c -- the Krawczyk test proves, and refuses. */
#include "harness.h"
#include "programs.h"

#include "../runtime/certify/certify.h"

#include <math.h>
#include <stdlib.h>

#define MAX_N 8

/* f_i(x) = sum_k a_ik (x_k - r_k) + c_i (x_i - r_i)^2, all exact. */
typedef struct
{
    int n;
    arb_t a[MAX_N][MAX_N], c[MAX_N], root[MAX_N];
} planted_t;

static void
planted_init(planted_t *p, int n)
{
    int i, k;

    p->n = n;
    for (i = 0; i < n; i++)
    {
        arb_init(p->c[i]);
        arb_init(p->root[i]);
        for (k = 0; k < n; k++)
            arb_init(p->a[i][k]);
    }
}

static void
planted_clear(planted_t *p)
{
    int i, k;

    for (i = 0; i < p->n; i++)
    {
        arb_clear(p->c[i]);
        arb_clear(p->root[i]);
        for (k = 0; k < p->n; k++)
            arb_clear(p->a[i][k]);
    }
}

static void
random_dyadic(arb_t x)
{
    arb_set_si(x, (slong) n_randint(rng, 2048) - 1024);
    arb_mul_2exp_si(x, x, -9);
}

/* Diagonally dominant, hence with a regular root. */
static void
planted_random(planted_t *p)
{
    int i, k;

    for (i = 0; i < p->n; i++)
    {
        random_dyadic(p->c[i]);
        random_dyadic(p->root[i]);
        for (k = 0; k < p->n; k++)
            random_dyadic(p->a[i][k]);
        arb_add_si(p->a[i][i], p->a[i][i], 4 * p->n, 200);
    }
}

static saddle_status_t
planted_f(arb_ptr out, arb_srcptr x, slong prec, void *ctx)
{
    const planted_t *p = ctx;
    arb_t d;
    int i, k;

    arb_init(d);
    for (i = 0; i < p->n; i++)
    {
        arb_sub(d, x + i, p->root[i], prec);
        arb_mul(d, d, d, prec);
        arb_mul(out + i, p->c[i], d, prec);
        for (k = 0; k < p->n; k++)
        {
            arb_sub(d, x + k, p->root[k], prec);
            arb_addmul(out + i, p->a[i][k], d, prec);
        }
    }
    arb_clear(d);
    return SADDLE_OK;
}

static saddle_status_t
planted_j(arb_mat_t out, arb_srcptr x, slong prec, void *ctx)
{
    const planted_t *p = ctx;
    arb_t d;
    int i, k;

    arb_init(d);
    for (i = 0; i < p->n; i++)
    {
        for (k = 0; k < p->n; k++)
            arb_set(arb_mat_entry(out, i, k), p->a[i][k]);
        arb_sub(d, x + i, p->root[i], prec);
        arb_mul(d, d, p->c[i], prec);
        arb_mul_2exp_si(d, d, 1);
        arb_add(arb_mat_entry(out, i, i), arb_mat_entry(out, i, i), d, prec);
    }
    arb_clear(d);
    return SADDLE_OK;
}

/* box_i = root_i + shift_i, of radius 2^-e. */
static void
box_around(arb_ptr box, const planted_t *p, const double *shift, slong e)
{
    arb_t s;
    int i;

    arb_init(s);
    for (i = 0; i < p->n; i++)
    {
        arb_set_d(s, shift != NULL ? shift[i] : 0);
        arb_add(box + i, p->root[i], s, 300);
        mag_set_ui_2exp_si(arb_radref(box + i), 1, -e);
    }
    arb_clear(s);
}

static certify_verdict_t
verdict_of(const planted_t *p, arb_srcptr box, arb_ptr image)
{
    krawczyk_system_t system = { p->n, planted_f, planted_j, (void *) p };
    certify_verdict_t verdict;
    double contraction;
    arb_mat_t y;

    arb_mat_init(y, p->n, p->n);
    verdict = krawczyk_test(image, y, &contraction, &system, box, 128, 64);
    arb_mat_clear(y);
    return verdict;
}

/* Regular planted roots: proven and enclosed; a box that misses the root is
   never called proven. */
static void
test_planted_roots(void)
{
    long trial, proven = 0, lost = 0, wrong = 0, n_trials = trials(400);

    for (trial = 0; trial < n_trials; trial++)
    {
        int i, n = 1 + (int) n_randint(rng, MAX_N);
        slong e = 8 + (slong) n_randint(rng, 40);
        double shift[MAX_N] = { 0 };
        arb_ptr box = _arb_vec_init(n), image = _arb_vec_init(n);
        planted_t p;

        planted_init(&p, n);
        planted_random(&p);
        box_around(box, &p, NULL, e);
        if (verdict_of(&p, box, image) == CERTIFY_PROVEN)
        {
            proven++;
            for (i = 0; i < n; i++)
                lost += !arb_contains(image + i, p.root[i]);
        }
        /* Missed by a little more than the radius, in one coordinate. */
        shift[n_randint(rng, (ulong) n)] = 1.001 * ldexp(1, (int) -e);
        box_around(box, &p, shift, e);
        wrong += verdict_of(&p, box, image) == CERTIFY_PROVEN;
        planted_clear(&p);
        _arb_vec_clear(image, n);
        _arb_vec_clear(box, n);
    }
    CU_ASSERT(proven * 10 >= n_trials * 9);
    CU_ASSERT_EQUAL(lost, 0);
    CU_ASSERT_EQUAL(wrong, 0);
}

/* A root exactly on a face of the box: uniqueness would be claimed of a box
   whose neighbour holds it too, so it must not be proven. */
static void
test_root_on_the_face(void)
{
    long trial, wrong = 0, n_trials = trials(200);

    for (trial = 0; trial < n_trials; trial++)
    {
        int n = 1 + (int) n_randint(rng, MAX_N);
        slong e = 8 + (slong) n_randint(rng, 20);
        double shift[MAX_N] = { 0 };
        arb_ptr box = _arb_vec_init(n), image = _arb_vec_init(n);
        planted_t p;

        planted_init(&p, n);
        planted_random(&p);
        shift[n_randint(rng, (ulong) n)] = ldexp(1, (int) -e);
        box_around(box, &p, shift, e);
        wrong += verdict_of(&p, box, image) == CERTIFY_PROVEN;
        planted_clear(&p);
        _arb_vec_clear(image, n);
        _arb_vec_clear(box, n);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* Singular systems with a root in the box: a repeated row (a continuum), a
   double root (no linear part). */
static void
test_singular(void)
{
    long trial, wrong = 0, n_trials = trials(200);

    for (trial = 0; trial < n_trials; trial++)
    {
        int k, n = 2 + (int) n_randint(rng, MAX_N - 1);
        arb_ptr box = _arb_vec_init(n), image = _arb_vec_init(n);
        planted_t p;

        planted_init(&p, n);
        planted_random(&p);
        if (trial % 2)
            for (k = 0; k < n; k++)
            {
                arb_set(p.a[1][k], p.a[0][k]);
                arb_zero(p.c[0]);
                arb_zero(p.c[1]);
            }
        else
            for (k = 0; k < n; k++)
                arb_zero(p.a[0][k]);
        box_around(box, &p, NULL, 8 + (slong) n_randint(rng, 30));
        wrong += verdict_of(&p, box, image) == CERTIFY_PROVEN;
        planted_clear(&p);
        _arb_vec_clear(image, n);
        _arb_vec_clear(box, n);
    }
    CU_ASSERT_EQUAL(wrong, 0);
}

/* x^2 - s on a box: s = 2 on [-4, 4] has two roots, s < 0 none, s = 0 a
   double one, s = 1e-25 two that are very close. */
static saddle_status_t
square_f(arb_ptr out, arb_srcptr x, slong prec, void *ctx)
{
    arb_mul(out, x, x, prec);
    arb_sub(out, out, ctx, prec);
    return SADDLE_OK;
}

static saddle_status_t
square_j(arb_mat_t out, arb_srcptr x, slong prec, void *ctx)
{
    (void) prec;
    (void) ctx;
    arb_mul_2exp_si(arb_mat_entry(out, 0, 0), x, 1);
    return SADDLE_OK;
}

static certify_verdict_t
square_verdict(const char *s, double mid, double radius)
{
    krawczyk_system_t system = { 1, square_f, square_j, NULL };
    certify_verdict_t verdict;
    arb_t box, image, value;
    double contraction;
    arb_mat_t y;

    arb_init(box);
    arb_init(image);
    arb_init(value);
    arb_mat_init(y, 1, 1);
    arb_set_str(value, s, 200);
    arb_set_d(box, mid);
    mag_set_d(arb_radref(box), radius);
    system.ctx = value;
    verdict = krawczyk_test(image, y, &contraction, &system, box, 200, 100);
    arb_mat_clear(y);
    arb_clear(value);
    arb_clear(image);
    arb_clear(box);
    return verdict;
}

static void
test_two_or_none(void)
{
    CU_ASSERT_EQUAL(square_verdict("2", 0, 4), CERTIFY_UNDECIDED);
    CU_ASSERT_EQUAL(square_verdict("2", 1.4, 0.1), CERTIFY_PROVEN);
    CU_ASSERT_EQUAL(square_verdict("2", 1.2, 0.1), CERTIFY_DISPROVEN);
    CU_ASSERT_NOT_EQUAL(square_verdict("0", 0.001, 0.01), CERTIFY_PROVEN);
    CU_ASSERT_NOT_EQUAL(square_verdict("0", 0, 0.01), CERTIFY_PROVEN);
    CU_ASSERT_NOT_EQUAL(square_verdict("1e-25", 1e-14, 1e-9), CERTIFY_PROVEN);
    CU_ASSERT_NOT_EQUAL(square_verdict("-1e-28", 0, 1e-3), CERTIFY_PROVEN);
    CU_ASSERT_NOT_EQUAL(square_verdict("-1e-28", 1e-5, 1e-4),
                        CERTIFY_PROVEN);
}

/* ---- whole systems --------------------------------------------------------- */

/* kappa = shift * 2^-120; other parameters are unknowns or not used. */
static void
shifted_kappa(arb_t value, int k, slong prec, void *ctx)
{
    (void) prec;
    arb_set_si(value, k == 1 ? *(const int *) ctx : 0);
    arb_mul_2exp_si(value, value, -120);
}

static const double perceptron_guess[]
    = { 0.56394908008456164, 2.5763513190756746, 0.8330785997395792, 0 };

/* alpha_c(0) to 50 digits as published in the literature on its proof; the
   same box is refused once kappa moves by 1e-36, and when it moves itself. */
static void
test_threshold(void)
{
    static const char known[] = "0.83307859973957923368908689326696590805213"
                                "275026266449951211535458946136296809053341";
    const saddle_system_t *system = perceptron_model.system[1];
    certify_options_t options;
    certify_result_t r, other;
    int shift = 0;
    arb_t truth;

    arb_init(truth);
    arb_set_str(truth, known, 400);
    certify_result_init(&r);
    certify_result_init(&other);
    certify_options_default(&options);
    options.digits = 50;
    options.parameter = shifted_kappa;
    options.ctx = &shift;
    CU_ASSERT_EQUAL_FATAL(certify_system(&r, &perceptron_model, system,
                                         perceptron_guess, &options),
                          CERTIFY_PROVEN);
    mag_set_ui_2exp_si(arb_radref(truth), 1, -250);
    CU_ASSERT(arb_overlaps(r.zero + 2, truth));
    CU_ASSERT(arb_rel_accuracy_bits(r.zero + 2) > 167);
    CU_ASSERT_EQUAL(certify_box(&other, &perceptron_model, system, r.box,
                                r.prec, &options), CERTIFY_PROVEN);
    shift = 1 << 30;
    CU_ASSERT_NOT_EQUAL(certify_box(&other, &perceptron_model, system, r.box,
                                    r.prec, &options), CERTIFY_PROVEN);
    shift = 0;
    arb_set_round(r.box, r.box, 30);
    mag_set_ui_2exp_si(arb_radref(r.box), 1, -100);
    CU_ASSERT_NOT_EQUAL(certify_box(&other, &perceptron_model, system, r.box,
                                    r.prec, &options), CERTIFY_PROVEN);
    certify_result_clear(&other);
    certify_result_clear(&r);
    arb_clear(truth);
}

/* The same zero at rising precision: enclosures meet and narrow. */
static void
test_precisions(void)
{
    static const long digits[] = { 15, 30, 60, 120 };
    certify_options_t options;
    certify_result_t r[4];
    int i, k, shift = 0;

    certify_options_default(&options);
    options.parameter = shifted_kappa;
    options.ctx = &shift;
    for (i = 0; i < 4; i++)
    {
        certify_result_init(r + i);
        options.digits = digits[i];
        CU_ASSERT_EQUAL_FATAL(certify_system(r + i, &perceptron_model,
                                             perceptron_model.system[1],
                                             perceptron_guess, &options),
                              CERTIFY_PROVEN);
        for (k = 0; k < 3 && i > 0; k++)
        {
            CU_ASSERT(arb_overlaps(r[i].zero + k, r[i - 1].zero + k));
            CU_ASSERT(mag_cmp(arb_radref(r[i].zero + k),
                              arb_radref(r[i - 1].zero + k)) < 0);
        }
    }
    for (i = 0; i < 4; i++)
        certify_result_clear(r + i);
}

/* Digits beyond the largest precision, and no time, are limits. */
static void
test_limits(void)
{
    certify_options_t options;
    certify_result_t r;
    int shift = 0;

    certify_result_init(&r);
    certify_options_default(&options);
    options.parameter = shifted_kappa;
    options.ctx = &shift;
    options.digits = 1000000;
    CU_ASSERT_EQUAL(certify_system(&r, &perceptron_model,
                                   perceptron_model.system[1],
                                   perceptron_guess, &options),
                    CERTIFY_UNDECIDED);
    CU_ASSERT_PTR_NOT_NULL(r.why);
    options.digits = 100;
    options.max_seconds = 1e-6;
    CU_ASSERT_EQUAL(certify_system(&r, &perceptron_model,
                                   perceptron_model.system[1],
                                   perceptron_guess, &options),
                    CERTIFY_UNDECIDED);
    certify_result_clear(&r);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "planted roots", test_planted_roots },
        { "root on the face", test_root_on_the_face },
        { "singular systems", test_singular },
        { "two roots or none", test_two_or_none },
        { "a threshold, and its neighbours refused", test_threshold },
        { "rising precision", test_precisions },
        { "limits", test_limits },
        { NULL, NULL },
    };

    return harness_run("certify", tests);
}
