/* runtime/certify/global.c -- how many solutions a whole domain holds. */
#include "global_parts.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

void
global_options_default(global_options_t *o)
{
    memset(o, 0, sizeof *o);
    certify_options_default(&o->certify);
    o->certify.digits = 15;
    o->max_cells = 100000;
    o->max_boxes = 4000;
}

void
global_result_init(global_result_t *r)
{
    memset(r, 0, sizeof *r);
    r->verdict = CERTIFY_UNDECIDED;
}

void
global_result_clear(global_result_t *r)
{
    long i;

    for (i = 0; i < r->n_solutions; i++)
    {
        if (r->box != NULL && r->box[i] != NULL)
            _arb_vec_clear(r->box[i], r->solution[i].n);
        certify_result_clear(r->solution + i);
    }
    for (i = 0; i < r->n_cells; i++)
        if (r->cell[i].rest != NULL)
            _arb_vec_clear(r->cell[i].rest, r->n_rest);
    free(r->solution);
    free(r->box);
    free(r->boundary);
    free(r->cell);
    global_result_init(r);
}

/* ---- seats and threads ------------------------------------------------------ */

void
seat_init(seat_t *s, global_t *g)
{
    s->g = g;
    s->cache = quad_cache_new();
    s->env = _arb_vec_init(g->n_env);
    _arb_vec_set(s->env, g->ball_env, g->n_env);
    s->why = NULL;
}

void
seat_clear(seat_t *s)
{
    _arb_vec_clear(s->env, s->g->n_env);
    quad_cache_free(s->cache);
}

int
seat_value(seat_t *s, arb_ptr out, const saddle_program_t *program, slong prec)
{
    atomic_fetch_add(&s->g->evaluations, 1);
    return quad_ball(out, program, s->env, prec, 1, s->cache, &s->why)
           == SADDLE_OK;
}

int
seat_range(seat_t *s, arb_ptr out, const saddle_program_t *program)
{
    atomic_fetch_add(&s->g->evaluations, 1);
    return quad_ranges(out, program, s->env, s->cache, &s->why) == SADDLE_OK;
}

int
global_stopped(global_t *g)
{
    const certify_options_t *o = &g->options->certify;
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    g->r->seconds = (double) (now.tv_sec - g->start.tv_sec)
                    + 1e-9 * (double) (now.tv_nsec - g->start.tv_nsec);
    if (o->max_seconds > 0 && g->r->seconds > o->max_seconds)
    {
        g->r->why = "the time is spent";
        g->stop = 1;
    }
    return g->stop;
}

typedef struct
{
    global_t *g;
    long n;
    atomic_long next;
    void (*work)(seat_t *, long, void *);
    void *ctx;
} crew_t;

/* Only the first worker asks the clock and shows progress. */
static void
work_on(crew_t *crew, int first)
{
    const certify_options_t *o = &crew->g->options->certify;
    seat_t seat;
    long i;

    seat_init(&seat, crew->g);
    while (!crew->g->stop
           && (i = atomic_fetch_add(&crew->next, 1)) < crew->n)
    {
        crew->work(&seat, i, crew->ctx);
        if (!first)
            continue;
        if (o->progress != NULL
            && o->progress(o->progress_ctx, "proving cells",
                           (double) i / (double) crew->n))
        {
            crew->g->r->why = "interrupted";
            crew->g->stop = 1;
        }
        global_stopped(crew->g);
    }
    seat_clear(&seat);
}

static void *
worker(void *ctx)
{
    work_on(ctx, 0);
    flint_cleanup();
    return NULL;
}

void
global_parallel(global_t *g, long n, void (*work)(seat_t *, long, void *),
                void *ctx)
{
    crew_t crew = { g, n, 0, work, ctx };
    pthread_t thread[64];
    int i, helpers = g->options->certify.threads - 1, started = 0;

    if (helpers > 63)
        helpers = 63;
    for (i = 0; i < helpers && i + 1 < n; i++)
        started += pthread_create(thread + started, NULL, worker, &crew) == 0;
    work_on(&crew, 1);
    for (i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
}

/* ---- cells and solutions ------------------------------------------------------ */

cell_t *
global_add_cell(global_t *g)
{
    global_result_t *r = g->r;

    if (r->n_cells >= g->options->max_cells)
    {
        r->why = "the budget of boxes is spent";
        return NULL;
    }
    if (r->n_cells == r->room)
    {
        long room = r->room == 0 ? 256 : 2 * r->room;
        cell_t *more = realloc(r->cell, (size_t) room * sizeof *more);

        if (more == NULL)
        {
            r->why = "out of memory";
            return NULL;
        }
        r->cell = more;
        r->room = room;
    }
    memset(r->cell + r->n_cells, 0, sizeof *r->cell);
    r->cell[r->n_cells].solution = -1;
    return r->cell + r->n_cells++;
}

/* Room for one solution more, or NULL. */
static certify_result_t *
solution_room(global_result_t *r)
{
    if (r->solution == NULL)
        r->solution = calloc(GLOBAL_MAX_SOLUTIONS, sizeof *r->solution);
    if (r->box == NULL)
        r->box = calloc(GLOBAL_MAX_SOLUTIONS, sizeof *r->box);
    if (r->n_solutions == GLOBAL_MAX_SOLUTIONS || r->solution == NULL
        || r->box == NULL)
        return NULL;
    certify_result_init(r->solution + r->n_solutions);
    return r->solution + r->n_solutions;
}

int
global_put_solution(global_t *g, arb_srcptr zero, slong prec)
{
    certify_result_t *s = solution_room(g->r);

    if (s == NULL)
        return -1;
    if (certify_given(s, g->model, g->system, zero, prec,
                      &g->options->certify) == CERTIFY_PROVEN)
        return g->r->n_solutions++;
    certify_result_clear(s);
    return -1;
}

int
global_add_solution(global_t *g, const double *env)
{
    global_result_t *r = g->r;
    certify_result_t *s = solution_room(r);
    int i = r->n_solutions, k;

    if (s == NULL)
        return -1;
    if (certify_system(s, g->model, g->system, env, &g->options->certify)
        != CERTIFY_PROVEN)
    {
        certify_result_clear(s);
        return -1;
    }
    for (k = 0; k < i; k++)
    {
        int v, apart = 0;

        for (v = 0; v < s->n; v++)
            apart = apart
                    || !arb_overlaps(r->solution[k].zero + v, s->zero + v);
        if (!apart)
        {
            certify_result_clear(s);
            return -1;
        }
    }
    r->n_solutions++;
    return i;
}

void
global_drop_solution(global_t *g)
{
    certify_result_clear(g->r->solution + --g->r->n_solutions);
}

/* ---- the question ------------------------------------------------------------- */

static void
set_up(global_t *g)
{
    const certify_options_t *o = &g->options->certify;
    const saddle_model_t *m = g->model;
    int i;

    clock_gettime(CLOCK_MONOTONIC, &g->start);
    g->prec = g->r->prec = 64;
    g->n_env = m->n_orders + m->n_parameters + g->system->n_extra;
    g->env = calloc((size_t) g->n_env + 1, sizeof *g->env);
    g->ball_env = _arb_vec_init(g->n_env);
    for (i = 0; i < m->n_parameters; i++)
    {
        g->env[m->n_orders + i] = g->p[i];
        if (o->parameter != NULL)
            o->parameter(g->ball_env + m->n_orders + i, i, 160, o->ctx);
        else
            arb_set_d(g->ball_env + m->n_orders + i, g->p[i]);
    }
    arb_init(g->lo);
    arb_init(g->hi);
}

/* Boundary states that exist at these parameters. */
static void
list_boundaries(global_t *g)
{
    global_result_t *r = g->r;
    int b;

    r->boundary = calloc((size_t) g->model->n_boundaries + 1,
                         sizeof *r->boundary);
    for (b = 0; r->boundary != NULL && b < g->model->n_boundaries; b++)
        if (!g->model->boundary[b].inside
            && solve_guard(g->model, g->model->boundary + b, g->env,
                           g->options->text))
            r->boundary[r->n_boundaries++] = b;
}

static void
begin(global_t *g, global_result_t *r, const saddle_model_t *model,
      int system, const double *p, const global_options_t *options)
{
    global_result_init(r);
    memset(g, 0, sizeof *g);
    g->r = r;
    g->model = model;
    g->system = model->system[system];
    g->line = model->line;
    g->state = g->system;
    g->options = options;
    g->p = p;
    r->system = system;
    set_up(g);
}

static certify_verdict_t
end(global_t *g)
{
    g->r->evaluations = g->evaluations;
    global_stopped(g);
    arb_clear(g->hi);
    arb_clear(g->lo);
    _arb_vec_clear(g->ball_env, g->n_env);
    free(g->env);
    return g->r->verdict;
}

static int
is_volume(global_t *g)
{
    seat_t seat;
    int good;

    seat_init(&seat, g);
    good = volume_is_line(&seat);
    if (good)
        g->line = &g->volume;
    seat_clear(&seat);
    return good;
}

certify_verdict_t
global_all(global_result_t *r, const saddle_model_t *model, const double *p,
           const global_options_t *options)
{
    global_t g;
    int system = solve_find_system(model, -1);

    global_result_init(r);
    if (system < 0)
    {
        r->why = "the model has no saddle-point equations";
        return r->verdict;
    }
    begin(&g, r, model, system, p, options);
    if (!solve_parameters_inside(model, g.env, -1))
    {
        r->why = "a parameter lies outside its declared range";
        r->verdict = CERTIFY_DOMAIN;
        return end(&g);
    }
    list_boundaries(&g);
    r->on_line = g.system->map[0] != NULL && g.system->map[1] != NULL
                 && (g.line != NULL || is_volume(&g));
    if (!r->on_line)
        g.conjugates = g.system->map[1];
    r->verdict = r->on_line ? global_line(&g) : global_box(&g);
    return end(&g);
}

certify_verdict_t
global_threshold(global_result_t *r, const saddle_model_t *model, int system,
                 const double *p, arb_srcptr range,
                 const double *const *known, int n_known,
                 const global_options_t *options)
{
    global_t g;
    int state, k;

    begin(&g, r, model, system, p, options);
    g.range = range;
    state = solve_find_system(model, g.system->boundary);
    if (state >= 0 && g.system->unknown[0] < model->n_orders)
    {
        g.state = model->system[state];
        g.conjugates = g.state->map[1];
        rise_set_up(&g);
    }
    for (k = 0; k < n_known && g.system->n_extra > 0; k++)
        global_know(&g, known[k]);
    r->verdict = global_box(&g);
    return end(&g);
}
