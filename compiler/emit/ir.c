/* compiler/emit/ir.c -- straight-line code: hash-consed nodes. */
#include "ir.h"

#include <stdint.h>
#include <string.h>

void
ir_init(ir_t *ir, pool_t *pool)
{
    memset(ir, 0, sizeof *ir);
    ir->pool = pool;
}

void
ir_clear(ir_t *ir)
{
    for (int i = 0; i < ir->n_rationals; i++)
        fmpq_clear(ir->rational[i]);
}

static uint64_t
hash(const ir_node_t *n)
{
    uint64_t h = (uint64_t) n->op, part[4] = { (uint64_t) n->a,
        (uint64_t) n->b, (uint64_t) n->c, (uint64_t) n->index };

    for (int i = 0; i < 4; i++)
        h = (h ^ part[i]) * 0x9e3779b97f4a7c15u + (h >> 29);
    return h ^ (h >> 32);
}

static int
same(const ir_node_t *x, const ir_node_t *y)
{
    return x->op == y->op && x->a == y->a && x->b == y->b && x->c == y->c
           && x->index == y->index
           && (x->op != IR_RATIONAL || fmpq_equal(x->value, y->value));
}

static void
rehash(ir_t *ir)
{
    ir->n_buckets = ir->n_buckets > 0 ? 2 * ir->n_buckets : 256;
    ir->bucket
        = pool_alloc(ir->pool, (size_t) ir->n_buckets * sizeof *ir->bucket);
    for (int i = 0; i < ir->n; i++)
    {
        size_t k = hash(&ir->node[i]) % (size_t) ir->n_buckets;

        while (ir->bucket[k] != 0)
            k = (k + 1) % (size_t) ir->n_buckets;
        ir->bucket[k] = i + 1;
    }
}

/* The node with this content: an old one, or a new one. */
static int
intern(ir_t *ir, ir_node_t n)
{
    size_t k;

    if (2 * ir->n >= ir->n_buckets)
        rehash(ir);
    k = hash(&n) % (size_t) ir->n_buckets;
    for (; ir->bucket[k] != 0; k = (k + 1) % (size_t) ir->n_buckets)
        if (same(&ir->node[ir->bucket[k] - 1], &n))
            return ir->bucket[k] - 1;
    if (n.op == IR_RATIONAL)
    {
        fmpq *copy = pool_alloc(ir->pool, sizeof *copy);

        fmpq_init(copy);
        fmpq_set(copy, n.value);
        n.value = copy;
        POOL_PUSH(ir->pool, ir->rational, ir->n_rationals, ir->rational_room,
                  copy);
    }
    ir->bucket[k] = ir->n + 1;
    n.varies = n.op == IR_VARIABLE || n.op == IR_INNER
               || (n.a >= 0 && ir->node[n.a].varies)
               || (n.b >= 0 && ir->node[n.b].varies)
               || (n.c >= 0 && ir->node[n.c].varies);
    POOL_PUSH(ir->pool, ir->node, ir->n, ir->room, n);
    return ir->n - 1;
}

int
ir_leaf(ir_t *ir, ir_op_t op, long index)
{
    return intern(ir, (ir_node_t) { op, -1, -1, -1, index, NULL, 0, NULL });
}

int
ir_rational(ir_t *ir, const fmpq *value)
{
    int sign = fmpq_sgn(value), r;
    fmpq_t size;

    fmpq_init(size);
    fmpq_abs(size, value);
    r = intern(ir, (ir_node_t) { IR_RATIONAL, -1, -1, -1,
        (long) (fmpz_fdiv_ui(fmpq_numref(size), 1000003) * 1009
                + fmpz_fdiv_ui(fmpq_denref(size), 1009)), size, 0, NULL });
    fmpq_clear(size);
    return sign < 0 ? ir_neg(ir, r) : r;
}

int
ir_integer(ir_t *ir, long value)
{
    fmpq_t q;
    int r;

    fmpq_init(q);
    fmpq_set_si(q, value, 1);
    r = ir_rational(ir, q);
    fmpq_clear(q);
    return r;
}

int
ir_is_rational(const ir_t *ir, int a, long value)
{
    const ir_node_t *n = &ir->node[a];

    return n->op == IR_RATIONAL && fmpz_is_one(fmpq_denref(n->value))
           && fmpz_equal_si(fmpq_numref(n->value), value);
}

int
ir_neg(ir_t *ir, int a)
{
    if (ir->node[a].op == IR_NEG)
        return ir->node[a].a;
    if (ir_is_rational(ir, a, 0))
        return a;
    if (ir->node[a].op == IR_SUB)
        return ir_op(ir, IR_SUB, ir->node[a].b, ir->node[a].a);
    return intern(ir, (ir_node_t) { IR_NEG, a, -1, -1, 0, NULL, 0, NULL });
}

/* x + y and x - y with negations taken into the operation. */
static int
add(ir_t *ir, ir_op_t op, int a, int b)
{
    if (ir->node[b].op == IR_NEG)
        return ir_op(ir, op == IR_ADD ? IR_SUB : IR_ADD, a, ir->node[b].a);
    if (ir_is_rational(ir, b, 0))
        return a;
    if (ir_is_rational(ir, a, 0))
        return op == IR_ADD ? b : ir_neg(ir, b);
    if (ir->node[a].op == IR_NEG && op == IR_ADD)
        return ir_op(ir, IR_SUB, b, ir->node[a].a);
    if (ir->node[a].op == IR_NEG)
        return ir_neg(ir, ir_op(ir, IR_ADD, ir->node[a].a, b));
    if (op == IR_SUB && a == b)
        return ir_integer(ir, 0);
    return intern(ir, (ir_node_t) { op, a, b, -1, 0, NULL, 0, NULL });
}

int
ir_op(ir_t *ir, ir_op_t op, int a, int b)
{
    if (op == IR_ADD || op == IR_SUB)
        return add(ir, op, a, b);
    if (op == IR_MUL || op == IR_DIV)
    {
        int negative = ir->node[a].op == IR_NEG, result;

        a = negative ? ir->node[a].a : a;
        if (ir->node[b].op == IR_NEG)
        {
            negative = !negative;
            b = ir->node[b].a;
        }
        if (ir_is_rational(ir, b, 1))
            result = a;
        else if (op == IR_MUL && ir_is_rational(ir, a, 1))
            result = b;
        else if (op == IR_MUL && a == b)
            result = ir_power(ir, a, 2);
        else
            result = intern(ir, (ir_node_t) { op, a, b, -1, 0, NULL, 0,
                                              NULL });
        return negative ? ir_neg(ir, result) : result;
    }
    return intern(ir, (ir_node_t) { op, a, b, -1, 0, NULL, 0, NULL });
}

int
ir_power(ir_t *ir, int a, long n)
{
    int negative = ir->node[a].op == IR_NEG, p;

    if (n == 1)
        return a;
    if (negative)
        a = ir->node[a].a;
    p = intern(ir, (ir_node_t) { IR_POWER, a, -1, -1, n, NULL, 0, NULL });
    return negative && n % 2 != 0 ? ir_neg(ir, p) : p;
}

int
ir_function(ir_t *ir, saddle_function_t f, int a)
{
    return intern(ir, (ir_node_t) { IR_FUNCTION, a, -1, -1, (long) f, NULL, 0,
                                    NULL });
}

int
ir_select(ir_t *ir, int condition, int or_equal, int yes, int no)
{
    if (yes == no)
        return yes;
    return intern(ir, (ir_node_t) { IR_SELECT, condition, yes, no, or_equal,
                                    NULL, 0, NULL });
}

int
ir_mass(ir_t *ir, int a, int b, int width)
{
    return intern(ir, (ir_node_t) { IR_MASS, a, b, width, 0, NULL, 0, NULL });
}

int
ir_orthant(ir_t *ir, int a, int b, int c)
{
    return intern(ir, (ir_node_t) { IR_ORTHANT, a, b, c, 0, NULL, 0, NULL });
}

/* Adds the terms with the given `varies`; positive ones first. */
static int
partial_sum(ir_t *ir, const int *term, int n, int varies, int sum)
{
    for (int negative = 0; negative < 2; negative++)
        for (int i = 0; i < n; i++)
        {
            const ir_node_t *t = &ir->node[term[i]];

            if (t->varies == varies && (t->op == IR_NEG) == negative)
                sum = sum < 0 ? term[i] : ir_op(ir, IR_ADD, sum, term[i]);
        }
    return sum;
}

int
ir_sum(ir_t *ir, const int *term, int n)
{
    int fixed = partial_sum(ir, term, n, 0, -1), moving;

    if (fixed < 0)
        return n > 0 ? partial_sum(ir, term, n, 1, -1) : ir_integer(ir, 0);
    if (ir->node[fixed].op != IR_NEG)
        return partial_sum(ir, term, n, 1, fixed);
    moving = partial_sum(ir, term, n, 1, -1);
    return moving < 0 ? fixed : ir_op(ir, IR_ADD, moving, fixed);
}

static int
partial_product(ir_t *ir, const int *factor, int n, int varies, int product)
{
    for (int i = 0; i < n; i++)
        if (ir->node[factor[i]].varies == varies)
            product = product < 0 ? factor[i]
                                  : ir_op(ir, IR_MUL, product, factor[i]);
    return product;
}

int
ir_quotient(ir_t *ir, const int *above, int n_above, const int *below,
            int n_below)
{
    int fixed = partial_product(ir, above, n_above, 0, -1), negative = 0;
    int fixed_below = partial_product(ir, below, n_below, 0, -1);
    int below_moves = partial_product(ir, below, n_below, 1, -1);
    int lone, product;

    if (fixed >= 0 && ir->node[fixed].op == IR_NEG)
    {
        negative = 1;
        fixed = ir->node[fixed].a;
    }
    lone = fixed < 0 || ir_is_rational(ir, fixed, 1);

    /* x / sqrt(1 - q) reads better than (1 / sqrt(1 - q)) * x */
    if (fixed_below >= 0 && !lone)
    {
        fixed = ir_op(ir, IR_DIV, fixed, fixed_below);
        fixed_below = -1;
    }
    product = partial_product(ir, above, n_above, 1, fixed);
    if (product < 0)
        product = ir_integer(ir, 1);
    if (fixed_below >= 0)
        product = ir_op(ir, IR_DIV, product, fixed_below);
    if (below_moves >= 0)
        product = ir_op(ir, IR_DIV, product, below_moves);
    return negative ? ir_neg(ir, product) : product;
}

int
ir_hint(ir_t *ir, int a, const char *hint)
{
    if (ir->node[a].hint == NULL && ir->node[a].op >= IR_ADD)
        ir->node[a].hint = hint;
    return a;
}
