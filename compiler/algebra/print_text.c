/* compiler/algebra/print_text.c -- text that the spec language reads back. */
#include "print.h"

#include <stdlib.h>

/* What an operand stands next to; it is bracketed if it binds less. */
enum { IN_CONDITION, IN_SUM, IN_TERM, IN_FACTOR, IN_POWER };

typedef struct
{
    FILE *to;
    names_t names;
} text_t;

static void put(text_t *, expr_t *, int place);
static void put_sum(text_t *, expr_t *, int place, int negated);

static void
put_arguments(text_t *t, expr_t *e)
{
    int i;

    fputc('(', t->to);
    for (i = 0; i < e->arity; i++)
    {
        if (i > 0)
            fputs(", ", t->to);
        put(t, e->child[i], IN_CONDITION);
    }
    fputc(')', t->to);
}

static void
put_exponent(text_t *t, const fmpq_t p)
{
    int brackets = !fmpz_is_one(fmpq_denref(p)) || fmpq_sgn(p) < 0;

    if (brackets)
        fputc('(', t->to);
    fmpz_fprint(t->to, fmpq_numref(p));
    if (!fmpz_is_one(fmpq_denref(p)))
    {
        fputc('/', t->to);
        fmpz_fprint(t->to, fmpq_denref(p));
    }
    if (brackets)
        fputc(')', t->to);
}

static void
put_factor(text_t *t, const factor_t *f)
{
    if (factor_is_root(f))
    {
        fputs("sqrt(", t->to);
        put(t, f->base, IN_CONDITION);
        fputc(')', t->to);
        return;
    }
    if (f->sech)
    {
        fputs("sech", t->to);
        put_arguments(t, f->base);
    }
    else if (f->negated)
        put_sum(t, f->base, IN_FACTOR, 1);
    else
        put(t, f->base, f->exponent == NULL && fmpq_is_one(&f->power)
                            ? IN_FACTOR : IN_POWER);
    if (f->exponent != NULL)
    {
        fputc('^', t->to);
        put(t, f->exponent, IN_POWER);
    }
    else if (!fmpq_is_one(&f->power))
    {
        fputc('^', t->to);
        put_exponent(t, &f->power);
    }
}

/* Returns how many factors it took. */
static int
put_constant_root(text_t *t, const factor_t *f, int n)
{
    int i, k = factors_share_root(f, n);

    if (k == 0)
        return 0;
    fputs("sqrt(", t->to);
    for (i = 0; i < k; i++)
    {
        if (i > 0)
            fputc('*', t->to);
        put(t, f[i].base, IN_FACTOR);
    }
    fputc(')', t->to);
    return k;
}

static void
put_factors(text_t *t, const fraction_t *r, int side)
{
    int i = 0, k, any = !fmpz_is_one(r->number[side]) || r->n[side] == 0;

    if (any)
        fmpz_fprint(t->to, r->number[side]);
    while (i < r->n[side])
    {
        if (any)
            fputc('*', t->to);
        any = 1;
        k = put_constant_root(t, r->factor[side] + i, r->n[side] - i);
        if (k == 0)
            put_factor(t, &r->factor[side][i++]);
        i += k;
    }
}

/* The product without its sign. */
static void
put_fraction(text_t *t, const fraction_t *r)
{
    int number = !fmpz_is_one(r->number[1]);
    int shared = factors_share_root(r->factor[1], r->n[1]);
    int below = r->n[1] + number - (shared > 0 ? shared - 1 : 0);

    put_factors(t, r, 0);
    if (below == 0)
        return;
    fputc('/', t->to);
    if (below > 1)
        fputc('(', t->to);
    put_factors(t, r, 1);
    if (below > 1)
        fputc(')', t->to);
}

static void
put_product(text_t *t, expr_t *e, int place)
{
    fraction_t r;
    int brackets, below;

    fraction_init(&r, e);
    below = r.n[1] > 0 || !fmpz_is_one(r.number[1]);
    brackets = place == IN_POWER ? r.negative || below || r.n[0] > 0
             : place == IN_FACTOR ? r.negative || below || e->kind == EXPR_MUL
             : place == IN_TERM && r.negative;
    /* a lone power, root or number needs none but where it is negative */
    if (place == IN_POWER && e->kind == EXPR_POWER && r.n[0] == 1
        && factor_is_root(&r.factor[0][0]))
        brackets = 0;
    if (brackets)
        fputc('(', t->to);
    if (r.negative)
        fputc('-', t->to);
    put_fraction(t, &r);
    if (brackets)
        fputc(')', t->to);
    fraction_clear(&r);
}

/* A term without its sign. */
static void
put_absolute(text_t *t, expr_t *e, int minus)
{
    fraction_t r;

    if (e->kind != EXPR_RATIONAL && e->kind != EXPR_MUL)
    {
        put(t, e, !minus && node_is_function(e, FUNCTION_MASS) ? IN_SUM
                                                               : IN_TERM);
        return;
    }
    fraction_init(&r, e);
    put_fraction(t, &r);
    fraction_clear(&r);
}

static void
put_sum(text_t *t, expr_t *e, int place, int negated)
{
    list_t term;
    int i;

    sum_terms(&term, e, negated);
    if (place > IN_SUM)
        fputc('(', t->to);
    for (i = 0; i < term.n; i++)
    {
        int minus = prints_negative(term.item[i]) != negated;

        if (i > 0)
            fputs(minus ? " - " : " + ", t->to);
        else if (minus)
            fputc('-', t->to);
        put_absolute(t, term.item[i], minus);
    }
    if (place > IN_SUM)
        fputc(')', t->to);
    list_clear(&term);
}

/* H(a) - H(b) */
static void
put_mass(text_t *t, expr_t *e, int place)
{
    if (place > IN_SUM)
        fputc('(', t->to);
    fputs("H(", t->to);
    put(t, e->child[0], IN_CONDITION);
    fputs(") - H(", t->to);
    put(t, e->child[1], IN_CONDITION);
    fputc(')', t->to);
    if (place > IN_SUM)
        fputc(')', t->to);
}

static const char *
relation(compare_t how)
{
    return how == COMPARE_LT ? " < " : how == COMPARE_LE ? " <= " : " == ";
}

static void
put_condition(text_t *t, expr_t *e, int place)
{
    expr_t *side[3];
    compare_t how[2];
    int i;

    if (place > IN_CONDITION)
        fputc('(', t->to);
    if (chain_of(e, side, how))
        for (i = 0; i < 3; i++)
        {
            put(t, side[i], IN_SUM);
            if (i < 2)
                fputs(relation(how[i]), t->to);
        }
    else if (e->kind == EXPR_COMPARE)
    {
        compare_sides(e, side);
        put(t, side[0], IN_SUM);
        fputs(relation(expr_comparison(e)), t->to);
        put(t, side[1], IN_SUM);
    }
    else if (e->kind == EXPR_NOT)
    {
        fputs("not ", t->to);
        put(t, e->child[0], IN_SUM);
    }
    else if (e->arity == 0)
        fputs(e->kind == EXPR_TRUE ? "0 <= 0" : "0 < 0", t->to);
    else
        for (i = 0; i < e->arity; i++)
        {
            expr_t *c = e->child[i];

            if (i > 0)
                fputs(e->kind == EXPR_AND ? " and " : " or ", t->to);
            put(t, c, c->kind == EXPR_COMPARE
                          || (c->kind == EXPR_AND && e->kind == EXPR_OR)
                          ? IN_CONDITION : IN_SUM);
        }
    if (place > IN_CONDITION)
        fputc(')', t->to);
}

static void
put_if(text_t *t, expr_t *e, int place)
{
    if (place > IN_CONDITION)
        fputc('(', t->to);
    fputs("if ", t->to);
    put(t, e->child[0], e->child[0]->kind == EXPR_IF ? IN_SUM : IN_CONDITION);
    fputs(" then ", t->to);
    put(t, e->child[1], e->child[1]->kind == EXPR_IF ? IN_SUM : IN_CONDITION);
    fputs(" else ", t->to);
    put(t, e->child[2], IN_CONDITION);
    if (place > IN_CONDITION)
        fputc(')', t->to);
}

static void
put_binder(text_t *t, expr_t *e)
{
    static const char *const word[] = { "E", "int", "min", "max", "at_min",
                                        "at_max", "argmin", "argmax" };
    int integral = e->kind == EXPR_INTEGRAL, place = node_is_place(e);
    const char *name;

    fputs(node_is_count_sum(e) ? "sum"
                               : word[e->kind - EXPR_GAUSS + 2 * place],
          t->to);
    fputc('[', t->to);
    name = names_enter(&t->names, e);
    fputs(name, t->to);
    if (integral)
    {
        names_leave(&t->names);   /* the ends are outside its scope */
        fputs(" in ", t->to);
        put(t, e->child[0], IN_SUM);
        fputs(" .. ", t->to);
        put(t, e->child[1], IN_SUM);
        names_enter(&t->names, e);
    }
    fputs("](", t->to);
    put(t, e->child[integral ? 2 : 0], IN_CONDITION);
    if (e->arity == 2 && !place)
    {
        fputs(", ", t->to);
        put(t, e->child[1], IN_CONDITION);
    }
    fputc(')', t->to);
    names_leave(&t->names);
}

static void
put_call(text_t *t, expr_t *e)
{
    fputs(e->kind == EXPR_APPLY ? definition_name(e->definition)
                                : function_name(expr_function(e)), t->to);
    if (e->arity > 0)
        put_arguments(t, e);
}

static void
put(text_t *t, expr_t *e, int place)
{
    switch (expr_kind(e))
    {
        case EXPR_PI:
            fputs("pi", t->to);
            break;
        case EXPR_INFINITY:
            fputs("inf", t->to);
            break;
        case EXPR_SYMBOL:
        case EXPR_BOUND:
            fputs(names_of(&t->names, e), t->to);
            break;
        case EXPR_ADD:
            put_sum(t, e, place, 0);
            break;
        case EXPR_RATIONAL:
        case EXPR_MUL:
        case EXPR_POWER:
            put_product(t, e, place);
            break;
        case EXPR_FUNCTION:
            if (node_is_function(e, FUNCTION_FLOOR))
            {
                put(t, e->child[0], place);
                break;
            }
            if (node_is_function(e, FUNCTION_MASS))
            {
                put_mass(t, e, place);
                break;
            }
            put_call(t, e);
            break;
        case EXPR_APPLY:
            put_call(t, e);
            break;
        case EXPR_IF:
            put_if(t, e, place);
            break;
        case EXPR_GAUSS: case EXPR_INTEGRAL: case EXPR_MINIMUM:
        case EXPR_MAXIMUM: case EXPR_AT_MINIMUM: case EXPR_AT_MAXIMUM:
            put_binder(t, e);
            break;
        default:
            put_condition(t, e, place);
            break;
    }
}

void
expr_print(FILE *to, expr_t *e)
{
    text_t t;

    t.to = to;
    names_init(&t.names, e);
    put(&t, e, IN_CONDITION);
    names_clear(&t.names);
}

char *
expr_to_string(expr_t *e)
{
    return print_to_string(expr_print, e);
}
