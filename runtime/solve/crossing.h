/* runtime/solve/crossing.h -- what the crossing*.c share. */
#ifndef SADDLE_CROSSING_H
#define SADDLE_CROSSING_H

#include "search.h"

/* closer samples are one, relatively */
#define NARROW 1e-9

/* A branch, or two together, with the system that they may solve. */
typedef struct
{
    search_t *s;
    branch_t *branch[2];   /* the second: NULL, or that of the extras       */
    int which[2];          /* as which states                               */
    const saddle_system_t *system;
    double *other;         /* room for the second branch's solution         */
} track_t;

typedef struct
{
    double p, value;
    double *env;           /* NULL: not known                               */
} sample_t;

/* The branches at p, and what vanishes there; the caller frees env. */
sample_t crossing_sample(track_t *, double p);
/* Secant and bisection between two samples of opposite sign, until Newton
   takes over.  The samples stay the caller's. */
int crossing_close_in(track_t *, const sample_t *left, const sample_t *right,
                      solve_result_t *);

#endif
