/* tests/t_rbm_data.c -- files of training data, whole and damaged. */
#include "harness.h"

#include "../runtime/rbm/data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define IDX SADDLE_BUILD "/t_rbm_data-idx3-ubyte"
#define ZIPPED IDX ".gz"
#define NPY SADDLE_BUILD "/t_rbm_data.npy"
#define CSV SADDLE_BUILD "/t_rbm_data.csv"

enum { IMAGES = 5, ROWS = 4, COLUMNS = 3, HEAD = 16,
       WHOLE = HEAD + IMAGES * ROWS * COLUMNS };

static rbm_message_t message;

static unsigned char
grey(int k)
{
    return (unsigned char) (37 * k % 256);
}

/* Images in MNIST's format. */
static void
fill_idx(unsigned char *to)
{
    static const unsigned char head[HEAD] = {
        0, 0, 8, 3, 0, 0, 0, IMAGES, 0, 0, 0, ROWS, 0, 0, 0, COLUMNS,
    };
    int k;

    memcpy(to, head, HEAD);
    for (k = HEAD; k < WHOLE; k++)
        to[k] = grey(k - HEAD);
}

static void
write_file(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");

    CU_ASSERT_FATAL(f != NULL);
    CU_ASSERT(fwrite(bytes, 1, n, f) == n);
    fclose(f);
}

static void
write_zipped(const char *path, const void *bytes, unsigned n)
{
    gzFile f = gzopen(path, "wb");

    CU_ASSERT_FATAL(f != NULL);
    CU_ASSERT(gzwrite(f, bytes, n) == (int) n);
    gzclose(f);
}

static void
refused(const char *path, const char *why)
{
    data_t data;

    CU_ASSERT(data_read(&data, path, 1, &message) == RBM_BAD_DATA);
    if (strstr(message.text, why) == NULL)
        printf("\n    wanted '%s', got '%s'", why, message.text);
    CU_ASSERT(strstr(message.text, why) != NULL);
    CU_ASSERT(strstr(message.text, path) != NULL);
    data_clear(&data);
}

/* ---- IDX --------------------------------------------------------------------------- */

static void
read_images(const char *path)
{
    data_t data;
    int k, i, bad = 0;

    CU_ASSERT_FATAL(data_read(&data, path, 1, &message) == RBM_OK);
    CU_ASSERT(data.n == IMAGES && data.d == ROWS * COLUMNS);
    CU_ASSERT(data.height == ROWS && data.width == COLUMNS);
    for (k = 0; k < data.n; k++)
        for (i = 0; i < data.d; i++)
            bad += fabs(data_value(&data, k, i)
                        - grey(k * data.d + i) / 255.0) > 1e-15;
    CU_ASSERT(bad == 0);
    data_clear(&data);
}

static void
test_idx(void)
{
    unsigned char b[WHOLE + 1] = { 0 };
    int cut;

    fill_idx(b);
    write_file(IDX, b, WHOLE);
    read_images(IDX);
    write_zipped(ZIPPED, b, WHOLE);
    read_images(ZIPPED);
    for (cut = 1; cut < WHOLE; cut++)
    {
        write_file(IDX, b, (size_t) cut);
        refused(IDX, "cut short");
    }
    write_file(IDX, b, WHOLE + 1);
    refused(IDX, "more in the file");
    write_zipped(ZIPPED, b, WHOLE - 1);
    refused(ZIPPED, "cut short");
    write_file(IDX, b, 0);
    refused(IDX, "empty");
    b[0] = 1;
    write_file(IDX, b, WHOLE);
    refused(IDX, "magic number 01000803");
    b[0] = 0;
    b[3] = 1;
    write_file(IDX, b, WHOLE);
    refused(IDX, "labels, not images");
    b[3] = 3;
    b[7] = 0;
    write_file(IDX, b, WHOLE);
    refused(IDX, "no patterns");
    memset(b + 4, 255, 12);
    write_file(IDX, b, WHOLE);
    refused(IDX, "more than this program takes");
    remove(IDX);
    refused(IDX, "No such file");
}

/* A compressed file that is cut is refused; with a byte changed it is refused
   or (time in its header, padding bits) says the same. */
static void
test_zipped(void)
{
    unsigned char b[WHOLE], z[512];
    size_t n, k;
    data_t data;
    FILE *f;

    fill_idx(b);
    write_zipped(ZIPPED, b, WHOLE);
    f = fopen(ZIPPED, "rb");
    CU_ASSERT_FATAL(f != NULL);
    n = fread(z, 1, sizeof z, f);
    fclose(f);
    for (k = 1; k < n; k++)
    {
        write_file(ZIPPED, z, k);
        CU_ASSERT(data_read(&data, ZIPPED, 1, &message) == RBM_BAD_DATA);
        data_clear(&data);
    }
    for (k = 0; k < n; k++)
    {
        z[k] ^= 0x10;
        write_file(ZIPPED, z, n);
        if (data_read(&data, ZIPPED, 1, &message) == RBM_OK)
            read_images(ZIPPED);
        data_clear(&data);
        z[k] ^= 0x10;
    }
    z[n / 2] ^= 0x10;
    write_file(ZIPPED, z, n);
    refused(ZIPPED, "damaged");
    remove(ZIPPED);
}

/* ---- npy, csv ---------------------------------------------------------------------- */

static void
write_npy(const char *descr, const char *shape, const void *x, size_t bytes)
{
    unsigned char b[512] = "\x93NUMPY\x01";
    int n = snprintf((char *) b + 10, 118,
                     "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                     descr, shape);

    memset(b + 10 + n, ' ', (size_t) (117 - n));
    b[127] = '\n';
    b[8] = 118;
    memcpy(b + 128, x, bytes);
    write_file(NPY, b, 128 + bytes);
}

static void
test_npy(void)
{
    double x[6] = { 0, 1, 0.25, 1, 0, 0.5 };
    data_t data;
    int k;

    write_npy("<f8", "2, 3", x, sizeof x);
    CU_ASSERT_FATAL(data_read(&data, NPY, 1, &message) == RBM_OK);
    CU_ASSERT(data.n == 2 && data.d == 3);
    for (k = 0; k < 6; k++)
        CU_ASSERT(data_value(&data, k / 3, k % 3) == x[k]);
    data_clear(&data);
    write_npy("<f8", "2, 4", x, sizeof x);
    refused(NPY, "cut short");
    write_npy("<f8", "1, 3", x, sizeof x);
    refused(NPY, "more in the file");
    write_npy("<f8", "0, 3", x, 0);
    refused(NPY, "no patterns");
    write_npy("<c16", "1, 3", x, sizeof x);
    refused(NPY, "type 'c16'");
    write_npy("<f8", "2, -3, -1", x, sizeof x);
    refused(NPY, "shape");
    write_npy("<f8", "nan, 3", x, sizeof x);
    refused(NPY, "shape");
    write_npy("<f8", "1.5, 3", x, sizeof x);
    refused(NPY, "shape");
    x[4] = NAN;
    write_npy("<f8", "2, 3", x, sizeof x);
    refused(NPY, "value 2 of pattern 2");
    x[4] = INFINITY;
    write_npy("<f8", "2, 3", x, sizeof x);
    refused(NPY, "value 2 of pattern 2");
    write_file(NPY, "\x93NUMPX", 6);
    refused(NPY, "magic string");
    remove(NPY);
}

static void
test_csv(void)
{
    static const struct
    {
        const char *text, *why;
    } row[] = {
        { "1,0\n0,1,1\n", ":2: 3 fields" }, { "a,b\n1,0\nx,1\n", ":3: field 1" },
        { "1,0\n0,nan\n", "value 2 of pattern 2" }, { "a,b\n", "no numbers" },
        { "1,\n", ":1: field 2 is empty" },
    };
    data_t data;
    size_t k;

    write_file(CSV, "a,b\n1,0\n0.5,1\n", 14);
    CU_ASSERT_FATAL(data_read(&data, CSV, 1, &message) == RBM_OK);
    CU_ASSERT(data.n == 2 && data.d == 2 && data_value(&data, 1, 0) == 0.5);
    data_clear(&data);
    for (k = 0; k < sizeof row / sizeof row[0]; k++)
    {
        write_file(CSV, row[k].text, strlen(row[k].text));
        refused(CSV, row[k].why);
    }
    remove(CSV);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "IDX: whole, cut, wrong", test_idx },
        { "IDX, compressed: every byte", test_zipped },
        { "npy: whole, cut, wrong", test_npy },
        { "csv: whole, wrong", test_csv },
        { NULL, NULL },
    };

    return harness_run("rbm: data", tests);
}
