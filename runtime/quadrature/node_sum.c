/* runtime/quadrature/node_sum.c -- weighted sums of integrands, in threads.
 *
 * Nodes are dealt to CLASSES classes, i mod CLASSES.  Each class is summed in
 * order by one thread, and the classes are added in order: the result is the
 * same for any number of threads.
 */
#include "balls.h"
#include "lanes.h"

#include <flint.h>
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

/* Nodes of a block that lie in one class together. */
static long
block_length(const node_rule_t *rule)
{
    long n = 8;

    if (!(rule->step > 0))
        return 1;
    while (n < LANE_BLOCK && n * 4 * CLASSES < rule->n)
        n *= 2;
    return n;
}

static slong
block_level(const worker_t *w, long first, long n)
{
    slong most = 0, bits;
    long i;

    for (i = first; i < first + n; i++)
    {
        bits = w->rule->bits(i, w->rule->ctx);
        if (bits > most)
            most = bits;
    }
    return level_of(most, w->prec);
}

static void
set_level(worker_t *w, real_machine_t *m, lanes_t *lanes, slong level)
{
    const saddle_group_t *g = w->task->group;

    real_machine_set(m, w->task->env, g->n_env, level);
    if (w->rule->step > 0)
        lanes_record(lanes, g, m);
    else
    {
        m->strict = 1;
        g->ball->constants(&m->base);
        m->strict = 0;
    }
}

/* One node: t is in its register, the lanes stand at it. */
static void
single_node(worker_t *w, real_machine_t *m, arb_ptr sum, long i, slong level)
{
    arb_t weight, t;

    arb_init(weight);
    arb_init(t);
    w->rule->node(t, weight, i, level, w->rule->ctx);
    arb_set(m->r + w->task->group->n_env, t);
    m->outside[w->task->group->n_env] = 0;
    add_outputs(w, m, sum, weight);
    arb_clear(t);
    arb_clear(weight);
}

/* Nodes first .. first + n - 1 on one side, with neighbours' help. */
static void
spaced_nodes(worker_t *w, real_machine_t *m, lanes_t *lanes, arb_ptr sum,
             arb_srcptr weight, long first, long n, int side)
{
    int reg = w->task->group->n_env;
    double step = side * w->rule->step;
    long k;

    if (side < 0 && first == 0)
    {
        first = 1;
        weight++;
        n--;
    }
    if (n == 0)
        return;
    lanes_fill(lanes, step, first, (int) n, m);
    m->lanes = lanes;
    for (k = 0; k < n; k++)
    {
        arb_set_d(m->r + reg, step);
        arb_mul_si(m->r + reg, m->r + reg, first + k, ARF_PREC_EXACT);
        m->outside[reg] = 0;
        lanes->at = (int) k;
        lanes->call = 0;
        add_outputs(w, m, sum, weight + k);
    }
    m->lanes = NULL;
}

static void
spaced_block(worker_t *w, real_machine_t *m, lanes_t *lanes, arb_ptr sum,
             long first, long n)
{
    arb_ptr weight = _arb_vec_init(n);
    arb_struct c[3];
    long k;

    for (k = 0; k < 3; k++)
        arb_init(c + k);
    arb_set_d(c + 2, 0.5);
    lane_chain(weight, (int) n, c, 2, -1, w->rule->step, first, m->prec);
    for (k = 0; k < n; k++)
        if (w->rule->mirror == 2 && first + k > 0)
            arb_mul_2exp_si(weight + k, weight + k, 1);
    spaced_nodes(w, m, lanes, sum, weight, first, n, 1);
    if (w->rule->mirror == 1)
        spaced_nodes(w, m, lanes, sum, weight, first, n, -1);
    for (k = 0; k < 3; k++)
        arb_clear(c + k);
    _arb_vec_clear(weight, n);
}

static void
sum_class(worker_t *w, real_machine_t *m, lanes_t *lanes, int class)
{
    const node_rule_t *rule = w->rule;
    arb_ptr sum = w->sum + class * w->task->group->n_integrands;
    long length = block_length(rule), first, n;
    slong level = 0, wanted;

    for (first = class * length; first < rule->n; first += CLASSES * length)
    {
        n = rule->n - first < length ? rule->n - first : length;
        wanted = block_level(w, first, n);
        if (wanted != level)
        {
            level = wanted;
            set_level(w, m, lanes, level);
        }
        if (rule->step > 0)
            spaced_block(w, m, lanes, sum, first, n);
        else
            single_node(w, m, sum, first, level);
    }
}

static void *
work(void *argument)
{
    worker_t *w = argument;
    real_machine_t m;
    lanes_t lanes;
    int class;

    real_machine_init(&m, w->task->group->ball->n_registers);
    lanes_init(&lanes);
    for (class = w->first; class < CLASSES; class += w->step)
        sum_class(w, &m, &lanes, class);
    lanes_clear(&lanes);
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
