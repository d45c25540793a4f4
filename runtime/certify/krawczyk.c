/* runtime/certify/krawczyk.c -- the Krawczyk test for any square system. */
#include "certify.h"

/* Y: a dyadic approximate inverse of the midpoint of j; 0 if there is none. */
static int
midpoint_inverse(arb_mat_t y, const arb_mat_t j, slong prec)
{
    arb_mat_t mid;
    slong i, k, n = arb_mat_nrows(j);
    int good;

    arb_mat_init(mid, n, n);
    arb_mat_get_mid(mid, j);
    good = arb_mat_inv(y, mid, prec);
    if (good)
        arb_mat_get_mid(y, y);
    for (i = 0; i < n && good; i++)
        for (k = 0; k < n && good; k++)
            good = arb_is_finite(arb_mat_entry(y, i, k));
    arb_mat_clear(mid);
    return good;
}

/* m = I - Y J; its row-sum norm, rounded up, in *norm. */
static void
contraction_matrix(arb_mat_t m, double *norm, const arb_mat_t y,
                   const arb_mat_t j, slong prec)
{
    slong i, k, n = arb_mat_nrows(j);
    mag_t row, entry, most;

    mag_init(row);
    mag_init(entry);
    mag_init(most);
    arb_mat_mul(m, y, j, prec);
    for (i = 0; i < n; i++)
    {
        mag_zero(row);
        for (k = 0; k < n; k++)
        {
            arb_ptr e = arb_mat_entry(m, i, k);

            arb_neg(e, e);
            if (i == k)
                arb_add_ui(e, e, 1, prec);
            arb_get_mag(entry, e);
            mag_add(row, row, entry);
        }
        mag_max(most, most, row);
    }
    *norm = mag_get_d(most);
    mag_clear(most);
    mag_clear(entry);
    mag_clear(row);
}

/* image = c - Y f(c) + M (X - c). */
static void
krawczyk_image(arb_ptr image, arb_srcptr c, const arb_mat_t y, arb_srcptr fc,
               const arb_mat_t m, arb_srcptr box, slong prec, slong low)
{
    slong i, k, n = arb_mat_nrows(y);
    arb_t t, spread;

    arb_init(t);
    arb_init(spread);
    for (i = 0; i < n; i++)
    {
        arb_set(image + i, c + i);
        for (k = 0; k < n; k++)
        {
            arb_submul(image + i, arb_mat_entry(y, i, k), fc + k, prec);
            /* X - c is exactly the radius of X about its midpoint. */
            arb_zero(spread);
            mag_set(arb_radref(spread), arb_radref(box + k));
            arb_mul(t, arb_mat_entry(m, i, k), spread, low);
            arb_add(image + i, image + i, t, prec);
        }
    }
    arb_clear(spread);
    arb_clear(t);
}

/* 1 if a lies in the interior of b; 0 if not. */
static int
in_interior(const arb_t a, const arb_t b)
{
    return arb_contains_interior(b, a);
}

certify_verdict_t
krawczyk_test(arb_ptr image, arb_mat_t y, double *contraction,
              const krawczyk_system_t *system, arb_srcptr box, slong prec,
              slong jacobian_prec)
{
    certify_verdict_t verdict = CERTIFY_UNDECIDED;
    slong i, n = system->n;
    arb_ptr c = _arb_vec_init(n), fc = _arb_vec_init(n);
    arb_mat_t j, m;
    int inside = 1, apart = 0;

    arb_mat_init(j, n, n);
    arb_mat_init(m, n, n);
    *contraction = HUGE_VAL;
    for (i = 0; i < n; i++)
    {
        arb_get_mid_arb(c + i, box + i);
        inside = inside && arb_is_finite(box + i);
    }
    if (!inside)
        goto done;
    if (system->f(fc, c, prec, system->ctx) != SADDLE_OK
        || system->j(j, box, jacobian_prec, system->ctx) != SADDLE_OK
        || !midpoint_inverse(y, j, jacobian_prec))
        goto done;
    contraction_matrix(m, contraction, y, j, jacobian_prec);
    krawczyk_image(image, c, y, fc, m, box, prec, jacobian_prec);
    for (i = 0; i < n; i++)
    {
        if (!arb_is_finite(image + i))
            goto done;
        inside = inside && in_interior(image + i, box + i);
        apart = apart || !arb_overlaps(image + i, box + i);
    }
    if (inside)
        verdict = CERTIFY_PROVEN;
    else if (apart)
        verdict = CERTIFY_DISPROVEN;

done:
    arb_mat_clear(m);
    arb_mat_clear(j);
    _arb_vec_clear(fc, n);
    _arb_vec_clear(c, n);
    return verdict;
}
