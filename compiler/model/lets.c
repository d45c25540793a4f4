/* compiler/model/lets.c -- values with a name: let, observable, free entropy,
   hidden units, activation.  Each is read once, when first needed. */
#include "check.h"

static int
is_law_tree(check_t *c, const ast_t *a)
{
    const entry_t *e;

    if (a == NULL)
        return 0;
    if (a->kind == AST_SET)
        return 1;
    if (a->kind == AST_CALL)
        return is_law_name(a->text);
    if (a->kind != AST_NAME)
        return 0;
    e = entry_find(c, a->text, 0);
    if (e == NULL)
        return is_law_name(a->text);
    return e->kind == NAME_LET && e->state == ENTRY_READY
           && e->value.kind == KIND_LAW;
}

/* Reports what is wrong with a law now; its place is known only at its use. */
static value_t
read_law(check_t *c, const ast_t *a)
{
    value_t v = { KIND_LAW, NULL };
    expr_t **value;
    int width;

    a = law_tree(c, a);
    if (a->kind == AST_SET && a->n > 0 && a->child[0] != NULL
        && a->child[0]->kind != AST_ITEM)
        (void) convert_set(c, a, &width, &value);
    else
        (void) convert_law(c, a, ~0u);
    return v;
}

static value_t
read_value(check_t *c, entry_t *e)
{
    const stmt_t *s = e->statement;
    value_t v;

    if (e->kind == NAME_LET && is_law_tree(c, s->value))
        return read_law(c, s->value);
    v = e->kind == NAME_LET || e->kind == NAME_FUNCTION
            ? convert(c, s->value)
            : want_number(c, s->value);
    if (v.kind == KIND_LAW && e->kind != NAME_LET)
        return want_number(c, s->value);
    return v;
}

static void
open_formals(check_t *c, entry_t *e)
{
    const stmt_t *s = e->statement;
    int i;

    e->n_formals = s->n_args;
    e->formal = check_alloc(c, ((size_t) s->n_args + 1) * sizeof *e->formal);
    for (i = 0; i < s->n_args; i++)
        e->formal[i] = s->args[i] != NULL && s->args[i]->kind == AST_NAME
                           ? scope_open(c, s->args[i])
                           : expr_fresh(c->algebra, "x");
}

static void
read_in(check_t *c, entry_t *e, const context_t *context)
{
    frame_t old = frame_enter(c, e->statement, e->position, context);

    e->state = ENTRY_OPEN;
    e->value = value_bad();
    if (e->kind == NAME_FUNCTION || e->kind == NAME_ACTIVATION)
        open_formals(c, e);
    e->value = read_value(c, e);
    e->uses = c->frame.uses;
    e->state = ENTRY_READY;
    c->frame = old;
}

void
read_let(check_t *c, entry_t *e)
{
    read_in(c, e, e->kind == NAME_HIDDEN ? &CONTEXT_CLOSED
                  : e->kind == NAME_ACTIVATION ? &CONTEXT_PARAMETERS
                                               : &CONTEXT_LET);
    /* a flow's equations are written in terms of the activation */
    if (e->kind == NAME_ACTIVATION && c->spec->online != NULL
        && e->value.kind == KIND_NUMBER)
        e->definition = definition_new(c->algebra, e->name, e->name,
                                       e->formal, e->n_formals, e->value.e);
}

void
read_observable(check_t *c, entry_t *e)
{
    read_in(c, e, &CONTEXT_VALUE);
}

void
read_potential(check_t *c, entry_t *e)
{
    read_in(c, e, &CONTEXT_UNKNOWNS);
}
