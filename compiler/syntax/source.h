/* compiler/syntax/source.h -- the text of a spec, by file and line. */
#ifndef SADDLE_SOURCE_H
#define SADDLE_SOURCE_H

#include <stddef.h>

typedef struct
{
    char *path;   /* as the user typed it; for messages only        */
    char *text;   /* the whole file, NUL-terminated                 */
    size_t length;
    size_t *line; /* byte offset of the first byte of line i+1      */
    int n_lines;
} source_t;

typedef enum
{
    SOURCE_OK = 0,
    SOURCE_UNREADABLE, /* cannot be opened or read; errno is set   */
    SOURCE_DIRECTORY,  /* not a regular file (folder, FIFO, device) */
    SOURCE_TOO_LARGE,  /* larger than SOURCE_MAX_BYTES              */
    SOURCE_MEMORY
} source_status_t;

#define SOURCE_MAX_BYTES ((size_t) 1 << 24)

/* Reads `path` whole.  On any status but SOURCE_OK `s` needs no clearing. */
source_status_t source_read(source_t *s, const char *path);

/* As source_read, from memory; copies text (used by tests and the fuzzer). */
source_status_t source_from_text(source_t *s, const char *path,
                                 const char *text, size_t length);

void source_clear(source_t *s);

/* Line `line` (1-based) without its end; length in *length.  NULL if none. */
const char *source_line(const source_t *s, int line, size_t *length);

#endif
