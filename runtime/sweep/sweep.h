/* runtime/sweep/sweep.h -- many points, journalled, then one file in order. */
#ifndef SADDLE_SWEEP_H
#define SADDLE_SWEEP_H

#include <stddef.h>
#include <stdio.h>

/* The status of a point's rows in the journal. */
#define SWEEP_DONE 'd'
#define SWEEP_LIMIT 'l'   /* no answer within the limits: --retry=limit     */

/*
 * Work on n_points points.  What a point's rows are depends on the point
 * alone, so that the file that is put together from them does not depend on
 * workers, shards, kills or the order of work.
 */
typedef struct
{
    long n_points;
    const char *key;       /* names the spec and the points; <= 64 letters */
    const char *output;    /* path of the final file; journals lie beside  */
    int workers;           /* 0: as many as cores                          */
    int shard, shards;     /* 1 of 1: everything                           */
    int resume;            /* go on from journals that are there           */
    int retry;             /* and do points at a limit again               */
    double seconds;        /* limits of one point, 0: none                 */
    size_t memory;
    /* In a worker process: the rows of a point. */
    char (*point)(void *ctx, long index, FILE *to);
    /* The rows of a point that ran into a limit (`why`). */
    void (*lost)(void *ctx, long index, const char *why, FILE *to);
    /* Now and then; nonzero asks to stop.  May be NULL. */
    int (*tick)(void *ctx, double part);
    void *ctx;
} sweep_t;

typedef enum
{
    SWEEP_COMPLETE = 0,   /* every point of every shard has its rows       */
    SWEEP_OTHERS,         /* this shard is done, points of others are not  */
    SWEEP_INTERRUPTED,
    SWEEP_REFUSED,        /* see message: journal there, foreign, locked   */
    SWEEP_WRITE,          /* see message: journal not written              */
    SWEEP_MEMORY
} sweep_end_t;

typedef struct
{
    long done, limit;     /* points with rows, and those of them at a limit */
    char message[512];
    int damaged;          /* a journal had damage before its end           */
} sweep_result_t;

/* Runs this shard's missing points. */
sweep_end_t sweep_run(sweep_result_t *result, const sweep_t *sweep);

/* After SWEEP_COMPLETE: all rows in the order of the points.  0, or -1. */
int sweep_collect(const sweep_t *sweep, FILE *to);
/* 1 when another shard has put the table together meanwhile: it deletes the
   journals after that, this one's too. */
int sweep_is_collected(const sweep_t *sweep);
/* Deletes the journals, once the final file is safe. */
void sweep_clean(const sweep_t *sweep);

/* The shard of this process as a job manager tells it: the rank under mpirun,
   whose processes share cores (SWEEP_RANK), or Slurm's array variables
   (SWEEP_TASK).  SWEEP_ALONE when there is none. */
typedef enum { SWEEP_ALONE, SWEEP_RANK, SWEEP_TASK } sweep_place_t;
sweep_place_t sweep_shard_from_environment(int *shard, int *shards);

#endif
