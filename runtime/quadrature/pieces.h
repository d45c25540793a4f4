/* runtime/quadrature/pieces.h -- private to pieces.c and bends.c. */
#ifndef SADDLE_PIECES_H
#define SADDLE_PIECES_H

#include "machine_real.h"
#include "panels.h"

typedef struct
{
    arf_t lo, hi;                /* exact ends                             */
    int is_end;                  /* holds an end of the range              */
} cluster_t;

typedef struct
{
    ball_task_t *task;
    slong prec;
    real_machine_t m;
    arb_t lo, hi;
    int sign;                    /* -1: lo > hi, swapped                   */
    int even;                    /* half of the whole line, taken twice      */
    int n, room;
    cluster_t *cluster;
    char select_sign[REAL_MAX_SELECTS];  /* bent groups: of the piece      */
} pieces_t;

/* The integrand on [lo, hi]; leaves the signs of its selects. */
void pieces_evaluate(pieces_t *, const arf_t lo, const arf_t hi);
/* Adds [lo, hi] behind the others. */
void pieces_add(pieces_t *, const arf_t lo, const arf_t hi, int is_end);
int pieces_by_place(const void *, const void *);

/*
 * Clusters for the kinks that no break tells, between the clusters so far: the
 * zeros of the conditions of selects, by bisection.  Afterwards every select
 * keeps its sign on what is between two clusters, proved by evaluations on
 * intervals that cover it.  0: too many intervals.
 */
int bends_find(pieces_t *);

#endif
