/* runtime/solve/threshold.c -- critical values of a parameter. */
#include "search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAME 1e-8
#define BESIDE 1e-5        /* of the searched range: where a fold's branch is
                              looked at                                     */
#define NEAR 1e-4          /* of the searched range and of the parameter    */
#define SHADOW 1e-3        /* of an unknown, or of 1                        */

void
search_take(search_t *s, solve_result_t *r)
{
    double p = r->env[s->parameter], x;
    int k = s->found;

    for (int i = 0; i < s->found; i++)
    {
        x = s->candidate[i].env[s->parameter];
        if (fabs(x - p) <= SAME * (fabs(x) + fabs(p) + s->hi - s->lo)
            && s->candidate[i].system == r->system)
            k = -1;
    }
    if (k < 0 || s->found == s->max)
    {
        solve_result_clear(r);
        return;
    }
    while (k > 0 && s->candidate[k - 1].env[s->parameter] > p)
    {
        s->candidate[k] = s->candidate[k - 1];
        k--;
    }
    s->candidate[k] = *r;
    s->found++;
    memset(r, 0, sizeof *r);
}

/* A branch that begins at a boundary state has there, up to noise, what
   vanishes for the state: a candidate so close to one of the state is the
   same. */
static int
is_shadow(const search_t *s, const solve_result_t *a, const solve_result_t *b)
{
    double p = b->env[s->parameter];

    if (a->boundary >= 0 || b->boundary < 0
        || fabs(a->env[s->parameter] - p) > NEAR * (s->hi - s->lo + fabs(p)))
        return 0;
    for (int v = 0; v < s->model->n_orders; v++)
        if (fabs(a->env[v] - b->env[v]) > SHADOW * (1 + fabs(b->env[v])))
            return 0;
    return 1;
}

static void
drop_shadows(search_t *s)
{
    int n = s->found;

    for (int i = 0; i < n; i++)
        for (int k = 0; k < n && s->candidate[i].env != NULL; k++)
            if (s->candidate[k].env != NULL
                && is_shadow(s, s->candidate + i, s->candidate + k))
                solve_result_clear(s->candidate + i);
    s->found = 0;
    for (int i = 0; i < n; i++)
        if (s->candidate[i].env != NULL)
            s->candidate[s->found++] = s->candidate[i];
}

/* ---- folds --------------------------------------------------------------- */

/* A point of the branch at a distance of about `way` before its fold. */
static const point_t *
point_before(const search_t *s, const branch_t *b, int side, double way)
{
    double p = b->turn[side].env[s->parameter];

    for (int k = 0; k < b->n; k++)
    {
        const point_t *at = b->point + (side ? b->n - 1 - k : k);

        if (fabs(at->p - p) >= way)
            return fabs(at->p - p) <= 30 * way ? at : NULL;
    }
    return NULL;
}

/* Does the state lead to the branch right before its fold? */
static int
leads_there(search_t *s, branch_t *b, int side)
{
    double *env = malloc(solve_env_size(s->model) * sizeof *env);
    double way = BESIDE * (s->hi - s->lo);
    const point_t *at = point_before(s, b, side, way);
    int fine = at != NULL
                   ? search_is_state(s, b, at->env, 0) == 1
                   : env != NULL && turn_before(s, b, side, way, env)
                     && search_is_state(s, b, env, 0) == 1;

    free(env);
    return fine;
}

/* Folds of branches whose state is there up to the fold; if there are none,
   those of branches on which a named start has been met. */
static void
folds(search_t *s)
{
    int started = s->state[0] != NULL
                  && strcmp(s->state[0], "uninformed") != 0
                  && strcmp(s->state[0], "informed") != 0;

    for (int pass = 0; pass < 1 + started && s->found == 0; pass++)
        for (int k = 0; k < s->n; k++)
            for (int side = 0; side < 2; side++)
            {
                branch_t *b = s->branch[k];

                if (b->turn[side].env == NULL)
                    continue;
                if (pass == 1 || leads_there(s, b, side))
                    search_take(s, b->turn + side);
                else if (pass == 0)
                    s->elsewhere++;
            }
}

/* ---- what was met -------------------------------------------------------- */

static const char *
reason(const search_t *s)
{
    static _Thread_local char text[400];
    const char *state = s->state[0] != NULL ? s->state[0] : "uninformed";
    const char *what = s->condition == SADDLE_IS_FOLD
                           ? "no fold in this interval was found: no branch of "
                             "that state ends in a fold"
                       : s->condition == SADDLE_IS_COEXISTENCE
                           ? "no two branches of these states have equal free "
                             "entropy"
                       : s->condition == SADDLE_IS_EXTREMUM
                           ? "the observable is monotonic"
                       : s->condition == SADDLE_IS_INSTABILITY
                           ? "no eigenvalue passes through one"
                           : "the equation does not change sign";
    int n = 0;

    if (s->interrupted)
        return "interrupted";
    n = snprintf(text, sizeof text, "in %g .. %g ", s->lo, s->hi);
    if (s->solved == 0)
        snprintf(text + n, sizeof text - n, "the state %s was not found: %s",
                 state, s->failed != NULL ? s->failed : "unknown reason");
    else if (s->samples > 1 && s->zeros == s->samples)
        snprintf(text + n, sizeof text - n, "the condition holds identically: "
                 "every value of the parameter is critical");
    else if (s->rejected > 0)
        snprintf(text + n, sizeof text - n, "there are solutions, but a side "
                 "condition does not hold there");
    else if (s->missed > 0 && s->failed != NULL)
        snprintf(text + n, sizeof text - n, "there is a change of sign, but "
                 "at %g %s", s->failed_at, s->failed);
    else if (s->elsewhere > 0)
        snprintf(text + n, sizeof text - n, "%s; it happens on a branch that "
                 "the state does not lie on there", what);
    else if (s->failed != NULL)
        snprintf(text + n, sizeof text - n, "%s (at %g: %s)", what,
                 s->failed_at, s->failed);
    else if (s->samples == 0 && s->without > 0)
        snprintf(text + n, sizeof text - n, "the state %s has no equation for "
                 "this threshold", state);
    else
        snprintf(text + n, sizeof text - n, "%s", what);
    return text;
}

/* ---- the search ---------------------------------------------------------- */

static int
is_nested(const saddle_system_t *system)
{
    for (int g = 0; g < system->residual->n_groups; g++)
        if (system->residual->group[g]->n_inner > 0)
            return 1;
    return 0;
}

/* Whose branches the condition speaks of. */
static void
choose_states(search_t *s, const saddle_system_t *system)
{
    s->n_states = 1;
    s->state[0] = system->state[0];
    if (s->condition == SADDLE_IS_COEXISTENCE)
    {
        s->n_states = 2;
        s->state[1] = system->state[1] != NULL ? system->state[1]
                                               : "informed";
    }
    else if (s->condition == SADDLE_IS_INSTABILITY && system->boundary >= 0)
        s->state[0] = s->model->boundary[system->boundary].name;
    else if (system->boundary < 0 && system->n == 1)
        s->n_states = 0;
}

static void
search(search_t *s)
{
    search_branches(s);
    if (s->condition == SADDLE_IS_FOLD)
        folds(s);
    for (int i = 0; i < s->n && s->condition != SADDLE_IS_FOLD; i++)
        if (s->n_states < 2)
            crossing_find(s, s->branch[i], NULL);
        else
            for (int k = 0; k < s->n; k++)
                if (i != k && s->branch[i]->seen[0] && s->branch[k]->seen[1])
                    crossing_find(s, s->branch[i], s->branch[k]);
    drop_shadows(s);
}

static const saddle_system_t *
find_threshold(const saddle_model_t *model, const char *name)
{
    for (int k = 0; k < model->n_systems; k++)
        if (model->system[k]->kind == SADDLE_THRESHOLD
            && strcmp(model->system[k]->name, name) == 0)
            return model->system[k];
    return NULL;
}

int
solve_threshold(solve_result_t *candidate, int max,
                const saddle_model_t *model, const char *name,
                const double *p, const char *const *parameter_text, double lo,
                double hi, const solve_options_t *options, const char **why)
{
    search_t *s = calloc(1, sizeof *s);
    const char **text = calloc(model->n_parameters + 1, sizeof *text);
    double *env = solve_new_env(model, p);
    const saddle_system_t *system = find_threshold(model, name);
    int n = -1;

    *why = NULL;
    if (s == NULL || text == NULL || env == NULL || system == NULL)
    {
        *why = system == NULL ? "there is no such threshold"
                              : "out of memory";
        goto end;
    }
    s->model = model;
    s->name = name;
    s->condition = system->condition;
    s->parameter = system->unknown[system->n - 1];
    s->env = env;
    for (int k = 0; k < model->n_parameters && parameter_text != NULL; k++)
        if (model->n_orders + k != s->parameter)
            text[k] = parameter_text[k];
    s->text = text;
    s->options = options;
    s->lo = lo;
    s->hi = hi;
    s->candidate = candidate;
    s->max = max;
    s->nested = is_nested(system);
    choose_states(s, system);
    n = 0;
    if (!(lo < hi) || !isfinite(lo) || !isfinite(hi))
        *why = "the range of the parameter is empty";
    else if (!solve_parameters_inside(model, env,
                                      s->parameter - model->n_orders))
        *why = "a parameter lies outside its domain";
    else
    {
        search(s);
        n = s->found;
        *why = n == 0 ? reason(s) : NULL;
    }
end:
    for (int k = 0; s != NULL && k < s->n; k++)
        branch_free(s->branch[k]);
    free(env);
    free(text);
    free(s);
    return n;
}
