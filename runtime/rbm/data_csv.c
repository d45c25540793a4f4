/* runtime/rbm/data_csv.c -- patterns as lines of text. */
#include "data.h"
#include "matrix.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    double *x;
    size_t used, room;
    int columns, rows;
} table_t;

static int
push(table_t *t, double x)
{
    if (t->used == t->room)
    {
        size_t room = t->room > 0 ? 2 * t->room : 1024;
        double *grown = realloc(t->x, room * sizeof *grown);

        if (grown == NULL)
            return 0;
        t->x = grown;
        t->room = room;
    }
    t->x[t->used++] = x;
    return 1;
}

/* A line whose first field is no number. */
static int
looks_like_header(const char *line)
{
    char *end;

    line += strspn(line, " \t\"");
    strtod(line, &end);
    return end == line || isalpha((unsigned char) *end);
}

/* Reads the numbers of one line; *count of them. */
static rbm_status_t
read_line(table_t *t, const char *line, const char *path, int number,
          int *count, rbm_message_t *message)
{
    char *end;

    for (*count = 0; *(line += strspn(line, " \t\r\n")) != '\0';)
    {
        double x = strtod(line, &end);

        if (end == line)
            return rbm_say(message, RBM_BAD_DATA,
                           "%s:%d: field %d is no number: '%.*s'", path,
                           number, *count + 1,
                           (int) strcspn(line, ",;\t\r\n"), line);
        if (!push(t, x))
            return rbm_no_memory(message);
        ++*count;
        end += strspn(end, " \t\r\n");
        if (*end == ',' || *end == ';')
        {
            end++;
            if (*(end + strspn(end, " \t\r\n")) == '\0')
                return rbm_say(message, RBM_BAD_DATA,
                               "%s:%d: field %d is empty", path, number,
                               *count + 1);
        }
        line = end;
    }
    return RBM_OK;
}

static rbm_status_t
read_table(table_t *t, FILE *from, const char *path, rbm_message_t *message)
{
    rbm_status_t status = RBM_OK;
    char *line = NULL;
    size_t room = 0;
    int number = 0, count;

    while (status == RBM_OK && getline(&line, &room, from) >= 0)
    {
        number++;
        if (line[strspn(line, " \t\r\n")] == '\0' || line[0] == '#')
            continue;
        if (t->rows == 0 && t->columns == 0 && looks_like_header(line))
        {
            t->columns = -1;   /* seen; the first numbers fix the width */
            continue;
        }
        status = read_line(t, line, path, number, &count, message);
        if (status == RBM_OK && t->columns > 0 && count != t->columns)
            status = rbm_say(message, RBM_BAD_DATA,
                             "%s:%d: %d fields where the lines before have %d",
                             path, number, count, t->columns);
        t->columns = t->columns > 0 ? t->columns : count;
        t->rows++;
    }
    free(line);
    if (status == RBM_OK && t->rows == 0)
        status = rbm_say(message, RBM_BAD_DATA, "%s: no numbers in it", path);
    return status;
}

rbm_status_t
data_read_csv(data_t *data, const char *path, rbm_message_t *message)
{
    FILE *from = fopen(path, "r");
    table_t t = { 0 };
    rbm_status_t status;

    if (from == NULL)
        return rbm_say(message, RBM_BAD_DATA, "%s: cannot be opened", path);
    status = read_table(&t, from, path, message);
    fclose(from);
    if (status == RBM_OK)
        status = data_room(data, path, t.rows, t.columns, 0, message);
    if (status == RBM_OK)
    {
        memcpy(data->real, t.x, t.used * sizeof *t.x);
        status = data_finish(data, path, message);
    }
    free(t.x);
    return status;
}
