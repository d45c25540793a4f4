/* compiler/cli/rbm_common.h -- what the verbs of `saddle rbm` share. */
#ifndef SADDLE_CLI_RBM_COMMON_H
#define SADDLE_CLI_RBM_COMMON_H

#include "../../runtime/crew.h"
#include "../../runtime/rbm/data.h"
#include "../../runtime/rbm/machine.h"
#include "options.h"

/* What a verb works with; clear in every case. */
typedef struct
{
    const options_t *o;
    rbm_t rbm;
    data_t data;
    patterns_t patterns;
    crew_t *crew;
    unsigned long seed;
    rbm_message_t message;
} job_t;

/* Threads, seed; with `machine` the file of the first word, with `data` the
   data of --data (an error when it is not given and `data` is 2) and that they
   fit the machine.  An exit status, with the message printed. */
int job_open(job_t *, const options_t *, int machine, int data);
void job_clear(job_t *);

/* Exit status of a status of the room; prints its message. */
int job_end(job_t *, rbm_status_t);

/* Rows first .. first+count of the data as patterns, malloc'd. */
double *job_rows(job_t *, int first, int count);

/* The method of --method as order 1, 2, 3; 0, with a message, for another. */
int job_order(const options_t *);

/* x, or `other` when the option was not given. */
double real_or(double x, double other);
long count_or(long x, long other);

#endif
