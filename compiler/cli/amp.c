/* compiler/cli/amp.c -- `saddle amp`: AMP beside its state evolution. */
#include "amp.h"
#include "../../runtime/amp/denoise.h"

#include <stdlib.h>

/* ---- a trial ------------------------------------------------------------ */

static saddle_status_t
run(const amp_t *a, const amp_point_t *p, size_t size, random_t r,
    gamp_point_t *at, amp_message_t *why)
{
    const saddle_model_t *model = a->x.model;
    size_t m = instance_samples(model, p->env, size);
    saddle_status_t status;
    instance_t s;
    int used;

    if (a->hadamard)
        return vamp_run(at, model, p->env, size, m, p->delta, &p->gamp, r,
                        why);
    status = instance_new(&s, model, p->env, size, m, a->matrix, r, why);
    if (status == SADDLE_OK)
        status = gamp_run(at, &used, &s, &p->gamp, r, why);
    instance_clear(&s);
    return status;
}

/* All iterations, or the last one of many points. */
static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *out,
      amp_message_t *why)
{
    const amp_t *a = ctx;
    const amp_point_t *p = a->point + point;
    size_t last = (size_t) p->gamp.iterations, t;
    gamp_point_t *at = malloc((last + 1) * sizeof *at);
    saddle_status_t status = SADDLE_LIMIT;

    if (at != NULL)
        status = run(a, p, size, r, at, why);
    t = a->x.n_points > 1 ? last : 0;
    for (; status == SADDLE_OK && t <= last; t++, out += 3)
    {
        out[0] = at[t].overlap;
        out[1] = at[t].self;
        out[2] = at[t].mse;
    }
    free(at);
    return status;
}

/* ---- the experiment ----------------------------------------------------- */

/* Memory of the largest trial; 0 with a message when there is no label. */
static double
bytes_of(const amp_t *a, size_t n)
{
    double most = 0, bytes;
    size_t i, m;

    for (i = 0; i < a->x.n_points; i++)
    {
        m = instance_samples(a->x.model, a->point[i].env, n);
        if (m == 0)
        {
            fprintf(stderr, "saddle amp: at size %zu the number of labels is "
                            "below 1 or above 2^40\n", n);
            return 0;
        }
        bytes = a->hadamard ? vamp_bytes(n) : instance_bytes(n, m);
        most = bytes > most ? bytes : most;
    }
    return most;
}

static int
carry_out(amp_t *a, const options_t *o)
{
    static const char *const measure[] = { "overlap", "self_overlap", "mse" };
    experiment_report_t *r = &a->report;
    trials_plan_t plan;
    double bytes;
    int k, threads, status = experiment_plan(&plan, o,
                                             a->hadamard ? 1 << 14 : 2000, 10);

    if (status != EXIT_DONE)
        return status;
    bytes = bytes_of(a, plan.size[0]);
    if (!(bytes > 0))
        return EXIT_USAGE;
    status = experiment_fits(o, "amp", bytes, &threads);
    if (status != EXIT_DONE)
        return status;
    plan.n_points = a->x.n_points;
    if (plan.n_points == 1)
    {
        plan.n_rows = (size_t) a->point[0].gamp.iterations + 1;
        r->row_name = "iteration";
    }
    plan.n_measures = r->n_measures = 3;
    plan.run = trial;
    plan.ctx = a;
    for (k = 0; k < 3; k++)
    {
        r->measure[k] = measure[k];
        r->judged[k] = 1;
    }
    r->floor = 10 * GAMP_LEAST * a->point[0].rho;
    if (!amp_fill_predictions(a, &plan))
    {
        fprintf(stderr, "saddle amp: out of memory\n");
        return EXIT_LIMIT;
    }
    return experiment_carry_out(r, &plan, threads);
}

static int
open_points(amp_t *a, const options_t *o)
{
    int status = simulate_open(&a->x, &a->report, o, o->word[0],
                               o->n_words - 1, o->word + 1);
    size_t i;

    if (status != EXIT_DONE)
        return status;
    a->report.verb = "amp";
    if (!denoise_known(a->x.model))
    {
        fprintf(stderr, "saddle amp: this model has no message passing: it "
                        "needs a teacher, 'labels' and a learner bayes, gibbs "
                        "or erm, with laws that can be drawn from\n");
        return EXIT_REFUSED;
    }
    a->point = calloc(a->x.n_points, sizeof *a->point);
    if (a->point == NULL)
        return EXIT_LIMIT;
    for (i = 0; i < a->x.n_points; i++)
        a->point[i].env = a->x.env[i];
    return EXIT_DONE;
}

int
run_amp(const options_t *o)
{
    amp_t a = { 0 };
    int status;
    size_t i;

    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle amp: which file?\n");
        return EXIT_USAGE;
    }
    progress_start(o->quiet);
    status = open_points(&a, o);
    if (status == EXIT_DONE)
        status = amp_read_options(&a, o);
    if (status == EXIT_DONE)
        status = amp_predict(&a, o);
    if (status == EXIT_DONE)
        status = amp_describe(&a, o);
    if (status == EXIT_DONE)
        status = o->finite.evolution ? amp_print_evolution(&a, o)
                                     : carry_out(&a, o);
    progress_end();
    experiment_clear(&a.report);
    for (i = 0; a.point != NULL && i < a.x.n_points; i++)
        free(a.point[i].predicted);
    free(a.point);
    simulate_close(&a.x);
    return status;
}
