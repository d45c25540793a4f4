/* compiler/replica/boundary.c -- saddle points: inside, and at the ends. */
#include "boundary.h"

#include "../algebra/evaluate.h"
#include <stdlib.h>
#include <string.h>

/*
 * A boundary state: at an end of the domain of an overlap, its equation (in
 * the form  x = map)  is an identity, once conjugates whose own equation
 * makes them zero there are put in.  The reduced system is the gradient in
 * the others.  docs/theory.md, "boundary states".
 */

#define PREC 128

void
boundary_put(attempt_t *a, int unknown, expr_t *symbol, expr_t *value)
{
    if (unknown >= 0)
        a->fixed[a->n_fixed++] = unknown;
    a->fix.symbol[a->fix.n] = symbol;
    a->fix.value[a->fix.n++] = value;
}

/* Before what is fixed already: m = 0 takes away the m/sqrt(q) that q = 0
   would make undefined. */
static void
put_first(attempt_t *a, int unknown, expr_t *symbol, expr_t *value)
{
    size_t first = (size_t) (a->fix.n - a->n_fixed);
    size_t n = (size_t) a->n_fixed, bytes = n * sizeof *a->fix.symbol;

    memmove(a->fix.symbol + first + 1, a->fix.symbol + first, bytes);
    memmove(a->fix.value + first + 1, a->fix.value + first, bytes);
    memmove(a->fixed + 1, a->fixed, n * sizeof *a->fixed);
    a->fix.symbol[first] = symbol;
    a->fix.value[first] = value;
    a->fixed[0] = unknown;
    a->fix.n++;
    a->n_fixed++;
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

static int
holds(derivation_t *dv, const attempt_t *a, int i)
{
    expr_t *e = dv->gradient[i];

    if (dv->map[i] != NULL)
        e = expr_sub(dv->algebra, dv->map[i], dv->t->unknown[i].symbol);
    return boundary_vanishes(dv, e, &a->fix);
}

/* Overlaps whose domains have shrunk to zero with what is fixed: m, where
   m^2 <= rho q and q = 0.  Their number. */
static int
put_pinched(derivation_t *dv, attempt_t *a, int *pinched)
{
    theory_t *t = dv->t;
    int j, n = 0;

    for (j = 0; j < t->n_unknowns; j++)
    {
        const domain_t *d = &t->unknown[j].domain;

        if (t->unknown[j].stage != 0 || d->hi == NULL || is_fixed(a, j)
            || expr_is_zero(d->hi)
            || !expr_is_zero(derive_fix(dv, d->hi, &a->fix))
            || (d->lo != NULL
                && !expr_is_zero(derive_fix(dv, d->lo, &a->fix))))
            continue;
        put_first(a, j, t->unknown[j].symbol, expr_integer(dv->algebra, 0));
        pinched[n++] = j;
    }
    return n;
}

/* Puts in `end` for unknown i and what follows from it; 1 when the equation
   of i is then an identity. */
static int
is_identity(derivation_t *dv, attempt_t *a, int i, expr_t *end)
{
    theory_t *t = dv->t;
    algebra_t *g = dv->algebra;
    expr_t *x = t->unknown[i].symbol, *zero = expr_integer(g, 0);
    int pinched[DERIVE_MAX_UNKNOWNS], n, j, grown;

    boundary_put(a, i, x, end);
    n = put_pinched(dv, a, pinched);
    do
    {
        grown = 0;
        for (j = 0; j < t->n_unknowns; j++)
        {
            if (t->unknown[j].stage != 1 || dv->map[j] == NULL
                || is_fixed(a, j)
                || !boundary_lies_in(g, zero, &t->unknown[j].domain)
                || !boundary_vanishes(dv, dv->map[j], &a->fix))
                continue;
            boundary_put(a, j, t->unknown[j].symbol, zero);
            grown = 1;
        }
    } while (grown);
    for (j = 0; j < n; j++)
        if (!holds(dv, a, pinched[j]))
            return 0;
    return holds(dv, a, i);
}

/* The unknowns that an attempt leaves; their number. */
static int
free_unknowns(const theory_t *t, const boundary_t *b, int *order)
{
    int i, k, n = 0;

    for (i = 0; i < t->n_unknowns; i++)
    {
        for (k = 0; b != NULL && k < b->n_fixed; k++)
            if (b->fixed[k] == i)
                break;
        if (b == NULL || k == b->n_fixed)
            order[n++] = i;
    }
    return n;
}

void
derive_fixing(derivation_t *dv, const system_t *s, fixing_t *f)
{
    const boundary_t *b;
    int k;

    f->n = 0;
    if (s->boundary < 0)
        return;
    b = &dv->t->boundary[s->boundary];
    for (k = 0; k < b->n_fixed; k++)
    {
        f->symbol[f->n] = dv->t->unknown[b->fixed[k]].symbol;
        f->value[f->n++] = b->value[k];
    }
    if (b->guard_parameter >= 0)
    {
        f->symbol[f->n] = dv->spec->parameter[b->guard_parameter].symbol;
        f->value[f->n++] = b->guard_value;
    }
}

void
boundary_saddle_point(derivation_t *dv, int boundary)
{
    theory_t *t = dv->t;
    system_t *s = derive_new_system(dv);
    size_t n = (size_t) t->n_unknowns;
    expr_t **readable = derive_alloc(dv, n, sizeof *readable), *map;
    fixing_t f;
    int i;

    s->kind = SYSTEM_SADDLE_POINT;
    s->name = "saddle_point";
    s->boundary = boundary;
    s->order = derive_alloc(dv, n, sizeof *s->order);
    s->n = free_unknowns(t, boundary < 0 ? NULL : &t->boundary[boundary],
                         s->order);
    s->n_orders = s->n_maps = s->n;
    s->map = derive_alloc(dv, n, sizeof *s->map);
    derive_fixing(dv, s, &f);
    for (i = 0; i < s->n; i++)
    {
        readable[i] = derive_fix(dv, dv->gradient[s->order[i]], &f);
        map = dv->map[s->order[i]];
        if (map != NULL)
            s->map[i] = derive_explicit(dv, derive_fix(dv, map, &f));
    }
    derive_equations(dv, s, readable);
    derive_system_values(dv, s, &f);
}

int
boundary_is_usable(derivation_t *dv, const boundary_t *b, const fixing_t *f)
{
    int order[DERIVE_MAX_UNKNOWNS], i, n = free_unknowns(dv->t, b, order);

    if (!derive_is_regular(dv, order, n))
        return 0;
    for (i = 0; i < n; i++)
        if (rewrite_singular(dv->algebra, dv->gradient[order[i]], f))
            return 0;
    return 1;
}

/* Is there a boundary state that fixes the same? */
static int
is_known(const theory_t *t, const attempt_t *a)
{
    const boundary_t *b;
    int i, j, k, same;

    for (i = 0; i < t->n_boundaries; i++)
    {
        b = &t->boundary[i];
        same = b->n_fixed == a->n_fixed;
        for (k = 0; k < a->n_fixed && same; k++)
        {
            for (j = 0; j < b->n_fixed; j++)
                if (b->fixed[j] == a->fixed[k])
                    break;
            same = j < b->n_fixed
                   && b->value[j] == a->fix.value[a->fix.n - a->n_fixed + k];
        }
        if (same)
            return 1;
    }
    return 0;
}

/* base: a boundary state that this one lies on, or NULL. */
static int
try_end(derivation_t *dv, const boundary_t *base, int i, expr_t *end,
        int guard, expr_t *guard_value)
{
    theory_t *t = dv->t;
    attempt_t *a = derive_alloc(dv, 1, sizeof *a);
    boundary_t *b = &t->boundary[t->n_boundaries];
    char *text;
    int k;

    if (t->n_boundaries == derive_max_boundaries(dv))
        return 0;
    if (guard >= 0)
    {
        boundary_put(a, -1, dv->spec->parameter[guard].symbol, guard_value);
        end = derive_fix(dv, end, &a->fix);
    }
    for (k = 0; base != NULL && k < base->n_fixed; k++)
        boundary_put(a, base->fixed[k], t->unknown[base->fixed[k]].symbol,
            base->value[k]);
    if (!is_identity(dv, a, i, end) || is_known(t, a))
        return 0;
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
        return 0;
    text = expr_to_string(end);
    b->name = derive_text(dv, "%s%s%s = %s", base != NULL ? base->name : "",
                          base != NULL ? ", " : "", t->unknown[i].name,
                          text != NULL ? text : "?");
    free(text);
    boundary_saddle_point(dv, t->n_boundaries++);
    return 1;
}

int
boundary_lies_in(algebra_t *g, expr_t *value, const domain_t *d)
{
    expr_t *c;

    if (d->lo != NULL)
    {
        c = expr_compare(g, d->lo_open ? COMPARE_LT : COMPARE_LE, d->lo, value);
        if (expr_evaluate_condition(c, NULL, PREC) != 1)
            return 0;
    }
    if (d->hi != NULL)
    {
        c = expr_compare(g, d->hi_open ? COMPARE_LT : COMPARE_LE, value, d->hi);
        if (expr_evaluate_condition(c, NULL, PREC) != 1)
            return 0;
    }
    return 1;
}

/* With no condition; else with one parameter at its default, or zero. */
static void
try_with_guards(derivation_t *dv, int i, expr_t *end)
{
    const spec_t *spec = dv->spec;
    expr_t *zero = expr_integer(dv->algebra, 0);
    const parameter_t *p;
    int k;

    if (try_end(dv, NULL, i, end, -1, NULL))
        return;
    for (k = 0; k < spec->n_parameters; k++)
    {
        p = &spec->parameter[k];
        if (!rewrite_mentions(dv->map[i] != NULL ? dv->map[i]
                                                 : dv->gradient[i], p->symbol))
            continue;
        if (p->fallback != NULL && try_end(dv, NULL, i, end, k,
                                           p->fallback))
            return;
        if (p->fallback != zero
            && boundary_lies_in(dv->algebra, zero, &p->domain)
            && try_end(dv, NULL, i, end, k, zero))
            return;
    }
}

static int
is_plain_end(const theory_t *t, expr_t *end)
{
    int i;

    if (end == NULL)
        return 0;
    for (i = 0; i < t->n_unknowns; i++)
        if (expr_contains(end, t->unknown[i].symbol))
            return 0;
    return 1;
}

/* Ends of the overlaps that boundary state b leaves free: states that lie on
   more than one end (m = 0 and q = 0). */
static void
try_on_boundary(derivation_t *dv, int b)
{
    theory_t *t = dv->t;
    boundary_t base = t->boundary[b];
    int order[DERIVE_MAX_UNKNOWNS], n = free_unknowns(t, &base, order), i;
    const domain_t *d;

    for (i = 0; i < n; i++)
    {
        d = &t->unknown[order[i]].domain;
        if (t->unknown[order[i]].stage != 0)
            continue;
        if (!d->lo_open && is_plain_end(t, d->lo))
            try_end(dv, &base, order[i], d->lo, base.guard_parameter,
                    base.guard_value);
        if (!d->hi_open && is_plain_end(t, d->hi))
            try_end(dv, &base, order[i], d->hi, base.guard_parameter,
                    base.guard_value);
    }
}

/* The overlaps at the upper ends of their domains, conjugates infinite. */
static void
recovery(derivation_t *dv)
{
    theory_t *t = dv->t;
    boundary_t *b = &t->boundary[t->n_boundaries];
    size_t n = (size_t) t->n_unknowns;
    fixing_t f = { 0 };
    system_t *s;
    int i;

    if (dv->n_recovered == 0 || t->n_boundaries == derive_max_boundaries(dv))
        return;
    b->name = "recovery";
    b->n_fixed = t->n_unknowns;
    b->fixed = derive_alloc(dv, n, sizeof *b->fixed);
    b->value = derive_alloc(dv, n, sizeof *b->value);
    for (i = 0; i < t->n_unknowns; i++)
    {
        b->fixed[i] = i;
        b->value[i] = t->unknown[i].stage == 1
                          ? expr_infinity(dv->algebra)
                          : derive_fix(dv, t->unknown[i].domain.hi, &f);
        f.symbol[f.n] = t->unknown[i].symbol;
        f.value[f.n++] = b->value[i];
    }
    b->guard_parameter = -1;
    s = derive_new_system(dv);
    s->kind = SYSTEM_SADDLE_POINT;
    s->name = "saddle_point";
    s->boundary = t->n_boundaries++;
    s->order = derive_alloc(dv, 1, sizeof *s->order);
    s->map = derive_alloc(dv, 1, sizeof *s->map);
    derive_equations(dv, s, NULL);
    derive_fixing(dv, s, &f);
    derive_recovery_values(dv, s, &f);
}

int
derive_max_boundaries(const derivation_t *dv)
{
    return 4 * dv->t->n_unknowns + 2;
}

void
derive_saddle_points(derivation_t *dv)
{
    theory_t *t = dv->t;
    const domain_t *d;
    int i;

    boundary_saddle_point(dv, -1);
    t->boundary = derive_alloc(dv, (size_t) derive_max_boundaries(dv),
                               sizeof *t->boundary);
    for (i = 0; i < t->n_unknowns; i++)
    {
        d = &t->unknown[i].domain;
        if (t->unknown[i].stage != 0)
            continue;
        if (!d->lo_open && is_plain_end(t, d->lo))
            try_with_guards(dv, i, d->lo);
        if (!d->hi_open && is_plain_end(t, d->hi))
            try_with_guards(dv, i, d->hi);
    }
    for (i = 0; i < t->n_boundaries; i++)
        try_on_boundary(dv, i);
    recovery(dv);
}
