/* compiler/replica/coexistence.c -- two states of equal free entropy. */
#include "derive.h"

#include <string.h>

/*
 * F(x, p) = 0, G(y, p) = 0, phi(x, p) - psi(y, p) = 0.  The second copy y has
 * symbols of its own; its formulas are those of its saddle point with these
 * put in, after all closed forms have been found.
 */

/* One of the two states: its equations, their derivatives, its potential. */
typedef struct
{
    int n;
    expr_t **residual;   /* n                                              */
    expr_t **jacobian;   /* n x n                                          */
    expr_t **slope;      /* n: dF/dp                                       */
    expr_t *phi, **phi_slope;  /* n derivatives, then that in p            */
} side_t;

/* The free entropy at a saddle point, readable where the derivation knows it
   there; NULL if it has none. */
static expr_t *
free_entropy(derivation_t *dv, const system_t *from, const fixing_t *f)
{
    int i;

    for (i = 0; i < dv->n_values; i++)
        if (strcmp(dv->value[i].name, "free_entropy") == 0
            && !rewrite_singular(dv->algebra, dv->value[i].value, f))
            return derive_fix(dv, dv->value[i].value, f);
    for (i = 0; i < from->n_values; i++)
        if (strcmp(from->value[i].name, "free_entropy") == 0)
            return from->value[i].value;
    return NULL;
}

static int
make_side(derivation_t *dv, side_t *side, const system_t *from, int parameter)
{
    size_t n = (size_t) from->n_orders;
    expr_t *phi;
    fixing_t f;
    int i;

    derive_fixing(dv, from, &f);
    phi = free_entropy(dv, from, &f);
    if (phi == NULL)
        return 0;
    side->n = from->n_orders;
    side->residual = from->residual;
    side->jacobian = from->jacobian;
    side->slope = derive_alloc(dv, n, sizeof *side->slope);
    side->phi_slope = derive_alloc(dv, n + 1, sizeof *side->phi_slope);
    side->phi = derive_explicit(dv, phi);
    for (i = 0; i < side->n; i++)
    {
        expr_t *row = derive_fix(dv, dv->gradient[from->order[i]], &f);
        expr_t *x = dv->t->unknown[from->order[i]].symbol;

        side->slope[i] = derive_explicit(dv,
                             derive_parameter_slope(dv, row, parameter));
        side->phi_slope[i] = derive_explicit(dv, expr_diff(dv->algebra, phi,
                                                           x));
    }
    side->phi_slope[side->n] = derive_explicit(dv,
                                   derive_parameter_slope(dv, phi, parameter));
    return 1;
}

/* The symbols of the second copy instead of those of the first. */
static expr_t *
copy(derivation_t *dv, const system_t *s, expr_t *e)
{
    expr_t *from[DERIVE_MAX_UNKNOWNS], *to[DERIVE_MAX_UNKNOWNS];
    int i;

    for (i = 0; i < s->n_extras; i++)
    {
        from[i] = dv->t->unknown[s->extra[i].order].symbol;
        to[i] = s->extra[i].symbol;
    }
    return expr_substitute(dv->algebra, e, from, to, s->n_extras);
}

/* Row i of the state's equations (`second`: of the copy), or the potential
   where i is n, into row `at` of the system; `sign` multiplies. */
static void
put_row(derivation_t *dv, system_t *s, const side_t *side, int i, int at,
        int second)
{
    algebra_t *g = dv->algebra;
    int is_phi = i == side->n, j, first = second ? s->n_orders : 0;
    expr_t *e, **row = s->jacobian + at * s->n;

    for (j = 0; j <= side->n; j++)
    {
        expr_t **place = row + (j == side->n ? s->n - 1 : first + j);

        e = is_phi           ? side->phi_slope[j]
            : j == side->n   ? side->slope[i]
                             : side->jacobian[i * side->n + j];
        if (second)
            e = copy(dv, s, e);
        *place = is_phi && second ? expr_sub(g, *place, e) : e;
    }
    e = is_phi ? side->phi : side->residual[i];
    if (second)
        e = copy(dv, s, e);
    s->residual[at] = is_phi && second ? expr_sub(g, s->residual[at], e) : e;
}

static void
equations(derivation_t *dv, system_t *s, const side_t *a, const side_t *b)
{
    size_t n = (size_t) (s->n_orders + s->n_extras + 1), k;
    int i;

    s->n = (int) n;
    s->residual = derive_alloc(dv, n, sizeof *s->residual);
    s->jacobian = derive_alloc(dv, n * n, sizeof *s->jacobian);
    for (k = 0; k < n * n; k++)
        s->jacobian[k] = expr_integer(dv->algebra, 0);
    for (i = 0; i < a->n; i++)
        put_row(dv, s, a, i, i, 0);
    for (i = 0; i < b->n; i++)
        put_row(dv, s, b, i, a->n + i, 1);
    put_row(dv, s, a, a->n, s->n - 1, 0);
    put_row(dv, s, b, b->n, s->n - 1, 1);
}

static int
is_infinite(const boundary_t *b)
{
    int i;

    for (i = 0; i < b->n_fixed; i++)
        if (rewrite_infinite(b->value[i]))
            return 1;
    return 0;
}

/* A parameter among the second copy's extras keeps what is known of its sign. */
static void
assume(derivation_t *dv, const system_t *s)
{
    int i;

    for (i = 0; i < s->n_extras; i++)
    {
        expr_t *x = dv->t->unknown[s->extra[i].order].symbol;

        if (expr_is_positive(x) || expr_is_nonnegative(x))
            expr_assume(dv->algebra, s->extra[i].symbol, expr_is_positive(x),
                        1);
    }
}

void
derive_coexistence(derivation_t *dv, int index, int base, int other)
{
    const theory_t *t = dv->t;
    const threshold_t *th = &dv->spec->threshold[index];
    const system_t *second = &t->system[other];
    system_t *s;
    side_t a, b;
    fixing_t f;

    if (second->boundary >= 0
        && t->boundary[second->boundary].guard_parameter == th->parameter)
        return;
    s = derive_threshold_system(dv, index, base);
    if (s == NULL)
        return;
    s->other = second->boundary;
    derive_fixing(dv, s, &f);
    if (!make_side(dv, &a, &t->system[base], th->parameter)
        || !make_side(dv, &b, second, th->parameter))
    {
        dv->t->n_systems--;
        return;
    }
    derive_extras(dv, s, "other", second->order, second->n_orders);
    assume(dv, s);
    equations(dv, s, &a, &b);
    derive_system_values(dv, s, &f);
    if (second->boundary >= 0 && second->n_orders == 0
        && is_infinite(&t->boundary[second->boundary]))
        s->raw_extra = b.phi;
}
