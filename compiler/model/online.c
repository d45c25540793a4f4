/* compiler/model/online.c -- what `learner online` is made of: update, second
   layer, start, until. */
#include "check.h"

#include <string.h>

enum { MAX_UNITS = 64 };

/* ---- units -------------------------------------------------------------- */

/* The number that the k-th `hidden` declares, or `otherwise`. */
static int
hidden_number(check_t *c, int k, int otherwise)
{
    const stmt_t *s = NULL;
    const entry_t *e;
    const fmpq *q;
    int i, n = 0;

    for (i = 0; i < c->tree->n && n <= k; i++)
        if (c->tree->stmt[i]->kind == STMT_HIDDEN && n++ == k)
            s = c->tree->stmt[i];
    if (s == NULL || s->name == NULL)
        return otherwise;
    e = entry_find(c, s->name, 0);
    if (e == NULL || e->value.kind != KIND_NUMBER)
        return otherwise;
    if (expr_kind(e->value.e) == EXPR_RATIONAL
        && fmpz_is_one(fmpq_denref(q = expr_rational(e->value.e)))
        && fmpz_cmp_si(fmpq_numref(q), 1) >= 0
        && fmpz_cmp_si(fmpq_numref(q), MAX_UNITS) <= 0)
        return (int) fmpz_get_si(fmpq_numref(q));
    fault(c, "E0251", span_of(s->value), NULL,
          "the number of hidden units must be a whole number in 1 .. %d",
          MAX_UNITS);
    return otherwise;
}

static expr_t **
symbols(check_t *c, int kind, int n, int m)
{
    expr_t **e = check_alloc(c, (size_t) (n * m) * sizeof *e);
    int i, j;

    for (i = 0; i < n; i++)
        for (j = 0; j < m; j++)
            e[i * m + j] = units_symbol(c, kind, i, j);
    return e;
}

/* The diagonal of Q and T is positive. */
static void
assume_norms(check_t *c, int kind, int n)
{
    int i;

    for (i = 0; i < n; i++)
        expr_assume(c->algebra, units_symbol(c, kind, i, i), 1, 1);
}

void
online_open(check_t *c)
{
    spec_t *m = c->spec;
    const stmt_t *t = c->first[STMT_TEACHER];

    if (m->learner != LEARNER_ONLINE)
        return;
    m->online = check_alloc(c, sizeof *m->online);
    m->online->students = m->online->teachers = 1;
    m->online->teacher_field
        = t != NULL && t->name != NULL && t->name[0] == 'w'
              ? check_say(c, "z%s", t->name + 1) : "z0";
}

void
online_units(check_t *c)
{
    online_spec_t *o = c->spec->online;
    int k, m;

    if (o == NULL)
        return;
    k = hidden_number(c, 0, 1);
    m = hidden_number(c, 1, k);
    o->students = units_indexed(c, "z") ? k : 1;
    o->teachers = units_indexed(c, o->teacher_field) ? m : 1;
    if (o->students * o->teachers > 1)
    {
        assume_norms(c, UNIT_Q, o->students);
        assume_norms(c, UNIT_T, o->teachers);
    }
    k = o->students;
    m = o->teachers;
    o->z = symbols(c, UNIT_FIELD, k, 1);
    o->z0 = symbols(c, UNIT_TEACHER, m, 1);
    o->v = symbols(c, UNIT_V, k, 1);
    o->v0 = symbols(c, UNIT_V0, m, 1);
    o->R = symbols(c, UNIT_R, k, m);
    o->Q = symbols(c, UNIT_Q, k, k);
    o->T = symbols(c, UNIT_T, m, m);
}

/* ---- update, second_layer, until ---------------------------------------- */

static void
read_layer(check_t *c, const stmt_t *s)
{
    static const char *const kind[] = { "fixed", "learned" };
    online_spec_t *o = c->spec->online;
    const char *name = s->name != NULL ? s->name : "";
    const char *best = diag_suggest(name, kind, 2);
    int learned = strcmp(name, "learned") == 0;

    if (!learned && strcmp(name, "fixed") != 0)
        fault(c, "E0264", s->name_span,
              best != NULL ? check_say(c, "did you mean '%s'?", best)
                           : "write second_layer fixed, or "
                             "second_layer learned(eta_v)",
              "unknown kind of second layer '%s'", name);
    else if (s->n_args != learned)
        fault(c, "E0265", s->name_span,
              learned ? "write learned(eta_v)" : "write it without brackets",
              "'second_layer %s' takes %s", name,
              learned ? "its learning rate" : "no argument");
    o->learned = learned;
    o->layer_span = s->span;
    if (!learned || s->n_args < 1)
        return;
    o->layer_rate = convert_number(c, s->args[0]);
    check_sign(c, o->layer_rate, 1, span_of(s->args[0]), "E0251",
               "the learning rate of the second layer");
}

static void
read_until(check_t *c, const stmt_t *s)
{
    online_spec_t *o = c->spec->online;
    const ast_t *a = s->value;
    expr_t *left, *right;

    if (a == NULL || a->kind == AST_BAD)
        return;
    if (s->name != NULL)
    {
        if (strcmp(s->name, "t") != 0)
            fault(c, "E0264", s->name_span,
                  "write until t = V, or until A < B",
                  "a run ends at a time t, not at '%s'", s->name);
        o->time = number_in(c, a, &CONTEXT_PARAMETERS);
        check_sign(c, o->time, 1, span_of(a), "E0251", "the time of the run");
        return;
    }
    if (a->kind != AST_COMPARISON || a->n != 2 || a->relation[0] == REL_EQ)
    {
        fault(c, "E0258", a->span, "write until t = V, or until A < B",
              "the end of a run is a time or one inequality");
        return;
    }
    left = convert_number(c, a->child[0]);
    right = convert_number(c, a->child[1]);
    if (left == NULL || right == NULL)
        return;
    if (a->relation[0] == REL_LT || a->relation[0] == REL_LE)
        left = expr_sub(c->algebra, right, left);
    else
        left = expr_sub(c->algebra, left, right);
    o->stop[o->n_stops++] = units_resolve(c, left, a->span);
}

void
online_statement(check_t *c, const stmt_t *s)
{
    online_spec_t *o = c->spec->online;

    if (o == NULL)
        return;
    if (o->stop == NULL)
        o->stop = check_alloc(c, ((size_t) c->seen[STMT_UNTIL] + 1)
                                     * sizeof *o->stop);
    switch (s->kind)
    {
    case STMT_UPDATE:
        o->update = units_resolve(c, convert_number(c, s->value),
                                  span_of(s->value));
        o->update_span = span_of(s->value);
        break;
    case STMT_SECOND_LAYER:
        read_layer(c, s);
        break;
    case STMT_UNTIL:
        read_until(c, s);
        break;
    default:
        break;
    }
}
