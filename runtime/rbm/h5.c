/* runtime/rbm/h5.c -- HDF5 files: arrays of doubles with a checksum, numbers. */
#include "h5.h"
#include "h5_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static h5_t *
new_file(const char *path)
{
    h5_t *h = calloc(1, sizeof *h);

    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    if (h == NULL || (h->path = strdup(path)) == NULL)
    {
        free(h);
        return NULL;
    }
    h->file = H5I_INVALID_HID;
    return h;
}

h5_t *
h5_open(const char *path, rbm_message_t *message)
{
    h5_t *h = new_file(path);
    struct stat at;

    if (h == NULL)
        return rbm_no_memory(message), NULL;
    if (stat(path, &at) != 0)
        rbm_say(message, RBM_BAD_DATA, "%s: %s", path, strerror(errno));
    else if (at.st_size == 0)
        rbm_say(message, RBM_BAD_DATA, "%s: the file is empty", path);
    else if (H5Fis_hdf5(path) <= 0)
        rbm_say(message, RBM_BAD_DATA, "%s: not an HDF5 file", path);
    else
    {
        h->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
        if (h->file >= 0)
            return h;
        rbm_say(message, RBM_BAD_DATA,
                "%s: the HDF5 file is damaged or cut short", path);
    }
    h5_close(h);
    return NULL;
}

h5_t *
h5_create(const char *path, rbm_message_t *message)
{
    h5_t *h = new_file(path);
    int fd;

    if (h == NULL || asprintf(&h->temporary, "%s.XXXXXX", path) < 0)
    {
        h5_close(h);
        return rbm_no_memory(message), NULL;
    }
    fd = mkostemp(h->temporary, O_CLOEXEC);
    if (fd >= 0)
    {
        mode_t mask = umask(0);

        umask(mask);
        fchmod(fd, 0666 & ~mask);
        close(fd);
        h->file = H5Fcreate(h->temporary, H5F_ACC_TRUNC, H5P_DEFAULT,
                            H5P_DEFAULT);
        if (h->file >= 0)
            return h;
        errno = EIO;
    }
    else
    {
        free(h->temporary);
        h->temporary = NULL;
    }
    rbm_say(message, RBM_NOT_WRITTEN, "%s: %s", path, strerror(errno));
    h5_close(h);
    return NULL;
}

void
h5_close(h5_t *h)
{
    if (h == NULL)
        return;
    if (h->file >= 0)
        H5Fclose(h->file);
    if (h->temporary != NULL)
        unlink(h->temporary);
    free(h->temporary);
    free(h->path);
    free(h);
}

static int
sync_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC), good;

    if (fd < 0)
        return 0;
    good = fsync(fd) == 0;
    close(fd);
    return good;
}

rbm_status_t
h5_commit(h5_t *h, rbm_message_t *message)
{
    rbm_status_t status = RBM_OK;

    if (H5Fclose(h->file) < 0)
        h->bad = 1;
    h->file = H5I_INVALID_HID;
    if (h->bad || !sync_file(h->temporary)
        || rename(h->temporary, h->path) != 0)
        status = rbm_say(message, RBM_NOT_WRITTEN, "%s: cannot be written: %s",
                         h->path, strerror(errno != 0 ? errno : EIO));
    else
    {
        free(h->temporary);
        h->temporary = NULL;
    }
    h5_close(h);
    return status;
}

/* ---- data sets -------------------------------------------------------------------- */

int
h5_has(h5_t *h, const char *name)
{
    H5O_info_t info;

    if (H5Lexists(h->file, name, H5P_DEFAULT) <= 0)
        return 0;
    return H5Oget_info_by_name(h->file, name, &info, H5P_DEFAULT) >= 0
           && info.type == H5O_TYPE_DATASET;
}

int
h5_shape(h5_t *h, const char *name, double dim[4])
{
    hid_t set = h5_has(h, name) ? H5Dopen2(h->file, name, H5P_DEFAULT) : -1;
    hid_t space = set >= 0 ? H5Dget_space(set) : -1;
    hsize_t size[H5S_MAX_RANK];
    int i, n = space >= 0 ? H5Sget_simple_extent_ndims(space) : -1;

    if (n > 4)
        n = -1;
    if (n >= 0 && H5Sget_simple_extent_dims(space, size, NULL) < 0)
        n = -1;
    for (i = 0; i < n; i++)
        dim[i] = (double) size[i];
    if (space >= 0)
        H5Sclose(space);
    if (set >= 0)
        H5Dclose(set);
    return n;
}

rbm_status_t
h5_read(h5_t *h, const char *name, double *out, size_t total,
        rbm_message_t *message)
{
    hid_t set = h5_has(h, name) ? H5Dopen2(h->file, name, H5P_DEFAULT) : -1;
    hid_t space = set >= 0 ? H5Dget_space(set) : -1;
    rbm_status_t status = RBM_OK;

    if (set < 0)
        status = rbm_say(message, RBM_BAD_DATA, "%s: no data set '%s'",
                         h->path, name);
    else if (space < 0
             || H5Sget_simple_extent_npoints(space) != (hssize_t) total)
        status = rbm_say(message, RBM_BAD_DATA,
                         "%s: '%s' has %lld numbers, wanted are %zu", h->path,
                         name,
                         space < 0 ? -1LL
                                   : (long long) H5Sget_simple_extent_npoints(
                                         space),
                         total);
    else if (H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                     out) < 0)
        status = rbm_say(message, RBM_BAD_DATA,
                         "%s: '%s' cannot be read: damaged, or no numbers",
                         h->path, name);
    if (space >= 0)
        H5Sclose(space);
    if (set >= 0)
        H5Dclose(set);
    return status;
}

rbm_status_t
h5_read_new(h5_t *h, const char *name, double **out, size_t *total,
            rbm_message_t *message)
{
    double dim[4], n = 1;
    int i, dims = h5_shape(h, name, dim);
    rbm_status_t status;

    *out = NULL;
    *total = 0;
    if (dims < 0)
        return rbm_say(message, RBM_BAD_DATA, "%s: no data set '%s'", h->path,
                       name);
    for (i = 0; i < dims; i++)
        n *= dim[i];
    if (n > 4e9)
        return rbm_say(message, RBM_BAD_DATA, "%s: '%s' is too large",
                       h->path, name);
    *total = (size_t) n;
    *out = malloc((*total + 1) * sizeof **out);
    if (*out == NULL)
        return rbm_no_memory(message);
    status = h5_read(h, name, *out, *total, message);
    if (status != RBM_OK)
    {
        free(*out);
        *out = NULL;
    }
    return status;
}

void
h5_write(h5_t *h, const char *name, const double *x, size_t rows,
         size_t columns)
{
    hsize_t dim[2] = { rows, columns }, chunk[2] = { rows, columns };
    int n = columns > 0 ? 2 : 1;
    hid_t space, plist, set;

    while (chunk[0] > 1 && chunk[0] * (n > 1 ? columns : 1) > 1 << 17)
        chunk[0] = (chunk[0] + 1) / 2;
    space = H5Screate_simple(n, dim, NULL);
    plist = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_obj_track_times(plist, 0);   /* the same bytes at any time */
    if (rows > 0)
    {
        H5Pset_chunk(plist, n, chunk);
        H5Pset_fletcher32(plist);
    }
    set = H5Dcreate2(h->file, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, plist,
                     H5P_DEFAULT);
    if (set < 0
        || (rows > 0
            && H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                        x) < 0))
        h->bad = 1;
    h->bad |= set >= 0 && H5Dclose(set) < 0;
    H5Pclose(plist);
    H5Sclose(space);
}

/* ---- finding data ------------------------------------------------------------------ */

typedef struct
{
    h5_t *h;
    char *name;
    size_t room;
    int tables, lists;
} visit_t;

static herr_t
visit(hid_t group, const char *name, const H5O_info_t *info, void *ctx)
{
    visit_t *v = ctx;
    double dim[4];
    int n;

    (void) group;
    if (info->type != H5O_TYPE_DATASET)
        return 0;
    n = h5_shape(v->h, name, dim);
    if (n >= 2)
        v->tables++;
    else
        v->lists++;
    if (n >= 2 || v->tables == 0)
        snprintf(v->name, v->room, "%s", name);
    return 0;
}

int
h5_only_set(h5_t *h, char *name, size_t room)
{
    visit_t v = { h, name, room, 0, 0 };

    H5Ovisit(h->file, H5_INDEX_NAME, H5_ITER_NATIVE, visit, &v);
    return v.tables == 1 || (v.tables == 0 && v.lists == 1);
}
