/* compiler/emit/load.h -- what the files of the loader share. */
#ifndef SADDLE_EMIT_LOAD_H
#define SADDLE_EMIT_LOAD_H

#include "emit.h"

/* ---- cache.c ------------------------------------------------------------ */

/* The cache folder, made if absent; malloc'd, or NULL and *message. */
char *cache_folder(char **message);
/* A new private folder in `folder`; malloc'd, or NULL and *message. */
char *cache_scratch(const char *folder, char **message);
/* Removes a scratch folder and the files this program puts there. */
void cache_remove_scratch(char *scratch);
/* Writes a new file; 0, or -1 with errno. */
int cache_write(const char *path, const void *data, size_t length);
/* Reads at most `limit` bytes of a regular file that is ours (or root's);
   malloc'd, NUL after it; NULL with errno. */
char *cache_read(const char *path, size_t limit, size_t *length);

/* Appends the seal to an object; 0, or -1 with errno. */
int cache_seal(const char *path);
/* Is there an object with a seal that fits? */
int cache_sealed(const char *path);

/* ---- compile.c ---------------------------------------------------------- */

#define COMPILE_MAX_ARGUMENTS 32

typedef struct
{
    char *program;          /* path of the executable                       */
    char *word[COMPILE_MAX_ARGUMENTS];   /* words of $CC after the first    */
    int n_words;
    char identity[512];     /* path, size and time of the executable        */
} c_compiler_t;

/* The C compiler of the user; LOAD_NO_COMPILER and *message if none. */
load_status_t compiler_find(c_compiler_t *c, char **message);
void compiler_clear(c_compiler_t *c);
/* The flags objects are built with, for the key. */
const char *compiler_flags(void);

/* Compiles c_text in a scratch folder of `folder` to folder/name, sealed;
   mode: permissions of the object. */
load_status_t compiler_run(const c_compiler_t *c, const char *folder,
                           const char *name, int mode, const char *c_text,
                           char **message);

/* asprintf that aborts when memory runs out. */
char *load_printf(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
