/* runtime/verify/closed.c -- integrals of polynomial x exp(quadratic).
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
                poly_put(g, &q, power, p->m[i].c);
            }
        part[d] = val_poly(g, &q);
        poly_clear(&q);
    }
    return top;
}

static val_t *
half_of(ground_t *g, val_t *a)
{
    arb_t h;
    val_t *x, *r;

    arb_init(h);
    arb_set_d(h, 0.5);
    x = val_arb(g, h);
    r = val_mul(g, x, a);
    val_drop(x);
    arb_clear(h);
    return r;
}

/* to = to x a + b, dropping what was there. */
static void
horner(ground_t *g, val_t **to, val_t *a, val_t *b)
{
    val_t *x = val_mul(g, *to, a), *y = val_add(g, x, b);

    val_drop(x);
    val_drop(*to);
    *to = y;
}

/* p(m + s t) by powers of t. */
static void
shift(ground_t *g, val_t **c, val_t **p, int top, val_t *m, val_t *s)
{
    val_t *zero = val_si(g, 0), *low, *x;
    int i, k;

    for (k = 0; k <= top; k++)
        c[k] = val_keep(zero);
    for (i = top; i >= 0; i--)
    {
        low = val_keep(zero);
        for (k = 0; k <= top - i; k++)
        {
            /* coefficient k of (c)(m + s t) + p[i] */
            val_t *old = val_keep(c[k]);

            x = val_mul(g, low, s);
            horner(g, c + k, m, x);
            val_drop(x);
            val_drop(low);
            low = old;
        }
        val_drop(low);
        x = val_add(g, c[0], p[i]);
        val_drop(c[0]);
        c[0] = x;
    }
    val_drop(zero);
}

typedef struct
{
    val_t *a, *b, *width;      /* NULL: infinite */
} range_t;

static val_t *
mass(ground_t *g, const range_t *r)
{
    val_t *x, *m;

    if (r->a != NULL && r->b != NULL)
        return val_normal_between(g, r->a, r->b, r->width);
    if (r->a != NULL)
        return val_normal_above(g, r->a);
    if (r->b == NULL)
        return val_si(g, 1);
    x = val_neg(g, r->b);
    m = val_normal_above(g, x);
    val_drop(x);
    return m;
}

/* sum_k c[k] M_k */
static val_t *
moments(ground_t *g, val_t **c, int top, const range_t *r)
{
    val_t *m[MAX_DEGREE + 1], *x, *y, *sum = val_si(g, 0);
    val_t *edge[2] = { NULL, NULL };
    int k, i;

    if (top > 0 && r->a != NULL && r->b != NULL)
        val_normal_densities(g, r->a, r->b, r->width, edge, edge + 1);
    else if (top > 0 && (r->a != NULL || r->b != NULL))
        edge[r->a == NULL]
            = val_normal_density(g, r->a != NULL ? r->a : r->b);
    for (k = 0; k <= top; k++)
    {
        if (k == 0)
            m[k] = mass(g, r);
        else
        {
            x = val_si(g, k - 1);
            m[k] = k >= 2 ? val_mul(g, x, m[k - 2]) : val_si(g, 0);
            val_drop(x);
        }
        for (i = 0; i < 2 && k > 0; i++)
        {
            if (edge[i] == NULL)
                continue;
            x = i == 0 ? val_add(g, m[k], edge[i])
                       : val_sub(g, m[k], edge[i]);
            val_drop(m[k]);
            m[k] = x;
            x = val_mul(g, edge[i], i == 0 ? r->a : r->b);
            val_drop(edge[i]);
            edge[i] = x;
        }
        x = val_mul(g, c[k], m[k]);
        y = val_add(g, sum, x);
        val_drop(x);
        val_drop(sum);
        sum = y;
    }
    for (i = 0; i < 2; i++)
        val_drop(edge[i]);
    for (k = 0; k <= top; k++)
        val_drop(m[k]);
    return sum;
}

/* (end - m)/s */
static val_t *
standard(ground_t *g, val_t *x, val_t *m, val_t *inverse)
{
    val_t *d = m != NULL ? val_sub(g, x, m) : val_keep(x), *r;

    r = val_mul(g, d, inverse);
    val_drop(d);
    return r;
}

static void
range_of(ground_t *g, range_t *r, const piece_t *p, val_t *m, val_t *inverse)
{
    val_t *x, *y;

    memset(r, 0, sizeof *r);
    if (p->lo.far == 0)
    {
        x = end_value(g, &p->lo);
        r->a = standard(g, x, m, inverse);
        val_drop(x);
    }
    if (p->hi.far == 0)
    {
        x = end_value(g, &p->hi);
        r->b = standard(g, x, m, inverse);
        val_drop(x);
    }
    if (r->a == NULL || r->b == NULL)
        return;
    if (p->lo.form == p->hi.form)
    {
        x = val_sub(g, p->hi.offset, p->lo.offset);
        r->width = standard(g, x, NULL, inverse);
        val_drop(x);
        return;
    }
    y = end_value(g, &p->lo);
    x = end_value(g, &p->hi);
    r->width = val_sub(g, x, y);
    val_drop(x);
    val_drop(y);
    x = standard(g, r->width, NULL, inverse);
    val_drop(r->width);
    r->width = x;
}

/* A polynomial over a finite interval against dx. */
static val_t *
antiderivative(ground_t *g, val_t **part, int top, const piece_t *p)
{
    val_t *sum = val_si(g, 0), *x, *y, *n;
    const end_t *end[2] = { &p->lo, &p->hi };
    int i, k;

    for (i = 0; i < 2; i++)
    {
        val_t *at = end_value(g, end[i]), *s = val_si(g, 0);

        for (k = top; k >= 0; k--)
        {
            n = val_si(g, k + 1);
            y = val_pow_si(g, n, -1, 1);
            x = val_mul(g, part[k], y);
            horner(g, &s, at, x);
            val_drop(x);
            val_drop(y);
            val_drop(n);
        }
        x = val_mul(g, s, at);
        y = i == 0 ? val_sub(g, sum, x) : val_add(g, sum, x);
        val_drop(sum);
        sum = y;
        val_drop(x);
        val_drop(s);
        val_drop(at);
    }
    return sum;
}

/* 1/(2 s^2) = 1/(2 variance) - e[2]: s^2, or NULL.  With e[2] = 0 it is the
   variance itself. */
static val_t *
variance_of(ground_t *g, val_t *variance, val_t *e)
{
    val_t *a, *x, *y;

    if (variance != NULL && (e->n == 0 || e->t[0].p.n == 0))
        return val_sign(g, variance) == 1 ? val_keep(variance) : NULL;
    if (variance != NULL)
    {
        x = val_pow_si(g, variance, -1, 1);
        y = half_of(g, x);
        a = val_sub(g, y, e);
        val_drop(x);
        val_drop(y);
    }
    else
        a = val_neg(g, e);
    if (a->opaque || a->n != 1 || !poly_is_constant(&a->t[0].p)
        || val_sign(g, a) != 1)
    {
        val_drop(a);
        return NULL;
    }
    x = val_pow_si(g, a, -1, 1);
    y = half_of(g, x);
    val_drop(x);
    val_drop(a);
    return y;
}

/* s/sqrt(variance), or s sqrt(2 pi); s2 = s^2. */
static val_t *
norm_of(ground_t *g, val_t *variance, val_t *s2, val_t *s)
{
    val_t *x, *r;
    arb_t pi;

    if (variance == s2)
        return val_si(g, 1);
    if (variance != NULL)
        x = val_pow_si(g, variance, -1, 2);
    else
    {
        arb_init(pi);
        arb_const_pi(pi, g->prec);
        arb_mul_2exp_si(pi, pi, 1);
        arb_sqrt(pi, pi, g->prec);
        x = val_arb(g, pi);
        arb_clear(pi);
    }
    r = val_mul(g, s, x);
    val_drop(x);
    return r;
}

/* One term whose exponent is e[0] + e[1] v + e[2] v^2, e[2] a number. */
static val_t *
gaussian_term(ground_t *g, val_t **part, int top, val_t **e, val_t *variance,
              const piece_t *p)
{
    val_t *c[MAX_DEGREE + 1], *s2 = variance_of(g, variance, e[2]), *s, *m;
    val_t *x, *y, *inverse, *r;
    range_t range;
    int k;

    if (s2 == NULL)
        return val_unknown(g, "an exponent that is not negative definite");
    s = val_pow_si(g, s2, 1, 2);
    inverse = val_pow_si(g, s2, -1, 2);
    m = val_mul(g, e[1], s2);
    shift(g, c, part, top, m, s);
    range_of(g, &range, p, m, inverse);
    r = moments(g, c, top, &range);
    /* exp(e[0] + m e[1]/2) times the norm */
    x = val_mul(g, m, e[1]);
    y = half_of(g, x);
    val_drop(x);
    x = val_add(g, y, e[0]);
    val_drop(y);
    y = val_exp(g, x);
    val_drop(x);
    x = val_mul(g, r, y);
    val_drop(y);
    val_drop(r);
    y = norm_of(g, variance, s2, s);
    r = val_mul(g, x, y);
    val_drop(x);
    val_drop(y);
    for (k = 0; k <= top; k++)
        val_drop(c[k]);
    val_drop(range.a);
    val_drop(range.b);
    val_drop(range.width);
    val_drop(m);
    val_drop(inverse);
    val_drop(s);
    val_drop(s2);
    return r;
}

val_t *
integral_closed(work_t *w, val_t *body, int id, val_t *variance,
            const piece_t *piece)
{
    ground_t *g = &w->g;
    val_t *sum = val_si(g, 0), *x, *y;
    int i, k;

    if (body->opaque)
    {
        val_drop(sum);
        return val_unknown(g, "an integrand without a closed form");
    }
    for (i = 0; i < body->n; i++)
    {
        const term_t *t = body->t + i;
        val_t *part[MAX_DEGREE + 1], *e[3] = { NULL, NULL, NULL };
        int top;

        if (t->p.n == 0)
            continue;
        if (t->k != 0 || poly_degree(&t->p, id) > MAX_DEGREE
            || poly_degree(&t->e, id) > 2)
        {
            x = val_unknown(g, "an integrand without a closed form");
        }
        else
        {
            top = poly_by_power(g, part, &t->p, id);
            for (k = poly_by_power(g, e, &t->e, id) + 1; k < 3; k++)
                e[k] = val_si(g, 0);
            if (variance == NULL && poly_degree(&t->e, id) == 0
                && piece->lo.far == 0 && piece->hi.far == 0)
            {
                val_t *f = val_exp(g, e[0]);

                y = antiderivative(g, part, top, piece);
                x = val_mul(g, f, y);
                val_drop(f);
                val_drop(y);
            }
            else
                x = gaussian_term(g, part, top, e, variance, piece);
            for (k = 0; k <= top; k++)
                val_drop(part[k]);
            for (k = 0; k < 3; k++)
                val_drop(e[k]);
        }
        y = val_add(g, sum, x);
        val_drop(x);
        val_drop(sum);
        sum = y;
    }
    return sum;
}
