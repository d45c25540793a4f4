/* runtime/verify/boxes.h -- one cell of a domain. */
#ifndef VERIFY_BOXES_H
#define VERIFY_BOXES_H

#include "whole.h"

/* Unknowns that `cover` does not name follow from the others. */
typedef struct
{
    system_t *s;
    int cut[MAX_CUT];               /* places of the covered among the unknowns */
    int n_rest, rest[MAX_BOXES];    /* places of the others                     */
    int row[MAX_BOXES];             /* equations that are linear in them        */
    arb_struct lo[MAX_CUT], hi[MAX_CUT];
    arb_ptr x, c, f, k;
    arb_mat_t j, y, m;
} whole_t;

/* Is the potential a sum of terms that are affine in the n symbols `rest`, or free
   of the m symbols `cut`? */
int boxes_split(const node_t *e, const int *rest, int n, const int *cut,
                int m);
/* The rest in the box w->x of the covered: with such a potential d phi/d(covered) =
   f + M (rest - c) for any c.  0: not known. */
int boxes_follow(whole_t *w, slong prec);

/* What the reason of a cell says, tested anew.  NULL: it holds. */
const char *boxes_check(whole_t *w, const cell_t *cell);

#endif
