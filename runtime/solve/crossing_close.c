/* runtime/solve/crossing_close.c -- a change of sign closed in upon. */
#include "crossing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_HALVINGS 60
#define JUMP_LOOKS 10      /* then the values must have come closer         */
#define NEWTON_STEPS 20

static void
name_result(const track_t *t, solve_result_t *r)
{
    r->end = SOLVE_CONVERGED;
    r->boundary = t->branch[0]->boundary;
    for (r->system = 0; t->s->model->system[r->system] != t->system;
         r->system++)
        ;
    solve_name(r, t->branch[0]->state);
}

/* Newton on the whole system from a sample between a and b. */
static int
polish(track_t *t, const sample_t *from, double a, double b, solve_result_t *r)
{
    search_t *s = t->s;
    size_t bytes = solve_env_size(s->model) * sizeof(double);
    solve_task_t task = { .model = s->model, .options = s->options };
    double p, slack = 1e-9 * (fabs(a) + fabs(b));

    memset(r, 0, sizeof *r);
    r->env = malloc(bytes);
    if (r->env == NULL)
        return 0;
    memcpy(r->env, from->env, bytes);
    task.system = t->system;
    task.newton_steps = NEWTON_STEPS;
    if (solve_damped_newton(&task, r->env, &r->residual)
        && (p = r->env[s->parameter]) >= a - slack && p <= b + slack
        && branch_at(s, t->branch[0], p, t->other)
        && branch_same(s, t->branch[0], t->other, r->env))
    {
        name_result(t, r);
        r->error = task.error;
        r->iterations = task.iterations;
        return 1;
    }
    solve_result_clear(r);
    return 0;
}

/* Where the derivatives are too noisy for Newton: the sample itself. */
static int
settle(track_t *t, const sample_t *at, solve_result_t *r)
{
    search_t *s = t->s;
    size_t bytes = solve_env_size(s->model) * sizeof(double);

    memset(r, 0, sizeof *r);
    r->env = malloc(bytes);
    if (r->env == NULL)
        return 0;
    memcpy(r->env, at->env, bytes);
    name_result(t, r);
    r->residual = fabs(at->value);
    return 1;
}

int
crossing_close_in(track_t *t, const sample_t *left, const sample_t *right,
                  solve_result_t *r)
{
    search_t *s = t->s;
    sample_t a = *left, b = *right, at;
    double spread = fabs(a.value - b.value);
    int found = polish(t, fabs(a.value) < fabs(b.value) ? &a : &b, a.p, b.p,
                       r);

    for (int i = 0; i < MOST_HALVINGS && !found && !s->interrupted; i++)
    {
        double u = a.value / (a.value - b.value), p;
        sample_t *old;

        if (i % 3 == 2 || !isfinite(u))
            u = 0.5;
        u = fmin(fmax(u, 0.02), 0.98);
        p = a.p + u * (b.p - a.p);
        /* a jump of the equation is not a solution */
        if (i >= JUMP_LOOKS && fabs(a.value - b.value) > 0.5 * spread)
        {
            s->failed = "the equation jumps over zero";
            break;
        }
        if (!(b.p - a.p > NARROW * (fabs(a.p) + fabs(b.p)) && p > a.p
              && p < b.p))
        {
            found = settle(t, fabs(a.value) < fabs(b.value) ? &a : &b, r);
            break;
        }
        at = crossing_sample(t, p);
        if (at.env == NULL)
            break;
        found = polish(t, &at, a.p, b.p, r);
        old = (a.value > 0) == (at.value > 0) ? &a : &b;
        if (old->env != left->env && old->env != right->env)
            free(old->env);
        *old = at;
    }
    if (a.env != left->env)
        free(a.env);
    if (b.env != right->env)
        free(b.env);
    return found;
}
