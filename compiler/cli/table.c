/* compiler/cli/table.c -- rows of named cells, as CSV or as JSON lines. */
#include "table.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void
table_init(table_t *t)
{
    memset(t, 0, sizeof *t);
}

void
table_clear(table_t *t)
{
    int i;

    for (i = 0; i < t->n; i++)
        free(t->column[i]);
    free(t->column);
    free(t->cell);
    table_init(t);
}

static int
find(const table_t *t, const char *name)
{
    int i;

    for (i = 0; i < t->n; i++)
        if (strcmp(t->column[i], name) == 0)
            return i;
    return -1;
}

int
table_column(table_t *t, const char *name)
{
    int i = find(t, name);
    char **column;
    cell_t *cell;

    if (i >= 0)
        return i;
    column = realloc(t->column, ((size_t) t->n + 1) * sizeof *column);
    if (column != NULL)
        t->column = column;
    cell = realloc(t->cell, ((size_t) t->n + 1) * sizeof *cell);
    if (cell != NULL)
        t->cell = cell;
    if (column == NULL || cell == NULL
        || (column[t->n] = strdup(name)) == NULL)
        return -1;
    cell[t->n].kind = CELL_EMPTY;
    return t->n++;
}

void
table_begin(table_t *t)
{
    int i;

    for (i = 0; i < t->n; i++)
        t->cell[i].kind = CELL_EMPTY;
}

void
table_number(table_t *t, const char *name, double x)
{
    int i = find(t, name);

    if (i < 0 || !isfinite(x))
        return;
    t->cell[i].kind = CELL_NUMBER;
    t->cell[i].number = x;
}

void
table_text(table_t *t, const char *name, const char *text)
{
    int i = find(t, name);

    if (i < 0)
        return;
    t->cell[i].kind = CELL_TEXT;
    snprintf(t->cell[i].text, sizeof t->cell[i].text, "%s", text);
}

void
table_print_number(FILE *to, double x)
{
    char text[32];
    int digits;

    for (digits = 15; digits <= 17; digits++)
    {
        snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x)
            break;
    }
    fputs(text, to);
}

static void
print_text(FILE *to, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL)
    {
        fputs(text, to);
        return;
    }
    putc('"', to);
    for (; *text != '\0'; text++)
    {
        if (*text == '"')
            putc('"', to);
        putc(*text, to);
    }
    putc('"', to);
}

void
table_write_header(FILE *to, const table_t *t)
{
    int i;

    for (i = 0; i < t->n; i++)
    {
        if (i > 0)
            putc(',', to);
        print_text(to, t->column[i]);
    }
    putc('\n', to);
}

static void
write_csv(FILE *to, const table_t *t)
{
    int i;

    for (i = 0; i < t->n; i++)
    {
        if (i > 0)
            putc(',', to);
        if (t->cell[i].kind == CELL_NUMBER)
            table_print_number(to, t->cell[i].number);
        else if (t->cell[i].kind == CELL_TEXT)
            print_text(to, t->cell[i].text);
    }
    putc('\n', to);
}

static void
write_json(FILE *to, const table_t *t)
{
    json_t *o = json_object(), *v;
    char *text;
    int i;

    for (i = 0; i < t->n; i++)
    {
        v = t->cell[i].kind == CELL_NUMBER ? json_real(t->cell[i].number)
            : t->cell[i].kind == CELL_TEXT ? json_string(t->cell[i].text)
                                           : json_null();
        json_object_set_new(o, t->column[i], v);
    }
    text = json_dumps(o, JSON_COMPACT | JSON_REAL_PRECISION(17));
    if (text != NULL)
        fprintf(to, "%s\n", text);
    free(text);
    json_decref(o);
}

void
table_write_row(FILE *to, const table_t *t, int json)
{
    if (json)
        write_json(to, t);
    else
        write_csv(to, t);
}
