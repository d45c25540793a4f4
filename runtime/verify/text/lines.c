/* runtime/verify/text/lines.c -- the lines of a certificate, one by one. */
#include "reader.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

int
read_fail(certificate_t *c, size_t line, const char *format, ...)
{
    va_list list;
    int n = 0;

    if (c->why[0] != '\0')
        return 0;
    if (line > 0)
        n = snprintf(c->why, sizeof c->why, "line %zu: ", line);
    va_start(list, format);
    vsnprintf(c->why + n, sizeof c->why - (size_t) n, format, list);
    va_end(list);
    return 0;
}

/* The first word of *rest, cut off; "" if there is none. */
char *
read_word(char **rest)
{
    char *s = *rest, *end = s + strcspn(s, " ");

    *rest = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return s;
}

node_t *
read_expression(certificate_t *c, size_t line, const char *text)
{
    node_t *e = tree_parse(&c->tree, text);

    if (e == NULL)
        read_fail(c, line, "%s", c->tree.why != NULL ? c->tree.why
                                                : "a bad expression");
    return e;
}

int
read_name(certificate_t *c, size_t line, const char *text)
{
    int s = tree_symbol(&c->tree, text);

    if (s < 0)
        read_fail(c, line, "a bad name");
    return s;
}

int
read_among(const int *list, int n, int symbol)
{
    int i;

    for (i = 0; i < n && list[i] != symbol; i++)
        ;
    return i < n ? i : -1;
}

int
read_once(certificate_t *c, size_t line, node_t **slot, const char *text)
{
    if (*slot != NULL)
        return read_fail(c, line, "a line is there twice");
    *slot = read_expression(c, line, text);
    return *slot != NULL;
}

int
read_add(certificate_t *c, size_t line, int *list, int *n, int most, int symbol)
{
    if (symbol < 0)
        return 0;
    if (read_among(list, *n, symbol) >= 0)
        return read_fail(c, line, "a name is there twice");
    if (*n == most)
        return read_fail(c, line, "too many lines of a kind");
    list[(*n)++] = symbol;
    return 1;
}

static int
read_ball_line(certificate_t *c, size_t line, char *rest, int zero)
{
    char *s = read_word(&rest);
    int symbol, i;

    symbol = read_name(c, line, s);
    if (!zero)
    {
        if (!read_add(c, line, c->box, &c->n_boxes, MAX_BOXES, symbol))
            return 0;
        i = c->n_boxes - 1;
        if (!ball_read(c->x + i, rest))
            return read_fail(c, line, "not a ball");
        return 1;
    }
    i = read_among(c->box, c->n_boxes, symbol);
    if (i < 0 || c->has_zero[i])
        return read_fail(c, line, "a zero without a box before it, or twice");
    c->has_zero[i] = 1;
    c->n_zeros++;
    return ball_read(c->zero + i, rest) ? 1 : read_fail(c, line, "not a ball");
}

static int
read_copy_line(certificate_t *c, size_t line, copy_t *copy, const char *kind,
               char *rest)
{
    int symbol = read_name(c, line, read_word(&rest)), fixed = kind[0] == 'f';
    int condition = kind[0] == 'c';

    if (read_among(c->order, c->n_orders, symbol) < 0)
        return read_fail(c, line, "not an order parameter");
    if (fixed)
    {
        if (!read_add(c, line, copy->fixed, &copy->n_fixed, MAX_ORDERS, symbol))
            return 0;
        return read_once(c, line, copy->fixed_at + copy->n_fixed - 1, rest);
    }
    if (!read_add(c, line, copy->symbol, &copy->n, MAX_ORDERS, symbol))
        return 0;
    if (condition)
        return read_once(c, line, copy->condition + copy->n - 1, rest);
    return *rest == '\0' ? 1 : read_fail(c, line, "something follows a name");
}

static claim_t
claim_named(const char *s)
{
    static const char *const kind[] = { "", "unique", "fold", "coexistence",
                                        "instability", "extremum", "all",
                                        "curve" };
    int i;

    for (i = CLAIM_CURVE; i > CLAIM_NONE && strcmp(s, kind[i]) != 0; i--)
        ;
    return (claim_t) i;
}

/* KIND, `all COUNT` or `curve COUNT KIND` */
static int
read_claim(certificate_t *c, size_t line, char *rest)
{
    char *s = read_word(&rest), *end;

    if (c->claim != CLAIM_NONE)
        return read_fail(c, line, "a second claim");
    c->claim_word = s;
    c->claim = c->kind = claim_named(s);
    if (c->claim >= CLAIM_ALL)
    {
        s = read_word(&rest);
        c->count = strtol(s, &end, 10);
        if (*s < '0' || *s > '9' || *end != '\0')
            return read_fail(c, line, "a claim without a number");
        c->kind = CLAIM_UNIQUE;
        if (c->claim == CLAIM_CURVE || *rest != '\0')
        {
            c->kind_word = read_word(&rest);
            c->kind = claim_named(c->kind_word);
        }
    }
    return c->kind > CLAIM_NONE && c->kind < CLAIM_ALL && *rest == '\0'
               ? 1 : read_fail(c, line, "an unknown claim");
}

static int
read_value(certificate_t *c, size_t line, char *rest)
{
    int i, n = c->n_values;

    if (n == MAX_VALUES)
        return read_fail(c, line, "too many lines of a kind");
    c->value_name[n] = read_word(&rest);
    for (i = 0; i < n; i++)
        if (strcmp(c->value_name[i], c->value_name[n]) == 0)
            return read_fail(c, line, "a name is there twice");
    c->n_values++;
    return ball_read(c->value + n, rest) ? 1 : read_fail(c, line, "not a ball");
}

/* Lines that carry no claim. */
static int
is_other(const char *keyword)
{
    static const char *const known[] = {
        "scope", "tool", "spec-sha256", "spec", "#", "hint",
    };
    size_t i;

    for (i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(keyword, known[i]) == 0)
            return 1;
    return 0;
}

int
read_line(certificate_t *c, size_t line, char *text)
{
    char *rest = text, *key = read_word(&rest);
    int s, listed = read_list_line(c, line, key, rest);

    if (listed >= 0)
        return listed;
    if (strcmp(key, "model") == 0)
        c->model = rest;
    else if (strcmp(key, "order") == 0)
    {
        if (!read_add(c, line, c->order, &c->n_orders, MAX_ORDERS,
                      read_name(c, line, read_word(&rest))))
            return 0;
        c->domain_text[c->n_orders - 1] = rest;
    }
    else if (strcmp(key, "potential") == 0)
        return read_once(c, line, &c->raw, rest);
    else if (strcmp(key, "equation") == 0)
        return read_once(c, line, &c->equation, rest);
    else if (strcmp(key, "observable") == 0)
        return read_once(c, line, &c->observable, rest);
    else if (strcmp(key, "other-value") == 0)
        return read_once(c, line, &c->other_value, rest);
    else if (strcmp(key, "stationary") == 0 || strcmp(key, "condition") == 0
             || strcmp(key, "fixed") == 0)
        return read_copy_line(c, line, c->copy, key, rest);
    else if (strncmp(key, "other-", 6) == 0
             && (strcmp(key + 6, "stationary") == 0
                 || strcmp(key + 6, "condition") == 0
                 || strcmp(key + 6, "fixed") == 0))
    {
        c->has_other = 1;
        return read_copy_line(c, line, c->copy + 1, key + 6, rest);
    }
    else if (strcmp(key, "fixed-condition") == 0)
    {
        s = read_name(c, line, read_word(&rest));
        return read_add(c, line, c->held, &c->n_held, MAX_ORDERS, s)
               && read_once(c, line, c->held_condition + c->n_held - 1, rest);
    }
    else if (strcmp(key, "critical") == 0)
    {
        if (c->critical >= 0)
            return read_fail(c, line, "a line is there twice");
        c->critical = read_name(c, line, rest);
    }
    else if (strcmp(key, "parameter") == 0)
    {
        s = read_name(c, line, read_word(&rest));
        return read_add(c, line, c->parameter, &c->n_parameters,
                        MAX_PARAMETERS, s)
               && read_once(c, line, c->parameter_at + c->n_parameters - 1,
                            rest);
    }
    else if (strcmp(key, "claim") == 0)
        return read_claim(c, line, rest);
    else if (strcmp(key, "box") == 0 || strcmp(key, "zero") == 0)
        return read_ball_line(c, line, rest, key[0] == 'z');
    else if (strcmp(key, "value") == 0)
        return read_value(c, line, rest);
    else if (!is_other(key))
        return read_fail(c, line, "an unknown keyword");
    return c->why[0] == '\0';
}

