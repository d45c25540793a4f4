/* compiler/model/convert.c -- trees to expressions, with their kinds. */
#include "check.h"

#include <string.h>

value_t
value_bad(void)
{
    value_t v = { KIND_BAD, NULL };

    return v;
}

value_t
value_number(check_t *c, const ast_t *a, expr_t *e)
{
    value_t v = { KIND_NUMBER, e };

    if (e == NULL)
        return value_bad();
    return check_size(c, e, a->span) ? v : value_bad();
}

static value_t
value_condition(check_t *c, const ast_t *a, expr_t *e)
{
    value_t v = value_number(c, a, e);

    if (v.kind != KIND_BAD)
        v.kind = KIND_CONDITION;
    return v;
}

/* ---- conditions --------------------------------------------------------- */

/* -1 for < <=, 1 for > >=, 0 for ==. */
static int
direction(relation_t r)
{
    return r == REL_EQ ? 0 : r == REL_LT || r == REL_LE ? -1 : 1;
}

static expr_t *
compare(check_t *c, relation_t r, expr_t *x, expr_t *y)
{
    compare_t how = r == REL_EQ ? COMPARE_EQ
                    : r == REL_LT || r == REL_GT ? COMPARE_LT : COMPARE_LE;

    return direction(r) > 0 ? expr_compare(c->algebra, how, y, x)
                            : expr_compare(c->algebra, how, x, y);
}

static value_t
convert_comparison(check_t *c, const ast_t *a)
{
    expr_t **part = check_alloc(c, ((size_t) a->n + 1) * sizeof *part);
    expr_t *last = NULL;
    int i, good = a->n > 1 && a->relation != NULL;

    for (i = 0; i < a->n; i++)
    {
        value_t v = want_number(c, a->child[i]);

        good = good && v.kind != KIND_BAD;
        if (good && i > 0)
            part[i - 1] = compare(c, a->relation[i - 1], last, v.e);
        last = v.e;
    }
    for (i = 1; a->relation != NULL && i + 1 < a->n; i++)
        if (direction(a->relation[i]) != direction(a->relation[0]))
        {
            fault(c, "E0225", span_of(a->child[i + 1]),
                  "join two comparisons by 'and'",
                  "a chain of comparisons must keep one direction");
            return value_bad();
        }
    if (!good)
        return value_bad();
    return value_condition(c, a, expr_and(c->algebra, part, a->n - 1));
}

static value_t
convert_logic(check_t *c, const ast_t *a)
{
    expr_t **part = check_alloc(c, ((size_t) a->n + 1) * sizeof *part);
    int i, good = a->n > 0;
    expr_t *e;

    for (i = 0; i < a->n; i++)
    {
        value_t v = want_condition(c, a->child[i]);

        good = good && v.kind != KIND_BAD;
        part[i] = v.e;
    }
    if (!good)
        return value_bad();
    e = a->kind == AST_NOT   ? expr_not(c->algebra, part[0])
        : a->kind == AST_AND ? expr_and(c->algebra, part, a->n)
                             : expr_or(c->algebra, part, a->n);
    return value_condition(c, a, e);
}

static value_t
convert_if(check_t *c, const ast_t *a)
{
    value_t test, yes, no;
    algebra_t *g = c->algebra;
    expr_t *both[2], *either[2];

    if (a->n != 3)
        return value_bad();
    test = want_condition(c, a->child[0]);
    yes = convert(c, a->child[1]);
    if (yes.kind == KIND_CONDITION)
        no = want_condition(c, a->child[2]);
    else
        no = want_number(c, a->child[2]);
    if (test.kind == KIND_BAD || yes.kind == KIND_BAD || no.kind == KIND_BAD)
        return value_bad();
    if (yes.kind == KIND_LAW)
        return want_number(c, a->child[1]);
    if (yes.kind == KIND_NUMBER)
        return value_number(c, a, expr_if(g, test.e, yes.e, no.e));
    both[0] = test.e;
    both[1] = yes.e;
    either[0] = expr_and(g, both, 2);
    both[0] = expr_not(g, test.e);
    both[1] = no.e;
    either[1] = expr_and(g, both, 2);
    return value_condition(c, a, expr_or(g, either, 2));
}

/* ---- what is not a number ----------------------------------------------- */

/* An entry of what belongs to units: allowed where its plain name is. */
static value_t
convert_unit(check_t *c, const ast_t *a)
{
    ast_t plain = *a;

    plain.kind = AST_NAME;
    plain.n = 0;
    if (resolve(c, &plain).kind == KIND_BAD)
        return value_bad();
    return value_number(c, a, units_entry(c, a, units_kind(c, a->text)));
}

static value_t
convert_index(check_t *c, const ast_t *a)
{
    const char *name = variable_name(c, a);
    const entry_t *base;
    ast_t plain;
    entry_t *e;
    int i;

    if (name == NULL)
        return value_bad();
    if (units_kind(c, a->text) >= 0)
        return convert_unit(c, a);
    e = entry_find(c, name, 0);
    base = entry_find(c, a->text, 0);
    plain = *a;
    plain.kind = AST_NAME;
    plain.n = 0;
    if (e != NULL)
    {
        plain.text = name;
        return resolve(c, &plain);
    }
    if (c->has_hidden
        && ((base != NULL && base->kind == NAME_FIELD)
            || (base == NULL && derived_find(c, a->text) != NULL)))
    {
        for (i = 0; i < a->n; i++)
            (void) convert_number(c, a->child[i]);
        (void) resolve(c, &plain);
        return value_number(c, a, expr_symbol(c->algebra, name));
    }
    if (base == NULL && derived_find(c, a->text) == NULL)
        return resolve(c, &plain);
    fault(c, "E0227", a->span,
          "fields and overlaps have entries where 'hidden K = ...' is "
          "declared",
          "'%s' has no entries", a->text);
    return value_bad();
}

static value_t
convert_list(check_t *c, const ast_t *a)
{
    const char *what = a->kind == AST_SET     ? "a set or law"
                       : a->kind == AST_TUPLE ? "a tuple"
                       : a->kind == AST_ROW   ? "a row or matrix"
                       : a->kind == AST_RANGE ? "a range"
                                              : "a pair with ':'";

    fault(c, "E0223", a->span,
          a->kind == AST_SET
              ? "average over a law with E[s ~ {...}](...), sum over a set "
                "with sum[s in {...}](...)"
              : NULL,
          "%s cannot stand for a number", what);
    return value_bad();
}

static value_t
convert_node(check_t *c, const ast_t *a)
{
    switch (a->kind)
    {
    case AST_NUMBER:
        return convert_literal(c, a);
    case AST_NAME:
        return resolve(c, a);
    case AST_CALL:
        return convert_call(c, a);
    case AST_INDEX:
        return convert_index(c, a);
    case AST_BINDER:
        return convert_binder(c, a);
    case AST_UNARY:
        return convert_unary(c, a);
    case AST_SUM:
        return convert_sum(c, a);
    case AST_PRODUCT:
        return convert_product(c, a);
    case AST_POWER:
        return convert_power(c, a);
    case AST_COMPARISON:
        return convert_comparison(c, a);
    case AST_NOT:
    case AST_AND:
    case AST_OR:
        return convert_logic(c, a);
    case AST_IF:
        return convert_if(c, a);
    case AST_TUPLE:
    case AST_SET:
    case AST_ROW:
    case AST_ITEM:
    case AST_RANGE:
        return convert_list(c, a);
    default:
        return value_bad();
    }
}

value_t
convert(check_t *c, const ast_t *a)
{
    value_t v;

    if (a == NULL)
        return value_bad();
    if (c->frame.depth > 2 * AST_MAX_DEPTH)
    {
        fault(c, "E0232", a->span, NULL,
              "the expression is nested too deeply");
        return value_bad();
    }
    c->frame.depth++;
    v = convert_node(c, a);
    c->frame.depth--;
    return v;
}

/* ---- with a kind -------------------------------------------------------- */

value_t
want_number(check_t *c, const ast_t *a)
{
    value_t v = convert(c, a);

    if (v.kind == KIND_CONDITION)
        fault(c, "E0220", a->span, "write if ... then 1 else 0",
              "a number is needed here, not a condition");
    if (v.kind == KIND_LAW)
        fault(c, "E0222", a->span,
              "average over it with a binder, as in E[s ~ rademacher](...)",
              "a number is needed here, not a law or set");
    return v.kind == KIND_NUMBER ? v : value_bad();
}

value_t
want_condition(check_t *c, const ast_t *a)
{
    value_t v = convert(c, a);

    if (v.kind == KIND_NUMBER)
        fault(c, "E0221", a->span, "compare it with something, as in z >= 0",
              "a condition is needed here, not a number");
    if (v.kind == KIND_LAW)
        fault(c, "E0222", a->span, NULL,
              "a condition is needed here, not a law or set");
    return v.kind == KIND_CONDITION ? v : value_bad();
}

expr_t *
convert_number(check_t *c, const ast_t *a)
{
    return want_number(c, a).e;
}

expr_t *
convert_condition(check_t *c, const ast_t *a)
{
    return want_condition(c, a).e;
}

expr_t *
number_in(check_t *c, const ast_t *a, const context_t *context)
{
    const context_t *old = c->frame.context;
    expr_t *e;

    c->frame.context = context;
    e = convert_number(c, a);
    c->frame.context = old;
    return e;
}

expr_t *
range_end(check_t *c, const ast_t *a, int *infinite)
{
    const ast_t *b = a;
    int sign = 1;

    *infinite = 0;
    while (b != NULL && b->kind == AST_UNARY && b->n > 0)
    {
        sign = b->op == '-' ? -sign : sign;
        b = b->child[0];
    }
    if (b != NULL && b->kind == AST_NAME && strcmp(b->text, "inf") == 0)
    {
        *infinite = sign;
        return NULL;
    }
    return convert_number(c, a);
}
