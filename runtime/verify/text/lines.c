/* runtime/verify/text/lines.c -- the lines of a certificate, by one table. */
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

char *
read_word(char **rest)
{
    char *s = *rest, *end = s + strcspn(s, " ");

    *rest = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return s;
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

int
read_once(certificate_t *c, size_t line, node_t **slot, const char *text)
{
    if (*slot != NULL)
        return read_fail(c, line, "a line is there twice");
    *slot = tree_parse(&c->tree, text);
    return *slot != NULL
           || read_fail(c, line, "%s", c->tree.why != NULL
                                           ? c->tree.why : "a bad expression");
}

static int
read_ball(certificate_t *c, size_t line, arb_ptr to, const char *text)
{
    return ball_read(to, text) || read_fail(c, line, "not a ball");
}

/* The name that begins *rest, into a list; `order`: it has an `order` line above. */
static int
add_name(certificate_t *c, size_t line, int *list, int *n, int most,
         char **rest, int order)
{
    int symbol = read_name(c, line, read_word(rest));

    if (order && read_among(c->order, c->n_orders, symbol) < 0)
        return read_fail(c, line, "not an order parameter");
    return read_add(c, line, list, n, most, symbol);
}

static int
read_zero(certificate_t *c, size_t line, char *rest)
{
    int symbol = read_name(c, line, read_word(&rest));
    int i = read_among(c->box, c->n_boxes, symbol);

    if (i < 0 || c->has_zero[i])
        return read_fail(c, line, "a zero without a box before it, or twice");
    c->has_zero[i] = 1;
    c->n_zeros++;
    return read_ball(c, line, c->zero + i, rest);
}

/* Only that of the free entropy is of use. */
static int
read_value(certificate_t *c, size_t line, char *rest)
{
    arb_t other;
    int good, used = strcmp(read_word(&rest), "free_entropy") == 0;

    if (used && c->has_value)
        return read_fail(c, line, "a line is there twice");
    c->has_value |= used;
    arb_init(other);
    good = read_ball(c, line, used ? c->value : other, rest);
    arb_clear(other);
    return good;
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

/* KIND, `all COUNT [KIND]` or `curve COUNT KIND` */
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
    return (c->kind > CLAIM_NONE && c->kind < CLAIM_ALL && *rest == '\0')
           || read_fail(c, line, "an unknown claim");
}

/* `stationary`, `condition` and `fixed` lines of a copy. */
static int
read_copy(certificate_t *c, size_t line, copy_t *copy, const char *key,
          char *rest)
{
    if (strcmp(key, "fixed") == 0)
        return add_name(c, line, copy->fixed, &copy->n_fixed, MAX_ORDERS, &rest,
                        1)
               && read_once(c, line, copy->fixed_at + copy->n_fixed - 1, rest);
    if (!add_name(c, line, copy->symbol, &copy->n, MAX_ORDERS, &rest, 1))
        return 0;
    if (strcmp(key, "condition") == 0)
        return read_once(c, line, copy->condition + copy->n - 1, rest);
    return *rest == '\0' || read_fail(c, line, "something follows a name");
}

static int
is_among(const char *key, const char *const *words)
{
    while (*words != NULL && strcmp(key, *words) != 0)
        words++;
    return *words != NULL;
}

int
read_line(certificate_t *c, size_t line, char *text)
{
    static const char *const in_copy[] = { "stationary", "condition", "fixed",
                                           NULL };
    static const char *const no_claim[] = { "scope", "tool", "spec-sha256",
                                            "spec", "#", "hint", NULL };
    char *rest = text, *key = read_word(&rest);
    int other = strncmp(key, "other-", 6) == 0;
    int listed = read_list_line(c, line, key, rest);

#define IS(word) (strcmp(key, word) == 0)
    if (listed >= 0)
    {
        c->n_list_lines++;
        return listed;
    }
    if (IS("order"))
        return add_name(c, line, c->order, &c->n_orders, MAX_ORDERS, &rest, 0)
               && (c->domain_text[c->n_orders - 1] = rest) != NULL;
    if (IS("potential"))
        return (c->potential_text = rest) != NULL
               && read_once(c, line, &c->potential, rest);
    if (IS("equation"))
        return read_once(c, line, &c->equation, rest);
    if (IS("observable"))
        return read_once(c, line, &c->observable, rest);
    if (IS("other-value"))
        return read_once(c, line, &c->other_value, rest);
    if (is_among(key + 6 * other, in_copy))
    {
        c->has_other |= other;
        return read_copy(c, line, c->copy + other, key + 6 * other, rest);
    }
    if (IS("fixed-condition"))
        return add_name(c, line, c->held, &c->n_held, MAX_ORDERS, &rest, 0)
               && read_once(c, line, c->held_condition + c->n_held - 1, rest);
    if (IS("parameter"))
        return add_name(c, line, c->parameter, &c->n_parameters,
                        MAX_PARAMETERS, &rest, 0)
               && read_once(c, line, c->parameter_at + c->n_parameters - 1,
                            rest);
    if (IS("critical"))
        return c->critical < 0
                   ? (c->critical = read_name(c, line, rest)) >= 0
                   : read_fail(c, line, "a line is there twice");
    if (IS("box"))
        return add_name(c, line, c->box, &c->n_boxes, MAX_BOXES, &rest, 0)
               && read_ball(c, line, c->x + c->n_boxes - 1, rest);
    if (IS("zero"))
        return read_zero(c, line, rest);
    if (IS("value"))
        return read_value(c, line, rest);
    if (IS("claim"))
        return read_claim(c, line, rest);
    if (IS("model"))
        return (c->model = rest) != NULL;
#undef IS
    return is_among(key, no_claim)
           || read_fail(c, line, "an unknown keyword");
}
