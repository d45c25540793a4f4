/* runtime/certify/cover_text.c -- cells of a curve as text. */
#include "cover.h"

#include <stdlib.h>
#include <string.h>

static void
put_dyadic(FILE *to, const arb_t x)
{
    char *dump = arf_dump_str(arb_midref(x));

    fprintf(to, " %s", dump);
    flint_free(dump);
}

static void
put_ball(FILE *to, const arb_t x)
{
    char *dump = arb_dump_str(x);

    fprintf(to, " %s", dump);
    flint_free(dump);
}

void
cover_write(FILE *to, const cover_cell_t *c, long k,
            const char *(*name)(void *, int), void *ctx)
{
    int i;

    fprintf(to, "cell %ld", k);
    put_dyadic(to, c->lo);
    put_dyadic(to, c->hi);
    for (i = 0; i < c->n; i++)
    {
        fprintf(to, "\nslope %ld %s", k, name(ctx, i));
        put_dyadic(to, c->slope + i);
    }
    for (i = 0; i < c->n; i++)
    {
        fprintf(to, "\nbox %ld %s", k, name(ctx, i));
        put_ball(to, c->box + i);
    }
    for (i = 0; i < c->n; i++)
    {
        fprintf(to, "\nzero %ld %s", k, name(ctx, i));
        put_ball(to, c->zero + i);
    }
    fputc('\n', to);
}

void
cover_dump(FILE *to, const cover_cell_t *c)
{
    int i;

    fprintf(to, "%d", (int) c->verdict);
    put_dyadic(to, c->lo);
    put_dyadic(to, c->hi);
    for (i = 0; i < c->n; i++)
    {
        put_dyadic(to, c->slope + i);
        put_ball(to, c->box + i);
        put_ball(to, c->zero + i);
    }
    fputc('\n', to);
}

/* The next `count` blank-separated words of *text as one string, or NULL. */
static char *
words(const char **text, int count)
{
    const char *end = *text + strspn(*text, " "), *from = end;
    char *out;

    while (count-- > 0)
    {
        end += strspn(end, " ");
        if (*end == '\0' || *end == '\n')
            return NULL;
        end += strcspn(end, " \n");
    }
    out = strndup(from, (size_t) (end - from));
    *text = end;
    return out;
}

static int
get_dyadic(arb_t x, const char **text)
{
    char *word = words(text, 2);
    int good = word != NULL && arf_load_str(arb_midref(x), word) == 0;

    mag_zero(arb_radref(x));
    free(word);
    return good;
}

static int
get_ball(arb_t x, const char **text)
{
    char *word = words(text, 4);
    int good = word != NULL && arb_load_str(x, word) == 0;

    free(word);
    return good;
}

int
cover_load(cover_cell_t *c, const char *line, int n)
{
    char *verdict = words(&line, 1);
    int i, good = verdict != NULL && get_dyadic(c->lo, &line)
                  && get_dyadic(c->hi, &line);

    for (i = 0; i < n && good; i++)
        good = get_dyadic(c->slope + i, &line)
               && get_ball(c->box + i, &line) && get_ball(c->zero + i, &line);
    if (good)
        c->verdict = (certify_verdict_t) atoi(verdict);
    free(verdict);
    return good;
}
