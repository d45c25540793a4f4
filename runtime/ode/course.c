/* runtime/ode/course.c -- the course of a flow in time. */
#include "course.h"

#include "gram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_EVERY 16       /* steps from one look at the Gram matrix to the
                               next                                        */

typedef struct
{
    const course_plan_t *plan;
    course_t *course;
    double *layer;          /* T, v0, v                                    */
    double *gram;
    double end;
    long steps;
    int watched;            /* 1: specialisation is an event               */
    int lost;
} walk_t;

double
course_specialisation(const saddle_flow_t *f, const double *T,
                      const double *state)
{
    double sum = 0, weight = 0;
    int k, m;

    if (f->students < 2 || f->teachers < 2)
        return NAN;
    for (k = 0; k < f->students; k++)
    {
        double q = state[gram_place_q(f, k, k)], first = 0, second = 0;

        for (m = 0; m < f->teachers; m++)
        {
            double size = q * T[m * f->teachers + m], c = 0;

            if (size > 0)
                c = fabs(state[gram_place_r(f, k, m)]) / sqrt(size);
            second = c > first ? first : fmax(second, c);
            first = fmax(first, c);
        }
        sum += fmax(q, 0) * (first - second);
        weight += fmax(q, 0);
    }
    return weight > 0 ? sum / weight : 0;
}

/* ---- what the integrator asks for ----------------------------------------- */

static int
slope(void *ctx, const double *y, double *dy)
{
    const walk_t *w = ctx;

    return w->plan->flow->slope(w->plan->theta, y, w->plan->limit, dy);
}

static void
events(void *ctx, double t, const double *y, double *value)
{
    const walk_t *w = ctx;
    const saddle_flow_t *f = w->plan->flow;

    (void) t;
    if (f->n_stops > 0)
        f->stops(w->plan->theta, y, value);
    if (w->watched)
        value[f->n_stops] = course_specialisation(f, w->layer, y)
                            - COURSE_SPECIALISED;
}

/* Overlaps of vectors? */
static int
are_vectors(walk_t *w, const double *y)
{
    const saddle_flow_t *f = w->plan->flow;
    const ode_options_t *o = &w->plan->ode;
    double least;

    gram_matrix(w->gram, f, w->layer, y);
    least = gram_least(w->gram, f->students + f->teachers);
    w->course->least = fmin(w->course->least, least);
    return least >= -(1e4 * (o->rtol + o->atol) + 1e-10);
}

static int
step(void *ctx, double t, const double *y)
{
    walk_t *w = ctx;

    if (w->steps++ % LOOK_EVERY != 0)
        return 0;
    if (!are_vectors(w, y))
        return w->lost = 1;
    return w->plan->tick != NULL
           && w->plan->tick(w->plan->ctx, w->end > 0 ? t / w->end : 1) != 0;
}

/* ---- rows ----------------------------------------------------------------- */

static void
fill_row(const walk_t *w, double *row, const double *y)
{
    const saddle_flow_t *f = w->plan->flow;

    f->values(w->plan->theta, y, row);
    memcpy(row + f->n_values, y, (size_t) f->n_state * sizeof *y);
}

static void
add_row(walk_t *w, double t, const double *y)
{
    course_t *c = w->course;

    c->time[c->n_rows] = t;
    fill_row(w, c->row + c->n_rows * c->width, y);
    c->n_rows++;
}

/* An event; 1 when the run ends with it. */
static int
take_event(walk_t *w, const ode_run_t *run, double t, const double *y)
{
    course_t *c = w->course;
    int rises = 0, which = ode_which(run, &rises);
    int stop = which < w->plan->flow->n_stops;

    if (c->n_events < COURSE_MAX_EVENTS)
        c->event[c->n_events++]
            = (course_event_t) { t, stop ? which : -1, rises };
    if (!stop || !rises)
        return 0;
    c->stop = which;
    add_row(w, t, y);
    return 1;
}

static course_answer_t
answer_of(const walk_t *w, ode_answer_t a)
{
    switch (a)
    {
    case ODE_DIVERGED:
        return COURSE_DIVERGED;
    case ODE_UNDEFINED:
        return COURSE_UNDEFINED;
    case ODE_SHORT:
        return COURSE_SHORT;
    case ODE_STEPS:
        return COURSE_STEPS;
    case ODE_STOPPED:
        return w->lost ? COURSE_NO_VECTORS : COURSE_INTERRUPTED;
    case ODE_REACHED:
    case ODE_EVENT:
        return COURSE_DONE;
    default:
        return COURSE_MEMORY;
    }
}

/* ---- the whole ------------------------------------------------------------ */

static course_answer_t
walk(walk_t *w, ode_run_t *run, double *y)
{
    const course_plan_t *p = w->plan;
    course_t *c = w->course;
    ode_answer_t a;
    double t = 0;
    size_t i;

    for (i = 0; i < p->n_times;)
    {
        a = ode_advance(run, p->time[i], &t, y);
        c->last_time = t;
        fill_row(w, c->last, y);
        if (a == ODE_EVENT)
        {
            if (take_event(w, run, t, y))
                return COURSE_STOP;
            continue;
        }
        if (a != ODE_REACHED)
            return answer_of(w, a);
        if (!are_vectors(w, y))
            return COURSE_NO_VECTORS;
        add_row(w, t, y);
        i++;
    }
    return COURSE_DONE;
}

/* A stop condition that holds at the start. */
static int
stops_at_once(walk_t *w, const double *y)
{
    const saddle_flow_t *f = w->plan->flow;
    double *value = calloc((size_t) f->n_stops + 1, sizeof *value);
    int i, found = 0;

    if (value != NULL && f->n_stops > 0)
        f->stops(w->plan->theta, y, value);
    for (i = 0; value != NULL && i < f->n_stops && !found; i++)
        if (value[i] > 0)
        {
            w->course->stop = i;
            found = 1;
        }
    free(value);
    return found;
}

static int
make_room(walk_t *w, double **y)
{
    const course_plan_t *p = w->plan;
    const saddle_flow_t *f = p->flow;
    course_t *c = w->course;
    size_t units = (size_t) (f->students + f->teachers);

    c->width = (size_t) (f->n_values + f->n_state);
    c->time = malloc((p->n_times + 1) * sizeof *c->time);
    c->row = malloc((p->n_times + 1) * c->width * sizeof *c->row);
    c->last = calloc(c->width, sizeof *c->last);
    w->layer = malloc((units * units + units) * sizeof *w->layer);
    w->gram = malloc(units * units * sizeof *w->gram);
    *y = malloc((size_t) f->n_state * sizeof **y);
    return c->time != NULL && c->row != NULL && c->last != NULL
           && w->layer != NULL && w->gram != NULL && *y != NULL;
}

course_answer_t
course_run(course_t *c, const course_plan_t *p)
{
    const saddle_flow_t *f = p->flow;
    walk_t w = { .plan = p, .course = c };
    ode_t ode = { f->n_state, slope, f->n_stops, events, step, &w };
    ode_run_t *run = NULL;
    double *y = NULL;

    memset(c, 0, sizeof *c);
    c->least = INFINITY;
    c->answer = COURSE_MEMORY;
    if (make_room(&w, &y))
    {
        w.end = p->n_times > 0 ? p->time[p->n_times - 1] : 0;
        w.watched = f->students > 1 && f->teachers > 1;
        ode.n_events += w.watched;
        f->layers(p->theta, w.layer, w.layer + f->teachers * f->teachers,
                  w.layer + f->teachers * f->teachers + f->teachers);
        f->start(p->theta, y);
        if (p->state != NULL)
            memcpy(y, p->state, (size_t) f->n_state * sizeof *y);
        fill_row(&w, c->last, y);
        if (!are_vectors(&w, y))
            c->answer = COURSE_NO_VECTORS;
        else if (stops_at_once(&w, y))
        {
            add_row(&w, 0, y);
            c->answer = COURSE_STOP;
        }
        else if ((run = ode_begin(&ode, &p->ode, 0, y)) != NULL)
            c->answer = walk(&w, run, y);
        c->steps = run != NULL ? ode_steps(run) : 0;
    }
    ode_end(run);
    free(w.layer);
    free(w.gram);
    free(y);
    return c->answer;
}

void
course_clear(course_t *c)
{
    free(c->time);
    free(c->row);
    free(c->last);
    memset(c, 0, sizeof *c);
}
