/* runtime/verify/cells/follow.c -- unknowns that follow from those that are
 * covered. */
#include "boxes.h"
#include "../text/reader.h"

enum { FREE = 0, AFFINE = 1, OTHER = 2 };

/* How an expression depends on the symbols of a list. */
static int
degree(const node_t *e, const int *list, int n)
{
    int i, d, sum = 0, most = 0;

    if (e->op == N_SYMBOL)
        return read_among(list, n, e->index) >= 0 ? AFFINE : FREE;
    for (i = 0; i < e->arity; i++)
    {
        d = degree(e->child[i], list, n);
        sum += d;
        most = d > most ? d : most;
    }
    return e->op == N_ADD ? most
           : e->op == N_MUL ? (sum > OTHER ? OTHER : sum)
           : most == FREE ? FREE : OTHER;
}

int
boxes_split(const node_t *e, const int *rest, int n, const int *cut, int m)
{
    int i, seen = 0;

    if (degree(e, rest, n) <= AFFINE || degree(e, cut, m) == FREE)
        return 1;
    if (e->op != N_ADD && e->op != N_MUL)
        return 0;
    for (i = 0; i < e->arity; i++)
    {
        seen += degree(e->child[i], rest, n) > FREE
                || degree(e->child[i], cut, m) > FREE;
        if (!boxes_split(e->child[i], rest, n, cut, m))
            return 0;
    }
    return e->op == N_ADD || seen == 1;
}

int
boxes_follow(whole_t *w, slong prec)
{
    system_t *s = w->s;
    arb_mat_t m, b, r;
    int i, k, n = w->n_rest, good;

    if (n == 0)
        return 1;
    arb_mat_init(m, n, n);
    arb_mat_init(b, n, 1);
    arb_mat_init(r, n, 1);
    for (k = 0; k < n; k++)
        arb_one(w->x + w->rest[k]);
    good = system_at(s, w->x, w->f, w->j, prec);
    for (i = 0; i < n && good; i++)
    {
        for (k = 0; k < n; k++)
            arb_set(arb_mat_entry(m, i, k),
                    arb_mat_entry(w->j, w->row[i], w->rest[k]));
        arb_set(arb_mat_entry(b, i, 0), w->f + w->row[i]);
    }
    good = good && arb_mat_solve(r, m, b, prec);
    for (k = 0; k < n && good; k++)
    {
        arb_sub(w->x + w->rest[k], w->x + w->rest[k], arb_mat_entry(r, k, 0),
                prec);
        good = arb_is_finite(w->x + w->rest[k]);
    }
    arb_mat_clear(r);
    arb_mat_clear(b);
    arb_mat_clear(m);
    return good;
}
