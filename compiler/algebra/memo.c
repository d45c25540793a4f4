/* compiler/algebra/memo.c -- tables and arrays of nodes for one call. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

void
memo_init(memo_t *m)
{
    memset(m, 0, sizeof *m);
}

void
memo_clear(memo_t *m)
{
    free(m->entry);
    memo_init(m);
}

static struct memo_entry *
memo_place(const memo_t *m, expr_t *key, unsigned number)
{
    size_t i = (key->hash + number * 0x9e3779b97f4a7c15ULL)
               & (m->capacity - 1);

    while (m->entry[i].key != NULL
           && (m->entry[i].key != key || m->entry[i].number != number))
        i = (i + 1) & (m->capacity - 1);
    return &m->entry[i];
}

expr_t *
memo_get(const memo_t *m, expr_t *key, unsigned number)
{
    return m->capacity == 0 ? NULL : memo_place(m, key, number)->value;
}

void
memo_set(memo_t *m, expr_t *key, unsigned number, expr_t *value)
{
    struct memo_entry *place;

    if (m->count * 2 >= m->capacity)
    {
        memo_t old = *m;
        size_t i;

        m->capacity = old.capacity > 0 ? 2 * old.capacity : 32;
        m->entry = must_realloc(NULL, m->capacity * sizeof *m->entry);
        memset(m->entry, 0, m->capacity * sizeof *m->entry);
        for (i = 0; i < old.capacity; i++)
            if (old.entry[i].key != NULL)
                *memo_place(m, old.entry[i].key, old.entry[i].number) =
                    old.entry[i];
        free(old.entry);
    }
    place = memo_place(m, key, number);
    m->count += place->key == NULL;
    place->key = key;
    place->number = number;
    place->value = value;
}

void
list_init(list_t *l)
{
    memset(l, 0, sizeof *l);
}

void
list_clear(list_t *l)
{
    free(l->item);
    list_init(l);
}

void
list_push(list_t *l, expr_t *e)
{
    if (l->n == l->size)
    {
        l->size = l->size > 0 ? 2 * l->size : 8;
        l->item = must_realloc(l->item, (size_t) l->size * sizeof *l->item);
    }
    l->item[l->n++] = e;
}
