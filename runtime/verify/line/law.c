/* runtime/verify/line/law.c -- is B that of the law sum_k p_k N(m_k, s_k)?
 *
 *     B(Y) = sum_k p_k E log sum_j p_j E_u exp(-Y w^2/2 + w b),
 *     w = m_j + sqrt(s_j) u,  b = Y m_k + g,  g ~ N(0, Y + Y^2 s_k).
 *
 * Then 2 B' = E E[w | b]^2, which does not decrease (docs/certificates.md).
 *
 * What the potential has is a sum of c E log sum_t a_t E_u exp(c0 + c1 u + c2 u^2),
 * u ~ N(0, S), where c0 and c1 are linear in outer normal variables.  An inner mean
 * depends on c0, S c1^2 and S c2 alone.  So such a term is the k-th above, but for a
 * constant, where c = p_k, the a_t are as the p_j and, for each t, its j and one g,
 *
 *     c0 = Y m_j (m_k - m_j/2) + m_j g,  S c1^2 = s_j (g + Y (m_k - m_j))^2,
 *     S c2 = -Y s_j/2.
 *
 * These are identities of polynomials, in h = mu g instead of g: if there is a mean
 * m_j != 0, mu is that, and h is in its c0; if not, h is a c1, and S mu^2 is its s_j. */
#include "exponentials.h"
#include "line.h"

typedef struct
{
    exact_ring_t *r;
    line_t *l;
    /* the law; first: the part that tells mu, by its mean or its variance */
    int n, first, by_mean;
    exact_t *p[MAX_PARTS], *m[MAX_PARTS], *s[MAX_PARTS];
    char seen[MAX_PARTS];                  /* the term of B was met */
    /* a term of B */
    exact_t *y, *outer[EXACT_VARS];        /* variances */
    sum_t sum;
    exact_t *h, *mu, *scale, *mu_square;   /* h = mu g, scale h^2 = mu_square g^2 */
} match_t;

/* ---- the law ------------------------------------------------------------ */

/* Parts of no share are left out, and those of one mean and variance are one. */
static int
add_part(match_t *m, node_t *const *part)
{
    exact_t *e[3];
    arb_t v;
    int i, k = m->n, good = 1;

    for (i = 0; i < 3 && good; i++)
        good = (e[i] = exact_read(m->r, part[i])) != NULL;
    if (!good || exact_is_zero(e[0]))
        return good;
    arb_init(v);
    for (i = 0; i < m->n; i++)
        if (exact_same(m->r, e[1], m->m[i]) && exact_same(m->r, e[2], m->s[i]))
            k = i;
    m->p[k] = k < m->n ? exact_add(m->r, m->p[k], e[0]) : e[0];
    m->m[k] = e[1];
    m->s[k] = e[2];
    m->n += k == m->n;
    good = system_number(m->l->s, v, part[0], NULL, 64) && arb_is_positive(v)
           && system_number(m->l->s, v, part[2], NULL, 64)
           && (exact_is_zero(e[2]) || arb_is_positive(v));
    if (good && m->first < 0 && arb_is_positive(v))
        m->first = k;
    good = good && system_number(m->l->s, v, part[1], NULL, 64);
    if (good && !m->by_mean && !arb_contains_zero(v))
    {
        m->first = k;
        m->by_mean = 1;
    }
    arb_clear(v);
    return good && m->p[k] != NULL;
}

/* Shares add up to 1, and the line ends at E w^2. */
static int
read_law(match_t *m)
{
    const list_t *list = &m->l->s->c->list;
    exact_t *sum = exact_number(m->r, 0, 1), *power = sum, *t;
    int i, good = list->n_parts > 0;

    m->first = -1;
    for (i = 0; i < list->n_parts && good; i++)
        good = add_part(m, list->part[i]);
    for (i = 0; i < m->n && good; i++)
    {
        t = exact_add(m->r, m->s[i], exact_mul(m->r, m->m[i], m->m[i]));
        sum = exact_add(m->r, sum, m->p[i]);
        power = exact_add(m->r, power, exact_mul(m->r, m->p[i], t));
        good = m->by_mean || exact_is_zero(m->m[i]);
    }
    return good && m->first >= 0
           && exact_same(m->r, sum, exact_number(m->r, 1, 1))
           && exact_same(m->r, power, exact_read(m->r, m->l->end_node));
}

/* ---- a term of B -------------------------------------------------------- */

/* Term t is of part j, if the field is that of part k. */
static int
is_of(match_t *m, const term_t *t, int j, int k)
{
    exact_ring_t *r = m->r;
    exact_t *half = exact_number(r, -1, 2), *e, *f;
    exact_t *s = exact_mul(r, m->y, m->s[j]), *v = exact_mul(r, m->y, m->m[j]);

    if (!exact_same(r, t->curved, exact_mul(r, half, s)))
        return 0;
    e = exact_add(r, m->m[k], exact_mul(r, half, m->m[j]));
    e = exact_mul(r, m->mu, exact_sub(r, t->c0, exact_mul(r, v, e)));
    if (!exact_same(r, e, exact_mul(r, m->m[j], m->h)))
        return 0;
    f = exact_sub(r, exact_mul(r, m->y, m->m[k]), v);
    f = exact_add(r, m->h, exact_mul(r, m->mu, f));
    f = exact_mul(r, m->scale, exact_mul(r, f, f));
    return exact_same(r, exact_mul(r, m->mu_square, t->square),
                      exact_mul(r, m->s[j], f));
}

/* h from term t, of the variance that belongs to part k? */
static int
take_field(match_t *m, const term_t *t, int k)
{
    exact_ring_t *r = m->r;
    exact_t *from = m->by_mean ? t->c0 : t->c1, *s = m->s[m->first], *c;
    exact_t *square = exact_number(r, 0, 1), *field, *one = exact_number(r, 1, 1);
    int i;

    m->h = square;
    m->mu = m->by_mean ? m->m[m->first] : one;
    m->scale = m->by_mean ? one : t->variance;
    m->mu_square = m->by_mean ? exact_mul(r, m->mu, m->mu) : s;
    for (i = 0; i < r->depth; i++)
    {
        c = exact_beside(r, from, EXACT_VAR + i, 1);
        if (!exact_without(r, c, EXACT_VAR, EXACT_X))
            return 0;
        m->h = exact_add(r, m->h, exact_mul(r, c, exact_generator(r, EXACT_VAR
                                                                     + i)));
        c = exact_mul(r, m->outer[i], exact_mul(r, c, c));
        square = exact_add(r, square, c);
    }
    field = exact_add(r, one, exact_mul(r, m->y, m->s[k]));
    field = exact_mul(r, m->mu_square, exact_mul(r, m->y, field));
    return exact_same(r, exact_mul(r, m->scale, square), field);
}

/* For each part there is a term, all of them times the same number. */
static int
all_terms(match_t *m, const term_t *from, int k)
{
    exact_ring_t *r = m->r;
    exact_t *own;
    term_t *t, *end = m->sum.term + m->sum.n;
    int j, found = 1;

    for (t = m->sum.term; t < end; t++)
        t->taken = 0;
    for (j = 0; j < m->n && found; j++)
    {
        for (t = m->sum.term; t < end && (t->taken || !is_of(m, t, j, k)); t++)
            ;
        own = exact_mul(r, from->a, m->p[j]);
        found = t < end
                && exact_same(r, own, exact_mul(r, t->a, m->p[m->first]));
        if (found)
            t->taken = 1;
    }
    return found;
}

/* The terms are those of the law, seen by a weight of part k. */
static int
is_part(match_t *m, int k)
{
    term_t *from = m->sum.term, *end = from + m->sum.n;

    for (; from < end; from++)
        if (take_field(m, from, k) && is_of(m, from, m->first, k)
            && all_terms(m, from, k))
            return 1;
    return 0;
}

/* c E log e is the term of one of the parts, which is met for the first time. */
static int
logarithm(match_t *m, const node_t *e, exact_t *c)
{
    size_t mark;
    int k, found;

    if (exact_is_zero(c))
        return 1;
    if (!exponentials_read(m->r, e, &m->sum) || m->sum.n != m->n)
        return 0;
    for (k = 0; k < m->n; k++)
    {
        mark = m->r->n_made;
        found = !m->seen[k] && exact_same(m->r, c, m->p[k]) && is_part(m, k);
        exact_release(m->r, mark);
        if (found)
        {
            m->seen[k] = 1;
            return 1;
        }
    }
    return 0;
}

/* c e is a sum of such terms, and what does not depend on Y. */
static int
read_half(match_t *m, const node_t *e, exact_t *c)
{
    exact_ring_t *r = m->r;
    const node_t *rest = NULL;
    int i, good = 1;

    if (!node_has(e, m->l->symbol[1]))
        return 1;
    if (e->op == N_LOG)
        return logarithm(m, e->child[0], c);
    if (e->op == N_GAUSS && r->depth < EXACT_VARS)
    {
        if ((m->outer[r->depth] = exponentials_variance(r, e)) == NULL)
            return 0;
        r->depth++;
        good = read_half(m, e->child[0], c);
        r->depth--;
        return good;
    }
    for (i = 0; i < e->arity && good && e->op == N_ADD; i++)
        good = read_half(m, e->child[i], c);
    for (i = 0; i < e->arity && good && e->op == N_MUL; i++)
        if (e->child[i]->free == 0 && !node_has(e->child[i], m->l->symbol[1]))
            c = exact_mul(r, c, exact_read(r, e->child[i]));
        else
        {
            good = rest == NULL;
            rest = e->child[i];
        }
    if (e->op == N_MUL)
        good = good && c != NULL && rest != NULL && read_half(m, rest, c);
    return good && (e->op == N_ADD || e->op == N_MUL);
}

int
line_is_law(line_t *l)
{
    match_t m = { .r = &l->exact, .l = l };
    exact_t *root = exact_generator(m.r, EXACT_ROOT);
    int k, good;

    m.y = exact_mul(m.r, root, root);
    m.r->depth = 0;
    good = read_law(&m)
           && read_half(&m, l->part[1], exact_number(m.r, 1, 1));
    for (k = 0; k < m.n && good; k++)
        good = m.seen[k];
    exact_release(m.r, 0);
    if (good)
        l->s->c->tree.rules |= RULE_LAW;
    return good;
}
