/* compiler/model/together_parts.c -- which statements go together: the table
   of language.md section 1. */
#include "check.h"

#include <string.h>

enum
{
    STORAGE = 1, DERRIDA = 2, BAYES = 4, GIBBS = 8, ERM = 16, ONLINE = 32,
    POTENTIAL = 64,
    LEARNERS = BAYES | GIBBS | ERM | ONLINE,
    PATTERNS = STORAGE | DERRIDA | LEARNERS
};

static unsigned
form_of(const check_t *c)
{
    const spec_t *m = c->spec;

    switch (m->learner)
    {
    case LEARNER_NONE:
        return STORAGE;
    case LEARNER_POTENTIAL:
        return POTENTIAL;
    case LEARNER_BAYES:
        return BAYES;
    case LEARNER_ONLINE:
        return ONLINE;
    default:
        if (c->seen[STMT_TEACHER] == 0)
            return DERRIDA;
        return m->learner == LEARNER_GIBBS ? GIBBS : ERM;
    }
}

static const char *
form_word(unsigned form)
{
    switch (form)
    {
    case STORAGE:
    case DERRIDA:
        return "a model without a teacher";
    case BAYES:
        return "'learner bayes'";
    case GIBBS:
        return "'learner gibbs'";
    case ERM:
        return "'learner erm'";
    case ONLINE:
        return "'learner online'";
    default:
        return "a model written as a potential";
    }
}

typedef struct
{
    stmt_kind_t kind;
    unsigned forms;      /* where it may stand */
    const char *help;
} row_t;

static const row_t row[] = {
    { STMT_STUDENT, GIBBS,
      "only a Gibbs student has a prior of its own: bayes knows the "
      "teacher's, erm has a 'penalty'" },
    { STMT_NOISE, LEARNERS, "noise belongs to the labels of a teacher" },
    { STMT_REQUIRE, STORAGE | DERRIDA | GIBBS | ERM,
      "the posterior follows from 'labels' alone; for a version space write "
      "'learner gibbs'" },
    { STMT_LOSS, DERRIDA | GIBBS | ERM | ONLINE,
      "a loss needs 'learner erm', or 'learner gibbs(beta)'" },
    { STMT_PENALTY, DERRIDA | GIBBS | ERM,
      "a penalty needs 'learner erm', or 'learner gibbs(beta)'" },
    { STMT_PREDICT, LEARNERS, "predictions are compared with 'labels'" },
    { STMT_SAMPLES, PATTERNS,
      "a potential holds its own number of patterns, as a parameter" },
    { STMT_LEARNER, PATTERNS, "leave it out: the potential says it all" },
    { STMT_UPDATE, ONLINE, "a rule of learning needs 'learner online(eta)'" },
    { STMT_SECOND_LAYER, ONLINE, "it needs 'learner online(eta)'" },
    { STMT_UNTIL, ONLINE, "only a run of 'learner online(eta)' has an end" },
    { STMT_FLOW, POTENTIAL, NULL },
    { STMT_HIDDEN, PATTERNS, NULL },
    { STMT_SITE, PATTERNS, NULL },
    { STMT_INPUTS, PATTERNS, NULL },
    { STMT_FEATURES, PATTERNS, NULL },
    { STMT_ACTIVATION, PATTERNS, NULL }
};

static void
check_row(check_t *c, const row_t *r, unsigned form)
{
    const stmt_t *s = c->first[r->kind];

    if (s == NULL || (r->forms & form))
        return;
    if (r->kind == STMT_REQUIRE && form == POTENTIAL)
        fault(c, "E0261", span_start(s), NULL,
              "'require' does not go with %s", form_word(form));
    else
        fault(c, "E0261", span_start(s), r->help,
              "'%s' does not go with %s", statement_word(r->kind),
              form_word(form));
}

/* ---- given twice -------------------------------------------------------- */

static int
is_single(stmt_kind_t kind)
{
    switch (kind)
    {
    case STMT_WEIGHTS:
    case STMT_TEACHER:
    case STMT_STUDENT:
    case STMT_LABELS:
    case STMT_LOSS:
    case STMT_PENALTY:
    case STMT_PREDICT:
    case STMT_SAMPLES:
    case STMT_LEARNER:
    case STMT_ANSATZ:
    case STMT_FREE_ENTROPY:
    case STMT_UPDATE:
    case STMT_SECOND_LAYER:
    case STMT_FEATURES:
        return 1;
    default:
        return 0;
    }
}

int
is_repeated(const check_t *c, const stmt_t *s)
{
    int i, n = 0;

    if (is_single(s->kind))
        return c->first[s->kind] != s;
    if (s->kind != STMT_HIDDEN)
        return 0;
    /* two for online learning: of the student, and of the teacher */
    for (i = 0; i < c->tree->n && c->tree->stmt[i] != s; i++)
        n += c->tree->stmt[i]->kind == STMT_HIDDEN;
    return n > (c->spec->learner == LEARNER_ONLINE);
}

static void
check_repeated(check_t *c)
{
    int i;

    for (i = 0; i < c->tree->n; i++)
    {
        const stmt_t *s = c->tree->stmt[i];

        if (is_repeated(c, s))
            fault(c, "E0260", span_start(s),
                  check_say(c, "the first is on line %d",
                            c->first[s->kind]->span.line),
                  "a model has one '%s'", statement_word(s->kind));
    }
}

/* ---- missing ------------------------------------------------------------ */

static void
missing(check_t *c, const stmt_t *where, const char *help, const char *what)
{
    fault(c, "E0262", where != NULL ? span_start(where) : c->tree->name_span,
          help, "%s", what);
}

static void
check_storage(check_t *c, unsigned form)
{
    const stmt_t *w = c->first[STMT_WEIGHTS];

    if (form == STORAGE && c->seen[STMT_REQUIRE] == 0
        && c->seen[STMT_LOSS] == 0)
        missing(c, w, "say what every pattern asks, as in require z >= 0",
                "weights without a teacher need 'require'");
}

static void
check_teacher(check_t *c)
{
    const stmt_t *t = c->first[STMT_TEACHER];

    if (t != NULL && c->seen[STMT_LABELS] == 0)
        missing(c, t, "write the rule, as in labels y = sign(z)",
                "a teacher needs 'labels'");
    if (t != NULL && c->seen[STMT_LEARNER] == 0)
        missing(c, t, "write learner bayes, gibbs or erm",
                "a teacher needs a 'learner'");
}

static void
check_measure(check_t *c, unsigned form)
{
    const stmt_t *s = c->first[STMT_LEARNER];
    const spec_t *m = c->spec;
    const char *name = form == ERM || m->learner == LEARNER_ERM ? "erm"
                                                                 : "gibbs";

    if (s == NULL || !(form & (DERRIDA | GIBBS | ERM)))
        return;
    if (c->seen[STMT_LOSS] == 0 && c->seen[STMT_REQUIRE] == 0)
        missing(c, s, "write a 'loss', or 'require'",
                check_say(c, "'learner %s' needs a loss or a constraint",
                          name));
    if (m->learner == LEARNER_GIBBS && s->n_args == 0
        && (c->seen[STMT_LOSS] > 0 || c->seen[STMT_PENALTY] > 0))
        fault(c, "E0265", s->name_span, "write gibbs(beta)",
              "a loss or penalty needs an inverse temperature");
    if (m->learner == LEARNER_ERM && c->seen[STMT_REQUIRE] > 0
        && c->seen[STMT_LOSS] == 0
        && (c->seen[STMT_PENALTY] == 0
            || (m->penalty != NULL && expr_is_closed(m->penalty))))
        fault(c, "E0267", span_start(c->first[STMT_REQUIRE]),
              "add penalty w^2/2: the maximum margin is then 1/sqrt(q)",
              "without a penalty no weights are the best that obey "
              "'require'");
}

static void
check_potential(check_t *c)
{
    const spec_t *m = c->spec;
    const stmt_t *o = c->first[STMT_ORDER], *f = c->first[STMT_FREE_ENTROPY];
    int i, written = c->seen[STMT_EQUATION];

    for (i = 0; i < c->tree->n; i++)
        if (c->tree->stmt[i]->kind == STMT_STATIONARY)
            written += c->tree->stmt[i]->n_args;

    if (c->seen[STMT_FLOW] > 0)
        return;
    if (o == NULL)
        missing(c, f != NULL ? f : c->first[STMT_STATIONARY],
                "declare the unknowns, as in order q in 0 .. 1",
                "a potential needs order parameters");
    else if (f == NULL && c->seen[STMT_EQUATION] == 0)
        missing(c, o, "write free_entropy phi = ...",
                "order parameters need a free entropy");
    else if (f == NULL && c->seen[STMT_STATIONARY] > 0)
        missing(c, c->first[STMT_STATIONARY], "write free_entropy phi = ...",
                "what is stationary has not been written");
    else if (c->seen[STMT_STATIONARY] == 0 && c->seen[STMT_EQUATION] == 0)
        missing(c, f, check_say(c, "write stationary %s in ...", f->name),
                "it is not said in what the free entropy is stationary");
    else if (m->n_orders != m->n_stationary + m->n_equations
             && m->n_orders != written) /* else its names were reported */
    {
        for (i = 0; i < m->n_orders - 1 && c->unknown_covered[i]; i++)
            ;
        if (m->n_orders > 0)
            fault(c, "E0268", m->order[i].span,
                  "each order parameter needs to stand in 'stationary', or "
                  "an 'equation' of its own",
                  "%d order parameters, but %d conditions", m->n_orders,
                  m->n_stationary + m->n_equations);
    }
}

static void
check_ansatz(check_t *c)
{
    const stmt_t *s = c->first[STMT_ANSATZ];
    static const char *const name[] = { "rs", "rsb1" };
    const char *best;

    if (s == NULL || s->name == NULL)
        return;
    c->spec->ansatz_span = s->span;
    c->spec->rsb = strcmp(s->name, "rsb1") == 0;
    if (c->spec->rsb || strcmp(s->name, "rs") == 0)
        return;
    best = diag_suggest(s->name, name, 2);
    fault(c, "E0264", s->name_span,
          best != NULL ? check_say(c, "did you mean '%s'?", best)
                       : "write rs or rsb1",
          "unknown ansatz '%s'", s->name);
}

static void
check_online(check_t *c)
{
    const stmt_t *s = c->first[STMT_LEARNER], *u = c->first[STMT_UPDATE];

    if (u != NULL && c->seen[STMT_LOSS] > 0)
        fault(c, "E0261", span_start(u),
              "the step is minus the gradient of the loss, or the 'update'",
              "'update' does not go with 'loss'");
    if (u == NULL && c->seen[STMT_LOSS] == 0)
        missing(c, s, "write a 'loss', or an 'update'",
                "'learner online' needs to know what a step is");
    if (u != NULL && c->spec->online->students > 1)
        fault(c, "E0261", span_start(u), "write a 'loss' for several units",
              "'update' is the rule of a single unit");
    if (c->spec->rsb)
        fault(c, "E0261", span_start(c->first[STMT_ANSATZ]), NULL,
              "'ansatz rsb1' does not go with 'learner online'");
}

void
check_requirements(check_t *c)
{
    check_ansatz(c);
    check_repeated(c);
    if (c->seen[STMT_LABELS] > 0 && c->seen[STMT_TEACHER] == 0
        && c->spec->learner != LEARNER_POTENTIAL)
        fault(c, "E0266", span_start(c->first[STMT_LABELS]),
              "declare who gives them, as in teacher w ~ normal(0, 1)",
              "labels without a teacher");
}

void
check_together(check_t *c)
{
    unsigned form = form_of(c), i;

    if (!c->form_known)
        return;
    for (i = 0; i < sizeof row / sizeof *row; i++)
        check_row(c, &row[i], form);
    if (form == POTENTIAL && c->seen[STMT_LABELS] > 0)
        fault(c, "E0261", span_start(c->first[STMT_LABELS]), NULL,
              "'labels' does not go with %s", form_word(form));
    if (form == POTENTIAL && c->spec->rsb)
        fault(c, "E0261", span_start(c->first[STMT_ANSATZ]),
              "the potential itself says what the ansatz is",
              "'ansatz rsb1' does not go with %s", form_word(form));
    if (form == ONLINE)
        check_online(c);
    if (form != POTENTIAL && form != ONLINE && c->seen[STMT_SAMPLES] == 0)
        missing(c, c->first[c->seen[STMT_WEIGHTS] > 0 ? STMT_WEIGHTS
                                                      : STMT_TEACHER],
                "write samples alpha: there are alpha N patterns",
                "the number of patterns is missing");
    check_storage(c, form);
    check_teacher(c);
    check_measure(c, form);
    if (form == POTENTIAL)
        check_potential(c);
}
