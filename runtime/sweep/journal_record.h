/* runtime/sweep/journal_record.h -- records of a journal as text. */
#ifndef SADDLE_JOURNAL_RECORD_H
#define SADDLE_JOURNAL_RECORD_H

#include "journal.h"

#define JOURNAL_HEAD 128     /* room for the first line of a record         */

/* "R INDEX STATUS LENGTH CHECK\n"; returns its length. */
int journal_head(char head[JOURNAL_HEAD], long index, char status,
                 const char *data, size_t length);

/* Visits all good records from `place` on.  Returns the place behind the last
   one; *damaged is set when there are other bytes before it. */
size_t journal_visit(const char *text, size_t size, size_t place,
                     journal_visit_t visit, void *ctx, int *damaged);

#endif
