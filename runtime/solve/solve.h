/* runtime/solve/solve.h -- saddle points and thresholds in double precision. */
#ifndef SADDLE_SOLVE_H
#define SADDLE_SOLVE_H

#include "../quadrature/doubles.h"

#define SOLVE_MAX_UNKNOWNS 64

typedef struct
{
    double tol;          /* wanted residual, default 1e-12                 */
    int max_iterations;  /* of the natural iteration, default 20000        */
    /* called now and then, NULL for none; nonzero return interrupts       */
    int (*progress)(void *ctx, const char *what, double done);
    void *ctx;
} solve_options_t;

void solve_options_default(solve_options_t *);

/* Where an iteration ended. */
typedef enum
{
    SOLVE_CONVERGED,     /* residual below tol                             */
    SOLVE_BOUNDARY,      /* tends to boundary state `boundary`             */
    SOLVE_SATURATED,     /* tends to an end of the domain that is not one  */
    SOLVE_NO_CONVERGENCE,
    SOLVE_OUTSIDE,       /* parameters outside their domain                */
    SOLVE_INTERRUPTED
} solve_end_t;

typedef struct
{
    solve_end_t end;
    int system;          /* index into model->system: interior or boundary */
    int boundary;        /* index, or -1                                   */
    double *env;         /* malloc'd: orders, parameters, a threshold's
                            extras                                         */
    double residual;     /* largest |natural map - x|, or |residual|       */
    double error;        /* estimated quadrature error                     */
    int iterations;
    char state[64];      /* "uninformed", "informed", "q = 0", start's name,
                            "saturated", "other" (found by a scan)         */
    const char *why;     /* reason when not converged                      */
    const char *followed; /* parameter along which the state was followed
                            where iterations fail, or NULL                 */
    double from;         /* from this value of it                          */
    int saturated;       /* SOLVE_SATURATED: the overlap that is at its end */
    double limit;        /* and there the free entropy: +-INFINITY or NAN  */
} solve_result_t;

void solve_result_clear(solve_result_t *);

/*
 * solve_state -- one state at given parameters.
 *
 *   result  out  clear with solve_result_clear
 *   p       in   n_parameters values
 *   state   in   NULL (default: uninformed), "uninformed", "informed", a named
 *                start, or a boundary state's name
 *   parameter_text in  exact texts (NULL entries allowed), for guards such as
 *                "holds only at h = 0"; NULL for none
 *
 * Where no iteration converges, uninformed and informed states are followed
 * from values of a parameter where one does, along a branch that does not turn.
 *
 * Returns SADDLE_OK when converged, or at a boundary state.
 */
saddle_status_t solve_state(solve_result_t *result, const saddle_model_t *model,
                            const double *p, const char *const *parameter_text,
                            const char *state, const solve_options_t *);

/* All states that starts and a scan of the domain find; distinct ones, sorted
   by env.  Returns their number (<= max). */
int solve_all(solve_result_t *result, int max, const saddle_model_t *model,
              const double *p, const char *const *parameter_text,
              const solve_options_t *);

/* Newton on a square system from env (changed in place): returns SADDLE_OK
   with the final residual norm, or SADDLE_LIMIT. */
saddle_status_t solve_newton(const saddle_system_t *system,
                             const saddle_model_t *model, double *env,
                             double *residual, const solve_options_t *);

/*
 * solve_threshold -- candidates of a critical value by a scan of the
 * parameter, continuation along the default state, and Newton.
 *
 *   candidate  out  array of at most max results, by increasing parameter
 *   name       in   threshold
 *   p          in   parameters; that of the threshold is ignored
 *   lo, hi     in   searched range
 *
 * Returns the number of candidates, or -1 if there is no such threshold.
 * *why says what was met when there is none.
 */
int solve_threshold(solve_result_t *candidate, int max,
                    const saddle_model_t *model, const char *name,
                    const double *p, const char *const *parameter_text,
                    double lo, double hi, const solve_options_t *,
                    const char **why);

/*
 * solve_eigenvalue -- the largest modulus of an eigenvalue of the linearised
 * natural iteration at a state, by difference quotients (6 digits or more);
 * at an end of the domain from inside, and with steps as short as it takes
 * where conjugates are infinite.  Below one: the iteration returns to the state.
 * NAN where there is no natural iteration, or these steps do not settle it.
 */
double solve_eigenvalue(const solve_result_t *state,
                        const saddle_model_t *model, const solve_options_t *);

/* 1 when the natural map holds integrals in three dimensions: a step of the
   iteration takes about a second then. */
int solve_is_deep(const saddle_system_t *system);

/* Values (observables) of a system at its solution, in double. */
saddle_status_t solve_values(const saddle_system_t *system, const double *env,
                             double *value);

/* The next value after number *i (first: -1) that is no number, NULL: none. */
const char *solve_undefined(const saddle_system_t *system, const double *value,
                            int *i);

#endif
