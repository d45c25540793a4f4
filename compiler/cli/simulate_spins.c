/* compiler/cli/simulate_spins.c -- spin glasses that the command line names;
 * the spec gives the prediction.
 */
#include "simulate_spins.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef spins_work_t work_t;

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
                               SPINS_TAP_START, 1);
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
            out[3] = mean.drift;
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

/* ---- the experiment ----------------------------------------------------- */

static int
choose(work_t *w, const options_t *o)
{
    static const char *const name[] = { "sk", "hopfield" };
    const char *method;
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
    method = o->finite.method != NULL ? o->finite.method
             : k == 0 ? "tap" : "metropolis";
    w->tap = strcmp(method, "tap") == 0;
    w->tempering.temperatures = strcmp(method, "tempering") == 0 ? 16 : 1;
    if ((w->tap && w->kind != SPINS_SK)
        || (!w->tap && w->tempering.temperatures == 1
            && strcmp(method, "metropolis") != 0))
    {
        fprintf(stderr, "saddle simulate: --method is tap (sk only), "
                        "tempering or metropolis, not '%s'\n", method);
        return EXIT_USAGE;
    }
    w->iterations = !w->tap ? 0
                    : o->finite.iterations > 0 && o->finite.iterations < 100000
                        ? (int) o->finite.iterations : 30;
    w->tempering.sweeps = o->finite.sweeps > 0 && o->finite.sweeps < 1L << 30
                              ? (int) o->finite.sweeps : 1000;
    return EXIT_DONE;
}

/* Means of Monte Carlo: energies of a glass fall as N^-2/3 at and below its
   transition, and 1/N above; a modulus of q whose mean is zero as N^-1/2. */
static void
set_exponents(trials_plan_t *plan, const work_t *w, size_t n_points)
{
    size_t i;

    if (w->tap)
        return;
    plan->exponent[0] = plan->exponent[1] = plan->exponent[2] = 2.0 / 3;
    plan->exponent[3] = INFINITY;
    for (i = 0; i < n_points; i++)
        if (w->at[i][1] == 0)
            plan->exponent[1] = 0.5;
}

static int
carry_out(work_t *w, simulate_t *x, experiment_report_t *r,
          const options_t *o)
{
    static const char *const tap[] = { "q", "change" };
    static const char *const mean[] = { "energy", "q", "magnetisation",
                                        "drift" };
    size_t i, n, k;
    trials_plan_t plan;
    int threads, status = experiment_plan(&plan, o, w->tap ? 2000 : 128, 10);

    if (status == EXIT_DONE)
        status = experiment_fits(o, "simulate",
                                 16.0 * (double) plan.size[0]
                                     * (double) plan.size[0], &threads);
    if (status != EXIT_DONE)
        return status;
    if (!w->tap && plan.size[0] >= 32)      /* cheap enough to halve twice */
        plan.n_sizes = 2;
    plan.n_points = x->n_points;
    plan.n_rows = (size_t) w->iterations + 1;
    plan.n_measures = r->n_measures = w->tap ? 2 : 4;
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
            spins_predict_tap(x, w, i, r->predicted + i * n);
        else
            spins_predict_means(x, w, o, i, r->predicted + i * n);
    for (i = 0; !w->tap && i < x->n_points; i++)
        r->predicted[4 * i + 3] = 0;
    set_exponents(&plan, w, x->n_points);
    if (x->model != NULL && spins_is_unstable(x, o))
        r->note = "replicon >= 1: the replica symmetric state is unstable "
                  "here, and need not be what is measured";
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
