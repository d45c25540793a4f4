/* runtime/rbm/data_idx.c -- MNIST's IDX files, plain or gzip. */
#include "data.h"
#include "matrix.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Type codes of the format, and bytes of one value. */
static int
width_of(int type)
{
    switch (type)
    {
    case 0x08: /* unsigned byte */
    case 0x09: /* signed byte   */
        return 1;
    case 0x0b: /* short         */
        return 2;
    case 0x0c: /* int           */
    case 0x0d: /* float         */
        return 4;
    case 0x0e: /* double        */
        return 8;
    }
    return 0;
}

static uint64_t
big_endian(const unsigned char *from, int width)
{
    uint64_t x = 0;
    int i;

    for (i = 0; i < width; i++)
        x = x << 8 | from[i];
    return x;
}

static double
decode(const unsigned char *from, int type)
{
    uint64_t bits = big_endian(from, width_of(type));
    uint32_t word = (uint32_t) bits;
    float single;
    double x;

    switch (type)
    {
    case 0x08:
        return (double) bits;
    case 0x09:
        return (signed char) bits;
    case 0x0b:
        return (int16_t) bits;
    case 0x0c:
        return (int32_t) bits;
    case 0x0d:
        memcpy(&single, &word, sizeof single);
        return single;
    }
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Reads exactly n bytes; 0 if the file ends before. */
static int
read_bytes(gzFile from, void *to, size_t n)
{
    unsigned char *at = to;

    while (n > 0)
    {
        unsigned part = n < 1u << 30 ? (unsigned) n : 1u << 30;
        int got = gzread(from, at, part);

        if (got <= 0)
            return 0;
        at += got;
        n -= (size_t) got;
    }
    return 1;
}

static rbm_status_t
cut_short(gzFile from, const char *path, rbm_message_t *message)
{
    int code;

    gzerror(from, &code);
    if (code == Z_DATA_ERROR)
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: the compressed file is damaged", path);
    return rbm_say(message, RBM_BAD_DATA,
                   "%s: the file ends before its last pattern; it is cut short",
                   path);
}

static rbm_status_t
read_header(gzFile from, const char *path, int *type, int *n_dims,
            double dim[4], rbm_message_t *message)
{
    unsigned char b[4];
    int i;

    if (!read_bytes(from, b, 4))
        return cut_short(from, path, message);
    *type = b[2];
    *n_dims = b[3];
    if (b[0] != 0 || b[1] != 0 || width_of(b[2]) == 0 || b[3] < 1 || b[3] > 4)
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: magic number %02x%02x%02x%02x is not that of an "
                       "IDX file (images: 00000803); other formats go by "
                       "extension: .npy .csv .h5", path, b[0], b[1], b[2],
                       b[3]);
    for (i = 0; i < *n_dims; i++)
    {
        if (!read_bytes(from, b, 4))
            return cut_short(from, path, message);
        dim[i] = (double) big_endian(b, 4);
    }
    return RBM_OK;
}

static rbm_status_t
read_values(gzFile from, const char *path, int type, data_t *data,
            rbm_message_t *message)
{
    size_t i, width = (size_t) width_of(type), row = width * (size_t) data->d;
    unsigned char *line;
    int k, good = 1;

    if (type == 0x08)
        return read_bytes(from, data->byte, at_row(data->n, data->d))
            ? RBM_OK : cut_short(from, path, message);
    line = malloc(row);
    if (line == NULL)
        return rbm_no_memory(message);
    for (k = 0; good && k < data->n; k++)
    {
        good = read_bytes(from, line, row);
        for (i = 0; good && i < (size_t) data->d; i++)
            data->real[at_row(k, data->d) + i] = decode(line + i * width, type);
    }
    free(line);
    return good ? RBM_OK : cut_short(from, path, message);
}

rbm_status_t
data_read_idx(data_t *data, const char *path, rbm_message_t *message)
{
    gzFile from = gzopen(path, "rb");
    double dim[4] = { 0 }, d = 1;
    int type = 0, n_dims = 0, i, beyond, code = Z_OK;
    rbm_status_t status;
    char more;

    if (from == NULL)
        return rbm_say(message, RBM_BAD_DATA, "%s: cannot be opened", path);
    status = read_header(from, path, &type, &n_dims, dim, message);
    if (status == RBM_OK && n_dims == 1)
        status = rbm_say(message, RBM_BAD_DATA,
                         "%s: one number for each pattern: labels, not images",
                         path);
    for (i = 1; status == RBM_OK && i < n_dims; i++)
        d *= dim[i];
    if (status == RBM_OK)
        status = data_room(data, path, dim[0], d, type == 0x08, message);
    if (status == RBM_OK)
    {
        data->scale = 1.0 / 255;
        data->height = n_dims == 3 ? (int) dim[1] : 0;
        data->width = n_dims == 3 ? (int) dim[2] : 0;
        status = read_values(from, path, type, data, message);
    }
    /* at the end of a compressed file its check sum is compared */
    beyond = status == RBM_OK ? gzread(from, &more, 1) : 0;
    gzerror(from, &code);
    if (status == RBM_OK && (beyond < 0 || code != Z_OK))
        status = cut_short(from, path, message);
    if (beyond > 0)
        status = rbm_say(message, RBM_BAD_DATA,
                         "%s: there is more in the file than its header says",
                         path);
    gzclose(from);
    return status == RBM_OK ? data_finish(data, path, message) : status;
}
