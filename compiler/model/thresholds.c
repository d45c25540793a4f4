/* compiler/model/thresholds.c -- critical values and their conditions. */
#include "check.h"

#include <string.h>

int
is_state(check_t *c, const char *name)
{
    const spec_t *m = c->spec;
    int i;

    if (strcmp(name, "uninformed") == 0 || strcmp(name, "informed") == 0)
        return 1;
    if (strcmp(name, "recovery") == 0
        && (m->learner == LEARNER_BAYES || m->learner == LEARNER_GIBBS))
        return 1;
    for (i = 0; i < m->n_starts; i++)
        if (m->start[i].name != NULL && strcmp(m->start[i].name, name) == 0)
            return 1;
    return 0;
}

static void
not_a_condition(check_t *c, span_t span, const char *message)
{
    fault(c, "E0270", span,
          "a threshold is 'A == B', 'spinodal', 'coexistence', 'instability "
          "of q = 0', 'extremum of NAME', or 'q -> 1'",
          "%s", message);
}

/* ---- equations ---------------------------------------------------------- */

static int
is_equation(const ast_t *a)
{
    return a != NULL && a->kind == AST_COMPARISON && a->n == 2
           && a->relation[0] == REL_EQ;
}

static int
read_equality(check_t *c, threshold_t *t, const ast_t *a)
{
    t->kind = THRESHOLD_EQUATION;
    t->left = convert_number(c, a->child[0]);
    t->right = convert_number(c, a->child[1]);
    if (t->left == NULL || t->right == NULL)
        return 0;
    if (t->left == t->right)
    {
        not_a_condition(c, a->span, "both sides are the same");
        return 0;
    }
    return 1;
}

static int
read_conjunction(check_t *c, threshold_t *t, const ast_t *a)
{
    const ast_t *equation = NULL;
    int i, good = 1;

    t->side = check_alloc(c, (size_t) a->n * sizeof *t->side);
    for (i = 0; i < a->n; i++)
    {
        if (!is_equation(a->child[i]))
        {
            expr_t *side = convert_condition(c, a->child[i]);

            t->side[t->n_sides] = side;
            t->n_sides += side != NULL;
            good = good && side != NULL;
        }
        else if (equation != NULL)
        {
            not_a_condition(c, a->child[i]->span,
                            "a threshold has one equation");
            good = 0;
        }
        else
        {
            equation = a->child[i];
            good = read_equality(c, t, equation) && good;
        }
    }
    if (equation == NULL && good)
        not_a_condition(c, a->span, "no '==' among the conditions");
    return good && equation != NULL;
}

static int
read_expression(check_t *c, threshold_t *t, const ast_t *a)
{
    static const char *const words[] = { "spinodal", "coexistence" };
    const char *best;

    if (a == NULL || a->kind == AST_BAD)
        return 0;
    if (is_equation(a))
        return read_equality(c, t, a);
    if (a->kind == AST_AND)
        return read_conjunction(c, t, a);
    if (a->kind != AST_NAME)
    {
        expr_t *e = convert_condition(c, a);

        if (e != NULL)
            not_a_condition(c, a->span,
                            a->kind == AST_COMPARISON
                                ? "an inequality is not a threshold"
                                : "this is not the condition of a threshold");
        return 0;
    }
    t->kind = strcmp(a->text, words[1]) == 0 ? THRESHOLD_COEXISTENCE
                                             : THRESHOLD_SPINODAL;
    if (strcmp(a->text, words[0]) == 0 || strcmp(a->text, words[1]) == 0)
        return 1;
    best = diag_suggest(a->text, words, 2);
    not_a_condition(c, a->span,
                    check_say(c, best != NULL
                                     ? "'%s' is not the condition of a "
                                       "threshold; did you mean '%s'?"
                                     : "'%s' is not the condition of a "
                                       "threshold",
                              a->text, best));
    return 0;
}

/* ---- limits ------------------------------------------------------------- */

static const char *
limit_reason(const spec_t *m)
{
    const variable_t *v = m->weights != NULL ? m->weights
                          : m->student != NULL ? m->student : m->teacher;

    if (m->learner == LEARNER_POTENTIAL)
        return "in a model written as a potential the limit has to be "
               "written out as a potential of its own";
    if (v != NULL && v->law != NULL && v->law->kind == LAW_FINITE)
        return "weights with finitely many values lose their solutions by "
               "counting, before q reaches 1: use entropy == 0";
    return "only on the sphere are the norms fixed, so that q = 1 means that "
           "one solution is left";
}

static int
read_limit(check_t *c, threshold_t *t, const condition_t *w)
{
    const spec_t *m = c->spec;
    const variable_t *v = m->weights != NULL ? m->weights : m->student;

    t->kind = THRESHOLD_LIMIT;
    t->left = convert_number(c, w->value);
    t->right = number_in(c, w->bound, &CONTEXT_CLOSED);
    if (t->left == NULL || t->right == NULL)
        return 0;
    if (v == NULL || v->law == NULL || v->law->kind != LAW_SPHERE
        || m->learner == LEARNER_POTENTIAL)
    {
        if (v != NULL && v->law == NULL && m->learner != LEARNER_ERM)
            return 0; /* the law itself has an error */
        fault(c, "E0272", w->span, limit_reason(m),
              "a limit is a threshold for 'sphere' only");
        return 0;
    }
    if (t->left != expr_symbol(c->algebra, "q") || !expr_is_one(t->right))
    {
        fault(c, "E0272", w->span, "write where q -> 1",
              "the only limit is that of q towards 1");
        return 0;
    }
    return 1;
}

/* ---- WORD of ... -------------------------------------------------------- */

static int
wrong_of(check_t *c, const condition_t *w, const char *help)
{
    fault(c, "E0276", w->span, help, "'%s' is not followed by this", w->word);
    return 0;
}

static int
read_states(check_t *c, threshold_t *t, const condition_t *w, int n)
{
    int i, good = 1;

    if (w->arg_value != NULL || w->n_args != n)
        return wrong_of(c, w, n == 1 ? "write spinodal of STATE"
                                     : "write coexistence of STATE, STATE");
    for (i = 0; i < n; i++)
    {
        const ast_t *a = w->arg[i];

        if (a == NULL || a->kind != AST_NAME)
            return 0;
        t->state[i] = a->text;
        if (is_state(c, a->text))
            continue;
        fault(c, "E0271", a->span,
              "states are uninformed, informed, recovery (bayes, gibbs), and those "
              "that 'start NAME at ...' declares",
              "unknown state '%s'", a->text);
        good = 0;
    }
    if (n == 2 && good && strcmp(t->state[0], t->state[1]) == 0)
        return wrong_of(c, w, "name two different states");
    return good;
}

static int
read_extremum(check_t *c, threshold_t *t, const condition_t *w)
{
    const entry_t *e;

    t->kind = THRESHOLD_EXTREMUM;
    if (w->arg_value != NULL || w->n_args != 1 || w->arg[0] == NULL
        || w->arg[0]->kind != AST_NAME)
        return wrong_of(c, w, "write extremum of NAME");
    t->state[0] = w->arg[0]->text;
    e = entry_find(c, t->state[0], 0);
    if (e == NULL ? derived_find(c, t->state[0]) != NULL
                  : e->kind == NAME_OBSERVABLE || e->kind == NAME_ORDER
                        || e->kind == NAME_POTENTIAL)
        return 1;
    if (e == NULL)
        unknown_name(c, w->arg[0]);
    else
        fault(c, "E0276", w->arg[0]->span, "name an observable",
              "'%s' is %s", t->state[0], describe(e));
    return 0;
}

static int
read_of(check_t *c, threshold_t *t, const condition_t *w)
{
    static const char *const words[]
        = { "spinodal", "coexistence", "instability", "extremum" };
    const char *best;

    if (w->word == NULL)
        return 0;
    if (strcmp(w->word, "spinodal") == 0)
    {
        t->kind = THRESHOLD_SPINODAL;
        return read_states(c, t, w, 1);
    }
    if (strcmp(w->word, "coexistence") == 0)
    {
        t->kind = THRESHOLD_COEXISTENCE;
        return read_states(c, t, w, 2);
    }
    if (strcmp(w->word, "extremum") == 0)
        return read_extremum(c, t, w);
    if (strcmp(w->word, "instability") == 0)
    {
        t->kind = THRESHOLD_INSTABILITY;
        if (w->arg_value == NULL)
            return wrong_of(c, w, "write instability of q = 0");
        read_points(c, &t->at, w->n_args, w->arg, w->arg_value, 0);
        return 1;
    }
    best = diag_suggest(w->word, words, 4);
    not_a_condition(c, w->word_span,
                    check_say(c, best != NULL
                                     ? "unknown condition '%s'; did you mean "
                                       "'%s'?"
                                     : "unknown condition '%s'",
                              w->word, best));
    return 0;
}

/* ---- threshold ---------------------------------------------------------- */

static int
read_parameter_name(check_t *c, const stmt_t *s, threshold_t *t)
{
    const entry_t *e = s->parameter != NULL
                           ? entry_find(c, s->parameter, 0) : NULL;
    const char **names, *best;
    int i;

    if (e != NULL && e->kind == NAME_PARAMETER && e->index >= 0)
    {
        if (!declared_before(c, e, s->parameter_span))
            return 0;
        t->parameter = e->index;
        return 1;
    }
    if (s->parameter == NULL)
        return 0;
    names = check_alloc(c, ((size_t) c->spec->n_parameters + 1)
                               * sizeof *names);
    for (i = 0; i < c->spec->n_parameters; i++)
        names[i] = c->spec->parameter[i].name;
    best = diag_suggest(s->parameter, names, c->spec->n_parameters);
    fault(c, "E0274", s->parameter_span,
          best != NULL ? check_say(c, "did you mean '%s'?", best)
                       : "a threshold is a critical value of a 'parameter'",
          "'%s' is not a parameter", s->parameter);
    return 0;
}

static int
read_range(check_t *c, const stmt_t *s, threshold_t *t, int known)
{
    int lo, hi;

    t->lo = range_end(c, s->range_lo, &lo);
    t->hi = range_end(c, s->range_hi, &hi);
    if (lo != 0 || hi != 0)
        fault(c, "E0273", span_of(lo != 0 ? s->range_lo : s->range_hi),
              "give finite ends", "an infinite range cannot be searched");
    if (t->lo == NULL || t->hi == NULL)
        return 0;
    lo = compare_closed(c, t->lo, t->hi);
    if (lo == 0 || lo == 1)
    {
        fault(c, "E0273", span_of(s->range_lo), "write the smaller end first",
              "the range is empty");
        return 0;
    }
    if (known)
    {
        domain_t d = c->spec->parameter[t->parameter].domain;

        d.lo_open = d.hi_open = 0; /* a search may begin at an open end */
        check_inside(c, &d, t->lo, span_of(s->range_lo), s->parameter);
        check_inside(c, &d, t->hi, span_of(s->range_hi), s->parameter);
    }
    return 1;
}

static int
read_condition(check_t *c, const stmt_t *s, threshold_t *t)
{
    const condition_t *w = &s->condition;

    switch (w->kind)
    {
    case COND_EXPR:
        return read_expression(c, t, w->value);
    case COND_LIMIT:
        return read_limit(c, t, w);
    default:
        return read_of(c, t, w);
    }
}

void
read_thresholds(check_t *c)
{
    spec_t *m = c->spec;
    int i, known, good;

    for (i = 0; i < c->tree->n; i++)
    {
        const stmt_t *s = c->tree->stmt[i];
        threshold_t *t = &m->threshold[m->n_thresholds];
        frame_t old;

        if (s->kind != STMT_THRESHOLD)
            continue;
        memset(t, 0, sizeof *t);
        t->name = s->name;
        t->description = s->text;
        t->span = s->span;
        t->condition_span = s->condition.span;
        old = frame_enter(c, s, i, &CONTEXT_CLOSED);
        known = read_parameter_name(c, s, t);
        good = read_range(c, s, t, known) && known;
        c->frame.context = &CONTEXT_VALUE;
        if (read_condition(c, s, t) && good && s->name != NULL)
            m->n_thresholds++;
        c->frame = old;
    }
}
