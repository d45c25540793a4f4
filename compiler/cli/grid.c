/* compiler/cli/grid.c -- the points of a scan, from words or a file. */
#include "grid_parts.h"

#include <stdlib.h>
#include <string.h>

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

static int
check_values(const grid_t *grid, session_t *s)
{
    int i, status;
    long k;

    for (i = 0; i < grid->n_axes; i++)
        for (k = 0; k < grid->axis[i].n; k++)
        {
            status = session_check(s, grid->axis[i].parameter,
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
            return grid_too_many("the grid");
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
            status = grid_bad_range(word[i], "scans go into the file of "
                                             "points");
        else if (k == unknown)
            status = grid_bad_range(word[i], "the threshold solves for it; a "
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

    memset(grid, 0, sizeof *grid);
    if (manifest != NULL)
        status = grid_manifest(grid, s, manifest);
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
        value[k] = axis_double(a->value[k]);
}
