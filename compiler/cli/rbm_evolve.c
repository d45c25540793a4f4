/* compiler/cli/rbm_evolve.c -- `saddle rbm evolve`: orbits of mean field. */
#include "../../runtime/rbm/matrix.h"
#include "../../runtime/rbm/mean_field.h"
#include "../../runtime/random.h"
#include "output.h"
#include "picture.h"
#include "rbm_common.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    job_t job;
    int order, starts, patterns, sweeps;
    double damping;
    double *axis, *mean;       /* 2 x nv, nv: principal directions of data  */
    double *orbit;             /* rows x (sweeps+1) x 3: two coordinates,
                                  -Gamma                                    */
} work_t;

static double *
place(const work_t *w, int row, int sweep)
{
    return w->orbit + 3 * (at_row(row, w->sweeps + 1) + (size_t) sweep);
}

static int
project(work_t *w, const mf_t *mf, const mf_state_t *s, int sweep)
{
    double *gamma = malloc((size_t) s->rows * sizeof *gamma);
    int k, i, good = gamma != NULL && mf_energy(mf, s, gamma);

    for (k = 0; good && k < s->rows; k++)
    {
        double *to = place(w, k, sweep);

        for (i = 0; i < 2; i++)
        {
            const double *axis = w->axis + at_row(i, s->nv);

            to[i] = cblas_ddot(s->nv, axis, 1, s->m + at_row(k, s->nv), 1)
                    - cblas_ddot(s->nv, axis, 1, w->mean, 1);
        }
        to[2] = -gamma[k];
    }
    free(gamma);
    return good;
}

/* Patterns first, then random magnetisations. */
static void
place_starts(work_t *w, mf_state_t *s)
{
    random_t stream = random_stream(w->job.seed, RANDOM_START);
    int k;

    for (k = 0; k < s->rows; k++)
    {
        double *m = s->m + at_row(k, s->nv);

        if (k < w->patterns)
            patterns_row(m, &w->job.patterns, k, 0);
        else
            random_uniform(m, (size_t) s->nv, stream,
                           (uint64_t) (k - w->patterns), 0);
    }
}

static rbm_status_t
follow(work_t *w)
{
    job_t *j = &w->job;
    int rows = w->patterns + w->starts, t;
    mf_state_t s = { 0 };
    mf_t mf = { 0 };
    rbm_status_t status = mf_init(&mf, &j->rbm, w->order, j->crew,
                                  &j->message);

    w->orbit = malloc(3 * at_row(rows, w->sweeps + 1) * sizeof *w->orbit);
    if (status == RBM_OK
        && (w->orbit == NULL
            || !mf_state_init(&s, rows, j->rbm.nv, j->rbm.nh)))
        status = rbm_no_memory(&j->message);
    if (status == RBM_OK)
    {
        place_starts(w, &s);
        mf_start_from_visible(&s, &mf);
    }
    for (t = 0; status == RBM_OK && t <= w->sweeps; t++)
    {
        if (t > 0)
            mf_sweep(&mf, &s, w->damping);
        if (!project(w, &mf, &s, t))
            status = rbm_no_memory(&j->message);
        if (progress_tick(NULL, "sweeps", (double) t / w->sweeps))
            status = rbm_say(&j->message, RBM_INTERRUPTED, "interrupted");
    }
    mf_state_clear(&s);
    mf_clear(&mf);
    return status;
}

static rbm_status_t
find_axes(work_t *w)
{
    job_t *j = &w->job;
    int n = j->data.n < 2000 ? j->data.n : 2000, nv = j->rbm.nv;
    double *rows = job_rows(j, 0, n);
    rbm_status_t status = RBM_OK;

    w->axis = malloc(2 * (size_t) nv * sizeof *w->axis);
    w->mean = malloc((size_t) nv * sizeof *w->mean);
    if (rows == NULL || w->axis == NULL || w->mean == NULL
        || !matrix_principal(w->axis, w->mean, 2, rows, n, nv))
        status = rbm_no_memory(&j->message);
    free(rows);
    return status;
}

/* ---- telling ----------------------------------------------------------------------- */

static void
print_table(FILE *to, const work_t *w)
{
    int k, t;

    fprintf(to, "start,sweep,first,second,log_z\n");
    for (k = 0; k < w->patterns + w->starts; k++)
        for (t = 0; t <= w->sweeps; t++)
        {
            const double *at = place(w, k, t);

            fprintf(to, "%d,%d,%.9g,%.9g,%.9g\n", k + 1, t, at[0], at[1],
                    at[2]);
        }
}

static int
write_csv(const work_t *w, const char *path)
{
    output_t *file = output_open(path);

    if (file == NULL)
        return EXIT_OUTPUT;
    fprintf(output_stream(file), "# saddle %s rbm evolve, order %d, seed %lu; "
                                 "coordinates: principal directions of the "
                                 "data\n", SADDLE_VERSION, w->order,
            w->job.seed);
    print_table(output_stream(file), w);
    return output_close(file, 1);
}

static int
draw(const work_t *w, const char *path)
{
    int k, t, good, status = EXIT_LIMIT, rows = w->patterns + w->starts;
    picture_t p;
    curve_t *c;

    picture_init(&p);
    good = picture_labels(&p, "magnetisations while iterating",
                          "first principal direction",
                          "second principal direction", NULL);
    for (k = 0; good && k < rows; k++)
    {
        c = picture_curve(&p, CURVE_LINE, k < w->patterns ? 0 : 2,
                          k == 0 ? "from patterns"
                          : k == w->patterns ? "from random starts" : NULL);
        good = c != NULL;
        for (t = 0; good && t <= w->sweeps; t++)
            good = curve_point(c, place(w, k, t)[0], place(w, k, t)[1], NAN);
    }
    c = good ? picture_curve(&p, CURVE_POINTS, 1, "ends") : NULL;
    good = c != NULL;
    for (k = 0; good && k < rows; k++)
        good = curve_point(c, place(w, k, w->sweeps)[0],
                           place(w, k, w->sweeps)[1], NAN);
    if (good)
        status = picture_write(&p, path);
    picture_clear(&p);
    return status;
}

int
run_rbm_evolve(const options_t *o)
{
    int status;
    work_t w;

    memset(&w, 0, sizeof w);
    w.order = job_order(o);
    w.damping = real_or(o->rbm.damping, 0.5);
    w.sweeps = (int) count_or(o->rbm.sweeps, 100);
    w.starts = (int) o->rbm.starts;
    if (w.order == 0 || (o->plot != NULL && !picture_can(o->plot)))
        return EXIT_USAGE;
    if (!(w.damping >= 0 && w.damping < 1))
    {
        fprintf(stderr, "saddle: --damping takes a number from 0 to below 1\n");
        return EXIT_USAGE;
    }
    status = job_open(&w.job, o, 1, 2);
    w.patterns = (int) count_or(o->rbm.patterns, 20);
    if (w.patterns > w.job.data.n)
        w.patterns = w.job.data.n;
    if (status == EXIT_DONE)
        status = job_end(&w.job, find_axes(&w));
    if (status == EXIT_DONE)
        status = job_end(&w.job, follow(&w));
    if (status == EXIT_DONE && o->rbm.csv != NULL)
        status = write_csv(&w, o->rbm.csv);
    else if (status == EXIT_DONE && o->plot == NULL)
        print_table(stdout, &w);
    if (status == EXIT_DONE && o->plot != NULL)
        status = draw(&w, o->plot);
    free(w.axis);
    free(w.mean);
    free(w.orbit);
    job_clear(&w.job);
    return status;
}
