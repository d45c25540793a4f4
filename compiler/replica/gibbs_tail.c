/* compiler/replica/gibbs_tail.c -- losses and penalties that fall for ever: is
 * there a Gibbs measure?
 *
 * A Gaussian holds what falls more slowly than the square of its variable, and
 * a square when its own is steeper.  Judged at 10^9 and 10^18.
 */
#include "gibbs.h"

#include "erm.h"

#define NEAR_PLACE 1000000000

/* Positive unless f at +-10^18 is `factor` times f at +-10^9, or below. */
static expr_t *
falls_by(algebra_t *g, expr_t *f, expr_t *x, int side, expr_t *factor)
{
    expr_t *near = expr_integer(g, side * (long) NEAR_PLACE);
    expr_t *far = expr_mul(g, near, expr_integer(g, NEAR_PLACE));

    near = expr_substitute(g, f, &x, &near, 1);
    far = expr_substitute(g, f, &x, &far, 1);
    return expr_sub(g, far, expr_mul(g, factor, near));
}

static void
add(derivation_t *dv, const convex_about_t *about, const char *text,
    expr_t *falls, expr_t *faster)
{
    cause_t *c = derive_cause(dv, text, about->span);

    c->unknown = CAUSE_NOT_AT_AN_END;
    c->most[c->n++] = falls;
    if (faster != NULL)
        c->most[c->n++] = faster;
}

static int
has_tails(const law_t *law)
{
    int i, yes = law->kind == LAW_NORMAL || law->kind == LAW_LAPLACE;

    for (i = 0; law->kind == LAW_MIX && i < law->n; i++)
        yes |= has_tails(law->component[i]);
    return yes;
}

/* On one side; 0 after an error. */
static int
one_side(derivation_t *dv, const convex_about_t *about, expr_t *f, expr_t *x,
         int side, const char *square)
{
    const spec_t *spec = dv->spec;
    const law_t *law = spec->student != NULL ? spec->student->law
                                             : spec->weights->law;
    algebra_t *g = dv->algebra;
    expr_t *falls = convex_fall(g, f, x, side), *factor, *faster;
    const char *text, *where;

    if (convex_sign(dv, about, falls, NULL, NULL, NULL, &where) >= 0)
        return 1;
    text = derive_text(dv, "%s is unbounded below%s: it falls for ever as %s "
                       "-> %sinf", about->what, convex_for_label(dv, about),
                       about->name, side > 0 ? "" : "-");
    factor = expr_pow_int(g, expr_integer(g, 10), 20);
    faster = falls_by(g, f, x, side, factor);
    if (where[0] == '\0'
        && convex_sign(dv, about, faster, NULL, NULL, NULL, &where) < 0
        && where[0] == '\0')
    {
        derive_error(dv, "E0333", about->span, NULL, "%s, faster than %s^2: "
                     "the partition function is infinite", text, about->name);
        return 0;
    }
    add(dv, about, derive_text(dv, "%s, faster than %s^2: the partition "
                               "function is infinite", text, about->name),
        falls, faster);
    factor = expr_mul(g, expr_fraction(g, 1, 2),
                      expr_pow_int(g, expr_integer(g, 10), 18));
    add(dv, about, derive_text(dv, "%s, as fast as %s^2: %s", text,
                               about->name, square),
        falls, falls_by(g, f, x, side, factor));
    if (has_tails(law))
        add(dv, about, derive_text(dv, "%s, and the tails of the prior may "
                                   "not hold it", text), falls, NULL);
    return 1;
}

static int
both_sides(derivation_t *dv, const convex_about_t *about, expr_t *f, expr_t *x,
           const char *square)
{
    f = expr_mul(dv->algebra, dv->spec->learner_argument, f);
    return one_side(dv, about, f, x, -1, square)
           && one_side(dv, about, f, x, 1, square);
}

int
gibbs_loss_is_held(derivation_t *dv, expr_t *y, expr_t *z, int fixed)
{
    algebra_t *g = dv->algebra;
    expr_t *f, *one = expr_integer(g, 1);
    convex_about_t about = { .what = "the loss", .name = expr_name(z),
                             .span = dv->spec->loss_span,
                             .label_value = fixed ? y : NULL };

    if (dv->spec->loss == NULL)
        return 1;
    f = student_loss(dv, y, z);
    f = expr_if(g, student_require(dv, y, z), f, expr_integer(g, 0));
    if (y != NULL && expr_kind(y) == EXPR_SYMBOL)
        f = expr_substitute(g, f, &y, &one, 1);
    return both_sides(dv, &about, f, z, "the partition function is infinite "
                      "where the field's variance V is too large");
}

int
gibbs_penalty_is_held(derivation_t *dv, expr_t *w)
{
    convex_about_t about = { .what = "the penalty", .name = expr_name(w),
                             .span = dv->spec->penalty_span };

    if (dv->spec->penalty == NULL || !has_tails(dv->spec->student->law))
        return 1;
    return both_sides(dv, &about, student_penalty(dv, w), w,
                      "the tails of the prior may not hold it");
}
