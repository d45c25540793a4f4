/* compiler/syntax/arena.c -- blocks of memory that are freed together. */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t) 1 << 16)

struct arena_block
{
    arena_block_t *next;
    size_t at, size; /* bytes used, bytes there */
    alignas(max_align_t) unsigned char memory[];
};

void
arena_init(arena_t *a, size_t limit)
{
    a->head = NULL;
    a->used = 0;
    a->limit = limit;
}

/* A new block at the head with room for `size` bytes, or NULL. */
static arena_block_t *
add_block(arena_t *a, size_t size)
{
    size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    arena_block_t *b;

    if (room > SIZE_MAX - sizeof *b)
        return NULL;
    b = malloc(sizeof *b + room);
    if (b == NULL)
        return NULL;
    b->next = a->head;
    b->at = 0;
    b->size = room;
    a->head = b;
    return b;
}

void *
arena_alloc(arena_t *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    arena_block_t *b = a->head;
    void *p;

    if (size > SIZE_MAX - align)
        return NULL;
    size = (size + align - 1) / align * align;
    if (size > a->limit - a->used)
        return NULL;
    if (b == NULL || size > b->size - b->at)
        b = add_block(a, size);
    if (b == NULL)
        return NULL;
    p = b->memory + b->at;
    b->at += size;
    a->used += size;
    return memset(p, 0, size);
}

char *
arena_copy(arena_t *a, const char *text, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_alloc(a, length + 1) : NULL;

    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

void
arena_clear(arena_t *a)
{
    while (a->head != NULL)
    {
        arena_block_t *next = a->head->next;

        free(a->head);
        a->head = next;
    }
    a->used = 0;
}
