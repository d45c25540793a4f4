/* runtime/quadrature/panels.h -- composite Gauss-Legendre, proved errors. */
#ifndef SADDLE_PANELS_H
#define SADDLE_PANELS_H

#include "balls.h"
#include "machine_box.h"

#define PANEL_MAX 600

/*
 * One panel [centre - radius, centre + radius], both exact.  With M a bound of
 * |F_k| = |f_k w| on the ellipse with the panel's ends as foci and half-axes
 * radius (rho +- 1/rho)/2, the n-point rule (n >= 2) errs by at most
 *   radius (64/15) M rho^(-2n)/(1 - rho^-2)          (docs/quadrature.md).
 * n = 0: no nodes, |int F_k| <= 2 radius M.
 */
typedef struct
{
    arf_t centre, radius;
    int rho;
    long n, first;               /* nodes first .. first + n - 1           */
    slong bits;
    mag_ptr bound;               /* M for each integrand                   */
} panel_t;

typedef struct
{
    ball_task_t *task;
    const sizes_t *sizes;
    box_machine_t m;
    slong prec;
    panel_t panel[PANEL_MAX];
    int n_panels;
    long boxes;
} plan_t;

void plan_init(plan_t *plan, ball_task_t *task, const sizes_t *sizes);
void plan_clear(plan_t *plan);

/* sup of |f_k w| on a set that holds the ellipse; 0 when not analytic there.
   m.piece_point decides selects. */
int _panel_bound(mag_ptr bound, plan_t *plan, const arf_t centre,
                 const arf_t radius, int rho);
/* Adds one panel with given rho and n; 0 when there is no bound. */
int _panel_add(plan_t *plan, const arf_t centre, const arf_t radius, int rho,
               long n);
/* Cuts [p, q], inside a piece, into panels. */
saddle_status_t plan_piece(plan_t *plan, const arf_t p, const arf_t q);

/* Sum over all panels with their errors. */
saddle_status_t plan_run(arb_ptr out, plan_t *plan, unsigned drop);

/* The integral with the cut chosen by the caller where an end is infinite. */
saddle_status_t _panels_cut(arb_ptr out, ball_task_t *task, double cut,
                            const sizes_t *sizes, unsigned drop);

#endif
