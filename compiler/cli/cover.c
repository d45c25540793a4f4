/* compiler/cli/cover.c -- `saddle sweep --cover`: columns, blocks. */
#include "cover_parts.h"
#include "proof.h"
#include "rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALVINGS 10        /* of a block                                   */

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
        status = cover_words(c, n_words, word);
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

double
cover_end(const curve_cover_t *c, long k)
{
    return arf_get_d(arb_midref(c->end + k), ARF_RND_NEAR);
}

typedef struct
{
    FILE *to;
    const solve_result_t *known;
    int limit;
} writer_t;

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

static int
is_at_limit(const cover_cell_t *cell)
{
    return cell->why != NULL && strcmp(cell->why, "limit") == 0;
}

static void
take(void *ctx, const cover_cell_t *cell)
{
    writer_t *w = ctx;

    fprintf(w->to, "%d|%s|%s|", w->known->system, w->known->state,
            cell->why != NULL ? cell->why : "");
    cover_dump(w->to, cell);
    w->limit |= is_at_limit(cell);
}

int
cover_block(curve_cover_t *c, long block, FILE *to)
{
    const saddle_model_t *model = c->s->loaded.model;
    cover_t job = { .model = model, .along = c->along, .height = c->height / 2,
                    .depth = HALVINGS, .seconds = (double) c->o->seconds,
                    .guess = cover_guess, .guess_ctx = c };
    writer_t writer = { to, &c->known, 0 };
    const char *why = cover_find_known(c, block);

    if (why != NULL)
    {
        open_block(c, block, why, to);
        return 1;
    }
    job.system = model->system[c->known.system];
    if (job.system->kind == SADDLE_THRESHOLD)
        job.target = job.system->n - 1;
    proof_options(&job.certify, c->o, c->s, 15);
    job.certify.threads = 1;
    job.certify.max_seconds = 0;
    job.certify.progress = NULL;
    cover_interval(&job, c->end + block, c->end + block + 1, take, &writer);
    return !writer.limit;
}
