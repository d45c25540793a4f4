/* runtime/solve/curve.h -- branches of solutions through their folds. */
#ifndef SADDLE_CURVE_H
#define SADDLE_CURVE_H

#include "solve.h"

#include <stddef.h>

/*
 * Steps along the branch itself, so that it may turn around.  The search for
 * thresholds (search.h) follows solutions as functions of the parameter: its
 * points are sorted by it, which bisection needs, a branch ends at its fold,
 * and derivatives that doubles cannot evaluate are done without.
 */

typedef enum
{
    CURVE_BETWEEN,      /* a step of the continuation                      */
    CURVE_GRID,         /* at a wanted value of the parameter              */
    CURVE_FOLD,         /* the branch turns around                         */
    CURVE_BIFURCATION,  /* it does where it meets another one              */
    CURVE_NEAR,         /* steps next to a fold or bifurcation             */
    CURVE_END           /* where it could not be followed further          */
} curve_kind_t;

typedef struct
{
    curve_kind_t kind;
    double *env;        /* owned                                           */
    double residual;
    char state[64];     /* a state that was found here, or empty           */
} curve_point_t;

typedef struct
{
    int system, boundary;
    int n, room;
    curve_point_t *point;    /* in the order of the branch                 */
} curve_t;

/*
 * solve_curves -- all branches over one parameter that starts and scans of the
 * domain at up to `seeds` grid values lead to.
 *
 *   out        out  array of at most max branches; solve_curve_clear each
 *   p          in   parameters; that of `parameter` (index) is ignored
 *   text       in   exact texts of the parameters, for guards
 *   grid       in   n_grid increasing values; the first and the last are the
 *                   ends of what is followed
 *
 * Pseudo-arclength continuation in natural lengths (distances to the ends of
 * the domains): predictor along the tangent, Newton with the arclength
 * condition; folds by regula falsi on the tangent's part in the parameter.
 * Source: H. B. Keller, 1977.  Returns the number of branches.
 */
int solve_curves(curve_t *out, int max, const saddle_model_t *model,
                 const double *p, const char *const *text, int parameter,
                 const double *grid, int n_grid, int seeds,
                 const solve_options_t *);

void solve_curve_clear(curve_t *);

/* ---- between the files of this mechanism --------------------------------- */

/* Follows the branch of a system through env, at a grid value, both ways.  0:
   out of memory. */
int curve_trace(curve_t *out, const saddle_model_t *model, int system,
                const double *env, int parameter, const double *grid,
                int n_grid, const solve_options_t *);
/* Adds a copy of env at the end. */
curve_point_t *curve_add(curve_t *, curve_kind_t, const double *env,
                         size_t size);

#endif
