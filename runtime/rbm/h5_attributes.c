/* runtime/rbm/h5_attributes.c -- numbers and texts beside the arrays. */
#include "h5.h"
#include "h5_file.h"

#include <string.h>

void
h5_write_number(h5_t *h, const char *name, double x)
{
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t at = H5Acreate2(h->file, name, H5T_IEEE_F64LE, space, H5P_DEFAULT,
                          H5P_DEFAULT);

    if (at < 0 || H5Awrite(at, H5T_NATIVE_DOUBLE, &x) < 0)
        h->bad = 1;
    if (at >= 0)
        H5Aclose(at);
    H5Sclose(space);
}

void
h5_write_text(h5_t *h, const char *name, const char *text)
{
    hid_t space = H5Screate(H5S_SCALAR), type = H5Tcopy(H5T_C_S1), at;

    H5Tset_size(type, strlen(text) + 1);
    at = H5Acreate2(h->file, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (at < 0 || H5Awrite(at, type, text) < 0)
        h->bad = 1;
    if (at >= 0)
        H5Aclose(at);
    H5Tclose(type);
    H5Sclose(space);
}

int
h5_read_number(h5_t *h, const char *name, double *x)
{
    hid_t at = H5Aexists(h->file, name) > 0
        ? H5Aopen(h->file, name, H5P_DEFAULT) : -1;
    int good = at >= 0 && H5Aread(at, H5T_NATIVE_DOUBLE, x) >= 0;

    if (at >= 0)
        H5Aclose(at);
    return good;
}

int
h5_read_text(h5_t *h, const char *name, char *out, size_t room)
{
    hid_t at = H5Aexists(h->file, name) > 0
        ? H5Aopen(h->file, name, H5P_DEFAULT) : -1, type;
    int good = 0;
    size_t length;

    if (at < 0)
        return 0;
    type = H5Aget_type(at);
    length = H5Tget_size(type);
    if (H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) <= 0
        && length < room)
    {
        good = H5Aread(at, type, out) >= 0;
        out[good ? length : 0] = '\0';
    }
    H5Tclose(type);
    H5Aclose(at);
    return good;
}
