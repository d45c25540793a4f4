/* compiler/cli/rbm_sample.c -- `saddle rbm sample`, `saddle rbm weights`. */
#include "../../runtime/rbm/gibbs.h"
#include "../../runtime/rbm/matrix.h"
#include "../../runtime/random.h"
#include "output.h"
#include "picture.h"
#include "rbm_common.h"
#include "rbm_images.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 100              /* images on a page                          */

/* ---- samples --------------------------------------------------------------------- */

/* Chains at patterns when there are data, else at single units' laws. */
static void
start_chains(job_t *j, double *v, int chains)
{
    random_t stream = random_stream(j->seed, RANDOM_START);
    double *u = malloc(2 * (size_t) j->rbm.nv * sizeof *u);
    int k, i;

    for (k = 0; u != NULL && k < chains; k++)
        if (j->data.n > 0)
            patterns_row(v + at_row(k, j->rbm.nv), &j->patterns,
                         k % j->data.n, (uint64_t) k);
        else
        {
            random_uniform(u, 2 * (size_t) j->rbm.nv, stream, (uint64_t) k, 0);
            for (i = 0; i < j->rbm.nv; i++)
                v[at_row(k, j->rbm.nv) + (size_t) i]
                    = j->rbm.law != NULL
                        ? law_sample(j->rbm.law + i, j->rbm.a[i], u[2 * i],
                                     u[2 * i + 1])
                        : u[2 * i] < 1 / (1 + exp(-j->rbm.a[i]));
        }
    free(u);
}

static rbm_status_t
run_chains(job_t *j, double *v, int chains, int steps)
{
    gibbs_t g = { &j->rbm, j->crew, j->seed, 1, NULL, 0 };
    double *h = malloc(at_row(chains, j->rbm.nh) * sizeof *h);
    int done, some;
    rbm_status_t status = RBM_OK;

    if (h == NULL)
        return rbm_no_memory(&j->message);
    for (done = 0; status == RBM_OK && done < steps; done += some)
    {
        some = steps - done < 20 ? steps - done : 20;
        if (progress_tick(NULL, "steps", (double) done / steps))
            status = rbm_say(&j->message, RBM_INTERRUPTED, "interrupted");
        else
            gibbs_steps(&g, v, h, chains, some, (unsigned long) done);
    }
    free(h);
    return status;
}

/* Binary units as grey means given the hidden ones would hide the samples;
   they are drawn as they are. */
static int
draw_samples(const job_t *j, const double *v, int chains, int steps,
             const char *path)
{
    images_t page = { .n = chains < SHOWN ? chains : SHOWN, .x = v, .low = 0,
                      .high = 1 };
    char title[96];
    int k;

    rbm_image_shape(&j->rbm, &page.height, &page.width);
    if (j->rbm.law != NULL)
        for (k = 0; k < page.n * j->rbm.nv; k++)
        {
            page.low = fmin(page.low, v[k]);
            page.high = fmax(page.high, v[k]);
        }
    snprintf(title, sizeof title, "samples after %d Gibbs steps", steps);
    page.title = title;
    return images_write(&page, path);
}

int
run_rbm_sample(const options_t *o)
{
    int chains = (int) count_or(o->rbm.chains, 64);
    int steps = (int) count_or(o->rbm.steps, 1000), status, k, i;
    double *v = NULL;
    job_t j;

    if (o->plot != NULL && !picture_can(o->plot))
        return EXIT_USAGE;
    status = job_open(&j, o, 1, 1);
    if (status == EXIT_DONE)
        v = malloc(at_row(chains, j.rbm.nv) * sizeof *v);
    if (status == EXIT_DONE && v == NULL)
        status = job_end(&j, rbm_no_memory(&j.message));
    if (status == EXIT_DONE)
    {
        start_chains(&j, v, chains);
        status = job_end(&j, run_chains(&j, v, chains, steps));
    }
    if (status == EXIT_DONE && o->output != NULL)
        status = job_end(&j, data_write(o->output, v, chains, j.rbm.nv,
                                        &j.message));
    else if (status == EXIT_DONE && o->plot == NULL)
        for (k = 0; k < chains; k++)
            for (i = 0; i < j.rbm.nv; i++)
                printf("%g%c", v[at_row(k, j.rbm.nv) + (size_t) i],
                       i + 1 < j.rbm.nv ? ',' : '\n');
    if (status == EXIT_DONE && o->plot != NULL)
        status = draw_samples(&j, v, chains, steps, o->plot);
    free(v);
    job_clear(&j);
    return status;
}

/* ---- weights ----------------------------------------------------------------------- */

/* The hidden units by falling norm of their weights. */
static void
strongest(const rbm_t *r, int *order)
{
    int i, k;

    for (i = 0; i < r->nh; i++)
    {
        double norm = cblas_dnrm2(r->nv, r->w + i, r->nh);

        for (k = i; k > 0 && norm > cblas_dnrm2(r->nv, r->w + order[k - 1],
                                                r->nh); k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
}

int
run_rbm_weights(const options_t *o)
{
    images_t page = { .signs = 1, .title = "weights, strongest hidden units" };
    double *x = NULL;
    int *order = NULL, status, k, i;
    job_t j;

    if (o->output == NULL)
    {
        fprintf(stderr, "saddle: -o PICTURE is needed: .svg, .pdf or .png\n");
        return EXIT_USAGE;
    }
    if (!picture_can(o->output))
        return EXIT_USAGE;
    status = job_open(&j, o, 1, 0);
    if (status == EXIT_DONE)
    {
        page.n = j.rbm.nh < SHOWN ? j.rbm.nh : SHOWN;
        x = malloc(at_row(page.n, j.rbm.nv) * sizeof *x);
        order = malloc((size_t) j.rbm.nh * sizeof *order);
        if (x == NULL || order == NULL)
            status = job_end(&j, rbm_no_memory(&j.message));
    }
    if (status == EXIT_DONE)
    {
        strongest(&j.rbm, order);
        for (k = 0; k < page.n; k++)
            for (i = 0; i < j.rbm.nv; i++)
            {
                double w = j.rbm.w[at_row(i, j.rbm.nh) + (size_t) order[k]];

                x[at_row(k, j.rbm.nv) + (size_t) i] = w;
                page.high = fmax(page.high, fabs(w));
            }
        page.low = -page.high;
        if (page.high == 0)
            page.low = -1, page.high = 1;
        page.x = x;
        rbm_image_shape(&j.rbm, &page.height, &page.width);
        status = images_write(&page, o->output);
    }
    free(order);
    free(x);
    job_clear(&j);
    return status;
}
