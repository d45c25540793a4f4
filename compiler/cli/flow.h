/* compiler/cli/flow.h -- a spec with `learner online`, compiled and loaded. */
#ifndef SADDLE_CLI_FLOW_H
#define SADDLE_CLI_FLOW_H

#include "session.h"
#include "../../runtime/ode/flow.h"

typedef struct
{
    session_t session;          /* settings are made                       */
    const saddle_flow_t *flow;  /* of session.loaded                       */
    double *theta;              /* values of the parameters                */
} flow_t;

/*
 * flow_open -- reads, derives, compiles and loads a spec with `learner
 * online`.
 *
 *   word   in   FILE, then NAME=VALUE for parameters and for the numbers of
 *               units (K=4), for which the equations are derived anew
 *
 * Returns EXIT_DONE, or the exit status with the messages printed.  Clear in
 * every case.
 */
int flow_open(flow_t *, int n_words, const char *const *word, int json);
void flow_clear(flow_t *);

/* A state or value by its name at time t, on the course from the start at the
   settings of a loaded session.  0 with a static reason. */
int flow_value_at(const session_t *, const char *name, double t,
                  double *value, const char **why);

#endif
