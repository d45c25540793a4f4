/* compiler/algebra/print_product.c -- fractions, powers and sums. */
#include "print_formula.h"

#include <stdlib.h>

static void put_sum(formula_t *, expr_t *, int place, int negated);

static int
is_plain(const factor_t *f)
{
    return f->exponent == NULL && fmpq_is_one(&f->power);
}

static void
put_exponent(formula_t *l, const factor_t *f)
{
    formula_mark(l, SUP_RAISE);
    if (f->exponent != NULL)
        formula_put(l, f->exponent, IN_BRACKETS);
    else
    {
        formula_integer(l, fmpq_numref(&f->power));
        if (!fmpz_is_one(fmpq_denref(&f->power)))
        {
            formula_mark(l, SLASH);
            formula_integer(l, fmpq_denref(&f->power));
        }
    }
    formula_mark(l, SUP_CLOSE);
}

static void
put_factor(formula_t *l, const factor_t *f)
{
    expr_t *e = f->base;

    if (factor_is_root(f))
    {
        formula_mark(l, ROOT_OPEN);
        formula_put(l, e, IN_BRACKETS);
        formula_mark(l, ROOT_CLOSE);
    }
    else if (formula_is_operator(e) && (f->sech || !is_plain(f)))
    {                                           /* \tanh^{2}(x) */
        if (!is_plain(f))
            formula_mark(l, SUP_OPEN);
        fputs(f->sech ? l->style->mark[SECH]
                      : l->style->function[expr_function(e)], l->to);
        if (!is_plain(f))
            put_exponent(l, f);
        formula_list(l, e->child, e->arity, '(');
    }
    else if (f->negated)
        put_sum(l, e, IN_FACTOR, 1);
    else if (is_plain(f))
        formula_put(l, e, IN_FACTOR);
    else
    {
        formula_mark(l, SUP_OPEN);
        formula_put(l, e, IN_POWER);
        put_exponent(l, f);
    }
}

/* Numbers and pi share one root.  Returns how many factors it took. */
static int
put_constant_root(formula_t *l, const factor_t *f, int n)
{
    int i, k = factors_share_root(f, n);

    if (k == 0)
        return 0;
    formula_mark(l, ROOT_OPEN);
    for (i = 0; i < k; i++)
    {
        if (i > 0)
            formula_mark(l, f[i].base->kind == EXPR_RATIONAL ? DOT : TIMES);
        formula_put(l, f[i].base, IN_FACTOR);
    }
    formula_mark(l, ROOT_CLOSE);
    return k;
}

/* What stands between two factors; `before` is NULL after a number. */
static mark_t
mark_between(const factor_t *before, const factor_t *f)
{
    if (f->class >= FACTOR_FUNCTION)
        return THIN;
    if (before == NULL)
        return f->class == FACTOR_NUMBER && !factor_is_root(f) ? DOT : TIMES;
    return factor_is_root(before) || before->class >= FACTOR_FUNCTION ? THIN : TIMES;
}

/* Factors from..to of one side; a thin space after roots and functions. */
static void
put_factors(formula_t *l, const fraction_t *r, int side, int from, int to,
            int number)
{
    const factor_t *before = NULL, *f;
    int k, any = number && (!fmpz_is_one(r->number[side]) || from == to);

    if (any)
        formula_integer(l, r->number[side]);
    while (from < to)
    {
        f = &r->factor[side][from];
        if (any)
            formula_mark(l, mark_between(before, f));
        any = 1;
        before = f;
        k = put_constant_root(l, f, to - from);
        if (k == 0)
            put_factor(l, f);
        from += k > 0 ? k : 1;
    }
}

/* How many factors go above the line; the others follow the fraction. */
static int
above(const fraction_t *r)
{
    int i, last = fraction_is_numeric(r, 1) ? FACTOR_ROOT : FACTOR_APPLY;

    for (i = 0; i < r->n[0] && r->factor[0][i].class <= FACTOR_VARIABLE
                && r->factor[0][i].class != FACTOR_SUM; i++)
        ;
    if (i == r->n[0])
        return i;
    if (r->n[0] == 1 && r->factor[0][0].class != FACTOR_BINDER)
        return 1;
    for (i = 0; i < r->n[0] && r->factor[0][i].class <= last; i++)
        ;
    return i;
}

/* One side of the line; a lone sum needs no brackets. */
static void
put_side(formula_t *l, const fraction_t *r, int side, int n)
{
    const factor_t *f = r->factor[side];

    if (n == 1 && fmpz_is_one(r->number[side]) && f->class == FACTOR_SUM
        && is_plain(f))
        put_sum(l, f->base, IN_BRACKETS, f->negated);
    else
        put_factors(l, r, side, 0, n, 1);
}

static void
put_fraction(formula_t *l, const fraction_t *r)
{
    int k = above(r);

    if (r->n[1] == 0 && fmpz_is_one(r->number[1]))
    {
        put_factors(l, r, 0, 0, r->n[0], 1);
        return;
    }
    formula_mark(l, FRAC_OPEN);
    put_side(l, r, 0, k);
    formula_mark(l, FRAC_LINE);
    put_side(l, r, 1, r->n[1]);
    formula_mark(l, FRAC_CLOSE);
    if (k < r->n[0])
    {
        formula_mark(l, THIN);
        put_factors(l, r, 0, k, r->n[0], 0);
    }
}

static void
put_signed(formula_t *l, const fraction_t *r)
{
    if (r->negative)
        formula_mark(l, NEGATIVE);
    put_fraction(l, r);
}

void
formula_product(formula_t *l, expr_t *e, int place)
{
    fraction_t r;
    char *text;
    size_t size;
    FILE *outer;
    int line, brackets;

    fraction_init(&r, e);
    line = r.n[1] > 0 || !fmpz_is_one(r.number[1]);
    brackets = place == IN_POWER ? r.negative || line || r.n[0] > 0
             : place == IN_FACTOR ? r.negative || e->kind == EXPR_MUL
             : place == IN_TERM && r.negative;
    if (brackets)
    {
        outer = capture_start(l, &text, &size);
        put_signed(l, &r);
        capture_end(l, outer);
        l->style->bracket(l->to, '(', text);
        free(text);
    }
    else
        put_signed(l, &r);
    fraction_clear(&r);
}

static void
put_absolute(formula_t *l, expr_t *e, int minus)
{
    fraction_t r;

    if (e->kind != EXPR_RATIONAL && e->kind != EXPR_MUL)
    {
        formula_put(l, e, !minus && node_is_function(e, FUNCTION_MASS)
                              ? IN_BRACKETS : IN_TERM);
        return;
    }
    fraction_init(&r, e);
    put_fraction(l, &r);
    fraction_clear(&r);
}

static void
put_terms(formula_t *l, expr_t *e, int negated)
{
    list_t term;
    int i, minus;

    sum_terms(&term, e, negated);
    for (i = 0; i < term.n; i++)
    {
        minus = prints_negative(term.item[i]) != negated;
        if (i > 0)
            formula_mark(l, minus ? MINUS : PLUS);
        else if (minus)
            formula_mark(l, NEGATIVE);
        put_absolute(l, term.item[i], minus);
    }
    list_clear(&term);
}

static void
put_sum(formula_t *l, expr_t *e, int place, int negated)
{
    char *text;
    size_t size;
    FILE *outer;

    if (place == IN_BRACKETS)
    {
        put_terms(l, e, negated);
        return;
    }
    outer = capture_start(l, &text, &size);
    put_terms(l, e, negated);
    capture_end(l, outer);
    l->style->bracket(l->to, '(', text);
    free(text);
}

void
formula_sum(formula_t *l, expr_t *e, int place)
{
    put_sum(l, e, place, 0);
}
