/* runtime/certify/cover_system.c -- a system over a ball of a parameter. */
#include "cover_work.h"

#include <stdlib.h>

#define TOLERANCE 1e-10

void
cover_parameter(arb_t value, int k, slong prec, void *ctx)
{
    cell_work_t *t = ctx;

    if (k == t->job->along)
        arb_set(value, t->at);
    else
        t->job->certify.parameter(value, k, prec, t->job->certify.ctx);
}

int
cover_fail(cell_work_t *t, const char *why)
{
    t->cell->verdict = CERTIFY_UNDECIDED;
    t->cell->why = why;
    return 0;
}

int
cover_value(cell_work_t *t, arb_ptr out, const saddle_program_t *program,
            arb_srcptr x, slong prec)
{
    const saddle_system_t *s = t->job->system;
    int i, good = 1, n_env = newton_env_size(t->job->model, s);
    arb_ptr env = _arb_vec_init(n_env + s->n);

    newton_environment(env, &t->w, prec);
    for (i = 0; i < s->n; i++)
    {
        arb_set(env + s->unknown[i], x + i);
        arb_set(env + n_env + i, t->cell->slope + i);
    }
    quad_ball(out, program, env, prec, t->options.threads, t->w.cache,
              &t->w.why);
    for (i = 0; i < program->n_outputs; i++)
        good = good && arb_is_finite(out + i);
    _arb_vec_clear(env, n_env + s->n);
    return good;
}

int
cover_slopes(cell_work_t *t, arb_srcptr x, slong prec)
{
    const saddle_system_t *s = t->job->system;
    int i, k, n = s->n, good;
    arb_ptr all = _arb_vec_init(n * (n + 1));

    good = cover_value(t, all, s->slope, x, prec);
    for (i = 0; i < n; i++)
    {
        arb_swap(t->drift + i, all + n * n + i);
        for (k = 0; k < n; k++)
        {
            arb_swap(arb_mat_entry(t->j, i, k), all + i * n + k);
            arb_addmul(t->drift + i, arb_mat_entry(t->j, i, k),
                       t->cell->slope + k, prec);
        }
    }
    _arb_vec_clear(all, n * (n + 1));
    return good;
}

int
cover_middle(cell_work_t *t, double *env)
{
    const saddle_system_t *s = t->job->system;
    double p = arf_get_d(arb_midref(t->middle), ARF_RND_NEAR), residual;
    int i, k, n = s->n, good;
    double *all = malloc((size_t) (n * (n + 1)) * sizeof *all);
    solve_options_t options;
    arb_mat_t right;

    solve_options_default(&options);
    env[t->job->model->n_orders + t->job->along] = p;
    if (all == NULL
        || solve_newton(s, t->job->model, env, &residual, &options)
               != SADDLE_OK
        || quad_approx(s->slope, env, TOLERANCE, all, NULL) == SADDLE_DOMAIN)
    {
        free(all);
        return cover_fail(t, "Newton does not converge here");
    }
    arb_mat_init(right, n, 1);
    for (i = 0; i < n; i++)
    {
        for (k = 0; k < n; k++)
            arb_set_d(arb_mat_entry(t->j, i, k), all[i * n + k]);
        arb_set_d(arb_mat_entry(right, i, 0), -all[n * n + i]);
    }
    good = arb_mat_inv(t->y, t->j, COVER_PRECISION);
    arb_mat_get_mid(t->y, t->y);
    arb_mat_mul(right, t->y, right, COVER_PRECISION);
    for (i = 0; i < n && good; i++)
    {
        arb_ptr slope = t->cell->slope + i;

        arb_set_round(slope, arb_mat_entry(right, i, 0), 30);
        arb_get_mid_arb(slope, slope);
        arb_set_d(t->cell->box + i, env[s->unknown[i]]);
        good = arb_is_finite(slope) && arb_is_finite(t->cell->box + i);
    }
    arb_mat_clear(right);
    free(all);
    return good ? 1 : cover_fail(t, "the Jacobian is singular: a fold or a "
                              "bifurcation");
}
