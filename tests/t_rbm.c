/* tests/t_rbm.c -- machines: exact sums, free energies, gradients. */
#include "harness.h"
#include "rbm_machines.h"

#include "../runtime/rbm/ais.h"
#include "../runtime/rbm/exact.h"
#include "../runtime/rbm/gibbs.h"
#include "../runtime/rbm/likelihood.h"
#include "../runtime/rbm/matrix.h"
#include "../runtime/rbm/mean_field.h"
#include "../runtime/rbm/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static rbm_message_t message;

static void
near(double got, double wanted, double tol, const char *what)
{
    if (!(fabs(got - wanted) <= tol))
        printf("\n    %s: got %.15g, wanted %.15g", what, got, wanted);
    CU_ASSERT(fabs(got - wanted) <= tol);
}

static double
log_z(const rbm_t *r)
{
    double z = NAN;

    CU_ASSERT_EQUAL(exact_log_z(&z, r, NULL, NULL, NULL, &message), RBM_OK);
    return z;
}

/* The fixed point of an order from sigmoids of the biases; returns -Gamma. */
static double
settle(mf_state_t *s, const rbm_t *r, int order)
{
    mf_t mf;
    double gamma = NAN;

    CU_ASSERT_EQUAL_FATAL(mf_init(&mf, r, order, NULL, &message), RBM_OK);
    CU_ASSERT_FATAL(mf_state_init(s, 1, r->nv, r->nh));
    mf_start_from_biases(s, r);
    CU_ASSERT(mf_iterate(&mf, s, 0.5, 1e-15, 100000, NULL, NULL, NULL)
              <= 100000);
    CU_ASSERT(mf_energy(&mf, s, &gamma));
    mf_clear(&mf);
    return -gamma;
}

static void
test_values(void)
{
    static const double value[3][4] = {
        { 6.112535952757, 6.109627158417, 6.112532915906, 6.112532846821 },
        { 6.351458456564, 6.040532458346, 6.324393750845, 6.323462962994 },
        { 8.809501883015, 8.638367867181, 8.794656530376, 8.794597913052 },
    };
    int which, order;

    for (which = 1; which <= 3; which++)
    {
        rbm_t r;
        char name[32];

        small_machine(&r, which);
        snprintf(name, sizeof name, "P%d ln Z", which);
        near(log_z(&r), value[which - 1][0], 6e-13, name);
        for (order = 1; order <= 3; order++)
        {
            mf_state_t s;

            snprintf(name, sizeof name, "P%d order %d", which, order);
            near(settle(&s, &r, order), value[which - 1][order], 6e-13, name);
            mf_state_clear(&s);
        }
        rbm_clear(&r);
    }
}

static void
test_means(void)
{
    static const double v1[] = { .515782495, .521714654, .4824962986,
                                 .4811505555, .4792073783 };
    static const double h1[] = { .4472150153, .4640453854, .4966904976,
                                 .5341204292 };
    static const double vh2[] = { .1871236787, .1329069232, .1809300996,
                                  .3035805913 };
    static const double m1[] = { .5157821147, .521715211, .48249567,
                                 .4811511408, .4792066106 };
    static const double m0[] = { .4547010339, .450908018, .4512429295 };
    double v[5], h[4], vh[20];
    mf_state_t s;
    rbm_t r;
    int i;

    small_machine(&r, 1);
    CU_ASSERT_EQUAL(exact_moments(v, h, vh, &r, &message), RBM_OK);
    for (i = 0; i < 5; i++)
        near(v[i], v1[i], 6e-11, "P1 <v>");
    for (i = 0; i < 4; i++)
        near(h[i], h1[i], 6e-11, "P1 <h>");
    settle(&s, &r, 2);
    for (i = 0; i < 5; i++)
        near(s.m[i], m1[i], 6e-11, "P1 TAP2 m");
    mf_state_clear(&s);
    rbm_clear(&r);
    small_machine(&r, 2);
    CU_ASSERT_EQUAL(exact_moments(v, h, vh, &r, &message), RBM_OK);
    for (i = 0; i < 4; i++)
        near(vh[i], vh2[i], 6e-11, "P2 <v_0 h>");
    for (i = 1; i <= 3; i++)
    {
        settle(&s, &r, i);
        near(s.m[0], m0[i - 1], 6e-11, "P2 m_0");
        mf_state_clear(&s);
    }
    rbm_clear(&r);
}

/* Enumerating either layer gives one number; balls contain it. */
static void
test_two_roads(void)
{
    long k, n = trials(20);

    for (k = 0; k < n; k++)
    {
        int nv = 1 + (int) n_randint(rng, 9), nh = 1 + (int) n_randint(rng, 9);
        rbm_t r, t;
        int i, j;
        arb_t ball;
        double z;

        arb_init(ball);
        random_machine(&r, nv, nh, 1.5);
        CU_ASSERT_EQUAL_FATAL(rbm_init(&t, nh, nv, 0, &message), RBM_OK);
        for (i = 0; i < nv; i++)
            for (j = 0; j < nh; j++)
                t.w[j * nv + i] = r.w[i * nh + j];
        memcpy(t.a, r.b, (size_t) nh * sizeof *t.a);
        memcpy(t.b, r.a, (size_t) nv * sizeof *t.b);
        z = log_z(&r);
        near(log_z(&t), z, 1e-12 * (1 + fabs(z)), "ln Z of the other layer");
        CU_ASSERT_EQUAL(exact_log_z_ball(ball, &r, 128, NULL, NULL, &message),
                        RBM_OK);
        CU_ASSERT(arb_rel_accuracy_bits(ball) > 100 || fabs(z) < 1e-6);
        near(arf_get_d(arb_midref(ball), ARF_RND_NEAR), z,
             1e-12 * (1 + fabs(z)), "ln Z in balls");
        arb_clear(ball);
        rbm_clear(&t);
        rbm_clear(&r);
    }
}

/* ---- gradients by difference quotients ------------------------------------------- */

static double
energy_at(const mf_t *mf, mf_state_t *s)
{
    double gamma = NAN;

    mf_state_variances(s, mf->rbm);
    CU_ASSERT(mf_energy(mf, s, &gamma));
    return gamma;
}

static double
quotient(const mf_t *mf, mf_state_t *s, double *x)
{
    double here = *x, h = 1e-4, up, down, up2, down2;

    *x = here + h;
    up = energy_at(mf, s);
    *x = here - h;
    down = energy_at(mf, s);
    *x = here + 2 * h;
    up2 = energy_at(mf, s);
    *x = here - 2 * h;
    down2 = energy_at(mf, s);
    *x = here;
    mf_state_variances(s, mf->rbm);
    return (8 * (up - down) - (up2 - down2)) / (12 * h);
}

/* dGamma/dm, dGamma/dh, dGamma/dW of every order at random points. */
static void
test_gradients(void)
{
    long t, n = trials(6);
    int order, i, j;

    for (t = 0; t < n; t++)
        for (order = 1; order <= 3; order++)
        {
            int nv = 2 + (int) n_randint(rng, 5);
            int nh = 2 + (int) n_randint(rng, 5);
            double gm[8], gh[8], g[64] = { 0 }, scratch[64], third[16];
            mf_state_t s;
            mf_t mf;
            rbm_t r;

            random_machine(&r, nv, nh, 0.8);
            CU_ASSERT_EQUAL_FATAL(mf_init(&mf, &r, order, NULL, &message),
                                  RBM_OK);
            CU_ASSERT_FATAL(mf_state_init(&s, 1, nv, nh));
            for (i = 0; i < nv; i++)
                s.m[i] = 0.05 + 0.9 * (double) n_randint(rng, 1000) / 1000;
            for (j = 0; j < nh; j++)
                s.h[j] = 0.05 + 0.9 * (double) n_randint(rng, 1000) / 1000;
            mf_state_variances(&s, &r);
            mf_gradient(&mf, &s, gm, gh);
            if (order == 3)
                mf_third(third, &s);
            mf_statistics(&mf, &s, g, 1, 0, nv, scratch, third);
            for (i = 0; i < nv; i++)
                near(quotient(&mf, &s, s.m + i), gm[i], 1e-9, "dGamma/dm");
            for (j = 0; j < nh; j++)
                near(quotient(&mf, &s, s.h + j), gh[j], 1e-9, "dGamma/dh");
            for (i = 0; i < nv * nh; i++)
            {
                double w = r.w[i], up, down, h = 1e-5;

                r.w[i] = w + h;
                mf_refresh(&mf);
                up = energy_at(&mf, &s);
                r.w[i] = w - h;
                mf_refresh(&mf);
                down = energy_at(&mf, &s);
                r.w[i] = w;
                mf_refresh(&mf);
                near(-(up - down) / (2 * h), g[i], 1e-8, "-dGamma/dW");
            }
            mf_state_clear(&s);
            mf_clear(&mf);
            rbm_clear(&r);
        }
}

/* The gradient of ln Z in W is <v h>: exact sums against quotients. */
static void
test_exact_gradient(void)
{
    double vh[20], v[5], h[4];
    rbm_t r;
    int i;

    small_machine(&r, 2);
    exact_moments(v, h, vh, &r, &message);
    for (i = 0; i < 20; i++)
    {
        double w = r.w[i], up, down, e = 1e-5;

        r.w[i] = w + e;
        up = log_z(&r);
        r.w[i] = w - e;
        down = log_z(&r);
        r.w[i] = w;
        near((up - down) / (2 * e), vh[i], 1e-9, "d ln Z/dW");
    }
    rbm_clear(&r);
}

/* Likelihoods and gradients on the data set D. */
static void
test_data(void)
{
    static const double value[2][6] = {
        { -2.691052701873, -3.421483250884, -3.418574456544, -3.421480214033,
          -3.421480144947, -3.421914631597 },
        { -2.835422520676, -3.516035935888, -3.205109937670, -3.488971230170,
          -3.488040442318, -3.601219019910 },
    };
    double data[40];
    int which, order;

    small_data(data, 5);
    for (which = 1; which <= 2; which++)
    {
        const double *w = value[which - 1];
        mf_state_t s;
        rbm_t r;
        double f;

        small_machine(&r, which);
        f = likelihood_mean_free_energy(&r, data, 8, NULL);
        near(f, w[0], 6e-13, "mean F");
        near(-f - log_z(&r), w[1], 6e-13, "exact LL");
        for (order = 1; order <= 3; order++)
        {
            near(-f - settle(&s, &r, order), w[1 + order], 6e-13, "LL");
            mf_state_clear(&s);
        }
        near(likelihood_pseudo(&r, data, 8, NULL), w[5], 6e-13, "PL");
        rbm_clear(&r);
    }
}

/* dL/dW on D: data term minus statistics of the model. */
static void
test_data_gradient(void)
{
    static const double g00[] = { .0528311365, .0528232594, .0528228932 };
    static const double g12[] = { .0508484108, .0534659499, .0508539522,
                                  .0508542303 };
    static const double q12[] = { .0033565601, .0361437564, .0087286642,
                                  .0089413599 };
    double data[40], v[5], h[4], vh[20], third[9], scratch[20];
    int which, order, i, k;

    small_data(data, 5);
    for (which = 1; which <= 2; which++)
    {
        const double *w = which == 1 ? g12 : q12;
        double positive[20] = { 0 };
        rbm_t r;

        small_machine(&r, which);
        for (k = 0; k < 8; k++)
            for (i = 0; i < 20; i++)
            {
                double x = r.b[i % 4];
                int t;

                for (t = 0; t < 5; t++)
                    x += data[k * 5 + t] * r.w[t * 4 + i % 4];
                positive[i] += data[k * 5 + i / 4] * units_sigmoid(x) / 8;
            }
        exact_moments(v, h, vh, &r, &message);
        near(positive[6] - vh[6], w[0], 6e-11, "exact dL/dW_12");
        if (which == 1)
            near(positive[0] - vh[0], g00[0], 6e-11, "exact dL/dW_00");
        for (order = 1; order <= 3; order++)
        {
            double g[20] = { 0 };
            mf_state_t s;
            mf_t mf;

            settle(&s, &r, order);
            mf_init(&mf, &r, order, NULL, &message);
            mf_third(third, &s);
            mf_statistics(&mf, &s, g, 1, 0, 5, scratch, third);
            near(positive[6] - g[6], w[order], 6e-11, "dL/dW_12");
            if (which == 1 && order <= 2)
                near(positive[0] - g[0], g00[order], 6e-11, "dL/dW_00");
            mf_state_clear(&s);
            mf_clear(&mf);
        }
        rbm_clear(&r);
    }
}

/* ---- sampling ------------------------------------------------------------------ */

/* Expected statistics of CD-k from D on P2: p(h|v) after k block steps. */
static void
test_gibbs(void)
{
    static const double wanted[3] = { .1879135933, .1865284124, .1871231033 };
    static const double other[3] = { .3129308198, .3116472056, .3099236988 };
    static const int steps[3] = { 1, 2, 10 };
    int rows = (int) trials(64000), i, k;
    double *v = malloc((size_t) rows * 5 * sizeof *v), data[40];
    double *h = malloc((size_t) rows * 4 * sizeof *h);
    gibbs_t g = { .seed = 7, .beta = 1 };
    rbm_t r;

    small_data(data, 5);
    small_machine(&r, 2);
    g.rbm = &r;
    for (i = 0; i < 3; i++)
    {
        double sum = 0, squares = 0, sum2 = 0, error;

        for (k = 0; k < rows; k++)
            memcpy(v + 5 * k, data + 5 * (k % 8), 5 * sizeof *v);
        gibbs_steps(&g, v, h, rows, steps[i], 1000UL * (unsigned long) i);
        gibbs_hidden(&g, h, NULL, v, rows, 0);
        for (k = 0; k < rows; k++)
        {
            sum += v[5 * k] * h[4 * k];
            squares += pow(v[5 * k] * h[4 * k], 2);
            sum2 += v[5 * k + 1] * h[4 * k + 2];
        }
        error = sqrt(squares / rows / rows);
        near(sum / rows, wanted[i], 4.5 * error, "CD <v_0 h_0>");
        near(sum2 / rows, other[i], 6 * error, "CD <v_1 h_2>");
    }
    rbm_clear(&r);
    free(h);
    free(v);
}

static void
test_ais(void)
{
    int which;

    for (which = 2; which <= 3; which++)
    {
        double z;
        ais_t ais;
        rbm_t r;

        small_machine(&r, which);
        z = log_z(&r);
        CU_ASSERT_EQUAL(ais_log_z(&ais, &r, NULL, 500, 1000, 3, NULL, NULL,
                                  NULL, &message), RBM_OK);
        CU_ASSERT(ais.error > 1e-4 && ais.error < 2e-3);
        near(ais.log_z, z, 4.5 * ais.error, "AIS");
        /* the base distribution is free */
        CU_ASSERT_EQUAL(ais_log_z(&ais, &r, r.a, 500, 200, 4, NULL, NULL,
                                  NULL, &message), RBM_OK);
        near(ais.log_z, z, 4.5 * ais.error, "AIS from the biases");
        rbm_clear(&r);
    }
}

/* ---- real visible units ---------------------------------------------------------- */

static void
real_machine(rbm_t *r, double scale)
{
    int i;

    CU_ASSERT_EQUAL_FATAL(rbm_init(r, 6, 4, 1, &message), RBM_OK);
    for (i = 0; i < 24; i++)
        r->w[i] = scale * sin(1 + 2 * i);
    for (i = 0; i < 6; i++)
    {
        law_t l = { i % 3 == 0 ? 1 : 0.3 + 0.1 * i, 0.2 * i - 0.4,
                    0.5 + 0.1 * i, -2, 2.5 };

        r->law[i] = l;
        r->a[i] = 0.3 * cos(i);
    }
    for (i = 0; i < 4; i++)
        r->b[i] = 0.2 * sin(i) - 0.1;
}

static void
test_law(void)
{
    static const law_t law[] = { { 0.3, 0.2, 1, -2, 2 },
                                 { 0.6, 0, 1, -3, 3 },
                                 { 0.6, 0.1, 1, -2, 3 } };
    static const double at[3][2] = { { 0.5, 1 }, { -0.4, 0.7 }, { -2, 0.5 } };
    static const double wanted[3][3] = {
        { 0.0763336885, 0.2396475254, 0.2841889432 },
        { 0.3898560525, 0.7042302096, 1.0882233836 },
        { 3.7279873402, 2.5737076545, 0.4102329276 },
    };
    double mean, variance, z;
    long t, n = trials(300);
    int i;

    for (i = 0; i < 3; i++)
    {
        z = law_tilt(law + i, at[i][1], at[i][0], &mean, &variance);
        near(z, wanted[i][0], 6e-11, "ln Zt");
        near(mean, wanted[i][1], 6e-11, "a");
        near(variance, wanted[i][2], 6e-11, "c");
    }
    /* mean and variance are derivatives of ln Zt, wherever the branches are */
    for (t = 0; t < n; t++)
    {
        double u = (double) n_randint(rng, 1000) / 1000, m, v, up, down, h;
        law_t l = { 0.1 + 0.9 * u, 2 * u - 1, 0.1 + 3 * u,
                    -1 - (double) n_randint(rng, 9),
                    0.1 + (double) n_randint(rng, 9) };
        double a = 40 * ((double) n_randint(rng, 1000) / 1000 - 0.4);
        double b = 200 * pow((double) n_randint(rng, 1000) / 500 - 1, 3);

        law_tilt(&l, b, a, &m, &v);
        h = 1e-5 * (1 + fabs(b));
        up = law_tilt(&l, b + h, a, &mean, &variance);
        down = law_tilt(&l, b - h, a, &z, &variance);
        near((up - down) / (2 * h), m, 1e-6 * (1 + fabs(m)), "d ln Zt/dB");
        near((mean - z) / (2 * h), v, 1e-5 * (1 + fabs(v)), "d^2 ln Zt/dB^2");
    }
}

/* TAP of real units against enumeration: the error falls as W^3 and W^4; and
   the statistics are the derivative of the free energy. */
static void
test_real_tap(void)
{
    double error[2][2];
    int k, order;

    for (k = 0; k < 2; k++)
        for (order = 1; order <= 2; order++)
        {
            mf_state_t s;
            rbm_t r;

            real_machine(&r, k == 0 ? 0.1 : 0.2);
            error[k][order - 1] = fabs(settle(&s, &r, order) - log_z(&r));
            mf_state_clear(&s);
            rbm_clear(&r);
        }
    CU_ASSERT(error[0][1] < 0.05 * error[0][0]);
    CU_ASSERT(error[1][0] / error[0][0] > 3 && error[1][0] / error[0][0] < 5.5);
    CU_ASSERT(error[1][1] / error[0][1] > 6);
}

static void
test_real_gradient(void)
{
    double g[24], scratch[24];
    int order, i;

    for (order = 1; order <= 2; order++)
    {
        mf_state_t s;
        mf_t mf;
        rbm_t r;

        real_machine(&r, 0.5);
        settle(&s, &r, order);
        mf_init(&mf, &r, order, NULL, &message);
        memset(g, 0, sizeof g);
        mf_statistics(&mf, &s, g, 1, 0, 6, scratch, NULL);
        mf_clear(&mf);
        for (i = 0; i < 24; i++)
        {
            double w = r.w[i], up, down, h = 1e-4;
            mf_state_t t;

            r.w[i] = w + h;
            up = settle(&t, &r, order);
            mf_state_clear(&t);
            r.w[i] = w - h;
            down = settle(&t, &r, order);
            mf_state_clear(&t);
            r.w[i] = w;
            near((up - down) / (2 * h), g[i], 1e-7, "d(-Gamma)/dW, real");
        }
        mf_state_clear(&s);
        rbm_clear(&r);
    }
}

/* Pseudo-likelihood and sampling of real units against exact means. */
static void
test_real_sampling(void)
{
    int rows = (int) trials(20000), k;
    double *v = calloc((size_t) rows * 6, sizeof *v);
    double *h = calloc((size_t) rows * 4, sizeof *h);
    double mean[6] = { 0 }, exact[6], square = 0, z;
    gibbs_t g = { .seed = 11, .beta = 1 };
    ais_t ais;
    rbm_t r;

    real_machine(&r, 0.7);
    g.rbm = &r;
    exact_moments(exact, NULL, NULL, &r, &message);
    gibbs_steps(&g, v, h, rows, 20, 0);
    for (k = 0; k < rows * 6; k++)
    {
        mean[k % 6] += v[k] / rows;
        square += v[k] * v[k] / rows / 6;
    }
    for (k = 0; k < 6; k++)
        near(mean[k], exact[k], 5 * sqrt(square * 2 / rows), "<x>");
    z = log_z(&r);
    ais_log_z(&ais, &r, NULL, 400, 300, 5, NULL, NULL, NULL, &message);
    near(ais.log_z, z, 4.5 * ais.error, "AIS, real units");
    rbm_clear(&r);
    free(h);
    free(v);
}

/* One real unit: its pseudo-likelihood is its likelihood. */
static void
test_real_pseudo(void)
{
    static const double x[3] = { 0, 0.7, -1.3 };
    int k;

    for (k = 0; k < 2; k++)
    {
        law_t l = { k == 0 ? 1 : 0.4, 0.3, 0.8, -2, 3 };
        rbm_t r;
        int j;

        CU_ASSERT_EQUAL_FATAL(rbm_init(&r, 1, 3, 1, &message), RBM_OK);
        r.law[0] = l;
        r.a[0] = 0.4;
        for (j = 0; j < 3; j++)
        {
            r.w[j] = 1.2 * cos(j);
            r.b[j] = 0.5 * j - 0.5;
        }
        near(likelihood_pseudo(&r, x, 3, NULL),
             -likelihood_mean_free_energy(&r, x, 3, NULL) - log_z(&r), 1e-9,
             "PL of one real unit");
        rbm_clear(&r);
    }
}

/* Threads change nothing, not even the last bit. */
static void
test_threads(void)
{
    crew_t *crew = crew_new(3);
    mf_state_t s, t;
    mf_t one, many;
    double z1, z2;
    rbm_t r;

    random_machine(&r, 300, 17, 0.1);
    exact_log_z(&z1, &r, NULL, NULL, NULL, &message);
    exact_log_z(&z2, &r, crew, NULL, NULL, &message);
    CU_ASSERT(z1 == z2);
    mf_init(&one, &r, 3, NULL, &message);
    mf_init(&many, &r, 3, crew, &message);
    mf_state_init(&s, 10, 300, 17);
    mf_state_init(&t, 10, 300, 17);
    mf_start_from_biases(&s, &r);
    mf_start_from_biases(&t, &r);
    mf_iterate(&one, &s, 0.5, 0, 20, NULL, NULL, NULL);
    mf_iterate(&many, &t, 0.5, 0, 20, NULL, NULL, NULL);
    CU_ASSERT(memcmp(s.m, t.m, 3000 * sizeof *s.m) == 0);
    mf_state_clear(&t);
    mf_state_clear(&s);
    mf_clear(&many);
    mf_clear(&one);
    rbm_clear(&r);
    crew_free(crew);
}

static void
test_units(void)
{
    int k;

    for (k = -8000; k <= 8000; k++)
    {
        double x = k / 10.0, s = x;

        units_sigmoids(&s, 1);
        near(s, units_sigmoid(x), 4e-16 * units_sigmoid(x) + 1e-304, "sigmoid");
        near(units_softplus_sum(&x, 1), units_softplus(x),
             8e-16 * units_softplus(x) + 1e-304, "softplus");
    }
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "functions of units", test_units },
        { "P1 to P3: ln Z, naive, TAP2, TAP3", test_values },
        { "P1 to P3: means", test_means },
        { "both layers, and balls", test_two_roads },
        { "gradients by difference quotients", test_gradients },
        { "gradient of ln Z", test_exact_gradient },
        { "likelihoods of data", test_data },
        { "gradients on data", test_data_gradient },
        { "Gibbs steps against CD in closed form", test_gibbs },
        { "annealed importance sampling", test_ais },
        { "laws of real units", test_law },
        { "TAP of real units", test_real_tap },
        { "gradient of TAP of real units", test_real_gradient },
        { "sampling real units", test_real_sampling },
        { "pseudo-likelihood of a real unit", test_real_pseudo },
        { "threads change nothing", test_threads },
        { NULL, NULL },
    };

    return harness_run("rbm", tests);
}
