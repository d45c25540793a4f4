/* runtime/quadrature/machine_tail_parts.h -- for the machine_tail files. */
#ifndef SADDLE_MACHINE_TAIL_PARTS_H
#define SADDLE_MACHINE_TAIL_PARTS_H

#include "machine_tail.h"

extern const saddle_ops_t tail_ops;

void tail_begin(tail_machine_t *m);      /* out = polynomial 0             */
void tail_finish(tail_machine_t *m, int r);
void tail_fail(tail_machine_t *m);       /* out = indeterminate constant   */
void tail_copy(tail_register_t *to, const tail_register_t *from);
void tail_trim(tail_register_t *a);
int tail_is_finite(const tail_register_t *a);

/* machine_tail_slack.c: |r| <= slack[1] s + slack[2] s^2 (initialised) for the
   r of a; for the difference of those of a and b.  Moves the atoms of a into
   its rest.  Is the exponent of a nothing? */
void tail_slack(mag_struct *slack, const tail_machine_t *m,
                const tail_register_t *a);
void tail_slack_between(mag_struct *slack, const tail_machine_t *m,
                        const tail_register_t *a, const tail_register_t *b);
/* The same for the difference without the rest of a. */
void tail_slack_apart(mag_struct *slack, const tail_machine_t *m,
                      const tail_register_t *a, const tail_register_t *b);
void tail_fold(const tail_machine_t *m, tail_register_t *a);
int tail_is_bare(const tail_register_t *a);
/* The rest of a, which holds no atom, becomes an atom, while there are any. */
void tail_name_rest(tail_machine_t *m, tail_register_t *a);

/* w = [0, sup |w|] */
void tail_zero_to(arb_t w);
/* product that keeps signs; r may alias */
void tail_times(arb_t r, const arb_t a, const arb_t b);

/* to = from in growth form */
void tail_growth(tail_machine_t *m, tail_register_t *to,
                 const tail_register_t *from);
/* to = from in polynomial form; 0 if it has none */
int tail_polynomial(tail_machine_t *m, tail_register_t *to,
                    const tail_register_t *from);

void tail_range_init(tail_range_t *);
void tail_range_clear(tail_range_t *);
/* all values for s >= X */
void tail_range(tail_range_t *range, tail_machine_t *m,
                const tail_register_t *a);
/* out = some function with values in [lo, hi] */
void tail_set_range(tail_machine_t *m, const arf_t lo, const arf_t hi);
/* sup and inf over s >= X of s^(d/16) exp(Q(s) + r), |r| <= slack */
void tail_envelope(arf_t lo, arf_t hi, tail_machine_t *m, slong d,
                   const arf_struct *q, const mag_struct *slack);
/* out = exp(c0 + c1 s + c2 s^2) */
void tail_exp(tail_machine_t *m, const arb_struct *c);
/* out *= a, both in growth form */
void tail_multiply(tail_machine_t *m, const tail_register_t *a);

void tail_negate(tail_register_t *a);
void tail_add(saddle_machine_t *base, int r, int a, int b);
void tail_sub(saddle_machine_t *base, int r, int a, int b);
void tail_op_function(saddle_machine_t *base, int r, saddle_function_t f,
                      int a);
void tail_op_mass(saddle_machine_t *base, int r, int a, int b, int w);

#endif
