/* compiler/cli/cover.c -- a curve cut into blocks, and the work of a block. */
#include "cover.h"
#include "proof.h"
#include "rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS 16
#define MOST_BLOCKS 10000
#define HALVINGS 10        /* of a block                                   */
#define OUTER_BITS 10      /* more for the outer ends, which stick out     */

/* ---- words ------------------------------------------------------------------ */

static int
wants_range(const char *word)
{
    fprintf(stderr, "saddle sweep: '%s': --cover takes one parameter over an "
                    "interval: NAME=LOW..HIGH, or NAME=LOW:HIGH:STEP with the "
                    "width of the blocks\n", word);
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

static int
read_words(curve_cover_t *c, int n_words, const char *const *word)
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

/* ---- columns ---------------------------------------------------------------- */

static int
bounded(table_t *t, const char *name)
{
    char end[96];
    int good = table_column(t, name) >= 0;

    snprintf(end, sizeof end, "%.80s_lower", name);
    good &= table_column(t, end) >= 0;
    snprintf(end, sizeof end, "%.80s_upper", name);
    return good & (table_column(t, end) >= 0);
}

static int
columns(curve_cover_t *c)
{
    static const char *const last[] = { "state", "branch", "residual",
                                        "status" };
    const saddle_model_t *model = c->s->loaded.model;
    int i, good = bounded(&c->table, model->parameter[c->along].name);

    for (i = 0; i < model->n_parameters; i++)
        if (i != c->along
            && (c->threshold == NULL || i != c->threshold->parameter))
            good &= table_column(&c->table, model->parameter[i].name) >= 0;
    if (c->threshold != NULL)
        good &= bounded(&c->table, c->threshold->name);
    for (i = 0; i < model->n_orders; i++)
        good &= bounded(&c->table, model->order[i].name);
    for (i = 0; i < 4; i++)
        good &= table_column(&c->table, last[i]) >= 0;
    return good ? EXIT_DONE : EXIT_LIMIT;
}

void
cover_describe(const curve_cover_t *c, FILE *to)
{
    const saddle_model_t *model = c->s->loaded.model;
    int i;

    for (i = 0; i < model->n_parameters; i++)
        if (c->threshold == NULL || i != c->threshold->parameter)
            rows_head_line(to, "parameter", model->parameter[i].name,
                     model->parameter[i].description);
    if (c->threshold != NULL)
        rows_head_line(to, "threshold", c->threshold->name,
                 c->threshold->description);
    for (i = 0; i < model->n_orders; i++)
        rows_head_line(to, "order", model->order[i].name,
                 model->order[i].description);
}

/* ---- opening ------------------------------------------------------------------ */

static int
read_height(curve_cover_t *c)
{
    char *end;

    c->height = 5e-4;
    if (c->o->height == NULL)
        return EXIT_DONE;
    c->height = strtod(c->o->height, &end);
    if (*end == '\0' && c->height > 0 && isfinite(c->height))
        return EXIT_DONE;
    fprintf(stderr, "saddle sweep: --height takes a positive number, not "
                    "'%s'\n", c->o->height);
    return EXIT_USAGE;
}

int
cover_open(curve_cover_t *c, session_t *s, const options_t *o,
           const threshold_t *threshold, int n_words, const char *const *word)
{
    int status;

    memset(c, 0, sizeof *c);
    c->s = s;
    c->o = o;
    c->threshold = threshold;
    c->along = -1;
    status = read_height(c);
    if (status == EXIT_DONE)
        status = read_words(c, n_words, word);
    if (status == EXIT_DONE && !theory_slopes(&s->theory, &s->arena,
                                 threshold != NULL
                                     ? (int) (threshold - s->spec.threshold)
                                     : -1, c->along))
        status = EXIT_LIMIT;
    if (status == EXIT_DONE)
        status = session_load(s);
    if (status == EXIT_DONE && !solve_knows_state(s, o->state))
        status = EXIT_USAGE;
    return status == EXIT_DONE ? columns(c) : status;
}

void
cover_close(curve_cover_t *c)
{
    if (c->end != NULL)
        _arb_vec_clear(c->end, c->n_blocks + 1);
    table_clear(&c->table);
    solve_result_clear(&c->known);
}

/* ---- a block -------------------------------------------------------------------- */

/* Sets the parameter to about p, and solves afresh. */
static int
solve_afresh(curve_cover_t *c, double p, solve_result_t *found)
{
    solve_options_t options;
    const char **text;
    double *all;
    char decimal[40];
    critical_t critical;
    int k, good = 0;

    snprintf(decimal, sizeof decimal, "%.17g", p);
    session_put(c->s, c->along, session_value(c->s, decimal, strlen(decimal)));
    if (c->threshold != NULL)
    {
        good = critical_find(&critical, c->s, c->threshold) == EXIT_DONE;
        if (good)
        {
            *found = critical.candidate[0];
            for (k = 1; k < critical.n; k++)
                solve_result_clear(critical.candidate + k);
            critical.n = 0;
        }
        critical_clear(&critical);
        return good;
    }
    solve_options_default(&options);
    all = session_doubles(c->s);
    text = solve_parameter_texts(c->s);
    if (all != NULL && text != NULL)
        good = solve_state(found, c->s->loaded.model, all, text, c->o->state,
                           &options) == SADDLE_OK;
    free(text);
    free(all);
    if (!good)
        solve_result_clear(found);
    return good;
}

/* From the solution that is known, or afresh. */
static int
guess(double *env, double p, void *ctx)
{
    curve_cover_t *c = ctx;
    const saddle_model_t *model = c->s->loaded.model;
    const saddle_system_t *system = model->system[c->known.system];
    size_t bytes = (size_t) (model->n_orders + model->n_parameters
                             + system->n_extra) * sizeof *env;
    solve_options_t options;
    solve_result_t found;
    double residual;
    int place = model->n_orders + c->along, same;

    solve_options_default(&options);
    memcpy(env, c->known.env, bytes);
    env[place] = p;
    if (solve_newton(system, model, env, &residual, &options) == SADDLE_OK)
        return 1;
    memset(&found, 0, sizeof found);
    if (!solve_afresh(c, p, &found))
        return 0;
    same = found.system == c->known.system;
    if (same)
        memcpy(env, found.env, bytes);
    solve_result_clear(&found);
    return same;
}

typedef struct
{
    FILE *to;
    const solve_result_t *known;
} writer_t;

static void
take(void *ctx, const cover_cell_t *cell)
{
    writer_t *w = ctx;

    fprintf(w->to, "%d|%s|%s|", w->known->system, w->known->state,
            cell->why != NULL ? cell->why : "");
    cover_dump(w->to, cell);
}

static void
open_block(curve_cover_t *c, long block, const char *why, FILE *to)
{
    cover_cell_t cell;

    cover_cell_init(&cell, 0);
    arb_set(cell.lo, c->end + block);
    arb_set(cell.hi, c->end + block + 1);
    fprintf(to, "-1||%s|", why);
    cover_dump(to, &cell);
    cover_cell_clear(&cell);
}

void
cover_lost(curve_cover_t *c, long block, FILE *to)
{
    open_block(c, block, "limit", to);
}

void
cover_block(curve_cover_t *c, long block, FILE *to)
{
    const saddle_model_t *model = c->s->loaded.model;
    cover_t job = { .model = model, .along = c->along, .height = c->height / 2,
                    .depth = HALVINGS, .guess = guess, .guess_ctx = c };
    writer_t writer = { to, &c->known };
    double lo = arf_get_d(arb_midref(c->end + block), ARF_RND_NEAR);
    double hi = arf_get_d(arb_midref(c->end + block + 1), ARF_RND_NEAR);

    solve_result_clear(&c->known);
    memset(&c->known, 0, sizeof c->known);
    if (!solve_afresh(c, lo + 0.5 * (hi - lo), &c->known))
    {
        open_block(c, block, "no solution was found in double", to);
        return;
    }
    job.system = model->system[c->known.system];
    if (job.system->n == 0 || job.system->slope == NULL)
    {
        open_block(c, block, "the state there has no unknowns: its values are "
                             "known as they stand", to);
        return;
    }
    if (job.system->kind == SADDLE_THRESHOLD)
        job.target = job.system->n - 1;
    proof_options(&job.certify, c->o, c->s, 15);
    job.certify.threads = 1;
    job.certify.max_seconds = 0;
    job.certify.progress = NULL;
    cover_interval(&job, c->end + block, c->end + block + 1, take, &writer);
}
