/* runtime/simulate/trials.c -- many trials of an experiment.
 *
 * A finite-size effect b/N^k shows as mean(n) - mean(N) = ((N/n)^k - 1) b/N^k
 * at the second size n: that difference over (N/n)^k - 1 is the bias at N,
 * where it exceeds its own error.
 */
#include "trials.h"

#include "../crew.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What the threads share. */
typedef struct
{
    trials_t *t;
    pthread_mutex_t lock;
    size_t finished;
} shared_t;

int
trials_init(trials_t *t, const trials_plan_t *plan)
{
    size_t values = plan->n_rows * plan->n_measures;

    memset(t, 0, sizeof *t);
    t->plan = *plan;
    t->n_jobs = plan->n_points * (size_t) plan->n_sizes * plan->n_trials;
    t->value = calloc(t->n_jobs * values + 1, sizeof *t->value);
    t->state = calloc(t->n_jobs + 1, 1);
    t->status = calloc(t->n_jobs + 1, sizeof *t->status);
    t->why = calloc(t->n_jobs + 1, sizeof *t->why);
    return t->value != NULL && t->state != NULL && t->status != NULL
           && t->why != NULL;
}

void
trials_clear(trials_t *t)
{
    free(t->value);
    free(t->state);
    free(t->status);
    free(t->why);
    memset(t, 0, sizeof *t);
}

size_t
trials_job(const trials_t *t, size_t point, int size, size_t trial)
{
    const trials_plan_t *p = &t->plan;

    return (trial * (size_t) p->n_sizes + (size_t) size) * p->n_points + point;
}

int
trials_stopped(void *trials)
{
    return __atomic_load_n(&((trials_t *) trials)->stopped, __ATOMIC_RELAXED);
}

/* The stream of a trial depends on its size, not on how many there are. */
static random_t
stream_of(const trials_plan_t *p, size_t point, size_t size, size_t trial)
{
    return random_stream(p->seed, RANDOM_TRIAL + trial + ((uint64_t) point
                                  << 40) + ((uint64_t) (size % 65521) << 24));
}

static void
run_job(void *ctx, int index)
{
    shared_t *s = ctx;
    trials_t *t = s->t;
    const trials_plan_t *p = &t->plan;
    size_t job = (size_t) index, point = job % p->n_points;
    size_t k = job / p->n_points % (size_t) p->n_sizes;
    size_t trial = job / p->n_points / (size_t) p->n_sizes;

    if (t->state[job] == TRIAL_OPEN && !trials_stopped(t))
    {
        t->status[job]
            = p->run(p->ctx, point, p->size[k],
                     stream_of(p, point, p->size[k], trial),
                     t->value + job * p->n_rows * p->n_measures, &t->why[job]);
        if (t->status[job] == SADDLE_OK)
            t->state[job] = TRIAL_DONE;
        else if (!trials_stopped(t))
            t->state[job] = TRIAL_FAILED;
    }
    pthread_mutex_lock(&s->lock);
    s->finished++;
    if (p->tick != NULL
        && p->tick(p->tick_ctx, "trials",
                   (double) s->finished / (double) t->n_jobs) != 0)
        __atomic_store_n(&t->stopped, 1, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&s->lock);
}

void
trials_run(trials_t *t, int threads)
{
    shared_t s = { .t = t };
    crew_t *crew = crew_new(threads);

    pthread_mutex_init(&s.lock, NULL);
    crew_run(crew, (int) t->n_jobs, run_job, &s);
    if (memchr(t->state, TRIAL_OPEN, t->n_jobs) == NULL)
        t->stopped = 0;     /* too late to leave anything out */
    pthread_mutex_destroy(&s.lock);
    crew_free(crew);
}

trials_summary_t
trials_moments(const trials_t *t, size_t point, int size, size_t row,
               size_t measure)
{
    const trials_plan_t *p = &t->plan;
    trials_summary_t s = { 0, 0, NAN, 0, NAN };
    double square = 0, x;
    size_t k, job;

    for (k = 0; k < p->n_trials; k++)
    {
        job = trials_job(t, point, size, k);
        if (t->state[job] != TRIAL_DONE)
            continue;
        x = t->value[(job * p->n_rows + row) * p->n_measures + measure];
        if (!isfinite(x))
            continue;
        s.n++;
        square += (x - s.mean) * (x - s.mean) * (double) (s.n - 1)
                  / (double) s.n;
        s.mean += (x - s.mean) / (double) s.n;
    }
    if (s.n == 0)
        s.mean = NAN;
    if (s.n > 1)
        s.error = sqrt(square / (double) (s.n - 1) / (double) s.n);
    return s;
}

double
trials_exponent(const trials_plan_t *p, size_t measure)
{
    return p->exponent[measure] > 0 ? p->exponent[measure] : 1;
}

trials_summary_t
trials_summary(const trials_t *t, size_t point, size_t row, size_t measure,
               double predicted, double spread, double least, double floor)
{
    trials_summary_t s = trials_moments(t, point, 0, row, measure), small;
    double difference, noise;

    if (s.n > 1 && least > s.error)
        s.error = least;
    if (t->plan.n_sizes > 1)
    {
        small = trials_moments(t, point, 1, row, measure);
        difference = small.mean - s.mean;
        noise = small.error * small.error + s.error * s.error;
        if (small.n > 1 && difference * difference > noise)
            s.bias = sqrt(difference * difference - noise)
                     / (pow((double) t->plan.size[0]
                                / (double) t->plan.size[1],
                            trials_exponent(&t->plan, measure)) - 1);
    }
    s.bias = spread > s.bias ? spread : s.bias;
    difference = fabs(s.mean - predicted);
    difference = difference > floor ? difference - floor : 0;
    noise = NAN;        /* of a few trials the error bar is no measure */
    if (s.n > 3)
        noise = sqrt(s.error * s.error * (double) (s.n - 1)
                         / (double) (s.n - 3)
                     + s.bias * s.bias);
    if (isnan(predicted) || isnan(noise))
        s.z = NAN;
    else if (difference == 0)
        s.z = 0;
    else
        s.z = copysign(difference, s.mean - predicted) / noise;
    return s;
}
