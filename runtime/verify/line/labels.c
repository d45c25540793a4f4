/* runtime/verify/line/labels.c -- the P of a term Z = sum c E_u P(x + u). */
#include "line.h"
#include "../integrals/interpret.h"

enum { BITS = 96 };

/* P(z) of a term Z = sum c E_u P(x + u), over a ball of z. */
static int
probability(work_t *w, node_t *e, const arb_t z, acb_ptr jet, arb_t p)
{
    arb_t t;
    val_t *v;
    int i, good = 1;

    if (e->op == N_GAUSS)
    {
        acb_set_arb(jet, z);
        push_slot(w, SLOT_NUMBER, 0, val_jet(&w->g, jet), NULL);
        push_slot(w, SLOT_NUMBER, 0, val_si(&w->g, 0), NULL);
        v = interpret(w, e->child[0]);
        pop_slot(w);
        pop_slot(w);
        good = val_plain(&w->g, jet, v) && acb_is_finite(jet);
        arb_set(p, acb_realref(jet));
        return good;
    }
    if (e->op != N_ADD && e->op != N_MUL)
    {
        v = interpret(w, e);
        good = val_plain(&w->g, jet, v) && acb_is_finite(jet);
        arb_set(p, acb_realref(jet));
        return good;
    }
    arb_init(t);
    arb_set_si(p, e->op == N_MUL);
    for (i = 0; i < e->arity && good; i++)
    {
        good = probability(w, e->child[i], z, jet, t);
        if (e->op == N_MUL)
            arb_mul(p, p, t, BITS);
        else
            arb_add(p, p, t, BITS);
    }
    arb_clear(t);
    return good;
}

/* On intervals each half as long as the one before it. */
int
line_beside(line_t *l, node_t *term, const arb_t h, const arb_t d, int side,
            arb_t p)
{
    work_t w;
    acb_ptr jet;
    arb_ptr z = _arb_vec_init(2), part = z + 1;
    int i, good;

    good = work_init(&w, &l->s->c->tree, 0, 0, 0, 2 * BITS)
           && (w.until = l->s->until, system_parameters(l->s, &w));
    jet = good ? jet_new(&w.ring) : NULL;
    for (i = 0; i < 80 && good; i++)
    {
        arb_mul_si(z, d, 3 * side, 2 * BITS);
        arb_mul_2exp_si(z, z, -2 - i);
        arb_get_mag(arb_radref(part), z);
        mag_div_ui(arb_radref(part), arb_radref(part), 3);
        arb_add(z, z, h, 2 * BITS);
        mag_add(arb_radref(z), arb_radref(z), arb_radref(part));
        good = probability(&w, term, z, jet, part);
        if (i > 0)
            arb_union(p, p, part, BITS);
        else
            arb_set(p, part);
    }
    good = good && mag_cmp_2exp_si(arb_radref(p), -60) < 0;
    jet_free(&w.ring, jet);
    work_clear(&w);
    _arb_vec_clear(z, 2);
    return good;
}

int
line_largest(line_t *l, node_t *e, arb_t most)
{
    arb_t t;
    int i, good = 1;

    if (e->op == N_H)
    {
        arb_one(most);
        return 1;
    }
    if (e->free == 0)
        return system_number(l->s, most, e, NULL, BITS);
    if (e->op == N_GAUSS)
        return line_largest(l, e->child[0], most);
    if (e->op != N_IF && e->op != N_ADD && e->op != N_MUL)
        return 0;
    arb_init(t);
    arb_set_si(most, e->op == N_MUL);
    for (i = e->op == N_IF; i < e->arity && good; i++)
    {
        good = line_largest(l, e->child[i], t);
        if (e->op == N_MUL)
            arb_mul(most, most, t, BITS);
        else if (e->op == N_ADD)
            arb_add(most, most, t, BITS);
        else
            arb_max(most, most, t, BITS);
    }
    arb_clear(t);
    return good;
}
