/* runtime/verify/line/information.c -- how far A rises up to the end.
 *
 * A is a sum of weight x E Z log Z and what does not depend on X (martingale.c).  As X
 * reaches the end, means over u ~ N(0, end - X) are of what stands in them at u = 0;
 * let Z become P.  Z is a mean of P, so that by Jensen's inequality E Z log Z <= E P
 * log P before.  (The same of int dy.) */
#include "line.h"

enum { BITS = 96 };

/* e with variable d as 0, and those further out moved in. */
static node_t *
at_zero(tree_t *t, node_t *e, int d)
{
    node_t *child[2001];
    int i;

    if (e->free >> d == 0)
        return e;
    if (e->op == N_VAR)
        return e->index == d ? tree_si(t, 0, 1)
                             : tree_index(t, N_VAR, e->index - 1);
    for (i = 0; i < e->arity; i++)
        child[i] = at_zero(t, e->child[i], d + op_binds(e->op, i));
    return tree_make(t, e->op, e->arity, child);
}

/* A variance c + d X that is 0 at the end. */
static int
vanishes(line_t *l, const node_t *variance)
{
    exact_ring_t *r = &l->exact;
    exact_t *s;
    int zero;

    r->depth = 0;
    s = exact_read(r, variance);
    s = exact_add(r, exact_beside(r, s, EXACT_X, 0),
                  exact_mul(r, exact_beside(r, s, EXACT_X, 1),
                            exact_read(r, l->end_node)));
    zero = exact_is_zero(s);
    exact_release(r, 0);
    return zero;
}

/* P: of the means in z those whose variance is 0 at the end are taken there. */
static node_t *
at_end(line_t *l, node_t *z)
{
    tree_t *t = &l->s->c->tree;
    node_t *child[2001];
    int i;

    if (z->op == N_GAUSS)
        return vanishes(l, z->child[1]) ? at_zero(t, z->child[0], 0) : z;
    if (z->op != N_ADD && z->op != N_MUL)
        return z;
    for (i = 0; i < z->arity; i++)
        child[i] = at_end(l, z->child[i]);
    return tree_make(t, z->op, z->arity, child);
}

/* The first `if` among the sums and products of e, or NULL. */
static node_t *
choice(node_t *e)
{
    node_t *found = e->op == N_IF ? e : NULL;
    int i, within = e->op == N_ADD || e->op == N_MUL;

    for (i = 0; i < e->arity && within && found == NULL; i++)
        found = choice(e->child[i]);
    return found;
}

static node_t *
with(tree_t *t, node_t *e, const node_t *from, node_t *to)
{
    node_t *child[2001];
    int i;

    if (e == from)
        return to;
    if (e->op != N_ADD && e->op != N_MUL)
        return e;
    for (i = 0; i < e->arity; i++)
        child[i] = with(t, e->child[i], from, to);
    return tree_make(t, e->op, e->arity, child);
}

/* p log p, 0 where p is, for each choice within p. */
static node_t *
entropy_of(line_t *l, node_t *p)
{
    tree_t *t = &l->s->c->tree;
    node_t *test, *child[3];
    int i, zero;

    if (p == NULL)
        return NULL;
    if ((test = choice(p)) != NULL)
    {
        child[0] = test->child[0];
        for (i = 1; i < 3; i++)
            child[i] = entropy_of(l, with(t, p, test, test->child[i]));
        return tree_make(t, N_IF, 3, child);
    }
    l->exact.depth = 0;
    zero = exact_is_zero(exact_read(&l->exact, p));
    exact_release(&l->exact, 0);
    if (zero)
        return tree_si(t, 0, 1);
    child[0] = p;
    child[1] = tree_make(t, N_LOG, 1, &p);
    return tree_make(t, N_MUL, 2, child);
}

/* `body` over the fields of term i. */
static node_t *
over_fields(line_t *l, int i, node_t *body)
{
    node_t *child[3], *mean = l->mean[i];
    int k;

    for (k = 0; k < mean->arity; k++)
        child[k] = op_binds(mean->op, k) ? body : mean->child[k];
    return tree_make(&l->s->c->tree, mean->op, mean->arity, child);
}

int
line_rise(line_t *l, arb_t rise, arf_srcptr lo)
{
    arb_ptr x = _arb_vec_init(3), before = x + 1, after = x + 2;
    node_t *z;
    int i, good = l->entropies;

    arb_zero(rise);
    for (i = 0; i < l->n_terms && good; i++)
    {
        z = l->term[i];
        arb_set_arf(x, lo);
        z = over_fields(l, i, entropy_of(l, z));
        good = z != NULL
               && line_value_of(l, z, l->symbol[0], before, x, BITS);
        z = over_fields(l, i, entropy_of(l, at_end(l, l->term[i])));
        good = good && z != NULL
               && line_value_of(l, z, l->symbol[0], after, l->end, BITS);
        arb_sub(after, after, before, BITS);
        arb_addmul(rise, after, l->weight + i, BITS);
    }
    _arb_vec_clear(x, 3);
    return good && arb_is_finite(rise);
}
