/* runtime/verify/integrals/pieces.h -- an axis in pieces, for what is cut at
 * kinks. */
#ifndef VERIFY_PIECES_H
#define VERIFY_PIECES_H

#include "interpret.h"

/* Room for the pieces that are still to be done, the last one first. */
piece_t *piece_stack(void);
/* Clears n pieces, and the stack. */
void piece_stack_clear(piece_t *stack, int n);
void piece_clear(piece_t *p);
void piece_whole_line(piece_t *p);
/* The end that an expression says, which may be infinite. */
void piece_end(work_t *w, end_t *to, node_t **child);
/* Do all kinks of a function of the innermost variable turn upwards, its jumps
   being none?  0: not known (kinks.c). */
int turns_upwards(work_t *w, const node_t *e);
/* Such a function has one slope at x. */
int has_one_slope(work_t *w, const node_t *e, val_t *x);
/* The integral of a body over the piece stack[0], which is cut where need be and
   cleared; of N(0, S), or, S NULL, against dx. */
val_t *integral_over(work_t *w, node_t *body, val_t *variance, piece_t *stack);
/* Two pieces in the place of the last one: the split that is pending. */
void piece_cut(work_t *w, piece_t *stack, int *n);

#endif
