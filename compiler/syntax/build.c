/* compiler/syntax/build.c -- builds the tree; called by the grammar. */
#include "parse.h"

#include <string.h>

span_t
span_join(span_t first, span_t last)
{
    first.end_line = last.end_line;
    first.end_col = last.end_col;
    return first;
}

/* ---- lists -------------------------------------------------------------- */

ast_list_t
list_one(parse_t *p, ast_t *item)
{
    return list_add(p, (ast_list_t) { 0 }, 0, item);
}

/* Memory for twice as many; 0 if there is none. */
static int
list_grow(parse_t *p, ast_list_t *list)
{
    int room = list->room == 0 ? 2 : 2 * list->room;
    ast_t **item = arena_alloc(p->arena, (size_t) room * sizeof *item);
    char *op = arena_alloc(p->arena, (size_t) room);

    if (item == NULL || op == NULL)
        return 0;
    if (list->n > 0)
    {
        memcpy(item, list->item, (size_t) list->n * sizeof *item);
        memcpy(op, list->op, (size_t) list->n);
    }
    list->item = item;
    list->op = op;
    list->room = room;
    return 1;
}

ast_list_t
list_add(parse_t *p, ast_list_t list, int op, ast_t *item)
{
    if (list.n == list.room && !list_grow(p, &list))
    {
        parse_memory(p);
        return list;
    }
    list.item[list.n] = item;
    list.op[list.n] = (char) op;
    list.n++;
    return list;
}

ast_points_t
points_one(parse_t *p, ast_t *variable, ast_t *value)
{
    return points_add(p, (ast_points_t) { 0 }, variable, value);
}

ast_points_t
points_add(parse_t *p, ast_points_t points, ast_t *variable, ast_t *value)
{
    points.variable = list_add(p, points.variable, 0, variable);
    points.value = list_add(p, points.value, 0, value);
    return points;
}

/* ---- expressions -------------------------------------------------------- */

/* Stands in for a node that cannot be made; its statement is left out. */
static ast_t *
bad(parse_t *p)
{
    p->statement_bad = 1;
    p->bad.kind = AST_BAD;
    p->bad.depth = 1;
    return &p->bad;
}

static ast_t *
node(parse_t *p, ast_kind_t kind, span_t span, ast_t **child, int n)
{
    ast_t *a;
    int i, depth = 0;

    for (i = 0; i < n; i++)
        if (child[i] != NULL && child[i]->depth > depth)
            depth = child[i]->depth;
    if (depth >= AST_MAX_DEPTH)
    {
        if (!p->statement_bad)
            parse_too_deep(p, span);
        return bad(p);
    }
    a = arena_alloc(p->arena, sizeof *a);
    if (a == NULL)
    {
        parse_memory(p);
        return bad(p);
    }
    a->kind = kind;
    a->span = span;
    a->n = n;
    a->depth = depth + 1;
    a->child = child;
    return a;
}

ast_t *
ast_leaf(parse_t *p, ast_kind_t kind, span_t span, const char *text)
{
    ast_t *a = node(p, kind, span, NULL, 0);

    if (a->kind == kind)
        a->text = text;
    return a;
}

ast_t *
ast_node(parse_t *p, ast_kind_t kind, int op, span_t span, ast_t *first,
         ast_t *second, ast_t *third)
{
    ast_t **child = arena_alloc(p->arena, 3 * sizeof *child), *a;

    if (child == NULL)
    {
        parse_memory(p);
        return bad(p);
    }
    child[0] = first;
    child[1] = second;
    child[2] = third;
    a = node(p, kind, span, child, third != NULL    ? 3
                                   : second != NULL ? 2
                                                    : 1);
    if (a->kind == kind)
        a->op = op;
    return a;
}

/* The relations of a comparison, one fewer than its operands. */
static const relation_t *
relations(parse_t *p, const ast_list_t *list)
{
    relation_t *r = arena_alloc(p->arena, (size_t) list->n * sizeof *r);
    int i;

    if (r == NULL)
        parse_memory(p);
    else
        for (i = 1; i < list->n; i++)
            r[i - 1] = (relation_t) list->op[i];
    return r;
}

ast_t *
ast_list(parse_t *p, ast_kind_t kind, span_t span, const char *text,
         ast_list_t list)
{
    ast_t *a = node(p, kind, span, list.item, list.n);

    if (a->kind != kind)
        return a;
    a->text = text;
    if (kind == AST_COMPARISON)
    {
        a->relation = relations(p, &list);
        return a->relation != NULL ? a : bad(p);
    }
    if ((kind == AST_SUM || kind == AST_PRODUCT) && list.n > 0)
    {
        list.op[0] = kind == AST_SUM ? '+' : '*';
        a->ops = list.op;
    }
    return a;
}

ast_t *
ast_bracket(parse_t *p, span_t span, ast_list_t list)
{
    if (list.n == 1)
        return list.item[0];
    return ast_list(p, AST_TUPLE, span, NULL, list);
}

ast_t *
ast_binder(parse_t *p, span_t span, const char *text, ast_list_t bounds,
           ast_t *body)
{
    return ast_list(p, AST_BINDER, span, text, list_add(p, bounds, 0, body));
}

ast_t *
ast_bound(parse_t *p, span_t span, ast_t *variable, int op, ast_t *law)
{
    ast_t *a = ast_node(p, AST_BOUND, op, span, variable, law, NULL);

    if (a->kind == AST_BOUND)
        a->n = 2; /* the second may be NULL */
    return a;
}

/* ---- statements --------------------------------------------------------- */

condition_t *
condition_new(parse_t *p, span_t span, condition_t condition)
{
    condition_t *c = arena_alloc(p->arena, sizeof *c);

    if (c == NULL)
    {
        parse_memory(p);
        return &p->bad_condition;
    }
    *c = condition;
    c->span = span;
    return c;
}

stmt_t *
stmt_new(parse_t *p, span_t span, stmt_t stmt)
{
    stmt_t *s = arena_alloc(p->arena, sizeof *s);

    if (s == NULL)
    {
        parse_memory(p);
        return NULL;
    }
    *s = stmt;
    s->span = span;
    return s;
}

stmt_t *
stmt_domain(parse_t *p, span_t span, ast_domain_t domain, stmt_t stmt)
{
    stmt.range_lo = domain.lo;
    stmt.range_hi = domain.hi;
    stmt.bound = domain.bound;
    stmt.relation = domain.relation;
    stmt.has_relation = domain.has_relation;
    return stmt_new(p, span, stmt);
}

void
stmt_add(parse_t *p, stmt_t *stmt, const char *text, span_t text_span)
{
    spec_ast_t *spec = p->spec;
    int usable = stmt != NULL && !p->statement_bad && !p->failed;

    p->statement_bad = 0;
    if (!usable)
        return;
    if (text != NULL && stmt->text != NULL)
        diags_add(p->diags, DIAG_WARNING, "E0116", text_span, NULL,
                  "a second string after 'cite' is ignored");
    else if (text != NULL)
    {
        stmt->text = text;
        stmt->text_span = text_span;
    }
    if (spec->n == p->stmt_room)
    {
        int room = p->stmt_room == 0 ? 16 : 2 * p->stmt_room;
        stmt_t **all = arena_alloc(p->arena, (size_t) room * sizeof *all);

        if (all == NULL)
        {
            parse_memory(p);
            return;
        }
        if (spec->n > 0)
            memcpy(all, spec->stmt, (size_t) spec->n * sizeof *all);
        spec->stmt = all;
        p->stmt_room = room;
    }
    spec->stmt[spec->n++] = stmt;
}

void
stmt_drop(parse_t *p)
{
    p->statement_bad = 0;
}

void
spec_header(parse_t *p, const char *name, span_t span,
            const char *description)
{
    p->spec->name = name;
    p->spec->name_span = span;
    p->spec->description = description;
}

void
spec_end(parse_t *p, span_t span)
{
    p->spec->end_span = span;
}
