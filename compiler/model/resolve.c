/* compiler/model/resolve.c -- what a name stands for where it is used. */
#include "check.h"

#include <string.h>

int
declared_before(check_t *c, const entry_t *e, span_t at)
{
    if (e->kind != NAME_PARAMETER && e->kind != NAME_ORDER
        && e->kind != NAME_LET && e->kind != NAME_FUNCTION
        && e->kind != NAME_HIDDEN && e->kind != NAME_ACTIVATION)
        return 1;
    if (e->position < c->frame.position)
        return 1;
    if (e->position == c->frame.position)
        fault(c, "E0210", at, NULL, "'%s' is used in its own definition",
              e->name);
    else
        fault(c, "E0203", at,
              check_say(c, "move its declaration, on line %d, before this "
                           "statement", e->span.line),
              "'%s' is used before it is declared", e->name);
    return 0;
}

static const char *
category_word(unsigned uses)
{
    if (uses & USES_NOISE)
        return "the noise of the labels";
    if (uses & USES_LABEL)
        return "the label of a pattern";
    if (uses & USES_STUDENT)
        return "the student's field of a pattern";
    if (uses & (USES_TEACHER | USES_FIELD))
        return "the teacher's field of a pattern";
    if (uses & USES_WEIGHT)
        return "a weight";
    if (uses & USES_NOWHERE)
        return "random and known only through its field and overlaps";
    if (uses & USES_AVERAGE)
        return "an average over patterns";
    if (uses & USES_OBSERVABLE)
        return "an observable, known only at a solution";
    if (uses & (USES_ORDER | USES_DERIVED))
        return "known only at a solution";
    return "a parameter";
}

static const char *
category_help(unsigned uses, unsigned allowed)
{
    if (uses == USES_STUDENT && (allowed & USES_TEACHER))
        return "the teacher's field is 'z0'";
    if (uses == USES_TEACHER && (allowed & USES_STUDENT))
        return "the student's field is 'z'";
    if (uses & (USES_LABEL | USES_STUDENT | USES_TEACHER | USES_FIELD))
        return "'test(...)' averages over fresh patterns, 'train(...)' over "
               "training patterns; 'labels' speaks of the teacher's field, "
               "'require', 'loss' and 'predict' of the student's";
    if (uses & USES_WEIGHT)
        return "weights stand in 'penalty' only; patterns know them through "
               "their field";
    if (uses & USES_NOISE)
        return "noise stands in 'labels' only";
    return NULL;
}

int
uses_allowed(check_t *c, unsigned uses, const char *name, span_t at)
{
    unsigned not_here = uses & ~c->frame.context->allowed;

    c->frame.uses |= uses;
    if (not_here == 0)
        return 1;
    if (c->frame.context->allowed == 0)
        fault(c, "E0252", at, "write it as an exact number, such as 4/3",
              "a number is needed here; '%s' is not known when the spec is "
              "read", name);
    else
        fault(c, "E0206", at,
              category_help(not_here, c->frame.context->allowed),
              "'%s' cannot stand %s: it is %s", name,
              c->frame.context->where, category_word(not_here));
    return 0;
}

/* A value read on demand: observables may be used before their statement. */
static int
read_entry(check_t *c, entry_t *e, span_t at)
{
    if (e->state == ENTRY_OPEN)
    {
        fault(c, "E0210", at, NULL, "'%s' is defined by itself", e->name);
        return 0;
    }
    if (e->state == ENTRY_UNREAD && c->chain >= CHECK_MAX_CHAIN)
    {
        fault(c, "E0232", at,
              "declare observables before those that use them",
              "too many definitions that use each other");
        return 0;
    }
    if (e->state == ENTRY_UNREAD)
    {
        c->chain++;
        if (e->kind == NAME_OBSERVABLE)
            read_observable(c, e);
        else if (e->kind == NAME_POTENTIAL)
            read_potential(c, e);
        else
            read_let(c, e);
        c->chain--;
    }
    return e->value.kind != KIND_BAD;
}

static value_t
resolve_entry(check_t *c, const ast_t *a, entry_t *e)
{
    unsigned uses = c->frame.uses;

    switch (e->kind)
    {
    case NAME_THRESHOLD:
        fault(c, "E0206", a->span, "thresholds stand in 'reference' only",
              "'%s' is a threshold, not a value at a solution", e->name);
        return value_bad();
    case NAME_LET:
    case NAME_HIDDEN:
        if (!declared_before(c, e, a->span) || !read_entry(c, e, a->span)
            || !uses_allowed(c, e->uses, e->name, a->span))
            return value_bad();
        return e->value;
    case NAME_OBSERVABLE:
    case NAME_POTENTIAL:
        if (!uses_allowed(c, e->kind == NAME_OBSERVABLE ? USES_OBSERVABLE
                                                        : USES_DERIVED,
                          e->name, a->span)
            || !read_entry(c, e, a->span))
            return value_bad();
        /* the potential stands for its formula, so `diff` sees into it */
        c->frame.uses = (e->kind == NAME_OBSERVABLE ? c->frame.uses : uses)
                        | e->uses;
        return e->value;
    default:
        if (!declared_before(c, e, a->span)
            || !uses_allowed(c, e->category, e->name, a->span))
            return value_bad();
        return value_number(c, a, e->symbol);
    }
}

/* `free_entropy` in a model that declares one under another name. */
static entry_t *
potential_entry(check_t *c)
{
    const stmt_t *s = c->first[STMT_FREE_ENTROPY];
    entry_t *e = s != NULL && s->name != NULL ? entry_find(c, s->name, 0)
                                              : NULL;

    return e != NULL && e->kind == NAME_POTENTIAL ? e : NULL;
}

static value_t
resolve_derived(check_t *c, const ast_t *a)
{
    entry_t *e;

    if (c->spec->learner == LEARNER_POTENTIAL)
    {
        e = potential_entry(c);
        if (e != NULL)
            return resolve_entry(c, a, e);
        fault(c, "E0207", a->span, "declare it: free_entropy phi = ...",
              "the model has no free entropy");
        return value_bad();
    }
    if (!uses_allowed(c, USES_DERIVED, a->text, a->span))
        return value_bad();
    return value_number(c, a, expr_symbol(c->algebra, a->text));
}

/* In test(..) and train(..) a bayes model has the fields z0 and z. */
static int
is_average_field(const check_t *c, const char *name)
{
    return c->frame.context == &CONTEXT_AVERAGE && c->spec != NULL
           && (strcmp(name, "z") == 0 || strcmp(name, "z0") == 0);
}

value_t
resolve(check_t *c, const ast_t *a)
{
    const scope_t *s;
    entry_t *e;

    for (s = c->frame.scope; s != NULL; s = s->outer)
        if (strcmp(s->name, a->text) == 0)
            return value_number(c, a, s->symbol);
    e = entry_find(c, a->text, 0);
    if (e != NULL)
        return resolve_entry(c, a, e);
    if (derived_find(c, a->text) != NULL)
        return resolve_derived(c, a);
    if (strcmp(a->text, "pi") == 0)
        return value_number(c, a, expr_pi(c->algebra));
    if (strcmp(a->text, "inf") == 0)
    {
        fault(c, "E0226", a->span, NULL,
              "'inf' can only be the end of a range");
        return value_bad();
    }
    if (is_average_field(c, a->text))
    {
        c->frame.uses |= USES_FIELD;
        return value_number(c, a, expr_symbol(c->algebra, a->text));
    }
    unknown_name(c, a);
    return value_bad();
}
