/* compiler/model/spec.c -- a spec from its tree: the steps in their order. */
#include "check.h"

#include <limits.h>
#include <stdarg.h>
#include <string.h>

void *
check_alloc(check_t *c, size_t size)
{
    void *p = arena_alloc(c->arena, size > 0 ? size : 1);

    if (p == NULL)
        longjmp(c->no_memory, 1);
    return p;
}

const char *
check_say(check_t *c, const char *format, ...)
{
    va_list list, again;
    char *text;
    int n;

    va_start(list, format);
    va_copy(again, list);
    n = vsnprintf(NULL, 0, format, list);
    va_end(list);
    text = n >= 0 ? arena_alloc(c->arena, (size_t) n + 1) : NULL;
    if (text != NULL)
        vsnprintf(text, (size_t) n + 1, format, again);
    va_end(again);
    if (text == NULL)
        longjmp(c->no_memory, 1);
    return text;
}

span_t
span_of(const ast_t *a)
{
    static const span_t nowhere = { 0, 0, 0, 0 };

    return a != NULL ? a->span : nowhere;
}

/* ---- the steps ---------------------------------------------------------- */

/* Signs that the derived names have, told before their first use. */
static void
assume_derived(check_t *c)
{
    const char *name[64];
    int i, n = derived_names(c, name, 64);

    for (i = 0; i < n; i++)
    {
        const derived_t *d = derived_find(c, name[i]);

        if (d->unknown && d->lower >= 0
            && c->spec->learner != LEARNER_POTENTIAL)
            expr_assume(c->algebra, expr_symbol(c->algebra, d->name),
                        d->lower > 0, 1);
    }
}

static void
check_all(check_t *c)
{
    decide_form(c);
    online_open(c);
    check_requirements(c);
    declare_all(c);
    assume_derived(c);
    read_statements(c);
    check_together(c);
    if (c->spec->online != NULL)
        online_start(c);
    else
        read_starts(c);
    read_thresholds(c);
    read_references(c);
    if (algebra_failed(c->algebra))
        fault(c, "E0290", c->tree->name_span,
              "use smaller numbers and shorter sums",
              "the expressions of the spec are too large");
}

static void
check_init(check_t *c, spec_t *m, arena_t *arena, algebra_t *algebra,
           const spec_ast_t *tree, diags_t *d)
{
    memset(c, 0, sizeof *c);
    memset(m, 0, sizeof *m);
    m->algebra = algebra;
    m->name = tree->name;
    m->name_span = tree->name_span;
    m->description = tree->description;
    c->spec = m;
    c->arena = arena;
    c->algebra = algebra;
    c->tree = tree;
    c->d = d;
    c->frame.context = &CONTEXT_VALUE;
    c->frame.position = INT_MAX;
}

int
spec_check(spec_t *out, arena_t *arena, algebra_t *algebra,
           const spec_ast_t *tree, diags_t *d)
{
    check_t *c = malloc(sizeof *c);
    int before = d->n_errors, good;

    if (c == NULL)
        return 0;
    check_init(c, out, arena, algebra, tree, d);
    if (setjmp(c->no_memory) == 0)
        check_all(c);
    else
        diags_add(d, DIAG_ERROR, "E0290", tree->name_span, NULL,
                  "the spec needs more memory than is allowed");
    good = d->n_errors == before;
    measure_clear(c);
    free(c);
    return good;
}

/* ---- values from the command line --------------------------------------- */

expr_t *
spec_value(algebra_t *algebra, arena_t *arena, const ast_t *a, diags_t *d)
{
    static const spec_ast_t nothing;
    int seen[STMT_REFERENCE + 1] = { 0 };
    const stmt_t *first[STMT_REFERENCE + 1] = { NULL };
    check_t *c = malloc(sizeof *c);
    spec_t *m = malloc(sizeof *m);
    expr_t *volatile e = NULL;
    int before = d->n_errors;

    if (c != NULL && m != NULL)
    {
        check_init(c, m, arena, algebra, &nothing, d);
        m->learner = LEARNER_POTENTIAL;
        c->seen = seen;
        c->first = first;
        c->frame.context = &CONTEXT_CLOSED;
        if (setjmp(c->no_memory) == 0)
            e = convert_number(c, a);
        else
            diags_add(d, DIAG_ERROR, "E0290", span_of(a), NULL,
                      "the value needs more memory than is allowed");
    }
    if (c != NULL)
        measure_clear(c);
    free(m);
    free(c);
    return d->n_errors == before && !algebra_failed(algebra) ? e : NULL;
}
