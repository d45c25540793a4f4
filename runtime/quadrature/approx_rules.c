/* runtime/quadrature/approx_rules.c -- the Gauss-Kronrod pair on panels. */
#include "approx_panels.h"

#include <math.h>

#define NODES (APPROX_KRONROD + 2)  /* and one close to each end */
#define AT_ONCE (APPROX_BLOCK / NODES)

double *
panels_row(const panels_t *w, int p, int which)
{
    return w->data + ((size_t) p * ROWS + which) * w->pass->n;
}

static double
place(const panel_t *p, double x, int gauss, double *jacobian)
{
    double t = x;

    *jacobian = 1;
    if (p->side != 0)
    {
        t = p->base + p->side / x;
        *jacobian = 1 / (x * x);
    }
    if (gauss)
        *jacobian *= saddle_normal_density(t);
    return t;
}

/* One integrand on one panel: f times weight at the NODES, in `half` its half
   length; `noise`: what is not known of f.  A kink between an end and the
   nearest Kronrod node is seen by neither rule, but by extrapolation to the
   end. */
static void
rules(panels_t *w, int p, int k, const double *f, const double *noise,
      double half)
{
    double sum = 0, size = 0, blur = 0, gauss = 0, left = 0, right = 0;
    double raw, gap;

    for (int j = 0; j < APPROX_KRONROD; j++)
    {
        double x, wk, wg;

        approx_kronrod(j, &x, &wk, &wg);
        sum += wk * f[j];
        size += wk * fabs(f[j]);
        blur += wk * noise[j];
        gauss += wg * f[j];
        right += approx_end_basis[j] * f[j];
        left += approx_end_basis[j] * f[APPROX_KRONROD - 1 - j];
    }
    raw = fabs(sum - gauss);
    gap = (1 - approx_kronrod_node[0])
          * (fabs(left - f[APPROX_KRONROD])
             + fabs(right - f[APPROX_KRONROD + 1]));
    gap = gap > 1e-14 * size ? gap : 0;
    panels_row(w, p, VALUE)[k] = half * sum;
    panels_row(w, p, SIZE)[k] = half * size;
    panels_row(w, p, BLUR)[k] = half * blur;
    panels_row(w, p, RAW)[k] = half * (raw + gap);
    /* QUADPACK's: the Kronrod value is better than the difference */
    panels_row(w, p, ERROR)[k] = size == 0 ? 0
        : half * (size * fmin(1, pow(200 * raw / size, 1.5)) + gap);
}

/* Panels first .. first + m - 1, m <= AT_ONCE, in one block. */
static int
evaluate(panels_t *w, int first, int m)
{
    approx_pass_t *pass = w->pass;
    double t[APPROX_BLOCK], weight[APPROX_BLOCK], f[NODES], noise[NODES];
    int count = m * NODES, gauss = pass->group->weight_gauss;
    saddle_status_t status;

    for (int i = 0; i < count; i++)
    {
        const panel_t *p = w->panel + first + i / NODES;
        double x, kronrod, other;

        if (i % NODES < APPROX_KRONROD)
            approx_kronrod(i % NODES, &x, &kronrod, &other);
        else
            x = i % NODES == APPROX_KRONROD ? -APPROX_END_NODE
                                            : APPROX_END_NODE;
        t[i] = place(p, 0.5 * (p->a + p->b) + 0.5 * (p->b - p->a) * x, gauss,
                     &weight[i]);
    }
    status = approx_nodes(pass, count, t);
    w->nodes += count;
    if (status != SADDLE_OK)
        w->status = status;
    if (status == SADDLE_DOMAIN)
        return 0;
    if (pass->group->n_inner > 0)
        approx_noise(pass, count, t);
    for (int q = 0; q < m; q++)
        for (int k = 0; k < pass->n; k++)
        {
            const panel_t *p = w->panel + first + q;

            for (int j = 0; j < NODES; j++)
            {
                int i = q * NODES + j;

                f[j] = pass->out[(size_t) k * count + i] * weight[i];
                noise[j] = pass->group->n_inner > 0
                    ? pass->noise[(size_t) k * count + i] * weight[i] : 0;
            }
            rules(w, first + q, k, f, noise, 0.5 * (p->b - p->a));
        }
    return 1;
}

int
panels_evaluate(panels_t *w, int first)
{
    for (int p = first; p < w->n_panels; p += AT_ONCE)
        if (!evaluate(w, p, w->n_panels - p < AT_ONCE ? w->n_panels - p
                                                      : AT_ONCE))
            return 0;
    return 1;
}
