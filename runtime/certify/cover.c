/* runtime/certify/cover.c -- a solution for every value of a parameter. */
#include "cover_work.h"

#define WIDE 28     /* bits, of integrals over a cell: they are wide anyway */
#define POINT 44    /* and at its middle                                    */
#define LEAST (-36) /* but not narrower than this power of two, relatively */
#define SHRINK 6    /* times that the enclosure is improved                */
#define ROOM 4      /* the box is so much wider than the branch bends      */
#define MUCH 128    /* or more, where that is little of the height asked for:
                       room for a checker's enclosures, which are others    */

/* The points c(p), widened by the radii r (NULL: none). */
static void
spread(cell_work_t *t, arb_srcptr r)
{
    int i;
    arb_t s;

    arb_init(s);
    for (i = 0; i < t->cell->n; i++)
    {
        arb_mul(s, t->half, t->cell->slope + i, COVER_PRECISION);
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
            arb_addmul(sum, arb_mat_entry(t->y, i, k), v + k, COVER_PRECISION);
        bound(sum, sum);
        for (k = 0; k < power; k++)
            arb_mul(sum, sum, t->half, COVER_PRECISION);
        arb_div_ui(sum, sum, power == 2 ? 2 : 1, COVER_PRECISION);
        arb_add(sum, sum, to + i, COVER_PRECISION);
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
    good = cover_value(t, f, s->residual, t->cell->box, POINT)
           && cover_slopes(t, t->cell->box, POINT);
    add_part(t->moved, t, f, 0);
    add_part(t->moved, t, t->drift, 1);
    arb_add_error(t->at, t->half);
    spread(t, NULL);
    good = good && cover_value(t, f, s->bend, t->hull, WIDE);
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
            arb_addmul(sum, arb_mat_entry(m, i, k), r + k, COVER_PRECISION);
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
    arb_t half;

    arb_init(half);
    arb_mat_init(m, n, n);
    arb_mat_mul(m, t->y, t->j, COVER_PRECISION);
    for (i = 0; i < n; i++)
        for (k = 0; k < n; k++)
        {
            arb_ptr entry = arb_mat_entry(m, i, k);

            arb_sub_ui(entry, entry, i == k, COVER_PRECISION);
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
        /* room for a checker, below the height asked for */
        arb_mul_ui(radii + i, radii + i, 9, COVER_PRECISION);
        arb_mul_2exp_si(radii + i, radii + i, -3);
        arb_mul_2exp_si(half, r + i, -1);
        arb_max(radii + i, radii + i, half, COVER_PRECISION);
        arb_min(radii + i, radii + i, r + i, COVER_PRECISION);
        arb_add_error(t->cell->zero + i, radii + i);
    }
    arb_mat_clear(m);
    arb_clear(half);
    _arb_vec_clear(next, n);
    _arb_vec_clear(radii, n);
    return inside;
}

/* How much wider than `moved` the box is. */
static ulong
room(const cell_work_t *t)
{
    double moved = arf_get_d(arb_midref(t->moved + t->job->target),
                             ARF_RND_NEAR);
    double times = t->job->height > 0 && moved > 0
                       ? t->job->height / 2 / moved : MUCH;

    return times < ROOM ? ROOM : times < MUCH ? (ulong) times : MUCH;
}

static int
test(cell_work_t *t)
{
    int i, n = t->cell->n, good;
    arb_ptr r = _arb_vec_init(n), f = _arb_vec_init(n);
    arb_t least;
    ulong wider;

    arb_init(least);
    good = find_moved(t);
    wider = room(t);
    for (i = 0; i < n; i++)
    {
        arb_mul_ui(r + i, t->moved + i, wider, 53);
        bound(r + i, r + i);
        arb_abs(least, t->cell->box + i);
        arb_add_ui(least, least, 1, 53);
        arb_mul_2exp_si(least, least, LEAST);
        bound(least, least);
        if (arb_lt(r + i, least))
            arb_set(r + i, least);
    }
    spread(t, r);
    /* slopes do not tell a jump of the residual: it must be known all over */
    good = good && cover_slopes(t, t->hull, WIDE)
           && cover_value(t, f, t->job->system->residual, t->hull, WIDE);
    if (!good)
        cover_fail(t, t->w.why != NULL ? t->w.why
                : "the integrals cannot be enclosed over the cell");
    else if (!(good = image(t, r)))
        cover_fail(t, "the Krawczyk test fails: the cell is too wide, or the "
                "Jacobian nearly singular");
    arb_clear(least);
    _arb_vec_clear(f, n);
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
    newton_environment(r.env, &t->w, COVER_PRECISION);
    for (i = 0; i < r.n; i++)
    {
        cover_enclose(r.zero + i, t->cell, i, t->cell->lo, t->cell->hi);
        arb_set(r.env + job->system->unknown[i], r.zero + i);
    }
    verdict = certify_surroundings(&r, job->model, job->system, job->along,
                                   COVER_PRECISION);
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

    if (!cover_middle(t, env) || !test(t))
        return c->verdict;
    mag_init(most);
    mag_set_d_lower(most, job->height / 2);
    if (job->height > 0
        && mag_cmp(arb_radref(c->zero + job->target), most) > 0)
        cover_fail(t, "the enclosure is wider than asked for");
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
    t.options.parameter = cover_parameter;
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
