/* runtime/verify/text/parse.c -- the prefix form of expressions. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

static const char *const word[] = {
    "", "pi", "inf", "true", "false", "sym", "var", "add", "mul", "pow", "exp",
    "log", "abs", "sign", "min", "max", "sinh", "cosh", "tanh", "sin", "cos",
    "asin", "acos", "atan", "H", "phi", "mass", "Phi2", "lt", "le", "eq",
    "and", "or", "not", "if", "gauss", "int", "minimum", "maximum",
    "at_minimum", "at_maximum",
};

/* How many children; -1: one or more. */
static const signed char arity[] = {
    0, 0, 0, 0, 0, 0, 0, -1, -1, 2, 1, 1, 1, 1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 2, 3, 2, 2, 2, -1, -1, 1, 3, 1, 3, 1, 1, 2, 2,
};

enum { N_WORDS = sizeof word / sizeof word[0], MAX_ARITY = 2000,
       MAX_DIGITS = 20000 };

typedef struct
{
    tree_t *tree;
    const char *at;
} parser_t;

const char *
op_word(op_t op)
{
    return word[op];
}

static node_t *
fail(parser_t *p, const char *why)
{
    if (p->tree->why == NULL)
        p->tree->why = why;
    return NULL;
}

static void
blanks(parser_t *p)
{
    while (*p->at == ' ')
        p->at++;
}

/* A word or number up to a blank or bracket. */
static size_t
span(const parser_t *p)
{
    return strcspn(p->at, " ()");
}

/* p or p/q */
static node_t *
number(parser_t *p)
{
    size_t n = span(p);
    char *text = n <= MAX_DIGITS ? strndup(p->at, n) : NULL;
    fmpq_t x;
    node_t *e = NULL;

    fmpq_init(x);
    if (text != NULL && strspn(text, "-0123456789/") == n
        && fmpq_set_str(x, text, 10) == 0 && fmpz_sgn(fmpq_denref(x)) > 0)
    {
        fmpq_canonicalise(x);
        e = tree_number(p->tree, x);
    }
    else
        fail(p, "a bad number in an expression");
    fmpq_clear(x);
    free(text);
    p->at += n;
    return e;
}

static node_t *
leaf(parser_t *p, op_t op)
{
    char name[MAX_NAME + 1], *end;
    size_t n;
    long i;

    blanks(p);
    n = span(p);
    if (n == 0 || n > MAX_NAME)
        return fail(p, "a bad name in an expression");
    memcpy(name, p->at, n);
    name[n] = '\0';
    p->at += n;
    i = op == N_SYMBOL ? tree_symbol(p->tree, name) : strtol(name, &end, 10);
    if (i < 0 || (op == N_VAR && i >= MAX_BINDERS)
        || (op == N_VAR && *end != '\0')
        || (op == N_VAR && name[0] == '-'))
        return fail(p, "a bad name in an expression");
    return tree_index(p->tree, op, (int) i);
}

static node_t *expression(parser_t *p, int depth);

static node_t *
bracket(parser_t *p, int depth)
{
    node_t **child = NULL, *e = NULL, **more;
    size_t n;
    int op, k = 0;

    p->at++;
    n = span(p);
    for (op = N_WORDS - 1; op > 0; op--)
        if (strlen(word[op]) == n && memcmp(word[op], p->at, n) == 0)
            break;
    if (op <= N_FALSE)
        return fail(p, "an unknown operator in an expression");
    p->at += n;
    if (op == N_SYMBOL || op == N_VAR)
        e = leaf(p, (op_t) op);
    else
    {
        for (blanks(p); *p->at != ')' && p->tree->why == NULL; blanks(p))
        {
            more = k < MAX_ARITY
                       ? realloc(child, (size_t) (k + 1) * sizeof *child)
                       : NULL;
            if (more == NULL)
                break;
            child = more;
            child[k++] = expression(p, depth + 1);
        }
        if (*p->at != ')' || k == 0 || (arity[op] >= 0 && k != arity[op]))
            fail(p, "an operator with a wrong number of arguments");
        else
            e = tree_make(p->tree, (op_t) op, k, child);
        free(child);
    }
    blanks(p);
    if (*p->at != ')')
        return fail(p, "a bracket is not closed in an expression");
    p->at++;
    return e;
}

static node_t *
expression(parser_t *p, int depth)
{
    size_t n;
    int op;

    blanks(p);
    if (depth > MAX_DEPTH)
        return fail(p, "an expression is nested too deeply");
    if (*p->at == '(')
        return bracket(p, depth);
    n = span(p);
    for (op = N_PI; op <= N_FALSE; op++)
        if (strlen(word[op]) == n && memcmp(word[op], p->at, n) == 0)
        {
            p->at += n;
            return tree_index(p->tree, (op_t) op, 0);
        }
    return number(p);
}

node_t *
tree_parse(tree_t *t, const char *text)
{
    parser_t p = { t, text };
    node_t *e = expression(&p, 0);

    blanks(&p);
    if (e != NULL && *p.at != '\0')
        return fail(&p, "something follows an expression");
    if (e != NULL && e->free != 0)
        return fail(&p, "a variable without its binder");
    return t->why == NULL ? e : NULL;
}
