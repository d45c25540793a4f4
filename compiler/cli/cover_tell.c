/* compiler/cli/cover_tell.c -- what of a curve is proven, in words. */
#include "cover_parts.h"

#include <string.h>

#define MOST_TOLD 24       /* pieces and gaps                               */

double
cover_number(const covered_t *v, const arb_t end)
{
    const curve_cover_t *c = v->c;
    expr_t *outer = arb_equal(end, c->end)                 ? c->lo
                    : arb_equal(end, c->end + c->n_blocks) ? c->hi
                                                           : NULL;
    arb_t x;
    double out = arf_get_d(arb_midref(end), ARF_RND_NEAR);

    if (outer == NULL)
        return out;
    arb_init(x);
    arb_set_fmpq(x, expr_rational(outer), 80);
    out = arf_get_d(arb_midref(x), ARF_RND_NEAR);
    arb_clear(x);
    return out;
}

/* From cell i on: the first that is not of its piece. */
static size_t
piece_end(const covered_t *v, size_t i)
{
    size_t k = i + 1;

    while (k < v->n && v->cell[k].branch >= 0
           && v->cell[k].branch == v->cell[i].branch)
        k++;
    return k;
}

/* Is there a curve on one side of the open cells from i to before k alone? */
static int
is_fold(const covered_t *v, size_t i, size_t k)
{
    int before = i > 0, after = k < v->n, none = 0;

    for (; i < k; i++)
        none |= strcmp(v->cell[i].why, COVER_NO_SOLUTION) == 0;
    return none && (before || after);
}

/* The open cells from i on; how many they are. */
static size_t
tell_open(const covered_t *v, size_t i, const char *name)
{
    size_t k = i;

    while (k < v->n && v->cell[k].branch < 0)
    {
        fprintf(stderr, "  open    %s in [%.10g, %.10g]: %s\n", name,
                cover_number(v, v->cell[k].cell.lo),
                cover_number(v, v->cell[k].cell.hi), v->cell[k].why);
        k++;
    }
    if (is_fold(v, i, k))
        fprintf(stderr, "          the curve seems to end at a fold in here: "
                        "there it is no function of %s;\n          cover it "
                        "along an unknown: docs/sweeps.md, \"Certified "
                        "curves\"\n", name);
    return k;
}

void
cover_tell(const covered_t *v, int whole)
{
    const char *name
        = v->c->s->loaded.model->parameter[v->c->along].name;
    size_t i, k, told = 0;

    if (whole)
    {
        fprintf(stderr, "saddle sweep: proven: one curve over all of %s, %zu "
                        "cells; at one %s at most %.2g high\n", name, v->n,
                name, v->height);
        return;
    }
    fprintf(stderr, "saddle sweep: not certified over all of %s: %d piece%s "
                    "proven to be one curve each\n", name, v->branches,
            v->branches == 1 ? "" : "s");
    for (i = 0; i < v->n && told < MOST_TOLD; told++, i = k)
    {
        if (v->cell[i].branch < 0)
        {
            k = tell_open(v, i, name);
            continue;
        }
        k = piece_end(v, i);
        fprintf(stderr, "  covered %s in [%.10g, %.10g], %zu cells%s\n", name,
                cover_number(v, v->cell[i].cell.lo),
                cover_number(v, v->cell[k - 1].cell.hi), k - i,
                k < v->n && v->cell[k].branch >= 0
                    ? "; not proven to hold the same solution as the next"
                    : "");
    }
    if (i < v->n)
        fprintf(stderr, "  ...\n");
}
