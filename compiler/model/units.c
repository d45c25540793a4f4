/* compiler/model/units.c -- z[k], R[k,m]: entries of what belongs to units.
 *
 * While an expression is read an index may be the variable of a sum, so an
 * entry is an application z(k) of a function without meaning; once the sums
 * are written out k is a number, and units_resolve puts in the symbol z[2].
 */
#include "check.h"

#include <string.h>

enum { STUDENTS = 1, TEACHERS = 2 };

static const struct
{
    const char *name;
    int first, second;      /* what the indices count; 0: there is none    */
} table[UNIT_KINDS] = {
    [UNIT_FIELD] = { "z", STUDENTS, 0 }, [UNIT_TEACHER] = { "z0", TEACHERS, 0 },
    [UNIT_V] = { "v", STUDENTS, 0 },     [UNIT_V0] = { "v0", TEACHERS, 0 },
    [UNIT_R] = { "R", STUDENTS, TEACHERS },
    [UNIT_Q] = { "Q", STUDENTS, STUDENTS },
    [UNIT_T] = { "T", TEACHERS, TEACHERS },
    [UNIT_RHO] = { "rho", STUDENTS, TEACHERS }
};

int
units_kind(const check_t *c, const char *name)
{
    int i;

    if (c->spec->online == NULL)
        return -1;
    if (strcmp(name, c->spec->online->teacher_field) == 0)
        return UNIT_TEACHER;
    for (i = 0; i < UNIT_KINDS; i++)
        if (i != UNIT_TEACHER && strcmp(name, table[i].name) == 0)
            return i;
    return -1;
}

/* ---- how many ----------------------------------------------------------- */

/* Does the tree speak of entries of `name`? */
static int
has_entries(const ast_t *a, const char *name)
{
    int i;

    if (a == NULL)
        return 0;
    if (a->kind == AST_INDEX && strcmp(a->text, name) == 0)
        return 1;
    for (i = 0; i < a->n; i++)
        if (has_entries(a->child[i], name))
            return 1;
    return 0;
}

int
units_indexed(const check_t *c, const char *name)
{
    int i;

    for (i = 0; i < c->tree->n; i++)
        if (has_entries(c->tree->stmt[i]->value, name))
            return 1;
    return 0;
}

int
units_count(const check_t *c, int kind, int index)
{
    const online_spec_t *o = c->spec->online;
    int what = index == 0 ? table[kind].first : table[kind].second;

    return what == STUDENTS ? o->students : what == TEACHERS ? o->teachers : 1;
}

int
units_indices(int kind)
{
    return 1 + (table[kind].second != 0);
}

/* ---- symbols ------------------------------------------------------------ */

expr_t *
units_symbol(check_t *c, int kind, int i, int j)
{
    const char *name = kind == UNIT_TEACHER ? c->spec->online->teacher_field
                                            : table[kind].name;
    int swap = (kind == UNIT_Q || kind == UNIT_T) && i > j;
    expr_t *e;

    if (kind == UNIT_RHO)
    {
        e = expr_mul(c->algebra, units_symbol(c, UNIT_Q, i, i),
                     units_symbol(c, UNIT_T, j, j));
        return expr_div(c->algebra, units_symbol(c, UNIT_R, i, j),
                        expr_sqrt(c->algebra, e));
    }
    /* plain names for a single unit on each side that is counted */
    if (units_count(c, kind, 0) > 1 || units_count(c, kind, 1) > 1)
        name = table[kind].second == 0
                   ? check_say(c, "%s[%d]", name, i + 1)
                   : check_say(c, "%s[%d,%d]", name, (swap ? j : i) + 1,
                               (swap ? i : j) + 1);
    e = expr_symbol(c->algebra, name);
    return e;
}

/* ---- in expressions ----------------------------------------------------- */

expr_t *
units_entry(check_t *c, const ast_t *a, int kind)
{
    expr_t *argument[2], *formal[2];
    int i, n = units_indices(kind), good = 1;

    if (a->n != n)
    {
        fault(c, "E0227", a->span, NULL, "'%s' has %s here, not %d", a->text,
              n == 1 ? "one index" : "two indices", a->n);
        return NULL;
    }
    for (i = 0; i < n; i++)
    {
        argument[i] = convert_number(c, a->child[i]);
        good = good && argument[i] != NULL;
        formal[i] = expr_symbol(c->algebra, i == 0 ? "k" : "l");
    }
    if (c->unit[kind] == NULL)
        c->unit[kind] = definition_new(c->algebra, a->text, a->text, formal,
                                       n, formal[0]);
    return good ? expr_apply(c->algebra, c->unit[kind], argument, n) : NULL;
}

/* An index as 0, 1, ...; -1 after a message. */
static int
index_of(check_t *c, expr_t *e, int kind, int which, span_t span)
{
    int n = units_count(c, kind, which);
    const fmpq *q;

    if (expr_kind(e) != EXPR_RATIONAL
        || !fmpz_is_one(fmpq_denref(q = expr_rational(e))))
    {
        fault(c, "E0227", span, NULL,
              "an index of '%s' must be a whole number", table[kind].name);
        return -1;
    }
    if (fmpz_cmp_si(fmpq_numref(q), 1) < 0
        || fmpz_cmp_si(fmpq_numref(q), n) > 0)
    {
        fault(c, "E0227", span,
              "students are counted by the first 'hidden', teachers by the "
              "second",
              "an index of '%s' must be in 1 .. %d", table[kind].name, n);
        return -1;
    }
    return (int) fmpz_get_si(fmpq_numref(q)) - 1;
}

/* An application of a unit's function below e outside binders, or NULL. */
static expr_t *
find_entry(const check_t *c, expr_t *e, int *kind)
{
    expr_t *found;
    int i;

    if (expr_kind(e) == EXPR_APPLY)
        for (i = 0; i < UNIT_KINDS; i++)
            if (c->unit[i] != NULL && expr_definition(e) == c->unit[i])
            {
                *kind = i;
                return e;
            }
    for (i = 0; i < expr_arity(e); i++)
        if ((found = find_entry(c, expr_child(e, i), kind)) != NULL)
            return found;
    return NULL;
}

expr_t *
units_resolve(check_t *c, expr_t *e, span_t span)
{
    expr_t *entry, *next;
    int kind, i, j;

    if (e == NULL || c->spec->online == NULL)
        return e;
    for (kind = 0; kind < UNIT_KINDS; kind++)
    {
        const char *name = kind == UNIT_TEACHER
                               ? c->spec->online->teacher_field
                               : table[kind].name;
        expr_t *plain = expr_symbol(c->algebra, name);
        int many = units_count(c, kind, 0) > 1 || units_count(c, kind, 1) > 1;

        if (!expr_contains(e, plain))
            continue;
        if (many)
        {
            fault(c, "E0227", span,
                  check_say(c, "write %s[%s]", name,
                            units_indices(kind) > 1 ? "k, l" : "k"),
                  "'%s' has several entries", name);
            return NULL;
        }
        if (kind == UNIT_RHO)
        {
            next = units_symbol(c, kind, 0, 0);
            e = expr_substitute(c->algebra, e, &plain, &next, 1);
        }
    }
    while ((entry = find_entry(c, e, &kind)) != NULL)
    {
        i = index_of(c, expr_child(entry, 0), kind, 0, span);
        j = units_indices(kind) == 1
                ? 0 : index_of(c, expr_child(entry, 1), kind, 1, span);
        if (i < 0 || j < 0)
            return NULL;
        next = expr_replace(c->algebra, e, entry, units_symbol(c, kind, i, j));
        if (next == e)
        {
            fault(c, "E0227", span, NULL,
                  "'%s' cannot stand under an average or integral",
                  table[kind].name);
            return NULL;
        }
        e = next;
    }
    return e;
}
