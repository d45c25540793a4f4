/* runtime/quadrature/panel_plan.c -- cutting a piece into panels. */
#include "panels.h"
#include "machine_real.h"

#include <math.h>
#include <stdlib.h>

#define MAX_BOXES 20000
#define RECTANGLE_BOXES 400      /* for one ellipse                        */
#define MAX_DEPTH 60
#define MOST_NODES 6000
#define FINE 3

void
plan_init(plan_t *plan, ball_task_t *task, const sizes_t *sizes)
{
    const saddle_group_t *g = task->group;

    plan->task = task;
    plan->sizes = sizes;
    plan->prec = task->prec + 16;
    plan->n_panels = 0;
    plan->boxes = 0;
    box_machine_init(&plan->m, g->ball->n_registers);
    box_machine_set_env(&plan->m, task->env, g->n_env);
    box_machine_place(&plan->m, g->n_env, 0, 0, 0, 0);
    g->ball->constants(&plan->m.base);
}

static void
panel_clear(panel_t *p, int n_integrands)
{
    _mag_vec_clear(p->bound, n_integrands);
    arf_clear(p->radius);
    arf_clear(p->centre);
}

void
plan_clear(plan_t *plan)
{
    int k;

    for (k = 0; k < plan->n_panels; k++)
        panel_clear(&plan->panel[k], plan->task->group->n_integrands);
    box_machine_clear(&plan->m);
}

/* ---- bounds on an ellipse ------------------------------------------------ */

/* Upper half of the ellipse around `centre` (double enclosure lo..hi). */
typedef struct
{
    double c0, c1;               /* centre lies between                    */
    double a, b;                 /* at least the half-axes                 */
    long boxes;
} ellipse_t;

/* Is the box right of x0, left of x1 and above y surely outside? */
static int
outside(const ellipse_t *e, double x0, double x1, double y)
{
    double dx = x0 > e->c1 ? x0 - e->c1 : x1 < e->c0 ? e->c0 - x1 : 0;

    /* doubles: the relative error is far below the margin */
    return (dx / e->a) * (dx / e->a) + (y / e->b) * (y / e->b) > 1 + 1e-9;
}

static int
box_bound(mag_ptr bound, plan_t *plan, double x0, double x1, double y0,
          double y1)
{
    const saddle_group_t *g = plan->task->group;
    mag_t size;
    int k;

    plan->boxes++;
    box_machine_place(&plan->m, g->n_env, x0, x1, y0, y1);
    plan->m.n_selects = 0;
    g->ball->integrand(&plan->m.base);
    for (k = 0; k < g->n_integrands; k++)
        if (!box_machine_is_finite(&plan->m, g->ball->outputs[k]))
            return 0;
    mag_init(size);
    for (k = 0; k < g->n_integrands; k++)
    {
        box_machine_bound(size, &plan->m, g->ball->outputs[k],
                          g->weight_gauss);
        mag_max(bound + k, bound + k, size);
    }
    mag_clear(size);
    return 1;
}

/* As the columns of a strip, but giving up at once. */
static int
column_bound(mag_ptr bound, plan_t *plan, ellipse_t *e, double x0, double x1)
{
    double width = x1 - x0, mid = x0 + width / 2, y = 0, step = width;

    while (y < e->b && !outside(e, x0, x1, y))
    {
        double top = y + step < e->b ? y + step : e->b;

        if (e->boxes++ > RECTANGLE_BOXES)
            return 0;
        plan->m.reference = mid;
        if (box_bound(bound, plan, x0, x1, y, top))
        {
            y = top;
            step *= 2;
        }
        else if (top - y > 0.6 * width)
            step = (top - y) / 2;
        else
            return width > e->b / FINE
                   && column_bound(bound, plan, e, x0, mid)
                   && column_bound(bound, plan, e, mid, x1);
    }
    return 1;
}

/* Smallest double >= r (rho + sign/rho)/2. */
static double
half_axis(const arf_t radius, int rho, int sign)
{
    arb_t v;
    arf_t top;
    double d;

    arb_init(v);
    arf_init(top);
    arb_set_arf(v, radius);
    arb_mul_si(v, v, rho * rho + sign, 64);
    arb_div_si(v, v, 2 * rho, 64);
    arb_get_ubound_arf(top, v, 64);
    d = arf_get_d(top, ARF_RND_CEIL);
    arf_clear(top);
    arb_clear(v);
    return d;
}

int
_panel_bound(mag_ptr bound, plan_t *plan, const arf_t centre,
             const arf_t radius, int rho)
{
    ellipse_t e;
    double x0, x1;
    int k, ok = 1;

    e.c0 = arf_get_d(centre, ARF_RND_FLOOR);
    e.c1 = arf_get_d(centre, ARF_RND_CEIL);
    e.a = half_axis(radius, rho, 1);
    e.b = half_axis(radius, rho, -1);
    e.boxes = 0;
    /* nextafter: the sums below round */
    x0 = nextafter(e.c0 - e.a, -HUGE_VAL);
    x1 = nextafter(e.c1 + e.a, HUGE_VAL);
    for (k = 0; k < plan->task->group->n_integrands; k++)
        mag_zero(bound + k);
    for (k = 0; k < 4 && ok; k++)
        ok = column_bound(bound, plan, &e,
                          k == 0 ? x0 : x0 + (x1 - x0) * k / 4,
                          k == 3 ? x1 : x0 + (x1 - x0) * (k + 1) / 4);
    return ok;
}

/* ---- choices ------------------------------------------------------------ */

/* Nodes that make the error smaller than 2^-prec of the scales. */
static long
nodes_wanted(const plan_t *plan, mag_srcptr bound, double radius, int rho)
{
    double worst = 2;
    long n, grid;
    int k;

    for (k = 0; k < plan->sizes->n_integrands; k++)
    {
        double bits = (double) plan->task->prec + 5
                      - plan->sizes->log2_scale[k];

        if (mag_is_zero(bound + k))
            continue;
        bits += mag_get_d_log2_approx(bound + k) + log2(radius);
        if (bits / (2 * log2(rho)) > worst)
            worst = bits / (2 * log2(rho));
    }
    if (worst > 1e6)
        return 1000000;
    n = (long) ceil(worst);
    for (grid = 2; 16 * grid < n; grid *= 2)
        ;
    return (n + grid - 1) / grid * grid;
}

static int
negligible(const plan_t *plan, mag_srcptr bound, double radius)
{
    int k;

    for (k = 0; k < plan->sizes->n_integrands; k++)
        if (!mag_is_zero(bound + k)
            && mag_get_d_log2_approx(bound + k) + log2(radius)
               > plan->sizes->log2_scale[k]
                 - (double) plan->task->prec - 8)
            return 0;
    return 1;
}

/* Bits for the nodes, from samples of the integrands. */
static slong
bits_wanted(plan_t *plan, const arf_t centre, const arf_t radius)
{
    double c = arf_get_d(centre, ARF_RND_NEAR);
    double r = arf_get_d(radius, ARF_RND_NEAR), best, v, bits;
    int k;

    if (plan->sizes == NULL)
        return plan->prec;
    best = sizes_relative_approx(plan->sizes, c);
    for (k = -3; k <= 3; k++)
    {
        v = sizes_relative_approx(plan->sizes, c + k * r / 3);
        if (v > best)
            best = v;
    }
    bits = (double) plan->prec + best + log2(r) + 10;
    return bits > (double) plan->prec ? plan->prec
           : bits < 0 ? 0 : (slong) bits;
}

int
_panel_add(plan_t *plan, const arf_t centre, const arf_t radius, int rho,
           long n)
{
    int n_k = plan->task->group->n_integrands;
    panel_t *p = &plan->panel[plan->n_panels];
    long first = 0;

    if (plan->n_panels == PANEL_MAX)
        return 0;
    if (plan->n_panels > 0)
        first = p[-1].first + p[-1].n;
    p->bound = _mag_vec_init(n_k);
    arf_init(p->centre);
    arf_init(p->radius);
    if (!_panel_bound(p->bound, plan, centre, radius, rho))
    {
        panel_clear(p, n_k);
        return 0;
    }
    arf_set(p->centre, centre);
    arf_set(p->radius, radius);
    p->rho = rho;
    p->n = n;
    p->first = first;
    p->bits = bits_wanted(plan, centre, radius);
    plan->n_panels++;
    return 1;
}

/* The ellipse with the fewest nodes, for rho = 2, 4, 8, 16. */
static int
try_panel(plan_t *plan, const arf_t centre, const arf_t radius)
{
    double r = arf_get_d(radius, ARF_RND_NEAR);
    int n_k = plan->task->group->n_integrands, rho, k, better;
    panel_t *p = &plan->panel[plan->n_panels];
    long n;

    if (!_panel_add(plan, centre, radius, 2, 2))
        return 0;
    if (negligible(plan, p->bound, r))
    {
        p->n = 0;
        return 1;
    }
    p->n = nodes_wanted(plan, p->bound, r, 2);
    for (rho = 4; rho <= 16; rho *= 2)
    {
        mag_ptr bound = _mag_vec_init(n_k);

        n = p->n;
        if (_panel_bound(bound, plan, centre, radius, rho))
            n = nodes_wanted(plan, bound, r, rho);
        better = n < p->n;
        if (better)
        {
            p->n = n;
            p->rho = rho;
            for (k = 0; k < n_k; k++)
                mag_swap(p->bound + k, bound + k);
        }
        _mag_vec_clear(bound, n_k);
        if (!better)
            break;
    }
    if (p->n > MOST_NODES)
    {
        panel_clear(p, n_k);
        plan->n_panels--;
        return 0;
    }
    return 1;
}

static saddle_status_t
plan_between(plan_t *plan, const arf_t p, const arf_t q, int depth)
{
    saddle_status_t status = SADDLE_OK;
    arf_t c, r;

    if (plan->n_panels >= PANEL_MAX - 1 || plan->boxes > MAX_BOXES)
    {
        plan->task->why = "too many panels or boxes";
        return SADDLE_LIMIT;
    }
    arf_init(c);
    arf_init(r);
    arf_add(c, p, q, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(c, c, -1);
    arf_sub(r, q, p, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(r, r, -1);
    if (!try_panel(plan, c, r))
    {
        /* split at a short number */
        double m = arf_get_d(c, ARF_RND_NEAR), w = arf_get_d(r, ARF_RND_NEAR);
        int shift = w > 0 ? 8 - ilogb(w) : 0;

        m = ldexp(floor(ldexp(m, shift)), -shift);
        if (depth == 0 || !(w > ldexp(1, -45) * (1 + fabs(m))))
        {
            plan->task->why = "an integrand is not proved analytic around"
                              " a point of the range";
            status = SADDLE_UNPROVED;
        }
        else
        {
            arf_set_d(c, m);
            status = plan_between(plan, p, c, depth - 1);
            if (status == SADDLE_OK)
                status = plan_between(plan, c, q, depth - 1);
        }
    }
    arf_clear(r);
    arf_clear(c);
    return status;
}

saddle_status_t
plan_piece(plan_t *plan, const arf_t p, const arf_t q)
{
    return plan_between(plan, p, q, MAX_DEPTH);
}
