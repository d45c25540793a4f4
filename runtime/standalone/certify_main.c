/* runtime/standalone/certify_main.c -- the same numbers, proven: needs FLINT and Arb. */
#include "../certify/certify.h"
#include "formula.h"
#include "values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CANDIDATES 16

static const saddle_model_t *const model = &saddle_model;

static int
usage(const char *program, int status)
{
    printf("usage: %s [--digits N] [--from STATE] NAME=VALUE...\n"
           "       %s [--digits N] --threshold NAME [NAME=VALUE...] "
           "[NAME=LOW..HIGH]\n\n"
           "%s: enclosures proven with interval arithmetic\n", program,
           program, model->name);
    values_help();
    return status;
}

/* ---- parameters as balls ------------------------------------------------------ */

typedef struct
{
    arb_struct value[FORMULA_DEPTH];
    int n;
    slong prec;
} balls_t;

static void
push_number(void *ctx, const char *decimal, size_t length)
{
    balls_t *s = ctx;
    char *text = calloc(length + 1, 1);

    if (s->n == FORMULA_DEPTH)
        abort();
    if (text != NULL)
        memcpy(text, decimal, length);
    if (text == NULL || arb_set_str(s->value + s->n, text, s->prec) != 0)
        arb_indeterminate(s->value + s->n);
    s->n++;
    free(text);
}

static void
push_pi(void *ctx)
{
    balls_t *s = ctx;

    if (s->n == FORMULA_DEPTH)
        abort();
    arb_const_pi(s->value + s->n++, s->prec);
}

static void
apply_ball(void *ctx, char operation)
{
    balls_t *s = ctx;
    arb_ptr x;

    if (strchr("+-*/^", operation) != NULL)
        s->n--;
    x = s->value + s->n - 1;
    switch (operation)
    {
    case '+': arb_add(x, x, x + 1, s->prec); break;
    case '-': arb_sub(x, x, x + 1, s->prec); break;
    case '*': arb_mul(x, x, x + 1, s->prec); break;
    case '/': arb_div(x, x, x + 1, s->prec); break;
    case '^': arb_pow(x, x, x + 1, s->prec); break;
    case 'n': arb_neg(x, x); break;
    case 's': arb_sqrt(x, x, s->prec); break;
    case 'e': arb_exp(x, x, s->prec); break;
    case 'l': arb_log(x, x, s->prec); break;
    }
}

/* Parameter k as a ball that contains its exact value. */
static void
parameter(arb_t value, int k, slong prec, void *ctx)
{
    const values_t *v = ctx;
    balls_t s;
    formula_machine_t machine = { &s, push_number, push_pi, apply_ball };
    int i;

    arb_zero(value);
    if (k == v->unknown)
        return;
    s.n = 0;
    s.prec = prec + 16;
    for (i = 0; i < FORMULA_DEPTH; i++)
        arb_init(s.value + i);
    if (formula_run(v->text[k], &machine) && s.n == 1)
        arb_set(value, s.value);
    else
        arb_indeterminate(value);
    for (i = 0; i < FORMULA_DEPTH; i++)
        arb_clear(s.value + i);
}

/* ---- proofs --------------------------------------------------------------------- */

static void
print_ball(const char *name, const arb_struct *x, long digits)
{
    char *text = arb_get_str(x, digits, 0);

    printf("  %-26s %s\n", name, text);
    flint_free(text);
}

static void
print_proof(const solve_result_t *r, const certify_result_t *proof,
            long digits)
{
    const saddle_system_t *system = model->system[r->system];
    int i;

    printf("state: %s; exactly one solution in these balls:\n", r->state);
    for (i = 0; i < model->n_orders; i++)
        print_ball(model->order[i].name, proof->env + i, digits);
    if (system->kind == SADDLE_THRESHOLD)
        print_ball(system->name, proof->zero + proof->n - 1, digits);
    for (i = 0; i < proof->n_values; i++)
        print_ball(system->value_name[i].name, proof->values + i, digits);
    if (system->note != NULL)
        printf("  note: %s\n", system->note);
}

/* Proves what lies near a result of the double solver; 1 when proven. */
static int
prove(const solve_result_t *r, const certify_options_t *options)
{
    certify_result_t proof;
    int proven;

    certify_result_init(&proof);
    certify_system(&proof, model, model->system[r->system], r->env, options);
    proven = proof.verdict == CERTIFY_PROVEN;
    if (proven)
        print_proof(r, &proof, options->digits);
    else
        fprintf(stderr, "not certified: %s\n",
                proof.why != NULL ? proof.why : "no reason known");
    certify_result_clear(&proof);
    return proven;
}

static int
run(const values_t *v, const char *state, certify_options_t *options)
{
    solve_options_t solve;
    solve_result_t r[MAX_CANDIDATES];
    const char *why = NULL;
    arb_ptr range = _arb_vec_init(2);
    int i, n, proven = 0;

    solve_options_default(&solve);
    memset(r, 0, sizeof r);
    if (v->threshold != NULL)
    {
        arb_set_d(range, v->lo);
        arb_set_d(range + 1, v->hi);
        options->range = v->range_given ? range : NULL;
        n = solve_threshold(r, MAX_CANDIDATES, model, v->threshold->name,
                            v->p, v->text, v->lo, v->hi, &solve, &why);
    }
    else
        n = solve_state(r, model, v->p, v->text, state, &solve) == SADDLE_OK;
    if (n <= 0)
        fprintf(stderr, "not solved: %s\n",
                why != NULL ? why
                : r[0].why != NULL ? r[0].why : "nothing found");
    for (i = 0; i < n; i++)
    {
        proven += prove(r + i, options);
        solve_result_clear(r + i);
    }
    _arb_vec_clear(range, 2);
    return proven > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
    const char *name = NULL, *state = NULL;
    certify_options_t options;
    values_t v;
    int i, n = 0, status = 2;

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
            argv[n++] = argv[i];
    if (options.digits < 1)
        return usage(argv[0], 2);
    options.parameter = parameter;
    options.ctx = &v;
    if (values_read(&v, name, n, argv))
        status = run(&v, state, &options);
    values_clear(&v);
    flint_cleanup();
    return status;
}
