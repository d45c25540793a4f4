/* compiler/emit/embedded.h -- sources that the program carries with it. */
#ifndef SADDLE_EMBEDDED_H
#define SADDLE_EMBEDDED_H

#include <stddef.h>

/* Files of the runtime, by their path in the project; written by the Makefile.
   The list ends with a NULL path; the text is followed by a NUL. */
typedef struct
{
    const char *path;
    const unsigned char *text;
    size_t length;
} embedded_t;

extern const embedded_t embedded_files[];

/* The file with this path, which must be there. */
const embedded_t *embedded_find(const char *path);

#endif
