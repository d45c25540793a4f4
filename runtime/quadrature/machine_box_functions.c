/* runtime/quadrature/machine_box_functions.c -- complex boxes: functions. */
#include "machine_box_parts.h"
#include "machine_real.h"
#include "mills.h"

/* ---- exponentials ------------------------------------------------------- */

static void
do_exp(box_machine_t *m, const box_register_t *a)
{
    if (a->degree > 0)
    {
        acb_one(m->out.m);
        if (box_set_scale(m, a->c, 1))
            box_fuzz(m);
        else
            box_fail(m);
        return;
    }
    box_value(m->v, m, a);
    acb_exp(m->out.m, m->v, BOX_PREC);
}

/* cosh x = e^x (1 + e^(-2x))/2 or its mirror image; sign -1: sinh */
static void
do_cosh(box_machine_t *m, const box_register_t *a, int sign)
{
    int side = box_at(a, m->reference) >= 0 ? 1 : -1;

    if (a->degree <= 0)
    {
        box_value(m->v, m, a);
        if (sign > 0)
            acb_cosh(m->out.m, m->v, BOX_PREC);
        else
            acb_sinh(m->out.m, m->v, BOX_PREC);
        return;
    }
    acb_mul_si(m->v, a->m, -2 * side, BOX_PREC);
    acb_exp(m->v, m->v, BOX_PREC);
    if (sign < 0)
        acb_neg(m->v, m->v);
    acb_add_ui(m->out.m, m->v, 1, BOX_PREC);
    acb_mul_2exp_si(m->out.m, m->out.m, -1);
    if (sign < 0 && side < 0)
        acb_neg(m->out.m, m->out.m);
    if (box_set_scale(m, a->c, side))
        box_fuzz(m);
    else
        box_fail(m);
}

/* tanh x = -1 + 2/(1 + e^(-2x)), mirrored on the left: x occurs once. */
static void
do_tanh(box_machine_t *m, const box_register_t *a)
{
    int left;

    box_value(m->v, m, a);
    left = arf_sgn(arb_midref(acb_realref(m->v))) < 0;
    acb_mul_si(m->v, m->v, left ? 2 : -2, BOX_PREC);
    acb_exp(m->v, m->v, BOX_PREC);
    acb_add_ui(m->v, m->v, 1, BOX_PREC);
    if (acb_contains_zero(m->v))
    {
        box_fail(m);
        return;
    }
    acb_inv(m->v, m->v, BOX_PREC);
    acb_mul_2exp_si(m->v, m->v, 1);
    acb_sub_ui(m->out.m, m->v, 1, BOX_PREC);
    if (left)
        acb_neg(m->out.m, m->out.m);
}

/* log(m e^Q) = Q + Log m */
static void
do_log(box_machine_t *m, const box_register_t *a)
{
    arb_struct c[3];
    int k;

    if (!box_avoids_cut(a->m))
    {
        box_fail(m);
        return;
    }
    acb_log(m->out.m, a->m, BOX_PREC);
    if (!a->scaled)
        return;
    for (k = 0; k < 3; k++)
    {
        arb_init(c + k);
        arb_set_arf(c + k, a->s + k);
    }
    box_poly(m->v, m, c, arf_is_zero(a->s + 2) ? 1 : 2);
    acb_add(m->out.m, m->out.m, m->v, BOX_PREC);
    for (k = 0; k < 3; k++)
        arb_clear(c + k);
}

/* ---- inverse circular functions ------------------------------------------ */

/* |part| < 1 */
static int
inside_unit(const arb_t part)
{
    mag_t size;
    int inside;

    mag_init(size);
    arb_get_mag(size, part);
    inside = mag_cmp_2exp_si(size, 0) < 0;
    mag_clear(size);
    return inside;
}

static void
do_inverse(box_machine_t *m, saddle_function_t f, const box_register_t *a)
{
    arb_srcptr re, im;

    box_value(m->v, m, a);
    re = acb_realref(m->v);
    im = acb_imagref(m->v);
    if (!acb_is_finite(m->v))
        box_fail(m);
    else if (f == SADDLE_ATAN)
    {
        if (!arb_contains_zero(re) || inside_unit(im))
            acb_atan(m->out.m, m->v, BOX_PREC);
        else
            box_fail(m);
    }
    else if (arb_contains_zero(im) && !inside_unit(re))
        box_fail(m);
    else if (f == SADDLE_ASIN)
        acb_asin(m->out.m, m->v, BOX_PREC);
    else
        acb_acos(m->out.m, m->v, BOX_PREC);
}

/* ---- the normal law ----------------------------------------------------- */

/* Scale -u^2/2 for u = c0 + c1 t. */
static int
gauss_scale(box_machine_t *m, const arb_struct *c)
{
    arb_struct q[3];
    int k, ok;

    for (k = 0; k < 3; k++)
        arb_init(q + k);
    arb_sqr(q, c, BOX_PREC);
    arb_mul_2exp_si(q, q, -1);
    arb_mul(q + 1, c, c + 1, BOX_PREC);
    arb_sqr(q + 2, c + 1, BOX_PREC);
    arb_mul_2exp_si(q + 2, q + 2, -1);
    ok = box_set_scale(m, q, -1);
    for (k = 0; k < 3; k++)
        arb_clear(q + k);
    return ok;
}

static void
do_density(box_machine_t *m, const box_register_t *a)
{
    if (a->degree == 1)
    {
        acb_set_arb(m->out.m, m->root_2pi_inverse);
        if (gauss_scale(m, a->c))
            box_fuzz(m);
        else
            box_fail(m);
        return;
    }
    box_value(m->v, m, a);
    acb_sqr(m->v, m->v, BOX_PREC);
    acb_mul_2exp_si(m->v, m->v, -1);
    acb_neg(m->v, m->v);
    acb_exp(m->v, m->v, BOX_PREC);
    acb_mul_arb(m->out.m, m->v, m->root_2pi_inverse, BOX_PREC);
}

/* v = H(side u) for u on the box, unscaled, Re(side u) >= about 0 */
static void
small_tail(acb_t v, box_machine_t *m, const acb_t u, int side)
{
    acb_sqr(m->u, u, BOX_PREC);
    acb_mul_2exp_si(m->u, m->u, -1);
    acb_neg(m->u, m->u);
    acb_exp(m->u, m->u, BOX_PREC);
    acb_mul_si(v, u, side, BOX_PREC);
    mills_box(v, v, BOX_PREC);
    acb_mul(v, v, m->u, BOX_PREC);
}

/* u affine, reference on the right: (R(u), -u^2/2); else 1 - H(-u), unscaled */
static void
do_tail(box_machine_t *m, const box_register_t *a)
{
    if (a->degree != 1)
    {
        box_value(m->v, m, a);
        normal_tail_box(m->out.m, m->v, BOX_PREC);
    }
    else if (box_at(a, m->reference) >= 0)
    {
        mills_box(m->out.m, a->m, BOX_PREC);
        if (gauss_scale(m, a->c))
            box_fuzz(m);
        else
            box_fail(m);
    }
    else
    {
        small_tail(m->v, m, a->m, -1);
        acb_neg(m->out.m, m->v);
        acb_add_ui(m->out.m, m->out.m, 1, BOX_PREC);
    }
}

void
box_op_function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    box_machine_t *m = (box_machine_t *) base;
    const box_register_t *x = m->r + a;

    box_begin(m);
    if (x->degree == 0)
    {
        m->out.degree = 0;
        real_function(m->out.c, f, x->c, BOX_PREC);
        box_finish_poly(m, r);
        return;
    }
    switch (f)
    {
        case SADDLE_EXP: do_exp(m, x); break;
        case SADDLE_LOG: do_log(m, x); break;
        case SADDLE_SINH: do_cosh(m, x, -1); break;
        case SADDLE_COSH: do_cosh(m, x, 1); break;
        case SADDLE_TANH: do_tanh(m, x); break;
        case SADDLE_SIN:
            box_value(m->v, m, x);
            acb_sin(m->out.m, m->v, BOX_PREC);
            break;
        case SADDLE_COS:
            box_value(m->v, m, x);
            acb_cos(m->out.m, m->v, BOX_PREC);
            break;
        case SADDLE_ASIN:
        case SADDLE_ACOS:
        case SADDLE_ATAN: do_inverse(m, f, x); break;
        case SADDLE_H: do_tail(m, x); break;
        case SADDLE_PHI: do_density(m, x); break;
        default: box_fail(m);
    }
    box_finish(m, r);
}

/* ---- mass of an interval ------------------------------------------------- */

/*
 * With d = b - a and c = (a+b)/2, by the places of a, b at the reference:
 *   narrow   d e^(-c^2/2)/sqrt(2 pi) int_{-1/2}^{1/2} cosh(cds) e^(-d^2 s^2/2)
 *   right    e^(-a^2/2) (R(a) - R(b) e^(-c d)),   left: mirrored
 *   between  1 - H(-a) - H(b), unscaled
 */
static int
mass_narrow(box_machine_t *m, const arb_struct *c, const acb_t d)
{
    arb_t s;

    arb_init(s);
    arb_set_d(s, 0.25);
    mag_set_d(arb_radref(s), 0.25);
    box_poly(m->u, m, c, 1);
    acb_mul(m->u, m->u, d, BOX_PREC);
    acb_mul_arb(m->u, m->u, s, BOX_PREC);
    acb_cosh(m->u, m->u, BOX_PREC);
    acb_mul_arb(m->v, d, s, BOX_PREC);
    acb_sqr(m->v, m->v, BOX_PREC);
    acb_mul_2exp_si(m->v, m->v, -1);
    acb_neg(m->v, m->v);
    acb_exp(m->v, m->v, BOX_PREC);
    acb_mul(m->v, m->v, m->u, BOX_PREC);
    acb_mul(m->v, m->v, d, BOX_PREC);
    acb_mul_arb(m->out.m, m->v, m->root_2pi_inverse, BOX_PREC);
    arb_clear(s);
    return gauss_scale(m, c);
}

static int
mass_one_side(box_machine_t *m, const box_register_t *near,
              const box_register_t *far, const arb_struct *c, const acb_t d,
              int side)
{
    box_poly(m->u, m, c, 1);
    acb_mul(m->u, m->u, d, BOX_PREC);
    acb_mul_si(m->u, m->u, -side, BOX_PREC);
    acb_exp(m->u, m->u, BOX_PREC);
    acb_mul_si(m->v, far->m, side, BOX_PREC);
    mills_box(m->v, m->v, BOX_PREC);
    acb_mul(m->v, m->v, m->u, BOX_PREC);
    acb_mul_si(m->u, near->m, side, BOX_PREC);
    mills_box(m->u, m->u, BOX_PREC);
    acb_sub(m->out.m, m->u, m->v, BOX_PREC);
    return gauss_scale(m, near->c);
}

static void
mass_affine(box_machine_t *m, const box_register_t *a, const box_register_t *b,
            const box_register_t *w)
{
    double at = box_at(a, m->reference), bt = box_at(b, m->reference);
    double width = bt - at, skew = (at + bt) / 2 * width;
    arb_struct c[3];
    acb_t d;
    int k, ok = 1;

    acb_init(d);
    for (k = 0; k < 3; k++)
    {
        arb_init(c + k);
        arb_sub(c + k, b->c + k, a->c + k, BOX_PREC);
    }
    if (w->degree >= 0)
        box_poly(d, m, w->c, w->degree);
    else
        box_poly(d, m, c, 1);
    for (k = 0; k < 3; k++)
    {
        arb_add(c + k, b->c + k, a->c + k, BOX_PREC);
        arb_mul_2exp_si(c + k, c + k, -1);
    }
    if (width < 1 && width > -1 && skew < 1 && skew > -1)
        ok = mass_narrow(m, c, d);
    else if (at >= 0)
        ok = mass_one_side(m, a, b, c, d, 1);
    else if (bt <= 0)
        ok = mass_one_side(m, b, a, c, d, -1);
    else
    {
        small_tail(m->v, m, a->m, -1);
        acb_neg(m->out.m, m->v);
        acb_add_ui(m->out.m, m->out.m, 1, BOX_PREC);
        small_tail(m->v, m, b->m, 1);
        acb_sub(m->out.m, m->out.m, m->v, BOX_PREC);
        mag_zero(m->bound);
    }
    if (ok)
        box_fuzz(m);
    else
        box_fail(m);
    for (k = 0; k < 3; k++)
        arb_clear(c + k);
    acb_clear(d);
}

void
box_op_mass(saddle_machine_t *base, int r, int a, int b, int w)
{
    box_machine_t *m = (box_machine_t *) base;
    const box_register_t *x = m->r + a, *y = m->r + b;

    box_begin(m);
    if (x->degree == 0 && y->degree == 0)
    {
        m->out.degree = 0;
        real_mass(m->out.c, x->c, y->c, BOX_PREC);
        box_finish_poly(m, r);
        return;
    }
    if (x->degree >= 0 && x->degree <= 1 && y->degree >= 0 && y->degree <= 1)
        mass_affine(m, x, y, m->r + w);
    else
    {
        box_value(m->v, m, x);
        normal_tail_box(m->out.m, m->v, BOX_PREC);
        box_value(m->v, m, y);
        normal_tail_box(m->v, m->v, BOX_PREC);
        acb_sub(m->out.m, m->out.m, m->v, BOX_PREC);
    }
    box_finish(m, r);
}
