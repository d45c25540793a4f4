/* compiler/emit/flow_slope.c -- the right-hand side of a flow in doubles. */
#include "flow.h"

#include <stdlib.h>

/* ---- sums over units ---------------------------------------------------- */

static int
is_regular(const online_flow_t *o)
{
    for (int i = 0; i < KERNELS; i++)
        if (o->kernel[i].n_cases > 0 && !o->kernel[i].regular)
            return 0;
    return 1;
}

/* What the sums are made of: first, second, amplitude, noise; C. */
static void
write_factors(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    int K = o->K, P = o->K + o->M, n = 0, integrals;
    expr_t **e = pool_alloc(&em->pool, (size_t) (2 * K + P + 1) * sizeof *e);
    flow_env_t env = flow_env(em, NULL, 0, 1, NULL, 0);
    const char *program;

    for (int k = 0; k < K; k++)
        e[n++] = o->first[k];
    for (int k = 0; k < K && o->learned; k++)
        e[n++] = o->second[k];
    for (int c = 0; c < P; c++)
        e[n++] = o->amplitude[c];
    e[n++] = o->noise;
    program = flow_program(em, &env, "factors", e, n, &integrals);
    fprintf(em->tables,
            "/* The step of unit k is a[k] p(u_k) (sum over units c of A[c] "
            "s(u_c), + noise). */\ntypedef struct\n{\n    double a[K]%s, "
            "A[P], noise;\n} factors_t;\n\n"
            "static void\nfactors(const double *env, factors_t *f)\n{\n"
            "    double all[%d];\n    int n = 0;\n\n    %s\n"
            "    for (int k = 0; k < K; k++)\n        f->a[k] = all[n++];\n",
            o->learned ? ", b[K]" : "", n,
            flow_call(em, program, integrals, "env", "all"));
    if (o->learned)
        fprintf(em->tables, "    for (int k = 0; k < K; k++)\n"
                "        f->b[k] = all[n++];\n");
    fprintf(em->tables, "    for (int c = 0; c < P; c++)\n"
            "        f->A[c] = all[n++];\n    f->noise = all[n];\n}\n\n");
    fprintf(em->tables,
            "/* Covariance of the fields; 1 if one has a negative variance. "
            "*/\nstatic int\ncovariance(const double *theta, const double "
            "*state, double *C)\n{\n    double T[M * M + M + K];\n"
            "    int q = K * M;\n\n    flow_layers(theta, T);\n"
            "    for (int k = 0; k < K; k++)\n    {\n"
            "        for (int m = 0; m < M; m++)\n"
            "            C[k * P + K + m] = C[(K + m) * P + k] = "
            "state[k * M + m];\n"
            "        for (int l = k; l < K; l++)\n"
            "            C[k * P + l] = C[l * P + k] = state[q++];\n    }\n"
            "    for (int m = 0; m < M; m++)\n"
            "        for (int n = 0; n < M; n++)\n"
            "            C[(K + m) * P + K + n] = T[m * M + n];\n"
            "    for (int c = 0; c < P; c++)\n    {\n"
            "        if (!(C[c * P + c] >= 0.0))\n            return 1;\n%s"
            "    }\n    return 0;\n}\n\n",
            is_regular(o) ? "" :
            "        /* fields that are equal stay within the formulas */\n"
            "        C[c * P + c] *= 1.0 + 1e-15;\n");
}

static const char sums[] =
    "static int\nslope(const double *theta, const double *state,\n"
    "      saddle_flow_limit_t limit, double *out)\n{\n"
    "    double env[N_ENV], C[P * P], eta, eta_v;\n"
    "    factors_t f;\n    int n = 0;\n\n"
    "    environment(theta, state, env);\n"
    "    if (covariance(theta, state, C))\n        return 1;\n"
    "    factors(env, &f);\n"
    "    rates(theta, &eta, &eta_v);\n"
    "    if (limit == FLOW_GRADIENT)\n    {\n"
    "        eta_v /= eta;\n        eta = 1.0;\n    }\n"
    "    (void) eta_v;\n\n"
    "    /* dR[k,m]/dt = eta a[k] sum_c A[c] I3(k, m, c) */\n"
    "    for (int k = 0; k < K; k++)\n"
    "        for (int m = K; m < P; m++)\n        {\n"
    "            double drift = 0.0;\n\n"
    "            for (int c = 0; c < P; c++)\n"
    "                drift += f.A[c] * I3(C, theta, k, m, c);\n"
    "            out[n++] = eta * f.a[k] * drift;\n        }\n\n"
    "    /* dQ[k,l]/dt = eta sum_c A[c] (a[k] I3(k, l, c) + a[l] I3(l, k, c))\n"
    "       + eta^2 a[k] a[l] (sum_cd A[c] A[d] I4(k, l, c, d)\n"
    "                          + noise J2(k, l)) */\n"
    "    for (int k = 0; k < K; k++)\n"
    "        for (int l = k; l < K; l++)\n        {\n"
    "            double drift = 0.0, spread = 0.0;\n\n"
    "            for (int c = 0; c < P; c++)\n"
    "                drift += f.A[c] * (f.a[k] * I3(C, theta, k, l, c)\n"
    "                                   + f.a[l] * I3(C, theta, l, k, c));\n"
    "            for (int c = 0; c < P && limit == FLOW_FINITE; c++)\n"
    "                for (int d = c; d < P; d++)\n"
    "                    spread += (c == d ? 1.0 : 2.0) * f.A[c] * f.A[d]\n"
    "                              * I4(C, theta, k, l, c, d);\n"
    "            if (limit == FLOW_FINITE && f.noise != 0.0)\n"
    "                spread += f.noise * J2(C, theta, k, l);\n"
    "            out[n++] = eta * (drift + eta * f.a[k] * f.a[l] * spread);\n"
    "        }\n";

static const char layer_sums[] =
    "\n    /* dv[k]/dt = eta_v b[k] sum_c A[c] G2(k, c) */\n"
    "    for (int k = 0; k < K; k++)\n    {\n"
    "        double drift = 0.0;\n\n"
    "        for (int c = 0; c < P; c++)\n"
    "            drift += f.A[c] * G2(C, theta, k, c);\n"
    "        out[n++] = eta_v * f.b[k] * drift;\n    }\n";

static const char finite_check[] =
    "    for (int i = 0; i < %s; i++)\n"
    "        if (!isfinite(out[i]))\n            return 1;\n"
    "    return 0;\n}\n\n";

static void
write_sums(emission_t *em)
{
    fputs(sums, em->tables);
    if (em->theory->online->learned)
        fputs(layer_sums, em->tables);
    fprintf(em->tables, finite_check, "N_STATE");
}

/* ---- formulas ----------------------------------------------------------- */

/* Averages by quadrature over all fields: moments(theta, state, out). */
static void
write_moments(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    const online_spec_t *s = em->theory->spec->online;
    int P = o->K + o->M, n = 0;
    expr_t **e;
    flow_env_t env;
    const char *program;

    if (o->n_moments == 0)
    {
        fprintf(em->tables, "static void\nmoments(const double *theta, double "
                "*env)\n{\n    (void) theta;\n    (void) env;\n}\n\n");
        return;
    }
    e = pool_alloc(&em->pool, (size_t) (P * P) * sizeof *e);
    for (int i = 0; i < P; i++)
        for (int j = 0; j < P; j++)
        {
            int p = i < j ? i : j, q = i < j ? j : i;

            e[n++] = q < o->K   ? s->Q[p * o->K + q]
                     : p < o->K ? s->R[p * o->M + q - o->K]
                                : s->start_T[(p - o->K) * o->M + q - o->K];
        }
    env = flow_env(em, NULL, 0, 1, NULL, 0);
    program = flow_program(em, &env, "field_covariance", e, n, NULL);
    fprintf(em->tables, "/* averages over the fields, appended to env */\n"
            "static void\nmoments(const double *theta, double *env)\n{\n"
            "    double C[P * P], all[P + N_ENV];\n\n    (void) theta;\n"
            "    %s\n", flow_call(em, program, 0, "env", "C"));
    env = flow_env(em, o->field, P, 1, NULL, 0);
    program = flow_program(em, &env, "pattern", o->moment_body, o->n_moments,
                           NULL);
    fprintf(em->tables, "    for (int i = 0; i < N_ENV; i++)\n"
            "        all[P + i] = env[i];\n"
            "    saddle_flow_mean(P, C, %s_assemble, all, N_MOMENTS, env + "
            "N_ENV);\n}\n\n", program);
}

static void
write_formulas(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    flow_env_t env = flow_env(em, NULL, 0, 1, o->moment, o->n_moments);
    const char *call[2];
    int integrals;

    for (int i = 0; i < 2; i++)
    {
        const char *program
            = flow_program(em, &env, i == 0 ? "finite_slope"
                                            : "gradient_slope",
                           o->slope[i], o->n_state, &integrals);

        call[i] = flow_call(em, program, integrals, "env", "out");
    }
    fprintf(em->tables,
            "static int\nslope(const double *theta, const double *state,\n"
            "      saddle_flow_limit_t limit, double *out)\n{\n"
            "    double env[N_ENV + N_MOMENTS];\n\n"
            "    environment(theta, state, env);\n    moments(theta, env);\n"
            "    if (limit == FLOW_GRADIENT)\n        %s\n    else\n"
            "        %s\n", call[1], call[0]);
    fprintf(em->tables, finite_check, "N_STATE");
}

/* ---- values ------------------------------------------------------------- */

static void
write_values(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    int sum = o->value[0].value == NULL, n = o->n_values - sum, integrals;
    expr_t **e = pool_alloc(&em->pool, (size_t) (n + 1) * sizeof *e);
    expr_t **after = pool_alloc(&em->pool,
                                (size_t) (o->n_moments + 1) * sizeof *after);
    flow_env_t env;
    const char *program;

    for (int i = 0; i < n; i++)
        e[i] = o->value[sum + i].value;
    for (int i = 0; i < o->n_moments; i++)
        after[i] = o->moment[i];
    after[o->n_moments] = o->error;
    env = flow_env(em, NULL, 0, 1, after, o->n_moments + 1);
    /* observables may speak of the error */
    if (!sum)
        for (int i = 1; i < n; i++)
            e[i] = expr_substitute(em->algebra, e[i], &o->error, &e[0], 1);
    fprintf(em->tables, "static int\nvalues(const double *theta, const double "
            "*state, double *out)\n{\n"
            "    double env[N_ENV + N_MOMENTS + 1]%s;\n%s\n"
            "    environment(theta, state, env);\n    moments(theta, env);\n",
            sum ? ", C[P * P]" : "", sum ? "    factors_t f;\n" : "");
    if (sum)
        fprintf(em->tables,
                "    if (covariance(theta, state, C))\n        return 1;\n"
                "    factors(env, &f);\n\n"
                "    /* half the sum of A[a] A[b] I2(a, b) */\n"
                "    out[0] = 0.0;\n"
                "    for (int a = 0; a < P; a++)\n"
                "        for (int b = a; b < P; b++)\n"
                "            out[0] += (a == b ? 0.5 : 1.0) * f.A[a] * f.A[b]"
                "\n                      * I2(C, theta, a, b);\n");
    if (n > 0)
    {
        FILE *tables = em->tables;
        char *text = NULL;
        size_t length;

        /* the program's table comes before the function that is open */
        em->tables = open_memstream(&text, &length);
        program = flow_program(em, &env, "observed", e, n, &integrals);
        fclose(em->tables);
        em->tables = tables;
        fputs(text, em->ball_tables);
        free(text);
        fprintf(em->tables, "    env[N_ENV + N_MOMENTS] = %s;\n    %s\n",
                sum ? "out[0]" : "0.0",
                flow_call(em, program, integrals, "env",
                          sum ? "out + 1" : "out"));
    }
    fprintf(em->tables, finite_check, "N_VALUES");
}

void
flow_slopes(emission_t *em)
{
    write_moments(em);
    if (em->theory->online->product)
    {
        write_factors(em);
        write_sums(em);
    }
    else
        write_formulas(em);
    write_values(em);
}
