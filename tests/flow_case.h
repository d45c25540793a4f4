/* tests/flow_case.h -- a spec with `learner online`, compiled and loaded. */
#ifndef SADDLE_TESTS_FLOW_CASE_H
#define SADDLE_TESTS_FLOW_CASE_H

#include "../compiler/emit/emit.h"
#include "model_case.h"

typedef struct
{
    model_case_t parsed;
    theory_t theory;
    loaded_t loaded;
    const saddle_flow_t *flow;      /* NULL after a failed assertion       */
} flow_case_t;

int flow_case_open(flow_case_t *, const char *text);
void flow_case_close(flow_case_t *);

/* Overlaps of random vectors: R, Q of a state, T as the flow has it. */
void flow_case_state(const flow_case_t *, const double *theta, double *state);

/* One pattern drawn: its fields u, and its part of the averages below. */
void flow_case_sample(const flow_case_t *, const double *theta,
                      const double *state, double *u, double *out);

/* The slope as averages of `update`, by quadrature over all fields; what the
   noise adds is left out. */
void flow_case_quadrature(const flow_case_t *, const double *theta,
                          const double *state, double *slope);

#endif
