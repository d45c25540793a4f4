/* runtime/standalone/values.c -- parameter values from NAME=VALUE words. */
#include "values.h"
#include "../quadrature/doubles.h"
#include "formula.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const saddle_model_t *const model = &saddle_model;

/* ---- thresholds ------------------------------------------------------------- */

/* The first system of a threshold; it has one for each state it may be at. */
static const saddle_system_t *
find_threshold(const char *name)
{
    int i;

    for (i = 0; i < model->n_systems; i++)
        if (model->system[i]->kind == SADDLE_THRESHOLD
            && strcmp(model->system[i]->name, name) == 0)
            return model->system[i];
    return NULL;
}

int
values_is_threshold(const char *name)
{
    return find_threshold(name) != NULL;
}

/* The range that the model declares, where none was given. */
static int
declared_range(values_t *v)
{
    const saddle_program_t *range = v->threshold->range;
    double *env = calloc((size_t) range->n_env + 1, sizeof *env), end[2];
    int good = 0;

    if (env != NULL)
    {
        memcpy(env + model->n_orders, v->p,
               (size_t) model->n_parameters * sizeof *env);
        good = quad_approx(range, env, 1e-12, end, NULL) == SADDLE_OK;
    }
    if (good && !v->range_given)
    {
        v->lo = end[0];
        v->hi = end[1];
    }
    free(env);
    return good;
}

/* ---- words ------------------------------------------------------------------ */

static int
find(const char *word, size_t length)
{
    int k;

    for (k = 0; k < model->n_parameters; k++)
        if (strlen(model->parameter[k].name) == length
            && strncmp(model->parameter[k].name, word, length) == 0)
            return k;
    return -1;
}

/* "LOW..HIGH" */
static int
read_range(values_t *v, const char *word)
{
    const char *dots = strstr(word, "..");
    char *low;

    if (dots == NULL)
        return 0;
    low = calloc((size_t) (dots - word) + 1, 1);
    if (low == NULL)
        return 0;
    memcpy(low, word, (size_t) (dots - word));
    v->lo = formula_double(low);
    v->hi = formula_double(dots + 2);
    free(low);
    v->range_given = 1;
    return v->lo < v->hi;
}

static int
read_word(values_t *v, const char *word)
{
    size_t length = strcspn(word, "=");
    int k = find(word, length);

    if (k < 0 || word[length] != '=')
    {
        fprintf(stderr, "'%s': parameters are given as NAME=VALUE; there %s",
                word, model->n_parameters == 1 ? "is" : "are");
        for (k = 0; k < model->n_parameters; k++)
            fprintf(stderr, "%s %s", k > 0 ? "," : "",
                    model->parameter[k].name);
        fputc('\n', stderr);
        return 0;
    }
    if (k != v->unknown)
        v->text[k] = word + length + 1;
    else if (!read_range(v, word + length + 1))
    {
        fprintf(stderr, "%s is solved for: give %s=LOW..HIGH, or nothing\n",
                model->parameter[k].name, model->parameter[k].name);
        return 0;
    }
    return 1;
}

static int
read_values(values_t *v)
{
    int k, good = 1;

    for (k = 0; k < model->n_parameters; k++)
    {
        if (k == v->unknown)
            continue;
        v->p[k] = v->text[k] != NULL ? formula_double(v->text[k]) : NAN;
        if (isfinite(v->p[k]))
            continue;
        fprintf(stderr, "%s needs a value: %s=NUMBER or %s=P/Q\n",
                model->parameter[k].name, model->parameter[k].name,
                model->parameter[k].name);
        good = 0;
    }
    return good;
}

int
values_read(values_t *v, const char *threshold, int n_words, char **word)
{
    int i, k;

    memset(v, 0, sizeof *v);
    v->unknown = -1;
    v->p = calloc((size_t) model->n_parameters + 1, sizeof *v->p);
    v->text = calloc((size_t) model->n_parameters + 1, sizeof *v->text);
    if (v->p == NULL || v->text == NULL)
        return 0;
    if (threshold != NULL)
    {
        v->threshold = find_threshold(threshold);
        if (v->threshold == NULL)
        {
            fprintf(stderr, "%s has no threshold '%s'\n", model->name,
                    threshold);
            return 0;
        }
        v->unknown = v->threshold->unknown[v->threshold->n - 1]
                     - model->n_orders;
    }
    for (k = 0; k < model->n_parameters; k++)
        if (k != v->unknown && model->parameter[k].has_default)
            v->text[k] = model->parameter[k].default_value;
    for (i = 0; i < n_words; i++)
        if (!read_word(v, word[i]))
            return 0;
    return read_values(v) && (v->threshold == NULL || declared_range(v));
}

void
values_clear(values_t *v)
{
    free(v->p);
    free(v->text);
}

/* ---- help ------------------------------------------------------------------- */

static void
help_thresholds(void)
{
    const char *seen = "";
    int i;

    for (i = 0; i < model->n_systems; i++)
        if (model->system[i]->kind == SADDLE_THRESHOLD
            && strcmp(model->system[i]->name, seen) != 0)
        {
            printf("%s  %s\n", *seen == '\0' ? "thresholds:\n" : "",
                   model->system[i]->name);
            seen = model->system[i]->name;
        }
}

void
values_help(void)
{
    int i;

    printf("parameters:\n");
    for (i = 0; i < model->n_parameters; i++)
    {
        const saddle_variable_t *v = model->parameter + i;

        printf("  %-12s %s", v->name,
               v->description != NULL ? v->description : "");
        if (v->has_default)
            printf(" (default %s)", v->default_value);
        putchar('\n');
    }
    printf("states:\n  uninformed, informed");
    for (i = 0; i < model->n_starts; i++)
        if (model->start[i].name != NULL)
            printf(", %s", model->start[i].name);
    for (i = 0; i < model->n_boundaries; i++)
        printf(", %s", model->boundary[i].name);
    putchar('\n');
    help_thresholds();
}
