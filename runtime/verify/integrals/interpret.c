/* runtime/verify/integrals/interpret.c -- the interpreter: expressions to
 * values. */
#include "interpret.h"

static int
truth(work_t *w, node_t *e)
{
    int i, s, any = 0;

    switch (e->op)
    {
        case N_TRUE:
        case N_FALSE:
            return e->op == N_TRUE;
        case N_LT:
        case N_LE:
        case N_EQ:
            s = interpret_compare(w, e, e->child[0], e->child[1]);
            return s == 2             ? 2
                   : e->op == N_LT    ? s > 0
                   : e->op == N_LE    ? s >= 0
                                      : s == 0;
        case N_NOT:
            s = truth(w, e->child[0]);
            return s == 2 ? 2 : !s;
        case N_AND:
        case N_OR:
            for (i = 0; i < e->arity; i++)
            {
                s = truth(w, e->child[i]);
                if (s == (e->op == N_OR))
                    return s;
                any |= s == 2;
            }
            return any ? 2 : e->op == N_AND;
        default:
            return 2;
    }
}

/* a or b, whichever is the larger (sign 1) or smaller (sign -1). */
static node_t *
extreme(work_t *w, node_t *e, int sign)
{
    node_t *best = e->child[0];
    int i, s;

    for (i = 1; i < e->arity && best != NULL; i++)
    {
        s = interpret_compare(w, e->child + i, best,
                    e->child[i]);
        best = s == 2 ? NULL : s * sign > 0 ? e->child[i] : best;
    }
    return best;
}

static val_t *
fold(work_t *w, node_t *e)
{
    val_t *a = interpret(w, e->child[0]), *b;
    int i;

    for (i = 1; i < e->arity; i++)
    {
        b = interpret(w, e->child[i]);
        a = e->op == N_ADD ? val_add(&w->g, a, b) : val_mul(&w->g, a, b);
    }
    return a;
}

static val_t *
power(work_t *w, node_t *e)
{
    val_t *a = interpret(w, e->child[0]), *b;

    if (e->child[1]->op == N_NUMBER)
        return val_pow(&w->g, a, e->child[1]->number);
    b = interpret(w, e->child[1]);
    return val_exp(&w->g, val_mul(&w->g, b, val_log(&w->g, a)));
}

static val_t *
mass(work_t *w, node_t *e)
{
    val_t *a = interpret(w, e->child[0]), *b = interpret(w, e->child[1]);

    return val_normal_between(&w->g, a, b, val_sub(&w->g, b, a));
}

static val_t *
switches(work_t *w, node_t *e)
{
    int s;
    node_t *best;
    val_t *a;

    if (e->op == N_IF)
    {
        s = truth(w, e->child[0]);
        return s == 2 ? val_unknown(&w->g, "a condition is not decided")
                      : interpret(w, e->child[s ? 1 : 2]);
    }
    if (e->op == N_MIN || e->op == N_MAX)
    {
        best = extreme(w, e, e->op == N_MAX ? 1 : -1);
        return best == NULL ? val_unknown(&w->g, "a minimum of equals")
                            : interpret(w, best);
    }
    s = interpret_compare(w, e, NULL, e->child[0]);
    if (s == 2)
        return val_unknown(&w->g, "a sign is not decided");
    if (e->op == N_SIGN)
        return val_si(&w->g, s);
    a = interpret(w, e->child[0]);
    return s >= 0 ? a : val_neg(&w->g, a);
}

static val_t *
function(work_t *w, node_t *e)
{
    val_t *a = interpret(w, e->child[0]);

    switch (e->op)
    {
        case N_EXP: return val_exp(&w->g, a);
        case N_LOG: return val_log(&w->g, a);
        case N_H: return val_normal_above(&w->g, a);
        case N_PHI: return val_normal_density(&w->g, a);
        default: return val_function(&w->g, e->op, a);
    }
}

static val_t *
leaf(work_t *w, node_t *e)
{
    slot_t *s;
    arb_t pi;
    val_t *r;

    if (e->op == N_NUMBER)
        return val_number(&w->g, e->number);
    if (e->op == N_SYMBOL)
        return w->symbol[e->index] != NULL
                   ? val_jet(&w->g, w->symbol[e->index])
                   : val_unknown(&w->g, "a name has no value");
    if (e->op == N_PI)
    {
        arb_init(pi);
        arb_const_pi(pi, w->g.prec);
        r = val_arb(&w->g, pi);
        arb_clear(pi);
        return r;
    }
    if (e->op != N_VAR || e->index >= w->depth)
        return val_unknown(&w->g, "infinity or a truth value as a number");
    s = w->slot + w->depth - 1 - e->index;
    return s->value;
}

static val_t *
fresh_value(work_t *w, node_t *e)
{
    switch (e->op)
    {
        case N_ADD:
        case N_MUL:
            return fold(w, e);
        case N_POW:
            return power(w, e);
        case N_MASS:
            return mass(w, e);
        case N_IF:
        case N_MIN:
        case N_MAX:
        case N_ABS:
        case N_SIGN:
            return switches(w, e);
        case N_GAUSS:
        case N_INT:
            return integral_of(w, e);
        case N_MINIMUM:
            return minimum_of(w, e);
        case N_PROXIMAL:
            return proximal_of(w, e);
        case N_MAXIMUM:
        case N_AT_MINIMUM:
        case N_AT_MAXIMUM:
            return val_unknown(&w->g, "a maximum over a variable, which this "
                                      "checker does not know");
        case N_PHI2:
            return val_unknown(&w->g, "Phi2, which this checker does not "
                                      "know");
        default:
            return e->arity == 1 ? function(w, e) : leaf(w, e);
    }
}

/* Without variables an expression is a number wherever it stands. */
static val_t *
closed_value(work_t *w, node_t *e)
{
    int formals = w->g.n_formals, tail = w->g.tail;
    int analytic = w->g.analytic;
    arb_t start;
    val_t *v;

    /* it may have tails of its own */
    arb_init(start);
    arb_set(start, w->g.start);
    w->g.n_formals = w->g.tail = w->g.analytic = 0;
    v = w->depth == 0 && (e->op == N_GAUSS || e->op == N_INT)
            ? integral_in_its_variables(w, e) : fresh_value(w, e);
    arb_swap(w->g.start, start);
    arb_clear(start);
    w->g.n_formals = formals;
    w->g.tail = tail;
    w->g.analytic = analytic;
    return v;
}

val_t *
interpret(work_t *w, node_t *e)
{
    int inner = e->free != 0 ? __builtin_ctzll(e->free) : 0;
    uint64_t stamp = e->free == 0 ? w->root
                     : inner < w->depth
                         ? w->slot[w->depth - 1 - inner].stamp
                         : 0;
    val_t *v;

    if (e->cache != NULL && e->stamp == stamp)
        return val_hold(&w->g, e->cache);
    v = e->free == 0 ? closed_value(w, e) : fresh_value(w, e);
    if (w->split_slot >= 0)
        return v;
    val_drop(e->cache);
    e->cache = val_keep(v);
    e->stamp = stamp;
    return v;
}

int
work_jet(work_t *w, acb_ptr to, node_t *e)
{
    long mark = val_mark(&w->g);
    int i, good;

    if (w->tree->values_of != w)
    {
        w->g.why = "another evaluator has the tree";
        return 0;
    }
    good = val_plain(&w->g, to, interpret(w, e));

    for (i = 0; i < w->ring.length && good; i++)
        good = acb_is_finite(to + i);
    if (!good && w->g.why == NULL)
        w->g.why = "something is not finite";
    val_release(&w->g, mark);
    return good;
}
