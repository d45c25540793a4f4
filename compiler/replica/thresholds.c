/* compiler/replica/thresholds.c -- critical values as square systems. */
#include "derive.h"

#include <string.h>

#define MAX_SIDES 16

/* A threshold with its names replaced. */
typedef struct
{
    int index;
    expr_t *extra, *raw;   /* left - right */
    int n_sides;
    expr_t *side[MAX_SIDES];
} condition_parts_t;

void
derive_skip(derivation_t *dv, const threshold_t *threshold, const char *reason)
{
    skipped_t *s = &dv->t->skipped[dv->t->n_skipped++];

    s->name = threshold->name;
    s->span = threshold->condition_span;
    s->reason = reason;
    diags_add(dv->d, DIAG_NOTE, "E0311", s->span, NULL,
              "threshold '%s' is left out: %s", s->name, reason);
}

/* a < b and a <= b become b - a; 0 for other kinds of condition. */
static int
add_sides(derivation_t *dv, condition_parts_t *c, expr_t *condition)
{
    int i;

    switch (expr_kind(condition))
    {
    case EXPR_TRUE:
        return 1;
    case EXPR_AND:
        for (i = 0; i < expr_arity(condition); i++)
            if (!add_sides(dv, c, expr_child(condition, i)))
                return 0;
        return 1;
    case EXPR_COMPARE:
        if (expr_comparison(condition) == COMPARE_EQ
            || c->n_sides == MAX_SIDES)
            return 0;
        c->side[c->n_sides++] = expr_sub(dv->algebra, expr_child(condition, 1),
                                         expr_child(condition, 0));
        return 1;
    default:
        return 0;
    }
}

/* A side that is a number and not positive excludes the state. */
static int
is_excluded(derivation_t *dv, const condition_parts_t *c, const fixing_t *f)
{
    expr_t *side;
    int i;

    for (i = 0; i < c->n_sides; i++)
    {
        if (rewrite_singular(dv->algebra, c->side[i], f))
            return 1;
        side = expr_inline(dv->algebra, derive_fix(dv, c->side[i], f));
        if (expr_kind(side) == EXPR_RATIONAL
            && fmpq_sgn(expr_rational(side)) <= 0)
            return 1;
    }
    return 0;
}

/* The threshold on one saddle point: its equations, then left = right. */
static void
threshold_system(derivation_t *dv, const condition_parts_t *c, int base)
{
    theory_t *t = dv->t;
    const threshold_t *th = &dv->spec->threshold[c->index];
    const system_t *from = &t->system[base];
    expr_t **readable, *extra, *p = dv->spec->parameter[th->parameter].symbol;
    int i, n = from->n_orders, depends;
    fixing_t f;
    system_t *s;

    derive_fixing(dv, from, &f);
    if (from->boundary >= 0
        && t->boundary[from->boundary].guard_parameter == th->parameter)
        return;
    extra = derive_fix(dv, c->extra, &f);
    if (rewrite_singular(dv->algebra, c->extra, &f) || is_excluded(dv, c, &f))
        return;
    readable = derive_alloc(dv, (size_t) n + 1, sizeof *readable);
    depends = rewrite_mentions(extra, p);
    for (i = 0; i < n; i++)
    {
        readable[i] = derive_fix(dv, dv->gradient[from->order[i]], &f);
        depends = depends || rewrite_mentions(readable[i], p);
    }
    readable[n] = extra;
    if (!depends)
        return;
    s = derive_new_system(dv);
    s->kind = SYSTEM_THRESHOLD;
    s->name = th->name;
    s->threshold = c->index;
    s->boundary = from->boundary;
    s->n_orders = n;
    s->n = n + 1;
    s->order = from->order;
    s->parameter = th->parameter;
    derive_equations(dv, s, readable);
    derive_system_values(dv, s, &f);
    s->n_sides = c->n_sides;
    s->side = derive_alloc(dv, (size_t) c->n_sides, sizeof *s->side);
    for (i = 0; i < c->n_sides; i++)
        s->side[i] = derive_explicit(dv, derive_fix(dv, c->side[i], &f));
    s->raw_extra = derive_fix(dv, c->raw, &f);
}

/* A named state that only one saddle point can be. */
static int
may_be(const derivation_t *dv, const threshold_t *th, int base)
{
    const theory_t *t = dv->t;
    int b = t->system[base].boundary, k, recovery = 0;

    if (b >= 0 && t->boundary[b].inside)
        return 0;
    for (k = 0; k < 2 && th->kind != THRESHOLD_EXTREMUM; k++)
        recovery |= th->state[k] != NULL
                    && strcmp(th->state[k], "recovery") == 0;
    if (!recovery || th->kind == THRESHOLD_COEXISTENCE)
        return 1;
    return b >= 0 && strcmp(t->boundary[b].name, "recovery") == 0;
}

static void
equation_threshold(derivation_t *dv, int index, int n_saddle_points)
{
    const threshold_t *th = &dv->spec->threshold[index];
    condition_parts_t c = { .index = index };
    expr_t *difference, *side;
    int i;

    difference = expr_sub(dv->algebra, th->left, th->right);
    c.extra = derive_resolve(dv, difference, 0, th->name, th->condition_span);
    if (c.extra == NULL)
        return;
    c.raw = derive_resolve(dv, difference, 1, th->name, th->condition_span);
    for (i = 0; i < th->n_sides; i++)
    {
        side = derive_resolve(dv, th->side[i], 0, th->name,
                              th->condition_span);
        if (side == NULL)
            return;
        if (!add_sides(dv, &c, side))
        {
            derive_skip(dv, th, "side conditions other than comparisons "
                                "joined by 'and' are not supported yet");
            return;
        }
    }
    for (i = 0; i < n_saddle_points; i++)
        if (may_be(dv, th, i))
            threshold_system(dv, &c, i);
}

static void
pairs(derivation_t *dv, int index, int n_saddle_points)
{
    const threshold_t *th = &dv->spec->threshold[index];
    int i, j;

    for (i = 0; i < n_saddle_points; i++)
        for (j = i; j < n_saddle_points; j++)
            if (may_be(dv, th, i) && may_be(dv, th, j) && (i != j || i == 0))
                derive_coexistence(dv, index, i, j);
}

static int
base_of(const theory_t *t, int boundary)
{
    int k;

    for (k = 0; t->system[k].boundary != boundary; k++)
        ;
    return k;
}

static void
threshold(derivation_t *dv, int k, int n_saddle_points)
{
    const threshold_t *th = &dv->spec->threshold[k];
    int i, before = dv->t->n_systems, skipped = dv->t->n_skipped;

    switch (th->kind)
    {
    case THRESHOLD_EQUATION:
        equation_threshold(dv, k, n_saddle_points);
        return;
    case THRESHOLD_LIMIT:
        derive_limit(dv, k);
        return;
    case THRESHOLD_SPINODAL:
        for (i = 0; i < n_saddle_points; i++)
            if (may_be(dv, th, i))
                derive_spinodal(dv, k, i);
        break;
    case THRESHOLD_COEXISTENCE:
        pairs(dv, k, n_saddle_points);
        break;
    case THRESHOLD_INSTABILITY:
        if (dv->given[k] < 0)
            return;
        derive_instability(dv, k, base_of(dv->t, dv->given[k]));
        break;
    case THRESHOLD_EXTREMUM:
        for (i = 0; i < n_saddle_points; i++)
            if (may_be(dv, th, i))
                derive_extremum(dv, k, i);
        break;
    }
    if (dv->t->n_systems == before && dv->t->n_skipped == skipped
        && !dv->failed)
        derive_skip(dv, th, "nothing in it depends on the parameter");
}

int
derive_thresholds(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    const char *reason;
    int k, n_saddle_points;

    dv->given = derive_alloc(dv, (size_t) spec->n_thresholds,
                             sizeof *dv->given);
    for (k = 0; k < spec->n_thresholds; k++)
    {
        const threshold_t *th = &spec->threshold[k];

        dv->given[k] = -1;
        if (th->kind != THRESHOLD_INSTABILITY)
            continue;
        dv->given[k] = derive_given_state(dv, &th->at, &reason);
        if (dv->given[k] < 0)
            derive_skip(dv, th, reason);
    }
    n_saddle_points = dv->t->n_systems;
    for (k = 0; k < spec->n_thresholds && !dv->failed; k++)
        threshold(dv, k, n_saddle_points);
    return !dv->failed;
}
