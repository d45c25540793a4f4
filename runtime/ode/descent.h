/* runtime/ode/descent.h -- stochastic gradient descent at finite size.
 *
 * The algorithm that a flow describes: N inputs, a fresh Gaussian input vector
 * at every step, K student and M teacher vectors whose overlaps at the start
 * are those of the flow, exactly.
 */
#ifndef SADDLE_ODE_DESCENT_H
#define SADDLE_ODE_DESCENT_H

#include "../random.h"
#include "flow.h"

typedef struct
{
    const saddle_flow_t *flow;
    const double *theta;
    size_t size;            /* N >= K + M                                  */
    size_t n_times;
    const double *time;     /* ascending; rounded to steps of 1/N          */
    int (*stop)(void *ctx); /* now and then; nonzero ends.  NULL: none     */
    void *ctx;
} descent_t;

/* The time at which a wanted one is observed at size N. */
double descent_time(double wanted, size_t size);
/* Bytes that one run needs. */
double descent_bytes(const saddle_flow_t *, size_t size);

/*
 * descent_run -- one run.
 *
 *   out  out  n_times rows: the flow's values, then its state, of the vectors
 *             as they are
 *   why  out  a static sentence unless SADDLE_OK
 *
 * Depends on the stream alone.  SADDLE_DOMAIN: the overlaps at the start are
 * those of no vectors, or values ceased to be finite; SADDLE_LIMIT: memory,
 * or stopped.
 */
saddle_status_t descent_run(double *out, const descent_t *, random_t,
                            const char **why);

#endif
