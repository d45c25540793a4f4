/* runtime/solve/solve_private.h -- shared by the files of runtime/solve. */
#ifndef SADDLE_SOLVE_PRIVATE_H
#define SADDLE_SOLVE_PRIVATE_H

#include "solve.h"

#define SOLVE_MAX SOLVE_MAX_UNKNOWNS

/* A system at work.  env is always the whole vector, orders then parameters. */
typedef struct
{
    const saddle_model_t *model;
    const saddle_system_t *system;
    const solve_options_t *options;
    const char *what;        /* for progress                               */
    int newton_steps;        /* 0: the usual limit                         */
    double quad_tol;         /* 0: SOLVE_QUAD_TOL                          */
    double error;            /* quadrature error of the last value         */
    int iterations;
    int interrupted;         /* values do not come any more                */
    double done;             /* share of the iterations, for progress      */
} solve_task_t;

/* ---- domain.c ------------------------------------------------------------ */

typedef struct
{
    double lo, hi;           /* infinite where there is no end             */
    int lo_open, hi_open;
} solve_range_t;

/* Domain of each of count env variables; bounds may depend on env. */
int solve_ranges(const saddle_model_t *model, const double *env, int count,
                 const int *variable, solve_range_t *range);
/* 1 if each variable lies inside its range (ends count where closed). */
int solve_inside(const saddle_model_t *model, const double *env, int count,
                 const int *variable);
/* Length of the range, 1 where infinite. */
double solve_width(const solve_range_t *range);
/* 1 if all parameters lie in their declared domains, but `except` (or -1). */
int solve_parameters_inside(const saddle_model_t *model, const double *env,
                            int except);

/* ---- exact.c ------------------------------------------------------------- */

/* The number that a text of the contract stands for, NAN if not understood:
   decimals, fractions, inf, names of parameters. */
double solve_number(const saddle_model_t *model, const char *text,
                    const double *env);
/* 1 if a guard holds; text: exact texts of the parameters, or NULL. */
int solve_guard(const saddle_model_t *model, const saddle_boundary_t *boundary,
                const double *env, const char *const *text);
/* Index of the saddle-point system of a boundary (-1: interior), or -1. */
int solve_find_system(const saddle_model_t *model, int boundary);

/* ---- newton.c ------------------------------------------------------------ */

#define SOLVE_QUAD_TOL 1e-13

/* quad_approx; a value whose error estimate stays too large is used, and the
   error remembered.  0 if it is not finite. */
int solve_value(solve_task_t *task, const saddle_program_t *program,
                const double *env, double *out);
/* Damped Newton; 1 when converged.  residual: largest |f|. */
int solve_damped_newton(solve_task_t *task, double *env, double *residual);
/* Solves a x = b, n <= SOLVE_MAX; a and b are overwritten.  0: singular. */
int solve_linear(int n, double *a, double *b);

/* ---- iterate.c ----------------------------------------------------------- */

typedef enum
{
    ITERATE_CONVERGED, ITERATE_TO_END, ITERATE_NONE, ITERATE_NOT_FINITE,
    ITERATE_INTERRUPTED
} iterate_end_t;

int solve_has_map(const saddle_system_t *system);
/* One unknown, which is its own natural map. */
int solve_is_lone(const saddle_system_t *system);
/* One step of the natural iteration, in place; 0 if it is not finite. */
int solve_natural_step(solve_task_t *task, double *env);
/* Conjugates from the overlaps in env, where there is such a map. */
int solve_conjugates(solve_task_t *task, double *env);
/*
 * Natural iteration from the overlaps in env to the limit of the plain
 * iteration.  ITERATE_TO_END: *variable tends to its upper (*side = 1) or
 * lower (-1) end.
 */
iterate_end_t solve_iterate(solve_task_t *task, double *env, int *variable,
                            int *side);
/* circle.c: an iteration that circles round its limit: Newton from points of
   the round.  Only a solution inside what the round has visited counts; 0 and
   some steps further if there is none. */
int solve_circles(solve_task_t *task, double *env);
/* Largest |map - x|/max(1, |x|), or |residual| where there is no map. */
double solve_residual(solve_task_t *task, double *env);

/* ---- start.c ------------------------------------------------------------- */

/* Overlaps just inside the lower (informed = 0) or upper ends. */
void solve_end_start(solve_task_t *task, double *env, int informed);
/* Newton from a grid of points where there is no natural map: the solution
   with the lowest (highest) first overlap, away from the ends.  0: none;
   *variable is then an overlap that went to an end, or -1. */
int solve_grid_newton(solve_task_t *task, double *env, int informed,
                      int *variable);
/* Is there a natural map?  That of one overlap which leaves the domain at its
   upper end is none: it is the inverse of one. */
int solve_leads_inward(solve_task_t *task, const double *env);
/* One overlap without a natural map flows inward from its upper end.  1 when
   the same flow takes it from the lower end, where env is left, to a boundary
   state there. */
int solve_falls(solve_task_t *task, double *env, const char *const *text);

/* ---- state.c ------------------------------------------------------------- */

/* The default state at env's parameters, or `state`; fills the result.  env
   of the result is malloc'd. */
saddle_status_t solve_state_env(solve_result_t *result,
                                const saddle_model_t *model, const double *env,
                                const char *const *parameter_text,
                                const char *state, const solve_options_t *);
double *solve_new_env(const saddle_model_t *model, const double *p);
/* Room for order parameters, parameters, and the most extras of a system. */
int solve_env_size(const saddle_model_t *model);
void solve_name(solve_result_t *result, const char *name);
/* Where it ended and why; the status that solve_state returns. */
saddle_status_t solve_finish(solve_result_t *result, const solve_task_t *task,
                             solve_end_t end, const char *why);

/* follow.c: the state at env's parameters by continuation from another value
   of one of them, *from of *parameter.  1 when found; env is set to it.  Else
   *why is what stood in the way, where that is known. */
int solve_follow(solve_task_t *task, double *env, const char *state,
                 int *parameter, double *from, const char **why);

/* same.c: 1 if two results are one state, to within rounding. */
int solve_same(const saddle_model_t *model, const solve_options_t *options,
               const solve_result_t *a, const solve_result_t *b);

/* ---- boundary_state.c ---------------------------------------------------- */

/* Fills the fixed values of a boundary into env. */
void solve_fix(const saddle_model_t *model, int boundary, double *env);
/* Value i that a boundary state fixes; an expression is the upper end of the
   domain. */
double solve_fixed(const saddle_model_t *model, const saddle_boundary_t *b,
                   int i, const double *env);
/* The boundary state near env that fixes `variable`, and all that boundary
   `within` fixes (-1: none); or -1. */
int solve_matching_boundary(const saddle_model_t *model, const double *env,
                            int variable, const char *const *text, int within);
/* Solves the reduced system of boundary b, from env where `keep`. */
saddle_status_t solve_boundary(solve_result_t *result,
                               const saddle_model_t *model, int b,
                               const char *const *text, int keep,
                               const solve_options_t *);
/* `variable` tends to an end that is no boundary state. */
saddle_status_t solve_saturated(solve_result_t *result, solve_task_t *task,
                                int variable);
/* The free entropy, NAN where it does not exist. */
double solve_potential(const saddle_system_t *system, const double *env);
/* Whether the free entropy exists at env; 1 for a system that has none. */
int solve_exists(const saddle_system_t *system, const double *env);

#endif
