/* compiler/replica/channel.c -- the label's atoms, and averages over labels.
 *
 * Each branch of the rule is a value on a region.  A region that one linear
 * form of (z, noises) decides has a probability in closed form; others keep a
 * Gaussian mean over z of what is closed in the noises.
 */
#include "channel_parts.h"

#include "../algebra/evaluate.h"
#include <stdlib.h>

channel_atom_t *
channel_atom(channel_t *c, derivation_t *dv, expr_t *value)
{
    algebra_t *g = dv->algebra;
    channel_atom_t *a;
    int i;

    for (i = 0; i < c->n_atoms; i++)
        if (c->atom[i].value == value
            || expr_proves_zero(g, expr_sub(g, c->atom[i].value, value)))
            return &c->atom[i];
    if (c->n_atoms == CHANNEL_MAX)
    {
        derive_error(dv, "E0301", dv->spec->label_span, NULL,
                     "not supported yet: labels with that many values");
        return NULL;
    }
    a = &c->atom[c->n_atoms++];
    a->value = value;
    a->z = a->raw = a->given = a->room = expr_integer(g, 0);
    a->n_jumps = 0;
    return a;
}

static void
add_to(algebra_t *g, expr_t **sum, expr_t *probability, expr_t *e)
{
    *sum = expr_add(g, *sum, expr_mul(g, probability, e));
}

static void
add_jump(channel_atom_t *a, algebra_t *g, expr_t *at, expr_t *by)
{
    int i;

    if (rewrite_infinite(at) || a->n_jumps < 0)
        return;
    for (i = 0; i < a->n_jumps; i++)
        if (a->jump_at[i] == at)
            break;
    if (i == CHANNEL_MAX)
        a->n_jumps = -1;
    else if (i < a->n_jumps)
        a->jump_by[i] = expr_add(g, a->jump_by[i], by);
    else
    {
        a->jump_at[i] = at;
        a->jump_by[i] = by;
        a->n_jumps++;
    }
}

/* The jumps of probability * indicator(region) over the field. */
static void
add_jumps(channel_atom_t *a, const rule_t *r, const region_t *region,
          expr_t *probability)
{
    algebra_t *g = r->dv->algebra;
    int i;

    if (region->kind == REGION_ALL)
        return;
    if (region->kind == REGION_SEVERAL
        || !expr_is_one(region->form.slope[0]))
        a->n_jumps = -1;
    for (i = 1; i < r->n && a->n_jumps >= 0; i++)
        if (!expr_is_zero(region->form.slope[i]))
            a->n_jumps = -1;
    for (i = 0; a->n_jumps >= 0 && i < region->n; i++)
    {
        add_jump(a, g, region->lo[i], probability);
        add_jump(a, g, region->hi[i], expr_neg(g, probability));
    }
}

/* The normal noise beside z in a branch. */
static void
add_blur(channel_t *c, const rule_t *r, const region_t *region)
{
    expr_t *zero = expr_integer(r->dv->algebra, 0), *blur;
    int i;

    if (region->kind == REGION_ALL || c->n_blurs < 0)
        return;
    if (region->kind == REGION_SEVERAL
        || !expr_is_one(region->form.slope[0]))
    {
        c->n_blurs = -1;
        return;
    }
    blur = form_covariance(r, &region->form, &region->form, zero);
    for (i = 0; i < c->n_blurs && c->blur[i] != blur; i++)
        ;
    if (i == CHANNEL_MAX)
        c->n_blurs = -1;
    else if (i == c->n_blurs)
        c->blur[c->n_blurs++] = blur;
}

static void
add_room(channel_atom_t *a, const region_t *region, algebra_t *g,
         expr_t *probability)
{
    expr_t *room = expr_integer(g, region->kind != REGION_FORM);
    int i;

    for (i = 0; region->kind == REGION_FORM && i < region->n; i++)
        room = expr_add(g, room, derive_room(g, region->lo[i],
                                             region->hi[i]));
    add_to(g, &a->room, probability, room);
}

/* A label that no field gives at some values of the parameters. */
static void
empty_labels(const channel_t *c, derivation_t *dv)
{
    expr_t *zero = expr_integer(dv->algebra, 0);
    cause_t *cause;
    char *text;
    int i;

    for (i = 0; i < c->n_atoms; i++)
    {
        if (expr_evaluate_condition(expr_compare(dv->algebra, COMPARE_LT, zero,
                                                 c->atom[i].room),
                                    NULL, 64) == 1)
            continue;
        text = expr_to_string(c->atom[i].value);
        cause = derive_cause(dv, derive_text(dv, "no field gives the label %s "
                                             "= %s at these values",
                                             dv->spec->label_name,
                                             text != NULL ? text : "?"),
                             dv->spec->label_span);
        free(text);
        cause->most[cause->n++] = c->atom[i].room;
    }
}

static void
add_branch(channel_t *c, channel_atom_t *a, const rule_t *r,
           const branch_t *b)
{
    algebra_t *g = r->dv->algebra;
    expr_t *zero = expr_integer(g, 0), *indicator, *mean, *root, *given;
    region_t region;

    indicator = expr_if(g, derive_sides(g, b->condition, r->x, r->n),
                        expr_integer(g, 1), zero);
    add_to(g, &a->raw, b->probability,
           rule_field_mean(r, rule_mean(r, indicator, 1)));
    region_of(&region, r, b->condition);
    add_jumps(a, r, &region, b->probability);
    add_blur(c, r, &region);
    add_room(a, &region, g, b->probability);
    given = indicator;
    if (region.kind == REGION_FORM)
    {
        root = expr_sqrt(g, form_covariance(r, &region.form, &region.form,
                                            zero));
        mean = form_mean(r, &region.form, r->x[0]);
        if (!expr_is_zero(root))
            given = region_mass(r, &region, mean, root);
    }
    else
        given = expr_close(g, rule_mean(r, indicator, 1));
    add_to(g, &a->given, b->probability, given);
    if (region.kind == REGION_SEVERAL)
        given = expr_close(g, rule_field_mean(r, given));
    else if (region.kind == REGION_FORM)
    {
        root = expr_sqrt(g, form_covariance(r, &region.form, &region.form,
                                            r->v));
        mean = form_mean(r, &region.form, r->omega);
        given = region_mass(r, &region, mean, root);
    }
    add_to(g, &a->z, b->probability, given);
}

/* A field that says nothing where its slope is 0. */
static void
silent_field(derivation_t *dv, expr_t *slope)
{
    cause_t *cause;

    if (slope == NULL)
        return;
    cause = derive_cause(dv, "the labels do not depend on the field at these "
                             "values", dv->spec->label_span);
    cause->most[cause->n++] = expr_pow_int(dv->algebra, slope, 2);
}

/* A normal law whose variance the field does not change is z and a noise. */
static int
is_noise(const rule_t *r, const law_t *law)
{
    return law == NULL
           || (law->kind == LAW_NORMAL
               && !rule_varies(r, law->parameter[1], 0));
}

int
channel_derive(channel_t *c, derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    rule_t *r = derive_alloc(dv, 1, sizeof *r);
    channel_atom_t *a;
    int i;

    c->n_atoms = c->n_pieces = c->n_blurs = 0;
    c->y = derive_formal(dv, spec->label_name, 0);
    r->omega = c->omega = derive_formal(dv, "omega", 0);
    r->v = c->v = derive_formal(dv, "V", 1);
    r->dv = dv;
    r->n = 1;
    r->x[0] = spec->teacher->field;
    if (!is_noise(r, spec->label_law))
    {
        c->n_blurs = -1;
        return channel_law(c, r, spec->label_law);
    }
    if (!rule_branches(r))
        return 0;
    c->noisy = r->n > 1;
    for (i = 0; i < r->n_branches; i++)
    {
        c->noisy = c->noisy || !expr_is_one(r->branch[i].probability);
        if (rule_varies(r, r->branch[i].value, 0))
            continue;
        a = channel_atom(c, dv, r->branch[i].value);
        if (a == NULL)
            return 0;
        add_branch(c, a, r, &r->branch[i]);
    }
    empty_labels(c, dv);
    silent_field(dv, rule_unsigned_slope(r));
    return channel_pieces(c, r);
}

expr_t *
channel_integral(algebra_t *g, const channel_piece_t *p, expr_t *y, expr_t *e)
{
    expr_t *count = expr_apply1(g, FUNCTION_FLOOR, y);

    if (p->count)
        e = expr_substitute(g, e, &y, &count, 1);
    return expr_integral(g, y, p->lo, p->hi, e);
}

expr_t *
channel_average(derivation_t *dv, const channel_t *c, int raw, expr_t *omega,
                expr_t *v, expr_t *body)
{
    algebra_t *g = dv->algebra;
    expr_t *sum = expr_integer(g, 0), *y = expr_fresh(g, expr_name(c->y));
    expr_t *symbol[3], *value[3], *part;
    int i;

    symbol[0] = c->y;
    symbol[1] = c->omega;
    symbol[2] = c->v;
    value[1] = omega;
    value[2] = v;
    for (i = 0; i < c->n_atoms; i++)
    {
        const channel_atom_t *a = &c->atom[i];

        part = expr_substitute(g, raw ? a->raw : a->z, symbol + 1, value + 1,
                               2);
        sum = expr_add(g, sum,
                       expr_mul(g, part, expr_substitute(g, body, &c->y,
                                                         &a->value, 1)));
    }
    value[0] = y;
    for (i = 0; i < c->n_pieces; i++)
    {
        const channel_piece_t *p = &c->piece[i];

        part = expr_substitute(g, raw ? p->raw : p->z, symbol, value, 3);
        part = expr_mul(g, part, expr_substitute(g, body, &c->y, &y, 1));
        sum = expr_add(g, sum, channel_integral(g, p, y, part));
    }
    return sum;
}
