/* runtime/solve/curve.c -- one branch by pseudo-arclength continuation. */
#include "curve_walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 0.2        /* steps, in natural lengths                    */
#define SHORTEST 1e-6
#define MOST_STEPS 4000

curve_point_t *
curve_add(curve_t *c, curve_kind_t kind, const double *env, size_t size)
{
    curve_point_t *at;

    if (c->n == c->room)
    {
        int room = c->room > 0 ? 2 * c->room : 64;

        at = realloc(c->point, (size_t) room * sizeof *at);
        if (at == NULL)
            return NULL;
        c->point = at;
        c->room = room;
    }
    at = c->point + c->n;
    memset(at, 0, sizeof *at);
    at->kind = kind;
    at->env = malloc(size * sizeof *env);
    if (at->env == NULL)
        return NULL;
    memcpy(at->env, env, size * sizeof *env);
    c->n++;
    return at;
}

void
solve_curve_clear(curve_t *c)
{
    for (int i = 0; i < c->n; i++)
        free(c->point[i].env);
    free(c->point);
    memset(c, 0, sizeof *c);
}

static int
has_closed(const curve_walk_t *w, const double *start, const double *env,
           double s)
{
    double sum = 0, d;

    for (int i = 0; i <= w->n; i++)
    {
        d = (env[w->place[i]] - start[w->place[i]]) / w->unit[i];
        sum += d * d;
    }
    return sqrt(sum) < s;
}

static void
follow(curve_walk_t *w, curve_t *c, const double *start, double side,
       const double *grid, int n_grid)
{
    double *a = malloc(3 * w->size * sizeof *a), *b = a + w->size;
    double t[SOLVE_MAX + 1] = { 0 }, next[SOLVE_MAX + 1], s = LONGEST / 8;
    double p;
    int sign, before;

    if (a == NULL)
        return;
    memcpy(a, start, w->size * sizeof *a);
    t[w->n] = side;
    if (!curve_measure(w, a) || !curve_tangent(w, a, t))
        goto end;
    before = curve_orientation(w, a, t);
    for (int k = 0; k < MOST_STEPS && !w->task.interrupted; k++)
    {
        while (s >= SHORTEST && !curve_step(w, a, t, s, b, next))
            s *= 0.4;
        if (s < SHORTEST)
        {
            curve_add(c, CURVE_END, a, w->size);
            break;
        }
        sign = curve_orientation(w, b, next);
        curve_between(w, c, a, t, s, b, next, sign * before < 0 ? before : 0,
                      grid, n_grid);
        curve_add(c, CURVE_BETWEEN, b, w->size);
        p = b[w->parameter];
        if (p < w->lo || p > w->hi || (k > 8 && has_closed(w, start, b, s)))
            break;
        before = sign != 0 ? sign : before;
        memcpy(a, b, w->size * sizeof *a);
        memcpy(t, next, sizeof t);
        for (int i = 0; i <= w->n; i++)
            t[i] *= w->unit[i];
        if (!curve_measure(w, a))
            break;
        for (int i = 0; i <= w->n; i++)
            t[i] /= w->unit[i];
        p = sqrt(curve_product(w, t, t));
        for (int i = 0; i <= w->n; i++)
            t[i] /= p;
        s = fmin(1.6 * s, LONGEST);
    }
end:
    free(a);
}

int
curve_trace(curve_t *out, const saddle_model_t *model, int system,
            const double *env, int parameter, const double *grid, int n_grid,
            const solve_options_t *options)
{
    curve_walk_t w = { .task = { .model = model, .options = options } };
    curve_t back = { 0 };
    int n = model->system[system]->n, good;

    w.task.system = model->system[system];
    w.n = n;
    w.parameter = model->n_orders + parameter;
    memcpy(w.place, w.task.system->unknown, (size_t) n * sizeof *w.place);
    w.place[n] = w.parameter;
    w.lo = grid[0];
    w.hi = grid[n_grid - 1];
    w.size = (size_t) solve_env_size(model);
    w.f = malloc((size_t) (n * (n + 1) + 1) * sizeof *w.f);
    w.a = malloc((size_t) ((n + 1) * (n + 1)) * sizeof *w.a);
    out->system = system;
    good = w.f != NULL && w.a != NULL;
    if (good)
    {
        follow(&w, &back, env, -1, grid, n_grid);
        for (int i = back.n - 1; i >= 0; i--)
            good = good && curve_add(out, back.point[i].kind,
                                     back.point[i].env, w.size) != NULL;
        good = good && curve_add(out, CURVE_GRID, env, w.size) != NULL;
        follow(&w, out, env, 1, grid, n_grid);
    }
    solve_curve_clear(&back);
    free(w.a);
    free(w.f);
    return good;
}
