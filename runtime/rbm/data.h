/* runtime/rbm/data.h -- training data: files and built-in generators. */
#ifndef SADDLE_RBM_DATA_H
#define SADDLE_RBM_DATA_H

#include "machine.h"
#include <stddef.h>
#include <stdint.h>

/* n patterns of d numbers each.  Bytes keep large sets small: a value is then
   byte / 255 (or byte, when scale is 1). */
typedef struct
{
    int n, d;
    int height, width;         /* of one pattern as an image, or 0          */
    double *real;              /* n x d, or NULL                            */
    unsigned char *byte;       /* n x d, or NULL                            */
    double scale;              /* of a byte                                 */
    double low, high;          /* smallest and largest value                */
} data_t;

typedef enum { BINARISE_THRESHOLD, BINARISE_SAMPLE, BINARISE_NONE } binarise_t;

/* How values become patterns of visible units. */
typedef struct
{
    const data_t *data;
    binarise_t how;
    double threshold;          /* 1 where value > threshold                 */
    unsigned long seed;        /* of the samples                            */
} patterns_t;

/*
 * data_read -- a file, or a built-in generator, by the look of `name`:
 *   *.gz, *.idx*, *-ubyte  MNIST's IDX (its magic number decides)
 *   *.npy *.csv *.h5       by extension; FILE.h5:DATASET names a data set
 *   digits bars planted    generators, see data_generate
 * Values that are not finite, shapes that do not fit, files cut short are
 * RBM_BAD_DATA with a message that names file and place.
 */
rbm_status_t data_read(data_t *, const char *name, unsigned long seed,
                       rbm_message_t *);
void data_clear(data_t *);

/* The formats.  IDX: one to four dimensions, all types; npy: versions 1 to 3,
   all plain numbers in C or Fortran order; csv: , ; tab or blank, an optional
   header line, # comments; h5: the data set `set`, or the only one. */
rbm_status_t data_read_idx(data_t *, const char *path, rbm_message_t *);
rbm_status_t data_read_npy(data_t *, const char *path, rbm_message_t *);
rbm_status_t data_read_csv(data_t *, const char *path, rbm_message_t *);
rbm_status_t data_read_h5(data_t *, const char *path, const char *set,
                          rbm_message_t *);

/*
 * data_generate -- `text` is NAME or NAME:KEY=VALUE,KEY=VALUE...
 *   digits   size=16 n=2000  drawn digits 0 to 9, grey values
 *   bars     size=6 n=1000   bars and stripes: rows, or columns, on
 *                            at random
 *   planted  visible=20 hidden=8 n=2000 scale=1 steps=200
 *            samples of a machine with weights N(0, scale^2) in spins, Gibbs
 * Returns RBM_BAD_USE for other names and keys.
 */
rbm_status_t data_generate(data_t *, const char *text, unsigned long seed,
                           rbm_message_t *);

/* One grey digit on size x size; variant chooses slant, place, pen. */
void data_draw_digit(double *image, int size, int digit, unsigned long seed,
                     unsigned long variant);

/* The first `count` rows from `first` as a set of its own (copied). */
rbm_status_t data_part(data_t *part, const data_t *, int first, int count,
                       rbm_message_t *);

/* Numbers behind the data: 64 bits that change with any value. */
uint64_t data_fingerprint(const data_t *);

double data_value(const data_t *, int row, int column);

/* Row `k` as a pattern; `draw` numbers the binarisation by sampling. */
void patterns_row(double *out, const patterns_t *, int k, uint64_t draw);
/* Mean of each unit over all patterns (of the values when sampling). */
void patterns_means(double *mean, const patterns_t *);

/* RBM_BAD_DATA unless the values can be binary units: within [0,1] for
   sampling and means, anything for a threshold. */
rbm_status_t patterns_check(const patterns_t *, const char *name,
                            rbm_message_t *);

/* Rows for readers: an empty set with room, values written in place. */
rbm_status_t data_room(data_t *, const char *name, double n, double d,
                       int bytes, rbm_message_t *);
/* After reading: finite?  Sets low and high. */
rbm_status_t data_finish(data_t *, const char *name, rbm_message_t *);

/* Writes rows x n doubles as .npy, .csv or .h5, by extension; atomic. */
rbm_status_t data_write(const char *path, const double *x, int rows, int n,
                        rbm_message_t *);

#endif
