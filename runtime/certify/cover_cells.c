/* runtime/certify/cover_cells.c -- cells of a curve: halved, joined. */
#include "cover.h"
#include "newton.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST 16    /* the first cell tried is about so much narrower     */
#define GIVE_UP 256 /* smallest cells running that cannot be proven: about
                       twice what lies between cells that can and a fold   */

void
cover_cell_init(cover_cell_t *c, int n)
{
    memset(c, 0, sizeof *c);
    c->verdict = CERTIFY_UNDECIDED;
    c->n = n;
    arb_init(c->lo);
    arb_init(c->hi);
    c->box = _arb_vec_init(n);
    c->zero = _arb_vec_init(n);
    c->slope = _arb_vec_init(n);
}

void
cover_cell_clear(cover_cell_t *c)
{
    arb_clear(c->lo);
    arb_clear(c->hi);
    _arb_vec_clear(c->box, c->n);
    _arb_vec_clear(c->zero, c->n);
    _arb_vec_clear(c->slope, c->n);
}

/* ---- a cell at a point ------------------------------------------------- */

/* ball + slope (p - m), p in [lo, hi]; exact for lo = hi. */
static void
moved_ball(arb_t out, const cover_cell_t *c, const arb_t ball, int i,
           const arb_t lo, const arb_t hi)
{
    slong prec = arb_equal(lo, hi) ? ARF_PREC_EXACT : 128;
    arb_t p, m;

    arb_init(p);
    arb_init(m);
    arb_add(m, c->lo, c->hi, ARF_PREC_EXACT);
    arb_mul_2exp_si(m, m, -1);
    if (prec == ARF_PREC_EXACT)
        arb_set(p, lo);
    else
        arb_union(p, lo, hi, prec);
    arb_sub(p, p, m, prec);
    arb_set(out, ball);
    arb_addmul(out, c->slope + i, p, prec);
    arb_clear(m);
    arb_clear(p);
}

void
cover_enclose(arb_t out, const cover_cell_t *c, int i, const arb_t lo,
              const arb_t hi)
{
    moved_ball(out, c, c->zero + i, i, lo, hi);
}

/* Does the enclosure of a lie in the box of b, both at p? */
static int
inside(const cover_cell_t *a, const cover_cell_t *b, const arb_t p)
{
    int i, good = a->n == b->n;
    arb_t x, y;

    arb_init(x);
    arb_init(y);
    for (i = 0; i < a->n && good; i++)
    {
        moved_ball(x, a, a->zero + i, i, p, p);
        moved_ball(y, b, b->box + i, i, p, p);
        good = arb_contains_interior(y, x);
    }
    arb_clear(y);
    arb_clear(x);
    return good;
}

int
cover_joins(const cover_cell_t *a, const cover_cell_t *b)
{
    return a->verdict == CERTIFY_PROVEN && b->verdict == CERTIFY_PROVEN
           && arb_equal(a->hi, b->lo)
           && (inside(a, b, a->hi) || inside(b, a, a->hi));
}

/* ---- halving ----------------------------------------------------------- */

typedef struct
{
    const cover_t *job;
    void (*take)(void *, const cover_cell_t *);
    void *ctx;
    size_t n_env;
    cover_cell_t last;      /* taken before                                */
    double *near;           /* the solution in its middle                  */
    double width;           /* of the last proven cell                     */
    long skipped;
    long failed;            /* smallest cells running that are not proven  */
    struct timespec began;
} cover_run_t;

static double
middle_of(const cover_cell_t *c)
{
    return 0.5 * (arf_get_d(arb_midref(c->lo), ARF_RND_NEAR)
                  + arf_get_d(arb_midref(c->hi), ARF_RND_NEAR));
}

/* A start for the cell along the tangent of the one before it. */
static void
start(const cover_run_t *r, const cover_cell_t *cell, double *env)
{
    const saddle_system_t *s = r->job->system;
    double step = middle_of(cell) - middle_of(&r->last);
    int i;

    memcpy(env, r->near, r->n_env * sizeof *env);
    for (i = 0; i < s->n; i++)
        env[s->unknown[i]]
            = arf_get_d(arb_midref(r->last.zero + i), ARF_RND_NEAR)
              + arf_get_d(arb_midref(r->last.slope + i), ARF_RND_NEAR) * step;
}

/* Newton at p from the cell before. */
static int
goes_on(const cover_run_t *r, const cover_cell_t *cell, double *env)
{
    const cover_t *job = r->job;
    solve_options_t options;
    double residual;

    solve_options_default(&options);
    start(r, cell, env);
    env[job->model->n_orders + job->along] = middle_of(cell);
    return solve_newton(job->system, job->model, env, &residual, &options)
           == SADDLE_OK;
}

/* Is there a solution in double anywhere in the cell? */
static int
is_inhabited(const cover_run_t *r, const cover_cell_t *cell, double *env)
{
    const cover_t *job = r->job;

    return (r->last.verdict == CERTIFY_PROVEN && goes_on(r, cell, env))
           || job->guess(env, middle_of(cell), job->guess_ctx)
           || job->guess(env, arf_get_d(arb_midref(cell->lo), ARF_RND_NEAR),
                         job->guess_ctx)
           || job->guess(env, arf_get_d(arb_midref(cell->hi), ARF_RND_NEAR),
                         job->guess_ctx);
}

static double
width_of(const arb_t lo, const arb_t hi)
{
    return arf_get_d(arb_midref(hi), ARF_RND_NEAR)
           - arf_get_d(arb_midref(lo), ARF_RND_NEAR);
}

/* Why the rest is left alone, NULL: go on. */
static const char *
spent(const cover_run_t *r)
{
    struct timespec now;

    if (r->failed >= GIVE_UP)
        return "given up: no cell before this one could be proven";
    if (r->job->seconds <= 0)
        return NULL;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) (now.tv_sec - r->began.tv_sec)
                       + 1e-9 * (double) (now.tv_nsec - r->began.tv_nsec)
                   >= r->job->seconds
               ? "limit" : NULL;
}

/* A cell much wider than the last one that could be proven is halved at once,
   but now and then one of twice its width is tried. */
static int
is_hopeless(cover_run_t *r, double width)
{
    if (r->last.verdict != CERTIFY_PROVEN || width < 1.5 * r->width)
        return 0;
    return width > 3 * r->width || ++r->skipped % 8 != 0;
}

/* Tries the cell; 1 when it is to be halved. */
static int
attempt(cover_run_t *r, cover_cell_t *cell, double *env, int depth)
{
    const cover_t *job = r->job;

    if ((cell->why = spent(r)) != NULL)
        return 0;
    if (depth > 0 && is_hopeless(r, width_of(cell->lo, cell->hi)))
        return 1;
    if (r->last.verdict == CERTIFY_PROVEN)
    {
        start(r, cell, env);
        if (cover_cell(cell, job, env) == CERTIFY_PROVEN)
            return 0;
        if (depth > 0)
            return is_inhabited(r, cell, env);
    }
    if (job->guess(env, middle_of(cell), job->guess_ctx))
        return cover_cell(cell, job, env) != CERTIFY_PROVEN && depth > 0;
    cell->why = COVER_NO_SOLUTION;
    return depth > 0 && is_inhabited(r, cell, env);
}

static void
cells(cover_run_t *r, const arb_t lo, const arb_t hi, int depth)
{
    double *env = calloc(r->n_env, sizeof *env);
    cover_cell_t cell;
    arb_t middle;

    if (env == NULL)
        return;
    cover_cell_init(&cell, r->job->system->n);
    arb_init(middle);
    arb_set(cell.lo, lo);
    arb_set(cell.hi, hi);
    if (attempt(r, &cell, env, depth))
    {
        cover_cell_clear(&cell);
        arb_add(middle, lo, hi, ARF_PREC_EXACT);
        arb_mul_2exp_si(middle, middle, -1);
        cells(r, lo, middle, depth - 1);
        cells(r, middle, hi, depth - 1);
    }
    else
    {
        r->take(r->ctx, &cell);
        if (cell.verdict == CERTIFY_PROVEN)
            r->width = width_of(lo, hi);
        r->failed = cell.verdict == CERTIFY_PROVEN ? 0
                                                   : r->failed + (depth == 0);
        cover_cell_clear(&r->last);
        r->last = cell;
        memcpy(r->near, env, r->n_env * sizeof *env);
    }
    arb_clear(middle);
    free(env);
}

/* Room for the extras of any system, as solving wants it. */
static size_t
env_room(const saddle_model_t *model)
{
    int k, most = 0;

    for (k = 0; k < model->n_systems; k++)
        if (model->system[k]->n_extra > most)
            most = model->system[k]->n_extra;
    return (size_t) (model->n_orders + model->n_parameters + most);
}

void
cover_interval(const cover_t *job, const arb_t lo, const arb_t hi,
               void (*take)(void *, const cover_cell_t *), void *ctx)
{
    cover_run_t r = { .job = job, .take = take, .ctx = ctx };

    r.n_env = env_room(job->model);
    cover_cell_init(&r.last, job->system->n);
    r.width = width_of(lo, hi) / FIRST;
    clock_gettime(CLOCK_MONOTONIC, &r.began);
    r.near = calloc(r.n_env + 1, sizeof *r.near);
    if (r.near != NULL)
        cells(&r, lo, hi, job->depth);
    free(r.near);
    cover_cell_clear(&r.last);
}
