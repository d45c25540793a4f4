/* runtime/certify/global_singular.c -- folds, instabilities, extrema in a domain.
 *
 * Their extra unknowns v say that a matrix M(x, p) is singular: the Jacobian of
 * the state for a fold and an instability (M v = 0), the Jacobian bordered by
 * the derivatives in p and of the observable for an extremum.  A cell of (x, p)
 * without a zero of the state's equations, or with a regular M, holds no
 * solution; any other has to lie in the box of a known one, v included.
 */
#include "global_parts.h"

#include <math.h>
#include <stdlib.h>

#define PREC 64

int
singular_is_searched(const saddle_system_t *s)
{
    return s->n_extra > 0 && s->residual != NULL
           && (s->condition == SADDLE_IS_FOLD
               || s->condition == SADDLE_IS_INSTABILITY
               || s->condition == SADDLE_IS_EXTREMUM);
}

/* ---- known solutions ---------------------------------------------------------- */

/* Is there exactly one zero in the box of this relative size? */
static int
try_box(global_t *g, int i, double part, arb_ptr box)
{
    const saddle_system_t *system = g->system;
    const certify_result_t *s = g->r->solution + i;
    certify_options_t options = g->options->certify;
    certify_result_t r;
    mag_t radius;
    int k, good;

    mag_init(radius);
    for (k = 0; k < system->n; k++)
    {
        arb_get_mid_arb(box + k, s->zero + k);
        arf_set_round(arb_midref(box + k), arb_midref(box + k), 60,
                      ARF_RND_NEAR);
        arf_get_mag(radius, arb_midref(box + k));
        mag_mul_2exp_si(radius, radius, -10);
        mag_set_d(arb_radref(box + k), part);
        mag_mul(arb_radref(box + k), arb_radref(box + k), radius);
        mag_mul_2exp_si(arb_radref(box + k), arb_radref(box + k), 10);
    }
    options.progress = NULL;
    certify_result_init(&r);
    good = certify_box(&r, g->model, system, box, 64, &options)
           == CERTIFY_PROVEN;
    for (k = 0; k < system->n && good; k++)
        good = arb_contains(box + k, s->zero + k);
    certify_result_clear(&r);
    mag_clear(radius);
    return good;
}

int
global_know(global_t *g, const double *env)
{
    int i = global_add_solution(g, env), n = g->system->n, tries;
    double part = 0.05;
    arb_ptr box;

    if (i < 0)
        return 0;
    box = _arb_vec_init(n);
    for (tries = 0; tries < 14; tries++, part /= 2)
        if (try_box(g, i, part, box))
        {
            g->r->box[i] = box;
            return 1;
        }
    _arb_vec_clear(box, n);
    global_drop_solution(g);
    return 0;
}

/* ---- the matrix ------------------------------------------------------------------ */

typedef struct
{
    int n_state;             /* equations of the state                     */
    int n;                   /* of M                                       */
    int bordered;
    arb_mat_t m, y;
    arb_ptr out, at_zero;
} matrix_t;

static void
matrix_init(matrix_t *a, const saddle_system_t *s)
{
    a->bordered = s->condition == SADDLE_IS_EXTREMUM;
    a->n = s->n_extra + a->bordered;
    a->n_state = s->n - a->n;
    if (!a->bordered)
        a->n_state--;        /* v.v = 1                                    */
    arb_mat_init(a->m, a->n, a->n);
    arb_mat_init(a->y, a->n, a->n);
    a->out = _arb_vec_init(s->n);
    a->at_zero = _arb_vec_init(s->n);
}

static void
matrix_clear(matrix_t *a, const saddle_system_t *s)
{
    _arb_vec_clear(a->at_zero, s->n);
    _arb_vec_clear(a->out, s->n);
    arb_mat_clear(a->y);
    arb_mat_clear(a->m);
}

static arb_ptr
extra(seat_t *seat, int k)
{
    const saddle_model_t *m = seat->g->model;

    return seat->env + m->n_orders + m->n_parameters + k;
}

/* M over the env: the rows after the state's are affine in v. */
static int
matrix_form(matrix_t *a, seat_t *seat, const cell_t *c)
{
    const saddle_system_t *s = seat->g->system;
    int i, k, good = 1;

    for (i = 0; i < a->n && a->bordered; i++)
        arb_set(arb_mat_entry(a->m, i, s->n_extra), a->at_zero + a->n_state + i);
    for (k = 0; k < s->n_extra && good; k++)
    {
        arb_one(extra(seat, k));
        good = cell_value(seat, c, a->out, s->residual);
        arb_zero(extra(seat, k));
        for (i = 0; i < a->n; i++)
        {
            arb_ptr entry = arb_mat_entry(a->m, i, k);

            arb_set(entry, a->out + a->n_state + i);
            if (a->bordered)
                arb_sub(entry, entry, a->at_zero + a->n_state + i, PREC);
        }
    }
    return good;
}

/* |Y M - 1| < 1 for the inverse Y of the middle, or det M is not 0. */
static int
matrix_is_regular(matrix_t *a)
{
    arb_mat_t p;
    arb_t row, t;
    int i, k, good;

    arb_mat_init(p, a->n, a->n);
    arb_init(row);
    arb_init(t);
    arb_mat_det(t, a->m, PREC);
    good = arb_is_finite(t) && !arb_contains_zero(t);
    if (!good)
    {
        arb_mat_get_mid(p, a->m);
        good = arb_mat_inv(a->y, p, PREC);
        arb_mat_get_mid(a->y, a->y);
        arb_mat_mul(p, a->y, a->m, PREC);
        for (i = 0; i < a->n && good; i++)
        {
            arb_zero(row);
            for (k = 0; k < a->n; k++)
            {
                arb_sub_si(t, arb_mat_entry(p, i, k), i == k, PREC);
                arb_abs(t, t);
                arb_add(row, row, t, PREC);
            }
            arb_sub_ui(row, row, 1, PREC);
            good = arb_is_negative(row);
        }
    }
    arb_clear(t);
    arb_clear(row);
    arb_mat_clear(p);
    return good;
}

/* ---- the extra unknowns of a cell -------------------------------------------------- */

/* v with v[pivot] = 1 and M v = 0 but for row `drop`; or, bordered, t with M (t,
   1) = 0 but for that row. */
static int
kernel(arb_ptr v, const matrix_t *a, int pivot, int drop)
{
    int n = a->n - 1, i, k, row, column, good;
    arb_mat_t b, x, rhs;

    if (n == 0)
    {
        arb_one(v);
        return 1;
    }
    arb_mat_init(b, n, n);
    arb_mat_init(x, n, 1);
    arb_mat_init(rhs, n, 1);
    for (i = 0, row = 0; i < a->n; i++)
    {
        if (i == drop)
            continue;
        for (k = 0, column = 0; k < a->n; k++)
            if (k == pivot)
                arb_neg(arb_mat_entry(rhs, row, 0), arb_mat_entry(a->m, i, k));
            else
                arb_set(arb_mat_entry(b, row, column++),
                        arb_mat_entry(a->m, i, k));
        row++;
    }
    good = arb_mat_solve(x, b, rhs, PREC);
    for (k = 0, column = 0; k < a->n && good; k++)
        if (k == pivot)
            arb_one(v + k);
        else
            arb_set(v + k, arb_mat_entry(x, column++, 0));
    arb_mat_clear(rhs);
    arb_mat_clear(x);
    arb_mat_clear(b);
    return good;
}

/* v.v = 1, the sign as in the box. */
static void
normalise(arb_ptr v, int n, int pivot, arb_srcptr box)
{
    arb_t norm;
    int k;

    arb_init(norm);
    for (k = 0; k < n; k++)
        arb_addmul(norm, v + k, v + k, PREC);
    arb_rsqrt(norm, norm, PREC);
    if (arf_sgn(arb_midref(box + pivot)) < 0)
        arb_neg(norm, norm);
    for (k = 0; k < n; k++)
        arb_mul(v + k, v + k, norm, PREC);
    arb_clear(norm);
}

/* Are the extra unknowns of all solutions in the cell inside the box? */
static int
extras_inside(const matrix_t *a, const saddle_system_t *s, arb_srcptr box)
{
    arb_ptr v = _arb_vec_init(a->n);
    int pivot = s->n_extra, drop, k, good = 0;

    for (k = 0, pivot = a->bordered ? s->n_extra : 0; k < s->n_extra
                                                     && !a->bordered; k++)
        if (arf_cmpabs(arb_midref(box + k), arb_midref(box + pivot)) > 0)
            pivot = k;
    for (drop = a->n - 1; drop >= 0 && !good; drop--)
    {
        good = kernel(v, a, pivot, drop);
        if (good && !a->bordered)
            normalise(v, a->n, pivot, box);
        for (k = 0; k < s->n_extra && good; k++)
            good = arb_is_finite(v + k) && arb_contains(box + k, v + k);
    }
    _arb_vec_clear(v, a->n);
    return good;
}

/* The known solution in whose box all solutions of the cell lie, or -1. */
static int
known_solution(seat_t *seat, const matrix_t *a)
{
    const global_result_t *r = seat->g->r;
    const saddle_system_t *s = seat->g->system;
    int base = seat->g->model->n_orders + seat->g->model->n_parameters;
    int i, k, good;

    for (i = 0; i < r->n_solutions; i++)
    {
        int first = -1;

        for (k = 0, good = 1; k < s->n && good; k++)
            if (s->unknown[k] < base)
                good = arb_contains(r->box[i] + k, seat->env + s->unknown[k]);
            else if (first < 0)
                first = k;
        if (good && extras_inside(a, s, r->box[i] + first))
            return i;
    }
    return -1;
}

cell_reason_t
singular_judge(seat_t *seat, cell_t *c)
{
    const saddle_system_t *s = seat->g->system;
    cell_reason_t reason = CELL_OPEN;
    matrix_t a;
    int k, known = 1;

    matrix_init(&a, s);
    for (k = 0; k < s->n_extra; k++)
        arb_zero(extra(seat, k));
    cell_value(seat, c, a.at_zero, s->residual);
    for (k = 0; k < a.n_state && reason == CELL_OPEN; k++)
        if (!arb_is_finite(a.at_zero + k))
            known = 0;
        else if (!arb_contains_zero(a.at_zero + k))
            reason = CELL_NONE;
    /* where F is not known it may jump, and M says nothing of it */
    if (reason == CELL_OPEN && known && matrix_form(&a, seat, c))
    {
        if (matrix_is_regular(&a))
            reason = CELL_REGULAR;
        else if ((c->solution = known_solution(seat, &a)) >= 0)
            reason = CELL_ONE;
    }
    matrix_clear(&a, s);
    return reason;
}
