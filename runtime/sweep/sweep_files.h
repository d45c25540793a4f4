/* runtime/sweep/sweep_files.h -- the journals of a sweep beside its output. */
#ifndef SADDLE_SWEEP_FILES_H
#define SADDLE_SWEEP_FILES_H

#include "journal.h"
#include "sweep.h"

/* What is known of the points: rows are kept only when they are collected. */
typedef struct
{
    const sweep_t *s;
    char *status;       /* per point, 0: nothing                           */
    char **rows;        /* per point, or NULL                              */
    size_t *length;
} known_t;

/* A journal_visit_t; ctx is a known_t. */
void sweep_note(void *ctx, long index, char status, const char *data,
                size_t length);

/* The journal that this shard writes: "OUT.journal", or of one of several
   shards "OUT.I-of-N.journal".  To be freed; NULL without memory. */
char *sweep_journal(const sweep_t *);

/* Notes the records of the other shards. */
void sweep_read_others(known_t *);

#endif
