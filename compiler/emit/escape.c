/* compiler/emit/escape.c -- text of a spec made harmless in emitted C.
 *
 * Everything that does not come from the emitter itself passes through here
 * or through naming_clean: strings as literals with octal escapes (no
 * trigraph, no line end, no byte above 126), comments in a restricted
 * alphabet that cannot close or open a comment.
 */
#include "internal.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 80
#define HANG 4      /* indent of a comment's further lines */

/* ---- strings ------------------------------------------------------------ */

static int
put_escaped(FILE *to, unsigned char c)
{
    switch (c)
    {
    case '\n':
        return fprintf(to, "\\n");
    case '\t':
        return fprintf(to, "\\t");
    case '"':
    case '\\':
    case '?':
    case '\'':
        return fprintf(to, "\\%c", c);
    default:
        return c >= 32 && c < 127 ? fprintf(to, "%c", c)
                                  : fprintf(to, "\\%03o", c);
    }
}

static void
character_array(FILE *to, const char *text, int indent)
{
    fprintf(to, "{");
    for (size_t i = 0;; i++)
    {
        fprintf(to, i % 10 == 0 ? "\n%*s'" : " '", indent, "");
        if (text[i] == '\0')
            break;
        put_escaped(to, (unsigned char) text[i]);
        fprintf(to, "',");
    }
    fprintf(to, "\\0'\n}");
}

void
escape_string(FILE *to, const char *text, int indent)
{
    int column = indent;

    if (strlen(text) > ESCAPE_MAX_LITERAL)
    {
        character_array(to, text, indent);
        return;
    }
    fprintf(to, "\"");
    for (const char *c = text; *c != '\0'; c++)
    {
        column += put_escaped(to, (unsigned char) *c);
        if (c[1] != '\0' && (*c == '\n' || column > WIDTH - 8
                             || (column > WIDTH - 20 && *c == ' ')))
        {
            fprintf(to, "\"\n%*s\"", indent, "");
            column = indent;
        }
    }
    fprintf(to, "\"");
}

/* ---- comments ----------------------------------------------------------- */

/* One harmless character for c; `last` is the one before it. */
static char
comment_char(char c, char last)
{
    if (c < 32 || c > 126 || c == '\\' || c == '?')
        return '.';
    if ((last == '*' && c == '/') || (last == '/' && c == '*'))
        return ' ';
    return c;
}

/* Where a line of n characters ends: behind the last space in its second half
   that is inside the fewest brackets; n if there is none. */
static size_t
best_cut(const char *line, size_t n)
{
    int depth = 0, best = INT_MAX;
    size_t cut = n;

    for (size_t i = 0; i < n; i++)
    {
        depth += (line[i] == '(' || line[i] == '[')
                 - (line[i] == ')' || line[i] == ']');
        if (i >= n / 2 && line[i] == ' ' && depth <= best)
        {
            best = depth;
            cut = i + 1;
        }
    }
    return cut;
}

static void
comment_part(FILE *to, int indent, const char *text)
{
    char line[WIDTH + 1];
    char last = 0;
    size_t n = 0, room = (size_t) (WIDTH - indent - 3), hang = 0;

    for (const char *c = text;; c++)
    {
        if (*c != '\0' && (*c != '\n' || n == 0))
        {
            last = comment_char(*c == '\n' ? ' ' : *c, last);
            line[n++] = last;
        }
        if (n > 0 && (*c == '\0' || *c == '\n' || n == room))
        {
            size_t cut = n, keep;

            if (n == room && c[0] != '\0' && c[1] != '\0')
                cut = best_cut(line, n);
            for (keep = cut; keep > 0 && line[keep - 1] == ' '; keep--)
                ;
            fprintf(to, "%*s *%s%*s%.*s\n", indent, "", keep > 0 ? " " : "",
                    (int) hang, "", (int) keep, line);
            room -= hang == 0 ? HANG : 0;
            hang = HANG;
            memmove(line, line + cut, n - cut);
            n -= cut;
        }
        if (*c == '\0' && n == 0)
            return;
        if (*c == '\0')
            c--;
    }
}

void
escape_title(FILE *to, const char *title)
{
    char last = 0;
    int n = 8;

    fprintf(to, "/* ---- ");
    for (const char *c = title; *c != '\0' && n < WIDTH - 4; c++, n++)
        fputc(last = comment_char(*c, last), to);
    fputc(' ', to);
    for (n++; n < WIDTH - 3; n++)
        fputc('-', to);
    fprintf(to, " */\n\n");
}

void
escape_comment(FILE *to, int indent, const char *const *part, int n)
{
    if (n == 1 && strlen(part[0]) + (size_t) indent + 6 <= WIDTH)
    {
        char last = 0;

        fprintf(to, "%*s/* ", indent, "");
        for (const char *c = part[0]; *c != '\0'; c++)
            fputc(last = comment_char(*c, last), to);
        fprintf(to, "%s*/\n", last == ' ' ? "" : " ");
        return;
    }
    fprintf(to, "%*s/*\n", indent, "");
    for (int i = 0; i < n; i++)
        comment_part(to, indent, part[i]);
    fprintf(to, "%*s */\n", indent, "");
}

/* Nodes of e as a tree, counted up to a bound. */
static int
tree_size(expr_t *e, int bound)
{
    int size = 1;

    for (int i = 0; i < expr_arity(e) && size < bound; i++)
        size += tree_size(expr_child(e, i), bound - size);
    return size;
}

char *
escape_readable(emission_t *em, expr_t *e)
{
    char *text, *copy;

    if (tree_size(e, 400) >= 400)
        return pool_printf(&em->pool, "(a long expression)");
    text = expr_to_string(e);
    copy = pool_printf(&em->pool, "%.2000s%s", text == NULL ? "" : text,
                       text != NULL && strlen(text) > 2000 ? " ..." : "");
    free(text);
    return copy;
}

/* ---- wrapped statements ------------------------------------------------- */

/* May the line end before text[i]?  At the space before an operator, or
   after a comma. */
static int
may_break(const char *text, size_t i)
{
    return text[i] == ' '
           && ((i > 0 && text[i - 1] == ',')
               || (strchr("+-*/?:", text[i + 1]) != NULL
                   && text[i + 2] == ' '));
}

void
escape_wrap(FILE *to, int indent, const char *head, const char *text,
            const char *tail)
{
    size_t column = (size_t) indent + strlen(head);
    size_t start = 0, length = strlen(text), last = 0;

    if (column + length + strlen(tail) > WIDTH
            && column > (size_t) indent + 40)
    {
        size_t keep = strlen(head);

        while (keep > 0 && head[keep - 1] == ' ')
            keep--;
        fprintf(to, "%*s%.*s\n%*s", indent, "", (int) keep, head, indent + 4,
                "");
        column = (size_t) indent + 4;
    }
    else
        fprintf(to, "%*s%s", indent, "", head);
    for (size_t i = start; i < length; i++)
    {
        size_t end = i == length - 1 ? strlen(tail) : 0;

        if (may_break(text, i))
            last = i;
        if (column + (i - start) + 1 + end > WIDTH && last > start)
        {
            fprintf(to, "%.*s\n%*s", (int) (last - start), text + start,
                    indent + 4, "");
            start = last + 1;
            column = (size_t) indent + 4;
        }
    }
    fprintf(to, "%s%s\n", text + start, tail);
}
