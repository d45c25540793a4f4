/* compiler/algebra/map.c -- rebuilding: substitution, opening, binding. */
#include "node.h"

#include <stdlib.h>

expr_t *
node_rebuild(algebra_t *a, expr_t *e, expr_t *const *child)
{
    switch (e->kind)
    {
    case EXPR_ADD:
        return expr_sum(a, child, e->arity);
    case EXPR_MUL:
        return expr_product(a, child, e->arity);
    case EXPR_POWER:
        return expr_pow(a, child[0], child[1]);
    case EXPR_FUNCTION:
        return expr_call(a, (function_t) e->tag, child, e->arity);
    case EXPR_APPLY:
        return expr_apply(a, e->definition, child, e->arity);
    case EXPR_COMPARE:
        return expr_compare(a, (compare_t) e->tag, child[0], child[1]);
    case EXPR_AND:
        return expr_and(a, child, e->arity);
    case EXPR_OR:
        return expr_or(a, child, e->arity);
    case EXPR_NOT:
        return expr_not(a, child[0]);
    case EXPR_IF:
        return expr_if(a, child[0], child[1], child[2]);
    case EXPR_GAUSS:
    case EXPR_INTEGRAL:
    case EXPR_MINIMUM:
    case EXPR_MAXIMUM:
    case EXPR_AT_MINIMUM:
    case EXPR_AT_MAXIMUM:
        return binder_make(a, (expr_kind_t) e->kind, e->hint, child);
    default:
        return e;
    }
}

typedef enum
{
    MAP_SUBSTITUTE,   /* symbol[i] -> value[i]                              */
    MAP_BIND,         /* symbol[0] -> BOUND(depth)                          */
    MAP_OPEN,         /* BOUND(depth) -> value[0]; larger indices lowered   */
    MAP_INLINE,       /* APPLY -> body                                      */
    MAP_SHIFT         /* BOUND(i) -> BOUND(i + by) for i >= depth           */
} map_kind_t;

typedef struct
{
    algebra_t *a;
    map_kind_t kind;
    memo_t memo;
    int n;
    expr_t *const *symbol, *const *value;
    uint64_t symbols;
    int open;         /* a value holds variables of binders further out     */
    unsigned by;
} map_t;

static expr_t *map(map_t *, expr_t *, unsigned depth);

static int
unaffected(const map_t *m, expr_t *e, unsigned depth)
{
    switch (m->kind)
    {
    case MAP_OPEN:
    case MAP_SHIFT:
        return e->open <= depth;
    case MAP_INLINE:
        return e->rank < CLASS_APPLY;
    default:
        return (e->symbols & m->symbols) == 0;
    }
}

/* e moved under `by` more binders: its variables of outer ones keep theirs. */
static expr_t *
shifted(algebra_t *a, expr_t *e, unsigned by)
{
    map_t m = { .a = a, .kind = MAP_SHIFT, .by = by };

    if (by == 0 || e->open == 0)
        return e;
    e = map(&m, e, 0);
    memo_clear(&m.memo);
    return e;
}

static expr_t *
map_leaf(map_t *m, expr_t *e, unsigned depth)
{
    int i;

    if (e->kind == EXPR_BOUND && m->kind == MAP_SHIFT)
        return node_bound(m->a, e->serial + m->by);

    if (e->kind == EXPR_BOUND && m->kind == MAP_OPEN)
        return e->serial == depth ? m->value[0]
                                  : node_bound(m->a, e->serial - 1);
    if (e->kind == EXPR_SYMBOL)
        for (i = 0; i < m->n; i++)
            if (m->symbol[i] == e)
                return m->kind == MAP_BIND ? node_bound(m->a, depth)
                                           : shifted(m->a, m->value[i],
                                                     depth);
    return e;
}

/* An application whose body depends on what is replaced is replaced by it. */
static int
must_expand(const map_t *m, expr_t *e)
{
    int i;

    if (m->kind == MAP_INLINE)
        return 1;
    for (i = 0; i < m->n && m->kind <= MAP_BIND; i++)
        if (definition_contains(e->definition, m->symbol[i]))
            return 1;
    return 0;
}

static expr_t *
map_children(map_t *m, expr_t *e, unsigned depth)
{
    expr_t *small[8], **child = small, *result;
    int i, changed = 0;

    if (e->arity > 8)
        child = must_realloc(NULL, (size_t) e->arity * sizeof *child);
    for (i = 0; i < e->arity; i++)
    {
        int inside = node_binds((expr_kind_t) e->kind, i);

        child[i] = map(m, e->child[i], depth + (unsigned) inside);
        changed |= child[i] != e->child[i];
    }
    result = changed ? node_rebuild(m->a, e, child) : e;
    if (child != small)
        free(child);
    return result;
}

static expr_t *
map(map_t *m, expr_t *e, unsigned depth)
{
    unsigned number = m->kind == MAP_INLINE
                              || (m->kind == MAP_SUBSTITUTE && !m->open)
                          ? 0 : depth;
    expr_t *result;

    if (unaffected(m, e, depth))
        return e;
    if (e->arity == 0)
        return map_leaf(m, e, depth);
    if ((result = memo_get(&m->memo, e, number)) != NULL)
        return result;
    if (e->kind == EXPR_APPLY && must_expand(m, e))
        result = map(m, definition_expand(m->a, e), depth);
    else
        result = map_children(m, e, depth);
    memo_set(&m->memo, e, number, result);
    return result;
}

static expr_t *
map_run(algebra_t *a, map_kind_t kind, expr_t *e, expr_t *const *symbol,
        expr_t *const *value, int n)
{
    map_t m = { .a = a, .kind = kind, .n = n, .symbol = symbol,
                .value = value };
    int i;

    if (a->failed)
        return a->error;
    for (i = 0; i < n && symbol != NULL; i++)
    {
        m.symbols |= symbol[i]->symbols;
        m.open |= value != NULL && value[i]->open > 0;
    }
    e = map(&m, e, 0);
    memo_clear(&m.memo);
    return e;
}

expr_t *
expr_substitute(algebra_t *a, expr_t *e, expr_t *const *symbol,
                expr_t *const *value, int n)
{
    return map_run(a, MAP_SUBSTITUTE, e, symbol, value, n);
}

expr_t *
expr_inline(algebra_t *a, expr_t *e)
{
    return map_run(a, MAP_INLINE, e, NULL, NULL, 0);
}

expr_t *
node_abstract(algebra_t *a, expr_t *body, expr_t *symbol)
{
    return map_run(a, MAP_BIND, body, &symbol, NULL, 1);
}

expr_t *
node_instantiate(algebra_t *a, expr_t *body, expr_t *value)
{
    return map_run(a, MAP_OPEN, body, NULL, &value, 1);
}

/* ---- looking ------------------------------------------------------------ */

/* A symbol (index -1) or BOUND(index), searched for once in every node. */
static int
search(memo_t *seen, expr_t *e, expr_t *symbol, unsigned index)
{
    int i;

    if (symbol != NULL ? (e->symbols & symbol->symbols) == 0
                       : e->open <= index)
        return 0;
    if (e == symbol || (symbol == NULL && e->kind == EXPR_BOUND
                        && e->serial == index))
        return 1;
    if (e->arity == 0 && e->kind != EXPR_APPLY)
        return 0;
    if (memo_get(seen, e, index) != NULL)
        return 0;
    memo_set(seen, e, index, e);
    if (e->kind == EXPR_APPLY && symbol != NULL
            && definition_contains(e->definition, symbol))
        return 1;
    for (i = 0; i < e->arity; i++)
    {
        unsigned deeper = symbol == NULL
                              && node_binds((expr_kind_t) e->kind, i);

        if (search(seen, e->child[i], symbol, index + deeper))
            return 1;
    }
    return 0;
}

int
expr_contains(expr_t *e, expr_t *symbol)
{
    memo_t seen;
    int found;

    memo_init(&seen);
    found = search(&seen, e, symbol, 0);
    memo_clear(&seen);
    return found;
}

int
node_has_bound(expr_t *e, unsigned index)
{
    memo_t seen;
    int found;

    if (e->open <= index)
        return 0;
    if (e->open == index + 1)
        return 1;
    memo_init(&seen);
    found = search(&seen, e, NULL, index);
    memo_clear(&seen);
    return found;
}
