/* runtime/ode/course.h -- the course of a flow in time. */
#ifndef SADDLE_ODE_COURSE_H
#define SADDLE_ODE_COURSE_H

#include "flow.h"
#include "integrate.h"

#include <stddef.h>

typedef struct
{
    const saddle_flow_t *flow;
    const double *theta;
    saddle_flow_limit_t limit;
    ode_options_t ode;
    const double *state;    /* at t = 0, or NULL: the flow's own           */
    size_t n_times;
    const double *time;     /* ascending, from 0 on                        */
    int (*tick)(void *ctx, double done);  /* nonzero stops; NULL: none     */
    void *ctx;
} course_plan_t;

typedef enum
{
    COURSE_DONE,            /* all times                                   */
    COURSE_STOP,            /* a stop condition of the spec holds          */
    COURSE_DIVERGED,
    COURSE_UNDEFINED,       /* the slopes are not defined beyond           */
    COURSE_NO_VECTORS,      /* the overlaps ceased to be those of vectors  */
    COURSE_SHORT,           /* see integrate.h                             */
    COURSE_STEPS,
    COURSE_INTERRUPTED,
    COURSE_MEMORY
} course_answer_t;

/* The event -1 is that the students specialise, others are stops of the flow.
 */
typedef struct
{
    double time;
    int which;
    int rises;
} course_event_t;

#define COURSE_MAX_EVENTS 64
#define COURSE_SPECIALISED 0.5

typedef struct
{
    course_answer_t answer;
    size_t n_rows, width;   /* width = n_values + n_state                  */
    double *time;           /* n_rows; the last may be that of a stop      */
    double *row;            /* n_rows x width: values, then the state      */
    double last_time;       /* the last good state                         */
    double *last;           /* width                                       */
    double least;           /* smallest eigenvalue of the Gram matrix seen,
                               over its largest diagonal entry             */
    int n_events;
    course_event_t event[COURSE_MAX_EVENTS];
    int stop;               /* COURSE_STOP: which                          */
    long steps;
} course_t;

/* Clear in every case. */
course_answer_t course_run(course_t *, const course_plan_t *);
void course_clear(course_t *);

/*
 * course_specialisation -- how far each student has chosen a teacher: the
 * difference of its two largest |cosines| with teachers, averaged over
 * students with weight Q[k,k].  From 0, all teachers alike, to 1.  NAN for
 * one teacher or one student.
 *
 *   T  in  overlaps of the teachers
 */
double course_specialisation(const saddle_flow_t *, const double *T,
                             const double *state);

#endif
