/* runtime/quadrature/approx.c -- the value of a program in doubles. */
#include "approx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Top-level integrals below this size count as this size: noise around an
   exact zero is then no failure. */
#define HOPELESS_ERROR 1e-3 /* relative: beyond it there is no value */
#define TOP_FLOOR 1e-3
#define TINY 1e-290

static saddle_status_t
worse(saddle_status_t a, saddle_status_t b)
{
    return a == SADDLE_DOMAIN || b == SADDLE_OK ? a : b;
}

saddle_status_t
approx_nodes(approx_pass_t *pass, int n, const double *t)
{
    const saddle_group_t *group = pass->group;
    saddle_status_t status = SADDLE_OK;

    for (int i = 0; i < n && group->n_inner > 0; i++)
    {
        double *value = pass->inner + (size_t) i * group->n_inner_values;

        pass->env[group->n_env] = t[i];
        for (int g = 0; g < group->n_inner; g++)
        {
            status = worse(status, approx_group(group->inner[g], pass->env,
                                                0.1 * pass->tol, TINY, value,
                                                NULL));
            if (status == SADDLE_DOMAIN)
                return status;
            value += group->inner[g]->n_integrands;
        }
    }
    group->integrand(n, t, pass->env, pass->inner, pass->out);
    for (int i = 0; i < n * pass->n; i++)
        if (!isfinite(pass->out[i]))
            return SADDLE_DOMAIN;
    return status;
}

saddle_status_t
approx_group(const saddle_group_t *group, const double *env, double tol,
             double floor, double *value, double *error)
{
    size_t n = group->n_integrands, n_env = group->n_env;
    size_t n_inner = group->n_inner > 0 ? group->n_inner_values : 0;
    size_t room = n_env + 1 + 3 * n + APPROX_BLOCK * (n + n_inner);
    double *work = malloc(room * sizeof *work), *at = work;
    saddle_status_t status = SADDLE_LIMIT;
    approx_pass_t pass = { .group = group, .tol = tol, .floor = floor,
                           .n = (int) n };

    if (work == NULL)
        return SADDLE_LIMIT;
    pass.env = at;
    pass.value = at += n_env + 1;
    pass.size = at += n;
    pass.error = at += n;
    pass.out = at += n;
    pass.inner = at + APPROX_BLOCK * n;
    memcpy(pass.env, env, n_env * sizeof *env);
    memset(pass.value, 0, 3 * n * sizeof *pass.value);

    if (group->weight_gauss && group->lo_infinite && group->hi_infinite
        && group->n_breaks == 0)
        status = approx_trapezoid(&pass);
    if (status == SADDLE_LIMIT)
        status = approx_panels(&pass);
    memcpy(value, pass.value, n * sizeof *value);
    for (size_t k = 0; k < n && error != NULL; k++)
        *error = fmax(*error, pass.error[k] / fmax(1, pass.size[k]));
    free(work);
    return status;
}

saddle_status_t
quad_approx(const saddle_program_t *program, const double *env, double tol,
            double *out, double *error)
{
    double small[64], *integral = small, *at, largest = 0;
    saddle_status_t status = SADDLE_OK;

    if (program->n_integrals > 64)
        integral = malloc(program->n_integrals * sizeof *integral);
    if (integral == NULL)
        return SADDLE_LIMIT;
    at = integral;
    for (int g = 0; g < program->n_groups; g++)
    {
        double own = 0;
        saddle_status_t one = approx_group(program->group[g], env, tol,
                                           TOP_FLOOR, at, &own);

        /* What was not computed at all must not look like a number; the
           outputs that do not depend on it are still good. */
        if (one == SADDLE_DOMAIN || !(own < HOPELESS_ERROR))
            for (int k = 0; k < program->group[g]->n_integrands; k++)
                at[k] = NAN;
        at += program->group[g]->n_integrands;
        largest = fmax(largest, own);
        status = worse(status, one);
    }
    program->assemble(env, integral, out);
    for (int k = 0; k < program->n_outputs; k++)
        if (isnan(out[k]))
            status = SADDLE_DOMAIN;
    if (error != NULL)
        *error = largest;
    if (integral != small)
        free(integral);
    return status;
}
