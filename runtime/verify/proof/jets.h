/* runtime/verify/proof/jets.h -- what the files of the square system share. */
#ifndef VERIFY_JETS_H
#define VERIFY_JETS_H

#include "system.h"

enum { NOTHING = -1 };

/* One copy of the order parameters: jets of the potential and of what stands
   in for its derivatives, in the variables order[0 .. n) and the parameter. */
typedef struct
{
    work_t w;
    int n, symbol[MAX_ORDERS];
    int p, along;                      /* numbers of variables, or -1 */
    node_t *condition[MAX_ORDERS];     /* NULL: d phi/d order              */
    acb_ptr phi, row[MAX_ORDERS], equation, observable;
} jets_t;

/* `other`: of the second copy; `all`: fixed order parameters are variables too.
   1: all is known; to be cleared in any case. */
int jets_init(system_t *s, jets_t *j, int other, int all, int order,
              arb_srcptr x, slong prec);
void jets_clear(jets_t *j);
/* A derivative of a jet: variables a, b, d (or NOTHING) of j. */
void jets_slope(arb_t to, const jets_t *j, acb_srcptr f, int a, int b, int d);
/* The same of row i of F, two variables. */
void jets_row(arb_t to, const jets_t *j, int i, int a, int b);

/* The equations, one after the other. */
typedef struct
{
    system_t *s;
    arb_srcptr x;
    arb_ptr f;
    arb_mat_struct *jacobian;
    int row;                    /* the next one */
    slong prec;
} rows_t;

/* The rows of the claim; 0: not known. */
int rows_put(rows_t *r, const jets_t *j, int deeper);
/* The state's equations alone, and the matrix that a fold, an instability or an
   extremum makes singular. */
void rows_singular(rows_t *r, const jets_t *j, arb_mat_struct *matrix);
/* Second derivatives of the residual along the direction: claim `unique`. */
void rows_second(const system_t *s, arb_ptr to, const jets_t *j);

/* The place of NAME + suffix among the boxes, or -1. */
int system_box(certificate_t *c, int symbol, const char *suffix);
int system_is_fixed(const copy_t *copy, int symbol);
/* The second copy is the first one where no line speaks of it. */
const copy_t *system_copy(const certificate_t *c, int other);
/* The jet of an expression in the ring of the symbols so far, as a symbol. */
int system_symbol(work_t *w, int symbol, node_t *e, int variable);

#endif
