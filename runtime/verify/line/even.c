/* runtime/verify/line/even.c -- is X = Y = 0 a state?  By form, which balls cannot tell.
 *
 * G(0) = sum of weight Z'^2/Z at the field 0, over the terms of A, is 0 if each Z is
 * even in the field.  It is, if its P does not change when all normal variables have
 * the other sign: those that are averaged over are even themselves.  For a volume the
 * same of L = log Z.  F(0) is the square of the mean weight. */
#include "line.h"

enum { MOST_ALIKE = 32 };

/* e with the other sign of the variables of `flipped`, bit i for variable i. */
static node_t *
mirror(tree_t *t, node_t *e, unsigned flipped)
{
    node_t *child[MOST_ALIKE], *pair[2];
    unsigned inside;
    int i;

    if (e->op == N_VAR && e->index < 32 && (flipped >> e->index & 1))
    {
        pair[0] = tree_si(t, -1, 1);
        pair[1] = e;
        return tree_make(t, N_MUL, 2, pair);
    }
    if (e->free == 0 || e->arity == 0)
        return e;
    if (e->arity > MOST_ALIKE || flipped >> 31)
        return NULL;
    for (i = 0; i < e->arity; i++)
    {
        inside = op_binds(e->op, i)
                     ? flipped << 1 | (e->op == N_GAUSS) : flipped;
        if ((child[i] = mirror(t, e->child[i], inside)) == NULL)
            return NULL;
    }
    return tree_make(t, e->op, e->arity, child);
}

static int same(exact_ring_t *r, const node_t *a, const node_t *b);

/* The children of a are those of b in another order. */
static int
same_children(exact_ring_t *r, const node_t *a, const node_t *b)
{
    unsigned taken = 0;
    int i, k;

    for (i = 0; i < a->arity; i++)
    {
        for (k = 0; k < b->arity; k++)
            if (!(taken >> k & 1) && same(r, a->child[i], b->child[k]))
                break;
        if (k == b->arity)
            return 0;
        taken |= 1U << k;
    }
    return 1;
}

/* Both compare the same with 0. */
static int
same_sides(exact_ring_t *r, const node_t *a, const node_t *b)
{
    const exact_t *left = exact_sub(r, exact_read(r, a->child[1]),
                                    exact_read(r, a->child[0]));
    const exact_t *right = exact_sub(r, exact_read(r, b->child[1]),
                                     exact_read(r, b->child[0]));

    return exact_same(r, left, right);
}

/* a = -b */
static int
opposite(exact_ring_t *r, const node_t *a, const node_t *b)
{
    return exact_is_zero(exact_add(r, exact_read(r, a), exact_read(r, b)));
}

/* a = b everywhere, as far as their forms tell. */
static int
same(exact_ring_t *r, const node_t *a, const node_t *b)
{
    int i, good;

    if (a == b || exact_same(r, exact_read(r, a), exact_read(r, b)))
        return 1;
    if (a->op != b->op || a->arity != b->arity || a->arity == 0
        || a->arity > MOST_ALIKE || r->depth >= EXACT_VARS)
        return 0;
    switch (a->op)
    {
    case N_ADD: case N_MUL: case N_AND: case N_OR: case N_MIN: case N_MAX:
        return same_children(r, a, b);
    case N_LT: case N_LE: case N_EQ:
        if (same_sides(r, a, b))
            return 1;
        break;
    case N_ABS: case N_COSH: case N_COS: case N_PHI:
        if (opposite(r, a->child[0], b->child[0]))
            return 1;
        break;
    default:
        break;
    }
    for (i = 0, good = 1; i < a->arity && good; i++)
    {
        r->depth += op_binds(a->op, i);
        good = same(r, a->child[i], b->child[i]);
        r->depth -= op_binds(a->op, i);
    }
    return good;
}

/* e, of the field as variable 0, is even in it. */
static int
is_even(line_t *l, node_t *e)
{
    exact_ring_t *r = &l->exact;
    size_t mark = r->n_made;
    node_t *other = mirror(&l->s->c->tree, e, 1);
    int good;

    r->depth = 1;
    good = other != NULL && same(r, e, other);
    r->depth = 0;
    exact_release(r, mark);
    return good;
}

/* Of a half whose form says nothing: its slope is 0 at 0, to 24 digits. */
static int
is_taken(line_t *l, int half)
{
    arb_ptr zero = _arb_vec_init(2), y = zero + 1;
    int good = line_slopes(l, half, y, NULL, zero, 128)
               && arb_contains_zero(y)
               && mag_cmp_2exp_si(arb_radref(y), -80) < 0;

    l->s->c->tree.rules |= RULE_STATE;
    _arb_vec_clear(zero, 2);
    return good;
}

static int
fields_are_even(line_t *l)
{
    volume_t v;
    int i, good = !l->densities;

    if (!l->convex[0])
        return is_taken(l, 0);
    if (l->n_terms == 0)
    {
        good = line_volume(l, &v) && is_even(l, v.z);
        volume_clear(&v);
    }
    for (i = 0; i < l->n_terms && good; i++)
        good = is_even(l, l->term[i]);
    return good;
}

static int
law_is_centred(line_t *l)
{
    const list_t *list = &l->s->c->list;
    exact_ring_t *r = &l->exact;
    size_t mark = r->n_made;
    exact_t *sum = exact_number(r, 0, 1);
    int k, good;

    for (k = 0; k < list->n_parts; k++)
        sum = exact_add(r, sum, exact_mul(r, exact_read(r, list->part[k][0]),
                                          exact_read(r, list->part[k][1])));
    good = exact_is_zero(sum);
    exact_release(r, mark);
    return good;
}

/* F(0) = 0; of two limited weights with the same p it is 1 - width^2/4. */
static int
weights_are_centred(line_t *l)
{
    fmpq_t width;
    weights_t kind;
    int good;

    if (l->law)
        return law_is_centred(l);
    fmpq_init(width);
    kind = line_weights(l, width);
    if (kind == WEIGHTS_LIMITED)
        good = line_weights_rise(l) && fmpq_cmp_si(width, 2) == 0;
    else
        good = kind == WEIGHTS_SPHERE || is_taken(l, 1);
    fmpq_clear(width);
    return good;
}

int
line_zero_is_state(line_t *l)
{
    return fields_are_even(l) && weights_are_centred(l);
}
