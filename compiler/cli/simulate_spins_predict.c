/* compiler/cli/simulate_spins_predict.c -- what a spec says of spin glasses. */
#include "simulate_spins.h"

#include "../../runtime/quadrature/doubles.h"
#include "../../runtime/solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP 1e-4           /* of difference quotients of the free entropy */

/* ---- predictions -------------------------------------------------------- */

void
spins_predict_tap(const simulate_t *x, const spins_work_t *w, size_t point, double *out)
{
    const saddle_model_t *m = x->model;
    const saddle_system_t *s = m->system[0];
    size_t bytes = (size_t) (m->n_orders + m->n_parameters) * sizeof(double);
    double *env = malloc(bytes), next[8];
    int t, stage, q, ok = env != NULL;

    for (q = 0; q < m->n_orders && strcmp(m->order[q].name, "q") != 0; q++)
        ;
    if (ok && q < m->n_orders)
    {
        memcpy(env, x->env[point], bytes);
        env[q] = SPINS_TAP_START;
        for (t = 0; ok && t <= w->iterations; t++)
        {
            out[2 * t] = env[q];
            for (stage = 1; ok && stage >= 0; stage--)
                if (s->map[stage] != NULL)
                {
                    ok = s->n_map[stage] == 1
                         && quad_approx(s->map[stage], env, 1e-10, next, NULL)
                                == SADDLE_OK;
                    env[s->map_unknown[stage][0]] = next[0];
                }
        }
    }
    free(env);
}

/* What is read at a state whose parameter `name` is moved by `by`. */
typedef struct
{
    double phi, q, m, replicon;     /* NAN: the theory has no such name     */
} state_t;

/* A value, or NAN. */
static double
named(const saddle_system_t *s, const double *value, const char *name)
{
    int k;

    for (k = 0; k < s->n_values; k++)
        if (strcmp(s->value_name[k].name, name) == 0)
            return value[k];
    return NAN;
}

/* An order parameter, or an observable of that name. */
static double
overlap(const saddle_model_t *m, const solve_result_t *r, const double *value,
        const char *name)
{
    int k;

    for (k = 0; k < m->n_orders; k++)
        if (strcmp(m->order[k].name, name) == 0)
            return r->env[k];
    return named(m->system[r->system], value, name);
}

static state_t
state_at(const simulate_t *x, const options_t *o, size_t point,
         const char *name, double by)
{
    const saddle_model_t *m = x->model;
    size_t n = (size_t) m->n_parameters;
    double *p = malloc((n + 1) * sizeof *p), *value = NULL;
    state_t found = { NAN, NAN, NAN, NAN };
    solve_options_t options;
    solve_result_t r;
    int k, known = by == 0;

    memset(&r, 0, sizeof r);
    solve_options_default(&options);
    for (k = 0; p != NULL && k < m->n_parameters; k++)
    {
        int is_it = strcmp(m->parameter[k].name, name) == 0;

        p[k] = x->env[point][m->n_orders + k] + (is_it ? by : 0);
        known |= is_it;
    }
    if (p != NULL && known
        && solve_state(&r, m, p, NULL, o->state, &options) == SADDLE_OK)
    {
        const saddle_system_t *s = m->system[r.system];

        value = calloc((size_t) s->n_values + 1, sizeof *value);
        solve_values(s, r.env, value);
        found = (state_t){ named(s, value, "free_entropy"),
                           overlap(m, &r, value, "q"),
                           overlap(m, &r, value, "m"),
                           named(s, value, "replicon") };
    }
    free(value);
    solve_result_clear(&r);
    free(p);
    return found;
}

/* d phi/d name */
static double
slope(const simulate_t *x, const options_t *o, size_t point, const char *name)
{
    return (state_at(x, o, point, name, STEP).phi
            - state_at(x, o, point, name, -STEP).phi) / (2 * STEP);
}

void
spins_predict_means(const simulate_t *x, const spins_work_t *w,
                    const options_t *o, size_t point, double *out)
{
    state_t s = state_at(x, o, point, "beta", 0);

    out[0] = -slope(x, o, point, "beta");
    out[1] = s.q;
    out[2] = w->kind == SPINS_SK ? slope(x, o, point, "h") / w->at[point][0]
                                 : s.m;
}

int
spins_is_unstable(const simulate_t *x, const options_t *o)
{
    size_t i;

    for (i = 0; i < x->n_points; i++)
        if (state_at(x, o, i, "beta", 0).replicon >= 1)
            return 1;
    return 0;
}
