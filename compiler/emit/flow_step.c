/* compiler/emit/flow_step.c -- the step of a flow's algorithm, and where a run
   ends. */
#include "flow.h"

void
flow_update(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    int n_steps = o->K * (1 + o->learned), n_inputs = o->n_fields + o->n_noise;
    size_t size = sizeof(expr_t *);
    expr_t **input = pool_alloc(&em->pool, (size_t) n_inputs * size);
    expr_t **output = pool_alloc(&em->pool, (size_t) n_steps * size);
    flow_env_t env;
    const char *program;

    for (int i = 0; i < n_inputs; i++)
        input[i] = i < o->n_fields ? o->field[i] : o->variate[i - o->n_fields];
    for (int k = 0; k < o->K; k++)
    {
        output[k] = o->step[k];
        if (o->learned)
            output[o->K + k] = o->layer_step[k];
    }
    env = flow_env(em, input, n_inputs, 1, NULL, 0);
    program = flow_program(em, &env, "step", output, n_steps, NULL);
    fprintf(em->tables,
            "static void\nflow_update(int n, const double *theta, const "
            "double *state, const double *lambda, const double *rho, const "
            "double *noise, double *F, double *G)\n{\n"
            "    enum { INPUTS = P + %d };\n"
            "    double env[INPUTS + N_ENV], out[%d];\n\n"
            "    environment(theta, state, env + INPUTS);\n"
            "    for (int i = 0; i < n; i++)\n    {\n"
            "        for (int k = 0; k < K; k++)\n"
            "            env[k] = lambda[k * n + i];\n"
            "        for (int m = 0; m < M; m++)\n"
            "            env[K + m] = rho[m * n + i];\n"
            "        for (int j = P; j < INPUTS; j++)\n"
            "            env[j] = noise[(j - P) * n + i];\n"
            "        %s_assemble(env, NULL, out);\n"
            "        for (int k = 0; k < K; k++)\n"
            "            F[k * n + i] = out[k];\n", o->n_noise, n_steps,
            program);
    if (o->learned)
        fprintf(em->tables, "        for (int k = 0; k < K; k++)\n"
                "            G[k * n + i] = out[K + k];\n");
    fprintf(em->tables, "    }\n%s%s}\n\n",
            o->learned ? "" : "    (void) G;\n",
            o->n_noise > 0 ? "" : "    (void) noise;\n");
    if (o->n_noise == 0)
        return;
    fprintf(em->tables, "static const saddle_variate_t noise_kind[] = {\n");
    for (int i = 0; i < o->n_noise; i++)
        fprintf(em->tables, "    %s%s\n",
                o->noise_is_normal[i] ? "SADDLE_NORMAL" : "SADDLE_UNIFORM",
                i == o->n_noise - 1 ? "" : ",");
    fprintf(em->tables, "};\n\n");
}

void
flow_ends(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    int integrals;

    if (o->time != NULL)
        flow_of_parameters(em, "time", (expr_t *[]){ o->time }, 1);
    fprintf(em->tables, "static double\nflow_end(const double *theta)\n{\n");
    if (o->time != NULL)
        fprintf(em->tables, "    double t;\n\n    flow_time(theta, &t);\n"
                "    return t;\n}\n\n");
    else
        fprintf(em->tables, "    (void) theta;\n    return INFINITY;\n}\n\n");
    if (o->n_stops > 0)
    {
        flow_env_t env = flow_env(em, NULL, 0, 1, &o->error, 1);
        const char *program = flow_program(em, &env, "stops", o->stop,
                                           o->n_stops, &integrals);

        fprintf(em->tables, "static void\nflow_stops(const double *theta, "
                "const double *state, double *out)\n{\n"
                "    double env[N_ENV + N_MOMENTS + 1], value[N_VALUES];\n\n"
                "    environment(theta, state, env);\n"
                "    values(theta, state, value);\n"
                "    env[N_ENV] = value[0];\n    %s\n}\n\n",
                flow_call(em, program, integrals, "env", "out"));
        fprintf(em->tables, "static const char *const stop_text[] = {\n");
        for (int i = 0; i < o->n_stops; i++)
            fprintf(em->tables, "    %s%s\n",
                    table_string(em, table_printed(em, o->stop[i],
                                                   expr_print)),
                    i == o->n_stops - 1 ? "" : ",");
        fprintf(em->tables, "};\n\n");
    }
}
