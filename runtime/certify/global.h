/* runtime/certify/global.h -- how many solutions a whole domain holds. */
#ifndef SADDLE_GLOBAL_H
#define SADDLE_GLOBAL_H

#include "certificate.h"

#define GLOBAL_MAX_DIM 4         /* variables that are cut into cells       */
#define GLOBAL_MAX_SOLUTIONS 64

/* Why a cell holds what it holds; docs/certificates.md has the arguments. */
typedef enum
{
    CELL_OPEN,    /* not decided                                            */
    CELL_ABOVE,   /* line: the map of all its points lies above it          */
    CELL_BELOW,
    CELL_SLOPE,   /* line: its slope less 1 keeps its sign, as the map less x  */
    CELL_ONE,     /* exactly one solution                                   */
    CELL_FIXED,   /* line: only the boundary state at its lower end         */
    CELL_NORMAL,  /* line: upper end, weights with normal parts             */
    CELL_JUMP,    /* line: upper end, finite weights, labels that jump      */
    CELL_LAST,    /* line: one, below the upper end, finite weights, noise  */
    CELL_NARROW,  /* upper end of the overlap of a volume of solutions      */
    CELL_NONE,    /* an enclosure excludes zeros                            */
    CELL_REGULAR  /* a matrix that solutions make singular is regular       */
} cell_reason_t;

/* Bounds are exact; lower, upper: the domain's end instead. */
typedef struct
{
    double lo[GLOBAL_MAX_DIM], hi[GLOBAL_MAX_DIM];
    unsigned char lower[GLOBAL_MAX_DIM], upper[GLOBAL_MAX_DIM];
    cell_reason_t reason;
    double witness;      /* above, below, slope, fixed                      */
    double span[2];      /* slope: conjugates of the cell lie between       */
    int solution;        /* one: index                                      */
    arb_ptr rest;        /* none: enclosures of the unknowns that are not cut
                            (n_rest of the result), or NULL                 */
} cell_t;

typedef struct
{
    certify_verdict_t verdict;
    int system;                    /* whose zeros are counted               */
    int n_cut, cut[GLOBAL_MAX_DIM];      /* env indices                     */
    int n_rest, rest[SOLVE_MAX_UNKNOWNS];
    int on_line, line[2];          /* overlap, conjugate                    */
    int n_solutions;
    certify_result_t *solution;    /* to the wanted digits                  */
    arb_ptr *box;                  /* of each: where it is the only one; one
                                      ball for each unknown of the system   */
    int n_boundaries;
    int *boundary;                 /* states that are there, model's index  */
    long n_cells, room;
    cell_t *cell;                  /* in order of lo[0], ...                */
    long n_open;
    int limited;                   /* thresholds: open cells are left at ends,
                                      the claim is of lo .. hi for each cut  */
    double lo[GLOBAL_MAX_DIM], hi[GLOBAL_MAX_DIM];
    long evaluations;
    slong prec;
    double seconds;
    const char *why;               /* when not proven                       */
} global_result_t;

typedef struct
{
    certify_options_t certify;     /* digits of the solutions, threads, ... */
    const char *const *text;       /* exact texts of the parameters         */
    long max_cells;
    long max_boxes;                /* of branch and bound                  */
} global_options_t;

void global_options_default(global_options_t *);

/*
 * global_all -- the number of solutions inside the domain of the order
 * parameters, proven.
 *
 *   result  out  clear with global_result_clear
 *   p       in   parameters in double; options->certify.parameter gives the
 *                exact ones
 *
 * Method: on the Nishimori line the map is monotone, and values at points
 * exclude intervals (global_line.c); else branch and bound (global_box.c).
 * CERTIFY_PROVEN: n_solutions is exact.  CERTIFY_UNDECIDED: cells with reason
 * CELL_OPEN are what is left, n_solutions is what was found elsewhere.
 */
certify_verdict_t global_all(global_result_t *result,
                             const saddle_model_t *model, const double *p,
                             const global_options_t *);

/*
 * global_threshold -- the same for a system whose last unknown is a parameter
 * between the two balls of `range`.  CERTIFY_PROVEN: n_solutions points have
 * order parameters strictly inside their domains (limited: between lo and hi)
 * and the parameter strictly inside its range.
 *
 *   known  in  envs of n_known solutions from solve_threshold; a fold, an
 *              instability or an extremum that is not among them is not found
 */
certify_verdict_t global_threshold(global_result_t *result,
                                   const saddle_model_t *model, int system,
                                   const double *p, arb_srcptr range,
                                   const double *const *known, int n_known,
                                   const global_options_t *);

/* The certificate of a proven result; as certificate_write. */
int global_write(FILE *to, const global_result_t *, const saddle_model_t *,
                 const certificate_context_t *);

/* The same for n results of global_threshold, one for each state of a threshold,
   over the same range. */
int global_write_threshold(FILE *to, const global_result_t *, int n,
                           const saddle_model_t *, arb_srcptr range,
                           const certificate_context_t *);

void global_result_init(global_result_t *);
void global_result_clear(global_result_t *);

/* 1 when the cells cover [0 .. 1] of a line without gap: the first begins at
   the lower end, each next where the last ended, the last ends at the upper
   one.  Used before a proof is claimed. */
int global_line_covers(const cell_t *cell, long n);

#endif
