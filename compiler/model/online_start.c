/* compiler/model/online_start.c -- `start at` of a flow: overlaps and second
   layers as numbers, rows, matrices or formulas. */
#include "check.h"

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
