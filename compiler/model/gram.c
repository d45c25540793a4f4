/* compiler/model/gram.c -- are the overlaps at the start those of vectors? */
#include "check.h"

#include "../algebra/evaluate.h"

#include <stdlib.h>

enum { PRECISION = 192 };

/* The Gram matrix [[Q, R], [R^T, T]] in balls; 0 if an entry has no value. */
static int
gram_matrix(arb_ptr a, const online_spec_t *o, const environment_t *env)
{
    int k = o->students, m = o->teachers, n = k + m, i, j, good = 1;

    for (i = 0; i < n; i++)
        for (j = 0; j < n; j++)
        {
            int p = i < j ? i : j, q = i < j ? j : i;
            expr_t *e = q < k   ? o->start_Q[p * k + q]
                        : p < k ? o->start_R[p * m + q - k]
                                : o->start_T[(p - k) * m + q - k];

            if (expr_evaluate(a + i * n + j, e, env, PRECISION)
                != EVALUATE_OK)
                good = 0;
        }
    return good;
}

/* 1 if some minor of two rows is proved negative. */
static int
minor_negative(arb_srcptr a, int n, int done)
{
    int i, j, found = 0;
    arb_t d;

    arb_init(d);
    for (i = done; i < n && !found; i++)
        for (j = i + 1; j < n && !found; j++)
        {
            arb_mul(d, a + i * n + i, a + j * n + j, PRECISION);
            arb_submul(d, a + i * n + j, a + i * n + j, PRECISION);
            found = arb_is_negative(d);
        }
    arb_clear(d);
    return found;
}

/* 1 if the matrix is proved to have a negative eigenvalue: elimination, as
   far as pivots are proved positive. */
static int
negative(arb_ptr a, int n)
{
    int i, j, p, found = 0;
    arb_t f;

    arb_init(f);
    for (p = 0; p < n && !found; p++)
    {
        for (i = p; i < n; i++)
            found = found || arb_is_negative(a + i * n + i);
        found = found || minor_negative(a, n, p);
        if (found || !arb_is_positive(a + p * n + p))
            continue;
        for (i = p + 1; i < n; i++)
        {
            arb_div(f, a + i * n + p, a + p * n + p, PRECISION);
            for (j = p + 1; j < n; j++)
                arb_submul(a + i * n + j, f, a + p * n + j, PRECISION);
        }
    }
    arb_clear(f);
    return found;
}

int
spec_gram_refuted(const online_spec_t *o, const environment_t *env)
{
    int n = o->students + o->teachers, bad;
    arb_ptr a = _arb_vec_init(n * n);

    bad = gram_matrix(a, o, env) && negative(a, n);
    _arb_vec_clear(a, n * n);
    return bad;
}

void
gram_check(check_t *c)
{
    const environment_t none = { 0, NULL, NULL };

    if (c->spec->online == NULL || c->d->n_errors > 0)
        return;
    if (spec_gram_refuted(c->spec->online, &none))
        fault(c, "E0254", c->spec->online->start_span,
              "Q, R, T must be the overlaps w_k.w_l/N, w_k.w0_m/N, "
              "w0_m.w0_n/N of some vectors",
              "the matrix [[Q, R], [R', T]] at the start is not positive "
              "semidefinite");
}
