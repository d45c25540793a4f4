/* compiler/emit/field.c -- averages over a field: a normal variable about a
 * mean.
 *
 * The integrand of E[u](f(a u + b)) is a function of z = a u + b.  Where b
 * holds outer variables that occur nowhere else, as in Z_out(y, sqrt(q) xi, V),
 * its values at places z serve all of them.  The loop for doubles then runs
 * over z; the ball version keeps u.
 */
#include "internal.h"

#define MAX_DEGREE 8
#define MAX_SUMS 200

typedef struct
{
    emission_t *em;
    expr_t *u, *z;          /* the symbol of the field, while it is sought  */
    int depth;
    expr_t *mean, *width;
    char out[EMIT_MAX_DEPTH];   /* outer variables that must go             */
    map_t seen;
} field_t;

static int
is_binder(expr_t *e)
{
    return expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL;
}

/* Does e hold u, or an outer variable that must go? */
static int
is_left(const field_t *f, expr_t *e)
{
    if (expr_contains(e, f->u))
        return 1;
    for (int k = 0; k < f->depth; k++)
        if (f->out[k] && expr_contains(e, f->em->outer[k]))
            return 1;
    return 0;
}

/* The polynomial in u among the terms of a sum, as a function of z. */
static expr_t *
in_field(const field_t *f, expr_t *sum)
{
    algebra_t *a = f->em->algebra;
    expr_t *coefficient[MAX_DEGREE + 1], *whole = expr_integer(a, 0);
    expr_t *rest = whole, *polynomial = whole, *place;

    for (int i = 0; i < expr_arity(sum); i++)
    {
        expr_t *term = expr_child(sum, i);

        if (expr_polynomial(a, term, f->u, MAX_DEGREE, coefficient) < 0)
            rest = expr_add(a, rest, term);
        else
            polynomial = expr_add(a, polynomial, term);
    }
    place = expr_div(a, expr_sub(a, f->z, f->mean), f->width);
    polynomial = expr_substitute(a, polynomial, &f->u, &place, 1);
    return expr_add(a, rest, expr_expand(a, polynomial, 1));
}

/* The first sum, inside out, that holds what must go. */
static expr_t *
find_sum(field_t *f, expr_t *e)
{
    if (is_binder(e) || map_get(&f->seen, e) >= 0 || !is_left(f, e))
        return NULL;
    map_put(&f->seen, &f->em->pool, e, 1);
    for (int i = 0; i < expr_arity(e); i++)
    {
        expr_t *found = find_sum(f, expr_child(e, i));

        if (found != NULL)
            return found;
    }
    return expr_kind(e) == EXPR_ADD ? e : NULL;
}

/* body as a function of z, or NULL. */
static expr_t *
rewritten(field_t *f, expr_t *body)
{
    for (int k = 0; k < MAX_SUMS && is_left(f, body); k++)
    {
        expr_t *sum, *by;

        f->seen = (map_t) { 0 };
        sum = find_sum(f, body);
        if (sum == NULL)
            return NULL;
        by = in_field(f, sum);
        if (is_left(f, by))
            return NULL;
        body = expr_replace(f->em->algebra, body, sum, by);
    }
    return is_left(f, body) ? NULL : body;
}

/* Takes z from a sum that is affine in u, with its terms that are affine in
   outer variable `which`, or in any one (-1); 1 if there are any. */
static int
take(field_t *f, expr_t *sum, int which)
{
    algebra_t *a = f->em->algebra;
    expr_t *coefficient[2];
    int any = 0;

    if (expr_polynomial(a, sum, f->u, 1, coefficient) != 1)
        return 0;
    f->width = coefficient[1];
    f->mean = expr_integer(a, 0);
    for (int i = 0; i < expr_arity(sum); i++)
    {
        expr_t *term = expr_child(sum, i);
        int held = 0;

        for (int k = 0; k < f->depth && !expr_contains(term, f->u); k++)
            held |= (which < 0 || which == k)
                    && expr_contains(term, f->em->outer[k])
                    && expr_polynomial(a, term, f->em->outer[k], 1,
                                       coefficient) == 1;
        if (held)
            f->mean = expr_add(a, f->mean, term);
    }
    for (int k = 0; k < f->depth; k++)
        any |= f->out[k] = (char) expr_contains(f->mean, f->em->outer[k]);
    return any;
}

/* How many outer variables the width has. */
static int
cost(const field_t *f)
{
    int n = 0;

    for (int k = 0; k < f->depth; k++)
    {
        n += expr_contains(f->width, f->em->outer[k]);
        if (f->out[k] && expr_contains(f->width, f->em->outer[k]))
            n += EMIT_MAX_DEPTH;
    }
    return n;
}

/* Collects the sums in u. */
static void
find_sums(field_t *f, expr_t *e, expr_t **sum, int *n)
{
    if (is_binder(e) || map_get(&f->seen, e) >= 0 || !expr_contains(e, f->u)
        || *n == MAX_SUMS)
        return;
    map_put(&f->seen, &f->em->pool, e, 1);
    for (int i = 0; i < expr_arity(e); i++)
        find_sums(f, expr_child(e, i), sum, n);
    if (expr_kind(e) == EXPR_ADD && *n < MAX_SUMS)
        sum[(*n)++] = e;
}

static int
try_group(field_t *f, const group_t *g, expr_t **in_z)
{
    for (int i = 0; i < g->n; i++)
    {
        in_z[i] = rewritten(f, g->body[i]);
        if (in_z[i] == NULL)
            return 0;
        in_z[i] = expr_substitute(f->em->algebra, in_z[i], &f->z,
                                  &g->variable, 1);
    }
    return 1;
}

void
emit_field(emission_t *em, group_t *g)
{
    field_t f = { .em = em, .u = g->variable, .depth = g->depth };
    expr_t *sum[MAX_SUMS], **in_z;
    int n = 0;

    if (!g->gauss || g->depth == 0 || g->n_inner > 0)
        return;
    in_z = pool_alloc(&em->pool, (size_t) g->n * sizeof *in_z);
    f.z = expr_fresh(em->algebra, "z");
    for (int i = 0; i < g->n; i++)
        find_sums(&f, g->body[i], sum, &n);
    for (int allowed = 0; allowed < EMIT_MAX_DEPTH; allowed++)
        for (int i = 0; i < n * (g->depth + 1); i++)
            if (take(&f, sum[i / (g->depth + 1)], i % (g->depth + 1) - 1)
                && cost(&f) == allowed && try_group(&f, g, in_z))
            {
                g->field_body = in_z;
                g->mean = f.mean;
                g->width = f.width;
                return;
            }
}
