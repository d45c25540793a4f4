/* runtime/quadrature/machine_box_parts.h -- shared by the machine_box files. */
#ifndef SADDLE_MACHINE_BOX_PARTS_H
#define SADDLE_MACHINE_BOX_PARTS_H

#include "machine_box.h"

/* Every operation builds its result in m->out and ends with box_finish. */
void box_begin(box_machine_t *m);
void box_finish(box_machine_t *m, int r);
void box_fail(box_machine_t *m);
void box_copy(box_register_t *to, const box_register_t *from);

extern const saddle_ops_t box_ops;

/* lowers the degree past zero coefficients */
void box_trim(box_register_t *a);
/* c0 + c1 t + c2 t^2 on the box */
void box_poly(acb_t v, box_machine_t *m, const arb_struct *c, int degree);
/* exp(Q(t)) on the box */
void box_scale(acb_t v, box_machine_t *m, const arf_struct *s);
/* the register with its scale multiplied in */
void box_value(acb_t v, box_machine_t *m, const box_register_t *a);
/* m->out is the polynomial m->out.c: lower its degree, evaluate it */
void box_finish_poly(box_machine_t *m, int r);
/* m->out gets the scale nearest to the polynomial c, times `sign`; m->bound
   bounds what is left of the exponent.  0 when c is out of range. */
int box_set_scale(box_machine_t *m, const arb_struct *c, int sign);
/* m->out.m *= 1 + w for some |w| <= exp(m->bound) - 1 */
void box_fuzz(box_machine_t *m);
int box_avoids_cut(const acb_t z);
/* c0 + c1 x at the midpoints, for choices only */
double box_at(const box_register_t *a, double x);

void box_op_function(saddle_machine_t *base, int r, saddle_function_t f, int a);
void box_op_mass(saddle_machine_t *base, int r, int a, int b, int w);

#endif
