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
    int n_lines;  /* a final line end starts one more, empty line   */
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

/* Reads `path` whole; folders, FIFOs and devices are never opened.  A byte
   order mark at the beginning is dropped.  On any status but SOURCE_OK `s` needs no clearing. */
source_status_t source_read(source_t *s, const char *path);

/* As source_read, from memory; copies text (used by tests and the fuzzer). */
source_status_t source_from_text(source_t *s, const char *path,
                                 const char *text, size_t length);

void source_clear(source_t *s);

/* Offset of the first NUL byte or the first byte that is not UTF-8, with its
   place; s->length if there is none.  Such a text is never parsed. */
size_t source_first_bad(const source_t *s, int *line, int *column);

/* The length in bytes (1 to 4) of the code point at `text`, of which `left`
   bytes may be read, and its value; 0 where it is not UTF-8. */
size_t source_decode(const char *text, size_t left, unsigned *code);

/* The column after a byte in column `column`: a tab goes to the next multiple
   of 8, plus 1; the second and later bytes of a code point do not count. */
int source_next_column(int column, unsigned char byte);

/* Whether a code point is unfit for a terminal and for any text of ours:
   control characters, line separators, bidirectional controls. */
int source_is_control(unsigned code);

/* Line `line` (1-based) without its end; length in *length.  NULL if none. */
const char *source_line(const source_t *s, int line, size_t *length);

#endif
