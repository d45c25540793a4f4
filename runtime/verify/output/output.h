/* runtime/verify/output/output.h -- what is for people: no proof rests on it. */
#ifndef VERIFY_OUTPUT_H
#define VERIFY_OUTPUT_H

#include "../proof/system.h"

/* Potential, equations and claim. */
void certificate_show(FILE *talk, const certificate_t *c);
void node_show(FILE *to, const tree_t *t, const node_t *e);

/* The rooms of the checker and the sets of rules that a proof rested on. */
void rests_show(FILE *talk, const certificate_t *c);

/* The line `value free_entropy`: does the potential at the zero in z lie in it, phi
   being its value at the centres?  -1: no; 0: not known, or there is no such line. */
int value_lies(system_t *s, arb_srcptr z, const arb_t phi);

#endif
