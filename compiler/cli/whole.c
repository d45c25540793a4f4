/* compiler/cli/whole.c -- `saddle certify --all`: a whole domain. */
#include "whole.h"
#include "../../runtime/certify/global.h"

#include <stdlib.h>
#include <string.h>

static const char *
env_name(const session_t *s, int i)
{
    const saddle_model_t *model = s->loaded.model;

    return i < model->n_orders ? model->order[i].name
                               : model->parameter[i - model->n_orders].name;
}

/* ---- JSON --------------------------------------------------------------------- */

static json_t *
json_solution(const session_t *s, const saddle_system_t *system,
              const certify_result_t *r, long digits)
{
    const saddle_model_t *model = s->loaded.model;
    json_t *object = json_object(), *orders = json_object();
    json_t *observables = json_object(), *phi = json_null();
    int i;

    for (i = 0; i < model->n_orders; i++)
        json_object_set_new(orders, model->order[i].name,
                            json_enclosure(r->env + i, digits));
    for (i = 0; i < system->n_values; i++)
    {
        json_t *v = json_enclosure(r->values + i, digits);

        if (strcmp(system->value_name[i].name, "free_entropy") == 0)
        {
            json_decref(phi);
            phi = v;
        }
        else
            json_object_set_new(observables, system->value_name[i].name, v);
    }
    json_object_set_new(object, "order_parameters", orders);
    json_object_set_new(object, "free_entropy", phi);
    json_object_set_new(object, "observables", observables);
    return object;
}

static json_t *
json_boundaries(const session_t *s, const global_result_t *r)
{
    const saddle_model_t *model = s->loaded.model;
    json_t *list = json_array();
    int i, k;

    for (i = 0; i < r->n_boundaries; i++)
    {
        const saddle_boundary_t *b = model->boundary + r->boundary[i];
        json_t *object = json_object(), *orders = json_object();

        for (k = 0; k < b->n_fixed; k++)
            json_object_set_new(orders, model->order[b->fixed[k]].name,
                                json_string(b->value[k]));
        json_object_set_new(object, "state", json_string(b->name));
        json_object_set_new(object, "order_parameters", orders);
        json_array_append_new(list, object);
    }
    return list;
}

/* At most so many open cells are listed; their number is given too. */
enum { MAX_LISTED = 200 };

static json_t *
json_open(const session_t *s, const global_result_t *r)
{
    json_t *list = json_array();
    long i;
    int k;

    for (i = 0; i < r->n_cells && json_array_size(list) < MAX_LISTED; i++)
    {
        json_t *object;

        if (r->cell[i].reason != CELL_OPEN)
            continue;
        object = json_object();
        for (k = 0; k < r->n_cut; k++)
            json_object_set_new(object, env_name(s, r->cut[k]),
                                json_pack("[f, f]", r->cell[i].lo[k],
                                          r->cell[i].hi[k]));
        json_array_append_new(list, object);
    }
    return list;
}

static void
emit_json(const session_t *s, const global_result_t *r, long digits)
{
    json_t *o = json_object(), *list = json_array();
    int i, proven = r->verdict == CERTIFY_PROVEN;

    for (i = 0; i < r->n_solutions; i++)
        json_array_append_new(
            list, json_solution(s, s->loaded.model->system[r->system],
                                r->solution + i, digits));
    json_object_set_new(o, "name", json_string(s->spec.name));
    json_object_set_new(o, "status", json_string(proof_status(r->verdict)));
    json_object_set_new(o, "count", proven ? json_integer(r->n_solutions)
                                           : json_null());
    json_object_set_new(o, "boundary", json_boundaries(s, r));
    json_object_set_new(o, "solutions", list);
    json_object_set_new(o, "boxes", json_open(s, r));
    json_object_set_new(o, "open_boxes", json_integer(r->n_open));
    json_object_set_new(o, "cells", json_integer(r->n_cells));
    json_object_set_new(o, "evaluations", json_integer(r->evaluations));
    json_object_set_new(o, "why", r->why != NULL ? json_string(r->why)
                                                 : json_null());
    json_object_set_new(o, "seconds", json_number(r->seconds));
    json_emit(o);
}

/* ---- text ----------------------------------------------------------------------- */

static void
print_solution(const session_t *s, const global_result_t *r, int i,
               long digits)
{
    const saddle_model_t *model = s->loaded.model;
    const certify_result_t *c = r->solution + i;
    int k;

    printf("solution %d\n", i + 1);
    for (k = 0; k < model->n_orders; k++)
    {
        char *lower = decimal_lower(c->env + k, digits);
        char *upper = decimal_upper(c->env + k, digits);

        printf("  %-8s in [%s,\n  %-8s     %s]\n", model->order[k].name, lower,
               "", upper);
        free(lower);
        free(upper);
    }
}

static void
print_open(const session_t *s, const global_result_t *r)
{
    long i, shown = 0;
    int k;

    for (i = 0; i < r->n_cells && shown < 10; i++)
    {
        if (r->cell[i].reason != CELL_OPEN)
            continue;
        printf("  not decided:");
        for (k = 0; k < r->n_cut; k++)
            printf(" %s in [%.10g, %.10g]", env_name(s, r->cut[k]),
                   r->cell[i].lo[k], r->cell[i].hi[k]);
        putchar('\n');
        shown++;
    }
    if (r->n_open > shown)
        printf("  and %ld more\n", r->n_open - shown);
}

static void
print_text(const session_t *s, const global_result_t *r, long digits)
{
    const saddle_model_t *model = s->loaded.model;
    int i, k, n = 0;

    printf("%s", s->spec.name);
    for (k = 0; k < s->spec.n_parameters; k++)
        printf("%s%s = %s", n++ == 0 ? " at " : ", ", s->spec.parameter[k].name,
               s->setting[k].text);
    if (r->verdict == CERTIFY_PROVEN && r->n_solutions == 0)
        printf(": no solution");
    else if (r->verdict == CERTIFY_PROVEN)
        printf(": exactly %d solution%s", r->n_solutions,
               r->n_solutions == 1 ? "" : "s");
    else
        printf(": not certified; %d solution%s found so far", r->n_solutions,
               r->n_solutions == 1 ? "" : "s");
    printf(" inside the domain\n");
    for (i = 0; i < r->n_solutions; i++)
        print_solution(s, r, i, digits);
    for (i = 0; i < r->n_boundaries; i++)
        printf("boundary state: %s\n", model->boundary[r->boundary[i]].name);
    print_open(s, r);
    printf("%s%ld cells, %ld evaluations, %.2f s\n",
           r->verdict == CERTIFY_PROVEN ? "proven: " : "", r->n_cells,
           r->evaluations, r->seconds);
}

/* ---- the verb --------------------------------------------------------------------- */

static int
exit_status(const global_result_t *r)
{
    certify_result_t as_one;

    memset(&as_one, 0, sizeof as_one);
    as_one.verdict = r->verdict;
    as_one.why = r->why;
    return proof_exit(&as_one);
}

static int
missing_parameter(const session_t *s)
{
    int k;

    for (k = 0; k < s->spec.n_parameters; k++)
        if (s->setting[k].value == NULL)
        {
            fprintf(stderr, "saddle: %s: parameter %s has no value: %s=...\n",
                    s->source.path, s->spec.parameter[k].name,
                    s->spec.parameter[k].name);
            return 1;
        }
    return 0;
}

/* Closes the file: with the certificate of a proven result, else empty. */
static int
write_certificate(const session_t *s, const global_result_t *r, output_t *file,
                  int status)
{
    const char **prefix = calloc((size_t) s->spec.n_parameters + 1,
                                 sizeof *prefix);
    certificate_context_t context = { prefix, NULL };
    int k, good = status == EXIT_DONE && prefix != NULL;
    char words[80];

    snprintf(words, sizeof words, "exactly %d solution%s inside the domain",
             r->n_solutions, r->n_solutions == 1 ? "" : "s");
    context.claim = words;
    for (k = 0; k < s->spec.n_parameters && prefix != NULL; k++)
        prefix[k] = s->setting[k].prefix;
    if (good
        && global_write(output_stream(file), r, s->loaded.model, &context) != 0)
        status = EXIT_OUTPUT;
    free(prefix);
    k = output_close(file, good);
    return status == EXIT_DONE ? k : status;
}

int
whole_certify(session_t *s, const options_t *o, int n_words,
              const char *const *word)
{
    int k, status = session_set(s, n_words, word, -1);
    const char **text = calloc((size_t) s->spec.n_parameters + 1,
                               sizeof *text);
    double *p = NULL;
    global_options_t options;
    global_result_t r;
    output_t *file = NULL;

    if (status == EXIT_DONE && missing_parameter(s))
        status = EXIT_USAGE;
    if (status == EXIT_DONE)
        status = proof_open(&file, o->output, s);
    p = status == EXIT_DONE ? session_doubles(s) : NULL;
    if (text == NULL || p == NULL)
    {
        free(text);
        free(p);
        return status != EXIT_DONE ? status : EXIT_LIMIT;
    }
    for (k = 0; k < s->spec.n_parameters; k++)
        text[k] = s->setting[k].text;
    global_options_default(&options);
    proof_options(&options.certify, o, s, 15);
    options.text = text;
    if (o->boxes > 0)
        options.max_cells = options.max_boxes = o->boxes;
    progress_start(o->quiet);
    progress_leave(10);
    global_all(&r, s->loaded.model, p, &options);
    progress_end();
    if (o->json)
        emit_json(s, &r, options.certify.digits);
    else
        print_text(s, &r, options.certify.digits);
    if (r.verdict != CERTIFY_PROVEN)
        fprintf(stderr, "saddle: %s: not certified: %s\n", s->source.path,
                r.why != NULL ? r.why : "no reason known");
    status = exit_status(&r);
    if (file != NULL)
        status = write_certificate(s, &r, file, status);
    if (file != NULL && status == EXIT_DONE && !o->json)
        printf("Certificate: %s\n", o->output);
    global_result_clear(&r);
    free(text);
    free(p);
    return status;
}
