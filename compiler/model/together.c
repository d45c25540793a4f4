/* compiler/model/together.c -- which form a model has: storage, teacher and
   learner, or potential; and the learner's name and arguments. */
#include "check.h"

#include <string.h>

static const char *const word[] = {
    [STMT_CITE] = "cite", [STMT_PARAMETER] = "parameter",
    [STMT_WEIGHTS] = "weights", [STMT_TEACHER] = "teacher",
    [STMT_STUDENT] = "student", [STMT_NOISE] = "noise",
    [STMT_INPUTS] = "inputs", [STMT_SITE] = "site", [STMT_LABELS] = "labels",
    [STMT_REQUIRE] = "require", [STMT_LOSS] = "loss",
    [STMT_PENALTY] = "penalty", [STMT_PREDICT] = "predict",
    [STMT_EQUATION] = "equation", [STMT_SAMPLES] = "samples",
    [STMT_FEATURES] = "features", [STMT_HIDDEN] = "hidden",
    [STMT_ACTIVATION] = "activation", [STMT_LEARNER] = "learner",
    [STMT_UPDATE] = "update", [STMT_SECOND_LAYER] = "second_layer",
    [STMT_UNTIL] = "until",
    [STMT_ANSATZ] = "ansatz", [STMT_ORDER] = "order",
    [STMT_FREE_ENTROPY] = "free_entropy", [STMT_OBSERVABLE] = "observable",
    [STMT_FLOW] = "flow", [STMT_STATIONARY] = "stationary",
    [STMT_START] = "start", [STMT_LET] = "let",
    [STMT_THRESHOLD] = "threshold", [STMT_REFERENCE] = "reference"
};

const char *
statement_word(stmt_kind_t kind)
{
    return (unsigned) kind < sizeof word / sizeof *word ? word[kind] : "?";
}

span_t
span_start(const stmt_t *s)
{
    span_t p = s->span;

    p.end_line = p.line;
    p.end_col = p.col + (int) strlen(statement_word(s->kind));
    return p;
}

/* ---- the form ----------------------------------------------------------- */

static void
count_statements(check_t *c)
{
    const spec_ast_t *t = c->tree;
    size_t kinds = sizeof word / sizeof *word;
    int i;

    c->seen = check_alloc(c, kinds * sizeof *c->seen);
    c->first = check_alloc(c, kinds * sizeof *c->first);
    for (i = 0; i < t->n; i++)
    {
        stmt_kind_t k = t->stmt[i]->kind;

        if (c->seen[k]++ == 0)
            c->first[k] = t->stmt[i];
    }
    c->has_hidden = c->seen[STMT_HIDDEN] > 0;
}

/* The first statement of the potential form; NULL in other forms. */
static const stmt_t *
potential_statement(const check_t *c)
{
    static const stmt_kind_t kind[]
        = { STMT_ORDER, STMT_FREE_ENTROPY, STMT_STATIONARY };
    int i;

    for (i = 0; i < 3; i++)
        if (c->seen[kind[i]] > 0)
            return c->first[kind[i]];
    return NULL;
}

static void
mixed(check_t *c, const stmt_t *a, const stmt_t *b)
{
    const stmt_t *later = a->span.line > b->span.line ? a : b;
    const stmt_t *earlier = later == a ? b : a;

    c->form_known = 0;
    fault(c, "E0263", span_start(later),
          a->kind == STMT_WEIGHTS || b->kind == STMT_WEIGHTS
              ? "'weights' is for models without a teacher; with one, write "
                "'teacher' and 'learner'"
              : "a model is written as a potential, or with weights and "
                "patterns, not both",
          "'%s' does not go with '%s' on line %d", statement_word(later->kind),
          statement_word(earlier->kind), earlier->span.line);
}

static const char *const learner_name[]
    = { "bayes", "gibbs", "erm", "online" };

static int
learner_of(check_t *c, const stmt_t *s, learner_t *out)
{
    static const learner_t kind[]
        = { LEARNER_BAYES, LEARNER_GIBBS, LEARNER_ERM, LEARNER_ONLINE };
    const char *name = s->name != NULL ? s->name : "", *best;
    int i;

    for (i = 0; i < 4; i++)
        if (strcmp(learner_name[i], name) == 0)
        {
            *out = kind[i];
            return 1;
        }
    best = diag_suggest(name, learner_name, 4);
    fault(c, "E0264", s->name_span,
          best != NULL ? check_say(c, "did you mean '%s'?", best)
                       : "the learners are bayes, gibbs, erm and online",
          "unknown learner '%s'", name);
    return 0;
}

static void
check_learner_arguments(check_t *c, const stmt_t *s, learner_t learner)
{
    int least = learner == LEARNER_ONLINE, most = 0;

    if (learner == LEARNER_GIBBS || learner == LEARNER_ONLINE)
        most = 1;
    if (s->n_args > most)
        fault(c, "E0265", s->name_span,
              most == 0 ? "write it without brackets" : NULL,
              "'learner %s' takes %s", s->name,
              most == 0 ? "no argument" : "one argument");
    else if (s->n_args < least)
        fault(c, "E0265", s->name_span, "write online(eta)",
              "'learner online' needs its learning rate");
}

/* Weights without a teacher. */
static learner_t
storage_learner(check_t *c, learner_t said)
{
    const stmt_t *s = c->first[STMT_LEARNER];

    if (s == NULL)
        return LEARNER_NONE;
    if (said == LEARNER_BAYES || said == LEARNER_ONLINE)
    {
        fault(c, "E0261", span_start(s),
              "name the rule with 'teacher' in place of 'weights', and give "
              "its 'labels'",
              "'learner %s' needs a teacher", s->name);
        return LEARNER_NONE;
    }
    if (said == LEARNER_GIBBS && s->n_args == 0 && c->seen[STMT_LOSS] == 0)
        return LEARNER_NONE; /* the version space of `require` */
    return said;
}

void
decide_form(check_t *c)
{
    spec_t *m = c->spec;
    const stmt_t *p, *s, *w, *t;
    learner_t said = LEARNER_BAYES;
    int known = 1;

    count_statements(c);
    c->form_known = 1;
    p = potential_statement(c);
    s = c->first[STMT_LEARNER];
    w = c->first[STMT_WEIGHTS];
    t = c->first[STMT_TEACHER];
    if (s != NULL)
    {
        known = learner_of(c, s, &said);
        m->learner_span = s->span;
        if (known)
            check_learner_arguments(c, s, said);
        c->form_known = known;
    }
    m->learner = LEARNER_POTENTIAL;
    if (w != NULL && t != NULL)
        mixed(c, w, t);
    if (p != NULL && (w != NULL || t != NULL))
        mixed(c, p, w != NULL ? w : t);
    if (t != NULL)
        m->learner = said;
    else if (w != NULL)
        m->learner = known ? storage_learner(c, said) : LEARNER_NONE;
    else if (p == NULL && c->seen[STMT_FLOW] == 0)
    {
        m->learner = said;
        c->form_known = 0;
        if (c->seen[STMT_LABELS] == 0)
            fault(c, "E0262", c->tree->name_span,
                  "declare 'weights' and 'require', or 'teacher', 'labels' "
                  "and 'learner', or 'order' and 'free_entropy'",
                  "the model says neither what learns nor what its free "
                  "entropy is");
    }
}
