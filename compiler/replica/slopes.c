/* compiler/replica/slopes.c -- how the equations change with a parameter. */
#include "derive.h"

#include <string.h>

static expr_t *
unknown_symbol(const derivation_t *dv, const system_t *s, int j)
{
    if (j < s->n_orders)
        return dv->t->unknown[s->order[j]].symbol;
    j -= s->n_orders;
    return j < s->n_extras ? s->extra[j].symbol
                           : dv->spec->parameter[s->parameter].symbol;
}

/* sum_j t_j de/dx_j + de/dp */
static expr_t *
along(derivation_t *dv, const system_t *s, expr_t *e, int k)
{
    algebra_t *g = dv->algebra;
    expr_t *sum = derive_parameter_slope(dv, e, k);
    int j;

    for (j = 0; j < s->n; j++)
        sum = expr_add(g, sum,
                       expr_mul(g, s->direction[j],
                                expr_diff(g, e, unknown_symbol(dv, s, j))));
    return sum;
}

static void
system_slope(derivation_t *dv, system_t *s, int k)
{
    algebra_t *g = dv->algebra;
    size_t n = (size_t) s->n + 1;
    expr_t *e;
    int i, j;

    s->slope = derive_alloc(dv, n, sizeof *s->slope);
    s->bend = derive_alloc(dv, n, sizeof *s->bend);
    s->direction = derive_alloc(dv, n, sizeof *s->direction);
    /* no name of a spec holds a point */
    for (i = 0; i < s->n; i++)
        s->direction[i] = expr_symbol(g, derive_text(dv, "direction.%d", i));
    for (i = 0; i < s->n; i++)
    {
        e = derive_explicit(dv, derive_parameter_slope(dv, s->residual[i], k));
        s->slope[i] = e;
        for (j = 0; j < s->n; j++)
            e = expr_add(g, e, expr_mul(g, s->direction[j],
                                        s->jacobian[i * s->n + j]));
        s->bend[i] = derive_explicit(dv, along(dv, s, e, k));
    }
}

int
theory_slopes(theory_t *t, arena_t *arena, int threshold, int k)
{
    derivation_t dv;
    int i;

    memset(&dv, 0, sizeof dv);
    dv.t = t;
    dv.arena = arena;
    dv.spec = t->spec;
    dv.algebra = t->spec->algebra;
    if (setjmp(dv.out_of_memory) != 0)
        return 0;
    for (i = 0; i < t->n_systems; i++)
        if (t->system[i].threshold == threshold
            && t->system[i].parameter != k)
            system_slope(&dv, t->system + i, k);
    return 1;
}
