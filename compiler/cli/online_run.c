/* compiler/cli/online_run.c -- `saddle online`: the dynamics of learning. */
#include "../../runtime/crew.h"
#include "online.h"
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *
online_clock(const dynamics_t *x)
{
    return x->limit == FLOW_GRADIENT ? "tau" : "t";
}

const char *
online_column(const dynamics_t *x, size_t k)
{
    size_t values = (size_t) x->flow->n_values;

    return k < values ? x->flow->value_name[k].name
                      : x->flow->state[k - values];
}

/* "eta = 1/2, sigma = 0" */
static char *
describe(const dynamics_t *x)
{
    const session_t *s = &x->loaded.session;
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    int k, n = 0;

    if (to == NULL)
        return NULL;
    for (k = 0; k < s->spec.n_parameters; k++)
        if (s->setting[k].text != NULL)
            fprintf(to, "%s%s = %s", n++ > 0 ? ", " : "",
                    s->spec.parameter[k].name, s->setting[k].text);
    if (n == 0)
        fputs("no parameters", to);
    if (x->limit == FLOW_GRADIENT)
        fputs(", limit of small learning rates", to);
    fclose(to);
    return text;
}

static int
read_tolerances(dynamics_t *x)
{
    const online_options_t *o = &x->o->online;

    ode_options_default(&x->ode);
    if (!isnan(o->rtol))
    {
        x->ode.rtol = o->rtol;
        x->ode.atol = o->rtol / 1000;
    }
    if (!isnan(o->atol))
        x->ode.atol = o->atol;
    if (x->ode.rtol >= 1e-14 && x->ode.rtol < 1 && x->ode.atol > 0
        && x->ode.atol < 1)
        return EXIT_DONE;
    fprintf(stderr, "saddle online: --rtol is from 1e-14, --atol above 0, both "
                    "below 1\n");
    return EXIT_USAGE;
}

/* Options that exclude each other. */
static int
check_options(const options_t *o)
{
    const online_options_t *online = &o->online;
    const char *why = NULL;

    if (online->simulate && online->gradient)
        why = "the algorithm has a learning rate: --simulate or --flow";
    else if (online->simulate && online->fixed_points)
        why = "--simulate or --fixed-points";
    else if (!online->simulate && (o->finite.size || o->finite.trials
                                   || o->finite.seed || o->resume))
        why = "--size, --trials, --seed and --resume need --simulate";
    else if (!online->fixed_points && o->digits)
        why = "--digits needs --fixed-points";
    else if (online->fixed_points && (o->output || o->plot || online->times))
        why = "--fixed-points writes no table over time";
    if (why == NULL)
        return o->plot == NULL || picture_can(o->plot) ? EXIT_DONE
                                                       : EXIT_USAGE;
    fprintf(stderr, "saddle online: %s\n", why);
    return EXIT_USAGE;
}

static int
tick(void *ctx, double done)
{
    (void) ctx;
    return progress_tick(NULL, "time", done);
}

static int
run(dynamics_t *x)
{
    const options_t *o = x->o;
    course_plan_t plan = { .flow = x->flow, .theta = x->loaded.theta,
                           .limit = x->limit, .ode = x->ode, .tick = tick };
    course_t course;
    int status = online_times(x), drawn;

    if (status != EXIT_DONE)
        return status;
    plan.n_times = x->n_times;
    plan.time = x->time;
    if (o->online.simulate)
        return online_simulate(x, &plan);
    course_run(&course, &plan);
    progress_end();
    status = online_tell(x, &course);
    if (o->plot != NULL && course.n_rows > 1)
    {
        plan.n_times = course.n_rows;   /* as far as it came */
        plan.time = course.time;
        drawn = online_draw(x, &plan, NULL);
        status = status == EXIT_DONE ? drawn : status;
    }
    course_clear(&course);
    return status;
}

int
run_online(const options_t *o)
{
    dynamics_t x = { .o = o };
    int status = check_options(o);

    if (status == EXIT_DONE)
        status = flow_open(&x.loaded, o->n_words, o->word, 0);
    else
        return status;
    x.flow = x.loaded.flow;
    x.limit = o->online.gradient ? FLOW_GRADIENT : FLOW_FINITE;
    if (status == EXIT_DONE)
        status = read_tolerances(&x);
    if (status == EXIT_DONE)
    {
        crew_quiet_blas();
        x.setting = describe(&x);
        progress_start(o->quiet);
        status = o->online.fixed_points ? online_fixed_points(&x) : run(&x);
        progress_end();
    }
    free(x.setting);
    free(x.time);
    flow_clear(&x.loaded);
    return status;
}
