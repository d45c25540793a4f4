/* compiler/replica/given_state.c -- the state at given values of unknowns. */
#include "boundary.h"

#include <stdlib.h>
#include <string.h>

/*
 * `instability of m = 0, q = 0`: the values must turn the equations of these
 * unknowns into identities, once conjugates that vanish there are put in,
 * perhaps with the other overlaps at zero too, or only at one value of a
 * parameter (h = 0).
 */

static int
unknown_of(const theory_t *t, const char *name)
{
    int i;

    for (i = 0; i < t->n_unknowns; i++)
        if (strcmp(t->unknown[i].name, name) == 0)
            return i;
    return -1;
}

static expr_t *
equation_of(derivation_t *dv, int i)
{
    if (dv->map[i] == NULL)
        return dv->gradient[i];
    return expr_sub(dv->algebra, dv->map[i], dv->t->unknown[i].symbol);
}

static int
is_fixed(const attempt_t *a, int unknown)
{
    int k;

    for (k = 0; k < a->n_fixed; k++)
        if (a->fixed[k] == unknown)
            return 1;
    return 0;
}

/* The other overlaps at zero, where that lies in their domains; their number.
   Before what is given: m = 0 takes away m/sqrt(q). */
static int
put_rest(derivation_t *dv, attempt_t *a, const points_t *at, int *rest)
{
    theory_t *t = dv->t;
    expr_t *zero = expr_integer(dv->algebra, 0);
    int j, k, n = 0;

    for (j = 0; j < t->n_unknowns; j++)
    {
        for (k = 0; k < at->n; k++)
            if (unknown_of(t, at->name[k]) == j)
                break;
        if (k < at->n || t->unknown[j].stage != 0
            || !boundary_lies_in(dv->algebra, zero, &t->unknown[j].domain))
            continue;
        boundary_put(a, j, t->unknown[j].symbol, zero);
        rest[n++] = j;
    }
    return n;
}

/* Puts the values in and what follows; 1 when the equations hold there.
   wide: with the other overlaps at zero. */
static int
is_state(derivation_t *dv, attempt_t *a, const points_t *at, int wide)
{
    theory_t *t = dv->t;
    expr_t *value;
    int rest[DERIVE_MAX_UNKNOWNS], n, j, k, grown;

    n = wide ? put_rest(dv, a, at, rest) : 0;
    if (wide && n == 0)
        return 0;
    for (k = 0; k < at->n; k++)
    {
        j = unknown_of(t, at->name[k]);
        value = derive_fix(dv, at->value[k], &a->fix);
        if (j < 0 || is_fixed(a, j))
            return 0;
        boundary_put(a, j, t->unknown[j].symbol, value);
    }
    do
    {
        grown = 0;
        for (j = 0; j < t->n_unknowns; j++)
        {
            if (t->unknown[j].stage != 1 || dv->map[j] == NULL
                || is_fixed(a, j)
                || !boundary_vanishes(dv, dv->map[j], &a->fix))
                continue;
            boundary_put(a, j, t->unknown[j].symbol,
                         expr_integer(dv->algebra, 0));
            grown = 1;
        }
    } while (grown);
    for (k = 0; k < at->n; k++)
        if (!boundary_vanishes(dv, equation_of(dv, unknown_of(t, at->name[k])),
                               &a->fix))
            return 0;
    for (k = 0; k < n; k++)
        if (!boundary_vanishes(dv, equation_of(dv, rest[k]), &a->fix))
            return 0;
    return 1;
}

/* The boundary state that fixes the same values, or -1. */
static int
known_state(const theory_t *t, const attempt_t *a, int guard)
{
    int b, i, k, same;

    for (b = 0; b < t->n_boundaries; b++)
    {
        const boundary_t *at = &t->boundary[b];

        same = at->n_fixed == a->n_fixed && at->guard_parameter == guard;
        for (i = 0; i < a->n_fixed && same; i++)
        {
            for (k = 0; k < at->n_fixed; k++)
                if (at->fixed[k] == a->fixed[i]
                    && at->value[k] == a->fix.value[i + (guard >= 0)])
                    break;
            same = k < at->n_fixed;
        }
        if (same)
            return b;
    }
    return -1;
}

static const char *
name_of(derivation_t *dv, const points_t *at)
{
    const char *name = "";
    char *text;
    int k;

    for (k = 0; k < at->n; k++)
    {
        text = expr_to_string(at->value[k]);
        name = derive_text(dv, "%s%s%s = %s", name, k > 0 ? ", " : "",
                           at->name[k], text != NULL ? text : "?");
        free(text);
    }
    return name;
}

static int
add_state(derivation_t *dv, const points_t *at, const attempt_t *a, int guard,
          expr_t *guard_value)
{
    theory_t *t = dv->t;
    size_t n = (size_t) t->n_boundaries;
    boundary_t *all = derive_alloc(dv, n + 1, sizeof *all), *b = all + n;
    int k;

    memcpy(all, t->boundary, n * sizeof *all);
    b->name = name_of(dv, at);
    b->inside = 1;
    b->n_fixed = a->n_fixed;
    b->fixed = derive_alloc(dv, (size_t) a->n_fixed, sizeof *b->fixed);
    b->value = derive_alloc(dv, (size_t) a->n_fixed, sizeof *b->value);
    for (k = 0; k < a->n_fixed; k++)
    {
        b->fixed[k] = a->fixed[k];
        b->value[k] = a->fix.value[k + (guard >= 0)];
    }
    b->guard_parameter = guard;
    b->guard_value = guard_value;
    if (!boundary_is_usable(dv, b, &a->fix))
        return -1;
    t->boundary = all;
    boundary_saddle_point(dv, t->n_boundaries++);
    return t->n_boundaries - 1;
}

/* With the guard's parameter at `value` (guard -1: none).  -1: no state;
   -2: a state that cannot be used. */
static int
try_state(derivation_t *dv, const points_t *at, int guard, expr_t *value,
          int wide)
{
    attempt_t *a = derive_alloc(dv, 1, sizeof *a);
    int b;

    if (guard >= 0)
        boundary_put(a, -1, dv->spec->parameter[guard].symbol, value);
    if (!is_state(dv, a, at, wide))
        return -1;
    b = known_state(dv->t, a, guard);
    if (b < 0)
        b = add_state(dv, at, a, guard, value);
    return b < 0 ? -2 : b;
}

static int
in_an_equation(derivation_t *dv, const points_t *at, expr_t *symbol)
{
    int k, j;

    for (k = 0; k < at->n; k++)
    {
        j = unknown_of(dv->t, at->name[k]);
        if (j >= 0 && rewrite_mentions(equation_of(dv, j), symbol))
            return 1;
    }
    return 0;
}

int
derive_given_state(derivation_t *dv, const points_t *at, const char **reason)
{
    const spec_t *spec = dv->spec;
    expr_t *zero = expr_integer(dv->algebra, 0);
    const parameter_t *p;
    int k, b = try_state(dv, at, -1, NULL, 0);

    if (b == -1)
        b = try_state(dv, at, -1, NULL, 1);
    for (k = 0; k < spec->n_parameters && b == -1; k++)
    {
        p = &spec->parameter[k];
        if (!in_an_equation(dv, at, p->symbol))
            continue;
        if (p->fallback != NULL)
            b = try_state(dv, at, k, p->fallback, 0);
        if (b == -1 && p->fallback != zero
            && boundary_lies_in(dv->algebra, zero, &p->domain))
            b = try_state(dv, at, k, zero, 0);
    }
    *reason = b == -1 ? "the equations do not hold identically at this state, "
                        "nor at the default or at zero of one parameter"
                      : "the equations of the other unknowns are not defined "
                        "at this state";
    return b < 0 ? -1 : b;
}
