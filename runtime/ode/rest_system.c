/* runtime/ode/rest_system.c -- what must vanish at a fixed point, in balls. */
#include "rest_system.h"

#include "gram.h"

#include <stdlib.h>
#include <string.h>

/* The coordinate that entry `place` of the state has; and the entry that
   stands for a coordinate. */
static void
set_alike(rest_system_t *s)
{
    const saddle_flow_t *f = s->flow;
    int k, l, m, last = f->teachers + 1;

    for (k = 0; k < f->students; k++)
    {
        for (m = 0; m < f->teachers; m++)
            s->seed[gram_place_r(f, k, m) * s->n + m] = 1;
        for (l = k; l < f->students; l++)
            s->seed[gram_place_q(f, k, l) * s->n + f->teachers] = 1;
        if (f->learned)
            s->seed[gram_place_v(f, k) * s->n + last] = 1;
    }
    for (m = 0; m < f->teachers; m++)
        s->output[m] = gram_place_r(f, 0, m);
    s->output[f->teachers] = gram_place_q(f, 0, 0);
    if (f->learned)
        s->output[last] = gram_place_v(f, 0);
}

int
rest_system_init(rest_system_t *s, const fixed_plan_t *plan, arb_srcptr theta,
            int alike)
{
    const saddle_flow_t *f = plan->flow;
    int k;

    memset(s, 0, sizeof *s);
    s->flow = f;
    s->program = f->ball_slope[plan->limit];
    s->theta = theta;
    s->alike = alike;
    s->n = alike ? fixed_alike_size(f) : f->n_state;
    s->n_env = f->n_state + f->n_parameters;
    s->seed = calloc((size_t) s->n_env * (size_t) s->n, 1);
    s->output = calloc((size_t) s->n, sizeof *s->output);
    if (s->seed == NULL || s->output == NULL)
        return 0;
    if (alike)
        set_alike(s);
    for (k = 0; k < s->n && !alike; k++)
        s->seed[k * s->n + (s->output[k] = k)] = 1;
    s->env = _arb_vec_init(s->n_env);
    s->value = _arb_vec_init(f->n_state);
    s->slope = _arb_vec_init((slong) f->n_state * s->n);
    s->has_machine = dual_init(&s->machine, s->program->n_registers, s->n);
    return s->has_machine;
}

void
rest_system_clear(rest_system_t *s)
{
    if (s->has_machine)
        dual_clear(&s->machine);
    if (s->slope != NULL)
        _arb_vec_clear(s->slope, (slong) s->flow->n_state * s->n);
    if (s->value != NULL)
        _arb_vec_clear(s->value, s->flow->n_state);
    if (s->env != NULL)
        _arb_vec_clear(s->env, s->n_env);
    free(s->output);
    free(s->seed);
}

/* The whole state of coordinates x: each entry is one of them. */
static void
place(rest_system_t *s, arb_srcptr x)
{
    int i, k, states = s->flow->n_state;

    for (k = 0; k < states; k++)
        for (i = 0; i < s->n; i++)
            if (s->seed[k * s->n + i] != 0)
                arb_set(s->env + k, x + i);
    for (k = states; k < s->n_env; k++)
        arb_set(s->env + k, s->theta + k - states);
}

int
rest_system_run(rest_system_t *s, arb_srcptr x, int derivatives, slong prec)
{
    place(s, x);
    return dual_run(s->value, derivatives ? s->slope : NULL, &s->machine,
                    s->program, s->flow->n_state, s->env, s->n_env, s->seed,
                    prec);
}
