/* runtime/quadrature/node_sum.c -- weighted sums of integrands, in threads.
 *
 * Nodes are dealt to CLASSES classes, i mod CLASSES.  Each class is summed in
 * order by one thread, and the classes are added in order: the result is the
 * same for any number of threads.
 */
#include "balls.h"
#include "machine_real.h"

#include <flint.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#define CLASSES 16
#define LEAST_BITS 48

typedef struct
{
    const ball_task_t *task;
    const node_rule_t *rule;
    slong prec;
    int first, step;             /* classes first, first + step, ..        */
    arb_ptr sum;                 /* CLASSES * n_integrands, shared         */
    int outside;
} worker_t;

static void
add_outputs(worker_t *w, real_machine_t *m, arb_ptr sum, const arb_t weight)
{
    const saddle_group_t *g = w->task->group;
    int k;

    m->n_selects = 0;
    g->ball->integrand(&m->base);
    for (k = 0; k < g->n_integrands; k++)
    {
        int r = g->ball->outputs[k];

        arb_addmul(sum + k, m->r + r, weight, w->prec);
        if (m->outside[r])
            w->outside = 1;
    }
}

/* Levels of precision, so that constants are not computed at every node. */
static slong
level_of(slong bits, slong prec)
{
    slong quantum = prec / 12 > 32 ? prec / 12 : 32;

    if (bits < LEAST_BITS)
        bits = LEAST_BITS;
    bits = (bits + quantum - 1) / quantum * quantum;
    return bits < prec ? bits : prec;
}

static void
sum_class(worker_t *w, real_machine_t *m, int class)
{
    const saddle_group_t *g = w->task->group;
    const node_rule_t *rule = w->rule;
    arb_ptr sum = w->sum + class * g->n_integrands;
    arb_t weight, t;
    slong level = 0, wanted;
    long i;

    arb_init(weight);
    arb_init(t);
    for (i = class; i < rule->n; i += CLASSES)
    {
        wanted = level_of(rule->bits(i, rule->ctx), w->prec);
        if (wanted != level)
        {
            level = wanted;
            real_machine_set(m, w->task->env, g->n_env, level);
            m->strict = 1;
            g->ball->constants(&m->base);
            m->strict = 0;
        }
        rule->node(t, weight, i, level, rule->ctx);
        arb_set(m->r + g->n_env, t);
        m->outside[g->n_env] = 0;
        if (rule->mirror == 2 && i > 0)
            arb_mul_2exp_si(weight, weight, 1);
        add_outputs(w, m, sum, weight);
        if (rule->mirror == 1 && i > 0)
        {
            arb_neg(m->r + g->n_env, t);
            add_outputs(w, m, sum, weight);
        }
    }
    arb_clear(t);
    arb_clear(weight);
}

static void *
work(void *argument)
{
    worker_t *w = argument;
    real_machine_t m;
    int class;

    real_machine_init(&m, w->task->group->ball->n_registers);
    for (class = w->first; class < CLASSES; class += w->step)
        sum_class(w, &m, class);
    real_machine_clear(&m);
    return NULL;
}

static void *
work_apart(void *argument)
{
    work(argument);
    flint_cleanup();
    return NULL;
}

saddle_status_t
node_sum(arb_ptr sum, ball_task_t *task, const node_rule_t *rule, slong prec)
{
    int n = task->group->n_integrands, threads = task->threads, i, k;
    saddle_status_t status = SADDLE_OK;
    pthread_t id[CLASSES];
    char running[CLASSES] = { 0 };
    worker_t w[CLASSES];
    arb_ptr parts = _arb_vec_init(CLASSES * n);

    threads = threads < 1 ? 1 : threads > CLASSES ? CLASSES : threads;
    if (rule->n < 4 * CLASSES)
        threads = 1;
    for (i = 0; i < threads; i++)
    {
        w[i] = (worker_t) { task, rule, prec, i, threads, parts, 0 };
        if (i > 0)
            running[i] = pthread_create(&id[i], NULL, work_apart, &w[i]) == 0;
    }
    work(&w[0]);
    for (i = 1; i < threads; i++)
        if (running[i])
            pthread_join(id[i], NULL);
        else
            work(&w[i]);
    for (k = 0; k < n; k++)
    {
        arb_zero(sum + k);
        for (i = 0; i < CLASSES; i++)
            arb_add(sum + k, sum + k, parts + i * n + k, prec);
        if (!arb_is_finite(sum + k))
            status = SADDLE_UNPROVED;
    }
    for (i = 0; i < threads; i++)
        if (w[i].outside)
            status = SADDLE_DOMAIN;
    if (status == SADDLE_UNPROVED)
        task->why = "an integrand has no finite enclosure at a node";
    if (status == SADDLE_DOMAIN)
        task->why = "logarithm or root of a negative number in an integrand";
    _arb_vec_clear(parts, CLASSES * n);
    return status;
}

/* ---- sizes -------------------------------------------------------------- */

static double
log2_size(const arb_t x)
{
    mag_t size;
    double v;

    mag_init(size);
    arb_get_mag(size, x);
    v = mag_is_inf(size) ? 0
        : mag_is_zero(size) ? -HUGE_VAL : mag_get_d_log2_approx(size);
    mag_clear(size);
    return v;
}

saddle_status_t
sizes_approx(sizes_t *s, ball_task_t *task, double x0, double x1, int n)
{
    const saddle_group_t *g = task->group;
    int i, k, n_k = g->n_integrands;
    saddle_status_t status = SADDLE_OK;
    real_machine_t m;

    s->n_integrands = n_k;
    s->n = n;
    s->x0 = x0;
    s->step = (x1 - x0) / (n - 1);
    s->log2_value = malloc((size_t) (n * n_k + n_k) * sizeof(double));
    if (s->log2_value == NULL)
        abort();
    s->log2_scale = s->log2_value + n * n_k;
    for (k = 0; k < n_k; k++)
        s->log2_scale[k] = -HUGE_VAL;
    real_machine_init(&m, g->ball->n_registers);
    real_machine_set(&m, task->env, g->n_env, 64);
    g->ball->constants(&m.base);
    for (i = 0; i < n; i++)
    {
        double x = x0 + i * s->step, *scale = s->log2_scale;

        arb_set_d(m.r + g->n_env, x);
        m.outside[g->n_env] = 0;
        m.n_selects = 0;
        g->ball->integrand(&m.base);
        for (k = 0; k < n_k; k++)
        {
            double v = log2_size(m.r + g->ball->outputs[k]);

            if (m.outside[g->ball->outputs[k]])
                status = SADDLE_DOMAIN;
            if (g->weight_gauss)
                v -= x * x / (2 * M_LN2) + 1.3;
            s->log2_value[i * n_k + k] = v;
            v += log2(s->step > 0 ? s->step : 1);
            if (v > scale[k])
                scale[k] = v + log2(1 + exp2(scale[k] - v));
            else if (v > -HUGE_VAL)
                scale[k] += log2(1 + exp2(v - scale[k]));
        }
    }
    for (k = 0; k < n_k; k++)
        if (!(s->log2_scale[k] > -1e9))
            s->log2_scale[k] = 0;
    real_machine_clear(&m);
    if (status != SADDLE_OK)
        task->why = "logarithm or root of a negative number in an integrand";
    return status;
}

void
sizes_clear(sizes_t *s)
{
    free(s->log2_value);
}

double
sizes_relative_approx(const sizes_t *s, double x)
{
    double best = -1e9, at = s->step > 0 ? (x - s->x0) / s->step : 0;
    int i, k, low = at < 0 ? 0 : (int) at;

    for (i = low; i <= low + 1; i++)
        for (k = 0; k < s->n_integrands; k++)
        {
            int j = i < s->n ? i : s->n - 1;
            double v = s->log2_value[j * s->n_integrands + k]
                       - s->log2_scale[k];

            if (v > best)
                best = v;
        }
    return best;
}
