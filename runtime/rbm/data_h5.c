/* runtime/rbm/data_h5.c -- patterns in HDF5 files; writing arrays. */
#include "data.h"
#include "h5.h"
#include "matrix.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static rbm_status_t
read_set(data_t *data, h5_t *from, const char *path, const char *set,
         rbm_message_t *message)
{
    double dim[4], d = 1;
    int i, n = h5_shape(from, set, dim);
    rbm_status_t status;

    if (n < 1)
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: no data set '%s' with one to four dimensions",
                       path, set);
    for (i = 1; i < n; i++)
        d *= dim[i];
    status = data_room(data, path, dim[0], d, 0, message);
    if (status == RBM_OK && n == 3)
    {
        data->height = (int) dim[1];
        data->width = (int) dim[2];
    }
    if (status == RBM_OK)
        status = h5_read(from, set, data->real, at_row(data->n, data->d),
                         message);
    return status == RBM_OK ? data_finish(data, path, message) : status;
}

rbm_status_t
data_read_h5(data_t *data, const char *path, const char *set,
             rbm_message_t *message)
{
    h5_t *from = h5_open(path, message);
    rbm_status_t status = RBM_OK;
    char only[256];

    if (from == NULL)
        return RBM_BAD_DATA;
    if (set == NULL)
    {
        set = only;
        if (h5_has(from, "samples"))
            strcpy(only, "samples");
        else if (!h5_only_set(from, only, sizeof only))
            status = rbm_say(message, RBM_BAD_DATA,
                             "%s: which data set? Name it: %s:NAME", path,
                             path);
    }
    if (status == RBM_OK)
        status = read_set(data, from, path, set, message);
    h5_close(from);
    return status;
}

/* ---- writing arrays ------------------------------------------------------------- */

static int
write_npy(FILE *to, const double *x, int rows, int n)
{
    const union { unsigned short word; char first; } probe = { 1 };
    char text[128];
    int length = snprintf(text, sizeof text,
                          "{'descr': '%cf8', 'fortran_order': False, "
                          "'shape': (%d, %d), }", probe.first ? '<' : '>',
                          rows, n);
    unsigned char start[10] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0 };

    memset(text + length, ' ', sizeof text - (size_t) length);
    text[117] = '\n';
    return fwrite(start, 1, 10, to) == 10 && fwrite(text, 1, 118, to) == 118
           && fwrite(x, sizeof *x, at_row(rows, n), to) == at_row(rows, n);
}

static int
write_csv(FILE *to, const double *x, int rows, int n)
{
    int k, i;

    for (k = 0; k < rows; k++)
        for (i = 0; i < n; i++)
            fprintf(to, "%.17g%c", x[at_row(k, n) + i],
                    i + 1 < n ? ',' : '\n');
    return !ferror(to);
}

static rbm_status_t
write_h5(const char *path, const double *x, int rows, int n,
         rbm_message_t *message)
{
    h5_t *to = h5_create(path, message);

    if (to == NULL)
        return RBM_NOT_WRITTEN;
    h5_write(to, "samples", x, (size_t) rows, (size_t) n);
    return h5_commit(to, message);
}

rbm_status_t
data_write(const char *path, const double *x, int rows, int n,
           rbm_message_t *message)
{
    const char *dot = strrchr(path, '.');
    char *temporary;
    int good, npy = dot != NULL && strcmp(dot, ".npy") == 0;
    FILE *to;

    if (dot != NULL && (strcmp(dot, ".h5") == 0 || strcmp(dot, ".hdf5") == 0))
        return write_h5(path, x, rows, n, message);
    if (!npy && (dot == NULL || strcmp(dot, ".csv") != 0))
        return rbm_say(message, RBM_BAD_USE,
                       "%s: arrays are written as .npy, .csv or .h5", path);
    if (asprintf(&temporary, "%s.part", path) < 0)
        return rbm_no_memory(message);
    to = fopen(temporary, "wb");
    good = to != NULL
           && (npy ? write_npy(to, x, rows, n) : write_csv(to, x, rows, n));
    if (to != NULL && fclose(to) != 0)
        good = 0;
    if (good && rename(temporary, path) != 0)
        good = 0;
    if (!good)
    {
        rbm_say(message, RBM_NOT_WRITTEN, "%s: %s", path, strerror(errno));
        unlink(temporary);
    }
    free(temporary);
    return good ? RBM_OK : RBM_NOT_WRITTEN;
}
