/* runtime/certify/newton.h -- Newton in growing precision, and its box. */
#ifndef SADDLE_CERTIFY_NEWTON_H
#define SADDLE_CERTIFY_NEWTON_H

#include "certify.h"
#include <time.h>

/* A point that is refined, and what its refinement needs. */
typedef struct
{
    const saddle_model_t *model;
    const saddle_system_t *system;
    const certify_options_t *options;
    const double *guess;
    quad_cache_t *cache;
    arb_ptr x;          /* n exact midpoints                              */
    slong good;         /* bits that the last step suggests are right     */
    arb_ptr env;        /* scratch                                        */
    const char *why;
    struct timespec start;
} newton_t;

/* Length of the env of a system: orders, parameters, extras. */
int newton_env_size(const saddle_model_t *, const saddle_system_t *);

void newton_init(newton_t *, const saddle_model_t *, const saddle_system_t *,
                 const double *guess, const certify_options_t *);
void newton_clear(newton_t *);
double newton_seconds(const newton_t *);

/* 1, with `why` set, when the time is spent or the user interrupts. */
int newton_out_of_time(newton_t *);

/* env from w->x and the parameters at prec bits. */
void newton_environment(arb_ptr env, newton_t *, slong prec);
/* The exact value of an order parameter that a boundary state fixes: a
   rational number, a parameter, infinity (a wide ball), or an expression, which
   is then the upper end of the domain (rho).  The reduced programs do not read
   it, but it is told as part of the answer. */
void newton_fixed_value(arb_t value, const saddle_model_t *, int order,
                        const char *text, arb_srcptr env, slong prec);
/* Order parameters that a boundary state fixes at infinity: the programs,
   which do not read them, get a wide ball instead. */
void newton_tell_infinite(arb_ptr env, const newton_t *);

/* Newton steps until w->x has about prec bits; 0 when it does not converge.
   Nothing is proved here. */
int newton_refine(newton_t *, slong prec);

/* A box around w->x, of radius about the square root of the precision, and
   the Krawczyk test on it; fills box, zero, preconditioner, contraction. */
certify_verdict_t newton_box_test(certify_result_t *, newton_t *, slong prec);

/* The test on r->box as it stands. */
certify_verdict_t newton_krawczyk(certify_result_t *r, newton_t *, slong prec,
                                  slong jacobian_prec);

/* apart.c: are the boxes of the two states of a coexistence proved disjoint?
   Yes for all other systems. */
int newton_are_apart(const certify_result_t *r, const saddle_model_t *,
                     const saddle_system_t *, slong prec);

#endif
