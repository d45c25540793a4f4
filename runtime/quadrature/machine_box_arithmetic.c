/* runtime/quadrature/machine_box_arithmetic.c -- complex boxes: operations. */
#include "machine_box_parts.h"
#include "machine_real.h"

#include <math.h>

#define MACHINE box_machine_t *m = (box_machine_t *) base

static double
scale_at(const box_register_t *a, double x)
{
    return arf_get_d(a->s, ARF_RND_NEAR)
           + x * (arf_get_d(a->s + 1, ARF_RND_NEAR)
                  + x * arf_get_d(a->s + 2, ARF_RND_NEAR));
}

static void
box_rational(saddle_machine_t *base, int r, const char *text)
{
    MACHINE;

    box_begin(m);
    m->out.degree = 0;
    if (fmpq_set_str(m->q, text, 10) == 0)
        arb_set_fmpq(m->out.c, m->q, BOX_PREC);
    else
        arb_indeterminate(m->out.c);
    box_finish_poly(m, r);
}

static void
box_pi(saddle_machine_t *base, int r)
{
    MACHINE;

    box_begin(m);
    m->out.degree = 0;
    arb_const_pi(m->out.c, BOX_PREC);
    box_finish_poly(m, r);
}

static void
box_neg(saddle_machine_t *base, int r, int a)
{
    MACHINE;
    int k;

    box_copy(&m->out, m->r + a);
    for (k = 0; k < 3; k++)
        arb_neg(m->out.c + k, m->out.c + k);
    acb_neg(m->out.m, m->out.m);
    box_finish(m, r);
}

/* a + sign b with different scales: the one that is larger at the reference
   point is factored out. */
static void
add_scaled(box_machine_t *m, const box_register_t *a, const box_register_t *b,
           int sign)
{
    const box_register_t *pivot = a, *other = b;
    int k;

    if (scale_at(b, m->reference) > scale_at(a, m->reference))
    {
        pivot = b;
        other = a;
    }
    for (k = 0; k < 3; k++)
        arf_sub(m->out.s + k, other->s + k, pivot->s + k, ARF_PREC_EXACT,
                ARF_RND_DOWN);
    box_scale(m->v, m, m->out.s);
    acb_mul(m->v, m->v, other->m, BOX_PREC);
    if (sign < 0 && other == b)
        acb_sub(m->out.m, pivot->m, m->v, BOX_PREC);
    else if (sign < 0)
        acb_sub(m->out.m, m->v, pivot->m, BOX_PREC);
    else
        acb_add(m->out.m, pivot->m, m->v, BOX_PREC);
    for (k = 0; k < 3; k++)
        arf_set(m->out.s + k, pivot->s + k);
}

static void
add_signed(box_machine_t *m, int r, int a, int b, int sign)
{
    const box_register_t *x = m->r + a, *y = m->r + b;
    int k;

    box_begin(m);
    if (x->degree >= 0 && y->degree >= 0)
    {
        m->out.degree = x->degree > y->degree ? x->degree : y->degree;
        for (k = 0; k <= m->out.degree; k++)
            if (sign < 0)
                arb_sub(m->out.c + k, x->c + k, y->c + k, BOX_PREC);
            else
                arb_add(m->out.c + k, x->c + k, y->c + k, BOX_PREC);
        box_finish_poly(m, r);
        return;
    }
    if (y->degree == 0 && arb_is_zero(y->c))
        box_copy(&m->out, x);
    else if (x->degree == 0 && arb_is_zero(x->c))
    {
        box_copy(&m->out, y);
        if (sign < 0)
            acb_neg(m->out.m, m->out.m);
        m->out.degree = -1;
    }
    else if (arf_equal(x->s, y->s) && arf_equal(x->s + 1, y->s + 1)
             && arf_equal(x->s + 2, y->s + 2))
    {
        if (sign < 0)
            acb_sub(m->out.m, x->m, y->m, BOX_PREC);
        else
            acb_add(m->out.m, x->m, y->m, BOX_PREC);
        for (k = 0; k < 3; k++)
            arf_set(m->out.s + k, x->s + k);
    }
    else
        add_scaled(m, x, y, sign);
    box_finish(m, r);
}

static void
box_add(saddle_machine_t *base, int r, int a, int b)
{
    add_signed((box_machine_t *) base, r, a, b, 1);
}

static void
box_sub(saddle_machine_t *base, int r, int a, int b)
{
    add_signed((box_machine_t *) base, r, a, b, -1);
}

static void
box_mul(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;
    const box_register_t *x = m->r + a, *y = m->r + b;
    int i, k;

    box_begin(m);
    if (x->degree >= 0 && y->degree >= 0 && x->degree + y->degree <= 2)
    {
        m->out.degree = x->degree + y->degree;
        for (i = 0; i <= x->degree; i++)
            for (k = 0; k <= y->degree; k++)
                arb_addmul(m->out.c + i + k, x->c + i, y->c + k, BOX_PREC);
        if (m->out.degree < 2)
        {
            box_finish_poly(m, r);
            return;
        }
        box_trim(&m->out);
    }
    if (a == b)
        acb_sqr(m->out.m, x->m, BOX_PREC);
    else
        acb_mul(m->out.m, x->m, y->m, BOX_PREC);
    for (k = 0; k < 3; k++)
        arf_add(m->out.s + k, x->s + k, y->s + k, ARF_PREC_EXACT,
                ARF_RND_DOWN);
    box_finish(m, r);
}

static void
box_div(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;
    const box_register_t *x = m->r + a, *y = m->r + b;
    int k;

    box_begin(m);
    if (acb_contains_zero(y->m))
        box_fail(m);
    else if (x->degree >= 0 && y->degree == 0)
    {
        m->out.degree = x->degree;
        for (k = 0; k <= x->degree; k++)
            arb_div(m->out.c + k, x->c + k, y->c, BOX_PREC);
        box_finish_poly(m, r);
        return;
    }
    else
    {
        acb_div(m->out.m, x->m, y->m, BOX_PREC);
        for (k = 0; k < 3; k++)
            arf_sub(m->out.s + k, x->s + k, y->s + k, ARF_PREC_EXACT,
                    ARF_RND_DOWN);
    }
    box_finish(m, r);
}

static void
box_power(saddle_machine_t *base, int r, int a, long n)
{
    MACHINE;
    const box_register_t *x = m->r + a;
    int k;

    if (n == 2 && x->degree >= 0)
    {
        box_mul(base, r, a, a);
        return;
    }
    box_begin(m);
    if (n == 1)
        box_copy(&m->out, x);
    else if (n < 0 && acb_contains_zero(x->m))
        box_fail(m);
    else if (n == 0 || x->degree == 0)
    {
        m->out.degree = 0;
        arb_pow_ui(m->out.c, x->c, n < 0 ? -(ulong) n : (ulong) n, BOX_PREC);
        if (n < 0)
            arb_inv(m->out.c, m->out.c, BOX_PREC);
        box_finish_poly(m, r);
        return;
    }
    else
    {
        acb_pow_si(m->out.m, x->m, n, BOX_PREC);
        for (k = 0; k < 3; k++)
            arf_mul_si(m->out.s + k, x->s + k, n, ARF_PREC_EXACT,
                       ARF_RND_DOWN);
    }
    box_finish(m, r);
}

static void
box_sqrt(saddle_machine_t *base, int r, int a)
{
    MACHINE;
    const box_register_t *x = m->r + a;
    int k;

    box_begin(m);
    if (x->degree == 0)
    {
        m->out.degree = 0;
        arb_sqrt(m->out.c, x->c, BOX_PREC);
        box_finish_poly(m, r);
        return;
    }
    if (!box_avoids_cut(x->m))
        box_fail(m);
    else
    {
        acb_sqrt(m->out.m, x->m, BOX_PREC);
        for (k = 0; k < 3; k++)
            arf_mul_2exp_si(m->out.s + k, x->s + k, -1);
    }
    box_finish(m, r);
}

static void
box_select(saddle_machine_t *base, int r, int c, int a, int b)
{
    MACHINE;
    const box_register_t *x = m->r + c;
    arb_srcptr sign = acb_realref(x->m);

    if (x->degree == 0)
        sign = x->c;
    else if (x->degree == 1 && !isnan(m->piece_point))
    {
        arb_set_d(m->x, m->piece_point);
        arb_mul(m->x, m->x, x->c + 1, BOX_PREC);
        arb_add(m->x, m->x, x->c, BOX_PREC);
        sign = m->x;
    }
    if (m->select_sign != NULL)
        box_copy(&m->out, m->r + (m->select_sign[m->n_selects++]
                                  == REAL_NOT_NEGATIVE ? a : b));
    else if (arb_is_positive(sign))
        box_copy(&m->out, m->r + a);
    else if (arb_is_negative(sign))
        box_copy(&m->out, m->r + b);
    else
        box_fail(m);
    box_finish(m, r);
}

static void
box_orthant(saddle_machine_t *base, int r, int a, int b, int c)
{
    MACHINE;

    (void) a;
    (void) b;
    (void) c;
    box_fail(m);
    box_finish(m, r);
}

const saddle_ops_t box_ops =
{
    box_rational, box_pi, box_add, box_sub, box_mul, box_div, box_neg,
    box_power, box_sqrt, box_op_function, box_op_mass, box_select, box_orthant
};
