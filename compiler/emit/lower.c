/* compiler/emit/lower.c -- expressions become straight-line code. */
#include "internal.h"

#include <flint/fmpz.h>

void
lower_leaves(lowering_t *l, int depth, expr_t *variable)
{
    emission_t *em = l->em;

    for (int k = 0; k < em->n_env; k++)
        map_put(&l->leaf, &em->pool, em->env[k], ir_leaf(l->ir, IR_ENV, k));
    for (int k = 0; k < depth; k++)
        map_put(&l->leaf, &em->pool, em->outer[k],
                ir_leaf(l->ir, IR_ENV, em->n_env + k));
    if (variable != NULL)
        map_put(&l->leaf, &em->pool, variable,
                ir_leaf(l->ir, IR_VARIABLE, 0));
}

static int
failure(lowering_t *l)
{
    return ir_integer(l->ir, 0);
}

/* ---- powers and products ------------------------------------------------ */

int
lower_power(lowering_t *l, int a, const fmpq *r)
{
    const fmpz *above = fmpq_numref(r), *below = fmpq_denref(r);

    if (fmpz_cmp_si(above, 1000000) <= 0)
    {
        if (fmpz_is_one(below))
            return ir_power(l->ir, a, fmpz_get_si(above));
        if (fmpz_equal_ui(below, 2))
            return ir_power(l->ir, ir_op(l->ir, IR_SQRT, a, -1),
                            fmpz_get_si(above));
    }
    if (l->doubles)
        return ir_op(l->ir, IR_REAL_POWER, a, ir_rational(l->ir, r));
    a = ir_function(l->ir, SADDLE_LOG, a);
    return ir_function(l->ir, SADDLE_EXP,
                       ir_op(l->ir, IR_MUL, ir_rational(l->ir, r), a));
}

/* base ^ exponent for an exponent that is not a number. */
static int
general_power(lowering_t *l, expr_t *base, expr_t *exponent)
{
    int a = lower(l, base), b = lower(l, exponent);

    if (l->doubles)
        return ir_op(l->ir, IR_REAL_POWER, a, b);
    a = ir_function(l->ir, SADDLE_LOG, a);
    return ir_function(l->ir, SADDLE_EXP, ir_op(l->ir, IR_MUL, b, a));
}

typedef struct
{
    int *above, *below;
    int n_above, n_below;
} fraction_t;

/* A rational factor: 3/2, but x/3 rather than x * (1/3). */
static void
push_rational(lowering_t *l, fraction_t *f, const fmpq *r)
{
    const fmpz *below = fmpq_denref(r);
    int small = fmpz_bits(below) < 8 && fmpz_popcnt(below) == 1;
    fmpq_t q;

    fmpq_init(q);
    fmpq_set(q, r);
    if (!small && fmpz_is_pm1(fmpq_numref(r)))
    {
        fmpz_one(fmpq_denref(q));
        f->above[f->n_above++] = ir_rational(l->ir, q);
        fmpz_set(fmpq_numref(q), below);
        f->below[f->n_below++] = ir_rational(l->ir, q);
    }
    else
        f->above[f->n_above++] = ir_rational(l->ir, q);
    fmpq_clear(q);
}

static void
push_factor(lowering_t *l, fraction_t *f, expr_t *e)
{
    fmpq_t r;

    if (expr_kind(e) == EXPR_RATIONAL)
    {
        push_rational(l, f, expr_rational(e));
        return;
    }
    if (expr_kind(e) != EXPR_POWER
            || expr_kind(expr_child(e, 1)) != EXPR_RATIONAL
            || fmpq_sgn(expr_rational(expr_child(e, 1))) >= 0)
    {
        f->above[f->n_above++] = lower(l, e);
        return;
    }
    fmpq_init(r);
    fmpq_neg(r, expr_rational(expr_child(e, 1)));
    f->below[f->n_below++] = lower_power(l, lower(l, expr_child(e, 0)), r);
    fmpq_clear(r);
}

static int
lower_product(lowering_t *l, expr_t *e)
{
    int n = expr_kind(e) == EXPR_MUL ? expr_arity(e) : 1;
    size_t size = (size_t) (n + 1) * sizeof(int);
    fraction_t f = { pool_alloc(&l->em->pool, size),
                     pool_alloc(&l->em->pool, size), 0, 0 };
    int vanishing = expr_kind(e) == EXPR_MUL ? lower_vanishing(l, e) : -1;

    if (vanishing >= 0)
        return vanishing;
    if (l->doubles && scale_wanted(l, e))
        return scale_value(l, e);
    if (expr_kind(e) == EXPR_MUL)
        for (int i = 0; i < n; i++)
            push_factor(l, &f, expr_child(e, i));
    else
        push_factor(l, &f, e);
    return ir_quotient(l->ir, f.above, f.n_above, f.below, f.n_below);
}

static int
lower_sum(lowering_t *l, expr_t *e)
{
    int n = expr_arity(e);
    int *term = pool_alloc(&l->em->pool, (size_t) n * sizeof *term);

    for (int i = 0; i < n; i++)
        term[i] = lower(l, expr_child(e, i));
    return ir_sum(l->ir, term, n);
}

/* ---- conditions --------------------------------------------------------- */

static int
choose_compare(lowering_t *l, expr_t *c, int yes, int no)
{
    int left, right;

    if (expr_comparison(c) == COMPARE_EQ)
    {
        for (int k = 0; k < EMIT_MAX_DEPTH; k++)
            if (expr_contains(c, l->em->outer[k]))
                return no;  /* measure zero */
        emit_error(l->em, "E0403", "write it with < or <=",
                   "a comparison by == cannot be emitted");
        return failure(l);
    }
    left = lower(l, expr_child(c, 0));
    right = lower(l, expr_child(c, 1));
    return ir_select(l->ir, ir_op(l->ir, IR_SUB, right, left),
                     expr_comparison(c) == COMPARE_LE, yes, no);
}

int
lower_choice(lowering_t *l, expr_t *c, int yes, int no)
{
    int result;

    switch (expr_kind(c))
    {
    case EXPR_TRUE:
        return yes;
    case EXPR_FALSE:
        return no;
    case EXPR_NOT:
        return lower_choice(l, expr_child(c, 0), no, yes);
    case EXPR_COMPARE:
        return choose_compare(l, c, yes, no);
    case EXPR_AND:
        result = yes;
        for (int i = expr_arity(c) - 1; i >= 0; i--)
            result = lower_choice(l, expr_child(c, i), result, no);
        return result;
    case EXPR_OR:
        result = no;
        for (int i = expr_arity(c) - 1; i >= 0; i--)
            result = lower_choice(l, expr_child(c, i), yes, result);
        return result;
    default:
        emit_error(l->em, "E0404", NULL, "a condition of an unknown kind");
        return failure(l);
    }
}

/* ---- functions ---------------------------------------------------------- */

static int
lower_two(lowering_t *l, function_t f, int a, int b)
{
    int least = f == FUNCTION_MIN;

    if (l->doubles)
        return ir_op(l->ir, least ? IR_MIN : IR_MAX, a, b);
    return ir_select(l->ir, ir_op(l->ir, IR_SUB, a, b), 0, least ? b : a,
                     least ? a : b);
}

static int
lower_abs(lowering_t *l, int a)
{
    if (l->doubles)
        return ir_op(l->ir, IR_ABS, a, -1);
    return ir_select(l->ir, a, 0, a, ir_neg(l->ir, a));
}

static int
lower_sign(lowering_t *l, int a)
{
    if (l->doubles)
        return ir_op(l->ir, IR_SIGN, a, -1);
    return ir_select(l->ir, a, 0, ir_integer(l->ir, 1),
                     ir_neg(l->ir, ir_integer(l->ir, 1)));
}

static int
lower_log(lowering_t *l, expr_t *argument)
{
    int a;

    if (l->doubles && scale_applies(l, argument))
        return scale_log(l, argument);
    a = lower(l, argument);
    return ir_function(l->ir, SADDLE_LOG, a);
}

/* In balls the width goes along, simplified: b - a loses equal slopes. */
static int
lower_mass(lowering_t *l, expr_t *e, int a, int b)
{
    expr_t *width;

    if (l->doubles)
        return ir_mass(l->ir, a, b, -1);
    width = expr_sub(l->em->algebra, expr_child(e, 1), expr_child(e, 0));
    return ir_mass(l->ir, a, b,
                   lower(l, expr_expand(l->em->algebra, width, 0)));
}

static int
lower_function(lowering_t *l, expr_t *e)
{
    static const int plain[FUNCTION_COUNT] = {
        [FUNCTION_EXP] = SADDLE_EXP + 1,   [FUNCTION_SINH] = SADDLE_SINH + 1,
        [FUNCTION_COSH] = SADDLE_COSH + 1, [FUNCTION_TANH] = SADDLE_TANH + 1,
        [FUNCTION_SIN] = SADDLE_SIN + 1,   [FUNCTION_COS] = SADDLE_COS + 1,
        [FUNCTION_ASIN] = SADDLE_ASIN + 1, [FUNCTION_ACOS] = SADDLE_ACOS + 1,
        [FUNCTION_ATAN] = SADDLE_ATAN + 1, [FUNCTION_H] = SADDLE_H + 1,
        [FUNCTION_PHI] = SADDLE_PHI + 1,
        [FUNCTION_LOG_GAMMA] = SADDLE_LOG_GAMMA + 1
    };
    function_t f = expr_function(e);
    int arg[3] = { -1, -1, -1 };

    if (f == FUNCTION_LOG)
        return lower_log(l, expr_child(e, 0));
    for (int i = 0; i < expr_arity(e) && i < 3; i++)
        arg[i] = lower(l, expr_child(e, i));
    if (plain[f] != 0)
        return ir_function(l->ir, (saddle_function_t) (plain[f] - 1), arg[0]);
    switch (f)
    {
    case FUNCTION_FLOOR:          /* of a count */
        return arg[0];
    case FUNCTION_ABS:
        return lower_abs(l, arg[0]);
    case FUNCTION_SIGN:
        return lower_sign(l, arg[0]);
    case FUNCTION_MIN:
    case FUNCTION_MAX:
        return lower_two(l, f, arg[0], arg[1]);
    case FUNCTION_MASS:
        return lower_mass(l, e, arg[0], arg[1]);
    case FUNCTION_PHI2:
        return ir_orthant(l->ir, arg[0], arg[1], arg[2]);
    default:
        emit_error(l->em, "E0404", NULL, "a function that cannot be emitted");
        return failure(l);
    }
}

/* ---- everything --------------------------------------------------------- */

static int
lower_power_node(lowering_t *l, expr_t *e)
{
    expr_t *base = expr_child(e, 0), *exponent = expr_child(e, 1);

    if (expr_kind(exponent) != EXPR_RATIONAL)
        return general_power(l, base, exponent);
    if (fmpq_sgn(expr_rational(exponent)) < 0)
        return lower_product(l, e);
    return lower_power(l, lower(l, base), expr_rational(exponent));
}

static int
lower_leaf(lowering_t *l, expr_t *e)
{
    switch (expr_kind(e))
    {
    case EXPR_RATIONAL:
        return ir_rational(l->ir, expr_rational(e));
    case EXPR_PI:
        return ir_leaf(l->ir, IR_PI, 0);
    case EXPR_INFINITY:
        if (l->doubles)
            return ir_leaf(l->ir, IR_INFINITY, 0);
        emit_error(l->em, "E0406", NULL, "infinity inside a formula");
        return failure(l);
    case EXPR_SYMBOL:
        emit_error(l->em, "E0405", NULL, "'%s' has no value in this formula",
                   expr_name(e));
        return failure(l);
    case EXPR_MINIMUM:
    case EXPR_MAXIMUM:
        emit_error(l->em, "E0402", NULL,
                   "min[..] and max[..] without a closed form are not "
                   "supported yet");
        return failure(l);
    default:
        emit_error(l->em, "E0404", NULL, "a formula that cannot be emitted");
        return failure(l);
    }
}

static int
lower_new(lowering_t *l, expr_t *e)
{
    switch (expr_kind(e))
    {
    case EXPR_ADD:
        return lower_sum(l, e);
    case EXPR_MUL:
        return lower_product(l, e);
    case EXPR_POWER:
        return lower_power_node(l, e);
    case EXPR_FUNCTION:
        return lower_function(l, e);
    case EXPR_IF:
    {
        int yes = lower(l, expr_child(e, 1)), no = lower(l, expr_child(e, 2));

        return lower_choice(l, expr_child(e, 0), yes, no);
    }
    default:
        return lower_leaf(l, e);
    }
}

int
lower(lowering_t *l, expr_t *e)
{
    int r = map_get(&l->leaf, e);

    if (r < 0)
        r = map_get(&l->memo, e);
    if (r >= 0)
        return r;
    if (l->em->failed)
        return failure(l);
    if (l->ir->n > IR_MAX_NODES)
    {
        emit_error(l->em, "E0407", NULL, "the formulas are too large to emit");
        return failure(l);
    }
    r = lower_new(l, e);
    map_put(&l->memo, &l->em->pool, e, r);
    return r;
}
