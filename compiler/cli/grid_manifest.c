/* compiler/cli/grid_manifest.c -- points from the rows of a file. */
#include "grid_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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
read_rows(grid_t *grid, session_t *s, FILE *from, const char *path)
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
                || !axis_append(grid->axis + i,
                           session_value(s, cell[i], strlen(cell[i]))))
                status = manifest_error(path, line, "not a value");
    }
    free(text);
    if (status == EXIT_DONE && (grid->n_axes == 0 || grid->axis[0].n == 0))
        status = manifest_error(path, line, "no points");
    return status;
}

int
grid_manifest(grid_t *grid, session_t *s, const char *path)
{
    FILE *from = fopen(path, "r");
    int status;

    if (from == NULL)
    {
        fprintf(stderr, "saddle: %s: %s\n", path, strerror(errno));
        return EXIT_INPUT;
    }
    status = read_rows(grid, s, from, path);
    fclose(from);
    return status;
}
