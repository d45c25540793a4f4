/* compiler/cli/rbm_train_options.c -- what is asked of a training. */
#include "rbm_train.h"
#include "rbm_common.h"

#include <math.h>
#include <string.h>

int
train_choose_law(law_t *law, const data_t *data, const options_t *o)
{
    static const char *const name[] = { "gauss", "gauss-bernoulli",
                                        "truncated" };
    double n = 0, sum = 0, squares = 0;
    int kind, k, i;

    for (kind = 0; kind < 3; kind++)
        if (strcmp(name[kind], o->rbm.visible) == 0)
            break;
    if (kind == 3)
    {
        fprintf(stderr, "saddle: --visible takes binary, gauss, "
                        "gauss-bernoulli or truncated, not '%s'\n",
                o->rbm.visible);
        return 0;
    }
    for (k = 0; k < data->n; k++)
        for (i = 0; i < data->d; i++)
        {
            double x = data_value(data, k, i);
            int counts = kind != 1 || x != 0;

            n += counts;
            sum += counts ? x : 0;
            squares += counts ? x * x : 0;
        }
    sum = n > 0 ? sum / n : 0;
    law->rho = real_or(o->rbm.rho, kind == 1
                       ? n / ((double) data->n * data->d) : 1);
    law->mu = real_or(o->rbm.mean, sum);
    law->s2 = real_or(o->rbm.variance, n > 0 ? squares / n - sum * sum : 1);
    law->lo = kind == 2 ? real_or(o->rbm.low, data->low) : -INFINITY;
    law->hi = kind == 2 ? real_or(o->rbm.high, data->high) : INFINITY;
    if (law_is_valid(law))
        return 1;
    fprintf(stderr, "saddle: no law of visible units: rho=%g mean=%g "
                    "variance=%g on [%g, %g]\n", law->rho, law->mu, law->s2,
            law->lo, law->hi);
    return 0;
}

static int
in_range(double x, double low, double high, const char *name)
{
    if (x >= low && x <= high)
        return 1;
    fprintf(stderr, "saddle: --%s takes a number from %g to %g, not %g\n",
            name, low, high, x);
    return 0;
}

int
train_choose_options(train_options_t *t, const options_t *o)
{
    const rbm_options_t *r = &o->rbm;
    int method = r->method == NULL ? TRAIN_TAP2 : train_method_find(r->method);

    if (method < 0)
    {
        fprintf(stderr, "saddle: --method takes naive, tap2, tap3, cd or pcd, "
                        "not '%s'\n", r->method);
        return 0;
    }
    if (r->forget && r->carry)
    {
        fprintf(stderr, "saddle: --carry and --forget exclude each other\n");
        return 0;
    }
    train_options_default(t, (train_method_t) method);
    t->states = r->forget ? STATES_AT_DATA
                : r->carry ? STATES_CARRIED : STATES_DRAWN;
    t->steps = (int) count_or(r->steps, t->steps);
    t->batch = (int) count_or(r->batch, t->batch);
    t->epochs = (int) count_or(r->epochs, t->epochs);
    t->rate = real_or(r->rate, t->rate);
    t->rate_end = real_or(r->rate_end, t->rate / 20);
    t->momentum = real_or(r->momentum, t->momentum);
    t->l1 = real_or(r->l1, t->l1);
    t->l2 = real_or(r->l2, t->l2);
    t->damping = real_or(r->damping, t->damping);
    t->sigma = real_or(r->sigma, t->sigma);
    t->seed = (unsigned long) count_or(r->seed, 1);
    return in_range(t->rate, 1e-12, 1e6, "rate")
           && in_range(t->rate_end, 1e-12, 1e6, "rate-end")
           && in_range(t->momentum, 0, 0.999999, "momentum")
           && in_range(t->l1, 0, 1e6, "l1") && in_range(t->l2, 0, 1e6, "l2")
           && in_range(t->damping, 0, 0.999999, "damping")
           && in_range(t->sigma, 0, 1e6, "sigma");
}
