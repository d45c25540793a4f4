/* tests/t_rbm_train.c -- training, checkpoints, fixed points, proofs. */
#include "harness.h"
#include "rbm_machines.h"

#include "../runtime/rbm/exact.h"
#include "../runtime/rbm/landscape.h"
#include "../runtime/rbm/likelihood.h"
#include "../runtime/rbm/matrix.h"
#include "../runtime/rbm/proof.h"
#include "../runtime/rbm/store.h"
#include "../runtime/rbm/train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static rbm_message_t message;

static void
near(double got, double wanted, double tol, const char *what)
{
    if (!(fabs(got - wanted) <= tol))
        printf("\n    %s: got %.15g, wanted %.15g", what, got, wanted);
    CU_ASSERT(fabs(got - wanted) <= tol);
}

/* ---- training ------------------------------------------------------------------ */

/* The data set D as patterns. */
static void
small_patterns(patterns_t *p, data_t *data, int nv)
{
    CU_ASSERT_FATAL(data_room(data, "D", 8, nv, 0, &message) == RBM_OK);
    small_data(data->real, nv);
    CU_ASSERT(data_finish(data, "D", &message) == RBM_OK);
    *p = (patterns_t) { data, BINARISE_THRESHOLD, 0.5, 1 };
}

/* One step of rate 1 from machine `which`: the gradient of the likelihood. */
static void
first_step(train_t *t, int which, train_method_t method, int sweeps)
{
    train_options_t o;
    patterns_t p;
    data_t data;
    rbm_t r;

    small_machine(&r, which);
    small_patterns(&p, &data, r.nv);
    train_options_default(&o, method);
    o.batch = 8;
    o.steps = sweeps;
    o.damping = 0.5;
    o.rate = o.rate_end = 1;
    o.l2 = o.momentum = 0;
    CU_ASSERT_FATAL(train_init(t, &o, &p, r.nh, NULL, NULL, &message)
                    == RBM_OK);
    memcpy(t->rbm.w, r.w, at_row(r.nv, r.nh) * sizeof *r.w);
    memcpy(t->rbm.a, r.a, (size_t) r.nv * sizeof *r.a);
    memcpy(t->rbm.b, r.b, (size_t) r.nh * sizeof *r.b);
    if (t->mf.order > 0)
        mf_refresh(&t->mf);
    CU_ASSERT(train_epoch(t, &p, NULL, NULL, &message) == RBM_OK);
    data_clear(&data);
    rbm_clear(&r);
}

static void
test_gradient(void)
{
    static const struct
    {
        int which;
        train_method_t method;
        double w12;
    } row[] = {
        { 1, TRAIN_NAIVE, 0.0534659499 }, { 1, TRAIN_TAP2, 0.0508539522 },
        { 1, TRAIN_TAP3, 0.0508542303 }, { 2, TRAIN_NAIVE, 0.0361437564 },
        { 2, TRAIN_TAP2, 0.0087286642 }, { 2, TRAIN_TAP3, 0.0089413599 },
    };
    size_t k;
    train_t t;

    for (k = 0; k < sizeof row / sizeof row[0]; k++)
    {
        first_step(&t, row[k].which, row[k].method, 300);
        near(t.vw[4 + 2], row[k].w12, 1e-9, "dL/dW_12");
        if (k == 1)
        {
            near(t.vw[0], 0.0528228932, 1e-9, "dL/dW_00");
            near(t.va[0], 0.1092178853, 1e-9, "dL/da_0");
            near(t.vb[0], 0.0043366071, 1e-9, "dL/db_0");
        }
        train_clear(&t);
    }
}

/* Chains: the mean of many one-step gradients is the exact expectation. */
static void
test_chain_gradient(void)
{
    double sum = 0, squares = 0;
    int k, n = 4000;
    train_options_t o;
    patterns_t p;
    data_t data;
    rbm_t r;
    train_t t;

    small_machine(&r, 2);
    small_patterns(&p, &data, r.nv);
    train_options_default(&o, TRAIN_CD);
    o.batch = 8;
    o.rate = o.rate_end = 1e-12;       /* the machine stays what it is     */
    o.l2 = o.momentum = 0;
    CU_ASSERT_FATAL(train_init(&t, &o, &p, r.nh, NULL, NULL, &message)
                    == RBM_OK);
    memcpy(t.rbm.w, r.w, at_row(r.nv, r.nh) * sizeof *r.w);
    memcpy(t.rbm.a, r.a, (size_t) r.nv * sizeof *r.a);
    memcpy(t.rbm.b, r.b, (size_t) r.nh * sizeof *r.b);
    for (k = 0; k < n; k++)
    {
        double g;

        CU_ASSERT(train_epoch(&t, &p, NULL, NULL, &message) == RBM_OK);
        g = t.vw[4 + 2] / 1e-12;
        sum += g;
        squares += g * g;
    }
    sum /= n;
    squares = sqrt((squares / n - sum * sum) / n);
    /* data term (model - exact gradient) minus the CD-1 statistic */
    near(sum, 0.0033565601 + 0.3099237 - 0.3129308198, 5 * squares + 1e-6,
         "CD-1 gradient");
    train_clear(&t);
    data_clear(&data);
    rbm_clear(&r);
}

static double
trained_likelihood(train_method_t method, int *better)
{
    double *v = malloc(8 * 8 * sizeof *v), z, before, after;
    train_options_t o;
    patterns_t p;
    data_t data;
    train_t t;
    int k;

    small_patterns(&p, &data, 8);
    small_data(v, 8);
    train_options_default(&o, method);
    o.batch = 8;
    o.rate = o.rate_end = 0.1;
    o.sigma = 0.1;
    CU_ASSERT_FATAL(train_init(&t, &o, &p, 6, NULL, NULL, &message) == RBM_OK);
    exact_log_z(&z, &t.rbm, NULL, NULL, NULL, &message);
    before = -likelihood_mean_free_energy(&t.rbm, v, 8, NULL) - z;
    for (k = 0; k < 400; k++)
        CU_ASSERT(train_epoch(&t, &p, NULL, NULL, &message) == RBM_OK);
    exact_log_z(&z, &t.rbm, NULL, NULL, NULL, &message);
    after = -likelihood_mean_free_energy(&t.rbm, v, 8, NULL) - z;
    *better = after > before + 0.5;
    train_clear(&t);
    data_clear(&data);
    free(v);
    return after;
}

static void
test_learns(void)
{
    int method, better;

    for (method = TRAIN_NAIVE; method <= TRAIN_PCD; method++)
    {
        double value = trained_likelihood((train_method_t) method, &better);

        printf(" [%s %.2f]", train_method_name((train_method_t) method),
               value);
        CU_ASSERT(better);
        CU_ASSERT(value < -log(8) + 1e-9);     /* 8 patterns at best        */
    }
}

/* The largest distance between a unit's means in two states after training. */
static double
spread_of_states(train_states_t states)
{
    train_options_t o;
    patterns_t p;
    data_t data;
    train_t t;
    double most = 0;
    int k, i;

    CU_ASSERT_FATAL(data_generate(&data, "digits:size=8,n=200", 1, &message)
                    == RBM_OK);
    p = (patterns_t) { &data, BINARISE_THRESHOLD, 0.5, 1 };
    train_options_default(&o, TRAIN_TAP2);
    o.states = states;
    o.rate = o.rate_end = 0.01;
    CU_ASSERT_FATAL(train_init(&t, &o, &p, 10, NULL, NULL, &message)
                    == RBM_OK);
    for (k = 0; k < 10; k++)
        CU_ASSERT(train_epoch(&t, &p, NULL, NULL, &message) == RBM_OK);
    for (k = 1; k < o.batch; k++)
        for (i = 0; i < t.rbm.nv; i++)
            most = fmax(most, fabs(t.state.m[at_row(k, t.rbm.nv) + i]
                                   - t.state.m[i]));
    train_clear(&t);
    data_clear(&data);
    return most;
}

/* Weak weights have one fixed point: states that are carried on all end in it
   and never part again. */
static void
test_states(void)
{
    CU_ASSERT(spread_of_states(STATES_CARRIED) < 1e-6);
    CU_ASSERT(spread_of_states(STATES_DRAWN) > 0.01);
    CU_ASSERT(spread_of_states(STATES_AT_DATA) > 0.01);
}

/* ---- checkpoints ----------------------------------------------------------------- */

#define FILE_NAME SADDLE_BUILD "/t_rbm_train.h5"

static int
same_machine(const rbm_t *a, const rbm_t *b)
{
    size_t nv = (size_t) a->nv, nh = (size_t) a->nh;

    return memcmp(a->w, b->w, nv * nh * sizeof *a->w) == 0
           && memcmp(a->a, b->a, nv * sizeof *a->a) == 0
           && memcmp(a->b, b->b, nh * sizeof *a->b) == 0;
}

static void
check_resume(train_method_t method, const law_t *law)
{
    train_options_t o;
    train_t whole, part, rest;
    data_t data;
    patterns_t p = { &data, law != NULL ? BINARISE_NONE : BINARISE_SAMPLE,
                     0.5, 1 };
    char name[64];
    uint64_t mark;
    crew_t *crew = crew_new(3);
    int k;

    CU_ASSERT_FATAL(data_generate(&data, "digits:n=60,size=12", 1, &message)
                    == RBM_OK);
    train_options_default(&o, method);
    o.batch = 20;
    o.epochs = 4;
    o.rate_end = 0.002;
    CU_ASSERT_FATAL(train_init(&whole, &o, &p, 7, law, NULL, &message)
                    == RBM_OK);
    CU_ASSERT_FATAL(train_init(&part, &o, &p, 7, law, crew, &message)
                    == RBM_OK);
    for (k = 0; k < 4; k++)
        CU_ASSERT(train_epoch(&whole, &p, NULL, NULL, &message) == RBM_OK);
    for (k = 0; k < 2; k++)
        CU_ASSERT(train_epoch(&part, &p, NULL, NULL, &message) == RBM_OK);
    CU_ASSERT(train_save(&part, FILE_NAME, "digits", 77, &message) == RBM_OK);
    CU_ASSERT_FATAL(train_load(&rest, FILE_NAME, name, sizeof name, &mark,
                               NULL, &message) == RBM_OK);
    CU_ASSERT(strcmp(name, "digits") == 0 && mark == 77 && rest.epoch == 2);
    for (k = 0; k < 2; k++)
        CU_ASSERT(train_epoch(&rest, &p, NULL, NULL, &message) == RBM_OK);
    CU_ASSERT(same_machine(&whole.rbm, &rest.rbm));
    train_clear(&rest);
    train_clear(&part);
    train_clear(&whole);
    data_clear(&data);
    crew_free(crew);
}

static void
test_resume(void)
{
    static const law_t law = { 0.6, 0.5, 0.2, 0, 1 };

    check_resume(TRAIN_TAP2, NULL);
    check_resume(TRAIN_PCD, NULL);
    check_resume(TRAIN_TAP2, &law);
}

/* A file cut short, or of something else, is refused. */
static void
test_damaged(void)
{
    char name[64];
    uint64_t mark;
    train_t t;
    rbm_t r;
    long size;
    FILE *f;

    small_machine(&r, 1);
    CU_ASSERT(store_save(FILE_NAME, &r, &message) == RBM_OK);
    CU_ASSERT(train_load(&t, FILE_NAME, name, sizeof name, &mark, NULL,
                         &message) == RBM_BAD_DATA);
    train_clear(&t);
    f = fopen(FILE_NAME, "r+b");
    CU_ASSERT_FATAL(f != NULL);
    fseek(f, 0, SEEK_END);
    size = ftell(f);
    CU_ASSERT(ftruncate(fileno(f), size / 2) == 0);
    fclose(f);
    rbm_clear(&r);
    CU_ASSERT(store_load(&r, FILE_NAME, &message) == RBM_BAD_DATA);
    rbm_clear(&r);
    f = fopen(FILE_NAME, "wb");
    CU_ASSERT_FATAL(f != NULL);
    fputs("not HDF5", f);
    fclose(f);
    CU_ASSERT(store_load(&r, FILE_NAME, &message) == RBM_BAD_DATA);
    rbm_clear(&r);
    remove(FILE_NAME);
}

/* ---- fixed points ------------------------------------------------------------------ */

static void
find_all(landscape_t *l, const rbm_t *r, int order)
{
    landscape_options_t o;

    landscape_options_default(&o);
    o.order = order;
    o.random = 120;
    o.tol = 1e-12;
    CU_ASSERT_FATAL(landscape_find(l, r, &o, NULL, NULL, NULL, &message)
                    == RBM_OK);
    CU_ASSERT(l->unsettled == 0);
}

static void
test_landscape(void)
{
    static const struct
    {
        double s;
        int order, n;
        double best;
    } row[] = {
        { 3.5, 1, 1, 24.7576425521 }, { 3.5, 2, 1, 25.5232675521 },
        { 3.5, 3, 1, 25.5232675521 }, { 6, 1, 4, 28.7520774627 },
        { 6, 2, 4, 28.9515319632 }, { 6, 3, 4, 28.9882421591 },
    };
    landscape_t l;
    size_t k;
    rbm_t r;

    for (k = 0; k < sizeof row / sizeof row[0]; k++)
    {
        family_machine(&r, row[k].s);
        find_all(&l, &r, row[k].order);
        CU_ASSERT(l.n == row[k].n);
        near(l.log_z[0], row[k].best, 1e-9, "best -Gamma");
        near(landscape_log_z(&l), row[k].best + log(row[k].n), 1e-8,
             "sum over fixed points");
        landscape_clear(&l);
        rbm_clear(&r);
    }
}

/* ---- proofs -------------------------------------------------------------------------- */

static void
check_proof(const rbm_t *r, int order, double value)
{
    landscape_options_t o;
    landscape_t l;
    proof_t p;
    arb_t printed;

    landscape_options_default(&o);
    o.order = order;
    o.random = 1;
    CU_ASSERT_FATAL(landscape_find(&l, r, &o, NULL, NULL, NULL, &message)
                    == RBM_OK);
    CU_ASSERT_FATAL(l.n == 1);
    CU_ASSERT(proof_find(&p, r, order, l.state.m, l.state.h, 200, &message)
              == RBM_OK);
    CU_ASSERT(p.proven && p.contraction < 1);
    CU_ASSERT(arb_rel_accuracy_bits(p.log_z) > 100);
    arb_init(printed);
    arb_set_d(printed, value);
    mag_set_d(arb_radref(printed), 1e-12);
    CU_ASSERT(arb_overlaps(printed, p.log_z));
    arb_clear(printed);
    proof_clear(&p);
    landscape_clear(&l);
}

static void
test_proofs(void)
{
    static const double value[3][3] = {
        { 6.109627158417, 6.112532915906, 6.112532846821 },
        { 6.040532458346, 6.324393750845, 6.323462962994 },
        { 8.638367867181, 8.794656530376, 8.794597913052 },
    };
    int which, order;
    rbm_t r;

    for (which = 1; which <= 3; which++)
    {
        small_machine(&r, which);
        for (order = 1; order <= 3; order++)
            check_proof(&r, order, value[which - 1][order - 1]);
        rbm_clear(&r);
    }
}

/* Four proven fixed points apart; the paramagnet at the critical weights is a
   double one, which no box proves. */
static void
test_distinct(void)
{
    proof_t p[4];
    landscape_t l;
    int k, i, apart = 0;
    double half[36];
    rbm_t r;

    family_machine(&r, 6);
    find_all(&l, &r, 2);
    CU_ASSERT_FATAL(l.n == 4);
    for (k = 0; k < 4; k++)
    {
        CU_ASSERT(proof_find(p + k, &r, 2, l.state.m + at_row(k, r.nv),
                             l.state.h + at_row(k, r.nh), 150, &message)
                  == RBM_OK);
        for (i = 0; i < k; i++)
            apart += proof_distinct(p + i, p + k);
        CU_ASSERT(!proof_distinct(p + k, p + k));
    }
    CU_ASSERT(apart == 6);
    for (k = 0; k < 4; k++)
        proof_clear(p + k);
    landscape_clear(&l);
    rbm_clear(&r);
    /* one visible and one hidden unit: naive mean field branches at W = 4 */
    CU_ASSERT(rbm_init(&r, 1, 1, 0, &message) == RBM_OK);
    r.w[0] = 4;
    r.a[0] = r.b[0] = -2;
    half[0] = half[1] = 0.5;
    CU_ASSERT(proof_find(p, &r, 1, half, half + 1, 150, &message) == RBM_OK);
    CU_ASSERT(!p[0].proven && p[0].why != NULL);
    proof_clear(p);
    rbm_clear(&r);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "gradients of the sheet", test_gradient },
        { "gradient of chains", test_chain_gradient },
        { "every method learns", test_learns },
        { "states drawn, carried, at the data", test_states },
        { "interrupted and resumed: the same bits", test_resume },
        { "damaged files", test_damaged },
        { "fixed points of a family", test_landscape },
        { "proven fixed points", test_proofs },
        { "distinct fixed points, a double one", test_distinct },
        { NULL, NULL },
    };

    return harness_run("rbm: training", tests);
}
