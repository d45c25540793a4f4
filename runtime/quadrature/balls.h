/* runtime/quadrature/balls.h -- shared by the files that enclose integrals. */
#ifndef SADDLE_BALLS_H
#define SADDLE_BALLS_H

#include "evaluate.h"
#include "quiet.h"

/* One group at one env. */
typedef struct
{
    const saddle_group_t *group;
    arb_srcptr env;
    slong prec;          /* wanted bits, relative to int |f_k| w           */
    int threads;
    quad_cache_t *cache; /* never NULL                                     */
    const char *why;     /* set when the answer is not SADDLE_OK           */
} ball_task_t;

/* Error terms that a test can leave out, to see that it notices. */
#define DROP_LONG_SIDES 1u
#define DROP_SHORT_SIDES 2u
#define DROP_TAIL_LEFT 4u
#define DROP_TAIL_RIGHT 8u
#define DROP_PANEL 16u
#define DROP_GAP 32u
#define DROP_RADIUS 64u      /* rounding and width of the env at the nodes */

/* ---- sizes, approximate: they steer choices and prove nothing ------------ */

/* log2 of |f_k(x)| w(x) on a grid; -HUGE_VAL for zero */
typedef struct
{
    int n_integrands, n;
    double x0, step;
    double *log2_value;  /* [i * n_integrands + k]                         */
    double *log2_scale;  /* [k]: of int |f_k| w                            */
} sizes_t;

/* SADDLE_DOMAIN if an integrand is proved to be undefined at a grid point. */
saddle_status_t sizes_approx(sizes_t *s, ball_task_t *task, double x0,
                             double x1, int n);
void sizes_clear(sizes_t *s);
/* largest over k of log2(|f_k| w) - log2_scale[k] near x */
double sizes_relative_approx(const sizes_t *s, double x);

/* ---- sums over nodes ----------------------------------------------------- */

typedef struct
{
    long n;              /* nodes 0..n-1                                   */
    int mirror;          /* nodes 1.. stand for t and -t; 2: and have equal
                            values there                                   */
    /* > 0: t_i = i step, w_i = exp(-t_i^2/2), and `node` is not used      */
    double step;
    /* position and weight (density included) at `prec` bits               */
    void (*node)(arb_t t, arb_t w, long i, slong prec, const void *ctx);
    /* bits with which node i is evaluated; slowly varying                 */
    slong (*bits)(long i, const void *ctx);
    const void *ctx;
} node_rule_t;

/*
 * sum[k] = sum_i w_i f_k(t_i), in balls; the result does not depend on
 * task->threads.  SADDLE_DOMAIN, SADDLE_UNPROVED as quad_ball.
 */
saddle_status_t node_sum(arb_ptr sum, ball_task_t *task,
                         const node_rule_t *rule, slong prec);

/* ---- tails --------------------------------------------------------------- */

/* Upper bounds of the integrals of |f_k| w over side * t >= cut. */
void tail_bounds(mag_ptr bound, ball_task_t *task, double cut, int side);

/*
 * A cut, at least `least`, past which the sum of the wanted tails is below
 * 2^-(prec + 4) of each scale; 0 if none is found.  sides: 1 left, 2 right.
 */
double tail_cut(ball_task_t *task, const double *log2_scale, double least,
                int sides);

/* ---- rules --------------------------------------------------------------- */

/* Whole line, Gaussian weight, no breaks. */
saddle_status_t trapezoid(arb_ptr out, ball_task_t *task);
/* The same for wide balls, with or without breaks: not sharp, but it asks for
   bounded integrands only (ranges.c). */
saddle_status_t ranges(arb_ptr out, ball_task_t *task);
/* A cut with tails below `least` if there is one, else with finite ones; 0: none.
   `bound` gets upper bounds of what lies beyond on both sides (ranges_cut.c). */
double ranges_cut(mag_ptr bound, ball_task_t *task, const double *least);
/* Anything else. */
saddle_status_t panels(arb_ptr out, ball_task_t *task);

/* Tables of Gauss-Legendre, kept in the cache: node and weight k < n/2 of n
   (even); the others by symmetry. */
typedef struct
{
    long n;
    slong prec;
    arb_ptr node, weight;
} legendre_t;
const legendre_t *legendre_table(quad_cache_t *cache, long n, slong prec);

#endif
