/* docs/example/library.c -- the runtime as a library.
 *
 * Solves an emitted model in double precision, then proves the solution:
 *
 *   saddle derive binary_perceptron.saddle --to c -o model.c
 *   cc library.c model.c $(pkg-config --cflags --libs saddle) -o example
 *   ./example 0.5
 */
#include <certify/certify.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first parameter is the decimal `ctx`, the others have their defaults. */
static void
parameter(arb_t value, int k, slong prec, void *ctx)
{
    const char *text = k == 0 ? ctx : saddle_model.parameter[k].default_value;

    if (text == NULL || arb_set_str(value, text, prec) != 0)
        arb_indeterminate(value);
}

static void
prove(const solve_result_t *state, void *ctx)
{
    const saddle_model_t *model = &saddle_model;
    certify_options_t options;
    certify_result_t proof;
    int i;

    certify_options_default(&options);
    options.digits = 30;
    options.parameter = parameter;
    options.ctx = ctx;
    certify_result_init(&proof);
    if (certify_system(&proof, model, model->system[state->system],
                       state->env, &options) == CERTIFY_PROVEN)
        for (i = 0; i < model->n_orders; i++)
        {
            printf("proven: %s = ", model->order[i].name);
            arb_printn(proof.env + i, options.digits, 0);
            putchar('\n');
        }
    else
        printf("not certified: %s\n", proof.why);
    certify_result_clear(&proof);
}

int
main(int argc, char **argv)
{
    const saddle_model_t *model = &saddle_model;
    double *p = calloc((size_t) model->n_parameters + 1, sizeof *p);
    solve_options_t options;
    solve_result_t state;
    int i, solved;

    if (p == NULL || argc != 2)
        return EXIT_FAILURE;
    p[0] = strtod(argv[1], NULL);
    for (i = 1; i < model->n_parameters; i++)
        if (model->parameter[i].has_default)
            p[i] = strtod(model->parameter[i].default_value, NULL);
    memset(&state, 0, sizeof state);
    solve_options_default(&options);
    solved = solve_state(&state, model, p, NULL, NULL, &options) == SADDLE_OK;
    for (i = 0; solved && i < model->n_orders; i++)
        printf("%s = %.15g\n", model->order[i].name, state.env[i]);
    if (solved)
        prove(&state, argv[1]);
    solve_result_clear(&state);
    free(p);
    flint_cleanup();
    return solved ? EXIT_SUCCESS : EXIT_FAILURE;
}
