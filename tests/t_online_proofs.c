/* tests/t_online_proofs.c -- fixed points of flows, proven. */
#include "../runtime/crew.h"
#include "../runtime/ode/dual.h"
#include "../runtime/ode/rest_proof.h"
#include "flow_committee.h"
#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
near(double x, double wanted, double tol, const char *what)
{
    if (!(fabs(x - wanted) <= tol))
        printf("\n%s: %.12g, not %.12g +- %.2g", what, x, wanted, tol);
    CU_ASSERT(fabs(x - wanted) <= tol);
}

/* ---- derivatives --------------------------------------------------------- */

/* Against difference quotients of the hand-written slopes. */
static void
test_dual(void)
{
    enum { K = 2, N = 7 };
    double x[N], up[N], down[N], y[N];
    signed char seed[(N + 1) * N] = { 0 };
    committee_t s;
    saddle_flow_t f;
    dual_machine_t m;
    arb_ptr env = _arb_vec_init(N + 1), value = _arb_vec_init(N);
    arb_ptr slope = _arb_vec_init(N * N);
    int i, k, t;

    committee_equal(&s, K, 0.7, 0);
    committee_flow(&f, &s);
    committee_ball(&f, &s);
    CU_ASSERT_FATAL(dual_init(&m, f.ball_slope[0]->n_registers, N));
    for (t = 0; t < 2; t++)
    {
        saddle_flow_limit_t limit = t == 0 ? FLOW_FINITE : FLOW_GRADIENT;

        f.start(COMMITTEE_THETA(&s), x);
        for (i = 0; i < N; i++)
        {
            x[i] += 0.05 * sin(3 * i + 1);
            arb_set_d(env + i, x[i]);
            seed[i * N + i] = 1;
        }
        arb_set_d(env + N, s.eta);
        CU_ASSERT(dual_run(value, slope, &m, f.ball_slope[limit], N, env,
                           N + 1, seed, 80));
        f.slope(COMMITTEE_THETA(&s), x, limit, y);
        for (k = 0; k < N; k++)
        {
            double was = x[k], h = 1e-5;

            x[k] = was + h;
            f.slope(COMMITTEE_THETA(&s), x, limit, up);
            x[k] = was - h;
            f.slope(COMMITTEE_THETA(&s), x, limit, down);
            x[k] = was;
            near(arf_get_d(arb_midref(value + k), ARF_RND_NEAR), y[k], 1e-14,
                 "slope");
            for (i = 0; i < N; i++)
                near(arf_get_d(arb_midref(slope + i * N + k), ARF_RND_NEAR),
                     (up[i] - down[i]) / (2 * h), 1e-8, "derivative");
        }
    }
    dual_clear(&m);
    _arb_vec_clear(slope, N * N);
    _arb_vec_clear(value, N);
    _arb_vec_clear(env, N + 1);
}

/* ---- proofs -------------------------------------------------------------- */

/* x contains p/q of closed form and is narrow. */
static void
holds(const arb_t x, const arb_t exact, double width, const char *what)
{
    if (!arb_contains(x, exact))
        printf("\n%s is not contained", what);
    CU_ASSERT(arb_contains(x, exact) || arb_overlaps(x, exact));
    CU_ASSERT(mag_get_d(arb_radref(x)) < width);
}

/* (2/pi) K/((2K - 1)^(1/2) (2K + 1)^(3/2)) */
static void
escape_rate(arb_t out, int K, slong prec)
{
    arb_t a;

    arb_init(a);
    arb_set_si(out, 2 * K + 1);
    arb_pow_ui(out, out, 3, prec);
    arb_mul_si(out, out, 2 * K - 1, prec);
    arb_rsqrt(out, out, prec);
    arb_mul_si(out, out, 2 * K, prec);
    arb_const_pi(a, prec);
    arb_div(out, out, a, prec);
    arb_clear(a);
}

static void
test_proofs(void)
{
    arb_t exact, eta;
    int K, k;

    arb_init(exact);
    arb_init(eta);
    for (K = 2; K <= 5; K++)
    {
        committee_t s;
        saddle_flow_t f;
        fixed_plan_t plan = { &f, COMMITTEE_THETA(&s), FLOW_GRADIENT, NULL,
                              NULL };
        fixed_point_t p;
        rest_proof_t proof;

        committee_equal(&s, K, 1, 0);
        committee_flow(&f, &s);
        committee_ball(&f, &s);
        CU_ASSERT_FATAL(fixed_plateau(&p, &plan));
        rest_prove(&proof, &plan, eta, p.state, 1, 200);
        CU_ASSERT(proof.verdict == CERTIFY_PROVEN && proof.alike);
        arb_set_si(exact, K * (2 * K - 1));
        arb_rsqrt(exact, exact, 200);
        holds(proof.state, exact, 1e-25, "R");
        CU_ASSERT_FATAL(proof.n_rates == f.n_state);
        escape_rate(exact, K, 200);
        for (k = 0; k < (K - 1) * (K - 1); k++)
            holds(acb_realref(proof.rate + k), exact, 1e-12,
                  "rate of the escape");
        CU_ASSERT(!arb_overlaps(acb_realref(proof.rate + k), exact));
        rest_proof_clear(&proof, &f);
        /* among all states it is no simple zero */
        rest_prove(&proof, &plan, eta, p.state, 0, 200);
        CU_ASSERT(proof.verdict == CERTIFY_UNDECIDED && proof.why != NULL);
        rest_proof_clear(&proof, &f);
        fixed_clear(&p);
    }
    arb_clear(eta);
    arb_clear(exact);
}

/* At a finite rate, for all states; and what is no fixed point is refused. */
static void
test_proofs_finite(void)
{
    committee_t s;
    saddle_flow_t f;
    fixed_plan_t plan = { &f, COMMITTEE_THETA(&s), FLOW_FINITE, NULL, NULL };
    fixed_point_t p;
    rest_proof_t proof;
    arb_t eta;
    int k;

    arb_init(eta);
    arb_set_d(eta, 0.5);
    committee_equal(&s, 2, 0.5, 0);
    committee_flow(&f, &s);
    committee_ball(&f, &s);
    CU_ASSERT_FATAL(fixed_plateau(&p, &plan));
    rest_prove(&proof, &plan, eta, p.state, 1, 256);
    CU_ASSERT(proof.verdict == CERTIFY_PROVEN && !proof.alike);
    for (k = 0; k < f.n_state; k++)
    {
        near(arf_get_d(arb_midref(proof.state + k), ARF_RND_NEAR), p.state[k],
             1e-14, "proven state");
        near(arf_get_d(arb_midref(acb_realref(proof.rate + k)), ARF_RND_NEAR),
             p.re[k], 1e-9, "proven eigenvalue");
        CU_ASSERT(arb_contains_zero(acb_imagref(proof.rate + k)));
    }
    rest_proof_clear(&proof, &f);
    p.state[0] += 1e-5;         /* Newton finds its way, to the same box */
    rest_prove(&proof, &plan, eta, p.state, 0, 256);
    CU_ASSERT(proof.verdict != CERTIFY_PROVEN
              || fabs(arf_get_d(arb_midref(proof.state), ARF_RND_NEAR)
                      - .4101581541) < 1e-9);
    rest_proof_clear(&proof, &f);
    f.ball_slope[FLOW_FINITE] = NULL;
    rest_prove(&proof, &plan, eta, p.state, 0, 256);
    CU_ASSERT(proof.verdict == CERTIFY_UNDECIDED && proof.why != NULL);
    rest_proof_clear(&proof, &f);
    fixed_clear(&p);
    arb_clear(eta);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "derivatives in balls", test_dual },
        { "proofs, small rates", test_proofs },
        { "proofs, finite rates", test_proofs_finite },
        { NULL, NULL },
    };

    crew_quiet_blas();
    return harness_run("proofs of fixed points of flows", tests);
}
