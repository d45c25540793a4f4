/* runtime/verify/verify.c -- a certificate, from text to verdict. */
#include "verify.h"
#include "krawczyk.h"
#include "whole.h"

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
    certificate_widen(c, c->zero);
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
        if (c->value_known < 0)
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

/* The range of the parameter, then the limits. */
static void
show_end(FILE *talk, const char *word, int open, const arf_t end)
{
    fprintf(talk, " %s ", word);
    if (open)
        fprintf(talk, "the end");
    else
        arf_fprintd(talk, end, 17);
}

static void
show_range(FILE *talk, const certificate_t *c, int i)
{
    const list_t *l = &c->list;
    const cell_t *limit = &l->limit;
    int k = i - 1, symbol = i == 0 ? l->range : l->limit_of[k];

    fprintf(talk, "  with %s", c->tree.symbol[symbol]);
    if (i == 0)
    {
        show_end(talk, "from", 0, &l->range_lo);
        show_end(talk, "to", 0, &l->range_hi);
    }
    else
    {
        show_end(talk, "from", limit->lower[k], limit->lo + k);
        show_end(talk, "to", limit->upper[k], limit->hi + k);
    }
    fprintf(talk, "\n");
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
        fprintf(talk, "Claim (%s): inside the domains exactly %ld solutions "
                "of\n", c->kind == CLAIM_UNIQUE ? "all" : c->kind_word,
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
    for (i = 0; i < 1 + c->list.n_limits && c->list.range >= 0; i++)
        show_range(talk, c, i);
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

/* What the text claims of one of its states. */
static verify_status_t
check_state(certificate_t *c, const verify_options_t *options, double until,
            char why[256], FILE *talk)
{
    const char *reason;
    slong prec = 80;
    int limit = 0;

    if (talk != NULL)
        show_claim(talk, c);
    reason = c->claim >= CLAIM_ALL
                 ? check_cells(c, options, until, talk, &limit)
                 : check_point_claim(c, options, until, &prec);
    if (reason != NULL && until > 0 && work_clock() > until)
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

verify_status_t
verify_text(const char *text, size_t length, const verify_options_t *options,
            char why[256], FILE *talk)
{
    verify_status_t status = VERIFY_VERIFIED;
    double until = options->seconds > 0
                       ? work_clock() + (double) options->seconds : 0;
    int state, states = 1;

    for (state = 0; state < states && status == VERIFY_VERIFIED; state++)
    {
        certificate_t *c = malloc(sizeof *c);
        char *copy = malloc(length + 1);

        if (c == NULL || copy == NULL)
        {
            free(c);
            free(copy);
            snprintf(why, 256, "out of memory");
            return VERIFY_LIMIT;
        }
        memcpy(copy, text, length);
        copy[length] = '\0';
        if (certificate_read(c, copy, length, state))
            status = check_state(c, options, until, why, talk);
        else
        {
            status = VERIFY_UNREADABLE;
            snprintf(why, 256, "not a readable certificate: %s", c->why);
        }
        states = c->states;
        certificate_clear(c);
        free(c);
    }
    if (talk != NULL && status == VERIFY_VERIFIED)
        fputs(trust, talk);
    return status;
}
