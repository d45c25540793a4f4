/* runtime/verify/text/node.c -- one node for equal expressions. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1 << 14 };

void
tree_init(tree_t *t)
{
    memset(t, 0, sizeof *t);
    t->bucket = calloc(BUCKETS, sizeof *t->bucket);
    t->all = calloc(MAX_NODES, sizeof *t->all);
    if (t->bucket == NULL || t->all == NULL)
        t->why = "out of memory";
}

void
tree_clear(tree_t *t)
{
    int i;

    for (i = 0; i < t->n_nodes; i++)
    {
        fmpq_clear(t->all[i]->number);
        free(t->all[i]->child);
        free(t->all[i]);
    }
    free(t->all);
    free(t->bucket);
}

/* NAME, NAME.other, NAME[1,2]. */
static int
good_name(const char *name)
{
    static const char more[] = "_.[],";
    size_t i, n = strlen(name);
    int good = n > 0 && n <= MAX_NAME
               && ((name[0] | 32) >= 'a' && (name[0] | 32) <= 'z');

    for (i = 0; i < n && good; i++)
        good = ((name[i] | 32) >= 'a' && (name[i] | 32) <= 'z')
               || (name[i] >= '0' && name[i] <= '9')
               || strchr(more, name[i]) != NULL;
    return good;
}

int
tree_symbol(tree_t *t, const char *name)
{
    int i;

    for (i = 0; i < t->n_symbols; i++)
        if (strcmp(t->symbol[i], name) == 0)
            return i;
    if (!good_name(name) || i == MAX_SYMBOLS)
        return -1;
    strcpy(t->symbol[i], name);
    return t->n_symbols++;
}

int
op_binds(op_t op, int i)
{
    return (op == N_GAUSS && i == 0) || (op == N_INT && i == 2)
           || (op > N_INT && (i == 0 || op > N_MAXIMUM));
}

static node_t *
intern(tree_t *t, op_t op, int index, const fmpq_t number, int arity,
       node_t *const *child)
{
    uint64_t h = (uint64_t) op * 31 + (uint64_t) index;
    node_t *e, **head;
    int i, k;

    if (t->why != NULL)
        return NULL;
    for (i = 0; i < arity; i++)
        h = (h ^ (uint64_t) (uintptr_t) child[i]) * 0x9e3779b97f4a7c15u;
    if (number != NULL)
        h ^= (uint64_t) fmpz_get_ui(fmpq_numref(number)) * 7
             + (uint64_t) fmpz_get_ui(fmpq_denref(number)) * 13;
    head = t->bucket + (h >> 20) % BUCKETS;
    for (e = *head; e != NULL; e = e->next)
        if (e->op == op && e->index == index && e->arity == arity
            && (number == NULL || fmpq_equal(number, e->number))
            && (arity == 0 || memcmp(e->child, child,
                                     (size_t) arity * sizeof *child) == 0))
            return e;
    if (t->n_nodes == MAX_NODES)
    {
        t->why = "an expression is too large";
        return NULL;
    }
    e = calloc(1, sizeof *e);
    if (e != NULL && arity > 0)
        e->child = malloc((size_t) arity * sizeof *child);
    if (e == NULL || (arity > 0 && e->child == NULL))
    {
        free(e);
        t->why = "out of memory";
        return NULL;
    }
    if (arity > 0)
        memcpy(e->child, child, (size_t) arity * sizeof *child);
    e->op = op;
    e->index = index;
    e->arity = arity;
    fmpq_init(e->number);
    if (number != NULL)
        fmpq_set(e->number, number);
    e->free = op == N_VAR ? (uint64_t) 1 << index : 0;
    if (op == N_SYMBOL)
        e->symbols[index / 64] = (uint64_t) 1 << index % 64;
    for (i = 0; i < arity; i++)
    {
        e->free |= child[i]->free >> op_binds(op, i);
        for (k = 0; k < 4; k++)
            e->symbols[k] |= child[i]->symbols[k];
    }
    e->next = *head;
    *head = e;
    t->all[t->n_nodes++] = e;
    return e;
}

node_t *
tree_make(tree_t *t, op_t op, int arity, node_t *const *child)
{
    int i;

    for (i = 0; i < arity; i++)
        if (child[i] == NULL)
            return NULL;
    return intern(t, op, 0, NULL, arity, child);
}

node_t *
tree_number(tree_t *t, const fmpq_t x)
{
    return intern(t, N_NUMBER, 0, x, 0, NULL);
}

node_t *
tree_si(tree_t *t, slong p, ulong q)
{
    fmpq_t x;
    node_t *e;

    fmpq_init(x);
    fmpq_set_si(x, p, q);
    e = tree_number(t, x);
    fmpq_clear(x);
    return e;
}

node_t *
tree_index(tree_t *t, op_t op, int index)
{
    return intern(t, op, index, NULL, 0, NULL);
}

int
node_has(const node_t *e, int symbol)
{
    return (int) (e->symbols[symbol / 64] >> symbol % 64 & 1);
}
