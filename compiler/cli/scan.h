/* compiler/cli/scan.h -- what the files of `saddle sweep` share. */
#ifndef SADDLE_CLI_SCAN_H
#define SADDLE_CLI_SCAN_H

#include "../../runtime/sweep/sweep.h"
#include "cover.h"
#include "grid.h"
#include "rows.h"

typedef struct
{
    session_t *s;
    const options_t *o;
    grid_t grid;
    rows_t rows;
    curve_cover_t cover;            /* instead of both, with --cover       */
    const threshold_t *threshold;   /* NULL: the saddle point              */
    sweep_t job;
    char key[65];
    char folder[64];                /* of the journal, without --output    */
} scan_t;

/* The key: SHA-256 of the spec, the versions, the command and the points.  0:
   no memory. */
int scan_key(scan_t *);
/* The comment lines and the header of the table. */
void scan_head(FILE *, scan_t *);
/* After the last point: the table, certificate and picture; the journals go
   unless `keep`.  An exit status. */
int scan_finish(scan_t *, int keep);

#endif
