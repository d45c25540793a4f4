/* runtime/certify/global_certificate.c -- a whole domain as a text file. */
#include "global.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char scope[]
    = "the number of zeros of these equations strictly inside the domains of "
      "the order parameters; nothing is claimed of the replica ansatz or of "
      "boundary states";

static const char range_scope[]
    = "the number of zeros of these equations with the parameter in its range "
      "and order parameters strictly inside their domains, or the limits "
      "given; nothing is claimed of the replica ansatz or of other states";

typedef struct
{
    const global_result_t *r;
    int n;                    /* results: the states of a threshold        */
    const saddle_model_t *model;
    arb_srcptr range;         /* NULL, or of the threshold's parameter     */
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
        [CELL_REGULAR] = "regular", [CELL_NARROW] = "narrow",
        [CELL_LAST] = "last",
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
put_solution(FILE *to, const claim_t *a, const global_result_t *r, int i)
{
    const saddle_system_t *system = a->model->system[r->system];
    int k;

    for (k = 0; k < system->n; k++)
    {
        fprintf(to, "box %d %s", i,
                certificate_name(a->model, system, system->unknown[k]));
        put_ball(to, r->box[i] + k);
        fputc('\n', to);
    }
    for (k = 0; k < system->n; k++)
    {
        fprintf(to, "zero %d %s", i,
                certificate_name(a->model, system, system->unknown[k]));
        put_ball(to, r->solution[i].zero + k);
        fputc('\n', to);
    }
}

/* The range that the cells cover, rounded outward, and where open cells at ends
   limit the claim. */
static void
put_range(FILE *to, const claim_t *a, const global_result_t *r)
{
    const saddle_system_t *system = a->model->system[r->system];
    arf_t end;
    char *dump;
    int k;

    arf_init(end);
    fprintf(to, "range %s", certificate_name(a->model, system,
                                             system->unknown[system->n - 1]));
    for (k = 0; k < 2; k++)
    {
        if (k == 0)
            arb_get_lbound_arf(end, a->range, 64);
        else
            arb_get_ubound_arf(end, a->range + 1, 64);
        dump = arf_dump_str(end);
        fprintf(to, " %s", dump);
        flint_free(dump);
    }
    fputc('\n', to);
    for (k = 0; k < r->n_cut && r->limited; k++)
    {
        int lower = r->lo[k] == -HUGE_VAL, upper = r->hi[k] == HUGE_VAL;

        if (lower && upper)
            continue;
        fprintf(to, "limit %s", certificate_name(a->model, system, r->cut[k]));
        put_end(to, r->lo[k], lower, 0);
        put_end(to, r->hi[k], 0, upper);
        fputc('\n', to);
    }
    arf_clear(end);
}

static void
put_state(FILE *to, const claim_t *a, const global_result_t *r)
{
    const saddle_line_t *line = a->model->line;
    const saddle_system_t *system = a->model->system[r->system];
    long i;
    int k;

    fprintf(to, "claim all %d", r->n_solutions);
    if (a->range != NULL)
        fprintf(to, " %s", certificate_kind(system));
    fputc('\n', to);
    if (a->range != NULL)
        put_range(to, a, r);
    if (r->on_line)
        fprintf(to, "line %s %s\n", a->model->order[r->line[0]].name,
                a->model->order[r->line[1]].name);
    if (line != NULL && line->reading != NULL
        && (r->on_line || a->range != NULL))
        fputs(line->reading, to);
    fprintf(to, "cover");
    for (k = 0; k < r->n_cut; k++)
        fprintf(to, " %s", certificate_name(a->model, system, r->cut[k]));
    fputc('\n', to);
    for (k = 0; k < r->n_boundaries; k++)
        fprintf(to, "boundary %s\n", a->model->boundary[r->boundary[k]].name);
    for (i = 0; i < r->n_cells; i++)
        put_cell(to, r, r->cell + i);
    for (k = 0; k < r->n_solutions; k++)
        if (r->box[k] != NULL)
            put_solution(to, a, r, k);
    fprintf(to, "hint precision %ld\n", (long) r->prec);
}

static void
put_claim(FILE *to, const void *ctx)
{
    const claim_t *a = ctx;
    int i;

    for (i = 0; i < a->n; i++)
    {
        if (i > 0)
        {
            fprintf(to, "also\n");
            certificate_put_equations(to, a->model,
                                      a->model->system[a->r[i].system]);
        }
        put_state(to, a, a->r + i);
    }
}

int
global_write(FILE *to, const global_result_t *r, const saddle_model_t *model,
             const certificate_context_t *context)
{
    claim_t claim = { r, 1, model, NULL };

    return certificate_write_with(to, model, model->system[r->system], scope,
                                  context, put_claim, &claim);
}

int
global_write_threshold(FILE *to, const global_result_t *r, int n,
                       const saddle_model_t *model, arb_srcptr range,
                       const certificate_context_t *context)
{
    claim_t claim = { r, n, model, range };

    return certificate_write_with(to, model, model->system[r->system],
                                  range_scope, context, put_claim, &claim);
}
