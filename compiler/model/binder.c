/* compiler/model/binder.c -- E, int, sum, min, max. */
#include "check.h"

#include <string.h>

enum { MAX_WIDTH = 16 };

/* One bound variable: its symbols and where its values come from. */
typedef struct
{
    const ast_t *ast;
    int width;
    expr_t *symbol[MAX_WIDTH];
    law_t *law;            /* E; NULL: standard normal        */
    int n;                 /* finite values: n times width    */
    expr_t **value;
    expr_t *lo, *hi;       /* int                             */
} bound_t;

static const char *
binder_help(char which)
{
    switch (which)
    {
    case 'E':
        return "write E[z](...) or E[z ~ LAW](...)";
    case 'i':
        return "write int[x in LO .. HI](...)";
    case 's':
        return "write sum[s in {a, b}](...) or sum[k in 1 .. 3](...)";
    default:
        return "write min[u](...) or min[u in {a, b}](...)";
    }
}

static int
wrong_bound(check_t *c, const ast_t *binder, const ast_t *b)
{
    fault(c, "E0235", b->span, binder_help(binder->text[0]),
          "'%s' does not take its variable like this", binder->text);
    return 0;
}

/* ---- values ------------------------------------------------------------- */

/* The integer that an end of a sum is; 0 after an error. */
static int
integer_end(check_t *c, const ast_t *a, long *out)
{
    expr_t *e = number_in(c, a, &CONTEXT_CLOSED);

    if (e == NULL)
        return 0;
    if (expr_kind(e) != EXPR_RATIONAL
        || !fmpz_is_one(fmpq_denref(expr_rational(e)))
        || fmpz_bits(fmpq_numref(expr_rational(e))) > 40)
    {
        fault(c, "E0233", span_of(a), NULL,
              "the end of a sum must be a whole number");
        return 0;
    }
    *out = (long) fmpz_get_si(fmpq_numref(expr_rational(e)));
    return 1;
}

static int
too_many(check_t *c, span_t span)
{
    fault(c, "E0234", span, "replace the sum by a formula",
          "the sum has too many terms");
    return 0;
}

static int
integer_range(check_t *c, const ast_t *range, bound_t *b)
{
    long lo, hi, k;
    int good = integer_end(c, range->child[0], &lo);

    if (!integer_end(c, range->child[1], &hi) || !good)
        return 0;
    if (hi - lo >= CHECK_MAX_TERMS)
        return too_many(c, range->span);
    b->n = hi < lo ? 0 : (int) (hi - lo + 1);
    b->value = check_alloc(c, ((size_t) b->n + 1) * sizeof *b->value);
    for (k = 0; k < b->n; k++)
        b->value[k] = expr_integer(c->algebra, lo + k);
    return 1;
}

static int
finite_values(check_t *c, const ast_t *binder, const ast_t *source,
              bound_t *b)
{
    int width;

    if (source->kind == AST_RANGE)
    {
        if (binder->text[0] != 's')
            return wrong_bound(c, binder, b->ast);
        return b->width == 1 ? integer_range(c, source, b)
                             : wrong_bound(c, binder, b->ast);
    }
    b->n = convert_set(c, source, &width, &b->value);
    if (b->n > 0 && width != b->width)
    {
        fault(c, "E0236", source->span, NULL,
              "the set has %d number%s in each element, the variable %d",
              width, width == 1 ? "" : "s", b->width);
        return 0;
    }
    return b->n > 0;
}

static int
average_values(check_t *c, const ast_t *binder, const ast_t *source,
               bound_t *b)
{
    (void) binder;
    b->law = convert_law(c, source, PLACE_BINDER);
    if (b->law == NULL)
        return 0;
    if (b->law->width != b->width)
    {
        fault(c, "E0236", source->span, NULL,
              "the law draws %d number%s at once, the variable takes %d",
              b->law->width, b->law->width == 1 ? "" : "s", b->width);
        return 0;
    }
    return 1;
}

static expr_t *
integral_end(check_t *c, const ast_t *a)
{
    int infinite;
    expr_t *e = range_end(c, a, &infinite);

    if (infinite == 0)
        return e;
    e = expr_infinity(c->algebra);
    return infinite < 0 ? expr_neg(c->algebra, e) : e;
}

static int
integral_range(check_t *c, const ast_t *binder, const ast_t *source,
               bound_t *b)
{
    if (source->kind != AST_RANGE || source->n != 2 || b->width != 1)
        return wrong_bound(c, binder, b->ast);
    b->lo = integral_end(c, source->child[0]);
    b->hi = integral_end(c, source->child[1]);
    return b->lo != NULL && b->hi != NULL;
}

/* Where the values come from, before the variable itself is known. */
static int
read_source(check_t *c, const ast_t *binder, bound_t *b)
{
    const ast_t *source = b->ast->n > 1 ? b->ast->child[1] : NULL;
    char which = binder->text[0];

    if (b->ast->op == BOUND_PLAIN || source == NULL)
        return (which == 'E' || which == 'm') && b->width == 1
                   ? 1
                   : wrong_bound(c, binder, b->ast);
    if (which == 'E')
        return b->ast->op == BOUND_LAW
                   ? average_values(c, binder, source, b)
                   : wrong_bound(c, binder, b->ast);
    if (b->ast->op != BOUND_IN)
        return wrong_bound(c, binder, b->ast);
    if (which == 'i')
        return integral_range(c, binder, source, b);
    return finite_values(c, binder, source, b);
}

static int
read_bound(check_t *c, const ast_t *binder, bound_t *b)
{
    const ast_t *v = b->ast->n > 0 ? b->ast->child[0] : NULL;
    int i, good;

    b->width = v != NULL && v->kind == AST_TUPLE ? v->n : 1;
    if (v == NULL || b->width > MAX_WIDTH
        || (v->kind != AST_NAME && v->kind != AST_TUPLE))
    {
        if (v != NULL && v->kind != AST_BAD)
            fault(c, "E0235", v->span, NULL,
                  "a bound variable is a name, or a tuple of up to %d names",
                  MAX_WIDTH);
        return 0;
    }
    good = read_source(c, binder, b);
    if (v->kind == AST_NAME)
        b->symbol[0] = scope_open(c, v);
    else
        for (i = 0; i < b->width; i++)
        {
            if (v->child[i] == NULL || v->child[i]->kind != AST_NAME)
                return 0;
            b->symbol[i] = scope_open(c, v->child[i]);
        }
    return good;
}

/* ---- applying ----------------------------------------------------------- */

static expr_t *
sum_over(check_t *c, const ast_t *binder, const bound_t *b, expr_t *body)
{
    algebra_t *g = c->algebra;
    expr_t **term = check_alloc(c, ((size_t) b->n + 1) * sizeof *term);
    int i;

    for (i = 0; i < b->n; i++)
        term[i] = expr_substitute(g, body, b->symbol,
                                  b->value + (size_t) i * (size_t) b->width,
                                  b->width);
    if (binder->text[0] == 's')
        return expr_sum(g, term, b->n);
    return fold(g, binder->text[1] == 'i' ? FUNCTION_MIN : FUNCTION_MAX, term,
                b->n);
}

/* How many terms the binder writes out: 0 when none. */
static int
terms(const bound_t *b)
{
    int i, n;

    if (b->law == NULL)
        return b->n;
    n = b->law->kind == LAW_FINITE ? b->law->n : 0;
    for (i = 0; b->law->kind == LAW_MIX && i < b->law->n; i++)
        n += b->law->component[i]->kind == LAW_FINITE
                 ? b->law->component[i]->n
                 : 1;
    return n;
}

static expr_t *
apply(check_t *c, const ast_t *binder, const bound_t *b, expr_t *body)
{
    algebra_t *g = c->algebra;
    int n = terms(b), nodes;

    if (n > 1)
    {
        nodes = expr_nodes(body, CHECK_MAX_NODES);
        if ((double) n * nodes > CHECK_MAX_NODES)
        {
            too_many(c, b->ast->span);
            return NULL;
        }
    }
    switch (binder->text[0])
    {
    case 'E':
        if (b->law == NULL)
            return expr_gauss(g, b->symbol[0], body);
        return b->width > 1
                   ? law_expectation_tuple(g, b->law, b->symbol, body)
                   : law_expectation(g, b->law, b->symbol[0], body);
    case 'i':
        return expr_integral(g, b->symbol[0], b->lo, b->hi, body);
    case 's':
        return sum_over(c, binder, b, body);
    default:
        if (b->n > 0)
            return sum_over(c, binder, b, body);
        return binder->text[1] == 'i' ? expr_minimum(g, b->symbol[0], body)
                                      : expr_maximum(g, b->symbol[0], body);
    }
}

value_t
convert_binder(check_t *c, const ast_t *a)
{
    scope_t *outer = c->frame.scope;
    bound_t *b;
    value_t v;
    int i, good = 1, n = a->n - 1;

    if (n < 1 || a->text == NULL)
        return value_bad();
    b = check_alloc(c, (size_t) n * sizeof *b);
    for (i = 0; i < n; i++)
    {
        b[i].ast = a->child[i];
        if (b[i].ast == NULL || b[i].ast->kind != AST_BOUND)
            good = 0;
        else if (!read_bound(c, a, &b[i]))
            good = 0;
    }
    v = want_number(c, a->child[n]);
    c->frame.scope = outer;
    if (!good || v.kind == KIND_BAD)
        return value_bad();
    for (i = n; i-- > 0 && v.e != NULL;)
    {
        v.e = apply(c, a, &b[i], v.e);
        if (v.e != NULL && !check_size(c, v.e, a->span))
            return value_bad();
    }
    return value_number(c, a, v.e);
}
