/* runtime/rbm/landscape.h -- the fixed points of mean field from many starts.
 *
 * Starts are random magnetisations (uniform in (0,1), real units: samples of
 * their laws) and patterns; states that settle are merged when no mean differs
 * by more than `merge`.  Source: Tramel et al., PRX 8 (2018) 041006.
 */
#ifndef SADDLE_RBM_LANDSCAPE_H
#define SADDLE_RBM_LANDSCAPE_H

#include "mean_field.h"

typedef struct
{
    int order;             /* 1 naive, 2, 3                                */
    int random;            /* number of random starts                      */
    const double *pattern; /* n_patterns x nv, or NULL                     */
    int n_patterns;        /* starts at patterns; distances are to them    */
    double damping, tol, merge;
    int limit;             /* sweeps                                       */
    unsigned long seed;
} landscape_options_t;

void landscape_options_default(landscape_options_t *);

typedef struct
{
    int n;                 /* distinct fixed points, by falling -Gamma     */
    mf_state_t state;      /* n rows                                       */
    double *log_z;         /* n: -Gamma                                    */
    int *starts;           /* n: how many starts flow there                */
    double *distance;      /* n: root mean square distance of m to the
                              nearest pattern; NaN without patterns        */
    int *nearest;          /* n: that pattern, or -1                       */
    int unsettled;         /* starts that did not settle within the limit  */
} landscape_t;

/* RBM_OK, RBM_NO_MEMORY, RBM_INTERRUPTED, RBM_BAD_USE (order 3 of real
   units). */
rbm_status_t landscape_find(landscape_t *, const rbm_t *,
                            const landscape_options_t *, crew_t *,
                            rbm_tick_t tick, void *ctx, rbm_message_t *);
void landscape_clear(landscape_t *);

/* ln sum exp(-Gamma) over the fixed points: ln Z when they are well apart. */
double landscape_log_z(const landscape_t *);

#endif
