/* runtime/quadrature/flow_mean.c -- averages of emitted flows. */
#include "doubles.h"

#include <math.h>
#include <string.h>

/* the contracts are in runtime/ode/flow.h, which this room does not see */
double saddle_flow_arcsine(double x);
void saddle_flow_integrals(const saddle_program_t *program, const double *env,
                           double *out);
void saddle_flow_mean(int n, const double *covariance,
                      void (*f)(const double *env, const double *integral,
                                double *out),
                      double *env, int n_out, double *out);

enum { FIELDS = 4, OUTPUTS = 64, NODES = 64 };

double
saddle_flow_arcsine(double x)
{
    return asin(x > 1.0 ? 1.0 : x < -1.0 ? -1.0 : x);
}

void
saddle_flow_integrals(const saddle_program_t *program, const double *env,
                      double *out)
{
    saddle_status_t status = quad_approx(program, env, 1e-11, out, NULL);

    for (int i = 0; i < program->n_outputs && status == SADDLE_DOMAIN; i++)
        out[i] = NAN;
}

/* ---- the rule ----------------------------------------------------------- */

typedef struct
{
    int n, rank;
    double factor[FIELDS][FIELDS];      /* of the covariance: u = factor z   */
    int n_nodes;
    double node[NODES], weight[NODES];
    void (*f)(const double *, const double *, double *);
    double *env;
    int n_out;
} rule_t;

/* Cholesky with pivots, so that a singular covariance costs fewer dimensions;
   0 if it is none. */
static int
factorise(rule_t *r, const double *covariance)
{
    double rest[FIELDS][FIELDS], largest = 0.0;
    int n = r->n;

    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            rest[i][j] = covariance[i * n + j];
    for (int i = 0; i < n; i++)
        largest = fmax(largest, rest[i][i]);
    if (!(largest >= 0.0) || isinf(largest))
        return 0;
    memset(r->factor, 0, sizeof r->factor);
    for (r->rank = 0; r->rank < n; r->rank++)
    {
        int p = 0, k = r->rank;
        double root;

        for (int i = 1; i < n; i++)
            if (rest[i][i] > rest[p][p])
                p = i;
        if (rest[p][p] < -1e-9 * largest)
            return 0;
        if (rest[p][p] <= 1e-14 * largest)
            break;
        root = sqrt(rest[p][p]);
        for (int i = 0; i < n; i++)
            r->factor[i][k] = rest[i][p] / root;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                rest[i][j] -= r->factor[i][k] * r->factor[j][k];
    }
    for (int i = 0; i < n; i++)
        if (rest[i][i] < -1e-9 * largest)
            return 0;
    return 1;
}

/* Trapezoidal rule for the normal density: converges like exp(-c/h) for
   functions that are analytic near the real line. */
static void
choose_nodes(rule_t *r)
{
    static const double step[FIELDS + 1] = { 1.0, 0.22, 0.25, 0.32, 0.42 };
    double h = step[r->rank], sum = 0.0;
    int half = (int) ceil(6.8 / h);

    r->n_nodes = 0;
    for (int i = -half; i <= half; i++)
    {
        double z = i * h;

        r->node[r->n_nodes] = z;
        r->weight[r->n_nodes] = exp(-z * z / 2.0);
        sum += r->weight[r->n_nodes++];
    }
    for (int i = 0; i < r->n_nodes; i++)
        r->weight[i] /= sum;
}

/* Fields with the first `depth` directions fixed; nodes of negligible weight
   are left out. */
static void
add_nodes(const rule_t *r, int depth, const double *field, double weight,
          double *sum)
{
    double value[OUTPUTS], next[FIELDS];

    if (depth == r->rank)
    {
        memcpy(r->env, field, (size_t) r->n * sizeof *field);
        r->f(r->env, NULL, value);
        for (int i = 0; i < r->n_out; i++)
            sum[i] += weight * value[i];
        return;
    }
    for (int i = 0; i < r->n_nodes; i++)
    {
        double w = weight * r->weight[i];

        if (w < 1e-13)
            continue;
        for (int k = 0; k < r->n; k++)
            next[k] = field[k] + r->factor[k][depth] * r->node[i];
        add_nodes(r, depth + 1, next, w, sum);
    }
}

void
saddle_flow_mean(int n, const double *covariance,
                 void (*f)(const double *env, const double *integral,
                           double *out),
                 double *env, int n_out, double *out)
{
    const double zero[FIELDS] = { 0.0 };
    rule_t r = { .n = n, .f = f, .env = env, .n_out = n_out };

    for (int i = 0; i < n_out; i++)
        out[i] = NAN;
    if (n > FIELDS || n_out > OUTPUTS || !factorise(&r, covariance))
        return;
    choose_nodes(&r);
    memset(out, 0, (size_t) n_out * sizeof *out);
    add_nodes(&r, 0, zero, 1.0, out);
}
