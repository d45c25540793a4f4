/* compiler/replica/critical.c -- folds, extrema and instabilities as systems. */
#include "derive.h"

/*
 * The equations F = 0 of a state are differentiated once more in a direction
 * that is unknown too: a null vector v of the Jacobian J (fold, instability)
 * or the slope t of the branch (extremum).  docs/certificates.md, "Claims".
 */

system_t *
derive_threshold_system(derivation_t *dv, int index, int base)
{
    const threshold_t *th = &dv->spec->threshold[index];
    const theory_t *t = dv->t;
    const system_t *from = &t->system[base];
    system_t *s;

    if (from->boundary >= 0
        && t->boundary[from->boundary].guard_parameter == th->parameter)
        return NULL;
    s = derive_new_system(dv);
    s->kind = SYSTEM_THRESHOLD;
    s->name = th->name;
    s->threshold = index;
    s->boundary = from->boundary;
    s->n_orders = from->n_orders;
    s->order = from->order;
    s->parameter = th->parameter;
    return s;
}

void
derive_extras(derivation_t *dv, system_t *s, const char *suffix,
              const int *order, int n)
{
    algebra_t *g = dv->algebra;
    int i;

    s->n_extras = n;
    s->extra = derive_alloc(dv, (size_t) n, sizeof *s->extra);
    for (i = 0; i < n; i++)
    {
        const unknown_t *u = &dv->t->unknown[order[i]];

        s->extra[i].name = derive_text(dv, "%s.%s", u->name, suffix);
        s->extra[i].symbol = expr_symbol(g, s->extra[i].name);
        s->extra[i].order = order[i];
    }
}

/* sum_j extra_j d e / d x_j, x_j the order parameter that extra j belongs to */
static expr_t *
along(derivation_t *dv, const system_t *s, expr_t *e, const fixing_t *after)
{
    algebra_t *g = dv->algebra;
    expr_t *sum = expr_integer(g, 0), *d;
    int j;

    for (j = 0; j < s->n_extras; j++)
    {
        d = expr_diff(g, e, dv->t->unknown[s->extra[j].order].symbol);
        if (after != NULL)
            d = derive_fix(dv, d, after);
        sum = expr_add(g, sum, expr_mul(g, s->extra[j].symbol, d));
    }
    return sum;
}

/* |v|^2 - 1 */
static expr_t *
normalisation(derivation_t *dv, const system_t *s)
{
    algebra_t *g = dv->algebra;
    expr_t *sum = expr_integer(g, -1);
    int j;

    for (j = 0; j < s->n_extras; j++)
        sum = expr_add(g, sum, expr_pow_int(g, s->extra[j].symbol, 2));
    return sum;
}

/* The equations of the state with its fixed values in rows[0..n); 1 when they
   depend on the parameter. */
static int
state_rows(derivation_t *dv, const system_t *s, const fixing_t *f,
           expr_t **row)
{
    expr_t *p = dv->spec->parameter[s->parameter].symbol;
    int i, depends = 0;

    for (i = 0; i < s->n_orders; i++)
    {
        row[i] = derive_fix(dv, dv->gradient[s->order[i]], f);
        depends = depends || rewrite_mentions(row[i], p);
    }
    return depends;
}

static void
finish(derivation_t *dv, system_t *s, expr_t *const *row, const fixing_t *f)
{
    s->n = s->n_orders + s->n_extras + 1;
    derive_equations(dv, s, row);
    derive_system_values(dv, s, f);
}

static expr_t **
new_rows(derivation_t *dv)
{
    return derive_alloc(dv, 2 * (size_t) dv->t->n_unknowns + 1,
                        sizeof(expr_t *));
}

void
derive_spinodal(derivation_t *dv, int index, int base)
{
    system_t *s = derive_threshold_system(dv, index, base);
    expr_t **row = new_rows(dv);
    fixing_t f;
    int i, n;

    if (s == NULL)
        return;
    derive_fixing(dv, s, &f);
    n = s->n_orders;
    if (!state_rows(dv, s, &f, row))
    {
        dv->t->n_systems--;
        return;
    }
    derive_extras(dv, s, "null", s->order, n);
    for (i = 0; i < n; i++)
        row[n + i] = along(dv, s, row[i], NULL);
    row[2 * n] = normalisation(dv, s);
    finish(dv, s, row, &f);
}

void
derive_extremum(derivation_t *dv, int index, int base)
{
    const threshold_t *th = &dv->spec->threshold[index];
    algebra_t *g = dv->algebra;
    expr_t *name = expr_symbol(g, th->state[0]), **row = new_rows(dv);
    expr_t *value, *o;
    system_t *s;
    fixing_t f;
    int i, n, depends;

    value = derive_resolve(dv, name, 0, th->name, th->condition_span);
    if (value == NULL
        || (s = derive_threshold_system(dv, index, base)) == NULL)
        return;
    derive_fixing(dv, s, &f);
    n = s->n_orders;
    o = derive_fix(dv, value, &f);
    depends = state_rows(dv, s, &f, row)
              || rewrite_mentions(o, dv->spec->parameter[th->parameter].symbol);
    if (!depends || rewrite_singular(g, value, &f))
    {
        dv->t->n_systems--;
        return;
    }
    derive_extras(dv, s, "slope", s->order, n);
    for (i = 0; i < n; i++)
        row[n + i] = expr_add(g, along(dv, s, row[i], NULL),
                              derive_parameter_slope(dv, row[i],
                                                     th->parameter));
    row[2 * n] = expr_add(g, along(dv, s, o, NULL),
                          derive_parameter_slope(dv, o, th->parameter));
    value = derive_resolve(dv, name, 1, th->name, th->condition_span);
    if (value != NULL)
        s->raw_extra = derive_fix(dv, value, &f);
    finish(dv, s, row, &f);
}

/* NULL when all second derivatives are defined at the state. */
static const char *
not_smooth(derivation_t *dv, const fixing_t *f)
{
    const theory_t *t = dv->t;
    expr_t *second;
    int i, j, tied = t->potential != NULL
                     && rewrite_tied(dv->algebra, t->potential, f);

    for (i = 0; i < t->n_unknowns; i++)
        for (j = 0; j < t->n_unknowns; j++)
        {
            second = expr_diff(dv->algebra, dv->gradient[i],
                               t->unknown[j].symbol);
            if (rewrite_singular(dv->algebra, second, f))
                return "a derivative of the equations is not finite at this "
                       "state";
            tied = tied || rewrite_tied(dv->algebra, dv->gradient[i], f)
                   || rewrite_tied(dv->algebra, second, f);
        }
    return tied ? "this state lies where a comparison changes, so that the "
                  "equations may have no derivative there"
                : NULL;
}

void
derive_instability(derivation_t *dv, int index, int base)
{
    const threshold_t *th = &dv->spec->threshold[index];
    const theory_t *t = dv->t;
    system_t *s = derive_threshold_system(dv, index, base);
    expr_t **row = new_rows(dv);
    int i, n, depends, size = t->n_unknowns;
    int *all = derive_alloc(dv, (size_t) size, sizeof *all);
    const char *why;
    fixing_t f;

    if (s == NULL)
    {
        derive_skip(dv, th, "the state exists at one value of this parameter "
                            "only");
        return;
    }
    derive_fixing(dv, s, &f);
    n = s->n_orders;
    depends = state_rows(dv, s, &f, row);
    for (i = 0; i < size; i++)
        all[i] = i;
    derive_extras(dv, s, "null", all, size);
    for (i = 0; i < size; i++)
    {
        row[n + i] = along(dv, s, dv->gradient[i], &f);
        depends = depends
                  || rewrite_mentions(row[n + i],
                                      dv->spec->parameter[th->parameter]
                                          .symbol);
    }
    row[n + size] = normalisation(dv, s);
    why = depends ? not_smooth(dv, &f)
                  : "the stability of this state does not depend on the "
                    "parameter";
    if (why != NULL)
    {
        dv->t->n_systems--;
        derive_skip(dv, th, why);
        return;
    }
    finish(dv, s, row, &f);
}
