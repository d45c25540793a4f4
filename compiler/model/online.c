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

/* ---- start -------------------------------------------------------------- */

typedef struct
{
    int kind, rows, columns;
    expr_t **value;
} block_t;

static block_t
block_of(check_t *c, int kind)
{
    online_spec_t *o = c->spec->online;
    block_t b = { kind, units_count(c, kind, 0), units_count(c, kind, 1),
                  NULL };

    b.value = kind == UNIT_R   ? o->start_R
              : kind == UNIT_Q ? o->start_Q
              : kind == UNIT_T ? o->start_T
              : kind == UNIT_V ? o->start_v : o->start_v0;
    return b;
}

/* What holds where `start` says nothing: student and teacher drawn apart from
   each other, the student with unit weights, the teacher by its law. */
static void
default_start(check_t *c)
{
    online_spec_t *o = c->spec->online;
    const law_t *law = c->spec->teacher != NULL ? c->spec->teacher->law : NULL;
    algebra_t *g = c->algebra;
    expr_t *zero = expr_integer(g, 0), *one = expr_integer(g, 1);
    expr_t *norm = law != NULL ? law_second_moment(g, law) : one;
    expr_t *mean = law != NULL ? law_mean(g, law) : zero;
    int k = o->students, m = o->teachers, i;

    o->start_R = check_alloc(c, (size_t) (k * m) * sizeof *o->start_R);
    o->start_Q = check_alloc(c, (size_t) (k * k) * sizeof *o->start_Q);
    o->start_T = check_alloc(c, (size_t) (m * m) * sizeof *o->start_T);
    o->start_v = check_alloc(c, (size_t) k * sizeof *o->start_v);
    o->start_v0 = check_alloc(c, (size_t) m * sizeof *o->start_v0);
    for (i = 0; i < k * m; i++)
        o->start_R[i] = zero;
    for (i = 0; i < k * k; i++)
        o->start_Q[i] = i % (k + 1) == 0 ? one : zero;
    for (i = 0; i < m * m; i++)
        o->start_T[i] = i % (m + 1) == 0 ? norm : expr_pow_int(g, mean, 2);
    for (i = 0; i < k; i++)
        o->start_v[i] = one;
    for (i = 0; i < m; i++)
        o->start_v0[i] = one;
}

static void
shape_fault(check_t *c, const ast_t *at, const char *name, const block_t *b)
{
    if (units_indices(b->kind) == 1)
        fault(c, "E0236", span_of(at), NULL, "'%s' has %d entr%s: write [a, "
              "...], or one number for all of them", name, b->rows,
              b->rows == 1 ? "y" : "ies");
    else
        fault(c, "E0236", span_of(at), NULL,
              "'%s' has %d row%s of %d entr%s: write [[a, ...], ...]", name,
              b->rows, b->rows == 1 ? "" : "s", b->columns,
              b->columns == 1 ? "y" : "ies");
}

/* One number: every entry of R, v, v0; the diagonal of Q and T. */
static void
fill_scalar(check_t *c, const block_t *b, expr_t *e)
{
    int i, j, diagonal = b->kind == UNIT_Q || b->kind == UNIT_T;

    for (i = 0; i < b->rows; i++)
        for (j = 0; j < b->columns; j++)
            b->value[i * b->columns + j]
                = diagonal && i != j ? expr_integer(c->algebra, 0) : e;
}

static void
check_symmetric(check_t *c, const block_t *b, const char *name,
                const ast_t *value)
{
    int i, j, n = b->columns;

    if (b->kind != UNIT_Q && b->kind != UNIT_T)
        return;
    for (i = 0; i < n; i++)
        for (j = 0; j < i; j++)
            if (!expr_proves_zero(c->algebra,
                                  expr_sub(c->algebra, b->value[i * n + j],
                                           b->value[j * n + i])))
            {
                fault(c, "E0236", span_of(value), NULL,
                      "'%s' is not symmetric: entries [%d,%d] and [%d,%d] "
                      "differ", name, j + 1, i + 1, i + 1, j + 1);
                return;
            }
}

/* [a, b] or [[a, b], [c, d]]. */
static void
fill_rows(check_t *c, const block_t *b, const char *name, const ast_t *a)
{
    int i, j, matrix = units_indices(b->kind) == 2;

    if (a->n != b->rows)
    {
        shape_fault(c, a, name, b);
        return;
    }
    for (i = 0; i < b->rows; i++)
    {
        const ast_t *row = a->child[i];

        if (row == NULL
            || (row->kind == AST_ROW) != matrix
            || (matrix && row->n != b->columns))
        {
            shape_fault(c, row != NULL ? row : a, name, b);
            return;
        }
        for (j = 0; j < b->columns; j++)
        {
            expr_t *e = number_in(c, matrix ? row->child[j] : row,
                                  &CONTEXT_PARAMETERS);

            if (e == NULL)
                return;
            b->value[i * b->columns + j] = e;
        }
    }
    check_symmetric(c, b, name, a);
}

/* R[k,m] = f(k, m) for all k and m, or R[1,2] = a. */
static void
fill_entries(check_t *c, const block_t *b, const ast_t *variable,
             const ast_t *value)
{
    scope_t *outer = c->frame.scope;
    expr_t *index[2] = { NULL, NULL }, *e, *is[2];
    int i, j, k, at[2] = { -1, -1 }, n = units_indices(b->kind);

    if (variable->n != n)
    {
        shape_fault(c, variable, variable->text, b);
        return;
    }
    for (k = 0; k < n; k++)
    {
        const ast_t *child = variable->child[k];

        if (child != NULL && child->kind == AST_NAME)
            index[k] = scope_open(c, child);
        else if ((e = number_in(c, child, &CONTEXT_CLOSED)) == NULL)
            return;
        else if (expr_kind(e) != EXPR_RATIONAL
                 || (at[k] = (int) fmpq_get_d(expr_rational(e)) - 1) < 0
                 || at[k] >= (k == 0 ? b->rows : b->columns)
                 || !expr_is_int(e, at[k] + 1))
        {
            fault(c, "E0227", span_of(child), NULL,
                  "an index of '%s' must be in 1 .. %d", variable->text,
                  k == 0 ? b->rows : b->columns);
            return;
        }
    }
    e = number_in(c, value, &CONTEXT_PARAMETERS);
    c->frame.scope = outer;
    for (i = 0; i < b->rows && e != NULL; i++)
        for (j = 0; j < b->columns; j++)
        {
            expr_t *one = e;

            if ((at[0] >= 0 && at[0] != i) || (at[1] >= 0 && at[1] != j))
                continue;
            is[0] = expr_integer(c->algebra, i + 1);
            is[1] = expr_integer(c->algebra, j + 1);
            for (k = 0; k < n; k++)
                if (index[k] != NULL)
                    one = expr_substitute(c->algebra, one, &index[k], &is[k],
                                          1);
            b->value[i * b->columns + j] = one;
            if ((b->kind == UNIT_Q || b->kind == UNIT_T) && at[0] >= 0
                && at[1] >= 0)
                b->value[j * b->columns + i] = one;
        }
    check_symmetric(c, b, variable->text, value);
}

static void
start_entry(check_t *c, const ast_t *variable, const ast_t *value)
{
    const char *name = variable->text != NULL ? variable->text : "";
    int kind = units_kind(c, name);
    block_t b;
    expr_t *e;

    if (kind < UNIT_R && kind != UNIT_V && kind != UNIT_V0)
        kind = -1;
    if (kind < 0 || kind == UNIT_RHO)
    {
        fault(c, "E0280", variable->span,
              "a start gives R, Q and v of the student, T and v0 of the "
              "teacher",
              "'%s' has no value at the start", name);
        return;
    }
    b = block_of(c, kind);
    if (variable->kind == AST_INDEX)
        fill_entries(c, &b, variable, value);
    else if (value->kind == AST_ROW)
        fill_rows(c, &b, name, value);
    else if ((e = number_in(c, value, &CONTEXT_PARAMETERS)) != NULL)
        fill_scalar(c, &b, e);
}

void
online_start(check_t *c)
{
    online_spec_t *o = c->spec->online;
    int i, k;

    if (o == NULL)
        return;
    default_start(c);
    o->start_span = c->spec->learner_span;
    for (i = 0; i < c->tree->n; i++)
    {
        const stmt_t *s = c->tree->stmt[i];
        frame_t old;

        if (s->kind != STMT_START)
            continue;
        old = frame_enter(c, s, i, &CONTEXT_PARAMETERS);
        if (s->name != NULL)
            fault(c, "E0261", s->name_span, "write start at ...",
                  "a flow has one start, without a name");
        o->start_span = s->span;
        for (k = 0; k < s->n_args; k++)
            if (s->args[k] != NULL && s->values[k] != NULL)
                start_entry(c, s->args[k], s->values[k]);
        c->frame = old;
    }
    gram_check(c);
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
