/* runtime/verify/integrals/compare.c -- which sign, on which piece of an axis.
 */
#include "interpret.h"

#include <string.h>

val_t *
end_value(ground_t *g, const end_t *e)
{
    return val_add(g, e->base, e->offset);
}

/* ---- questions ------------------------------------------------------------
 *
 * "Which sign has right - left?" for two values is a question, with an address
 * of its own.  `seen` are the slots of the variables in the expressions that the
 * values are of.  A question is answered by the piece of one slot only if none
 * of the slots inside of that one is seen: an answer then holds for all pieces
 * of inner axes, and a place where the sign changes is one place. */

const void *
question_of(work_t *w, const void *a, const void *b)
{
    uint64_t h = (uint64_t) (uintptr_t) a * 31 + (uint64_t) (uintptr_t) b;
    question_t **head = w->question + (h * 0x9e3779b97f4a7c15u >> 56), *q;

    for (q = *head; q != NULL; q = q->next)
        if (q->a == a && q->b == b)
            return q;
    q = flint_malloc(sizeof *q);
    q->a = a;
    q->b = b;
    q->next = *head;
    return *head = q;
}

void
questions_clear(work_t *w)
{
    question_t *q, *next;
    int i;

    for (i = 0; i < N_QUESTIONS; i++)
        for (q = w->question[i]; q != NULL; q = next)
        {
            next = q->next;
            flint_free(q);
        }
}

uint64_t
slots_seen(const work_t *w, const node_t *e)
{
    uint64_t free = e != NULL ? e->free : 0, seen = 0;
    int i;

    for (i = 0; i < w->depth; i++)
        seen |= (free >> i & 1) << (w->depth - 1 - i);
    return seen;
}

/* An answer given when the piece was found, at the same depth of binders, so
   that variables are the same ones. */
static int
known(const work_t *w, const void *question, uint64_t seen)
{
    int i, k;

    for (k = 0; k < w->depth; k++)
    {
        const piece_t *p = w->slot[k].piece;

        for (i = 0; p != NULL && w->slot[k].kind != SLOT_FORMAL
                    && i < p->n_known; i++)
            if (p->known[i].question == question && p->known[i].seen == seen
                && p->known[i].depth == w->depth)
                return p->known[i].sign;
    }
    return 2;
}

static void
remember(work_t *w, piece_t *p, const void *question, uint64_t seen, int sign)
{
    decision_t d = { question, seen, w->depth, sign };

    p->known = flint_realloc(p->known, (size_t) (p->n_known + 1)
                                           * sizeof *p->known);
    p->known[p->n_known++] = d;
}

int
val_affine(ground_t *g, val_t *d, int id, acb_ptr a, val_t **b)
{
    const poly_t *p;
    poly_t rest;
    int i, k, good;

    _acb_vec_zero(a, g->ring->length);
    if (!val_is_poly(d, &p))
        return 0;
    good = 1;
    poly_init(&rest);
    for (i = 0; i < p->n; i++)
    {
        int others = 0;

        for (k = 0; k < MAX_FORMALS; k++)
            others += k != id ? p->m[i].power[k] : 0;
        if (p->m[i].power[id] == 0)
            poly_put(g, &rest, p->m[i].power, p->m[i].c,
                     &p->m[i].name);
        else if (p->m[i].power[id] == 1 && others == 0)
            jet_set(g->ring, a, p->m[i].c);
        else
            good = 0;
    }
    *b = val_poly(g, &rest);
    poly_clear(&rest);
    return good;
}

static int
formal_of(val_t *d)
{
    const poly_t *p;
    int id;

    for (id = MAX_FORMALS - 1; val_is_poly(d, &p) && id > 0; id--)
        if (poly_degree(p, id) > 0)
            return id;
    return 0;
}

static int decide(work_t *w, const void *question, uint64_t seen,
                  val_t *left, val_t *right, const void *left_form,
                  const void *right_form);

int
end_order(work_t *w, const end_t *a, const end_t *b)
{
    uint64_t seen = a->seen | b->seen;
    const void *q;

    if (a->far != 0 || b->far != 0)
        return (b->far > a->far) - (b->far < a->far);
    if (a->at == b->at || (a->form == b->form && a->level == b->level))
        return 0;
    q = question_of(w, a->at, b->at);
    if (a->form == b->form)
        return decide(w, q, seen, a->offset, b->offset, NULL, NULL);
    return decide(w, q, seen, end_value(&w->g, a), end_value(&w->g, b), NULL,
                  NULL);
}

/* The end where right - left, with slope a in the variable, vanishes. */
static void
switch_place(work_t *w, end_t *e, const void *key, int id, val_t *left,
             val_t *right, const void *left_form, const void *right_form)
{
    int l = formal_of(left) == id, r = formal_of(right) == id;
    val_t *b, *m, *d = l && r ? val_sub(&w->g, right, left) : r ? right : left;
    acb_ptr a = jet_new(w->g.ring);

    if (!val_affine(&w->g, d, id, a, &b))
        b = val_unknown(&w->g, "a place of a switch");
    m = val_pow_si(&w->g, val_jet(&w->g, a), -1, 1);
    e->at = key;
    e->base = val_mul(&w->g, val_neg(&w->g, b), m);
    e->offset = l && r ? val_si(&w->g, 0)
                       : val_mul(&w->g, r ? left : right, m);
    e->form = l && r ? NULL : r ? right_form : left_form;
    e->level = l && r ? NULL : r ? left_form : right_form;
    if (e->form == NULL)
    {
        e->form = key;
        e->level = NULL;
    }
    jet_free(w->g.ring, a);
}

static int
on_piece(work_t *w, int place, const end_t *e, int slope)
{
    piece_t *p = w->slot[place].piece;
    int below = end_order(w, &p->lo, e), above = end_order(w, e, &p->hi);

    if (below == 2 || above == 2)
        return 2;
    if (below <= 0)
        return slope;
    if (above <= 0)
        return -slope;
    if (w->split_slot < 0)
    {
        w->split_slot = place;
        w->split = *e;
    }
    return 2;
}

static int
decide(work_t *w, const void *question, uint64_t seen, val_t *left,
       val_t *right, const void *left_form, const void *right_form)
{
    val_t *d = val_sub(&w->g, right, left), *b = NULL;
    int id = formal_of(d), sign = 2, place;
    acb_ptr a;
    end_t e = { 0 };

    if (id == 0)
    {
        sign = known(w, question, seen);
        return sign != 2 ? sign : val_sign(&w->g, d);
    }
    for (place = w->depth - 1; place >= 0; place--)
        if (w->slot[place].kind == SLOT_FORMAL && w->slot[place].id == id)
            break;
    a = jet_new(w->g.ring);
    w->nested |= place >= 0 && seen >> place > 1;
    if (place >= 0 && seen >> place == 1 && val_affine(&w->g, d, id, a, &b)
        && !arb_contains_zero(acb_realref(a)))
    {
        switch_place(w, &e, question, id, left, right, left_form, right_form);
        e.seen = seen ^ (uint64_t) 1 << place;
        sign = on_piece(w, place, &e,
                        arb_is_positive(acb_realref(a)) ? 1 : -1);
        if (sign != 2)
            remember(w, w->slot[place].piece, question, seen, sign);
    }
    jet_free(w->g.ring, a);
    return sign;
}

int
interpret_compare(work_t *w, const void *at, node_t *left, node_t *right)
{
    uint64_t seen = slots_seen(w, left) | slots_seen(w, right);
    val_t *a = left != NULL ? interpret(w, left) : val_si(&w->g, 0);
    val_t *b = interpret(w, right);

    return decide(w, question_of(w, at, left), seen, a, b, left, right);
}

int
interpret_sign(work_t *w, const node_t *e, int number, val_t *a)
{
    return decide(w, question_of(w, e, (const char *) e + number),
                  slots_seen(w, e), val_si(&w->g, 0), a, NULL, NULL);
}
