/* compiler/replica/names.c -- what names in observables and thresholds mean. */
#include "derive.h"

#include <string.h>

typedef struct
{
    derivation_t *dv;
    expr_t *found;
} stranger_t;

/* A symbol that is neither unknown nor parameter. */
static int
is_stranger(expr_t *e, void *ctx)
{
    stranger_t *s = ctx;
    const theory_t *t = s->dv->t;
    const spec_t *spec = s->dv->spec;
    int i;

    if (expr_kind(e) != EXPR_SYMBOL)
        return 0;
    for (i = 0; i < t->n_unknowns; i++)
        if (t->unknown[i].symbol == e)
            return 0;
    for (i = 0; i < spec->n_parameters; i++)
        if (spec->parameter[i].symbol == e)
            return 0;
    s->found = e;
    return 1;
}

/* The walk does not enter definitions, whose formals are no strangers. */
static expr_t *
stranger(derivation_t *dv, expr_t *e)
{
    stranger_t s = { dv, NULL };

    rewrite_visit(expr_inline(dv->algebra, e), is_stranger, &s);
    return s.found;
}

expr_t *
derive_resolve(derivation_t *dv, expr_t *e, int raw, const char *what,
               span_t span)
{
    algebra_t *g = dv->algebra;
    expr_t *next, *odd, **meaning = raw ? dv->raw_meaning : dv->meaning;
    int pass;

    for (pass = 0; pass <= dv->n_names; pass++)
    {
        next = expr_substitute(g, e, dv->name, meaning, dv->n_names);
        if (next == e)
            break;
        e = next;
    }
    if (pass > dv->n_names)
    {
        derive_error(dv, "E0309", span, NULL, "'%s' is defined by itself",
                     what);
        return NULL;
    }
    odd = stranger(dv, e);
    if (odd != NULL)
    {
        derive_error(dv, "E0310", span, NULL,
                     "'%s' has no meaning in this model, and '%s' uses it",
                     expr_name(odd), what);
        return NULL;
    }
    return e;
}

int
derive_values(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    const observable_t *o;
    named_value_t *v;
    int i;

    for (i = 0; i < spec->n_observables; i++)
    {
        dv->name[dv->n_names] = expr_symbol(dv->algebra,
                                            spec->observable[i].name);
        dv->raw_meaning[dv->n_names] = spec->observable[i].value;
        dv->meaning[dv->n_names++] = spec->observable[i].value;
    }
    for (i = 0; i < spec->n_observables; i++)
    {
        o = &spec->observable[i];
        v = &dv->value[dv->n_values];
        v->value = derive_resolve(dv, o->value, 0, o->name, o->span);
        if (v->value == NULL)
            continue;
        v->name = o->name;
        v->description = o->description;
        v->declared = 1;
        dv->n_values++;
    }
    dv->t->n_values = dv->n_values;
    dv->t->value = dv->value;
    return !dv->failed;
}
