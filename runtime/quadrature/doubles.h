/* runtime/quadrature/doubles.h -- the value of a program in double precision. */
#ifndef SADDLE_QUADRATURE_DOUBLES_H
#define SADDLE_QUADRATURE_DOUBLES_H

#include "../model.h"

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

#endif
