/* runtime/certify/global_certificate.c -- a whole domain as a text file. */
#include "global.h"

#include <stdlib.h>
#include <string.h>

static const char scope[]
    = "the number of zeros of these equations strictly inside the domains of "
      "the order parameters; nothing is claimed of the replica ansatz or of "
      "boundary states";

typedef struct
{
    const global_result_t *r;
    const saddle_model_t *model;
} claim_t;

/* m e with x = m 2^e, in hexadecimal */
static void
put_dyadic(FILE *to, double x)
{
    arf_t v;
    char *dump;

    arf_init(v);
    arf_set_d(v, x);
    dump = arf_dump_str(v);
    fprintf(to, " %s", dump);
    flint_free(dump);
    arf_clear(v);
}

static void
put_end(FILE *to, double x, int lower, int upper)
{
    if (lower || upper)
        fprintf(to, " %s", lower ? "lower" : "upper");
    else
        put_dyadic(to, x);
}

static void
put_ball(FILE *to, const arb_t x)
{
    char *dump = arb_dump_str(x);

    fprintf(to, " %s", dump);
    flint_free(dump);
}

static void
put_cell(FILE *to, const global_result_t *r, const cell_t *c)
{
    static const char *const word[] =
    {
        [CELL_OPEN] = "open", [CELL_ABOVE] = "above", [CELL_BELOW] = "below",
        [CELL_SLOPE] = "slope", [CELL_ONE] = "one", [CELL_FIXED] = "fixed",
        [CELL_NORMAL] = "normal", [CELL_JUMP] = "jump", [CELL_NONE] = "none",
    };
    int k;

    fprintf(to, "cell");
    for (k = 0; k < r->n_cut; k++)
    {
        put_end(to, c->lo[k], c->lower[k], 0);
        put_end(to, c->hi[k], 0, c->upper[k]);
    }
    fprintf(to, " %s", word[c->reason]);
    if (c->reason == CELL_SLOPE)
        for (k = 0; k < 2; k++)
            put_dyadic(to, c->span[k]);
    if (c->reason == CELL_ABOVE || c->reason == CELL_BELOW
        || c->reason == CELL_SLOPE || c->reason == CELL_FIXED)
        put_dyadic(to, c->witness);
    if (c->reason == CELL_ONE)
        fprintf(to, " %d", c->solution);
    for (k = 0; c->rest != NULL && k < r->n_rest; k++)
        put_ball(to, c->rest + k);
    fputc('\n', to);
}

static void
put_solution(FILE *to, const claim_t *a, int i)
{
    const saddle_system_t *system = a->model->system[a->r->system];
    int k;

    for (k = 0; k < system->n; k++)
    {
        fprintf(to, "box %d %s", i, a->model->order[system->unknown[k]].name);
        put_ball(to, a->r->box[i] + k);
        fputc('\n', to);
    }
    for (k = 0; k < system->n; k++)
    {
        fprintf(to, "zero %d %s", i, a->model->order[system->unknown[k]].name);
        put_ball(to, a->r->solution[i].zero + k);
        fputc('\n', to);
    }
}

static void
put_claim(FILE *to, const void *ctx)
{
    const claim_t *a = ctx;
    const global_result_t *r = a->r;
    const saddle_line_t *line = a->model->line;
    long i;
    int k;

    fprintf(to, "claim all %d\n", r->n_solutions);
    if (r->on_line)
    {
        fprintf(to, "line %s %s\n", a->model->order[line->overlap].name,
                a->model->order[line->conjugate].name);
        if (line->reading != NULL)
            fputs(line->reading, to);
    }
    fprintf(to, "cover");
    for (k = 0; k < r->n_cut; k++)
        fprintf(to, " %s", a->model->order[r->cut[k]].name);
    fputc('\n', to);
    for (k = 0; k < r->n_boundaries; k++)
        fprintf(to, "boundary %s\n", a->model->boundary[r->boundary[k]].name);
    for (i = 0; i < r->n_cells; i++)
        put_cell(to, r, r->cell + i);
    for (k = 0; k < r->n_solutions; k++)
        put_solution(to, a, k);
    fprintf(to, "hint precision %ld\n", (long) r->prec);
}

int
global_write(FILE *to, const global_result_t *r, const saddle_model_t *model,
             const certificate_context_t *context)
{
    claim_t claim = { r, model };

    return certificate_write_with(to, model, model->system[r->system], scope,
                                  context, put_claim, &claim);
}
