/* runtime/crew.h -- threads that share the tasks of one loop. */
#ifndef SADDLE_CREW_H
#define SADDLE_CREW_H

typedef struct crew crew_t;

/* `threads` counts the caller; 1 starts none.  NULL when out of memory. */
crew_t *crew_new(int threads);
void crew_free(crew_t *);

/*
 * Runs task(ctx, 0) ... task(ctx, n-1) and returns when all are done.  Who runs
 * which is not fixed: tasks write to places of their own, so that results do
 * not depend on it.  A NULL crew, or one thread, runs them in order.  Not from
 * inside a task.
 */
void crew_run(crew_t *, int n, void (*task)(void *ctx, int index), void *ctx);

int crew_threads(const crew_t *);

/* From here on BLAS starts no threads of its own; crew_new() does this. */
void crew_quiet_blas(void);

#endif
