/* runtime/quadrature/approx_panels.h -- private to approx_panels.c,
 * approx_rules.c, approx_ranges.c and approx_probe.c. */
#ifndef SADDLE_APPROX_PANELS_H
#define SADDLE_APPROX_PANELS_H

#include "approx.h"

#define PANEL_STEP 2.25     /* longest first panel under the weight */

/* A panel a < b of t, or of x with t = base + side/x when side is not 0. */
typedef struct
{
    double a, b, base, side;
    int depth;
} panel_t;

/* Rows of n_integrands numbers kept for each panel.  The mother's tell
   whether an error that vanished on halving did so for a good reason; BLUR is
   what errors of inner integrals make of it. */
enum { VALUE, SIZE, ERROR, BLUR, RAW, MOTHER_VALUE, MOTHER_RAW, ROWS };

typedef struct
{
    approx_pass_t *pass;
    int n_panels, room;
    panel_t *panel;
    double *data;
    double *done_value, *done_size, *done_error, *done_blur;
    long nodes, done;
    int cut_left, cut_right;  /* ends that stand for infinity */
    saddle_status_t status;
} panels_t;

/* Row `which` of panel p. */
double *panels_row(const panels_t *, int p, int which);
/* The rules on all panels from `first` on; 0: a value is not finite. */
int panels_evaluate(panels_t *, int first);
/* Adds a panel; mother: index of the panel that this is a half of, or -1.
   0: out of memory. */
int panels_push(panels_t *w, double a, double b, double base, double side,
                int mother);
/* Cuts the range at its breaks.  *lo, *hi are finite afterwards; where they
   stand for an infinite end under the Gaussian weight, more may follow. */
saddle_status_t panels_first(panels_t *w, double *lo, double *hi);

/* Where a peak at the origin is too narrow for the first panels: places to cut
   at.  Returns their number (0: there is none). */
#define APPROX_PROBE_CUTS 48
int approx_probe(approx_pass_t *pass, double *cut);

#endif
