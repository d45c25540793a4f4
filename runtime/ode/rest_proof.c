/* runtime/ode/rest_proof.c -- fixed points of a flow, proven. */
#include "rest_proof.h"

#include "rest_system.h"
#include "spectrum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEWTON 40
#define NEAR 1e-6           /* a candidate's error, over its largest entry */

/* ---- the test ------------------------------------------------------------- */

static saddle_status_t
residual(arb_ptr out, arb_srcptr x, slong prec, void *ctx)
{
    rest_system_t *s = ctx;
    int i, good = rest_system_run(s, x, 0, prec);

    for (i = 0; i < s->n && good; i++)
        arb_set(out + i, s->value + s->output[i]);
    return good ? SADDLE_OK : SADDLE_UNPROVED;
}

static saddle_status_t
slopes(arb_mat_t out, arb_srcptr x, slong prec, void *ctx)
{
    rest_system_t *s = ctx;
    int i, k, good = rest_system_run(s, x, 1, prec);

    for (i = 0; i < s->n && good; i++)
        for (k = 0; k < s->n; k++)
            arb_set(arb_mat_entry(out, i, k),
                    s->slope + (slong) s->output[i] * s->n + k);
    return good ? SADDLE_OK : SADDLE_UNPROVED;
}

/* Newton on midpoints at full precision; 0 when it does not converge. */
static int
refine(rest_system_t *s, arb_ptr x, slong prec)
{
    arb_mat_t j, f;
    int i, turn, good = 1, done = 0;
    mag_t size, step;

    arb_mat_init(j, s->n, s->n);
    arb_mat_init(f, s->n, 1);
    mag_init(size);
    mag_init(step);
    for (turn = 0; turn < NEWTON && good && !done; turn++)
    {
        good = slopes(j, x, prec, s) == SADDLE_OK;
        for (i = 0; i < s->n && good; i++)
            arb_set(arb_mat_entry(f, i, 0), s->value + s->output[i]);
        arb_mat_get_mid(j, j);
        arb_mat_get_mid(f, f);
        good = good && arb_mat_solve(f, j, f, prec);
        for (mag_zero(size), i = 0; i < s->n && good; i++)
        {
            arb_sub(x + i, x + i, arb_mat_entry(f, i, 0), prec);
            arb_get_mid_arb(x + i, x + i);
            arb_get_mag(step, arb_mat_entry(f, i, 0));
            mag_max(size, size, step);
        }
        done = mag_cmp_2exp_si(size, -prec * 3 / 4) < 0;
        good = good && mag_cmp_2exp_si(size, 4) < 0;
    }
    mag_clear(step);
    mag_clear(size);
    arb_mat_clear(f);
    arb_mat_clear(j);
    return done && good;
}

/* Is x, whose entries stand for those of the candidate, still there? */
static int
is_near(const rest_system_t *s, arb_srcptr x, const double *candidate, int n)
{
    double gap = 0, size = 0;
    int i, k;

    for (i = 0; i < s->n; i++)
        for (k = 0; k < n; k++)
            if (s->seed[k * s->n + i] != 0)
            {
                gap = fmax(gap, fabs(arf_get_d(arb_midref(x + i), ARF_RND_NEAR)
                                     - candidate[k]));
                size = fmax(size, fabs(candidate[k]));
            }
    return gap <= NEAR * fmax(size, 1e-3);
}

/* The Krawczyk test on a box around x; the box of the proof into x. */
static certify_verdict_t
test_box(rest_system_t *s, arb_ptr x, slong prec)
{
    krawczyk_system_t system = { s->n, residual, slopes, s };
    certify_verdict_t verdict;
    arb_ptr image = _arb_vec_init(s->n);
    arb_mat_t y;
    double contraction;
    int i;

    arb_mat_init(y, s->n, s->n);
    for (i = 0; i < s->n; i++)
        mag_set_ui_2exp_si(arb_radref(x + i), 1, -prec / 2);
    verdict = krawczyk_test(image, y, &contraction, &system, x, prec,
                            prec / 2 + 64);
    for (i = 0; i < s->n && verdict == CERTIFY_PROVEN; i++)
        arb_set(x + i, image + i);
    arb_mat_clear(y);
    _arb_vec_clear(image, s->n);
    return verdict;
}

/* ---- eigenvalues ---------------------------------------------------------- */

/* Of the whole Jacobian at the proven state. */
static void
enclose_rates(rest_proof_t *p, const fixed_plan_t *plan, arb_srcptr theta,
              slong prec)
{
    int n = plan->flow->n_state, i, k, good;
    acb_mat_t j;
    rest_system_t s;

    acb_mat_init(j, n, n);
    good = rest_system_init(&s, plan, theta, 0)
           && rest_system_run(&s, p->state, 1, prec);
    for (i = 0; i < n && good; i++)
        for (k = 0; k < n; k++)
            acb_set_arb(acb_mat_entry(j, i, k), s.slope + (slong) i * n + k);
    p->rate = _acb_vec_init(n);
    if (good && spectrum_enclose(p->rate, j, prec))
        p->n_rates = n;
    rest_system_clear(&s);
    acb_mat_clear(j);
}

/* ---- the whole ------------------------------------------------------------ */

/* 1 when proven, with p->state filled. */
static int
prove(rest_proof_t *p, const fixed_plan_t *plan, arb_srcptr theta,
      const double *candidate, int alike, slong prec)
{
    const saddle_flow_t *f = plan->flow;
    rest_system_t s;
    arb_ptr x = _arb_vec_init(f->n_state);
    int i, k, good = rest_system_init(&s, plan, theta, alike);

    p->alike = alike;
    for (i = 0; i < s.n && good; i++)
        for (k = 0; k < f->n_state; k++)
            if (s.seed[k * s.n + i] != 0)
                arb_set_d(x + i, candidate[k]);
    if (good && !refine(&s, x, prec))
    {
        good = 0;
        p->why = "Newton's method does not converge to a simple zero";
    }
    if (good && !is_near(&s, x, candidate, f->n_state))
    {
        good = 0;
        p->why = "Newton's method leaves for another zero";
    }
    if (good && test_box(&s, x, prec) != CERTIFY_PROVEN)
    {
        good = 0;
        p->why = "the Krawczyk test fails: the Jacobian has no inverse there, "
                 "or the precision does not suffice";
    }
    if (good)
    {
        good = rest_system_run(&s, x, 0, prec);
        for (k = 0; k < f->n_state && good; k++)
            good = arb_contains_zero(s.value + k);
        p->why = good ? NULL : "the slopes of students that are alike differ";
        _arb_vec_set(p->state, s.env, f->n_state);
    }
    rest_system_clear(&s);
    _arb_vec_clear(x, f->n_state);
    return good;
}

static void
enclose_values(rest_proof_t *p, const saddle_flow_t *f, arb_srcptr theta,
               slong prec)
{
    int n = f->n_state + f->n_parameters, k;
    arb_ptr env = _arb_vec_init(n);
    signed char *seed = calloc((size_t) n, 1);
    dual_machine_t m;

    _arb_vec_set(env, p->state, f->n_state);
    _arb_vec_set(env + f->n_state, theta, f->n_parameters);
    for (k = 0; k < f->n_values; k++)
        arb_indeterminate(p->value + k);
    if (seed != NULL && f->ball_values != NULL
        && dual_init(&m, f->ball_values->n_registers, 0))
    {
        dual_run(p->value, NULL, &m, f->ball_values, f->n_values, env, n, seed,
                 prec);
        dual_clear(&m);
    }
    free(seed);
    _arb_vec_clear(env, n);
}

void
rest_prove(rest_proof_t *p, const fixed_plan_t *plan, arb_srcptr theta,
           const double *candidate, int alike, slong prec)
{
    const saddle_flow_t *f = plan->flow;
    int good = 0;

    memset(p, 0, sizeof *p);
    p->verdict = CERTIFY_UNDECIDED;
    p->state = _arb_vec_init(f->n_state);
    p->value = _arb_vec_init(f->n_values);
    if (f->ball_slope[plan->limit] == NULL)
    {
        p->why = "an average of this model is known as a quadrature only, "
                 "which has no enclosure here";
        return;
    }
    good = prove(p, plan, theta, candidate, 0, prec)
           || (alike && prove(p, plan, theta, candidate, 1, prec));
    if (!good)
        return;
    p->verdict = CERTIFY_PROVEN;
    p->why = NULL;
    enclose_values(p, f, theta, prec);
    enclose_rates(p, plan, theta, prec);
}

void
rest_proof_clear(rest_proof_t *p, const saddle_flow_t *f)
{
    if (p->rate != NULL)
        _acb_vec_clear(p->rate, f->n_state);
    if (p->value != NULL)
        _arb_vec_clear(p->value, f->n_values);
    if (p->state != NULL)
        _arb_vec_clear(p->state, f->n_state);
    memset(p, 0, sizeof *p);
}
