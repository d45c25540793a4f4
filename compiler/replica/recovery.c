/* compiler/replica/recovery.c -- what can be read where the teacher is known.
 *
 * The overlap is rho and its conjugate infinite.  Some values are known there
 * by themselves; others are the free entropy plus or minus what is finite.
 */
#include "derive.h"

#include <string.h>

static const named_value_t *
recovered(const derivation_t *dv, const char *name)
{
    int i;

    for (i = 0; i < dv->n_recovered; i++)
        if (strcmp(dv->recovered[i].name, name) == 0)
            return &dv->recovered[i];
    return NULL;
}

void
derive_recovered(derivation_t *dv, const char *name, expr_t *value)
{
    dv->recovered[dv->n_recovered].name = name;
    dv->recovered[dv->n_recovered++].value = value;
}

/* e there, or NULL. */
static expr_t *
at_recovery(derivation_t *dv, expr_t *e, const fixing_t *f)
{
    expr_t *value;

    if (rewrite_singular(dv->algebra, e, f))
        return NULL;
    value = derive_fix(dv, e, f);
    return rewrite_undefined(dv->algebra, expr_inline(dv->algebra, value))
               ? NULL : value;
}

/* e = free entropy + rest, or rest - free entropy, rest finite; or NULL. */
static expr_t *
by_free_entropy(derivation_t *dv, expr_t *e, const fixing_t *f)
{
    algebra_t *g = dv->algebra;
    expr_t *phi = dv->t->potential, *rest;
    const named_value_t *known = recovered(dv, "free_entropy");

    if (known == NULL)
        return NULL;
    rest = at_recovery(dv, expr_expand(g, expr_sub(g, e, phi), 0), f);
    if (rest != NULL)
        return expr_add(g, rest, known->value);
    rest = at_recovery(dv, expr_expand(g, expr_add(g, e, phi), 0), f);
    return rest != NULL ? expr_sub(g, rest, known->value) : NULL;
}

void
derive_recovery_values(derivation_t *dv, system_t *s, const fixing_t *f)
{
    const named_value_t *known;
    expr_t *e;
    int i;

    s->value = derive_alloc(dv, (size_t) dv->n_values, sizeof *s->value);
    for (i = 0; i < dv->n_values; i++)
    {
        known = dv->value[i].declared ? NULL
                                      : recovered(dv, dv->value[i].name);
        e = known != NULL ? known->value
                          : at_recovery(dv, dv->value[i].value, f);
        if (e == NULL)
            e = by_free_entropy(dv, dv->value[i].value, f);
        if (e == NULL)
            continue;
        s->value[s->n_values] = dv->value[i];
        s->value[s->n_values++].value = derive_explicit(dv, e);
    }
}
