/* compiler/syntax/diag.c -- collects diagnostics and keeps them in order. */
#include "diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void
diags_init(diags_t *d)
{
    memset(d, 0, sizeof *d);
}

void
diags_clear(diags_t *d)
{
    int i;

    for (i = 0; i < d->n; i++)
    {
        free(d->item[i].message);
        free(d->item[i].help);
    }
    free(d->item);
    memset(d, 0, sizeof *d);
}

void
diags_forget(diags_t *d, const char *code)
{
    int i, n = 0;

    for (i = 0; i < d->n; i++)
        if (d->item[i].severity == DIAG_NOTE
            && strcmp(d->item[i].code, code) == 0)
        {
            free(d->item[i].message);
            free(d->item[i].help);
        }
        else
            d->item[n++] = d->item[i];
    d->n = n;
}

static int
is_repeated(const diags_t *d, severity_t severity, const char *code,
            span_t span)
{
    int i;

    for (i = 0; i < d->n; i++)
        if (d->item[i].severity == severity
            && d->item[i].span.line == span.line
            && d->item[i].span.col == span.col
            && strcmp(d->item[i].code, code) == 0)
            return 1;
    return 0;
}

/* Counts the diagnostic; whether it is to be kept. */
static int
admit(diags_t *d, severity_t severity, const char *code, span_t span)
{
    if (severity == DIAG_NOTE)
        return !d->dropped_last;
    d->dropped_last = 1;
    if (is_repeated(d, severity, code, span))
        return 0;
    if (severity == DIAG_ERROR && d->n_errors++ >= DIAG_MAX_ERRORS)
    {
        d->suppressed++;
        return 0;
    }
    if (severity == DIAG_WARNING && d->n_warnings++ >= DIAG_MAX_ERRORS)
        return 0;
    d->dropped_last = 0;
    return 1;
}

void
diags_add(diags_t *d, severity_t severity, const char *code, span_t span,
          const char *help, const char *format, ...)
{
    diag_t *item, *leader;
    va_list list;

    if (!admit(d, severity, code, span))
        return;
    if (d->n == d->room)
    {
        int room = d->room == 0 ? 8 : 2 * d->room;

        item = realloc(d->item, (size_t) room * sizeof *item);
        if (item == NULL)
            return;
        d->item = item;
        d->room = room;
    }
    item = &d->item[d->n];
    memset(item, 0, sizeof *item);
    item->severity = severity;
    item->code = code;
    item->span = span;
    item->serial = d->serial++;
    leader = d->n > 0 ? item - 1 : NULL;
    item->anchor = severity == DIAG_NOTE && leader != NULL ? leader->anchor
                                                           : span;
    va_start(list, format);
    if (vasprintf(&item->message, format, list) < 0)
        item->message = NULL;
    va_end(list);
    item->help = help != NULL ? strdup(help) : NULL;
    if (item->message != NULL)
        d->n++;
}

/* ---- explanations and suggestions --------------------------------------- */

const char *
diag_explain(const char *code, const char **title)
{
    static const struct
    {
        const char *code, *title, *text;
    } table[] = {
#define CODE(c, name, explanation) { c, name, explanation },
#include "codes.def"
#undef CODE
    };
    size_t i;

    for (i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].code, code) == 0)
        {
            if (title != NULL)
                *title = table[i].title;
            return table[i].text;
        }
    return NULL;
}

#define WORD_MAX 63

static int
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int
least(int a, int b, int c)
{
    int m = a < b ? a : b;

    return m < c ? m : c;
}

/* Edit distance with transpositions; the case of letters is free. */
static int
distance(const char *a, int n, const char *b, int m)
{
    int d[WORD_MAX + 1][WORD_MAX + 1], i, j;

    for (i = 0; i <= n; i++)
        d[i][0] = i;
    for (j = 0; j <= m; j++)
        d[0][j] = j;
    for (i = 1; i <= n; i++)
        for (j = 1; j <= m; j++)
        {
            int same = lower(a[i - 1]) == lower(b[j - 1]);

            d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1,
                            d[i - 1][j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2])
                && lower(a[i - 2]) == lower(b[j - 1])
                && d[i - 2][j - 2] + 1 < d[i][j])
                d[i][j] = d[i - 2][j - 2] + 1;
        }
    return d[n][m];
}

const char *
diag_suggest(const char *name, const char *const *candidate, int n)
{
    size_t length = strlen(name);
    const char *best = NULL;
    int best_distance = WORD_MAX, i;

    if (length == 0 || length > WORD_MAX)
        return NULL;
    for (i = 0; i < n; i++)
    {
        size_t size = strlen(candidate[i]);
        size_t longer = size > length ? size : length;
        int d;

        if (size > WORD_MAX || strcmp(candidate[i], name) == 0)
            continue;
        d = distance(name, (int) length, candidate[i], (int) size);
        /* in words of one or two letters a changed letter is another word */
        if (d > 0 && longer <= 2 && size == length)
            continue;
        if (d <= (longer < 6 ? 1 : (int) longer / 3) && d < best_distance)
        {
            best = candidate[i];
            best_distance = d;
        }
    }
    return best;
}
