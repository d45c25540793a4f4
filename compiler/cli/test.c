/* compiler/cli/test.c -- `saddle test`: the reference lines of specs. */
#include "flow.h"
#include "../algebra/evaluate.h"
#include "critical.h"
#include "proof.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CERTIFIED_DIGITS 30

typedef struct
{
    const options_t *options;
    int passed, failed, files;
    int worst;       /* largest exit status of a spec that was not solved */
    json_t *results; /* with --json                                       */
} tally_t;

/* ---- one reference ------------------------------------------------------- */

/* The computed number: a ball, exact to double precision or proven. */
typedef struct
{
    arb_t value;
    int proven;
    char why[200];
} number_t;

static int
failed(number_t *to, const char *why)
{
    snprintf(to->why, sizeof to->why, "%s", why != NULL ? why : "no reason");
    return 0;
}

/* Takes the candidate closest to the start: the lowest, as certify does. */
static int
compute_threshold(number_t *to, session_t *s, const threshold_t *t, int prove)
{
    certify_options_t options;
    options_t none = { 0 };
    critical_t c;
    int good = critical_find(&c, s, t) == EXIT_DONE;

    proof_options(&options, &none, s, CERTIFIED_DIGITS);
    if (good && prove)
        good = critical_prove(&c, s, &options) == EXIT_DONE;
    if (good && prove)
        arb_set(to->value, c.proof[c.chosen].zero + c.proof[c.chosen].n - 1);
    else if (good)
        arb_set_d(to->value, c.candidate[0].env[c.parameter]);
    else
        failed(to, c.why);
    to->proven = prove;
    critical_clear(&c);
    return good;
}

/* Where `name` stands among the values at a solution: index into env (>= 0),
   or -2 - index into the system's values; -1 if nowhere. */
static int
find_value(const saddle_model_t *model, const saddle_system_t *system,
           const char *name)
{
    int i;

    for (i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, name) == 0)
            return -2 - i;
    for (i = 0; i < model->n_orders; i++)
        if (strcmp(model->order[i].name, name) == 0)
            return i;
    return -1;
}

static int
compute_double(number_t *to, const saddle_system_t *system,
               const solve_result_t *r, int place)
{
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    double x = NAN;

    if (value != NULL && place < -1)
        solve_values(system, r->env, value), x = value[-2 - place];
    else if (value != NULL)
        x = r->env[place];
    free(value);
    arb_set_d(to->value, x);
    return isfinite(x) ? 1 : failed(to, "the value is not finite");
}

static int
compute_ball(number_t *to, session_t *s, const saddle_system_t *system,
             const solve_result_t *r, int place)
{
    certify_options_t options;
    certify_result_t proof;
    options_t none = { 0 };
    int good;

    certify_result_init(&proof);
    proof_options(&options, &none, s, CERTIFIED_DIGITS);
    good = certify_system(&proof, s->loaded.model, system, r->env, &options)
           == CERTIFY_PROVEN;
    if (good)
        arb_set(to->value, place < -1 ? proof.values + (-2 - place)
                                      : proof.env + place);
    else
        failed(to, proof.why);
    to->proven = 1;
    certify_result_clear(&proof);
    return good;
}

static int
compute_at_solution(number_t *to, session_t *s, const char *name, int prove)
{
    const saddle_model_t *model = s->loaded.model;
    double *p = session_doubles(s);
    const char **text = calloc((size_t) s->spec.n_parameters + 1,
                               sizeof *text);
    solve_options_t options;
    solve_result_t r;
    int k, place, good = 0;

    memset(&r, 0, sizeof r);
    solve_options_default(&options);
    for (k = 0; text != NULL && k < s->spec.n_parameters; k++)
        text[k] = s->setting[k].text;
    if (s->spec.potential_name != NULL
        && strcmp(name, s->spec.potential_name) == 0)
        name = "free_entropy";
    if (p == NULL || text == NULL)
        failed(to, "out of memory");
    else if (solve_state(&r, model, p, text, NULL, &options) != SADDLE_OK)
        failed(to, r.why != NULL ? r.why : "no convergence");
    else if ((place = find_value(model, model->system[r.system], name)) == -1)
        failed(to, "the solution has no such value");
    else if (prove)
        good = compute_ball(to, s, model->system[r.system], &r, place);
    else
        good = compute_double(to, model->system[r.system], &r, place);
    solve_result_clear(&r);
    free(text);
    free(p);
    return good;
}

/* Does the number agree?  With tolerance 0 the reference lies inside the
   enclosure; otherwise within the tolerance, rounding of doubles allowed. */
static int
agrees(const number_t *x, expr_t *reference, expr_t *tolerance)
{
    arb_t value, allowed, distance;
    int good;

    arb_init(value);
    arb_init(allowed);
    arb_init(distance);
    good = expr_evaluate(value, reference, NULL, 256) == EVALUATE_OK
           && expr_evaluate(allowed, tolerance, NULL, 256) == EVALUATE_OK;
    if (good && expr_is_zero(tolerance))
        good = arb_contains(x->value, value) || arb_overlaps(x->value, value);
    else if (good)
    {
        arb_sub(distance, x->value, value, 256);
        arb_abs(distance, distance);
        good = arb_le(distance, allowed);
    }
    arb_clear(distance);
    arb_clear(allowed);
    arb_clear(value);
    return good;
}

/* A tolerance finer than doubles can check asks for a proof. */
static int
wants_proof(const reference_t *ref)
{
    arb_t t, v;
    double tolerance, size;

    arb_init(t);
    arb_init(v);
    expr_evaluate(t, ref->tolerance, NULL, 64);
    expr_evaluate(v, ref->value, NULL, 64);
    tolerance = arf_get_d(arb_midref(t), ARF_RND_NEAR);
    size = fabs(arf_get_d(arb_midref(v), ARF_RND_NEAR));
    arb_clear(v);
    arb_clear(t);
    return tolerance < 1e-13 * (1 + size);
}

/* The t of a flow is no parameter. */
static int
is_time(const session_t *s, const char *name)
{
    int i;

    for (i = 0; i < s->spec.n_parameters; i++)
        if (strcmp(s->spec.parameter[i].name, name) == 0)
            return 0;
    return s->loaded.flow != NULL && strcmp(name, "t") == 0;
}

int
reference_settings(session_t *s, const reference_t *ref, int unknown)
{
    char **word = calloc((size_t) ref->at.n + 1, sizeof *word);
    int i, n = 0, status = word != NULL ? EXIT_DONE : EXIT_LIMIT;

    session_forget(s);
    for (i = 0; i < ref->at.n && status == EXIT_DONE; i++)
    {
        char *value;

        if (is_time(s, ref->at.name[i]))
            continue;
        value = expr_to_string(ref->at.value[i]);
        if (value == NULL
            || asprintf(word + n++, "%s=%s", ref->at.name[i], value) < 0)
            status = EXIT_LIMIT;
        free(value);
    }
    if (status == EXIT_DONE)
        status = session_set(s, n, (const char *const *) word, unknown);
    for (i = 0; word != NULL && i < ref->at.n; i++)
        free(word[i]);
    free(word);
    return status;
}

/* A value on the course of a flow. */
static int
compute_on_course(number_t *to, const session_t *s, const reference_t *ref)
{
    double t = -1.0, value;
    const char *why;
    int i;

    for (i = 0; i < ref->at.n; i++)
        if (is_time(s, ref->at.name[i])
            && expr_evaluate(to->value, ref->at.value[i], NULL, 64)
                   == EVALUATE_OK)
            t = arf_get_d(arb_midref(to->value), ARF_RND_NEAR);
    arb_zero(to->value);
    if (t < 0.0)
        return failed(to, "give the time, as in at t = 10");
    if (!flow_value_at(s, ref->name, t, &value, &why))
        return failed(to, why);
    arb_set_d(to->value, value);
    return 1;
}

static const threshold_t *
find_threshold(const session_t *s, const char *name)
{
    int i;

    for (i = 0; i < s->spec.n_thresholds; i++)
        if (strcmp(s->spec.threshold[i].name, name) == 0)
            return s->spec.threshold + i;
    return NULL;
}

static void
report_reference(tally_t *t, const session_t *s, const reference_t *ref,
                 const number_t *x, int good)
{
    char *mine = arb_get_str(x->value, 17, ARB_STR_NO_RADIUS), *value;
    arb_t reference;

    arb_init(reference);
    expr_evaluate(reference, ref->value, NULL, 128);
    value = arb_get_str(reference, 20, ARB_STR_NO_RADIUS);
    arb_clear(reference);

    t->passed += good;
    t->failed += !good;
    if (t->results != NULL)
        json_array_append_new(
            t->results,
            json_pack("{ss ss sb ss ss ss}", "file", s->source.path, "name",
                      ref->name, "agrees", good, "reference",
                      value, "computed", mine, "why",
                      x->why));
    else
        printf("%s  %s:%d: %s = %s%s, reference %s (%s)%s%s\n",
               good ? "ok  " : "MISS", s->source.path, ref->span.line,
               ref->name, x->why[0] != '\0' ? "?" : mine,
               x->proven ? " proven" : "", value,
               ref->source != NULL ? ref->source : "no source",
               x->why[0] != '\0' ? ": " : "", x->why);
    flint_free(mine);
    flint_free(value);
}

static void
test_reference(tally_t *t, session_t *s, const reference_t *ref)
{
    const threshold_t *threshold = find_threshold(s, ref->name);
    int prove = wants_proof(ref), good;
    number_t x = { .proven = 0 };

    arb_init(x.value);
    good = reference_settings(s, ref, threshold != NULL ? threshold->parameter
                                                    : -1) == EXIT_DONE;
    if (!good)
        failed(&x, "the parameters of the reference are not usable");
    else if (s->loaded.flow != NULL)
        good = compute_on_course(&x, s, ref);
    else if (threshold != NULL)
        good = compute_threshold(&x, s, threshold, prove);
    else
        good = compute_at_solution(&x, s, ref->name, prove);
    if (good && !agrees(&x, ref->value, ref->tolerance))
        good = 0;
    report_reference(t, s, ref, &x, good);
    arb_clear(x.value);
}

/* ---- files and folders ------------------------------------------------------ */

static void
test_file(tally_t *t, const char *path)
{
    session_t s;
    int i, status = session_open(&s, path, STAGE_EITHER, 0);

    t->files++;
    if (status != EXIT_DONE)
        t->worst = status > t->worst ? status : t->worst;
    for (i = 0; status == EXIT_DONE && i < s.spec.n_references; i++)
        test_reference(t, &s, s.spec.reference + i);
    if (status == EXIT_DONE && s.spec.n_references == 0 && t->results == NULL)
        printf("--    %s: no reference lines; derived and compiled\n", path);
    session_clear(&s);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_spec(const char *name)
{
    size_t n = strlen(name);

    return n > 7 && strcmp(name + n - 7, ".saddle") == 0;
}

/* A file, or all *.saddle files below a folder, in name order. */
static void
test_path(tally_t *t, const char *path, int depth)
{
    struct dirent **entry;
    struct stat at;
    int i, n;

    if (stat(path, &at) != 0 || !S_ISDIR(at.st_mode))
    {
        test_file(t, path);
        return;
    }
    n = depth < 32 ? scandir(path, &entry, NULL, by_name) : 0;
    for (i = 0; i < n; i++)
    {
        char *below;

        if (entry[i]->d_name[0] != '.'
            && asprintf(&below, "%s%s%s", path,
                        path[strlen(path) - 1] == '/' ? "" : "/",
                        entry[i]->d_name) >= 0)
        {
            if (is_spec(below)
                || (stat(below, &at) == 0 && S_ISDIR(at.st_mode)))
                test_path(t, below, depth + 1);
            free(below);
        }
        free(entry[i]);
    }
    if (n < 0)
    {
        fprintf(stderr, "saddle: %s: %s\n", path, strerror(errno));
        t->worst = EXIT_INPUT;
    }
    else
        free(entry);
}

int
run_test(const options_t *o)
{
    tally_t t = { .options = o };
    int i;

    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle test: which file or folder?\n");
        return EXIT_USAGE;
    }
    t.results = o->json ? json_array() : NULL;
    progress_start(o->quiet);
    progress_leave(1);
    for (i = 0; i < o->n_words; i++)
        test_path(&t, o->word[i], 0);
    progress_end();
    if (o->json)
        json_emit(json_pack("{si si si so}", "files", t.files, "agreed",
                            t.passed, "missed", t.failed, "results",
                            t.results));
    else
        printf("%d specs, %d references agree, %d missed\n", t.files, t.passed,
               t.failed);
    if (t.worst != EXIT_DONE)
        return t.worst;
    return t.failed > 0 ? EXIT_REFUSED : EXIT_DONE;
}
