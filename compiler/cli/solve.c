/* compiler/cli/solve.c -- `saddle solve`: the saddle point at given values. */
#include "states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STATES 64

/* The theorem in words, and the certificate if one is wanted. */
static int
tell_proof(session_t *s, const options_t *o, const saddle_system_t *system,
           const certify_result_t *proof, long digits)
{
    char *claim = proof_claim(s, system, proof, digits);
    output_t *file = NULL;
    int status = EXIT_DONE;

    if (system->n > 0)
        status = proof_open(&file, o->output, s);
    else if (o->output != NULL)
        fprintf(stderr, "saddle: note: no certificate is written: the "
                        "equations hold identically at this state, there is "
                        "no box\n");
    if (!o->json)
        printf("\nProven in %.2f s:\n%s", proof->seconds,
               claim != NULL ? claim : "");
    if (file != NULL)
        status = proof_write(file, s, system, proof,
                             claim != NULL ? claim : "");
    free(claim);
    return status;
}

/* A state that is at an end of the domain and not proven there. */
static int
report_saturated(const session_t *s, const options_t *o,
                 const solve_result_t *r, json_t **object)
{
    if (o->json)
        *object = json_unsolved(s, r);
    else if (o->all)
        print_saturated(s, r);
    return o->all ? EXIT_DONE : EXIT_REFUSED;
}

/* One state told, and proven when that is wanted; with JSON its object goes
   to *object. */
static int
report(session_t *s, const options_t *o, const solve_options_t *solve,
       const solve_result_t *r, json_t **object)
{
    const saddle_system_t *system = s->loaded.model->system[r->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    const int certify = o->certify || o->digits > 0;
    certify_options_t options;
    certify_result_t proof;
    told_state_t told = { r, value, NAN };
    int status = EXIT_DONE;

    if (value == NULL)
        return EXIT_LIMIT;
    if (r->end == SOLVE_SATURATED)
    {
        free(value);
        return report_saturated(s, o, r, object);
    }
    solve_values(system, r->env, value);
    certify_result_init(&proof);
    proof_options(&options, o, s, 15);
    if (certify)
    {
        certify_system(&proof, s->loaded.model, system, r->env, &options);
        progress_end();
        status = proof_exit(&proof);
    }
    told.eigenvalue = solve_eigenvalue(r, s->loaded.model, solve);
    if (o->json)
        *object = json_state(s, &told, certify ? &proof : NULL,
                             options.digits);
    else
        print_state(s, &told, certify && status == EXIT_DONE ? &proof : NULL,
                    options.digits);
    if (!certify)
        status = tell_undefined(s, &told);
    else if (status == EXIT_DONE)
        status = tell_proof(s, o, system, &proof, options.digits);
    else
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
        one = report(s, o, options, r + i, &object);
        status = one > status ? one : status;
        fflush(stdout);
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
        /* the default state says why, where that is known */
        if (solve_state(r, s->loaded.model, p, text, NULL, options)
                != SADDLE_OK && find_cause(s, r) != NULL)
            status = print_unsolved(s, r);
        solve_result_clear(r);
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
    {
        status = report(s, o, options, &r, &object);
        compare_states(s, o, p, text, options, &r, object);
    }
    else
    {
        progress_end();
        if (o->json && r.env != NULL)
            object = json_unsolved(s, &r);
        status = print_unsolved(s, &r);
    }
    if (object != NULL)
        json_emit(object);
    solve_result_clear(&r);
    return status;
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
    progress_leave(1);
    /* a proof knows the limit itself */
    if (o->seconds > 0 && !o->certify && o->digits == 0)
        progress_limit((unsigned) o->seconds);
    if (!o->quiet && solve_is_deep(s->loaded.model->system[0]))
        fprintf(stderr, "saddle: note: the labels leave integrals in three "
                "dimensions; a solve may take a while\n");
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
