/* runtime/rbm/store.c -- machines in HDF5 files. */
#include "store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "saddle-rbm"
#define LAW 5                  /* numbers of a law                          */

/* ---- writing --------------------------------------------------------------- */

void
store_write(h5_t *file, const rbm_t *r)
{
    size_t nv = (size_t) r->nv, nh = (size_t) r->nh;

    h5_write_text(file, "format", FORMAT);
    h5_write_number(file, "version", 1);
    h5_write_number(file, "nv", r->nv);
    h5_write_number(file, "nh", r->nh);
    h5_write_number(file, "height", r->height);
    h5_write_number(file, "width", r->width);
    h5_write(file, "W", r->w, nv, nh);
    h5_write(file, "a", r->a, nv, 0);
    h5_write(file, "b", r->b, nh, 0);
    if (r->law != NULL)
        h5_write(file, "law", &r->law->rho, nv, LAW);
}

rbm_status_t
store_save(const char *path, const rbm_t *r, rbm_message_t *message)
{
    h5_t *file = h5_create(path, message);

    if (file == NULL)
        return RBM_NOT_WRITTEN;
    store_write(file, r);
    return h5_commit(file, message);
}

/* ---- reading ---------------------------------------------------------------- */

rbm_status_t
store_array(h5_t *file, const char *path, const char *name, double *out,
            size_t rows, size_t columns, rbm_message_t *message)
{
    double dim[4];
    int n = h5_shape(file, name, dim);

    if (n < 0)
        return rbm_say(message, RBM_BAD_DATA, "%s: no data set '%s'", path,
                       name);
    if (n != (columns > 0 ? 2 : 1) || dim[0] != (double) rows
        || (columns > 0 && dim[1] != (double) columns))
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: data set '%s' has another shape than the machine",
                       path, name);
    return h5_read(file, name, out, rows * (columns > 0 ? columns : 1),
                   message);
}

static int
whole(h5_t *file, const char *name, double least, double most, int *out)
{
    double x;

    if (!h5_read_number(file, name, &x) || !(x >= least && x <= most)
        || x != floor(x))
        return 0;
    *out = (int) x;
    return 1;
}

static rbm_status_t
read_parameters(rbm_t *r, h5_t *file, const char *path, rbm_message_t *message)
{
    size_t nv = (size_t) r->nv, nh = (size_t) r->nh;
    rbm_status_t status = store_array(file, path, "W", r->w, nv, nh, message);

    if (status == RBM_OK)
        status = store_array(file, path, "a", r->a, nv, 0, message);
    if (status == RBM_OK)
        status = store_array(file, path, "b", r->b, nh, 0, message);
    if (status == RBM_OK && r->law != NULL)
        status = store_array(file, path, "law", &r->law->rho, nv, LAW,
                             message);
    return status == RBM_OK ? rbm_validate(r, message) : status;
}

rbm_status_t
store_read(rbm_t *r, h5_t *file, const char *path, rbm_message_t *message)
{
    char format[32] = "";
    int version = 0, nv = 0, nh = 0;
    rbm_status_t status;

    memset(r, 0, sizeof *r);
    if (!h5_read_text(file, "format", format, sizeof format)
        || strcmp(format, FORMAT) != 0)
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: not a machine (no attribute format = '%s')", path,
                       FORMAT);
    if (!whole(file, "version", 1, 1, &version)
        || !whole(file, "nv", 1, 1e7, &nv) || !whole(file, "nh", 1, 1e7, &nh)
        || (double) nv * nh > 4e9)
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: version or sizes of the machine are missing or "
                       "out of range", path);
    status = rbm_init(r, nv, nh, h5_has(file, "law"), message);
    if (status == RBM_OK)
        status = read_parameters(r, file, path, message);
    if (!whole(file, "height", 0, 1e7, &r->height)
        || !whole(file, "width", 0, 1e7, &r->width)
        || (double) r->height * r->width != nv)
        r->height = r->width = 0;
    return status;
}

rbm_status_t
store_load(rbm_t *r, const char *path, rbm_message_t *message)
{
    h5_t *file = h5_open(path, message);
    rbm_status_t status;

    memset(r, 0, sizeof *r);
    if (file == NULL)
        return RBM_BAD_DATA;
    status = store_read(r, file, path, message);
    h5_close(file);
    return status;
}
