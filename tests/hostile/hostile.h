/* tests/hostile/hostile.h -- specs written to do harm; none may succeed. */
#ifndef SADDLE_HOSTILE_H
#define SADDLE_HOSTILE_H

#include <stddef.h>

/* Stands in every text that tries to reach the compiled code, a shell or a
   terminal; must never turn up outside a comment or a string there. */
#define HOSTILE_MARKER "PLANTED"

typedef enum
{
    HOSTILE_NO_TREE,  /* the parser must refuse it                       */
    HOSTILE_NO_MODEL, /* may parse; `check` must refuse it               */
    HOSTILE_HARMLESS  /* legal or not: no crash, no hang, no marker      */
} hostile_fate_t;

/* `name` is good as a file name; `text` may hold NUL bytes. */
typedef void (*hostile_use_t)(void *ctx, const char *name, const char *text,
                              size_t length, hostile_fate_t fate);

/* Calls `use` with each spec; returns how many there were (at least 200).
   Specs above `max_bytes` are left out (0: none are). */
int hostile_each(hostile_use_t use, void *ctx, size_t max_bytes);

#endif
