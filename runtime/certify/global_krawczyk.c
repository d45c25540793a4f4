/* runtime/certify/global_krawczyk.c -- Krawczyk's test on a box of balls. */
#include "global_search.h"

void
box_init(box_t *b, int n)
{
    b->n = n;
    b->x = _arb_vec_init(n);
    b->c = _arb_vec_init(n);
    b->f = _arb_vec_init(n);
    b->k = _arb_vec_init(n);
    b->all = _arb_vec_init(n + n * n);
    arb_mat_init(b->j, n, n);
    arb_mat_init(b->y, n, n);
    arb_mat_init(b->m, n, n);
}

void
box_clear(box_t *b)
{
    arb_mat_clear(b->m);
    arb_mat_clear(b->y);
    arb_mat_clear(b->j);
    _arb_vec_clear(b->all, b->n + b->n * b->n);
    _arb_vec_clear(b->k, b->n);
    _arb_vec_clear(b->f, b->n);
    _arb_vec_clear(b->c, b->n);
    _arb_vec_clear(b->x, b->n);
}

int
box_excludes_zero(arb_srcptr v, int n)
{
    int i;

    for (i = 0; i < n; i++)
        if (arb_is_finite(v + i) && !arb_contains_zero(v + i))
            return 1;
    return 0;
}

/* y = inverse of the midpoint of j; m = y j */
int
box_precondition(box_t *b)
{
    int i, k, good;

    arb_mat_get_mid(b->m, b->j);
    good = arb_mat_inv(b->y, b->m, POINT_PREC);
    if (good)
        arb_mat_get_mid(b->y, b->y);
    for (i = 0; i < b->n && good; i++)
        for (k = 0; k < b->n && good; k++)
            good = arb_is_finite(arb_mat_entry(b->y, i, k));
    if (good)
        arb_mat_mul(b->m, b->y, b->j, POINT_PREC);
    return good;
}

/* k = y f(c) + m (x - c), which holds 0 when there is a zero in the box; then
   k = c - y f(c) + (1 - m)(x - c). */
int
box_is_excluded(box_t *b)
{
    arb_t t, rest;
    int i, k, none;

    arb_init(t);
    arb_init(rest);
    for (i = 0; i < b->n; i++)
    {
        arb_zero(b->k + i);
        for (k = 0; k < b->n; k++)
        {
            arb_addmul(b->k + i, arb_mat_entry(b->y, i, k), b->f + k,
                       POINT_PREC);
            arb_sub(t, b->x + k, b->c + k, POINT_PREC);
            arb_addmul(b->k + i, arb_mat_entry(b->m, i, k), t, POINT_PREC);
        }
    }
    none = box_excludes_zero(b->k, b->n);
    for (i = 0; i < b->n; i++)
    {
        arb_set(b->k + i, b->c + i);
        for (k = 0; k < b->n; k++)
        {
            arb_submul(b->k + i, arb_mat_entry(b->y, i, k), b->f + k,
                       POINT_PREC);
            arb_sub(t, b->x + k, b->c + k, POINT_PREC);
            arb_neg(rest, arb_mat_entry(b->m, i, k));
            if (i == k)
                arb_add_ui(rest, rest, 1, POINT_PREC);
            arb_addmul(b->k + i, rest, t, POINT_PREC);
        }
    }
    arb_clear(rest);
    arb_clear(t);
    return none;
}

int
box_holds_one(const box_t *b)
{
    int i;

    for (i = 0; i < b->n; i++)
        if (!arb_is_finite(b->k + i)
            || !arb_contains_interior(b->x + i, b->k + i))
            return 0;
    return 1;
}

int
box_is_injective(const box_t *b)
{
    mag_t row, entry;
    arb_t t;
    int i, k, good = 1;

    mag_init(row);
    mag_init(entry);
    arb_init(t);
    for (i = 0; i < b->n; i++)
    {
        mag_zero(row);
        for (k = 0; k < b->n; k++)
        {
            arb_sub_si(t, arb_mat_entry(b->m, i, k), i == k, POINT_PREC);
            arb_get_mag(entry, t);
            mag_add(row, row, entry);
        }
        good = good && mag_cmp_2exp_si(row, 0) < 0;
    }
    arb_clear(t);
    mag_clear(entry);
    mag_clear(row);
    return good;
}
