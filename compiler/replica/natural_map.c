/* compiler/replica/natural_map.c -- the natural iteration of a potential. */
#include "derive.h"

#include <string.h>

/*
 * Two unknowns with a bilinear term c x y outside the integrals are partners.
 * In a group of partners that falls into overlaps o and conjugates c,
 *     phi = o^T M c + R,    dphi/do = M c + dR/do,
 * so the new conjugates are -M^-1 dR/do and the new overlaps -M^-T dR/dc.
 * A fixed point of the map is a zero of the gradient when M is regular.
 */

#define MAX_GROUP 6
#define MAX_DEGREE 12

typedef struct
{
    derivation_t *dv;
    int n;
    expr_t **m;   /* n x n, symmetric, NULL where there is no bilinear term */
    int *colour;  /* 0 overlap, 1 conjugate, -1 not seen                   */
    int *member;  /* of the group at hand                                  */
    int n_members, bipartite;
} partners_t;

/* 1 when the unknown's equation is dphi/dx = 0. */
static int
is_stationary(const derivation_t *dv, int i)
{
    const spec_t *spec = dv->spec;
    int k;

    if (spec->learner != LEARNER_POTENTIAL)
        return 1;
    for (k = 0; k < spec->n_stationary; k++)
        if (spec->stationary[k] == i)
            return 1;
    return 0;
}

static int
contains_unknown(const theory_t *t, expr_t *e)
{
    int i;

    for (i = 0; i < t->n_unknowns; i++)
        if (expr_contains(e, t->unknown[i].symbol))
            return 1;
    return 0;
}

/* A term c x_i x_j with c free of unknowns: adds c to the matrix. */
static void
note_bilinear(partners_t *p, expr_t *term)
{
    const theory_t *t = p->dv->t;
    algebra_t *g = p->dv->algebra;
    expr_t *c = expr_integer(g, 1), *factor, **entry;
    int i, k, n_found = 0, found[2] = { -1, -1 };

    if (expr_kind(term) != EXPR_MUL)
        return;
    for (k = 0; k < expr_arity(term); k++)
    {
        factor = expr_child(term, k);
        for (i = 0; i < t->n_unknowns; i++)
            if (t->unknown[i].symbol == factor)
                break;
        if (i < t->n_unknowns && n_found < 2)
            found[n_found++] = i;
        else if (contains_unknown(t, factor))
            return;
        else
            c = expr_mul(g, c, factor);
    }
    if (n_found != 2 || !is_stationary(p->dv, found[0])
        || !is_stationary(p->dv, found[1]))
        return;
    for (k = 0; k < 2; k++)
    {
        entry = &p->m[found[k] * p->n + found[1 - k]];
        *entry = *entry == NULL ? c : expr_add(g, *entry, c);
    }
}

static int
is_conjugate_name(const char *name)
{
    size_t n = strlen(name);

    return n > 4 && strcmp(name + n - 4, "_hat") == 0;
}

/* Colours the group of `first`, breadth first. */
static void
colour_group(partners_t *p, int first)
{
    int at, i, j;

    p->n_members = 1;
    p->member[0] = first;
    p->bipartite = 1;
    p->colour[first] = is_conjugate_name(p->dv->t->unknown[first].name);
    for (at = 0; at < p->n_members; at++)
    {
        i = p->member[at];
        for (j = 0; j < p->n; j++)
        {
            if (p->m[i * p->n + j] == NULL
                || expr_is_zero(p->m[i * p->n + j]))
                continue;
            if (p->colour[j] < 0)
            {
                p->colour[j] = 1 - p->colour[i];
                p->member[p->n_members++] = j;
            }
            else if (p->colour[j] == p->colour[i])
                p->bipartite = 0;
        }
    }
}

/* Determinant by cofactors; n is at most MAX_GROUP. */
static expr_t *
determinant(algebra_t *g, expr_t *const *a, int n)
{
    expr_t *minor[MAX_GROUP * MAX_GROUP], *sum = expr_integer(g, 0), *term;
    int i, j, k, at;

    if (n == 0)
        return expr_integer(g, 1);
    for (k = 0; k < n; k++)
    {
        if (expr_is_zero(a[k]))
            continue;
        for (i = 1, at = 0; i < n; i++)
            for (j = 0; j < n; j++)
                if (j != k)
                    minor[at++] = a[i * n + j];
        term = expr_mul(g, a[k], determinant(g, minor, n - 1));
        sum = expr_add(g, sum, k % 2 ? expr_neg(g, term) : term);
    }
    return expr_expand(g, sum, 0);
}

/* New values of `column` unknowns from the equations of `row` unknowns. */
static void
solve_side(partners_t *p, const int *row, const int *column, int n)
{
    derivation_t *dv = p->dv;
    algebra_t *g = dv->algebra;
    expr_t *m[MAX_GROUP * MAX_GROUP] = { NULL };
    expr_t *with[MAX_GROUP * MAX_GROUP];
    expr_t *rest[MAX_GROUP], *entry, *whole, *value;
    int i, j;

    for (i = 0; i < n; i++)
    {
        rest[i] = dv->gradient[row[i]];
        for (j = 0; j < n; j++)
        {
            entry = p->m[row[i] * p->n + column[j]];
            m[i * n + j] = entry != NULL ? entry : expr_integer(g, 0);
            rest[i] = expr_sub(g, rest[i],
                               expr_mul(g, m[i * n + j],
                                        dv->t->unknown[column[j]].symbol));
        }
        rest[i] = rewrite_spread(g, rest[i]);
    }
    whole = determinant(g, m, n);
    if (expr_proves_zero(g, whole))
        return;
    for (j = 0; j < n; j++)
    {
        memcpy(with, m, sizeof m);
        for (i = 0; i < n; i++)
            with[i * n + j] = expr_neg(g, rest[i]);
        value = expr_div(g, determinant(g, with, n), whole);
        dv->map[column[j]] = rewrite_spread(g, value);
    }
}

static void
map_group(partners_t *p)
{
    int side[2][DERIVE_MAX_UNKNOWNS], n[2] = { 0, 0 }, i, c;

    for (i = 0; i < p->n_members; i++)
    {
        c = p->colour[p->member[i]];
        side[c][n[c]++] = p->member[i];
    }
    if (!p->bipartite || n[0] != n[1] || n[0] > MAX_GROUP)
        return;
    for (i = 0; i < p->n_members; i++)
        p->dv->t->unknown[p->member[i]].stage = p->colour[p->member[i]];
    solve_side(p, side[0], side[1], n[0]);
    solve_side(p, side[1], side[0], n[0]);
}

/* ---- a lone unknown ----------------------------------------------------- */

static int
occurs_outside(expr_t *e, expr_t *x)
{
    int i;

    if (e == x)
        return 1;
    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL
        || !expr_contains(e, x))
        return 0;
    for (i = 0; i < expr_arity(e); i++)
        if (occurs_outside(expr_child(e, i), x))
            return 1;
    return 0;
}

/* The coefficient c of a term c x, or NULL. */
static expr_t *
linear_coefficient(algebra_t *g, expr_t *term, expr_t *x)
{
    expr_t *c = expr_integer(g, 1);
    int i, found = 0;

    if (term == x)
        return c;
    if (expr_kind(term) != EXPR_MUL)
        return NULL;
    for (i = 0; i < expr_arity(term); i++)
    {
        if (expr_child(term, i) == x && !found)
            found = 1;
        else if (expr_contains(expr_child(term, i), x))
            return NULL;
        else
            c = expr_mul(g, c, expr_child(term, i));
    }
    return found ? c : NULL;
}

/* Isolates x where its equation has a linear term in it, and otherwise holds
   it only inside integrals or functions that are no polynomials: SK,
   q = E tanh^2; Curie-Weiss, m = tanh(beta m). */
static void
map_lone(derivation_t *dv, int i)
{
    algebra_t *g = dv->algebra;
    expr_t *x = dv->t->unknown[i].symbol, *equation = dv->gradient[i];
    expr_t *term, *c, *coefficient[MAX_DEGREE + 1];
    expr_t *slope = expr_integer(g, 0), *rest = expr_integer(g, 0);
    int k, n = rewrite_terms(equation);

    for (k = 0; k < n; k++)
    {
        term = rewrite_term(equation, k);
        c = occurs_outside(term, x) ? linear_coefficient(g, term, x) : NULL;
        if (c != NULL)
        {
            slope = expr_add(g, slope, c);
            continue;
        }
        if (occurs_outside(term, x)
            && expr_polynomial(g, term, x, MAX_DEGREE, coefficient) >= 0)
            return;
        rest = expr_add(g, rest, term);
    }
    if (!expr_proves_zero(g, slope))
        dv->map[i] = rewrite_spread(g, expr_neg(g, expr_div(g, rest, slope)));
}

/* ---- all ---------------------------------------------------------------- */

static void
printed_equations(derivation_t *dv)
{
    theory_t *t = dv->t;
    int i, n = t->n_unknowns;

    t->n_equations = n;
    t->equation_left = derive_alloc(dv, (size_t) n, sizeof(expr_t *));
    t->equation_right = derive_alloc(dv, (size_t) n, sizeof(expr_t *));
    for (i = 0; i < n; i++)
    {
        t->equation_left[i] = dv->map[i] != NULL ? t->unknown[i].symbol
                                                 : dv->gradient[i];
        t->equation_right[i] = dv->map[i] != NULL
                                   ? dv->map[i]
                                   : expr_integer(dv->algebra, 0);
    }
}

int
derive_is_regular(derivation_t *dv, const int *free, int n)
{
    algebra_t *g = dv->algebra;
    expr_t *a[MAX_GROUP * MAX_GROUP], *entry;
    int partner[MAX_GROUP], m = 0, i, j, size = dv->t->n_unknowns;

    for (i = 0; i < n; i++)
    {
        for (j = 0; j < size; j++)
            if (dv->bilinear[free[i] * size + j] != NULL)
                break;
        if (j == size)
            continue; /* its own equation, isolated or not */
        if (m == MAX_GROUP)
            return 0;
        partner[m++] = free[i];
    }
    for (i = 0; i < m; i++)
        for (j = 0; j < m; j++)
        {
            entry = dv->bilinear[partner[i] * size + partner[j]];
            a[i * m + j] = entry != NULL ? entry : expr_integer(g, 0);
        }
    return !expr_proves_zero(g, determinant(g, a, m));
}

void
derive_natural_map(derivation_t *dv)
{
    theory_t *t = dv->t;
    partners_t p = { dv, t->n_unknowns, NULL, NULL, NULL, 0, 1 };
    size_t n = (size_t) t->n_unknowns;
    expr_t *sum;
    int i;

    p.m = dv->bilinear = derive_alloc(dv, n * n, sizeof *p.m);
    p.colour = derive_alloc(dv, n, sizeof *p.colour);
    p.member = derive_alloc(dv, n, sizeof *p.member);
    for (i = 0; i < p.n; i++)
        p.colour[i] = -1;
    if (t->potential != NULL)
    {
        sum = expr_expand(dv->algebra, t->potential, 0);
        for (i = 0; i < rewrite_terms(sum); i++)
            note_bilinear(&p, rewrite_term(sum, i));
    }
    for (i = 0; i < p.n; i++)
    {
        if (p.colour[i] >= 0 || dv->map[i] != NULL || !is_stationary(dv, i))
            continue;
        colour_group(&p, i);
        if (p.n_members > 1)
            map_group(&p);
        else
            map_lone(dv, i);
    }
    printed_equations(dv);
}
