/* compiler/algebra/print_formula.c -- functions, binders, conditions. */
#include "print_formula.h"

#include <stdlib.h>
#include <string.h>

void
formula_mark(formula_t *l, mark_t m)
{
    fputs(l->style->mark[m], l->to);
}

void
formula_integer(formula_t *l, const fmpz_t n)
{
    formula_mark(l, NUMBER_OPEN);
    fmpz_fprint(l->to, n);
    formula_mark(l, NUMBER_CLOSE);
}

FILE *
capture_start(formula_t *l, char **text, size_t *size)
{
    FILE *outer = l->to, *f;

    *text = NULL;
    f = open_memstream(text, size);
    if (f == NULL)
        abort();
    l->to = f;
    return outer;
}

void
capture_end(formula_t *l, FILE *outer)
{
    fclose(l->to);
    l->to = outer;
}

void
formula_list(formula_t *l, expr_t *const *e, int n, char kind)
{
    char *text;
    size_t size;
    FILE *outer = capture_start(l, &text, &size);
    int i;

    for (i = 0; i < n; i++)
    {
        if (i > 0)
            formula_mark(l, COMMA);
        formula_put(l, e[i], IN_BRACKETS);
    }
    capture_end(l, outer);
    l->style->bracket(l->to, kind, text);
    free(text);
}

/* ---- functions ---------------------------------------------------------- */

int
formula_is_operator(expr_t *e)
{
    if (e->kind != EXPR_FUNCTION)
        return 0;
    switch (expr_function(e))
    {
        case FUNCTION_EXP: case FUNCTION_ABS: case FUNCTION_H:
        case FUNCTION_PHI: case FUNCTION_PHI2: case FUNCTION_MASS:
        case FUNCTION_FLOOR:                      /* a count: not written */
            return 0;
        default:
            return 1;
    }
}

void
formula_argument(formula_t *l, expr_t *e)
{
    expr_t *c = e->child[0];

    if (formula_is_operator(e) && e->arity == 1
        && (c->kind == EXPR_APPLY || formula_is_operator(c)
            || node_is_function(c, FUNCTION_H)
            || node_is_function(c, FUNCTION_PHI)))
    {
        formula_mark(l, APPLY);
        formula_put(l, c, IN_FACTOR);
    }
    else
        formula_list(l, e->child, e->arity, '(');
}

/* e^{...} where the exponent is low, \exp(...) else. */
static void
put_exponential(formula_t *l, expr_t *e)
{
    char *text;
    size_t size;
    FILE *outer = capture_start(l, &text, &size);

    formula_put(l, e->child[0], IN_BRACKETS);
    capture_end(l, outer);
    if (l->style->tall(text))
    {
        fputs(l->style->function[FUNCTION_EXP], l->to);
        l->style->bracket(l->to, '(', text);
    }
    else
    {
        formula_mark(l, SUP_OPEN);
        formula_mark(l, MARK_E);
        formula_mark(l, SUP_RAISE);
        fputs(text, l->to);
        formula_mark(l, SUP_CLOSE);
    }
    free(text);
}

/* H(a) - H(b) */
static void
put_mass(formula_t *l, expr_t *e, int place)
{
    char *text;
    size_t size;
    FILE *outer = capture_start(l, &text, &size);

    fputs(l->style->function[FUNCTION_H], l->to);
    formula_list(l, e->child, 1, '(');
    formula_mark(l, MINUS);
    fputs(l->style->function[FUNCTION_H], l->to);
    formula_list(l, e->child + 1, 1, '(');
    capture_end(l, outer);
    if (place > IN_BRACKETS)
        l->style->bracket(l->to, '[', text);
    else
        fputs(text, l->to);
    free(text);
}

static void
put_function(formula_t *l, expr_t *e, int place)
{
    function_t f = expr_function(e);

    if (f == FUNCTION_EXP)
        put_exponential(l, e);
    else if (f == FUNCTION_ABS)
        formula_list(l, e->child, 1, '|');
    else if (f == FUNCTION_MASS)
        put_mass(l, e, place);
    else
    {
        fputs(l->style->function[f], l->to);
        formula_argument(l, e);
    }
}

/* ---- binders ------------------------------------------------------------ */

static void
put_integral(formula_t *l, expr_t *e)
{
    const char *name;

    if (node_is_count_sum(e))
    {
        formula_mark(l, SUM_OPEN);
        l->style->name(l->to, names_enter(&l->names, e));
        formula_mark(l, SUM_FROM);
        formula_put(l, e->child[2], IN_TERM);
        names_leave(&l->names);
        return;
    }
    formula_mark(l, INT_OPEN);
    formula_mark(l, INT_FROM);
    formula_put(l, e->child[0], IN_BRACKETS);
    formula_mark(l, INT_TO);
    formula_put(l, e->child[1], IN_BRACKETS);
    formula_mark(l, INT_OVER);
    name = names_enter(&l->names, e);
    l->style->name(l->to, name);
    formula_mark(l, INT_BODY);
    formula_put(l, e->child[2], IN_TERM);
    names_leave(&l->names);
}

static void
put_binder(formula_t *l, expr_t *e)
{
    static const mark_t mark[] = { EXPECTATION, EXPECTATION, MINIMUM,
                                   MAXIMUM, AT_MINIMUM, AT_MAXIMUM,
                                   ARGMIN, ARGMAX };
    int place = node_is_place(e);

    if (e->kind == EXPR_INTEGRAL)
    {
        put_integral(l, e);
        return;
    }
    formula_mark(l, SUB_OPEN);
    formula_mark(l, mark[e->kind - EXPR_GAUSS + 2 * place]);
    formula_mark(l, SUB_LOWER);
    l->style->name(l->to, names_enter(&l->names, e));
    formula_mark(l, SUB_CLOSE);
    formula_list(l, e->child, e->arity - place,
                 e->kind == EXPR_GAUSS ? '[' : '{');
    names_leave(&l->names);
}

/* ---- conditions --------------------------------------------------------- */

static void
put_relation(formula_t *l, compare_t how)
{
    formula_mark(l, how == COMPARE_LT ? LESS
                  : how == COMPARE_LE ? LESS_EQUAL : EQUAL);
}

static void
put_condition_inside(formula_t *l, expr_t *e)
{
    expr_t *side[3];
    compare_t how[2];
    int i, chain = chain_of(e, side, how);

    if (e->kind == EXPR_COMPARE)
    {
        compare_sides(e, side);
        how[0] = expr_comparison(e);
    }
    if (chain || e->kind == EXPR_COMPARE)
        for (i = 0; i < 2 + chain; i++)
        {
            formula_put(l, side[i], IN_BRACKETS);
            if (i < 1 + chain)
                put_relation(l, how[i]);
        }
    else if (e->kind == EXPR_NOT)
    {
        formula_mark(l, NOT);
        formula_list(l, e->child, 1, '(');
    }
    else if (e->arity == 0)
        formula_mark(l, e->kind == EXPR_TRUE ? YES : NO);
    else
        for (i = 0; i < e->arity; i++)
        {
            if (i > 0)
                formula_mark(l, e->kind == EXPR_AND ? AND : OR);
            formula_put(l, e->child[i],
                        e->kind == EXPR_AND && e->child[i]->kind == EXPR_OR
                            ? IN_TERM : IN_BRACKETS);
        }
}

static void
put_condition(formula_t *l, expr_t *e, int place)
{
    char *text;
    size_t size;
    FILE *outer;

    if (place == IN_BRACKETS)
    {
        put_condition_inside(l, e);
        return;
    }
    outer = capture_start(l, &text, &size);
    put_condition_inside(l, e);
    capture_end(l, outer);
    l->style->bracket(l->to, '(', text);
    free(text);
}

static void
put_cases(formula_t *l, expr_t *e)
{
    formula_mark(l, CASES_OPEN);
    for (; e->kind == EXPR_IF; e = e->child[2])
    {
        formula_put(l, e->child[1], IN_BRACKETS);
        formula_mark(l, CASES_IF);
        formula_put(l, e->child[0], IN_BRACKETS);
        formula_mark(l, CASES_NEXT);
    }
    formula_put(l, e, IN_BRACKETS);
    formula_mark(l, CASES_ELSE);
    formula_mark(l, CASES_CLOSE);
}

/* ---- every kind --------------------------------------------------------- */

static void
put_apply(formula_t *l, expr_t *e)
{
    l->style->definition(l->to, e->definition);
    if (e->arity > 0)
        formula_list(l, e->child, e->arity, '(');
}

void
formula_put(formula_t *l, expr_t *e, int place)
{
    switch (expr_kind(e))
    {
        case EXPR_PI:
            formula_mark(l, MARK_PI);
            break;
        case EXPR_INFINITY:
            formula_mark(l, MARK_INFINITY);
            break;
        case EXPR_SYMBOL:
        case EXPR_BOUND:
            l->style->name(l->to, names_of(&l->names, e));
            break;
        case EXPR_ADD:
            formula_sum(l, e, place);
            break;
        case EXPR_RATIONAL:
        case EXPR_MUL:
        case EXPR_POWER:
            formula_product(l, e, place);
            break;
        case EXPR_FUNCTION:
            if (node_is_function(e, FUNCTION_FLOOR))
                formula_put(l, e->child[0], place);
            else
                put_function(l, e, place);
            break;
        case EXPR_APPLY:
            put_apply(l, e);
            break;
        case EXPR_IF:
            put_cases(l, e);
            break;
        case EXPR_GAUSS: case EXPR_INTEGRAL: case EXPR_MINIMUM:
        case EXPR_MAXIMUM: case EXPR_AT_MINIMUM: case EXPR_AT_MAXIMUM:
            put_binder(l, e);
            break;
        default:
            put_condition(l, e, place);
            break;
    }
}

void
formula_print(FILE *to, expr_t *e, const style_t *style)
{
    formula_t l;

    l.to = to;
    l.style = style;
    names_init(&l.names, e);
    formula_put(&l, e, IN_BRACKETS);
    names_clear(&l.names);
}
