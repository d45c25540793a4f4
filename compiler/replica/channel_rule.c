/* compiler/replica/channel_rule.c -- the rule of the labels, branch by
   branch. */
#include "channel_parts.h"

static void
unsupported(derivation_t *dv, span_t span, const char *help, const char *what)
{
    derive_error(dv, "E0301", span, help, "not supported yet: %s", what);
}

int
rule_varies(const rule_t *r, expr_t *e, int first)
{
    int i;

    for (i = first; i < r->n; i++)
        if (expr_contains(e, r->x[i]))
            return 1;
    return 0;
}

int
rule_is_special(const rule_t *r, expr_t *e)
{
    int i;

    for (i = 1; i < r->n; i++)
        if (r->law[i] != NULL && expr_contains(e, r->x[i]))
            return 1;
    return 0;
}

/* A new variable of this law (NULL: standard normal), or NULL. */
static expr_t *
new_variable(rule_t *r, const law_t *law, span_t span, const char *hint)
{
    if (r->n == RULE_MAX_VARIABLES)
    {
        unsupported(r->dv, span, NULL, "that many noises");
        return NULL;
    }
    r->law[r->n] = law;
    r->x[r->n] = expr_fresh(r->dv->algebra, hint);
    return r->x[r->n++];
}

static expr_t *
gaussian(rule_t *r, const law_t *law, const char *hint)
{
    algebra_t *g = r->dv->algebra;
    expr_t *n = new_variable(r, NULL, law->span, hint);

    if (n == NULL)
        return NULL;
    return expr_add(g, law->parameter[0],
                    expr_mul(g, expr_sqrt(g, law->parameter[1]), n));
}

/* ---- branches ----------------------------------------------------------- */

static int
add_branch(rule_t *r, int first, expr_t *probability, expr_t *condition,
           expr_t *value)
{
    algebra_t *g = r->dv->algebra;
    expr_t *either[2];
    int i;

    if (expr_kind(condition) == EXPR_FALSE)
        return 1;
    for (i = first; i < r->n_branches; i++)
        if (r->branch[i].value == value)
        {
            either[0] = r->branch[i].condition;
            either[1] = condition;
            r->branch[i].condition = expr_or(g, either, 2);
            return 1;
        }
    if (r->n_branches == RULE_MAX_BRANCHES)
    {
        unsupported(r->dv, r->dv->spec->label_span, NULL,
                    "a rule with that many branches");
        return 0;
    }
    r->branch[r->n_branches++] = (branch_t){ probability, condition, value };
    return 1;
}

/* The branches of `value`; those of one draw of the finite noises begin at
   `first`. */
static int
unfold(rule_t *r, int first, expr_t *probability, expr_t *condition,
       expr_t *value)
{
    algebra_t *g = r->dv->algebra;
    expr_t *c = NULL, *part[2], *both[2];
    int i;

    for (i = 0; i < r->n && c == NULL; i++)
        c = expr_unfold(g, value, r->x[i], &part[0], &part[1]);
    if (c == NULL)
        return add_branch(r, first, probability, condition,
                          expr_expand(g, value, 0));
    both[0] = condition;
    for (i = 0; i < 2; i++)
    {
        both[1] = i == 0 ? c : expr_not(g, c);
        if (!unfold(r, first, probability, expr_and(g, both, 2), part[i]))
            return 0;
    }
    return 1;
}

static int draw(rule_t *r, int k, expr_t *probability, expr_t *value);

/* Noise k drawn from a law, the noises behind it later: one value of a finite
   law, one part of a mixture, or a variable of its own. */
static int
draw_from(rule_t *r, int k, const law_t *law, expr_t *probability,
          expr_t *value)
{
    algebra_t *g = r->dv->algebra;
    const variable_t *noise = &r->dv->spec->noise[k];
    expr_t *with, *p;
    int i;

    if (law->kind != LAW_FINITE && law->kind != LAW_MIX)
    {
        with = law->kind == LAW_NORMAL
                   ? gaussian(r, law, noise->name)
                   : new_variable(r, law, law->span, noise->name);
        return with != NULL
               && draw(r, k + 1, probability,
                       expr_substitute(g, value, &noise->symbol, &with, 1));
    }
    for (i = 0; i < law->n; i++)
    {
        p = expr_mul(g, probability, law->probability[i]);
        if (law->kind == LAW_MIX)
        {
            if (!draw_from(r, k, law->component[i], p, value))
                return 0;
        }
        else if (!draw(r, k + 1, p, expr_substitute(g, value, &noise->symbol,
                                                    &law->value[i], 1)))
            return 0;
    }
    return 1;
}

/* Puts in the noises from k on. */
static int
draw(rule_t *r, int k, expr_t *probability, expr_t *value)
{
    const spec_t *spec = r->dv->spec;

    while (k < spec->n_noises && !expr_contains(value, spec->noise[k].symbol))
        k++;
    if (k < spec->n_noises)
        return draw_from(r, k, spec->noise[k].law, probability, value);
    return unfold(r, r->n_branches, probability, expr_true(r->dv->algebra),
                  value);
}

/* One with a density that is known, finite, or a mixture of such laws. */
static int
is_known(const law_t *law)
{
    int i;

    if (law->kind == LAW_MIX)
        for (i = 0; i < law->n; i++)
            if (!is_known(law->component[i]))
                return 0;
    return law->kind == LAW_MIX || law->kind == LAW_NORMAL
           || law->kind == LAW_LAPLACE || law->kind == LAW_UNIFORM
           || (law->kind == LAW_FINITE && law->width == 1);
}

static int
noises_are_known(const rule_t *r)
{
    const spec_t *spec = r->dv->spec;
    int k;

    for (k = 0; k < spec->n_noises; k++)
        if (expr_contains(spec->label, spec->noise[k].symbol)
            && !is_known(spec->noise[k].law))
        {
            unsupported(r->dv, spec->noise[k].law->span,
                        "noises of labels are normal, laplace, uniform, "
                        "finite, or mixtures of these", "labels with this noise");
            return 0;
        }
    return 1;
}

/* Conditions that hold nowhere go, with their branches; one that holds
   everywhere is put as true. */
static void
settle(rule_t *r)
{
    region_t region;
    int i, n = 0;

    for (i = 0; i < r->n_branches; i++)
    {
        region_of(&region, r, r->branch[i].condition);
        if (region.kind == REGION_FORM && region.n == 0)
            continue;
        if (region.kind == REGION_ALL)
            r->branch[i].condition = expr_true(r->dv->algebra);
        r->branch[n++] = r->branch[i];
    }
    r->n_branches = n;
}

int
rule_branches(rule_t *r)
{
    const spec_t *spec = r->dv->spec;
    expr_t *value = spec->label;

    r->n = 1;
    r->x[0] = spec->teacher->field;
    if (spec->label_law != NULL)
    {
        value = gaussian(r, spec->label_law, "n");
    }
    else if (!noises_are_known(r))
        return 0;
    if (value == NULL
        || !draw(r, 0, expr_integer(r->dv->algebra, 1), value))
        return 0;
    settle(r);
    return 1;
}
