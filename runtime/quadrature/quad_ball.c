/* runtime/quadrature/quad_ball.c -- the value of a program in balls. */
#include "balls.h"
#include "machine_real.h"

/* bits of a group beyond those asked for */
#define GUARD_BITS 6

#define WIDE_PREC 32

static saddle_status_t
group_ball(arb_ptr out, ball_task_t *task, int wide)
{
    const saddle_group_t *g = task->group;
    saddle_status_t status = SADDLE_UNPROVED;

    if (g->ball == NULL)
    {
        task->why = "no ball version of an integral";
        return SADDLE_UNPROVED;
    }
    if (g->n_inner > 0)
    {
        task->why = "an integral inside another one that no closed form "
                    "does: such models are solved in doubles only";
        return SADDLE_UNPROVED;
    }
    if (g->n_integrands == 0)
        return SADDLE_OK;
    if (g->weight_gauss && g->lo_infinite && g->hi_infinite
        && (wide || (g->n_breaks == 0 && !g->bent)))
        status = wide ? ranges(out, task) : trapezoid(out, task);
    if (status == SADDLE_UNPROVED && (!wide || task->why == NULL))
        status = panels(out, task);
    return status;
}

static saddle_status_t
assemble(arb_ptr out, const saddle_program_t *p, arb_srcptr env,
         arb_srcptr integral, slong prec, const char **why)
{
    saddle_status_t status = SADDLE_OK;
    real_machine_t m;
    int k;

    real_machine_init(&m, p->ball->n_registers);
    real_machine_set(&m, env, p->n_env, prec + GUARD_BITS);
    m.strict = 1;
    for (k = 0; k < p->n_integrals; k++)
        arb_set(m.r + p->n_env + k, integral + k);
    p->ball->assemble(&m.base);
    for (k = 0; k < p->n_outputs; k++)
    {
        int r = p->ball->outputs[k];

        arb_set_round(out + k, m.r + r, prec);
        if (m.outside[r])
            status = SADDLE_DOMAIN;
        else if (!arb_is_finite(out + k) && status == SADDLE_OK)
            status = SADDLE_UNPROVED;
    }
    if (status != SADDLE_OK)
        *why = status == SADDLE_DOMAIN
               ? "logarithm or root of a negative number"
               : "the formula has no finite enclosure";
    real_machine_clear(&m);
    return status;
}

static saddle_status_t
program_ball(arb_ptr out, const saddle_program_t *program, arb_srcptr env,
             slong prec, int threads, quad_cache_t *cache, const char **why,
             int wide)
{
    saddle_status_t status = SADDLE_OK, last;
    const char *other = NULL;
    quad_cache_t *own = cache == NULL ? quad_cache_new() : NULL;
    arb_ptr integral = _arb_vec_init(program->n_integrals);
    const char *reason = NULL;
    int g, k, done = 0;

    if (program->ball == NULL)
    {
        status = SADDLE_UNPROVED;
        reason = "a sum over counts, or an infinite value, has no "
                 "enclosure";
    }
    for (k = 0; k < program->n_env; k++)
        if (!arb_is_finite(env + k) && status == SADDLE_OK)
        {
            status = SADDLE_UNPROVED;
            reason = "an argument is not finite";
        }
    if (status != SADDLE_OK)
        for (k = 0; k < program->n_outputs; k++)
            arb_indeterminate(out + k);
    else
    {
        for (g = 0; g < program->n_groups; g++)
        {
            ball_task_t task = { program->group[g], env, prec + GUARD_BITS,
                                 threads, own != NULL ? own : cache, NULL };
            saddle_status_t one = group_ball(integral + done, &task,
                                             wide);

            for (k = 0; k < task.group->n_integrands && one != SADDLE_OK; k++)
                arb_indeterminate(integral + done + k);
            done += task.group->n_integrands;
            if (status == SADDLE_OK && one != SADDLE_OK)
            {
                status = one;
                reason = task.why;
            }
        }
        last = assemble(out, program, env, integral, prec, &other);
        if (status == SADDLE_OK && last != SADDLE_OK)
        {
            status = last;
            reason = other;
        }
    }
    if (why != NULL)
        *why = status == SADDLE_OK ? NULL : reason;
    _arb_vec_clear(integral, program->n_integrals);
    quad_cache_free(own);
    return status;
}

saddle_status_t
quad_ball(arb_ptr out, const saddle_program_t *program, arb_srcptr env,
          slong prec, int threads, quad_cache_t *cache, const char **why)
{
    return program_ball(out, program, env, prec, threads, cache, why, 0);
}

saddle_status_t
quad_ranges(arb_ptr out, const saddle_program_t *program, arb_srcptr env,
            quad_cache_t *cache, const char **why)
{
    return program_ball(out, program, env, WIDE_PREC, 1, cache, why, 1);
}
