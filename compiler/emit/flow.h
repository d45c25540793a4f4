/* compiler/emit/flow.h -- emitting flows: what its files share. */
#ifndef SADDLE_EMIT_FLOW_H
#define SADDLE_EMIT_FLOW_H

#include "internal.h"

/* What formulas are functions of, in the order in which they get it. */
typedef struct
{
    expr_t **symbol;
    const char **name;
    int n;
} flow_env_t;

/* state, parameters; with `more` symbols after them. */
flow_env_t flow_env(emission_t *em, expr_t *const *before, int n_before,
                    int with_state, expr_t *const *after, int n_after);
/* A program over this env; its name, without '&'.  *integrals: how many it
   holds. */
const char *flow_program(emission_t *em, const flow_env_t *env,
                         const char *name, expr_t *const *output, int n,
                         int *integrals);
/* The C that evaluates a program over `env` to `out`: a call. */
const char *flow_call(emission_t *em, const char *program, int integrals,
                      const char *env, const char *out);

/* flow_NAME(const double *theta, double *out), of parameters alone. */
void flow_of_parameters(emission_t *em, const char *name,
                        expr_t *const *output, int n);
/* flow_step.c: flow_update, flow_end and flow_stops with their tables. */
void flow_update(emission_t *em);
void flow_ends(emission_t *em);
/* flow_kernel.c: the averages as functions of units; 0 after an error. */
void flow_kernels(emission_t *em);
/* flow_slope.c: slope and values. */
void flow_slopes(emission_t *em);
/* The name in the file of the program that was asked for as `name`. */
const char *flow_formula_of(emission_t *em, const char *name);
/* How the units of a case coincide and of what kind they are, as a number. */
long flow_kernel_code(const kernel_t *, const kernel_case_t *);
/* flow_ball.c: the same for the abstract machine, where there are only closed
   forms. */
int flow_has_balls(emission_t *em);
void flow_balls(emission_t *em);

#endif
