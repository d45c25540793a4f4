/* runtime/verify/certificate.c -- reads a certificate, line by line. */
#include "certificate.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_HEX = 1 << 16, MAX_EXPONENT = 8, MAX_LINES = 4000000 };

static int
fail(certificate_t *c, size_t line, const char *format, ...)
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

/* ---- numbers -------------------------------------------------------------- */

static size_t
hex_word(const char *s, size_t most)
{
    size_t sign = *s == '-', n = strspn(s + sign, "0123456789abcdef");

    return n > 0 && n <= most ? sign + n : 0;
}

/* `pairs` mantissas with exponents, blanks between; nothing else. */
static int
hex_pairs(const char *s, int pairs)
{
    int i, zero = 0;
    size_t n;

    for (i = 0; i < 2 * pairs; i++)
    {
        n = hex_word(s, i % 2 ? MAX_EXPONENT : MAX_HEX);
        if (n == 0 || s[n] != (i == 2 * pairs - 1 ? '\0' : ' '))
            return 0;
        if (i == 2 && (*s == '-' || n > 8))     /* the radius */
            return 0;
        /* a mantissa 0 goes with an exponent 0: others mean infinities, or
           make the library abort */
        zero = i % 2 ? zero : strspn(s, "-0") >= n;
        if (i % 2 && zero && (n != 1 || *s != '0'))
            return 0;
        s += n + 1;
    }
    return 1;
}

int
ball_read(arb_t x, const char *text)
{
    return hex_pairs(text, 2) && arb_load_str(x, text) == 0
           && arb_is_finite(x);
}

int
dyadic_read(arb_t x, const char *text)
{
    mag_zero(arb_radref(x));
    return hex_pairs(text, 1) && arf_load_str(arb_midref(x), text) == 0
           && arb_is_finite(x);
}

/* ---- lines ---------------------------------------------------------------- */

/* The first word of *rest, cut off; "" if there is none. */
static char *
word(char **rest)
{
    char *s = *rest, *end = s + strcspn(s, " ");

    *rest = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return s;
}

static node_t *
expression(certificate_t *c, size_t line, const char *text)
{
    node_t *e = tree_parse(&c->tree, text);

    if (e == NULL)
        fail(c, line, "%s", c->tree.why != NULL ? c->tree.why
                                                : "a bad expression");
    return e;
}

static int
name(certificate_t *c, size_t line, const char *text)
{
    int s = tree_symbol(&c->tree, text);

    if (s < 0)
        fail(c, line, "a bad name");
    return s;
}

static int
among(const int *list, int n, int symbol)
{
    int i;

    for (i = 0; i < n && list[i] != symbol; i++)
        ;
    return i < n ? i : -1;
}

static int
once(certificate_t *c, size_t line, node_t **slot, const char *text)
{
    if (*slot != NULL)
        return fail(c, line, "a line is there twice");
    *slot = expression(c, line, text);
    return *slot != NULL;
}

static int
add(certificate_t *c, size_t line, int *list, int *n, int most, int symbol)
{
    if (symbol < 0)
        return 0;
    if (among(list, *n, symbol) >= 0)
        return fail(c, line, "a name is there twice");
    if (*n == most)
        return fail(c, line, "too many lines of a kind");
    list[(*n)++] = symbol;
    return 1;
}

static int
read_ball_line(certificate_t *c, size_t line, char *rest, int zero)
{
    char *s = word(&rest);
    int symbol, i;

    if (*s >= '0' && *s <= '9')
        return 1;                 /* of a list of solutions: see whole.c */
    symbol = name(c, line, s);
    if (!zero)
    {
        if (!add(c, line, c->box, &c->n_boxes, MAX_BOXES, symbol))
            return 0;
        i = c->n_boxes - 1;
        if (!ball_read(c->x + i, rest))
            return fail(c, line, "not a ball");
        return 1;
    }
    i = among(c->box, c->n_boxes, symbol);
    if (i < 0 || c->has_zero[i])
        return fail(c, line, "a zero without a box before it, or twice");
    c->has_zero[i] = 1;
    c->n_zeros++;
    return ball_read(c->zero + i, rest) ? 1 : fail(c, line, "not a ball");
}

static int
read_copy_line(certificate_t *c, size_t line, copy_t *copy, const char *kind,
               char *rest)
{
    int symbol = name(c, line, word(&rest)), fixed = kind[0] == 'f';
    int condition = kind[0] == 'c';

    if (among(c->order, c->n_orders, symbol) < 0)
        return fail(c, line, "not an order parameter");
    if (fixed)
    {
        if (!add(c, line, copy->fixed, &copy->n_fixed, MAX_ORDERS, symbol))
            return 0;
        return once(c, line, copy->fixed_at + copy->n_fixed - 1, rest);
    }
    if (!add(c, line, copy->symbol, &copy->n, MAX_ORDERS, symbol))
        return 0;
    if (condition)
        return once(c, line, copy->condition + copy->n - 1, rest);
    return *rest == '\0' ? 1 : fail(c, line, "something follows a name");
}

static int
read_claim(certificate_t *c, size_t line, char *rest)
{
    static const char *const kind[] = { "", "unique", "fold", "coexistence",
                                        "instability", "extremum", "all",
                                        "curve" };
    char *s = word(&rest), *end;
    int i;

    if (c->claim != CLAIM_NONE)
        return fail(c, line, "a second claim");
    for (i = CLAIM_UNIQUE; i <= CLAIM_CURVE; i++)
        if (strcmp(s, kind[i]) == 0)
            c->claim = (claim_t) i;
    c->claim_word = s;
    if (c->claim < CLAIM_ALL)
        return c->claim != CLAIM_NONE && *rest == '\0'
                   ? 1 : fail(c, line, "an unknown claim");
    c->count = strtol(rest, &end, 10);
    return end != rest && c->count >= 0 && (*end == '\0' || *end == ' ')
               ? 1 : fail(c, line, "a claim without a number");
}

static int
read_value(certificate_t *c, size_t line, char *rest)
{
    int i, n = c->n_values;

    if (n == MAX_VALUES)
        return fail(c, line, "too many lines of a kind");
    c->value_name[n] = word(&rest);
    for (i = 0; i < n; i++)
        if (strcmp(c->value_name[i], c->value_name[n]) == 0)
            return fail(c, line, "a name is there twice");
    c->n_values++;
    return ball_read(c->value + n, rest) ? 1 : fail(c, line, "not a ball");
}

/* Lines that carry no claim, or that a part of the checker reads later. */
static int
is_other(const char *keyword)
{
    static const char *const known[] = {
        "scope", "tool", "spec-sha256", "spec", "#", "hint", "cover", "cell",
        "line", "part", "jump", "end", "boundary", "along", "slope", "domain",
    };
    size_t i;

    for (i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(keyword, known[i]) == 0)
            return 1;
    return 0;
}

static int
read_line(certificate_t *c, size_t line, char *text)
{
    char *rest = text, *key = word(&rest);
    int s;

    if (strcmp(key, "model") == 0)
        c->model = rest;
    else if (strcmp(key, "order") == 0)
        return add(c, line, c->order, &c->n_orders, MAX_ORDERS,
                   name(c, line, word(&rest)));
    else if (strcmp(key, "potential") == 0)
        return once(c, line, &c->raw, rest);
    else if (strcmp(key, "equation") == 0)
        return once(c, line, &c->equation, rest);
    else if (strcmp(key, "observable") == 0)
        return once(c, line, &c->observable, rest);
    else if (strcmp(key, "other-value") == 0)
        return once(c, line, &c->other_value, rest);
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
    else if (strcmp(key, "critical") == 0)
    {
        if (c->critical >= 0)
            return fail(c, line, "a line is there twice");
        c->critical = name(c, line, rest);
    }
    else if (strcmp(key, "parameter") == 0)
    {
        s = name(c, line, word(&rest));
        return add(c, line, c->parameter, &c->n_parameters, MAX_PARAMETERS, s)
               && once(c, line, c->parameter_at + c->n_parameters - 1, rest);
    }
    else if (strcmp(key, "claim") == 0)
        return read_claim(c, line, rest);
    else if (strcmp(key, "box") == 0 || strcmp(key, "zero") == 0)
        return read_ball_line(c, line, rest, key[0] == 'z');
    else if (strcmp(key, "value") == 0)
        return read_value(c, line, rest);
    else if (!is_other(key))
        return fail(c, line, "an unknown keyword");
    return c->why[0] == '\0';
}

/* ---- the file --------------------------------------------------------------- */

/* Printable ASCII and line ends, the seal of everything above it, `end`. */
static int
check_seal(certificate_t *c, char *text, size_t length, size_t *body)
{
    static const char last[] = "\nend\n";
    size_t i;
    char hex[65];

    for (i = 0; i < length; i++)
        if (text[i] != '\n' && (text[i] < 0x20 || text[i] > 0x7e))
            return fail(c, 0, "byte %zu is not printable ASCII", i + 1);
    if (length < 80 || strcmp(text + length - 5, last) != 0)
        return fail(c, 0, "the file is cut short: its last line is not 'end'");
    *body = length - 5 - 69;
    if (memcmp(text + *body, "seal ", 5) != 0 || text[*body - 1] != '\n')
        return fail(c, 0, "there is no seal before 'end'");
    seal_of(hex, text, *body);
    if (memcmp(hex, text + *body + 5, 64) != 0)
        return fail(c, 0, "the seal does not fit the file");
    return 1;
}

/* The copy of a line that later parts read; read_line cuts it up. */
static int
keep_line(certificate_t *c, char *s)
{
    if (c->n_lines % 1024 == 0)
    {
        char **more = realloc(c->line, (c->n_lines + 1024) * sizeof *more);

        if (more == NULL)
            return fail(c, 0, "out of memory");
        c->line = more;
    }
    c->line[c->n_lines] = strdup(s);
    if (c->line[c->n_lines] == NULL)
        return fail(c, 0, "out of memory");
    c->n_lines++;
    return 1;
}

static node_t *
rewritten(certificate_t *c, node_t *e)
{
    node_t *r = tree_rewrite(&c->tree, e);

    if (e != NULL && r == NULL)
        fail(c, 0, "%s", c->tree.why != NULL ? c->tree.why : "too large");
    return r;
}

static int
finish(certificate_t *c)
{
    int i, k;

    if (c->raw == NULL || c->claim == CLAIM_NONE)
        return fail(c, 0, "there is no potential, or no claim");
    if (c->n_zeros != 0 && c->n_zeros != c->n_boxes)
        return fail(c, 0, "not every box has a zero");
    c->potential = rewritten(c, c->raw);
    c->equation = rewritten(c, c->equation);
    c->observable = rewritten(c, c->observable);
    c->other_value = rewritten(c, c->other_value);
    for (k = 0; k < 2; k++)
        for (i = 0; i < c->copy[k].n; i++)
            c->copy[k].condition[i] = rewritten(c, c->copy[k].condition[i]);
    return c->why[0] == '\0';
}

int
certificate_read(certificate_t *c, char *text, size_t length)
{
    static const char first[] = "saddle certificate 1\n";
    size_t body = 0, line = 1;
    char *s, *end;
    int i;

    memset(c, 0, sizeof *c);
    c->text = text;
    c->critical = -1;
    tree_init(&c->tree);
    for (i = 0; i < MAX_BOXES; i++)
    {
        arb_init(c->x + i);
        arb_init(c->zero + i);
    }
    for (i = 0; i < MAX_VALUES; i++)
        arb_init(c->value + i);
    if (strncmp(text, first, sizeof first - 1) != 0)
        return fail(c, 0, "the first line is not 'saddle certificate 1'");
    if (!check_seal(c, text, length, &body))
        return 0;
    text[body] = '\0';
    for (s = text + sizeof first - 1; s < text + body; s = end + 1)
    {
        end = strchr(s, '\n');
        *end = '\0';
        line++;
        if (line > MAX_LINES)
            return fail(c, 0, "too many lines");
        if (!keep_line(c, s) || !read_line(c, line, s))
            return 0;
    }
    return finish(c);
}

void
certificate_clear(certificate_t *c)
{
    size_t k;
    int i;

    for (k = 0; k < c->n_lines; k++)
        free(c->line[k]);
    free(c->line);
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
