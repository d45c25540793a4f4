/* compiler/algebra/node.c -- memory and life of an algebra; reading nodes. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 16 };

struct chunk
{
    chunk_t *next;
    size_t used, size;
    max_align_t data[];
};

void *
must_realloc(void *old, size_t bytes)
{
    void *p = realloc(old, bytes > 0 ? bytes : 1);

    if (p == NULL)
        abort();
    return p;
}

void *
algebra_alloc(algebra_t *a, size_t bytes)
{
    chunk_t *c = a->chunk;
    void *p;

    bytes = (bytes + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
    if (c == NULL || c->size - c->used < bytes)
    {
        size_t size = bytes > CHUNK_BYTES / 4 ? bytes : CHUNK_BYTES;

        c = must_realloc(NULL, sizeof(chunk_t) + size);
        c->size = size;
        c->used = 0;
        c->next = a->chunk;
        a->chunk = c;
    }
    p = (char *) c->data + c->used;
    c->used += bytes;
    a->used += bytes;
    if (a->used > a->limit)
        a->failed = 1;
    return p;
}

char *
algebra_strdup(algebra_t *a, const char *text)
{
    size_t n = strlen(text) + 1;

    return memcpy(algebra_alloc(a, n), text, n);
}

expr_t *
algebra_fail(algebra_t *a)
{
    a->failed = 1;
    return a->error;
}

algebra_t *
algebra_new(size_t limit)
{
    algebra_t *a = must_realloc(NULL, sizeof *a);

    memset(a, 0, sizeof *a);
    a->limit = limit > 0 ? limit : (size_t) 1 << 30;
    a->capacity = 1024;
    a->table = must_realloc(NULL, a->capacity * sizeof *a->table);
    memset(a->table, 0, a->capacity * sizeof *a->table);
    a->error = expr_fresh(a, "error");
    a->zero = expr_integer(a, 0);
    a->one = expr_integer(a, 1);
    a->minus_one = expr_integer(a, -1);
    a->pi = node_make(a, EXPR_PI, 0, NULL, 0);
    a->infinity = node_make(a, EXPR_INFINITY, 0, NULL, 0);
    a->yes = node_make(a, EXPR_TRUE, 0, NULL, 0);
    a->no = node_make(a, EXPR_FALSE, 0, NULL, 0);
    a->failed = 0;
    return a;
}

void
algebra_free(algebra_t *a)
{
    chunk_t *c, *next;
    size_t i;

    if (a == NULL)
        return;
    for (i = 0; i < a->capacity; i++)
        if (a->table[i] != NULL && a->table[i]->kind == EXPR_RATIONAL)
            fmpq_clear((fmpq *) &a->table[i]->value);
    for (c = a->chunk; c != NULL; c = next)
    {
        next = c->next;
        free(c);
    }
    free(a->table);
    free(a->private_symbol);
    free(a->symbol_table);
    free(a);
}

int
algebra_failed(const algebra_t *a)
{
    return a->failed;
}

int
algebra_lost_kink(const algebra_t *a)
{
    return a->lost_kink;
}

/* ---- reading ------------------------------------------------------------ */

expr_kind_t
expr_kind(expr_t *e)
{
    return (expr_kind_t) e->kind;
}

int
expr_arity(expr_t *e)
{
    return e->arity;
}

expr_t *
expr_child(expr_t *e, int i)
{
    return e->child[i];
}

unsigned
expr_id(expr_t *e)
{
    return e->id;
}

const char *
expr_name(expr_t *e)
{
    return e->name;
}

function_t
expr_function(expr_t *e)
{
    return (function_t) e->tag;
}

definition_t *
expr_definition(expr_t *e)
{
    return e->definition;
}

compare_t
expr_comparison(expr_t *e)
{
    return (compare_t) e->tag;
}

const fmpq *
expr_rational(expr_t *e)
{
    return &e->value;
}

int
expr_is_zero(expr_t *e)
{
    return e->kind == EXPR_RATIONAL && fmpq_is_zero(&e->value);
}

int
expr_is_one(expr_t *e)
{
    return e->kind == EXPR_RATIONAL && fmpq_is_one(&e->value);
}

int
expr_is_int(expr_t *e, long value)
{
    return node_is_integer(e) && fmpz_equal_si(fmpq_numref(&e->value), value);
}

int
expr_is_closed(expr_t *e)
{
    return e->symbols == 0;
}

int
expr_is_positive(expr_t *e)
{
    return (e->sign & SIGN_GT) != 0;
}

int
expr_is_nonnegative(expr_t *e)
{
    return (e->sign & SIGN_GE) != 0;
}

int
expr_is_negated(expr_t *e)
{
    return node_is_negated(e);
}

const char *
expr_binder_hint(expr_t *binder)
{
    return binder->hint;
}

int
node_is_binder(expr_t *e)
{
    return e->kind >= EXPR_GAUSS && e->kind <= EXPR_AT_MAXIMUM;
}

/* floor of the variable with this index, in e? */
static int
holds_floor(expr_t *e, unsigned index)
{
    int i;

    if (e->open <= index)
        return 0;
    if (node_is_function(e, FUNCTION_FLOOR)
        && e->child[0]->kind == EXPR_BOUND && e->child[0]->serial == index)
        return 1;
    for (i = 0; i < e->arity; i++)
        if (holds_floor(e->child[i], index + node_binds(e->kind, i)))
            return 1;
    return 0;
}

int
node_is_count_sum(expr_t *e)
{
    return e->kind == EXPR_INTEGRAL && holds_floor(e->child[2], 0);
}

int
node_is_place(expr_t *e)
{
    return (e->kind == EXPR_AT_MINIMUM || e->kind == EXPR_AT_MAXIMUM)
           && e->child[1]->kind == EXPR_BOUND && e->child[1]->serial == 0;
}

int
node_binds(expr_kind_t kind, int i)
{
    return kind >= EXPR_GAUSS && (kind != EXPR_INTEGRAL || i == 2);
}

int
node_is_function(expr_t *e, function_t f)
{
    return e->kind == EXPR_FUNCTION && e->tag == f;
}

int
node_is_integer(expr_t *e)
{
    return e->kind == EXPR_RATIONAL && fmpz_is_one(fmpq_denref(&e->value));
}

int
node_is_negative_infinity(expr_t *e)
{
    return e->kind == EXPR_MUL && e->arity == 2
           && e->child[1]->kind == EXPR_INFINITY
           && expr_is_int(e->child[0], -1);
}

int
node_is_infinite(expr_t *e)
{
    return e->kind == EXPR_INFINITY || node_is_negative_infinity(e);
}
