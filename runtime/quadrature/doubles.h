/* runtime/quadrature/doubles.h -- the value of a program in double precision. */
#ifndef SADDLE_QUADRATURE_DOUBLES_H
#define SADDLE_QUADRATURE_DOUBLES_H

#include "../model.h"

#include <stddef.h>

/*
 * quad_approx -- a program in double precision.
 *
 *   out    out  program->n_outputs values
 *   error  out  NULL, or an estimate of the largest error of the integrals,
 *               relative where an integral exceeds one
 *   env    in   program->n_env values
 *   tol    in   wanted absolute and relative error of each integral
 *
 * Returns   SADDLE_OK; SADDLE_LIMIT if the estimate stays above tol (out holds
 *           the best values); SADDLE_DOMAIN if a value is not finite.
 * Method    Gaussian weight on the line without breaks: trapezoidal rule,
 *           halved until two results agree; else composite Gauss-Legendre
 *           between breaks.
 */
saddle_status_t quad_approx(const saddle_program_t *program, const double *env,
                            double tol, double *out, double *error);

/*
 * quad_map -- a function of arrays at n elements.
 *
 *   out  out  output k at out[k*n .. k*n + n)
 *   in   in   n_inputs arrays of n values
 *   env  in   map->n_env values
 *   tol  in   wanted error of the integrals inside
 *
 * Returns SADDLE_OK; SADDLE_LIMIT as quad_approx, or without memory;
 * SADDLE_DOMAIN if a value is not finite (out holds what there is).
 */
saddle_status_t quad_map(const saddle_map_t *map, size_t n,
                         const double *const *in, const double *env,
                         double tol, double *out);

#endif
