/* runtime/certify/certificate.h -- a proof as a text file. */
#ifndef SADDLE_CERTIFICATE_H
#define SADDLE_CERTIFICATE_H

#include "cover.h"
#include <stdio.h>

typedef struct
{
    /* closed prefix form of the value of parameter k, or NULL if it is an
       unknown; borrowed */
    const char *const *parameter_prefix;
    const char *claim;   /* the theorem in words, may hold several lines   */
} certificate_context_t;

/*
 * certificate_write -- the certificate of design section 6, format in
 * docs/certificates.md.  Line-based ASCII: scope, tool versions (information
 * only), spec text and hash, equations in prefix form, parameters, exact boxes
 * (dyadic, arb_dump_str form), hints, SHA-256 of everything above, `end`.
 * Returns 0, or -1 with errno on a write error.
 */
int certificate_write(FILE *to, const saddle_model_t *model,
                      const saddle_system_t *system,
                      const certify_result_t *result,
                      const certificate_context_t *);

/*
 * certificate_write_curve -- cells of a curve over parameter `along`, which
 * reaches from end[0] to end[1] (prefix form); all proven, and joined.
 */
int certificate_write_curve(FILE *to, const saddle_model_t *model,
                            const saddle_system_t *system, int along,
                            const char *const *end,
                            const cover_cell_t *const *cell, long n,
                            const certificate_context_t *);

/* As above with a scope and a claim of the caller's own, written by put. */
int certificate_write_with(FILE *to, const saddle_model_t *model,
                           const saddle_system_t *system, const char *about,
                           const certificate_context_t *,
                           void (*put)(FILE *, const void *ctx),
                           const void *ctx);

/* The lines of a system's equations, and the word for its claim. */
void certificate_put_equations(FILE *to, const saddle_model_t *,
                               const saddle_system_t *);
const char *certificate_kind(const saddle_system_t *);

/* What the certificate calls the variable at place i of a system's env. */
const char *certificate_name(const saddle_model_t *, const saddle_system_t *,
                             int i);

#endif
