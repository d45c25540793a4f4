/* runtime/solve/search.h -- private to the search for critical values. */
#ifndef SADDLE_SEARCH_H
#define SADDLE_SEARCH_H

#include "solve_private.h"

#define MAX_POINTS 512

typedef struct
{
    double p, value;       /* value: the extra equation's left - right      */
    int ok, boundary;
    double *env;
    char state[64];
} point_t;

typedef struct
{
    const saddle_model_t *model;
    const char *name;
    int parameter;         /* env index                                     */
    const double *env;
    const char *const *text;
    const solve_options_t *options;
    double lo, hi;
    int n;
    point_t point[MAX_POINTS];
    int alone;             /* the parameter is the only unknown: no state   */
    int nested, count, interrupted;
    const char *failed;    /* last reason                                   */
    double failed_at;
    int rejected;          /* candidates whose side conditions failed       */
} search_t;

/* Index of the threshold's system on this boundary (-1: interior), or -1. */
int search_system(const search_t *s, int boundary);
/* The default state and the extra equation at p; from: a neighbour or NULL. */
point_t search_look(search_t *s, double p, const point_t *from);
/* Looks at a grid of parameters, refined at ends of branches and at dips. */
void search_sweep(search_t *s);

#endif
