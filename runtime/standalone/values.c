/* runtime/standalone/values.c -- parameter values from NAME=VALUE words. */
#include "values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double
values_number(const char *text)
{
    char *end;
    double p = strtod(text, &end), q = 1;

    if (end == text)
        return NAN;
    if (*end == '/')
    {
        text = end + 1;
        q = strtod(text, &end);
        if (end == text)
            return NAN;
    }
    return *end == '\0' ? p / q : NAN;
}

static int
find(const saddle_model_t *model, const char *word, size_t length)
{
    int k;

    for (k = 0; k < model->n_parameters; k++)
        if (strlen(model->parameter[k].name) == length
            && strncmp(model->parameter[k].name, word, length) == 0)
            return k;
    return -1;
}

int
values_read(double *p, const char **text, const saddle_model_t *model,
            int n_words, char **word, int unknown)
{
    int i, k, good = 1;

    for (k = 0; k < model->n_parameters; k++)
        text[k] = model->parameter[k].has_default
                      ? model->parameter[k].default_value : NULL;
    for (i = 0; i < n_words; i++)
    {
        size_t length = strcspn(word[i], "=");

        k = find(model, word[i], length);
        if (k < 0 || word[i][length] != '=')
        {
            fprintf(stderr, "'%s': parameters are given as NAME=VALUE\n",
                    word[i]);
            return 0;
        }
        text[k] = word[i] + length + 1;
    }
    for (k = 0; k < model->n_parameters; k++)
    {
        p[k] = k == unknown ? 0 : text[k] == NULL ? NAN
                                                   : values_number(text[k]);
        if (k != unknown && !isfinite(p[k]))
        {
            fprintf(stderr, "%s needs a value: %s=NUMBER or %s=P/Q\n",
                    model->parameter[k].name, model->parameter[k].name,
                    model->parameter[k].name);
            good = 0;
        }
    }
    return good;
}

int
values_threshold(const saddle_model_t *model, const char *name)
{
    int i;

    for (i = 0; i < model->n_systems; i++)
    {
        const saddle_system_t *s = model->system[i];

        if (s->kind == SADDLE_THRESHOLD && strcmp(s->name, name) == 0)
            return s->unknown[s->n - 1] - model->n_orders;
    }
    fprintf(stderr, "%s has no threshold '%s'\n", model->name, name);
    return -1;
}

void
values_help(const saddle_model_t *model)
{
    const char *seen = "";
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
    for (i = 0; i < model->n_systems; i++)
        if (model->system[i]->kind == SADDLE_THRESHOLD
            && strcmp(model->system[i]->name, seen) != 0)
        {
            printf("%s  %s\n", *seen == '\0' ? "thresholds:\n" : "",
                   model->system[i]->name);
            seen = model->system[i]->name;
        }
}
