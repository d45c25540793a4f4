/* compiler/cli/amp.c -- `saddle amp`: AMP beside its state evolution. */
#include "../../runtime/amp/vamp.h"
#include "experiment.h"
#include "session.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ITERATIONS 1000
#define AT_REST 1e-7        /* of state evolution, times E w0^2            */

/* What a trial needs. */
typedef struct
{
    const saddle_model_t *model;
    double *env;
    matrix_kind_t matrix;
    int hadamard;           /* VAMP                                        */
    double delta;           /* its noise                                   */
    gamp_options_t gamp;
    experiment_report_t report;
} amp_t;

static void
take_points(double *out, const gamp_point_t *at, size_t n)
{
    size_t t;

    for (t = 0; t < n; t++)
    {
        out[3 * t] = at[t].overlap;
        out[3 * t + 1] = at[t].self;
        out[3 * t + 2] = at[t].mse;
    }
}

static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *out,
      amp_message_t *why)
{
    amp_t *a = ctx;
    size_t n_rows = (size_t) a->gamp.iterations + 1;
    gamp_point_t *at = malloc(n_rows * sizeof *at);
    saddle_status_t status = SADDLE_LIMIT;
    instance_t s;
    int used;

    (void) point;
    if (at == NULL)
        return SADDLE_LIMIT;
    if (a->hadamard)
    {
        status = vamp_run(at, a->model, a->env, size,
                          instance_samples(a->model, a->env, size), a->delta,
                          &a->gamp, r, why);
        take_points(out, at, status == SADDLE_OK ? n_rows : 0);
        free(at);
        return status;
    }
    status = instance_new(&s, a->model, a->env, size,
                          instance_samples(a->model, a->env, size), a->matrix,
                          r, why);
    if (status == SADDLE_OK)
        status = gamp_run(at, &used, &s, &a->gamp, r, why);
    take_points(out, at, status == SADDLE_OK ? n_rows : 0);
    instance_clear(&s);
    free(at);
    return status;
}

/* ---- options ------------------------------------------------------------ */

static int
bad(const char *option, const char *text, const char *wanted)
{
    fprintf(stderr, "saddle amp: --%s takes %s, not '%s'\n", option, wanted,
            text);
    return EXIT_USAGE;
}

static int
number(const char *text, double *x)
{
    char *end;

    errno = 0;
    *x = strtod(text, &end);
    return errno == 0 && *text != '\0' && *end == '\0' && isfinite(*x);
}

/* VAMP: linear measurements with Gaussian noise, fewer than weights. */
static int
check_hadamard(amp_t *a, const options_t *o)
{
    long n = o->finite.size;

    if (n > 0 && ((n & (n - 1)) != 0 || n < 8))
    {
        fprintf(stderr, "saddle amp: the size of a Hadamard matrix is a power "
                        "of two\n");
        return EXIT_USAGE;
    }
    if (!vamp_noise(&a->delta, a->model, a->env))
    {
        fprintf(stderr, "saddle amp: the i.i.d. prediction does not apply to "
                        "Hadamard matrices, and VAMP takes labels y = z + "
                        "normal noise only\n");
        return EXIT_REFUSED;
    }
    if (instance_samples(a->model, a->env, 1 << 20) > 1 << 20)
    {
        fprintf(stderr, "saddle amp: a row-orthogonal matrix has at most as "
                        "many labels as weights\n");
        return EXIT_USAGE;
    }
    if (!(a->gamp.start > 0))
        a->gamp.start = 1e-3;
    return EXIT_DONE;
}

static int
read_options(amp_t *a, const options_t *o)
{
    gamp_options_t *g = &a->gamp;

    gamp_options_default(g);
    g->vector = o->finite.vector;
    g->tick = trials_stopped;
    g->ctx = &a->report.trials;
    g->damping = isnan(o->finite.damping) ? 0 : o->finite.damping;
    if (!(g->damping >= 0 && g->damping < 1))
    {
        fprintf(stderr, "saddle amp: --damping is a number from 0 to below "
                        "1\n");
        return EXIT_USAGE;
    }
    if (o->finite.matrix != NULL && strcmp(o->finite.matrix, "signs") == 0)
        a->matrix = MATRIX_SIGNS;
    else if (o->finite.matrix != NULL
             && strcmp(o->finite.matrix, "hadamard") == 0)
        a->hadamard = 1;
    else if (o->finite.matrix != NULL
             && strcmp(o->finite.matrix, "gaussian") != 0)
        return bad("matrix", o->finite.matrix, "gaussian, signs or hadamard");
    if (o->state == NULL || strcmp(o->state, "uninformed") == 0)
        g->start = 0;
    else if (strcmp(o->state, "informed") == 0)
        g->start = gamp_informed(a->model, a->env);
    else if (!number(o->state, &g->start) || !(g->start >= 0))
        return bad("from", o->state,
                   "uninformed, informed, or a signal-to-noise ratio");
    if (a->hadamard)
        return check_hadamard(a, o);
    return EXIT_DONE;
}

/* Iterations until state evolution rests, and half as many more. */
static int
choose_iterations(amp_t *a, const options_t *o, double *q, double *rho)
{
    amp_message_t why;
    int t;

    a->gamp.iterations = o->finite.iterations > 0 && o->finite.iterations < 100000
                             ? (int) o->finite.iterations : MOST_ITERATIONS;
    *rho = a->hadamard
               ? vamp_evolution(q, a->model, a->env,
                                (double) instance_samples(a->model, a->env,
                                                          1 << 20)
                                    / (1 << 20),
                                a->delta, &a->gamp, &why)
               : gamp_evolution(q, a->model, a->env, &a->gamp, 1, &why);
    if (isnan(*rho))
    {
        fprintf(stderr, "saddle amp: %s\n", why.text);
        return EXIT_REFUSED;
    }
    if (fabs(q[1] - q[0]) < 1e-14 * *rho)
        fprintf(stderr, "saddle amp: the start is a fixed point by symmetry; "
                        "--from 0.1 begins with a small signal\n");
    if (o->finite.iterations > 0)
        return EXIT_DONE;
    for (t = 1; t < MOST_ITERATIONS; t++)
        if (fabs(q[t] - q[t - 1]) < AT_REST * *rho)
            break;
    t = t + t / 2 + 2;
    if (t < a->gamp.iterations)
        a->gamp.iterations = t;
    return EXIT_DONE;
}

/* ---- output ------------------------------------------------------------- */

static int
print_evolution(const amp_t *a, const options_t *o, const double *q,
                double rho)
{
    json_t *list = json_array();
    int t;

    if (!o->json)
        printf("%s: state evolution\n  %s\n\n%10s %16s %16s\n",
               a->report.title, a->report.setting, "iteration", "overlap",
               "mse");
    for (t = 0; t <= a->gamp.iterations; t++)
        if (o->json)
            json_array_append_new(list, json_number(q[t]));
        else
            printf("%10d %16.12g %16.10g\n", t, q[t], rho - q[t]);
    if (o->json)
        json_emit(json_pack("{ss ss so sf}", "name", a->report.title,
                            "setting", a->report.setting, "overlap", list,
                            "second_moment", rho));
    else
        json_decref(list);
    return EXIT_DONE;
}

/* "alpha = 1.5, gaussian matrix, uninformed start" */
static char *
describe(const session_t *s, const amp_t *a, const options_t *o)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    int k;

    if (to == NULL)
        return NULL;
    for (k = 0; k < s->spec.n_parameters; k++)
        if (s->setting[k].text != NULL)
            fprintf(to, "%s = %s, ", s->spec.parameter[k].name,
                    s->setting[k].text);
    fprintf(to, "%s matrix, start %s", a->matrix == MATRIX_SIGNS
                                           ? "+-1" : "gaussian",
            o->state != NULL ? o->state : "uninformed");
    if (a->gamp.vector)
        fprintf(to, ", vector variances");
    if (a->gamp.damping > 0)
        fprintf(to, ", damping %g", a->gamp.damping);
    fclose(to);
    return text;
}

/*
 * Predictions, and how far fluctuations move their mean: M labels carry 1 +-
 * 1/sqrt(N) of what they should, and half the second difference of q_t in
 * that factor is the bias.  It is small but near a fold.
 */
static int
predict(amp_t *a, const double *q, double rho, size_t n)
{
    experiment_report_t *r = &a->report;
    size_t rows = (size_t) a->gamp.iterations + 1, t, k;
    double *more = malloc(rows * sizeof *more);
    double *less = malloc(rows * sizeof *less), gain = 1 / sqrt((double) n);
    amp_message_t why;
    int ok;

    r->predicted = malloc(3 * rows * sizeof *r->predicted);
    r->spread = calloc(3 * rows, sizeof *r->spread);
    ok = more != NULL && less != NULL && r->predicted != NULL
         && r->spread != NULL;
    for (t = 0; ok && t < rows; t++)
    {
        r->predicted[3 * t] = r->predicted[3 * t + 1] = q[t];
        r->predicted[3 * t + 2] = rho - q[t];
    }
    if (ok && !a->hadamard
        && !isnan(gamp_evolution(more, a->model, a->env, &a->gamp, 1 + gain,
                                 &why))
        && !isnan(gamp_evolution(less, a->model, a->env, &a->gamp, 1 - gain,
                                 &why)))
        for (t = 0; t < 3 * rows; t++)
        {
            k = t / 3;
            r->spread[t] = fabs(more[k] - 2 * q[k] + less[k]) / 2;
        }
    free(more);
    free(less);
    return ok;
}

static int
carry_out(amp_t *a, const options_t *o, const double *q, double rho)
{
    experiment_report_t *r = &a->report;
    trials_plan_t plan;
    size_t m;
    int threads, status = experiment_plan(&plan, o,
                                             a->hadamard ? 1 << 14 : 2000, 10);

    if (status != EXIT_DONE)
        return status;
    m = instance_samples(a->model, a->env, plan.size[0]);
    if (m == 0)
    {
        fprintf(stderr, "saddle amp: at size %zu there is no label\n",
                plan.size[0]);
        return EXIT_USAGE;
    }
    status = experiment_fits(o, "amp",
                             a->hadamard ? vamp_bytes(plan.size[0])
                                         : instance_bytes(plan.size[0], m),
                             &threads);
    if (status != EXIT_DONE)
        return status;
    plan.n_rows = (size_t) a->gamp.iterations + 1;
    plan.n_measures = r->n_measures = 3;
    plan.run = trial;
    plan.ctx = a;
    r->hash = a->model->spec_hash;
    r->row_name = "iteration";
    r->measure[0] = "overlap";
    r->measure[1] = "self_overlap";
    r->measure[2] = "mse";
    r->judged[0] = r->judged[1] = r->judged[2] = 1;
    r->floor = 10 * GAMP_LEAST * rho;
    if (!predict(a, q, rho, plan.size[0]))
    {
        fprintf(stderr, "saddle amp: out of memory\n");
        return EXIT_LIMIT;
    }
    return experiment_carry_out(r, &plan, threads);
}

static int
run(session_t *s, const options_t *o)
{
    amp_t a = { .model = s->loaded.model };
    int status = session_set(s, o->n_words - 1, o->word + 1, -1), k;
    double *p = session_doubles(s), *q = NULL, rho = NAN;
    int orders = a.model->n_orders, all = orders + a.model->n_parameters;

    a.env = calloc((size_t) all + 1, sizeof *a.env);
    q = malloc((size_t) (o->finite.iterations > MOST_ITERATIONS ? o->finite.iterations
                                                         : MOST_ITERATIONS)
                   * sizeof *q + 2 * sizeof *q);
    if (p == NULL || a.env == NULL || q == NULL)
        status = EXIT_LIMIT;
    else if (status == EXIT_DONE
             && (a.model->experiment == NULL
                 || a.model->experiment->weights == NULL))
    {
        fprintf(stderr, "saddle amp: this model has no message passing: it "
                        "needs 'labels' and 'learner bayes'\n");
        status = EXIT_REFUSED;
    }
    for (k = 0; status == EXIT_DONE && k < a.model->n_parameters; k++)
        a.env[orders + k] = p[k];
    if (status == EXIT_DONE)
        status = read_options(&a, o);
    if (status == EXIT_DONE)
        status = choose_iterations(&a, o, q, &rho);
    a.report.verb = "amp";
    a.report.title = a.model->name;
    a.report.o = o;
    a.report.setting = describe(s, &a, o);
    progress_start(o->quiet);
    if (status == EXIT_DONE)
        status = o->finite.evolution ? print_evolution(&a, o, q, rho)
                              : carry_out(&a, o, q, rho);
    progress_end();
    experiment_clear(&a.report);
    free(a.env);
    free(p);
    free(q);
    return status;
}

int
run_amp(const options_t *o)
{
    session_t s;
    int status;

    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle amp: which file?\n");
        return EXIT_USAGE;
    }
    status = session_open(&s, o->word[0], STAGE_LOADED, 0);
    if (status == EXIT_DONE)
        status = run(&s, o);
    session_clear(&s);
    return status;
}
