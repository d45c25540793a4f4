/* runtime/rbm/data_npy.c -- NumPy's .npy files. */
#include "data.h"
#include "matrix.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    char kind;                 /* b u i f                                   */
    int width, swap, fortran;
    int n_dims;
    double dim[4];
} header_t;

static rbm_status_t
bad_header(const char *path, const char *what, rbm_message_t *message)
{
    return rbm_say(message, RBM_BAD_DATA, "%s: %s", path, what);
}

/* The text after 'key': in the dictionary, or NULL. */
static const char *
value_of(const char *text, const char *key)
{
    const char *at = strstr(text, key);

    if (at == NULL)
        return NULL;
    at += strlen(key);
    return at + strspn(at, "'\": ");
}

static rbm_status_t
parse_shape(header_t *h, const char *at, const char *path,
            rbm_message_t *message)
{
    char *end;

    if (at == NULL || *at != '(')
        return bad_header(path, "the header has no shape", message);
    for (at++, h->n_dims = 0; *at != ')' && *at != '\0';)
    {
        if (h->n_dims == 4)
            return bad_header(path, "more than four dimensions", message);
        if (!isdigit((unsigned char) *at))
            return bad_header(path, "the shape cannot be read", message);
        h->dim[h->n_dims++] = (double) strtoull(at, &end, 10);
        at = end + strspn(end, ", L");
    }
    return h->n_dims > 0
        ? RBM_OK
        : bad_header(path, "an array without dimensions", message);
}

static rbm_status_t
parse_header(header_t *h, const char *text, const char *path,
             rbm_message_t *message)
{
    const char *type = value_of(text, "'descr'");
    const char *order = value_of(text, "'fortran_order'");
    const union { unsigned short word; char first; } probe = { 1 };

    if (type == NULL || order == NULL)
        return bad_header(path, "the header cannot be read", message);
    h->swap = (*type == '>' && probe.first) || (*type == '<' && !probe.first);
    type += strspn(type, "<>|=");
    h->kind = *type;
    h->width = atoi(type + 1);
    h->fortran = strncmp(order, "True", 4) == 0;
    if (strchr("buif", h->kind) == NULL || h->kind == '\0'
        || !(h->width == 1 || h->width == 2 || h->width == 4 || h->width == 8)
        || (h->kind == 'f' && h->width < 4))
        return rbm_say(message, RBM_BAD_DATA,
                       "%s: type '%.*s' is not read; save it as float64, "
                       "float32 or an integer type", path,
                       (int) strcspn(type, "'\""), type);
    return parse_shape(h, value_of(text, "'shape'"), path, message);
}

static rbm_status_t
read_header(header_t *h, FILE *from, const char *path, rbm_message_t *message)
{
    unsigned char start[12];
    size_t length;
    rbm_status_t status;
    char *text;

    if (fread(start, 1, 10, from) != 10
        || memcmp(start, "\x93NUMPY", 6) != 0)
        return bad_header(path, "no .npy file: the magic string is missing",
                          message);
    length = (size_t) start[8] | (size_t) start[9] << 8;
    if (start[6] > 1)
    {
        if (fread(start + 10, 1, 2, from) != 2)
            return bad_header(path, "the header is cut short", message);
        length |= (size_t) start[10] << 16 | (size_t) start[11] << 24;
    }
    if (length > 1 << 20)
        return bad_header(path, "the header is too long", message);
    text = calloc(length + 1, 1);
    if (text == NULL)
        return rbm_no_memory(message);
    status = fread(text, 1, length, from) == length
        ? parse_header(h, text, path, message)
        : bad_header(path, "the header is cut short", message);
    free(text);
    return status;
}

static double
decode(const header_t *h, const unsigned char *from)
{
    unsigned char b[8];
    int64_t integer = 0;
    uint64_t natural = 0;
    double x;
    float f;
    int i;

    for (i = 0; i < h->width; i++)
        b[i] = from[h->swap ? h->width - 1 - i : i];
    if (h->kind == 'f' && h->width == 8)
        return memcpy(&x, b, 8), x;
    if (h->kind == 'f')
        return memcpy(&f, b, 4), f;
    for (i = h->width - 1; i >= 0; i--)
        natural = natural << 8 | b[i];
    if (h->kind != 'i')
        return (double) natural;
    integer = (int64_t) (natural << (64 - 8 * h->width));
    return (double) (integer >> (64 - 8 * h->width));
}

/* Entry t of the file goes to row and column by the order of the file. */
static size_t
place_of(const header_t *h, const data_t *data, size_t t)
{
    size_t row, column = 0, stride = 1;
    int k;

    if (!h->fortran)
        return t;
    row = t % (size_t) data->n;
    t /= (size_t) data->n;
    /* indices of dimensions 1, 2, ... run fastest first; C order wants the
       last one fastest */
    for (k = 1; k < h->n_dims; k++)
        stride *= (size_t) h->dim[k];
    for (k = 1; k < h->n_dims; k++)
    {
        stride /= (size_t) h->dim[k];
        column += t % (size_t) h->dim[k] * stride;
        t /= (size_t) h->dim[k];
    }
    return row * (size_t) data->d + column;
}

static rbm_status_t
read_values(data_t *data, const header_t *h, FILE *from, const char *path,
            rbm_message_t *message)
{
    size_t t, total = at_row(data->n, data->d);
    unsigned char b[8];

    if (data->byte != NULL && !h->fortran)
    {
        if (fread(data->byte, 1, total, from) != total)
            return bad_header(path, "the file is cut short", message);
    }
    else
        for (t = 0; t < total; t++)
        {
            if (fread(b, 1, (size_t) h->width, from) != (size_t) h->width)
                return bad_header(path, "the file is cut short", message);
            if (data->byte != NULL)
                data->byte[place_of(h, data, t)] = b[0];
            else
                data->real[place_of(h, data, t)] = decode(h, b);
        }
    if (getc(from) != EOF)
        return bad_header(path,
                          "there is more in the file than its header says",
                          message);
    return RBM_OK;
}

rbm_status_t
data_read_npy(data_t *data, const char *path, rbm_message_t *message)
{
    FILE *from = fopen(path, "rb");
    header_t h = { 0 };
    double d = 1;
    int k, bytes;
    rbm_status_t status;

    if (from == NULL)
        return bad_header(path, "cannot be opened", message);
    status = read_header(&h, from, path, message);
    for (k = 1; k < h.n_dims; k++)
        d *= h.dim[k];
    bytes = h.width == 1 && h.kind != 'i';
    if (status == RBM_OK)
        status = data_room(data, path, h.dim[0], d, bytes, message);
    if (status == RBM_OK)
    {
        data->height = h.n_dims == 3 ? (int) h.dim[1] : 0;
        data->width = h.n_dims == 3 ? (int) h.dim[2] : 0;
        status = read_values(data, &h, from, path, message);
    }
    fclose(from);
    if (status == RBM_OK)
        status = data_finish(data, path, message);
    /* bytes beyond 1 are grey values of 255 steps */
    if (status == RBM_OK && bytes && data->high > 1)
    {
        data->scale = 1.0 / 255;
        data->high /= 255;
        data->low /= 255;
    }
    return status;
}
