/* compiler/cli/rbm.c -- machines and experiments in a build without their
   libraries. */
#include "options.h"

#if !defined SADDLE_RBM || !defined SADDLE_CVODE
int
run_online(const options_t *o)
{
    (void) o;
    fprintf(stderr, "saddle: built without the dynamics of learning: BLAS, "
                    "LAPACK, Random123 and CVODE of SUNDIALS are needed (make "
                    "deps && make)\n");
    return EXIT_LIMIT;
}
#endif

#ifndef SADDLE_RBM
static int
missing(const options_t *o)
{
    (void) o;
    fprintf(stderr, "saddle: built without machines and experiments: BLAS, HDF5, zlib and "
                    "Random123 are needed (make deps && make)\n");
    return EXIT_LIMIT;
}

int run_rbm_train(const options_t *o) { return missing(o); }
int run_rbm_fixed_points(const options_t *o) { return missing(o); }
int run_rbm_evolve(const options_t *o) { return missing(o); }
int run_rbm_sample(const options_t *o) { return missing(o); }
int run_rbm_loglik(const options_t *o) { return missing(o); }
int run_rbm_sense(const options_t *o) { return missing(o); }
int run_rbm_weights(const options_t *o) { return missing(o); }
int run_amp(const options_t *o) { return missing(o); }
int run_simulate(const options_t *o) { return missing(o); }
#endif
