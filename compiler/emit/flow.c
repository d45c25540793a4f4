/* compiler/emit/flow.c -- from a flow to one C file (runtime/ode/flow.h). */
#include "flow.h"

#include "../../runtime/sha256.h"

#include <stdlib.h>
#include <string.h>

/* ---- programs ----------------------------------------------------------- */

static void
env_add(emission_t *em, flow_env_t *env, expr_t *symbol)
{
    env->symbol[env->n] = symbol;
    env->name[env->n++] = naming_clean(&em->pool, expr_name(symbol));
}

flow_env_t
flow_env(emission_t *em, expr_t *const *before, int n_before, int with_state,
         expr_t *const *after, int n_after)
{
    const online_flow_t *o = em->theory->online;
    const spec_t *spec = em->theory->spec;
    size_t n = (size_t) (n_before + o->n_state + spec->n_parameters
                         + n_after + 1);
    flow_env_t env = { NULL, NULL, 0 };

    env.symbol = pool_alloc(&em->pool, n * sizeof *env.symbol);
    env.name = pool_alloc(&em->pool, n * sizeof *env.name);
    for (int i = 0; i < n_before; i++)
        env_add(em, &env, before[i]);
    for (int i = 0; i < o->n_state && with_state; i++)
        env_add(em, &env, o->state[i]);
    for (int i = 0; i < spec->n_parameters; i++)
        env_add(em, &env, spec->parameter[i].symbol);
    for (int i = 0; i < n_after; i++)
        env_add(em, &env, after[i]);
    return env;
}

const char *
flow_program(emission_t *em, const flow_env_t *env, const char *name,
             expr_t *const *output, int n, int *integrals)
{
    const char *program;

    /* programs over another env are other programs */
    em->n_programs = 0;
    em->n_groups = 0;
    em->env = env->symbol;
    em->env_name = env->name;
    em->n_env = em->n_base = env->n;
    em->n_orders = env->n - em->theory->spec->n_parameters;
    program = emit_program(em, flow_formula_of(em, name), output, n, NULL);
    if (integrals != NULL)
        *integrals = em->n_programs > 0 ? em->program[0]->n_integrals : 0;
    return program[0] == '&' ? program + 1 : program;
}

/* names_unique leaves the name as it is where it is new, and formulas have
   names that nothing else in the file has */
const char *
flow_formula_of(emission_t *em, const char *name)
{
    return pool_printf(&em->pool, "formula_%s", name);
}

const char *
flow_call(emission_t *em, const char *program, int integrals, const char *env,
          const char *out)
{
    if (integrals > 0)
        return pool_printf(&em->pool, "saddle_flow_integrals(&%s, %s, %s);",
                           program, env, out);
    return pool_printf(&em->pool, "%s_assemble(%s, NULL, %s);", program, env,
                       out);
}

/* ---- the functions that are formulas ------------------------------------ */

void
flow_of_parameters(emission_t *em, const char *name, expr_t *const *output, int n)
{
    flow_env_t env = flow_env(em, NULL, 0, 0, NULL, 0);
    int integrals;
    const char *program = flow_program(em, &env, name, output, n,
                                       &integrals);

    fprintf(em->tables, "static void\nflow_%s(const double *theta, double "
            "*out)\n{\n    %s\n}\n\n", name,
            flow_call(em, program, integrals, "theta", "out"));
}

static void
emit_start(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    const online_spec_t *s = em->theory->spec->online;
    int K = o->K, M = o->M, n = 0, k, l;
    expr_t **e = pool_alloc(&em->pool,
                            (size_t) (K * (M + K + 1) + M * (M + 1))
                                * sizeof *e);

    for (k = 0; k < K * M; k++)
        e[n++] = s->start_R[k];
    for (k = 0; k < K; k++)
        for (l = k; l < K; l++)
            e[n++] = s->start_Q[k * K + l];
    for (k = 0; k < K && o->learned; k++)
        e[n++] = s->start_v[k];
    em->flow_balls = 0;
    flow_of_parameters(em, "start", e, n);
    em->flow_balls = o->product && flow_has_balls(em);
    for (n = 0; n < M * M; n++)
        e[n] = s->start_T[n];
    for (k = 0; k < M; k++)
        e[n++] = s->start_v0[k];
    for (k = 0; k < K; k++)
        e[n++] = s->start_v[k];
    flow_of_parameters(em, "layers", e, n);
    e[0] = o->eta;
    e[1] = o->eta_v;
    flow_of_parameters(em, "rates", e, 2);
    fprintf(em->tables,
            "static void\nlayers(const double *theta, double *T, double *v0, "
            "double *v)\n{\n    double all[M * M + M + K];\n\n"
            "    flow_layers(theta, all);\n"
            "    for (int i = 0; i < M * M; i++)\n        T[i] = all[i];\n"
            "    for (int i = 0; i < M; i++)\n"
            "        v0[i] = all[M * M + i];\n"
            "    for (int i = 0; i < K; i++)\n"
            "        v[i] = all[M * M + M + i];\n}\n\n"
            "static void\nrates(const double *theta, double *eta, double "
            "*eta_v)\n{\n    double both[2];\n\n"
            "    flow_rates(theta, both);\n    *eta = both[0];\n"
            "    *eta_v = both[1];\n}\n\n");
}

/* ---- the table ---------------------------------------------------------- */

static void
emit_names(emission_t *em)
{
    const online_flow_t *o = em->theory->online;

    fprintf(em->tables, "static const char *const state_name[] = {\n");
    for (int i = 0; i < o->n_state; i++)
        fprintf(em->tables, "    \"%s\"%s\n", o->state_name[i],
                i == o->n_state - 1 ? "" : ",");
    fprintf(em->tables, "};\n\nstatic const saddle_name_t value_name[] = {\n");
    for (int i = 0; i < o->n_values; i++)
    {
        fprintf(em->tables, "    {\n    ");
        table_string_field(em, "name", o->value[i].name);
        if (o->value[i].description != NULL)
        {
            fprintf(em->tables, "    ");
            table_string_field(em, "description", o->value[i].description);
        }
        fprintf(em->tables, "        .declared = %d\n    }%s\n",
                o->value[i].declared, i == o->n_values - 1 ? "" : ",");
    }
    fprintf(em->tables, "};\n\n");
}

static void
emit_table(emission_t *em, const emit_context_t *context, const char *hash,
           int balls)
{
    const online_flow_t *o = em->theory->online;
    const spec_t *spec = em->theory->spec;
    const char *text = table_string(em, context->spec_text);

    emit_names(em);
    emit_variables(em);
    fprintf(em->tables, "const saddle_flow_t saddle_flow = {\n"
                        "    .abi = SADDLE_ABI,\n");
    table_string_field(em, "name", spec->name);
    if (spec->description != NULL)
        table_string_field(em, "description", spec->description);
    table_string_field(em, "version", context->version);
    table_string_field(em, "spec_hash", hash);
    fprintf(em->tables, "    .spec_text =\n        %s,\n", text);
    fprintf(em->tables, "    .students = K,\n    .teachers = M,\n"
            "    .learned = %d,\n    .n_state = N_STATE,\n"
            "    .state = state_name,\n    .n_parameters = N_PARAMETERS,\n",
            o->learned);
    if (spec->n_parameters > 0)
        fprintf(em->tables, "    .parameter = parameters,\n");
    fprintf(em->tables, "    .n_values = N_VALUES,\n"
            "    .value_name = value_name,\n    .start = flow_start,\n"
            "    .layers = layers,\n    .rates = rates,\n"
            "    .slope = slope,\n    .values = values,\n");
    if (balls)
        fprintf(em->tables, o->product
                    ? "    .ball_slope = { &slope_ball, &gradient_ball },\n"
                      "    .ball_values = &values_ball,\n"
                    : "    .ball_slope = { &formula_finite_slope_ball,\n"
                      "                    &formula_gradient_slope_ball },\n"
                      "    .ball_values = &formula_observed_ball,\n");
    fprintf(em->tables, "    .needs_overlaps = %d,\n    .n_noise = %d,\n",
            o->needs_overlaps, o->n_noise);
    if (o->n_noise > 0)
        fprintf(em->tables, "    .noise_kind = noise_kind,\n");
    fprintf(em->tables, "    .update = flow_update,\n    .time = flow_end,\n"
            "    .n_stops = %d%s\n", o->n_stops,
            o->n_stops > 0 ? ",\n    .stop_text = stop_text,\n"
                             "    .stops = flow_stops" : "");
    fprintf(em->tables, "};\n");
}

static void
emit_all(emission_t *em, const emit_context_t *context, const char *hash)
{
    const online_flow_t *o = em->theory->online;

    fprintf(em->tables, "enum\n{\n    K = %d,\n    M = %d,\n    P = K + M,\n"
            "    N_STATE = %d,\n    N_PARAMETERS = %d,\n"
            "    N_ENV = N_STATE + N_PARAMETERS,\n    N_MOMENTS = %d,\n"
            "    N_VALUES = %d\n};\n\n", o->K, o->M, o->n_state,
            em->theory->spec->n_parameters, o->n_moments, o->n_values);
    fprintf(em->tables, "/* what the formulas are functions of */\n"
            "static void\nenvironment(const double *theta, const double "
            "*state, double *env)\n{\n"
            "    for (int i = 0; i < N_STATE; i++)\n"
            "        env[i] = state[i];\n"
            "    for (int i = 0; i < N_PARAMETERS; i++)\n"
            "        env[N_STATE + i] = theta[i];\n}\n\n");
    emit_start(em);
    if (o->product)
        flow_kernels(em);
    em->flow_balls = flow_has_balls(em);
    flow_slopes(em);
    flow_balls(em);
    em->flow_balls = 0;
    flow_update(em);
    flow_ends(em);
    emit_table(em, context, hash, flow_has_balls(em));
}

int
emit_flow(FILE *to, const theory_t *theory, const emit_context_t *context,
          diags_t *d)
{
    static const char *const outer[EMIT_MAX_DEPTH]
        = { "t.0", "t.1", "t.2", "t.3", "t.4", "t.5", "t.6", "t.7" };
    enum { DOUBLES, BALLS, TEXTS, BALL_TABLES, TABLES, STREAMS };
    char *text[STREAMS], hash[65];
    size_t length[STREAMS];
    FILE *stream[STREAMS];
    emission_t em;

    memset(&em, 0, sizeof em);
    for (int i = 0; i < STREAMS; i++)
        if ((stream[i] = open_memstream(&text[i], &length[i])) == NULL)
            flint_abort();
    em.theory = theory;
    em.d = d;
    em.algebra = theory->spec->algebra;
    em.span = theory->spec->name_span;
    em.owner = -1;
    em.flow = 1;
    em.to = stream[DOUBLES];
    em.texts = stream[TEXTS];
    em.tables = stream[TABLES];
    em.balls = stream[BALLS];
    em.ball_tables = stream[BALL_TABLES];
    for (int i = 0; i < EMIT_MAX_DEPTH; i++)
    {
        em.outer[i] = expr_symbol(em.algebra, outer[i]);
        em.outer_name[i] = "t";
    }
    saddle_sha256(hash, context->spec_text, strlen(context->spec_text));
    emit_all(&em, context, hash);
    if (!em.failed && algebra_failed(em.algebra))
        emit_error(&em, "E0407", NULL, "the formulas are too large to emit");
    for (int i = 0; i < STREAMS; i++)
        fclose(stream[i]);
    if (!em.failed)
    {
        fprintf(to, "/* Written by saddle %s for ABI %d.  Do not edit.\n"
                " * SHA-256 of the spec\n * %s\n */\n"
                "#include \"model.h\"\n#include \"flow.h\"\n\n"
                "#include <math.h>\n#include <stddef.h>\n\n",
                context->version, SADDLE_ABI, hash);
        for (int i = 0; i < STREAMS; i++)
            fwrite(text[i], 1, length[i], to);
    }
    for (int i = 0; i < STREAMS; i++)
        free(text[i]);
    pool_clear(&em.pool);
    return !em.failed;
}
