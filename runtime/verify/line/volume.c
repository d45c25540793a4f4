/* runtime/verify/line/volume.c -- is A that of a volume: minus the mean log mass of
 * an interval?
 *
 *     A(X) = -samples E_x log Z,   x ~ N(0, X),   Z(x, V) = P(x + u in [a, b]),
 *     u ~ N(0, V),   V = T - X,   T the end of the domain or more.
 *
 * Then A is convex.  Z is the convolution of log-concave functions, so L = log Z is
 * concave in x (Prekopa 1971); dL/dV = (L'' + L'^2)/2, hence
 *
 *     2 A' = samples E L'^2,   2 A'' = samples E [L''^2 - 2 L'^2 L''] >= 0. */
#include "line.h"

enum { BITS = 96 };

/* e = sign (v0 + v1) + c, sign 1 or -1, c in `rest` (NULL: 0). */
static int
is_field(tree_t *t, const node_t *e, int *sign, node_t **rest)
{
    node_t *child[3], *c;
    int i, n = 0, seen = 0, own;

    *sign = 0;
    for (i = 0; i < e->arity && e->op == N_ADD; i++)
    {
        own = 1;
        c = e->child[i];
        if (c->op == N_MUL && c->arity == 2 && c->child[0]->op == N_NUMBER
            && fmpq_cmp_si(c->child[0]->number, -1) == 0)
        {
            own = -1;
            c = c->child[1];
        }
        if (c->op == N_VAR && c->index < 2 && (*sign == 0 || *sign == own)
            && !(seen >> c->index & 1))
        {
            *sign = own;
            seen |= 1 << c->index;
        }
        else if (e->child[i]->free == 0 && n < 3)
            child[n++] = e->child[i];
        else
            return 0;
    }
    *rest = n > 0 ? tree_make(t, N_ADD, n, child) : NULL;
    return seen == 3;
}

/* A comparison: one end of the interval. */
static int
read_end(line_t *l, const node_t *e, volume_t *v)
{
    node_t *rest;
    int sign, side, good;
    arb_t end, c;

    if (e->op != N_LE && e->op != N_LT)
        return 0;
    side = e->child[1]->free == 0;         /* the field is on the left */
    if (e->child[side]->free != 0
        || !is_field(&l->s->c->tree, e->child[!side], &sign, &rest))
        return 0;
    arb_init(end);
    arb_init(c);
    good = system_number(l->s, end, e->child[side], NULL, BITS)
           && (rest == NULL || system_number(l->s, c, rest, NULL, BITS));
    arb_sub(end, end, c, BITS);
    arb_mul_si(end, end, sign, BITS);
    side ^= sign < 0;                      /* 1: an upper end */
    good = good && !v->has[side];
    v->has[side] = 1;
    arb_swap(v->end + side, end);
    arb_clear(c);
    arb_clear(end);
    return good;
}

static int
read_interval(line_t *l, const node_t *e, volume_t *v)
{
    int i, good = e->op == N_AND;

    if (e->op != N_AND)
        return read_end(l, e, v);
    for (i = 0; i < e->arity && good; i++)
        good = read_interval(l, e->child[i], v);
    return good;
}

/* E_x log E_u 1(x + u in an interval) */
static int
is_mean(line_t *l, const node_t *e, volume_t *v)
{
    const node_t *z, *test;

    if (e->op != N_GAUSS || e->arity != 2 || e->child[1]->op != N_SYMBOL
        || e->child[1]->index != l->symbol[0] || e->child[0]->op != N_LOG)
        return 0;
    z = e->child[0]->child[0];
    if (z->op != N_GAUSS || z->arity != 2 || z->child[0]->op != N_IF
        || node_has(z->child[0], l->symbol[0]))
        return 0;
    v->z = e->child[0]->child[0];
    test = z->child[0];
    return test->child[1]->op == N_NUMBER && test->child[2]->op == N_NUMBER
           && fmpq_is_one(test->child[1]->number)
           && fmpq_is_zero(test->child[2]->number)
           && line_adds_up(l, z->child[1], v->top)
           && read_interval(l, test->child[0], v);
}

/* e = factor x such a mean, factor < 0 */
static int
is_volume(line_t *l, const node_t *e, volume_t *v)
{
    const node_t *rest = NULL;
    arb_t c;
    int i, good = e->op == N_MUL || (e->op == N_ADD && e->arity == 1);

    if (!good)
        return is_mean(l, e, v);
    arb_init(c);
    for (i = 0; i < e->arity && good; i++)
        if (node_has(e->child[i], l->symbol[0]))
        {
            good = rest == NULL;
            rest = e->child[i];
        }
        else
        {
            good = system_number(l->s, c, e->child[i], NULL, BITS);
            arb_mul(v->samples, v->samples, c, BITS);
        }
    arb_clear(c);
    return good && rest != NULL && is_volume(l, rest, v);
}

int
line_volume(line_t *l, volume_t *v)
{
    int i;

    for (i = 0; i < 2; i++)
    {
        arb_init(v->end + i);
        v->has[i] = 0;
    }
    arb_init(v->top);
    v->z = NULL;
    arb_init(v->samples);
    arb_set_si(v->samples, -1);
    return is_volume(l, l->part[0], v) && arb_is_positive(v->samples);
}

void
volume_clear(volume_t *v)
{
    arb_clear(v->samples);
    arb_clear(v->top);
    arb_clear(v->end);
    arb_clear(v->end + 1);
}
