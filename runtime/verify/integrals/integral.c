/* runtime/verify/integrals/integral.c -- a binder: pieces, closed forms,
 * numbers. */
#include "pieces.h"

#include <string.h>

enum { MAX_PIECES = 64 };

piece_t *
piece_stack(void)
{
    return flint_calloc(MAX_PIECES + 1, sizeof(piece_t));
}

void
piece_whole_line(piece_t *p)
{
    static const char minus, plus;

    p->lo.far = -1;
    p->hi.far = 1;
    p->lo.at = p->lo.form = &minus;
    p->hi.at = p->hi.form = &plus;
}

void
piece_clear(piece_t *p)
{
    flint_free(p->known);
    memset(p, 0, sizeof *p);
}

void
piece_stack_clear(piece_t *stack, int n)
{
    while (n > 0)
        piece_clear(stack + --n);
    flint_free(stack);
}

/* (mul -1 inf), inf, or an expression. */
static int
infinite(const node_t *e)
{
    if (e->op == N_INF)
        return 1;
    return e->op == N_MUL && e->arity == 2 && e->child[1]->op == N_INF
                   && e->child[0]->op == N_NUMBER
                   && fmpz_equal_si(fmpq_numref(e->child[0]->number), -1)
                   && fmpz_is_one(fmpq_denref(e->child[0]->number))
               ? -1 : 0;
}

void
piece_end(work_t *w, end_t *to, node_t **child)
{
    memset(to, 0, sizeof *to);
    to->at = to->form = child;
    to->seen = slots_seen(w, *child);
    to->far = infinite(*child);
    if (to->far == 0)
    {
        to->base = interpret(w, *child);
        to->offset = val_si(&w->g, 0);
    }
}

/* One piece by the integrator. */
static val_t *
in_ring(work_t *w, node_t *body, val_t *variance, piece_t *piece)
{
    ground_t *g = &w->g;
    acb_ptr s = jet_new(g->ring);
    int ball = variance != NULL && g->ring->half && piece->lo.far
               && piece->hi.far && val_plain(g, s, variance)
               && !jet_is_constant(g->ring, s);
    val_t *r = ball ? integral_about_ball(w, body, s, piece)
               : variance != NULL
                   ? integral_numeric(w, body, val_pow_si(g, variance, 1, 2),
                                      NULL, 1, piece)
                   : integral_numeric(w, body, val_si(g, 1), NULL, 0, piece);

    jet_free(g->ring, s);
    return r;
}

/* An expression in a formal variable on a piece. */
static val_t *
in_variable(work_t *w, node_t *e, piece_t *p)
{
    int id = ++w->g.n_formals;
    val_t *x;

    push_slot(w, SLOT_FORMAL, id, val_variable(&w->g, id), p);
    x = interpret(w, e);
    pop_slot(w);
    w->g.n_formals--;
    return x;
}

static int
is_too_deep(const work_t *w)
{
    return w->g.n_formals + 1 >= MAX_FORMALS || w->depth >= MAX_BINDERS - 1;
}

/* The integral over a piece in closed form; opaque, perhaps with a split
   pending, if there is none. */
static val_t *
formally(work_t *w, node_t *body, val_t *variance, piece_t *p)
{
    int id = w->g.n_formals + 1;
    val_t *x;

    if (is_too_deep(w))
        return val_unknown(&w->g, "integrals nested too deeply");
    x = in_variable(w, body, p);
    if (w->split_slot >= 0 && w->split_slot <= w->depth)
        return val_unknown(&w->g, "a piece is to be cut");
    w->g.n_formals++;
    x = integral_closed(w, x, id, variance, p);
    w->g.n_formals--;
    return x;
}

void
piece_cut(work_t *w, piece_t *stack, int *n)
{
    piece_t *p = stack + *n - 1;

    w->tree->rules |= RULE_PIECES;
    flint_free(p->known);
    p->known = NULL;
    p->n_known = 0;
    p[1] = p[0];
    p[0].hi = p[1].lo = w->split;
    w->split_slot = -1;
    ++*n;
}

val_t *
integral_over(work_t *w, node_t *body, val_t *variance, piece_t *stack)
{
    val_t *sum = val_si(&w->g, 0), *x;
    int n = 1, cuts = 0, depth = w->depth;

    while (n > 0)
    {
        const char *why = w->g.why;

        w->nested = w->g.n_formals > 0 && w->nested;
        x = formally(w, body, variance, stack + n - 1);
        if (w->split_slot == depth && cuts++ < MAX_PIECES - 2)
        {
            w->g.why = why;
            piece_cut(w, stack, &n);
            continue;
        }
        if (w->split_slot == depth)
        {
            w->split_slot = -1;
            w->g.why = why;
            sum = val_unknown(&w->g, "an axis in too many pieces");
            break;
        }
        if (w->split_slot < 0 && x->opaque && w->g.n_formals == 0)
        {
            w->g.why = why;
            x = w->nested
                    ? val_unknown(&w->g, "a switch in one variable whose "
                                         "place depends on another one")
                    : in_ring(w, body, variance, stack + n - 1);
        }
        else if (w->split_slot < 0)
            w->tree->rules |= RULE_CLOSED;
        sum = val_add(&w->g, sum, x);
        piece_clear(stack + --n);
        if (w->split_slot >= 0)
            break;
    }
    while (n > 0)
        piece_clear(stack + --n);
    return sum;
}

/* E H(a v + b) = H(b/sqrt(1 + a^2 S)) over v ~ N(0, S), S > 0; NULL: the
   argument is not of this form. */
static val_t *
tail_of_affine(work_t *w, node_t *argument, val_t *variance)
{
    ground_t *g = &w->g;
    int id = g->n_formals + 1;
    val_t *x, *b = NULL, *r = NULL;
    acb_ptr a;
    piece_t p;

    memset(&p, 0, sizeof p);
    piece_whole_line(&p);
    if (is_too_deep(w))
        return NULL;
    a = jet_new(g->ring);
    x = in_variable(w, argument, &p);
    if (w->split_slot < 0 && val_affine(g, x, id, a, &b)
        && val_sign(g, variance) == 1)
    {
        x = val_jet(g, a);
        x = val_mul(g, val_mul(g, x, x), variance);
        x = val_pow_si(g, val_add(g, x, val_si(g, 1)), -1, 2);
        r = val_normal_above(g, val_mul(g, b, x));
    }
    if (w->split_slot == w->depth)      /* an argument with a kink */
        w->split_slot = -1;
    piece_clear(&p);
    jet_free(g->ring, a);
    return r;
}

/* About variance 0: closed, or from derivatives there. */
static val_t *
without_variance(work_t *w, node_t *body, val_t *variance, acb_srcptr s,
                 piece_t *line)
{
    const char *why = w->g.why;
    int nested = w->nested;
    val_t *x = formally(w, body, variance, line);

    if (w->split_slot < 0 && !x->opaque)
        return x;
    w->split_slot = -1;
    w->nested = nested;
    w->g.why = why;
    return integral_about_zero(w, body, s);
}

val_t *
integral_of(work_t *w, node_t *e)
{
    piece_t *stack = piece_stack();
    val_t *variance = NULL, *r = NULL;
    acb_ptr s = jet_new(&w->ring);
    int turn = 1;

    if (e->op == N_GAUSS)
    {
        piece_whole_line(stack);
        variance = e->arity == 2 ? interpret(w, e->child[1]) : val_si(&w->g, 1);
        if (val_plain(&w->g, s, variance) && acb_is_zero(s))
            r = without_variance(w, e->child[0], variance, s, stack);
    }
    else
    {
        piece_end(w, &stack[0].lo, e->child);
        piece_end(w, &stack[0].hi, e->child + 1);
        turn = end_order(w, &stack[0].lo, &stack[0].hi);
        if (turn == 0)
            r = val_si(&w->g, 0);
        else if (turn != 1)
            r = val_unknown(&w->g, "the ends of an integral are not in order");
    }
    if (r == NULL && e->op == N_GAUSS && e->child[0]->op == N_H)
        r = tail_of_affine(w, e->child[0]->child[0], variance);
    if (r == NULL)
        r = integral_over(w, e->child[e->op == N_GAUSS ? 0 : 2], variance,
                        stack);
    else
        piece_clear(stack);
    jet_free(&w->ring, s);
    flint_free(stack);
    return r;
}
