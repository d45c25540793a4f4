/* compiler/syntax/report.c -- prints diagnostics, for people and as JSON. */
#include "diag.h"

#include <stdlib.h>
#include <string.h>

/* Columns of a line that are shown; longer lines are cut around the caret. */
#define WINDOW 76
#define WINDOW_BEFORE 40

static const char *
severity_word(severity_t severity)
{
    return severity == DIAG_ERROR     ? "error"
           : severity == DIAG_WARNING ? "warning"
                                      : "note";
}

static int
compare(const void *left, const void *right)
{
    const diag_t *a = left, *b = right;

    if (a->anchor.line != b->anchor.line)
        return a->anchor.line < b->anchor.line ? -1 : 1;
    if (a->anchor.col != b->anchor.col)
        return a->anchor.col < b->anchor.col ? -1 : 1;
    return a->serial < b->serial ? -1 : a->serial > b->serial;
}

static void
sort(diags_t *d)
{
    if (d->n > 1)
        qsort(d->item, (size_t) d->n, sizeof *d->item, compare);
}

/* ---- text --------------------------------------------------------------- */

/* One code point; what could act on a terminal becomes a question mark. */
static size_t
put_point(FILE *to, const char *text, size_t left)
{
    unsigned code;
    size_t n = source_decode(text, left, &code);

    if (n == 0 || source_is_control(code))
        fputc('?', to);
    else
        fwrite(text, 1, n, to);
    return n == 0 ? 1 : n;
}

static void
put_clean(FILE *to, const char *text)
{
    size_t left = strlen(text);

    while (left > 0)
    {
        size_t n = put_point(to, text, left);

        text += n;
        left -= n;
    }
}

/* Columns first .. last of a line, tabs as blanks; the column after its end,
   or something larger than last + 1. */
static int
put_columns(FILE *to, const char *text, size_t length, int first, int last)
{
    int column = 1;
    size_t i = 0;

    while (i < length && column <= last + 1)
    {
        int next = source_next_column(column, (unsigned char) text[i]);
        int visible = column >= first && column <= last;
        unsigned code;
        size_t n = source_decode(text + i, length - i, &code);

        if (text[i] == '\t')
            for (; column < next; column++)
            {
                if (column >= first && column <= last)
                    fputc(' ', to);
            }
        else if (visible)
            put_point(to, text + i, length - i);
        column = n == 0 ? column + 1 : next;
        i += n == 0 ? 1 : n;
    }
    return column;
}

/* The source line under a span, and a caret. */
static void
put_excerpt(FILE *to, const source_t *s, span_t span)
{
    size_t length;
    const char *text = source_line(s, span.line, &length);
    int first = 1, last, end, column, gutter;

    if (text == NULL)
        return;
    if (span.col > WINDOW - 8)
        first = span.col - WINDOW_BEFORE;
    last = first + WINDOW - 1;
    gutter = fprintf(to, "%5d", span.line);
    fprintf(to, " | %s", first > 1 ? "..." : "");
    if (put_columns(to, text, length, first, last) > last + 1)
        fputs("...", to);
    fprintf(to, "\n%*s | %s", gutter, "", first > 1 ? "   " : "");
    for (column = first; column < span.col; column++)
        fputc(' ', to);
    fputc('^', to);
    end = span.end_line > span.line ? last + 1 : span.end_col;
    if (end > last + 1)
        end = last + 1;
    if (span.end_line > span.line)
    {
        /* to the end of the first line */
        int stop = 1;
        size_t i;

        for (i = 0; i < length && stop < end; i++)
            stop = source_next_column(stop, (unsigned char) text[i]);
        end = stop < end ? stop : end;
    }
    for (column++; column < end; column++)
        fputc('~', to);
    fputc('\n', to);
}

void
diags_print(FILE *to, const source_t *s, diags_t *d)
{
    int i;

    sort(d);
    for (i = 0; i < d->n; i++)
    {
        const diag_t *item = &d->item[i];

        put_clean(to, s->path);
        if (item->span.line > 0)
            fprintf(to, ":%d:%d", item->span.line, item->span.col);
        fprintf(to, ": %s[%s]: ", severity_word(item->severity), item->code);
        put_clean(to, item->message);
        fputc('\n', to);
        put_excerpt(to, s, item->span);
        if (item->help != NULL)
        {
            fputs("  help: ", to);
            put_clean(to, item->help);
            fputc('\n', to);
        }
    }
    if (d->suppressed > 0)
    {
        put_clean(to, s->path);
        fprintf(to, ": note: %d more error%s not shown\n", d->suppressed,
                d->suppressed == 1 ? " is" : "s are");
    }
}

/* ---- JSON --------------------------------------------------------------- */

static void
put_json(FILE *to, const char *text)
{
    size_t left = strlen(text), n;
    unsigned code;

    fputc('"', to);
    for (; left > 0; text += n, left -= n)
    {
        n = source_decode(text, left, &code);
        if (n == 0)
        {
            fputs("\\ufffd", to);
            n = 1;
        }
        else if (code == '"' || code == '\\')
            fprintf(to, "\\%c", (int) code);
        else if (code < 0x10000 && source_is_control(code))
            fprintf(to, "\\u%04x", code);
        else
            fwrite(text, 1, n, to);
    }
    fputc('"', to);
}

/* A place as the protocol counts: lines from 0, UTF-16 units from 0. */
static void
put_position(FILE *to, const source_t *s, int line, int column)
{
    size_t length = 0, i = 0, n;
    const char *text = source_line(s, line, &length);
    int at = 1, units = 0;
    unsigned code;

    while (text != NULL && i < length && at < column)
    {
        n = source_decode(text + i, length - i, &code);
        at = source_next_column(at, (unsigned char) text[i]);
        units += n == 4 ? 2 : 1;
        i += n == 0 ? 1 : n;
    }
    fprintf(to, "{\"line\":%d,\"character\":%d}", line > 0 ? line - 1 : 0,
            units);
}

void
diags_print_json(FILE *to, const source_t *s, diags_t *d)
{
    static const int lsp[] = { 3, 2, 1 };
    int i;

    sort(d);
    for (i = 0; i < d->n; i++)
    {
        const diag_t *item = &d->item[i];

        fputs("{\"file\":", to);
        put_json(to, s->path);
        fputs(",\"range\":{\"start\":", to);
        put_position(to, s, item->span.line, item->span.col);
        fputs(",\"end\":", to);
        put_position(to, s, item->span.end_line, item->span.end_col);
        fprintf(to, "},\"severity\":%d,\"code\":\"%s\",\"source\":\"saddle\"",
                lsp[item->severity], item->code);
        fputs(",\"message\":", to);
        put_json(to, item->message);
        if (item->help != NULL)
        {
            fputs(",\"data\":{\"help\":", to);
            put_json(to, item->help);
            fputc('}', to);
        }
        fputs("}\n", to);
    }
    if (d->suppressed > 0)
    {
        fputs("{\"file\":", to);
        put_json(to, s->path);
        fprintf(to, ",\"severity\":3,\"source\":\"saddle\",\"message\":"
                    "\"%d more errors are not shown\"}\n", d->suppressed);
    }
}
