/* compiler/cli/simulate.c -- `saddle simulate`: finite systems beside the
   theory. */
#include "../../runtime/solve/solve.h"
#include "simulate.h"
#include "states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the spec and its points -------------------------------------------- */

/* Parameters that have one value: "lambda = 1/10, ". */
static char *
describe(const session_t *s, const grid_t *grid)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    int k, a, first = 1;

    if (to == NULL)
        return NULL;
    for (k = 0; k < s->spec.n_parameters; k++)
    {
        for (a = 0; a < grid->n_axes; a++)
            if (grid->axis[a].parameter == k)
                break;
        if (a < grid->n_axes || s->setting[k].text == NULL)
            continue;
        fprintf(to, "%s%s = %s", first ? "" : ", ", s->spec.parameter[k].name,
                s->setting[k].text);
        first = 0;
    }
    if (first)
        fputs(SIMULATE_NONE, to);
    fclose(to);
    return text;
}

/* The env of a point, and its coordinates in the report. */
static int
take_point(simulate_t *x, experiment_report_t *r, size_t index)
{
    int orders = x->model->n_orders, k, status;
    double *p;

    status = grid_put(&x->grid, &x->s, (long) index, -1);
    if (status != EXIT_DONE)
        return status;
    p = session_doubles(&x->s);
    x->env[index] = calloc((size_t) (orders + x->model->n_parameters) + 1,
                           sizeof **x->env);
    if (p == NULL || x->env[index] == NULL)
        return EXIT_LIMIT;
    memcpy(x->env[index] + orders, p,
           (size_t) x->model->n_parameters * sizeof *p);
    for (k = 0; k < x->grid.n_axes; k++)
        r->point[index * r->n_names + (size_t) k]
            = p[x->grid.axis[k].parameter];
    free(p);
    return EXIT_DONE;
}

int
simulate_open(simulate_t *x, experiment_report_t *r, const options_t *o,
              const char *file, int n_words, const char *const *word)
{
    int status, k;
    size_t i;

    memset(x, 0, sizeof *x);
    status = session_open(&x->s, file, STAGE_LOADED, 0);
    if (status != EXIT_DONE)
        return status;
    x->model = x->s.loaded.model;
    status = grid_open(&x->grid, &x->s, n_words, word, NULL, -1);
    if (status != EXIT_DONE)
        return status;
    x->n_points = (size_t) x->grid.n_points;
    r->verb = "simulate";
    r->title = x->model->name;
    r->hash = x->model->spec_hash;
    r->o = o;
    r->n_names = (size_t) x->grid.n_axes;
    r->name = calloc(r->n_names + 1, sizeof *r->name);
    r->point = calloc(x->n_points * r->n_names + 1, sizeof *r->point);
    x->env = calloc(x->n_points + 1, sizeof *x->env);
    if (r->name == NULL || r->point == NULL || x->env == NULL)
        return EXIT_LIMIT;
    for (k = 0; k < x->grid.n_axes; k++)
        r->name[k] = x->s.spec.parameter[x->grid.axis[k].parameter].name;
    for (i = 0; i < x->n_points && status == EXIT_DONE; i++)
        status = take_point(x, r, i);
    r->setting = describe(&x->s, &x->grid);
    return status;
}

void
simulate_close(simulate_t *x)
{
    size_t i;

    for (i = 0; x->env != NULL && i < x->n_points; i++)
        free(x->env[i]);
    free(x->env);
    grid_clear(&x->grid);
    session_clear(&x->s);
}

/* ---- predictions -------------------------------------------------------- */

/* The value that the theory gives to a name; NAN if it has none. */
static double
value_of(const saddle_model_t *model, const solve_result_t *r,
         const double *value, const char *name)
{
    const saddle_system_t *s = model->system[r->system];
    int k;

    for (k = 0; k < s->n_values; k++)
        if (strcmp(s->value_name[k].name, name) == 0)
            return value[k];
    for (k = 0; k < model->n_orders; k++)
        if (strcmp(model->order[k].name, name) == 0)
            return r->env[k];
    return NAN;
}

/* Why nothing stands beside the means of a point. */
static void
say_unpredicted(const experiment_report_t *r, size_t index, const char *why)
{
    size_t k;

    fprintf(stderr, "saddle simulate: no prediction");
    for (k = 0; k < r->n_names; k++)
        fprintf(stderr, "%s%s = %.10g", k == 0 ? " at " : ", ", r->name[k],
                r->point[index * r->n_names + k]);
    fprintf(stderr, ": the saddle point is not solved: %s\n",
            why != NULL ? why : "no solution found");
}

static void
predict_point(simulate_t *x, experiment_report_t *r, size_t index,
              double *out)
{
    const saddle_model_t *model = x->model;
    solve_options_t options;
    solve_result_t result;
    double *value;
    size_t k;

    memset(&result, 0, sizeof result);
    solve_options_default(&options);
    options.progress = progress_tick;
    if (solve_state(&result, model, x->env[index] + model->n_orders, NULL,
                    r->o->state, &options) == SADDLE_OK)
    {
        value = calloc((size_t) model->system[result.system]->n_values + 1,
                       sizeof *value);
        if (value != NULL)
        {
            solve_values(model->system[result.system], result.env, value);
            for (k = 0; k < r->n_measures; k++)
                out[k] = value_of(model, &result, value, r->measure[k]);
        }
        free(value);
    }
    else if (!progress_interrupted())
        say_unpredicted(r, index, result.why);
    solve_result_clear(&result);
}

int
simulate_predict(simulate_t *x, experiment_report_t *r, size_t n_rows)
{
    size_t n = x->n_points * n_rows * r->n_measures, i;

    r->predicted = malloc((n + 1) * sizeof *r->predicted);
    if (r->predicted == NULL)
        return EXIT_LIMIT;
    for (i = 0; i < n; i++)
        r->predicted[i] = NAN;
    for (i = 0; i < x->n_points; i++)
        predict_point(x, r, i,
                      r->predicted + (i * n_rows + n_rows - 1)
                                         * r->n_measures);
    return EXIT_DONE;
}

/* ---- the verb ----------------------------------------------------------- */

int
run_simulate(const options_t *o)
{
    experiment_report_t r = { 0 };
    simulate_t x;
    int status;

    if (o->finite.system != NULL)
    {
        progress_start(o->quiet);
        return simulate_spins(o);
    }
    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle simulate: which file?\n");
        return EXIT_USAGE;
    }
    progress_start(o->quiet);
    status = simulate_open(&x, &r, o, o->word[0], o->n_words - 1, o->word + 1);
    if (status == EXIT_DONE && x.model->experiment != NULL
        && x.model->experiment->penalty != NULL)
        status = simulate_risk(&x, &r, o);
    else if (status == EXIT_DONE && x.model->experiment != NULL
             && x.model->experiment->n_intervals > 0)
        status = simulate_storage(&x, &r, o);
    else if (status == EXIT_DONE)
    {
        fprintf(stderr, "saddle simulate: nothing to draw for this model: it "
                        "needs 'learner erm', or 'weights' that are finite or on "
                        "the sphere\n");
        status = EXIT_REFUSED;
    }
    progress_end();
    experiment_clear(&r);
    simulate_close(&x);
    return status;
}
