/* runtime/verify/line/volume_weights.c -- whose law the other half of a volume is.
 *
 *     on the sphere:  B = Y/2 - Y/(1 + r) - r/4 + log(1 + r)/2,  r = sqrt(1 + 4 Y),
 *                     2 B' = 1 - 2/(1 + r),  the root X of Y (1 - X)^2 = X;
 *     limited:        B = Y/2 - E_s f(s),  s ~ N(0, Y),
 *                     f = log sum_k p_k exp(c_k s),  p_k >= 0.
 *
 * F rises on the sphere, and for two c_k with the same p: f'' = (w/2)^2 sech^2(w s/2)
 * falls with |s|, w the distance of both. */
#include "line.h"

enum { BITS = 96 };

/* B = -(-Y/2 + n terms), the factor -1 as form.c leaves it. */
static int
other_terms(const line_t *l, const node_t **term, int *n)
{
    const node_t *sum = l->part[1];
    fmpq_t c, all;
    int i, good;

    *n = 0;
    if (sum->op != N_MUL || sum->arity != 2 || sum->child[1]->op != N_ADD
        || sum->child[0]->op != N_NUMBER
        || fmpq_cmp_si(sum->child[0]->number, -1) != 0)
        return 0;
    sum = sum->child[1];
    fmpq_init(c);
    fmpq_init(all);
    for (i = 0; i < sum->arity && *n < 8; i++)
        if (line_is_linear(l, sum->child[i], 1, c))
            fmpq_add(all, all, c);
        else
            term[(*n)++] = sum->child[i];
    fmpq_mul_si(all, all, -2);
    good = fmpq_is_one(all) && *n > 0 && *n < 8;
    fmpq_clear(all);
    fmpq_clear(c);
    return good;
}

static int
is_sphere(line_t *l, const node_t *const *term, int n)
{
    static const char *const form[] = {
        "(mul (sym %s) (pow (add 1 (pow (add 1 (mul 4 (sym %s))) 1/2)) -1))",
        "(mul 1/4 (pow (add 1 (mul 4 (sym %s))) 1/2))",
        "(mul -1/2 (log (add 1 (pow (add 1 (mul 4 (sym %s))) 1/2))))",
    };
    tree_t *t = &l->s->c->tree;
    const char *y = t->symbol[l->symbol[1]];
    char text[400];
    int i, k, seen = 0;

    for (i = 0; i < n && n == 3; i++)
        for (k = 0; k < 3; k++)
        {
            snprintf(text, sizeof text, form[k], y, y);
            if (tree_parse(t, text) == term[i])
                seen |= 1 << k;
        }
    return seen == 7;
}

/* p exp(c s), p >= 0; c rational. */
static int
is_exponential(line_t *l, const node_t *e, arb_t p, fmpq_t c)
{
    int i, good = 1, found = 0;
    const node_t *x;
    arb_t t;

    arb_one(p);
    if (e->op == N_EXP)
    {
        x = e->child[0];
        fmpq_one(c);
        if (x->op == N_MUL && x->arity == 2 && x->child[0]->op == N_NUMBER)
        {
            fmpq_set(c, x->child[0]->number);
            x = x->child[1];
        }
        return x->op == N_VAR && x->index == 0;
    }
    arb_init(t);
    for (i = 0; i < e->arity && good && e->op == N_MUL; i++)
        if (e->child[i]->free != 0)
            good = !found++ && e->child[i]->op == N_EXP
                   && is_exponential(l, e->child[i], t, c);
        else
        {
            good = system_number(l->s, t, e->child[i], NULL, BITS);
            arb_mul(p, p, t, BITS);
        }
    good = good && found && arb_is_nonnegative(p);
    arb_clear(t);
    return good;
}

/* E f(s) over s ~ N(0, Y): max c - min c; 0: it is not so.  `even`: two c_k, the same
   p. */
static int
is_sum_of_exponentials(line_t *l, const node_t *e, fmpq_t width, int *even)
{
    const node_t *f;
    fmpq_t c, low;
    arb_t p, first;
    int i, good;

    if (e->op != N_GAUSS || e->arity != 2 || e->child[1]->op != N_SYMBOL
        || e->child[1]->index != l->symbol[1] || e->child[0]->op != N_LOG
        || e->child[0]->child[0]->op != N_ADD)
        return 0;
    f = e->child[0]->child[0];
    fmpq_init(c);
    fmpq_init(low);
    arb_init(p);
    arb_init(first);
    good = is_exponential(l, f->child[0], first, low);
    fmpq_set(width, low);
    for (i = 1; i < f->arity && good; i++)
    {
        good = is_exponential(l, f->child[i], p, c);
        if (fmpq_cmp(c, low) < 0)
            fmpq_set(low, c);
        if (fmpq_cmp(c, width) > 0)
            fmpq_set(width, c);
    }
    fmpq_sub(width, width, low);
    *even = good && f->arity == 2 && arb_is_exact(p) && arb_equal(p, first);
    arb_clear(first);
    arb_clear(p);
    fmpq_clear(low);
    fmpq_clear(c);
    return good;
}

static weights_t
find(line_t *l, fmpq_t width, int *even)
{
    const node_t *term[8];
    int n;

    if (!other_terms(l, term, &n))
        return WEIGHTS_OTHER;
    if (is_sphere(l, term, n))
        return WEIGHTS_SPHERE;
    return n == 1 && is_sum_of_exponentials(l, term[0], width, even)
               ? WEIGHTS_LIMITED : WEIGHTS_OTHER;
}

weights_t
line_weights(line_t *l, fmpq_t width)
{
    int even;

    return find(l, width, &even);
}

int
line_weights_rise(line_t *l)
{
    fmpq_t width;
    weights_t kind;
    int even = 0;

    fmpq_init(width);
    kind = find(l, width, &even);
    fmpq_clear(width);
    return kind == WEIGHTS_SPHERE || even;
}
