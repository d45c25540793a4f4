/* runtime/quadrature/approx_count.c -- sums over the counts 0, 1, 2, ...
 *
 * The first terms are added up one by one.  Further out a block of n counts is
 * summed by the Gauss rule of the counting measure on it, whose orthogonal
 * polynomials on [-1, 1] have the recurrence
 *
 *     p_{k+1} = x p_k - b_k p_{k-1},   b_k = k^2 (1 - k^2/n^2)/(4 k^2 - 1)
 *
 * (Gram's), for which the integrand must be analytic between the counts.  The
 * last coefficients of its expansion in them tell whether that resolves the
 * block; else the halves are summed.
 */
#include "approx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 64              /* terms added up one by one                   */
#define ORDER 24
#define LAST_DOUBLING 48
#define EMPTY_DOUBLINGS 12    /* of terms that are 0: large ones may follow  */
#define PI 3.14159265358979323846

typedef struct
{
    double x[ORDER], weight[ORDER];
    double p[ORDER][ORDER];   /* p[j][k]: orthonormal p_k at node j          */
} rule_t;

/* Orthonormal polynomials up to degree ORDER at x; q: and their slopes. */
static void
polynomials(double n, double x, double *p, double *q)
{
    double before = 0;

    p[0] = 1;
    q[0] = 0;
    for (int k = 0; k < ORDER; k++)
    {
        double j = k + 1;
        double root = sqrt(j * j * (1 - j * j / (n * n)) / (4 * j * j - 1));

        p[k + 1] = (x * p[k] - (k > 0 ? before * p[k - 1] : 0)) / root;
        q[k + 1] = (p[k] + x * q[k] - (k > 0 ? before * q[k - 1] : 0)) / root;
        before = root;
    }
}

static void
make_rule(rule_t *r, double n)
{
    double p[ORDER + 1], q[ORDER + 1];

    for (int j = 0; j < ORDER; j++)
    {
        double x = -cos(PI * (j + 0.75) / (ORDER + 0.5)), sum = 0;

        for (int i = 0; i < 12; i++)
        {
            double step;

            polynomials(n, x, p, q);
            step = p[ORDER] / q[ORDER];
            x -= step;
            if (fabs(step) < 1e-15)
                break;
        }
        polynomials(n, x, p, q);
        for (int k = 0; k < ORDER; k++)
        {
            r->p[j][k] = p[k];
            sum += p[k] * p[k];
        }
        r->x[j] = x;
        r->weight[j] = n / sum;
    }
}

/* Adds FIRST terms from a on. */
static saddle_status_t
add_terms(approx_pass_t *pass, double a, double *size)
{
    double t[FIRST];
    saddle_status_t status;

    for (int i = 0; i < FIRST; i++)
        t[i] = a + i;
    status = approx_nodes(pass, FIRST, t);
    for (int k = 0; k < pass->n && status != SADDLE_DOMAIN; k++)
        for (int i = 0; i < FIRST; i++)
        {
            double f = pass->out[(size_t) k * FIRST + i];

            pass->value[k] += f;
            pass->size[k] += fabs(f);
            size[k] += fabs(f);
        }
    return status;
}

/* Adds the counts a ... a + n - 1; `size` gets their sum of |f|. */
static saddle_status_t
add_block(approx_pass_t *pass, double a, double n, double *size)
{
    double t[ORDER], middle = a + 0.5 * (n - 1);
    saddle_status_t status;
    rule_t r;
    int good = 1;

    if (n <= FIRST)
        return add_terms(pass, a, size);
    make_rule(&r, n);
    for (int j = 0; j < ORDER; j++)
        t[j] = middle + 0.5 * n * r.x[j];
    status = approx_nodes(pass, ORDER, t);
    if (status == SADDLE_DOMAIN)
        return status;
    for (int add = 0; add < 2 && good; add++)
        for (int k = 0; k < pass->n && good; k++)
        {
            const double *f = pass->out + (size_t) k * ORDER;
            double sum = 0, all = 0, last = 0, most = 0, error;

            for (int j = 0; j < ORDER; j++)
            {
                sum += r.weight[j] * f[j];
                all += r.weight[j] * fabs(f[j]);
            }
            for (int i = 0; i < ORDER; i++)
            {
                double c = 0;

                for (int j = 0; j < ORDER; j++)
                    c += r.weight[j] * f[j] * r.p[j][i];
                most = fmax(most, fabs(c));
                if (i >= ORDER - 3)
                    last = fmax(last, fabs(c));
            }
            /* the rule is exact up to twice the order */
            error = most > 0 ? last * fmin(1, 100 * last / most) : 0;
            if (!add)
                good = error <= 0.05 * pass->tol
                                    * fmax(pass->size[k] + all, pass->floor);
            else
            {
                pass->value[k] += sum;
                pass->size[k] += all;
                pass->error[k] += error;
                size[k] += all;
            }
        }
    if (good)
        return status;
    status = add_block(pass, a, 0.5 * n, size);
    return status == SADDLE_DOMAIN
               ? status
               : add_block(pass, a + 0.5 * n, 0.5 * n, size);
}

/* What lies beyond blocks of these sizes, each twice as long as the one
   before: their ratio falls where the terms fall faster than any power. */
static double
beyond(double last, double before)
{
    double ratio = before > 0 ? last / before : 1;

    if (last == 0)
        return 0;
    return ratio < 0.5 ? last * ratio / (1 - ratio) : INFINITY;
}

saddle_status_t
approx_count(approx_pass_t *pass)
{
    size_t n = pass->n;
    double *last = calloc(2 * n + 1, sizeof *last), *before = last + n;
    saddle_status_t status = SADDLE_LIMIT;
    int good = 0;

    if (last == NULL)
        return SADDLE_LIMIT;
    status = add_terms(pass, 0, last);
    for (int i = 0; status != SADDLE_DOMAIN && !good && i < LAST_DOUBLING; i++)
    {
        saddle_status_t one;

        memcpy(before, last, n * sizeof *last);
        memset(last, 0, n * sizeof *last);
        one = add_block(pass, ldexp(FIRST, i), ldexp(FIRST, i), last);
        status = one == SADDLE_OK ? status : one;
        good = 1;
        for (size_t k = 0; k < n; k++)
            good &= (pass->size[k] > 0 || i >= EMPTY_DOUBLINGS)
                    && beyond(last[k], before[k])
                           <= 0.1 * pass->tol
                                  * fmax(pass->size[k], pass->floor);
    }
    for (size_t k = 0; k < n && good; k++)
        pass->error[k] += beyond(last[k], before[k]);
    free(last);
    return status == SADDLE_OK && !good ? SADDLE_LIMIT : status;
}
