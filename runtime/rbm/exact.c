/* runtime/rbm/exact.c -- small machines by enumeration. */
#include "exact.h"
#include "matrix.h"
#include "units.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>

#define BLOCK_BITS 12          /* states of a block, as a power of 2        */

/* One layer enumerated (its weights by rows), the other summed. */
typedef struct
{
    const rbm_t *r;
    int n, other;              /* units enumerated, units summed            */
    int hidden;                /* the enumerated layer is the hidden one    */
    const double *w;           /* n x other                                 */
    double *turned;            /* owned transpose, or NULL                  */
    const double *bias, *other_bias;
    double *top, *sum;         /* of each block                             */
    int done;                  /* blocks before the ones being summed       */
} exact_t;

int
exact_size(const rbm_t *r)
{
    return r->law != NULL || r->nh <= r->nv ? r->nh : r->nv;
}

static rbm_status_t
begin(exact_t *e, const rbm_t *r, rbm_message_t *message)
{
    int i, j;

    e->r = r;
    e->hidden = r->law != NULL || r->nh <= r->nv;
    e->n = e->hidden ? r->nh : r->nv;
    e->other = e->hidden ? r->nv : r->nh;
    e->bias = e->hidden ? r->b : r->a;
    e->other_bias = e->hidden ? r->a : r->b;
    e->w = r->w;
    if (e->n > EXACT_MOST)
        return rbm_say(message, RBM_LIMIT,
                       "enumeration of %d units would take 2^%d terms; the "
                       "limit is %d units", e->n, e->n, EXACT_MOST);
    if (!e->hidden)
        return RBM_OK;
    e->turned = malloc(at_row(r->nh, r->nv) * sizeof *e->turned);
    if (e->turned == NULL)
        return rbm_no_memory(message);
    for (i = 0; i < r->nv; i++)
        for (j = 0; j < r->nh; j++)
            e->turned[at_row(j, r->nv) + i] = r->w[at_row(i, r->nh) + j];
    e->w = e->turned;
    return RBM_OK;
}

/* Fields of the summed layer and energy of the enumerated one, from scratch. */
static double
set_state(const exact_t *e, unsigned long code, double *field)
{
    double energy = 0;
    int k;

    cblas_dcopy(e->other, e->other_bias, 1, field, 1);
    for (k = 0; k < e->n; k++)
        if (code >> k & 1)
        {
            energy += e->bias[k];
            cblas_daxpy(e->other, 1, e->w + at_row(k, e->other), 1, field, 1);
        }
    return energy;
}

/* ln of the sum over the other layer. */
static double
other_sum(const exact_t *e, const double *field)
{
    double sum = 0, mean, variance;
    int i;

    if (e->r->law == NULL)
        return units_softplus_sum(field, (size_t) e->other);
    for (i = 0; i < e->other; i++)
        sum += law_tilt(e->r->law + i, field[i], 0, &mean, &variance);
    return sum;
}

/* The bit that changes between states t and t+1 of the Gray code. */
static int
changing_bit(unsigned long t)
{
    return __builtin_ctzl(t + 1);
}

static void
block_task(void *ctx, int block)
{
    exact_t *e = ctx;
    int bits = e->n < BLOCK_BITS ? e->n : BLOCK_BITS;
    unsigned long first = (unsigned long) block << bits, t;
    unsigned long code = first ^ (first >> 1);
    double *field = malloc((size_t) e->other * sizeof *field);
    double energy, top = -INFINITY, sum = 0;

    if (field == NULL)
        abort();
    energy = set_state(e, code, field);
    for (t = first;; t++)
    {
        double term = energy + other_sum(e, field), sign;
        int k;

        if (term > top)
        {
            sum = sum * exp(top - term) + 1;
            top = term;
        }
        else
            sum += exp(term - top);
        if (t + 1 == first + (1UL << bits))
            break;
        k = changing_bit(t);
        code ^= 1UL << k;
        sign = code >> k & 1 ? 1 : -1;
        energy += sign * e->bias[k];
        cblas_daxpy(e->other, sign, e->w + at_row(k, e->other), 1, field, 1);
    }
    free(field);
    e->top[block] = top;
    e->sum[block] = sum;
}

static double
combine(const exact_t *e, int blocks)
{
    double top = -INFINITY, sum = 0;
    int k;

    for (k = 0; k < blocks; k++)
        top = fmax(top, e->top[k]);
    for (k = 0; k < blocks; k++)
        sum += e->sum[k] * exp(e->top[k] - top);
    return top + log(sum);
}

/* Blocks by 64, so that the caller can stop the work. */
static void
offset_task(void *ctx, int k)
{
    exact_t *e = ctx;

    block_task(e, e->done + k);
}

rbm_status_t
exact_log_z(double *log_z, const rbm_t *r, crew_t *crew, rbm_tick_t tick,
            void *ctx, rbm_message_t *message)
{
    exact_t e = { .done = 0 };
    rbm_status_t status = begin(&e, r, message);
    int blocks = e.n > BLOCK_BITS ? 1 << (e.n - BLOCK_BITS) : 1;

    *log_z = NAN;
    if (status == RBM_OK)
    {
        e.top = malloc((size_t) blocks * sizeof *e.top);
        e.sum = malloc((size_t) blocks * sizeof *e.sum);
        if (e.top == NULL || e.sum == NULL)
            status = rbm_no_memory(message);
    }
    for (; status == RBM_OK && e.done < blocks; e.done += 64)
    {
        crew_run(crew, blocks - e.done < 64 ? blocks - e.done : 64,
                 offset_task, &e);
        if (tick != NULL && tick(ctx, "enumeration", (double) e.done / blocks))
            status = rbm_say(message, RBM_INTERRUPTED, "interrupted");
    }
    if (status == RBM_OK)
        *log_z = combine(&e, blocks);
    free(e.sum);
    free(e.top);
    free(e.turned);
    return status;
}

/* ---- means ------------------------------------------------------------------- */

/* Adds the state with weight p to the sums. */
static void
add_state(const exact_t *e, unsigned long code, double p, double *mean,
          double *own, double *others, double *pairs)
{
    int k, i;

    for (i = 0; i < e->other; i++)
    {
        double m = mean[i], variance;

        if (e->r->law != NULL)
            law_tilt(e->r->law + i, mean[i], 0, &m, &variance);
        else
            m = units_sigmoid(mean[i]);
        mean[i] = p * m;
        others[i] += mean[i];
    }
    for (k = 0; k < e->n; k++)
        if (code >> k & 1)
        {
            own[k] += p;
            cblas_daxpy(e->other, 1, mean, 1, pairs + at_row(k, e->other), 1);
        }
}

static void
write_moments(const exact_t *e, const double *own, const double *others,
              const double *pairs, double *v, double *h, double *vh)
{
    const rbm_t *r = e->r;
    int i, j;

    if (v != NULL)
        cblas_dcopy(r->nv, e->hidden ? others : own, 1, v, 1);
    if (h != NULL)
        cblas_dcopy(r->nh, e->hidden ? own : others, 1, h, 1);
    for (i = 0; vh != NULL && i < r->nv; i++)
        for (j = 0; j < r->nh; j++)
            vh[at_row(i, r->nh) + j]
                = e->hidden ? pairs[at_row(j, r->nv) + i]
                            : pairs[at_row(i, r->nh) + j];
}

rbm_status_t
exact_moments(double *v, double *h, double *vh, const rbm_t *r,
              rbm_message_t *message)
{
    exact_t e = { .r = r };
    double log_z, *field, *own, *others, *pairs;
    rbm_status_t status = exact_log_z(&log_z, r, NULL, NULL, NULL, message);
    unsigned long t;

    if (status == RBM_OK)
        status = begin(&e, r, message);
    if (status != RBM_OK)
        return status;
    field = malloc((size_t) e.other * sizeof *field);
    own = calloc((size_t) e.n, sizeof *own);
    others = calloc((size_t) e.other, sizeof *others);
    pairs = calloc(at_row(e.n, e.other), sizeof *pairs);
    if (field == NULL || own == NULL || others == NULL || pairs == NULL)
        status = rbm_no_memory(message);
    for (t = 0; status == RBM_OK && t < 1UL << e.n; t++)
    {
        double energy = set_state(&e, t, field);

        add_state(&e, t, exp(energy + other_sum(&e, field) - log_z), field,
                  own, others, pairs);
    }
    if (status == RBM_OK)
        write_moments(&e, own, others, pairs, v, h, vh);
    free(pairs);
    free(others);
    free(own);
    free(field);
    free(e.turned);
    return status;
}
