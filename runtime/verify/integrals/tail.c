/* runtime/verify/integrals/tail.c -- what is beyond the end of a numeric
 * integral. */
#include "tail.h"

/* int_start^oo m xi^(k/4) exp(a + b xi + c xi^2) dxi, with c <= 0 and a
   falling exponent, which is concave: at most the value at the start over the
   slope there. */
static void
beyond(mag_t to, const arb_t start, const mag_t m, int k, arf_t e[3])
{
    arb_ptr g = _arb_vec_init(4), slope = g + 1, t = g + 2, rate = g + 3;

    arb_set_si(rate, k > 0 ? k : 0);
    arb_mul_2exp_si(rate, rate, -2);
    /* g = a + b s + c s^2 + rate log s;  slope = -(b + 2 c s + rate/s) */
    arb_log(g, start, 64);
    arb_mul(g, g, rate, 64);
    arb_set_arf(t, e[0]);
    arb_add(g, g, t, 64);
    arb_set_arf(t, e[1]);
    arb_add(slope, slope, t, 64);
    arb_addmul(g, t, start, 64);
    arb_set_arf(t, e[2]);
    arb_mul(t, t, start, 64);
    arb_addmul(g, t, start, 64);
    arb_mul_2exp_si(t, t, 1);
    arb_add(slope, slope, t, 64);
    arb_div(t, rate, start, 64);
    arb_add(slope, slope, t, 64);
    arb_neg(slope, slope);
    arb_exp(g, g, 64);
    arb_div(g, g, slope, 64);
    if (arf_sgn(e[2]) > 0 || !arb_is_positive(slope))
        arb_indeterminate(g);
    arb_get_mag(to, g);
    mag_mul(to, to, m);
    _arb_vec_clear(g, 4);
}

/* The value of the integrand with its weight as R xi^(k/4) exp(e), e without
   nilpotent part. */
static val_t *
without_nilpotent(ground_t *g, val_t *v, arf_t e[3])
{
    val_t *q, *r;
    acb_ptr c = jet_new(g->ring);
    const poly_t *x = &v->t[0].e;
    int i, k, good = v->n == 1 && !poly_has_formals(x);

    for (i = 0; i < x->n && good; i++)
    {
        good = x->m[i].power[TAIL] <= 2 && acb_is_finite(x->m[i].c);
        if (good)
            arb_get_ubound_arf(e[x->m[i].power[TAIL]],
                               acb_realref(x->m[i].c), 64);
    }
    if (!good || !term_scale(g, c, &k, v->t))
    {
        k = 0;
        acb_indeterminate(c);
    }
    q = val_jet(g, c);
    q->t[0].k = k;
    r = val_mul(g, val_exp_rest(g, x), q);
    jet_free(g->ring, c);
    return r;
}

int
integral_tail(work_t *w, mag_ptr to, node_t *body, val_t *scale, val_t *shift,
              int gaussian, int direction, piece_t *piece)
{
    ground_t *g = &w->g;
    long mark = val_mark(g);
    val_t *xi = val_variable(g, TAIL), *x, *v;
    acb_ptr c = jet_new(g->ring);
    arf_t e[3];
    int i, k = 0, good;
    mag_t m;

    mag_init(m);
    for (i = 0; i < 3; i++)
        arf_init(e[i]);
    g->tail = 1;
    v = val_mul(g, val_times(g, direction, 1, xi), scale);
    if (shift != NULL)
        v = val_add(g, v, shift);
    push_slot(w, SLOT_TAIL, TAIL, v, piece);
    v = interpret(w, body);
    pop_slot(w);
    if (gaussian)
        v = val_mul(g, v, val_normal_density(g, xi));
    x = v->opaque || v->n != 1 ? v : without_nilpotent(g, v, e);
    good = !x->opaque && x->n <= 1;
    if (good && x->n == 1)
        good = term_scale(g, c, &k, x->t);
    for (i = 0; i < g->ring->length; i++)
    {
        acb_get_mag(m, c + i);
        if (!good)
            mag_inf(to + i);
        else if (mag_is_zero(m))
            mag_zero(to + i);
        else
            beyond(to + i, g->start, m, k, e);
        good = good && !mag_is_inf(to + i);
    }
    g->tail = 0;
    val_release(g, mark);
    for (i = 0; i < 3; i++)
        arf_clear(e[i]);
    mag_clear(m);
    jet_free(g->ring, c);
    return good;
}
