/* runtime/verify/cells/singular.c -- cells of folds, instabilities and extrema.
 *
 * The matrix M of such a point is singular: M u = 0, u /= 0, where u is its null
 * vector, or (t, 1) with the slopes t of an extremum.  If M without one row and one
 * column is regular for all points of a box, u is known but for a factor. */
#include "boxes.h"
#include "../proof/krawczyk.h"

enum { WIDE_BITS = 32, BITS = 80, DEPTH = 12 };

/* F(c) + DF (x - c) does not contain 0. */
static int
linear_excludes(whole_t *w)
{
    int i, k, m = w->s->m, n = w->s->n;
    arb_t d;

    arb_init(d);
    for (i = 0; i < n; i++)
        arb_get_mid_arb(w->c + i, w->x + i);
    if (!system_singular(w->s, w->c, w->k, w->y, w->b, BITS))
        arb_indeterminate(w->k);
    for (i = 0; i < m; i++)
        for (k = 0; k < n; k++)
        {
            arb_sub(d, w->x + k, w->c + k, BITS);
            arb_addmul(w->k + i, arb_mat_entry(w->j, i, k), d, BITS);
        }
    arb_clear(d);
    return boxes_excludes(w->k, m);
}

/* det M does not contain 0, or |1 - B M| < 1 for a B. */
static int
is_regular(whole_t *w)
{
    arb_t t;
    int good;

    arb_init(t);
    arb_mat_det(t, w->a, BITS);
    good = arb_is_finite(t) && !arb_contains_zero(t);
    arb_clear(t);
    return good || (krawczyk_precondition(w->b, w->ab, w->a, BITS)
                    && krawczyk_contracts(w->ab));
}

/* No such point in the box w->x; else F, DF and M are left in w->f, j and a. */
static int
excluded(whole_t *w)
{
    int i, first = w->s->m;

    for (i = 0; i < w->s->n; i++)       /* the vector does not matter */
        if (i >= first && i != w->s->p)
            arb_zero(w->x + i);
    if (!boxes_follow(w, WIDE_BITS))
        return 0;
    boxes_choose_heat(w);
    return system_singular(w->s, w->x, w->f, w->j, w->a, WIDE_BITS)
           && (boxes_excludes(w->f, w->s->m) || is_regular(w)
               || linear_excludes(w));
}

static int
none(whole_t *w, arf_srcptr lo, arf_srcptr hi, const void *context)
{
    (void) lo;
    (void) hi;
    (void) context;
    return excluded(w);
}

int
singular_none(whole_t *w, arf_srcptr lo, arf_srcptr hi)
{
    return boxes_each(w, lo, hi, DEPTH, none, NULL);
}

/* u[pivot] = 1 and M u = 0 but for row `drop`; 0: not known. */
static int
kernel(arb_ptr u, const arb_mat_t a, int pivot, int drop)
{
    int n = (int) arb_mat_nrows(a) - 1, i, k, row, good;
    arb_mat_t b, x, y;

    arb_mat_init(b, n, n);
    arb_mat_init(x, n, 1);
    arb_mat_init(y, n, 1);
    for (i = row = 0; i <= n; i++)
    {
        for (k = 0; k <= n && i != drop; k++)
            if (k == pivot)
                arb_neg(arb_mat_entry(y, row, 0), arb_mat_entry(a, i, k));
            else
                arb_set(arb_mat_entry(b, row, k - (k > pivot)),
                        arb_mat_entry(a, i, k));
        row += i != drop;
    }
    good = n == 0 || arb_mat_solve(x, b, y, BITS);
    for (k = 0; k <= n && good; k++)
        if (k == pivot)
            arb_one(u + k);
        else
            arb_set(u + k, arb_mat_entry(x, k - (k > pivot), 0));
    arb_mat_clear(y);
    arb_mat_clear(x);
    arb_mat_clear(b);
    return good;
}

/* u.u = 1, with the sign that the box has. */
static void
normalise(arb_ptr u, int n, arb_srcptr box, int pivot)
{
    arb_t norm;
    int k;

    arb_init(norm);
    for (k = 0; k < n; k++)
        arb_addmul(norm, u + k, u + k, BITS);
    arb_rsqrt(norm, norm, BITS);
    if (arf_sgn(arb_midref(box + pivot)) < 0)
        arb_neg(norm, norm);
    for (k = 0; k < n; k++)
        arb_mul(u + k, u + k, norm, BITS);
    arb_clear(norm);
}

/* The null vector, with one of its signs, or the slopes of all points of w->x lie in
   the box: n balls. */
static int
vector_inside(whole_t *w, arb_srcptr box, int n)
{
    int size = (int) arb_mat_nrows(w->a), slopes = size > n;
    int pivot, drop, k, good = 0;
    arb_ptr u = _arb_vec_init(size);

    for (pivot = slopes ? n : 0, k = 1; k < n && !slopes; k++)
        if (arf_cmpabs(arb_midref(box + k), arb_midref(box + pivot)) > 0)
            pivot = k;
    for (drop = size - 1; drop >= 0 && !good; drop--)
    {
        good = kernel(u, w->a, pivot, drop);
        if (good && !slopes)
            normalise(u, n, box, pivot);
        for (k = 0; k < n && good; k++)
            good = arb_is_finite(u + k) && arb_contains(box + k, u + k);
    }
    _arb_vec_clear(u, size);
    return good;
}

/* All such points of w->x lie in the box of a place. */
static int
one(whole_t *w, arf_srcptr lo, arf_srcptr hi, const void *context)
{
    const place_t *p = context;
    system_t *s = w->s;
    int i, n = s->n - s->m - 1, good = 1;
    arb_ptr box;

    (void) lo;
    (void) hi;
    if (excluded(w))
        return 1;
    box = _arb_vec_init(s->n);
    for (i = 0; i < s->n; i++)
        arb_set(box + i, p->box + s->unknown[i]);
    for (i = 0; i < s->n && good; i++)
        good = (i >= s->m && i != s->p) || arb_contains(box + i, w->x + i);
    good = good
           && system_singular(s, w->x, w->f, w->j, w->a, BITS)
           && vector_inside(w, box + s->m, n);
    _arb_vec_clear(box, s->n);
    return good;
}

int
singular_one(whole_t *w, arf_srcptr lo, arf_srcptr hi, const place_t *p)
{
    return boxes_each(w, lo, hi, DEPTH, one, p);
}
