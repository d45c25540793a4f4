/* runtime/verify/cells/boxes.h -- one cell of a domain. */
#ifndef VERIFY_BOXES_H
#define VERIFY_BOXES_H

#include "whole.h"

/* Unknowns that `cover` does not name follow from the others: order parameters by
   linear equations (follow.c), a null vector or slopes as a kernel (singular.c). */
typedef struct
{
    system_t *s;
    int cut[MAX_CUT];               /* places of the covered among the unknowns */
    int n_rest, rest[MAX_BOXES];    /* places of the others, but for the kernel */
    int row[MAX_BOXES];             /* equations that are linear in them        */
    arb_struct lo[MAX_CUT], hi[MAX_CUT];
    arb_ptr x, c, f, k;
    arb_mat_t j, y, m;
    arb_mat_t a, b, ab;             /* the matrix of the kernel, its inverse    */
    struct line *line;              /* over the whole range, when it was read   */
    int line_tried, side;           /* which end of X to try: 1: lo, -1: hi     */
} whole_t;

/* Is the potential a sum of terms that are affine in the n symbols `rest`, or free
   of the m symbols `cut`? */
int boxes_split(const node_t *e, const int *rest, int n, const int *cut,
                int m);
/* The rest in the box w->x of the covered: with such a potential d phi/d(covered) =
   f + M (rest - c) for any c.  0: not known. */
int boxes_follow(whole_t *w, slong prec);

/* Part of a null vector, or a slope? */
int system_is_vector(const system_t *s, int k);
/* Exactly one zero in each `zero`, or, of singular points, in each box; all of
   them inside, and apart.  NULL: proven. */
const char *whole_places(system_t *s, slong most);

/* Open cells lie outside of the limits of the claim.  NULL: all of them do. */
const char *boxes_undecided(const whole_t *w);
/* What the reason of a cell says, tested anew.  NULL: it holds. */
const char *boxes_check(whole_t *w, const cell_t *cell);
/* No zero in the box lo .. hi of the covered, halved where it cannot be told. */
int boxes_no_zero(whole_t *w, arf_srcptr lo, arf_srcptr hi);
/* No zero in the cell but that in zero K, whether it is in the cell or in another
   one; but the state 0, which is one as far as balls can tell. */
int boxes_one_zero(whole_t *w, const cell_t *cell, arf_srcptr lo,
                   arf_srcptr hi);
int boxes_only_origin(whole_t *w, const cell_t *cell, arf_srcptr lo,
                      arf_srcptr hi);

/* A test in the box lo .. hi of the covered, halved where it fails; w->x has these
   bounds when the test is called. */
typedef int (*boxes_test_t)(whole_t *w, arf_srcptr lo, arf_srcptr hi,
                            const void *context);
int boxes_each(whole_t *w, arf_srcptr lo, arf_srcptr hi, int depth,
               boxes_test_t test, const void *context);
void boxes_place(whole_t *w, arf_srcptr lo, arf_srcptr hi);
void boxes_choose_heat(whole_t *w);
/* The equation of a threshold, where it is of what is covered alone, does not hold
   in the box w->x. */
int boxes_equation_fails(whole_t *w);
/* One of n balls does not contain 0. */
int boxes_excludes(arb_srcptr v, int n);

/* Cells of folds, instabilities and extrema: no such point in lo .. hi, or only
   that of a box of the list. */
int singular_none(whole_t *w, arf_srcptr lo, arf_srcptr hi);
int singular_one(whole_t *w, arf_srcptr lo, arf_srcptr hi, const place_t *p);

#endif
