/* runtime/rbm/pool.h -- threads that share the tasks of one loop. */
#ifndef SADDLE_RBM_POOL_H
#define SADDLE_RBM_POOL_H

typedef struct pool pool_t;

/* `threads` counts the caller; 1 starts none.  NULL when out of memory. */
pool_t *pool_new(int threads);
void pool_free(pool_t *);

/*
 * Runs task(ctx, 0) ... task(ctx, n-1) and returns when all are done.  Who runs
 * which is not fixed: tasks write to places of their own, so that results do
 * not depend on it.  A NULL pool, or one thread, runs them in order.  Not from
 * inside a task.
 */
void pool_run(pool_t *, int n, void (*task)(void *ctx, int index), void *ctx);

int pool_threads(const pool_t *);

#endif
