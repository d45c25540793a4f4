/* runtime/quadrature/panels.c -- sums over panels. */
#include "panels.h"
#include "cache.h"
#include "machine_real.h"

/* ---- nodes -------------------------------------------------------------- */

static const panel_t *
panel_of(const plan_t *plan, long i)
{
    int low = 0, high = plan->n_panels - 1;

    while (low < high)
    {
        int mid = (low + high + 1) / 2;

        if (plan->panel[mid].first <= i)
            low = mid;
        else
            high = mid - 1;
    }
    /* panels without nodes share `first` with their successor */
    while (plan->panel[low].n == 0)
        low--;
    return &plan->panel[low];
}

typedef struct
{
    const plan_t *plan;
    const legendre_t *table[PANEL_MAX];
    int gauss;
} nodes_t;

static void
node(arb_t t, arb_t w, long i, slong prec, const void *ctx)
{
    const nodes_t *nodes = ctx;
    const panel_t *p = panel_of(nodes->plan, i);
    const legendre_t *table = nodes->table[p - nodes->plan->panel];
    long k = i - p->first, half = p->n / 2;
    arb_t density;

    arb_set_round(t, table->node + (k < half ? k : p->n - 1 - k), prec);
    if (k >= half)
        arb_neg(t, t);
    arb_mul_arf(t, t, p->radius, prec);
    arb_add_arf(t, t, p->centre, prec);
    arb_mul_arf(w, table->weight + (k < half ? k : p->n - 1 - k), p->radius,
                prec);
    if (nodes->gauss)
    {
        arb_init(density);
        arb_sqr(density, t, prec);
        arb_mul_2exp_si(density, density, -1);
        arb_neg(density, density);
        arb_exp(density, density, prec);
        arb_mul(w, w, density, prec);
        arb_clear(density);
    }
}

static slong
node_bits(long i, const void *ctx)
{
    const nodes_t *nodes = ctx;

    return panel_of(nodes->plan, i)->bits;
}

/* ---- errors ------------------------------------------------------------- */

static void
panel_error(mag_t error, const panel_t *p, int k)
{
    arb_t v, w;

    arb_init(v);
    arb_init(w);
    arb_set_arf(v, p->radius);
    if (p->n == 0)
        arb_mul_2exp_si(v, v, 1);
    else
    {
        arb_mul_ui(v, v, 64, 64);
        arb_div_ui(v, v, 15, 64);
        arb_set_si(w, p->rho);
        arb_pow_ui(w, w, (ulong) (2 * p->n), 64);
        arb_div(v, v, w, 64);
        arb_set_si(w, p->rho);
        arb_pow_ui(w, w, 2, 64);
        arb_mul(v, v, w, 64);
        arb_sub_ui(w, w, 1, 64);
        arb_div(v, v, w, 64);
    }
    arb_get_mag(error, v);
    mag_mul(error, error, p->bound + k);
    arb_clear(w);
    arb_clear(v);
}

saddle_status_t
plan_run(arb_ptr out, plan_t *plan, unsigned drop)
{
    ball_task_t *task = plan->task;
    int k, i, n_k = task->group->n_integrands;
    saddle_status_t status = SADDLE_OK;
    node_rule_t rule = { 0, 0, 0, node, node_bits, NULL };
    nodes_t nodes;
    arb_t scale;
    mag_t error;

    nodes.plan = plan;
    nodes.gauss = task->group->weight_gauss;
    for (i = 0; i < plan->n_panels; i++)
    {
        rule.n += plan->panel[i].n;
        nodes.table[i] = NULL;
    }
    cache_make_room(task->cache);
    for (k = 0; k < n_k; k++)
        arb_zero(out + k);
    for (i = 0; i < plan->n_panels; i++)
        if (plan->panel[i].n > 0)
            nodes.table[i] = legendre_table(task->cache, plan->panel[i].n,
                                            plan->prec + 8);
    rule.ctx = &nodes;
    if (rule.n > 0)
        status = node_sum(out, task, &rule, plan->prec + 20);
    if (status != SADDLE_OK)
        return status;
    arb_init(scale);
    mag_init(error);
    real_root_2pi_inverse(scale, plan->prec);
    for (k = 0; k < n_k; k++)
    {
        if (nodes.gauss)
            arb_mul(out + k, out + k, scale, plan->prec);
        if (drop & DROP_RADIUS)
            mag_zero(arb_radref(out + k));
        for (i = 0; i < plan->n_panels && !(drop & DROP_PANEL); i++)
        {
            panel_error(error, &plan->panel[i], k);
            arb_add_error_mag(out + k, error);
        }
        if (!arb_is_finite(out + k))
            status = SADDLE_UNPROVED;
    }
    if (status != SADDLE_OK)
        task->why = "a panel has no finite bound";
    mag_clear(error);
    arb_clear(scale);
    return status;
}
