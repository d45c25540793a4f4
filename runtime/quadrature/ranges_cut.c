/* runtime/quadrature/ranges_cut.c -- integrals for wide balls: where the line may
 * be cut, and what lies beyond.
 */
#include "balls.h"
#include "machine_scaled.h"
#include "machine_tail.h"

/* Upper bounds of what lies beyond the cut on one side. */
static void
tails(mag_ptr bound, ball_task_t *task, double cut, int side)
{
    const saddle_group_t *g = task->group;
    scaled_machine_t around;
    tail_machine_t m;
    int k;

    tail_machine_init(&m, scaled_registers(g->ball->n_registers));
    scaled_machine_init(&around, &m.base, g->ball->n_registers,
                        tail_inverse_mills);
    tail_machine_set(&m, task->env, g->n_env, cut, side);
    g->ball->constants(&around.base);
    g->ball->integrand(&around.base);
    for (k = 0; k < g->n_integrands; k++)
    {
        scaled_machine_form(&around, g->ball->outputs[k]);
        tail_machine_integral(bound + k, &m, g->ball->outputs[k], 1);
    }
    scaled_machine_clear(&around);
    tail_machine_clear(&m);
}

/* Upper bounds of what lies beyond the cut; 2: small, 1: finite, 0: not. */
static int
bound_tails(mag_ptr bound, ball_task_t *task, const double *least,
            double cut)
{
    int n = task->group->n_integrands, k, grade = 2;
    mag_ptr left = _mag_vec_init(n);

    tails(bound, task, cut, 1);
    tails(left, task, cut, -1);
    for (k = 0; k < n; k++)
    {
        mag_add(bound + k, bound + k, left + k);
        if (mag_is_inf(bound + k))
            grade = 0;
        else if (grade == 2 && mag_get_d(bound + k) > least[k])
            grade = 1;
    }
    _mag_vec_clear(left, n);
    return grade;
}

double
ranges_cut(mag_ptr bound, ball_task_t *task, const double *least)
{
    static const double place[] = { 5, 6, 8, 11, 16, 24 };
    double cut = 0;
    size_t i;
    int grade;

    for (i = 0; i < sizeof place / sizeof place[0]; i++)
    {
        grade = bound_tails(bound, task, least, place[i]);
        if (grade == 2)
            return place[i];
        if (grade == 1)
            cut = place[i];
    }
    if (cut > 0)
        bound_tails(bound, task, least, cut);
    return cut;
}
