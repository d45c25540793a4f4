/* runtime/quadrature/approx_nested.c -- integrands at nodes, with the integrals
 * inside. */
#include "approx.h"

#include <math.h>

#define TINY 1e-290
#define VANISHED 1e-75 /* powers of such an inner integral underflow        */
#define INNER_TOL 3e-14 /* no inner integral is asked for more than that    */
#define MOST_LEEWAY 1e7

saddle_status_t
approx_worse(saddle_status_t a, saddle_status_t b)
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
inner_values(approx_pass_t *pass, int i, double t, double tol)
{
    const saddle_group_t *group = pass->group;
    size_t at = (size_t) i * (size_t) group->n_inner_values;
    saddle_status_t status = SADDLE_OK;

    pass->env[group->n_env] = t;
    for (int g = 0; g < group->n_inner && status != SADDLE_DOMAIN; g++)
    {
        status = approx_worse(status,
                              approx_group(group->inner[g], pass->env, tol,
                                           TINY, pass->rows, pass->inner + at,
                                           pass->blur + at, NULL));
        at += (size_t) group->inner[g]->n_integrands;
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

/* Inner integrals are coarser where the weight is small, then better where
   that shows. */
static saddle_status_t
nested_nodes(approx_pass_t *pass, int n, const double *t)
{
    saddle_status_t status = SADDLE_OK;
    double tol = fmax(0.1 * pass->tol, INNER_TOL);
    int again = 0;

    for (int i = 0; i < n && status != SADDLE_DOMAIN; i++)
        status = approx_worse(status,
                              inner_values(pass, i, t[i],
                                           tol * leeway(pass, t[i])));
    if (status == SADDLE_DOMAIN)
        return status;
    integrand(pass, n, t);
    note_peaks(pass, n, t);
    for (int i = 0; i < n && status != SADDLE_DOMAIN; i++)
    {
        double coarser = leeway(pass, t[i]);

        if (coarser == 1 || coarser * share(pass, n, i, t) <= 1)
            continue;
        status = approx_worse(status, inner_values(pass, i, t[i], tol));
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

void
approx_noise(approx_pass_t *pass, int n, const double *t)
{
    const saddle_group_t *group = pass->group;
    size_t n_inner = (size_t) group->n_inner_values;

    for (size_t i = 0; i < (size_t) n * n_inner; i++)
        pass->blur[i] = pass->inner[i]
                        + (i % n_inner % 2 ? -0.8 : 1) * pass->blur[i];
    group->integrand(n, t, pass->env, pass->blur, pass->noise);
    for (size_t i = 0; i < (size_t) n * (size_t) pass->n; i++)
    {
        double change = fabs(pass->noise[i] - pass->out[i]);

        pass->noise[i] = isfinite(change) ? change : fabs(pass->out[i]);
    }
}
