/* compiler/cli/grid_words.c -- the values of an axis, from a word. */
#include "grid_parts.h"
#include "../algebra/evaluate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double
axis_double(expr_t *e)
{
    double x = NAN;
    arb_t v;

    arb_init(v);
    if (expr_evaluate(v, e, NULL, 80) == EVALUATE_OK)
        x = arf_get_d(arb_midref(v), ARF_RND_NEAR);
    arb_clear(v);
    return x;
}

int
axis_append(axis_t *a, expr_t *value)
{
    expr_t **bigger;

    if (value == NULL || a->n >= GRID_MAX_POINTS)
        return 0;
    if ((a->n & (a->n - 1)) == 0)
    {
        size_t room = a->n == 0 ? 1 : 2 * (size_t) a->n;

        bigger = realloc(a->value, room * sizeof *bigger);
        if (bigger == NULL)
            return 0;
        a->value = bigger;
    }
    a->value[a->n++] = value;
    return 1;
}

int
grid_too_many(const char *word)
{
    fprintf(stderr, "saddle: '%s': more than %ld points\n", word,
            GRID_MAX_POINTS);
    return EXIT_USAGE;
}

/* Splits text[0..length) at `mark` outside brackets; at most max parts. */
static int
split(const char *text, size_t length, char mark, int max,
      const char **part, size_t *size)
{
    int depth = 0, n = 0;
    size_t i, start = 0;

    for (i = 0; i <= length; i++)
    {
        if (i < length && strchr("([{", text[i]) != NULL)
            depth++;
        else if (i < length && strchr(")]}", text[i]) != NULL)
            depth--;
        if (i < length && (text[i] != mark || depth > 0))
            continue;
        if (n == max)
            return max + 1;
        part[n] = text + start;
        size[n++] = i - start;
        start = i + 1;
    }
    return n;
}

int
grid_bad_range(const char *word, const char *why)
{
    fprintf(stderr, "saddle: '%s': %s\n"
            "  a scan is NAME=START:STOP:STEP, NAME=log:LOW:HIGH:COUNT or "
            "NAME=A,B,C\n", word, why);
    return EXIT_USAGE;
}

/* START, START + STEP, ... up to and with STOP; rational, so that STOP is met
   exactly. */
static int
add_steps(axis_t *a, session_t *s, expr_t *const *end, const char *word)
{
    algebra_t *g = s->algebra;
    fmpq_t x, step, stop;
    int i, up, status = EXIT_DONE;

    for (i = 0; i < 3; i++)
        if (expr_kind(end[i]) != EXPR_RATIONAL)
            return grid_bad_range(word,
                                  "START, STOP and STEP must be rational");
    if (fmpq_is_zero(expr_rational(end[2])))
        return grid_bad_range(word, "STEP is zero");
    fmpq_init(x);
    fmpq_init(step);
    fmpq_init(stop);
    fmpq_set(x, expr_rational(end[0]));
    fmpq_set(stop, expr_rational(end[1]));
    fmpq_set(step, expr_rational(end[2]));
    up = fmpq_sgn(step);
    if (up * fmpq_cmp(x, stop) > 0)
        status = grid_bad_range(word, "STEP leads away from STOP");
    if (fabs((axis_double(end[1]) - axis_double(end[0]))
             / axis_double(end[2])) > (double) GRID_MAX_POINTS)
        status = grid_too_many(word);
    while (status == EXIT_DONE && up * fmpq_cmp(x, stop) <= 0)
    {
        if (!axis_append(a, expr_from_fmpq(g, x)))
            status = grid_too_many(word);
        fmpq_add(x, x, step);
    }
    fmpq_clear(x);
    fmpq_clear(step);
    fmpq_clear(stop);
    return status;
}

/* COUNT values with equal ratios; the inner ones are decimals of 12 digits,
   and exactly what the output says. */
static int
add_logarithmic(axis_t *a, session_t *s, expr_t *const *end, const char *word)
{
    double lo = axis_double(end[0]), hi = axis_double(end[1]);
    double count = axis_double(end[2]), x;
    char text[64];
    long k;

    if (!(lo > 0) || !(hi > 0))
        return grid_bad_range(word, "log: needs LOW > 0 and HIGH > 0");
    if (!(count >= 2) || count != floor(count)
        || count > (double) GRID_MAX_POINTS)
        return grid_bad_range(word, "COUNT is a whole number from 2");
    for (k = 0; k < (long) count; k++)
    {
        expr_t *value = k == 0 ? end[0] : end[1];

        if (k > 0 && k < (long) count - 1)
        {
            x = lo * pow(hi / lo, (double) k / (count - 1));
            snprintf(text, sizeof text, "%.12g", x);
            value = expr_from_decimal(s->algebra, text);
        }
        if (!axis_append(a, value))
            return grid_too_many(word);
    }
    return EXIT_DONE;
}

/* One part between commas. */
static int
add_part(axis_t *a, session_t *s, const char *text, size_t length,
         const char *word)
{
    const char *part[4];
    size_t size[4];
    expr_t *end[3] = { NULL, NULL, NULL };
    int i, n = split(text, length, ':', 4, part, size);
    int logarithmic = n == 4 && size[0] == 3 && strncmp(text, "log", 3) == 0;

    if (n != 1 && n != 3 && !logarithmic)
        return grid_bad_range(word, "START:STOP:STEP has three parts");
    for (i = 0; i < n - logarithmic; i++)
    {
        if (size[i + logarithmic] == 0)
            return grid_bad_range(word, "a value is missing");
        end[i] = session_value(s, part[i + logarithmic],
                               size[i + logarithmic]);
        if (end[i] == NULL)
            return EXIT_USAGE;
    }
    if (n == 1)
        return axis_append(a, end[0]) ? EXIT_DONE : grid_too_many(word);
    return logarithmic ? add_logarithmic(a, s, end, word)
                       : add_steps(a, s, end, word);
}

int
grid_values(axis_t *a, session_t *s, const char *text, const char *word)
{
    size_t length = strlen(text), start = 0, i;
    int depth = 0, status = EXIT_DONE;

    for (i = 0; i <= length && status == EXIT_DONE; i++)
    {
        if (i < length && strchr("([{", text[i]) != NULL)
            depth++;
        else if (i < length && strchr(")]}", text[i]) != NULL)
            depth--;
        if (i < length && (text[i] != ',' || depth > 0))
            continue;
        status = add_part(a, s, text + start, i - start, word);
        start = i + 1;
    }
    return status;
}
