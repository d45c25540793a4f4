/* runtime/verify/integrals/numeric.c -- an integral by Arb's integrator, tails
 * proven. */
#include "integrand.h"
#include "tail.h"

enum { MAX_CUTS = 24 };

/* start = about sqrt(2 log 2 prec) */
static void
first_start(ground_t *g)
{
    arb_set_si(g->start, 14 * (g->prec + 8));
    arb_div_si(g->start, g->start, 10, 64);
    arb_sqrt(g->start, g->start, 64);
    arb_add_ui(g->start, g->start, 2, 64);
    arb_floor(g->start, g->start, 64);
    mag_zero(arb_radref(g->start));
}

/* Moves the start out until both tails are small. */
static int
tails(integrand_t *f, mag_ptr sum, int below, int above)
{
    ground_t *g = &f->w->g;
    mag_ptr m = _mag_vec_init(g->ring->length);
    const char *why = g->why;
    mag_t tolerance;
    int i, cut, good = 0;

    mag_init(tolerance);
    mag_set_ui_2exp_si(tolerance, 1, 4 - g->prec);
    first_start(g);
    for (cut = 0; cut < MAX_CUTS && !good; cut++)
    {
        g->why = why;
        good = 1;
        for (i = 0; i < g->ring->length; i++)
            mag_zero(sum + i);
        if (below)
            good = integral_tail(f->w, sum, f->body, f->scale, f->shift,
                                 f->gaussian, -1, f->piece);
        if (above && good)
        {
            good = integral_tail(f->w, m, f->body, f->scale, f->shift,
                                 f->gaussian, 1, f->piece);
            for (i = 0; i < g->ring->length; i++)
                mag_add(sum + i, sum + i, m + i);
        }
        for (i = 0; i < g->ring->length && good; i++)
            good = mag_cmp(sum + i, tolerance) <= 0 || cut == MAX_CUTS - 1;
        if (!good)
        {
            arb_mul_ui(g->start, g->start, 5, 64);
            arb_mul_2exp_si(g->start, g->start, -2);
            arb_floor(g->start, g->start, 64);
            mag_zero(arb_radref(g->start));
        }
    }
    if (!good && g->why == NULL)
        g->why = "a tail is not bounded";
    mag_clear(tolerance);
    _mag_vec_clear(m, g->ring->length);
    return good;
}

/* An end in units of the standard normal variable, as a jet; 0: it depends on
   more than parameters. */
static int
place(integrand_t *f, val_t **to, const end_t *e, val_t *inverse)
{
    ground_t *g = &f->w->g;
    acb_ptr c = jet_new(g->ring);
    arb_t far;
    int good = 1;

    if (e->far != 0)
    {
        arb_init(far);
        arb_mul_si(far, g->start, e->far, g->prec);
        *to = val_arb(g, far);
        arb_clear(far);
    }
    else
    {
        *to = val_mul(g, end_value(g, e), inverse);
        good = val_plain(g, c, *to) && acb_is_finite(c);
    }
    jet_free(g->ring, c);
    return good;
}

/* The finite end lies inside of the start. */
static int
inside(ground_t *g, val_t *a, int far)
{
    acb_ptr c = jet_new(g->ring);
    arb_t x;
    int good;

    arb_init(x);
    good = val_plain(g, c, a);
    arb_mul_si(x, acb_realref(c), -far, 64);
    arb_add(x, x, g->start, 64);
    good = good && arb_is_positive(x);
    arb_clear(x);
    jet_free(g->ring, c);
    return good;
}

val_t *
integral_numeric(work_t *w, node_t *body, val_t *scale, val_t *shift,
                 int gaussian, piece_t *piece)
{
    ground_t *g = &w->g;
    integrand_t f = { w, body, piece, scale, shift, NULL, NULL, gaussian, 0,
                      NULL, 0, 0 };
    val_t *inverse = NULL, *hi = NULL, *r = NULL;
    mag_ptr tail;
    acb_ptr sum;
    int i, good, below = piece->lo.far != 0, above = piece->hi.far != 0;

    if (g->tail || g->n_formals > 0 || w->integrating)
        return val_unknown(g, "a double integral without a closed form");
    w->tree->rules |= RULE_INTEGRATOR;
    tail = _mag_vec_init(g->ring->length);
    sum = jet_new(g->ring);
    if (!below || !above)
        inverse = val_pow_si(g, scale, -1, 1);
    good = tails(&f, tail, below, above);
    good = good && place(&f, &f.lo, &piece->lo, inverse)
           && place(&f, &hi, &piece->hi, inverse);
    if (good && below != above
        && !inside(g, below ? hi : f.lo, below ? -1 : 1))
        good = 0;
    if (good)
    {
        f.width = val_sub(g, hi, f.lo);
        w->integrating = 1;
        integrand_over(&f, sum);
        w->integrating = 0;
        r = val_mul(g, val_jet(g, sum), f.width);
        if (val_plain(g, sum, r))
        {
            for (i = 0; i < g->ring->length; i++)
            {
                acb_add_error_mag(sum + i, tail + i);
                /* no integral is around this one: nothing is complex */
                arb_zero(acb_imagref(sum + i));
            }
            r = val_jet(g, sum);
        }
    }
    if (r == NULL)
        r = val_unknown(g, "an integral that reaches to infinity");
    jet_free(g->ring, sum);
    _mag_vec_clear(tail, g->ring->length);
    return r;
}
