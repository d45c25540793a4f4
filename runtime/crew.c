/* runtime/crew.c -- threads that share the tasks of one loop. */
#include "crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* OpenBLAS must not start threads of its own below ours; other BLAS libraries
   do not have this function. */
extern void openblas_set_num_threads(int) __attribute__((weak));

struct crew
{
    int n_workers;
    pthread_t *worker;
    pthread_mutex_t lock;
    pthread_cond_t begin, done;
    unsigned long round;
    int busy, stop;
    int n;
    atomic_int next;
    void (*task)(void *, int);
    void *ctx;
};

static void
take_tasks(crew_t *p)
{
    int k;

    while ((k = atomic_fetch_add(&p->next, 1)) < p->n)
        p->task(p->ctx, k);
}

static void *
work(void *argument)
{
    crew_t *p = argument;
    unsigned long seen = 0;

    pthread_mutex_lock(&p->lock);
    for (;;)
    {
        while (p->round == seen && !p->stop)
            pthread_cond_wait(&p->begin, &p->lock);
        if (p->stop)
            break;
        seen = p->round;
        pthread_mutex_unlock(&p->lock);
        take_tasks(p);
        pthread_mutex_lock(&p->lock);
        if (--p->busy == 0)
            pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

void
crew_quiet_blas(void)
{
    if (openblas_set_num_threads != NULL)
        openblas_set_num_threads(1);
}

crew_t *
crew_new(int threads)
{
    crew_t *p = calloc(1, sizeof *p);

    if (p == NULL)
        return NULL;
    crew_quiet_blas();
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->begin, NULL);
    pthread_cond_init(&p->done, NULL);
    p->worker = calloc((size_t) threads + 1, sizeof *p->worker);
    while (p->worker != NULL && p->n_workers < threads - 1
           && pthread_create(p->worker + p->n_workers, NULL, work, p) == 0)
        p->n_workers++;
    return p;
}

void
crew_free(crew_t *p)
{
    int i;

    if (p == NULL)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = 1;
    pthread_cond_broadcast(&p->begin);
    pthread_mutex_unlock(&p->lock);
    for (i = 0; i < p->n_workers; i++)
        pthread_join(p->worker[i], NULL);
    pthread_cond_destroy(&p->done);
    pthread_cond_destroy(&p->begin);
    pthread_mutex_destroy(&p->lock);
    free(p->worker);
    free(p);
}

void
crew_run(crew_t *p, int n, void (*task)(void *, int), void *ctx)
{
    int k;

    if (p == NULL || p->n_workers == 0 || n == 1)
    {
        for (k = 0; k < n; k++)
            task(ctx, k);
        return;
    }
    pthread_mutex_lock(&p->lock);
    p->n = n;
    p->task = task;
    p->ctx = ctx;
    atomic_store(&p->next, 0);
    p->busy = p->n_workers;
    p->round++;
    pthread_cond_broadcast(&p->begin);
    pthread_mutex_unlock(&p->lock);
    take_tasks(p);
    pthread_mutex_lock(&p->lock);
    while (p->busy > 0)
        pthread_cond_wait(&p->done, &p->lock);
    pthread_mutex_unlock(&p->lock);
}

int
crew_threads(const crew_t *p)
{
    return p != NULL ? p->n_workers + 1 : 1;
}
