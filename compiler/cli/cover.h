/* compiler/cli/cover.h -- `saddle sweep --cover`: curves that are theorems. */
#ifndef SADDLE_CLI_COVER_H
#define SADDLE_CLI_COVER_H

#include "../../runtime/certify/cover.h"
#include "critical.h"
#include "options.h"
#include "table.h"

/*
 * A curve over an interval of one parameter, in blocks which are the points of
 * a sweep: block k reaches from end[k] to end[k + 1].
 */
typedef struct
{
    session_t *s;
    const options_t *o;
    const threshold_t *threshold;   /* NULL: a state                       */
    int along;                      /* index of the parameter              */
    expr_t *lo, *hi;
    long n_blocks;
    arb_ptr end;                    /* exact; the outer two rounded outward */
    double height;
    table_t table;
    solve_result_t known;           /* a solution, in a worker              */
} curve_cover_t;

/* Reads the words (one is NAME=LO..HI, LO:HI or LO:HI:STEP), derives the slope
   in that parameter, loads the model.  EXIT_DONE, or a status with a message.
   Clear in every case. */
int cover_open(curve_cover_t *, session_t *, const options_t *,
               const threshold_t *, int n_words, const char *const *word);
void cover_close(curve_cover_t *);

/* The cells of a block as lines for cover_finish, 0 when its time ran out;
   those of one that was lost to a limit. */
int cover_block(curve_cover_t *, long block, FILE *to);
void cover_lost(curve_cover_t *, long block, FILE *to);

/* Column descriptions, as rows_describe. */
void cover_describe(const curve_cover_t *, FILE *to);

/*
 * Reads the lines of all blocks, joins the cells, writes the rows to `table`
 * (if not NULL) and a certificate to `certificate` (if not NULL and all cells
 * are proven and joined), and tells the outcome on standard error.
 * EXIT_DONE: proven.
 */
int cover_finish(curve_cover_t *, FILE *lines, FILE *table, FILE *certificate);

#endif
