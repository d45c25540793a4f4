/* runtime/certify/cover.h -- a solution for every value of a parameter. */
#ifndef SADDLE_COVER_H
#define SADDLE_COVER_H

#include "certify.h"
#include <stdio.h>

/* The reason of a cell that is not proven since there is nothing to prove. */
#define COVER_NO_SOLUTION "no solution was found in double"

/*
 * One cell of a curve: for every value p of the parameter between lo and hi
 * the system has exactly one solution in the box
 *
 *     box + slope (p - m),   m = (lo + hi)/2,
 *
 * and it lies in zero + slope (p - m).  lo, hi, slope are exact.
 */
typedef struct
{
    certify_verdict_t verdict;
    const char *why;        /* static, when not proven                      */
    int n;                  /* unknowns                                     */
    arb_t lo, hi;
    arb_ptr box, zero, slope;
} cover_cell_t;

void cover_cell_init(cover_cell_t *, int n);
void cover_cell_clear(cover_cell_t *);

typedef struct
{
    const saddle_model_t *model;
    const saddle_system_t *system;   /* with `slope` and `bend`             */
    int along;                       /* index of the parameter              */
    int target;                      /* unknown whose enclosure counts, and */
    double height;                   /* how wide it may be at one p         */
    int depth;                       /* bisections at most                  */
    double seconds;                  /* for an interval, 0: no limit        */
    certify_options_t certify;       /* parameter, time, progress           */
    /* In double: fills the env of a solution at a value of the parameter; 0
       where there is none. */
    int (*guess)(double *env, double p, void *ctx);
    void *guess_ctx;
} cover_t;

/*
 * cover_cell -- the parametric Krawczyk test on one cell.
 *
 *   cell   io  lo, hi set, initialised for the system's n; the rest out
 *   env    io  orders, parameters, extras: near a solution at the middle,
 *              then there
 *
 * With c(p) = c + t (p - m), t the slope of the branch, for all p of the cell
 *
 *   K(p) - c(p) = -Y f(c(p), p) + (I - Y J) (X - c)
 *
 * must lie inside X - c; Y f(c(p), p) is bounded by Taylor's theorem in p to
 * second order.  Then: enclosures inside the domains, side conditions.
 */
certify_verdict_t cover_cell(cover_cell_t *cell, const cover_t *,
                             double *env);

/*
 * cover_interval -- cells from lo to hi, which are multiples of small powers
 * of two; those that fail are halved.  Calls `take` for each cell in order,
 * proven or not.  A cell without a solution in double is not halved, and after
 * many small cells in a row that fail, or after `seconds`, the rest is left
 * open (its reason is then "limit").
 */
void cover_interval(const cover_t *, const arb_t lo, const arb_t hi,
                    void (*take)(void *, const cover_cell_t *), void *ctx);

/* 1 when the solutions of two cells are proven to be the same one at the end
   that they share: hi of a is lo of b, and there the enclosure of one lies in
   the box of the other. */
int cover_joins(const cover_cell_t *a, const cover_cell_t *b);

/* Enclosure of unknown i for all p in [lo, hi], part of the cell. */
void cover_enclose(arb_t out, const cover_cell_t *, int i, const arb_t lo,
                   const arb_t hi);

/* The lines of cell k in a certificate; name(ctx, i) names unknown i. */
void cover_write(FILE *, const cover_cell_t *, long k,
                 const char *(*name)(void *, int), void *ctx);
/* One cell as a line for machines, and back: 0 if it is not one. */
void cover_dump(FILE *, const cover_cell_t *);
int cover_load(cover_cell_t *, const char *line, int n);

#endif
