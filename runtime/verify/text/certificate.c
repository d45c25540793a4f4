/* runtime/verify/text/certificate.c -- reads a certificate. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINES = 4000000 };

/* ---- the file ----------------------------------------------------------- */

/* Printable ASCII and line ends, the seal of everything above it, `end`. */
static int
check_seal(certificate_t *c, const char *text, size_t length, size_t *body)
{
    static const char last[] = "\nend\n";
    size_t i;
    char hex[65];

    for (i = 0; i < length; i++)
        if (text[i] != '\n' && (text[i] < 0x20 || text[i] > 0x7e))
            return read_fail(c, 0, "byte %zu is not printable ASCII", i + 1);
    if (length < 80 || memcmp(text + length - 5, last, 5) != 0)
        return read_fail(c, 0, "the file is cut short: its last line is not "
                               "'end'");
    *body = length - 5 - 69;
    if (memcmp(text + *body, "seal ", 5) != 0 || text[*body - 1] != '\n')
        return read_fail(c, 0, "there is no seal before 'end'");
    seal_of(hex, text, *body);
    if (memcmp(hex, text + *body + 5, 64) != 0)
        return read_fail(c, 0, "the seal does not fit the file");
    return 1;
}

/* An equation of the claim is a derivative of the potential. */
static int
needs_potential(const certificate_t *c)
{
    int i, k, need = c->kind == CLAIM_COEXISTENCE || c->list.on_line;

    for (k = 0; k < 2; k++)
        for (i = 0; i < c->copy[k].n; i++)
            need = need || c->copy[k].condition[i] == NULL;
    for (i = 0; i < c->copy[0].n_fixed && c->kind == CLAIM_INSTABILITY; i++)
        need = need || read_among(c->held, c->n_held, c->copy[0].fixed[i]) < 0;
    return need;
}

/* No name stands for two things; a copy that has equations has one for every order
   parameter or fixes it; a `fixed-condition` is of what is fixed. */
static int
roles_differ(const certificate_t *c)
{
    const copy_t *copy;
    int i, k, s, good = 1;

    for (i = 0; i < c->n_orders; i++)
    {
        s = c->order[i];
        good = good && s != c->critical && s != c->list.along
               && read_among(c->parameter, c->n_parameters, s) < 0;
        for (copy = c->copy; copy < c->copy + 2; copy++)
        {
            good = good && (copy->n == 0
                            || (read_among(copy->fixed, copy->n_fixed, s) < 0)
                               != (read_among(copy->symbol, copy->n, s) < 0));
            for (k = 0; k < copy->n_fixed; k++)
                good = good && !node_has(copy->fixed_at[k], s);
        }
    }
    for (i = 0; i < c->n_held; i++)
        good = good && read_among(c->copy[0].fixed, c->copy[0].n_fixed,
                                  c->held[i]) >= 0;
    return good;
}

static int
finish(certificate_t *c)
{
    int listed = c->claim >= CLAIM_ALL;

    if (c->claim == CLAIM_NONE
        || (c->potential == NULL && needs_potential(c)))
        return read_fail(c, 0, "there is no potential, or no claim");
    if (c->n_boxes == 0 && !listed)
        return read_fail(c, 0, "there is no box");
    if (c->n_zeros != 0 && c->n_zeros != c->n_boxes)
        return read_fail(c, 0, "not every box has a zero");
    if (!roles_differ(c))
        return read_fail(c, 0, "a name has two meanings or none, or what is "
                               "fixed depends on an unknown");
    if (!listed && c->n_list_lines > 0)
        return read_fail(c, 0, "lines of another kind of claim");
    return !listed || read_list_end(c);
}

static void
start(certificate_t *c)
{
    int i;

    memset(c, 0, sizeof *c);
    c->states = 1;
    c->critical = c->list.along = c->list.range = -1;
    tree_init(&c->tree);
    arb_init(c->value);
    for (i = 0; i < MAX_BOXES; i++)
    {
        arb_init(c->x + i);
        arb_init(c->zero + i);
    }
}

/* The lines of one state, and what is the same for all. */
static int
read_lines(certificate_t *c, char *s, const char *last, int state)
{
    size_t line = 1;
    int good = 1;
    char *end;

    for (; s < last && good; s = end + 1)
    {
        end = strchr(s, '\n');
        *end = '\0';
        if (++line > MAX_LINES)
            return read_fail(c, 0, "too many lines");
        if (strcmp(s, "also") == 0)
            c->states++;
        else if (c->states == state + 1 || strncmp(s, "model ", 6) == 0
                 || strncmp(s, "parameter ", 10) == 0)
            good = read_line(c, line, s);
    }
    return good;
}

int
certificate_read(certificate_t *c, const char *text, size_t length, int state)
{
    static const char first[] = "saddle certificate 1\n";
    size_t body = 0;

    start(c);
    c->text = strndup(text, length);
    if (c->text == NULL)
        return read_fail(c, 0, "out of memory");
    if (strncmp(c->text, first, sizeof first - 1) != 0)
        return read_fail(c, 0, "the first line is not 'saddle certificate 1'");
    if (!check_seal(c, text, length, &body))
        return 0;
    c->text[body] = '\0';
    if (!read_lines(c, c->text + sizeof first - 1, c->text + body, state))
        return 0;
    if (c->states > 1 && (c->claim != CLAIM_ALL || c->list.range < 0))
        return read_fail(c, 0, "several states without a range");
    return finish(c);
}

void
certificate_widen(const certificate_t *c, arb_srcptr box, arb_ptr zero)
{
    mag_t least, most;
    int i;

    mag_init(least);
    mag_init(most);
    mag_set_ui_2exp_si(least, 1, -64);
    for (i = 0; i < c->n_boxes; i++)
        if (!mag_is_zero(arb_radref(zero + i)))
            mag_min(least, least, arb_radref(zero + i));
    for (i = 0; i < c->n_boxes; i++)
        if (mag_is_zero(arb_radref(zero + i)))
        {
            mag_mul_2exp_si(most, arb_radref(box + i), -4);
            mag_min(arb_radref(zero + i), least, most);
        }
    mag_clear(most);
    mag_clear(least);
}

void
certificate_clear(certificate_t *c)
{
    int i;

    read_list_clear(c);
    for (i = 0; i < MAX_BOXES; i++)
    {
        arb_clear(c->x + i);
        arb_clear(c->zero + i);
    }
    arb_clear(c->value);
    tree_clear(&c->tree);
    free(c->text);
}
