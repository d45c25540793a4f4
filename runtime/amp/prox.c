/* runtime/amp/prox.c -- proximal maps of convex functions. */
#include "prox.h"

#include "../quadrature/doubles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOL 1e-10
#define MOST_ROUNDS 200
#define JUMP 1e-8       /* what is left of r beyond that is a kink          */

typedef struct
{
    const saddle_map_t *l;
    const double *env, *y, *x, *v;
    size_t n;
    double *lo, *hi, *value;    /* bracket; l, l', l''                      */
} search_t;

static int
evaluate(const search_t *s, const double *h)
{
    const double *both[2] = { s->y, h }, *one[1] = { h };

    return quad_map(s->l, s->n, s->y != NULL ? both : one, s->env, TOL,
                    s->value) == SADDLE_OK;
}

/* What is left at element i, and its slope. */
static double
rest(const search_t *s, const double *h, size_t i, double *slope)
{
    *slope = 1 + s->v[i] * fmax(s->value[2 * s->n + i], 0);
    return h[i] - s->x[i] + s->v[i] * s->value[s->n + i];
}

/* One round; the number of elements that still move. */
static size_t
advance(const search_t *s, double *h, int bisect)
{
    double r, slope, next;
    size_t i, open = 0;

    for (i = 0; i < s->n; i++)
    {
        r = rest(s, h, i, &slope);
        if (r == 0 || s->hi[i] - s->lo[i] <= 4e-16 * (1 + fabs(h[i])))
            continue;
        s->lo[i] = r < 0 ? h[i] : s->lo[i];
        s->hi[i] = r > 0 ? h[i] : s->hi[i];
        next = h[i] - r / slope;
        if (fabs(next - h[i]) <= 2e-16 * (1 + fabs(h[i])))
            continue;
        open++;
        h[i] = next > s->lo[i] && next < s->hi[i] && !bisect
                   ? next : 0.5 * (s->lo[i] + s->hi[i]);
    }
    return open;
}

static int
search(const search_t *s, double *h)
{
    size_t i, open = s->n;
    int round;

    if (!evaluate(s, s->x))
        return 0;
    for (i = 0; i < s->n; i++)
    {
        double move = s->v[i] * s->value[s->n + i];

        s->lo[i] = move > 0 ? s->x[i] - move : s->x[i];
        s->hi[i] = move > 0 ? s->x[i] : s->x[i] - move;
        h[i] = s->x[i]
               - move / (1 + s->v[i] * fmax(s->value[2 * s->n + i], 0));
    }
    for (round = 0; open > 0 && round < MOST_ROUNDS; round++)
    {
        if (!evaluate(s, h))
            return 0;
        open = advance(s, h, round % 3 == 2);
    }
    return evaluate(s, h);
}

int
prox_run(const saddle_map_t *l, const double *env, const double *y,
         const double *x, const double *v, size_t n, const double *lo,
         const double *hi, double *h, double *slope)
{
    double *at = calloc(5 * n + 1, sizeof *at), r, bend;
    search_t s = { l, env, y, x, v, n, at, at + n, at + 2 * n };
    int ok = at != NULL;
    size_t i;

    if (ok && l != NULL)
        ok = search(&s, h);
    else if (ok)
        memcpy(h, x, n * sizeof *h);
    for (i = 0; ok && i < n; i++)
    {
        r = l != NULL ? rest(&s, h, i, &bend) : 0;
        bend = l != NULL ? bend : 1;
        if (slope != NULL)
            slope[i] = fabs(r) > JUMP * (1 + fabs(x[i])) ? 0 : 1 / bend;
        if (lo == NULL || (h[i] >= lo[i] && h[i] <= hi[i]))
            continue;
        h[i] = fmin(fmax(h[i], lo[i]), hi[i]);
        if (slope != NULL)
            slope[i] = 0;
    }
    free(at);
    return ok;
}
