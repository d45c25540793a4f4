/* compiler/emit/pool.c -- memory of one emission, and maps keyed by node. */
#include "pool.h"

#include <flint/flint.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct pool_block
{
    pool_block_t *next;
    size_t used, size;
    max_align_t data[];
};

#define BLOCK 65536
#define LONGEST_NAME 60

void *
pool_alloc(pool_t *pool, size_t size)
{
    pool_block_t *b = pool->head;
    void *p;

    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t)
           * sizeof(max_align_t);
    if (b == NULL || b->size - b->used < size)
    {
        size_t room = size > BLOCK ? size : BLOCK;

        b = flint_malloc(sizeof *b + room);
        b->next = pool->head;
        b->used = 0;
        b->size = room;
        pool->head = b;
    }
    p = (char *) b->data + b->used;
    b->used += size;
    return memset(p, 0, size);
}

void
pool_clear(pool_t *pool)
{
    while (pool->head != NULL)
    {
        pool_block_t *next = pool->head->next;

        flint_free(pool->head);
        pool->head = next;
    }
}

char *
pool_printf(pool_t *pool, const char *format, ...)
{
    va_list list;
    int length;
    char *text;

    va_start(list, format);
    length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0)
        length = 0;
    text = pool_alloc(pool, (size_t) length + 1);
    va_start(list, format);
    vsnprintf(text, (size_t) length + 1, format, list);
    va_end(list);
    return text;
}

void *
pool_room(pool_t *pool, void *array, int n, int *room, size_t size)
{
    void *grown;

    if (n < *room)
        return array;
    *room = *room > 0 ? 2 * *room : 8;
    grown = pool_alloc(pool, (size_t) *room * size);
    if (n > 0)
        memcpy(grown, array, (size_t) n * size);
    return grown;
}

/* ---- maps --------------------------------------------------------------- */

static int
slot(const map_t *map, const void *key)
{
    uint64_t h = (uint64_t) (uintptr_t) key * 0x9e3779b97f4a7c15u;
    int i = (int) (h >> 40) & (map->room - 1);

    while (map->key[i] != NULL && map->key[i] != key)
        i = (i + 1) & (map->room - 1);
    return i;
}

int
map_get(const map_t *map, const void *key)
{
    int i;

    if (map->room == 0)
        return -1;
    i = slot(map, key);
    return map->key[i] == NULL ? -1 : map->value[i];
}

void
map_put(map_t *map, pool_t *pool, const void *key, int value)
{
    int i;

    if (2 * map->n >= map->room)
    {
        map_t old = *map;

        map->room = old.room > 0 ? 2 * old.room : 64;
        map->key = pool_alloc(pool, (size_t) map->room * sizeof *map->key);
        map->value = pool_alloc(pool, (size_t) map->room * sizeof *map->value);
        for (int k = 0; k < old.room; k++)
            if (old.key[k] != NULL)
            {
                i = slot(map, old.key[k]);
                map->key[i] = old.key[k];
                map->value[i] = old.value[k];
            }
    }
    i = slot(map, key);
    map->n += map->key[i] == NULL;
    map->key[i] = key;
    map->value[i] = value;
}

/* ---- names -------------------------------------------------------------- */

static int
name_slot(const names_t *names, const char *name)
{
    uint64_t h = 14695981039346656037u;
    int i;

    for (const char *c = name; *c != '\0'; c++)
        h = (h ^ (unsigned char) *c) * 1099511628211u;
    i = (int) (h >> 32) & (names->room - 1);
    while (names->name[i] != NULL && strcmp(names->name[i], name) != 0)
        i = (i + 1) & (names->room - 1);
    return i;
}

static void
name_put(names_t *names, pool_t *pool, char *name)
{
    if (2 * names->n >= names->room)
    {
        names_t old = *names;

        names->room = old.room > 0 ? 2 * old.room : 64;
        names->name
            = pool_alloc(pool, (size_t) names->room * sizeof *names->name);
        names->next
            = pool_alloc(pool, (size_t) names->room * sizeof *names->next);
        for (int k = 0; k < old.room; k++)
            if (old.name[k] != NULL)
            {
                int i = name_slot(names, old.name[k]);

                names->name[i] = old.name[k];
                names->next[i] = old.next[k];
            }
    }
    names->n++;
    names->name[name_slot(names, name)] = name;
}

const char *
names_unique(names_t *names, pool_t *pool, const char *wanted)
{
    char *base = pool_printf(pool, "%.*s", LONGEST_NAME, wanted), *name = base;

    while (names->room > 0 && names->name[name_slot(names, name)] != NULL)
    {
        int *next = &names->next[name_slot(names, base)];

        *next = *next < 2 ? 2 : *next + 1;
        name = pool_printf(pool, "%s_%d", base, *next);
    }
    name_put(names, pool, name);
    return name;
}
