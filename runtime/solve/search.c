/* runtime/solve/search.c -- the branches that a threshold can lie on. */
#include "search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_EVERY 4       /* grid points, where a branch is known ...      */
#define NESTED_EVERY 8     /* ... and anywhere with nested integrals        */

const saddle_system_t *
search_system(const search_t *s, int boundary, int other)
{
    for (int k = 0; k < s->model->n_systems; k++)
    {
        const saddle_system_t *system = s->model->system[k];

        if (system->kind == SADDLE_THRESHOLD && system->boundary == boundary
            && (s->condition != SADDLE_IS_COEXISTENCE
                || system->other == other)
            && strcmp(system->name, s->name) == 0)
            return system;
    }
    return NULL;
}

int
search_progress(search_t *s, double done)
{
    const solve_options_t *o = s->options;

    if (o->progress != NULL
        && o->progress(o->ctx, "scan of the parameter", done))
        s->interrupted = 1;
    return !s->interrupted;
}

/* ---- one value of the parameter ------------------------------------------ */

static int
look(search_t *s, double p, const char *state, solve_result_t *r)
{
    double *env = solve_new_env(s->model, s->env + s->model->n_orders);

    memset(r, 0, sizeof *r);
    if (env == NULL)
        return 0;
    env[s->parameter] = p;
    solve_state_env(r, s->model, env, s->text, state, s->options);
    free(env);
    s->interrupted |= r->end == SOLVE_INTERRUPTED;
    if (r->end == SOLVE_CONVERGED || r->end == SOLVE_BOUNDARY)
    {
        s->solved++;
        return 1;
    }
    s->failed = r->why;
    s->failed_at = p;
    solve_result_clear(r);
    return 0;
}

/* Without a natural map the states are the outermost solutions that were
   found: one that lies further out is the state. */
static int
is_beyond(const search_t *s, const branch_t *b, const double *env,
          const double *found, const char *state)
{
    int v = b->system->n > 0 ? b->system->unknown[0] : -1;

    if (v < 0 || solve_has_map(b->system) || s->model->order[v].stage != 0)
        return 0;
    return state != NULL && strcmp(state, "informed") == 0
               ? env[v] > found[v]
           : state == NULL || strcmp(state, "uninformed") == 0
               ? env[v] < found[v] : 0;
}

int
search_is_state(search_t *s, const branch_t *b, const double *env, int which)
{
    solve_result_t r;
    int same;

    if (b->system == NULL)
        return 1;
    /* Newton from a grid may miss what the branch has found */
    if (!look(s, env[s->parameter], s->state[which], &r))
        return b->system->n > 0 && !solve_has_map(b->system) ? 1 : -1;
    same = (r.boundary == b->boundary && branch_same(s, b, r.env, env))
           || is_beyond(s, b, env, r.env, s->state[which]);
    solve_result_clear(&r);
    return same;
}

/* ---- branches ------------------------------------------------------------ */

/* The branch that has this solution, or NULL. */
static branch_t *
known(search_t *s, int boundary, const double *env)
{
    double p = env[s->parameter];

    for (int k = 0; k < s->n; k++)
    {
        branch_t *b = s->branch[k];
        const point_t *at = branch_near(b, p);

        if (b->boundary == boundary && at->p == p
            && branch_same(s, b, at->env, env))
            return b;
    }
    return NULL;
}

static branch_t *
add_branch(search_t *s, int system, int boundary, const char *state,
           const double *env)
{
    branch_t *b = known(s, boundary, env);

    if (b != NULL || s->n == SEARCH_BRANCHES)
        return b;
    b = branch_new(s, system >= 0 ? s->model->system[system] : NULL, boundary,
                   env);
    if (b == NULL)
        return NULL;
    snprintf(b->state, sizeof b->state, "%s", state);
    branch_follow(s, b);
    s->branch[s->n++] = b;
    return b;
}

/* The branch of a state at p. */
static void
visit(search_t *s, double p, int which)
{
    branch_t *b;
    solve_result_t r;

    if (!look(s, p, s->state[which], &r))
        return;
    b = add_branch(s, r.system, r.boundary, r.state, r.env);
    if (b != NULL)
        b->seen[which] = 1;
    solve_result_clear(&r);
}

/* Has a branch that the state was met on a point at p? */
static int
is_covered(const search_t *s, double p, int which)
{
    for (int k = 0; k < s->n; k++)
        if (s->branch[k]->seen[which]
            && branch_near(s->branch[k], p)->p == p)
            return 1;
    return 0;
}

/* Perfect recovery, if the model has it and the spec does not say with which
   states another one coexists. */
static void
add_recovery(search_t *s, double p)
{
    double *env = solve_new_env(s->model, s->env + s->model->n_orders);
    branch_t *b;

    for (int k = 0; k < s->model->n_boundaries && env != NULL; k++)
    {
        if (strcmp(s->model->boundary[k].name, "recovery") != 0)
            continue;
        env[s->parameter] = p;
        solve_fix(s->model, k, env);
        b = add_branch(s, solve_find_system(s->model, k), k,
                       "recovery", env);
        if (b != NULL)
            b->seen[1] = 1;
    }
    free(env);
}

static void
make_grid(search_t *s)
{
    int geometric = s->lo > 0 && s->hi > 10 * s->lo;

    for (int k = 0; k <= SEARCH_GRID; k++)
    {
        double u = (double) k / SEARCH_GRID;

        s->grid[k] = geometric ? s->lo * pow(s->hi / s->lo, u)
                               : s->lo + (s->hi - s->lo) * u;
    }
    s->grid[0] = s->lo;
    s->grid[SEARCH_GRID] = s->hi;
}

void
search_branches(search_t *s)
{
    double *env = solve_new_env(s->model, s->env + s->model->n_orders);

    make_grid(s);
    if (env != NULL && s->n_states == 0)
    {
        env[s->parameter] = s->lo;
        add_branch(s, -1, -1, "limit", env);
        s->solved = 1;
    }
    free(env);
    for (int k = 0; k <= SEARCH_GRID; k++)
        for (int i = 0; i < s->n_states; i++)
            if (k % (s->nested ? NESTED_EVERY : LOOK_EVERY) == 0
                || (!s->nested && !is_covered(s, s->grid[k], i)))
            {
                if (!search_progress(s, 0.7 * k / SEARCH_GRID))
                    return;
                visit(s, s->grid[k], i);
            }
    if (s->n_states == 2 && s->state[0] == NULL)
        add_recovery(s, s->lo);
}
