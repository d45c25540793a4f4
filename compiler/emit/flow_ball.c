/* compiler/emit/flow_ball.c -- a flow for the abstract machine: the sums over
 * units as loops over registers.
 *
 * A formula has its arguments in the first registers and may use those after
 * them, up to BASE; what the sums are made of lies behind.
 */
#include "flow.h"

#include <string.h>

static int
has_integral(expr_t *e)
{
    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL)
        return 1;
    for (int i = 0; i < expr_arity(e); i++)
        if (has_integral(expr_child(e, i)))
            return 1;
    return 0;
}

static int
closed(emission_t *em, expr_t *e)
{
    return e == NULL || !has_integral(expr_inline(em->algebra, e));
}

int
flow_has_balls(emission_t *em)
{
    const online_flow_t *o = em->theory->online;

    if (o->n_moments > 0)
        return 0;
    for (int i = 0; i < o->n_values; i++)
        if (!closed(em, o->value[i].value))
            return 0;
    for (int i = 0; i < o->n_state && !o->product; i++)
        if (!closed(em, o->slope[0][i]))
            return 0;
    for (int i = 0; i < KERNELS; i++)
        for (int k = 0; k < o->kernel[i].n_cases; k++)
            if (o->kernel[i].cases[k].closed == NULL
                || !closed(em, o->kernel[i].cases[k].closed))
                return 0;
    return 1;
}

/* ---- sums --------------------------------------------------------------- */

static const char tools[] =
    "/* The same for the abstract machine; registers hold balls. */\n\n"
    "static void\ncopy(saddle_machine_t *m, int to, int from)\n{\n"
    "    m->ops->add(m, to, from, ZERO);\n}\n\n"
    "/* A formula of n_in registers; its n_out values go to out, .... */\n"
    "static void\nrun(saddle_machine_t *m, const saddle_ball_assembly_t *f, "
    "int n_in,\n    const int *in, int n_out, int out)\n{\n"
    "    for (int i = 0; i < n_in; i++)\n        copy(m, i, in[i]);\n"
    "    f->assemble(m);\n"
    "    for (int i = 0; i < n_out; i++)\n"
    "        copy(m, out + i, f->outputs[i]);\n}\n\n"
    "/* to += x y */\nstatic void\n"
    "add_product(saddle_machine_t *m, int to, int x, int y)\n{\n    m->ops->mul(m, PRODUCT, x, y);\n"
    "    m->ops->add(m, to, to, PRODUCT);\n}\n\n"
    "/* What all sums need; C: the register of each covariance. */\n"
    "static void\nprepare(saddle_machine_t *m, int *C)\n{\n"
    "    int in[N_ENV + 1], q = K * M;\n\n"
    "    m->ops->rational(m, ZERO, \"0\");\n"
    "    for (int i = 0; i < N_ENV; i++)\n    {\n"
    "        copy(m, ENV + i, i);\n        in[i] = ENV + i;\n    }\n"
    "    run(m, &formula_layers_ball, N_PARAMETERS, in + N_STATE,\n"
    "        M * M + M + K, LAYERS);\n"
    "    run(m, &formula_rates_ball, N_PARAMETERS, in + N_STATE, 2, RATES);\n"
    "    run(m, &formula_factors_ball, N_ENV, in, N_FACTORS, FACTORS);\n"
    "    for (int k = 0; k < K; k++)\n    {\n"
    "        for (int n = 0; n < M; n++)\n"
    "            C[k * P + K + n] = C[(K + n) * P + k] = ENV + k * M + n;\n"
    "        for (int l = k; l < K; l++)\n"
    "            C[k * P + l] = C[l * P + k] = ENV + q++;\n    }\n"
    "    for (int i = 0; i < M * M; i++)\n"
    "        C[(K + i / M) * P + K + i % M] = LAYERS + i;\n}\n\n"
    "/* gather, of registers; the parameters after them. */\n"
    "static long\ngather_registers(const int *C, const int *unit, int n, int "
    "coincide,\n                 int by_kind, int *in, int *n_in)\n{\n"
    "    int field[4], n_fields = 0;\n    long code = 0;\n\n"
    "    for (int i = 0; i < n; i++)\n    {\n"
    "        int place = coincide ? 0 : n_fields;\n\n"
    "        while (place < n_fields && field[place] != unit[i])\n"
    "            place++;\n"
    "        if (place == n_fields)\n"
    "            field[n_fields++] = unit[i];\n"
    "        code = 8 * code + (coincide ? 2 * place : 0)\n"
    "               + (by_kind && unit[i] >= K);\n    }\n    *n_in = 0;\n"
    "    for (int i = 0; i < n_fields; i++)\n"
    "        for (int j = i; j < n_fields; j++)\n"
    "            in[(*n_in)++] = C[field[i] * P + field[j]];\n"
    "    for (int i = 0; i < N_PARAMETERS; i++)\n"
    "        in[(*n_in)++] = ENV + N_STATE + i;\n"
    "    return code;\n}\n\n";

static const char slope_sums[] =
    "static void\nslope_machine(saddle_machine_t *m, saddle_flow_limit_t "
    "limit)\n{\n    const saddle_ops_t *op = m->ops;\n"
    "    int C[P * P], n = 0;\n\n    prepare(m, C);\n"
    "    if (limit == FLOW_GRADIENT)\n    {\n"
    "        op->div(m, RATES + 1, RATES + 1, RATES);\n"
    "        op->rational(m, RATES, \"1\");\n    }\n"
    "    for (int k = 0; k < K; k++)\n"
    "        for (int l = K; l < P; l++)\n        {\n"
    "            copy(m, DRIFT, ZERO);\n"
    "            for (int c = 0; c < P; c++)\n            {\n"
    "                I3_machine(m, C, k, l, c);\n"
    "                add_product(m, DRIFT, FACTOR_A + c, MEAN);\n"
    "            }\n"
    "            op->mul(m, DRIFT, DRIFT, FACTORS + k);\n"
    "            op->mul(m, RESULT + n++, DRIFT, RATES);\n        }\n"
    "    for (int k = 0; k < K; k++)\n"
    "        for (int l = k; l < K; l++)\n        {\n"
    "            copy(m, DRIFT, ZERO);\n            copy(m, SPREAD, ZERO);\n"
    "            for (int c = 0; c < P; c++)\n            {\n"
    "                I3_machine(m, C, k, l, c);\n"
    "                op->mul(m, PART, FACTORS + k, MEAN);\n"
    "                I3_machine(m, C, l, k, c);\n"
    "                add_product(m, PART, FACTORS + l, MEAN);\n"
    "                add_product(m, DRIFT, FACTOR_A + c, PART);\n"
    "            }\n"
    "            for (int c = 0; c < P && limit == FLOW_FINITE; c++)\n"
    "                for (int d = c; d < P; d++)\n                {\n"
    "                    I4_machine(m, C, k, l, c, d);\n"
    "                    op->mul(m, PART, FACTOR_A + c, FACTOR_A + d);\n"
    "                    if (c != d)\n"
    "                        op->add(m, PART, PART, PART);\n"
    "                    add_product(m, SPREAD, PART, MEAN);\n"
    "                }\n"
    "            if (limit == FLOW_FINITE)\n            {\n"
    "                J2_machine(m, C, k, l);\n"
    "                add_product(m, SPREAD, FACTOR_NOISE, MEAN);\n"
    "                op->mul(m, PART, FACTORS + k, FACTORS + l);\n"
    "                op->mul(m, PART, PART, RATES);\n"
    "                add_product(m, DRIFT, PART, SPREAD);\n            }\n"
    "            op->mul(m, RESULT + n++, DRIFT, RATES);\n        }\n";

static const char layer_sums[] =
    "    for (int k = 0; k < K; k++)\n    {\n        copy(m, DRIFT, ZERO);\n"
    "        for (int c = 0; c < P; c++)\n        {\n"
    "            G2_machine(m, C, k, c);\n"
    "            add_product(m, DRIFT, FACTOR_A + c, MEAN);\n        }\n"
    "        op->mul(m, DRIFT, DRIFT, FACTORS + K + k);\n"
    "        op->mul(m, RESULT + n++, DRIFT, RATES + 1);\n    }\n";

static const char error_sum[] =
    "    copy(m, DRIFT, ZERO);\n"
    "    for (int a = 0; a < P; a++)\n        for (int b = a; b < P; b++)\n"
    "        {\n            I2_machine(m, C, a, b);\n"
    "            op->mul(m, PART, FACTOR_A + a, FACTOR_A + b);\n"
    "            if (a != b)\n                op->add(m, PART, PART, PART);\n"
    "            add_product(m, DRIFT, PART, MEAN);\n        }\n"
    "    op->rational(m, PART, \"1/2\");\n"
    "    op->mul(m, RESULT, DRIFT, PART);\n";

static void
write_kernel(emission_t *em, const kernel_t *k)
{
    fprintf(em->tables, "/* MEAN = %s */\nstatic void\n%s_machine("
            "saddle_machine_t *m, const int *C", k->name, k->name);
    for (int i = 0; i < k->slots; i++)
        fprintf(em->tables, ", int %c", "ijkl"[i]);
    fprintf(em->tables, ")\n{\n    const int unit[] = { ");
    for (int i = 0; i < k->slots; i++)
        fprintf(em->tables, "%s%c", i > 0 ? ", " : "", "ijkl"[i]);
    fprintf(em->tables, " };\n    int in[10 + N_PARAMETERS], n_in;\n\n"
            "    switch (gather_registers(C, unit, %d, %d, %d, in, &n_in))\n"
            "    {\n", k->slots, !k->regular, k->by_kind);
    for (int i = 0; i < k->n_cases; i++)
    {
        char *name = k->n_cases == 1
                         ? pool_printf(&em->pool, "%s", k->name)
                         : pool_printf(&em->pool, "%s_case_%d", k->name,
                                       i + 1);

        fprintf(em->tables, "    %s%ld:\n        run(m, &%s_ball, n_in, in, "
                "1, MEAN);\n        break;\n", "case ",
                flow_kernel_code(k, &k->cases[i]),
                flow_formula_of(em, name));
    }
    fprintf(em->tables, "    }\n}\n\n");
}

static void
write_table(emission_t *em, const char *name, const char *call, int n)
{
    fprintf(em->tables, "static void\n%s_assemble(saddle_machine_t *m)\n{\n"
            "    %s\n}\n\nstatic const int %s_outputs[] = {", name, call,
            name);
    for (int i = 0; i < n; i++)
        fprintf(em->tables, "%sRESULT + %d%s", i % 5 == 0 ? "\n    " : " ", i,
                i == n - 1 ? "\n" : ",");
    fprintf(em->tables, "};\n\nstatic const saddle_ball_assembly_t %s = {\n"
            "    REGISTERS, %s_assemble, %s_outputs\n};\n\n", name, name,
            name);
}

static void
write_sums(emission_t *em)
{
    const online_flow_t *o = em->theory->online;
    int sum = o->value[0].value == NULL, n = o->n_values - sum;
    int P = o->K + o->M, outputs = o->n_state;

    if (o->n_values > outputs)
        outputs = o->n_values;
    fprintf(em->tables,
            "enum\n{\n    N_FACTORS = %d * K + P + 1,\n    BASE = %d,\n"
            "    ENV = BASE,\n    ZERO = ENV + N_ENV,\n"
            "    LAYERS = ZERO + 1,\n"
            "    RATES = LAYERS + M * M + M + K,\n"
            "    FACTORS = RATES + 2,\n    FACTOR_A = FACTORS + %d * K,\n"
            "    FACTOR_NOISE = FACTOR_A + P,\n"
            "    MEAN = FACTORS + N_FACTORS,\n    PRODUCT,\n    PART,\n"
            "    DRIFT,\n    SPREAD,\n    RESULT,\n"
            "    REGISTERS = RESULT + %d\n};\n\n", 1 + o->learned,
            em->ball_registers + P + 2, 1 + o->learned, outputs);
    fputs(tools, em->tables);
    for (int i = 0; i < KERNELS; i++)
        if (o->kernel[i].n_cases > 0 && (sum || i != KERNEL_I2))
            write_kernel(em, &o->kernel[i]);
    fputs(slope_sums, em->tables);
    if (o->learned)
        fputs(layer_sums, em->tables);
    fprintf(em->tables, "}\n\nstatic void\nvalues_machine(saddle_machine_t "
            "*m)\n{\n    const saddle_ops_t *op = m->ops;\n"
            "    int C[P * P]%s;\n\n    (void) op;\n    prepare(m, C);\n",
            n > 0 ? ", in[N_ENV + 1]" : "");
    if (sum)
        fputs(error_sum, em->tables);
    if (n > 0)
        fprintf(em->tables, "    for (int i = 0; i < N_ENV; i++)\n"
                "        in[i] = ENV + i;\n    in[N_ENV] = %s;\n"
                "    run(m, &%s_ball, N_ENV + 1, in, %d, RESULT + %d);\n",
                sum ? "RESULT" : "ZERO", flow_formula_of(em, "observed"), n,
                sum);
    fprintf(em->tables, "}\n\n");
    write_table(em, "slope_ball", "slope_machine(m, FLOW_FINITE);",
                o->n_state);
    write_table(em, "gradient_ball", "slope_machine(m, FLOW_GRADIENT);",
                o->n_state);
    write_table(em, "values_ball", "values_machine(m);", o->n_values);
}

void
flow_balls(emission_t *em)
{
    if (flow_has_balls(em) && em->theory->online->product)
        write_sums(em);
}
