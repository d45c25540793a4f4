/* compiler/emit/embedded.c -- sources that the program carries with it. */
#include "embedded.h"

#include <stdlib.h>
#include <string.h>

const embedded_t *
embedded_find(const char *path)
{
    const embedded_t *f;

    for (f = embedded_files; f->path != NULL; f++)
        if (strcmp(f->path, path) == 0)
            return f;
    abort();
}
