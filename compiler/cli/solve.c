/* compiler/cli/solve.c -- `saddle solve`: the saddle point at given values. */
#include "proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STATES 64

/* Stability of a state against replica symmetry breaking, from its replicon
   where the theory has one. */
const char *
solve_stability(const saddle_system_t *system, const double *value)
{
    int i;

    for (i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, "replicon") == 0
            && isfinite(value[i]))
            return value[i] < 1 ? "stable" : "unstable";
    return "unknown";
}

/* Texts of the parameter values, for boundary states that hold at one value
   only.  Malloc'd array of borrowed strings. */
const char **
solve_parameter_texts(const session_t *s)
{
    const char **text = calloc((size_t) s->spec.n_parameters + 1,
                               sizeof *text);
    int k;

    for (k = 0; text != NULL && k < s->spec.n_parameters; k++)
        text[k] = s->setting[k].text;
    return text;
}

static int
is_free_entropy(const char *name)
{
    return strcmp(name, "free_entropy") == 0;
}

/* ---- JSON ---------------------------------------------------------------------- */

static json_t *
json_parameters(const session_t *s, const double *p)
{
    json_t *object = json_object();
    int k;

    for (k = 0; k < s->spec.n_parameters; k++)
        json_object_set_new(object, s->spec.parameter[k].name,
                            json_number(p[k]));
    return object;
}

const char *
solve_end_word(solve_end_t end)
{
    switch (end)
    {
    case SOLVE_CONVERGED:
    case SOLVE_BOUNDARY:
        return "converged";
    case SOLVE_OUTSIDE:
        return "domain";
    case SOLVE_SATURATED:
        return "undecided";
    default:
        return "no_convergence";
    }
}

/* One value of the answer: a double, or the enclosure of a proof. */
static json_t *
json_value(double x, arb_srcptr ball, long digits, int proven)
{
    if (ball != NULL && !proven)
        return json_null();
    return ball != NULL ? json_enclosure(ball, digits) : json_number(x);
}

static json_t *
json_state(const session_t *s, const solve_result_t *r, const double *value,
           const certify_result_t *proof, long digits)
{
    const saddle_model_t *model = s->loaded.model;
    const saddle_system_t *system = model->system[r->system];
    json_t *object = json_object(), *orders = json_object(),
           *observables = json_object(), *phi = json_null();
    int i, proven = proof != NULL && proof->verdict == CERTIFY_PROVEN;

    json_object_set_new(object, "status",
                        json_string(proof != NULL ? proof_status(proof->verdict)
                                                  : solve_end_word(r->end)));
    json_object_set_new(object, "state", json_string(r->state));
    json_object_set_new(object, "parameters",
                        json_parameters(s, r->env + model->n_orders));
    for (i = 0; i < model->n_orders; i++)
        json_object_set_new(orders, model->order[i].name,
                            json_value(r->env[i],
                                       proof != NULL ? proof->env + i : NULL,
                                       digits, proven));
    for (i = 0; i < system->n_values; i++)
    {
        json_t *v = json_value(value[i],
                               proof != NULL ? proof->values + i : NULL,
                               digits, proven);

        if (is_free_entropy(system->value_name[i].name))
        {
            json_decref(phi);
            phi = v;
        }
        else
            json_object_set_new(observables, system->value_name[i].name, v);
    }
    json_object_set_new(object, "stability",
                        json_string(solve_stability(system, value)));
    json_object_set_new(object, "order_parameters", orders);
    json_object_set_new(object, "free_entropy", phi);
    json_object_set_new(object, "observables", observables);
    json_object_set_new(object, "residual", json_number(r->residual));
    return object;
}

/* ---- text ----------------------------------------------------------------------- */

static void
print_line(const char *name, double x, const arb_struct *ball, long digits,
           const char *description)
{
    if (ball != NULL && arb_is_finite(ball))
    {
        char *lower = decimal_lower(ball, digits);
        char *upper = decimal_upper(ball, digits);

        printf("  %-16s in [%s,\n  %-16s     %s]\n", name, lower, "", upper);
        free(lower);
        free(upper);
    }
    else if (ball != NULL && isinf(x) && mag_is_zero(arb_radref(ball)))
        printf("  %-16s %s\n", name, x > 0 ? "inf" : "-inf");
    else if (ball != NULL)
        printf("  %-16s not certified (about %.12g)\n", name, x);
    else if (description != NULL)
        printf("  %-16s %-22.15g %s\n", name, x, description);
    else
        printf("  %-16s %.15g\n", name, x);
}

static void
print_state(const session_t *s, const solve_result_t *r, const double *value,
            const certify_result_t *proof, long digits)
{
    const saddle_model_t *model = s->loaded.model;
    const saddle_system_t *system = model->system[r->system];
    int i;

    printf("%s", s->spec.name);
    for (i = 0; i < model->n_parameters; i++)
        printf("%s %s = %s", i > 0 ? "," : "  at", model->parameter[i].name,
               s->setting[i].text);
    printf("\nstate: %s\n", r->state);
    for (i = 0; i < model->n_orders; i++)
        print_line(model->order[i].name, r->env[i],
                   proof != NULL ? proof->env + i : NULL, digits,
                   model->order[i].description);
    for (i = 0; i < system->n_values; i++)
        print_line(system->value_name[i].name, value[i],
                   proof != NULL ? proof->values + i : NULL, digits,
                   system->value_name[i].description);
    printf("residual %.1e", r->residual);
    if (r->error > 0)
        printf(", quadrature error about %.1e", r->error);
    putchar('\n');
}

/* ---- one state -------------------------------------------------------------------- */

static int
not_solved(const session_t *s, const solve_result_t *r)
{
    fprintf(stderr, "saddle: %s: not solved: %s", s->source.path,
            r->why != NULL ? r->why : "the iteration does not converge");
    if (isfinite(r->residual))
        fprintf(stderr, " (residual %.1e)", r->residual);
    fputc('\n', stderr);
    if (r->end == SOLVE_OUTSIDE)
        return EXIT_USAGE;
    return r->end == SOLVE_SATURATED ? EXIT_REFUSED : EXIT_LIMIT;
}

/* The theorem in words, and the certificate if one is wanted. */
static int
tell_proof(session_t *s, const options_t *o, const saddle_system_t *system,
           const certify_result_t *proof, long digits)
{
    char *claim = proof_claim(s, system, proof, digits);
    output_t *file = NULL;
    int status = proof_open(&file, o->output, s);

    if (!o->json)
        printf("\nProven in %.2f s:\n%s", proof->seconds,
               claim != NULL ? claim : "");
    if (file != NULL)
        status = proof_write(file, s, system, proof,
                             claim != NULL ? claim : "");
    free(claim);
    return status;
}

/* One state told, and proven when that is wanted; with JSON its object goes
   to *object. */
static int
report(session_t *s, const options_t *o, const solve_result_t *r,
       json_t **object)
{
    const saddle_system_t *system = s->loaded.model->system[r->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    const int certify = o->certify || o->digits > 0;
    certify_options_t options;
    certify_result_t proof;
    int status = EXIT_DONE;

    if (value == NULL)
        return EXIT_LIMIT;
    solve_values(system, r->env, value);
    certify_result_init(&proof);
    proof_options(&options, o, s, 15);
    if (certify)
    {
        certify_system(&proof, s->loaded.model, system, r->env, &options);
        progress_end();
        status = proof_exit(&proof);
    }
    if (o->json)
        *object = json_state(s, r, value, certify ? &proof : NULL,
                             options.digits);
    else
        print_state(s, r, value,
                    certify && status == EXIT_DONE ? &proof : NULL,
                    options.digits);
    if (certify && status == EXIT_DONE)
        status = tell_proof(s, o, system, &proof, options.digits);
    else if (certify)
        fprintf(stderr, "saddle: not certified: %s\n",
                proof.why != NULL ? proof.why : "no reason known");
    certify_result_clear(&proof);
    free(value);
    return status;
}

/* --all: every state that starts and a scan find. */
static int
report_all(session_t *s, const options_t *o, const double *p,
           const char *const *text, const solve_options_t *options)
{
    solve_result_t r[MAX_STATES];
    json_t *states = json_array(), *object;
    int i, status = EXIT_DONE;
    int n = solve_all(r, MAX_STATES, s->loaded.model, p, text, options);

    progress_end();
    for (i = 0; i < n; i++)
    {
        int one;

        object = NULL;
        if (i > 0 && !o->json)
            putchar('\n');
        one = report(s, o, r + i, &object);
        status = one > status ? one : status;
        if (object != NULL)
            json_array_append_new(states, object);
        solve_result_clear(r + i);
    }
    if (o->json)
        json_emit(json_pack("{ss so}", "status",
                            n > 0 ? "converged" : "no_convergence", "states",
                            states));
    else
        json_decref(states);
    if (n == 0)
    {
        fprintf(stderr, "saddle: no solution was found\n");
        status = EXIT_LIMIT;
    }
    return status;
}

/* The default state, or the one asked for. */
static int
report_one(session_t *s, const options_t *o, const double *p,
           const char *const *text, const solve_options_t *options)
{
    solve_result_t r;
    json_t *object = NULL;
    int status;

    memset(&r, 0, sizeof r);
    if (solve_state(&r, s->loaded.model, p, text, o->state, options)
        == SADDLE_OK)
        status = report(s, o, &r, &object);
    else
    {
        progress_end();
        if (o->json && r.env != NULL)
            object = json_pack("{ss ss so so}", "status",
                               solve_end_word(r.end),
                               "state", r.state, "parameters",
                               json_parameters(s, p), "residual",
                               json_number(r.residual));
        status = not_solved(s, &r);
    }
    if (object != NULL)
        json_emit(object);
    solve_result_clear(&r);
    return status;
}

int
solve_knows_state(const session_t *s, const char *name)
{
    const saddle_model_t *model = s->loaded.model;
    const char *candidate[40] = { "uninformed", "informed" }, *near;
    int i, n = 2;

    if (name == NULL)
        return 1;
    for (i = 0; i < model->n_starts && n < 40; i++)
        if (model->start[i].name != NULL)
            candidate[n++] = model->start[i].name;
    for (i = 0; i < model->n_boundaries && n < 40; i++)
        candidate[n++] = model->boundary[i].name;
    for (i = 0; i < n; i++)
        if (strcmp(candidate[i], name) == 0)
            return 1;
    near = diag_suggest(name, candidate, n);
    fprintf(stderr, "saddle: there is no state '%s'", name);
    if (near != NULL)
        fprintf(stderr, "; did you mean '%s'?", near);
    fprintf(stderr, "\n  states:");
    for (i = 0; i < n; i++)
        fprintf(stderr, "%s %s", i > 0 ? "," : "", candidate[i]);
    fputc('\n', stderr);
    return 0;
}

int
solve_session(session_t *s, const options_t *o, int n_words,
              const char *const *word)
{
    int status = session_set(s, n_words, word, -1);
    const char **text = solve_parameter_texts(s);
    double *p = session_doubles(s);
    solve_options_t options;

    solve_options_default(&options);
    options.progress = progress_tick;
    progress_start(o->quiet);
    if (p == NULL || text == NULL)
        status = EXIT_LIMIT;
    else if (status == EXIT_DONE && !solve_knows_state(s, o->state))
        status = EXIT_USAGE;
    else if (status == EXIT_DONE)
        status = o->all ? report_all(s, o, p, text, &options)
                        : report_one(s, o, p, text, &options);
    progress_end();
    free(p);
    free(text);
    return status;
}

int
run_solve(const options_t *o)
{
    session_t s;
    int status;

    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle solve: which file?\n");
        return EXIT_USAGE;
    }
    status = session_open(&s, o->word[0], STAGE_LOADED, 0);
    if (status == EXIT_DONE)
        status = solve_session(&s, o, o->n_words - 1, o->word + 1);
    session_clear(&s);
    return status;
}
