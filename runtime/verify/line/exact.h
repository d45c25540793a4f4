/* runtime/verify/line/exact.h -- equal expressions, decided exactly.
 *
 * Expressions become polynomials with rational coefficients in generators: X, the
 * root of Y, variables of binders, and atoms, which are numbers with the relations
 *
 *     a^d = b (a root of b),  a b = 1 (an inverse),  or none (exp b, pi, ...),
 *
 * b a polynomial in atoms that are older.  A polynomial that the relations reduce to
 * 0 is 0, wherever its atoms have values.  One that they do not may be 0 still. */
#ifndef VERIFY_EXACT_H
#define VERIFY_EXACT_H

#include "../proof/system.h"

#include <fmpq_mpoly.h>

enum { EXACT_ATOMS = 40, EXACT_VARS = 6, EXACT_VAR = EXACT_ATOMS,
       EXACT_X = EXACT_VAR + EXACT_VARS, EXACT_ROOT, EXACT_SIZE };

typedef fmpq_mpoly_struct exact_t;

typedef struct
{
    op_t op;                 /* N_POW: a root, N_MUL: an inverse */
    int index;               /* of a symbol; or the degree of a root */
    exact_t of[1];
} atom_t;

typedef struct
{
    const certificate_t *c;
    int x, y, depth;         /* symbols X and Y; binders around */
    fmpq_mpoly_ctx_t ring;
    int n_atoms, n_relations;
    atom_t atom[EXACT_ATOMS];
    exact_t relation[EXACT_ATOMS];
    exact_t **made;
    size_t n_made, room;
} exact_ring_t;

void exact_init(exact_ring_t *r, const certificate_t *c, int x, int y);
void exact_clear(exact_ring_t *r);
/* Polynomials belong to the ring; those made after a mark go with its release. */
void exact_release(exact_ring_t *r, size_t mark);

/* An expression; NULL: it is not a polynomial, or too large a one.  Of NULL all that
   follows makes NULL, or is 0. */
exact_t *exact_read(exact_ring_t *r, const node_t *e);

exact_t *exact_number(exact_ring_t *r, slong p, ulong q);
exact_t *exact_generator(exact_ring_t *r, int i);
exact_t *exact_add(exact_ring_t *r, const exact_t *a, const exact_t *b);
exact_t *exact_sub(exact_ring_t *r, const exact_t *a, const exact_t *b);
exact_t *exact_mul(exact_ring_t *r, const exact_t *a, const exact_t *b);
/* What stands beside the power n of generator i. */
exact_t *exact_beside(exact_ring_t *r, const exact_t *a, int i, int n);
/* The part without X, Y and variables. */
exact_t *exact_constant(exact_ring_t *r, const exact_t *a);
/* A number that has the name op(of). */
exact_t *exact_atom(exact_ring_t *r, op_t op, int index, const exact_t *of);

int exact_is_zero(const exact_t *a);
int exact_same(exact_ring_t *r, const exact_t *a, const exact_t *b);
/* None of the generators from .. to - 1 occurs. */
int exact_without(exact_ring_t *r, const exact_t *a, int from, int to);

#endif
