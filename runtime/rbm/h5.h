/* runtime/rbm/h5.h -- HDF5 files: arrays of doubles with a checksum, numbers. */
#ifndef SADDLE_RBM_H5_H
#define SADDLE_RBM_H5_H

#include "status.h"
#include <stddef.h>

typedef struct h5 h5_t;        /* an open file                              */

/* The library prints nothing of its own; NULL with the message set. */
h5_t *h5_open(const char *path, rbm_message_t *);

/* A new file beside `path`; h5_commit renames it to `path` once all is on the
   disk, and closes it; h5_close instead throws it away. */
h5_t *h5_create(const char *path, rbm_message_t *);
rbm_status_t h5_commit(h5_t *, rbm_message_t *);
void h5_close(h5_t *);

/* Is there a data set of this name? */
int h5_has(h5_t *, const char *name);

/* Shape of a data set: number of dimensions (at most 4) or -1. */
int h5_shape(h5_t *, const char *name, double dim[4]);

/* Reads a data set of `total` numbers, converted to double. */
rbm_status_t h5_read(h5_t *, const char *name, double *out, size_t total,
                     rbm_message_t *);
/* The same, malloc'd; *total numbers. */
rbm_status_t h5_read_new(h5_t *, const char *name, double **out,
                         size_t *total, rbm_message_t *);
/* Writes rows x columns doubles (columns 0: one dimension), with a Fletcher
   checksum.  Errors are remembered until h5_commit. */
void h5_write(h5_t *, const char *name, const double *x, size_t rows,
              size_t columns);

/* Scalars and texts are attributes of the root. */
void h5_write_number(h5_t *, const char *name, double);
void h5_write_text(h5_t *, const char *name, const char *);
/* 0 when there is none. */
int h5_read_number(h5_t *, const char *name, double *);
int h5_read_text(h5_t *, const char *name, char *out, size_t room);

/* The name of the only data set with at least two dimensions, or of the only
   one at all; 0 when that is not clear. */
int h5_only_set(h5_t *, char *name, size_t room);

#endif
