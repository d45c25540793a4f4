/* compiler/algebra/intern.c -- hash-consing: equal nodes are one node. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

static uint64_t
mix(uint64_t h, uint64_t x)
{
    h ^= x + 0x9e3779b97f4a7c15ULL + (h << 6) + (h >> 2);
    h ^= h >> 31;
    h *= 0xbf58476d1ce4e5b9ULL;
    return h ^ (h >> 29);
}

static uint64_t
mix_text(uint64_t h, const char *s)
{
    for (; *s != '\0'; s++)
        h = mix(h, (unsigned char) *s);
    return h;
}

static uint64_t
mix_fmpz(uint64_t h, const fmpz_t z)
{
    size_t i, n = (size_t) fmpz_size(z);

    h = mix(h, (uint64_t) (fmpz_sgn(z) + 1));
    if (!COEFF_IS_MPZ(*z))
        return mix(h, (uint64_t) *z);
    for (i = 0; i < n; i++)
        h = mix(h, COEFF_TO_PTR(*z)->_mp_d[i]);
    return h;
}

static uint64_t
key_hash(const struct expr *key, expr_t *const *child)
{
    uint64_t h = mix(key->kind, key->tag);
    int i;

    if (key->kind == EXPR_RATIONAL)
    {
        h = mix_fmpz(h, fmpq_numref(&key->value));
        h = mix_fmpz(h, fmpq_denref(&key->value));
    }
    if (key->kind == EXPR_SYMBOL)
        h = mix_text(h, key->name);
    if (key->kind == EXPR_APPLY)
        h = mix(h, key->definition->serial);
    h = mix(h, key->serial);
    for (i = 0; i < key->arity; i++)
        h = mix(h, child[i]->hash);
    return h;
}

static int
key_equal(expr_t *e, const struct expr *key, expr_t *const *child)
{
    if (e->hash != key->hash || e->kind != key->kind || e->tag != key->tag
            || e->arity != key->arity || e->serial != key->serial
            || e->definition != key->definition)
        return 0;
    if (e->kind == EXPR_RATIONAL && !fmpq_equal(&e->value, &key->value))
        return 0;
    if (e->kind == EXPR_SYMBOL && strcmp(e->name, key->name) != 0)
        return 0;
    return key->arity == 0
           || memcmp(e->child, child, (size_t) key->arity * sizeof *child)
                  == 0;
}

static void
grow(algebra_t *a)
{
    size_t i, j, size = a->capacity * 2;
    expr_t **table = must_realloc(NULL, size * sizeof *table);

    memset(table, 0, size * sizeof *table);
    for (i = 0; i < a->capacity; i++)
        if (a->table[i] != NULL)
        {
            for (j = a->table[i]->hash & (size - 1); table[j] != NULL;)
                j = (j + 1) & (size - 1);
            table[j] = a->table[i];
        }
    a->used += (size - a->capacity) * sizeof *table;
    free(a->table);
    a->table = table;
    a->capacity = size;
}

/* What a node inherits from its children. */
static void
inherit(struct expr *e, expr_t *const *child)
{
    static const unsigned char rank[] = {
        [EXPR_SYMBOL] = CLASS_SYMBOL, [EXPR_BOUND] = CLASS_SYMBOL,
        [EXPR_FUNCTION] = CLASS_FUNCTION, [EXPR_APPLY] = CLASS_APPLY,
        [EXPR_COMPARE] = CLASS_APPLY, [EXPR_AND] = CLASS_APPLY,
        [EXPR_OR] = CLASS_APPLY, [EXPR_NOT] = CLASS_APPLY,
        [EXPR_IF] = CLASS_APPLY, [EXPR_GAUSS] = CLASS_BINDER,
        [EXPR_INTEGRAL] = CLASS_BINDER, [EXPR_MINIMUM] = CLASS_BINDER,
        [EXPR_MAXIMUM] = CLASS_BINDER, [EXPR_AT_MINIMUM] = CLASS_BINDER,
        [EXPR_AT_MAXIMUM] = CLASS_BINDER
    };
    int i;

    e->rank = rank[e->kind];
    for (i = 0; i < e->arity; i++)
    {
        unsigned open = child[i]->open;

        if (node_binds((expr_kind_t) e->kind, i) && open > 0)
            open--;
        if (open > e->open)
            e->open = open;
        if (child[i]->rank > e->rank)
            e->rank = child[i]->rank;
        e->symbols |= child[i]->symbols;
    }
    if (e->kind == EXPR_APPLY)
        e->symbols |= e->definition->symbols;
    e->sign = sign_of(e, child);
}

expr_t *
node_intern(algebra_t *a, struct expr *key, expr_t *const *child)
{
    size_t i, bytes;
    struct expr *e;

    key->hash = key_hash(key, child);
    for (i = key->hash & (a->capacity - 1); a->table[i] != NULL;)
    {
        if (key_equal(a->table[i], key, child))
            return a->table[i];
        i = (i + 1) & (a->capacity - 1);
    }
    if (a->failed)
        return a->error;
    bytes = (size_t) key->arity * sizeof *child;
    e = algebra_alloc(a, sizeof *e + bytes);
    *e = *key;
    if (bytes > 0)
        memcpy(e->child, child, bytes);
    if (e->kind == EXPR_RATIONAL)
    {
        fmpq_init(&e->value);
        fmpq_set(&e->value, &key->value);
        a->used += 8 * (size_t) (fmpz_size(fmpq_numref(&e->value))
                                 + fmpz_size(fmpq_denref(&e->value)));
    }
    if (e->kind == EXPR_SYMBOL)
    {
        e->name = algebra_strdup(a, key->name);
        e->hint = algebra_strdup(a, key->hint);
    }
    inherit(e, e->child);
    e->id = (unsigned) a->count++;
    a->table[i] = e;
    if (a->count * 2 > a->capacity)
        grow(a);
    return e;
}

expr_t *
node_make(algebra_t *a, expr_kind_t kind, unsigned tag, expr_t *const *child,
          int n)
{
    struct expr key;

    memset(&key, 0, sizeof key);
    key.kind = (unsigned char) kind;
    key.tag = (unsigned char) tag;
    key.arity = n;
    return node_intern(a, &key, child);
}

expr_t *
node_apply(algebra_t *a, definition_t *d, expr_t *const *child, int n)
{
    struct expr key;

    /* derivatives of odd order of an even log Z vanish at 0 */
    if (d->level > 0 && d->level % 2 == 1 && d->first->even
        && expr_is_zero(child[d->b]))
        return expr_integer(a, 0);
    memset(&key, 0, sizeof key);
    key.kind = EXPR_APPLY;
    key.definition = d;
    key.arity = n;
    return node_intern(a, &key, child);
}

expr_t *
node_binder(algebra_t *a, expr_kind_t kind, const char *hint,
            expr_t *const *child, int n)
{
    struct expr key;

    memset(&key, 0, sizeof key);
    key.kind = (unsigned char) kind;
    key.hint = hint;
    key.arity = n;
    return node_intern(a, &key, child);
}

expr_t *
node_bound(algebra_t *a, unsigned index)
{
    struct expr key;

    memset(&key, 0, sizeof key);
    key.kind = EXPR_BOUND;
    key.serial = index;
    key.open = index + 1;
    return node_intern(a, &key, NULL);
}

expr_t *
node_rational(algebra_t *a, const fmpq_t q)
{
    struct expr key;

    memset(&key, 0, sizeof key);
    key.kind = EXPR_RATIONAL;
    key.value = *q;
    return node_intern(a, &key, NULL);
}
