/* runtime/standalone/reference.c -- the solver against a file of values. */
#include "reference.h"
#include "../solve/solve.h"
#include "values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const saddle_model_t *const model = &saddle_model;

enum { MAX_CANDIDATES = 32, MAX_WORDS = 64, MAX_LINE = 4096 };

/* What was computed last; lines about the same point follow each other. */
typedef struct
{
    char key[MAX_LINE];     /* threshold or state, and the parameters       */
    solve_result_t state;
    double *value;          /* of the state's system, or NULL               */
    int n;                  /* candidates of a threshold                    */
    double candidate[MAX_CANDIDATES];
} last_t;

static void
forget(last_t *last)
{
    solve_result_clear(&last->state);
    free(last->value);
    memset(last, 0, sizeof *last);
}

static void
solve_the_state(last_t *last, const char *state, const values_t *v)
{
    const saddle_system_t *system;
    solve_options_t options;

    solve_options_default(&options);
    if (solve_state(&last->state, model, v->p, v->text, state, &options)
        != SADDLE_OK)
        return;
    system = model->system[last->state.system];
    last->value = calloc((size_t) system->n_values + 1, sizeof *last->value);
    if (last->value != NULL)
        solve_values(system, last->state.env, last->value);
}

static void
solve_the_threshold(last_t *last, const values_t *v)
{
    solve_options_t options;
    solve_result_t r[MAX_CANDIDATES];
    const char *why = NULL;
    int i;

    solve_options_default(&options);
    memset(r, 0, sizeof r);
    last->n = solve_threshold(r, MAX_CANDIDATES, model, v->threshold->name,
                              v->p, v->text, v->lo, v->hi, &options, &why);
    for (i = 0; i < last->n; i++)
    {
        last->candidate[i] = r[i].env[model->n_orders + v->unknown];
        solve_result_clear(r + i);
    }
}

/* An order parameter, or a value that can be read at the solution. */
static double
value_of(const last_t *last, const char *name)
{
    const saddle_system_t *system = model->system[last->state.system];
    int i;

    if (last->value == NULL)
        return NAN;
    for (i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, name) == 0)
            return last->value[i];
    for (i = 0; i < model->n_orders; i++)
        if (strcmp(model->order[i].name, name) == 0)
            return last->state.env[i];
    return NAN;
}

/* The candidate that is nearest to what is wanted. */
static double
nearest(const last_t *last, double wanted)
{
    double best = NAN;
    int i;

    for (i = 0; i < last->n; i++)
        if (isnan(best)
            || fabs(last->candidate[i] - wanted) < fabs(best - wanted))
            best = last->candidate[i];
    return best;
}

/* NAME@STATE becomes two strings, the second with blanks for '~'. */
static char *
split_state(char *name)
{
    char *state = strchr(name, '@'), *c;

    if (state == NULL)
        return NULL;
    *state++ = '\0';
    for (c = state; *c != '\0'; c++)
        if (*c == '~')
            *c = ' ';
    return state;
}

/* Computes what the line is about, unless the line before was about it. */
static void
compute(last_t *last, const char *name, const char *state, int n, char **word)
{
    int i, is_threshold = values_is_threshold(name);
    char key[MAX_LINE];
    size_t at;
    values_t v;

    at = (size_t) snprintf(key, sizeof key, "%s",
                           is_threshold ? name : state != NULL ? state : "");
    for (i = 0; i < n && at < sizeof key; i++)
        at += (size_t) snprintf(key + at, sizeof key - at, " %s", word[i]);
    if (*last->key != '\0' && strcmp(key, last->key) == 0)
        return;
    forget(last);
    if (values_read(&v, is_threshold ? name : NULL, n, word))
    {
        if (is_threshold)
            solve_the_threshold(last, &v);
        else
            solve_the_state(last, state, &v);
        memcpy(last->key, key, sizeof key);
    }
    values_clear(&v);
}

static int
check_line(last_t *last, char *line)
{
    char *word[MAX_WORDS], *rest = line, *w, *state;
    double got, wanted, tolerance;
    int n = 0, good;

    while (n < MAX_WORDS && (w = strtok_r(rest, " \n", &rest)) != NULL)
        word[n++] = w;
    if (n < 3)
        return 0;
    state = split_state(word[0]);
    wanted = strtod(word[1], NULL);
    tolerance = strtod(word[2], NULL);
    compute(last, word[0], state, n - 3, word + 3);
    got = values_is_threshold(word[0]) ? nearest(last, wanted)
                                       : value_of(last, word[0]);
    good = fabs(got - wanted) <= tolerance;
    printf("%s %s: %.15g, wanted %.15g +/- %g\n", good ? "ok    " : "MISSED",
           word[0], got, wanted, tolerance);
    return good;
}

int
reference_check(const char *path)
{
    FILE *from = fopen(path, "r");
    static last_t last;
    char line[MAX_LINE];
    int good = 1, n = 0;

    if (from == NULL)
    {
        perror(path);
        return 0;
    }
    while (fgets(line, sizeof line, from) != NULL)
        if (line[0] != '#' && line[0] != '\n')
        {
            good &= check_line(&last, line);
            n++;
        }
    forget(&last);
    fclose(from);
    printf("%d values, %s\n", n, good ? "all agree" : "some do not agree");
    return good;
}
