/* compiler/cli/rbm_train_again.c -- options given again with --resume. */
#include "rbm_train.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define AGAIN(name, field, whole)                                             \
    { name, offsetof(rbm_options_t, field), offsetof(train_options_t, field), \
      whole }

/* Numbers that a training keeps from its beginning; counts are positive, reals
   not NaN, when they are given. */
static const struct
{
    const char *option;
    size_t given, begun;
    int whole;
} number[] = {
    AGAIN("steps", steps, 1), AGAIN("batch", batch, 1),
    AGAIN("rate", rate, 0), AGAIN("rate-end", rate_end, 0),
    AGAIN("momentum", momentum, 0), AGAIN("l1", l1, 0), AGAIN("l2", l2, 0),
    AGAIN("damping", damping, 0), AGAIN("sigma", sigma, 0),
};

static int
same(const options_t *o, const char *option, double given, double begun)
{
    if (given == begun)
        return 1;
    fprintf(stderr, "saddle: --%s %.10g: the training of %s was begun with "
                    "%.10g, and --resume keeps it\n", option, given, o->output,
            begun);
    return 0;
}

static int
same_word(const options_t *o, const char *option, const char *given,
          const char *begun)
{
    if (given == NULL || strcmp(given, begun) == 0)
        return 1;
    fprintf(stderr, "saddle: --%s %s: the training of %s was begun with %s, "
                    "and --resume keeps it\n", option, given, o->output,
            begun);
    return 0;
}

static int
same_numbers(const train_options_t *t, const options_t *o, int n)
{
    const char *given = (const char *) &o->rbm, *begun = (const char *) t;
    double x, y;
    size_t k;

    for (k = 0; k < sizeof number / sizeof number[0]; k++)
    {
        if (number[k].whole)
        {
            x = (double) *(const long *) (given + number[k].given);
            y = *(const int *) (begun + number[k].begun);
            x = !(x > 0) || (y == n && x > n) ? y : x;
        }
        else
        {
            y = *(const double *) (begun + number[k].begun);
            x = real_or(*(const double *) (given + number[k].given), y);
        }
        if (!same(o, number[k].option, x, y))
            return 0;
    }
    return 1;
}

static int
same_law(const rbm_t *r, const options_t *o)
{
    const char *units = r->law == NULL ? "binary"
                        : isfinite(r->law->lo) ? "truncated"
                        : r->law->rho < 1 ? "gauss-bernoulli" : "gauss";
    law_t l = { NAN, NAN, NAN, NAN, NAN };

    if (r->law != NULL)
        l = *r->law;
    return same_word(o, "visible", o->rbm.visible, units)
           && (isnan(o->rbm.rho) || same(o, "rho", o->rbm.rho, l.rho))
           && (isnan(o->rbm.mean) || same(o, "mean", o->rbm.mean, l.mu))
           && (isnan(o->rbm.variance)
               || same(o, "variance", o->rbm.variance, l.s2))
           && (isnan(o->rbm.low) || same(o, "low", o->rbm.low, l.lo))
           && (isnan(o->rbm.high) || same(o, "high", o->rbm.high, l.hi));
}

static int
same_states(const options_t *o, const char *option, int given, int begun)
{
    if (!given || begun)
        return 1;
    fprintf(stderr, "saddle: --%s: the training of %s was begun without it, "
                    "and --resume keeps that\n", option, o->output);
    return 0;
}

int
train_is_the_same(const train_t *t, const options_t *source,
                  const options_t *o, int n)
{
    const train_options_t *begun = &t->options;
    const char *how = source->rbm.binarise;

    return same_word(o, "method", o->rbm.method,
                     train_method_name(begun->method))
           && same_word(o, "binarise", o->rbm.binarise,
                        how != NULL ? how : "threshold")
           && same(o, "threshold",
                   real_or(o->rbm.threshold, source->rbm.threshold),
                   source->rbm.threshold)
           && same(o, "hidden", (double) count_or(o->rbm.hidden, t->rbm.nh),
                   t->rbm.nh)
           && same(o, "seed", (double) count_or(o->rbm.seed,
                                                (long) begun->seed),
                   (double) begun->seed)
           && same_numbers(begun, o, n) && same_law(&t->rbm, o)
           && same_states(o, "forget", o->rbm.forget,
                          begun->states == STATES_AT_DATA)
           && same_states(o, "carry", o->rbm.carry,
                          begun->states == STATES_CARRIED);
}
