/* compiler/model/parts.c -- labels, require, loss and what else the model is
   made of. */
#include "check.h"

#include <string.h>

/* 1 if some conjunct is an equation: it holds with probability zero. */
static int
has_equation(expr_t *e)
{
    int i;

    if (expr_kind(e) == EXPR_COMPARE)
        return expr_comparison(e) == COMPARE_EQ;
    for (i = 0; expr_kind(e) == EXPR_AND && i < expr_arity(e); i++)
        if (has_equation(expr_child(e, i)))
            return 1;
    return 0;
}

static int
speaks_of_field(check_t *c, const stmt_t *s)
{
    if (c->frame.uses & (USES_STUDENT | USES_FIELD))
        return 1;
    fault(c, "E0256", span_of(s->value),
          "the field of the weights w is called z",
          "'%s' does not depend on the field of a pattern",
          statement_word(s->kind));
    return 0;
}

static void
read_require(check_t *c, const stmt_t *s)
{
    spec_t *m = c->spec;
    expr_t *e = convert_condition(c, s->value), *both[2];

    if (e == NULL || !speaks_of_field(c, s))
        return;
    if (has_equation(e))
    {
        fault(c, "E0255", span_of(s->value),
              "ask for an interval, as in abs(z) <= 1",
              "a constraint by '==' leaves a set of volume zero");
        return;
    }
    if (m->require == NULL)
        m->require_span = span_of(s->value);
    both[0] = m->require;
    both[1] = e;
    m->require = m->require == NULL ? e : expr_and(c->algebra, both, 2);
}

static void
read_loss(check_t *c, const stmt_t *s)
{
    spec_t *m = c->spec;
    expr_t *e = convert_number(c, s->value);

    if (e == NULL || !speaks_of_field(c, s))
        return;
    m->loss = units_resolve(c, e, span_of(s->value));
    m->loss_span = span_of(s->value);
}

static void
read_labels(check_t *c, const stmt_t *s)
{
    spec_t *m = c->spec;

    m->label_name = s->name;
    m->label_span = span_of(s->value);
    m->label_symbol = expr_symbol(c->algebra, s->name != NULL ? s->name : "y");
    if (s->name != NULL)
    {
        const entry_t *e = entry_find(c, s->name, 0);

        if (e != NULL && e->symbol != NULL)
            m->label_symbol = e->symbol;
    }
    if (s->law)
        m->label_law = convert_law(c, s->value, PLACE_LABELS);
    else
        m->label = units_resolve(c, convert_number(c, s->value),
                                 m->label_span);
}

static void
read_samples(check_t *c, const stmt_t *s)
{
    c->spec->samples = convert_number(c, s->value);
    check_sign(c, c->spec->samples, 0, span_of(s->value), "E0251",
               "the number of samples per input");
}

/* The arguments of `learner`; how many there may be is checked elsewhere. */
static void
read_learner(check_t *c, const stmt_t *s)
{
    expr_t *e;
    int i;

    for (i = 0; i < s->n_args; i++)
    {
        e = convert_number(c, s->args[i]);
        if (i > 0)
            continue;
        c->spec->learner_argument = e;
        check_sign(c, e, 1, span_of(s->args[i]), "E0251",
                   "the argument of the learner");
    }
}

static const context_t *
context_of(const check_t *c, stmt_kind_t kind)
{
    switch (kind)
    {
    case STMT_REQUIRE:
    case STMT_LOSS:
    case STMT_PREDICT:
        return c->spec->online != NULL ? &CONTEXT_ONLINE : &CONTEXT_PATTERN;
    case STMT_UPDATE:
        return &CONTEXT_ONLINE;
    case STMT_PENALTY:
        return &CONTEXT_PENALTY;
    case STMT_LABELS:
        return c->spec->online != NULL ? &CONTEXT_ONLINE_LABELS
                                       : &CONTEXT_LABELS;
    case STMT_UNTIL:
    case STMT_FLOW:
        return &CONTEXT_VALUE;
    default:
        return &CONTEXT_PARAMETERS;
    }
}

static void
read_flow(check_t *c, const stmt_t *s)
{
    const char *name = s->variable != NULL ? variable_name(c, s->variable)
                                           : NULL;
    const entry_t *e = name != NULL ? entry_find(c, name, 0) : NULL;

    if (name != NULL && e != NULL && e->kind != NAME_ORDER)
        fault(c, "E0280", span_of(s->variable), NULL,
              "'%s' is %s, not an unknown", name, describe(e));
    (void) convert_number(c, s->value);
    unsupported(c, s);
}

void
read_model_statement(check_t *c, const stmt_t *s, int position)
{
    spec_t *m = c->spec;
    frame_t old = frame_enter(c, s, position, context_of(c, s->kind));

    switch (s->kind)
    {
    case STMT_REQUIRE:
        read_require(c, s);
        break;
    case STMT_LOSS:
        read_loss(c, s);
        break;
    case STMT_PENALTY:
        m->penalty = convert_number(c, s->value);
        m->penalty_span = span_of(s->value);
        break;
    case STMT_PREDICT:
        m->predict = units_resolve(c, convert_number(c, s->value),
                                   span_of(s->value));
        m->predict_span = span_of(s->value);
        break;
    case STMT_LABELS:
        if (m->label_name == NULL)
            read_labels(c, s);
        break;
    case STMT_SAMPLES:
        read_samples(c, s);
        break;
    case STMT_LEARNER:
        read_learner(c, s);
        break;
    case STMT_FEATURES:
        (void) convert_number(c, s->value);
        unsupported(c, s);
        break;
    case STMT_FLOW:
        read_flow(c, s);
        break;
    default:
        online_statement(c, s);
        break;
    }
    c->frame = old;
}

/* ---- stationary --------------------------------------------------------- */

void
read_stationary(check_t *c, const stmt_t *s)
{
    spec_t *m = c->spec;
    const stmt_t *f = c->first[STMT_FREE_ENTROPY];
    int i;

    if (f != NULL && f->name != NULL && s->name != NULL
        && strcmp(f->name, s->name) != 0
        && strcmp(s->name, "free_entropy") != 0)
        fault(c, "E0269", s->name_span,
              check_say(c, "the free entropy is called '%s'", f->name),
              "'%s' is not the free entropy", s->name);
    for (i = 0; i < s->n_args; i++)
    {
        const char *name = s->args[i] != NULL ? variable_name(c, s->args[i])
                                              : NULL;
        const entry_t *e = name != NULL ? entry_find(c, name, 0) : NULL;

        if (name == NULL)
            continue;
        if (e == NULL && derived_find(c, name) == NULL)
            unknown_name(c, s->args[i]);
        else if (e == NULL || e->kind != NAME_ORDER || e->index < 0)
            fault(c, "E0269", span_of(s->args[i]),
                  "declare it with 'order'",
                  "'%s' is not an order parameter", name);
        else if (c->unknown_covered[e->index])
            fault(c, "E0283", span_of(s->args[i]), NULL,
                  "'%s' is named twice", name);
        else
        {
            c->unknown_covered[e->index] = 1;
            m->stationary[m->n_stationary++] = e->index;
        }
    }
}
