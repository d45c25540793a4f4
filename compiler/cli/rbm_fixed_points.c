/* compiler/cli/rbm_fixed_points.c -- `saddle rbm fixed-points`. */
#include "../../runtime/rbm/landscape.h"
#include "../../runtime/rbm/matrix.h"
#include "../../runtime/rbm/proof.h"
#include "output.h"
#include "picture.h"
#include "rbm_common.h"
#include "rbm_images.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 60               /* images on a page                          */

typedef struct
{
    job_t job;
    landscape_options_t options;
    landscape_t found;
    proof_t *proof;            /* n, or NULL                                */
    int n_proven, n_distinct;
    long digits;
} work_t;

/* ---- proofs ------------------------------------------------------------------------ */

/* Proven fixed points whose boxes are disjoint from those of all before. */
static int
count_distinct(const work_t *w)
{
    int k, i, n = 0;

    for (k = 0; k < w->found.n; k++)
    {
        int alone = w->proof[k].proven;

        for (i = 0; i < k && alone; i++)
            alone = !w->proof[i].proven
                    || proof_distinct(w->proof + i, w->proof + k);
        n += alone;
    }
    return n;
}

static rbm_status_t
prove(work_t *w)
{
    job_t *j = &w->job;
    const mf_state_t *s = &w->found.state;
    rbm_status_t status = RBM_OK;
    int k;

    w->proof = calloc((size_t) w->found.n + 1, sizeof *w->proof);
    if (w->proof == NULL)
        return rbm_no_memory(&j->message);
    for (k = 0; status == RBM_OK && k < w->found.n; k++)
    {
        if (progress_tick(NULL, "proofs", (double) k / w->found.n))
            return rbm_say(&j->message, RBM_INTERRUPTED, "interrupted");
        status = proof_find(w->proof + k, &j->rbm, w->options.order,
                            s->m + at_row(k, s->nv), s->h + at_row(k, s->nh),
                            (slong) ((double) w->digits * 3.33) + 60,
                            &j->message);
        w->n_proven += w->proof[k].proven;
    }
    w->n_distinct = count_distinct(w);
    return status;
}

/* ---- telling ----------------------------------------------------------------------- */

static void
print_proof(const work_t *w, int k)
{
    const proof_t *p = w->proof + k;
    char *lower, *upper;

    if (!p->proven)
    {
        printf("      not certified: %s\n", p->why);
        return;
    }
    lower = decimal_lower(p->log_z, w->digits);
    upper = decimal_upper(p->log_z, w->digits);
    printf("      proven: exactly one fixed point in its box; %s <= -Gamma "
           "<= %s\n", lower, upper);
    free(lower);
    free(upper);
}

static void
print_text(const work_t *w)
{
    static const char *const name[] = { "", "naive", "TAP2", "TAP3" };
    const landscape_t *l = &w->found;
    int k, shown = l->n < 50 ? l->n : 50;

    printf("%d distinct fixed points (%s) of %d starts", l->n,
           name[w->options.order], w->options.random + w->options.n_patterns);
    if (l->unsettled > 0)
        printf("; %d did not settle in %d sweeps", l->unsettled,
               w->options.limit);
    printf("\n  no       -Gamma   starts  distance to the data (nearest)\n");
    for (k = 0; k < shown; k++)
    {
        printf("%4d %14.9g %6d", k + 1, l->log_z[k], l->starts[k]);
        if (l->nearest[k] >= 0)
            printf("  %.5f (%d)", l->distance[k], l->nearest[k] + 1);
        putchar('\n');
        if (w->proof != NULL)
            print_proof(w, k);
    }
    if (shown < l->n)
        printf(" ... and %d more (--csv)\n", l->n - shown);
    printf("ln sum exp(-Gamma) = %.9g\n", landscape_log_z(l));
    if (w->proof != NULL)
        printf("%d of %d proven, %d of them in disjoint boxes\n", w->n_proven,
               l->n, w->n_distinct);
}

static json_t *
json_point(const work_t *w, int k)
{
    const landscape_t *l = &w->found;
    json_t *one = json_object();

    json_object_set_new(one, "log_z", json_number(l->log_z[k]));
    json_object_set_new(one, "starts", json_integer(l->starts[k]));
    json_object_set_new(one, "distance", json_number(l->distance[k]));
    json_object_set_new(one, "nearest", json_integer(l->nearest[k] + 1));
    if (w->proof == NULL)
        return one;
    json_object_set_new(one, "status",
                        json_string(w->proof[k].proven ? "proven"
                                                       : "undecided"));
    json_object_set_new(one, "log_z_enclosure",
                        json_enclosure(w->proof[k].log_z, w->digits));
    return one;
}

static void
print_json(const work_t *w)
{
    json_t *root = json_object(), *list = json_array();
    int k;

    for (k = 0; k < w->found.n; k++)
        json_array_append_new(list, json_point(w, k));
    json_object_set_new(root, "count", json_integer(w->found.n));
    json_object_set_new(root, "unsettled", json_integer(w->found.unsettled));
    if (w->proof != NULL)
    {
        json_object_set_new(root, "proven", json_integer(w->n_proven));
        json_object_set_new(root, "distinct", json_integer(w->n_distinct));
    }
    json_object_set_new(root, "fixed_points", list);
    json_emit(root);
}

static int
write_csv(const work_t *w, const char *path)
{
    const landscape_t *l = &w->found;
    output_t *file = output_open(path);
    FILE *to;
    int k;

    if (file == NULL)
        return EXIT_OUTPUT;
    to = output_stream(file);
    fprintf(to, "# saddle %s rbm fixed-points, order %d, seed %lu\n"
                "log_z,starts,distance,nearest\n", SADDLE_VERSION,
            w->options.order, w->options.seed);
    for (k = 0; k < l->n; k++)
        if (l->nearest[k] >= 0)
            fprintf(to, "%.15g,%d,%.9g,%d\n", l->log_z[k], l->starts[k],
                    l->distance[k], l->nearest[k] + 1);
        else
            fprintf(to, "%.15g,%d,,\n", l->log_z[k], l->starts[k]);
    return output_close(file, 1);
}

static int
draw(const work_t *w, const char *path)
{
    const landscape_t *l = &w->found;
    images_t page = { .n = l->n < SHOWN ? l->n : SHOWN, .x = l->state.m,
                      .low = 0, .high = 1 };
    char caption[SHOWN][24], *line[SHOWN], title[96];
    int k, i;

    rbm_image_shape(&w->job.rbm, &page.height, &page.width);
    for (k = 0; k < page.n; k++)
    {
        snprintf(caption[k], sizeof caption[k], "%.2f", l->log_z[k]);
        line[k] = caption[k];
    }
    for (k = 0; w->job.rbm.law != NULL && k < page.n; k++)
        for (i = 0; i < w->job.rbm.nv; i++)
        {
            page.low = fmin(page.low, page.x[at_row(k, w->job.rbm.nv) + i]);
            page.high = fmax(page.high, page.x[at_row(k, w->job.rbm.nv) + i]);
        }
    snprintf(title, sizeof title, "%d fixed point%s, magnetisations and -Γ",
             l->n, l->n == 1 ? "" : "s");
    page.title = title;
    page.caption = page.width >= 8 ? line : NULL;
    return l->n > 0 ? images_write(&page, path) : EXIT_DONE;
}

/* ---- the verb ------------------------------------------------------------------------ */

static int
find(work_t *w, double **pattern)
{
    job_t *j = &w->job;
    landscape_options_t *o = &w->options;
    const rbm_options_t *r = &j->o->rbm;

    landscape_options_default(o);
    o->order = job_order(j->o);
    if (o->order == 0)
        return EXIT_USAGE;
    o->seed = j->seed;
    o->random = (int) count_or(r->starts, o->random);
    o->damping = real_or(r->damping, o->damping);
    if (!(o->damping >= 0 && o->damping < 1))
    {
        fprintf(stderr, "saddle: --damping takes a number from 0 to below 1\n");
        return EXIT_USAGE;
    }
    if (j->data.n > 0)
    {
        o->n_patterns = (int) count_or(r->patterns, 100);
        if (o->n_patterns > j->data.n)
            o->n_patterns = j->data.n;
        *pattern = job_rows(j, 0, o->n_patterns);
        o->pattern = *pattern;
        if (*pattern == NULL)
            return job_end(j, RBM_NO_MEMORY);
    }
    return job_end(j, landscape_find(&w->found, &j->rbm, o, j->crew,
                                     progress_tick, NULL, &j->message));
}

int
run_rbm_fixed_points(const options_t *o)
{
    double *pattern = NULL;
    int status, k;
    work_t w;

    memset(&w, 0, sizeof w);
    w.digits = count_or(o->digits, 30);
    if (o->plot != NULL && !picture_can(o->plot))
        return EXIT_USAGE;
    status = job_open(&w.job, o, 1, 1);
    if (status == EXIT_DONE)
        status = find(&w, &pattern);
    if (status == EXIT_DONE && o->certify)
        status = job_end(&w.job, prove(&w));
    if (status == EXIT_DONE)
        (o->json ? print_json : print_text)(&w);
    if (status == EXIT_DONE && o->rbm.csv != NULL)
        status = write_csv(&w, o->rbm.csv);
    if (status == EXIT_DONE && o->output != NULL && w.found.n > 0)
        status = job_end(&w.job, data_write(o->output, w.found.state.m,
                                            w.found.n, w.job.rbm.nv,
                                            &w.job.message));
    if (status == EXIT_DONE && o->plot != NULL)
        status = draw(&w, o->plot);
    if (status == EXIT_DONE && o->certify && w.n_distinct < w.found.n)
        status = EXIT_REFUSED;
    for (k = 0; w.proof != NULL && k < w.found.n; k++)
        if (w.proof[k].x != NULL)
            proof_clear(w.proof + k);
    free(w.proof);
    free(pattern);
    landscape_clear(&w.found);
    job_clear(&w.job);
    return status;
}
