/* runtime/verify/line/line.h -- claims on a line, in parts. */
#ifndef VERIFY_LINE_H
#define VERIFY_LINE_H

#include "exact.h"
#include "../cells/boxes.h"

enum { MAX_LABELS = 64, MEMORY = 64 };

/* What was found at a point: y = G(x) and perhaps t = F(y), to so many bits. */
typedef struct
{
    arf_struct x;
    arb_struct y, t;
    slong prec;              /* 0: nothing yet */
    int has_t;
} memo_t;

/* Half 0 is A, a function of X; half 1 is B.  If convex[0], A is the sum of weight
   E Z log Z over the terms Z, and of what does not depend on X. */
typedef struct line
{
    system_t *s;
    node_t *part[2];
    int symbol[2];
    exact_ring_t exact;
    node_t *end_node;
    arb_t end;               /* of the domain of X, 0 .. end */
    arf_t top;               /* stands for the end in cells that reach it */
    int convex[2];           /* proven by the form of A, of B */
    int law;                 /* B is that of the `part` lines */
    int from_above;          /* try the upper ends of cells first */
    int n_terms;
    node_t *term[MAX_LABELS], *mean[MAX_LABELS];   /* Z; E Z (a + b log Z) */
    char later[MAX_LABELS];  /* P lies beyond the end: Z is smooth there */
    int entropies;           /* A is a sum of entropies */
    int densities;           /* A has terms of labels with a density too */
    int sharp;               /* some P does not */
    arb_t beyond;            /* the least distance of those that do */
    arb_struct weight[MAX_LABELS];
    memo_t memo[MEMORY];
    long n_memos;
} line_t;

/* Reads the halves, X and Y being symbols x and y.  NULL: phi is of this form;
   to be cleared in any case. */
const char *line_init(line_t *l, system_t *s, int x, int y);
void line_clear(line_t *l);

/* Points are exact but for the end, which need not be: l->top stands for it. */
void line_point(const line_t *l, arb_t at, const arf_t x);
/* y = G(x), t = F(y) unless NULL, as balls, to more bits where x is small; points are
   remembered, as they come again.  0: not known, or beyond the end. */
int line_follow(line_t *l, arb_t y, arb_t t, const arf_t x, slong prec);
/* A (half 0) or B is convex on lo .. hi, which is halved `depth` times at most. */
int line_is_convex(line_t *l, int half, arf_srcptr lo, arf_srcptr hi,
                   int depth);
/* G and T do not decrease on lo .. hi.  NULL: proven. */
const char *line_rises(line_t *l, const arf_t lo, const arf_t hi);
/* Where they do not: the sign of T' - 1 on lo .. hi; 0: not known. */
int line_slope_sign(line_t *l, const arf_t lo, const arf_t hi);
void line_halve(arf_t middle, const arf_t lo, const arf_t hi);
int line_late(const line_t *l);

/* Sets halves and end (form.c).  NULL: phi is of this form. */
const char *line_form(line_t *l);
/* e = c X (half 0) or c Y, c a rational number. */
int line_is_linear(const line_t *l, const node_t *e, int half, fmpq_t c);

/* The value of an expression, and its derivative, in a symbol at x; both may be
   NULL. */
int line_value_of(line_t *l, node_t *e, int symbol, arb_t value, const arb_t x,
                  slong prec);
int line_slope_of(line_t *l, node_t *e, int symbol, arb_t slope, const arb_t x,
                  slong prec);
/* The slope of a half times 2, G or F, and its derivative unless NULL. */
int line_slopes(line_t *l, int half, arb_t first, arb_t second, const arb_t x,
                slong prec);

/* A volume of solutions, where an `end` of the fields exists; V = top - X. */
typedef struct
{
    arb_struct samples[1], end[2], top[1];
    int has[2];
    node_t *z;               /* Z, variable 0 the field */
} volume_t;

/* The variance is `top` - X for all X, and the top is the end, exactly, or more. */
int line_adds_up(line_t *l, node_t *variance, arb_t top);
/* Is A that of a volume?  The rest to be cleared in any case. */
int line_volume(line_t *l, volume_t *v);
void volume_clear(volume_t *v);
/* Of a volume: no solution in LO <= X < 1, reason `narrow`. */
int line_narrow(line_t *l, const arf_t lo);

/* The law in the other half of a volume (volume_weights.c); of LIMITED ones
   max c - min c. */
typedef enum { WEIGHTS_OTHER, WEIGHTS_SPHERE, WEIGHTS_LIMITED } weights_t;
weights_t line_weights(line_t *l, fmpq_t width);
/* Does F not decrease, because of that? */
int line_weights_rise(line_t *l);
/* Of a volume for which X = Y = 0 is a state: no solution in 0 < X <= hi. */
int line_volume_origin(line_t *l, const arf_t hi);

/* Is A a sum of entropies, so that G does not decrease? */
int line_is_entropy(line_t *l);
/* Is B that of the law in the `part` lines, and the end its second moment? */
int line_is_law(line_t *l);

/* What the reason of a cell says, tested anew.  NULL: it holds. */
const char *line_cell(line_t *l, const cell_t *cell);

/* The constant value of the P of a term between h and h + d (side 1), or on the
   other side, but for 2^-80 d beside h.  0: not known. */
int line_beside(line_t *l, node_t *term, const arb_t h, const arb_t d,
                int side, arb_t p);
/* Its largest value. */
int line_largest(line_t *l, node_t *e, arb_t most);

/* phi(u), and P(Z > u). */
void line_density(arb_t p, const arb_t u);
void line_above(arb_t p, const arb_t u);

/* Of a threshold: no solution in the box lo .. hi of the covered, as T leads out of
   it for all its values of the parameter.  0: not known. */
int line_leaves(whole_t *w, arf_srcptr lo, arf_srcptr hi);
/* The conjugates in that box are put into w->x.  0: not known. */
int line_image(whole_t *w, arf_srcptr lo, arf_srcptr hi);
/* Frees what both keep. */
void line_forget(whole_t *w);
/* Of a threshold: no solution in a cell at the upper end of X, lo .. hi. */
int line_end_of(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi);
/* Is X = Y = 0 a state?  By form, or, where A or B is not known by form, to 24
   digits (RULE_STATE). */
int line_zero_is_state(line_t *l);
/* No solution in 0 < X <= hi, where 0 is a state. */
int line_origin(line_t *l, const arf_t hi);
/* A(end) - A(lo) or more, where A is a sum of entropies. */
int line_rise(line_t *l, arb_t rise, arf_srcptr lo);
/* LO <= X < end, V = end - LO: no solution by reasons `normal` and `jump`, one by
   `last`; `part` is the law, probability, mean and variance of each part. */
int line_last(line_t *l, const cell_t *cell);
/* mmse(y) <= K exp(-k y) for a law of points; 0: it is not one. */
int line_law_decay(arb_t big, arb_t k, arb_srcptr part, int n);
int line_jumps(line_t *l, const cell_t *cell, const arb_t v, arb_srcptr part);

#endif
