/* compiler/cli/online_times.c -- when a course is looked at. */
#include "grid.h"
#include "online.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST 1e-2       /* rows, where a condition ends the course     */
#define LONGEST 1e8

/* 0, then 1, 2, 5, 10, ... times a power of ten, to the end. */
static int
round_times(dynamics_t *x, double unit, double end)
{
    static const double digit[] = { 1, 2, 5 };
    size_t n = 0;
    int i;

    x->time = malloc(64 * sizeof *x->time);
    if (x->time == NULL)
        return EXIT_LIMIT;
    x->time[n++] = 0;
    for (i = 0; i < 60; i++)
    {
        double t = digit[i % 3] * unit * pow(10, i / 3);

        if (t >= end * (1 - 1e-12))
            break;
        x->time[n++] = t;
    }
    x->time[n++] = end;
    x->n_times = n;
    return EXIT_DONE;
}

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static int
given_times(dynamics_t *x)
{
    axis_t axis = { 0 };
    int status = grid_values(&axis, &x->loaded.session, x->o->online.times,
                             "--times");
    size_t k, n;

    x->time = malloc(((size_t) axis.n + 1) * sizeof *x->time);
    if (status == EXIT_DONE && x->time == NULL)
        status = EXIT_LIMIT;
    if (status == EXIT_DONE)
    {
        grid_doubles(&axis, x->time);
        qsort(x->time, (size_t) axis.n, sizeof *x->time, by_size);
        for (k = n = 0; k < (size_t) axis.n; k++)
            if (n == 0 || x->time[k] > x->time[n - 1])
                x->time[n++] = x->time[k];
        x->n_times = n;
        if (!(x->time[0] >= 0) || !isfinite(x->time[n - 1]))
        {
            fprintf(stderr, "saddle online: --times: times are finite and not "
                            "negative\n");
            status = EXIT_USAGE;
        }
    }
    free(axis.value);
    return status;
}

int
online_times(dynamics_t *x)
{
    double end = x->flow->time(x->loaded.theta);

    if (x->o->online.times != NULL)
        return given_times(x);
    if (isfinite(end) && end > 0)
        return round_times(x, pow(10, floor(log10(end)) - 2), end);
    x->open = x->flow->n_stops > 0;
    if (x->open)
        return round_times(x, SHORTEST, LONGEST);
    fprintf(stderr, "saddle online: until when?  --times LO:HI:STEP, --times "
                    "log:LO:HI:COUNT, or 'until t = V' in the spec\n");
    return EXIT_USAGE;
}
