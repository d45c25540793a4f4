/* runtime/verify/values/sum.c -- sums and products of values. */
#include "value.h"

enum { MAX_POWER = 24 };

/* Appends a term that is not 0, or adds it to one that has no exponent
   either. */
static void
push(ground_t *g, val_t *to, const term_t *t)
{
    int i;

    if (t->p.n == 0)
        return;
    for (i = 0; i < to->n && t->e.n == 0 && t->k == 0; i++)
        if (to->t[i].e.n == 0 && to->t[i].k == 0)
        {
            poly_add(g, &to->t[i].p, &t->p);
            return;
        }
    to->t = flint_realloc(to->t, (size_t) (to->n + 1) * sizeof *to->t);
    poly_set(g, &to->t[to->n].p, &t->p);
    poly_set(g, &to->t[to->n].e, &t->e);
    to->t[to->n++].k = t->k;
}

acb_srcptr
val_jet_of(const val_t *a)
{
    const term_t *t = a->t;

    return !a->opaque && a->n == 1 && t->k == 0 && t->e.n == 0 && t->p.n == 1
                   && poly_is_constant(&t->p)
               ? t->p.m[0].c : NULL;
}

val_t *
val_add(ground_t *g, val_t *a, val_t *b)
{
    acb_srcptr x = val_jet_of(a), y = val_jet_of(b);
    acb_ptr c;
    val_t *v;
    int i;

    if (x != NULL && y != NULL)
    {
        name_t name = name_add(g, &a->t[0].p.m[0].name, &b->t[0].p.m[0].name);

        if (name.p != 0)
        {
            c = jet_new(g->ring);
            jet_add(g->ring, c, x, y, g->prec);
            v = val_new(g, 1);
            poly_take(g, &v->t[0].p, poly_one, c, &name);
            return v;
        }
    }
    if (a->opaque || b->opaque || a->n + b->n > MAX_TERMS)
        return val_unknown(g, "a sum of too many terms");
    v = val_new(g, 0);
    for (i = 0; i < a->n; i++)
        push(g, v, a->t + i);
    for (i = 0; i < b->n; i++)
        push(g, v, b->t + i);
    return val_combine(g, v);
}

static void
multiply(ground_t *g, term_t *to, const term_t *a, const term_t *b)
{
    acb_ptr x, y;
    int k = 0, l = 0;

    add_exponents(g, &to->e, &a->e, &b->e);
    if (a->k == 0 && b->k == 0)
    {
        poly_addmul(g, &to->p, &a->p, &b->p);
        return;
    }
    x = jet_new(g->ring);
    y = jet_new(g->ring);
    term_scale(g, x, &k, a);
    term_scale(g, y, &l, b);
    jet_mul(g->ring, x, x, y, g->prec);
    term_scaled(g, to, x, k + l);
    jet_free(g->ring, y);
    jet_free(g->ring, x);
}

static int
is_nothing(const val_t *a)
{
    int i, none = !a->opaque;

    for (i = 0; i < a->n && none; i++)
        none = a->t[i].p.n == 0;
    return none;
}

static int
is_finite(ground_t *g, const val_t *a)
{
    int i, k, l, finite = !a->opaque;

    for (i = 0; i < a->n && finite; i++)
        for (k = 0; k < a->t[i].p.n; k++)
            for (l = 0; l < g->ring->length; l++)
                finite = finite && acb_is_finite(a->t[i].p.m[k].c + l);
    return finite;
}

val_t *
val_mul(ground_t *g, val_t *a, val_t *b)
{
    acb_srcptr x = val_jet_of(a), y = val_jet_of(b);
    acb_ptr c;
    val_t *v;
    name_t name;
    int i, k, v_id;

    if (x != NULL && y != NULL)
    {
        c = jet_new(g->ring);
        jet_addmul(g->ring, c, x, y, g->prec);
        name = name_mul(g, &a->t[0].p.m[0].name, &b->t[0].p.m[0].name);
        v = val_new(g, 1);
        poly_take(g, &v->t[0].p, poly_one, c, &name);
        return v;
    }
    if (a->opaque || b->opaque || a->n * b->n > MAX_TERMS)
        return val_unknown(g, "a product of too many terms");
    if ((is_nothing(a) && !is_finite(g, b))
        || (is_nothing(b) && !is_finite(g, a)))
        return val_unknown(g, "0 times something that is not finite");
    for (i = 0; i < a->n; i++)
        for (k = 0; k < b->n; k++)
            for (v_id = 0; v_id < MAX_FORMALS; v_id++)
                if (poly_degree(&a->t[i].p, v_id)
                        + poly_degree(&b->t[k].p, v_id) > MAX_POWER
                    || (term_has_formals(a->t + i) && b->t[k].k != 0)
                    || (term_has_formals(b->t + k) && a->t[i].k != 0))
                    return val_unknown(g, "a product of high degree");
    v = val_new(g, 0);
    for (i = 0; i < a->n; i++)
        for (k = 0; k < b->n; k++)
        {
            term_t t = { 0 };

            multiply(g, &t, a->t + i, b->t + k);
            push(g, v, &t);
            poly_clear(&t.p);
            poly_clear(&t.e);
        }
    return val_combine(g, v);
}

val_t *
val_times(ground_t *g, slong p, ulong q, val_t *a)
{
    fmpq_t x;
    val_t *r;

    fmpq_init(x);
    fmpq_set_si(x, p, q);
    r = val_mul(g, val_number(g, x), a);
    fmpq_clear(x);
    return r;
}

val_t *
val_neg(ground_t *g, val_t *a)
{
    return val_times(g, -1, 1, a);
}

val_t *
val_sub(ground_t *g, val_t *a, val_t *b)
{
    return val_add(g, a, val_neg(g, b));
}

int
val_plain(ground_t *g, acb_ptr to, val_t *a)
{
    const term_t *t = a->t;
    acb_ptr e;

    if (a->opaque || a->n > 1 || (a->n == 1 && (t->k != 0
        || !poly_is_constant(&t->p) || !poly_is_constant(&t->e))))
        return 0;
    _acb_vec_zero(to, g->ring->length);
    if (a->n == 0 || t->p.n == 0)
        return 1;
    jet_set(g->ring, to, t->p.m[0].c);
    if (t->e.n == 0)
        return 1;
    e = jet_new(g->ring);
    val_exp_jet(g, e, t->e.m[0].c);
    jet_mul(g->ring, to, to, e, g->prec);
    jet_free(g->ring, e);
    return 1;
}

int
val_sign(ground_t *g, val_t *a)
{
    acb_ptr c;
    int k, sign = 2;

    if (a->opaque || a->n > 1)
        return 2;
    if (a->n == 0 || a->t[0].p.n == 0)
        return 0;
    c = jet_new(g->ring);
    if (term_scale(g, c, &k, a->t))
        sign = arb_is_positive(acb_realref(c))   ? 1
               : arb_is_negative(acb_realref(c)) ? -1
                                                 : 2;
    jet_free(g->ring, c);
    return sign;
}
