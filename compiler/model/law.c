/* compiler/model/law.c -- from trees to laws, and where each may stand. */
#include "check.h"

#include <string.h>

law_t *
law_new(check_t *c, law_kind_t kind, span_t span, int n, int width)
{
    law_t *l = check_alloc(c, sizeof *l);
    size_t room = (size_t) n + 1;

    l->kind = kind;
    l->span = span;
    l->n = n;
    l->width = width;
    l->value = check_alloc(c, room * (size_t) width * sizeof *l->value);
    l->probability = check_alloc(c, room * sizeof *l->probability);
    return l;
}

static law_t *
law_delta(check_t *c, span_t span, expr_t *value)
{
    law_t *l = law_new(c, LAW_FINITE, span, 1, 1);

    l->value[0] = value;
    l->probability[0] = expr_integer(c->algebra, 1);
    return l;
}

static law_t *
law_rademacher(check_t *c, span_t span)
{
    law_t *l = law_new(c, LAW_FINITE, span, 2, 1);
    int i;

    for (i = 0; i < 2; i++)
    {
        l->value[i] = expr_integer(c->algebra, 1 - 2 * i);
        l->probability[i] = expr_fraction(c->algebra, 1, 2);
    }
    return l;
}

/* ---- laws with parameters ----------------------------------------------- */

typedef struct
{
    const char *name;
    law_kind_t kind;
    int n;           /* arguments; -1: a plain name */
    unsigned places;
    const char *form;
} law_row_t;

static const law_row_t row[] = {
    { "rademacher", LAW_FINITE, -1, ~0u, "rademacher" },
    { "sphere", LAW_SPHERE, -1, PLACE_WEIGHTS, "sphere" },
    { "normal", LAW_NORMAL, 2, ~0u, "normal(mean, variance)" },
    { "laplace", LAW_LAPLACE, 1, ~0u, "laplace(scale), of mean 0" },
    { "uniform", LAW_UNIFORM, 2, ~0u, "uniform(from, to)" },
    { "delta", LAW_FINITE, 1, ~0u, "delta(value)" },
    { "mix", LAW_MIX, 0, ~0u & ~(unsigned) PLACE_MIX, "mix(p: LAW, ...)" },
    { "poisson", LAW_POISSON, 1, PLACE_LABELS, "poisson(mean)" },
    { "marchenko_pastur", LAW_MARCHENKO_PASTUR, 1,
      PLACE_BINDER | PLACE_SITE, "marchenko_pastur(ratio)" },
    { NULL, LAW_FINITE, 0, 0, NULL }
};

static law_t *
convert_normal(check_t *c, const ast_t *a, law_t *l)
{
    check_sign(c, l->parameter[1], 0, span_of(a->child[1]), "E0244",
               "the variance");
    if (expr_is_zero(l->parameter[1]))
        return law_delta(c, a->span, l->parameter[0]);
    return l;
}

static law_t *
convert_parametric(check_t *c, const ast_t *a, const law_row_t *r)
{
    law_t *l = law_new(c, r->kind, a->span, 0, 1);
    int i;

    if (a->n != r->n)
    {
        fault(c, "E0212", a->span, check_say(c, "write %s", r->form),
              "'%s' takes %d argument%s, not %d", r->name, r->n,
              r->n == 1 ? "" : "s", a->n);
        return NULL;
    }
    for (i = 0; i < r->n; i++)
        l->parameter[i] = convert_number(c, a->child[i]);
    if (l->parameter[0] == NULL || (r->n > 1 && l->parameter[1] == NULL))
        return NULL;
    switch (r->kind)
    {
    case LAW_NORMAL:
        return convert_normal(c, a, l);
    case LAW_UNIFORM:
        check_sign(c, expr_sub(c->algebra, l->parameter[1], l->parameter[0]),
                   1, a->span, "E0244", "the width of the interval");
        return l;
    case LAW_FINITE:
        return law_delta(c, a->span, l->parameter[0]);
    default:
        check_sign(c, l->parameter[0], r->kind != LAW_POISSON,
                   span_of(a->child[0]), "E0244", "the parameter of the law");
        return l;
    }
}

static const char *
place_word(unsigned place)
{
    return place == PLACE_WEIGHTS  ? "of weights"
           : place == PLACE_NOISE  ? "of noise"
           : place == PLACE_LABELS ? "of labels"
           : place == PLACE_BINDER ? "of a bound variable"
           : place == PLACE_MIX    ? "inside a mixture"
                                   : "of an input statistic";
}

static void
unknown_law(check_t *c, const ast_t *a)
{
    const char *list[16], *best;
    const entry_t *e = entry_find(c, a->text, 0);
    int n = law_names(list, 16);

    if (e != NULL)
    {
        fault(c, "E0224", a->span,
              "write a law, such as rademacher, normal(0, 1) or "
              "{-1: 1/2, +1: 1/2}",
              "'%s' is %s, not a law", a->text, describe(e));
        return;
    }
    best = diag_suggest(a->text, list, n);
    if (strcmp(a->text, "gaussian") == 0 || strcmp(a->text, "Gaussian") == 0
        || strcmp(a->text, "N") == 0)
        best = "normal";
    fault(c, "E0240", a->span,
          best != NULL ? check_say(c, "did you mean '%s'?", best)
                       : "the laws are normal, rademacher, sphere, laplace, "
                         "uniform, mix, delta, poisson, marchenko_pastur and "
                         "{value: probability, ...}",
          "unknown law '%s'", a->text);
}

static law_t *
convert_named(check_t *c, const ast_t *a, unsigned place)
{
    const law_row_t *r = row;

    while (r->name != NULL && strcmp(r->name, a->text) != 0)
        r++;
    if (r->name == NULL)
    {
        unknown_law(c, a);
        return NULL;
    }
    if (!(r->places & place))
    {
        fault(c, "E0241", a->span, NULL, "'%s' cannot be the law %s", r->name,
              place_word(place));
        return NULL;
    }
    if (r->n < 0 && a->kind == AST_CALL)
    {
        fault(c, "E0212", a->span, check_say(c, "write %s", r->form),
              "'%s' takes no arguments", r->name);
        return NULL;
    }
    if (r->n >= 0 && a->kind == AST_NAME)
    {
        fault(c, "E0212", a->span, check_say(c, "write %s", r->form),
              "'%s' needs its arguments", r->name);
        return NULL;
    }
    if (r->kind == LAW_MIX)
        return convert_mix(c, a);
    if (r->n >= 0)
        return convert_parametric(c, a, r);
    return r->kind == LAW_SPHERE ? law_new(c, LAW_SPHERE, a->span, 0, 1)
                                 : law_rademacher(c, a->span);
}

/* ---- any law ------------------------------------------------------------ */

const ast_t *
law_tree(check_t *c, const ast_t *a)
{
    entry_t *e;
    int steps;

    for (steps = 0; a != NULL && a->kind == AST_NAME && !is_law_name(a->text)
                    && steps < AST_MAX_DEPTH;
         steps++)
    {
        e = entry_find(c, a->text, 0);
        if (e == NULL || e->kind != NAME_LET
            || e->position >= c->frame.position)
            return a;
        if (e->state == ENTRY_UNREAD)
            read_let(c, e);
        if (e->value.kind != KIND_LAW)
            return a;
        a = e->statement->value;
    }
    return a;
}

law_t *
convert_law(check_t *c, const ast_t *a, unsigned place)
{
    law_t *l;

    a = law_tree(c, a);
    if (a == NULL || a->kind == AST_BAD)
        return NULL;
    if (c->frame.depth > AST_MAX_DEPTH)
    {
        fault(c, "E0232", a->span, NULL, "the law is nested too deeply");
        return NULL;
    }
    c->frame.depth++;
    if (a->kind == AST_SET)
        l = convert_finite(c, a);
    else if (a->kind == AST_NAME || a->kind == AST_CALL)
        l = convert_named(c, a, place);
    else
    {
        fault(c, "E0224", a->span,
              a->kind == AST_NUMBER
                  ? "a law of one value is written delta(0), or {0: 1}"
                  : "write a law, such as rademacher, normal(0, 1) or "
                    "{-1: 1/2, +1: 1/2}",
              "a law is needed here");
        l = NULL;
    }
    c->frame.depth--;
    if (l != NULL && l->width != 1 && !(place & (PLACE_BINDER | PLACE_SITE)))
    {
        fault(c, "E0236", a->span, NULL,
              "a law %s draws one number, not %d at once", place_word(place),
              l->width);
        return NULL;
    }
    return l;
}
