/* runtime/certify/cover.c -- a solution for every value of a parameter. */
#include "cover.h"
#include "newton.h"

#include <stdlib.h>
#include <string.h>

#define PRECISION 80
#define WIDE 28     /* bits, of integrals over a cell: they are wide anyway */
#define POINT 44    /* and at its middle                                    */
#define LEAST (-36) /* but not narrower than this power of two, relatively */
#define SHRINK 6    /* times that the enclosure is improved                */
#define TOLERANCE 1e-10
#define ROOM 4      /* the box is so much wider than the branch bends      */

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

/* ---- the parameter as a ball ------------------------------------------- */

typedef struct
{
    const cover_t *job;
    cover_cell_t *cell;
    certify_options_t options;    /* as the job's, with the ball put in     */
    arb_t at;                     /* the parameter: a point or the cell     */
    arb_t middle, half;
    newton_t w;
    arb_mat_t j, y;               /* over the cell; inverse at its middle   */
    arb_ptr drift;                /* J t + df/dp                            */
    arb_ptr moved;                /* bounds of |Y f(c(p), p)|, exact        */
    arb_ptr hull;                 /* boxes of all p                         */
} cell_work_t;

static void
parameter(arb_t value, int k, slong prec, void *ctx)
{
    cell_work_t *t = ctx;

    if (k == t->job->along)
        arb_set(value, t->at);
    else
        t->job->certify.parameter(value, k, prec, t->job->certify.ctx);
}

static int
fail(cell_work_t *t, const char *why)
{
    t->cell->verdict = CERTIFY_UNDECIDED;
    t->cell->why = why;
    return 0;
}

/* A program over the unknowns x and the parameter t->at; the direction is the
   cell's slope.  0 if an output is not finite. */
static int
value(cell_work_t *t, arb_ptr out, const saddle_program_t *program,
      arb_srcptr x, slong prec)
{
    const saddle_system_t *s = t->job->system;
    int i, good = 1, n_env = newton_env_size(t->job->model, s);
    arb_ptr env = _arb_vec_init(n_env + s->n);

    newton_environment(env, &t->w, prec);
    for (i = 0; i < s->n; i++)
    {
        arb_set(env + s->unknown[i], x + i);
        arb_set(env + n_env + i, t->cell->slope + i);
    }
    quad_ball(out, program, env, prec, t->options.threads, t->w.cache,
              &t->w.why);
    for (i = 0; i < program->n_outputs; i++)
        good = good && arb_is_finite(out + i);
    _arb_vec_clear(env, n_env + s->n);
    return good;
}

/* J over the unknowns x and the parameter t->at, and J t + df/dp. */
static int
slopes(cell_work_t *t, arb_srcptr x, slong prec)
{
    const saddle_system_t *s = t->job->system;
    int i, k, n = s->n, good;
    arb_ptr all = _arb_vec_init(n * (n + 1));

    good = value(t, all, s->slope, x, prec);
    for (i = 0; i < n; i++)
    {
        arb_swap(t->drift + i, all + n * n + i);
        for (k = 0; k < n; k++)
        {
            arb_swap(arb_mat_entry(t->j, i, k), all + i * n + k);
            arb_addmul(t->drift + i, arb_mat_entry(t->j, i, k),
                       t->cell->slope + k, prec);
        }
    }
    _arb_vec_clear(all, n * (n + 1));
    return good;
}

/* ---- the middle -------------------------------------------------------- */

/* c: a solution in double at the middle; the slope of the branch there, and the
   inverse of the Jacobian.  Nothing is proved here. */
static int
find_middle(cell_work_t *t, double *env)
{
    const saddle_system_t *s = t->job->system;
    double p = arf_get_d(arb_midref(t->middle), ARF_RND_NEAR), residual;
    int i, k, n = s->n, good;
    double *all = malloc((size_t) (n * (n + 1)) * sizeof *all);
    solve_options_t options;
    arb_mat_t right;

    solve_options_default(&options);
    env[t->job->model->n_orders + t->job->along] = p;
    if (all == NULL
        || solve_newton(s, t->job->model, env, &residual, &options)
               != SADDLE_OK
        || quad_approx(s->slope, env, TOLERANCE, all, NULL) == SADDLE_DOMAIN)
    {
        free(all);
        return fail(t, "Newton does not converge here");
    }
    arb_mat_init(right, n, 1);
    for (i = 0; i < n; i++)
    {
        for (k = 0; k < n; k++)
            arb_set_d(arb_mat_entry(t->j, i, k), all[i * n + k]);
        arb_set_d(arb_mat_entry(right, i, 0), -all[n * n + i]);
    }
    good = arb_mat_inv(t->y, t->j, PRECISION);
    arb_mat_get_mid(t->y, t->y);
    arb_mat_mul(right, t->y, right, PRECISION);
    for (i = 0; i < n && good; i++)
    {
        arb_ptr slope = t->cell->slope + i;

        arb_set_round(slope, arb_mat_entry(right, i, 0), 30);
        arb_get_mid_arb(slope, slope);
        arb_set_d(t->cell->box + i, env[s->unknown[i]]);
        good = arb_is_finite(slope) && arb_is_finite(t->cell->box + i);
    }
    arb_mat_clear(right);
    free(all);
    return good ? 1 : fail(t, "the Jacobian is singular: a fold or a "
                              "bifurcation");
}

/* ---- over the cell ----------------------------------------------------- */

/* The points c(p), widened by the radii r (NULL: none). */
static void
spread(cell_work_t *t, arb_srcptr r)
{
    int i;
    arb_t s;

    arb_init(s);
    for (i = 0; i < t->cell->n; i++)
    {
        arb_mul(s, t->half, t->cell->slope + i, PRECISION);
        arb_set(t->hull + i, t->cell->box + i);
        mag_zero(arb_radref(t->hull + i));
        arb_add_error(t->hull + i, s);
        if (r != NULL)
            arb_add_error(t->hull + i, r + i);
    }
    arb_clear(s);
}

/* |x| rounded up, exact and short enough to be a ball's radius. */
static void
bound(arb_t out, const arb_t x)
{
    mag_t m;

    mag_init(m);
    arb_get_mag(m, x);
    arb_zero(out);
    arf_set_mag(arb_midref(out), m);
    mag_clear(m);
}

/* to += |Y v| h^power/power!, rounded up */
static void
add_part(arb_ptr to, const cell_work_t *t, arb_srcptr v, int power)
{
    int i, k, n = t->cell->n;
    arb_t sum;

    arb_init(sum);
    for (i = 0; i < n; i++)
    {
        arb_zero(sum);
        for (k = 0; k < n; k++)
            arb_addmul(sum, arb_mat_entry(t->y, i, k), v + k, PRECISION);
        bound(sum, sum);
        for (k = 0; k < power; k++)
            arb_mul(sum, sum, t->half, PRECISION);
        arb_div_ui(sum, sum, power == 2 ? 2 : 1, PRECISION);
        arb_add(sum, sum, to + i, PRECISION);
        bound(to + i, sum);
    }
    arb_clear(sum);
}

/* moved: bounds of |Y f(c(p), p)| over the cell by Taylor's theorem,
   |Y f| + |Y (J t + df/dp)| h at its middle, and half of h^2 times the second
   derivative along the points c(p). */
static int
find_moved(cell_work_t *t)
{
    const saddle_system_t *s = t->job->system;
    int i, n = s->n, good;
    arb_ptr f = _arb_vec_init(n);

    arb_set(t->at, t->middle);
    for (i = 0; i < n; i++)
        arb_zero(t->moved + i);
    good = value(t, f, s->residual, t->cell->box, POINT)
           && slopes(t, t->cell->box, POINT);
    add_part(t->moved, t, f, 0);
    add_part(t->moved, t, t->drift, 1);
    arb_add_error(t->at, t->half);
    spread(t, NULL);
    good = good && value(t, f, s->bend, t->hull, WIDE);
    add_part(t->moved, t, f, 2);
    for (i = 0; i < n; i++)
        good = good && arb_is_finite(t->moved + i);
    _arb_vec_clear(f, n);
    return good;
}

/* out = moved + |I - Y J| r, rounded up. */
static void
image_radii(arb_ptr out, const cell_work_t *t, const arb_mat_t m, arb_srcptr r)
{
    int i, k, n = t->cell->n;
    arb_t sum;

    arb_init(sum);
    for (i = 0; i < n; i++)
    {
        arb_set(sum, t->moved + i);
        for (k = 0; k < n; k++)
            arb_addmul(sum, arb_mat_entry(m, i, k), r + k, PRECISION);
        bound(out + i, sum);
    }
    arb_clear(sum);
}

/* box: radii r about the middle; zero: its image, and the image of that, ...;
   1 when the image lies inside the box. */
static int
image(cell_work_t *t, arb_srcptr r)
{
    int i, k, n = t->cell->n, inside = 1;
    arb_ptr radii = _arb_vec_init(n), next = _arb_vec_init(n);
    arb_mat_t m;

    arb_mat_init(m, n, n);
    arb_mat_mul(m, t->y, t->j, PRECISION);
    for (i = 0; i < n; i++)
        for (k = 0; k < n; k++)
        {
            arb_ptr entry = arb_mat_entry(m, i, k);

            arb_sub_ui(entry, entry, i == k, PRECISION);
            bound(entry, entry);
        }
    image_radii(radii, t, m, r);
    for (i = 0; i < n; i++)
        inside = inside && arb_is_finite(radii + i)
                 && arb_lt(radii + i, r + i);
    for (k = 0; k < SHRINK && inside; k++)
    {
        image_radii(next, t, m, radii);
        _arb_vec_swap(radii, next, n);
    }
    for (i = 0; i < n; i++)
    {
        arb_get_mid_arb(t->cell->box + i, t->cell->box + i);
        arb_set(t->cell->zero + i, t->cell->box + i);
        arb_add_error(t->cell->box + i, r + i);
        arb_add_error(t->cell->zero + i, radii + i);
    }
    arb_mat_clear(m);
    _arb_vec_clear(next, n);
    _arb_vec_clear(radii, n);
    return inside;
}

static int
test(cell_work_t *t)
{
    int i, n = t->cell->n, good;
    arb_ptr r = _arb_vec_init(n);
    arb_t least;

    arb_init(least);
    good = find_moved(t);
    for (i = 0; i < n; i++)
    {
        arb_mul_ui(r + i, t->moved + i, ROOM, 53);
        bound(r + i, r + i);
        arb_abs(least, t->cell->box + i);
        arb_add_ui(least, least, 1, 53);
        arb_mul_2exp_si(least, least, LEAST);
        bound(least, least);
        if (arb_lt(r + i, least))
            arb_set(r + i, least);
    }
    spread(t, r);
    good = good && slopes(t, t->hull, WIDE);
    if (!good)
        fail(t, t->w.why != NULL ? t->w.why
                : "the integrals cannot be enclosed over the cell");
    else if (!(good = image(t, r)))
        fail(t, "the Krawczyk test fails: the cell is too wide, or the "
                "Jacobian nearly singular");
    arb_clear(least);
    _arb_vec_clear(r, n);
    return good;
}

/* ---- what must hold besides -------------------------------------------- */

static certify_verdict_t
check_rest(cell_work_t *t)
{
    const cover_t *job = t->job;
    certify_result_t r;
    certify_verdict_t verdict;
    int i;

    certify_result_init(&r);
    r.n = t->cell->n;
    r.n_env = newton_env_size(job->model, job->system);
    r.zero = _arb_vec_init(r.n);
    r.env = _arb_vec_init(r.n_env);
    newton_environment(r.env, &t->w, PRECISION);
    for (i = 0; i < r.n; i++)
    {
        cover_enclose(r.zero + i, t->cell, i, t->cell->lo, t->cell->hi);
        arb_set(r.env + job->system->unknown[i], r.zero + i);
    }
    verdict = certify_surroundings(&r, job->model, job->system, job->along,
                                   PRECISION);
    t->cell->verdict = verdict;
    t->cell->why = r.why;
    certify_result_clear(&r);
    return verdict;
}

static certify_verdict_t
run(cell_work_t *t, double *env)
{
    const cover_t *job = t->job;
    cover_cell_t *c = t->cell;
    mag_t most;

    if (!find_middle(t, env) || !test(t))
        return c->verdict;
    mag_init(most);
    mag_set_d_lower(most, job->height / 2);
    if (job->height > 0
        && mag_cmp(arb_radref(c->zero + job->target), most) > 0)
        fail(t, "the enclosure is wider than asked for");
    else
        check_rest(t);
    mag_clear(most);
    return c->verdict;
}

certify_verdict_t
cover_cell(cover_cell_t *cell, const cover_t *job, double *env)
{
    cell_work_t t = { .job = job, .cell = cell, .options = job->certify };
    int n = job->system->n;

    arb_init(t.at);
    arb_init(t.middle);
    arb_init(t.half);
    arb_add(t.middle, cell->lo, cell->hi, ARF_PREC_EXACT);
    arb_mul_2exp_si(t.middle, t.middle, -1);
    arb_sub(t.half, cell->hi, t.middle, ARF_PREC_EXACT);
    t.options.parameter = parameter;
    t.options.ctx = &t;
    t.options.range = NULL;
    newton_init(&t.w, job->model, job->system, env, &t.options);
    arb_mat_init(t.j, n, n);
    arb_mat_init(t.y, n, n);
    t.drift = _arb_vec_init(n);
    t.moved = _arb_vec_init(n);
    t.hull = _arb_vec_init(n);
    run(&t, env);
    if (newton_out_of_time(&t.w) && cell->verdict != CERTIFY_PROVEN)
        cell->why = t.w.why;
    _arb_vec_clear(t.hull, n);
    _arb_vec_clear(t.moved, n);
    _arb_vec_clear(t.drift, n);
    arb_mat_clear(t.y);
    arb_mat_clear(t.j);
    newton_clear(&t.w);
    arb_clear(t.half);
    arb_clear(t.middle);
    arb_clear(t.at);
    return cell->verdict;
}
