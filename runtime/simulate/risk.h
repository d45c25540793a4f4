/* runtime/simulate/risk.h -- minimisers of loss and penalty on drawn data.
 *
 *     minimise  sum_mu loss(y_mu, (F w)_mu) + sum_i penalty(w_i)
 *     subject to the fields being where `require` allows them
 */
#ifndef SADDLE_SIMULATE_RISK_H
#define SADDLE_SIMULATE_RISK_H

#include "../amp/instance.h"

#define RISK_TEST_PATTERNS 20000    /* fresh ones                           */

typedef enum
{
    RISK_LINEAR,      /* one linear system: loss and penalty are quadratic  */
    RISK_LBFGS,       /* both are differentiable                            */
    RISK_SPLITTING    /* alternating directions with proximal maps          */
} risk_method_t;

risk_method_t risk_method(const saddle_model_t *);

typedef struct
{
    risk_method_t method;
    int iterations;
    double gap;             /* of the objective, relative: duality gap of
                               splitting; else the norm of the gradient    */
    double overlap;         /* w.w0/N: the order parameter m               */
    double self;            /* w.w/N: q                                    */
    double training_loss;   /* mean over patterns                          */
    double training_error;  /* NAN where nothing is predicted              */
    double test_error;      /* on fresh patterns                           */
    double seconds, product_seconds;    /* in all; in matrix products      */
} risk_result_t;

typedef struct
{
    double tol;             /* of the gap                                  */
    int max_iterations;
    int (*tick)(void *ctx); /* nonzero stops                               */
    void *ctx;
} risk_options_t;

void risk_options_default(risk_options_t *);

/* SADDLE_OK; SADDLE_LIMIT with a reason without convergence or memory;
   SADDLE_DOMAIN when the minimum is not unique or not finite. */
saddle_status_t risk_run(risk_result_t *, const instance_t *,
                        const risk_options_t *, random_t, amp_message_t *why);

/* ---- what the methods share (risk_problem.c) ----------------------------- */

/* Values, slopes and curvatures of loss and penalty. */
typedef struct
{
    const instance_t *s;
    const risk_options_t *o;
    double product_seconds;
    double *w, *z;          /* n, m                                        */
    double *loss;           /* value, slope, curvature at z: 3 m           */
    double *penalty;        /* at w: 3 n                                   */
    double *lo, *hi;        /* where fields may be; NULL: anywhere         */
} risk_problem_t;

int risk_problem_init(risk_problem_t *, const instance_t *,
                     const risk_options_t *);
void risk_problem_clear(risk_problem_t *);
/* y = F x, or F^T x; timed. */
void risk_product(risk_problem_t *, int transposed, const double *x, double *y);
/* Three outputs for each of n arguments; y NULL: the penalty.  0 when a value
   is not finite. */
int risk_values(const risk_problem_t *, const double *y, const double *x,
               size_t n, double *out);
/* Fields, loss, penalty at w; the objective. */
double risk_objective(risk_problem_t *);
/* out = argmin_h loss(h) + (h - x)^2/(2 V), element by element. */
int risk_prox(const risk_problem_t *, const double *y, const double *x,
             size_t n, double v, double *out);

/* risk_splitting.c */
saddle_status_t risk_splitting(risk_problem_t *, risk_result_t *,
                              amp_message_t *why);

#endif
