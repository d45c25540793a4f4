/* runtime/verify/integrals/proximal.c -- an average of a minimum whose place is
 * known only implicitly.
 *
 * Let F(x, u) have F'' = d^2F/dx^2 >= c > 0 for all x, free of u, and let its slope be
 * F' = a(x) + b u, b a number.  Then for each u the least value of F is at the one x where
 * u = -a(x)/b, and x runs over the real line as u does, with du/dx = -F''/b:
 *
 *   E G(u, min_x F(x, u)) = int G(u(x), F(x, u(x))) p(u(x)) F''(x)/|b| dx,
 *
 * p the density of u.  So the place of the minimum becomes the variable, and nothing is
 * solved for.  The integral is written as (proximal INTEGRAND F''). */
#include "pieces.h"
#include "slope.h"

/* ---- writing it ----------------------------------------------------------- */

/* The first minimum over a whole line in e, outside of all binders; NULL. */
static node_t *
first_minimum(node_t *e)
{
    node_t *m = NULL;
    int i;

    if (e->op == N_MINIMUM)
        return e->arity == 1 ? e : NULL;
    for (i = 0; i < e->arity && m == NULL; i++)
        m = op_binds(e->op, i) ? NULL : first_minimum(e->child[i]);
    return m;
}

/* Variable `index` becomes `by`, a function of the variable in its place, and the node
   `old`, outside of all binders, `new`. */
typedef struct
{
    tree_t *t;
    int index;
    node_t *by, *old, *new;
} change_t;

static node_t *changed(const change_t *c, node_t *e, int d);

/* by, whose variable is d binders further out. */
static node_t *
lifted(tree_t *t, node_t *by, int d)
{
    change_t c = { t, 0, tree_index(t, N_VAR, d), NULL, NULL };

    return d == 0 ? by : changed(&c, by, 0);
}

static node_t *
changed(const change_t *c, node_t *e, int d)
{
    node_t *child[2001];
    int i;

    if (e == c->old && d == 0)
        return c->new;
    if ((e->free >> (c->index + d) & 1) == 0)
        return e;
    if (e->op == N_VAR)
        return lifted(c->t, c->by, d);
    for (i = 0; i < e->arity; i++)
        child[i] = changed(c, e->child[i], d + op_binds(e->op, i));
    return tree_make(c->t, e->op, e->arity, child);
}

static node_t *
raised(tree_t *t, node_t *e, slong p, ulong q)
{
    node_t *part[2] = { e, tree_si(t, p, q) };

    return e == NULL ? NULL : tree_make(t, N_POW, 2, part);
}

/* -a/b, where the slope is a + b u. */
static node_t *
place(tree_t *t, node_t *slope, node_t *b)
{
    change_t c = { t, 1, tree_si(t, 0, 1), NULL, NULL };
    node_t *part[3];

    part[0] = tree_si(t, -1, 1);
    part[1] = changed(&c, slope, 0);
    part[2] = raised(t, b, -1, 1);
    return tree_product(t, 3, part);
}

/* p(u)/|b| for u of N(0, S). */
static node_t *
weight(tree_t *t, node_t *u, node_t *b, node_t *variance)
{
    node_t *part[3], *s = raised(t, variance, -1, 2);

    part[0] = u;
    part[1] = s;
    part[0] = tree_product(t, 2, part);
    part[0] = part[0] == NULL ? NULL : tree_make(t, N_PHI, 1, part);
    part[2] = raised(t, raised(t, b, 2, 1), -1, 2);
    return tree_product(t, 3, part);
}

node_t *
tree_proximal(tree_t *t, node_t *e)
{
    node_t *m = first_minimum(e->child[0]), *slope, *b, *part[3], *both[2];
    node_t *variance = e->arity == 2 ? e->child[1] : tree_si(t, 1, 1);
    change_t c = { t, 1, NULL, NULL, NULL };

    if (m == NULL || m->child[0]->free >> 2 != 0 || variance->free != 0)
        return NULL;
    slope = tree_slope(t, m->child[0], 0);
    b = tree_slope(t, slope, 1);
    part[0] = both[1] = tree_slope(t, slope, 0);
    /* F'' free of x: a quadratic, which has its own rule */
    if (both[1] == NULL || b == NULL || both[1]->free != 1 || b->free != 0)
        return NULL;
    c.by = place(t, slope, b);
    part[1] = weight(t, c.by, b, variance);
    c.new = changed(&c, m->child[0], 0);
    c.old = m;
    c.index = 0;
    part[2] = changed(&c, e->child[0], 0);
    both[0] = tree_product(t, 3, part);
    return tree_make(t, N_PROXIMAL, 2, both);
}

/* ---- its value ------------------------------------------------------------ */

enum { MOST_PARTS = 20000, MOST_HALVINGS = 60, MOST_STARTS = 8 };

static val_t *
at(work_t *w, node_t *e, int kind, val_t *x)
{
    piece_t line = { 0 };
    val_t *v;

    piece_whole_line(&line);
    push_slot(w, kind, TAIL, x, &line);
    v = interpret(w, e);
    pop_slot(w);
    piece_clear(&line);
    return v;
}

/* e >= c > 0 beyond the start, on one side. */
static int
is_positive_beyond(work_t *w, node_t *e, int direction)
{
    ground_t *g = &w->g;
    acb_ptr c = jet_new(g->ring);
    val_t *v;
    int k, good;

    g->tail = 1;
    v = val_times(g, direction, 1, val_variable(g, TAIL));
    v = at(w, e, SLOT_TAIL, v);
    g->tail = 0;
    good = !v->opaque && v->n == 1 && v->t[0].e.n == 0
           && term_scale(g, c, &k, v->t) && k >= 0
           && arb_is_positive(acb_realref(c));
    jet_free(g->ring, c);
    return good;
}

/* e > 0 from lo to hi, in at most `parts` parts, halved `depth` times at most. */
static int
is_positive_inside(work_t *w, node_t *e, const arf_t lo, const arf_t hi,
                   int depth, int *parts)
{
    ground_t *g = &w->g;
    long mark = val_mark(g);
    arb_t x;
    arf_t middle;
    int good;

    arb_init(x);
    arb_set_interval_arf(x, lo, hi, 64);
    good = val_sign(g, at(w, e, SLOT_NUMBER, val_arb(g, x))) == 1;
    val_release(g, mark);
    arb_clear(x);
    if (good || depth == 0 || --*parts <= 0)
        return good;
    arf_init(middle);
    arf_add(middle, lo, hi, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(middle, middle, -1);
    good = is_positive_inside(w, e, lo, middle, depth - 1, parts)
           && is_positive_inside(w, e, middle, hi, depth - 1, parts);
    arf_clear(middle);
    return good;
}

/* e >= c > 0 on the whole line. */
static int
is_positive(work_t *w, node_t *e)
{
    const char *why = w->g.why;
    int k, good = 0, parts = MOST_PARTS;
    arf_t lo, hi;

    arf_init(lo);
    arf_init(hi);
    for (k = 0; k < MOST_STARTS && !good; k++)
    {
        arb_set_si(w->g.start, 4 << k);
        good = is_positive_beyond(w, e, -1) && is_positive_beyond(w, e, 1);
    }
    arf_set(hi, arb_midref(w->g.start));
    arf_neg(lo, hi);
    good = good && is_positive_inside(w, e, lo, hi, MOST_HALVINGS, &parts);
    arf_clear(hi);
    arf_clear(lo);
    w->g.why = why;
    return good;
}

val_t *
proximal_of(work_t *w, node_t *e)
{
    piece_t *line;
    val_t *r;

    if (e->free != 0 || w->integrating || !is_positive(w, e->child[1]))
        return val_unknown(&w->g, "a minimum of something that is not known "
                                  "to be convex");
    line = piece_stack();
    piece_whole_line(line);
    r = integral_over(w, e->child[0], NULL, line);
    flint_free(line);
    return r;
}
