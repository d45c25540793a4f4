/* runtime/verify/integrals/closed.c -- integrals of polynomial x
 * exp(quadratic).
 *
 * With the exponent completed to -(v - m)^2/(2 s^2) + c and v = m + s t, the
 * integral over an interval is a sum of the moments of a normal variable on
 * an interval (a, b),
 *
 *     M_0 = P(a < Z < b),  M_1 = phi(a) - phi(b),
 *     M_k = (k - 1) M_(k-2) + a^(k-1) phi(a) - b^(k-1) phi(b). */
#include "interpret.h"

#include <string.h>

enum { MAX_DEGREE = 24 };

int
poly_by_power(ground_t *g, val_t **part, const poly_t *p, int id)
{
    int i, d, top = poly_degree(p, id);
    poly_t q;

    for (d = 0; d <= top; d++)
    {
        poly_init(&q);
        for (i = 0; i < p->n; i++)
            if (p->m[i].power[id] == d)
            {
                unsigned char power[MAX_FORMALS];

                memcpy(power, p->m[i].power, MAX_FORMALS);
                power[id] = 0;
                poly_put(g, &q, power, p->m[i].c, &p->m[i].name);
            }
        part[d] = val_poly(g, &q);
        poly_clear(&q);
    }
    return top;
}

/* p(m + s t) by powers of t. */
static void
shift(ground_t *g, val_t **c, val_t **p, int top, val_t *m, val_t *s)
{
    val_t *low, *old;
    int i, k;

    for (k = 0; k <= top; k++)
        c[k] = val_si(g, 0);
    for (i = top; i >= 0; i--)
    {
        low = val_si(g, 0);
        for (k = 0; k <= top - i; k++)
        {
            /* coefficient k of (c)(m + s t) + p[i] */
            old = c[k];
            c[k] = val_add(g, val_mul(g, c[k], m), val_mul(g, low, s));
            low = old;
        }
        c[0] = val_add(g, c[0], p[i]);
    }
}

typedef struct
{
    val_t *a, *b, *width;      /* NULL: infinite */
} range_t;

static val_t *
mass(ground_t *g, const range_t *r)
{
    if (r->a != NULL && r->b != NULL)
        return val_normal_between(g, r->a, r->b, r->width);
    if (r->a != NULL)
        return val_normal_above(g, r->a);
    return r->b == NULL ? val_si(g, 1)
                        : val_normal_above(g, val_neg(g, r->b));
}

/* sum_k c[k] M_k */
static val_t *
moments(ground_t *g, val_t **c, int top, const range_t *r)
{
    val_t *m[MAX_DEGREE + 1], *sum = val_si(g, 0);
    val_t *edge[2] = { NULL, NULL };       /* a^(k-1) phi(a) and for b */
    int k;

    if (top > 0 && r->a != NULL && r->b != NULL)
        val_normal_densities(g, r->a, r->b, r->width, edge, edge + 1);
    else if (top > 0 && (r->a != NULL || r->b != NULL))
        edge[r->a == NULL]
            = val_normal_density(g, r->a != NULL ? r->a : r->b);
    for (k = 0; k <= top; k++)
    {
        m[k] = k == 0   ? mass(g, r)
               : k == 1 ? val_si(g, 0)
                        : val_times(g, k - 1, 1, m[k - 2]);
        if (k > 0 && edge[0] != NULL)
        {
            m[k] = val_add(g, m[k], edge[0]);
            edge[0] = val_mul(g, edge[0], r->a);
        }
        if (k > 0 && edge[1] != NULL)
        {
            m[k] = val_sub(g, m[k], edge[1]);
            edge[1] = val_mul(g, edge[1], r->b);
        }
        sum = val_add(g, sum, val_mul(g, c[k], m[k]));
    }
    return sum;
}

/* The ends in units of s about m. */
static void
range_of(ground_t *g, range_t *r, const piece_t *p, val_t *m, val_t *inverse)
{
    val_t *lo = p->lo.far == 0 ? end_value(g, &p->lo) : NULL;
    val_t *hi = p->hi.far == 0 ? end_value(g, &p->hi) : NULL;

    memset(r, 0, sizeof *r);
    if (lo != NULL)
        r->a = val_mul(g, val_sub(g, lo, m), inverse);
    if (hi != NULL)
        r->b = val_mul(g, val_sub(g, hi, m), inverse);
    if (lo != NULL && hi != NULL)
        r->width = val_mul(g, p->lo.form == p->hi.form
                                  ? val_sub(g, p->hi.offset, p->lo.offset)
                                  : val_sub(g, hi, lo), inverse);
}

/* A polynomial over a finite interval against dx. */
static val_t *
antiderivative(ground_t *g, val_t **part, int top, const piece_t *p)
{
    val_t *at[2] = { end_value(g, &p->lo), end_value(g, &p->hi) }, *s[2];
    int i, k;

    for (i = 0; i < 2; i++)
    {
        s[i] = val_si(g, 0);
        for (k = top; k >= 0; k--)
            s[i] = val_mul(g, val_add(g, s[i], val_times(g, 1, (ulong) k + 1,
                                                         part[k])), at[i]);
    }
    return val_sub(g, s[1], s[0]);
}

/* 1/(2 s^2) = 1/(2 variance) - e[2]: s^2, or NULL.  With e[2] = 0 it is the
   variance itself. */
static val_t *
variance_of(ground_t *g, val_t *variance, val_t *e)
{
    val_t *a;

    if (variance != NULL && (e->n == 0 || e->t[0].p.n == 0))
        return val_sign(g, variance) == 1 ? variance : NULL;
    a = variance != NULL
            ? val_sub(g, val_times(g, 1, 2, val_pow_si(g, variance, -1, 1)), e)
            : val_neg(g, e);
    if (a->opaque || a->n != 1 || !poly_is_constant(&a->t[0].p)
        || val_sign(g, a) != 1)
        return NULL;
    return val_times(g, 1, 2, val_pow_si(g, a, -1, 1));
}

/* s/sqrt(variance), or s sqrt(2 pi); s2 = s^2. */
static val_t *
norm_of(ground_t *g, val_t *variance, val_t *s2, val_t *s)
{
    arb_t pi;
    val_t *x;

    if (variance == s2)
        return val_si(g, 1);
    if (variance != NULL)
        return val_mul(g, s, val_pow_si(g, variance, -1, 2));
    arb_init(pi);
    arb_const_pi(pi, g->prec);
    arb_mul_2exp_si(pi, pi, 1);
    arb_sqrt(pi, pi, g->prec);
    x = val_arb(g, pi);
    arb_clear(pi);
    return val_mul(g, s, x);
}

/* A variance which may be 0 as far as its ball can tell; others are above it. */
static int
may_vanish(ground_t *g, val_t *variance)
{
    acb_ptr s = jet_new(g->ring);
    int good = val_plain(g, s, variance) && acb_is_real(s)
               && arb_contains_zero(acb_realref(s));

    jet_free(g->ring, s);
    return good;
}

/* The integral over all v ~ N(0, S) where S may be 0: with D = 1 - 2 e[2] S > 0 the
   variable is N(e[1] S/D, S/D), the norm D^(-1/2), and odd moments vanish. */
static val_t *
about_no_variance(ground_t *g, val_t **part, int top, val_t **e, val_t *variance)
{
    val_t *c[MAX_DEGREE + 1], *d, *s2, *m, *moment = val_si(g, 1), *r;
    int k;

    d = val_sub(g, val_si(g, 1), val_times(g, 2, 1, val_mul(g, e[2], variance)));
    if (d->opaque || d->n != 1 || !poly_is_constant(&d->t[0].p)
        || val_sign(g, d) != 1)
        return val_unknown(g, "a variance that vanishes");
    s2 = val_mul(g, variance, val_pow_si(g, d, -1, 1));
    m = val_mul(g, e[1], s2);
    shift(g, c, part, top, m, val_si(g, 1));
    r = c[0];
    for (k = 2; k <= top; k += 2)
    {
        moment = val_times(g, k - 1, 1, val_mul(g, moment, s2));
        r = val_add(g, r, val_mul(g, c[k], moment));
    }
    m = val_add(g, val_times(g, 1, 2, val_mul(g, m, e[1])), e[0]);
    return val_mul(g, val_mul(g, r, val_exp(g, m)), val_pow_si(g, d, -1, 2));
}

/* One term whose exponent is e[0] + e[1] v + e[2] v^2, e[2] a number. */
static val_t *
gaussian_term(ground_t *g, val_t **part, int top, val_t **e, val_t *variance,
              const piece_t *p)
{
    val_t *c[MAX_DEGREE + 1], *s2, *s, *m, *r;
    range_t range;

    if (variance != NULL && p->lo.far && p->hi.far && may_vanish(g, variance))
        return about_no_variance(g, part, top, e, variance);
    s2 = variance_of(g, variance, e[2]);
    if (s2 == NULL)
        return val_unknown(g, "an exponent that is not negative definite");
    s = val_pow_si(g, s2, 1, 2);
    m = val_mul(g, e[1], s2);
    shift(g, c, part, top, m, s);
    range_of(g, &range, p, m, val_pow_si(g, s2, -1, 2));
    r = moments(g, c, top, &range);
    /* exp(e[0] + m e[1]/2) times the norm */
    m = val_add(g, val_times(g, 1, 2, val_mul(g, m, e[1])), e[0]);
    r = val_mul(g, r, val_exp(g, m));
    return val_mul(g, r, norm_of(g, variance, s2, s));
}

/* One term of the integrand, P exp(E). */
static val_t *
integral_of_term(ground_t *g, const term_t *t, int id, val_t *variance,
                 const piece_t *piece)
{
    val_t *part[MAX_DEGREE + 1], *e[3];
    int k, top;

    if (t->k != 0 || poly_degree(&t->p, id) > MAX_DEGREE
        || poly_degree(&t->e, id) > 2)
        return val_unknown(g, "an integrand without a closed form");
    top = poly_by_power(g, part, &t->p, id);
    for (k = poly_by_power(g, e, &t->e, id) + 1; k < 3; k++)
        e[k] = val_si(g, 0);
    if (variance != NULL || poly_degree(&t->e, id) > 0 || piece->lo.far != 0
        || piece->hi.far != 0)
        return gaussian_term(g, part, top, e, variance, piece);
    return val_mul(g, val_exp(g, e[0]), antiderivative(g, part, top, piece));
}

val_t *
integral_closed(work_t *w, val_t *body, int id, val_t *variance,
            const piece_t *piece)
{
    val_t *sum = val_si(&w->g, 0);
    int i;

    if (body->opaque)
        return val_unknown(&w->g, "an integrand without a closed form");
    for (i = 0; i < body->n; i++)
        if (body->t[i].p.n > 0)
            sum = val_add(&w->g, sum, integral_of_term(&w->g, body->t + i, id,
                                                       variance, piece));
    return sum;
}
