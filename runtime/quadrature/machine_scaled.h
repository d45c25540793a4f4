/* runtime/quadrature/machine_scaled.h -- a machine that keeps scales apart. */
#ifndef SADDLE_MACHINE_SCALED_H
#define SADDLE_MACHINE_SCALED_H

#include "../model.h"

/*
 * A machine around another one, for registers that stand for many points at
 * once.  phi(u) and H(u) are kept as
 *
 *     part A(u)^order[0] A(-u)^order[1] exp(-power u^2/2),
 *     A(u) = exp(-u^2/2)/H(u)
 *
 * so that quotients of them do not multiply the widths of both: phi(u)/H(u) is
 * A(u)/sqrt(2 pi).
 *
 * Of the inner machine, which has scaled_registers(n) registers, register k < n
 * is the value of k, unless k is stale; n + k is the part of k, 2n + j the
 * argument j, 3n + j and 4n + j its two A; the rest are for own use.
 */
typedef struct
{
    int argument;                /* an index, or -1: no scale              */
    long power, order[2];
    int stale;                   /* the value is not formed yet            */
} scale_t;

typedef struct
{
    saddle_machine_t base;       /* first                                  */
    saddle_machine_t *inner;
    /* A of register a in register r; 0 where it has no use               */
    int (*inverse_mills)(saddle_machine_t *inner, int r, int a);
    int n;
    scale_t *scale;              /* of register k                          */
    int *argument_of;            /* k holds that argument, or -1           */
    int *side_of;                /* 0, or 1: less that argument            */
    int n_arguments, n_constant;
    signed char *known[2];       /* is A of argument j there? -1: there is
                                    none                                   */
} scaled_machine_t;

int scaled_registers(int n);
void scaled_machine_init(scaled_machine_t *m, saddle_machine_t *inner, int n,
                         int (*inverse_mills)(saddle_machine_t *, int r,
                                              int a));
void scaled_machine_clear(scaled_machine_t *m);
/* After the constants: they stay, with what is known of them. */
void scaled_machine_keep(scaled_machine_t *m);
/* Before an integrand: forgets all but the constants. */
void scaled_machine_renew(scaled_machine_t *m);
/* Forms register k of the inner machine. */
void scaled_machine_form(scaled_machine_t *m, int k);

#endif
