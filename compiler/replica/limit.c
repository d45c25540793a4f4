/* compiler/replica/limit.c -- q -> 1 on the sphere: the volume vanishes. */
#include "derive.h"

/*
 * As q -> 1, V log Z_out(omega, V) -> -dist(omega, C)^2/2 with C the set that
 * the constraint allows, and q_hat V^2 -> 1: the saddle point becomes
 *     alpha E[dist(xi, C)^2] = 1.
 * dist is quadratic on pieces: outside C, up to the middle of each gap, the
 * nearest end counts.  The displacement of the projection has slope -1 off C,
 * so the replicon is alpha P(xi not in C); it is infinite where C has a gap,
 * because the projection jumps in its middle.  docs/theory.md, "q to one".
 */

static const char rs_note[]
    = "RS value, an upper bound, not the capacity";

/* One piece [a, b] on which the nearest point of C is `end`. */
typedef struct
{
    expr_t *a, *b, *end;
} piece_t;

/* The pieces outside the union of n intervals, from left to right. */
static int
pieces(algebra_t *g, expr_t *const *lo, expr_t *const *hi, int n, piece_t *p)
{
    expr_t *infinity = expr_infinity(g), *middle;
    int i, m = 0;

    if (!rewrite_infinite(lo[0]))
        p[m++] = (piece_t){ expr_neg(g, infinity), lo[0], lo[0] };
    for (i = 0; i + 1 < n; i++)
    {
        middle = expr_mul(g, expr_fraction(g, 1, 2),
                          expr_add(g, hi[i], lo[i + 1]));
        p[m++] = (piece_t){ hi[i], middle, hi[i] };
        p[m++] = (piece_t){ middle, lo[i + 1], lo[i + 1] };
    }
    if (!rewrite_infinite(hi[n - 1]))
        p[m++] = (piece_t){ hi[n - 1], infinity, hi[n - 1] };
    return m;
}

/* E of `body`(xi) over one piece, closed. */
static expr_t *
mean_on(algebra_t *g, const piece_t *p, expr_t *xi, expr_t *body)
{
    expr_t *density = expr_apply1(g, FUNCTION_PHI, xi);

    return expr_close(g, expr_integral(g, xi, p->a, p->b,
                                       expr_mul(g, body, density)));
}

/* dist(xi, C)^2 as nested conditions, for the certificate. */
static expr_t *
raw_distance(algebra_t *g, const piece_t *p, int m, expr_t *xi)
{
    expr_t *value = expr_integer(g, 0), *side[2], *inside;
    int i, n;

    for (i = 0; i < m; i++)
    {
        n = 0;
        if (!rewrite_infinite(p[i].a))
            side[n++] = expr_compare(g, COMPARE_LT, p[i].a, xi);
        if (!rewrite_infinite(p[i].b))
            side[n++] = expr_compare(g, COMPARE_LT, xi, p[i].b);
        inside = expr_and(g, side, n);
        value = expr_if(g, inside,
                        expr_pow_int(g, expr_sub(g, xi, p[i].end), 2), value);
    }
    return value;
}

static void
limit_system(derivation_t *dv, int index, const piece_t *p, int m, int convex)
{
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    const threshold_t *th = &spec->threshold[index];
    expr_t *xi = expr_fresh(g, "xi"), *one = expr_integer(g, 1), *square;
    expr_t *distance = expr_integer(g, 0), *outside = expr_integer(g, 0);
    system_t *s;
    int i;

    for (i = 0; i < m; i++)
    {
        square = expr_pow_int(g, expr_sub(g, xi, p[i].end), 2);
        distance = expr_add(g, distance, mean_on(g, &p[i], xi, square));
        outside = expr_add(g, outside, mean_on(g, &p[i], xi, one));
    }
    distance = expr_sub(g, expr_mul(g, spec->samples, distance), one);
    s = derive_new_system(dv);
    s->kind = SYSTEM_THRESHOLD;
    s->name = th->name;
    s->threshold = index;
    s->n = 1;
    s->parameter = th->parameter;
    derive_equations(dv, s, &distance);
    square = expr_gauss(g, xi, raw_distance(g, p, m, xi));
    s->raw_extra = expr_sub(g, expr_mul(g, spec->samples, square), one);
    s->note = rs_note;
    s->value = derive_alloc(dv, 1, sizeof *s->value);
    if (!convex)
        return;
    s->n_values = 1;
    s->value[0].name = "replicon";
    s->value[0].value = derive_explicit(dv, expr_mul(g, spec->samples,
                                                     outside));
    s->value[0].description = "of the limit, stable below 1";
}

int
derive_limit(derivation_t *dv, int index)
{
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    const threshold_t *th = &spec->threshold[index];
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    piece_t piece[2 * DERIVE_MAX_INTERVALS];
    int n;

    if (th->left != expr_symbol(g, "q") || !expr_is_one(th->right))
    {
        derive_skip(dv, th, "only the limit q -> 1 is supported yet");
        return 1;
    }
    if (spec->learner != LEARNER_NONE || spec->weights->law->kind != LAW_SPHERE)
    {
        derive_error(dv, "E0312", th->condition_span,
                     "use 'entropy == 0', or another equation between "
                     "observables",
                     "the limit q -> 1 is where the volume vanishes on the "
                     "sphere; with another law q need not tend to 1 there");
        return 0;
    }
    n = expr_intervals(g, spec->require, spec->weights->field,
                       DERIVE_MAX_INTERVALS, lo, hi);
    if (n <= 0)
        return 0; /* derive_storage has complained */
    limit_system(dv, index, piece, pieces(g, lo, hi, n, piece), n == 1);
    if (!rewrite_mentions(dv->t->system[dv->t->n_systems - 1].residual[0],
                          spec->parameter[th->parameter].symbol))
    {
        dv->t->n_systems--;
        derive_error(dv, "E0313", th->condition_span, NULL,
                     "the condition does not depend on '%s'",
                     spec->parameter[th->parameter].name);
    }
    return !dv->failed;
}
