/* runtime/sweep/journal.h -- finished points on disk, one record each. */
#ifndef SADDLE_JOURNAL_H
#define SADDLE_JOURNAL_H

#include <stddef.h>

/*
 * An append-only text file:
 *
 *     saddle journal 2 KEY
 *     R INDEX STATUS LENGTH CHECK
 *     LENGTH bytes
 *     ...
 *
 * KEY names the work (spec and points); CHECK is a sum of the record in 16 hex
 * digits.  A record cut short at the end (a kill, a full disk) is cut
 * off when the file is opened again; damage before the end is reported, and
 * the records around it are kept.
 */
typedef struct journal journal_t;

typedef enum
{
    JOURNAL_OK = 0,
    JOURNAL_EXISTS,    /* and it is not to be resumed                      */
    JOURNAL_FOREIGN,   /* not a journal, or of other work                  */
    JOURNAL_LOCKED,    /* another process writes it                        */
    JOURNAL_FAILED     /* errno says why                                   */
} journal_status_t;

/* One record; data is not ended by NUL. */
typedef void (*journal_visit_t)(void *ctx, long index, char status,
                                const char *data, size_t length);

/*
 * journal_open -- opens for appending, creating the file if need be.
 *
 *   out      out  close with journal_close
 *   key      in   printable, without blanks, at most 64 characters
 *   resume   in   0: refuse a file with records
 *   visit    in   called for each good record that is there
 *   holder   out  process that holds the lock, when JOURNAL_LOCKED
 *   damaged  out  1 when bytes before the end are not a record
 */
journal_status_t journal_open(journal_t **out, const char *path,
                              const char *key, int resume,
                              journal_visit_t visit, void *ctx, long *holder,
                              int *damaged);

/* The records of a journal that somebody else may be writing. */
journal_status_t journal_read(const char *path, const char *key,
                              journal_visit_t visit, void *ctx);

/* 1 if there is a journal of this work, or the beginning of one. */
int journal_is_of(const char *path, const char *key);

/* Returns 0, or -1 with errno; after a failure the file ends with its last
   good record. */
int journal_append(journal_t *, long index, char status, const char *data,
                   size_t length);

/* Syncs to disk and closes; remove: deletes the file. */
int journal_close(journal_t *, int remove);

#endif
