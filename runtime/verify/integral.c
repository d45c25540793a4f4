/* runtime/verify/integral.c -- a binder: pieces, closed forms, numbers. */
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
    end_clear(&p->lo);
    end_clear(&p->hi);
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

static void
end_of(work_t *w, end_t *to, node_t **child)
{
    memset(to, 0, sizeof *to);
    to->at = to->form = child;
    to->far = infinite(*child);
    if (to->far == 0)
    {
        to->base = interpret(w, *child);
        to->offset = val_si(&w->g, 0);
    }
}

/* sum_k (2k - 1)!! J_k D^k, J_k the coefficient of the 2k-th power of the root
   variable in x: E F(x + sqrt(D) u) over u ~ N(0, 1), as d/dD is half the second
   derivative. */
static val_t *
contract(work_t *w, acb_srcptr x, acb_srcptr variance)
{
    const ring_t *r = &w->ring;
    unsigned char power[RING_MAX] = { 0 };
    acb_ptr sum = jet_new(r), part = jet_new(r), s = jet_new(r);
    val_t *v;
    int i, k;

    acb_one(s);
    for (k = 0; 2 * k <= r->depth; k++)
    {
        _acb_vec_zero(part, r->length);
        for (i = 0; i < r->length; i++)
        {
            memcpy(power, r->power[i], RING_MAX);
            power[r->n] = 0;
            if (r->power[i][r->n] == 2 * k)
                acb_set(part + ring_find(r, power), x + i);
        }
        jet_addmul(r, sum, part, s, w->g.prec);
        jet_mul(r, s, s, variance, w->g.prec);
        _acb_vec_scalar_mul_ui(s, s, r->length, (ulong) (2 * k + 1),
                                w->g.prec);
    }
    v = val_jet(&w->g, sum);
    jet_free(r, s);
    jet_free(r, part);
    jet_free(r, sum);
    return v;
}

/* The root variable, as a value. */
static val_t *
root_variable(work_t *w)
{
    unsigned char power[RING_MAX] = { 0 };
    acb_ptr x = jet_new(&w->ring);
    val_t *v;
    int i;

    power[w->ring.n] = 1;
    if ((i = ring_find(&w->ring, power)) >= 0)
        acb_one(x + i);
    v = val_jet(&w->g, x);
    jet_free(&w->ring, x);
    return v;
}

/* E F(x) over x ~ N(0, S) about S = 0. */
static val_t *
about_zero(work_t *w, node_t *body, acb_srcptr variance)
{
    acb_ptr x;
    val_t *v, *f;
    int i;

    if (!w->ring.half)
        return val_unknown(&w->g, "a variance that vanishes");
    x = jet_new(&w->ring);
    v = root_variable(w);
    push_slot(w, SLOT_NUMBER, 0, v, NULL);
    val_drop(v);
    f = interpret(w, body);
    pop_slot(w);
    if (!val_plain(&w->g, x, f))
        for (i = 0; i < w->ring.length; i++)
            acb_indeterminate(x + i);
    val_drop(f);
    v = contract(w, x, variance);
    jet_free(&w->ring, x);
    return v;
}

/* The same about a ball of variances, which may touch 0: numerically with the
   variance fixed, and the root variable added.  What is differentiated in the
   variance stays small, while d/dS of F(sqrt(S) u) has parts that cancel. */
static val_t *
about_ball(work_t *w, node_t *body, acb_srcptr variance, piece_t *piece)
{
    ground_t *g = &w->g;
    acb_ptr s = jet_new(g->ring), x = jet_new(g->ring);
    val_t *scale, *shift = root_variable(w), *r;
    arf_t top;
    arb_t root;

    arf_init(top);
    arb_init(root);
    if (arb_contains_nonpositive(acb_realref(variance)))
    {
        /* sqrt(S) in [0, sqrt(top)], a ball whose lower end is 0 */
        arb_get_ubound_arf(top, acb_realref(variance), 64);
        arb_set_arf(root, top);
        arb_sqrt(root, root, 64);
        arb_mul_2exp_si(root, root, -1);
        arb_get_mag(arb_radref(root), root);
        arf_set_mag(arb_midref(root), arb_radref(root));
    }
    else
        arb_sqrt(root, acb_realref(variance), g->prec);
    scale = val_arb(g, root);
    r = integral_numeric(w, body, scale, shift, 1, piece);
    if (val_plain(g, x, r))
    {
        val_drop(r);
        jet_set(g->ring, s, variance);
        acb_zero(s);
        r = contract(w, x, s);
    }
    val_drop(shift);
    val_drop(scale);
    arb_clear(root);
    arf_clear(top);
    jet_free(g->ring, x);
    jet_free(g->ring, s);
    return r;
}

/* One piece by the integrator. */
static val_t *
numerically(work_t *w, node_t *body, val_t *variance, piece_t *piece)
{
    ground_t *g = &w->g;
    acb_ptr s = jet_new(g->ring);
    val_t *scale, *r = NULL;

    if (variance != NULL && g->ring->half && piece->lo.far && piece->hi.far
        && val_plain(g, s, variance) && !jet_is_constant(g->ring, s))
        r = about_ball(w, body, s, piece);
    if (r == NULL)
    {
        scale = variance != NULL ? val_pow_si(g, variance, 1, 2)
                                 : val_si(g, 1);
        r = integral_numeric(w, body, scale, NULL, variance != NULL, piece);
        val_drop(scale);
    }
    jet_free(g->ring, s);
    return r;
}

/* The integrand in a formal variable on a piece; opaque, perhaps with a split
   pending, if it is not of a form that closes. */
static val_t *
formally(work_t *w, node_t *body, val_t *variance, piece_t *p)
{
    val_t *v, *x, *r = NULL;
    int id = w->g.n_formals + 1, depth = w->depth;

    if (id >= MAX_FORMALS || w->depth >= MAX_BINDERS - 1)
        return val_unknown(&w->g, "integrals nested too deeply");
    w->g.n_formals++;
    v = val_variable(&w->g, id);
    push_slot(w, SLOT_FORMAL, id, v, p);
    val_drop(v);
    x = interpret(w, body);
    pop_slot(w);
    /* what remains is a value without this variable, or opaque */
    if (w->split_slot < 0 || w->split_slot > depth)
        r = integral_closed(w, x, id, variance, p);
    w->g.n_formals--;
    val_drop(x);
    return r != NULL ? r : val_unknown(&w->g, "a piece is to be cut");
}

void
piece_cut(work_t *w, piece_t *stack, int *n)
{
    piece_t whole = stack[--*n];

    stack[*n].lo = whole.lo;
    end_set(&stack[*n].hi, &w->split);
    stack[*n].known = NULL;
    stack[*n].n_known = 0;
    stack[*n + 1].lo = w->split;
    stack[*n + 1].hi = whole.hi;
    stack[*n + 1].known = NULL;
    stack[*n + 1].n_known = 0;
    flint_free(whole.known);
    *n += 2;
    memset(&w->split, 0, sizeof w->split);
    w->split_slot = -1;
}

static val_t *
over_pieces(work_t *w, node_t *body, val_t *variance, piece_t *stack)
{
    val_t *sum = val_si(&w->g, 0), *x, *y;
    int n = 1, cuts = 0, depth = w->depth;

    while (n > 0)
    {
        const char *why = w->g.why;

        x = formally(w, body, variance, stack + n - 1);
        if (w->split_slot == depth && cuts++ < MAX_PIECES - 2)
        {
            val_drop(x);
            w->g.why = why;
            piece_cut(w, stack, &n);
            continue;
        }
        if (w->split_slot < 0 && x->opaque && w->g.n_formals == 0)
        {
            w->g.why = why;
            val_drop(x);
            x = numerically(w, body, variance, stack + n - 1);
        }
        y = val_add(&w->g, sum, x);
        val_drop(sum);
        val_drop(x);
        sum = y;
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
    int id = g->n_formals + 1, good;
    val_t *v, *x, *b = NULL, *one, *r = NULL;
    acb_ptr a = jet_new(g->ring);
    piece_t p;

    memset(&p, 0, sizeof p);
    piece_whole_line(&p);
    if (id >= MAX_FORMALS || w->depth >= MAX_BINDERS - 1)
    {
        jet_free(g->ring, a);
        return NULL;
    }
    g->n_formals++;
    v = val_variable(g, id);
    push_slot(w, SLOT_FORMAL, id, v, &p);
    val_drop(v);
    x = interpret(w, argument);
    pop_slot(w);
    g->n_formals--;
    good = w->split_slot < 0 && val_affine(g, x, id, a, &b);
    if (good && val_sign(g, variance) == 1)
    {
        v = val_jet(g, a);
        one = val_si(g, 1);
        r = val_mul(g, v, v);
        val_drop(v);
        v = val_mul(g, r, variance);
        val_drop(r);
        r = val_add(g, v, one);
        val_drop(v);
        v = val_pow_si(g, r, -1, 2);
        val_drop(r);
        r = val_mul(g, b, v);
        val_drop(v);
        v = val_normal_above(g, r);
        val_drop(r);
        r = v;
        val_drop(one);
    }
    if (w->split_slot == w->depth)      /* an argument with a kink */
    {
        end_clear(&w->split);
        w->split_slot = -1;
    }
    piece_clear(&p);
    val_drop(b);
    val_drop(x);
    jet_free(g->ring, a);
    return r;
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
            r = about_zero(w, e->child[0], s);
    }
    else
    {
        end_of(w, &stack[0].lo, e->child);
        end_of(w, &stack[0].hi, e->child + 1);
        turn = end_order(w, &stack[0].lo, &stack[0].hi);
        if (turn == 0)
            r = val_si(&w->g, 0);
        else if (turn != 1)
            r = val_unknown(&w->g, "the ends of an integral are not in order");
    }
    if (r == NULL && e->op == N_GAUSS && e->child[0]->op == N_H)
        r = tail_of_affine(w, e->child[0]->child[0], variance);
    if (r == NULL)
        r = over_pieces(w, e->child[e->op == N_GAUSS ? 0 : 2], variance,
                        stack);
    else
        piece_clear(stack);
    val_drop(variance);
    jet_free(&w->ring, s);
    flint_free(stack);
    return r;
}
