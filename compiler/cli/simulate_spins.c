/* compiler/cli/simulate_spins.c -- spin glasses that the command line names;
 * the spec gives the prediction.
 */
#include "../../runtime/quadrature/doubles.h"
#include "../../runtime/simulate/spins.h"
#include "../../runtime/solve/solve.h"
#include "simulate.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TAP_START 0.5
#define STEP 1e-4           /* of difference quotients of the free entropy */

typedef struct
{
    spins_kind_t kind;
    int tap;
    double (*at)[3];        /* beta, h, alpha of each point                */
    int iterations;
    tempering_options_t tempering;
} work_t;

static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *out,
      amp_message_t *why)
{
    work_t *w = ctx;
    size_t rows = (size_t) w->iterations + 1, t;
    tap_point_t *tap = malloc(rows * sizeof *tap);
    saddle_status_t status = SADDLE_LIMIT;
    spins_mean_t mean;
    spins_t s;

    snprintf(why->text, sizeof why->text, "out of memory, or no pattern");
    if (tap != NULL
        && spins_init(&s, w->kind, size, w->at[point][1], w->at[point][2], r))
    {
        if (w->tap)
            status = spins_tap(tap, w->iterations, &s, w->at[point][0],
                               TAP_START, 1);
        else
            status = spins_tempering(&mean, &s, w->at[point][0],
                                     &w->tempering, r);
        for (t = 0; w->tap && t < rows; t++)
        {
            out[2 * t] = tap[t].q;
            out[2 * t + 1] = tap[t].change;
        }
        if (!w->tap)
        {
            out[0] = mean.energy;
            out[1] = mean.q;
            out[2] = mean.m;
        }
        spins_clear(&s);
    }
    free(tap);
    return status;
}

/* ---- parameters --------------------------------------------------------- */

static const char *const known[3] = { "beta", "h", "alpha" };

/* From the theory's parameters, or words NAME=NUMBER where there is none. */
static int
take_parameters(work_t *w, const simulate_t *x, const options_t *o)
{
    size_t i;
    int k, j;

    w->at = calloc(x->n_points + 1, sizeof *w->at);
    if (w->at == NULL)
        return EXIT_LIMIT;
    for (i = 0; i < x->n_points; i++)
        for (k = 0; k < 3; k++)
        {
            w->at[i][k] = k == 1 ? 0 : NAN;
            for (j = 0; x->model != NULL && j < x->model->n_parameters; j++)
                if (strcmp(x->model->parameter[j].name, known[k]) == 0)
                    w->at[i][k] = x->env[i][x->model->n_orders + j];
        }
    for (j = 0; x->model == NULL && j < o->n_words; j++)
    {
        const char *equals = strchr(o->word[j], '=');
        char *end = NULL;

        for (k = 0; equals != NULL && k < 3; k++)
            if (strlen(known[k]) == (size_t) (equals - o->word[j])
                && strncmp(known[k], o->word[j], strlen(known[k])) == 0)
                w->at[0][k] = strtod(equals + 1, &end);
        if (end == NULL || *end != '\0' || end == equals + 1)
        {
            fprintf(stderr, "saddle simulate: '%s': without --theory give "
                            "beta=, h= and alpha= as decimals\n", o->word[j]);
            return EXIT_USAGE;
        }
    }
    for (i = 0; i < x->n_points; i++)
        if (!(w->at[i][0] > 0) || !isfinite(w->at[i][0])
            || !isfinite(w->at[i][1])
            || (w->kind == SPINS_HOPFIELD && !(w->at[i][2] > 0)))
        {
            fprintf(stderr, "saddle simulate: %s needs beta > 0%s\n",
                    o->finite.system, w->kind == SPINS_HOPFIELD
                                   ? " and alpha > 0" : "");
            return EXIT_USAGE;
        }
    return EXIT_DONE;
}

/* ---- predictions -------------------------------------------------------- */

/* q_t by the theory's natural map. */
static void
predict_tap(const simulate_t *x, const work_t *w, size_t point, double *out)
{
    const saddle_model_t *m = x->model;
    const saddle_system_t *s = m->system[0];
    size_t bytes = (size_t) (m->n_orders + m->n_parameters) * sizeof(double);
    double *env = malloc(bytes), next[8];
    int t, stage, q, ok = env != NULL;

    for (q = 0; q < m->n_orders && strcmp(m->order[q].name, "q") != 0; q++)
        ;
    if (ok && q < m->n_orders)
    {
        memcpy(env, x->env[point], bytes);
        env[q] = TAP_START;
        for (t = 0; ok && t <= w->iterations; t++)
        {
            out[2 * t] = env[q];
            for (stage = 1; ok && stage >= 0; stage--)
                if (s->map[stage] != NULL)
                {
                    ok = s->n_map[stage] == 1
                         && quad_approx(s->map[stage], env, 1e-10, next, NULL)
                                == SADDLE_OK;
                    env[s->map_unknown[stage][0]] = next[0];
                }
        }
    }
    free(env);
}

/* The free entropy and q at parameters moved by `by` in `name`. */
static double
free_entropy(const simulate_t *x, const options_t *o, size_t point,
             const char *name, double by, double *q)
{
    const saddle_model_t *m = x->model;
    size_t n = (size_t) m->n_parameters;
    double *p = malloc((n + 1) * sizeof *p), phi = NAN, *value;
    solve_options_t options;
    solve_result_t r;
    int k, found = by == 0;

    memset(&r, 0, sizeof r);
    solve_options_default(&options);
    memcpy(p, x->env[point] + m->n_orders, n * sizeof *p);
    for (k = 0; k < m->n_parameters; k++)
        if (strcmp(m->parameter[k].name, name) == 0)
        {
            p[k] += by;
            found = 1;
        }
    if (found && solve_state(&r, m, p, NULL, o->state, &options) == SADDLE_OK)
    {
        const saddle_system_t *s = m->system[r.system];

        value = calloc((size_t) s->n_values + 1, sizeof *value);
        solve_values(s, r.env, value);
        for (k = 0; k < s->n_values; k++)
            if (strcmp(s->value_name[k].name, "free_entropy") == 0)
                phi = value[k];
        for (k = 0; k < m->n_orders; k++)
            if (strcmp(m->order[k].name, "q") == 0)
                *q = r.env[k];
        free(value);
    }
    solve_result_clear(&r);
    free(p);
    return phi;
}

/* Energy and magnetisation: derivatives of the free entropy in beta and h. */
static void
predict_means(const simulate_t *x, const work_t *w, const options_t *o,
              size_t point, double *out)
{
    double q = NAN, unused;

    free_entropy(x, o, point, "beta", 0, &q);
    out[0] = -(free_entropy(x, o, point, "beta", STEP, &unused)
               - free_entropy(x, o, point, "beta", -STEP, &unused))
             / (2 * STEP);
    out[1] = q;
    if (w->kind == SPINS_SK)
        out[2] = (free_entropy(x, o, point, "h", STEP, &unused)
                  - free_entropy(x, o, point, "h", -STEP, &unused))
                 / (2 * STEP * w->at[point][0]);
}

/* ---- the experiment ----------------------------------------------------- */

static int
choose(work_t *w, const options_t *o)
{
    static const char *const name[] = { "sk", "hopfield" };
    int k;

    for (k = 0; k < 2 && strcmp(o->finite.system, name[k]) != 0; k++)
        ;
    if (k == 2)
    {
        fprintf(stderr, "saddle simulate: --system is sk or hopfield, not "
                        "'%s'\n", o->finite.system);
        return EXIT_USAGE;
    }
    w->kind = k == 0 ? SPINS_SK : SPINS_HOPFIELD;
    w->tap = w->kind == SPINS_SK;
    if (o->finite.method != NULL && strcmp(o->finite.method, "tempering") == 0)
        w->tap = 0;
    else if (o->finite.method != NULL
             && (strcmp(o->finite.method, "tap") != 0 || w->kind != SPINS_SK))
    {
        fprintf(stderr, "saddle simulate: --method is tap (sk only) or "
                        "tempering\n");
        return EXIT_USAGE;
    }
    w->iterations = !w->tap ? 0
                    : o->finite.iterations > 0 && o->finite.iterations < 100000
                        ? (int) o->finite.iterations : 30;
    w->tempering.temperatures = 16;
    w->tempering.sweeps = o->finite.sweeps > 0 && o->finite.sweeps < 1L << 30
                              ? (int) o->finite.sweeps : 1000;
    return EXIT_DONE;
}

static int
carry_out(work_t *w, simulate_t *x, experiment_report_t *r,
          const options_t *o)
{
    static const char *const tap[] = { "q", "change" };
    static const char *const mean[] = { "energy", "q", "magnetisation" };
    size_t i, n, k;
    trials_plan_t plan;
    int threads, status = experiment_plan(&plan, o, w->tap ? 2000 : 128, 10);

    if (status == EXIT_DONE)
        status = experiment_fits(o, "simulate",
                                 16.0 * (double) plan.size[0]
                                     * (double) plan.size[0], &threads);
    if (status != EXIT_DONE)
        return status;
    plan.n_points = x->n_points;
    plan.n_rows = (size_t) w->iterations + 1;
    plan.n_measures = r->n_measures = w->tap ? 2 : 3;
    plan.run = trial;
    plan.ctx = w;
    r->row_name = w->tap ? "iteration" : NULL;
    n = plan.n_rows * plan.n_measures;
    r->predicted = malloc((x->n_points * n + 1) * sizeof *r->predicted);
    if (r->predicted == NULL)
        return EXIT_LIMIT;
    for (k = 0; k < plan.n_measures; k++)
    {
        r->measure[k] = w->tap ? tap[k] : mean[k];
        r->judged[k] = 1;
    }
    if (w->kind == SPINS_HOPFIELD)
        r->measure[2] = "pattern_overlap";
    r->floor = 1e-6;
    for (i = 0; i < x->n_points * n; i++)
        r->predicted[i] = NAN;
    for (i = 0; x->model != NULL && i < x->n_points; i++)
        if (w->tap)
            predict_tap(x, w, i, r->predicted + i * n);
        else
            predict_means(x, w, o, i, r->predicted + i * n);
    w->tempering.tick = trials_stopped;
    w->tempering.ctx = &r->trials;
    return experiment_carry_out(r, &plan, threads);
}

int
simulate_spins(const options_t *o)
{
    experiment_report_t r = { 0 };
    work_t w = { 0 };
    simulate_t x;
    int status;

    memset(&x, 0, sizeof x);
    status = choose(&w, o);
    if (status == EXIT_DONE && o->finite.theory != NULL)
        status = simulate_open(&x, &r, o, o->finite.theory, o->n_words, o->word);
    else if (status == EXIT_DONE)
    {
        x.n_points = 1;
        r.verb = "simulate";
        r.o = o;
    }
    if (status == EXIT_DONE)
        status = take_parameters(&w, &x, o);
    if (status == EXIT_DONE)
    {
        free(r.setting);
        r.title = o->finite.system;
        if (asprintf(&r.setting, "beta = %g, h = %g%s", w.at[0][0],
                     w.at[0][1], x.n_points > 1 ? ", ..." : "") < 0)
            r.setting = NULL;
        status = carry_out(&w, &x, &r, o);
    }
    progress_end();
    experiment_clear(&r);
    free(w.at);
    if (o->finite.theory != NULL)
        simulate_close(&x);
    return status;
}
