/* runtime/verify/cells/curve.c -- a curve of solutions over a parameter.
 *
 * In a cell the box moves with the parameter p along the slopes t from its place
 * at the middle m.  For all p of the cell, by the mean value theorem,
 *
 *     f(c(p), p) in f(c, m) + (J t + df/dp) (p - m),
 *
 * J and df/dp over the box and all p; or, for `unique`, by Taylor's, with these at
 * the middle and half the second derivative along the curve over the box.  J
 * over the box is then J at (c, m) and its derivatives over the box times what points
 * of it are off.  The rest is the test of krawczyk.h, about c(p). */
#include "curve.h"
#include "../proof/krawczyk.h"

enum { BITS = 80, WIDE_BITS = 32, DEPTH = 8 };

typedef struct
{
    arb_ptr x, c, box, zero, f, yf, slope, second;
    arb_mat_t all, j, y, rest;
} test_t;

static void
test_init(test_t *t, int n)
{
    t->x = _arb_vec_init(8 * n + 2);
    t->c = t->x + n + 1;
    t->box = t->c + n + 1;
    t->zero = t->box + n;
    t->f = t->zero + n;
    t->yf = t->f + n;
    t->slope = t->yf + n;
    t->second = t->slope + n;
    arb_mat_init(t->all, n, n + 1);
    arb_mat_init(t->j, n, n);
    arb_mat_init(t->y, n, n);
    arb_mat_init(t->rest, n, n);
}

static void
test_clear(test_t *t, int n)
{
    arb_mat_clear(t->rest);
    arb_mat_clear(t->y);
    arb_mat_clear(t->j);
    arb_mat_clear(t->all);
    _arb_vec_clear(t->x, 8 * n + 2);
}

/* Bits that the residual is worth: more than `zero` has. */
static slong
bits_of(const test_t *t, int n)
{
    slong bits = WIDE_BITS, b;
    int i;

    for (i = 0; i < n; i++)
    {
        b = mag_is_special(arb_radref(t->zero + i))
            || !fmpz_fits_si(MAG_EXPREF(arb_radref(t->zero + i)))
                ? BITS : WIDE_BITS - MAG_EXP(arb_radref(t->zero + i));
        bits = b > bits ? b : bits;
    }
    return bits < 2 * BITS ? bits : 2 * BITS;
}

/* J on the box, and f(c(p), p) for all p = m + way: t->j and t->f. */
static int
enclose(system_t *s, test_t *t, const arb_t way)
{
    slong bits = bits_of(t, s->n);
    arb_ptr step = _arb_vec_init(s->columns + 1), v = step + s->columns;
    int i, k, good;

    for (i = 0; i < s->n; i++)
        arb_sub(step + i, t->box + i, t->c + i, BITS);
    arb_set(step + s->n, way);
    if (s->direction != NULL)
        good = curve_bend(s, t->x, step, t->second, t->j, WIDE_BITS)
               && system_at(s, t->c, t->f, t->all, bits);
    else
        good = system_at(s, t->x, t->f, t->all, WIDE_BITS)
               && system_at(s, t->c, t->f, NULL, bits);
    for (i = 0; i < s->n && good; i++)
    {
        arb_set(v, arb_mat_entry(t->all, i, s->n));
        for (k = 0; k < s->n; k++)
        {
            arb_ptr to = arb_mat_entry(t->j, i, k);

            arb_add(to, to, arb_mat_entry(t->all, i, k), BITS);
            if (s->direction == NULL)
                arb_addmul(v, to, t->slope + k, BITS);
        }
        arb_addmul(t->f + i, v, way, BITS);
        arb_sqr(v, way, BITS);
        arb_nonnegative_part(v, v);
        arb_mul_2exp_si(v, v, -1);
        if (s->direction != NULL)
            arb_addmul(t->f + i, t->second + i, v, BITS);
    }
    _arb_vec_clear(step, s->columns + 1);
    return good;
}

static void
precondition_residual(test_t *t, int n)
{
    int i, k;

    for (i = 0; i < n; i++)
    {
        arb_zero(t->yf + i);
        for (k = 0; k < n; k++)
            arb_addmul(t->yf + i, arb_mat_entry(t->y, i, k), t->f + k, BITS);
    }
}

/* The test for the parameters lo .. hi of a cell. */
static const char *
check_piece(system_t *s, test_t *t, const cell_t *cell, const place_t *p,
           const arf_t lo, const arf_t hi)
{
    arb_ptr m = _arb_vec_init(3), way = m + 1, off = m + 2;
    const char *why = NULL;
    int i;

    curve_middle(off, way, cell->lo, cell->hi);
    curve_middle(m, way, lo, hi);
    arb_sub(off, m, off, ARF_PREC_EXACT);
    for (i = 0; i < s->n; i++)
    {
        int u = s->unknown[i];

        curve_moved(t->box + i, p->box + u, p->slope + u, off);
        curve_moved(t->zero + i, p->zero + u, p->slope + u, off);
        curve_moved(t->x + i, t->box + i, p->slope + u, way);
        arb_get_mid_arb(t->c + i, t->zero + i);
        arb_set(t->slope + i, p->slope + u);
        /* J is known in the box only, and c is taken from `zero` */
        if (!arb_contains(t->box + i, t->zero + i))
            why = "an enclosure of the curve sticks out of its box";
    }
    arb_add(t->x + s->n, m, way, 256);
    arb_set(t->c + s->n, m);
    s->direction = s->c->kind == CLAIM_UNIQUE ? t->slope : NULL;
    arb_mat_zero(t->j);
    if (why == NULL && !enclose(s, t, way))
        why = s->why;
    if (why == NULL && !krawczyk_precondition(t->y, t->rest, t->j, BITS))
        why = "the Jacobian of a cell is singular";
    if (why == NULL)
    {
        precondition_residual(t, s->n);
        s->direction = NULL;
        if (!krawczyk_inside(t->box, t->c, t->yf, t->rest, s->n, 2 * BITS))
            why = "the box of a cell is not mapped into itself";
        else if (!krawczyk_inside(t->zero, t->c, t->yf, t->rest, s->n,
                                  2 * BITS))
            why = "the curve does not lie where it is said to be";
        else if (s->c->kind == CLAIM_COEXISTENCE && !system_disjoint(s, t->x))
            why = "the boxes of the two states are not disjoint";
        else if (!system_fixed(s, t->x, 60))
            why = s->why;
    }
    _arb_vec_clear(m, 3);
    return why;
}

/* Parameters for which the enclosures are too wide are halved. */
static const char *
check_cell(system_t *s, test_t *t, const cell_t *cell, const place_t *p,
           const arf_t lo, const arf_t hi, int depth)
{
    const char *why = check_piece(s, t, cell, p, lo, hi);
    arf_t middle;

    if (why == NULL || depth == 0 || (s->until > 0 && evaluator_clock() > s->until))
        return why;
    s->why = NULL;
    arf_init(middle);
    arf_add(middle, lo, hi, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(middle, middle, -1);
    why = check_cell(s, t, cell, p, lo, middle, depth - 1);
    if (why == NULL)
        why = check_cell(s, t, cell, p, middle, hi, depth - 1);
    arf_clear(middle);
    return why;
}

/* The solutions of a cell lie in the domains of the order parameters. */
static int
in_domains(system_t *s, const cell_t *cell, const place_t *p)
{
    arb_ptr x = _arb_vec_init(s->columns + 1), way = x + s->columns;
    int i, good;

    curve_middle(x + s->n, way, cell->lo, cell->hi);
    for (i = 0; i < s->n; i++)
        curve_moved(x + i, p->zero + s->unknown[i], p->slope + s->unknown[i], way);
    arb_add(x + s->n, x + s->n, way, 256);
    good = system_in_domains(s, x, 0);
    _arb_vec_clear(x, s->columns + 1);
    return good;
}

typedef struct
{
    system_t *s;
    test_t *test;
} curve_t;

static const char *
check_part(void *context, long k)
{
    curve_t *a = context;
    const list_t *l = &a->s->c->list;

    if (!in_domains(a->s, l->cell + k, l->place + k))
        return "a solution may leave its domain";
    return check_cell(a->s, a->test, l->cell + k, l->place + k,
                      l->cell[k].lo, l->cell[k].hi, DEPTH);
}

const char *
check_curve(system_t *s, FILE *talk)
{
    test_t t;
    curve_t a = { s, &t };
    const char *why = curve_chain(s);

    test_init(&t, s->n);
    if (why == NULL)
        why = share(s, talk, s->c->list.n_cells, check_part, &a);
    test_clear(&t, s->n);
    return why;
}
