/* compiler/model/call.c -- functions: the closed list, `let`, diff, test. */
#include "check.h"

#include <string.h>

static int
wrong_arity(check_t *c, const ast_t *a, int wanted, const char *more)
{
    if (a->n == wanted)
        return 0;
    fault(c, "E0212", a->span, NULL, "'%s' takes %s%d argument%s, not %d",
          a->text, more, wanted, wanted == 1 ? "" : "s", a->n);
    return 1;
}

/* All arguments as numbers; 0 if one of them has an error. */
static int
arguments(check_t *c, const ast_t *a, expr_t **out)
{
    int i, good = 1;

    for (i = 0; i < a->n; i++)
    {
        value_t v = want_number(c, a->child[i]);

        out[i] = v.e;
        good = good && v.kind != KIND_BAD;
    }
    return good;
}

/* ---- functions of the spec ---------------------------------------------- */

static value_t
call_let(check_t *c, const ast_t *a, entry_t *f)
{
    expr_t **argument;
    value_t v = f->value;
    int i;

    if (!declared_before(c, f, a->span))
        return value_bad();
    if (f->state == ENTRY_OPEN)
    {
        fault(c, "E0210", a->span, NULL, "'%s' is defined by itself",
              f->name);
        return value_bad();
    }
    if (f->state == ENTRY_UNREAD)
        read_let(c, f);
    if (wrong_arity(c, a, f->n_formals, ""))
        return value_bad();
    argument = check_alloc(c, ((size_t) a->n + 1) * sizeof *argument);
    if (!arguments(c, a, argument) || f->value.kind == KIND_BAD
        || !uses_allowed(c, f->uses, f->name, a->span))
        return value_bad();
    for (i = 0; i < a->n; i++)
        if (!check_bits(c, 20 * number_bits(argument[i]), a->span))
            return value_bad();
    v = value_number(c, a,
                     f->definition != NULL
                         ? expr_apply(c->algebra, f->definition, argument, 1)
                         : expr_substitute(c->algebra, f->value.e, f->formal,
                                           argument, a->n));
    if (v.kind != KIND_BAD)
        v.kind = f->value.kind;
    return v;
}

/* ---- functions of the language ------------------------------------------ */

expr_t *
fold(algebra_t *g, function_t f, expr_t *const *x, int n)
{
    expr_t *half[2];

    if (n == 1)
        return x[0];
    half[0] = fold(g, f, x, (n + 1) / 2);
    half[1] = fold(g, f, x + (n + 1) / 2, n / 2);
    return expr_call(g, f, half, 2);
}

static expr_t *
function_of(algebra_t *g, const builtin_t *b, expr_t *const *x, int n)
{
    expr_t *half = expr_fraction(g, 1, 2), *two = expr_integer(g, 2);
    expr_t *root2 = expr_sqrt(g, two);

    switch (b->kind)
    {
    case BUILTIN_PLAIN:
        return expr_apply1(g, b->function, x[0]);
    case BUILTIN_PHI2:
        return expr_call(g, FUNCTION_PHI2, x, 3);
    case BUILTIN_FOLD:
        return fold(g, b->function, x, n);
    case BUILTIN_SQRT:
        return expr_pow(g, x[0], half);
    case BUILTIN_SECH:
        return expr_pow_int(g, expr_apply1(g, FUNCTION_COSH, x[0]), -1);
    case BUILTIN_ERFC: /* 2 H(sqrt(2) x) */
        return expr_mul(g, two, expr_apply1(g, FUNCTION_H,
                                            expr_mul(g, root2, x[0])));
    case BUILTIN_ERF:
        return expr_sub(g, expr_integer(g, 1),
                        expr_mul(g, two,
                                 expr_apply1(g, FUNCTION_H,
                                             expr_mul(g, root2, x[0]))));
    case BUILTIN_CDF:
        return expr_apply1(g, FUNCTION_H, expr_neg(g, x[0]));
    default: /* step */
        return expr_if(g,
                       expr_compare(g, COMPARE_LT, expr_integer(g, 0), x[0]),
                       expr_integer(g, 1), expr_integer(g, 0));
    }
}

int
call_in_domain(check_t *c, const builtin_t *b, const ast_t *a,
               expr_t *const *x)
{
    expr_t *last = b->kind == BUILTIN_PHI2 ? x[2] : x[0];
    const char *problem = NULL;
    const fmpq *q;

    if (expr_kind(last) != EXPR_RATIONAL)
        return 1;
    q = expr_rational(last);
    if (b->kind == BUILTIN_SQRT && fmpq_sgn(q) < 0)
        problem = "the square root of a negative number is not real";
    else if (b->kind == BUILTIN_PLAIN && b->function == FUNCTION_LOG
             && fmpq_sgn(q) <= 0)
        problem = "the logarithm needs a positive number";
    else if ((b->kind == BUILTIN_PHI2
              || (b->kind == BUILTIN_PLAIN
                  && (b->function == FUNCTION_ACOS
                      || b->function == FUNCTION_ASIN)))
             && fmpz_cmpabs(fmpq_numref(q), fmpq_denref(q)) > 0)
        problem = b->kind == BUILTIN_PHI2
                      ? "the correlation must lie between -1 and 1"
                      : "the argument must lie between -1 and 1";
    if (problem != NULL)
        fault(c, "E0231", span_of(a->child[b->kind == BUILTIN_PHI2 ? 2 : 0]),
              NULL, "%s", problem);
    return problem == NULL;
}

static value_t
call_builtin(check_t *c, const ast_t *a, const builtin_t *b)
{
    expr_t **argument, *e;

    if (b->kind == BUILTIN_FOLD ? a->n < 2 && wrong_arity(c, a, 2, "at least ")
                                : wrong_arity(c, a, b->n_arguments, ""))
        return value_bad();
    if (b->kind == BUILTIN_DIFF)
    {
        e = convert_diff(c, a);
        return value_number(c, a, e);
    }
    if (b->kind == BUILTIN_TEST || b->kind == BUILTIN_TRAIN)
        return value_number(c, a,
                            convert_average(c, a, b->kind == BUILTIN_TRAIN));
    argument = check_alloc(c, ((size_t) a->n + 1) * sizeof *argument);
    if (!arguments(c, a, argument)
        || !call_in_domain(c, b, a, argument))
        return value_bad();
    return value_number(c, a, function_of(c->algebra, b, argument, a->n));
}

value_t
convert_call(check_t *c, const ast_t *a)
{
    entry_t *f = entry_find(c, a->text, 1);
    const builtin_t *b;
    int i;

    for (i = 0; i < a->n; i++)
        if (a->child[i] != NULL && a->child[i]->kind == AST_ITEM
            && !is_law_name(a->text))
        {
            fault(c, "E0223", a->child[i]->span,
                  "only 'mix' and finite laws have probabilities",
                  "a pair with ':' cannot be an argument");
            return value_bad();
        }
    if (f != NULL)
        return call_let(c, a, f);
    b = builtin_find(a->text);
    if (b != NULL)
        return call_builtin(c, a, b);
    unknown_function(c, a);
    return value_bad();
}
