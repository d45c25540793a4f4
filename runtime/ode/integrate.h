/* runtime/ode/integrate.h -- initial value problems, by CVODE of SUNDIALS. */
#ifndef SADDLE_ODE_INTEGRATE_H
#define SADDLE_ODE_INTEGRATE_H

/* dy/dt = slope(y); an event is a sign change of one of n_events functions. */
typedef struct
{
    int n;
    /* Nonzero where the slope is not defined. */
    int (*slope)(void *ctx, const double *y, double *dy);
    int n_events;
    void (*event)(void *ctx, double t, const double *y, double *value);
    /* After every accepted step; nonzero stops.  NULL: none. */
    int (*step)(void *ctx, double t, const double *y);
    void *ctx;
} ode_t;

typedef struct
{
    double rtol, atol;      /* of a step, relative and absolute            */
    double huge;            /* |y_i| above it: diverged                    */
    long most_steps;        /* in all                                      */
} ode_options_t;

typedef enum
{
    ODE_REACHED,            /* the wanted time                             */
    ODE_EVENT,              /* an event before it                          */
    ODE_DIVERGED,           /* |y| > huge, or a pole                       */
    ODE_UNDEFINED,          /* the slope is not defined beyond             */
    ODE_SHORT,              /* the tolerance asks for steps that are too
                               short for doubles                           */
    ODE_STEPS,              /* most_steps done                             */
    ODE_STOPPED,            /* by step()                                   */
    ODE_MEMORY
} ode_answer_t;

typedef struct ode_run ode_run_t;

/* rtol 1e-11, atol 1e-14, 1e30, 20 million steps */
void ode_options_default(ode_options_t *);

/* Begins at (t, y), y copied.  NULL without memory.  ode and its ctx stay the
   caller's and must outlive the run. */
ode_run_t *ode_begin(const ode_t *, const ode_options_t *, double t,
                     const double *y);
void ode_end(ode_run_t *);

/*
 * ode_advance -- the solution at a later time, by dense output.
 *
 *   to  in   not before the time reached
 *   t   out  `to`; the time of an event; else the last good time
 *   y   out  the solution at *t
 *
 * After ODE_EVENT another call goes on.
 */
ode_answer_t ode_advance(ode_run_t *, double to, double *t, double *y);
/* After ODE_EVENT: the index of the event, and whether its function rises. */
int ode_which(const ode_run_t *, int *rises);
long ode_steps(const ode_run_t *);

#endif
