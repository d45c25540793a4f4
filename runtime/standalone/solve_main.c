/* runtime/standalone/solve_main.c -- the equations of one model, solved in double precision. */
#include "../quadrature/doubles.h"
#include "../solve/solve.h"
#include "values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STATES 32

static int
usage(const char *program, int status)
{
    printf("usage: %s NAME=VALUE... [--from STATE | --all]\n"
           "       %s --threshold NAME [NAME=VALUE...]\n"
           "       %s --check FILE\n\n"
           "%s: the saddle point of its replica free entropy\n", program,
           program, program, saddle_model.name);
    values_help(&saddle_model);
    return status;
}

/* ---- printing --------------------------------------------------------------- */

static void
print_value(const char *name, double x, const char *description)
{
    printf("  %-26s %-22.15g %s\n", name, x,
           description != NULL ? description : "");
}

static void
print_state(const solve_result_t *r)
{
    const saddle_model_t *model = &saddle_model;
    const saddle_system_t *system = model->system[r->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    int i;

    printf("state: %s\n", r->state);
    for (i = 0; i < model->n_orders; i++)
        print_value(model->order[i].name, r->env[i],
                    model->order[i].description);
    if (value != NULL
        && solve_values(system, r->env, value) == SADDLE_OK)
        for (i = 0; i < system->n_values; i++)
            print_value(system->value_name[i].name, value[i],
                        system->value_name[i].description);
    printf("residual %.1e\n", r->residual);
    free(value);
}

/* ---- solving ---------------------------------------------------------------- */

static int
solve(double *p, const char *const *text, const char *state, int all)
{
    solve_options_t options;
    solve_result_t r[MAX_STATES];
    int i, n = 1, good;

    solve_options_default(&options);
    memset(r, 0, sizeof r);
    if (all)
        n = solve_all(r, MAX_STATES, &saddle_model, p, text, &options);
    else
        solve_state(r, &saddle_model, p, text, state, &options);
    good = n > 0;
    for (i = 0; i < n; i++)
    {
        if (r[i].end == SOLVE_CONVERGED || r[i].end == SOLVE_BOUNDARY)
            print_state(r + i);
        else
        {
            fprintf(stderr, "not solved: %s\n",
                    r[i].why != NULL ? r[i].why : "no convergence");
            good = 0;
        }
        solve_result_clear(r + i);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The declared range of a threshold's parameter. */
static int
declared_range(const char *name, const double *p, double range[2])
{
    const saddle_model_t *model = &saddle_model;
    double *env;
    int i, good = 0;

    for (i = 0; i < model->n_systems && !good; i++)
    {
        const saddle_system_t *s = model->system[i];

        if (s->kind != SADDLE_THRESHOLD || strcmp(s->name, name) != 0)
            continue;
        env = calloc((size_t) s->range->n_env + 1, sizeof *env);
        if (env != NULL)
            memcpy(env + model->n_orders, p,
                   (size_t) model->n_parameters * sizeof *p);
        good = env != NULL
               && quad_approx(s->range, env, 1e-12, range, NULL) == SADDLE_OK;
        free(env);
    }
    return good;
}

/* The critical value nearest to `wanted`, or the lowest for NAN; NAN if none
   is found. */
static double
threshold(const char *name, int parameter, const double *p,
          const char *const *text, double wanted, int print)
{
    const saddle_model_t *model = &saddle_model;
    solve_options_t options;
    solve_result_t r[MAX_STATES];
    const char *why = NULL;
    double range[2], best = NAN, x;
    int i, n = 0;

    solve_options_default(&options);
    memset(r, 0, sizeof r);
    if (declared_range(name, p, range))
        n = solve_threshold(r, MAX_STATES, model, name, p, text, range[0],
                            range[1], &options, &why);
    for (i = 0; i < n; i++)
    {
        x = r[i].env[model->n_orders + parameter];
        if (isnan(best) || fabs(x - wanted) < fabs(best - wanted))
            best = x;
        if (print)
            printf("%s = %.15g (%s)\n", name, x, r[i].state);
        solve_result_clear(r + i);
    }
    if (n <= 0 && print)
        fprintf(stderr, "%s: none was found%s%s\n", name,
                why != NULL ? ": " : "", why != NULL ? why : "");
    return best;
}

/* ---- checking against a file of reference values ------------------------------ */

/* Any value that can be read at a solution, or an order parameter. */
static double
value_of(const char *name, const double *p, const char *const *text,
         const char *state)
{
    const saddle_model_t *model = &saddle_model;
    const saddle_system_t *system;
    solve_options_t options;
    solve_result_t r;
    double *value, x = NAN;
    int i;

    solve_options_default(&options);
    memset(&r, 0, sizeof r);
    if (solve_state(&r, model, p, text, state, &options) == SADDLE_OK)
    {
        system = model->system[r.system];
        value = calloc((size_t) system->n_values + 1, sizeof *value);
        if (value != NULL)
            solve_values(system, r.env, value);
        for (i = 0; i < model->n_orders; i++)
            if (strcmp(model->order[i].name, name) == 0)
                x = r.env[i];
        for (i = 0; value != NULL && i < system->n_values; i++)
            if (strcmp(system->value_name[i].name, name) == 0)
                x = value[i];
        free(value);
    }
    solve_result_clear(&r);
    return x;
}

static int
is_threshold(const char *name)
{
    int i;

    for (i = 0; i < saddle_model.n_systems; i++)
        if (saddle_model.system[i]->kind == SADDLE_THRESHOLD
            && strcmp(saddle_model.system[i]->name, name) == 0)
            return 1;
    return 0;
}

/* NAME VALUE TOLERANCE [PARAMETER=VALUE...] */
static int
check_line(char *line)
{
    enum { MAX_WORDS = 64 };
    char *word[MAX_WORDS], *rest = line, *w;
    double *p = calloc((size_t) saddle_model.n_parameters + 1, sizeof *p);
    const char **text = calloc((size_t) saddle_model.n_parameters + 1,
                               sizeof *text);
    double got = NAN, wanted = NAN, tolerance = 0;
    int n = 0, k, good;

    while (n < MAX_WORDS && (w = strtok_r(rest, " \n", &rest)) != NULL)
        word[n++] = w;
    k = n >= 3 && is_threshold(word[0])
            ? values_threshold(&saddle_model, word[0]) : -1;
    if (n >= 3 && p != NULL && text != NULL
        && values_read(p, text, &saddle_model, n - 3, word + 3, k))
    {
        wanted = strtod(word[1], NULL);
        tolerance = strtod(word[2], NULL);
        got = k >= 0 ? threshold(word[0], k, p, text, wanted, 0)
                     : value_of(word[0], p, text, NULL);
    }
    good = fabs(got - wanted) <= tolerance;
    printf("%s %s: %.15g, wanted %.15g +/- %g\n", good ? "ok    " : "MISSED",
           n > 0 ? word[0] : "", got, wanted, tolerance);
    free(p);
    free(text);
    return good;
}

static int
check(const char *path)
{
    FILE *from = fopen(path, "r");
    char line[4096];
    int good = 1, n = 0;

    if (from == NULL)
    {
        perror(path);
        return EXIT_FAILURE;
    }
    while (fgets(line, sizeof line, from) != NULL)
        if (line[0] != '#' && line[0] != '\n')
        {
            good &= check_line(line);
            n++;
        }
    fclose(from);
    printf("%d values, %s\n", n, good ? "all agree" : "some do not agree");
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- the command line ----------------------------------------------------------- */

typedef struct
{
    const char *state, *threshold, *check;
    int all, help, n_words;
    char **word;
} arguments_t;

static int
read_arguments(arguments_t *a, int argc, char **argv)
{
    int i;

    memset(a, 0, sizeof *a);
    a->word = argv;
    for (i = 1; i < argc; i++)
        if (strcmp(argv[i], "--all") == 0)
            a->all = 1;
        else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            a->help = 1;
        else if (strcmp(argv[i], "--from") == 0 && i + 1 < argc)
            a->state = argv[++i];
        else if (strcmp(argv[i], "--threshold") == 0 && i + 1 < argc)
            a->threshold = argv[++i];
        else if (strcmp(argv[i], "--check") == 0 && i + 1 < argc)
            a->check = argv[++i];
        else if (argv[i][0] == '-')
            return 0;
        else
            a->word[a->n_words++] = argv[i];
    return 1;
}

int
main(int argc, char **argv)
{
    const saddle_model_t *model = &saddle_model;
    double *p = calloc((size_t) model->n_parameters + 1, sizeof *p);
    const char **text = calloc((size_t) model->n_parameters + 1, sizeof *text);
    const char *program = argv[0];
    arguments_t a;
    int k = -1, status = 2;

    if (p == NULL || text == NULL)
        return EXIT_FAILURE;
    if (!read_arguments(&a, argc, argv))
        status = usage(program, 2);
    else if (a.help)
        status = usage(program, EXIT_SUCCESS);
    else if (a.check != NULL)
        status = check(a.check);
    else if (a.threshold != NULL)
    {
        k = values_threshold(model, a.threshold);
        if (k >= 0 && values_read(p, text, model, a.n_words, a.word, k))
            status = isnan(threshold(a.threshold, k, p, text, NAN, 1))
                         ? EXIT_FAILURE : EXIT_SUCCESS;
    }
    else if (values_read(p, text, model, a.n_words, a.word, -1))
        status = solve(p, text, a.state, a.all);
    free(p);
    free(text);
    return status;
}
