/* runtime/verify/verify.c -- a certificate, from text to verdict. */
#include "verify.h"
#include "proof/krawczyk.h"
#include "cells/whole.h"
#include "output/output.h"

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
    return system_at(context, x, f, jacobian, prec);
}

/* Claims about one box: exactly one solution in it, inside the domains, and in the
   `zero` lines z where there are some.  NULL: proven; otherwise the reason. */
static const char *
check_box(system_t *s, const verify_options_t *options, FILE *talk)
{
    certificate_t *c = s->c;
    arb_ptr x = _arb_vec_init(s->n), z = _arb_vec_init(s->n);
    krawczyk_t k = { 0 };
    arb_t phi;
    const char *why = NULL;
    int i, zeros = c->n_zeros > 0, value = 0;

    arb_init(phi);
    certificate_widen(c, c->x, c->zero);
    for (i = 0; i < s->n; i++)
    {
        arb_set(x + i, c->x + s->unknown[i]);
        arb_set(z + i, (zeros ? c->zero : c->x) + s->unknown[i]);
        if (!arb_contains(x + i, z + i))
            why = "an enclosure of the zero sticks out of its box";
    }
    s->phi = phi;
    if (why != NULL)
        ;
    else if (c->claim == CLAIM_COEXISTENCE && !system_disjoint(s, x))
        why = "the boxes of the two states are not disjoint";
    else if (!krawczyk_prove(&k, x, zeros ? z : NULL, s->n, field, s,
                             options->bits > 0 ? options->bits : 100000))
        why = s->why != NULL ? s->why : k.why;
    else if (!system_fixed(s, z, 60))
        why = s->why;
    else if (!system_in_domains(s, z, 0))
        why = "the solution may lie outside of the domains";
    s->phi = NULL;
    if (why == NULL && zeros && (value = value_lies(s, z, phi)) < 0)
        why = "the free entropy does not lie where it is said to be";
    if (why == NULL && talk != NULL)
        fprintf(talk, "Proven again, with residuals at %ld bits.\n%s",
                (long) k.prec, value > 0 ? "  The free entropy too.\n" : "");
    arb_clear(phi);
    _arb_vec_clear(z, s->n);
    _arb_vec_clear(x, s->n);
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
    system_t s;

    if (talk != NULL)
        certificate_show(talk, c);
    if (!system_init(&s, c))
        reason = s.why;
    else
    {
        s.until = until;
        reason = c->claim == CLAIM_CURVE ? check_curve(&s, talk)
                 : c->claim == CLAIM_ALL ? check_all(&s, options, talk)
                                         : check_box(&s, options, talk);
    }
    if (reason != NULL && until > 0 && evaluator_clock() > until)
    {
        s.limit = 1;
        reason = "the time limit was reached";
    }
    if (reason == NULL && talk != NULL)
        rests_show(talk, c);
    snprintf(why, 256, "%s", reason != NULL ? reason : "");
    return reason == NULL ? VERIFY_VERIFIED
           : s.limit      ? VERIFY_LIMIT
                          : VERIFY_NOT_VERIFIED;
}

/* Reads state `state` of the text; those before it are read. */
static verify_status_t
read_state(certificate_t *c, const char *text, size_t length, int state,
           char why[256])
{
    certificate_t *new = c + state;
    int i;

    if (!certificate_read(new, text, length, state)
        || (state > 0 && !states_agree(c, new)))
    {
        snprintf(why, 256, "not a readable certificate: %s",
                 new->why[0] != '\0' ? new->why
                                     : "a state is not as the first");
        return new->text != NULL ? VERIFY_UNREADABLE : VERIFY_LIMIT;
    }
    if (new->states > MAX_STATES)
    {
        snprintf(why, 256, "not a readable certificate: too many states");
        return VERIFY_UNREADABLE;
    }
    for (i = 0; i < state; i++)
        if (!states_apart(c + i, new))
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
    certificate_t c[MAX_STATES];
    int state, states = 1;

    for (state = 0; state < states && status == VERIFY_VERIFIED; state++)
    {
        status = read_state(c, text, length, state, why);
        if (status == VERIFY_VERIFIED)
            status = check_state(c + state, options, until, why, talk);
        states = c[0].states;
    }
    while (state-- > 0)
        certificate_clear(c + state);
    if (talk != NULL && status == VERIFY_VERIFIED)
        fputs(trust, talk);
    return status;
}
