/* compiler/replica/causes.c -- why there may be no state, told where none is
 * found.
 */
#include "derive.h"

#include <string.h>

#define CHUNK 16

cause_t *
derive_cause(derivation_t *dv, const char *text, span_t span)
{
    theory_t *t = dv->t;
    cause_t *more, *c;

    if (t->n_causes % CHUNK == 0)
    {
        more = derive_alloc(dv, (size_t) t->n_causes + CHUNK, sizeof *more);
        if (t->n_causes > 0)
            memcpy(more, t->cause, (size_t) t->n_causes * sizeof *more);
        t->cause = more;
    }
    c = &t->cause[t->n_causes++];
    *c = (cause_t){ .unknown = CAUSE_OF_ALL, .text = text, .span = span };
    return c;
}

expr_t *
derive_room(algebra_t *g, expr_t *lo, expr_t *hi)
{
    expr_t *pair[2] = { expr_integer(g, 0), NULL };

    if (rewrite_infinite(lo) || rewrite_infinite(hi))
        return expr_integer(g, 1);
    pair[1] = expr_sub(g, hi, lo);
    return expr_call(g, FUNCTION_MAX, pair, 2);
}

void
derive_may_be_empty(derivation_t *dv, int n, expr_t *const *lo,
                    expr_t *const *hi, const char *text, span_t span)
{
    expr_t *room = expr_integer(dv->algebra, 0);
    cause_t *c = derive_cause(dv, text, span);
    int i;

    for (i = 0; i < n; i++)
        room = expr_add(dv->algebra, room, derive_room(dv->algebra, lo[i],
                                                       hi[i]));
    c->most[c->n++] = room;
}
