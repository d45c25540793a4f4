/* runtime/quadrature/tails.c -- where to cut a line, and what is lost. */
#include "balls.h"
#include "machine_tail.h"

#include <math.h>

static void
bounds_with(mag_ptr bound, tail_machine_t *m, const ball_task_t *task,
            double cut, int side)
{
    const saddle_group_t *g = task->group;
    int k;

    tail_machine_set(m, task->env, g->n_env, cut, side);
    g->ball->constants(&m->base);
    g->ball->integrand(&m->base);
    for (k = 0; k < g->n_integrands; k++)
        tail_machine_integral(bound + k, m, g->ball->outputs[k],
                              g->weight_gauss);
}

void
tail_bounds(mag_ptr bound, ball_task_t *task, double cut, int side)
{
    tail_machine_t m;

    tail_machine_init(&m, task->group->ball->n_registers);
    bounds_with(bound, &m, task, cut, side);
    tail_machine_clear(&m);
}

/* The next number of 10 bits. */
static double
short_up(double x)
{
    int shift = 9 - ilogb(x);

    return ldexp(ceil(ldexp(x, shift)), -shift);
}

double
tail_cut(ball_task_t *task, const double *log2_scale, double least, int sides)
{
    int n = task->group->n_integrands, k, side, tries, good = 0;
    double cut = least;
    mag_ptr bound = _mag_vec_init(n);
    tail_machine_t m;

    tail_machine_init(&m, task->group->ball->n_registers);
    for (tries = 0; tries < 120 && !good; tries++)
    {
        if (tries > 0)
            cut = short_up(cut * (tries < 40 ? 1.06 : 1.3));
        if (cut > 1e9)
            break;
        good = 1;
        for (side = -1; side <= 1; side += 2)
            if (sides & (side < 0 ? 1 : 2))
            {
                bounds_with(bound, &m, task, cut, side);
                for (k = 0; k < n && good; k++)
                    good = !mag_is_inf(bound + k)
                           && (mag_is_zero(bound + k)
                               || mag_get_d_log2_approx(bound + k)
                                  < log2_scale[k] - (double) task->prec - 4);
            }
    }
    tail_machine_clear(&m);
    _mag_vec_clear(bound, n);
    return good ? cut : 0;
}
