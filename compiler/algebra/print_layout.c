/* compiler/algebra/print_layout.c -- order of terms and factors. */
#include "print.h"

#include <stdlib.h>
#include <string.h>

/* ---- factors ------------------------------------------------------------ */

static int
is_hat(expr_t *e)
{
    size_t n = e->kind == EXPR_SYMBOL ? strlen(e->name) : 0;

    return n > 4 && strcmp(e->name + n - 4, "_hat") == 0;
}

static int
factor_class(const factor_t *f)
{
    expr_t *e = f->base;

    if (e->kind == EXPR_RATIONAL || e->kind == EXPR_PI)
        return e->kind == EXPR_PI ? FACTOR_CONSTANT : FACTOR_NUMBER;
    if (e->kind == EXPR_ADD)
        return FACTOR_SUM;
    if (e->rank == CLASS_BINDER && node_is_binder(e))
        return FACTOR_BINDER;
    if (e->kind == EXPR_APPLY)
        return FACTOR_APPLY;
    if (e->kind == EXPR_BOUND)
        return FACTOR_VARIABLE;
    if (e->kind == EXPR_SYMBOL && !fmpz_is_one(fmpq_denref(&f->power)))
        return FACTOR_ROOT;
    if (is_hat(e))
        return FACTOR_HAT;
    return e->kind == EXPR_SYMBOL ? FACTOR_SYMBOL : FACTOR_FUNCTION;
}

/* Inserted behind its equals, so that the node's own order decides. */
static void
push_factor(fraction_t *r, int side, expr_t *base, const fmpq *power,
            expr_t *exponent, int sech)
{
    int i = r->n[side]++;
    factor_t *list = must_realloc(r->factor[side],
                                  (size_t) (i + 1) * sizeof *list), new;

    r->factor[side] = list;
    new.base = base;
    new.exponent = exponent;
    new.sech = sech;
    new.negated = 0;
    fmpq_init(&new.power);
    if (power != NULL)
        fmpq_abs(&new.power, power);
    else
        fmpq_one(&new.power);
    new.class = factor_class(&new);
    for (; i > 0 && list[i - 1].class > new.class; i--)
        list[i] = list[i - 1];
    list[i] = new;
}

static void
add_factor(fraction_t *r, expr_t *e)
{
    expr_t *base = e, *exponent = NULL;
    const fmpq *p;
    int below;

    if (e->kind == EXPR_RATIONAL)
    {
        fmpz_mul(r->number[0], r->number[0], fmpq_numref(&e->value));
        fmpz_mul(r->number[1], r->number[1], fmpq_denref(&e->value));
        return;
    }
    if (e->kind != EXPR_POWER)
    {
        push_factor(r, 0, e, NULL, NULL, 0);
        return;
    }
    base = e->child[0];
    exponent = e->child[1];
    if (exponent->kind != EXPR_RATIONAL)
    {
        push_factor(r, 0, base, NULL, exponent, 0);
        return;
    }
    p = &exponent->value;
    below = fmpq_sgn(p) < 0;
    if (below && node_is_function(base, FUNCTION_COSH)
        && fmpz_is_one(fmpq_denref(p)))
        push_factor(r, 0, base, p, NULL, 1);
    else
        push_factor(r, below, base, p, NULL, 0);
}

/* sqrt(2)/2 is written 1/sqrt(2). */
static void
move_root_below(fraction_t *r, int i)
{
    factor_t *f = &r->factor[0][i];

    if (f->base->kind != EXPR_RATIONAL || f->exponent != NULL
        || fmpq_sgn(&f->base->value) < 0
        || !fmpz_is_one(fmpq_denref(&f->base->value)) || !factor_is_root(f)
        || !fmpz_divisible(r->number[1], fmpq_numref(&f->base->value)))
        return;
    fmpz_divexact(r->number[1], r->number[1], fmpq_numref(&f->base->value));
    push_factor(r, 1, f->base, &f->power, NULL, 0);
    fmpq_clear(&f->power);
    r->n[0]--;
    memmove(f, f + 1, (size_t) (r->n[0] - i) * sizeof *f);
}

/* -(a - b) x is written (b - a) x where that saves signs, or where the sum is
   all there is above the line and does not begin with a number. */
static void
spread_sign(fraction_t *r)
{
    int i, k, minus, lone = r->n[0] == 1 && fmpz_is_one(r->number[0]);

    for (i = 0; i < r->n[0] && r->negative; i++)
    {
        factor_t *f = &r->factor[0][i];

        if (f->class != FACTOR_SUM || f->exponent != NULL
            || !fmpq_is_one(&f->power))
            continue;
        for (k = minus = 0; k < f->base->arity; k++)
            minus += prints_negative(f->base->child[k]);
        if (2 * minus > f->base->arity
            || (2 * minus == f->base->arity && lone
                && f->base->child[0]->kind != EXPR_RATIONAL))
        {
            f->negated = 1;
            r->negative = 0;
        }
    }
}

void
fraction_init(fraction_t *r, expr_t *e)
{
    int i;

    memset(r, 0, sizeof *r);
    fmpz_init_set_si(r->number[0], 1);
    fmpz_init_set_si(r->number[1], 1);
    if (e->kind == EXPR_MUL)
        for (i = 0; i < e->arity; i++)
            add_factor(r, e->child[i]);
    else
        add_factor(r, e);
    r->negative = fmpz_sgn(r->number[0]) < 0;
    fmpz_abs(r->number[0], r->number[0]);
    for (i = r->n[0] - 1; i >= 0; i--)
        move_root_below(r, i);
    spread_sign(r);
}

void
fraction_clear(fraction_t *r)
{
    int i, side;

    for (side = 0; side < 2; side++)
    {
        for (i = 0; i < r->n[side]; i++)
            fmpq_clear(&r->factor[side][i].power);
        free(r->factor[side]);
        fmpz_clear(r->number[side]);
    }
}

int
fraction_is_numeric(const fraction_t *r, int side)
{
    int i;

    for (i = 0; i < r->n[side]; i++)
        if (r->factor[side][i].class > FACTOR_CONSTANT)
            return 0;
    return 1;
}

int
factor_is_root(const factor_t *f)
{
    return f->exponent == NULL && fmpz_is_one(fmpq_numref(&f->power))
        && fmpz_equal_si(fmpq_denref(&f->power), 2);
}

int
factors_share_root(const factor_t *f, int n)
{
    int k;

    for (k = 0; k < n && f[k].class <= FACTOR_CONSTANT
                && factor_is_root(&f[k]); k++)
        ;
    return k < 2 ? 0 : k;
}

/* ---- sums --------------------------------------------------------------- */

int
prints_negative(expr_t *e)
{
    fraction_t r;
    int negative;

    if (e->kind != EXPR_MUL)
        return e->kind == EXPR_RATIONAL && fmpq_sgn(&e->value) < 0;
    fraction_init(&r, e);
    negative = r.negative;
    fraction_clear(&r);
    return negative;
}

/* Terms by class; of those with an average, the bare one first. */
static int
term_weight(expr_t *e)
{
    return 2 * e->rank + (e->rank == CLASS_BINDER && e->kind == EXPR_MUL);
}

void
sum_terms(list_t *out, expr_t *sum, int negated)
{
    expr_t *e;
    int i, j;

    list_init(out);
    for (i = 0; i < sum->arity; i++)   /* stable */
    {
        e = sum->child[i];
        list_push(out, e);
        for (j = i; j > 0 && term_weight(out->item[j - 1]) > term_weight(e);
             j--)
            out->item[j] = out->item[j - 1];
        out->item[j] = e;
    }
    /* a positive term of the same class goes first; b - a, not -a + b */
    for (i = 0; i < out->n && prints_negative(out->item[i]) != negated; i++)
        ;
    if (i == out->n || (out->item[i]->rank != out->item[0]->rank
                        && (out->n > 2
                            || out->item[i]->rank == CLASS_BINDER)))
        return;
    e = out->item[i];
    for (; i > 0; i--)
        out->item[i] = out->item[i - 1];
    out->item[0] = e;
}

/* ---- conditions and functions ------------------------------------------- */

int
chain_of(expr_t *c, expr_t **side, compare_t *how)
{
    int i;

    if (c->kind != EXPR_AND || c->arity != 2
        || c->child[0]->kind != EXPR_COMPARE
        || c->child[1]->kind != EXPR_COMPARE)
        return 0;
    for (i = 0; i < 2; i++)
    {
        expr_t *p = c->child[i], *q = c->child[1 - i];

        if (p->child[1] != q->child[0] || p->child[1]->rank == CLASS_NUMBER
            || expr_comparison(p) == COMPARE_EQ
            || expr_comparison(q) == COMPARE_EQ)
            continue;
        side[0] = p->child[0];
        side[1] = p->child[1];
        side[2] = q->child[1];
        how[0] = expr_comparison(p);
        how[1] = expr_comparison(q);
        return 1;
    }
    return 0;
}

void
compare_sides(expr_t *e, expr_t **side)
{
    int swap = expr_comparison(e) == COMPARE_EQ
        && e->child[0]->rank == CLASS_NUMBER;

    side[0] = e->child[swap];
    side[1] = e->child[!swap];
}

const char *
function_name(function_t f)
{
    static const char *const name[FUNCTION_COUNT] = {
        [FUNCTION_EXP] = "exp", [FUNCTION_LOG] = "log",
        [FUNCTION_ABS] = "abs", [FUNCTION_SIGN] = "sign",
        [FUNCTION_MIN] = "min", [FUNCTION_MAX] = "max",
        [FUNCTION_SINH] = "sinh", [FUNCTION_COSH] = "cosh",
        [FUNCTION_TANH] = "tanh", [FUNCTION_SIN] = "sin",
        [FUNCTION_COS] = "cos", [FUNCTION_ASIN] = "asin",
        [FUNCTION_ACOS] = "acos", [FUNCTION_ATAN] = "atan",
        [FUNCTION_H] = "H", [FUNCTION_PHI] = "phi",
        [FUNCTION_MASS] = "mass", [FUNCTION_PHI2] = "Phi2",
        [FUNCTION_FLOOR] = "floor", [FUNCTION_LOG_GAMMA] = "log_gamma"
    };

    return f < FUNCTION_COUNT ? name[f] : "?";
}

char *
print_to_string(void (*print)(FILE *, expr_t *), expr_t *e)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    if (f == NULL)
        return NULL;
    print(f, e);
    fclose(f);
    return text;
}
