/* compiler/algebra/print_names.c -- names while an expression is printed. */
#include "print.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- names -------------------------------------------------------------- */

static void
collect_symbols(list_t *out, expr_t *e, memo_t *seen)
{
    int i;

    if (memo_get(seen, e, 0) != NULL)
        return;
    memo_set(seen, e, 0, e);
    if (e->kind == EXPR_SYMBOL)
        list_push(out, e);
    for (i = 0; i < e->arity; i++)
        collect_symbols(out, e->child[i], seen);
}

void
names_init(names_t *n, expr_t *e)
{
    memo_t seen;

    memset(n, 0, sizeof *n);
    list_init(&n->symbols);
    memo_init(&seen);
    collect_symbols(&n->symbols, e, &seen);
    memo_clear(&seen);
}

void
names_clear(names_t *n)
{
    while (n->depth > 0)
        names_leave(n);
    free(n->bound);
    list_clear(&n->symbols);
}

static int
names_taken(const names_t *n, const char *name)
{
    int i;

    for (i = 0; i < n->depth; i++)
        if (strcmp(n->bound[i], name) == 0)
            return 1;
    for (i = 0; i < n->symbols.n; i++)
        if (strcmp(n->symbols.item[i]->name, name) == 0)
            return 1;
    return 0;
}

const char *
names_enter(names_t *n, expr_t *binder)
{
    const char *hint = expr_binder_hint(binder);
    size_t size;
    char *name;
    int k;

    if (hint == NULL || !isalpha((unsigned char) hint[0]))
        hint = "x";
    size = strlen(hint) + 16;
    name = must_realloc(NULL, size);
    strcpy(name, hint);
    for (k = 1; names_taken(n, name); k++)
        snprintf(name, size, "%s_%d", hint, k);
    if (n->depth == n->room)
    {
        n->room = 2 * n->room + 4;
        n->bound = must_realloc(n->bound,
                                (size_t) n->room * sizeof *n->bound);
    }
    n->bound[n->depth++] = name;
    return name;
}

void
names_leave(names_t *n)
{
    free(n->bound[--n->depth]);
}

const char *
names_of(const names_t *n, expr_t *e)
{
    if (e->kind == EXPR_SYMBOL)
        return e->name;
    return (int) e->serial < n->depth ? n->bound[n->depth - 1 - e->serial]
                                      : "?";
}
