/* compiler/algebra/stein.c -- derivatives of E, with integration by parts. */
#include "diff.h"

#include <stdlib.h>

/*
 * E F(c z, s) with c = c(s), say c = sqrt(s), is differentiated as a function
 * of x = c z: with c' z F_x and E[z G] = E[G'] one has
 *
 *     d/ds E F = E[F_s + c' (dz F_x)],   dz = d/dz at fixed x, + c d/dx,
 *
 * which for one c is E[F_s + (c^2)'/2 F_xx]: no 1/sqrt(s) ever appears.
 * Several coefficients c_j (sqrt(q) z beside m/sqrt(q) z) are treated alike.
 */
enum { MAX_SCALES = 8 };

typedef struct
{
    algebra_t *a;
    expr_t *z, *s;                      /* variable and parameter           */
    int n;
    expr_t *scale[MAX_SCALES], *x[MAX_SCALES];
    memo_t memo;
} stein_t;

/* ---- kinks: F or F_x may jump, so F_xx would lack a delta --------------- */

static int
is_kinky(expr_t *e)
{
    return e->kind == EXPR_IF || node_is_function(e, FUNCTION_ABS)
           || node_is_function(e, FUNCTION_SIGN)
           || node_is_function(e, FUNCTION_MIN)
           || node_is_function(e, FUNCTION_MAX);
}

static int
has_kink(memo_t *seen, expr_t *e, expr_t *z)
{
    int i;

    if ((e->symbols & z->symbols) == 0
            || memo_get(seen, e, z->serial) != NULL)
        return 0;
    memo_set(seen, e, z->serial, e);
    if (is_kinky(e) && expr_contains(e, z))
        return 1;
    for (i = 0; i < e->arity; i++)
    {
        if (has_kink(seen, e->child[i], z))
            return 1;
        if (e->kind == EXPR_APPLY && expr_contains(e->child[i], z)
                && has_kink(seen, e->definition->body,
                            e->definition->formal[i]))
            return 1;
    }
    return 0;
}

static int
is_smooth(expr_t *body, expr_t *z)
{
    memo_t seen;
    int kink;

    memo_init(&seen);
    kink = has_kink(&seen, body, z);
    memo_clear(&seen);
    return !kink;
}

/* ---- finding and replacing c z ------------------------------------------ */

/* The factors of a product next to z^k that hold s, if one is a root. */
static expr_t *
scale_of(stein_t *t, expr_t *product, long k, int *root)
{
    list_t scale;
    expr_t *c = NULL;
    int i, at = 0;

    *root = 0;
    list_init(&scale);
    for (i = 0; i < product->arity; i++)
    {
        expr_t *f = product->child[i];

        at |= k == 1 ? f == t->z
                     : f->kind == EXPR_POWER && f->child[0] == t->z
                           && expr_is_int(f->child[1], k);
        if (f->open > 0 || expr_contains(f, t->z)
                || !expr_contains(f, t->s))
            continue;
        list_push(&scale, f);
        *root |= f->kind == EXPR_POWER && f->child[1]->kind == EXPR_RATIONAL
                 && !node_is_integer(f->child[1]);
    }
    if (at && scale.n > 0)
        c = expr_product(t->a, scale.item, scale.n);
    list_clear(&scale);
    return c;
}

static void
find_scales(stein_t *t, expr_t *e)
{
    int i, root;
    expr_t *c;

    if ((e->symbols & t->z->symbols) == 0
            || memo_get(&t->memo, e, 0) != NULL)
        return;
    memo_set(&t->memo, e, 0, e);
    if (e->kind == EXPR_MUL && (c = scale_of(t, e, 1, &root)) != NULL && root)
    {
        for (i = 0; i < t->n && t->scale[i] != c; i++)
            ;
        if (i == t->n && t->n < MAX_SCALES)
        {
            t->scale[t->n] = c;
            t->x[t->n++] = private_enter(t->a);
        }
    }
    for (i = 0; i < e->arity; i++)
        find_scales(t, e->child[i]);
}

/* c^k z^k rest -> x^k rest, or NULL. */
static expr_t *
replaced_product(stein_t *t, expr_t *e)
{
    long k;
    int i, root;

    for (k = 1; k <= 4; k++)
    {
        expr_t *c = scale_of(t, e, k, &root), *part[3];

        for (i = 0; c != NULL && i < t->n; i++)
            if (expr_pow_int(t->a, t->scale[i], k) == c)
            {
                part[0] = e;
                part[1] = expr_mul(t->a, t->scale[i], t->z);
                part[1] = expr_pow_int(t->a, part[1], -k);
                part[2] = expr_pow_int(t->a, t->x[i], k);
                return expr_product(t->a, part, 3);
            }
    }
    return NULL;
}

static expr_t *
replace_scales(stein_t *t, expr_t *e)
{
    expr_t *result, *small[8], **child = small;
    int i;

    if ((e->symbols & t->z->symbols) == 0 || e->arity == 0)
        return e;
    if ((result = memo_get(&t->memo, e, 1)) != NULL)
        return result;
    result = e->kind == EXPR_MUL ? replaced_product(t, e) : NULL;
    if (result != NULL)
        result = replace_scales(t, result);
    else
    {
        if (e->arity > 8)
            child = must_realloc(NULL, (size_t) e->arity * sizeof *child);
        for (i = 0; i < e->arity; i++)
            child[i] = replace_scales(t, e->child[i]);
        result = node_rebuild(t->a, e, child);
        if (child != small)
            free(child);
    }
    memo_set(&t->memo, e, 1, result);
    return result;
}

/* ---- the derivative ----------------------------------------------------- */

/* dz g = dg/dz + sum c_k dg/dx_k */
static expr_t *
along_z(stein_t *t, expr_t *g)
{
    expr_t *term[MAX_SCALES + 1];
    int k;

    for (k = 0; k < t->n; k++)
        term[k] = expr_mul(t->a, t->scale[k], diff_once(t->a, g, t->x[k]));
    term[t->n] = diff_once(t->a, g, t->z);
    return expr_sum(t->a, term, t->n + 1);
}

static expr_t *
differentiated(stein_t *t, diff_t *d, expr_t *body)
{
    algebra_t *a = t->a;
    expr_t *f, *term[MAX_SCALES + 1], *back[MAX_SCALES], *e;
    int j;

    if (!is_smooth(body, t->z))
        return diff_walk(d, body);
    memo_init(&t->memo);
    find_scales(t, body);
    if (t->n == 0)
    {
        memo_clear(&t->memo);
        return diff_walk(d, body);
    }
    f = replace_scales(t, body);
    memo_clear(&t->memo);
    for (j = 0; j < t->n; j++)
    {
        term[j] = along_z(t, diff_once(a, f, t->x[j]));
        e = diff_walk(d, t->scale[j]);
        term[j] = expr_mul(a, e, term[j]);
        if (term[j]->kind == EXPR_MUL)        /* c' (c F_xx + ..), c c' first */
            term[j] = expr_expand(a, term[j], 0);
        back[j] = expr_mul(a, t->scale[j], t->z);
    }
    term[t->n] = diff_walk(d, f);
    e = expr_sum(a, term, t->n + 1);
    return expr_substitute(a, e, t->x, back, t->n);
}

expr_t *
diff_gauss(diff_t *d, expr_t *e)
{
    algebra_t *a = d->a;
    stein_t t;
    expr_t *body, *jumps;
    int j;

    t.a = a;
    t.z = private_enter(a);
    t.s = d->symbol;
    t.n = 0;
    body = expr_open(a, e, t.z);
    jumps = diff_jumps(d, e, body, t.z);
    body = d->plain ? diff_walk(d, body) : differentiated(&t, d, body);
    for (j = 0; j < t.n; j++)
        private_leave(a);
    body = node_abstract(a, expand_if_shorter(a, body), t.z);
    private_leave(a);
    return expr_add(a, binder_make(a, EXPR_GAUSS, e->hint, &body), jumps);
}
