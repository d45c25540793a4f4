/* runtime/solve/search.h -- private to the search for critical values. */
#ifndef SADDLE_SEARCH_H
#define SADDLE_SEARCH_H

#include "solve_private.h"

#define SEARCH_GRID 48
#define SEARCH_BRANCHES 32

/* A solution of a branch's equations at the parameter p. */
typedef struct
{
    double p;
    double *env;             /* owned; room for extras                      */
    double *slope;           /* in env's block: dx/dp of the n unknowns     */
    double *jacobian;        /* there too: n x n                            */
    int noisy;               /* doubles cannot evaluate the Jacobian here   */
} point_t;

typedef enum
{
    BRANCH_RANGE,            /* goes on beyond the searched range           */
    BRANCH_FOLD,
    BRANCH_LOST              /* could not be followed further               */
} branch_end_t;

/* Solutions of one saddle-point system that change smoothly with p: a function
   of p, which ends at a fold (curve.h goes round it). */
typedef struct
{
    const saddle_system_t *system;  /* NULL: p is all there is              */
    int boundary;
    char state[64];          /* the state that it was met as                */
    int seen[2];             /* as which of the threshold's two states      */
    int n, room;
    point_t *point;          /* by increasing p                             */
    branch_end_t end[2];
    solve_result_t turn[2];  /* the fold there; no env: none                */
} branch_t;

typedef struct
{
    const saddle_model_t *model;
    const char *name;
    saddle_condition_t condition;
    int parameter;           /* env index                                   */
    const double *env;
    const char *const *text;
    const solve_options_t *options;
    double lo, hi;
    const char *state[2];    /* whose branches; NULL: the default state     */
    int n_states;            /* 1, 2, or 0: p is the only unknown           */
    int nested;              /* integrals inside integrals: slow            */
    double grid[SEARCH_GRID + 1];
    int n;
    branch_t *branch[SEARCH_BRANCHES];
    solve_result_t *candidate;
    int max, found;
    int interrupted, solved, elsewhere, rejected;
    int missed;              /* changes of sign without a solution          */
    int samples, zeros;      /* values of the condition; about zero         */
    int without;             /* branches without an equation for it         */
    const char *failed;      /* last reason, and where                      */
    double failed_at;
} search_t;

/* ---- search.c ------------------------------------------------------------ */

/* The threshold's system on this saddle point (boundary -1: interior; other:
   the second state's of a coexistence), or NULL. */
const saddle_system_t *search_system(const search_t *s, int boundary,
                                     int other);
/* Branches that the states lie on at a grid of parameters, followed to their
   ends. */
void search_branches(search_t *s);
/* Is the branch's solution in env the state `which` at its parameter?  -1: the
   state was not found there. */
int search_is_state(search_t *s, const branch_t *b, const double *env,
                    int which);
int search_progress(search_t *s, double done);

/* ---- branch.c ------------------------------------------------------------ */

/* A branch through the solution in env at parameter p, with one point. */
branch_t *branch_new(search_t *s, const saddle_system_t *system, int boundary,
                     const double *env);
void branch_free(branch_t *b);
/* Extends to both sides as far as possible; every grid point gets a point. */
void branch_follow(search_t *s, branch_t *b);
/* The branch at p, near a known point: 1 when Newton stays close to the
   tangent there. */
int branch_at(search_t *s, const branch_t *b, double p, double *env);
/* From one of its points to p: Newton, which must end near the tangent. */
int branch_step(search_t *s, const branch_t *b, const point_t *from, double p,
                double *env);
/* Natural length at x: never more than the distance to an end. */
double branch_unit(double x, const solve_range_t *range);
/* The point nearest to p. */
const point_t *branch_near(const branch_t *b, double p);
/* Do the unknowns in env agree with the branch's solution x? */
int branch_same(const search_t *s, const branch_t *b, const double *x,
                const double *env);

/* ---- turn.c -------------------------------------------------------------- */

/* Newton on the fold's system from `at`, the last point in direction `side`
   before p = limit: 1 when the branch turns around in between. */
int turn_find(search_t *s, const branch_t *b, const point_t *at, int side,
              double limit, solve_result_t *r);
/* Where derivatives are too noisy for that Newton: the fold towards which the
   last points of the branch tend, with about half of the digits. */
int turn_guess(search_t *s, const branch_t *b, int side, solve_result_t *r);
/* The branch's solution in env at a distance `way` before its fold. */
int turn_before(search_t *s, const branch_t *b, int side, double way,
                double *env);
/* Solves j v = 0 approximately: a unit vector, from a guess in v. */
int turn_null_vector(int n, const double *j, double *v);

/* ---- condition.c --------------------------------------------------------- */

/* What vanishes at a critical value, at the solution in env (and in a second
   copy's extras); other extras are put there too.  0: not finite, with the
   reason in s->failed. */
int condition_value(search_t *s, const saddle_system_t *system, double *env,
                    double *value);
int condition_sides_hold(search_t *s, const saddle_system_t *system,
                         const double *env);

/* ---- crossing.c ---------------------------------------------------------- */

/* Candidates where the condition's value changes its sign along branch a, or,
   for a coexistence, along a and b together. */
void crossing_find(search_t *s, branch_t *a, branch_t *b);

/* ---- threshold.c --------------------------------------------------------- */

/* Takes over a candidate, in order, or drops one that is known. */
void search_take(search_t *s, solve_result_t *r);

#endif
