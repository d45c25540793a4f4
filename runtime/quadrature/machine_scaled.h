/* runtime/quadrature/machine_scaled.h -- a machine that keeps scales apart. */
#ifndef SADDLE_MACHINE_SCALED_H
#define SADDLE_MACHINE_SCALED_H

#include "../model.h"

/*
 * A machine around another one, for registers that stand for many points at
 * once.  phi(u) and H(u) are kept as part exp(-power u^2/2), so that quotients
 * of them do not multiply the widths of both: phi(u)/H(u) is 1/(sqrt(2 pi)
 * R(u)), R(u) = exp(u^2/2) H(u).
 *
 * Of the inner machine, which has scaled_registers(n) registers, register k < n
 * is the value of k, unless k is stale; n + k is the part of k, 2n + j the
 * argument j, and two are for own use.
 */
typedef struct
{
    saddle_machine_t base;       /* first                                  */
    saddle_machine_t *inner;
    /* R of register a in register r; 0 where it has no use               */
    int (*mills)(saddle_machine_t *inner, int r, int a);
    int n;
    int *scale;                  /* of register k: an argument, or -1      */
    long *power;
    char *stale;                 /* register k of inner is not formed yet  */
    int *argument_of;            /* k holds + or - that argument, or -1    */
    int n_arguments, n_constant;
} scaled_machine_t;

int scaled_registers(int n);
void scaled_machine_init(scaled_machine_t *m, saddle_machine_t *inner, int n,
                         int (*mills)(saddle_machine_t *, int r, int a));
void scaled_machine_clear(scaled_machine_t *m);
/* After the constants: they stay, with what is known of them. */
void scaled_machine_keep(scaled_machine_t *m);
/* Before an integrand: forgets all but the constants. */
void scaled_machine_renew(scaled_machine_t *m);
/* Forms register k of the inner machine. */
void scaled_machine_form(scaled_machine_t *m, int k);

#endif
