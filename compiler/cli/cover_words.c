/* compiler/cli/cover_words.c -- the interval of a curve, cut into blocks. */
#include "cover_parts.h"

#include <stdlib.h>
#include <string.h>

#define BLOCKS 16
#define MOST_BLOCKS 10000
#define OUTER_BITS 10      /* more for the outer ends, which stick out     */

static int
wants_range(const char *word)
{
    fprintf(stderr, "saddle sweep: %s%s%s--cover takes one parameter over an "
                    "interval: NAME=LOW..HIGH, or NAME=LOW:HIGH:STEP with the "
                    "width of the blocks\n", *word != '\0' ? "'" : "", word,
            *word != '\0' ? "': " : "");
    return EXIT_USAGE;
}

/* "LO..HI", "LO:HI" or "LO:HI:STEP"; *step NULL where there is none. */
static int
read_range(curve_cover_t *c, const char *word, const char *text,
           expr_t **step)
{
    const char *dots = strstr(text, ".."), *mark = strchr(text, ':');
    size_t skip = dots != NULL ? 2 : 1;
    const char *first = dots != NULL ? dots : mark;
    const char *second = first + skip, *rest;

    rest = dots != NULL ? NULL : strchr(second, ':');
    c->lo = session_value(c->s, text, (size_t) (first - text));
    c->hi = session_value(c->s, second, rest != NULL
                                            ? (size_t) (rest - second)
                                            : strlen(second));
    *step = rest != NULL ? session_value(c->s, rest + 1, strlen(rest + 1))
                         : NULL;
    if (c->lo == NULL || c->hi == NULL || (rest != NULL && *step == NULL))
        return EXIT_USAGE;
    if (expr_kind(c->lo) != EXPR_RATIONAL || expr_kind(c->hi) != EXPR_RATIONAL
        || (*step != NULL && expr_kind(*step) != EXPR_RATIONAL)
        || fmpq_cmp(expr_rational(c->lo), expr_rational(c->hi)) >= 0
        || (*step != NULL && fmpq_sgn(expr_rational(*step)) <= 0))
        return wants_range(word);
    return EXIT_DONE;
}

static int
is_range(const char *word)
{
    const char *value = strchr(word, '=');

    return value != NULL
           && (strstr(value, "..") != NULL || strchr(value, ':') != NULL);
}

/* floor or ceiling (up) of x 2^bits, times 2^-bits */
static void
dyadic(arb_t out, const fmpq_t x, slong bits, int up)
{
    fmpq_t scaled;
    fmpz_t whole;

    fmpq_init(scaled);
    fmpz_init(whole);
    fmpq_mul_2exp(scaled, x, (ulong) bits);
    if (up)
        fmpz_cdiv_q(whole, fmpq_numref(scaled), fmpq_denref(scaled));
    else
        fmpz_fdiv_q(whole, fmpq_numref(scaled), fmpq_denref(scaled));
    arb_set_fmpz(out, whole);
    arb_mul_2exp_si(out, out, -bits);
    fmpz_clear(whole);
    fmpq_clear(scaled);
}

/* The ends of the blocks: inner ones are multiples of a small power of two,
   so that they and those of all cells are short decimals. */
static int
cut(curve_cover_t *c, expr_t *step)
{
    const fmpq *lo = expr_rational(c->lo), *hi = expr_rational(c->hi);
    fmpq_t width, x;
    fmpz_t count;
    slong bits = 8;
    long k;

    fmpq_init(width);
    fmpq_init(x);
    fmpz_init_set_ui(count, BLOCKS);
    fmpq_sub(width, hi, lo);
    if (step != NULL)
    {
        fmpq_div(x, width, expr_rational(step));
        fmpz_cdiv_q(count, fmpq_numref(x), fmpq_denref(x));
    }
    c->n_blocks = fmpz_cmp_ui(count, MOST_BLOCKS) > 0
                      ? 0 : (long) fmpz_get_ui(count);
    if (c->n_blocks > 0)
    {
        fmpq_div_fmpz(x, width, count);
        while (fmpq_mul_2exp(width, x, (ulong) bits),
               fmpq_cmp_ui(width, 16) < 0)
            bits++;
        fmpq_sub(width, hi, lo);
        c->end = _arb_vec_init(c->n_blocks + 1);
        for (k = 0; k <= c->n_blocks; k++)
        {
            fmpq_mul_si(x, width, k);
            fmpz_set_si(count, c->n_blocks);
            fmpq_div_fmpz(x, x, count);
            fmpq_add(x, x, lo);
            dyadic(c->end + k, x, k == 0 || k == c->n_blocks ? bits + OUTER_BITS
                                                             : bits,
                   k == c->n_blocks);
        }
    }
    fmpz_clear(count);
    fmpq_clear(x);
    fmpq_clear(width);
    if (c->n_blocks > 0)
        return EXIT_DONE;
    fprintf(stderr, "saddle sweep: more than %d blocks\n", MOST_BLOCKS);
    return EXIT_USAGE;
}

/* Both ends must lie in the declared domain; what the other words say. */
static int
settings(curve_cover_t *c, int n, const char *const *plain)
{
    int unknown = c->threshold != NULL ? c->threshold->parameter : -1;
    int status;

    session_give(c->s, c->along, c->hi);
    status = session_set(c->s, n, plain, unknown);
    if (status == EXIT_DONE)
        status = session_put(c->s, c->along, c->lo);
    if (status == EXIT_DONE)
        status = session_check_laws(c->s, unknown);
    return status;
}

int
cover_words(curve_cover_t *c, int n_words, const char *const *word)
{
    const char **plain = calloc((size_t) n_words + 1, sizeof *plain);
    int unknown = c->threshold != NULL ? c->threshold->parameter : -1;
    int i, k, n = 0, status = plain != NULL ? EXIT_DONE : EXIT_LIMIT;
    expr_t *step = NULL;

    for (i = 0; i < n_words && status == EXIT_DONE; i++)
    {
        size_t length = strcspn(word[i], "=");

        k = is_range(word[i])
                ? session_parameter_index(c->s, word[i], length) : -1;
        if (k < 0 || k == unknown)
            plain[n++] = word[i];
        else if (c->along >= 0)
            status = wants_range(word[i]);
        else
        {
            c->along = k;
            status = read_range(c, word[i], word[i] + length + 1, &step);
        }
    }
    if (status == EXIT_DONE && c->along < 0)
        status = wants_range(n_words > 0 ? word[0] : "");
    if (status == EXIT_DONE)
        status = settings(c, n, plain);
    if (status == EXIT_DONE)
        status = cut(c, step);
    free(plain);
    return status;
}
