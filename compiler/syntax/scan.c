/* compiler/syntax/scan.c -- what the scanner does with a token's text. */
#include "parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LENGTH AST_MAX_NAME
#define NUMBER_MAX_DIGITS 10000
#define NUMBER_MAX_EXPONENT 10000

void
scan_place(parse_t *p, span_t *span, const char *text, int length)
{
    int i;

    span->line = span->end_line = p->line;
    span->col = p->column;
    for (i = 0; i < length; i++)
        p->column = source_next_column(p->column, (unsigned char) text[i]);
    span->end_col = p->column;
}

void
scan_line_end(parse_t *p)
{
    p->line++;
    p->column = 1;
    p->fresh_line = 1;
}

static void
keep(parse_t *p, token_value_t *value, const char *text, size_t length)
{
    value->text = arena_copy(p->arena, text, length);
    if (value->text == NULL)
    {
        parse_memory(p);
        value->text = "x";
    }
}

/* ---- names -------------------------------------------------------------- */

/* The spelling of a Greek letter, or NULL. */
static const char *
greek_name(unsigned code)
{
    static const char *const capital[] = {
        "Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta",
        "Iota", "Kappa", "Lambda", "Mu", "Nu", "Xi", "Omicron", "Pi", "Rho",
        NULL, "Sigma", "Tau", "Upsilon", "Phi", "Chi", "Psi", "Omega"
    };
    static const char *const small[] = {
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta",
        "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho",
        "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"
    };

    if (code >= 0x391 && code <= 0x3A9)
        return capital[code - 0x391];
    if (code >= 0x3B1 && code <= 0x3C9)
        return small[code - 0x3B1];
    switch (code)
    {
        case 0xB5: return "mu"; /* the micro sign of keyboards */
        case 0x3D1: return "theta";
        case 0x3D5: return "phi";
        case 0x3D6: return "pi";
        case 0x3F0: return "kappa";
        case 0x3F1: return "rho";
        case 0x3F5: return "epsilon";
        default: return NULL;
    }
}

void
scan_name(parse_t *p, token_value_t *value, span_t span, const char *text,
          int length)
{
    char name[NAME_MAX_LENGTH + 1];
    size_t n = 0, i, step;
    unsigned code;

    for (i = 0; i < (size_t) length; i += step)
    {
        const char *piece = text + i;
        size_t size = 1;

        step = source_decode(text + i, (size_t) length - i, &code);
        if (step > 1)
        {
            piece = greek_name(code);
            size = strlen(piece);
        }
        if (n + size > NAME_MAX_LENGTH)
        {
            diags_add(p->diags, DIAG_ERROR, "E0106", span, NULL,
                      "name '%.12s...' has more than %d characters", name,
                      NAME_MAX_LENGTH);
            break;
        }
        memcpy(name + n, piece, size);
        n += size;
        name[n] = '\0';
    }
    keep(p, value, name, n);
}

/* ---- numbers ------------------------------------------------------------ */

void
scan_number(parse_t *p, token_value_t *value, span_t span, const char *text,
            int length)
{
    int digits = (int) strcspn(text, "eE"), exponent = 0, i;

    if (digits > length)
        digits = length;
    for (i = digits + 1; i < length; i++)
        if (text[i] >= '0' && text[i] <= '9'
            && exponent <= NUMBER_MAX_EXPONENT)
            exponent = 10 * exponent + (text[i] - '0');
    if (digits > NUMBER_MAX_DIGITS)
        diags_add(p->diags, DIAG_ERROR, "E0107", span, NULL,
                  "number with more than %d digits", NUMBER_MAX_DIGITS);
    else if (exponent > NUMBER_MAX_EXPONENT)
        diags_add(p->diags, DIAG_ERROR, "E0107", span, NULL,
                  "exponent of a number above %d", NUMBER_MAX_EXPONENT);
    else
    {
        keep(p, value, text, (size_t) length);
        return;
    }
    value->text = "1";
}

/* What a malformed number looks like it was meant to be. */
static const char *
number_help(const char *text, size_t number, char *help, size_t room)
{
    const char *rest = text + number;
    int shown = number > 20 ? 20 : (int) number;

    if (text[0] == '_')
        return "names begin with a letter";
    if (text[0] == '.')
        return "write a digit before the point, as in 0.5";
    if (rest[0] == '.' && rest[1] == '\0')
        return "write a digit after the point, as in 1.0, or no point";
    if (rest[0] == '.')
        return "a number has one point, and only digits after it";
    if (rest[0] == '_')
        return "digits are not grouped";
    if (text[0] == '0' && number == 1
        && strchr("xXbBoO", rest[0]) != NULL)
        return "numbers are decimal; a product is written 'a*b'";
    snprintf(help, room, "a product is written '%.*s*%.20s'", shown, text,
             rest);
    return help;
}

void
scan_bad_number(parse_t *p, token_value_t *value, span_t span,
                const char *text, int length)
{
    size_t number = strspn(text, "0123456789");
    char help[80], shown[24];

    if (number > 0 && text[number] == '.' && text[number + 1] >= '0'
        && text[number + 1] <= '9')
        number += 1 + strspn(text + number + 1, "0123456789");
    snprintf(shown, sizeof shown, length > 20 ? "%.17s..." : "%.20s", text);
    diags_add(p->diags, DIAG_ERROR, "E0105", span,
              number_help(text, number, help, sizeof help),
              text[0] == '_' ? "'%s' is not a name" : "'%s' is not a number",
              shown);
    value->text = text[0] == '_' ? "x" : "1";
}

/* ---- strings and stray characters --------------------------------------- */

void
scan_string(parse_t *p, token_value_t *value, span_t span, const char *text,
            int length, int closed)
{
    size_t n = (size_t) length - (closed ? 2 : 1), i, step;
    unsigned code;

    text++;
    if (!closed)
    {
        while (n > 0 && (text[n - 1] == '\r' || text[n - 1] == ' '))
            n--;
        diags_add(p->diags, DIAG_ERROR, "E0108", span,
                  "a string ends with '\"' on the line where it begins",
                  "string is not closed");
    }
    for (i = 0; i < n; i += step)
    {
        step = source_decode(text + i, n - i, &code);
        if (source_is_control(code) && code != '\t')
        {
            diags_add(p->diags, DIAG_ERROR, "E0104", span, NULL,
                      "control character U+%04X in a string", code);
            break;
        }
    }
    keep(p, value, text, n);
}

void
scan_instead(parse_t *p, span_t span, const char *text, int length,
             const char *meant)
{
    char help[40];

    snprintf(help, sizeof help, "write '%s'", meant);
    scan_advice(p, span, text, length, help);
}

void
scan_advice(parse_t *p, span_t span, const char *text, int length,
            const char *help)
{
    int i;

    span.end_col = span.col;
    for (i = 0; i < length; i++)
        span.end_col = source_next_column(span.end_col,
                                          (unsigned char) text[i]);
    diags_add(p->diags, DIAG_ERROR, "E0114", span, help,
              "'%.*s' is not part of the language", length, text);
}

void
scan_unknown(parse_t *p, span_t span, const char *text, int length)
{
    const char *help = NULL;
    unsigned code = 0;
    size_t n = source_decode(text, (size_t) length, &code);

    if (code == 0xA0)
        help = "this is a no-break space; use a plain one";
    else if (n > 1 && !source_is_control(code))
        help = "names use ASCII letters, digits, '_' and Greek letters";
    if (source_is_control(code))
        diags_add(p->diags, DIAG_ERROR, "E0104", span, help,
                  "control character U+%04X", code);
    else if (n == 1)
        diags_add(p->diags, DIAG_ERROR, "E0104", span, help,
                  "unexpected character '%c'", (int) code);
    else
        diags_add(p->diags, DIAG_ERROR, "E0104", span, help,
                  "unexpected character '%.*s' (U+%04X)", (int) n, text, code);
}
