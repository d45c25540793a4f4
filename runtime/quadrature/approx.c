/* runtime/quadrature/approx.c -- the value of a program in doubles. */
#include "approx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Top-level integrals below this size count as this size: noise around an
   exact zero is then no failure. */
#define HOPELESS_ERROR 1e-3 /* relative: beyond it there is no value */
#define TOP_FLOOR 1e-3
#define ROUNDING 4e-15 /* of an integral's size                              */

static void
set_field(approx_pass_t *pass)
{
    double mean_width[2];

    pass->group->field(pass->env, mean_width);
    pass->mean = mean_width[0];
    pass->width = mean_width[1];
}

/* Are all inner integrals over fields?  The nodes of panels are the same for
   all values of outer variables, and so are the rows; those of approx_line
   follow the integrand. */
static int
is_over_rows(const approx_pass_t *pass)
{
    const saddle_group_t *group = pass->group;
    int all = pass->rows != NULL && group->n_inner > 0;

    for (int g = 0; g < group->n_inner; g++)
        all &= group->inner[g]->field != NULL;
    return all;
}

/* The rules for what has no kinks. */
static saddle_status_t
smooth(approx_pass_t *pass)
{
    const saddle_group_t *group = pass->group;

    if (group->field != NULL && pass->rows != NULL)
        return approx_field(pass);
    if (!group->weight_gauss && is_over_rows(pass))
        return SADDLE_LIMIT;
    if (!group->lo_infinite || !group->hi_infinite)
        return SADDLE_LIMIT;
    return group->weight_gauss ? approx_trapezoid(pass) : approx_line(pass);
}

saddle_status_t
approx_group(const saddle_group_t *group, const double *env, double tol,
             double floor, approx_rows_t *rows, double *value, double *blur,
             double *error)
{
    size_t n = group->n_integrands, n_env = group->n_env;
    size_t n_inner = group->n_inner > 0 ? group->n_inner_values : 0;
    size_t room = n_env + 1 + 4 * n + APPROX_BLOCK * 2 * (n + n_inner);
    double *work = malloc(room * sizeof *work), *at = work;
    saddle_status_t status = SADDLE_LIMIT;
    approx_pass_t pass = { .group = group, .rows = rows, .tol = tol,
                           .floor = floor, .n = (int) n };

    if (work == NULL)
        return SADDLE_LIMIT;
    pass.env = at;
    pass.value = at += n_env + 1;
    pass.size = at += n;
    pass.error = at += n;
    pass.peak = at += n;
    pass.out = at += n;
    pass.noise = at += APPROX_BLOCK * n;
    pass.inner = at += APPROX_BLOCK * n;
    pass.blur = at + APPROX_BLOCK * n_inner;
    memcpy(pass.env, env, n_env * sizeof *env);
    memset(pass.value, 0, 4 * n * sizeof *pass.value);

    pass.width = 1;
    if (group->field != NULL)
        set_field(&pass);
    if (group->count)
        status = approx_count(&pass);
    else if (group->n_breaks == 0 && !group->bent)
        status = smooth(&pass);
    if (status == SADDLE_LIMIT && !group->count)
        status = approx_panels(&pass);
    memcpy(value, pass.value, n * sizeof *value);
    for (size_t k = 0; k < n && blur != NULL; k++)
        blur[k] = pass.error[k] + ROUNDING * pass.size[k];
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
    approx_rows_t *rows = NULL;
    saddle_status_t status = SADDLE_OK;

    if (program->n_integrals > 64)
        integral = malloc(program->n_integrals * sizeof *integral);
    if (integral == NULL)
        return SADDLE_LIMIT;
    at = integral;
    for (int g = 0; g < program->n_groups; g++)
    {
        double own = 0;
        saddle_status_t one;

        if (rows == NULL && program->group[g]->n_inner > 0)
            rows = approx_rows_new();
        one = approx_group(program->group[g], env, tol, TOP_FLOOR, rows, at,
                           NULL, &own);

        /* What was not computed at all must not look like a number; the
           outputs that do not depend on it are still good. */
        if (one == SADDLE_DOMAIN || !(own < HOPELESS_ERROR))
            for (int k = 0; k < program->group[g]->n_integrands; k++)
                at[k] = NAN;
        at += program->group[g]->n_integrands;
        largest = fmax(largest, own);
        status = approx_worse(status, one);
    }
    approx_rows_free(rows);
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
