/* runtime/verify/proof/krawczyk.c -- exactly one zero in a box.
 *
 * With c a point of the box X and Y any matrix,
 *
 *     K = c - Y f(c) + (I - Y J(X)) (X - c)
 *
 * in the interior of X proves it (Krawczyk 1969); with Z, inside X and around
 * c, in the place of X - c alone, that the zero lies in Z. */
#include "krawczyk.h"

int
krawczyk_inside(arb_srcptr x, arb_srcptr c, arb_srcptr yf, const arb_mat_t rest,
            int n, slong prec)
{
    arb_ptr d = _arb_vec_init(n);
    arb_t k;
    int i, l, good = 1;

    arb_init(k);
    for (i = 0; i < n; i++)
        arb_sub(d + i, x + i, c + i, prec);
    for (i = 0; i < n && good; i++)
    {
        arb_sub(k, c + i, yf + i, prec);
        for (l = 0; l < n; l++)
            arb_addmul(k, arb_mat_entry(rest, i, l), d + l, prec);
        good = arb_contains_interior(x + i, k);
    }
    arb_clear(k);
    _arb_vec_clear(d, n);
    return good;
}

int
krawczyk_precondition(arb_mat_t y, arb_mat_t rest, const arb_mat_t j,
                      slong prec)
{
    arb_mat_t centre;
    int i, k, good;

    arb_mat_init(centre, arb_mat_nrows(j), arb_mat_ncols(j));
    arb_mat_get_mid(centre, j);
    good = arb_mat_approx_inv(y, centre, prec);
    arb_mat_get_mid(y, y);
    arb_mat_mul(rest, y, j, prec);
    for (i = 0; i < arb_mat_nrows(j); i++)
        for (k = 0; k < arb_mat_ncols(j); k++)
        {
            arb_neg(arb_mat_entry(rest, i, k), arb_mat_entry(rest, i, k));
            if (i == k)
                arb_add_si(arb_mat_entry(rest, i, k),
                           arb_mat_entry(rest, i, k), 1, prec);
        }
    arb_mat_clear(centre);
    return good;
}

int
krawczyk_contracts(const arb_mat_t rest)
{
    mag_t sum, m;
    int i, l, good = 1;

    mag_init(sum);
    mag_init(m);
    for (i = 0; i < arb_mat_nrows(rest); i++)
    {
        mag_zero(sum);
        for (l = 0; l < arb_mat_ncols(rest); l++)
        {
            arb_get_mag(m, arb_mat_entry(rest, i, l));
            mag_add(sum, sum, m);
        }
        good = good && mag_cmp_2exp_si(sum, 0) < 0;
    }
    mag_clear(m);
    mag_clear(sum);
    return good;
}

/* The same in units of the radii of a box, less than 1/2. */
static int
contracts_box(const arb_mat_t rest, arb_srcptr x)
{
    mag_t sum, m;
    int i, l, good = 1;

    mag_init(sum);
    mag_init(m);
    for (i = 0; i < arb_mat_nrows(rest); i++)
    {
        mag_zero(sum);
        for (l = 0; l < arb_mat_ncols(rest); l++)
        {
            arb_get_mag(m, arb_mat_entry(rest, i, l));
            mag_addmul(sum, m, arb_radref(x + l));
        }
        mag_mul_2exp_si(sum, sum, 1);
        good = good && mag_cmp(sum, arb_radref(x + i)) < 0;
    }
    mag_clear(m);
    mag_clear(sum);
    return good;
}

/* Bits after the point that the smallest box asks for. */
static slong
bits_of(arb_srcptr x, int n)
{
    slong bits = 0, b;
    int i;

    for (i = 0; i < n; i++)
    {
        b = mag_is_special(arb_radref(x + i))
            || !fmpz_fits_si(MAG_EXPREF(arb_radref(x + i)))
                ? 0 : -MAG_EXP(arb_radref(x + i));
        bits = b > bits ? b : bits;
    }
    return bits;
}

enum { JACOBIAN_BITS = 40, JACOBIAN_TRIALS = 4, TRIALS = 3, GUARD = 24,
       PART_BITS = 64, PART_DEPTH = 6, THIN = -12 };

/* The next coordinate after `last` in which x is not thin; -1: none. */
static int
wide_axis(arb_srcptr x, int n, int last)
{
    int i, k;

    for (i = 1; i <= n; i++)
    {
        k = (last + i) % n;
        if (mag_cmp_2exp_si(arb_radref(x + k), THIN) > 0)
            return k;
    }
    return -1;
}

/* J on x as the hull of what it is on 2^depth parts, which is narrower. */
static int
in_parts(arb_mat_t j, arb_srcptr x, int n, int axis, int depth, field_t field,
         void *context)
{
    arb_ptr part, f;
    arb_mat_t other;
    arf_t end[3];
    int i, good = 1;

    axis = depth > 0 ? wide_axis(x, n, axis) : -1;
    f = _arb_vec_init(n);
    if (axis < 0)
    {
        good = field(context, x, f, j, PART_BITS);
        _arb_vec_clear(f, n);
        return good;
    }
    part = _arb_vec_init(n);
    arb_mat_init(other, n, n);
    for (i = 0; i < 3; i++)
        arf_init(end[i]);
    arb_get_lbound_arf(end[0], x + axis, 2 * PART_BITS);
    arf_set(end[1], arb_midref(x + axis));
    arb_get_ubound_arf(end[2], x + axis, 2 * PART_BITS);
    _arb_vec_set(part, x, n);
    for (i = 0; i < 2 && good; i++)
    {
        arb_set_interval_arf(part + axis, end[i], end[i + 1], 2 * PART_BITS);
        good = in_parts(i == 0 ? j : other, part, n, axis, depth - 1, field,
                        context);
    }
    for (i = 0; i < n * n && good; i++)
    {
        arb_ptr entry = arb_mat_entry(j, i / n, i % n);

        arb_union(entry, entry, arb_mat_entry(other, i / n, i % n), PART_BITS);
    }
    for (i = 0; i < 3; i++)
        arf_clear(end[i]);
    arb_mat_clear(other);
    _arb_vec_clear(part, n);
    _arb_vec_clear(f, n);
    return good;
}

int
krawczyk_prove(krawczyk_t *k, arb_srcptr x, arb_srcptr z, int n, field_t field,
         void *context, slong most)
{
    arb_ptr c = _arb_vec_init(n), f = _arb_vec_init(n), yf = _arb_vec_init(n);
    arb_srcptr small = z != NULL ? z : x;
    arb_mat_t j, y, rest;
    slong prec = JACOBIAN_BITS, low;
    int i, l, trial, good = 0;

    arb_mat_init(j, n, n);
    arb_mat_init(y, n, n);
    arb_mat_init(rest, n, n);
    k->why = NULL;
    /* a better contraction is not necessary */
    for (trial = 0; trial < JACOBIAN_TRIALS
                    && !(good && contracts_box(rest, small)
                         && contracts_box(rest, x)); trial++)
    {
        good = field(context, x, f, j, prec)
               && krawczyk_precondition(y, rest, j, 2 * prec);
        prec *= 2;
    }
    for (trial = 1; trial <= PART_DEPTH && wide_axis(x, n, 0) >= 0
                    && !(good && contracts_box(rest, x)); trial++)
        good = in_parts(j, x, n, n - 1, trial, field, context)
               && krawczyk_precondition(y, rest, j, 2 * PART_BITS);
    if (!good)
        k->why = "the Jacobian is not regular in the box, as far as can be "
                 "told";
    low = prec;
    for (i = 0; i < n; i++)
        arb_get_mid_arb(c + i, small + i);
    prec = bits_of(small, n) + GUARD;
    for (trial = 0; good && trial < TRIALS; trial++, prec += prec / 2)
    {
        if (prec > most)
        {
            k->why = "more precision than allowed would be needed";
            good = 0;
            break;
        }
        k->prec = prec;
        if (!field(context, c, f, NULL, prec))
        {
            good = 0;
            break;
        }
        for (i = 0; i < n; i++)
        {
            arb_zero(yf + i);
            for (l = 0; l < n; l++)
                arb_addmul(yf + i, arb_mat_entry(y, i, l), f + l, prec);
        }
        k->in_box = krawczyk_inside(x, c, yf, rest, n, prec + low);
        k->in_zero = z == NULL
                     || krawczyk_inside(z, c, yf, rest, n, prec + low);
        if (k->in_box && k->in_zero)
            break;
    }
    good = good && k->in_box && k->in_zero;
    if (!good && k->why == NULL)
        k->why = k->in_box ? "the zero does not lie where it is said to be"
                           : "the box is not mapped into itself";
    arb_mat_clear(rest);
    arb_mat_clear(y);
    arb_mat_clear(j);
    _arb_vec_clear(yf, n);
    _arb_vec_clear(f, n);
    _arb_vec_clear(c, n);
    return good;
}
