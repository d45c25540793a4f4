/* compiler/model/probability.c -- probabilities and signs: proven by the
   algebra, or not refuted by balls at points of the parameters' domains. */
#include "check.h"

#include "../algebra/evaluate.h"

enum { PRECISION = 96, MAX_SYMBOLS = 256 };

typedef struct
{
    environment_t env;
    expr_t **symbol;
    arb_ptr value;
} point_t;

/* ---- points of the domains ---------------------------------------------- */

static double
end_value(expr_t *e, double if_none)
{
    arb_t v;
    double d = if_none;

    if (e == NULL)
        return if_none;
    arb_init(v);
    if (expr_evaluate(v, e, NULL, 64) == EVALUATE_OK)
        d = arf_get_d(arb_midref(v), ARF_RND_NEAR);
    arb_clear(v);
    return d;
}

/* The k-th of CHECK_POINTS values of the j-th symbol: a Kronecker sequence. */
static double
fraction_of(int k, int j)
{
    double u = 0.5 + 0.6180339887498949 * k + 0.7548776662466927 * k * j
               + 0.3 * j;

    u -= (double) (long) u;
    return 0.02 + 0.96 * u;
}

static double
inside(const domain_t *d, int k, int j)
{
    double u = fraction_of(k, j);
    double lo = end_value(d->lo, 0), hi = end_value(d->hi, 0);

    if (d->lo != NULL && d->hi != NULL)
        return lo + (hi - lo) * u;
    if (d->lo != NULL)
        return lo + u / (1 - u);
    if (d->hi != NULL)
        return hi - u / (1 - u);
    return (u - 0.5) / (u * (1 - u));
}

static void
add_value(point_t *p, expr_t *symbol, double value)
{
    if (symbol == NULL || p->env.n >= MAX_SYMBOLS)
        return;
    p->symbol[p->env.n] = symbol;
    arb_set_d(p->value + p->env.n, value);
    p->env.n++;
}

/* Parameters without a declared domain keep their default at the first half
   of the points, and everywhere when `tame`. */
static void
point_fill(check_t *c, point_t *p, int k, int tame)
{
    const spec_t *s = c->spec;
    static const domain_t line = { NULL, NULL, 0, 0 };
    int i, j = 0;

    p->env.n = 0;
    for (i = 0; i < s->n_parameters; i++)
    {
        const parameter_t *q = &s->parameter[i];

        if (q->domain.lo == NULL && q->domain.hi == NULL
            && q->fallback != NULL && (tame || k < CHECK_POINTS / 2))
            add_value(p, q->symbol, end_value(q->fallback, 0));
        else
            add_value(p, q->symbol, inside(&q->domain, k, j++));
    }
    for (i = 0; i < s->n_noises; i++)
        add_value(p, s->noise[i].symbol, inside(&line, k, j++));
    if (s->teacher != NULL)
        add_value(p, s->teacher->field, inside(&line, k, j++));
}

static void
point_init(point_t *p)
{
    p->value = _arb_vec_init(MAX_SYMBOLS);
    p->symbol = flint_malloc(MAX_SYMBOLS * sizeof *p->symbol);
    p->env.n = 0;
    p->env.symbol = p->symbol;
    p->env.value = p->value;
}

static void
point_clear(point_t *p)
{
    flint_free(p->symbol);
    _arb_vec_clear(p->value, MAX_SYMBOLS);
}

/* ---- refuting ----------------------------------------------------------- */

typedef enum { ASK_ZERO, ASK_NONNEGATIVE, ASK_POSITIVE } question_t;

static int
refutes(const arb_t v, question_t ask)
{
    switch (ask)
    {
    case ASK_ZERO:
        return !arb_contains_zero(v);
    case ASK_NONNEGATIVE:
        return arb_is_negative(v);
    default:
        return arb_is_nonpositive(v);
    }
}

/* 1 when a point of the domains refutes it; *at then holds the value there. */
static int
refuted(check_t *c, expr_t *e, question_t ask, double *at)
{
    point_t p;
    arb_t v;
    int k, found = 0;

    if (c->spec->n_parameters + c->spec->n_noises >= MAX_SYMBOLS)
        return 0;
    point_init(&p);
    arb_init(v);
    for (k = 0; k < CHECK_POINTS && !found; k++)
    {
        point_fill(c, &p, k, ask != ASK_ZERO);
        if (expr_evaluate(v, e, &p.env, PRECISION) != EVALUATE_OK)
            continue;
        found = refutes(v, ask);
        *at = arf_get_d(arb_midref(v), ARF_RND_NEAR);
        if (expr_is_closed(e))
            break;
    }
    arb_clear(v);
    point_clear(&p);
    return found;
}

void
check_sign(check_t *c, expr_t *e, int strict, span_t span, const char *code,
           const char *what)
{
    double at = 0;

    if (e == NULL
        || !refuted(c, e, strict ? ASK_POSITIVE : ASK_NONNEGATIVE, &at))
        return;
    if (expr_is_closed(e))
        fault(c, code, span, NULL, "%s is %.6g; it must %s", what, at,
              strict ? "be positive" : "not be negative");
    else
        fault(c, code, span,
              "give the parameters domains in which it is not, such as "
              "'parameter p in 0 .. 1'",
              "%s is not %s in all of the parameters' domains (%.6g at one "
              "point)", what, strict ? "positive" : "nonnegative", at);
}

void
check_probabilities(check_t *c, const law_t *l, const ast_t *a)
{
    expr_t *excess = expr_sub(c->algebra,
                              expr_sum(c->algebra, l->probability, l->n),
                              expr_integer(c->algebra, 1));
    double at = 0;
    int i;

    if (!expr_proves_zero(c->algebra, excess)
        && refuted(c, excess, ASK_ZERO, &at))
        fault(c, "E0242", a->span, NULL,
              expr_is_closed(excess)
                  ? "the probabilities sum to %.6g, not to one"
                  : "the probabilities do not sum to one (%.6g at one point "
                    "of the parameters' domains)",
              at + 1);
    for (i = 0; i < l->n; i++)
    {
        const ast_t *item = i < a->n ? a->child[i] : NULL;

        check_sign(c, l->probability[i], 0,
                   item != NULL && item->kind == AST_ITEM
                       ? span_of(item->child[a->kind == AST_SET])
                       : a->span,
                   "E0243", "this probability");
    }
}

int
compare_closed(check_t *c, expr_t *x, expr_t *y)
{
    expr_t *e = expr_sub(c->algebra, x, y);
    arb_t v;
    int sign = 2;

    if (expr_is_zero(e))
        return 0;
    arb_init(v);
    if (expr_evaluate(v, e, NULL, 128) == EVALUATE_OK)
        sign = arb_is_positive(v) ? 1 : arb_is_negative(v) ? -1 : 2;
    arb_clear(v);
    if (sign == 2 && expr_is_closed(e) && expr_proves_zero(c->algebra, e))
        sign = 0;
    return sign;
}
