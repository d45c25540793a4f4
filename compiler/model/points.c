/* compiler/model/points.c -- lists of NAME = VALUE: starts, references. */
#include "check.h"

#include <string.h>

const char *
variable_name(check_t *c, const ast_t *a)
{
    const char *text;
    int i;

    if (a == NULL || a->text == NULL)
        return NULL;
    if (a->kind == AST_NAME)
        return a->text;
    if (a->kind != AST_INDEX)
        return NULL;
    text = check_say(c, "%s[", a->text);
    for (i = 0; i < a->n && i < 8; i++)
    {
        const ast_t *k = a->child[i];

        if (k == NULL || (k->kind != AST_NUMBER && k->kind != AST_NAME)
            || strlen(k->text) > 63)
            return check_say(c, "%s[...]", a->text);
        text = check_say(c, "%s%s%s", text, i > 0 ? "," : "", k->text);
    }
    return check_say(c, "%s]", text);
}

/* The domain of the point's name; 0 after a message. */
static int
point_domain(check_t *c, const ast_t *a, const char *name, int parameters,
             domain_t *d)
{
    const entry_t *e = entry_find(c, name, 0);
    const derived_t *u = e == NULL ? derived_find(c, a->text) : NULL;

    memset(d, 0, sizeof *d);
    if (parameters && e == NULL && c->spec->online != NULL
        && strcmp(name, "t") == 0)
        d->lo = expr_integer(c->algebra, 0);    /* the time of a flow */
    else if (parameters && e != NULL && e->kind == NAME_PARAMETER && e->index >= 0)
        *d = c->spec->parameter[e->index].domain;
    else if (!parameters && e != NULL && e->kind == NAME_ORDER)
    {
        if (e->index >= 0)
            *d = c->spec->order[e->index].domain;
    }
    else if (!parameters && u != NULL && u->unknown
             && (a->kind == AST_NAME || c->has_hidden))
        *d = derived_domain(c, u);
    else if (e == NULL && u == NULL)
    {
        ast_t plain = *a;

        plain.kind = AST_NAME;
        plain.n = 0;
        unknown_name(c, &plain);
        return 0;
    }
    else
    {
        fault(c, parameters ? "E0274" : "E0280", a->span, NULL,
              "'%s' is %s, not %s", name,
              e != NULL ? describe(e) : "an order parameter or observable",
              parameters ? "a parameter" : "an unknown");
        return 0;
    }
    return 1;
}

void
read_points(check_t *c, points_t *p, int n, ast_t *const *name,
            ast_t *const *value, int parameters)
{
    size_t room = (size_t) n + 1;
    int i, k;

    memset(p, 0, sizeof *p);
    p->name = check_alloc(c, room * sizeof *p->name);
    p->value = check_alloc(c, room * sizeof *p->value);
    p->span = check_alloc(c, room * sizeof *p->span);
    for (i = 0; i < n; i++)
    {
        const char *text = variable_name(c, name[i]);
        expr_t *e = number_in(c, value[i], parameters ? &CONTEXT_CLOSED
                                                      : &CONTEXT_PARAMETERS);
        domain_t d;

        if (text == NULL)
        {
            if (name[i] != NULL && name[i]->kind != AST_BAD)
                fault(c, "E0280", name[i]->span, NULL,
                      "one name is needed here");
            continue;
        }
        if (!point_domain(c, name[i], text, parameters, &d) || e == NULL)
            continue;
        for (k = 0; k < p->n && strcmp(p->name[k], text) != 0; k++)
            ;
        if (k < p->n)
        {
            fault(c, "E0283", span_of(name[i]), NULL,
                  "'%s' is given twice", text);
            continue;
        }
        check_inside(c, &d, e, span_of(value[i]), text);
        p->name[p->n] = text;
        p->value[p->n] = e;
        p->span[p->n] = span_of(name[i]);
        p->n++;
    }
}

/* ---- starts ------------------------------------------------------------- */

static int
start_name_is_new(check_t *c, const stmt_t *s)
{
    if (s->name == NULL)
        return 1;
    if (strcmp(s->name, "uninformed") == 0
        || strcmp(s->name, "informed") == 0
        || strcmp(s->name, "recovery") == 0
        || strcmp(s->name, "saturated") == 0)
        fault(c, "E0208", s->name_span, "choose another name",
              "'%s' is a state of the language", s->name);
    else if (is_state(c, s->name))
        fault(c, "E0202", s->name_span, "choose another name",
              "the state '%s' is defined twice", s->name);
    else
        return 1;
    return 0;
}

void
read_starts(check_t *c)
{
    spec_t *m = c->spec;
    int i;

    for (i = 0; i < c->tree->n; i++)
    {
        const stmt_t *s = c->tree->stmt[i];
        start_t *t = &m->start[m->n_starts];
        frame_t old;
        int named;

        if (s->kind != STMT_START)
            continue;
        old = frame_enter(c, s, i, &CONTEXT_PARAMETERS);
        named = start_name_is_new(c, s);
        t->name = s->name;
        t->span = s->span;
        read_points(c, &t->at, s->n_args, s->args, s->values, 0);
        m->n_starts += named;
        c->frame = old;
    }
}

/* ---- references --------------------------------------------------------- */

static const threshold_t *
threshold_of(const spec_t *m, const char *name)
{
    int i;

    for (i = 0; i < m->n_thresholds; i++)
        if (strcmp(m->threshold[i].name, name) == 0)
            return &m->threshold[i];
    return NULL;
}

/* 1 if the name is something that `saddle test` can compute. */
static int
is_checkable(check_t *c, const ast_t *a, const char *name)
{
    const entry_t *e = entry_find(c, name, 0);

    if (e == NULL && derived_find(c, a->text) != NULL
        && (a->kind == AST_NAME || c->has_hidden))
        return 1;
    if (e != NULL
        && (e->kind == NAME_ORDER || e->kind == NAME_OBSERVABLE
            || e->kind == NAME_THRESHOLD || e->kind == NAME_POTENTIAL))
        return 1;
    if (e != NULL)
        fault(c, "E0281", a->span,
              "name an unknown, an observable, free_entropy or a threshold",
              "'%s' is %s; there is nothing to compare", name, describe(e));
    else
        unknown_name(c, a);
    return 0;
}

static void
check_threshold_point(check_t *c, const stmt_t *s, const reference_t *r)
{
    const spec_t *m = c->spec;
    const threshold_t *t = threshold_of(m, r->name);
    int i;

    for (i = 0; t != NULL && i < r->at.n; i++)
        if (strcmp(r->at.name[i], m->parameter[t->parameter].name) == 0)
            fault(c, "E0275", r->at.span[i],
                  "it is what the threshold determines",
                  "'%s' cannot be given a value for '%s'", r->at.name[i],
                  r->name);
    (void) s;
}

/* A published number of an order parameter lies in its domain, too. */
static void
check_reference_value(check_t *c, const stmt_t *s, const reference_t *r)
{
    const entry_t *e = entry_find(c, r->name, 0);
    const derived_t *u = e == NULL ? derived_find(c, r->name) : NULL;
    domain_t d;

    if (e != NULL && e->kind == NAME_ORDER && e->index >= 0)
        d = c->spec->order[e->index].domain;
    else if (u != NULL && u->unknown)
        d = derived_domain(c, u);
    else
        return;
    check_inside(c, &d, r->value, span_of(s->value), r->name);
}

static void
read_reference(check_t *c, const stmt_t *s, reference_t *r)
{
    memset(r, 0, sizeof *r);
    r->name = variable_name(c, s->variable);
    r->source = s->text;
    r->span = s->span;
    r->value = convert_number(c, s->value);
    r->tolerance = convert_number(c, s->tolerance);
    if (r->tolerance != NULL
        && compare_closed(c, r->tolerance, expr_integer(c->algebra, 0)) == -1)
        fault(c, "E0282", span_of(s->tolerance), NULL,
              "the tolerance is negative");
    read_points(c, &r->at, s->n_args, s->args, s->values, 1);
    if (s->variable == NULL || r->name == NULL
        || !is_checkable(c, s->variable, r->name))
    {
        if (s->variable != NULL && r->name == NULL
            && s->variable->kind != AST_BAD)
            fault(c, "E0281", s->variable->span, NULL,
                  "one name is needed here");
        return;
    }
    check_threshold_point(c, s, r);
    if (r->value != NULL)
        check_reference_value(c, s, r);
    if (r->value != NULL && r->tolerance != NULL)
        c->spec->n_references++;
}

void
read_references(check_t *c)
{
    int i;

    for (i = 0; i < c->tree->n; i++)
    {
        const stmt_t *s = c->tree->stmt[i];
        frame_t old;

        if (s->kind != STMT_REFERENCE)
            continue;
        old = frame_enter(c, s, i, &CONTEXT_CLOSED);
        read_reference(c, s, &c->spec->reference[c->spec->n_references]);
        c->frame = old;
    }
}
