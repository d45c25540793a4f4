/* runtime/simulate/sphere.c -- weights on the sphere whose fields all lie in an
 * interval.
 *
 * The weights w with lo <= w.x/sqrt(N) <= hi for all patterns form a convex
 * set, so that one on the sphere exists if and only if the least norm of the
 * set is at most sqrt(N) and the largest at least that.  The least norm is a
 * quadratic program, decided by bounds from both sides.  The largest is
 * infinite where a linear program finds a direction along which nothing is
 * violated; otherwise it is the maximum of a convex function, for which local
 * search by linear programs gives a lower bound only.
 */
#include "storage.h"

#include <cblas.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifdef SADDLE_CLP
#include <coin/Clp_C_Interface.h>
#endif

#define MOST_SWEEPS 200000
#define CLOSE 1e-9          /* of a field to the interval                  */
#define STARTS 6            /* of the local search                         */
#define CLIMBS 60           /* linear programs from each                   */
enum { STEP_DIRECTION = 5 };

typedef struct
{
    size_t n, m;
    const double *x;        /* m x n, rows already over sqrt(n)            */
    double lo, hi;
} set_t;

/* ---- the least norm ----------------------------------------------------- */

/* Smallest and largest field of w. */
static void
range_of(const set_t *s, const double *w, double *least, double *most)
{
    size_t p;

    *least = INFINITY;
    *most = -INFINITY;
    for (p = 0; p < s->m; p++)
    {
        double z = cblas_ddot((int) s->n, s->x + p * s->n, 1, w, 1);

        *least = fmin(*least, z);
        *most = fmax(*most, z);
    }
}

/* 1 when w, stretched, is in the set with a norm of at most sqrt(n). */
static int
is_short(const set_t *s, const double *w)
{
    double least, most, stretch, square;

    range_of(s, w, &least, &most);
    stretch = s->lo > 0 ? s->lo / least : s->hi / most;
    square = stretch * stretch * cblas_ddot((int) s->n, w, 1, w, 1);
    if (!(stretch > 0) || square > (double) s->n)
        return 0;
    least *= stretch;
    most *= stretch;
    return fmin(least, most) >= s->lo - CLOSE
           && fmax(least, most) <= s->hi + CLOSE;
}

/* One pass of dual ascent: w = sum_p force_p x_p.  Returns the dual value, a
   lower bound of |w|^2/2 over the set. */
static double
ascend(const set_t *s, double *force, double *w)
{
    double bound = 0, z, size, next;
    size_t p;

    for (p = 0; p < s->m; p++)
    {
        const double *x = s->x + p * s->n;

        z = cblas_ddot((int) s->n, x, 1, w, 1);
        size = cblas_ddot((int) s->n, x, 1, x, 1);
        next = fmax(0, force[p] + (s->lo - z) / size)
               + fmin(0, force[p] + (s->hi - z) / size);
        cblas_daxpy((int) s->n, next - force[p], x, 1, w, 1);
        force[p] = next;
        if (next != 0)
            bound += next * (next > 0 ? s->lo : s->hi);
    }
    return bound - cblas_ddot((int) s->n, w, 1, w, 1) / 2;
}

/* Is the least norm at most sqrt(n)?  1, 0, -1: undecided. */
static int
least_norm(const set_t *s)
{
    double *w = calloc(s->n + s->m + 1, sizeof *w), *force = w + s->n;
    int sweep, answer = -1;

    if (s->lo <= 0 && s->hi >= 0)
        answer = 1;
    for (sweep = 1; w != NULL && answer < 0 && sweep <= MOST_SWEEPS; sweep++)
    {
        if (ascend(s, force, w) > 0.5 * (double) s->n * (1 + 1e-12))
            answer = 0;
        else if (sweep % 8 == 0 && is_short(s, w))
            answer = 1;
    }
    free(w);
    return answer;
}

/* ---- the largest norm --------------------------------------------------- */

#ifdef SADDLE_CLP
/* The patterns as rows between lo and hi; no objective yet.  NULL without
   memory. */
static Clp_Simplex *
program(const set_t *s, double lo, double hi)
{
    size_t n = s->n, m = s->m, i, p;
    double *bound = malloc(2 * (n + m) * sizeof *bound), *upper = bound + n + m;
    double *entry = malloc((n * m + 1) * sizeof *entry);
    CoinBigIndex *begin = malloc((n + 1) * sizeof *begin);
    int *row = malloc((n * m + 1) * sizeof *row);
    Clp_Simplex *lp = NULL;

    if (bound != NULL && entry != NULL && begin != NULL && row != NULL)
    {
        for (i = 0; i <= n; i++)
            begin[i] = (CoinBigIndex) (i * m);
        for (i = 0; i < n * m; i++)
        {
            row[i] = (int) (i % m);
            entry[i] = s->x[(i % m) * n + i / m];
        }
        for (p = 0; p < n + m; p++)
        {
            bound[p] = p < n || isinf(lo) ? -DBL_MAX : lo;
            upper[p] = p < n || isinf(hi) ? DBL_MAX : hi;
        }
        lp = Clp_newModel();
        Clp_setLogLevel(lp, 0);
        Clp_loadProblem(lp, (int) n, (int) m, begin, row, entry, bound, upper,
                        NULL, bound + n, upper + n);
    }
    free(bound);
    free(entry);
    free(begin);
    free(row);
    return lp;
}

/* Is there a direction that leaves all one-sided constraints alone?  1, 0, -1:
   undecided. */
static int
is_unbounded(const set_t *s)
{
    int answer = -1;
    Clp_Simplex *lp;

    if (s->m < s->n || (isinf(s->lo) && isinf(s->hi)))
        return 1;
    if (!isinf(s->lo) && !isinf(s->hi))
        return 0;
    lp = program(s, isinf(s->lo) ? -INFINITY : 1, isinf(s->hi) ? INFINITY : -1);
    if (lp == NULL)
        return -1;
    Clp_primal(lp, 0);
    answer = Clp_status(lp) == 0 ? 1 : Clp_status(lp) == 1 ? 0 : -1;
    Clp_deleteModel(lp);
    return answer;
}

/* Climbs to a local maximum of the norm over a bounded set: each program
   maximises w.v for the last vertex v.  1 when sqrt(n) is reached. */
static int
climb(const set_t *s, Clp_Simplex *lp, random_t r, uint64_t start, double *w)
{
    double square = 0, next;
    size_t i;
    int k;

    random_normal(w, s->n, r, start, STEP_DIRECTION);
    Clp_setOptimizationDirection(lp, -1);
    for (k = 0; k < CLIMBS; k++)
    {
        memcpy(Clp_objective(lp), w, s->n * sizeof *w);
        Clp_primal(lp, 0);
        if (Clp_status(lp) == 2)        /* unbounded */
            return 1;
        if (Clp_status(lp) != 0)
            return 0;
        for (i = 0; i < s->n; i++)
            w[i] = Clp_primalColumnSolution(lp)[i];
        next = cblas_ddot((int) s->n, w, 1, w, 1);
        if (next >= (double) s->n)
            return 1;
        if (k > 0 && next <= square * (1 + 1e-9))
            return 0;
        square = next;
    }
    return 0;
}

static storage_answer_t
largest_norm(const set_t *s, random_t r)
{
    double *w = malloc((s->n + 1) * sizeof *w);
    int far = is_unbounded(s), k;
    Clp_Simplex *lp = NULL;

    if (far == 0 && s->lo != 0 && s->hi != 0 && w != NULL)
        lp = program(s, s->lo, s->hi);
    for (k = 0; lp != NULL && far == 0 && k < STARTS; k++)
        far = climb(s, lp, r, (uint64_t) k, w);
    if (lp != NULL)
        Clp_deleteModel(lp);
    free(w);
    /* a cone without a direction is the origin alone */
    return far > 0 ? STORAGE_YES : far < 0 ? STORAGE_UNDECIDED
           : s->lo == 0 || s->hi == 0 ? STORAGE_NO : STORAGE_NOT_FOUND;
}
#else
static storage_answer_t
largest_norm(const set_t *s, random_t r)
{
    (void) r;
    return s->m < s->n ? STORAGE_YES : STORAGE_UNDECIDED;
}
#endif

/* ---- both --------------------------------------------------------------- */

storage_answer_t
storage_sphere_patterns(const double *x, size_t n, size_t m, double lo,
                        double hi, random_t r)
{
    double *rows = malloc((n * m + 1) * sizeof *rows);
    storage_answer_t answer = STORAGE_UNDECIDED;
    set_t s = { n, m, rows, lo, hi };
    int near;

    if (rows == NULL)
        return answer;
    memcpy(rows, x, n * m * sizeof *rows);
    cblas_dscal((int) (n * m), 1 / sqrt((double) n), rows, 1);
    near = m == 0 ? 1 : least_norm(&s);
    if (near == 0)
        answer = STORAGE_NO;
    else if (near > 0)  /* beyond a half-line from lo > 0 all is allowed */
        answer = m == 0 || (lo > 0 && isinf(hi)) || (hi < 0 && isinf(lo))
                     ? STORAGE_YES : largest_norm(&s, r);
    free(rows);
    return answer;
}

storage_answer_t
storage_sphere(size_t n, size_t m, double lo, double hi, size_t most,
               size_t *stored, random_t r)
{
    double *x = storage_patterns(n, m > most ? m : most, r);
    storage_answer_t answer = STORAGE_UNDECIDED, one = STORAGE_YES;
    size_t good = 0, bad = most + 1, p;

    *stored = 0;
    if (x == NULL)
        return answer;
    answer = storage_sphere_patterns(x, n, m, lo, hi, r);
    if (answer == STORAGE_YES)
        good = m;
    else
        bad = m;
    while (answer != STORAGE_UNDECIDED && bad > good + 1)
    {
        p = bad > most && 2 * good < most ? 2 * good + 1 : (good + bad) / 2;
        one = storage_sphere_patterns(x, n, p, lo, hi, r);
        if (one == STORAGE_UNDECIDED)
            answer = one;
        else if (one == STORAGE_YES)
            good = p;
        else
            bad = p;
    }
    *stored = good;
    free(x);
    return answer;
}
