/* runtime/verify/verify.c -- a certificate, from text to verdict. */
#include "verify.h"
#include "proof/krawczyk.h"
#include "cells/whole.h"

#include <stdlib.h>
#include <string.h>

static const char trust[] =
    "  Trusted: that the potential is that of the spec (it is not derived\n"
    "  again), Arb, FLINT, MPFR and GMP, this program and the machine.\n"
    "  Not checked: other `value` lines, and hints; that values of `fixed`\n"
    "  lines solve their own equations, but for instabilities.\n"
    "  Nothing is said of the replica ansatz or of the choice of a branch.\n";

static int
field(void *context, arb_srcptr x, arb_ptr f, arb_mat_struct *jacobian,
      slong prec)
{
    return system_at(context, x, f, jacobian, NULL, prec);
}

static int
zeros_inside(const system_t *s, arb_srcptr x, arb_srcptr z)
{
    int i;

    for (i = 0; i < s->n; i++)
        if (!arb_contains(x + i, z + i))
            return 0;
    return 1;
}

static const char *
check_point_claim(certificate_t *c, const verify_options_t *options,
                  double until, slong *prec)
{
    system_t s;
    krawczyk_t k;
    arb_ptr x, z;
    arb_t phi;
    const char *why = NULL;
    int i, zeros = c->n_zeros > 0;

    if (!system_init(&s, c))
        return s.why;
    s.until = until;
    certificate_widen(c, c->x, c->zero);
    x = _arb_vec_init(s.n);
    z = _arb_vec_init(s.n);
    arb_init(phi);
    s.phi = phi;
    for (i = 0; i < s.n; i++)
    {
        arb_set(x + i, c->x + s.unknown[i]);
        arb_set(z + i, c->zero + s.unknown[i]);
    }
    *prec = 0;
    if (zeros && !zeros_inside(&s, x, z))
        why = "an enclosure of the zero sticks out of its box";
    else if (c->claim == CLAIM_COEXISTENCE && !system_disjoint(&s, x))
        why = "the boxes of the two states are not disjoint";
    else if (s.n > 0
             && !krawczyk_prove(&k, x, zeros ? z : NULL, s.n, field, &s,
                          options->bits > 0 ? options->bits : 100000))
        why = s.why != NULL ? s.why : k.why;
    else if (!system_fixed(&s, zeros ? z : x, 60))
        why = s.why;
    else if (s.n > 0)
    {
        *prec = k.prec;
        s.phi = NULL;
        c->value_known = zeros ? system_value(&s, z, phi) : 0;
        if (!system_in_domains(&s, zeros ? z : x, 0))
            why = "the solution may lie outside of the domains";
        else if (c->value_known < 0)
            why = "the free entropy does not lie where it is said to be";
    }
    arb_clear(phi);
    _arb_vec_clear(z, s.n);
    _arb_vec_clear(x, s.n);
    return why;
}

static const char *
check_cells(certificate_t *c, const verify_options_t *options, double until,
            FILE *talk, int *limit)
{
    system_t s;
    const char *why;

    if (!system_init(&s, c))
        return s.why;
    s.until = until;
    why = c->claim == CLAIM_CURVE ? check_curve(&s, talk)
                                  : check_all(&s, options, talk);
    *limit = s.limit;
    return why;
}

/* ---- the states of a text ------------------------------------------------ */

enum { MAX_STATES = 8 };

/* What the text claims of one of its states. */
static verify_status_t
check_state(certificate_t *c, const verify_options_t *options, double until,
            char why[256], FILE *talk)
{
    const char *reason;
    slong prec = 80;
    int limit = 0;

    if (talk != NULL)
        certificate_show(talk, c);
    reason = c->claim >= CLAIM_ALL
                 ? check_cells(c, options, until, talk, &limit)
                 : check_point_claim(c, options, until, &prec);
    if (reason != NULL && until > 0 && evaluator_clock() > until)
    {
        limit = 1;
        reason = "the time limit was reached";
    }
    snprintf(why, 256, "%s", reason != NULL ? reason : "");
    if (reason == NULL && talk != NULL)
        fprintf(talk, "Proven again, with residuals at %ld bits.\n%s",
                (long) prec,
                c->value_known > 0 ? "  The free entropy too.\n" : "");
    return reason == NULL ? VERIFY_VERIFIED
           : limit        ? VERIFY_LIMIT
                          : VERIFY_NOT_VERIFIED;
}

/* Reads state `state` of the text, after `before` has the ones before it. */
static verify_status_t
read_state(certificate_t **c, const char *text, size_t length, int state,
           certificate_t **before, char why[256])
{
    char *copy = malloc(length + 1);
    int i;

    *c = malloc(sizeof **c);
    if (*c == NULL || copy == NULL)
    {
        free(*c);
        free(copy);
        *c = NULL;
        snprintf(why, 256, "out of memory");
        return VERIFY_LIMIT;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (!certificate_read(*c, copy, length, state))
    {
        snprintf(why, 256, "not a readable certificate: %s", (*c)->why);
        return VERIFY_UNREADABLE;
    }
    for (i = 0; i < state; i++)
        if (!states_apart(before[i], *c))
        {
            snprintf(why, 256, "two states may have a point in common");
            return VERIFY_NOT_VERIFIED;
        }
    return VERIFY_VERIFIED;
}

verify_status_t
verify_text(const char *text, size_t length, const verify_options_t *options,
            char why[256], FILE *talk)
{
    verify_status_t status = VERIFY_VERIFIED;
    double until = options->seconds > 0
                       ? evaluator_clock() + (double) options->seconds : 0;
    certificate_t *c[MAX_STATES];
    int state, states = 1;

    for (state = 0; state < states && status == VERIFY_VERIFIED; state++)
    {
        status = read_state(c + state, text, length, state, c, why);
        if (status == VERIFY_VERIFIED)
            status = check_state(c[state], options, until, why, talk);
        states = c[state] != NULL ? c[state]->states : 0;
        if (states > MAX_STATES)
        {
            status = VERIFY_UNREADABLE;
            snprintf(why, 256, "not a readable certificate: too many states");
        }
    }
    while (state-- > 0)
        if (c[state] != NULL)
        {
            certificate_clear(c[state]);
            free(c[state]);
        }
    if (talk != NULL && status == VERIFY_VERIFIED)
        fputs(trust, talk);
    return status;
}
