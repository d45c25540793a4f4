/* compiler/emit/program.c -- functions and tables of one program. */
#include "internal.h"

#include <string.h>

/* "E[xi]", "int[h in 0 .. inf]" for messages. */
static const char *
what(emission_t *em, const group_t *g)
{
    pool_t *pool = &em->pool;
    const char *name = naming_clean(pool, g->hint);

    if (g->gauss)
        return pool_printf(pool, "E[%s]", name);
    if (g->count)
        return pool_printf(pool, "sum[%s in 0 .. inf]", name);
    return pool_printf(pool, "int[%s in %.60s .. %.60s]", name,
                       g->lo == NULL ? "-inf" : escape_readable(em, g->lo),
                       g->hi == NULL ? "inf" : escape_readable(em, g->hi));
}

void
emit_group_list(emission_t *em, const char *name, const char *suffix,
                group_t *const *group, int n)
{
    fprintf(em->tables, "static const saddle_group_t *const %s_%s[] = {\n",
            name, suffix);
    for (int i = 0; i < n; i++)
        fprintf(em->tables, "    &%s%s\n", group[i]->name,
                i == n - 1 ? "" : ",");
    fprintf(em->tables, "};\n");
}

/* What the integrand over a field reads of the env; returns how much. */
static int
write_reads(emission_t *em, const group_t *g)
{
    int n = 0, *index = pool_alloc(&em->pool, (size_t) (em->n_env + g->depth)
                                                  * sizeof *index);

    for (int k = 0; k < em->n_env + g->depth; k++)
    {
        expr_t *symbol = k < em->n_env ? em->env[k]
                                       : em->outer[k - em->n_env];

        for (int i = 0; i < g->n; i++)
            if (expr_contains(g->field_body[i], symbol))
            {
                index[n++] = k;
                break;
            }
    }
    if (n > 0)
        table_int_array(em, pool_printf(&em->pool, "%s_reads", g->name), index,
                        n);
    return n;
}

static void
group_table(emission_t *em, const group_t *g)
{
    const char *prefix = "whole_line";
    int n_reads = 0;

    if (g->lo != NULL || g->hi != NULL || g->n_breaks > 0)
        prefix = pool_printf(&em->pool, "%s_limits", g->name);
    if (g->n_inner > 0)
        emit_group_list(em, g->name, "inner", g->inner, g->n_inner);
    if (g->field_body != NULL)
        n_reads = write_reads(em, g);
    fprintf(em->tables, "static const saddle_group_t %s = {\n    .what = ",
            g->name);
    escape_string(em->tables, what(em, g), 12);
    fprintf(em->tables, ",\n    .n_env = %d,\n    .n_integrands = %d,\n",
            em->n_env + g->depth, g->n);
    fprintf(em->tables, "    .weight_gauss = %d,\n    .lo_infinite = %d,\n"
            "    .hi_infinite = %d,\n    .n_breaks = %d,\n", g->gauss,
            g->lo == NULL, g->hi == NULL, g->n_breaks);
    if (g->count)
        fprintf(em->tables, "    .count = 1,\n");
    if (g->bent)
        fprintf(em->tables, "    .bent = 1,\n");
    fprintf(em->tables, "    .n_inner_values = %d,\n    .n_inner = %d,\n",
            g->n_inner_values, g->n_inner);
    if (g->n_inner > 0)
        fprintf(em->tables, "    .inner = %s_inner,\n", g->name);
    if (g->field_body != NULL)
        fprintf(em->tables, "    .field = %s_field,\n", g->name);
    if (n_reads > 0)
        fprintf(em->tables, "    .n_reads = %d,\n    .reads = %s_reads,\n",
                n_reads, g->name);
    fprintf(em->tables, "    .limits = %s,\n    .integrand = %s_integrand,\n"
            "    .ball = &%s_ball\n};\n\n", prefix, g->name, g->name);
}

/* Shared by every integral from -inf to inf. */
static void
whole_line(emission_t *em, const group_t *g)
{
    if (em->whole_line || g->lo != NULL || g->hi != NULL || g->n_breaks > 0)
        return;
    em->whole_line = 1;
    fprintf(em->to, "static void\nwhole_line(const double *env, double *end)\n"
            "{\n    (void) env;\n\n    end[0] = -INFINITY;\n"
            "    end[1] = INFINITY;\n}\n\n");
}

void
emit_group(emission_t *em, group_t *g)
{
    int n_env = em->n_env;

    if (g->written || em->failed)
        return;
    g->written = 1;
    em->n_env = g->n_env;
    em->outer_name[g->depth] = naming_clean(&em->pool, g->hint);
    for (int i = 0; i < g->n_inner; i++)
        emit_group(em, g->inner[i]);
    em->outer_name[g->depth] = naming_clean(&em->pool, g->hint);
    whole_line(em, g);
    write_double_group(em, g);
    write_ball_group(em, g);
    group_table(em, g);
    em->n_env = n_env;
}

static void
program_table(emission_t *em, program_t *p)
{
    int no_ball = p->no_ball || (em->flow && !em->flow_balls);

    if (p->n_groups > 0)
        emit_group_list(em, p->name, "groups", p->group, p->n_groups);
    fprintf(em->tables, "static const saddle_program_t %s = {\n", p->name);
    fprintf(em->tables, "    .n_outputs = %d,\n    .n_env = %d,\n"
            "    .n_integrals = %d,\n    .n_groups = %d,\n", p->n, em->n_env,
            p->n_integrals, p->n_groups);
    if (p->n_groups > 0)
        fprintf(em->tables, "    .group = %s_groups,\n", p->name);
    fprintf(em->tables, "    .assemble = %s_assemble,\n    .ball = %s%s%s\n"
            "};\n\n", p->name, no_ball ? "" : "&",
            no_ball ? "NULL" : p->name, no_ball ? "" : "_ball");
}

const char *
emit_program(emission_t *em, const char *name, expr_t *const *output, int n,
             const caption_t *caption)
{
    program_t *p;
    int is_new, n_env = em->n_env;

    if (n <= 0 || em->failed)
        return "NULL";
    p = emit_collect(em, name, output, n, &is_new);
    if (is_new && !em->failed)
    {
        p->caption = caption;
        if (caption != NULL && caption->title != NULL)
            escape_title(em->to, caption->title);
        for (int i = 0; i < p->n_groups; i++)
            emit_group(em, p->group[i]);
        em->n_env = p->n_env;
        write_double_assembly(em, p);
        if (!em->flow || em->flow_balls)
            write_ball_assembly(em, p);
        if (!em->flow || p->n_groups > 0)
            program_table(em, p);
        p->caption = NULL;
        em->n_env = n_env;
    }
    return pool_printf(&em->pool, "&%s", p->name);
}
