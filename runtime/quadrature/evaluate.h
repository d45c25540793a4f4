/* runtime/quadrature/evaluate.h -- the value of a program: doubles, balls. */
#ifndef SADDLE_QUADRATURE_EVALUATE_H
#define SADDLE_QUADRATURE_EVALUATE_H

#include "doubles.h"
#include <arb.h>

/* Strip certificates (bounds of the integrands off the real line), reusable
   while the env stays inside the balls for which they were proved. */
typedef struct quad_cache quad_cache_t;
quad_cache_t *quad_cache_new(void);
void quad_cache_free(quad_cache_t *);

/*
 * quad_ball -- enclose the outputs of a program.
 *
 *   out      out  n_outputs real balls; those that depend on an integral which
 *                 could not be enclosed are indeterminate
 *   program  in   with a ball version
 *   env      in   n_env real balls, may be wide
 *   prec     in   working precision in bits, 2 <= prec
 *   threads  in   >= 1; the result does not depend on it
 *   cache    in   NULL, or a cache that this call may use and extend
 *   why      out  NULL, or set to a static sentence when not SADDLE_OK
 *
 * Returns   SADDLE_OK        every output contains the exact value for every
 *                            point of env
 *           SADDLE_UNPROVED  no enclosure at this precision / width
 *           SADDLE_DOMAIN    env is proved to be outside (log of a negative)
 *           SADDLE_LIMIT     budget of boxes spent
 * The enclosure includes truncation, discretisation and rounding.
 */
saddle_status_t quad_ball(arb_ptr out, const saddle_program_t *program,
                          arb_srcptr env, slong prec, int threads,
                          quad_cache_t *cache, const char **why);

/* The same for wide balls, which are worth little precision: integrals over a
   normal variable by ranges, which need no analyticity. */
saddle_status_t quad_ranges(arb_ptr out, const saddle_program_t *program,
                            arb_srcptr env, quad_cache_t *cache,
                            const char **why);

#endif
