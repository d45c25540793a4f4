/* runtime/ode/rest_system.h -- what must vanish at a fixed point, in balls. */
#ifndef SADDLE_ODE_REST_SYSTEM_H
#define SADDLE_ODE_REST_SYSTEM_H

#include "dual.h"
#include "fixed.h"

/* The square system: unknowns x, the env of the program, and which outputs
   must vanish. */
typedef struct
{
    const saddle_flow_t *flow;
    const saddle_ball_assembly_t *program;
    arb_srcptr theta;
    int alike, n, n_env;
    signed char *seed;      /* n_env x n: d env/d x                        */
    int *output;            /* n                                           */
    dual_machine_t machine;
    int has_machine;
    arb_ptr env, value, slope;
} rest_system_t;

/* All entries of the state as unknowns, or (alike) the coordinates of fixed.h.
   0 without memory; clear in every case. */
int rest_system_init(rest_system_t *, const fixed_plan_t *, arb_srcptr theta,
                     int alike);
void rest_system_clear(rest_system_t *);
/* All slopes, and their derivatives along the coordinates, at x: into value and
   slope.  0 where they are not finite. */
int rest_system_run(rest_system_t *, arb_srcptr x, int derivatives,
                    slong prec);

#endif
