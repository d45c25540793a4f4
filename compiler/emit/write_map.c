/* compiler/emit/write_map.c -- functions of arrays (saddle_map_t).
 *
 * The inputs take the places of outer integration variables, so that the
 * integrals inside become groups whose env ends with the inputs.
 */
#include "double.h"

#include <string.h>

/* Outputs with the inputs renamed. */
static expr_t **
opened(emission_t *em, const mapping_t *m)
{
    expr_t **body = pool_alloc(&em->pool,
                               (size_t) m->n_outputs * sizeof *body);

    for (int k = 0; k < m->n_outputs; k++)
        body[k] = expr_substitute(em->algebra, m->output[k], m->input,
                                  em->outer, m->n_inputs);
    return body;
}

static void
write_body(emission_t *em, const char *name, const mapping_t *m,
           expr_t *const *body, expr_t *const *inner, int n_inner)
{
    pool_t *pool = &em->pool;
    lowering_t l = { .em = em, .doubles = 1 };
    names_t used = { 0 };
    int *root = pool_alloc(pool, (size_t) m->n_outputs * sizeof *root);
    const char **part = pool_alloc(pool, (size_t) m->n_outputs * sizeof *part);
    writer_t w;
    ir_t ir;

    ir_init(&ir, pool);
    l.ir = &ir;
    lower_leaves(&l, 0, NULL);
    for (int k = 0; k < m->n_inputs; k++)
        map_put(&l.leaf, pool, em->outer[k],
                ir_hint(&ir, ir_leaf(&ir, IR_VARIABLE, k),
                        naming_clean(pool, expr_name(m->input[k]))));
    for (int k = 0; k < n_inner; k++)
        map_put(&l.leaf, pool, inner[k], ir_leaf(&ir, IR_INNER, k));
    for (int k = 0; k < m->n_outputs; k++)
    {
        root[k] = lower(&l, body[k]);
        part[k] = pool_printf(pool, "[%d]  %s", k,
                              escape_readable(em, m->output[k]));
    }
    writer_init(&w, em, &l, 0, NULL, &used);
    writer_count(&w, root, m->n_outputs);
    for (int k = 0; k < m->n_outputs; k++)
        w.hoisted[root[k]] = 1;
    escape_comment(em->to, 0, part, m->n_outputs);
    writer_open(em, pool_printf(pool, "%s_map(", name),
                "int n, const double *const *in, const double *env, "
                "const double *inner, double *out");
    w.n_map_inputs = m->n_inputs;
    writer_statements(&w, 0, 0);
    writer_unused(&w, IR_ENV, "env");
    writer_unused(&w, IR_VARIABLE, "in");
    writer_unused(&w, IR_INNER, "inner");
    fprintf(em->to, "\n    for (int i = 0; i < n; i++)\n    {\n");
    w.indent = 8;
    writer_statements(&w, 1, n_inner);
    fprintf(em->to, "\n");
    for (int k = 0; k < m->n_outputs; k++)
        escape_wrap(em->to, 8,
                    k == 0 ? "out[i] = "
                    : k == 1 ? "out[n + i] = "
                           : pool_printf(pool, "out[%d * n + i] = ", k),
                    w.text[root[k]], ";");
    fprintf(em->to, "    }\n}\n\n");
    ir_clear(&ir);
}

const char *
emit_map(emission_t *em, const char *wanted, const mapping_t *m)
{
    const char *name = names_unique(&em->names, &em->pool, wanted);
    expr_t **body = opened(em, m), **inner = NULL;
    int n_groups = 0, n_inner = 0, room = 0;
    group_t **group = NULL;

    for (int k = 0; k < m->n_inputs; k++)
        em->outer_name[k] = naming_clean(&em->pool, expr_name(m->input[k]));
    emit_inner_groups(em, body, m->n_outputs, m->n_inputs, &group, &n_groups,
                      &inner, &n_inner, &room);
    for (int k = 0; k < n_groups && !em->failed; k++)
        emit_group(em, group[k]);
    for (int k = 0; k < m->n_inputs; k++)
        em->outer_name[k] = naming_clean(&em->pool, expr_name(m->input[k]));
    if (em->failed)
        return "NULL";
    write_body(em, name, m, body, inner, n_inner);
    if (n_groups > 0)
        emit_group_list(em, name, "inner", group, n_groups);
    fprintf(em->tables, "static const saddle_map_t %s = {\n    .n_env = %d,\n"
            "    .n_inputs = %d,\n    .n_outputs = %d,\n"
            "    .n_inner_values = %d,\n    .n_inner = %d,\n", name,
            em->n_base, m->n_inputs, m->n_outputs, n_inner, n_groups);
    if (n_groups > 0)
        fprintf(em->tables, "    .inner = %s_inner,\n", name);
    fprintf(em->tables, "    .map = %s_map\n};\n\n", name);
    return pool_printf(&em->pool, "&%s", name);
}
