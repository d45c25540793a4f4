/* compiler/emit/pool.h -- memory of one emission, and maps keyed by node. */
#ifndef SADDLE_EMIT_POOL_H
#define SADDLE_EMIT_POOL_H

#include <stddef.h>

typedef struct pool_block pool_block_t;

/* Everything one emission allocates; freed at once.  Running out of memory
   aborts, as FLINT does. */
typedef struct
{
    pool_block_t *head;
} pool_t;

void *pool_alloc(pool_t *pool, size_t size); /* zeroed */
void pool_clear(pool_t *pool);
char *pool_printf(pool_t *pool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for one more item in a pool array: grows by doubling. */
#define POOL_PUSH(pool, array, n, room, item)                               \
    do                                                                      \
    {                                                                       \
        (array) = pool_room(pool, array, n, &(room), sizeof *(array));      \
        (array)[(n)++] = (item);                                            \
    } while (0)
void *pool_room(pool_t *pool, void *array, int n, int *room, size_t size);

/* From pointers to numbers. */
typedef struct
{
    const void **key;
    int *value;
    int n, room;
} map_t;

/* The value of a key, or -1. */
int map_get(const map_t *map, const void *key);
void map_put(map_t *map, pool_t *pool, const void *key, int value);

/* Names already taken; next: the suffix to try next. */
typedef struct
{
    char **name;
    int *next;
    int n, room;
} names_t;

/* `wanted`, or wanted_2, wanted_3, ... if taken; `wanted` is cut to 60. */
const char *names_unique(names_t *names, pool_t *pool, const char *wanted);

#endif
