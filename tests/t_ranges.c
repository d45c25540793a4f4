/* tests/t_ranges.c -- integrals for wide balls hold the values at points. */
#include "harness.h"
#include "loaded_model.h"

#include "../runtime/quadrature/evaluate.h"
#include "../runtime/quadrature/machine_range.h"
#include "../runtime/quadrature/machine_tail.h"

#include <math.h>
#include <stdlib.h>

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1UL << 40) * 0x1p-40;
}

/* ---- the machine of scales -------------------------------------------------- */

/* A program with phi and H of u and -u, u = a + b t, in many quotients. */
static void
tape(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, 3, 1, 2);
    op->add(m, 3, 0, 3);
    op->neg(m, 4, 3);
    op->function(m, 5, SADDLE_PHI, 3);
    op->function(m, 6, SADDLE_H, 3);
    op->function(m, 7, SADDLE_H, 4);
    op->div(m, 8, 5, 6);
    op->div(m, 9, 5, 7);
    op->power(m, 10, 5, 2);
    op->div(m, 11, 10, 6);
    op->power(m, 12, 6, -2);
    op->mul(m, 12, 12, 10);
    op->mul(m, 13, 3, 8);
    op->sub(m, 13, 12, 13);
    op->function(m, 14, SADDLE_LOG, 6);
    op->mul(m, 14, 6, 14);
    op->add(m, 15, 8, 9);
    op->sub(m, 16, 8, 5);
    op->function(m, 17, SADDLE_LOG, 11);
    op->mul(m, 18, 6, 7);
    op->function(m, 19, SADDLE_TANH, 3);
    op->function(m, 20, SADDLE_COSH, 3);
    op->power(m, 21, 19, 4);
    op->neg(m, 22, 8);
    op->mul(m, 22, 22, 6);
}

enum { TAPE = 23, TAPE_FIRST = 5 };

static void
test_scales(void)
{
    range_machine_t m;
    real_machine_t point;
    int i, k, finite = 0;

    range_machine_init(&m, TAPE);
    real_machine_init(&point, TAPE);
    for (i = 0; i < 400; i++)
    {
        arb_ptr box = _arb_vec_init(3), at = _arb_vec_init(3);

        for (k = 0; k < 3; k++)
        {
            double r = uniform(0, 0.4), mid = uniform(-4, 4);

            arb_set_d(box + k, mid);
            mag_set_d(arb_radref(box + k), r);
            arb_set_d(at + k, mid + uniform(-r, r));
        }
        real_machine_set(&m.real, box, 3, 40);
        scaled_machine_renew(&m.scaled);
        tape(&m.scaled.base);
        real_machine_set(&point, at, 3, 200);
        tape(&point.base);
        for (k = TAPE_FIRST; k < TAPE; k++)
        {
            scaled_machine_form(&m.scaled, k);
            finite += arb_is_finite(m.real.r + k);
            if (!arb_overlaps(m.real.r + k, point.r + k))
                CU_FAIL("a range misses a value");
        }
        _arb_vec_clear(at, 3);
        _arb_vec_clear(box, 3);
    }
    CU_ASSERT(finite > 400 * (TAPE - TAPE_FIRST) / 2);
    real_machine_clear(&point);
    range_machine_clear(&m);
}

/* Growth bounds with scales kept apart, for slopes that may be 0 too. */
static void
test_growth(void)
{
    tail_machine_t m;
    scaled_machine_t around;
    real_machine_t point;
    int i, k, finite = 0;

    tail_machine_init(&m, scaled_registers(TAPE));
    real_machine_init(&point, TAPE);
    for (i = 0; i < 200; i++)
    {
        double cut = uniform(4, 9), b = uniform(-2, 2), r = uniform(0, 0.3);
        int side = i % 2 == 0 ? 1 : -1;
        arb_ptr box = _arb_vec_init(2), at = _arb_vec_init(3);
        arb_t s, v;

        arb_init(s);
        arb_init(v);
        arb_set_d(box, uniform(-1, 1));
        mag_set_d(arb_radref(box), r);
        arb_set_d(at, arf_get_d(arb_midref(box), ARF_RND_NEAR)
                          + uniform(-r, r));
        if (i % 3 == 0)
            b = r;
        arb_set_d(box + 1, b);
        mag_set_d(arb_radref(box + 1), r);
        if (i % 3 == 0)
            arb_nonnegative_part(box + 1, box + 1);
        arb_set_d(at + 1, i % 6 == 0 ? 0 : b + uniform(-r, r));
        arb_set_d(s, cut + uniform(0, 4));
        arb_mul_si(at + 2, s, side, 64);
        scaled_machine_init(&around, &m.base, TAPE, tail_inverse_mills);
        tail_machine_set(&m, box, 2, cut, side);
        tape(&around.base);
        real_machine_set(&point, at, 3, 300);
        tape(&point.base);
        for (k = TAPE_FIRST; k < TAPE; k++)
        {
            scaled_machine_form(&around, k);
            _tail_machine_value(v, &m, k, s);
            finite += arb_is_finite(v);
            if (!arb_overlaps(v, point.r + k))
                CU_FAIL("a growth bound misses a value");
        }
        scaled_machine_clear(&around);
        arb_clear(v);
        arb_clear(s);
        _arb_vec_clear(at, 3);
        _arb_vec_clear(box, 2);
    }
    CU_ASSERT(finite > 200 * (TAPE - TAPE_FIRST) / 3);
    real_machine_clear(&point);
    tail_machine_clear(&m);
}

/* ---- whole programs ------------------------------------------------------------ */

typedef struct
{
    double lo, hi;           /* of an entry of the env                     */
} reach_t;

static void
compare(const saddle_program_t *p, const reach_t *span, int count)
{
    quad_cache_t *cache = quad_cache_new();
    int i, k, finite = 0;

    for (i = 0; i < count; i++)
    {
        arb_ptr box = _arb_vec_init(p->n_env), at = _arb_vec_init(p->n_env);
        arb_ptr wide = _arb_vec_init(p->n_outputs);
        arb_ptr thin = _arb_vec_init(p->n_outputs);
        double part = i % 2 == 0 ? 0.15 : 0.02;

        for (k = 0; k < p->n_env; k++)
        {
            double width = span[k].hi - span[k].lo;
            double mid = uniform(span[k].lo, span[k].hi), r = part * width;

            arb_set_d(box + k, mid);
            mag_set_d(arb_radref(box + k), r);
            if (span[k].lo == 0 && (mid - r < 0 || i % 5 == 0))
                arb_nonnegative_part(box + k, box + k);
            arb_set_d(at + k, fmax(mid + uniform(-r, r),
                                   span[k].lo == 0 ? 1e-9 : -1e9));
        }
        quad_ranges(wide, p, box, cache, NULL);
        quad_ball(thin, p, at, 64, 1, cache, NULL);
        for (k = 0; k < p->n_outputs; k++)
        {
            finite += arb_is_finite(wide + k);
            if (!arb_overlaps(wide + k, thin + k))
                CU_FAIL("an integral over a box misses a value in it");
        }
        _arb_vec_clear(thin, p->n_outputs);
        _arb_vec_clear(wide, p->n_outputs);
        _arb_vec_clear(at, p->n_env);
        _arb_vec_clear(box, p->n_env);
    }
    CU_ASSERT(finite > count * p->n_outputs / 2);
    quad_cache_free(cache);
}

static void
compare_spec(const char *spec, const reach_t *span, int count)
{
    loaded_model_t l;
    int k;

    if (!loaded_open(&l, spec))
        return;
    for (k = 0; k < l.model->n_systems; k++)
        if (l.model->system[k]->n_extra == 0
            && l.model->system[k]->boundary < 0)
        {
            compare(l.model->system[k]->residual, span, count);
            compare(l.model->system[k]->jacobian, span, count / 2);
        }
    loaded_close(&l);
}

static void
test_programs(void)
{
    static const reach_t storage[] = { { 0, 0.9 }, { 0, 4 }, { 0.1, 1.5 },
                                      { -0.5, 0.5 } };
    static const reach_t teacher[] = { { 0, 0.9 }, { 0, 4 }, { 0.1, 1.5 } };

    compare_spec("model a\n  parameter alpha > 0\n  parameter kappa = 0\n"
                 "  weights w ~ rademacher\n  samples alpha\n"
                 "  require z >= kappa\n  ansatz rs\n"
                 "  threshold t in alpha = 0.1 .. 1.5 where entropy == 0\n"
                 "end\n", storage, 24);
    compare_spec("model b\n  parameter alpha > 0\n"
                 "  teacher w ~ {-1: 1/4, 0: 1/2, 1: 1/4}\n"
                 "  labels y = sign(z)\n  samples alpha\n  learner bayes\n"
                 "end\n", teacher, 24);
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "scales kept apart", test_scales },
        { "growth bounds with scales", test_growth },
        { "programs over boxes", test_programs },
        { NULL, NULL }
    };

    return harness_run("ranges", tests);
}
