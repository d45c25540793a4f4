/* runtime/quadrature/machine_box.c -- complex boxes: registers and scales. */
#include "machine_box_parts.h"

#include <math.h>
#include <stdlib.h>

/* scales are multiples of 2^-SCALE_BITS, below 2^SCALE_RANGE */
#define SCALE_BITS 60
#define SCALE_RANGE 40

/* ---- pieces of operations ----------------------------------------------- */

void
box_begin(box_machine_t *m)
{
    int k;

    m->out.degree = -1;
    m->out.scaled = 0;
    for (k = 0; k < 3; k++)
    {
        arf_zero(m->out.s + k);
        arb_zero(m->out.c + k);
    }
}

void
box_finish(box_machine_t *m, int r)
{
    box_register_t swap = m->r[r];

    m->out.scaled = !arf_is_zero(m->out.s) || !arf_is_zero(m->out.s + 1)
                    || !arf_is_zero(m->out.s + 2);
    m->r[r] = m->out;
    m->out = swap;
}

void
box_fail(box_machine_t *m)
{
    box_begin(m);
    acb_indeterminate(m->out.m);
}

void
box_copy(box_register_t *to, const box_register_t *from)
{
    int k;

    to->degree = from->degree;
    to->scaled = from->scaled;
    for (k = 0; k < 3; k++)
    {
        arb_set(to->c + k, from->c + k);
        arf_set(to->s + k, from->s + k);
    }
    acb_set(to->m, from->m);
}

/* Degree 2 in centred form: p(t) = p(mid) + (t - mid)(c1 + c2 (t + mid)). */
void
box_poly(acb_t v, box_machine_t *m, const arb_struct *c, int degree)
{
    if (degree <= 0)
        acb_set_arb(v, c);
    else if (degree == 1)
    {
        acb_mul_arb(v, m->t, c + 1, BOX_PREC);
        acb_add_arb(v, v, c, BOX_PREC);
    }
    else
    {
        acb_mul_arb(m->w, m->t_mid, c + 2, BOX_PREC);
        acb_add_arb(v, m->w, c + 1, BOX_PREC);
        acb_mul(v, v, m->t_mid, BOX_PREC);
        acb_add_arb(v, v, c, BOX_PREC);
        acb_add(m->w, m->t, m->t_mid, BOX_PREC);
        acb_mul_arb(m->w, m->w, c + 2, BOX_PREC);
        acb_add_arb(m->w, m->w, c + 1, BOX_PREC);
        acb_mul(m->w, m->w, m->t_step, BOX_PREC);
        acb_add(v, v, m->w, BOX_PREC);
    }
}

void
box_scale(acb_t v, box_machine_t *m, const arf_struct *s)
{
    arb_struct c[3];
    int k;

    for (k = 0; k < 3; k++)
    {
        arb_init(c + k);
        arb_set_arf(c + k, s + k);
    }
    box_poly(v, m, c, arf_is_zero(s + 2) ? 1 : 2);
    acb_exp(v, v, BOX_PREC);
    for (k = 0; k < 3; k++)
        arb_clear(c + k);
}

void
box_value(acb_t v, box_machine_t *m, const box_register_t *a)
{
    if (a->scaled)
    {
        box_scale(v, m, a->s);
        acb_mul(v, v, a->m, BOX_PREC);
    }
    else
        acb_set(v, a->m);
}

void
box_trim(box_register_t *a)
{
    while (a->degree > 0 && arb_is_zero(a->c + a->degree))
        a->degree--;
}

void
box_finish_poly(box_machine_t *m, int r)
{
    box_trim(&m->out);
    box_poly(m->out.m, m, m->out.c, m->out.degree);
    box_finish(m, r);
}

int
box_set_scale(box_machine_t *m, const arb_struct *c, int sign)
{
    fmpz_t grid;
    mag_t power, size, part;
    int k, ok = 1;

    fmpz_init(grid);
    mag_init(power);
    mag_init(size);
    mag_init(part);
    mag_zero(m->bound);
    mag_one(power);
    acb_get_mag(size, m->t);
    for (k = 0; k < 3 && ok; k++)
    {
        ok = arb_is_finite(c + k)
             && arf_cmpabs_2exp_si(arb_midref(c + k), SCALE_RANGE) < 0;
        if (!ok)
            break;
        arf_get_fmpz_fixed_si(grid, arb_midref(c + k), -SCALE_BITS);
        arf_set_fmpz(m->out.s + k, grid);
        arf_mul_2exp_si(m->out.s + k, m->out.s + k, -SCALE_BITS);
        arb_sub_arf(m->x, c + k, m->out.s + k, BOX_PREC);
        arb_get_mag(part, m->x);
        mag_addmul(m->bound, part, power);
        mag_mul(power, power, size);
        if (sign < 0)
            arf_neg(m->out.s + k, m->out.s + k);
    }
    mag_clear(part);
    mag_clear(size);
    mag_clear(power);
    fmpz_clear(grid);
    return ok;
}

void
box_fuzz(box_machine_t *m)
{
    mag_t size;

    if (mag_is_zero(m->bound))
        return;
    mag_init(size);
    acb_get_mag(size, m->out.m);
    mag_expm1(m->bound, m->bound);
    mag_mul(size, size, m->bound);
    acb_add_error_mag(m->out.m, size);
    mag_clear(size);
}

int
box_avoids_cut(const acb_t z)
{
    return arb_is_positive(acb_realref(z))
           || (acb_is_finite(z) && !arb_contains_zero(acb_imagref(z)));
}

double
box_at(const box_register_t *a, double x)
{
    return arf_get_d(arb_midref(a->c), ARF_RND_NEAR)
           + x * (arf_get_d(arb_midref(a->c + 1), ARF_RND_NEAR)
                  + x * arf_get_d(arb_midref(a->c + 2), ARF_RND_NEAR));
}

/* ---- life --------------------------------------------------------------- */

static void
register_init(box_register_t *a)
{
    int k;

    a->degree = 0;
    a->scaled = 0;
    for (k = 0; k < 3; k++)
    {
        arb_init(a->c + k);
        arf_init(a->s + k);
    }
    acb_init(a->m);
}

static void
register_clear(box_register_t *a)
{
    int k;

    acb_clear(a->m);
    for (k = 0; k < 3; k++)
    {
        arf_clear(a->s + k);
        arb_clear(a->c + k);
    }
}

void
box_machine_init(box_machine_t *m, int n_registers)
{
    int k;

    m->base.ops = &box_ops;
    m->n = n_registers;
    m->r = malloc((size_t) (n_registers + 1) * sizeof *m->r);
    if (m->r == NULL)
        abort();
    for (k = 0; k < n_registers; k++)
        register_init(m->r + k);
    register_init(&m->out);
    m->x0 = m->x1 = m->y0 = m->y1 = m->reference = 0;
    m->piece_point = NAN;
    m->select_sign = NULL;
    acb_init(m->t);
    acb_init(m->t_mid);
    acb_init(m->t_step);
    acb_init(m->u);
    acb_init(m->v);
    acb_init(m->w);
    arb_init(m->root_2pi_inverse);
    arb_const_pi(m->root_2pi_inverse, BOX_PREC + 8);
    arb_mul_2exp_si(m->root_2pi_inverse, m->root_2pi_inverse, 1);
    arb_rsqrt(m->root_2pi_inverse, m->root_2pi_inverse, BOX_PREC);
    arb_init(m->x);
    arb_init(m->y);
    arf_init(m->f);
    mag_init(m->bound);
    fmpq_init(m->q);
}

void
box_machine_clear(box_machine_t *m)
{
    int k;

    fmpq_clear(m->q);
    mag_clear(m->bound);
    arf_clear(m->f);
    arb_clear(m->y);
    arb_clear(m->x);
    arb_clear(m->root_2pi_inverse);
    acb_clear(m->w);
    acb_clear(m->v);
    acb_clear(m->u);
    acb_clear(m->t_step);
    acb_clear(m->t_mid);
    acb_clear(m->t);
    register_clear(&m->out);
    for (k = 0; k < m->n; k++)
        register_clear(m->r + k);
    free(m->r);
}

void
box_machine_set_env(box_machine_t *m, arb_srcptr env, int n_env)
{
    int k;

    for (k = 0; k < n_env; k++)
    {
        box_begin(m);
        m->out.degree = 0;
        arb_set_round(m->out.c, env + k, BOX_PREC);
        box_finish_poly(m, k);
    }
}

void
box_machine_place(box_machine_t *m, int n_env, double x0, double x1,
                  double y0, double y1)
{
    arf_t lo, hi;

    arf_init(lo);
    arf_init(hi);
    m->x0 = x0;
    m->x1 = x1;
    m->y0 = y0;
    m->y1 = y1;
    arf_set_d(lo, x0);
    arf_set_d(hi, x1);
    arb_set_interval_arf(acb_realref(m->t), lo, hi, BOX_PREC);
    arf_set_d(lo, y0);
    arf_set_d(hi, y1);
    arb_set_interval_arf(acb_imagref(m->t), lo, hi, BOX_PREC);
    acb_set(m->t_mid, m->t);
    mag_zero(arb_radref(acb_realref(m->t_mid)));
    mag_zero(arb_radref(acb_imagref(m->t_mid)));
    acb_sub(m->t_step, m->t, m->t_mid, BOX_PREC);
    box_begin(m);
    m->out.degree = 1;
    arb_one(m->out.c + 1);
    box_finish_poly(m, n_env);
    arf_clear(hi);
    arf_clear(lo);
}
