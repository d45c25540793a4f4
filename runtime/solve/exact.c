/* runtime/solve/exact.c -- exact texts: guards and fixed values. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* "P" or "P/Q" in decimals; NAN for anything else. */
static double
read_number(const char *text)
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

double
solve_number(const saddle_model_t *model, const char *text, const double *env)
{
    double sign = *text == '-' ? -1 : 1;
    const char *name = *text == '-' || *text == '+' ? text + 1 : text;

    for (int k = 0; k < model->n_parameters; k++)
        if (strcmp(name, model->parameter[k].name) == 0)
            return sign * env[model->n_orders + k];
    return sign * read_number(name);
}

/* The significant part of a plain decimal: without leading zeros, and without
   trailing ones behind the point. */
static const char *
significant(const char *text, size_t *length)
{
    text += strspn(text, "0");
    *length = strlen(text);
    if (strchr(text, '.') == NULL || strpbrk(text, "eE/") != NULL)
        return text;
    while (text[*length - 1] == '0')
        --*length;
    *length -= text[*length - 1] == '.';
    return text;
}

/* Equal as exact numbers; the compiler writes fractions in lowest terms. */
static int
same_number(const char *a, const char *b)
{
    size_t n, m;

    if (*a == '-' && *b == '-')
        return same_number(a + 1, b + 1);
    a = significant(a, &n);
    b = significant(b, &m);
    return n == m && strncmp(a, b, n) == 0;
}

/* At an infinite conjugate the labels must jump with the field; a parameter
   (a flip probability of one half) may take the jumps away. */
static int
labels_are_flat(const saddle_model_t *model, const saddle_boundary_t *b,
                const double *env)
{
    const saddle_line_t *line = model->line;
    double *jump;
    int flat = 1, infinite = 0;

    for (int i = 0; i < b->n_fixed; i++)
        infinite |= strcmp(b->value[i], "inf") == 0;
    if (!infinite || line == NULL || line->n_jumps == 0)
        return 0;
    jump = malloc(2 * (size_t) line->n_jumps * sizeof *jump);
    if (jump == NULL
        || quad_approx(line->jumps, env, SOLVE_QUAD_TOL, jump, NULL)
               == SADDLE_DOMAIN)
        flat = 0;
    for (int i = 0; i < line->n_jumps && flat; i++)
        flat = fabs(jump[2 * i + 1]) < 1e-15;
    free(jump);
    return flat;
}

int
solve_guard(const saddle_model_t *model, const saddle_boundary_t *boundary,
            const double *env, const char *const *text)
{
    int k = boundary->guard_parameter;

    if (labels_are_flat(model, boundary, env))
        return 0;
    if (k < 0)
        return 1;
    if (text != NULL && text[k] != NULL)
        return same_number(text[k], boundary->guard_value);
    return env[model->n_orders + k]
           == solve_number(model, boundary->guard_value, env);
}

int
solve_find_system(const saddle_model_t *model, int boundary)
{
    for (int s = 0; s < model->n_systems; s++)
        if (model->system[s]->kind == SADDLE_SADDLE_POINT
            && model->system[s]->boundary == boundary)
            return s;
    return -1;
}
