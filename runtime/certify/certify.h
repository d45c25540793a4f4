/* runtime/certify/certify.h -- proofs that a system has one zero in a box. */
#ifndef SADDLE_CERTIFY_H
#define SADDLE_CERTIFY_H

#include "../quadrature/evaluate.h"
#include "../solve/solve.h"
#include <arb_mat.h>

/* Writes parameter k as a ball of `prec` bits that contains its exact value. */
typedef void (*certify_parameter_t)(arb_t value, int k, slong prec, void *ctx);

typedef struct
{
    long digits;         /* wanted significant digits of each unknown      */
    slong max_prec;      /* bits; beyond it SADDLE_LIMIT                   */
    double max_seconds;  /* 0: none                                        */
    int threads;
    certify_parameter_t parameter;
    void *ctx;
    arb_srcptr range;    /* NULL, or two exact ends that replace the declared
                            range of a threshold's parameter               */
    int (*progress)(void *ctx, const char *what, double done);
    void *progress_ctx;
} certify_options_t;

void certify_options_default(certify_options_t *);

typedef enum
{
    CERTIFY_PROVEN,      /* exactly one zero in the box                    */
    CERTIFY_DISPROVEN,   /* no zero in the box                             */
    CERTIFY_UNDECIDED,   /* see why                                        */
    CERTIFY_DOMAIN
} certify_verdict_t;

typedef struct
{
    certify_verdict_t verdict;
    int n;
    arb_ptr box;         /* n balls: the box in which the zero is unique   */
    arb_ptr zero;        /* n balls: its enclosure, inside box             */
    arb_ptr env;         /* all orders and parameters, zero put in         */
    int n_env;
    arb_ptr values;      /* enclosures of the system's observables         */
    int n_values;
    arb_mat_t preconditioner;   /* Y, dyadic                               */
    slong prec;          /* bits of the last step                          */
    double seconds;
    double contraction;  /* upper bound of |I - Y J| on the box            */
    const char *why;
} certify_result_t;

void certify_result_init(certify_result_t *);
void certify_result_clear(certify_result_t *);

/*
 * certify_system -- from an approximate zero to a proof.
 *
 *   result  out  initialised by the caller
 *   guess   in   env from solve_* (order parameters and parameters)
 *
 * Newton in growing precision to the target, then the Krawczyk test
 *   K = c - Y f(c) + (I - Y J(X))(X - c)  inside the interior of X
 * with f at full precision at the midpoint and J over X at about half the
 * precision.  Then: X inside the domain, side conditions, observables.
 * Source: Krawczyk 1969; Moore, Kearfott, Cloud 2009, theorem 8.2.
 */
certify_verdict_t certify_system(certify_result_t *result,
                                 const saddle_model_t *model,
                                 const saddle_system_t *system,
                                 const double *guess,
                                 const certify_options_t *);

/*
 * What must hold for all points of r->env besides the zero: the unknowns (and
 * the parameters but `except`, -1: none) lie in their declared domains, and the
 * side conditions of a threshold hold.
 */
certify_verdict_t certify_surroundings(certify_result_t *r,
                                       const saddle_model_t *model,
                                       const saddle_system_t *system,
                                       int except, slong prec);

/* What is told beside a zero that another argument has proven: `zero` encloses
   it. */
certify_verdict_t certify_given(certify_result_t *result,
                                const saddle_model_t *model,
                                const saddle_system_t *system, arb_srcptr zero,
                                slong prec, const certify_options_t *);

/* The Krawczyk test alone, on a box given by the caller (tests use it to
   check that wrong boxes are refused).  center NULL: the midpoint. */
certify_verdict_t certify_box(certify_result_t *result,
                              const saddle_model_t *model,
                              const saddle_system_t *system, arb_srcptr box,
                              slong prec, const certify_options_t *);

/* Krawczyk for any system given by callbacks: rooms above and tests use it.
   f(out, x): n values; j(out, x): n x n; both return SADDLE_OK or a reason. */
typedef struct
{
    int n;
    saddle_status_t (*f)(arb_ptr out, arb_srcptr x, slong prec, void *ctx);
    saddle_status_t (*j)(arb_mat_t out, arb_srcptr x, slong prec, void *ctx);
    void *ctx;
} krawczyk_system_t;

certify_verdict_t krawczyk_test(arb_ptr image, arb_mat_t y, double *contraction,
                                const krawczyk_system_t *system, arb_srcptr box,
                                slong prec, slong jacobian_prec);

#endif
