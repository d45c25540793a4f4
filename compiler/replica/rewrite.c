/* compiler/replica/rewrite.c -- small walks over expressions. */
#include "derive.h"

#include <stdlib.h>
#include <string.h>

int
rewrite_terms(expr_t *e)
{
    return expr_kind(e) == EXPR_ADD ? expr_arity(e) : 1;
}

expr_t *
rewrite_term(expr_t *e, int i)
{
    return expr_kind(e) == EXPR_ADD ? expr_child(e, i) : e;
}

int
rewrite_infinite(expr_t *e)
{
    if (expr_kind(e) == EXPR_INFINITY)
        return 1;
    return expr_kind(e) == EXPR_MUL && expr_arity(e) == 2
           && expr_is_int(expr_child(e, 0), -1)
           && expr_kind(expr_child(e, 1)) == EXPR_INFINITY ? -1 : 0;
}

/* The only Gaussian mean among the factors of a term, or NULL. */
static expr_t *
only_mean(expr_t *term, int *place)
{
    expr_t *found = NULL;
    int i;

    *place = -1;
    if (expr_kind(term) == EXPR_GAUSS)
        return term;
    if (expr_kind(term) != EXPR_MUL)
        return NULL;
    for (i = 0; i < expr_arity(term); i++)
    {
        if (expr_kind(expr_child(term, i)) != EXPR_GAUSS)
            continue;
        if (found != NULL)
            return NULL;
        found = expr_child(term, i);
        *place = i;
    }
    return found;
}

static expr_t *
spread_term(algebra_t *g, expr_t *term)
{
    int i, place, n;
    expr_t *mean = only_mean(term, &place), *sum, *factor, *xi, *body;

    if (mean == NULL)
        return term;
    xi = expr_fresh(g, expr_binder_hint(mean));
    body = expr_expand(g, expr_open(g, mean, xi), 0);
    n = rewrite_terms(body);
    sum = expr_integer(g, 0);
    for (i = 0; i < n; i++)
        sum = expr_add(g, sum, expr_gauss(g, xi, rewrite_term(body, i)));
    if (place < 0)
        return sum;
    factor = expr_integer(g, 1);
    for (i = 0; i < expr_arity(term); i++)
        if (i != place)
            factor = expr_mul(g, factor, expr_child(term, i));
    return expr_expand(g, expr_mul(g, factor, sum), 0);
}

expr_t *
rewrite_spread(algebra_t *g, expr_t *e)
{
    expr_t *sum = expr_integer(g, 0);
    int i, n;

    e = expr_expand(g, e, 0);
    n = rewrite_terms(e);
    for (i = 0; i < n; i++)
        sum = expr_add(g, sum, spread_term(g, rewrite_term(e, i)));
    return sum;
}

/* ---- visiting ----------------------------------------------------------- */

typedef struct
{
    unsigned char *seen;
    size_t room;
    int (*visit)(expr_t *, void *);
    void *ctx;
} walk_t;

/* Marks e; 1 when it was marked before. */
static int
mark(walk_t *w, expr_t *e)
{
    size_t id = expr_id(e), room;
    unsigned char *more;

    if (id >= w->room)
    {
        room = 2 * id + 64;
        more = realloc(w->seen, room);
        if (more == NULL)
            return 0; /* slower, not wrong */
        memset(more + w->room, 0, room - w->room);
        w->seen = more;
        w->room = room;
    }
    if (w->seen[id])
        return 1;
    w->seen[id] = 1;
    return 0;
}

static int
walk(walk_t *w, expr_t *e)
{
    int i, answer;

    if (mark(w, e))
        return 0;
    answer = w->visit(e, w->ctx);
    if (answer == 0 && expr_kind(e) == EXPR_APPLY)
        answer = walk(w, definition_body(expr_definition(e)));
    for (i = 0; answer == 0 && i < expr_arity(e); i++)
        answer = walk(w, expr_child(e, i));
    return answer;
}

int
rewrite_visit(expr_t *e, int (*visit)(expr_t *, void *), void *ctx)
{
    walk_t w = { NULL, 0, visit, ctx };
    int answer = walk(&w, e);

    free(w.seen);
    return answer;
}

static int
is_undefined(expr_t *e, void *ctx)
{
    int i, n = expr_arity(e);

    (void) ctx;
    switch (expr_kind(e))
    {
    case EXPR_POWER:
        if (expr_is_zero(expr_child(e, 0))
            && expr_kind(expr_child(e, 1)) == EXPR_RATIONAL
            && fmpq_sgn(expr_rational(expr_child(e, 1))) <= 0)
            return 1;
        break;
    case EXPR_FUNCTION:
        if (expr_function(e) == FUNCTION_LOG && expr_is_zero(expr_child(e, 0)))
            return 1;
        break;
    case EXPR_ADD:
        break;
    default:
        return 0;
    }
    for (i = 0; i < n; i++)
        if (expr_kind(expr_child(e, i)) == EXPR_INFINITY)
            return 1;
    return 0;
}

int
rewrite_undefined(algebra_t *g, expr_t *e)
{
    return algebra_failed(g) || rewrite_visit(expr_inline(g, e), is_undefined,
                                              NULL);
}

typedef struct
{
    algebra_t *g;
    expr_t *symbol, *value;
} singular_t;

/* A base of a negative power, or an argument of log, that becomes zero. */
static int
is_singular(expr_t *e, void *ctx)
{
    const singular_t *s = ctx;
    expr_t *base;

    if (expr_kind(e) == EXPR_POWER)
    {
        base = expr_child(e, 1);
        if (expr_kind(base) != EXPR_RATIONAL
            || fmpq_sgn(expr_rational(base)) > 0)
            return 0;
    }
    else if (expr_kind(e) != EXPR_FUNCTION || expr_function(e) != FUNCTION_LOG)
        return 0;
    base = expr_substitute(s->g, expr_child(e, 0), &s->symbol, &s->value, 1);
    return expr_is_zero(base);
}

int
rewrite_singular(algebra_t *g, expr_t *e, const fixing_t *fix)
{
    singular_t s = { g, NULL, NULL };
    int i;

    e = expr_inline(g, e);
    for (i = 0; i < fix->n; i++)
    {
        s.symbol = fix->symbol[i];
        s.value = fix->value[i];
        if (rewrite_visit(e, is_singular, &s))
            return 1;
        e = expr_substitute(g, e, &s.symbol, &s.value, 1);
    }
    return 0;
}

typedef struct
{
    algebra_t *g;
    const fixing_t *fix;
} tied_t;

/* What a comparison, an absolute value, ... compares with 0; else NULL. */
static expr_t *
compared(algebra_t *g, expr_t *e)
{
    if (expr_kind(e) == EXPR_COMPARE
        || (expr_kind(e) == EXPR_FUNCTION
            && (expr_function(e) == FUNCTION_MIN
                || expr_function(e) == FUNCTION_MAX)))
        return expr_sub(g, expr_child(e, 0), expr_child(e, 1));
    if (expr_kind(e) == EXPR_FUNCTION && (expr_function(e) == FUNCTION_ABS
                                          || expr_function(e) == FUNCTION_SIGN))
        return expr_child(e, 0);
    return NULL;
}

static int
is_tied(expr_t *e, void *ctx)
{
    const tied_t *t = ctx;
    expr_t *d = compared(t->g, e);

    if (d == NULL || expr_is_zero(expr_expand(t->g, d, 0)))
        return 0;
    d = expr_substitute(t->g, d, t->fix->symbol, t->fix->value, t->fix->n);
    return expr_is_zero(expr_expand(t->g, d, 0));
}

int
rewrite_tied(algebra_t *g, expr_t *e, const fixing_t *fix)
{
    tied_t t = { g, fix };

    return rewrite_visit(expr_inline(g, e), is_tied, &t);
}

static int
is_symbol(expr_t *e, void *ctx)
{
    expr_t *const *symbol = ctx;

    return e == *symbol;
}

int
rewrite_mentions(expr_t *e, expr_t *symbol)
{
    return rewrite_visit(e, is_symbol, &symbol);
}
