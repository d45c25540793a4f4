/* runtime/ode/integrate.c -- initial value problems, by CVODE of SUNDIALS.
 *
 * Backward differences and Newton's method: plateaus and the approach to a
 * fixed point are long beside the fastest relaxation, which would bound the
 * steps of an explicit method.
 *
 * CVODE takes one step at a time; what lies inside a step comes from its
 * interpolating polynomial.  So each step is looked at, and the state before
 * a bad one is at hand.
 */
#include "integrate.h"

#include <cvode/cvode.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <stdlib.h>
#include <string.h>
#include <sundials/sundials_config.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

/* SUNDIALS 6 came with contexts, 7 with another word for no communicator. */
#if SUNDIALS_VERSION_MAJOR >= 6
#define WITH_CONTEXT(r) , (r)->context
#else
#define WITH_CONTEXT(r)
#endif
#if SUNDIALS_VERSION_MAJOR >= 7
#define NO_COMMUNICATOR SUN_COMM_NULL
#else
#define NO_COMMUNICATOR NULL
#endif

/* Steps below the distance of doubles after which a solution has no future. */
#define STILL 50

struct ode_run
{
    const ode_t *ode;
    ode_options_t options;
#if SUNDIALS_VERSION_MAJOR >= 6
    SUNContext context;
#endif
    void *cvode;
    N_Vector y;             /* at the end of the last step                 */
    N_Vector dense;         /* inside it                                   */
    SUNMatrix matrix;
    SUNLinearSolver linear;
    int *root;
    int pending;            /* an event of the last step, not yet told     */
    double from, time;      /* begin and end of the last step              */
    double event_time;
    long steps;
    int still;              /* steps in which t did not move               */
    int was_undefined;      /* the same since t last moved                 */
    int undefined;          /* the slope, at a point that the step tried   */
};

void
ode_options_default(ode_options_t *o)
{
    o->rtol = 1e-11;
    o->atol = 1e-14;
    o->huge = 1e30;
    o->most_steps = 20000000;
}

/* ---- callbacks of CVODE --------------------------------------------------- */

static int
slope(double t, N_Vector y, N_Vector dy, void *ctx)
{
    ode_run_t *r = ctx;
    double *to = N_VGetArrayPointer(dy);
    int i, bad = r->ode->slope(r->ode->ctx, N_VGetArrayPointer(y), to);

    (void) t;
    for (i = 0; i < r->ode->n && !bad; i++)
        bad = !isfinite(to[i]);
    r->undefined |= bad;
    return bad != 0;            /* positive: try a shorter step */
}

static int
events(double t, N_Vector y, double *value, void *ctx)
{
    ode_run_t *r = ctx;

    r->ode->event(r->ode->ctx, t, N_VGetArrayPointer(y), value);
    return 0;
}

#if SUNDIALS_VERSION_MAJOR < 7
/* What goes wrong is told by the return values. */
static void
silent(int code, const char *module, const char *function, char *text,
       void *ctx)
{
    (void) code, (void) module, (void) function, (void) text, (void) ctx;
}
#endif

/* ---- begin and end -------------------------------------------------------- */

static int
attach_solver(ode_run_t *r)
{
    r->matrix = SUNDenseMatrix(r->ode->n, r->ode->n WITH_CONTEXT(r));
    if (r->matrix != NULL)
        r->linear = SUNLinSol_Dense(r->y, r->matrix WITH_CONTEXT(r));
    return r->linear != NULL
           && CVodeSetLinearSolver(r->cvode, r->linear, r->matrix) == 0;
}

static int
set_up(ode_run_t *r, double t, const double *y)
{
    const ode_t *ode = r->ode;

#if SUNDIALS_VERSION_MAJOR >= 6
    if (SUNContext_Create(NO_COMMUNICATOR, &r->context) != 0)
        return 0;
#endif
    r->y = N_VNew_Serial(ode->n WITH_CONTEXT(r));
    r->dense = N_VNew_Serial(ode->n WITH_CONTEXT(r));
    r->root = calloc((size_t) ode->n_events + 1, sizeof *r->root);
    r->cvode = CVodeCreate(CV_BDF WITH_CONTEXT(r));
    if (r->y == NULL || r->dense == NULL || r->root == NULL
        || r->cvode == NULL)
        return 0;
    memcpy(N_VGetArrayPointer(r->y), y, (size_t) ode->n * sizeof *y);
    r->from = r->time = t;
#if SUNDIALS_VERSION_MAJOR < 7
    CVodeSetErrHandlerFn(r->cvode, silent, NULL);
#else
    SUNContext_ClearErrHandlers(r->context);
#endif
    return CVodeInit(r->cvode, slope, t, r->y) == 0
           && CVodeSetUserData(r->cvode, r) == 0
           && CVodeSStolerances(r->cvode, r->options.rtol, r->options.atol)
                  == 0
           && attach_solver(r)
           && (ode->n_events == 0
               || CVodeRootInit(r->cvode, ode->n_events, events) == 0);
}

ode_run_t *
ode_begin(const ode_t *ode, const ode_options_t *options, double t,
          const double *y)
{
    ode_run_t *r = calloc(1, sizeof *r);

    if (r == NULL)
        return NULL;
    r->ode = ode;
    r->options = *options;
    if (set_up(r, t, y))
        return r;
    ode_end(r);
    return NULL;
}

void
ode_end(ode_run_t *r)
{
    if (r == NULL)
        return;
    if (r->cvode != NULL)
        CVodeFree(&r->cvode);
    if (r->linear != NULL)
        SUNLinSolFree(r->linear);
    if (r->matrix != NULL)
        SUNMatDestroy(r->matrix);
    if (r->dense != NULL)
        N_VDestroy(r->dense);
    if (r->y != NULL)
        N_VDestroy(r->y);
#if SUNDIALS_VERSION_MAJOR >= 6
    if (r->context != NULL)
        SUNContext_Free(&r->context);
#endif
    free(r->root);
    free(r);
}

/* ---- going on ------------------------------------------------------------- */

static int
is_huge(const ode_run_t *r)
{
    const double *y = N_VGetArrayPointer(r->y);
    int i;

    for (i = 0; i < r->ode->n; i++)
        if (!(fabs(y[i]) <= r->options.huge))
            return 1;
    return 0;
}

/* One step of CVODE; ODE_REACHED when there is nothing to tell. */
static ode_answer_t
take_step(ode_run_t *r, double to)
{
    double t = r->time;
    int flag;

    if (r->steps >= r->options.most_steps)
        return ODE_STEPS;
    r->was_undefined |= r->undefined;
    if (r->still == 0)
        r->was_undefined = 0;
    r->undefined = 0;
    flag = CVode(r->cvode, to, r->y, &t, CV_ONE_STEP);
    r->steps++;
    if (flag == CV_MEM_FAIL || flag == CV_MEM_NULL)
        return ODE_MEMORY;
    if (flag < 0)
        return r->undefined ? ODE_UNDEFINED : ODE_SHORT;
    r->still = t > r->time ? 0 : r->still + 1;
    r->from = r->time;
    r->time = t;
    if (r->still > STILL)
        return r->was_undefined ? ODE_UNDEFINED : ODE_DIVERGED;
    if (flag == CV_ROOT_RETURN)
    {
        CVodeGetRootInfo(r->cvode, r->root);
        r->pending = 1;
        r->event_time = t;
    }
    if (is_huge(r))
        return ODE_DIVERGED;
    if (r->ode->step != NULL
        && r->ode->step(r->ode->ctx, t, N_VGetArrayPointer(r->y)) != 0)
        return ODE_STOPPED;
    return ODE_REACHED;
}

/* The solution at t, between the ends of the last step. */
static void
copy_state(ode_run_t *r, double t, double *y)
{
    N_Vector from = r->y;

    if (t != r->time && CVodeGetDky(r->cvode, t, 0, r->dense) == 0)
        from = r->dense;
    memcpy(y, N_VGetArrayPointer(from), (size_t) r->ode->n * sizeof *y);
}

ode_answer_t
ode_advance(ode_run_t *r, double to, double *t, double *y)
{
    ode_answer_t answer = ODE_REACHED;

    for (;;)
    {
        if (r->pending && r->event_time <= to)
        {
            r->pending = 0;
            *t = r->event_time;
            copy_state(r, *t, y);
            return ODE_EVENT;
        }
        if (r->time >= to)
        {
            *t = to;
            copy_state(r, to, y);
            return ODE_REACHED;
        }
        memcpy(N_VGetArrayPointer(r->dense), N_VGetArrayPointer(r->y),
               (size_t) r->ode->n * sizeof *y);
        *t = r->time;
        answer = take_step(r, to);
        if (answer == ODE_REACHED)
            continue;
        if (answer == ODE_STOPPED)
        {
            *t = r->time;
            copy_state(r, *t, y);
        }
        else        /* the state before the bad step */
            memcpy(y, N_VGetArrayPointer(r->dense),
                   (size_t) r->ode->n * sizeof *y);
        return answer;
    }
}

int
ode_which(const ode_run_t *r, int *rises)
{
    int i;

    for (i = 0; i < r->ode->n_events; i++)
        if (r->root[i] != 0)
        {
            *rises = r->root[i] > 0;
            return i;
        }
    return -1;
}

long
ode_steps(const ode_run_t *r)
{
    return r->steps;
}
