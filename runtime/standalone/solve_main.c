/* runtime/standalone/solve_main.c -- one model solved in double precision. */
#include "../solve/solve.h"
#include "reference.h"
#include "values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STATES 64

static const saddle_model_t *const model = &saddle_model;

static int
usage(const char *program, int status)
{
    printf("usage: %s NAME=VALUE... [--from STATE | --all]\n"
           "       %s --threshold NAME [NAME=VALUE...] [NAME=LOW..HIGH]\n"
           "       %s --check FILE\n\n"
           "%s: the saddle point of its replica free entropy\n", program,
           program, program, model->name);
    values_help();
    return status;
}

/* ---- states ----------------------------------------------------------------- */

static void
print_value(const char *name, double x, const char *description)
{
    if (description != NULL)
        printf("  %-26s %-22.15g %s\n", name, x, description);
    else
        printf("  %-26s %.15g\n", name, x);
}

static void
print_state(const solve_result_t *r, const solve_options_t *options)
{
    const saddle_system_t *system = model->system[r->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    double eigenvalue = solve_eigenvalue(r, model, options);
    int i;

    printf("state: %s\n", r->state);
    for (i = 0; i < model->n_orders; i++)
        print_value(model->order[i].name, r->env[i],
                    model->order[i].description);
    if (value != NULL)
    {
        solve_values(system, r->env, value);
        for (i = 0; i < system->n_values; i++)
            print_value(system->value_name[i].name, value[i],
                        system->value_name[i].description);
    }
    if (isfinite(eigenvalue))
        printf("eigenvalue %.6g of the linearised iteration\n", eigenvalue);
    printf("residual %.1e\n", r->residual);
    free(value);
}

/* 1 when the result is a state. */
static int
report(const solve_result_t *r, const solve_options_t *options)
{
    int good = r->end == SOLVE_CONVERGED || r->end == SOLVE_BOUNDARY;

    if (good)
        print_state(r, options);
    else if (r->end == SOLVE_SATURATED)
        printf("state: saturated\n  %s -> %.15g\n",
               model->order[r->saturated].name, r->env[r->saturated]);
    else
        fprintf(stderr, "not solved: %s\n",
                r->why != NULL ? r->why : "no convergence");
    return good;
}

static int
solve_one(const values_t *v, const char *state)
{
    solve_options_t options;
    solve_result_t r;
    int good;

    solve_options_default(&options);
    memset(&r, 0, sizeof r);
    solve_state(&r, model, v->p, v->text, state, &options);
    good = report(&r, &options);
    solve_result_clear(&r);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
solve_every(const values_t *v)
{
    solve_options_t options;
    solve_result_t r[MAX_STATES];
    int i, n;

    solve_options_default(&options);
    memset(r, 0, sizeof r);
    n = solve_all(r, MAX_STATES, model, v->p, v->text, &options);
    for (i = 0; i < n; i++)
    {
        if (i > 0)
            putchar('\n');
        report(r + i, &options);
        solve_result_clear(r + i);
    }
    if (n == 0)
        fprintf(stderr, "no state was found\n");
    return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- thresholds ------------------------------------------------------------- */

/* All candidates in the range, the lowest first. */
static int
solve_critical(const values_t *v)
{
    solve_options_t options;
    solve_result_t r[MAX_STATES];
    const char *why = NULL, *name = v->threshold->name;
    int i, n;

    solve_options_default(&options);
    memset(r, 0, sizeof r);
    n = solve_threshold(r, MAX_STATES, model, name, v->p, v->text, v->lo,
                        v->hi, &options, &why);
    for (i = 0; i < n; i++)
    {
        printf("%s = %.15g (state: %s)\n", name,
               r[i].env[model->n_orders + v->unknown], r[i].state);
        solve_result_clear(r + i);
    }
    if (n <= 0)
        fprintf(stderr, "%s: none was found in %g .. %g%s%s\n", name, v->lo,
                v->hi, why != NULL ? ": " : "", why != NULL ? why : "");
    return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- the command line --------------------------------------------------------- */

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
    const char *program = argv[0];
    arguments_t a;
    values_t v;
    int status = 2;

    if (!read_arguments(&a, argc, argv))
        return usage(program, 2);
    if (a.help)
        return usage(program, EXIT_SUCCESS);
    if (a.check != NULL)
        return reference_check(a.check) ? EXIT_SUCCESS : EXIT_FAILURE;
    if (values_read(&v, a.threshold, a.n_words, a.word))
        status = a.threshold != NULL ? solve_critical(&v)
                 : a.all             ? solve_every(&v)
                                     : solve_one(&v, a.state);
    values_clear(&v);
    return status;
}
