/* runtime/verify/text/certificate.c -- reads a certificate. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_LINES = 4000000 };

/* ---- the file ----------------------------------------------------------- */

/* Printable ASCII and line ends, the seal of everything above it, `end`. */
static int
check_seal(certificate_t *c, char *text, size_t length, size_t *body)
{
    static const char last[] = "\nend\n";
    size_t i;
    char hex[65];

    for (i = 0; i < length; i++)
        if (text[i] != '\n' && (text[i] < 0x20 || text[i] > 0x7e))
            return read_fail(c, 0, "byte %zu is not printable ASCII", i + 1);
    if (length < 80 || strcmp(text + length - 5, last) != 0)
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

static node_t *
rewritten(certificate_t *c, node_t *e)
{
    node_t *r = tree_rewrite(&c->tree, e);

    if (e != NULL && r == NULL)
        read_fail(c, 0, "%s", c->tree.why != NULL ? c->tree.why : "too large");
    return r;
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

static int
has_role(const copy_t *copy, int symbol)
{
    return read_among(copy->fixed, copy->n_fixed, symbol) >= 0
           || read_among(copy->symbol, copy->n, symbol) >= 0;
}

/* No name stands for two things, every order parameter is fixed or has an
   equation, and a `fixed-condition` is of what is fixed. */
static int
roles_differ(const certificate_t *c)
{
    int i, k, good = 1;

    for (i = 0; i < c->n_orders; i++)
        good = good && c->order[i] != c->critical
               && c->order[i] != c->list.along
               && read_among(c->parameter, c->n_parameters, c->order[i]) < 0;
    for (k = 0; k < 2; k++)
        for (i = 0; i < c->copy[k].n; i++)
            good = good && read_among(c->copy[k].fixed, c->copy[k].n_fixed,
                                      c->copy[k].symbol[i]) < 0;
    for (k = 0; k <= c->has_other; k++)
        for (i = 0; i < c->n_orders && c->copy[k].n > 0; i++)
            good = good && has_role(c->copy + k, c->order[i]);
    for (i = 0; i < c->n_held; i++)
        good = good && read_among(c->copy[0].fixed, c->copy[0].n_fixed,
                                  c->held[i]) >= 0;
    return good;
}

/* Parameters that are numbers and nothing else. */
static void
note_numbers(certificate_t *c)
{
    int i, s;

    for (i = 0; i < c->n_parameters; i++)
    {
        s = c->parameter[i];
        if (c->parameter_at[i]->op == N_NUMBER && s != c->critical
            && s != c->list.range && s != c->list.along
            && read_among(c->box, c->n_boxes, s) < 0)
            c->tree.exact[s] = c->parameter_at[i];
    }
}

static int
finish(certificate_t *c)
{
    int i, k;

    if (c->claim == CLAIM_NONE || (c->raw == NULL && needs_potential(c)))
        return read_fail(c, 0, "there is no potential, or no claim");
    if (c->n_boxes == 0 && c->claim != CLAIM_ALL && c->claim != CLAIM_CURVE)
        return read_fail(c, 0, "there is no box");
    if (c->n_zeros != 0 && c->n_zeros != c->n_boxes)
        return read_fail(c, 0, "not every box has a zero");
    if (!roles_differ(c))
        return read_fail(c, 0, "a name has two meanings or none");
    note_numbers(c);
    c->potential = rewritten(c, c->raw);
    c->equation = rewritten(c, c->equation);
    c->observable = rewritten(c, c->observable);
    c->other_value = rewritten(c, c->other_value);
    for (i = 0; i < c->n_held; i++)
        c->held_condition[i] = rewritten(c, c->held_condition[i]);
    for (k = 0; k < 2; k++)
        for (i = 0; i < c->copy[k].n; i++)
            c->copy[k].condition[i] = rewritten(c, c->copy[k].condition[i]);
    return c->why[0] == '\0' && read_list_end(c);
}

static void
start(certificate_t *c, char *text)
{
    int i;

    memset(c, 0, sizeof *c);
    c->text = text;
    c->states = 1;
    c->critical = c->list.along = c->list.range = -1;
    tree_init(&c->tree);
    for (i = 0; i < MAX_BOXES; i++)
    {
        arb_init(c->x + i);
        arb_init(c->zero + i);
    }
    for (i = 0; i < MAX_VALUES; i++)
        arb_init(c->value + i);
}

static int
begins(const char *line, const char *word)
{
    size_t n = strlen(word);

    return strncmp(line, word, n) == 0 && line[n] == ' ';
}

/* Lines that every state has, and has the same. */
static int
is_common(const char *line)
{
    return begins(line, "order") || begins(line, "potential")
           || begins(line, "critical") || begins(line, "range");
}

/* The lines of one state, and the parameters. */
static int
read_lines(certificate_t *c, char *s, const char *last, int state)
{
    const char *common[MAX_ORDERS + 3];
    int n[2] = { 0, 0 }, good = 1;
    size_t line = 1;
    char *end;

    for (; s < last && good; s = end + 1)
    {
        end = strchr(s, '\n');
        *end = '\0';
        if (++line > MAX_LINES)
            return read_fail(c, 0, "too many lines");
        if (strcmp(s, "also") == 0)
        {
            c->states++;
            continue;
        }
        if (state > 0 && is_common(s) && c->states == 1)
        {
            if (n[0] < MAX_ORDERS + 3)
                common[n[0]++] = s;
        }
        else if (state > 0 && is_common(s) && c->states == state + 1)
        {
            if (n[1] == n[0] || strcmp(s, common[n[1]++]) != 0)
                return read_fail(c, line, "not as it is for the first state");
        }
        if (c->states == state + 1 || begins(s, "model")
            || begins(s, "parameter"))
            good = read_line(c, line, s);
    }
    return good && (n[0] == n[1]
                    || read_fail(c, 0, "a state lacks lines of the first"));
}

int
certificate_read(certificate_t *c, char *text, size_t length, int state)
{
    static const char first[] = "saddle certificate 1\n";
    size_t body = 0;

    start(c, text);
    if (strncmp(text, first, sizeof first - 1) != 0)
        return read_fail(c, 0, "the first line is not 'saddle certificate 1'");
    if (!check_seal(c, text, length, &body))
        return 0;
    text[body] = '\0';
    if (!read_lines(c, text + sizeof first - 1, text + body, state))
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
    for (i = 0; i < MAX_VALUES; i++)
        arb_clear(c->value + i);
    tree_clear(&c->tree);
    free(c->text);
}
