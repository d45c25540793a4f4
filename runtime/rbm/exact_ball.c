/* runtime/rbm/exact_ball.c -- ln Z of a small machine in ball arithmetic. */
#include "exact.h"
#include "matrix.h"

#define REFRESH 1024           /* states between fields from scratch        */

typedef struct
{
    const rbm_t *r;
    int hidden, n, other;
    arb_ptr field;             /* of the summed layer                       */
    arb_t energy, term, t;
    slong prec;
} ball_t;

static double
weight(const ball_t *b, int k, int i)
{
    return b->hidden ? b->r->w[at_row(i, b->r->nh) + k]
                     : b->r->w[at_row(k, b->r->nh) + i];
}

static void
add_double(arb_t x, double d, slong prec)
{
    arb_t t;

    arb_init(t);
    arb_set_d(t, d);
    arb_add(x, x, t, prec);
    arb_clear(t);
}

/* Switches unit k on (sign 1) or off (-1). */
static void
flip(ball_t *b, int k, double sign)
{
    int i;

    add_double(b->energy, sign * (b->hidden ? b->r->b : b->r->a)[k], b->prec);
    for (i = 0; i < b->other; i++)
        add_double(b->field + i, sign * weight(b, k, i), b->prec);
}

static void
set_state(ball_t *b, unsigned long code)
{
    int i, k;

    arb_zero(b->energy);
    for (i = 0; i < b->other; i++)
        arb_set_d(b->field + i, (b->hidden ? b->r->a : b->r->b)[i]);
    for (k = 0; k < b->n; k++)
        if (code >> k & 1)
            flip(b, k, 1);
}

/* term = e^energy prod_i (1 + e^field_i) */
static void
weigh(ball_t *b)
{
    int i;

    arb_exp(b->term, b->energy, b->prec);
    for (i = 0; i < b->other; i++)
    {
        arb_exp(b->t, b->field + i, b->prec);
        arb_add_ui(b->t, b->t, 1, b->prec);
        arb_mul(b->term, b->term, b->t, b->prec);
    }
}

rbm_status_t
exact_log_z_ball(arb_t log_z, const rbm_t *r, slong prec, rbm_tick_t tick,
                 void *ctx, rbm_message_t *message)
{
    int hidden = r->nh <= r->nv;
    ball_t b = { .r = r, .hidden = hidden, .n = hidden ? r->nh : r->nv,
                 .other = hidden ? r->nv : r->nh, .prec = prec };
    unsigned long t, code;
    rbm_status_t status = RBM_OK;

    arb_indeterminate(log_z);
    if (r->law != NULL)
        return rbm_say(message, RBM_BAD_USE,
                       "ln Z in ball arithmetic is for binary units only");
    if (b.n > EXACT_MOST)
        return rbm_say(message, RBM_LIMIT,
                       "enumeration of %d units would take 2^%d terms; the "
                       "limit is %d units", b.n, b.n, EXACT_MOST);
    b.field = _arb_vec_init(b.other);
    arb_init(b.energy);
    arb_init(b.term);
    arb_init(b.t);
    arb_zero(log_z);
    for (t = 0; t < 1UL << b.n && status == RBM_OK; t++)
    {
        code = t ^ (t >> 1);
        if (t % REFRESH == 0)
            set_state(&b, code);
        else
        {
            int k = __builtin_ctzl(t);

            flip(&b, k, code >> k & 1 ? 1 : -1);
        }
        weigh(&b);
        arb_add(log_z, log_z, b.term, prec);
        if (tick != NULL && t % REFRESH == 0
            && tick(ctx, "enumeration in balls",
                    (double) t / (double) (1UL << b.n)))
            status = rbm_say(message, RBM_INTERRUPTED, "interrupted");
    }
    arb_log(log_z, log_z, prec);
    arb_clear(b.t);
    arb_clear(b.term);
    arb_clear(b.energy);
    _arb_vec_clear(b.field, b.other);
    return status;
}
