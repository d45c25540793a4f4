/* tests/valued.c -- expressions in prefix form before the checker. */
#include "harness.h"
#include "valued.h"

#include <stdio.h>

static int expects_nothing;    /* what is not known is no news */

int
jet_of(acb_ptr *to, const char *text, int order, int half, int n,
       const double *at, slong prec)
{
    static const char *const name[] = { "a", "b" };
    tree_t tree;
    work_t w;
    arb_t x;
    node_t *e;
    int i, good;

    arb_init(x);
    tree_init(&tree);
    e = tree_rewrite(&tree, tree_parse(&tree, text));
    CU_ASSERT_PTR_NOT_NULL_FATAL(e);
    CU_ASSERT_FATAL(work_init(&w, &tree, n, order, half, prec));
    for (i = 0; i < n; i++)
    {
        arb_set_d(x, at[i]);
        work_symbol(&w, tree_symbol(&tree, name[i]), x, i);
    }
    *to = _acb_vec_init(w.ring.length);
    good = work_jet(&w, *to, e);
    if (!good && !expects_nothing)
        printf("\n    %s: %s", text, w.g.why);
    work_clear(&w);
    tree_clear(&tree);
    arb_clear(x);
    return good;
}

void
value_is(const char *text, const char *reference, const double *at, int n)
{
    acb_ptr x, y;
    mag_t r;

    mag_init(r);
    CU_ASSERT_FATAL(jet_of(&x, text, 0, 0, n, at, 64));
    CU_ASSERT_FATAL(jet_of(&y, reference, 0, 0, n, at, 128));
    CU_ASSERT(arb_overlaps(acb_realref(x), acb_realref(y)));
    if (!arb_overlaps(acb_realref(x), acb_realref(y)))
        printf("\n    %s is not %s", text, reference);
    mag_set(r, arb_radref(acb_realref(x)));
    CU_ASSERT(mag_cmp_2exp_si(r, -45) < 0);
    acb_clear(x);
    flint_free(x);
    acb_clear(y);
    flint_free(y);
    mag_clear(r);
}

void
value_is_unknown(const char *text, const double *at, int n)
{
    acb_ptr x;

    expects_nothing = 1;
    CU_ASSERT(!jet_of(&x, text, 0, 0, n, at, 64));
    expects_nothing = 0;
    acb_clear(x);
    flint_free(x);
}
