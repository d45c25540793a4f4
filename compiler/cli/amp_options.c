/* compiler/cli/amp_options.c -- what the options of `saddle amp` ask for. */
#include "amp.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
bad(const char *option, const char *text, const char *wanted)
{
    fprintf(stderr, "saddle amp: --%s takes %s, not '%s'\n", option, wanted,
            text);
    return EXIT_USAGE;
}

static int
number(const char *text, double *x)
{
    char *end;

    errno = 0;
    *x = strtod(text, &end);
    return errno == 0 && *text != '\0' && *end == '\0' && isfinite(*x);
}

/* VAMP: linear measurements with Gaussian noise, fewer than weights. */
static int
check_hadamard(amp_t *a, const options_t *o)
{
    const saddle_model_t *model = a->x.model;
    long n = o->finite.size;
    size_t i;

    if (n > 0 && ((n & (n - 1)) != 0 || n < 8))
    {
        fprintf(stderr, "saddle amp: the size of a Hadamard matrix is a power "
                        "of two\n");
        return EXIT_USAGE;
    }
    for (i = 0; i < a->x.n_points; i++)
    {
        amp_point_t *p = a->point + i;

        if (!vamp_noise(&p->delta, model, p->env))
        {
            fprintf(stderr, "saddle amp: the i.i.d. prediction does not apply "
                            "to Hadamard matrices, and VAMP takes 'learner "
                            "bayes' and labels y = z + normal noise only\n");
            return EXIT_REFUSED;
        }
        if (instance_samples(model, p->env, 1 << 20) > 1 << 20)
        {
            fprintf(stderr, "saddle amp: a row-orthogonal matrix has at most "
                            "as many labels as weights\n");
            return EXIT_USAGE;
        }
        if (!(p->gamp.start > 0))
            p->gamp.start = 1e-3;
    }
    return EXIT_DONE;
}

static int
read_matrix(amp_t *a, const options_t *o)
{
    const char *kind = o->finite.matrix;

    if (kind == NULL || strcmp(kind, "gaussian") == 0)
        return EXIT_DONE;
    if (strcmp(kind, "signs") == 0)
        a->matrix = MATRIX_SIGNS;
    else if (strcmp(kind, "hadamard") == 0)
        a->hadamard = 1;
    else
        return bad("matrix", kind, "gaussian, signs or hadamard");
    return EXIT_DONE;
}

static int
read_start(amp_t *a, const options_t *o)
{
    double start = 0;
    size_t i;

    if (o->state != NULL && strcmp(o->state, "informed") == 0)
    {
        for (i = 0; i < a->x.n_points; i++)
            a->point[i].gamp.start = gamp_informed(a->x.model,
                                                   a->point[i].env);
        return EXIT_DONE;
    }
    if (o->state != NULL && strcmp(o->state, "uninformed") != 0
        && (!number(o->state, &start) || !(start >= 0)))
        return bad("from", o->state,
                   "uninformed, informed, or a signal-to-noise ratio");
    for (i = 0; i < a->x.n_points; i++)
        a->point[i].gamp.start = start;
    return EXIT_DONE;
}

int
amp_read_options(amp_t *a, const options_t *o)
{
    double damping = isnan(o->finite.damping) ? 0 : o->finite.damping;
    int status = read_matrix(a, o);
    size_t i;

    if (!(damping >= 0 && damping < 1))
    {
        fprintf(stderr, "saddle amp: --damping is a number from 0 to below "
                        "1\n");
        return EXIT_USAGE;
    }
    for (i = 0; i < a->x.n_points; i++)
    {
        gamp_options_t *g = &a->point[i].gamp;

        gamp_options_default(g);
        g->vector = o->finite.vector;
        g->damping = damping;
        g->tick = trials_stopped;
        g->ctx = &a->report.trials;
    }
    if (status == EXIT_DONE)
        status = read_start(a, o);
    if (status == EXIT_DONE && a->hadamard)
        status = check_hadamard(a, o);
    return status;
}

int
amp_describe(amp_t *a, const options_t *o)
{
    static const char *const kind[] = { "gaussian", "+-1" };
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    if (to == NULL)
        return EXIT_LIMIT;
    if (strcmp(a->report.setting, SIMULATE_NONE) != 0)
        fprintf(to, "%s, ", a->report.setting);
    fprintf(to, "%s matrix, start %s",
            a->hadamard ? "Hadamard" : kind[a->matrix],
            o->state != NULL ? o->state : "uninformed");
    if (o->finite.vector)
        fprintf(to, ", vector variances");
    if (o->finite.damping > 0)
        fprintf(to, ", damping %g", o->finite.damping);
    if (a->x.n_points > 1 && o->finite.iterations > 0)
        fprintf(to, ", after %d iterations", a->point[0].gamp.iterations);
    else if (a->x.n_points > 1)
        fprintf(to, ", at rest");
    fclose(to);
    free(a->report.setting);
    a->report.setting = text;
    return EXIT_DONE;
}
