/* compiler/cli/report_axis.c -- over which parameter the curves of a report are. */
#include "../algebra/evaluate.h"
#include "grid.h"
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 81 };

static double
as_double(expr_t *e)
{
    double x = NAN;
    arb_t v;

    arb_init(v);
    if (e != NULL && expr_evaluate(v, e, NULL, 53) == EVALUATE_OK)
        x = arf_get_d(arb_midref(v), ARF_RND_NEAR);
    arb_clear(v);
    return x;
}

static int
is_given(const report_t *r, int k)
{
    const char *name = r->s->spec.parameter[k].name;
    size_t n = strlen(name);
    int i;

    for (i = 1; i < r->o->n_words; i++)
        if (strncmp(r->o->word[i], name, n) == 0 && r->o->word[i][n] == '=')
            return 1;
    return 0;
}

static int
allocate(report_axis_t *a, int n)
{
    a->n = n;
    a->at = calloc((size_t) n, sizeof *a->at);
    return a->at != NULL;
}

/* Equal steps inside lo .. hi. */
static int
fill_range(report_axis_t *a, double lo, double hi)
{
    int i;

    if (!(lo < hi) || !allocate(a, POINTS))
        return 0;
    for (i = 0; i < POINTS; i++)
        a->at[i] = lo + (hi - lo) * (i + 0.5) / POINTS;
    return 1;
}

/* The ranges of the first threshold and of others in its parameter, no further
   than a bit beyond the critical values. */
static int
from_threshold(const report_t *r, report_axis_t *a)
{
    const threshold_t *t = r->s->spec.threshold;
    double lo, hi, top = 0;
    int i;

    if (r->s->spec.n_thresholds == 0 || is_given(r, t->parameter))
        return 0;
    lo = as_double(t->lo);
    hi = as_double(t->hi);
    for (i = 1; i < r->s->spec.n_thresholds; i++)
        if (t[i].parameter == t->parameter)
        {
            lo = fmin(lo, as_double(t[i].lo));
            hi = fmax(hi, as_double(t[i].hi));
        }
    for (i = 0; i < r->n_marks; i++)
        if (r->mark[i].parameter == t->parameter)
            top = fmax(top, r->mark[i].value);
    if (top > lo)
        hi = fmin(hi, lo + 1.6 * (top - lo));
    a->parameter = t->parameter;
    return fill_range(a, lo, hi);
}

/* The first parameter that needs a value. */
static int
from_domain(const report_t *r, report_axis_t *a)
{
    const spec_t *spec = &r->s->spec;
    double lo, hi;
    int k;

    for (k = 0; k < spec->n_parameters; k++)
    {
        if (spec->parameter[k].fallback != NULL || is_given(r, k))
            continue;
        lo = as_double(spec->parameter[k].domain.lo);
        hi = as_double(spec->parameter[k].domain.hi);
        if (!isfinite(lo))
            lo = isfinite(hi) ? hi - 4 : -2;
        if (!isfinite(hi))
            hi = lo + 4;
        a->parameter = k;
        return fill_range(a, lo, hi);
    }
    return 0;
}

/* NAME=START:STOP:STEP of the command line; -1 when it is wrong. */
static int
from_words(const report_t *r, report_axis_t *a)
{
    grid_t grid;
    int i, found = 0;
    long k;

    for (i = 1; i < r->o->n_words; i++)
        found |= strpbrk(r->o->word[i], ":,") != NULL;
    if (!found)
        return 0;
    session_forget(r->s);
    if (grid_open(&grid, r->s, r->o->n_words - 1, r->o->word + 1, NULL, -1)
        != EXIT_DONE)
        found = -1;
    else if (grid.n_axes != 1 || grid.axis[0].n > 10000)
    {
        fprintf(stderr, "saddle report: one scanned parameter of at most "
                        "10000 values\n");
        found = -1;
    }
    else
    {
        a->parameter = grid.axis[0].parameter;
        found = allocate(a, (int) grid.axis[0].n);
        for (k = 0; found && k < grid.axis[0].n; k++)
            a->at[k] = as_double(grid.axis[0].value[k]);
    }
    grid_clear(&grid);
    return found;
}

int
report_axis(const report_t *r, report_axis_t *a)
{
    int found = from_words(r, a);

    if (found == 0)
        found = from_threshold(r, a) || from_domain(r, a);
    if (found > 0 && report_lacks(r, a->parameter) >= 0)
        found = 0;
    return found;
}
