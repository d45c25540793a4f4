/* runtime/verify/curve.c -- a curve of solutions over a parameter. *
 *
 * In a cell the box moves with the parameter p along the slopes t from its place
 * at the middle m.  For all p of the cell, by the mean value theorem,
 *
 *     f(c(p), p) in f(c, m) + (J t + df/dp) (p - m),
 *
 * J and df/dp over the box and all p; or, for `unique`, by Taylor's, with these at
 * the middle and half the second derivative along the curve over the box.  The
 * rest is the test of krawczyk.h, about c(p). */
#include "krawczyk.h"
#include "reader.h"
#include "whole.h"

enum { BITS = 80, WIDE_BITS = 32, DEPTH = 4 };

/* The middle m of lo .. hi, and the points there less m. */
static void
middle(arb_t m, arb_t way, const arf_t lo, const arf_t hi)
{
    arf_t a;

    arf_init(a);
    arf_add(a, lo, hi, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(arb_midref(m), a, -1);
    mag_zero(arb_radref(m));
    arf_sub(a, hi, arb_midref(m), ARF_PREC_EXACT, ARF_RND_DOWN);
    arb_zero(way);
    arf_get_mag(arb_radref(way), a);
    arf_clear(a);
}

/* A ball of the cell at the parameter m + way. */
static void
moved(arb_t to, const arb_t ball, const arb_t slope, const arb_t way)
{
    arb_mul(to, slope, way, ARF_PREC_EXACT);
    arb_add(to, to, ball, 256);
}

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

/* f(c(p), p) for all p = m + way, in t->f. */
static const char *
move_residual(system_t *s, test_t *t, const arb_t way)
{
    arb_t v, square;
    int i, k;

    arb_init(v);
    arb_init(square);
    arb_sqr(square, way, BITS);
    arb_nonnegative_part(square, square);
    arb_mul_2exp_si(square, square, -1);
    if (!system_at(s, t->c, t->f, s->direction != NULL ? t->all : NULL, NULL,
                   BITS))
        return s->why;
    for (i = 0; i < s->n; i++)
    {
        arb_set(v, arb_mat_entry(t->all, i, s->n));
        for (k = 0; k < s->n && s->direction == NULL; k++)
            arb_addmul(v, arb_mat_entry(t->j, i, k), t->slope + k, BITS);
        arb_addmul(t->f + i, v, way, BITS);
        if (s->direction != NULL)
            arb_addmul(t->f + i, t->second + i, square, BITS);
    }
    for (i = 0; i < s->n; i++)
    {
        arb_zero(t->yf + i);
        for (k = 0; k < s->n; k++)
            arb_addmul(t->yf + i, arb_mat_entry(t->y, i, k), t->f + k, BITS);
    }
    arb_clear(square);
    arb_clear(v);
    return NULL;
}

/* The test for the parameters lo .. hi of a cell. */
static const char *
check_piece(system_t *s, test_t *t, const cell_t *cell, const place_t *p,
           const arf_t lo, const arf_t hi)
{
    arb_t m, way, off;
    const char *why = NULL;
    int i, k;

    arb_init(m);
    arb_init(way);
    arb_init(off);
    middle(off, way, cell->lo, cell->hi);
    middle(m, way, lo, hi);
    arb_sub(off, m, off, ARF_PREC_EXACT);
    for (i = 0; i < s->n; i++)
    {
        int u = s->unknown[i];

        moved(t->box + i, p->box + u, p->slope + u, off);
        moved(t->zero + i, p->zero + u, p->slope + u, off);
        moved(t->x + i, t->box + i, p->slope + u, way);
        arb_get_mid_arb(t->c + i, t->zero + i);
        arb_set(t->slope + i, p->slope + u);
        /* J is known in the box only, and c is taken from `zero` */
        if (!arb_contains(t->box + i, t->zero + i))
            why = "an enclosure of the curve sticks out of its box";
    }
    arb_add(t->x + s->n, m, way, 256);
    arb_set(t->c + s->n, m);
    s->direction = s->c->kind == CLAIM_UNIQUE ? t->slope : NULL;
    if (why == NULL
        && !system_at(s, t->x, t->f, t->all,
                      s->direction != NULL ? t->second : NULL, WIDE_BITS))
        why = s->why;
    for (i = 0; i < s->n; i++)
        for (k = 0; k < s->n; k++)
            arb_set(arb_mat_entry(t->j, i, k), arb_mat_entry(t->all, i, k));
    if (why == NULL && !krawczyk_precondition(t->y, t->rest, t->j, BITS))
        why = "the Jacobian of a cell is singular";
    if (why == NULL)
        why = move_residual(s, t, way);
    if (why == NULL)
    {
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
    arb_clear(off);
    arb_clear(way);
    arb_clear(m);
    return why;
}

/* Parameters for which the enclosures are too wide are halved. */
static const char *
check_cell(system_t *s, test_t *t, const cell_t *cell, const place_t *p,
           const arf_t lo, const arf_t hi, int depth)
{
    const char *why = check_piece(s, t, cell, p, lo, hi);
    arf_t middle;

    if (why == NULL || depth == 0 || (s->until > 0 && work_clock() > s->until))
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

/* At the shared end the zero of one lies in the box of the other. */
static int
joined(const system_t *s, long a, long b)
{
    const list_t *l = &s->c->list;
    arb_t p, m, way, x, y;
    int i, k, u, good = 0;

    arb_init(p);
    arb_init(m);
    arb_init(way);
    arb_init(x);
    arb_init(y);
    arb_set_arf(p, l->cell[a].hi);
    for (i = 0; i < 2 && !good; i++)
        for (k = 0, good = 1; k < s->n && good; k++)
        {
            u = s->unknown[k];
            middle(m, way, l->cell[a].lo, l->cell[a].hi);
            arb_sub(way, p, m, ARF_PREC_EXACT);
            moved(x, i == 0 ? l->place[a].zero + u : l->place[a].box + u,
                  l->place[a].slope + u, way);
            middle(m, way, l->cell[b].lo, l->cell[b].hi);
            arb_sub(way, p, m, ARF_PREC_EXACT);
            moved(y, i == 0 ? l->place[b].box + u : l->place[b].zero + u,
                  l->place[b].slope + u, way);
            good = i == 0 ? arb_contains(y, x) : arb_contains(x, y);
        }
    arb_clear(y);
    arb_clear(x);
    arb_clear(way);
    arb_clear(m);
    arb_clear(p);
    return good;
}

/* The cells follow each other from one end of the interval to the other. */
static const char *
check_chain(system_t *s)
{
    const list_t *l = &s->c->list;
    arb_t end, from, to;
    const char *why = NULL;
    long k;

    arb_init(end);
    arb_init(from);
    arb_init(to);
    if (!system_number(s, from, l->from, NULL, 256)
        || !system_number(s, to, l->to, NULL, 256) || !arb_lt(from, to))
        why = "the interval of the parameter is not one";
    else if (l->n_cells == 0)
        why = "there are no cells";
    for (k = 0; k < l->n_cells && why == NULL; k++)
        if (arf_cmp(l->cell[k].lo, l->cell[k].hi) >= 0)
            why = "a cell is empty";
        else if (k > 0 && !arf_equal(l->cell[k].lo, l->cell[k - 1].hi))
            why = "there is a gap between two cells";
        else if (k > 0 && !joined(s, k - 1, k))
            why = "two neighbours may hold different solutions";
    if (why == NULL)
    {
        arb_set_arf(end, l->cell[0].lo);
        if (!arb_le(end, from))
            why = "the cells begin too late";
        arb_set_arf(end, l->cell[l->n_cells - 1].hi);
        if (!arb_ge(end, to))
            why = "the cells end too early";
    }
    arb_clear(to);
    arb_clear(from);
    arb_clear(end);
    return why;
}

/* The solutions of a cell lie in the domains of the order parameters. */
static int
in_domains(system_t *s, const cell_t *cell, const place_t *p)
{
    arb_ptr x = _arb_vec_init(s->columns + 1), way = x + s->columns;
    int i, good;

    middle(x + s->n, way, cell->lo, cell->hi);
    for (i = 0; i < s->n; i++)
        moved(x + i, p->zero + s->unknown[i], p->slope + s->unknown[i], way);
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
    const char *why = check_chain(s);

    test_init(&t, s->n);
    if (why == NULL)
        why = share(s, talk, s->c->list.n_cells, check_part, &a);
    test_clear(&t, s->n);
    return why;
}
