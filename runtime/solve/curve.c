/* runtime/solve/curve.c -- one branch by pseudo-arclength continuation. */
#include "curve.h"
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AT_END 1e-9         /* so near to an end of the domain it is there */
#define LONGEST 0.2        /* steps, in natural lengths                    */
#define SHORTEST 1e-6
#define STRAIGHT 0.97      /* least cosine between two tangents            */
#define DIFFERENCE 1e-6    /* of the parameter's range                     */
#define MOST_STEPS 4000
#define CORRECTIONS 7
#define FALSI 40
#define BISECTIONS 26
#define PARTS 7            /* of a step with a fold in it                  */
#define SETTLED 1e-10

typedef struct
{
    solve_task_t task;
    int n, parameter;      /* unknowns; env index                          */
    int place[SOLVE_MAX + 1];       /* of the unknowns, the parameter last */
    double lo, hi;
    double unit[SOLVE_MAX + 1];     /* natural lengths at the last point   */
    double *f, *a;         /* residual and Jacobian; bordered matrix       */
    size_t size;           /* of an env                                    */
} curve_walk_t;

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

/* ---- lengths --------------------------------------------------------------- */

/* Distances to the ends of the domain are what a step must resolve. */
static int
measure(curve_walk_t *w, const double *env)
{
    solve_range_t range[SOLVE_MAX];

    if (!solve_ranges(w->task.model, env, w->n, w->place, range))
        return 0;
    for (int i = 0; i < w->n; i++)
    {
        double x = env[w->place[i]];

        w->unit[i] = fmin(fabs(x) + 1, fmin(x - range[i].lo,
                                            range[i].hi - x));
        if (!(w->unit[i] > AT_END))
            return 0;
    }
    w->unit[w->n] = w->hi - w->lo;
    return 1;
}

static double
product(const curve_walk_t *w, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i <= w->n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The residual beside p; 0 if it is not finite there. */
static int
beside(curve_walk_t *w, double *env, double p, double *f)
{
    double at = env[w->parameter];
    int good;

    env[w->parameter] = p;
    good = solve_value(&w->task, w->task.system->residual, env, f);
    env[w->parameter] = at;
    return good;
}

/* dF/dp by a central difference quotient, one-sided where there is no other
   side. */
static int
parameter_slope(curve_walk_t *w, double *env, double *out)
{
    double f[2][SOLVE_MAX], p = env[w->parameter];
    double a = p - DIFFERENCE * (w->hi - w->lo);
    double b = p + DIFFERENCE * (w->hi - w->lo);

    if (!beside(w, env, a, f[0]) && !beside(w, env, a = p, f[0]))
        return 0;
    if (!beside(w, env, b, f[1]) && (a == p || !beside(w, env, b = p, f[1])))
        return 0;
    for (int i = 0; i < w->n; i++)
        out[i] = (f[1][i] - f[0][i]) / (b - a);
    return 1;
}

/* [J dF/dp; t] in natural lengths, J in w->f. */
static void
fill_bordered(curve_walk_t *w, const double *slope, const double *t)
{
    int n = w->n, m = n + 1;

    for (int i = 0; i < n; i++)
    {
        for (int k = 0; k < n; k++)
            w->a[i * m + k] = w->f[n + i * n + k] * w->unit[k];
        w->a[i * m + n] = slope[i] * w->unit[n];
    }
    for (int k = 0; k < m; k++)
        w->a[n * m + k] = t[k];
}

static int
bordered(curve_walk_t *w, const double *slope, const double *t, double *x)
{
    fill_bordered(w, slope, t);
    return solve_linear(w->n + 1, w->a, x);
}

/* The sign of the bordered matrix' determinant: it changes where another
   branch passes, and not at a fold. */
static int
orientation(curve_walk_t *w, double *env, const double *t)
{
    double slope[SOLVE_MAX], swap, *a = w->a;
    int m = w->n + 1, sign = 1;

    if (!solve_value(&w->task, w->task.system->jacobian, env, w->f)
        || !parameter_slope(w, env, slope))
        return 0;
    fill_bordered(w, slope, t);
    for (int k = 0; k < m; k++)
    {
        int best = k;

        for (int i = k + 1; i < m; i++)
            if (fabs(a[i * m + k]) > fabs(a[best * m + k]))
                best = i;
        if (a[best * m + k] == 0)
            return 0;
        for (int j = 0; j < m && best != k; j++)
        {
            swap = a[k * m + j];
            a[k * m + j] = a[best * m + j];
            a[best * m + j] = swap;
        }
        sign = best != k ? -sign : sign;
        sign = a[k * m + k] < 0 ? -sign : sign;
        for (int i = k + 1; i < m; i++)
            for (int j = m - 1; j >= k; j--)
                a[i * m + j] -= a[i * m + k] / a[k * m + k] * a[k * m + j];
    }
    return sign;
}

/* The unit tangent at env that goes on in the direction t; in place. */
static int
tangent(curve_walk_t *w, double *env, double *t)
{
    double slope[SOLVE_MAX], next[SOLVE_MAX + 1] = { 0 }, length;

    next[w->n] = 1;
    if (!solve_value(&w->task, w->task.system->jacobian, env, w->f)
        || !parameter_slope(w, env, slope) || !bordered(w, slope, t, next))
        return 0;
    length = sqrt(product(w, next, next));
    if (!(length > 0) || !isfinite(length))
        return 0;
    for (int i = 0; i <= w->n; i++)
        t[i] = next[i] / length;
    return 1;
}

/* ---- a step ------------------------------------------------------------------ */

/* From `from` along t by s, corrected; env and the tangent there are out. */
static int
step(curve_walk_t *w, const double *from, const double *t, double s,
     double *env, double *t_out)
{
    double x[SOLVE_MAX + 1], slope[SOLVE_MAX], moved;
    int n = w->n, inside;

    memcpy(env, from, w->size * sizeof *env);
    for (int i = 0; i <= n; i++)
        env[w->place[i]] += s * t[i] * w->unit[i];
    for (int k = 0; k < CORRECTIONS; k++)
    {
        inside = solve_inside(w->task.model, env, n, w->place);
        if (!inside
            || !solve_value(&w->task, w->task.system->jacobian, env, w->f)
            || !parameter_slope(w, env, slope))
            return 0;
        x[n] = s;
        for (int i = 0; i <= n; i++)
            x[n] -= t[i] * (env[w->place[i]] - from[w->place[i]]) / w->unit[i];
        for (int i = 0; i < n; i++)
            x[i] = -w->f[i];
        if (!bordered(w, slope, t, x))
            return 0;
        moved = sqrt(product(w, x, x));
        if (!isfinite(moved) || moved > fabs(s))
            return 0;
        for (int i = 0; i <= n; i++)
            env[w->place[i]] += x[i] * w->unit[i];
        if (moved < SETTLED)
            break;
        if (k == CORRECTIONS - 1 && moved > 1e-7)
            return 0;
    }
    memcpy(t_out, t, ((size_t) n + 1) * sizeof *t);
    return solve_inside(w->task.model, env, n, w->place)
           && tangent(w, env, t_out) && product(w, t, t_out) > STRAIGHT;
}

/* ---- what lies between two points --------------------------------------------- */

/* The fold between `from` and the point at arclength s, by regula falsi. */
static void
add_fold(curve_walk_t *w, curve_t *c, const double *from, const double *t,
         double s, double last)
{
    double *x = malloc(w->size * sizeof *x);
    double next[SOLVE_MAX + 1], a = 0, b = s, fa = t[w->n], fb = last, at;
    int found = 0;

    for (int k = 0; k < FALSI && x != NULL; k++)
    {
        at = (a * fb - b * fa) / (fb - fa);
        if (!step(w, from, t, at, x, next))
            break;
        found = 1;
        if (fabs(next[w->n]) < 1e-9)
            break;
        if (next[w->n] * fa > 0)
        {
            a = at;
            fa = next[w->n];
            fb /= 2;
        }
        else
        {
            b = at;
            fb = next[w->n];
            fa /= 2;
        }
    }
    if (found)
        curve_add(c, CURVE_FOLD, x, w->size);
    free(x);
}

/* The place between `from` and arclength s where another branch passes, by
   bisection on the orientation. */
static void
add_passing(curve_walk_t *w, curve_t *c, const double *from, const double *t,
            double s, int before)
{
    double *x = malloc(w->size * sizeof *x), next[SOLVE_MAX + 1];
    double a = 0, b = s, middle;
    int found = 0, sign;

    for (int k = 0; k < BISECTIONS && x != NULL; k++)
    {
        middle = 0.5 * (a + b);
        if (!step(w, from, t, middle, x, next)
            || (sign = orientation(w, x, next)) == 0)
            break;
        found = 1;
        if (sign == before)
            a = middle;
        else
            b = middle;
    }
    if (found)
        curve_add(c, CURVE_BIFURCATION, x, w->size);
    free(x);
}

/* The branch at the wanted values of the parameter between a and b. */
static void
add_grid(curve_walk_t *w, curve_t *c, const double *a, const double *b,
         const double *grid, int n_grid)
{
    double pa = a[w->parameter], pb = b[w->parameter], residual;
    double *env = malloc(w->size * sizeof *env), u, x, reach;
    int good, up = pb > pa;

    w->task.newton_steps = 12;
    for (int k = 0; k < n_grid && env != NULL; k++)
    {
        double g = grid[up ? k : n_grid - 1 - k];
        curve_point_t *at;

        if ((g - pa) * (g - pb) > 0 || g == pa)
            continue;
        u = (g - pa) / (pb - pa);
        memcpy(env, a, w->size * sizeof *env);
        for (int i = 0; i < w->n; i++)
            env[w->place[i]] += u * (b[w->place[i]] - a[w->place[i]]);
        env[w->parameter] = g;
        good = solve_damped_newton(&w->task, env, &residual);
        for (int i = 0; i < w->n && good; i++)
        {
            x = a[w->place[i]] + u * (b[w->place[i]] - a[w->place[i]]);
            reach = fabs(b[w->place[i]] - a[w->place[i]])
                    + 0.02 * w->unit[i];
            good = fabs(env[w->place[i]] - x) <= reach;
        }
        if (good && (at = curve_add(c, CURVE_GRID, env, w->size)) != NULL)
            at->residual = residual;
    }
    w->task.newton_steps = 0;
    free(env);
}

/* ---- one direction -------------------------------------------------------------- */

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

/* The points between a and b around a special one, and what is between. */
static void
add_around(curve_walk_t *w, curve_t *c, const double *a, const double *t,
           double s, const double *b, const curve_point_t *special,
           const double *grid, int n_grid)
{
    double *x = malloc(2 * w->size * sizeof *x), *last = x + w->size;
    double next[SOLVE_MAX + 1], place = 0;
    int passed = 0;

    if (x == NULL)
        return;
    for (int i = 0; i <= w->n; i++)
        place += t[i] * (special->env[w->place[i]] - a[w->place[i]])
                 / w->unit[i];
    memcpy(last, a, w->size * sizeof *last);
    for (int k = 1; k <= PARTS; k++)
    {
        double at = s * k / PARTS;

        if (!passed && place <= at)
        {
            add_grid(w, c, last, special->env, grid, n_grid);
            curve_add(c, special->kind, special->env, w->size);
            memcpy(last, special->env, w->size * sizeof *last);
            passed = 1;
        }
        if (k == PARTS)
            memcpy(x, b, w->size * sizeof *x);
        else if (!step(w, a, t, at, x, next))
            continue;
        add_grid(w, c, last, x, grid, n_grid);
        if (k < PARTS)
            curve_add(c, CURVE_NEAR, x, w->size);
        memcpy(last, x, w->size * sizeof *last);
    }
    free(x);
}

/* All that lies between a and b, a step s along t: wanted values, and a point
   where the branch turns or another one passes (before: the orientation at a,
   0 if there is none). */
static void
add_between(curve_walk_t *w, curve_t *c, const double *a, const double *t,
            double s, const double *b, const double *next, int before,
            const double *grid, int n_grid)
{
    curve_point_t special;
    int n = c->n, turned = t[w->n] * next[w->n] < 0;

    if (turned)
        add_fold(w, c, a, t, s, next[w->n]);
    else if (before != 0)
        add_passing(w, c, a, t, s, before);
    if (c->n == n)
    {
        add_grid(w, c, a, b, grid, n_grid);
        return;
    }
    special = c->point[--c->n];
    special.kind = before != 0 ? CURVE_BIFURCATION : CURVE_FOLD;
    add_around(w, c, a, t, s, b, &special, grid, n_grid);
    free(special.env);
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
    if (!measure(w, a) || !tangent(w, a, t))
        goto end;
    before = orientation(w, a, t);
    for (int k = 0; k < MOST_STEPS && !w->task.interrupted; k++)
    {
        while (s >= SHORTEST && !step(w, a, t, s, b, next))
            s *= 0.4;
        if (s < SHORTEST)
        {
            curve_add(c, CURVE_END, a, w->size);
            break;
        }
        sign = orientation(w, b, next);
        add_between(w, c, a, t, s, b, next, sign * before < 0 ? before : 0,
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
        if (!measure(w, a))
            break;
        for (int i = 0; i <= w->n; i++)
            t[i] /= w->unit[i];
        p = sqrt(product(w, t, t));
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
