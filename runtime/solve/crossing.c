/* runtime/solve/crossing.c -- changes of sign along branches. */
#include "crossing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIP_STEPS 24
#define BESIDE 1e-4        /* of the searched range: the state may be marginal
                              at the candidate itself                       */
#define MOST_SAMPLES 2048
#define NEXT_TO 1e-3       /* of the way between samples, next to a zero    */
#define MOST_DEPTH 4
#define VANISHING 1e-12

/* ---- samples ------------------------------------------------------------- */

sample_t
crossing_sample(track_t *t, double p)
{
    search_t *s = t->s;
    int first = s->model->n_orders + s->model->n_parameters, ok;
    sample_t at = { .p = p, .value = NAN };

    at.env = malloc(solve_env_size(s->model) * sizeof *at.env);
    ok = at.env != NULL && branch_at(s, t->branch[0], p, at.env);
    if (ok && t->branch[1] != NULL)
    {
        ok = branch_at(s, t->branch[1], p, t->other);
        for (int k = 0; k < t->system->n_extra && ok; k++)
            at.env[first + k] = t->other[t->system->extra_order[k]];
    }
    if (!ok || !condition_value(s, t->system, at.env, &at.value))
    {
        free(at.env);
        at.env = NULL;
    }
    return at;
}

static int
by_parameter(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* The parameters at which the branches have points, inside both ranges. */
static int
places(const track_t *t, double *place)
{
    double lo = -INFINITY, hi = INFINITY;
    int n = 0, kept = 0;

    for (int i = 0; i < 2 && t->branch[i] != NULL; i++)
    {
        lo = fmax(lo, t->branch[i]->point[0].p);
        hi = fmin(hi, t->branch[i]->point[t->branch[i]->n - 1].p);
    }
    for (int i = 0; i < 2 && t->branch[i] != NULL; i++)
        for (int k = 0; k < t->branch[i]->n && n < MOST_SAMPLES; k++)
        {
            double p = t->branch[i]->point[k].p;

            if (p >= lo && p <= hi)
                place[n++] = p;
        }
    qsort(place, n, sizeof *place, by_parameter);
    for (int k = 0; k < n; k++)
        if (kept == 0 || place[k] > place[kept - 1])
            place[kept++] = place[k];
    return kept;
}

/* ---- candidates ---------------------------------------------------------- */

/* Are the branches the states at p?  -1: the states were not found there. */
static int
are_states_at(track_t *t, double p)
{
    search_t *s = t->s;
    int is = 1;

    for (int k = 0; k < 2 && t->branch[k] != NULL && is == 1; k++)
        if (strcmp(t->branch[k]->state, "recovery") != 0)
            is = branch_at(s, t->branch[k], p, t->other)
                     ? search_is_state(s, t->branch[k], t->other, t->which[k])
                     : 0;
    return is;
}

/* Are they at p, or at least next to it?  Where iterations are too slow to
   find the states, as they are about a marginal one, further off. */
static int
are_states(track_t *t, double p)
{
    search_t *s = t->s;
    double way = BESIDE * (s->hi - s->lo);
    int is = are_states_at(t, p), unknown = 1;

    for (int k = 0; k < 3 && is != 1 && unknown; k++, way *= 10)
    {
        unknown = 0;
        for (int side = -1; side < 2 && is != 1; side += 2)
            if (p + side * way >= s->lo && p + side * way <= s->hi)
            {
                is = are_states_at(t, p + side * way);
                unknown |= is < 0;
            }
    }
    return is == 1;
}

/* The change of sign between a and b as a candidate; its parameter, NAN if
   there is none. */
static double
candidate(track_t *t, const sample_t *a, const sample_t *b)
{
    search_t *s = t->s;
    solve_result_t r;
    double p;

    s->failed = NULL;
    if (!crossing_close_in(t, a, b, &r))
    {
        s->missed++;
        if (s->failed == NULL)
            s->failed = "Newton did not converge at a change of sign";
        s->failed_at = a->p;
        return NAN;
    }
    p = r.env[s->parameter];
    if (!are_states(t, p))
        s->elsewhere++;
    else if (!condition_sides_hold(s, t->system, r.env))
        s->rejected++;
    else
        search_take(s, &r);
    solve_result_clear(&r);
    return p;
}

/* Changes of sign between a and b: of several Newton finds one, and the signs
   next to it tell on which side there are more. */
static void
candidates(track_t *t, const sample_t *a, const sample_t *b, int depth)
{
    double p, beside = NEXT_TO * (b->p - a->p);
    sample_t at;

    if (a->env == NULL || b->env == NULL || (a->value > 0) == (b->value > 0))
        return;
    p = candidate(t, a, b);
    if (isnan(p) || depth == MOST_DEPTH)
        return;
    if (p - a->p > 2 * beside)
    {
        at = crossing_sample(t, p - beside);
        candidates(t, a, &at, depth + 1);
        free(at.env);
    }
    if (b->p - p > 2 * beside)
    {
        at = crossing_sample(t, p + beside);
        candidates(t, &at, b, depth + 1);
        free(at.env);
    }
}

/* ---- dips ---------------------------------------------------------------- */

/* |value| has a minimum at b between a and c without a change of sign: look
   closer, by golden section. */
static void
look_closer(track_t *t, sample_t a, sample_t b, sample_t c)
{
    double *own[3] = { a.env, b.env, c.env };

    for (int i = 0; i < DIP_STEPS && !t->s->interrupted; i++)
    {
        int left = b.p - a.p > c.p - b.p;
        sample_t at = crossing_sample(t, 0.618 * b.p
                                             + 0.382 * (left ? a.p : c.p));
        sample_t *end = left ? &a : &c, drop = at;

        if (at.env == NULL)
            break;
        if (at.value * b.value <= 0)
        {
            candidates(t, left ? &a : &b, &at, 0);
            candidates(t, &at, left ? &b : &c, 0);
            free(at.env);
            break;
        }
        if (fabs(at.value) >= fabs(b.value))
            drop = *end, *end = at;
        else
        {
            end = left ? &c : &a;
            drop = *end;
            *end = b;
            b = at;
        }
        if (drop.env != own[0] && drop.env != own[1] && drop.env != own[2])
            free(drop.env);
        if (c.p - a.p < NARROW * (fabs(a.p) + fabs(c.p)))
            break;
    }
    for (int k = 0; k < 3; k++)
    {
        double *env = k == 0 ? a.env : k == 1 ? b.env : c.env;

        if (env != own[0] && env != own[1] && env != own[2])
            free(env);
    }
}

static int
is_dip(const sample_t *a)
{
    return a[0].env != NULL && a[1].env != NULL && a[2].env != NULL
           && a[0].value * a[1].value > 0 && a[1].value * a[2].value > 0
           && fabs(a[1].value) <= fabs(a[0].value)
           && fabs(a[1].value) <= fabs(a[2].value);
}

/* ---- along the branches -------------------------------------------------- */

static void
scan(track_t *t)
{
    double *place = malloc(MOST_SAMPLES * sizeof *place);
    int n = place != NULL ? places(t, place) : 0;
    sample_t *at = calloc((size_t) n + 1, sizeof *at);
    int known = 0, zeros = 0, taken = n;

    for (int k = 0; k < n && at != NULL && search_progress(t->s, -1); k++)
    {
        at[k] = crossing_sample(t, place[k]);
        known += at[k].env != NULL;
        zeros += fabs(at[k].value) < VANISHING;
    }
    t->s->samples += known;
    t->s->zeros += zeros;
    /* signs of rounding errors are none */
    if (known > 1 && zeros == known)
        n = 0;
    for (int k = 0; k + 1 < n && at != NULL && !t->s->interrupted; k++)
    {
        const sample_t *a = at + k;

        candidates(t, a, a + 1, 0);
        if (k + 2 < n && is_dip(a))
            look_closer(t, a[0], a[1], a[2]);
    }
    for (int k = 0; k < taken && at != NULL; k++)
        free(at[k].env);
    free(at);
    free(place);
}

void
crossing_find(search_t *s, branch_t *a, branch_t *b)
{
    track_t t = { .s = s, .branch = { a, b }, .which = { 0, 1 } };

    t.system = search_system(s, a->boundary, b != NULL ? b->boundary : -1);
    if (t.system == NULL && b != NULL)
    {
        t.branch[0] = b;
        t.branch[1] = a;
        t.which[0] = 1;
        t.which[1] = 0;
        t.system = search_system(s, b->boundary, a->boundary);
    }
    t.other = malloc(solve_env_size(s->model) * sizeof *t.other);
    if (t.system == NULL || t.other == NULL)
        s->without += t.system == NULL;
    else
        scan(&t);
    free(t.other);
}
