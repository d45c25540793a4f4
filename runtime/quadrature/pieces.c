/* runtime/quadrature/pieces.c -- ranges, breaks, and the gaps between pieces.
 *
 * Ends and breaks are balls.  Overlapping ones are merged to clusters; between
 * clusters the integrands are analytic for every env, inside a cluster the
 * integral is bounded by width times range.
 */
#include "pieces.h"
#include "machine_parity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- clusters ----------------------------------------------------------- */

void
pieces_add(pieces_t *p, const arf_t lo, const arf_t hi, int is_end)
{
    cluster_t *c;

    if (p->n == p->room)
    {
        p->room = 2 * p->room + 8;
        p->cluster = realloc(p->cluster,
                             (size_t) p->room * sizeof *p->cluster);
        if (p->cluster == NULL)
            abort();
    }
    c = &p->cluster[p->n++];
    arf_init(c->lo);
    arf_init(c->hi);
    arf_set(c->lo, lo);
    arf_set(c->hi, hi);
    c->is_end = is_end;
}

static void
add_cluster(pieces_t *p, const arb_t ball, int is_end)
{
    arf_t lo, hi;
    arb_t v;
    mag_t more;

    arf_init(lo);
    arf_init(hi);
    arb_init(v);
    mag_init(more);
    arb_set(v, ball);
    if (!arb_is_exact(v))
    {
        /* conditions that vanish here are then not zero at the ends */
        mag_mul_2exp_si(more, arb_radref(v), -6);
        mag_add(arb_radref(v), arb_radref(v), more);
        arb_get_mag(more, v);
        mag_add_ui(more, more, 1);
        mag_mul_2exp_si(more, more, -p->task->prec - 12);
        arb_add_error_mag(v, more);
    }
    arb_get_lbound_arf(lo, v, p->prec + 64);
    arb_get_ubound_arf(hi, v, p->prec + 64);
    pieces_add(p, lo, hi, is_end);
    mag_clear(more);
    arb_clear(v);
    arf_clear(hi);
    arf_clear(lo);
}

int
pieces_by_place(const void *a, const void *b)
{
    return arf_cmp(((const cluster_t *) a)->lo, ((const cluster_t *) b)->lo);
}

/* Joins clusters that overlap; drops those outside the range. */
static void
merge_clusters(pieces_t *p)
{
    int i, kept = 0, first = -1, last = -1;

    qsort(p->cluster, (size_t) p->n, sizeof *p->cluster, pieces_by_place);
    for (i = 0; i < p->n; i++)
    {
        cluster_t *c = &p->cluster[i];
        cluster_t *before = kept > 0 ? &p->cluster[kept - 1] : NULL;

        if (before != NULL && arf_cmp(c->lo, before->hi) <= 0
            && !(arf_equal(c->lo, before->hi) && c->is_end && before->is_end))
        {
            if (arf_cmp(c->hi, before->hi) > 0)
                arf_set(before->hi, c->hi);
            before->is_end |= c->is_end;
            arf_clear(c->lo);
            arf_clear(c->hi);
        }
        else
            p->cluster[kept++] = *c;
    }
    for (i = 0; i < kept; i++)
        if (p->cluster[i].is_end)
        {
            first = first < 0 ? i : first;
            last = i;
        }
    p->n = 0;
    for (i = 0; i < kept; i++)
        if (i >= first && i <= last)
            p->cluster[p->n++] = p->cluster[i];
        else
        {
            arf_clear(p->cluster[i].lo);
            arf_clear(p->cluster[i].hi);
        }
}

static void
pieces_init(pieces_t *p, ball_task_t *task, double cut)
{
    const saddle_group_t *g = task->group;
    int k;

    p->task = task;
    p->even = g->weight_gauss && g->lo_infinite && g->hi_infinite
              && g->n_breaks == 0 && !g->bent && group_is_even(g);
    p->prec = task->prec + 64;
    p->sign = 1;
    p->n = p->room = 0;
    p->cluster = NULL;
    arb_init(p->lo);
    arb_init(p->hi);
    real_machine_init(&p->m, g->ball->n_registers);
    real_machine_set(&p->m, task->env, g->n_env, p->prec);
    p->m.strict = 1;
    g->ball->constants(&p->m.base);
    p->m.strict = 0;
    if (p->even)
        arb_zero(p->lo);
    else if (g->lo_infinite || g->ball->lo < 0)
        arb_set_d(p->lo, -cut);
    else
        arb_set(p->lo, p->m.r + g->ball->lo);
    if (g->hi_infinite || g->ball->hi < 0)
        arb_set_d(p->hi, cut);
    else
        arb_set(p->hi, p->m.r + g->ball->hi);
    if (arb_gt(p->lo, p->hi))
    {
        arb_swap(p->lo, p->hi);
        p->sign = -1;
    }
    for (k = 0; k < g->n_breaks; k++)
        if (arb_is_finite(p->m.r + g->ball->breaks[k]))
            add_cluster(p, p->m.r + g->ball->breaks[k], 0);
    add_cluster(p, p->lo, 1);
    add_cluster(p, p->hi, 1);
    merge_clusters(p);
}

static void
pieces_clear(pieces_t *p)
{
    int k;

    for (k = 0; k < p->n; k++)
    {
        arf_clear(p->cluster[k].lo);
        arf_clear(p->cluster[k].hi);
    }
    free(p->cluster);
    real_machine_clear(&p->m);
    arb_clear(p->hi);
    arb_clear(p->lo);
}

/* ---- real evaluations ---------------------------------------------------- */

void
pieces_evaluate(pieces_t *p, const arf_t lo, const arf_t hi)
{
    const saddle_group_t *g = p->task->group;

    arb_set_interval_arf(p->m.r + g->n_env, lo, hi, p->prec);
    p->m.outside[g->n_env] = 0;
    p->m.n_selects = 0;
    g->ball->integrand(&p->m.base);
}

/* out += width * range of f_k w on the cluster; [0, 1] of it when an end of
   the range lies somewhere inside, [-1, 1] when both do. */
static int
add_gap(arb_ptr out, pieces_t *p, const cluster_t *c, int both)
{
    const saddle_group_t *g = p->task->group;
    arb_t w, v;
    int k, ok = 1;

    if (arf_equal(c->lo, c->hi))
        return 1;
    arb_init(w);
    arb_init(v);
    pieces_evaluate(p, c->lo, c->hi);
    if (g->weight_gauss)
        real_function(w, SADDLE_PHI, p->m.r + g->n_env, p->prec);
    else
        arb_one(w);
    arb_set_arf(v, c->hi);
    arb_sub_arf(v, v, c->lo, p->prec);
    arb_mul(w, w, v, p->prec);
    if (c->is_end)
    {
        arb_set_d(v, both ? 0 : 0.5);
        mag_set_d(arb_radref(v), both ? 1 : 0.5);
        arb_mul(w, w, v, p->prec);
    }
    for (k = 0; k < g->n_integrands; k++)
    {
        arb_mul(v, w, p->m.r + g->ball->outputs[k], p->prec);
        arb_add(out + k, out + k, v, p->prec);
        ok = ok && arb_is_finite(out + k);
    }
    arb_clear(v);
    arb_clear(w);
    if (!ok)
        p->task->why = "an integrand is not bounded near an end or break";
    return ok;
}

/* The signs of all conditions at a point, left in the machine and in p. */
static int
signs_at(pieces_t *p, const arf_t at)
{
    int k;

    pieces_evaluate(p, at, at);
    if (p->m.n_selects > REAL_MAX_SELECTS)
        return 0;
    memcpy(p->select_sign, p->m.select_sign, sizeof p->select_sign);
    for (k = 0; k < p->m.n_selects; k++)
        if (p->select_sign[k] != REAL_NOT_NEGATIVE
            && p->select_sign[k] != REAL_NOT_POSITIVE)
            return 0;
    return 1;
}

/* Every condition of a select has on [lo, hi] the sign that it has in the
   middle: sure for affine ones when it has it at both ends. */
static int
selects_keep_sign(pieces_t *p, const arf_t lo, const arf_t hi, const arf_t mid)
{
    const char *sign = p->select_sign;
    int k, n;

    if (!signs_at(p, mid))
        return 0;
    n = p->m.n_selects;
    pieces_evaluate(p, lo, lo);
    for (k = 0; k < n; k++)
        if (!(p->m.select_sign[k] & sign[k]))
            return 0;
    pieces_evaluate(p, hi, hi);
    for (k = 0; k < n; k++)
        if (!(p->m.select_sign[k] & sign[k]))
            return 0;
    return 1;
}

/* ---- the integral ------------------------------------------------------- */

static saddle_status_t
add_piece(arb_ptr out, pieces_t *p, plan_t *plan, const arf_t lo,
          const arf_t hi)
{
    const saddle_group_t *g = p->task->group;
    saddle_status_t status;
    cluster_t thin;
    arf_t mid;

    arf_init(mid);
    arf_add(mid, lo, hi, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(mid, mid, -1);
    plan->m.piece_point = arf_get_d(mid, ARF_RND_NEAR);
    arf_set_d(mid, plan->m.piece_point);
    if (arf_cmp(mid, lo) <= 0 || arf_cmp(mid, hi) >= 0)
    {
        /* thinner than doubles resolve */
        thin = (cluster_t) { { *lo }, { *hi }, 0 };
        status = add_gap(out, p, &thin, 0) ? SADDLE_OK : SADDLE_UNPROVED;
    }
    else if (!(g->bent ? signs_at(p, mid)
                       : selects_keep_sign(p, lo, hi, mid)))
    {
        p->task->why = "a condition is not proved to keep its sign between"
                       " breaks";
        status = SADDLE_UNPROVED;
    }
    else
    {
        plan->m.select_sign = g->bent ? p->select_sign : NULL;
        status = plan_piece(plan, lo, hi);
    }
    arf_clear(mid);
    return status;
}

saddle_status_t
_panels_cut(arb_ptr out, ball_task_t *task, double cut, const sizes_t *sizes,
            unsigned drop)
{
    const saddle_group_t *g = task->group;
    int i, k, side, n_k = g->n_integrands;
    saddle_status_t status = SADDLE_OK;
    plan_t *plan = malloc(sizeof *plan);
    arb_ptr gaps = _arb_vec_init(n_k);
    mag_ptr bound = _mag_vec_init(n_k);
    pieces_t p;

    if (plan == NULL)
        abort();
    plan_init(plan, task, sizes);
    pieces_init(&p, task, cut);
    if (g->bent && !bends_find(&p))
        status = SADDLE_LIMIT;
    for (i = 0; i < p.n && status == SADDLE_OK; i++)
    {
        if (!(drop & DROP_GAP) && !add_gap(gaps, &p, &p.cluster[i], p.n == 1))
            status = SADDLE_UNPROVED;
        if (i + 1 < p.n && status == SADDLE_OK)
            status = add_piece(gaps, &p, plan, p.cluster[i].hi,
                               p.cluster[i + 1].lo);
    }
    if (status == SADDLE_OK)
        status = plan_run(out, plan, drop);
    for (k = 0; k < n_k && status == SADDLE_OK; k++)
    {
        arb_add(out + k, out + k, gaps + k, plan->prec);
        if (p.sign < 0)
            arb_neg(out + k, out + k);
        if (p.even)
            arb_mul_2exp_si(out + k, out + k, 1);
    }
    for (side = -1; side <= 1 && status == SADDLE_OK; side += 2)
    {
        if (!(side < 0 ? g->lo_infinite : g->hi_infinite)
            || (drop & (side < 0 ? DROP_TAIL_LEFT : DROP_TAIL_RIGHT)))
            continue;
        tail_bounds(bound, task, cut, side);
        for (k = 0; k < n_k; k++)
        {
            arb_add_error_mag(out + k, bound + k);
            if (!arb_is_finite(out + k))
                status = SADDLE_UNPROVED;
        }
    }
    pieces_clear(&p);
    plan_clear(plan);
    free(plan);
    _mag_vec_clear(bound, n_k);
    _arb_vec_clear(gaps, n_k);
    return status;
}

/* The finite ends and breaks as doubles, for first choices. */
static double
widest_approx(ball_task_t *task, double *lo, double *hi)
{
    const saddle_group_t *g = task->group;
    double widest = 0, v;
    real_machine_t m;
    int k;

    real_machine_init(&m, g->ball->n_registers);
    real_machine_set(&m, task->env, g->n_env, 64);
    g->ball->constants(&m.base);
    *lo = g->lo_infinite ? -HUGE_VAL
          : arf_get_d(arb_midref(m.r + g->ball->lo), ARF_RND_NEAR);
    *hi = g->hi_infinite ? HUGE_VAL
          : arf_get_d(arb_midref(m.r + g->ball->hi), ARF_RND_NEAR);
    for (k = 0; k < g->n_breaks; k++)
    {
        v = fabs(arf_get_d(arb_midref(m.r + g->ball->breaks[k]),
                           ARF_RND_NEAR));
        widest = v > widest ? v : widest;
    }
    if (!g->lo_infinite && fabs(*lo) > widest)
        widest = fabs(*lo);
    if (!g->hi_infinite && fabs(*hi) > widest)
        widest = fabs(*hi);
    real_machine_clear(&m);
    return widest;
}

saddle_status_t
panels(arb_ptr out, ball_task_t *task)
{
    const saddle_group_t *g = task->group;
    int sides = (g->lo_infinite ? 1 : 0) | (g->hi_infinite ? 2 : 0), n = 201;
    double lo, hi, cut = 1, reach, widest = widest_approx(task, &lo, &hi);
    saddle_status_t status;
    sizes_t sizes;

    if (!isfinite(widest) || widest > 1e9)
    {
        task->why = "the range is not finite";
        return SADDLE_UNPROVED;
    }
    reach = g->weight_gauss ? sqrt(2 * M_LN2 * (double) (task->prec + 8)) : 8;
    if (reach < widest + 2)
        reach = widest + 2;
    lo = g->lo_infinite ? -reach : lo;
    hi = g->hi_infinite ? reach : hi;
    /* midpoints of n cells: the ends may be singular or a little outside */
    status = sizes_approx(&sizes, task, lo + (hi - lo) / (2 * n),
                          hi - (hi - lo) / (2 * n), n);
    if (status == SADDLE_OK && sides != 0)
    {
        cut = tail_cut(task, sizes.log2_scale,
                       g->weight_gauss && 0.9 * reach > widest + 1
                       ? 0.9 * reach : widest + 1, sides);
        if (cut == 0)
        {
            task->why = "no growth bound of an integrand proves its decay";
            status = SADDLE_UNPROVED;
        }
    }
    if (status == SADDLE_OK)
        status = _panels_cut(out, task, cut, &sizes, 0);
    sizes_clear(&sizes);
    return status;
}
