/* runtime/rbm/h5_file.h -- an open file, for the parts of h5.h. */
#ifndef SADDLE_RBM_H5_FILE_H
#define SADDLE_RBM_H5_FILE_H

#include <hdf5.h>

struct h5
{
    hid_t file;
    char *path, *temporary;    /* temporary: NULL when reading              */
    int bad;
};

#endif
