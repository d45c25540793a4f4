/* runtime/rbm/proof.c -- proven fixed points of mean field on small machines. */
#include "proof.h"
#include "proof_system.h"
#include "../certify/certify.h"

#include <arb_mat.h>
#include <math.h>
#include <string.h>

/* Newton at points, kept inside (0,1); nothing is proven here. */
static int
refine(arb_ptr x, proof_system_t *q, slong prec)
{
    int k, step, n = q->rbm->nv + q->rbm->nh, good = 1;
    arb_mat_t j, f, dx;

    arb_mat_init(j, n, n);
    arb_mat_init(f, n, 1);
    arb_mat_init(dx, n, 1);
    for (step = 0; good && step < 5 + (int) FLINT_BIT_COUNT((ulong) prec); step++)
    {
        arb_ptr value = _arb_vec_init(n);

        good = proof_stationarity(value, x, prec, q) == SADDLE_OK
               && proof_jacobian(j, x, prec, q) == SADDLE_OK;
        for (k = 0; k < n; k++)
            arb_get_mid_arb(arb_mat_entry(f, k, 0), value + k);
        arb_mat_get_mid(j, j);
        good = good && arb_mat_solve(dx, j, f, prec);
        for (k = 0; good && k < n; k++)
        {
            arb_sub(x + k, x + k, arb_mat_entry(dx, k, 0), prec);
            arb_get_mid_arb(x + k, x + k);
        }
        _arb_vec_clear(value, n);
    }
    arb_mat_clear(dx);
    arb_mat_clear(f);
    arb_mat_clear(j);
    return good;
}

/* A box about x that the test maps into itself, from small to large. */
static int
find_box(proof_t *p, proof_system_t *q, slong prec)
{
    int k, n = q->rbm->nv + q->rbm->nh, tries, good = 0;
    krawczyk_system_t system = { n, proof_stationarity, proof_jacobian, q };
    arb_mat_t y;

    arb_mat_init(y, n, n);
    for (tries = 0; tries < 4 && !good; tries++)
    {
        for (k = 0; k < n; k++)
        {
            arb_get_mid_arb(p->box + k, p->x + k);
            mag_set_ui_2exp_si(arb_radref(p->box + k), 1,
                               -prec / 2 - prec / 4 + tries * (prec / 8));
        }
        good = krawczyk_test(p->x, y, &p->contraction, &system, p->box, prec,
                             prec) == CERTIFY_PROVEN;
        if (!good)
            for (k = 0; k < n; k++)
                arb_get_mid_arb(p->x + k, p->box + k);
    }
    arb_mat_clear(y);
    return good;
}

rbm_status_t
proof_find(proof_t *p, const rbm_t *r, int order, const double *m,
           const double *h, slong prec, rbm_message_t *message)
{
    proof_system_t q = { r, order };
    int k, n = r->nv + r->nh;

    memset(p, 0, sizeof *p);
    arb_init(p->log_z);
    arb_indeterminate(p->log_z);
    if (r->law != NULL || n > PROOF_MOST)
        return rbm_say(message, RBM_BAD_USE,
                       "fixed points are proven for binary units only, at "
                       "most %d of them", PROOF_MOST);
    p->nv = r->nv;
    p->nh = r->nh;
    p->x = _arb_vec_init(n);
    p->box = _arb_vec_init(n);
    for (k = 0; k < n; k++)
        arb_set_d(p->x + k, k < r->nv ? m[k] : h[k - r->nv]);
    if (!refine(p->x, &q, prec))
        p->why = "Newton's method left the domain, or the Hessian is singular";
    else if (!find_box(p, &q, prec))
        p->why = "the Krawczyk test did not close: more precision may help, "
                 "unless the Hessian of Gamma is singular here";
    else
    {
        p->proven = 1;
        proof_minus_gamma(p->log_z, &q, p->x, prec);
    }
    return RBM_OK;
}

void
proof_clear(proof_t *p)
{
    if (p->x != NULL)
        _arb_vec_clear(p->x, p->nv + p->nh);
    if (p->box != NULL)
        _arb_vec_clear(p->box, p->nv + p->nh);
    arb_clear(p->log_z);
    memset(p, 0, sizeof *p);
}

int
proof_distinct(const proof_t *a, const proof_t *b)
{
    int k;

    if (!a->proven || !b->proven)
        return 0;
    for (k = 0; k < a->nv + a->nh; k++)
        if (!arb_overlaps(a->box + k, b->box + k))
            return 1;
    return 0;
}
