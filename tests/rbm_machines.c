/* tests/rbm_machines.c -- the small machines of the formula sheet. */
#include "rbm_machines.h"
#include "harness.h"

#include <flint/ulong_extras.h>
#include <math.h>
#include <stdlib.h>

#ifdef SADDLE_RBM
static void
make(rbm_t *r, int nv, int nh)
{
    rbm_message_t message;

    if (rbm_init(r, nv, nh, 0, &message) != RBM_OK)
        abort();
}

void
small_machine(rbm_t *r, int which)
{
    int i, j;

    make(r, which == 3 ? 8 : 5, which == 3 ? 5 : 4);
    for (i = 0; i < r->nv; i++)
        for (j = 0; j < r->nh; j++)
            r->w[i * r->nh + j] = which == 3 ? 0.5 * cos(2 * i - 3 * j + 1)
                                  : (which == 1 ? 0.1 : 1)
                                        * sin(3 * i + 5 * j);
    for (i = 0; i < r->nv; i++)
        r->a[i] = which == 3 ? -0.3 + 0.05 * i : 0.1 * cos(i);
    for (j = 0; j < r->nh; j++)
        r->b[j] = which == 3 ? 0.2 * sin(j) : -0.2 + 0.1 * j;
}

void
small_data(double *v, int nv)
{
    int q, i;

    for (q = 0; q < 8; q++)
        for (i = 0; i < nv; i++)
            v[q * nv + i] = sin(1 + (q + 1) * (i + 1)) > 0;
}

void
family_machine(rbm_t *r, double s)
{
    int i, j, k;

    make(r, 20, 16);
    for (i = 0; i < 20; i++)
        for (j = 0; j < 16; j++)
            for (k = 0; k < 2; k++)
            {
                double u = sin(1 + 2.3 * i * (k + 1) + 0.7 * k);
                double w = cos(0.5 + 1.7 * j * (k + 1) + 0.3 * k);

                r->w[i * 16 + j] += s / sqrt(320) * (u > 0 ? 1 : -1)
                                    * (w > 0 ? 1 : -1);
            }
    for (i = 0; i < 20; i++)
        for (j = 0; j < 16; j++)
        {
            r->a[i] -= 0.5 * r->w[i * 16 + j];
            r->b[j] -= 0.5 * r->w[i * 16 + j];
        }
}

static double
normal(void)
{
    double u = ((double) n_randlimb(rng) + 0.5) * 0x1p-64;
    double v = ((double) n_randlimb(rng) + 0.5) * 0x1p-64;

    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

void
random_machine(rbm_t *r, int nv, int nh, double scale)
{
    int i;

    make(r, nv, nh);
    for (i = 0; i < nv * nh; i++)
        r->w[i] = scale * normal();
    for (i = 0; i < nv; i++)
        r->a[i] = normal();
    for (i = 0; i < nh; i++)
        r->b[i] = normal();
}
#endif
