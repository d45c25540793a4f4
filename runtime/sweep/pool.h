/* runtime/sweep/pool.h -- independent points on worker processes. */
#ifndef SADDLE_POOL_H
#define SADDLE_POOL_H

#include <stddef.h>
#include <stdio.h>

/*
 * Points run in processes, not threads: one that runs out of memory or time
 * takes nothing with it.  The workers take their points from shared memory, in
 * the order of `index`; results arrive in the order in which they end.
 */
typedef struct
{
    int workers;          /* >= 1                                          */
    double seconds;       /* limit of one point, 0: none                   */
    size_t memory;        /* bytes of address space of a worker, 0: none   */
    long n;
    const long *index;    /* the points                                    */
    /* In a worker: writes the result of a point, answers its status. */
    char (*run)(void *ctx, long index, FILE *to);
    /* In the caller: takes a result.  data NULL: the worker was lost to
       `why` ("time", "memory or a crash").  Nonzero stops the pool. */
    int (*done)(void *ctx, long index, char status, const char *data,
                size_t length, const char *why);
    /* In the caller, now and then, with the part that is done; nonzero: no
       new points, those under way are waited for.  May be NULL. */
    int (*tick)(void *ctx, double part);
    void *ctx;
} pool_t;

typedef enum
{
    POOL_OK = 0,
    POOL_INTERRUPTED,  /* tick said so; all points begun are done          */
    POOL_STOPPED,      /* done said so                                     */
    POOL_FAILED        /* no process or pipe; errno                        */
} pool_status_t;

pool_status_t pool_run(const pool_t *);

/* Cores that this process may use, at least 1. */
int pool_cores(void);

#endif
