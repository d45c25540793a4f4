/* compiler/emit/flow_kernel.c -- averages of functions of fields as C functions
 * of units.
 */
#include "flow.h"

#include <string.h>

/* Fields that the integrand of a case holds. */
static int
fields_of(const kernel_case_t *c, expr_t **field, int *number)
{
    int n = 0;

    for (int i = 0; i < c->n; i++)
        if (expr_contains(c->integrand, c->field[i]))
        {
            number[n] = i;
            field[n++] = c->field[i];
        }
    return n;
}

static int
at(int n, int i, int j)
{
    return i <= j ? i * n - i * (i - 1) / 2 + j - i : at(n, j, i);
}

/* By quadrature over the fields: env is fields, covariances, parameters. */
static void
numeric_case(emission_t *em, const char *name, const kernel_case_t *c)
{
    int number[KERNEL_SLOTS], size = c->n * (c->n + 1) / 2, n;
    expr_t *before[2 * KERNEL_SLOTS * KERNEL_SLOTS];
    flow_env_t env;
    const char *program;

    n = fields_of(c, before, number);
    memcpy(before + n, c->covariance, (size_t) size * sizeof *before);
    env = flow_env(em, before, n + size, 0, NULL, 0);
    program = flow_program(em, &env, name, &c->integrand, 1, NULL);
    fprintf(em->tables,
            "static double\nmean_%s(const double *c, const double *theta)\n"
            "{\n    double covariance[%d], env[%d + N_PARAMETERS], mean;\n\n",
            name, n * n, n + size);
    for (int i = 0; i < n * n; i++)
        fprintf(em->tables, "    covariance[%d] = c[%d];\n", i,
                at(c->n, number[i / n], number[i % n]));
    fprintf(em->tables,
            "    for (int i = 0; i < %d; i++)\n        env[%d + i] = c[i];\n"
            "    for (int i = 0; i < N_PARAMETERS; i++)\n"
            "        env[%d + i] = theta[i];\n"
            "    saddle_flow_mean(%d, covariance, %s_assemble, env, 1, "
            "&mean);\n    return mean;\n}\n\n", size, n, n + size, n,
            program);
}

static void
closed_case(emission_t *em, const char *name, const kernel_case_t *c)
{
    int size = c->n * (c->n + 1) / 2, integrals;
    flow_env_t env = flow_env(em, c->covariance, size, 0, NULL, 0);
    const char *program = flow_program(em, &env, name, &c->closed, 1,
                                       &integrals);

    fprintf(em->tables,
            "static double\nmean_%s(const double *c, const double *theta)\n"
            "{\n    double env[%d + N_PARAMETERS], mean;\n\n"
            "    for (int i = 0; i < %d; i++)\n        env[i] = c[i];\n"
            "    for (int i = 0; i < N_PARAMETERS; i++)\n"
            "        env[%d + i] = theta[i];\n    %s\n    return mean;\n}\n\n",
            name, size, size, size,
            flow_call(em, program, integrals, "env", "&mean"));
}

long
flow_kernel_code(const kernel_t *k, const kernel_case_t *c)
{
    long code = 0;

    for (int i = 0; i < k->slots; i++)
        code = 8 * code + (k->regular ? 0 : 2 * c->place[i])
               + (k->by_kind ? c->teacher[i] : 0);
    return code;
}

static void
emit_kernel(emission_t *em, const kernel_t *k)
{
    char **name = pool_alloc(&em->pool, (size_t) k->n_cases * sizeof *name);

    for (int i = 0; i < k->n_cases; i++)
    {
        name[i] = k->n_cases == 1
                      ? pool_printf(&em->pool, "%s", k->name)
                      : pool_printf(&em->pool, "%s_case_%d", k->name, i + 1);
        if (k->cases[i].closed != NULL)
            closed_case(em, name[i], &k->cases[i]);
        else
            numeric_case(em, name[i], &k->cases[i]);
    }
    fprintf(em->tables, "/* %s */\nstatic double\n%s(const double *C, const "
            "double *theta", k->text != NULL ? k->text : k->name, k->name);
    for (int i = 0; i < k->slots; i++)
        fprintf(em->tables, ", int %c", "ijkl"[i]);
    fprintf(em->tables, ")\n{\n    const int unit[] = { ");
    for (int i = 0; i < k->slots; i++)
        fprintf(em->tables, "%s%c", i > 0 ? ", " : "", "ijkl"[i]);
    fprintf(em->tables, " };\n    double c[%d];\n",
            k->slots * (k->slots + 1) / 2);
    if (k->n_cases == 1)
        fprintf(em->tables, "\n    gather(C, unit, %d, %d, %d, c);\n"
                "    return mean_%s(c, theta);\n}\n\n", k->slots,
                !k->regular, k->by_kind, name[0]);
    else
    {
        fprintf(em->tables, "\n    switch (gather(C, unit, %d, %d, %d, c))\n"
                "    {\n", k->slots, !k->regular, k->by_kind);
        for (int i = 0; i < k->n_cases; i++)
            fprintf(em->tables, "    case %ld:\n        return mean_%s(c, "
                    "theta);\n", flow_kernel_code(k, &k->cases[i]), name[i]);
        fprintf(em->tables, "    default:\n        return NAN;\n    }\n}\n\n");
    }
}

void
flow_kernels(emission_t *em)
{
    const online_flow_t *o = em->theory->online;

    fprintf(em->tables,
            "/* Units with one and the same field: formulas for different ones "
            "would be 0/0. */\nstatic int\n"
            "alike(const double *C, int i, int j, int by_kind)\n{\n    double a = C[i * P + i], b = C[j * P + j];"
            "\n\n    return i == j\n           || ((!by_kind || (i < K) == "
            "(j < K))\n               && a + b - 2.0 * C[i * P + j] <= 1e-14 "
            "* (a + b));\n}\n\n"
            "/* Covariances c of n units, row by row; returns in which way "
            "they coincide and\n   which are teachers, as far as that "
            "matters. */\n"
            "static long\ngather(const double *C, const int *unit, int n, int "
            "coincide, int by_kind, double *c)\n{\n"
            "    int field[4], n_fields = 0;\n    long code = 0;\n\n"
            "    for (int i = 0; i < n; i++)\n    {\n"
            "        int place = coincide ? 0 : n_fields;\n\n"
            "        while (place < n_fields\n"
            "               && !alike(C, field[place], unit[i], by_kind))\n"
            "            place++;\n"
            "        if (place == n_fields)\n"
            "            field[n_fields++] = unit[i];\n"
            "        code = 8 * code + (coincide ? 2 * place : 0)\n"
            "               + (by_kind && unit[i] >= K);\n    }\n"
            "    for (int i = 0; i < n_fields; i++)\n"
            "        for (int j = i; j < n_fields; j++)\n"
            "            *c++ = C[field[i] * P + field[j]];\n"
            "    return code;\n}\n\n");
    for (int i = 0; i < KERNELS && !em->failed; i++)
        if (o->kernel[i].n_cases > 0)
            emit_kernel(em, &o->kernel[i]);
}
