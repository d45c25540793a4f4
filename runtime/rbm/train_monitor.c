/* runtime/rbm/train_monitor.c -- how good a machine is after an epoch. */
#include "likelihood.h"
#include "train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STATES 20              /* fixed points that are looked at           */
#define SWEEPS 200

const char *const history_name[HISTORY_COLUMNS] = {
    "epoch", "rate", "pseudo_likelihood", "pseudo_likelihood_validation",
    "log_likelihood_tap", "log_likelihood_tap_validation",
    "reconstruction_error", "reconstruction_error_validation",
};

/* The largest -Gamma of what some patterns flow to: ln Z as far as one fixed
   point tells it. TAP2; naive for machines trained so. */
static double
best_log_z(const train_t *t, const double *v, int rows, rbm_message_t *message)
{
    int order = t->options.method == TRAIN_NAIVE ? 1 : 2, k;
    double gamma[STATES], best = NAN;
    mf_state_t s = { 0 };
    mf_t mf = { 0 };

    if (rows > STATES)
        rows = STATES;
    if (mf_init(&mf, &t->rbm, order, t->crew, message) == RBM_OK
        && mf_state_init(&s, rows, t->rbm.nv, t->rbm.nh))
    {
        memcpy(s.m, v, (size_t) rows * (size_t) t->rbm.nv * sizeof *v);
        mf_start_from_visible(&s, &mf);
        mf_iterate(&mf, &s, 0.5, 1e-6, SWEEPS, NULL, NULL, NULL);
        if (mf_energy(&mf, &s, gamma))
            for (k = 0; k < rows; k++)
                best = fmax(best, -gamma[k]);
    }
    mf_state_clear(&s);
    mf_clear(&mf);
    return best;
}

static void
measure(const train_t *t, double *row, int valid, const double *v, int n,
        double log_z)
{
    const rbm_t *r = &t->rbm;

    row[HISTORY_PSEUDO + valid] = likelihood_pseudo(r, v, n, t->crew);
    row[HISTORY_LOGLIK + valid]
        = -likelihood_mean_free_energy(r, v, n, t->crew) - log_z;
    row[HISTORY_ERROR + valid] = likelihood_reconstruction(r, v, n, t->crew);
}

rbm_status_t
train_monitor(train_t *t, const double *train, int n_train,
              const double *valid, int n_valid, rbm_message_t *message)
{
    size_t size = ((size_t) t->n_history + 1) * HISTORY_COLUMNS;
    double *more = realloc(t->history, size * sizeof *more), *row, log_z;
    int k;

    if (more == NULL)
        return rbm_no_memory(message);
    t->history = more;
    row = more + size - HISTORY_COLUMNS;
    for (k = 0; k < HISTORY_COLUMNS; k++)
        row[k] = NAN;
    row[HISTORY_EPOCH] = t->epoch;
    row[HISTORY_RATE] = train_rate(&t->options, t->epoch > 0 ? t->epoch : 1);
    log_z = best_log_z(t, train, n_train, message);
    measure(t, row, 0, train, n_train, log_z);
    if (valid != NULL)
        measure(t, row, 1, valid, n_valid, log_z);
    t->n_history++;
    /* no machine of use is that wrong about a single unit */
    return row[HISTORY_PSEUDO] > -1e6 * t->rbm.nv
        ? RBM_OK : train_diverged(t->epoch, message);
}
