/* compiler/model/statements.c -- reading the statements, one kind a pass:
   parameters, lets and unknowns; then laws; then what speaks of them. */
#include "check.h"

#include <string.h>

static entry_t *
entry_of(check_t *c, const stmt_t *s, const char *name, int function)
{
    entry_t *e = name != NULL ? entry_find(c, name, function) : NULL;

    return e != NULL && e->statement == s ? e : NULL;
}

void
unsupported(check_t *c, const stmt_t *s)
{
    spec_t *m = c->spec;
    int n = m->n_unsupported;

    if (m->unsupported_span == NULL)
    {
        size_t room = (size_t) c->tree->n + 1;

        m->unsupported_span
            = check_alloc(c, room * sizeof *m->unsupported_span);
        m->unsupported_word
            = check_alloc(c, room * sizeof *m->unsupported_word);
    }
    if (n > 0 && m->unsupported_span[n - 1].line == span_start(s).line)
        return;
    m->unsupported_span[n] = span_start(s);
    m->unsupported_word[n] = statement_word(s->kind);
    m->n_unsupported++;
}

/* ---- parameters and unknowns -------------------------------------------- */

/* Lets the algebra know what a domain says of the sign. */
static void
assume_domain(check_t *c, expr_t *symbol, const domain_t *d)
{
    int order;

    if (d->lo == NULL)
        return;
    order = compare_closed(c, d->lo, expr_integer(c->algebra, 0));
    if (order == 1 || (order == 0 && d->lo_open))
        expr_assume(c->algebra, symbol, 1, 1);
    else if (order == 0)
        expr_assume(c->algebra, symbol, 0, 1);
}

static void
read_parameter(check_t *c, const stmt_t *s, int position)
{
    entry_t *e = entry_of(c, s, s->name, 0);
    parameter_t *p;
    frame_t old;

    if (e == NULL)
        return;
    e->index = c->spec->n_parameters;
    p = &c->spec->parameter[c->spec->n_parameters++];
    p->name = s->name;
    p->symbol = e->symbol;
    p->description = s->text;
    p->span = s->name_span;
    old = frame_enter(c, s, position, &CONTEXT_CLOSED);
    read_domain(c, s, &p->domain, &CONTEXT_CLOSED);
    if (s->value != NULL)
        p->fallback = convert_number(c, s->value);
    else if (s->fallback != NULL)
        p->fallback = convert_number(c, s->fallback);
    c->frame = old;
    if (p->fallback != NULL && s->fallback != NULL)
        check_inside(c, &p->domain, p->fallback, span_of(s->fallback),
                     s->name);
    assume_domain(c, p->symbol, &p->domain);
}

static void
read_one_order(check_t *c, const stmt_t *s, const ast_t *a,
               const domain_t *domain)
{
    const char *name = variable_name(c, a);
    entry_t *e = entry_of(c, s, name, 0);
    order_t *o;

    if (e == NULL || e->index >= 0)
        return;
    if (a->kind != AST_NAME)
        unsupported(c, s);
    e->index = c->spec->n_orders;
    o = &c->spec->order[c->spec->n_orders++];
    o->name = name;
    o->symbol = e->symbol;
    o->domain = *domain;
    o->description = s->text;
    o->span = span_of(a);
    assume_domain(c, o->symbol, domain);
}

static void
read_order(check_t *c, const stmt_t *s, int position)
{
    frame_t old = frame_enter(c, s, position, &CONTEXT_UNKNOWNS);
    domain_t domain;
    int i, j;

    read_domain(c, s, &domain, &CONTEXT_UNKNOWNS);
    c->frame = old;
    for (i = 0; i < s->n_args; i++)
    {
        const ast_t *a = s->args[i];

        if (a == NULL)
            continue;
        if (a->kind != AST_TUPLE)
            read_one_order(c, s, a, &domain);
        for (j = 0; a->kind == AST_TUPLE && j < a->n; j++)
            if (a->child[j] != NULL)
                read_one_order(c, s, a->child[j], &domain);
    }
}

static void
read_first_pass(check_t *c, const stmt_t *s, int i)
{
    entry_t *e;

    switch (s->kind)
    {
    case STMT_PARAMETER:
        read_parameter(c, s, i);
        break;
    case STMT_ORDER:
        read_order(c, s, i);
        break;
    case STMT_LET:
    case STMT_HIDDEN:
    case STMT_ACTIVATION:
        e = entry_of(c, s, s->name,
                     s->kind == STMT_ACTIVATION
                         || (s->kind == STMT_LET && s->n_args > 0));
        if (e != NULL && e->state == ENTRY_UNREAD)
            read_let(c, e);
        if (s->kind != STMT_LET && c->spec->online == NULL)
            unsupported(c, s);
        break;
    default:
        break;
    }
}

/* ---- laws --------------------------------------------------------------- */

static variable_t *
read_variable(check_t *c, const stmt_t *s, int position, unsigned place)
{
    variable_t *v = check_alloc(c, sizeof *v);
    frame_t old = frame_enter(c, s, position, &CONTEXT_PARAMETERS);
    entry_t *field;
    char *z;

    v->name = s->name;
    v->span = s->name_span;
    v->symbol = expr_symbol(c->algebra, s->name);
    v->law = convert_law(c, s->value, place);
    c->frame = old;
    if (place == PLACE_NOISE)
    {
        entry_t *e = entry_find(c, s->name, 0);

        if (e != NULL && e->symbol != NULL)
            v->symbol = e->symbol;
        return v;
    }
    v->suffix = s->name[0] != '\0' ? s->name + 1 : "";
    z = (char *) check_say(c, "z%s", v->suffix);
    field = entry_find(c, z, 0);
    v->field = field != NULL && field->kind == NAME_FIELD
                   ? field->symbol
                   : expr_symbol(c->algebra, z);
    return v;
}

static void
read_second_pass(check_t *c, const stmt_t *s, int i)
{
    spec_t *m = c->spec;

    if (s->name == NULL && s->kind != STMT_SITE)
        return;
    switch (s->kind)
    {
    case STMT_WEIGHTS:
        if (m->weights == NULL)
            m->weights = read_variable(c, s, i, PLACE_WEIGHTS);
        break;
    case STMT_TEACHER:
        if (m->teacher == NULL)
            m->teacher = read_variable(c, s, i, PLACE_WEIGHTS);
        break;
    case STMT_STUDENT:
        if (m->student == NULL)
            m->student = read_variable(c, s, i, PLACE_WEIGHTS);
        break;
    case STMT_NOISE:
        m->noise[m->n_noises++] = *read_variable(c, s, i, PLACE_NOISE);
        break;
    case STMT_SITE:
    case STMT_INPUTS:
    {
        frame_t old = frame_enter(c, s, i, &CONTEXT_PARAMETERS);

        (void) convert_law(c, s->value, PLACE_SITE);
        c->frame = old;
        unsupported(c, s);
        break;
    }
    default:
        break;
    }
}

/* gibbs, erm and online have a student w, z also when none is written. */
static void
complete_student(check_t *c)
{
    spec_t *m = c->spec;
    variable_t *v;

    if (m->teacher == NULL || m->learner == LEARNER_BAYES
        || m->learner == LEARNER_NONE)
        return;
    if (m->student == NULL)
    {
        v = check_alloc(c, sizeof *v);
        v->name = "w";
        v->suffix = "";
        v->symbol = expr_symbol(c->algebra, "w");
        v->field = expr_symbol(c->algebra, "z");
        v->law = m->learner == LEARNER_ERM ? NULL : m->teacher->law;
        v->span = m->learner_span;
        m->student = v;
    }
}

/* ---- the rest ----------------------------------------------------------- */

static void
read_observable_statement(check_t *c, const stmt_t *s)
{
    spec_t *m = c->spec;
    entry_t *e = entry_of(c, s, s->name, 0);
    observable_t *o;

    if (e == NULL)
        return;
    if (e->state == ENTRY_UNREAD)
        read_observable(c, e);
    if (e->value.kind == KIND_BAD)
        return;
    e->index = m->n_observables;
    o = &m->observable[m->n_observables++];
    o->name = s->name;
    o->value = units_resolve(c, e->value.e, s->span);
    o->description = s->text;
    o->span = s->name_span;
}

static void
read_potential_statement(check_t *c, const stmt_t *s)
{
    spec_t *m = c->spec;
    entry_t *e = entry_of(c, s, s->name, 0);

    if (m->potential_name != NULL)
        return;
    m->potential_name = s->name;
    m->potential_span = s->span;
    if (e == NULL)
        return;
    if (e->state == ENTRY_UNREAD)
        read_potential(c, e);
    m->potential = e->value.e;
}

static void
read_equation(check_t *c, const stmt_t *s, int position)
{
    spec_t *m = c->spec;
    const ast_t *a = s->value;
    frame_t old;

    if (a == NULL || a->kind == AST_BAD)
        return;
    if (a->kind != AST_COMPARISON || a->n != 2 || a->relation[0] != REL_EQ)
    {
        fault(c, "E0258", a->span, "write equation LEFT == RIGHT",
              "an equation has one '=='");
        return;
    }
    old = frame_enter(c, s, position, &CONTEXT_VALUE);
    m->equation_left[m->n_equations] = convert_number(c, a->child[0]);
    m->equation_right[m->n_equations] = convert_number(c, a->child[1]);
    m->n_equations++;
    c->frame = old;
}

static void
read_third_pass(check_t *c, const stmt_t *s, int i)
{
    spec_t *m = c->spec;

    switch (s->kind)
    {
    case STMT_CITE:
        if (s->text != NULL)
            m->cite[m->n_cites++] = s->text;
        break;
    case STMT_FREE_ENTROPY:
        read_potential_statement(c, s);
        break;
    case STMT_OBSERVABLE:
        read_observable_statement(c, s);
        break;
    case STMT_EQUATION:
        read_equation(c, s, i);
        break;
    case STMT_STATIONARY:
        read_stationary(c, s);
        break;
    default:
        read_model_statement(c, s, i);
        break;
    }
}

static void
make_room(check_t *c)
{
    spec_t *m = c->spec;
    const int *n = c->seen;
    int i, orders = 0;

    for (i = 0; i < c->tree->n; i++)
    {
        const stmt_t *s = c->tree->stmt[i];
        int j;

        for (j = 0; s->kind == STMT_ORDER && j < s->n_args; j++)
            orders += s->args[j] != NULL && s->args[j]->kind == AST_TUPLE
                          ? s->args[j]->n
                          : 1;
    }
#define ROOM(field, count) \
    m->field = check_alloc(c, ((size_t) (count) + 1) * sizeof *m->field)
    ROOM(cite, n[STMT_CITE]);
    ROOM(parameter, n[STMT_PARAMETER]);
    ROOM(noise, n[STMT_NOISE]);
    ROOM(order, orders);
    ROOM(stationary, orders);
    ROOM(equation_left, n[STMT_EQUATION]);
    ROOM(equation_right, n[STMT_EQUATION]);
    ROOM(start, n[STMT_START]);
    ROOM(observable, n[STMT_OBSERVABLE]);
    ROOM(threshold, n[STMT_THRESHOLD]);
    ROOM(reference, n[STMT_REFERENCE]);
#undef ROOM
    c->unknown_covered
        = check_alloc(c, ((size_t) orders + 1) * sizeof *c->unknown_covered);
}

void
read_statements(check_t *c)
{
    const spec_ast_t *t = c->tree;
    int i;

    make_room(c);
    for (i = 0; i < t->n; i++)
        read_first_pass(c, t->stmt[i], i);
    online_units(c);
    for (i = 0; i < t->n; i++)
        read_second_pass(c, t->stmt[i], i);
    complete_student(c);
    for (i = 0; i < t->n; i++)
        read_third_pass(c, t->stmt[i], i);
}
