/* runtime/solve/domain.c -- domains of order parameters and parameters.
 * Other unknowns of a threshold have none. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>

#define MAX_VARIABLES 256

static void
one_range(const saddle_variable_t *v, const double *end, solve_range_t *range)
{
    range->lo = v->lo_infinite ? -INFINITY : end[0];
    range->hi = v->hi_infinite ? INFINITY : end[1];
    range->lo_open = v->lo_open;
    range->hi_open = v->hi_open;
}

static int
ends(const saddle_program_t *program, int n, const double *env, double *end)
{
    if (program == NULL)
    {
        for (int i = 0; i < 2 * n; i++)
            end[i] = 0;
        return 1;
    }
    return quad_approx(program, env, SOLVE_QUAD_TOL, end, NULL)
           != SADDLE_DOMAIN;
}

int
solve_ranges(const saddle_model_t *model, const double *env, int count,
             const int *variable, solve_range_t *range)
{
    double order[2 * MAX_VARIABLES], parameter[2 * MAX_VARIABLES];
    int have_order = 0, have_parameter = 0;

    if (model->n_orders > MAX_VARIABLES || model->n_parameters > MAX_VARIABLES)
        return 0;
    for (int i = 0; i < count; i++)
    {
        int v = variable[i], k = v - model->n_orders;

        if (k < 0)
        {
            if (!have_order
                && !ends(model->order_domain, model->n_orders, env, order))
                return 0;
            have_order = 1;
            one_range(model->order + v, order + 2 * v, range + i);
        }
        else if (k >= model->n_parameters)
            range[i] = (solve_range_t){ -INFINITY, INFINITY, 1, 1 };
        else
        {
            if (!have_parameter
                && !ends(model->parameter_domain, model->n_parameters, env,
                         parameter))
                return 0;
            have_parameter = 1;
            one_range(model->parameter + k, parameter + 2 * k, range + i);
        }
    }
    return 1;
}

static int
is_inside(double x, const solve_range_t *r)
{
    return isfinite(x) && (x > r->lo || (!r->lo_open && x == r->lo))
           && (x < r->hi || (!r->hi_open && x == r->hi));
}

int
solve_inside(const saddle_model_t *model, const double *env, int count,
             const int *variable)
{
    for (int i = 0; i < count; i++)
    {
        solve_range_t r;

        if (!solve_ranges(model, env, 1, variable + i, &r)
            || !is_inside(env[variable[i]], &r))
            return 0;
    }
    return 1;
}

double
solve_width(const solve_range_t *range)
{
    return isfinite(range->lo) && isfinite(range->hi) ? range->hi - range->lo
                                                      : 1;
}

int
solve_parameters_inside(const saddle_model_t *model, const double *env,
                        int except)
{
    for (int k = 0; k < model->n_parameters; k++)
    {
        int v = model->n_orders + k;

        if (k != except && !solve_inside(model, env, 1, &v))
            return 0;
    }
    return 1;
}
