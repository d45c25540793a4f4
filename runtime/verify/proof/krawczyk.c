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
    arb_mat_t t;
    int good;

    arb_mat_init(t, arb_mat_nrows(j), arb_mat_ncols(j));
    arb_mat_get_mid(t, j);
    good = arb_mat_approx_inv(y, t, prec);
    arb_mat_get_mid(y, y);
    arb_mat_mul(t, y, j, prec);
    arb_mat_one(rest);
    arb_mat_sub(rest, rest, t, prec);
    arb_mat_clear(t);
    return good;
}

/* sum_l |rest_il| r_l < r_i / factor for all i, r the radii of x, or 1 (NULL). */
static int
contracts(const arb_mat_t rest, arb_srcptr x, ulong factor)
{
    mag_t sum, m, one;
    mag_srcptr r;
    int i, l, good = 1;

    mag_init(sum);
    mag_init(m);
    mag_init(one);
    mag_one(one);
    for (i = 0; i < arb_mat_nrows(rest); i++)
    {
        mag_zero(sum);
        for (l = 0; l < arb_mat_ncols(rest); l++)
        {
            arb_get_mag(m, arb_mat_entry(rest, i, l));
            mag_addmul(sum, m, x != NULL ? arb_radref(x + l) : one);
        }
        r = x != NULL ? arb_radref(x + i) : one;
        mag_mul_ui(sum, sum, factor);
        good = good && mag_cmp(sum, r) < 0;
    }
    mag_clear(one);
    mag_clear(m);
    mag_clear(sum);
    return good;
}

int
krawczyk_contracts(const arb_mat_t rest)
{
    return contracts(rest, NULL, 1);
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
    arb_ptr part = _arb_vec_init(n), f = _arb_vec_init(n);
    arb_mat_t other;
    arf_t half;
    int i, good = 1;

    axis = depth > 0 ? wide_axis(x, n, axis) : -1;
    arb_mat_init(other, n, n);
    arf_init(half);
    if (axis < 0)
        good = field(context, x, f, j, PART_BITS);
    for (i = 0; i < 2 && axis >= 0 && good; i++)
    {
        arb_ptr cut = part + axis;

        _arb_vec_set(part, x, n);
        mag_mul_2exp_si(arb_radref(cut), arb_radref(cut), -1);
        arf_set_mag(half, arb_radref(cut));
        (i == 0 ? arf_sub : arf_add)(arb_midref(cut), arb_midref(cut), half,
                                     ARF_PREC_EXACT, ARF_RND_DOWN);
        good = in_parts(i == 0 ? j : other, part, n, axis, depth - 1, field,
                        context);
    }
    for (i = 0; i < n * n && axis >= 0 && good; i++)
        arb_union(arb_mat_entry(j, i / n, i % n),
                  arb_mat_entry(j, i / n, i % n),
                  arb_mat_entry(other, i / n, i % n), PART_BITS);
    arf_clear(half);
    arb_mat_clear(other);
    _arb_vec_clear(f, n);
    _arb_vec_clear(part, n);
    return good;
}

/* Y and I - Y J(X), which contracts X, and Z by half; NULL, or why there is none. */
static const char *
precondition(arb_mat_t y, arb_mat_t rest, arb_srcptr x, arb_srcptr z, int n,
             field_t field, void *context)
{
    arb_ptr f = _arb_vec_init(n);
    slong prec = JACOBIAN_BITS;
    int trial, good = 0;
    arb_mat_t j;

    arb_mat_init(j, n, n);
    /* a better contraction is not necessary */
    for (trial = 0; trial < JACOBIAN_TRIALS
                    && !(good && contracts(rest, z, 2)
                         && contracts(rest, x, 2)); trial++)
    {
        good = field(context, x, f, j, prec)
               && krawczyk_precondition(y, rest, j, 2 * prec);
        prec *= 2;
    }
    for (trial = 1; trial <= PART_DEPTH && wide_axis(x, n, 0) >= 0
                    && !(good && contracts(rest, x, 2)); trial++)
        good = in_parts(j, x, n, n - 1, trial, field, context)
               && krawczyk_precondition(y, rest, j, 2 * PART_BITS);
    arb_mat_clear(j);
    _arb_vec_clear(f, n);
    return good ? NULL
                : "the Jacobian is not regular in the box, as far as can be told";
}

/* K in x and in z, from the residual at their centre, with k->prec bits. */
static int
inside(krawczyk_t *k, arb_srcptr x, arb_srcptr z, const arb_mat_t y,
       const arb_mat_t rest, int n, field_t field, void *context)
{
    arb_ptr c = _arb_vec_init(n), f = _arb_vec_init(n), yf = _arb_vec_init(n);
    slong prec = k->prec + 2 * JACOBIAN_BITS;
    int i, l, good;

    for (i = 0; i < n; i++)
        arb_get_mid_arb(c + i, z + i);
    good = field(context, c, f, NULL, k->prec);
    for (i = 0; i < n; i++)
        for (l = 0; l < n; l++)
            arb_addmul(yf + i, arb_mat_entry(y, i, l), f + l, k->prec);
    k->in_box = good && krawczyk_inside(x, c, yf, rest, n, prec);
    k->in_zero = good && krawczyk_inside(z, c, yf, rest, n, prec);
    if (!good)
        k->why = "a residual is not known";
    _arb_vec_clear(yf, n);
    _arb_vec_clear(f, n);
    _arb_vec_clear(c, n);
    return k->in_box && k->in_zero;
}

int
krawczyk_prove(krawczyk_t *k, arb_srcptr x, arb_srcptr z, int n, field_t field,
               void *context, slong most)
{
    arb_mat_t y, rest;
    int trial, good = 0;

    if (z == NULL)
        z = x;
    arb_mat_init(y, n, n);
    arb_mat_init(rest, n, n);
    k->in_box = k->in_zero = 0;
    k->why = precondition(y, rest, x, z, n, field, context);
    k->prec = bits_of(z, n) + GUARD;
    for (trial = 0; k->why == NULL && !good && trial < TRIALS; trial++)
    {
        k->prec += trial > 0 ? k->prec / 2 : 0;
        if (k->prec > most)
            k->why = "more precision than allowed would be needed";
        else
            good = inside(k, x, z, y, rest, n, field, context);
    }
    if (!good && k->why == NULL)
        k->why = k->in_box ? "the zero does not lie where it is said to be"
                           : "the box is not mapped into itself";
    arb_mat_clear(rest);
    arb_mat_clear(y);
    return good;
}
