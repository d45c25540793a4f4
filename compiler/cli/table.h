/* compiler/cli/table.h -- rows of named cells, as CSV or as JSON lines. */
#ifndef SADDLE_CLI_TABLE_H
#define SADDLE_CLI_TABLE_H

#include <stdio.h>

typedef struct
{
    enum { CELL_EMPTY, CELL_NUMBER, CELL_TEXT } kind;
    double number;
    char text[128];
} cell_t;

typedef struct
{
    int n;
    char **column;     /* names, in order                                  */
    cell_t *cell;      /* of the row being written                         */
} table_t;

void table_init(table_t *);
void table_clear(table_t *);
/* Adds a column unless it is there; its index, or -1 without memory. */
int table_column(table_t *, const char *name);
/* Empties all cells. */
void table_begin(table_t *);
/* Cells of unknown columns are dropped. */
void table_number(table_t *, const char *name, double);
void table_text(table_t *, const char *name, const char *);
/* RFC 4180, numbers as short as they read back; what is not finite is empty
   (CSV) or null (JSON). */
void table_write_header(FILE *, const table_t *);
void table_write_row(FILE *, const table_t *, int json);

/* The shortest decimal that reads back as x. */
void table_print_number(FILE *, double x);

#endif
