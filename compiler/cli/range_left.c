/* compiler/cli/range_left.c -- what a search of a whole range left undecided. */
#include "range.h"

#include <math.h>
#include <string.h>

static const char *
name_of(const saddle_model_t *m, int v)
{
    return v < m->n_orders ? m->order[v].name
                           : m->parameter[v - m->n_orders].name;
}

/* The hull of the open cells of a state, named variable by variable. */
static long
say_hull(FILE *to, const saddle_model_t *m, const global_result_t *r)
{
    double lo[GLOBAL_MAX_DIM], hi[GLOBAL_MAX_DIM];
    long i, n = 0;
    int k;

    for (i = 0; i < r->n_cells; i++)
        for (k = 0; k < r->n_cut && r->cell[i].reason == CELL_OPEN; k++)
        {
            const cell_t *c = r->cell + i;

            lo[k] = n == 0 ? c->lo[k] : fmin(lo[k], c->lo[k]);
            hi[k] = n == 0 ? c->hi[k] : fmax(hi[k], c->hi[k]);
            n += k == r->n_cut - 1;
        }
    if (n == 0)
        return 0;
    fprintf(to, "Left %s %ld box%s:", n > 1 ? "are" : "is", n,
            n > 1 ? "es" : "");
    for (k = 0; k < r->n_cut; k++)
        fprintf(to, "%s %s in [%.4g, %.4g]", k > 0 ? "," : "",
                name_of(m, r->cut[k]), lo[k], hi[k]);
    return n;
}

/* The values of the cut variable k around `at` that no open cell has, rounded
   inward; 0: there are none. */
static int
free_around(const global_result_t *r, int k, double at, double *lo,
            double *hi)
{
    long i;
    double unit;

    for (i = 0; i < r->n_cells; i++)
    {
        const cell_t *c = r->cell + i;

        if (c->reason == CELL_OPEN && c->lo[k] <= at && at <= c->hi[k])
            return 0;
        if (c->reason == CELL_OPEN && c->hi[k] < at)
            *lo = fmax(*lo, c->hi[k]);
        if (c->reason == CELL_OPEN && c->lo[k] > at)
            *hi = fmin(*hi, c->lo[k]);
    }
    unit = pow(10, floor(log10(*hi - *lo)) - 2);
    *lo = ceil(*lo / unit) * unit;
    *hi = floor(*hi / unit) * unit;
    return *lo < at && at < *hi;
}

/* Have all states of the threshold been searched? */
static int
is_complete(const saddle_model_t *m, const threshold_t *t,
            const range_t *range)
{
    int k, n = 0;

    for (k = 0; k < m->n_systems; k++)
        n += m->system[k]->kind == SADDLE_THRESHOLD
             && strcmp(m->system[k]->name, t->name) == 0;
    return n == range->n;
}

void
range_say_left(FILE *to, const session_t *s, const threshold_t *threshold,
               const critical_t *c, const range_t *range)
{
    const saddle_model_t *m = s->loaded.model;
    const global_result_t *r = range->state + range->n - 1;
    int v = m->n_orders + threshold->parameter, k;
    double lo = arf_get_d(arb_midref(c->range), ARF_RND_NEAR);
    double hi = arf_get_d(arb_midref(c->range + 1), ARF_RND_NEAR);

    if (range->n == 0 || say_hull(to, m, r) == 0)
        return;
    for (k = 0; k < r->n_cut && r->cut[k] != v; k++)
        ;
    if (k < r->n_cut && c->n == 1 && is_complete(m, threshold, range)
        && free_around(r, k, c->candidate[0].env[v], &lo, &hi))
        fprintf(to, "; none with %s=%.15g..%.15g, a range for a global claim",
                name_of(m, v), lo, hi);
    fprintf(to, ".\n");
}
