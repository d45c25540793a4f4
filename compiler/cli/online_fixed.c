/* compiler/cli/online_fixed.c -- `saddle online --fixed-points`: the points. */
#include "online_fixed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME 1e-7

static int
tick(void *ctx, double done)
{
    (void) ctx;
    return progress_tick(NULL, "fixed points", done);
}

/* Equal up to a permutation of units: error and eigenvalues agree. */
static int
is_known(const dynamics_t *x, const fixed_list_t *list, const fixed_point_t *p)
{
    int i, k;

    for (i = 0; i < list->n; i++)
    {
        const fixed_point_t *q = &list->item[i].point;
        double gap = fabs(q->value[0] - p->value[0]);
        double scale = fmax(fabs(p->re[0]),
                            fabs(p->re[x->flow->n_state - 1]));

        if (p->smooth != q->smooth)
            continue;
        for (k = 0; k < x->flow->n_state; k++)
            gap = fmax(gap, fabs(q->re[k] - p->re[k]) / fmax(scale, 1e-300));
        if (gap < SAME)
            return 1;
    }
    return 0;
}

static void
keep(const dynamics_t *x, fixed_list_t *list, fixed_point_t *p, int found,
     const char *kind)
{
    if (!found || list->n == FIXED_MOST || is_known(x, list, p))
    {
        fixed_clear(p);
        return;
    }
    list->item[list->n++] = (fixed_item_t) { .point = *p, .kind = kind };
}

/* The plateau, where the course from the start ends, and what lies near the
   teacher. */
static int
find(const dynamics_t *x, const fixed_plan_t *plan, fixed_list_t *list)
{
    const saddle_flow_t *f = x->flow;
    double *state = malloc((size_t) f->n_state * sizeof *state);
    fixed_point_t p;

    if (state == NULL)
        return EXIT_LIMIT;
    if (fixed_may_be_alike(plan))
        keep(x, list, &p, fixed_plateau(&p, plan), "plateau");
    f->start(plan->theta, state);
    list->asymmetry = fixed_asymmetry(f, state);
    if (!progress_interrupted())
        keep(x, list, &p, fixed_rest(&p, plan, state), "end");
    fixed_copies(f, plan->theta, state);
    if (!progress_interrupted())
        keep(x, list, &p, fixed_rest(&p, plan, state), "teacher");
    free(state);
    return progress_interrupted() ? EXIT_LIMIT : EXIT_DONE;
}

static int
certify(dynamics_t *x, const fixed_plan_t *plan, fixed_list_t *list)
{
    session_t *s = &x->loaded.session;
    slong prec = (slong) (3.4 * (double) x->o->digits) + 80;
    arb_ptr theta = _arb_vec_init(x->flow->n_parameters);
    int k, i, status = EXIT_DONE;

    for (k = 0; k < x->flow->n_parameters; k++)
        session_parameter(theta + k, k, 2 * prec, s);
    for (i = 0; i < list->n; i++)
    {
        fixed_item_t *item = list->item + i;

        /* the box has the square root of the precision */
        rest_prove(&item->proof, plan, theta, item->point.state,
                   strcmp(item->kind, "plateau") == 0, 2 * prec);
        item->tried = 1;
        if (item->proof.verdict != CERTIFY_PROVEN)
            status = EXIT_REFUSED;
    }
    _arb_vec_clear(theta, x->flow->n_parameters);
    return status;
}

int
online_fixed_points(dynamics_t *x)
{
    fixed_plan_t plan = { x->flow, x->loaded.theta, x->limit, tick, NULL };
    fixed_list_t list = { 0 };
    int status = find(x, &plan, &list), i;

    for (i = 0; i < list.n && status == EXIT_DONE; i++)
        list.item[i].limit
            = list.item[i].point.smooth && list.item[i].point.unstable == 0
                  ? fixed_limit(&plan, list.item[i].point.state,
                                &list.item[i].parameter) : NAN;
    if (status == EXIT_DONE && x->o->digits > 0)
        status = certify(x, &plan, &list);
    progress_end();
    if (progress_interrupted())
        fprintf(stderr, "saddle online: interrupted\n");
    else
        online_tell_fixed(x, &list);
    if (status == EXIT_DONE && list.n == 0)
    {
        fprintf(stderr, "saddle online: no fixed point was reached: the "
                        "overlaps go on moving\n");
        status = EXIT_LIMIT;
    }
    for (i = 0; i < list.n; i++)
    {
        if (list.item[i].tried)
            rest_proof_clear(&list.item[i].proof, x->flow);
        fixed_clear(&list.item[i].point);
    }
    return status;
}
