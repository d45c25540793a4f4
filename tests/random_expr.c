/* tests/random_expr.c -- random formulas with a value of their own. */
#include "random_expr.h"

#include "harness.h"
#include "random_expr_type.h"

#include <stdio.h>
#include <stdlib.h>

struct raw_pool
{
    raw_t **item;
    int n, size;
};

typedef struct
{
    raw_pool_t *pool;
    int flags, variables, first; /* items from `first` on may be repeated  */
} maker_t;

static const struct
{
    const char *name;
    function_t function;
    int arity, kink;
} calls[] = {
    { "exp", FUNCTION_EXP, 1, 0 },   { "tanh", FUNCTION_TANH, 1, 0 },
    { "sinh", FUNCTION_SINH, 1, 0 }, { "cosh", FUNCTION_COSH, 1, 0 },
    { "sin", FUNCTION_SIN, 1, 0 },   { "cos", FUNCTION_COS, 1, 0 },
    { "atan", FUNCTION_ATAN, 1, 0 }, { "H", FUNCTION_H, 1, 0 },
    { "phi", FUNCTION_PHI, 1, 0 },   { "log", FUNCTION_LOG, 1, 0 },
    { "abs", FUNCTION_ABS, 1, 1 },   { "sign", FUNCTION_SIGN, 1, 1 },
    { "min", FUNCTION_MIN, 2, 1 },   { "max", FUNCTION_MAX, 2, 1 }
};

raw_pool_t *
raw_pool_new(void)
{
    return calloc(1, sizeof(raw_pool_t));
}

void
raw_pool_free(raw_pool_t *p)
{
    while (p->n > 0)
        free(p->item[--p->n]);
    free(p->item);
    free(p);
}

/* ---- making ------------------------------------------------------------- */

static raw_t *
raw_new(maker_t *m, raw_kind_t kind, int index, const raw_t *x,
        const raw_t *y)
{
    raw_t *r = calloc(1, sizeof *r);
    raw_pool_t *p = m->pool;

    r->kind = kind;
    r->index = index;
    r->den = 1;
    if (x != NULL)
        r->child[r->n++] = x;
    if (y != NULL)
        r->child[r->n++] = y;
    r->bound = kind == RAW_VARIABLE || (x != NULL && x->bound)
               || (y != NULL && y->bound);
    if (p->n == p->size)
    {
        p->size = 2 * p->size + 16;
        p->item = realloc(p->item, (size_t) p->size * sizeof *p->item);
    }
    return p->item[p->n++] = r;
}

static raw_t *
raw_number(maker_t *m, long num, long den)
{
    raw_t *r = raw_new(m, RAW_NUMBER, 0, NULL, NULL);

    r->num = num;
    r->den = den;
    return r;
}

static raw_t *
leaf(maker_t *m)
{
    if (m->variables > 0 && n_randint(rng, 2) == 0)
        return raw_new(m, RAW_VARIABLE,
                       (int) n_randint(rng, (ulong) m->variables), NULL,
                       NULL);
    switch (n_randint(rng, 4))
    {
    case 0:
        return raw_number(m, (long) n_randint(rng, 9) - 4,
                          1 + (long) n_randint(rng, 4));
    default:
        return raw_new(m, RAW_SYMBOL, (int) n_randint(rng, RAW_SYMBOLS),
                       NULL, NULL);
    }
}

static raw_t *make(maker_t *m, int depth);

/* 1 + x^2 */
static raw_t *
make_positive(maker_t *m, int depth)
{
    raw_t *x = make(m, depth);

    return raw_new(m, RAW_ADD, 0, raw_number(m, 1, 1),
                   raw_new(m, RAW_MUL, 0, x, x));
}

static raw_t *
make_power(maker_t *m, int depth)
{
    int wild = (m->flags & RAW_ROOTS) != 0 && n_randint(rng, 2);
    raw_t *x, *r;

    wild |= (m->flags & RAW_POLYNOMIAL) != 0;
    x = wild ? make(m, depth) : make_positive(m, depth);
    r = raw_new(m, RAW_POW, 0, x, NULL);

    r->num = (long) n_randint(rng, 7) - 3;
    r->den = 1 + (long) n_randint(rng, 3);
    if (m->flags & RAW_POLYNOMIAL)
    {
        r->num = (long) n_randint(rng, 4);
        r->den = 1;
    }
    return r;
}

static raw_t *
make_call(maker_t *m, int depth)
{
    int i = (int) n_randint(rng, m->flags & RAW_KINKS
                                     ? sizeof calls / sizeof *calls : 10);
    raw_t *x = calls[i].function == FUNCTION_LOG
                       && !(m->flags & RAW_ROOTS && n_randint(rng, 2))
                   ? make_positive(m, depth) : make(m, depth);
    raw_t *y = calls[i].arity == 2 ? make(m, depth) : NULL;

    return raw_new(m, RAW_CALL, i, x, y);
}

static raw_t *
make_binder(maker_t *m, int depth)
{
    maker_t inner = *m;
    raw_t *r, *body, *lo, *length;

    if (m->variables > 0 || !(m->flags & RAW_BINDERS))
        return make_call(m, depth);
    inner.flags &= ~(RAW_KINKS | RAW_ROOTS | RAW_BINDERS);
    inner.variables = m->variables + 1;
    inner.first = m->pool->n;
    body = make(&inner, depth);
    r = raw_new(m, n_randint(rng, 3) ? RAW_GAUSS : RAW_INTEGRAL,
                m->variables, body, NULL);
    r->bound = 0;
    if (r->kind == RAW_INTEGRAL)         /* from a symbol on, upwards */
    {
        lo = raw_new(m, RAW_SYMBOL, (int) n_randint(rng, RAW_SYMBOLS), NULL,
                     NULL);
        length = raw_new(m, RAW_SYMBOL, (int) n_randint(rng, 2), NULL, NULL);
        r->child[r->n++] = lo;
        r->child[r->n++] = raw_new(m, RAW_ADD, 0, lo, length);
    }
    return r;
}

static raw_t *
make_arithmetic(maker_t *m, int depth)
{
    raw_kind_t kind = RAW_ADD + (raw_kind_t) n_randint(rng, 3);
    raw_t *x = make(m, depth), *y = make(m, depth);

    if (n_randint(rng, 8) == 0 && !(m->flags & RAW_POLYNOMIAL))
        return raw_new(m, RAW_DIV, 0, x, make_positive(m, depth));
    return raw_new(m, kind, 0, x, y);
}

static raw_t *
make(maker_t *m, int depth)
{
    ulong pick = n_randint(rng, 16);
    raw_t *r;

    if (m->pool->n > m->first && n_randint(rng, 5) == 0)
    {
        r = m->pool->item[m->first + (int) n_randint(
                              rng, (ulong) (m->pool->n - m->first))];
        if (r->bound <= (m->variables > 0))
            return r;
    }
    if (depth <= 0)
        return leaf(m);
    if (m->flags & RAW_POLYNOMIAL)
        return pick < 12 ? make_arithmetic(m, depth - 1)
                         : make_power(m, depth - 1);
    if (pick < 7)
        return make_arithmetic(m, depth - 1);
    if (pick < 9)
        return make_power(m, depth - 1);
    if (pick < 13)
        return make_call(m, depth - 1);
    if (pick == 13 && m->flags & RAW_KINKS)
    {
        raw_t *then = make(m, depth - 1), *other = make(m, depth - 1);
        raw_t *x = make(m, depth - 1), *y = make(m, depth - 1);

        r = raw_new(m, RAW_IF, 0, x, y);
        r->child[2] = then;
        r->child[3] = other;
        r->n = 4;
        r->bound |= then->bound || other->bound;
        return r;
    }
    return make_binder(m, depth - 1);
}

raw_t *
raw_random(raw_pool_t *pool, int depth, int flags)
{
    maker_t m = { pool, flags, 0, pool->n };

    return make(&m, depth);
}

raw_t *
raw_field(raw_pool_t *pool, int k)
{
    maker_t m = { pool, 0, 1, pool->n };
    raw_t *root = raw_new(&m, RAW_POW, 0,
                          raw_new(&m, RAW_SYMBOL, k, NULL, NULL), NULL);
    raw_t *field, *body;
    static const int smooth[] = { 1, 3, 6, 7, 8 };

    root->num = 1;
    root->den = 2;
    field = raw_new(&m, RAW_MUL, 0, root,
                    raw_new(&m, RAW_VARIABLE, 0, NULL, NULL));
    if (n_randint(rng, 3))
        field = raw_new(&m, RAW_ADD, 0, field, leaf(&m));
    body = raw_new(&m, RAW_CALL, smooth[n_randint(rng, 5)], field, NULL);
    if (n_randint(rng, 2))
        body = raw_new(&m, RAW_MUL, 0, body, make(&m, 2));
    body = raw_new(&m, RAW_GAUSS, 0, body, NULL);
    body->bound = 0;
    return body;
}

function_t
raw_function(const raw_t *r)
{
    return calls[r->index].function;
}

/* ---- building ----------------------------------------------------------- */

expr_t *
raw_symbol(algebra_t *a, int i)
{
    static const char *const name[RAW_SYMBOLS] = { "p", "r", "x", "y", "s" };
    expr_t *e = expr_symbol(a, name[i]);

    if (i < 2)
        expr_assume(a, e, i == 0, 1);
    return e;
}

static expr_t *
build(algebra_t *a, const raw_t *r, expr_t **variable, const char *prefix)
{
    expr_t *x[4] = { NULL, NULL, NULL, NULL };
    char name[32];
    int i, binder = r->kind == RAW_GAUSS || r->kind == RAW_INTEGRAL;

    if (binder)
    {
        snprintf(name, sizeof name, "%s%d", prefix, r->index);
        variable[r->index] = expr_fresh(a, name);
    }
    for (i = 0; i < r->n; i++)
        x[i] = build(a, r->child[i], variable, prefix);
    switch (r->kind)
    {
    case RAW_NUMBER: return expr_fraction(a, r->num, r->den);
    case RAW_PI: return expr_pi(a);
    case RAW_SYMBOL: return raw_symbol(a, r->index);
    case RAW_VARIABLE: return variable[r->index];
    case RAW_ADD: return expr_add(a, x[0], x[1]);
    case RAW_SUB: return expr_sub(a, x[0], x[1]);
    case RAW_MUL: return expr_mul(a, x[0], x[1]);
    case RAW_DIV: return expr_div(a, x[0], x[1]);
    case RAW_POW: return expr_pow(a, x[0], expr_fraction(a, r->num, r->den));
    case RAW_CALL: return expr_call(a, calls[r->index].function, x, r->n);
    case RAW_IF: return expr_if(a, expr_compare(a, COMPARE_LT, x[0], x[1]),
                                x[2], x[3]);
    case RAW_GAUSS: return expr_gauss(a, variable[r->index], x[0]);
    default: return expr_integral(a, variable[r->index], x[1], x[2], x[0]);
    }
}

expr_t *
raw_build(algebra_t *a, const raw_t *r, const char *prefix)
{
    expr_t *variable[RAW_VARIABLES];

    return build(a, r, variable, prefix);
}

void
raw_point(arb_ptr value, slong prec)
{
    int i;

    for (i = 0; i < RAW_SYMBOLS; i++)
    {
        long n = (long) n_randint(rng, 4000) + 137;

        arb_set_si(&value[i], i >= 2 && n_randint(rng, 2) ? -n : n);
        arb_div_ui(&value[i], &value[i], 2003, prec);
    }
}

void
raw_print(const raw_t *r)
{
    static const char *const name[] = {
        "", "pi", "sym", "var", "+", "-", "*", "/", "^", "", "if<", "E",
        "int"
    };
    int i;

    if (r->kind == RAW_NUMBER)
        printf("%ld/%ld", r->num, r->den);
    else if (r->n == 0)
        printf("%s%d", name[r->kind], r->index);
    else
    {
        printf("(%s", r->kind == RAW_CALL ? calls[r->index].name
                                          : name[r->kind]);
        for (i = 0; i < r->n; i++)
        {
            putchar(' ');
            raw_print(r->child[i]);
        }
        if (r->kind == RAW_POW)
            printf(" %ld/%ld", r->num, r->den);
        putchar(')');
    }
}
