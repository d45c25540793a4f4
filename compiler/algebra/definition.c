/* compiler/algebra/definition.c -- functions with a name, and applying them. */
#include "node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bits of the symbols that occur freely in e and are not formals. */
static uint64_t
parameter_bits(memo_t *seen, expr_t *e, expr_t *const *formal, int n)
{
    uint64_t bits = 0;
    int i;

    if (e->symbols == 0 || memo_get(seen, e, 0) != NULL)
        return 0;
    memo_set(seen, e, 0, e);
    if (e->kind == EXPR_SYMBOL)
    {
        for (i = 0; i < n; i++)
            if (formal[i] == e)
                return 0;
        return e->symbols;
    }
    if (e->kind == EXPR_APPLY)
        bits = e->definition->symbols;
    for (i = 0; i < e->arity; i++)
        bits |= parameter_bits(seen, e->child[i], formal, n);
    return bits;
}

static void
set_body(definition_t *d, expr_t *body)
{
    memo_t seen;

    memo_init(&seen);
    d->body = body;
    d->symbols = parameter_bits(&seen, body, d->formal, d->n);
    memo_clear(&seen);
}

static definition_t *
allocate(algebra_t *a, const char *name, const char *latex,
         expr_t *const *formal, int n)
{
    definition_t *d = algebra_alloc(a, sizeof *d);
    size_t bytes = (size_t) n * sizeof *formal;

    memset(d, 0, sizeof *d);
    d->name = algebra_strdup(a, name);
    d->latex = algebra_strdup(a, latex);
    d->serial = ++a->definitions;
    d->n = n;
    d->formal = algebra_alloc(a, bytes);
    d->derivative = algebra_alloc(a, bytes);
    if (n > 0)
        memcpy(d->formal, formal, bytes);
    memset(d->derivative, 0, bytes);
    d->level = -1;
    return d;
}

definition_t *
definition_new(algebra_t *a, const char *name, const char *latex,
               expr_t *const *formal, int n, expr_t *body)
{
    definition_t *d = allocate(a, name, latex, formal, n);

    set_body(d, body);
    return d;
}

void
definition_set_derivative(algebra_t *a, definition_t *d, int i,
                          expr_t *derivative)
{
    (void) a;
    d->derivative[i] = derivative;
}

const char *
definition_name(const definition_t *d)
{
    return d->name;
}

const char *
definition_latex(const definition_t *d)
{
    return d->latex;
}

int
definition_arity(const definition_t *d)
{
    return d->n;
}

expr_t *
definition_formal(const definition_t *d, int i)
{
    return d->formal[i];
}

expr_t *
definition_body(const definition_t *d)
{
    return d->body;
}

int
definition_contains(const definition_t *d, expr_t *symbol)
{
    int i;

    if ((d->symbols & symbol->symbols) == 0)
        return 0;
    for (i = 0; i < d->n; i++)
        if (d->formal[i] == symbol)
            return 0;
    return expr_contains(d->body, symbol);
}

expr_t *
expr_apply(algebra_t *a, definition_t *d, expr_t *const *arg, int n)
{
    if (a->failed)
        return a->error;
    return node_apply(a, d, arg, n);
}

expr_t *
definition_expand(algebra_t *a, expr_t *apply)
{
    definition_t *d = apply->definition;

    return expr_substitute(a, d->body, d->formal, apply->child, d->n);
}

/* ---- derivatives -------------------------------------------------------- */

static char *
joined(algebra_t *a, const char *r, const char *s, const char *t)
{
    size_t size = strlen(r) + strlen(s) + strlen(t) + 1;
    char *text = algebra_alloc(a, size);

    snprintf(text, size, "%s%s%s", r, s, t);
    return text;
}

/* \partial_{\omega}^{2} g_{\mathrm{out}} */
static char *
partial_latex(algebra_t *a, const char *variable, int order, const char *of)
{
    char *text = NULL, *copy;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    fputs("\\partial_{", to);
    latex_name(to, variable);
    fputs("}", to);
    if (order > 1)
        fprintf(to, "^{%d}", order);
    fprintf(to, " %s", of);
    fclose(to);
    copy = algebra_strdup(a, text);
    free(text);
    return copy;
}

/* The definition "name_x" of the derivative in a symbol x, applied to the
   formals; zero stays zero. */
static expr_t *
derived(algebra_t *a, definition_t *d, expr_t *symbol)
{
    expr_t *body = expr_diff(a, d->body, symbol);
    definition_t *new;

    if (body->rank == CLASS_NUMBER)
        return body;
    new = definition_new(a, joined(a, d->name, "_", symbol->hint),
                         partial_latex(a, symbol->hint, 1, d->latex),
                         d->formal, d->n, body);
    return expr_apply(a, new, d->formal, d->n);
}

/* dL/dA = s (g1 + g^2); its B-derivatives give those of g, g1, ... */
static expr_t *
heat_derivative(algebra_t *a, definition_t *d)
{
    definition_t *g = d->first;
    expr_t *B = d->formal[d->b], *first, *second;

    if (d->level > 0)
        return expr_diff(a, definition_derivative(a, d->below, d->a), B);
    first = expr_apply(a, g, d->formal, d->n);
    second = definition_derivative(a, g, d->b);
    return expr_mul(a, d->heat,
                    expr_add(a, second, expr_pow_int(a, first, 2)));
}

/* The next storey: the derivative of g_k in B. */
static expr_t *
next_storey(algebra_t *a, definition_t *d)
{
    expr_t *B = d->formal[d->b];
    char number[32];
    definition_t *new;

    snprintf(number, sizeof number, "%d", d->level);
    new = allocate(a, joined(a, d->first->name, "_", number),
                   partial_latex(a, B->hint, d->level, d->first->latex),
                   d->formal, d->n);
    new->level = d->level + 1;
    new->below = d;
    new->first = d->first;
    new->a = d->a;
    new->b = d->b;
    new->heat = d->heat;
    set_body(new, expr_diff(a, d->body, B));
    return expr_apply(a, new, d->formal, d->n);
}

/* The derivative in B of a function that obeys the heat equation does so
   too. */
static expr_t *
next_of_heat(algebra_t *a, definition_t *d)
{
    expr_t *B = d->formal[d->b];
    definition_t *base = d->first;
    char number[32];
    int order = d->order + 1;
    expr_t *body = expr_diff(a, d->body, B);
    definition_t *new;

    if (body->rank == CLASS_NUMBER)
        return body;
    snprintf(number, sizeof number, "%d", order);
    new = definition_heat(a, joined(a, base->name, "_", number),
                          partial_latex(a, B->hint, order, base->latex),
                          d->formal, d->n, d->a, d->b, d->heat, body);
    new->first = base;
    new->order = order;
    return expr_apply(a, new, d->formal, d->n);
}

/* dF/dA = s d^2F/dB^2 */
static expr_t *
second_of_heat(algebra_t *a, definition_t *d)
{
    expr_t *e = definition_derivative(a, d, d->b);

    return expr_mul(a, d->heat, expr_diff(a, e, d->formal[d->b]));
}

expr_t *
definition_derivative(algebra_t *a, definition_t *d, int i)
{
    expr_t **place = &d->derivative[i], *e;

    if (*place != NULL)
        return *place;
    if (a->failed)
        return a->error;
    if (d->level >= 0 && i == d->a)
        e = heat_derivative(a, d);
    else if (d->level == 0 && i == d->b)
        e = expr_apply(a, d->first, d->formal, d->n);
    else if (d->level > 0 && i == d->b)
        e = next_storey(a, d);
    else if (d->level < 0 && d->heat != NULL && i == d->b)
        e = next_of_heat(a, d);
    else if (d->level < 0 && d->heat != NULL && i == d->a)
        e = second_of_heat(a, d);
    else
        e = derived(a, d, d->formal[i]);
    return *place = e;
}

expr_t *
definition_plain_derivative(algebra_t *a, definition_t *d, int i)
{
    expr_t *e = definition_derivative(a, d, i);

    if (e->kind == EXPR_APPLY || e->rank == CLASS_NUMBER)
        return e;
    return derived(a, d, d->formal[i]);
}

expr_t *
definition_parameter_derivative(algebra_t *a, definition_t *d, expr_t *symbol)
{
    definition_t **p;

    for (p = &d->parameter; *p != NULL; p = &(*p)->next)
        if ((*p)->about == symbol)
            return (*p)->derivative[0];
    *p = allocate(a, d->name, d->latex, &symbol, 1);
    (*p)->about = symbol;
    return (*p)->derivative[0] = derived(a, d, symbol);
}

definition_t *
definition_heat_tower(algebra_t *a, const char *log_name,
                      const char *log_latex, const char *first_name,
                      const char *first_latex, expr_t *const *formal, int n,
                      int ia, int ib, expr_t *heat, expr_t *z, expr_t *log_z,
                      definition_t **first)
{
    definition_t *d = definition_new(a, log_name, log_latex, formal, n, log_z);
    definition_t *g = allocate(a, first_name, first_latex, formal, n);
    expr_t *B = formal[ib];

    d->a = g->a = ia;
    d->b = g->b = ib;
    d->heat = g->heat = heat;
    d->first = g->first = g;
    d->level = 0;
    g->level = 1;
    g->below = d;
    set_body(g, z != NULL ? expr_div(a, expr_diff(a, z, B), z)
                          : expr_diff(a, log_z, B));
    *first = g;
    return d;
}

void
definition_set_even(definition_t *g)
{
    g->even = 1;
}

definition_t *
definition_heat(algebra_t *a, const char *name, const char *latex,
                expr_t *const *formal, int n, int ia, int ib, expr_t *heat,
                expr_t *body)
{
    definition_t *d = definition_new(a, name, latex, formal, n, body);

    d->a = ia;
    d->b = ib;
    d->heat = heat;
    d->first = d;
    return d;
}
