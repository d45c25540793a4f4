/* compiler/model/names.c -- declared names: the table, and looking one up. */
#include "check.h"

#include <string.h>

#define ANY_VALUE (USES_PARAMETER | USES_ORDER | USES_DERIVED | USES_AVERAGE \
                   | USES_OBSERVABLE)

const context_t CONTEXT_CLOSED = { 0, "in a value that must be a number" };
const context_t CONTEXT_PARAMETERS = { USES_PARAMETER, "here" };
const context_t CONTEXT_UNKNOWNS
    = { USES_PARAMETER | USES_ORDER, "in a potential" };
const context_t CONTEXT_LABELS
    = { USES_PARAMETER | USES_TEACHER | USES_FIELD | USES_NOISE,
        "in 'labels'" };
const context_t CONTEXT_PATTERN
    = { USES_PARAMETER | USES_STUDENT | USES_FIELD | USES_LABEL,
        "in what is asked of a pattern" };
const context_t CONTEXT_ONLINE
    = { USES_PARAMETER | USES_STUDENT | USES_LABEL | USES_DERIVED,
        "in what is learned from a pattern" };
const context_t CONTEXT_ONLINE_LABELS
    = { USES_PARAMETER | USES_TEACHER | USES_NOISE | USES_DERIVED,
        "in 'labels'" };
const context_t CONTEXT_PENALTY
    = { USES_PARAMETER | USES_WEIGHT, "in 'penalty'" };
const context_t CONTEXT_VALUE = { ANY_VALUE, "in a value of the solution" };
const context_t CONTEXT_AVERAGE
    = { USES_PARAMETER | USES_ORDER | USES_TEACHER | USES_STUDENT | USES_FIELD
            | USES_LABEL,
        "in an average over patterns" };
const context_t CONTEXT_LET = { ~0u, "here" };

/* ---- the table ---------------------------------------------------------- */

static unsigned
name_hash(const char *name)
{
    unsigned h = 2166136261u;

    for (; *name != '\0'; name++)
        h = (h ^ (unsigned char) *name) * 16777619u;
    return h;
}

static int
is_function_kind(name_kind_t kind)
{
    return kind == NAME_FUNCTION || kind == NAME_ACTIVATION;
}

entry_t *
entry_find(check_t *c, const char *name, int function)
{
    entry_t *e;

    if (c->n_buckets == 0)
        return NULL;
    e = c->bucket[name_hash(name) % (unsigned) c->n_buckets];
    while (e != NULL
           && (is_function_kind(e->kind) != function
               || strcmp(e->name, name) != 0))
        e = e->next;
    return e;
}

/* 1 when the language itself has the name. */
static int
is_reserved(check_t *c, const char *name, int function, span_t span)
{
    if (!function
        && (strcmp(name, "pi") == 0 || strcmp(name, "inf") == 0))
        fault(c, "E0208", span, "choose another name",
              "'%s' is a constant of the language", name);
    else if (function && (builtin_find(name) != NULL || is_law_name(name)))
        fault(c, "E0208", span, "choose another name",
              "'%s' is a %s of the language", name,
              is_law_name(name) ? "law" : "function");
    else
        return 0;
    return 1;
}

static entry_t *
declare(check_t *c, const char *name, span_t span, name_kind_t kind,
        const stmt_t *s, int position)
{
    int function = is_function_kind(kind);
    entry_t *e, **bucket;

    if (name == NULL || is_reserved(c, name, function, span))
        return NULL;
    e = entry_find(c, name, function);
    if (e != NULL)
    {
        if (e->statement == s && e->span.col == span.col
            && e->span.line == span.line)
            return NULL;
        fault(c, "E0202", span,
              check_say(c, "the first is %s on line %d, column %d",
                        describe(e), e->span.line, e->span.col),
              "'%s' is defined twice", name);
        return NULL;
    }
    e = check_alloc(c, sizeof *e);
    e->name = name;
    e->kind = kind;
    e->span = span;
    e->position = position;
    e->statement = s;
    e->index = -1;
    bucket = &c->bucket[name_hash(name) % (unsigned) c->n_buckets];
    e->next = *bucket;
    *bucket = e;
    return e;
}

/* ---- declaring ---------------------------------------------------------- */

static void
declare_symbol(check_t *c, const char *name, span_t span, name_kind_t kind,
               const stmt_t *s, int position, unsigned category)
{
    entry_t *e = declare(c, name, span, kind, s, position);
    const derived_t *hidden;

    if (e == NULL)
        return;
    e->category = category;
    /* A declared name hides a derived one, so it must not be its symbol. */
    hidden = c->spec->learner != LEARNER_POTENTIAL ? derived_find(c, name)
                                                   : NULL;
    e->symbol = hidden != NULL ? expr_fresh(c->algebra, name)
                               : expr_symbol(c->algebra, name);
}

/* Weights `w` + suffix, and their field `z` + suffix. */
static void
declare_weights(check_t *c, const stmt_t *s, int position, unsigned weight,
                unsigned field)
{
    const char *name = s->name;
    char *z;

    if (name == NULL)
        return;
    if (name[0] != 'w')
    {
        fault(c, "E0209", s->name_span,
              check_say(c, "call it 'w' or 'w_%s'", name),
              "weights are called 'w' plus a suffix, not '%s'", name);
        declare_symbol(c, name, s->name_span, NAME_WEIGHTS, s, position,
                       weight);
        if (entry_find(c, "z", 0) == NULL)
            declare_symbol(c, "z", s->name_span, NAME_FIELD, s, position,
                           field);
        return;
    }
    declare_symbol(c, name, s->name_span, NAME_WEIGHTS, s, position, weight);
    z = arena_copy(c->arena, name, strlen(name));
    if (z == NULL)
        longjmp(c->no_memory, 1);
    z[0] = 'z';
    declare_symbol(c, z, s->name_span, NAME_FIELD, s, position, field);
}

static int
has_own_student(const check_t *c)
{
    return c->seen[STMT_TEACHER] > 0
           && (c->spec->learner == LEARNER_GIBBS
               || c->spec->learner == LEARNER_ERM
               || c->spec->learner == LEARNER_ONLINE);
}

static void
declare_teacher(check_t *c, const stmt_t *s, int position)
{
    if (!has_own_student(c))
        declare_weights(c, s, position, USES_NOWHERE, USES_FIELD);
    else if (s->name != NULL && strcmp(s->name, "w") == 0)
    {
        fault(c, "E0209", s->name_span,
              "call the teacher 'w0', with the field 'z0'",
              "the student is 'w', so the teacher needs a suffix");
        declare_weights(c, s, position, USES_WEIGHT, USES_FIELD);
    }
    else
        declare_weights(c, s, position, USES_NOWHERE, USES_TEACHER);
}

/* The student of gibbs and erm is w, z also when no law is given. */
static void
declare_student(check_t *c)
{
    const stmt_t *s = c->first[STMT_STUDENT], *t = c->first[STMT_TEACHER];

    if (!has_own_student(c) || (t->name != NULL && strcmp(t->name, "w") == 0))
        return;
    if (s != NULL && s->name != NULL && strcmp(s->name, "w") != 0)
        fault(c, "E0209", s->name_span, "call the student 'w'",
              "the student is called 'w', not '%s'", s->name);
    if (s == NULL)
        s = c->first[STMT_LEARNER] != NULL ? c->first[STMT_LEARNER] : t;
    declare_symbol(c, "w", span_start(s), NAME_WEIGHTS, s, 0, USES_WEIGHT);
    declare_symbol(c, "z", span_start(s), NAME_FIELD, s, 0, USES_STUDENT);
}

static void
declare_variables(check_t *c, const stmt_t *s, int position,
                  name_kind_t kind, unsigned category, int n,
                  ast_t *const *variable)
{
    const char *name;
    int i;

    for (i = 0; i < n; i++)
    {
        if (variable[i] == NULL)
            continue;
        if (variable[i]->kind == AST_TUPLE)
        {
            declare_variables(c, s, position, kind, category, variable[i]->n,
                              variable[i]->child);
            continue;
        }
        name = variable_name(c, variable[i]);
        if (name != NULL)
            declare_symbol(c, name, span_of(variable[i]), kind, s, position,
                           category);
    }
}

static void
declare_statement(check_t *c, const stmt_t *s, int i)
{
    switch (s->kind)
    {
    case STMT_PARAMETER:
        declare_symbol(c, s->name, s->name_span, NAME_PARAMETER, s, i,
                       USES_PARAMETER);
        break;
    case STMT_WEIGHTS:
        declare_weights(c, s, i, USES_WEIGHT, USES_STUDENT);
        break;
    case STMT_TEACHER:
        declare_teacher(c, s, i);
        break;
    case STMT_NOISE:
        declare_symbol(c, s->name, s->name_span, NAME_NOISE, s, i, USES_NOISE);
        break;
    case STMT_LABELS:
        declare_symbol(c, s->name, s->name_span, NAME_LABEL, s, i, USES_LABEL);
        break;
    case STMT_SITE:
        declare_variables(c, s, i, NAME_SITE, USES_PARAMETER, 1,
                          &s->variable);
        break;
    case STMT_INPUTS:
        declare_symbol(c, s->name, s->name_span, NAME_SITE, s, i,
                       USES_NOWHERE);
        break;
    case STMT_ORDER:
        declare_variables(c, s, i, NAME_ORDER, USES_ORDER, s->n_args, s->args);
        break;
    case STMT_HIDDEN:
        declare(c, s->name, s->name_span, NAME_HIDDEN, s, i);
        break;
    case STMT_LET:
        declare(c, s->name, s->name_span,
                s->n_args > 0 ? NAME_FUNCTION : NAME_LET, s, i);
        break;
    case STMT_ACTIVATION:
        declare(c, s->name, s->name_span, NAME_ACTIVATION, s, i);
        break;
    case STMT_FREE_ENTROPY:
        declare(c, s->name, s->name_span, NAME_POTENTIAL, s, i);
        break;
    case STMT_OBSERVABLE:
        declare(c, s->name, s->name_span, NAME_OBSERVABLE, s, i);
        break;
    case STMT_THRESHOLD:
        declare(c, s->name, s->name_span, NAME_THRESHOLD, s, i);
        break;
    default:
        break;
    }
}

void
declare_all(check_t *c)
{
    const spec_ast_t *t = c->tree;
    int i;

    c->n_buckets = 64;
    while (c->n_buckets < 2 * t->n && c->n_buckets < 1 << 24)
        c->n_buckets *= 2;
    c->bucket = check_alloc(c, (size_t) c->n_buckets * sizeof *c->bucket);
    declare_student(c);
    for (i = 0; i < t->n; i++)
        if (t->stmt[i]->kind != STMT_FLOW && !is_repeated(c, t->stmt[i]))
            declare_statement(c, t->stmt[i], i);
    /* `flow R` declares R unless `order` has */
    for (i = 0; i < t->n; i++)
    {
        const stmt_t *s = t->stmt[i];
        const char *name;

        if (s->kind != STMT_FLOW || s->variable == NULL)
            continue;
        name = variable_name(c, s->variable);
        if (name != NULL && entry_find(c, name, 0) == NULL)
            declare_variables(c, s, -1, NAME_ORDER, USES_ORDER, 1,
                              &s->variable);
    }
}

/* ---- bound variables ---------------------------------------------------- */

static const char *
hidden_by(check_t *c, const char *name, span_t *first)
{
    const scope_t *s;
    const entry_t *e;

    for (s = c->frame.scope; s != NULL; s = s->outer)
        if (strcmp(s->name, name) == 0)
        {
            *first = s->span;
            return "another bound variable";
        }
    e = entry_find(c, name, 0);
    if (e != NULL && e->kind != NAME_FIELD
        && (e->position < c->frame.position || e->kind > NAME_FUNCTION))
    {
        *first = e->span;
        return describe(e);
    }
    if (e == NULL && derived_find(c, name) != NULL)
        return "a name of the learner";
    return NULL;
}

expr_t *
scope_open(check_t *c, const ast_t *name)
{
    scope_t *s = check_alloc(c, sizeof *s);
    span_t first = { 0, 0, 0, 0 };
    const char *text = name->text != NULL ? name->text : "?", *what;

    if (!is_reserved(c, text, 0, name->span)
        && (what = hidden_by(c, text, &first)) != NULL)
        fault(c, "E0204", name->span,
              first.line > 0
                  ? check_say(c, "choose another letter; the first '%s' is on "
                                 "line %d, column %d",
                              text, first.line, first.col)
                  : "choose another letter",
              "the bound variable '%s' hides %s", text, what);
    s->name = text;
    s->symbol = expr_fresh(c->algebra, text);
    s->span = name->span;
    s->outer = c->frame.scope;
    c->frame.scope = s;
    return s->symbol;
}

frame_t
frame_enter(check_t *c, const stmt_t *s, int position,
            const context_t *context)
{
    frame_t old = c->frame;

    memset(&c->frame, 0, sizeof c->frame);
    c->frame.statement = s;
    c->frame.position = position;
    c->frame.context = context;
    return old;
}
