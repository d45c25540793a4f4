/* runtime/rbm/store.h -- machines in HDF5 files.
 *
 * Root attributes: format "saddle-rbm", version 1, nv, nh, height, width.
 * Data sets: W (nv x nh), a, b; real visible units: law (nv x 5: rho, mu, s2,
 * lo, hi).  A file may hold more, such as the state of a training.
 */
#ifndef SADDLE_RBM_STORE_H
#define SADDLE_RBM_STORE_H

#include "h5.h"
#include "machine.h"

/* Into, or out of, an open file.  Sizes and values are checked on reading. */
void store_write(h5_t *, const rbm_t *);
rbm_status_t store_read(rbm_t *, h5_t *, const char *path, rbm_message_t *);

/* A whole file; saving replaces it at once or not at all. */
rbm_status_t store_save(const char *path, const rbm_t *, rbm_message_t *);
rbm_status_t store_load(rbm_t *, const char *path, rbm_message_t *);

/* Reads the rows x columns (0: one dimension) data set `name` into `out`;
   RBM_BAD_DATA, naming the file, when it is missing or of another shape. */
rbm_status_t store_array(h5_t *, const char *path, const char *name,
                         double *out, size_t rows, size_t columns,
                         rbm_message_t *);

#endif
