/* runtime/ode/rest_proof.h -- fixed points of a flow, proven. */
#ifndef SADDLE_ODE_REST_PROOF_H
#define SADDLE_ODE_REST_PROOF_H

#include "../certify/certify.h"
#include "fixed.h"

#include <acb.h>

typedef struct
{
    certify_verdict_t verdict;
    const char *why;        /* a static sentence unless PROVEN             */
    int alike;              /* 1: among the states in which all students
                               are alike                                   */
    arb_ptr state;          /* n_state enclosures                          */
    arb_ptr value;          /* n_values                                    */
    int n_rates;            /* n_state, or 0: eigenvalues not enclosed     */
    acb_ptr rate;           /* each ball holds as many eigenvalues as there
                               are balls that meet it; re descending       */
} rest_proof_t;

/*
 * rest_prove -- one fixed point near a candidate, and the eigenvalues of the
 * whole Jacobian there.
 *
 *   theta      in  n_parameters exact or tight balls
 *   candidate  in  from fixed_plateau or fixed_rest
 *   alike      in  1: the candidate is a plateau.  Where the Jacobian has no
 *                  inverse (limit of small learning rates), the proof is one
 *                  among states in which all students are alike.  These are
 *                  invariant: students with equal vectors and second layers
 *                  see equal fields and follow one rule.
 *   prec       in  working precision in bits
 *
 * Method: Newton on midpoints, then the Krawczyk test of certify.h with
 * derivatives of dual.h.  The slopes of the whole state are enclosed as well
 * and must contain zero.  Clear in every case.
 */
void rest_prove(rest_proof_t *, const fixed_plan_t *, arb_srcptr theta,
                const double *candidate, int alike, slong prec);
void rest_proof_clear(rest_proof_t *, const saddle_flow_t *);

#endif
