/* runtime/verify/line/narrow.c -- no solution near the upper end of a volume.
 *
 * A as in volume.c, T = end = 1; V = 1 - X at a solution, V <= delta = 1 - LO.
 *
 * By Y = G(X): V L'(x) is the mean of the allowed fields less x.  With d the
 * distance of x from the interval it lies between d and d + sqrt(2 V/pi) in size,
 * as the mean of N(0, 1) above u is at most sqrt(2/pi), or u + sqrt(2/pi) for u > 0.
 * E d^2 does not decrease with X, since d is convex, so that by Minkowski
 *
 *     samples E_LO d^2 <= V^2 Y <= samples (sqrt(E_1 d^2) + sqrt(2 delta/pi))^2.
 *
 * By X = F(Y), when B(Y) = Y/2 - E_s f(s), s ~ N(0, Y), f = log sum_k p_k exp(c_k s):
 * V = E f''(s), f'' >= 0, and sqrt(Y) V = int f''(s) phi(s/sqrt(Y)) ds increases with
 * Y, to (max c - min c)/sqrt(2 pi).  On the sphere B is as in is_sphere below: with
 * r = sqrt(1 + 4 Y) this is 2 B' = 1 - 2/(1 + r), so V^2 Y = (r - 1)/(r + 1) = X.
 *
 * There is no solution if both ranges of V^2 Y are apart; with LO > 0, where d is
 * not 0 always. */
#include "line.h"

enum { BITS = 96 };

/* ---- the weights -------------------------------------------------------- */

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

/* E f(s) over s ~ N(0, Y): max c - min c; 0: it is not so. */
static int
is_sum_of_exponentials(line_t *l, const node_t *e, fmpq_t width)
{
    const node_t *f;
    fmpq_t c, low;
    arb_t p;
    int i, good;

    if (e->op != N_GAUSS || e->arity != 2 || e->child[1]->op != N_SYMBOL
        || e->child[1]->index != l->symbol[1] || e->child[0]->op != N_LOG
        || e->child[0]->child[0]->op != N_ADD)
        return 0;
    f = e->child[0]->child[0];
    fmpq_init(c);
    fmpq_init(low);
    arb_init(p);
    good = is_exponential(l, f->child[0], p, low);
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
    arb_clear(p);
    fmpq_clear(low);
    fmpq_clear(c);
    return good;
}

/* Bounds of V^2 Y by X = F(Y), where Y >= y0. */
static int
by_weights(line_t *l, const arf_t lo, const arb_t y0, arb_t least, arb_t most)
{
    const node_t *term[8];
    fmpq_t width;
    arb_t root;
    int n, good;

    if (!other_terms(l, term, &n))
        return 0;
    arb_set_arf(least, lo);
    arb_one(most);
    if (is_sphere(l, term, n))
        return 1;
    fmpq_init(width);
    arb_init(root);
    line_density(root, root);
    good = n == 1 && is_sum_of_exponentials(l, term[0], width)
           && line_slopes(l, 1, least, NULL, y0, BITS);
    arb_sub_ui(least, least, 1, BITS);
    arb_sqr(least, least, BITS);
    arb_mul(least, least, y0, BITS);
    arb_set_fmpq(most, width, BITS);
    fmpq_clear(width);
    arb_mul(most, most, root, BITS);
    arb_sqr(most, most, BITS);
    arb_clear(root);
    return good;
}

/* ---- the fields --------------------------------------------------------- */

/* Adds E (k - x)_+^2 = (s + k^2) P(x < k) + k sqrt(s) phi(k/sqrt(s)), x ~ N(0, s). */
static void
add_square(arb_t sum, const arb_t k, const arb_t s)
{
    arb_ptr u = _arb_vec_init(4), p = u + 1, t = u + 2, root = u + 3;

    arb_sqrt(root, s, BITS);
    arb_div(u, k, root, BITS);
    line_density(p, u);
    arb_mul(p, p, root, BITS);
    arb_addmul(sum, p, k, BITS);
    arb_neg(u, u);
    line_above(p, u);
    arb_sqr(t, k, BITS);
    arb_add(t, t, s, BITS);
    arb_addmul(sum, p, t, BITS);
    _arb_vec_clear(u, 4);
}

/* samples E d^2 of fields of variance s */
static void
mean_square(const volume_t *v, arb_t sum, const arb_t s)
{
    arb_t k;

    arb_init(k);
    arb_zero(sum);
    if (v->has[0])
        add_square(sum, v->end, s);
    arb_neg(k, v->end + 1);
    if (v->has[1])
        add_square(sum, k, s);
    arb_mul(sum, sum, v->samples, BITS);
    arb_clear(k);
}

static int
ranges_differ(line_t *l, const volume_t *v, const arf_t lo)
{
    arb_ptr d = _arb_vec_init(6), s = d + 1, low = d + 2, high = d + 3,
        least = d + 4, most = d + 5;
    int good;

    arb_set_arf(s, lo);
    arb_sub_ui(d, s, 1, BITS);
    arb_neg(d, d);
    mean_square(v, low, s);
    arb_one(s);
    mean_square(v, high, s);
    arb_sqrtpos(high, high, BITS);
    arb_const_pi(s, BITS);
    arb_div(s, d, s, BITS);
    arb_mul_2exp_si(s, s, 1);
    arb_mul(s, s, v->samples, BITS);
    arb_sqrt(s, s, BITS);
    arb_add(high, high, s, BITS);
    arb_sqr(high, high, BITS);
    /* Y >= low/delta^2 */
    arb_sqr(s, d, BITS);
    arb_div(s, low, s, BITS);
    arb_get_lbound_arf(arb_midref(s), s, BITS);
    mag_zero(arb_radref(s));
    good = arb_is_positive(d) && arb_is_positive(s)
           && by_weights(l, lo, s, least, most)
           && (arb_lt(high, least) || arb_gt(low, most));
    _arb_vec_clear(d, 6);
    return good;
}

int
line_narrow(line_t *l, const arf_t lo)
{
    volume_t v;
    int good;

    good = line_volume(l, &v) && arb_is_one(v.top) && arb_is_one(l->end)
           && arf_sgn(lo) > 0 && ranges_differ(l, &v, lo);
    volume_clear(&v);
    return good;
}
