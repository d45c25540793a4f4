/* runtime/verify/values/function.c -- exp, log and powers of values; the tail.
 */
#include "value.h"


/* xi^m exp(Re p) <= exp(bound) for xi >= start, p without its nilpotent part;
   0: there may be no bound. */
static int
supremum(ground_t *g, arb_t bound, const poly_t *p, int m)
{
    arb_t u[3], t;
    arf_t x;
    int i, good = 1;

    arf_init(x);
    arb_init(t);
    for (i = 0; i < 3; i++)
        arb_init(u[i]);
    for (i = 0; i < p->n && good; i++)
    {
        good = p->m[i].power[TAIL] <= 2 && acb_is_finite(p->m[i].c);
        arb_get_ubound_arf(x, acb_realref(p->m[i].c), 64);
        if (good)
            arb_set_arf(u[p->m[i].power[TAIL]], x);
    }
    /* the slope of u[0] + u[1] xi + u[2] xi^2 + m log xi at the start */
    arb_set_si(t, m);
    arb_div(t, t, g->start, 64);
    arb_addmul(t, u[2], g->start, 64);
    arb_addmul(t, u[2], g->start, 64);
    arb_add(t, t, u[1], 64);
    good = good && arb_is_nonpositive(u[2]);
    if (good && arb_is_nonpositive(t))
    {
        arb_mul(bound, u[2], g->start, 64);
        arb_add(bound, bound, u[1], 64);
        arb_mul(bound, bound, g->start, 64);
        arb_add(bound, bound, u[0], 64);
        arb_log(t, g->start, 64);
        arb_addmul_si(bound, t, m, 64);
    }
    else if (good && m == 0 && arb_is_negative(u[2]))
    {
        arb_sqr(bound, u[1], 64);
        arb_div(bound, bound, u[2], 64);
        arb_mul_2exp_si(bound, bound, -2);
        arb_sub(bound, u[0], bound, 64);
    }
    else
        good = 0;
    for (i = 0; i < 3; i++)
        arb_clear(u[i]);
    arb_clear(t);
    arf_clear(x);
    return good;
}

static int
is_real(const poly_t *p)
{
    int i, k;

    for (i = 0; i < p->n; i++)
        for (k = 0; k < p->length; k++)
            if (!acb_is_real(p->m[i].c + k))
                return 0;
    return 1;
}

/* What is nilpotent in a value without exponent. */
static val_t *
nilpotent(ground_t *g, val_t *a)
{
    acb_ptr c = jet_new(g->ring);
    poly_t p;
    val_t *v;
    int i;

    poly_init(&p);
    for (i = 0; a->n == 1 && i < a->t[0].p.n; i++)
    {
        jet_set(g->ring, c, a->t[0].p.m[i].c);
        acb_zero(c);
        poly_put(g, &p, a->t[0].p.m[i].power, c, NULL);
    }
    v = val_poly(g, &p);
    v->t[0].k = a->n == 1 ? a->t[0].k : 0;
    poly_clear(&p);
    jet_free(g->ring, c);
    return v;
}

val_t *
val_compose(ground_t *g, val_t *const *f, val_t *a)
{
    val_t *rest = nilpotent(g, a), *sum;
    int k = rest->t[0].p.n == 0 ? 0 : g->ring->depth;

    for (sum = f[k--]; k >= 0; k--)
        sum = val_add(g, val_mul(g, sum, rest), f[k]);
    return sum;
}

val_t *
val_exp_rest(ground_t *g, const poly_t *e)
{
    val_t *f[2 * RING_MAX + 1] = { val_si(g, 1) };
    int k;

    for (k = 1; k <= g->ring->depth; k++)
        f[k] = val_times(g, 1, (ulong) k, f[k - 1]);
    return val_compose(g, f, val_poly(g, e));
}

void
val_exp_jet(ground_t *g, acb_ptr to, acb_srcptr x)
{
    acb_ptr f = _acb_vec_init(g->ring->depth + 1);
    int k;

    acb_exp(f, x, g->prec);
    for (k = 1; k <= g->ring->depth; k++)
        acb_div_si(f + k, f + k - 1, k, g->prec);
    jet_compose(g->ring, to, f, x, g->prec);
    _acb_vec_clear(f, g->ring->depth + 1);
}

/* c times a ball that holds xi^m exp(e) for all xi; 0: it is not
   known to be bounded. */
static int
bounded_factor(ground_t *g, acb_ptr c, const poly_t *e, int m)
{
    acb_t ball;
    arb_t bound;
    mag_t r;
    int good;

    acb_init(ball);
    arb_init(bound);
    mag_init(r);
    good = supremum(g, bound, e, m);
    arb_exp(bound, bound, 64);
    if (is_real(e))
        arb_union(acb_realref(ball), acb_realref(ball), bound, 64);
    else
    {
        arb_get_mag(r, bound);
        acb_add_error_mag(ball, r);
    }
    _acb_vec_scalar_mul(c, c, g->ring->length, ball, g->prec);
    mag_clear(r);
    arb_clear(bound);
    acb_clear(ball);
    return good;
}

/* exp of a polynomial in the tail variable, without exponent. */
static val_t *
bounded_exp(ground_t *g, const poly_t *e)
{
    val_t *sum = val_exp_rest(g, e), *r;
    acb_ptr c = jet_new(g->ring);
    poly_t q;
    int i, good = 1;

    poly_init(&q);
    for (i = 0; i < sum->t[0].p.n && good; i++)
    {
        const mono_t *m = sum->t[0].p.m + i;
        unsigned char power[MAX_FORMALS] = { 0 };

        jet_set(g->ring, c, m->c);
        good = bounded_factor(g, c, e, m->power[TAIL]);
        if (!good)
        {
            power[TAIL] = m->power[TAIL];
            jet_set(g->ring, c, m->c);
            good = bounded_factor(g, c, e, 0);
        }
        poly_put(g, &q, power, c, NULL);
    }
    r = good ? val_poly(g, &q)
             : val_unknown(g, "an exponential that grows in the tail");
    poly_clear(&q);
    jet_free(g->ring, c);
    return r;
}

val_t *
val_settle(ground_t *g, val_t *a)
{
    acb_ptr c;
    val_t *y = NULL, *z;
    int k;

    if (a->opaque || a->n > 1)
        return val_unknown(g, "a sum that is not one term");
    if (a->n == 0 || a->t[0].e.n == 0)
        return a;
    c = jet_new(g->ring);
    if (val_plain(g, c, a))
        y = val_jet(g, c);
    else if (!poly_has_formals(&a->t[0].e) && term_scale(g, c, &k, a->t))
    {
        z = val_jet(g, c);
        z->t[0].k = k;
        y = val_mul(g, bounded_exp(g, &a->t[0].e), z);
    }
    jet_free(g->ring, c);
    return y != NULL ? y : val_unknown(g, "an exponential of a variable");
}

/* exp of a number that is known well, as a number; NULL: a is none.  Those of
   wide balls stay exponents, which may cancel. */
static val_t *
exp_of_number(ground_t *g, val_t *a)
{
    acb_srcptr x = val_jet_of(a);
    acb_ptr c;

    if (x == NULL || mag_cmp_2exp_si(arb_radref(acb_realref(x)), -20) > 0
        || mag_cmp_2exp_si(arb_radref(acb_imagref(x)), -20) > 0
        || arf_cmpabs_2exp_si(arb_midref(acb_realref(x)), 10) > 0)
        return NULL;
    c = jet_new(g->ring);
    val_exp_jet(g, c, x);
    return val_take(g, c);
}

val_t *
val_exp(ground_t *g, val_t *a)
{
    val_t *v = exp_of_number(g, a), *s;
    acb_ptr c;
    int k, d;

    if (v != NULL)
        return v;
    if (a->opaque || a->n > 1)
        return val_unknown(g, "exp of a sum of exponentials");
    if (a->n == 1 && a->t[0].e.n > 0)
    {
        s = val_settle(g, a);
        return s->opaque || s->t[0].e.n > 0
                   ? val_unknown(g, "exp of an exponential")
                   : val_exp(g, s);
    }
    v = val_si(g, 1);
    c = jet_new(g->ring);
    if (a->n == 1 && a->t[0].k != 0)
    {
        /* c xi^(k/4) = (c xi^(k/4 - d)) xi^d */
        unsigned char power[MAX_FORMALS] = { 0 };
        term_t t = a->t[0];

        d = t.k <= 0 ? 0 : (t.k + 3) / 4;
        power[TAIL] = (unsigned char) (d <= 2 ? d : 2);
        term_scale(g, c, &k, &t);
        if (d > 2)
            acb_indeterminate(c);
        else
            tail_shrink(g, c, g->ring->length, k - 4 * d);
        poly_put(g, &v->t[0].e, power, c, NULL);
    }
    else if (a->n == 1)
        poly_set(g, &v->t[0].e, &a->t[0].p);
    jet_free(g->ring, c);
    return v;
}

