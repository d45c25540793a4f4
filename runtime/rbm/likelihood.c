/* runtime/rbm/likelihood.c -- what the likelihood of data is made of. */
#include "likelihood.h"
#include "matrix.h"
#include "units.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>

/* b + v W for all rows, malloc'd. */
static double *
hidden_fields(const rbm_t *r, const double *v, int rows, crew_t *crew)
{
    double *x = malloc(at_row(rows, r->nh) * sizeof *x);
    int k;

    if (x == NULL)
        return NULL;
    matrix_all_to_hidden(crew, x, v, r->w, rows, r->nv, r->nh);
    for (k = 0; k < rows; k++)
        cblas_daxpy(r->nh, 1, r->b, 1, x + at_row(k, r->nh), 1);
    return x;
}

int
likelihood_free_energy(double *f, const rbm_t *r, const double *v, int rows,
                       crew_t *crew)
{
    double *x = hidden_fields(r, v, rows, crew);
    int k;

    for (k = 0; x != NULL && k < rows; k++)
        f[k] = -cblas_ddot(r->nv, r->a, 1, v + at_row(k, r->nv), 1)
               - units_softplus_sum(x + at_row(k, r->nh), (size_t) r->nh);
    free(x);
    return x != NULL;
}

static double
mean_of(const double *x, int n)
{
    double sum = 0;
    int k;

    for (k = 0; k < n; k++)
        sum += x[k];
    return sum / n;
}

double
likelihood_mean_free_energy(const rbm_t *r, const double *v, int rows,
                            crew_t *crew)
{
    double *f = malloc((size_t) rows * sizeof *f), mean = NAN;

    if (f != NULL && likelihood_free_energy(f, r, v, rows, crew))
        mean = mean_of(f, rows);
    free(f);
    return mean;
}

/* ---- pseudo-likelihood --------------------------------------------------------- */

enum { PANELS = 16 };          /* of the integral over a real unit          */

typedef struct
{
    const rbm_t *r;
    const double *v, *x;       /* data, hidden fields                       */
    double *out;
} pseudo_t;

/* ln P(v_i | rest) = ln sigmoid(F(flipped) - F(v)). */
static double
binary_term(const pseudo_t *p, const double *x, double v, double here, int i)
{
    double step = 1 - 2 * v;
    double flipped = units_softplus_shifted(x, p->r->w + at_row(i, p->r->nh),
                                            step, (size_t) p->r->nh);

    return -units_softplus(p->r->a[i] * step + flipped - here);
}

/* The exponent of unit i at value t, relative to its value v. */
static double
exponent_at(const pseudo_t *p, const double *x, double v, double t, int i)
{
    return p->r->a[i] * t
           + units_softplus_shifted(x, p->r->w + at_row(i, p->r->nh), t - v,
                                    (size_t) p->r->nh);
}

static double
square(double x)
{
    return x * x;
}

/* ln of rho times the density of the slab: this - (x - mu)^2 / 2 s2. */
static double
slab_top(const law_t *l)
{
    law_t slab = *l;
    double x = fmin(fmax(l->mu, l->lo), l->hi);

    slab.rho = 1;
    return log(l->rho) + law_log_density(&slab, x)
           + square(x - l->mu) / (2 * l->s2);
}

/* ln sum exp */
static double
log_sum(const double *x, int n)
{
    double most = -INFINITY, sum = 0;
    int k;

    for (k = 0; k < n; k++)
        most = fmax(most, x[k]);
    for (k = 0; k < n; k++)
        sum += exp(x[k] - most);
    return most + log(sum);
}

/* ln of the density of v_i given the rest, with respect to P0_i. */
static double
real_term(const pseudo_t *p, const double *x, double v, double here, int i)
{
    static const double node[10] = {
        0.0765265211334973337, 0.227785851141645078, 0.373706088715419561,
        0.510867001950827098, 0.636053680726515026, 0.746331906460150792,
        0.839116971822218823, 0.912234428251325906, 0.963971927277913791,
        0.993128599185094925,
    };
    static const double weight[10] = {
        0.152753387130725851, 0.149172986472603747, 0.142096109318382051,
        0.131688638449176626, 0.118194531961518417, 0.101930119817240435,
        0.0832767415767047487, 0.062672048334109064, 0.0406014298003869413,
        0.0176140071391521183,
    };
    const law_t *l = p->r->law + i;
    double own = p->r->a[i] * v + here, width = 10 * sqrt(l->s2);
    /* the slab, and where its tilt by at most |a| + sum|W| can move it */
    double tilt = fabs(p->r->a[i])
                  + cblas_dasum(p->r->nh, p->r->w + at_row(i, p->r->nh), 1);
    double lo = fmax(l->lo, l->mu - width - l->s2 * tilt);
    double hi = fmin(l->hi, l->mu + width + l->s2 * tilt);
    int panel, k, n = 0;
    int panels = (int) fmin(PANELS, ceil((hi - lo) / width * 8) + 1);
    double half = 0.5 * (hi - lo) / panels, term[20 * PANELS + 1];
    double top = slab_top(l);

    for (panel = 0; panel < panels; panel++)
        for (k = 0; k < 20; k++)
        {
            double t = lo + half * (2 * panel + 1)
                       + half * (k & 1 ? node[k / 2] : -node[k / 2]);

            term[n++] = top - square(t - l->mu) / (2 * l->s2)
                        + log(half * weight[k / 2])
                        + exponent_at(p, x, v, t, i);
        }
    if (l->rho < 1)
        term[n++] = log1p(-l->rho) + exponent_at(p, x, v, 0, i);
    return own - log_sum(term, n);
}

static void
pseudo_task(void *ctx, int k)
{
    const pseudo_t *p = ctx;
    const double *v = p->v + at_row(k, p->r->nv);
    const double *x = p->x + at_row(k, p->r->nh);
    double here = units_softplus_sum(x, (size_t) p->r->nh), sum = 0;
    int i;

    for (i = 0; i < p->r->nv; i++)
        sum += p->r->law != NULL ? real_term(p, x, v[i], here, i)
                                 : binary_term(p, x, v[i], here, i);
    p->out[k] = sum;
}

double
likelihood_pseudo(const rbm_t *r, const double *v, int rows, crew_t *crew)
{
    double *x = hidden_fields(r, v, rows, crew), mean = NAN;
    double *out = malloc((size_t) rows * sizeof *out);
    pseudo_t p = { r, v, x, out };

    if (x != NULL && out != NULL)
    {
        crew_run(crew, rows, pseudo_task, &p);
        mean = mean_of(out, rows);
    }
    free(out);
    free(x);
    return mean;
}

/* ---- reconstruction -------------------------------------------------------------- */

double
likelihood_reconstruction(const rbm_t *r, const double *v, int rows,
                          crew_t *crew)
{
    double *h = hidden_fields(r, v, rows, crew), sum = 0, variance;
    double *back = malloc(at_row(rows, r->nv) * sizeof *back);
    int k, i;

    if (h == NULL || back == NULL)
        sum = NAN;
    else
    {
        units_sigmoids(h, at_row(rows, r->nh));
        matrix_all_to_visible(crew, back, h, r->w, rows, r->nv, r->nh);
        for (k = 0; k < rows; k++)
            for (i = 0; i < r->nv; i++)
            {
                double field = r->a[i] + back[at_row(k, r->nv) + i], mean;

                if (r->law != NULL)
                    law_tilt(r->law + i, field, 0, &mean, &variance);
                else
                    mean = units_sigmoid(field);
                mean -= v[at_row(k, r->nv) + i];
                sum += mean * mean;
            }
    }
    free(back);
    free(h);
    return sum / ((double) rows * r->nv);
}
