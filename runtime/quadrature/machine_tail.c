/* runtime/quadrature/machine_tail.c -- growth bounds: registers and forms. */
#include "machine_tail_parts.h"

#include <stdlib.h>
#include <string.h>

/* scales are multiples of 2^-SCALE_BITS, below 2^SCALE_RANGE */
#define SCALE_BITS 60
#define SCALE_RANGE 40
#define P TAIL_PREC

static void
register_init(tail_register_t *a)
{
    int k;

    a->degree = 0;
    a->d = 0;
    memset(a->n, 0, sizeof a->n);
    arb_init(a->i);
    for (k = 0; k < 3; k++)
    {
        arb_init(a->c + k);
        arf_init(a->q + k);
        mag_init(a->slack + k);
    }
}

static void
register_clear(tail_register_t *a)
{
    int k;

    for (k = 0; k < 3; k++)
    {
        mag_clear(a->slack + k);
        arf_clear(a->q + k);
        arb_clear(a->c + k);
    }
    arb_clear(a->i);
}

void
tail_begin(tail_machine_t *m)
{
    int k;

    m->out.degree = 0;
    m->out.d = 0;
    arb_zero(m->out.i);
    for (k = 0; k < 3; k++)
    {
        arb_zero(m->out.c + k);
        arf_zero(m->out.q + k);
        mag_zero(m->out.slack + k);
    }
    memset(m->out.n, 0, sizeof m->out.n);
}

void
tail_trim(tail_register_t *a)
{
    while (a->degree > 0 && arb_is_zero(a->c + a->degree))
        a->degree--;
}

void
tail_finish(tail_machine_t *m, int r)
{
    tail_register_t swap = m->r[r], *o = &m->out;

    /* A bounded factor alone is a polynomial of degree 0, and stays one in
       sums, products and quotients: so does the root of a constant. */
    if (o->degree < 0 && o->d == 0 && tail_is_bare(o))
    {
        o->degree = 0;
        arb_swap(o->c, o->i);
    }
    tail_trim(o);
    m->r[r] = m->out;
    m->out = swap;
}

void
tail_fail(tail_machine_t *m)
{
    tail_begin(m);
    arb_indeterminate(m->out.c);
}

void
tail_copy(tail_register_t *to, const tail_register_t *from)
{
    int k;

    to->degree = from->degree;
    to->d = from->d;
    memcpy(to->n, from->n, sizeof to->n);
    arb_set(to->i, from->i);
    for (k = 0; k < 3; k++)
    {
        arb_set(to->c + k, from->c + k);
        arf_set(to->q + k, from->q + k);
        mag_set(to->slack + k, from->slack + k);
    }
}

int
tail_is_finite(const tail_register_t *a)
{
    int k;

    if (a->degree < 0)
        return arb_is_finite(a->i);
    for (k = 0; k <= a->degree; k++)
        if (!arb_is_finite(a->c + k))
            return 0;
    return 1;
}

/* ---- conversions -------------------------------------------------------- */

/* p(s)/s^k = c_k + (c_(k-1) + c_(k-2)/s)/s with 1/s in [0, 1/X] */
void
tail_growth(tail_machine_t *m, tail_register_t *to, const tail_register_t *from)
{
    int k;

    tail_copy(to, from);
    if (from->degree < 0)
        return;
    to->degree = -1;
    to->d = TAIL_UNIT * from->degree;
    arb_set(to->i, from->c);
    for (k = 1; k <= from->degree; k++)
    {
        arb_mul(to->i, to->i, m->inverse, P);
        arb_add(to->i, to->i, from->c + k, P);
    }
    for (k = 0; k < 3; k++)
    {
        arb_zero(to->c + k);
        arf_zero(to->q + k);
        mag_zero(to->slack + k);
    }
}

/* X^(d/16) */
static void
cut_power(arb_t r, const tail_machine_t *m, slong d)
{
    arb_mul_si(r, m->log_cut, d, P);
    arb_mul_2exp_si(r, r, -4);
    arb_exp(r, r, P);
}

/* s^(d/16) = s^k w with w in [0, X^(d/16 - k)] for d/16 <= k */
int
tail_polynomial(tail_machine_t *m, tail_register_t *to,
                const tail_register_t *from)
{
    tail_range_t range;
    arb_t w;
    int k, plain;

    if (from->degree >= 0)
    {
        tail_copy(to, from);
        return 1;
    }
    plain = tail_is_bare(from);
    k = from->d <= 0 ? 0 : (int) ((from->d + TAIL_UNIT - 1) / TAIL_UNIT);
    if (plain && from->d <= 2 * TAIL_UNIT)
    {
        arb_init(w);
        arb_one(w);
        if (from->d != k * TAIL_UNIT)
        {
            cut_power(w, m, from->d - k * TAIL_UNIT);
            tail_zero_to(w);
        }
        tail_times(w, w, from->i);
        to->degree = k;
        memset(to->n, 0, sizeof to->n);
        for (k = 0; k < 3; k++)
            arb_zero(to->c + k);
        arb_set(to->c + to->degree, w);
        arb_clear(w);
        return 1;
    }
    tail_range_init(&range);
    tail_range(&range, m, from);
    plain = arf_is_finite(range.lo) && arf_is_finite(range.hi);
    if (plain)
    {
        to->degree = 0;
        memset(to->n, 0, sizeof to->n);
        for (k = 0; k < 3; k++)
            arb_zero(to->c + k);
        arb_set_interval_arf(to->c, range.lo, range.hi, P);
    }
    tail_range_clear(&range);
    return plain;
}

void
tail_exp(tail_machine_t *m, const arb_struct *c)
{
    fmpz_t grid;
    arb_t rest;
    int k;

    tail_begin(m);
    m->out.degree = -1;
    arb_one(m->out.i);
    fmpz_init(grid);
    arb_init(rest);
    for (k = 0; k < 3; k++)
    {
        if (!arb_is_finite(c + k)
            || arf_cmpabs_2exp_si(arb_midref(c + k), SCALE_RANGE) >= 0)
        {
            tail_fail(m);
            break;
        }
        arf_get_fmpz_fixed_si(grid, arb_midref(c + k), -SCALE_BITS);
        arf_set_fmpz(m->out.q + k, grid);
        arf_mul_2exp_si(m->out.q + k, m->out.q + k, -SCALE_BITS);
        arb_sub_arf(rest, c + k, m->out.q + k, P);
        if (k == 0)
            arb_exp(m->out.i, rest, P);
        else
            arb_get_mag(m->out.slack + k, rest);
    }
    tail_name_rest(m, &m->out);
    arb_clear(rest);
    fmpz_clear(grid);
}

/* ---- life --------------------------------------------------------------- */

void
tail_machine_init(tail_machine_t *m, int n_registers)
{
    int k;

    m->base.ops = &tail_ops;
    m->n = n_registers + TAIL_SPARE;
    m->r = malloc((size_t) m->n * sizeof *m->r);
    if (m->r == NULL)
        abort();
    for (k = 0; k < m->n; k++)
        register_init(m->r + k);
    m->n_atoms = 0;
    for (k = 0; k < 3 * TAIL_ATOMS; k++)
        mag_init(m->atom[0] + k);
    register_init(&m->out);
    register_init(&m->a);
    register_init(&m->b);
    arb_init(m->cut);
    arb_init(m->log_cut);
    arb_init(m->inverse);
    fmpq_init(m->rational);
}

void
tail_machine_clear(tail_machine_t *m)
{
    int k;

    fmpq_clear(m->rational);
    arb_clear(m->inverse);
    arb_clear(m->log_cut);
    arb_clear(m->cut);
    register_clear(&m->b);
    register_clear(&m->a);
    register_clear(&m->out);
    for (k = 0; k < 3 * TAIL_ATOMS; k++)
        mag_clear(m->atom[0] + k);
    for (k = 0; k < m->n; k++)
        register_clear(m->r + k);
    free(m->r);
}

void
tail_machine_set(tail_machine_t *m, arb_srcptr env, int n_env, double cut,
                 int side)
{
    int k;

    m->n_atoms = 0;
    arb_set_d(m->cut, cut);
    arb_log(m->log_cut, m->cut, P);
    arb_inv(m->inverse, m->cut, P);
    tail_zero_to(m->inverse);
    for (k = 0; k < n_env; k++)
    {
        tail_begin(m);
        arb_set_round(m->out.c, env + k, P);
        tail_finish(m, k);
    }
    tail_begin(m);
    m->out.degree = 1;
    arb_set_si(m->out.c + 1, side);
    tail_finish(m, n_env);
}

/* i s^(d/16) exp(Q(s) + r), or the polynomial, at one s >= X */
void
_tail_machine_value(arb_t v, const tail_machine_t *m, int r, const arb_t s)
{
    const tail_register_t *a = m->r + r;
    mag_struct slack[3] = { { 0, 0 }, { 0, 0 }, { 0, 0 } };
    arb_t w, power;
    int k;

    arb_init(w);
    arb_init(power);
    arb_zero(v);
    arb_one(power);
    tail_slack(slack, m, a);
    for (k = 0; k < 3; k++)
    {
        if (a->degree >= 0)
            arb_set(w, a->c + k);
        else
        {
            arb_set_arf(w, a->q + k);
            arb_add_error_mag(w, slack + k);
        }
        arb_addmul(v, w, power, P);
        arb_mul(power, power, s, P);
    }
    if (a->degree < 0)
    {
        arb_log(w, s, P);
        arb_mul_si(w, w, a->d, P);
        arb_mul_2exp_si(w, w, -4);
        arb_add(v, v, w, P);
        arb_exp(v, v, P);
        arb_mul(v, v, a->i, P);
    }
    for (k = 1; k < 3; k++)
        mag_clear(slack + k);
    arb_clear(power);
    arb_clear(w);
}
