/* runtime/simulate/tempering.c -- parallel tempering of spins.
 *
 * Replicas at inverse temperatures from beta down to beta/10 (or 1/2, if that
 * is less) are swept by Metropolis steps; neighbours exchange their
 * temperatures with probability min(1, exp((b - b')(E - E'))).
 */
#include "spins.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_START = 2, STEP_FLIPS = 3, STEP_SWAPS = 4 };

typedef struct
{
    double *s, *field;      /* field_i = sum_j J_ij s_j + h                */
    double energy;
} replica_t;

typedef struct
{
    const spins_t *system;
    int n_beta;
    double *beta;
    replica_t *replica;     /* 2 n_beta: two copies                        */
    double *memory, *uniform;
} ladder_t;

static double
energy_of(const spins_t *y, const replica_t *r)
{
    double pairs = cblas_ddot((int) y->n, r->s, 1, r->field, 1), sum = 0;
    size_t i;

    for (i = 0; i < y->n; i++)
        sum += r->s[i];
    return -0.5 * (pairs - y->h * sum) - y->h * sum;
}

static int
ladder_init(ladder_t *l, const spins_t *y, double beta, int n_beta,
            random_t stream)
{
    double hottest = fmin(beta / 10, 0.5);
    size_t n = y->n, i;
    int k;

    *l = (ladder_t){ .system = y, .n_beta = n_beta };
    l->beta = malloc((size_t) n_beta * sizeof *l->beta);
    l->replica = calloc(2 * (size_t) n_beta, sizeof *l->replica);
    l->memory = malloc(4 * (size_t) n_beta * n * sizeof *l->memory);
    l->uniform = malloc(n * sizeof *l->uniform);
    if (l->beta == NULL || l->replica == NULL || l->memory == NULL
        || l->uniform == NULL)
        return 0;
    for (k = 0; k < n_beta; k++)
        l->beta[k] = n_beta == 1 ? beta
                                 : beta * pow(hottest / beta,
                                              k / (n_beta - 1.0));
    for (k = 0; k < 2 * n_beta; k++)
    {
        replica_t *r = l->replica + k;

        r->s = l->memory + 2 * (size_t) k * n;
        r->field = r->s + n;
        if (y->pattern != NULL)
            memcpy(r->s, y->pattern, n * sizeof *r->s);
        else
            random_sign(r->s, n, 1, stream, (uint64_t) k, STEP_START);
        for (i = 0; i < n; i++)
            r->field[i] = y->h;
        cblas_dsymv(CblasRowMajor, CblasLower, (int) n, 1, y->j, (int) n,
                    r->s, 1, 1, r->field, 1);
        r->energy = energy_of(y, r);
    }
    return 1;
}

static void
ladder_clear(ladder_t *l)
{
    free(l->beta);
    free(l->replica);
    free(l->memory);
    free(l->uniform);
}

static void
sweep(ladder_t *l, replica_t *r, double beta)
{
    const spins_t *y = l->system;
    size_t i;

    for (i = 0; i < y->n; i++)
    {
        double rise = 2 * r->s[i] * r->field[i];

        if (rise > 0 && l->uniform[i] >= exp(-beta * rise))
            continue;
        cblas_daxpy((int) y->n, -2 * r->s[i], y->j + i * y->n, 1, r->field, 1);
        r->s[i] = -r->s[i];
        r->energy += rise;
    }
}

static void
swap(ladder_t *l, random_t stream, int step, int copy)
{
    replica_t *r = l->replica + copy * l->n_beta, t;
    double u[64];
    int k;

    random_uniform(u, 64, stream, (uint64_t) (2 * step + copy), STEP_SWAPS);
    for (k = step % 2; k + 1 < l->n_beta; k += 2)
        if (log(u[k]) < (l->beta[k] - l->beta[k + 1])
                            * (r[k].energy - r[k + 1].energy))
        {
            t = r[k];
            r[k] = r[k + 1];
            r[k + 1] = t;
        }
}

static void
add(spins_mean_t *sum, const ladder_t *l)
{
    const spins_t *y = l->system;
    const replica_t *a = l->replica, *b = l->replica + l->n_beta;
    double n = (double) y->n, q, m = 0;
    size_t i;

    q = cblas_ddot((int) y->n, a->s, 1, b->s, 1) / n;
    for (i = 0; i < y->n; i++)
        m += (a->s[i] + b->s[i]) * (y->pattern != NULL ? y->pattern[i] : 1)
             / (2 * n);
    sum->energy += (a->energy + b->energy) / (2 * n);
    sum->q += y->h == 0 ? fabs(q) : q;
    sum->m += m;
}

saddle_status_t
spins_tempering(spins_mean_t *out, const spins_t *y, double beta,
                const tempering_options_t *o, random_t stream)
{
    saddle_status_t status = SADDLE_LIMIT;
    int k, t, kept = 0;
    ladder_t l;

    memset(out, 0, sizeof *out);
    if (ladder_init(&l, y, beta, o->temperatures, stream))
    {
        for (t = 0; t < o->sweeps; t++)
        {
            if (o->tick != NULL && o->tick(o->ctx))
                break;
            for (k = 0; k < 2 * l.n_beta; k++)
            {
                random_uniform(l.uniform, y->n, stream,
                               (uint64_t) t * 128 + (uint64_t) k, STEP_FLIPS);
                sweep(&l, l.replica + k, l.beta[k % l.n_beta]);
            }
            swap(&l, stream, t, 0);
            swap(&l, stream, t, 1);
            if (2 * t >= o->sweeps && ++kept > 0)
                add(out, &l);
            if (4 * t == 3 * o->sweeps - 3 * o->sweeps % 4)
                out->drift = out->energy / (kept > 0 ? kept : 1);
        }
        status = t == o->sweeps && kept > 0 ? SADDLE_OK : SADDLE_LIMIT;
        out->energy /= kept > 0 ? kept : 1;
        out->drift = 2 * (out->energy - out->drift);
        out->q /= kept > 0 ? kept : 1;
        out->m /= kept > 0 ? kept : 1;
    }
    ladder_clear(&l);
    return status;
}
