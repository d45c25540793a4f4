/* compiler/cli/grid.c -- the points of a scan, from words or a file. */
#include "grid.h"
#include "../algebra/evaluate.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- exact arithmetic on values ------------------------------------------ */

static double
approximate(expr_t *e)
{
    double x = NAN;
    arb_t v;

    arb_init(v);
    if (expr_evaluate(v, e, NULL, 80) == EVALUATE_OK)
        x = arf_get_d(arb_midref(v), ARF_RND_NEAR);
    arb_clear(v);
    return x;
}

static int
append(axis_t *a, expr_t *value)
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

static int
too_many(const char *word)
{
    fprintf(stderr, "saddle: '%s': more than %ld points\n", word,
            GRID_MAX_POINTS);
    return EXIT_USAGE;
}

/* ---- parts of a word ------------------------------------------------------- */

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

static int
bad_range(const char *word, const char *why)
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
            return bad_range(word, "START, STOP and STEP must be rational");
    if (fmpq_is_zero(expr_rational(end[2])))
        return bad_range(word, "STEP is zero");
    fmpq_init(x);
    fmpq_init(step);
    fmpq_init(stop);
    fmpq_set(x, expr_rational(end[0]));
    fmpq_set(stop, expr_rational(end[1]));
    fmpq_set(step, expr_rational(end[2]));
    up = fmpq_sgn(step);
    if (up * fmpq_cmp(x, stop) > 0)
        status = bad_range(word, "STEP leads away from STOP");
    if (fabs((approximate(end[1]) - approximate(end[0]))
             / approximate(end[2])) > (double) GRID_MAX_POINTS)
        status = too_many(word);
    while (status == EXIT_DONE && up * fmpq_cmp(x, stop) <= 0)
    {
        if (!append(a, expr_from_fmpq(g, x)))
            status = too_many(word);
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
    double lo = approximate(end[0]), hi = approximate(end[1]);
    double count = approximate(end[2]), x;
    char text[64];
    long k;

    if (!(lo > 0) || !(hi > 0))
        return bad_range(word, "log: needs LOW > 0 and HIGH > 0");
    if (!(count >= 2) || count != floor(count)
        || count > (double) GRID_MAX_POINTS)
        return bad_range(word, "COUNT is a whole number from 2");
    for (k = 0; k < (long) count; k++)
    {
        expr_t *value = k == 0 ? end[0] : end[1];

        if (k > 0 && k < (long) count - 1)
        {
            x = lo * pow(hi / lo, (double) k / (count - 1));
            snprintf(text, sizeof text, "%.12g", x);
            value = expr_from_decimal(s->algebra, text);
        }
        if (!append(a, value))
            return too_many(word);
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
        return bad_range(word, "START:STOP:STEP has three parts");
    for (i = 0; i < n - logarithmic; i++)
    {
        if (size[i + logarithmic] == 0)
            return bad_range(word, "a value is missing");
        end[i] = session_value(s, part[i + logarithmic],
                               size[i + logarithmic]);
        if (end[i] == NULL)
            return EXIT_USAGE;
    }
    if (n == 1)
        return append(a, end[0]) ? EXIT_DONE : too_many(word);
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

static int
add_axis(grid_t *grid, session_t *s, const char *word, int parameter)
{
    axis_t *a = grid->axis + grid->n_axes;

    if (grid->n_axes == GRID_MAX_AXES)
    {
        fprintf(stderr, "saddle: more than %d scanned parameters\n",
                GRID_MAX_AXES);
        return EXIT_USAGE;
    }
    grid->n_axes++;
    a->parameter = parameter;
    return grid_values(a, s, strchr(word, '=') + 1, word);
}

/* ---- a manifest ------------------------------------------------------------ */

/* One line of the file as parts between commas; the line end is cut off. */
static int
read_cells(char *line, char **cell, int max)
{
    int n = 0;
    char *rest = line;

    line[strcspn(line, "\r\n")] = '\0';
    while (rest != NULL && n < max)
        cell[n++] = strsep(&rest, ",");
    return rest == NULL ? n : max + 1;
}

static int
manifest_error(const char *path, long line, const char *why)
{
    fprintf(stderr, "saddle: %s:%ld: %s\n", path, line, why);
    return EXIT_INPUT;
}

static int
read_header(grid_t *grid, session_t *s, char **cell, int n, const char *path,
            long line)
{
    int i, k;

    if (n > GRID_MAX_AXES)
        return manifest_error(path, line, "too many columns");
    for (i = 0; i < n; i++)
    {
        k = session_parameter_index(s, cell[i], strlen(cell[i]));
        if (k < 0)
            return manifest_error(path, line,
                                  "the header must name parameters");
        grid->axis[i].parameter = k;
        grid->n_axes = i + 1;
    }
    return EXIT_DONE;
}

static int
read_manifest(grid_t *grid, session_t *s, FILE *from, const char *path)
{
    char *text = NULL, *cell[GRID_MAX_AXES + 1];
    size_t room = 0;
    long line = 0;
    int i, n, status = EXIT_DONE;

    grid->tied = 1;
    while (status == EXIT_DONE && getline(&text, &room, from) > 0)
    {
        line++;
        if (text[0] == '#' || text[strspn(text, " \t\r\n")] == '\0')
            continue;
        n = read_cells(text, cell, GRID_MAX_AXES);
        if (grid->n_axes == 0)
        {
            status = read_header(grid, s, cell, n, path, line);
            continue;
        }
        if (n != grid->n_axes)
            status = manifest_error(path, line, "a row of another length than "
                                                "the header");
        for (i = 0; i < n && status == EXIT_DONE; i++)
            if (cell[i][0] == '\0'
                || !append(grid->axis + i,
                           session_value(s, cell[i], strlen(cell[i]))))
                status = manifest_error(path, line, "not a value");
    }
    free(text);
    if (status == EXIT_DONE && (grid->n_axes == 0 || grid->axis[0].n == 0))
        status = manifest_error(path, line, "no points");
    return status;
}

/* ---- the whole --------------------------------------------------------------- */

static int
check_values(const grid_t *grid, session_t *s)
{
    int i, status;
    long k;

    for (i = 0; i < grid->n_axes; i++)
        for (k = 0; k < grid->axis[i].n; k++)
        {
            status = session_put(s, grid->axis[i].parameter,
                                 grid->axis[i].value[k]);
            if (status != EXIT_DONE)
                return status;
        }
    return EXIT_DONE;
}

static int
count_points(grid_t *grid)
{
    int i;

    grid->n_points = 1;
    for (i = 0; i < grid->n_axes; i++)
    {
        if (grid->tied)
            grid->n_points = grid->axis[i].n;
        else if (grid->axis[i].n > GRID_MAX_POINTS / grid->n_points)
            return too_many("the grid");
        else
            grid->n_points *= grid->axis[i].n;
    }
    return EXIT_DONE;
}

/* Does the word scan a parameter, and which? */
static int
is_scan(session_t *s, const char *word, int *parameter)
{
    const char *value = strchr(word, '=');

    if (value == NULL || strpbrk(value, ":,") == NULL)
        return 0;
    *parameter = session_parameter_index(s, word, (size_t) (value - word));
    return *parameter >= 0;
}

/* The words that set one value; a scanned parameter gets its first one. */
static int
plain_words(grid_t *grid, session_t *s, int n_words, const char *const *word,
            int unknown)
{
    const char **plain = calloc((size_t) n_words + 1, sizeof *plain);
    int i, k, n = 0, status = EXIT_DONE;

    for (i = 0; plain != NULL && i < n_words && status == EXIT_DONE; i++)
        if (!is_scan(s, word[i], &k))
            plain[n++] = word[i];
        else if (grid->tied)
            status = bad_range(word[i], "scans go into the file of points");
        else if (k == unknown)
            status = bad_range(word[i], "the threshold solves for it; a "
                                        "range is LOW..HIGH");
        else
            status = add_axis(grid, s, word[i], k);
    for (i = 0; i < grid->n_axes && status == EXIT_DONE; i++)
        session_give(s, grid->axis[i].parameter, grid->axis[i].value[0]);
    if (status == EXIT_DONE)
        status = plain != NULL ? session_set(s, n, plain, unknown)
                               : EXIT_LIMIT;
    free(plain);
    return status;
}

int
grid_open(grid_t *grid, session_t *s, int n_words, const char *const *word,
          const char *manifest, int unknown)
{
    int status = EXIT_DONE;
    FILE *from;

    memset(grid, 0, sizeof *grid);
    if (manifest != NULL)
    {
        from = fopen(manifest, "r");
        if (from == NULL)
        {
            fprintf(stderr, "saddle: %s: %s\n", manifest, strerror(errno));
            return EXIT_INPUT;
        }
        status = read_manifest(grid, s, from, manifest);
        fclose(from);
    }
    if (status == EXIT_DONE)
        status = plain_words(grid, s, n_words, word, unknown);
    if (status == EXIT_DONE)
        status = count_points(grid);
    return status == EXIT_DONE ? check_values(grid, s) : status;
}

void
grid_clear(grid_t *grid)
{
    int i;

    for (i = 0; i < GRID_MAX_AXES; i++)
        free(grid->axis[i].value);
    memset(grid, 0, sizeof *grid);
}

int
grid_put(const grid_t *grid, session_t *s, long index, int unknown)
{
    int i, status = EXIT_DONE;

    for (i = 0; i < grid->n_axes && status == EXIT_DONE; i++)
    {
        const axis_t *a = grid->axis + i;

        status = session_put(s, a->parameter,
                             a->value[grid->tied ? index : index % a->n]);
        if (!grid->tied)
            index /= a->n;
    }
    return status == EXIT_DONE ? session_check_laws(s, unknown) : status;
}

void
grid_doubles(const axis_t *a, double *value)
{
    long k;

    for (k = 0; k < a->n; k++)
        value[k] = approximate(a->value[k]);
}
