/* runtime/standalone/reference.c -- the solver against a file of values. */
#include "reference.h"
#include "../solve/solve.h"
#include "values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const saddle_model_t *const model = &saddle_model;

/* An order parameter, or a value that can be read at the solution. */
static double
value_of(const char *name, const char *state, const values_t *v)
{
    const saddle_system_t *system;
    solve_options_t options;
    solve_result_t r;
    double *value, x = NAN;
    int i;

    solve_options_default(&options);
    memset(&r, 0, sizeof r);
    if (solve_state(&r, model, v->p, v->text, state, &options) == SADDLE_OK)
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

/* The candidate that is nearest to what is wanted. */
static double
critical_value(const values_t *v, double wanted)
{
    enum { MAX_CANDIDATES = 32 };
    solve_options_t options;
    solve_result_t r[MAX_CANDIDATES];
    const char *why = NULL;
    double x, best = NAN;
    int i, n;

    solve_options_default(&options);
    memset(r, 0, sizeof r);
    n = solve_threshold(r, MAX_CANDIDATES, model, v->threshold->name, v->p,
                        v->text, v->lo, v->hi, &options, &why);
    for (i = 0; i < n; i++)
    {
        x = r[i].env[model->n_orders + v->unknown];
        if (isnan(best) || fabs(x - wanted) < fabs(best - wanted))
            best = x;
        solve_result_clear(r + i);
    }
    return best;
}

static int
check_line(char *line)
{
    enum { MAX_WORDS = 64 };
    char *word[MAX_WORDS], *rest = line, *w, *state;
    double got, wanted, tolerance;
    values_t v;
    int n = 0, good;

    while (n < MAX_WORDS && (w = strtok_r(rest, " \n", &rest)) != NULL)
        word[n++] = w;
    if (n < 3)
        return 0;
    state = strchr(word[0], '@');
    if (state != NULL)
    {
        *state++ = '\0';
        for (w = state; *w != '\0'; w++)
            if (*w == '~')
                *w = ' ';
    }
    wanted = strtod(word[1], NULL);
    tolerance = strtod(word[2], NULL);
    got = NAN;
    if (values_read(&v, values_is_threshold(word[0]) ? word[0] : NULL, n - 3,
                    word + 3))
        got = v.threshold != NULL ? critical_value(&v, wanted)
                                  : value_of(word[0], state, &v);
    values_clear(&v);
    good = fabs(got - wanted) <= tolerance;
    printf("%s %s: %.15g, wanted %.15g +/- %g\n", good ? "ok    " : "MISSED",
           word[0], got, wanted, tolerance);
    return good;
}

int
reference_check(const char *path)
{
    FILE *from = fopen(path, "r");
    char line[4096];
    int good = 1, n = 0;

    if (from == NULL)
    {
        perror(path);
        return 0;
    }
    while (fgets(line, sizeof line, from) != NULL)
        if (line[0] != '#' && line[0] != '\n')
        {
            good &= check_line(line);
            n++;
        }
    fclose(from);
    printf("%d values, %s\n", n, good ? "all agree" : "some do not agree");
    return good;
}
