/* compiler/syntax/arena.h -- one arena for a syntax tree: allocate, free all. */
#ifndef SADDLE_ARENA_H
#define SADDLE_ARENA_H

#include <stddef.h>

typedef struct arena_block arena_block_t;

typedef struct
{
    arena_block_t *head;
    size_t used;  /* bytes given out so far */
    size_t limit; /* hard cap on `used`     */
} arena_t;

void arena_init(arena_t *a, size_t limit);

/* Zeroed, aligned for any type; NULL once the cap or the heap is exhausted. */
void *arena_alloc(arena_t *a, size_t size);

/* A NUL-terminated copy of `length` bytes, or NULL as for arena_alloc. */
char *arena_copy(arena_t *a, const char *text, size_t length);

/* Frees every block; all pointers handed out become invalid. */
void arena_clear(arena_t *a);

#endif
