/* runtime/verify/verify.c -- a certificate, from text to verdict. */
#include "verify.h"
#include "krawczyk.h"
#include "whole.h"

#include <stdlib.h>
#include <string.h>

static const char trust[] =
    "  Trusted: that the potential is that of the spec (it is not derived\n"
    "  again), Arb, FLINT, MPFR and GMP, this program and the machine.\n"
    "  Not checked: `value` and `hint` lines.\n"
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
    const char *why = NULL;
    int i, zeros = c->n_zeros > 0;

    if (!system_init(&s, c))
        return s.why;
    s.until = until;
    x = _arb_vec_init(s.n);
    z = _arb_vec_init(s.n);
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
        *prec = k.prec;
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

static void
show_claim(FILE *talk, const certificate_t *c)
{
    int i;

    fprintf(talk, "%s of %s, as it was derived:\n",
            c->raw != NULL ? "Potential" : "Equations",
            c->model != NULL ? c->model : "an unnamed model");
    if (c->raw != NULL)
    {
        fprintf(talk, "  ");
        node_show(talk, &c->tree, c->raw);
        fprintf(talk, "\n");
    }
    for (i = 0; i < c->copy[0].n_fixed; i++)
    {
        fprintf(talk, "  at %s = ", c->tree.symbol[c->copy[0].fixed[i]]);
        node_show(talk, &c->tree, c->copy[0].fixed_at[i]);
        fprintf(talk, "\n");
    }
    for (i = 0; i < c->n_parameters; i++)
    {
        fprintf(talk, "  %s = ", c->tree.symbol[c->parameter[i]]);
        node_show(talk, &c->tree, c->parameter_at[i]);
        fprintf(talk, "\n");
    }
    if (c->claim == CLAIM_ALL)
        fprintf(talk, "Claim: inside the domains exactly %ld solutions of\n",
                c->count);
    else
        fprintf(talk, "Claim (%s): exactly one solution of\n", c->claim_word);
    for (i = 0; i < c->copy[0].n; i++)
    {
        fprintf(talk, "  ");
        if (c->copy[0].condition[i] != NULL)
            node_show(talk, &c->tree, c->copy[0].condition[i]);
        else
            fprintf(talk, "d potential/d %s",
                    c->tree.symbol[c->copy[0].symbol[i]]);
        fprintf(talk, " = 0\n");
    }
    if (c->equation != NULL)
    {
        fprintf(talk, "  ");
        node_show(talk, &c->tree, c->equation);
        fprintf(talk, " = 0\n");
    }
    if (c->claim == CLAIM_CURVE)
    {
        fprintf(talk, "in each of %ld cells, for every %s from ", c->count,
                c->tree.symbol[c->list.along]);
        node_show(talk, &c->tree, c->list.from);
        fprintf(talk, " to ");
        node_show(talk, &c->tree, c->list.to);
        fprintf(talk, "\n");
    }
    if (c->claim < CLAIM_ALL)
        fprintf(talk, "in the box\n");
    for (i = 0; i < c->n_boxes && c->claim < CLAIM_ALL; i++)
    {
        fprintf(talk, "  %s = ", c->tree.symbol[c->box[i]]);
        arb_fprintn(talk, c->x + i, 30, 0);
        fprintf(talk, "\n");
    }
}

verify_status_t
verify_text(const char *text, size_t length, const verify_options_t *options,
            char why[256], FILE *talk)
{
    certificate_t *c = malloc(sizeof *c);
    char *copy = malloc(length + 1);
    verify_status_t status = VERIFY_UNREADABLE;
    double until = options->seconds > 0
                       ? work_clock() + (double) options->seconds : 0;
    const char *reason;
    slong prec = 0;
    int limit = 0;

    if (c == NULL || copy == NULL)
    {
        free(c);
        free(copy);
        snprintf(why, 256, "out of memory");
        return VERIFY_LIMIT;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (!certificate_read(c, copy, length))
        snprintf(why, 256, "not a readable certificate: %s", c->why);
    else
    {
        if (talk != NULL)
            show_claim(talk, c);
        if (c->claim >= CLAIM_ALL)
            reason = check_cells(c, options, until, talk, &limit), prec = 80;
        else
            reason = check_point_claim(c, options, until, &prec);
        status = reason == NULL ? VERIFY_VERIFIED : VERIFY_NOT_VERIFIED;
        if (reason != NULL
            && (limit || (until > 0 && work_clock() > until)))
            status = VERIFY_LIMIT;
        snprintf(why, 256, "%s", reason != NULL ? reason : "");
        if (talk != NULL && reason == NULL)
            fprintf(talk, "Proven again, with residuals at %ld bits.\n%s",
                    (long) prec, trust);
    }
    certificate_clear(c);
    free(c);
    return status;
}
