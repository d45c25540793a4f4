/* runtime/rbm/data.c -- training data: sets of patterns. */
#include "data.h"
#include "matrix.h"
#include "../random.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_NUMBERS 4e9

rbm_status_t
data_room(data_t *data, const char *name, double n, double d, int bytes,
          rbm_message_t *message)
{
    size_t total;

    memset(data, 0, sizeof *data);
    if (!(n >= 1) || !(d >= 1))
        return rbm_say(message, RBM_BAD_DATA, "%s: no patterns: %.0f x %.0f",
                       name, n, d);
    if (n > 2e9 || d > 1e7 || n * d > MOST_NUMBERS)
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: %.0f x %.0f numbers are more than this program "
                       "takes", name, n, d);
    data->n = (int) n;
    data->d = (int) d;
    data->scale = 1;
    total = (size_t) n * (size_t) d;
    if (bytes)
        data->byte = malloc(total);
    else
        data->real = malloc(total * sizeof *data->real);
    return data->byte != NULL || data->real != NULL
        ? RBM_OK : rbm_no_memory(message);
}

void
data_clear(data_t *data)
{
    free(data->real);
    free(data->byte);
    memset(data, 0, sizeof *data);
}

double
data_value(const data_t *data, int k, int column)
{
    size_t at = at_row(k, data->d) + (size_t) column;

    return data->byte != NULL ? data->scale * data->byte[at] : data->real[at];
}

rbm_status_t
data_finish(data_t *data, const char *name, rbm_message_t *message)
{
    int k, i;

    data->low = INFINITY;
    data->high = -INFINITY;
    for (k = 0; k < data->n; k++)
        for (i = 0; i < data->d; i++)
        {
            double x = data_value(data, k, i);

            if (!isfinite(x))
                return rbm_say(message, RBM_BAD_DATA,
                               "%s: value %d of pattern %d is %g", name, i + 1,
                               k + 1, x);
            data->low = fmin(data->low, x);
            data->high = fmax(data->high, x);
        }
    return RBM_OK;
}

rbm_status_t
data_part(data_t *part, const data_t *data, int first, int count,
          rbm_message_t *message)
{
    size_t from = at_row(first, data->d), total = at_row(count, data->d);
    rbm_status_t status = data_room(part, "data", count, data->d,
                                    data->byte != NULL, message);

    if (status != RBM_OK)
        return status;
    if (data->byte != NULL)
        memcpy(part->byte, data->byte + from, total);
    else
        memcpy(part->real, data->real + from, total * sizeof *part->real);
    part->scale = data->scale;
    part->height = data->height;
    part->width = data->width;
    part->low = data->low;
    part->high = data->high;
    return RBM_OK;
}

/* FNV-1a over shape and values. */
uint64_t
data_fingerprint(const data_t *data)
{
    uint64_t hash = 14695981039346656037u;
    size_t i, n = at_row(data->n, data->d);
    const unsigned char *from = data->byte;
    size_t length = n;

    hash = (hash ^ (uint64_t) data->n) * 1099511628211u;
    hash = (hash ^ (uint64_t) data->d) * 1099511628211u;
    if (from == NULL)
    {
        from = (const unsigned char *) data->real;
        length = n * sizeof *data->real;
    }
    for (i = 0; i < length; i++)
        hash = (hash ^ from[i]) * 1099511628211u;
    return hash;
}

/* ---- choosing a reader --------------------------------------------------------- */

static int
ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

static int
is_built_in(const char *name)
{
    static const char *const known[] = { "digits", "bars", "planted" };
    size_t i, n = strcspn(name, ":");

    for (i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i]) == n && strncmp(name, known[i], n) == 0)
            return 1;
    return 0;
}

/* FILE.h5:DATASET; the parts are split in `path`. */
static const char *
split_set(char *path)
{
    char *at = strstr(path, ".h5:");

    if (at == NULL)
        at = strstr(path, ".hdf5:");
    if (at == NULL)
        return NULL;
    at = strchr(at, ':');
    *at = '\0';
    return at + 1;
}

rbm_status_t
data_read(data_t *data, const char *name, unsigned long seed,
          rbm_message_t *message)
{
    char path[4096];
    const char *set;
    struct stat at;

    memset(data, 0, sizeof *data);
    if (is_built_in(name))
        return data_generate(data, name, seed, message);
    if (strlen(name) >= sizeof path)
        return rbm_say(message, RBM_BAD_DATA, "the name of the file is too "
                       "long");
    strcpy(path, name);
    set = split_set(path);
    if (stat(path, &at) != 0)
        return rbm_say(message, RBM_BAD_DATA, "%s: %s%s", path,
                       strerror(errno),
                       strpbrk(path, "/.") == NULL
                           ? " (built-in data: digits, bars, planted)" : "");
    if (!S_ISREG(at.st_mode))
        return rbm_say(message, RBM_BAD_DATA, "%s: not a regular file", path);
    if (at.st_size == 0)
        return rbm_say(message, RBM_BAD_DATA, "%s: the file is empty", path);
    if (ends_with(path, ".npy"))
        return data_read_npy(data, path, message);
    if (ends_with(path, ".h5") || ends_with(path, ".hdf5"))
        return data_read_h5(data, path, set, message);
    if (ends_with(path, ".csv") || ends_with(path, ".tsv")
        || ends_with(path, ".txt"))
        return data_read_csv(data, path, message);
    return data_read_idx(data, path, message);
}

/* ---- patterns -------------------------------------------------------------------- */

void
patterns_row(double *out, const patterns_t *p, int k, uint64_t draw)
{
    const data_t *data = p->data;
    int i;

    if (p->how == BINARISE_SAMPLE)
    {
        random_uniform(out, (size_t) data->d,
                       random_stream(p->seed, RANDOM_BINARISE), (uint64_t) k,
                       draw);
        for (i = 0; i < data->d; i++)
            out[i] = out[i] < data_value(data, k, i);
        return;
    }
    for (i = 0; i < data->d; i++)
    {
        double x = data_value(data, k, i);

        out[i] = p->how == BINARISE_NONE ? x : x > p->threshold;
    }
}

void
patterns_means(double *mean, const patterns_t *p)
{
    int k, i, d = p->data->d;

    for (i = 0; i < d; i++)
        mean[i] = 0;
    for (k = 0; k < p->data->n; k++)
        for (i = 0; i < d; i++)
        {
            double x = data_value(p->data, k, i);

            mean[i] += p->how == BINARISE_THRESHOLD ? x > p->threshold : x;
        }
    for (i = 0; i < d; i++)
        mean[i] /= p->data->n;
}

rbm_status_t
patterns_check(const patterns_t *p, const char *name, rbm_message_t *message)
{
    const data_t *data = p->data;

    if (p->how == BINARISE_THRESHOLD || (data->low >= 0 && data->high <= 1))
        return RBM_OK;
    return rbm_say(message, RBM_BAD_DATA,
                   "%s: values from %g to %g cannot be probabilities of binary "
                   "units; take --binarise threshold, or real units "
                   "(--visible gauss)", name, data->low, data->high);
}
