/* runtime/standalone/certify_main.c -- the same numbers, proven: needs FLINT and Arb. */
#include "../certify/certify.h"
#include "values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CANDIDATES 16

static int
usage(const char *program, int status)
{
    printf("usage: %s [--digits N] [--from STATE] NAME=VALUE...\n"
           "       %s [--digits N] --threshold NAME [NAME=VALUE...]\n\n"
           "%s: enclosures proven with interval arithmetic\n", program,
           program, saddle_model.name);
    values_help(&saddle_model);
    return status;
}

/* "P" or "P/Q" in decimals, as a ball that contains the exact value. */
static void
parameter(arb_t value, int k, slong prec, void *ctx)
{
    const char *const *text = ctx;
    const char *slash = text[k] != NULL ? strchr(text[k], '/') : NULL;
    char *top;
    arb_t bottom;

    if (text[k] == NULL)
    {
        arb_zero(value);
        return;
    }
    top = strndup(text[k], slash != NULL ? (size_t) (slash - text[k])
                                         : strlen(text[k]));
    if (top == NULL || arb_set_str(value, top, prec) != 0)
        arb_indeterminate(value);
    free(top);
    if (slash == NULL)
        return;
    arb_init(bottom);
    if (arb_set_str(bottom, slash + 1, prec) != 0)
        arb_indeterminate(bottom);
    arb_div(value, value, bottom, prec);
    arb_clear(bottom);
}

static void
print_ball(const char *name, const arb_struct *x, long digits)
{
    char *text = arb_get_str(x, digits, 0);

    printf("  %-26s %s\n", name, text);
    flint_free(text);
}

/* Proves what lies near the result of the double solver; 1 when proven. */
static int
prove(const solve_result_t *r, const certify_options_t *options)
{
    const saddle_model_t *model = &saddle_model;
    const saddle_system_t *system = model->system[r->system];
    certify_result_t proof;
    int i, proven;

    certify_result_init(&proof);
    certify_system(&proof, model, system, r->env, options);
    proven = proof.verdict == CERTIFY_PROVEN;
    if (proven)
    {
        printf("state: %s; exactly one solution in these balls:\n", r->state);
        for (i = 0; i < model->n_orders; i++)
            print_ball(model->order[i].name, proof.env + i, options->digits);
        if (system->kind == SADDLE_THRESHOLD)
            print_ball(system->name, proof.zero + proof.n - 1,
                       options->digits);
        for (i = 0; i < proof.n_values; i++)
            print_ball(system->value_name[i].name, proof.values + i,
                       options->digits);
        if (system->note != NULL)
            printf("  note: %s\n", system->note);
    }
    else
        fprintf(stderr, "not certified: %s\n",
                proof.why != NULL ? proof.why : "no reason known");
    certify_result_clear(&proof);
    return proven;
}

static int
run(const char *name, const char *state, const double *p, const char **text,
    const certify_options_t *options)
{
    const saddle_model_t *model = &saddle_model;
    solve_options_t solve;
    solve_result_t r[MAX_CANDIDATES];
    const char *why = NULL;
    int i, n = 0, proven = 0;

    solve_options_default(&solve);
    memset(r, 0, sizeof r);
    if (name == NULL)
        n = solve_state(r, model, p, text, state, &solve) == SADDLE_OK;
    else
        for (i = 0; i < model->n_systems && n == 0; i++)
        {
            const saddle_system_t *s = model->system[i];
            double range[2], *env;

            if (s->kind != SADDLE_THRESHOLD || strcmp(s->name, name) != 0)
                continue;
            env = calloc((size_t) s->range->n_env + 1, sizeof *env);
            if (env == NULL)
                break;
            memcpy(env + model->n_orders, p,
                   (size_t) model->n_parameters * sizeof *p);
            if (quad_approx(s->range, env, 1e-12, range, NULL) == SADDLE_OK)
                n = solve_threshold(r, MAX_CANDIDATES, model, name, p, text,
                                    range[0], range[1], &solve, &why);
            free(env);
        }
    if (n <= 0)
        fprintf(stderr, "not solved: %s\n",
                why != NULL ? why
                : r[0].why != NULL ? r[0].why : "nothing found");
    for (i = 0; i < n; i++)
    {
        proven += prove(r + i, options);
        solve_result_clear(r + i);
    }
    return proven > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
    const saddle_model_t *model = &saddle_model;
    double *p = calloc((size_t) model->n_parameters + 1, sizeof *p);
    const char **text = calloc((size_t) model->n_parameters + 1, sizeof *text);
    const char *name = NULL, *state = NULL;
    char **word = argv;
    certify_options_t options;
    int i, k = -1, n = 0, status = 2;

    certify_options_default(&options);
    options.digits = 30;
    for (i = 1; i < argc; i++)
        if (strcmp(argv[i], "--digits") == 0 && i + 1 < argc)
            options.digits = atol(argv[++i]);
        else if (strcmp(argv[i], "--threshold") == 0 && i + 1 < argc)
            name = argv[++i];
        else if (strcmp(argv[i], "--from") == 0 && i + 1 < argc)
            state = argv[++i];
        else if (argv[i][0] == '-')
            return usage(argv[0], strcmp(argv[i], "--help") == 0 ? 0 : 2);
        else
            word[n++] = argv[i];
    if (p == NULL || text == NULL || options.digits < 1)
        return 2;
    if (name != NULL && (k = values_threshold(model, name)) < 0)
        return 2;
    if (values_read(p, text, model, n, word, k))
    {
        if (k >= 0)
            text[k] = NULL;
        options.parameter = parameter;
        options.ctx = text;
        status = run(name, state, p, text, &options);
    }
    free(p);
    free(text);
    flint_cleanup();
    return status;
}
