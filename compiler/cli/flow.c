/* compiler/cli/flow.c -- a spec with `learner online`, compiled and loaded. */
#include "flow.h"
#if defined SADDLE_RBM && defined SADDLE_CVODE
#include "../../runtime/ode/course.h"
#endif

#include <stdlib.h>
#include <string.h>

/* The start and the rates at the values of the parameters. */
static int
check_values(flow_t *f)
{
    session_t *s = &f->session;
    const online_spec_t *o = s->spec.online;
    int k, n = s->spec.n_parameters, bad;
    expr_t **symbol = calloc((size_t) n + 1, sizeof *symbol);
    arb_ptr value = _arb_vec_init(n);
    environment_t env = { n, symbol, value };
    double eta, eta_v;

    for (k = 0; symbol != NULL && k < n; k++)
    {
        symbol[k] = s->spec.parameter[k].symbol;
        session_parameter(value + k, k, 192, s);
    }
    bad = symbol != NULL && spec_gram_refuted(o, &env);
    _arb_vec_clear(value, n);
    free(symbol);
    if (bad)
        fprintf(stderr, "saddle: %s:%d: at these values [[Q, R], [R', T]] at "
                "the start is not positive semidefinite: these are the "
                "overlaps of no vectors\n", s->source.path,
                o->start_span.line);
    f->flow->rates(f->theta, &eta, &eta_v);
    if (!(eta > 0.0) || (f->flow->learned && !(eta_v > 0.0)))
    {
        fprintf(stderr, "saddle: %s:%d: the learning rate is %g; it must be "
                "positive\n", s->source.path,
                eta > 0.0 ? o->layer_span.line : s->spec.learner_span.line,
                eta > 0.0 ? eta_v : eta);
        bad = 1;
    }
    return bad ? EXIT_USAGE : EXIT_DONE;
}

int
flow_open(flow_t *f, int n_words, const char *const *word, int json)
{
    int status;

    memset(f, 0, sizeof *f);
    if (n_words < 1)
    {
        fprintf(stderr, "saddle online: a FILE is missing\n");
        return EXIT_USAGE;
    }
    status = session_open_units(&f->session, word[0], STAGE_FLOW, json,
                                n_words - 1, word + 1);
    if (status == EXIT_DONE)
        status = session_set(&f->session, n_words - 1, word + 1, -1);
    if (status != EXIT_DONE)
        return status;
    f->flow = f->session.loaded.flow;
    f->theta = session_doubles(&f->session);
    if (f->theta == NULL || f->flow == NULL)
        return EXIT_LIMIT;
    return check_values(f);
}

void
flow_clear(flow_t *f)
{
    free(f->theta);
    session_clear(&f->session);
}

#if defined SADDLE_RBM && defined SADDLE_CVODE

/* Column of a course: values, then the state; -1: none. */
static int
column_of(const saddle_flow_t *f, const char *name)
{
    int i;

    for (i = 0; i < f->n_values; i++)
        if (strcmp(f->value_name[i].name, name) == 0)
            return i;
    for (i = 0; i < f->n_state; i++)
        if (strcmp(f->state[i], name) == 0)
            return f->n_values + i;
    return -1;
}

int
flow_value_at(const session_t *s, const char *name, double t, double *value,
              const char **why)
{
    const saddle_flow_t *f = s->loaded.flow;
    int column = column_of(f, name), good = 0;
    double time[2] = { 0.0, t }, *theta = session_doubles(s);
    course_plan_t plan = { .flow = f, .theta = theta, .n_times = 2,
                           .time = time };
    course_t course;

    *why = "the flow has no value of that name";
    if (column >= 0 && theta != NULL)
    {
        ode_options_default(&plan.ode);
        if (t == 0.0)
            plan.n_times = 1;
        course_run(&course, &plan);
        *why = "the course ends before";
        if (course.n_rows > 0 && course.time[course.n_rows - 1] == t)
        {
            good = 1;
            *value = course.row[(course.n_rows - 1) * course.width
                                + (size_t) column];
        }
        course_clear(&course);
    }
    free(theta);
    return good;
}

#else

int
flow_value_at(const session_t *s, const char *name, double t, double *value,
              const char **why)
{
    (void) s;
    (void) name;
    (void) t;
    (void) value;
    *why = "this program was built without SUNDIALS";
    return 0;
}

#endif
