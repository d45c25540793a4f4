/* runtime/verify/values/ring.c -- arithmetic of jets. */
#include "ring.h"

#include <stdlib.h>
#include <string.h>

static int
weight(const ring_t *r, const unsigned char *power)
{
    int i, w = 0;

    for (i = 0; i < r->n; i++)
        w += 2 * power[i];
    return w + (r->half ? power[r->n] : 0);
}

/* All monomials below the weight; `room` NULL: only counts them. */
static int
enumerate(const ring_t *r, unsigned char (*room)[RING_MAX])
{
    unsigned char power[RING_MAX] = { 0 };
    int n = 0, i, variables = r->n + r->half;

    for (;;)
    {
        if (weight(r, power) <= 2 * r->order)
        {
            if (room != NULL)
                memcpy(room[n], power, RING_MAX);
            n++;
        }
        for (i = 0; i < variables; i++)
        {
            power[i]++;
            if (weight(r, power) <= 2 * r->order)
                break;
            power[i] = 0;
        }
        if (i == variables)
            return n;
    }
}

int
ring_find(const ring_t *r, const unsigned char power[RING_MAX])
{
    int i;

    for (i = 0; i < r->length; i++)
        if (memcmp(r->power[i], power, RING_MAX) == 0)
            return i;
    return -1;
}

int
ring_init(ring_t *r, int n, int order, int half)
{
    int i, k, v, place, room = 0;

    memset(r, 0, sizeof *r);
    r->n = n;
    r->order = order;
    r->half = half != 0;
    r->depth = half ? 2 * order : order;
    if (n + r->half > RING_MAX || order > 4)
        return 0;
    r->length = enumerate(r, NULL);
    r->power = calloc((size_t) r->length, sizeof *r->power);
    if (r->power == NULL)
        return 0;
    enumerate(r, r->power);
    for (i = 0; i < r->length; i++)
        for (k = 0; k < r->length; k++)
        {
            unsigned char power[RING_MAX];

            for (v = 0; v < RING_MAX; v++)
                power[v] = (unsigned char) (r->power[i][v] + r->power[k][v]);
            place = ring_find(r, power);
            if (place < 0)
                continue;
            if (r->n_products == room)
            {
                void *more = realloc(r->product, (size_t) (2 * room + 64)
                                                     * sizeof *r->product);

                if (more == NULL)
                    return 0;
                r->product = more;
                room = 2 * room + 64;
            }
            r->product[r->n_products][0] = i;
            r->product[r->n_products][1] = k;
            r->product[r->n_products++][2] = place;
        }
    return 1;
}

void
ring_clear(ring_t *r)
{
    free(r->power);
    free(r->product);
    memset(r, 0, sizeof *r);
}

acb_ptr
jet_new(const ring_t *r)
{
    return _acb_vec_init(r->length);
}

void
jet_free(const ring_t *r, acb_ptr x)
{
    if (x != NULL)
        _acb_vec_clear(x, r->length);
}

void
jet_set(const ring_t *r, acb_ptr to, acb_srcptr x)
{
    _acb_vec_set(to, x, r->length);
}

/* The side of 0 that all of a ball is on; 0: it is 0; 2: not real, or both. */
static int
side(const acb_t x)
{
    return acb_is_zero(x)                           ? 0
           : !acb_is_real(x)                        ? 2
           : arb_is_nonnegative(acb_realref(x))     ? 1
           : arb_is_nonpositive(acb_realref(x))     ? -1
                                                    : 2;
}

static int
side_of_sum(int a, int b)
{
    return a == 0 || a == b ? b : b == 0 ? a : 2;
}

/* Cuts off what rounding put on the other side. */
static void
keep_side(acb_t x, int s)
{
    arb_ptr re = acb_realref(x);

    if ((s != 1 && s != -1) || !arb_contains_zero(re))
        return;
    if (s < 0)
        arb_neg(re, re);
    arb_nonnegative_part(re, re);
    if (s < 0)
        arb_neg(re, re);
}

void
jet_add(const ring_t *r, acb_ptr to, acb_srcptr x, acb_srcptr y, slong prec)
{
    int s = side_of_sum(side(x), side(y));

    _acb_vec_add(to, x, y, r->length, prec);
    keep_side(to, s);
}

void
jet_addmul(const ring_t *r, acb_ptr to, acb_srcptr x, acb_srcptr y, slong prec)
{
    int i, a = side(x), b = side(y);
    int s = side_of_sum(side(to), a == 2 || b == 2 ? 2 : a * b);

    for (i = 0; i < r->n_products; i++)
    {
        const int *p = r->product[i];

        if (!acb_is_zero(x + p[0]) && !acb_is_zero(y + p[1]))
            acb_addmul(to + p[2], x + p[0], y + p[1], prec);
    }
    keep_side(to, s);
}

void
jet_mul(const ring_t *r, acb_ptr to, acb_srcptr x, acb_srcptr y, slong prec)
{
    acb_ptr t;
    slong i;

    if (to != x && to != y)
    {
        _acb_vec_zero(to, r->length);
        jet_addmul(r, to, x, y, prec);
        return;
    }
    t = jet_new(r);
    jet_addmul(r, t, x, y, prec);
    for (i = 0; i < r->length; i++)
        acb_swap(to + i, t + i);
    jet_free(r, t);
}

int
jet_is_constant(const ring_t *r, acb_srcptr x)
{
    return r->length == 1 || _acb_vec_is_zero(x + 1, r->length - 1);
}

int
jet_is_zero(const ring_t *r, acb_srcptr x)
{
    return _acb_vec_is_zero(x, r->length);
}

void
jet_compose(const ring_t *r, acb_ptr to, acb_srcptr f, acb_srcptr x,
            slong prec)
{
    acb_ptr rest, sum;
    int k, top = jet_is_constant(r, x) ? 0 : r->depth;

    rest = jet_new(r);
    sum = jet_new(r);
    jet_set(r, rest, x);
    acb_zero(rest);
    acb_set(sum, f + top);
    for (k = top - 1; k >= 0; k--)
    {
        jet_mul(r, sum, sum, rest, prec);
        acb_add(sum, sum, f + k, prec);
    }
    jet_set(r, to, sum);
    jet_free(r, sum);
    jet_free(r, rest);
}
