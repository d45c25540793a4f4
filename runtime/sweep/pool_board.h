/* runtime/sweep/pool_board.h -- what a pool and its workers share. */
#ifndef SADDLE_POOL_BOARD_H
#define SADDLE_POOL_BOARD_H

#include "pool.h"

#include <stdatomic.h>

#define MAX_WORKERS 1024

/* Shared memory: the workers take their points themselves, so that none waits
   for the caller.  A place is an index into the list of points. */
typedef struct
{
    atomic_long next;       /* place of the next point                     */
    atomic_int closing;     /* no new points                               */
    struct
    {
        atomic_long place;  /* of the point that was begun last, -1: none  */
        _Atomic double at;  /* and when                                    */
    } begun[MAX_WORKERS];
} board_t;

/* Precedes a result in the pipe. */
typedef struct
{
    long place;
    size_t length;
    char status;
} head_t;

/* Points from the board until there are none; results go to `out`. */
void pool_work(const pool_t *, board_t *, int self, int out)
    __attribute__((noreturn));

/* Seconds of a clock that only runs forward. */
double pool_now(void);

#endif
