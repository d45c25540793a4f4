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
#define VANISHED 1e-140 /* the square of such an inner integral underflows  */
#define INNER_TOL 3e-14 /* no inner integral is asked for more than that    */
#define MOST_LEEWAY 1e7

static saddle_status_t
worse(saddle_status_t a, saddle_status_t b)
{
    return a == SADDLE_DOMAIN || b == SADDLE_OK ? a : b;
}

/* In the tails Z log Z and Z (Z'/Z)^2 are 0, not NaN, where the inner integral
   Z, or its square, has underflowed.  (log 0 alone is no such thing.) */
static void
forgive(const approx_pass_t *pass, int n)
{
    const saddle_group_t *group = pass->group;

    for (int i = 0; i < n && group->n_inner > 0; i++)
    {
        const double *value = pass->inner + (size_t) i * group->n_inner_values;
        int small = 0, zero = 0;

        for (int j = 0; j < group->n_inner_values; j++)
        {
            small |= fabs(value[j]) < VANISHED;
            zero |= value[j] == 0;
        }
        for (int k = 0; k < pass->n && small; k++)
        {
            double *f = &pass->out[(size_t) k * n + i];

            if (isnan(*f) || (!zero && isinf(*f)))
                *f = 0;
        }
    }
}

/* By how much an inner integral may be coarser at t, where the weight of the
   outer one is small. */
static double
leeway(const approx_pass_t *pass, double t)
{
    double weight = saddle_normal_density(t) / saddle_normal_density(0);

    if (!pass->group->weight_gauss || weight > 1e-2)
        return 1;
    return fmin(1e-2 / weight, MOST_LEEWAY);
}

/* The inner groups at node i. */
static saddle_status_t
inner_values(approx_pass_t *pass, int i, double t, double tol)
{
    const saddle_group_t *group = pass->group;
    double *value = pass->inner + (size_t) i * group->n_inner_values;
    saddle_status_t status = SADDLE_OK;

    pass->env[group->n_env] = t;
    for (int g = 0; g < group->n_inner && status != SADDLE_DOMAIN; g++)
    {
        status = worse(status, approx_group(group->inner[g], pass->env, tol,
                                            TINY, value, NULL));
        value += group->inner[g]->n_integrands;
    }
    return status;
}

/* Does the leeway at node i show in some integral? */
static int
is_too_coarse(approx_pass_t *pass, int n, int i, double t)
{
    double share = leeway(pass, t) * saddle_normal_density(t);

    for (int k = 0; k < pass->n; k++)
        if (share * fabs(pass->out[(size_t) k * n + i]) > pass->peak[k])
            return 1;
    return 0;
}

static void
note_peaks(approx_pass_t *pass, int n, const double *t)
{
    for (int i = 0; i < n; i++)
    {
        double weight = saddle_normal_density(t[i]);

        for (int k = 0; k < pass->n; k++)
            pass->peak[k] = fmax(pass->peak[k],
                                 weight
                                     * fabs(pass->out[(size_t) k * n + i]));
    }
}

saddle_status_t
approx_nodes(approx_pass_t *pass, int n, const double *t)
{
    const saddle_group_t *group = pass->group;
    saddle_status_t status = SADDLE_OK;
    double tol = fmax(0.1 * pass->tol, INNER_TOL);
    int nested = group->n_inner > 0, again = 0;

    for (int i = 0; i < n && nested && status != SADDLE_DOMAIN; i++)
        status = worse(status, inner_values(pass, i, t[i],
                                            tol * leeway(pass, t[i])));
    if (status == SADDLE_DOMAIN)
        return status;
    group->integrand(n, t, pass->env, pass->inner, pass->out);
    if (nested && group->weight_gauss)
    {
        note_peaks(pass, n, t);
        for (int i = 0; i < n; i++)
            if (leeway(pass, t[i]) > 1 && is_too_coarse(pass, n, i, t[i]))
            {
                status = worse(status, inner_values(pass, i, t[i], tol));
                again = 1;
            }
        if (again)
            group->integrand(n, t, pass->env, pass->inner, pass->out);
    }
    forgive(pass, n);
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
    size_t room = n_env + 1 + 4 * n + APPROX_BLOCK * (n + n_inner);
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
    pass.peak = at += n;
    pass.out = at += n;
    pass.inner = at + APPROX_BLOCK * n;
    memcpy(pass.env, env, n_env * sizeof *env);
    memset(pass.value, 0, 4 * n * sizeof *pass.value);

    if (group->count)
        status = approx_count(&pass);
    else if (group->lo_infinite && group->hi_infinite && group->n_breaks == 0
             && !group->bent)
        status = group->weight_gauss ? approx_trapezoid(&pass)
                                     : approx_line(&pass);
    if (status == SADDLE_LIMIT && !group->count)
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
