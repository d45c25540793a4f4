/* runtime/rbm/status.h -- how calls of this room answer. */
#ifndef SADDLE_RBM_STATUS_H
#define SADDLE_RBM_STATUS_H

typedef enum
{
    RBM_OK = 0,
    RBM_BAD_DATA,     /* a file that is not what it should be              */
    RBM_BAD_USE,      /* options that do not fit together, or the machine  */
    RBM_NO_MEMORY,
    RBM_LIMIT,        /* no convergence, or too large for the method       */
    RBM_INTERRUPTED,  /* the tick callback said stop; work is saved        */
    RBM_NOT_WRITTEN
} rbm_status_t;

/* Room for one message for people, filled where a call does not succeed. */
typedef struct
{
    char text[512];
} rbm_message_t;

/* Writes the message (printf-style) and returns `status`. */
rbm_status_t rbm_say(rbm_message_t *, rbm_status_t status, const char *format,
                     ...) __attribute__((format(printf, 3, 4)));

/* "out of memory", with RBM_NO_MEMORY. */
rbm_status_t rbm_no_memory(rbm_message_t *);

/* Called now and then by long work: `what`, the part done (negative: unknown).
   Nonzero asks the work to stop. */
typedef int (*rbm_tick_t)(void *ctx, const char *what, double done);

#endif
