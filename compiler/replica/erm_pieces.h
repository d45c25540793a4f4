/* compiler/replica/erm_pieces.h -- private to the pieces of convex functions.
 */
#ifndef SADDLE_ERM_PIECES_H
#define SADDLE_ERM_PIECES_H

#include "erm.h"

typedef struct
{
    expr_t *lo, *hi, *value;
} stretch_t;

typedef struct
{
    derivation_t *dv;
    const convex_about_t *about;
    expr_t *h;
    int n;
    stretch_t item[CONVEX_MAX_PIECES];
} stretches_t;

/* Text of an expression for a message. */
const char *convex_text(derivation_t *, expr_t *);

/* erm_joints.c.  0 after an error; *proven = 0 where convexity was sampled
   only.  Piece k of the chain; */
int convex_smooth(convex_t *, stretches_t *, int k, int *proven);
/* joins, or puts a kink between, pieces k and k + 1; */
int convex_joint(convex_t *, stretches_t *, int k, int *proven);
/* the end of a constraint, a kink with an infinite slope outside. */
void convex_wall(convex_t *, stretches_t *, const stretch_t *, int upper);
void convex_not_proven(stretches_t *);

#endif
