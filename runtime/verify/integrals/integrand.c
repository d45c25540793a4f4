/* runtime/verify/integrals/integrand.c -- an integrand for acb_calc_integrate.
 */
#include "integrand.h"

#include <acb_calc.h>
#include <string.h>

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
    if (order > 1 || (f->w->until > 0 && evaluator_clock() > f->w->until))
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
    acb_ptr s = _acb_vec_init(2), v = s + 1;
    int i;

    mag_init(wide);
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
    _acb_vec_clear(s, 2);
    mag_clear(wide);
}

/* All components over s in [0, 1]. */
void
integrand_over(integrand_t *f, acb_ptr to)
{
    ground_t *g = &f->w->g;
    const char *why = g->why;
    acb_calc_integrate_opt_t options;
    acb_ptr zero = _acb_vec_init(2), one = zero + 1;
    mag_t tolerance;
    size_t i;

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
    for (; f->component < g->ring->length; f->component++)
        acb_indeterminate(to + f->component);
    for (i = 0; i < f->size; i++)
        if (f->table[i].jet != NULL)
        {
            acb_clear(f->table[i].z);
            jet_free(g->ring, f->table[i].jet);
        }
    flint_free(f->table);
    mag_clear(tolerance);
    _acb_vec_clear(zero, 2);
}
