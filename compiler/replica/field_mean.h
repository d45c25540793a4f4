/* compiler/replica/field_mean.h -- averages over jointly normal fields. */
#ifndef SADDLE_FIELD_MEAN_H
#define SADDLE_FIELD_MEAN_H

#include "../algebra/expr.h"

#define FIELD_MAX 8         /* fields of one average */

/*
 * field_mean -- E e over n centred, jointly normal fields, in closed form.
 *
 *   field       in   n <= FIELD_MAX symbols
 *   covariance  in   n*n expressions, symmetric
 *   regular     out  NULL, or: 1 if the result holds as it is written where two
 *                    fields coincide, 0 if it may be 0/0 there
 *
 * Returns NULL when it is not closed: e must be, on each side of zero of every
 * field, a sum of products of powers of fields, Gaussians exp(-a u^2), and
 * erf, H, Phi of multiples of one field.
 *
 * Method.  A step of width w, erf(u/(w sqrt 2)), is the mean of the sign of
 * u + w n, n ~ N(0, 1); Gaussians tilt the covariance; powers go by
 * integration by parts (Stein), where the derivative of a sign sets its
 * argument to zero.  What is left are E of products of 0, 2 and 4 signs: 1, an arcsine,
 * and one integral of arcsines.  Source: docs/theory.md.
 */
expr_t *field_mean(algebra_t *, expr_t *e, int n, expr_t *const *field,
                   expr_t *const *covariance, int *regular);

/*
 * field_cells -- a piecewise expression without its kinks: e is the sum over
 * subsets of the fields of part[subset] times the signs of its fields.
 * Returns 0 if a kink depends on something else than the signs of the fields.
 */
int field_cells(algebra_t *, expr_t *e, int n, expr_t *const *field,
                expr_t **part);

#endif
