/* runtime/verify/line/law.c -- is B that of the law sum_k p_k N(m_k, s_k)?
 *
 *     B(Y) = sum_k p_k E log sum_j p_j E_w exp(-Y w^2/2 + w b),
 *     w ~ N(m_j, s_j),  b = Y m_k + sqrt(Y + Y^2 s_k) xi.
 *
 * Then 2 B' = E E[w | b]^2, which does not decrease (docs/certificates.md).  The
 * `part` lines are compared with the potential at points: both are analytic. */
#include "line.h"

#include <stdarg.h>

static node_t *
make(line_t *l, op_t op, int n, ...)
{
    node_t *child[5];
    va_list list;
    int i;

    va_start(list, n);
    for (i = 0; i < n; i++)
        child[i] = va_arg(list, node_t *);
    va_end(list);
    return tree_make(&l->s->c->tree, op, n, child);
}

static node_t *
number(line_t *l, slong p, ulong q)
{
    return tree_si(&l->s->c->tree, p, q);
}

/* p (1 + s Y)^(-1/2) exp((m b - Y m^2/2 + s b^2/2)/(1 + s Y)) */
static node_t *
likelihood(line_t *l, node_t *const *part, node_t *y, node_t *b)
{
    node_t *p = part[0], *m = part[1], *s = part[2], *v, *e;

    v = make(l, N_ADD, 2, number(l, 1, 1), make(l, N_MUL, 2, s, y));
    e = make(l, N_ADD, 3, make(l, N_MUL, 2, m, b),
             make(l, N_MUL, 4, number(l, -1, 2), y, m, m),
             make(l, N_MUL, 4, number(l, 1, 2), s, b, b));
    return make(l, N_MUL, 3, p, make(l, N_POW, 2, v, number(l, -1, 2)),
                make(l, N_EXP, 1,
                     make(l, N_MUL, 2, e,
                          make(l, N_POW, 2, v, number(l, -1, 1)))));
}

static node_t *
half_of_law(line_t *l)
{
    const list_t *list = &l->s->c->list;
    node_t *y = tree_index(&l->s->c->tree, N_SYMBOL, l->symbol[1]), *b, *w;
    node_t *term[MAX_PARTS], *sum[MAX_PARTS];
    int k, j;

    for (k = 0; k < list->n_parts; k++)
    {
        w = make(l, N_ADD, 2, y, make(l, N_MUL, 3, y, y, list->part[k][2]));
        b = make(l, N_ADD, 2, make(l, N_MUL, 2, y, list->part[k][1]),
                 make(l, N_MUL, 2, make(l, N_POW, 2, w, number(l, 1, 2)),
                      tree_index(&l->s->c->tree, N_VAR, 0)));
        for (j = 0; j < list->n_parts; j++)
            term[j] = likelihood(l, list->part[j], y, b);
        w = tree_make(&l->s->c->tree, N_ADD, list->n_parts, term);
        sum[k] = make(l, N_MUL, 2, list->part[k][0],
                      make(l, N_GAUSS, 1, make(l, N_LOG, 1, w)));
    }
    return list->n_parts > 0
               ? tree_make(&l->s->c->tree, N_ADD, list->n_parts, sum) : NULL;
}

/* The line ends at E w^2 = sum_k p_k (m_k^2 + s_k), as far as balls can tell. */
static int
ends_at_power(line_t *l)
{
    const list_t *list = &l->s->c->list;
    node_t *power[MAX_PARTS], *e;
    arb_t v;
    int k, good;

    for (k = 0; k < list->n_parts; k++)
    {
        node_t *const *part = list->part[k];

        power[k] = make(l, N_MUL, 2, part[0],
                        make(l, N_ADD, 2, part[2],
                             make(l, N_MUL, 2, part[1], part[1])));
    }
    e = tree_make(&l->s->c->tree, N_ADD, list->n_parts, power);
    arb_init(v);
    good = e != NULL && system_number(l->s, v, e, NULL, 128);
    arb_sub(v, v, l->end, 128);
    good = good && arb_contains_zero(v)
           && mag_cmp_2exp_si(arb_radref(v), -80) < 0;
    arb_clear(v);
    return good;
}

int
line_is_law(line_t *l)
{
    static const double at[] = { 0.25, 0.75, 2, 5 };
    node_t *e = half_of_law(l);
    arb_ptr x = _arb_vec_init(3), a = x + 1, b = x + 2;
    int i, good = e != NULL && ends_at_power(l);

    for (i = 0; i < 4 && good; i++)
    {
        arb_set_d(x, at[i]);
        good = line_slope_of(l, e, l->symbol[1], a, x, 80)
               && line_slope_of(l, l->part[1], l->symbol[1], b, x, 80)
               && arb_overlaps(a, b)
               && mag_cmp_2exp_si(arb_radref(a), -50) < 0
               && mag_cmp_2exp_si(arb_radref(b), -50) < 0;
    }
    if (good)
        l->s->c->tree.rules |= RULE_LAW;
    _arb_vec_clear(x, 3);
    return good;
}
