/* compiler/replica/boundary.h -- states at fixed values of some unknowns. */
#ifndef SADDLE_BOUNDARY_H
#define SADDLE_BOUNDARY_H

#include "derive.h"

/* An attempt: values of unknowns, conjugates that vanish with them, a guard. */
typedef struct
{
    fixing_t fix;
    int n_fixed;
    int fixed[DERIVE_MAX_UNKNOWNS];
    int guard;
} attempt_t;

/* Puts a value in; unknown -1 for the parameter of a guard. */
void boundary_put(attempt_t *, int unknown, expr_t *symbol, expr_t *value);
/* 1 when e is proved to be zero with the fixing put in. */
int boundary_vanishes(derivation_t *, expr_t *e, const fixing_t *);
/* The reduced equations must be defined, and as many as there are unknowns. */
int boundary_is_usable(derivation_t *, const boundary_t *, const fixing_t *);
/* 1 when a closed value lies in a domain. */
int boundary_lies_in(algebra_t *, expr_t *value, const domain_t *);
/* Adds the saddle-point system of a boundary state, or of none (-1). */
void boundary_saddle_point(derivation_t *, int boundary);

#endif
