/* compiler/emit/embedded.h -- sources that the program carries with it. */
#ifndef SADDLE_EMBEDDED_H
#define SADDLE_EMBEDDED_H

#include <stddef.h>

/* What a file is to the programs that `saddle emit` writes: the solver in
   doubles and the certifying one. */
enum
{
    EMBEDDED_HEADER = 0,
    EMBEDDED_BOTH = 1,
    EMBEDDED_CERTIFY = 2,   /* of the certifying one alone                  */
    EMBEDDED_CALLED = 3,    /* of both, where the model calls `symbol`      */
    EMBEDDED_SOLVE = 4,     /* of the one in doubles alone                  */
    EMBEDDED_ASIDE = 5      /* of neither                                   */
};

/* Files of the runtime and examples, by their path in the project; written by
   the Makefile.  The list ends with a NULL path; a NUL follows each text. */
typedef struct
{
    const char *path;
    const char *symbol;     /* of EMBEDDED_CALLED                           */
    int kind;
    const unsigned char *text;
    size_t length;
} embedded_t;

extern const embedded_t embedded_files[];

/* The file with this path, which must be there. */
const embedded_t *embedded_find(const char *path);

#endif
