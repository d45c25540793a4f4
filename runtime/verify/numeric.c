/* runtime/verify/numeric.c -- an integral by Arb's integrator, tails proven. */
#include "tail.h"

#include <acb_calc.h>
#include <string.h>

enum { MAX_CUTS = 24 };

/* Values of the integrand that were computed: the components of a jet are
   integrated one by one, mostly at the same points. */
typedef struct
{
    acb_t z;
    int analytic;
    acb_ptr jet;
} point_t;

typedef struct
{
    work_t *w;
    node_t *body;
    piece_t *piece;
    val_t *scale, *shift;           /* variable = scale xi + shift     */
    val_t *lo, *width;              /* xi = lo + width s               */
    int gaussian, component;
    point_t *table;
    size_t size, used;
} integrand_t;

static size_t
hash(const acb_t z, int analytic)
{
    double x[3] = { arf_get_d(arb_midref(acb_realref(z)), ARF_RND_DOWN),
                    arf_get_d(arb_midref(acb_imagref(z)), ARF_RND_DOWN),
                    mag_get_d(arb_radref(acb_realref(z))) };
    uint64_t h = (uint64_t) analytic, bits;
    int i;

    for (i = 0; i < 3; i++)
    {
        memcpy(&bits, x + i, sizeof bits);
        h = (h ^ bits) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    return (size_t) h;
}

static point_t *
find(point_t *table, size_t size, const acb_t z, int analytic)
{
    size_t i = hash(z, analytic) % size;

    while (table[i].jet != NULL
           && (table[i].analytic != analytic || !acb_equal(table[i].z, z)))
        i = (i + 1) % size;
    return table + i;
}

static void
grow(integrand_t *f)
{
    size_t i, size = 2 * f->size;
    point_t *table = flint_calloc(size, sizeof *table);

    for (i = 0; i < f->size; i++)
        if (f->table[i].jet != NULL)
            *find(table, size, f->table[i].z, f->table[i].analytic)
                = f->table[i];
    flint_free(f->table);
    f->table = table;
    f->size = size;
}

/* The integrand at s in [0, 1], without the factor width. */
static void
integrand_jet(integrand_t *f, acb_ptr to, const acb_t s, int analytic)
{
    ground_t *g = &f->w->g;
    long mark = val_mark(g);
    acb_ptr c = jet_new(g->ring);
    val_t *x, *xi;
    int i;

    g->analytic = analytic;
    acb_set(c, s);
    xi = val_add(g, val_mul(g, val_jet(g, c), f->width), f->lo);
    x = val_mul(g, xi, f->scale);
    if (f->shift != NULL)
        x = val_add(g, x, f->shift);
    push_slot(f->w, SLOT_NUMBER, 0, x, f->piece);
    x = interpret(f->w, f->body);
    pop_slot(f->w);
    if (f->gaussian)
        x = val_mul(g, x, val_normal_density(g, xi));
    if (!val_plain(g, to, x))
        for (i = 0; i < g->ring->length; i++)
            acb_indeterminate(to + i);
    g->analytic = 0;
    val_release(g, mark);
    jet_free(g->ring, c);
}

static int
integrand(acb_ptr out, const acb_t s, void *context, slong order, slong prec)
{
    integrand_t *f = context;
    point_t *p;

    (void) prec;
    if (order > 1 || (f->w->until > 0 && work_clock() > f->w->until))
    {
        if (order <= 1)
            f->w->g.why = "the time limit was reached";
        acb_indeterminate(out);
        return 0;
    }
    p = find(f->table, f->size, s, order > 0);
    if (p->jet == NULL)
    {
        if (2 * ++f->used > f->size)
        {
            grow(f);
            p = find(f->table, f->size, s, order > 0);
        }
        acb_init(p->z);
        acb_set(p->z, s);
        p->analytic = order > 0;
        p->jet = jet_new(f->w->g.ring);
        integrand_jet(f, p->jet, s, p->analytic);
    }
    acb_set(out, p->jet + f->component);
    return 0;
}

/* What is worth to reach: of balls that are wide anyway a part of their radius.
   Nothing rests on it. */
static void
choose_tolerance(mag_t tolerance, integrand_t *f)
{
    slong prec = f->w->g.prec;
    mag_t wide;
    acb_t s, v;
    int i;

    mag_init(wide);
    acb_init(s);
    acb_init(v);
    mag_set_ui_2exp_si(tolerance, 1, -prec);
    for (i = 1; i < 16; i += 2)
    {
        arb_set_si(acb_realref(s), i);
        arb_mul_2exp_si(acb_realref(s), acb_realref(s), -4);
        integrand(v, s, f, 0, prec);
        mag_mul_2exp_si(wide, arb_radref(acb_realref(v)), -5);
        if (acb_is_finite(v))
            mag_max(tolerance, tolerance, wide);
    }
    acb_clear(v);
    acb_clear(s);
    mag_clear(wide);
}

/* All components over s in [0, 1]. */
static void
integrate(integrand_t *f, acb_ptr to)
{
    ground_t *g = &f->w->g;
    const char *why = g->why;
    acb_calc_integrate_opt_t options;
    acb_t zero, one;
    mag_t tolerance;
    size_t i;

    acb_init(zero);
    acb_init(one);
    mag_init(tolerance);
    acb_one(one);
    acb_calc_integrate_opt_init(options);
    options->eval_limit = 50000 + 10 * g->prec;
    f->size = 256;
    f->used = 0;
    f->table = flint_calloc(f->size, sizeof *f->table);
    for (f->component = 0; f->component < g->ring->length; f->component++)
    {
        choose_tolerance(tolerance, f);
        acb_calc_integrate(to + f->component, integrand, f, zero, one,
                           g->prec, tolerance, options, g->prec);
        if (!acb_is_finite(to + f->component))
            break;
    }
    if (f->component == g->ring->length)
        g->why = why;          /* reasons of boxes that were cut further */
    else if (g->why == NULL)
        g->why = "an integral is not finite";
    for (i = 0; i < f->size; i++)
        if (f->table[i].jet != NULL)
        {
            acb_clear(f->table[i].z);
            jet_free(g->ring, f->table[i].jet);
        }
    flint_free(f->table);
    mag_clear(tolerance);
    acb_clear(one);
    acb_clear(zero);
}

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
        integrate(&f, sum);
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
