/* runtime/verify/integrals/heat.c -- averages as functions of the variance.
 *
 * d/dS E F(x) over x ~ N(0, S) is E F''(x)/2. */
#include "pieces.h"

#include <string.h>

/* sum_k (2k - 1)!! J_k D^k, J_k the coefficient of the 2k-th power of the root
   variable in x: E F(x + sqrt(D) u) over u ~ N(0, 1), as d/dD is half the second
   derivative. */
static val_t *
contract(work_t *w, acb_srcptr x, acb_srcptr variance)
{
    const ring_t *r = &w->ring;
    unsigned char power[RING_MAX] = { 0 };
    acb_ptr sum = jet_new(r), part = jet_new(r), s = jet_new(r);
    val_t *v;
    int i, k;

    acb_one(s);
    for (k = 0; 2 * k <= r->depth; k++)
    {
        _acb_vec_zero(part, r->length);
        for (i = 0; i < r->length; i++)
        {
            memcpy(power, r->power[i], RING_MAX);
            power[r->n] = 0;
            if (r->power[i][r->n] == 2 * k)
                acb_set(part + ring_find(r, power), x + i);
        }
        jet_addmul(r, sum, part, s, w->g.prec);
        jet_mul(r, s, s, variance, w->g.prec);
        _acb_vec_scalar_mul_ui(s, s, r->length, (ulong) (2 * k + 1),
                                w->g.prec);
    }
    v = val_jet(&w->g, sum);
    jet_free(r, s);
    jet_free(r, part);
    jet_free(r, sum);
    return v;
}

/* The root variable, as a value. */
static val_t *
root_variable(work_t *w)
{
    unsigned char power[RING_MAX] = { 0 };
    acb_ptr x = jet_new(&w->ring);
    val_t *v;
    int i;

    power[w->ring.n] = 1;
    if ((i = ring_find(&w->ring, power)) >= 0)
        acb_one(x + i);
    v = val_jet(&w->g, x);
    jet_free(&w->ring, x);
    return v;
}

/* E |F| is finite for a variance S0 > 0, and so, its density being at least
   sqrt(S/S0) times theirs, for all less: only then E F is a function near S = 0, of
   which the Taylor series of F at 0 gives the derivatives. */
static int
exists_beside(work_t *w, node_t *body)
{
    ground_t *g = &w->g;
    piece_t *stack = piece_stack();
    acb_ptr x = jet_new(g->ring);
    int i, good, nested = w->nested;
    const char *why = g->why;
    val_t *v;

    piece_whole_line(stack);
    v = integral_over(w, body, val_pow_si(g, val_si(g, 2), -20, 1), stack);
    good = w->split_slot < 0 && val_plain(g, x, v);
    for (i = 0; i < g->ring->length && good; i++)
        good = acb_is_finite(x + i);
    w->nested = nested;
    g->why = why;
    flint_free(stack);
    jet_free(g->ring, x);
    return good;
}

/* Is there an average or integral in e that holds the innermost variable? */
static int
is_double(const node_t *e)
{
    int i, k, found = 0;

    for (i = 0; i < e->arity && !found; i++)
    {
        k = op_binds(e->op, i);
        found = (e->child[i]->free >> k & 1) != 0
                && (k > 0 || is_double(e->child[i]));
    }
    return found;
}

val_t *
integral_about_zero(work_t *w, node_t *body, acb_srcptr variance)
{
    acb_ptr x;
    val_t *v, *f;
    int i;

    if (!w->ring.half)
        return val_unknown(&w->g, "a variance that vanishes");
    if (!exists_beside(w, body))
    {
        if (!is_double(body))
            return val_unknown(&w->g, "an average that may not exist where its "
                                      "variance is not 0");
        w->tree->rules |= RULE_EXISTENCE;
    }
    w->tree->rules |= RULE_HEAT;
    x = jet_new(&w->ring);
    push_slot(w, SLOT_NUMBER, 0, root_variable(w), NULL);
    f = interpret(w, body);
    pop_slot(w);
    if (!val_plain(&w->g, x, f))
        for (i = 0; i < w->ring.length; i++)
            acb_indeterminate(x + i);
    v = contract(w, x, variance);
    jet_free(&w->ring, x);
    return v;
}

/* The same about a ball of variances, which may touch 0: numerically with the
   variance fixed, and the root variable added.  What is differentiated in the
   variance stays small, while d/dS of F(sqrt(S) u) has parts that cancel. */
val_t *
integral_about_ball(work_t *w, node_t *body, acb_srcptr variance,
                    piece_t *piece)
{
    ground_t *g = &w->g;
    acb_ptr s = jet_new(g->ring), x = jet_new(g->ring);
    val_t *r;
    arf_t top;
    arb_t root;

    w->tree->rules |= RULE_HEAT;
    arf_init(top);
    arb_init(root);
    if (arb_contains_nonpositive(acb_realref(variance)))
    {
        /* sqrt(S) in [0, sqrt(top)], a ball whose lower end is 0 */
        arb_get_ubound_arf(top, acb_realref(variance), 64);
        arb_set_arf(root, top);
        arb_sqrt(root, root, 64);
        arb_mul_2exp_si(root, root, -1);
        arb_get_mag(arb_radref(root), root);
        arf_set_mag(arb_midref(root), arb_radref(root));
    }
    else
        arb_sqrt(root, acb_realref(variance), g->prec);
    r = integral_numeric(w, body, val_arb(g, root), root_variable(w), 1,
                         piece);
    if (val_plain(g, x, r))
    {
        jet_set(g->ring, s, variance);
        acb_zero(s);
        r = contract(w, x, s);
    }
    arb_clear(root);
    arf_clear(top);
    jet_free(g->ring, x);
    jet_free(g->ring, s);
    return r;
}
