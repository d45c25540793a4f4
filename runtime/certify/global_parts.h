/* runtime/certify/global_parts.h -- what the files of global_* share. */
#ifndef SADDLE_GLOBAL_PARTS_H
#define SADDLE_GLOBAL_PARTS_H

#include "../solve/solve_private.h"
#include "global.h"
#include <stdatomic.h>
#include <time.h>

typedef struct seat seat_t;

/* One question about a domain. */
typedef struct
{
    global_result_t *r;
    const saddle_model_t *model;
    const saddle_system_t *system;   /* whose zeros are counted              */
    const saddle_line_t *line;       /* the model's, or &volume, or NULL     */
    saddle_line_t volume;
    const saddle_line_t *rise;       /* thresholds: the line of the state   */
    const saddle_system_t *state;    /* boxes: the saddle point behind it   */
    const saddle_program_t *conjugates;  /* boxes: its map[1], or NULL      */
    int rest_place[SOLVE_MAX_UNKNOWNS];  /* boxes: env index of its values  */
    arb_srcptr range;        /* boxes: two ends of a threshold's parameter  */
    const global_options_t *options;
    const double *p;
    double *env;             /* doubles: orders, parameters                */
    arb_ptr ball_env;        /* the parameters as balls, orders 0          */
    int n_env;
    cell_t first;            /* boxes: the whole domain                    */
    arb_t lo, hi;            /* line: ends of the overlap's domain         */
    double hi_double;
    slong prec;
    seat_t *plan;            /* for values that doubles do not reach        */
    int rough;               /* and a few digits of them are enough         */
    atomic_long evaluations;
    atomic_int stop;         /* out of time, or interrupted                */
    struct timespec start;
} global_t;

/* What one thread has of its own. */
struct seat
{
    global_t *g;
    quad_cache_t *cache;
    arb_ptr env;
    const char *why;
};

void seat_init(seat_t *, global_t *);
void seat_clear(seat_t *);
/* A program at seat->env; 1 when enclosed. */
int seat_value(seat_t *, arb_ptr out, const saddle_program_t *, slong prec);
/* The same over an env of wide balls. */
int seat_range(seat_t *, arb_ptr out, const saddle_program_t *);
/* 1, and g->stop set, when time is spent or the user interrupts. */
int global_stopped(global_t *);

/* Calls work(seat, i, ctx) for 0 <= i < n on all threads. */
void global_parallel(global_t *, long n,
                     void (*work)(seat_t *, long i, void *ctx), void *ctx);

/* A new open cell at the end of the list (NULL: no memory, or the budget of
   cells is spent). */
cell_t *global_add_cell(global_t *);

/* Adds a solution near env when it can be proven to the wanted digits: its
   index, or -1. */
int global_add_solution(global_t *, const double *env);
/* Adds one that another argument has proven; no box belongs to it. */
int global_put_solution(global_t *, arb_srcptr zero, slong prec);
/* Takes the last one back. */
void global_drop_solution(global_t *);

/* ---- the line ------------------------------------------------------------ */

/* The ends of the overlap's domain; 0 when they are not 0 and finite. */
int line_ends(seat_t *);
/* A bound of a cell as a ball. */
void line_bound(arb_t x, const global_t *, const cell_t *, int upper);

/* New conjugate (stage 1) or overlap (stage 0) at `at`, in balls. */
int line_map(seat_t *, arb_t out, int stage, const arb_t at, slong prec);
/* The same in double; NAN when there is none. */
double line_map_approx(global_t *, int stage, double at);
/* Proves the reason of a cell, or makes it CELL_OPEN. */
void line_prove_cell(seat_t *, cell_t *);
/* Fills the box of a solution, and lo[0], hi[0] of its cell, as wide as what has
   to be proven allows; 0 when nothing is.  upper[0]: the cell reaches to the
   upper end. */
int line_box(seat_t *, cell_t *, int solution);
/* Jacobian of (gradient in overlap, conjugate) on a box: entries xx, yy. */
int line_curvatures(seat_t *, arb_t xx, arb_t yy, const arb_t x,
                    const arb_t y, slong prec);
/* The weights' law as parts, 3 balls each, or NULL (global_end.c). */
arb_ptr line_law_parts(seat_t *, slong prec);
/* The sign of 4 phi_xx phi_yy - 1 on a box, 0 when not decided.  Two points of
   the box cannot have the same gradient when there is one. */
int line_curvature_sign(seat_t *, double x0, double x1, double y0, double y1);
/* phi_YY at the middle of y becomes an enclosure on all of y, by bounds for the
   law of the weights (global_law.c); indeterminate where there are none. */
void law_widen(seat_t *, arb_t yy, const arb_t y);
/* E w^6; 0 when the law is not known. */
int law_sixth_moment(seat_t *, arb_t sum);
/* Between two solutions (global_slope.c): proves what the cell says. */
int line_prove_slope(seat_t *, const cell_t *);
/* The slope of the map in doubles, at `at`. */
double line_slope_approx(global_t *, double at);
/* Lower end (global_zero.c); cell->hi[0] is given, and the witness: a conjugate
   above those of the cell, or 0, which is put there when not used.  1 when
   proven. */
int line_prove_fixed(seat_t *, cell_t *);
/* Upper ends (global_end.c, global_jump.c); cell->lo[0] is given, 1 when
   proven. */
int line_prove_normal(seat_t *, const cell_t *);
int line_prove_jump(seat_t *, const cell_t *);
int line_prove_last(seat_t *, const cell_t *);
/* mmse(y) <= K exp(-k y), K > 0; 0: the law is not finite */
int line_error_bound(seat_t *, arb_t big_k, arb_t k);
/* The square of the distance of the outermost weights; 0: the law is not finite. */
int law_diameter(seat_t *, arb_t d);
/* rho - cell->lo[0]; the normal density; P(Z > u) */
void end_distance(arb_t v, const global_t *, const cell_t *);
void end_density(arb_t p, const arb_t u);
void end_tail(arb_t h, const arb_t u);

/* ---- boxes ----------------------------------------------------------------- */

/* A program over the env of a cell: ranges where it is wide. */
int cell_value(seat_t *, const cell_t *, arb_ptr out,
               const saddle_program_t *);
/* Folds, instabilities, extrema (global_singular.c): solutions have a singular
   matrix.  The env holds the cell. */
int singular_is_searched(const saddle_system_t *);
cell_reason_t singular_judge(seat_t *, cell_t *);
/* Upper end of the overlap of a volume of solutions (global_narrow.c) from `lo`
   on, for all parameters in seat->env. */
int narrow_prove_end(seat_t *, double lo);
/* Is neither half of the map ever falling there (global_volume.c)?  Then the
   volume is a line, g->volume. */
int volume_is_line(seat_t *);
/* The end of line_prove_fixed, by slopes, for such a line. */
int volume_prove_zero(seat_t *, const cell_t *);
/* Of a threshold: sets g->rise (global_rise.c). */
void rise_set_up(global_t *);
/* One overlap, one conjugate, 0 <= q <= 1, and one interval of fields. */
int narrow_is_volume(seat_t *);
/* Proves the solution near env, and a box around it as wide as Krawczyk's test
   allows. */
int global_know(global_t *, const double *env);

certify_verdict_t global_line(global_t *);
certify_verdict_t global_box(global_t *);

#endif
