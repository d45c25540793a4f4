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
#define VANISHED 1e-75 /* powers of such an inner integral underflow        */
#define INNER_TOL 3e-14 /* no inner integral is asked for more than that    */
#define MOST_LEEWAY 1e7
#define COARSE_TOL 1e-6 /* of inner integrals, before it is known what shows */

static saddle_status_t
worse(saddle_status_t a, saddle_status_t b)
{
    return a == SADDLE_DOMAIN || b == SADDLE_OK ? a : b;
}

/* In the tails Z log Z and Z (Z'/Z)^2 are 0, not NaN, where the inner integral
   Z, or a power of it, has underflowed.  (log 0 alone is no such thing.) */
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
inner_values(approx_pass_t *pass, int i, double t, double tol, int rough)
{
    const saddle_group_t *group = pass->group;
    double *value = pass->inner + (size_t) i * group->n_inner_values;
    saddle_status_t status = SADDLE_OK;

    pass->env[group->n_env] = t;
    for (int g = 0; g < group->n_inner && status != SADDLE_DOMAIN; g++)
    {
        status = worse(status, approx_group(group->inner[g], pass->env, tol,
                                            rough, TINY, pass->rows, value,
                                            NULL));
        value += group->inner[g]->n_integrands;
    }
    return status;
}

/* f(t) weight of integrand k at node i, as a share of the largest so far. */
static double
share(const approx_pass_t *pass, int n, int i, const double *t)
{
    double most = 0;

    for (int k = 0; k < pass->n; k++)
    {
        double f = fabs(pass->out[(size_t) k * n + i]);

        if (pass->group->weight_gauss)
            f *= saddle_normal_density(t[i]);
        if (f > most * pass->peak[k])
            most = pass->peak[k] > 0 ? f / pass->peak[k] : 1;
    }
    return most;
}

static void
note_peaks(approx_pass_t *pass, int n, const double *t)
{
    for (int i = 0; i < n; i++)
    {
        double weight = pass->group->weight_gauss
                            ? saddle_normal_density(t[i]) : 1;

        for (int k = 0; k < pass->n; k++)
        {
            double f = weight * fabs(pass->out[(size_t) k * n + i]);

            if (isfinite(f))
                pass->peak[k] = fmax(pass->peak[k], f);
        }
    }
}

static void
integrand(approx_pass_t *pass, int n, const double *t)
{
    const saddle_group_t *group = pass->group;
    double z[APPROX_BLOCK];

    if (group->field != NULL)
    {
        z[0] = pass->mean;
        for (int i = 0; i < n; i++)
            z[i] = pass->mean + pass->width * t[i];
        t = z;
    }
    group->integrand(n, t, pass->env, pass->inner, pass->out);
    forgive(pass, n);
}

/* Do the inner integrals come from rows, so that they cost less when repeated
   than when they are better than need be? */
static int
is_cheap(const approx_pass_t *pass, const saddle_group_t *group)
{
    int cheap = pass->rows != NULL;

    for (int g = 0; g < group->n_inner; g++)
        cheap &= group->inner[g]->field != NULL
                 || (group->inner[g]->n_inner > 0
                     && is_cheap(pass, group->inner[g]));
    return cheap;
}

/* The error of inner integrals before it is known what shows. */
static double
first_tolerance(const approx_pass_t *pass, double t, double tol)
{
    if (is_cheap(pass, pass->group))
        return fmax(tol, COARSE_TOL);
    return pass->group->weight_gauss ? tol * leeway(pass, t) : tol;
}

/* The error of the inner integrals at node i that no integral shows. */
static double
tolerance(const approx_pass_t *pass, int n, int i, const double *t, double tol)
{
    double most = share(pass, n, i, t), first;

    first = first_tolerance(pass, t[i], tol);
    if (is_cheap(pass, pass->group))
        return fmax(tol, fmin(first, 0.1 * tol / most));
    return first / tol * most > 1 ? tol : first;
}

/* Inner integrals first with some error, then better where that shows. */
static saddle_status_t
nested_nodes(approx_pass_t *pass, int n, const double *t)
{
    saddle_status_t status = SADDLE_OK;
    double tol = fmax(0.1 * pass->tol, INNER_TOL);
    int again = 0, rough = pass->rough || is_cheap(pass, pass->group);

    for (int i = 0; i < n && status != SADDLE_DOMAIN; i++)
    {
        saddle_status_t one = inner_values(pass, i, t[i],
                                           first_tolerance(pass, t[i], tol),
                                           rough);

        if (one == SADDLE_DOMAIN || !rough)
            status = worse(status, one);
    }
    if (status == SADDLE_DOMAIN)
        return status;
    integrand(pass, n, t);
    note_peaks(pass, n, t);
    for (int i = 0; i < n && status != SADDLE_DOMAIN; i++)
    {
        double wanted = tolerance(pass, n, i, t, tol);

        if (wanted >= first_tolerance(pass, t[i], tol))
            continue;
        status = worse(status, inner_values(pass, i, t[i], wanted,
                                            pass->rough));
        again = 1;
    }
    if (again && status != SADDLE_DOMAIN)
        integrand(pass, n, t);
    return status;
}

saddle_status_t
approx_nodes(approx_pass_t *pass, int n, const double *t)
{
    saddle_status_t status = SADDLE_OK;

    if (pass->group->n_inner > 0)
        status = nested_nodes(pass, n, t);
    else
        integrand(pass, n, t);
    if (status == SADDLE_DOMAIN)
        return status;
    for (int i = 0; i < n * pass->n; i++)
        if (!isfinite(pass->out[i]))
            return SADDLE_DOMAIN;
    return status;
}

static void
set_field(approx_pass_t *pass)
{
    double mean_width[2];

    pass->group->field(pass->env, mean_width);
    pass->mean = mean_width[0];
    pass->width = mean_width[1];
}

/* The rules for what has no kinks. */
static saddle_status_t
smooth(approx_pass_t *pass)
{
    const saddle_group_t *group = pass->group;

    if (group->field != NULL && pass->rows != NULL)
        return approx_field(pass);
    if (!group->lo_infinite || !group->hi_infinite)
        return SADDLE_LIMIT;
    return group->weight_gauss ? approx_trapezoid(pass) : approx_line(pass);
}

saddle_status_t
approx_group(const saddle_group_t *group, const double *env, double tol,
             int rough, double floor, approx_rows_t *rows, double *value,
             double *error)
{
    size_t n = group->n_integrands, n_env = group->n_env;
    size_t n_inner = group->n_inner > 0 ? group->n_inner_values : 0;
    size_t room = n_env + 1 + 4 * n + APPROX_BLOCK * (n + n_inner);
    double *work = malloc(room * sizeof *work), *at = work;
    saddle_status_t status = SADDLE_LIMIT;
    approx_pass_t pass = { .group = group, .rows = rows, .tol = tol,
                           .rough = rough, .floor = floor, .n = (int) n };

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
        one = approx_group(program->group[g], env, tol, 0, TOP_FLOOR, rows,
                           at, &own);

        /* What was not computed at all must not look like a number; the
           outputs that do not depend on it are still good. */
        if (one == SADDLE_DOMAIN || !(own < HOPELESS_ERROR))
            for (int k = 0; k < program->group[g]->n_integrands; k++)
                at[k] = NAN;
        at += program->group[g]->n_integrands;
        largest = fmax(largest, own);
        status = worse(status, one);
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
