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

/* A new standard normal variable, or NULL. */
static expr_t *
new_variable(rule_t *r, const char *hint)
{
    if (r->n == RULE_MAX_VARIABLES)
        return NULL;
    r->x[r->n] = expr_fresh(r->dv->algebra, hint);
    return r->x[r->n++];
}

static expr_t *
gaussian(rule_t *r, const law_t *law, const char *hint)
{
    algebra_t *g = r->dv->algebra;
    expr_t *n = new_variable(r, hint);

    if (n == NULL)
    {
        unsupported(r->dv, law->span, NULL, "that many noises");
        return NULL;
    }
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

/* Puts in the noises from k on; finite ones are drawn in turn. */
static int
draw(rule_t *r, int k, expr_t *probability, expr_t *value)
{
    algebra_t *g = r->dv->algebra;
    const spec_t *spec = r->dv->spec;
    const law_t *law;
    expr_t *x;
    int i;

    while (k < spec->n_noises
           && (spec->noise[k].law->kind != LAW_FINITE
               || !expr_contains(value, spec->noise[k].symbol)))
        k++;
    if (k == spec->n_noises)
        return unfold(r, r->n_branches, probability, expr_true(g), value);
    law = spec->noise[k].law;
    x = spec->noise[k].symbol;
    for (i = 0; i < law->n; i++)
        if (!draw(r, k + 1, expr_mul(g, probability, law->probability[i]),
                  expr_substitute(g, value, &x, &law->value[i], 1)))
            return 0;
    return 1;
}

/* Gaussian noises that the label holds, as standard normal variables. */
static expr_t *
standardised(rule_t *r, expr_t *value)
{
    const spec_t *spec = r->dv->spec;
    const variable_t *noise;
    expr_t *with;
    int k;

    for (k = 0; k < spec->n_noises; k++)
    {
        noise = &spec->noise[k];
        if (!expr_contains(value, noise->symbol)
            || (noise->law->kind == LAW_FINITE && noise->law->width == 1))
            continue;
        if (noise->law->kind != LAW_NORMAL)
        {
            unsupported(r->dv, noise->law->span,
                        "noises of labels are normal or finite",
                        "labels with this noise");
            return NULL;
        }
        with = gaussian(r, noise->law, noise->name);
        if (with == NULL)
            return NULL;
        value = expr_substitute(r->dv->algebra, value, &noise->symbol, &with,
                                1);
    }
    return value;
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
        if (spec->label_law->kind != LAW_NORMAL)
        {
            unsupported(r->dv, spec->label_span, NULL, "labels with this law");
            return 0;
        }
        value = gaussian(r, spec->label_law, "n");
    }
    if (value != NULL)
        value = standardised(r, value);
    return value != NULL
           && draw(r, 0, expr_integer(r->dv->algebra, 1), value);
}
