/* tests/emit_random.h -- random formulas that are finite everywhere. */
#ifndef SADDLE_TEST_EMIT_RANDOM_H
#define SADDLE_TEST_EMIT_RANDOM_H

#include "emit_theories.h"

typedef struct
{
    fixture_t *f;
    expr_t *leaf[6];
    int n;
} grower_t;

static expr_t *grow(grower_t *g, int depth);

static expr_t *
grow_leaf(grower_t *g)
{
    long k = (long) n_randint(rng, (ulong) g->n + 1);

    if (k < g->n)
        return g->leaf[k];
    return num(g->f, (long) n_randint(rng, 9) - 4,
               1 + (long) n_randint(rng, 4));
}

/* 1 + x^2 */
static expr_t *
grow_positive(grower_t *g, int depth)
{
    return expr_add(g->f->a, num(g->f, 1, 1),
                    expr_pow_int(g->f->a, grow(g, depth), 2));
}

/* A partition function: sums of exponentials, tails and masses. */
static expr_t *
grow_partition(grower_t *g, int depth)
{
    algebra_t *a = g->f->a;
    expr_t *z = num(g->f, 0, 1), *x, *y;
    int terms = 1 + (int) n_randint(rng, 3);

    for (int i = 0; i < terms; i++)
    {
        x = grow(g, depth);
        y = grow_positive(g, 0);
        switch (n_randint(rng, 5))
        {
        case 0:
            x = expr_exp(a, x);
            break;
        case 1:
            x = call1(g->f, FUNCTION_H, x);
            break;
        case 2:
            x = call2(g->f, FUNCTION_MASS, x, expr_add(a, x, y));
            break;
        case 3:
            x = call1(g->f, FUNCTION_COSH, x);
            break;
        default:
            x = expr_mul(a, call1(g->f, FUNCTION_H, x),
                         expr_exp(a, call1(g->f, FUNCTION_TANH, y)));
        }
        z = expr_add(a, z, expr_mul(a, num(g->f, 1, 1 + i), x));
    }
    return z;
}

static expr_t *
grow_choice(grower_t *g, int depth)
{
    algebra_t *a = g->f->a;
    /* affine in every leaf, so also in the integration variables */
    expr_t *left = expr_mul(a, num(g->f, 3, 7), grow_leaf(g));
    expr_t *right = expr_sub(a, grow_leaf(g), num(g->f, 5, 11));
    expr_t *part[2], *x = grow(g, depth), *y = grow(g, depth);

    switch (n_randint(rng, 5))
    {
    case 0:
        return call1(g->f, FUNCTION_ABS, expr_sub(a, left, right));
    case 1:
        return call2(g->f, FUNCTION_MIN, left, right);
    case 2:
        return call2(g->f, FUNCTION_MAX, left, right);
    case 3:
        part[0] = expr_compare(a, COMPARE_LT, left, right);
        part[1] = expr_compare(a, COMPARE_LE, grow_leaf(g),
                               num(g->f, 3, 13));
        return expr_if(a, n_randint(rng, 2) ? expr_and(a, part, 2)
                                            : expr_or(a, part, 2), x, y);
    default:
        return expr_if(a, expr_compare(a, COMPARE_LT, left, right), x, y);
    }
}

static expr_t *
grow_function(grower_t *g, int depth)
{
    static const function_t harmless[] = { FUNCTION_TANH, FUNCTION_SIN,
        FUNCTION_COS, FUNCTION_ATAN, FUNCTION_H, FUNCTION_PHI };

    return call1(g->f, harmless[n_randint(rng, 6)], grow(g, depth));
}

static expr_t *
grow(grower_t *g, int depth)
{
    algebra_t *a = g->f->a;
    expr_t *x;

    if (depth <= 0)
        return grow_leaf(g);
    depth--;
    switch (n_randint(rng, 10))
    {
    case 0:
    case 1:
        return expr_add(a, grow(g, depth), grow(g, depth));
    case 2:
        return expr_mul(a, grow(g, depth), grow(g, depth));
    case 3:
        return expr_div(a, grow(g, depth), grow_positive(g, depth));
    case 4:
        return expr_pow(a, grow_positive(g, depth), num(
            g->f, (long) n_randint(rng, 9) - 4, 2 + (long) n_randint(rng, 2)));
    case 5:
        return grow_choice(g, depth);
    case 6:
        return expr_log(a, grow_partition(g, depth));
    case 7:
        x = grow(g, depth);
        return expr_mul(a, expr_pow_int(a, call1(g->f, FUNCTION_PHI, x),
                                        1 + (long) n_randint(rng, 2)),
                        expr_pow_int(a, call1(g->f, FUNCTION_H, x),
                                     -1 - (long) n_randint(rng, 2)));
    case 8:
        x = grow_partition(g, 0);
        return expr_div(a, expr_mul(a, x, grow(g, depth)),
                        expr_add(a, x, grow_partition(g, 0)));
    default:
        return grow_function(g, depth);
    }
}

/* An integral over a fresh variable, perhaps with another inside. */
static expr_t *
grow_integral(grower_t *g, int inside)
{
    fixture_t *f = g->f;
    expr_t *v = expr_fresh(f->a, "t"), *body, *result;

    g->leaf[g->n++] = v;
    body = grow(g, 3);
    if (inside)
        body = call1(f, FUNCTION_ATAN, expr_add(f->a, body,
                                                grow_integral(g, 0)));
    g->n--;
    result = n_randint(rng, 3) > 0
                 ? expr_gauss(f->a, v, body)
                 : expr_integral(f->a, v, num(f, -1, 1),
                                 expr_add(f->a, num(f, 3, 2), g->leaf[0]),
                                 call1(f, FUNCTION_TANH, body));
    return result;
}

/* A theory whose values are n random formulas of q, c. */
static void
make_random(fixture_t *f, int n)
{
    grower_t g;

    make_odd(f);
    f->system[0].n_values = 0;
    g.f = f;
    g.n = 2;
    g.leaf[0] = f->unknown[0].symbol;
    g.leaf[1] = f->parameter[0].symbol;
    for (int i = 0; i < n; i++)
        add_value(f, "v", i % 4 == 0 ? grow(&g, 4)
                                     : grow_integral(&g, i % 4 == 3));
}

#endif
