/* runtime/quadrature/strip.c -- proofs of analyticity in a rectangle. */
#include "strip.h"

#include <math.h>
#include <stdlib.h>

#define MAX_BOXES 6000

strip_t *
strip_new(const saddle_group_t *group, arb_srcptr env, double cap, int fine,
          double enlarge)
{
    strip_t *s = calloc(1, sizeof *s);
    mag_t radius, more;
    int k;

    if (s == NULL)
        abort();
    mag_init(radius);
    mag_init(more);
    s->group = group;
    s->a = s->cap = cap;
    s->unit = 1;
    s->fine = fine;
    s->env = _arb_vec_init(group->n_env);
    mag_set_d(more, enlarge);
    for (k = 0; k < group->n_env; k++)
    {
        arb_set(s->env + k, env + k);
        arb_get_mag(radius, env + k);
        mag_mul(radius, radius, more);
        arb_add_error_mag(s->env + k, radius);
    }
    box_machine_init(&s->m, group->ball->n_registers);
    box_machine_set_env(&s->m, s->env, group->n_env);
    box_machine_place(&s->m, group->n_env, 0, 0, 0, 0);
    group->ball->constants(&s->m.base);
    mag_clear(more);
    mag_clear(radius);
    return s;
}

void
strip_free(strip_t *s)
{
    int k;

    if (s == NULL)
        return;
    for (k = 0; k < s->n_tops; k++)
        _mag_vec_clear(s->top[k].bound, s->group->n_integrands);
    box_machine_clear(&s->m);
    _arb_vec_clear(s->env, s->group->n_env);
    free(s->column);
    free(s);
}

int
strip_contains_env(const strip_t *s, arb_srcptr env)
{
    int k;

    for (k = 0; k < s->group->n_env; k++)
        if (!arb_contains(s->env + k, env + k))
            return 0;
    return 1;
}

/* ---- covering ----------------------------------------------------------- */

static int
holomorphic_on(strip_t *s, double x0, double x1, double y0, double y1)
{
    const saddle_ball_group_t *ball = s->group->ball;
    int k;

    s->boxes++;
    box_machine_place(&s->m, s->group->n_env, x0, x1, y0, y1);
    ball->integrand(&s->m.base);
    for (k = 0; k < s->group->n_integrands; k++)
        if (!box_machine_is_finite(&s->m, ball->outputs[k]))
            return 0;
    return 1;
}

static void
add_column(strip_t *s, double x0, double x1)
{
    if (s->n_columns == s->room)
    {
        s->room = 2 * s->room + 64;
        s->column = realloc(s->column,
                            (size_t) s->room * sizeof *s->column);
        if (s->column == NULL)
            abort();
    }
    s->column[s->n_columns++] = (strip_column_t) { x0, x1 };
}

/* Rows from the real line up; a box that fails is made lower, then narrower
   (two columns with reference points of their own), then a shrinks.  A column
   so narrow that it needs many rows stands beside a pole which will make a
   small anyway. */
static saddle_status_t
cover_column(strip_t *s, double x0, double x1, double least)
{
    double width = x1 - x0, step = width, y = 0, mid = x0 + width / 2;
    saddle_status_t status;
    int rows = 0;

    while (y < s->a)
    {
        double top = y + step < s->a ? y + step : s->a;
        double narrow = y / s->fine;

        if (s->boxes > MAX_BOXES)
            return SADDLE_LIMIT;
        s->m.reference = mid;
        if (holomorphic_on(s, x0, x1, y, top))
        {
            y = top;
            step *= 2;
            if (++rows > 4 * s->fine && y < s->a)
                s->a = y;
            continue;
        }
        if (top - y > 0.6 * width)
        {
            step = (top - y) / 2;
            continue;
        }
        if (narrow < least / 4)
            narrow = least / 4;
        if (width > narrow)
        {
            status = cover_column(s, x0, mid, least);
            return status == SADDLE_OK ? cover_column(s, mid, x1, least)
                                       : status;
        }
        s->a = y * (1 - 1.0 / s->fine);
        if (s->a < least)
            return SADDLE_UNPROVED;
    }
    add_column(s, x0, x1);
    return SADDLE_OK;
}

saddle_status_t
strip_extend(strip_t *s, double reach, double least)
{
    saddle_status_t status = SADDLE_OK;

    s->boxes = 0;
    while (status == SADDLE_OK && (s->right < reach || s->left < reach))
        if (s->right <= s->left)
        {
            status = cover_column(s, s->right, s->right + s->unit, least);
            s->right += s->unit;
        }
        else
        {
            status = cover_column(s, -s->left - s->unit, -s->left, least);
            s->left += s->unit;
        }
    if (status != SADDLE_OK)
        s->a = 0;
    return status;
}

/* ---- bounds ------------------------------------------------------------- */

/* bound[k] += factor * sup |f_k w| on a box, split while not finite */
static int
add_bounds(mag_ptr bound, strip_t *s, double x0, double x1, double y0,
           double y1, const mag_t factor, int depth)
{
    const saddle_group_t *g = s->group;
    mag_t size;
    int k, ok;

    if (!holomorphic_on(s, x0, x1, y0, y1))
    {
        if (depth == 0)
            return 0;
        if (x1 > x0)
        {
            mag_init(size);
            mag_mul_2exp_si(size, factor, -1);
            ok = add_bounds(bound, s, x0, (x0 + x1) / 2, y0, y1, size,
                            depth - 1)
                 && add_bounds(bound, s, (x0 + x1) / 2, x1, y0, y1, size,
                               depth - 1);
            mag_clear(size);
            return ok;
        }
        return add_bounds(bound, s, x0, x1, y0, (y0 + y1) / 2, factor,
                          depth - 1)
               && add_bounds(bound, s, x0, x1, (y0 + y1) / 2, y1, factor,
                             depth - 1);
    }
    mag_init(size);
    for (k = 0, ok = 1; k < g->n_integrands; k++)
    {
        box_machine_bound(size, &s->m, g->ball->outputs[k], g->weight_gauss);
        mag_addmul(bound + k, size, factor);
        ok = ok && !mag_is_inf(bound + k);
    }
    mag_clear(size);
    return ok;
}

static strip_top_t *
find_top(strip_t *s, double y)
{
    int k;

    for (k = 0; k < s->n_tops; k++)
        if (s->top[k].y == y)
            return &s->top[k];
    if (s->n_tops == STRIP_TOPS)
    {
        k = STRIP_TOPS - 1;
        _mag_vec_clear(s->top[k].bound, s->group->n_integrands);
    }
    else
        k = s->n_tops++;
    s->top[k].y = y;
    s->top[k].columns = 0;
    s->top[k].bound = _mag_vec_init(s->group->n_integrands);
    return &s->top[k];
}

int
strip_top(mag_ptr bound, strip_t *s, double y)
{
    strip_top_t *top = find_top(s, y);
    int k, ok = 1;
    mag_t width;

    mag_init(width);
    for (; top->columns < s->n_columns && ok; top->columns++)
    {
        const strip_column_t *c = s->column + top->columns;
        double mid = (c->x0 + c->x1) / 2;

        s->m.reference = mid;
        mag_set_d(width, mid - c->x0);
        ok = add_bounds(top->bound, s, c->x0, mid, y, y, width, 6)
             && add_bounds(top->bound, s, mid, c->x1, y, y, width, 6);
    }
    for (k = 0; k < s->group->n_integrands; k++)
    {
        if (!ok)
            mag_inf(top->bound + k);
        mag_set(bound + k, top->bound + k);
    }
    mag_clear(width);
    return ok;
}

/* int_y^inf dy/(1 + exp(2 pi y/h)) = h/(2 pi) log(1 + exp(-2 pi y/h)) */
static void
side_weight(mag_t weight, double y, double h)
{
    arb_t u, v, pi;

    arb_init(u);
    arb_init(v);
    arb_init(pi);
    arb_const_pi(pi, 64);
    arb_mul_2exp_si(pi, pi, 1);
    arb_set_d(v, h);
    arb_div(pi, pi, v, 64);
    arb_set_d(u, y);
    arb_mul(u, u, pi, 64);
    arb_neg(u, u);
    arb_exp(u, u, 64);
    arb_log1p(u, u, 64);
    arb_div(u, u, pi, 64);
    arb_get_mag(weight, u);
    arb_clear(pi);
    arb_clear(v);
    arb_clear(u);
}

int
strip_side(mag_ptr bound, strip_t *s, double x, double a, double h)
{
    double y = 0, step = h / 4;
    mag_t weight;
    int ok = 1, k;

    mag_init(weight);
    for (k = 0; k < s->group->n_integrands; k++)
        mag_zero(bound + k);
    s->m.reference = x;
    while (y < a && ok)
    {
        double top = y + step < a ? y + step : a;

        side_weight(weight, y, h);
        ok = add_bounds(bound, s, x, x, y, top, weight, 8);
        y = top;
        step = y;
    }
    mag_clear(weight);
    return ok;
}
