/* runtime/quadrature/machine_box_bound.c -- complex boxes: upper bounds. */
#include "machine_box.h"

int
box_machine_is_finite(const box_machine_t *m, int r)
{
    return acb_is_finite(m->r[r].m);
}

/* Raises `top` to an upper bound of q0 + q1 x + q2 x^2. */
static void
raise_to(arf_t top, const arb_struct *q, const arb_t x)
{
    arb_t v;
    arf_t f;

    arb_init(v);
    arf_init(f);
    arb_mul(v, q + 2, x, BOX_PREC);
    arb_add(v, v, q + 1, BOX_PREC);
    arb_mul(v, v, x, BOX_PREC);
    arb_add(v, v, q, BOX_PREC);
    arb_get_ubound_arf(f, v, BOX_PREC);
    if (arf_cmp(f, top) > 0)
        arf_set(top, f);
    arf_clear(f);
    arb_clear(v);
}

/* Upper bound of Re(q0 + q1 t + q2 t^2) = q0 + q1 x + q2 x^2 - q2 y^2. */
static void
exponent_bound(arb_t bound, const box_machine_t *m, const arb_struct *q)
{
    arb_t x;
    arf_t top, end;

    arb_init(x);
    arf_init(top);
    arf_init(end);
    arf_neg_inf(top);
    arb_set_d(x, m->x0);
    raise_to(top, q, x);
    arb_set_d(x, m->x1);
    raise_to(top, q, x);
    if (arf_sgn(arb_midref(q + 2)) < 0)
    {
        arb_div(x, q + 1, q + 2, BOX_PREC);
        arb_mul_2exp_si(x, x, -1);
        arb_neg(x, x);
        if (arb_overlaps(x, acb_realref(m->t)))
        {
            arb_mul(x, x, q + 1, BOX_PREC);
            arb_mul_2exp_si(x, x, -1);
            arb_add(x, x, q, BOX_PREC);
            arb_get_ubound_arf(end, x, BOX_PREC);
            if (arf_cmp(end, top) > 0)
                arf_set(top, end);
        }
    }
    arb_set_d(x, arf_sgn(arb_midref(q + 2)) < 0 ? m->y1 : m->y0);
    arb_sqr(x, x, BOX_PREC);
    arb_mul(x, x, q + 2, BOX_PREC);
    arb_set_arf(bound, top);
    arb_sub(bound, bound, x, BOX_PREC);
    arf_clear(end);
    arf_clear(top);
    arb_clear(x);
}

void
box_machine_bound(mag_t bound, box_machine_t *m, int r, int gauss)
{
    const box_register_t *a = m->r + r;
    arb_struct q[3];
    mag_t size;
    int k;

    acb_get_mag(bound, a->m);
    if (!a->scaled && !gauss)
        return;
    mag_init(size);
    for (k = 0; k < 3; k++)
    {
        arb_init(q + k);
        arb_set_arf(q + k, a->s + k);
    }
    if (gauss)
    {
        arb_set_d(m->x, 0.5);
        arb_sub(q + 2, q + 2, m->x, BOX_PREC);
    }
    exponent_bound(m->x, m, q);
    arb_exp(m->x, m->x, 32);
    if (gauss)
        arb_mul(m->x, m->x, m->root_2pi_inverse, 32);
    arb_get_mag(size, m->x);
    mag_mul(bound, bound, size);
    for (k = 0; k < 3; k++)
        arb_clear(q + k);
    mag_clear(size);
}
