/* runtime/verify/integrals/kinks.c -- do the kinks of a function turn upwards?
 *
 * By its form: sums and positive multiples of maxima and absolute values of
 * smooth functions.  Or exactly, for functions of the one variable whose other
 * parts are rational numbers: where conditions and maxima of piecewise affine
 * functions change, the limits from both sides are equal and the slope does not
 * fall. */
#include "limit.h"
#include "pieces.h"

enum { MOST_PLACES = 64 };

/* ---- places -------------------------------------------------------------- */

typedef struct
{
    const tree_t *t;
    fmpq x[MOST_PLACES];
    int turns[MOST_PLACES];     /* the slope rises there                      */
    int n, bad;
} places_t;

static int
is_known(op_t op)
{
    return op == N_VAR || op == N_ADD || op == N_MUL || op == N_POW
           || op == N_ABS || op == N_MAX || op == N_MIN || op == N_IF
           || op == N_LT || op == N_LE || op == N_AND || op == N_OR
           || op == N_NOT;
}

/* a x + b on each piece, by its form. */
static int
is_affine(const node_t *e)
{
    int i, with = 0, first = e->op == N_IF;

    if ((e->free & 1) == 0 || e->op == N_VAR)
        return 1;
    if (e->op != N_ADD && e->op != N_MUL && e->op != N_ABS && e->op != N_MAX
        && e->op != N_MIN && e->op != N_IF)
        return 0;
    for (i = first; i < e->arity; i++)
    {
        if (!is_affine(e->child[i]))
            return 0;
        with += (int) (e->child[i]->free & 1);
    }
    return e->op != N_MUL || with <= 1;
}

static void
add_place(places_t *p, const fmpq_t x)
{
    int i;

    for (i = 0; i < p->n; i++)
        if (fmpq_equal(p->x + i, x))
            return;
    if (p->n == MOST_PLACES)
    {
        p->bad = 1;
        return;
    }
    fmpq_init(p->x + p->n);
    fmpq_set(p->x + p->n++, x);
}

/* Where the affine piece of a - b on one side of x is 0, on that piece or
   not. */
static void
meet_from(places_t *p, const node_t *a, const node_t *b, const fmpq_t x,
          int side)
{
    limit_t at = { .t = p->t, .side = side };
    fmpq_t v[2], d[2];
    int k;

    fmpq_init(at.x);
    fmpq_set(at.x, x);
    for (k = 0; k < 2; k++)
    {
        fmpq_init(v[k]);
        fmpq_init(d[k]);
    }
    p->bad |= !limit_at(&at, a, v[0], d[0])
              || (b != NULL && !limit_at(&at, b, v[1], d[1]));
    fmpq_sub(v[0], v[0], v[1]);
    fmpq_sub(d[0], d[0], d[1]);
    if (!p->bad && !fmpq_is_zero(d[0]))
    {
        fmpq_div(v[0], v[0], d[0]);
        fmpq_sub(at.x, at.x, v[0]);
        add_place(p, at.x);
    }
    for (k = 0; k < 2; k++)
    {
        fmpq_clear(v[k]);
        fmpq_clear(d[k]);
    }
    fmpq_clear(at.x);
}

/* Where two piecewise affine functions, all of whose kinks are known, meet, and
   perhaps elsewhere; b NULL: 0. */
static void
meet(places_t *p, const node_t *a, const node_t *b)
{
    fmpq_t zero;
    int i, n = p->n;

    p->bad |= !is_affine(a) || (b != NULL && !is_affine(b));
    fmpq_init(zero);
    if (!p->bad && n == 0)
        meet_from(p, a, b, zero, 1);
    fmpq_clear(zero);
    for (i = 0; i < n && !p->bad; i++)
    {
        meet_from(p, a, b, p->x + i, -1);
        meet_from(p, a, b, p->x + i, 1);
    }
}

/* All places where e may have a kink or jump in the variable: between them it
   is a polynomial. */
static void
collect(places_t *p, const node_t *e)
{
    int i, k;

    if ((e->free & 1) == 0 || p->bad)
        return;
    p->bad = !is_known(e->op)
             || (e->op == N_POW && !limit_is_power(e->child[1]));
    for (i = 0; i < e->arity; i++)
        collect(p, e->child[i]);
    if (e->op == N_ABS)
        meet(p, e->child[0], NULL);
    else if (e->op == N_LT || e->op == N_LE || e->op == N_MAX || e->op == N_MIN)
        for (i = 0; i < e->arity; i++)
            for (k = 0; k < i; k++)
                meet(p, e->child[i], e->child[k]);
}

/* The rise of the slope at x, 0 or 1; -1: a jump, a fall, or not exact. */
static int
turn(const tree_t *t, const node_t *e, const fmpq_t x)
{
    fmpq_t v[3], d[3];
    int k, good = 1, rise;

    for (k = 0; k < 3; k++)
    {
        limit_t at = { .t = t, .side = k - 1 };

        fmpq_init(v[k]);
        fmpq_init(d[k]);
        fmpq_init(at.x);
        fmpq_set(at.x, x);
        good = limit_at(&at, e, v[k], d[k]) && good;
        fmpq_clear(at.x);
    }
    rise = fmpq_cmp(d[2], d[0]);
    good = good && fmpq_equal(v[0], v[1]) && fmpq_equal(v[1], v[2])
           && rise >= 0;
    for (k = 0; k < 3; k++)
    {
        fmpq_clear(v[k]);
        fmpq_clear(d[k]);
    }
    return good ? rise > 0 : -1;
}

static void
places_clear(places_t *p)
{
    while (p->n > 0)
        fmpq_clear(p->x + --p->n);
}

/* The kinks of an exact function that turns upwards; 0: it is not known to be
   one.  Clear in every case. */
static int
exact_kinks(places_t *p, const tree_t *t, const node_t *e)
{
    int i;

    *p = (places_t){ .t = t };
    collect(p, e);
    for (i = 0; i < p->n && !p->bad; i++)
    {
        p->turns[i] = turn(t, e, p->x + i);
        p->bad = p->turns[i] < 0;
    }
    return !p->bad;
}

/* ---- by the form --------------------------------------------------------- */

static int
smooth(const node_t *e, int index)
{
    int i, good = 1;

    if ((e->free >> index & 1) == 0 || e->op == N_VAR)
        return 1;
    if (e->op != N_ADD && e->op != N_MUL && e->op != N_POW)
        return 0;
    for (i = 0; i < e->arity && good; i++)
        good = smooth(e->child[i], index);
    return good;
}

int
turns_upwards(work_t *w, const node_t *e)
{
    int i, good = 1, sign = 1, s;
    const node_t *kinked = NULL;
    places_t p = { 0 };

    i = smooth(e, 0) || exact_kinks(&p, w->tree, e);
    places_clear(&p);
    if (i)
        return 1;
    for (i = 0; i < e->arity && good; i++)
        if (e->op == N_ADD)
            good = turns_upwards(w, e->child[i]);
        else if (e->op == N_MAX || e->op == N_ABS)
            good = smooth(e->child[i], 0);
        else if (e->op == N_MUL && (e->child[i]->free & 1) == 0)
        {
            s = val_sign(&w->g, interpret(w, e->child[i]));
            good = s != 2;
            sign *= s;
        }
        else if (e->op == N_MUL && kinked == NULL)
            kinked = e->child[i];
        else
            good = 0;
    return good && (kinked == NULL || (sign >= 0 && turns_upwards(w, kinked)));
}

/* x is none of the places where the slope rises. */
static int
is_elsewhere(work_t *w, const places_t *p, val_t *x)
{
    val_t *d;
    int i, good = 1;

    for (i = 0; i < p->n && good; i++)
        if (p->turns[i])
        {
            d = val_sub(&w->g, x, val_number(&w->g, p->x + i));
            good = val_sign(&w->g, d) % 2 != 0;
        }
    return good;
}

int
has_one_slope(work_t *w, const node_t *e, val_t *x)
{
    places_t p = { 0 };
    int i, good;

    if (smooth(e, 0))
        return 1;
    good = exact_kinks(&p, w->tree, e) && is_elsewhere(w, &p, x);
    places_clear(&p);
    if (good || (e->op != N_ADD && e->op != N_MUL))
        return good;
    for (i = 0, good = 1; i < e->arity && good; i++)
        good = e->op == N_MUL && (e->child[i]->free & 1) == 0
               ? 1 : has_one_slope(w, e->child[i], x);
    return good;
}
