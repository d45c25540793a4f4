/* runtime/verify/line/line.h -- claims on a line, in parts. */
#ifndef VERIFY_LINE_H
#define VERIFY_LINE_H

#include "../cells/boxes.h"

enum { MAX_LABELS = 64 };

/* Half 0 is A, a function of X; half 1 is B.  A is the sum of weight E Z log Z
   over the terms Z, and of what does not depend on X. */
typedef struct line
{
    system_t *s;
    node_t *part[2];
    int symbol[2];
    arb_t end;               /* of the domain of X, 0 .. end */
    arf_t top;               /* stands for the end in cells that reach it */
    int from_above;          /* try the upper ends of cells first */
    int n_terms;
    node_t *term[MAX_LABELS];
    char later[MAX_LABELS];  /* P lies beyond the end: Z is smooth there */
    int sharp;               /* some P does not */
    arb_t beyond;            /* the least distance of those that do */
    arb_struct weight[MAX_LABELS];
} line_t;

/* Reads the halves, X and Y being symbols x and y.  NULL: phi is of this form;
   to be cleared in any case. */
const char *line_init(line_t *l, system_t *s, int x, int y);
void line_clear(line_t *l);

/* The value of an expression, and its derivative, in a symbol at x; both may be
   NULL. */
int line_value_of(line_t *l, node_t *e, int symbol, arb_t value, const arb_t x,
                  slong prec);
int line_slope_of(line_t *l, node_t *e, int symbol, arb_t slope, const arb_t x,
                  slong prec);
/* The slope of a half times 2, G or F, and its derivative unless NULL. */
int line_slopes(line_t *l, int half, arb_t first, arb_t second, const arb_t x,
                slong prec);

/* Is A a sum of entropies, so that G does not decrease? */
int line_is_entropy(line_t *l);
/* Is B that of the law in the `part` lines, as far as points can tell, and `end`
   its second moment? */
int line_is_law(line_t *l);

/* What the reason of a cell says, tested anew.  NULL: it holds. */
const char *line_cell(line_t *l, const cell_t *cell);

/* The constant value of the P of a term between h and h + d (side 1), or on the
   other side, but for 2^-80 d beside h.  0: not known. */
int line_beside(line_t *l, node_t *term, const arb_t h, const arb_t d,
                int side, arb_t p);
/* Its largest value. */
int line_largest(line_t *l, node_t *e, arb_t most);

/* Of a threshold: no solution in a cell at the upper end of X, lo .. hi. */
int line_end_of(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi);
/* No solution in 0 < X <= hi, where 0 is a state. */
int line_origin(line_t *l, const arf_t hi);
/* LO <= X < end, V = end - LO: no solution by reasons `normal` and `jump`, one by
   `last`; `part` is the law, probability, mean and variance of each part. */
int line_last(line_t *l, const cell_t *cell);
/* mmse(y) <= K exp(-k y) for a law of points; 0: it is not one. */
int line_law_decay(arb_t big, arb_t k, arb_srcptr part, int n);
int line_jumps(line_t *l, const cell_t *cell, const arb_t v, arb_srcptr part);

#endif
