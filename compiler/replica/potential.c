/* compiler/replica/potential.c -- models written as a free entropy. */
#include "derive.h"

#include <string.h>

static void
potential_unknowns(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    const order_t *o;
    unknown_t *u;
    int i;

    for (i = 0; i < spec->n_orders; i++)
    {
        o = &spec->order[i];
        u = derive_unknown(dv, o->name, o->domain, o->description, 0);
        u->symbol = o->symbol;
    }
}

/* The unknown that equation k is written for (`q == ...`), or -1. */
static int
written_for(const derivation_t *dv, int k)
{
    const theory_t *t = dv->t;
    expr_t *left = dv->spec->equation_left[k];
    int i;

    for (i = 0; i < t->n_unknowns; i++)
        if (t->unknown[i].symbol == left && dv->gradient[i] == NULL
            && !expr_contains(dv->spec->equation_right[k], left))
            return i;
    return -1;
}

static void
set_equation(derivation_t *dv, int i, int k)
{
    const spec_t *spec = dv->spec;

    dv->t->own_equation[i] = expr_sub(dv->algebra, spec->equation_left[k],
                                      spec->equation_right[k]);
    dv->gradient[i] = expr_close(dv->algebra, dv->t->own_equation[i]);
}

/* `equation` lines fill the places that `stationary` leaves: first those of
   the form  q == f,  the rest in the order written. */
static void
other_equations(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    int i, k, n = spec->n_equations;
    char *used = derive_alloc(dv, (size_t) n, 1);

    for (k = 0; k < n; k++)
    {
        i = written_for(dv, k);
        if (i < 0)
            continue;
        set_equation(dv, i, k);
        dv->map[i] = expr_close(dv->algebra, spec->equation_right[k]);
        used[k] = 1;
    }
    for (k = 0, i = 0; k < n; k++)
    {
        if (used[k])
            continue;
        while (i < spec->n_orders && dv->gradient[i] != NULL)
            i++;
        if (i < spec->n_orders)
            set_equation(dv, i, k);
    }
}

int
derive_potential(derivation_t *dv)
{
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    theory_t *t = dv->t;
    span_t place = spec->potential != NULL ? spec->potential_span
                                           : spec->name_span;
    int i, k;

    if (spec->n_stationary + spec->n_equations != spec->n_orders
        || (spec->n_stationary > 0 && spec->potential == NULL))
    {
        derive_error(dv, "E0308", place,
                     "each order parameter needs a place in 'stationary' or "
                     "an 'equation' of its own",
                     "%d order parameters but %d equations", spec->n_orders,
                     spec->n_stationary + spec->n_equations);
        return 0;
    }
    potential_unknowns(dv);
    if (spec->potential != NULL)
    {
        t->raw = spec->potential;
        t->potential = expr_close(g, spec->potential);
        t->lowered = spec->potential;
    }
    for (k = 0; k < spec->n_stationary; k++)
    {
        i = spec->stationary[k];
        dv->gradient[i] = rewrite_spread(g, expr_diff(g, t->potential,
                                                      t->unknown[i].symbol));
    }
    other_equations(dv);
    for (i = 0; i < spec->n_orders; i++)
        if (dv->gradient[i] == NULL)
        {
            derive_error(dv, "E0308", place, NULL,
                         "no equation for the order parameter '%s'",
                         t->unknown[i].name);
            return 0;
        }
    if (t->potential == NULL)
        return 1;
    derive_value(dv, "free_entropy", t->potential, t->raw, "the potential");
    if (spec->potential_name != NULL
        && strcmp(spec->potential_name, "free_entropy") != 0)
        derive_name(dv, spec->potential_name, t->potential, t->raw);
    return 1;
}
