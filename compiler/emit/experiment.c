/* compiler/emit/experiment.c -- the table of the finite system. */
#include "internal.h"

/* A saddle_draw_t called `name`. */
static const char *
emit_draw(emission_t *em, const char *name, const draw_t *d)
{
    const char *value;
    int n = d->value.n_inputs - d->n_given;

    if (d->value.n_outputs == 0)
        return "NULL";
    value = emit_map(em, pool_printf(&em->pool, "%s_value", name), &d->value);

    if (n > 0)
        fprintf(em->tables, "static const saddle_variate_t %s_variate[] = "
                "{\n", name);
    for (int i = 0; i < n; i++)
        fprintf(em->tables, "    %s%s\n",
                d->is_normal[i] ? "SADDLE_NORMAL" : "SADDLE_UNIFORM",
                i == n - 1 ? "" : ",");
    if (n > 0)
        fprintf(em->tables, "};\n\n");
    fprintf(em->tables, "static const saddle_draw_t %s = {\n"
            "    .n_given = %d,\n    .n_variates = %d,\n", name, d->n_given,
            n);
    if (n > 0)
        fprintf(em->tables, "    .variate = %s_variate,\n", name);
    if (d->is_count)
        fprintf(em->tables, "    .is_count = 1,\n");
    fprintf(em->tables, "    .value = %s\n};\n\n", value);
    return pool_printf(&em->pool, "&%s", name);
}

/* The array of the labels' maps; "NULL" where there are none. */
static const char *
emit_labels(emission_t *em, const experiment_t *e)
{
    int n = e->n_atoms + e->n_pieces;
    const char **map = pool_alloc(&em->pool, (size_t) (n + 1) * sizeof *map);

    if (e->labels == NULL)
        return "NULL";
    for (int k = 0; k < n; k++)
        map[k] = emit_map(em, pool_printf(&em->pool, "label_%d", k),
                          &e->labels[k]);
    fprintf(em->tables, "static const saddle_map_t *const labels[] = {\n");
    for (int k = 0; k < n; k++)
        fprintf(em->tables, "    %s%s\n", map[k], k == n - 1 ? "" : ",");
    fprintf(em->tables, "};\n\n");
    return "labels";
}

static const char *
emit_optional(emission_t *em, const char *name, const mapping_t *m)
{
    return m == NULL ? "NULL" : emit_map(em, name, m);
}

/* The finite ends of the intervals, 0 for the others, which `infinite` lists. */
static const char *
emit_ends(emission_t *em, const experiment_t *e, unsigned *infinite)
{
    int i, n = 2 * e->n_intervals;
    expr_t **end = pool_alloc(&em->pool, ((size_t) n + 1) * sizeof *end);

    *infinite = 0;
    for (i = 0; i < n; i++)
    {
        int none = emit_is_infinite(e->interval[i]);

        end[i] = none ? expr_integer(em->algebra, 0) : e->interval[i];
        if (none && i < 32)
            *infinite |= 1u << i;
    }
    return emit_program(em, "allowed_ends", end, n, NULL);
}

int
emit_experiment(emission_t *em)
{
    const experiment_t *e = em->theory->experiment;
    static const char *const shape[] = { "SADDLE_QUADRATIC", "SADDLE_SMOOTH",
                                         "SADDLE_KINKED" };
    const char *samples, *moments, *kinds, *weight, *label, *weights, *labels;
    const char *loss, *penalty, *allowed, *predict, *values, *intervals, *ends;
    unsigned infinite;

    if (e == NULL)
        return 0;
    samples = emit_program(em, "experiment_samples", &e->samples, 1, NULL);
    moments = emit_program(em, "experiment_moments", e->moment, 2, NULL);
    kinds = emit_program(em, "experiment_kinds", e->kind,
                         e->n_atoms + 2 * e->n_pieces, NULL);
    weight = emit_draw(em, "draw_weight", &e->weight);
    label = emit_draw(em, "draw_label", &e->label);
    weights = emit_optional(em, "weights", e->weights);
    labels = emit_labels(em, e);
    loss = emit_optional(em, "loss", e->loss);
    penalty = emit_optional(em, "penalty", e->penalty);
    allowed = emit_optional(em, "allowed", e->allowed);
    predict = emit_optional(em, "predict", e->predict);
    values = emit_program(em, "weight_values", e->value, e->n_values, NULL);
    intervals = emit_program(em, "allowed_intervals", e->interval,
                             2 * e->n_intervals, NULL);
    ends = emit_ends(em, e, &infinite);
    fprintf(em->tables, "static const saddle_experiment_t experiment = {\n"
            "    .samples = %s,\n    .moments = %s,\n    .sphere = %d,\n"
            "    .weight = %s,\n    .label = %s,\n    .n_atoms = %d,\n"
            "    .n_pieces = %d,\n    .kinds = %s,\n    .weights = %s,\n"
            "    .labels = %s,\n", samples, moments, e->sphere, weight, label,
            e->n_atoms, e->n_pieces, kinds, weights, labels);
    fprintf(em->tables, "    .loss = %s,\n    .penalty = %s,\n"
            "    .allowed = %s,\n    .loss_shape = %s,\n"
            "    .penalty_shape = %s,\n    .predict = %s,\n"
            "    .n_values = %d,\n    .n_intervals = %d,\n"
            "    .values = %s,\n    .intervals = %s,\n    .ends = %s,\n"
            "    .infinite_ends = %u\n};\n\n", loss, penalty, allowed,
            shape[e->loss_shape], shape[e->penalty_shape], predict,
            e->n_values, e->n_intervals, values, intervals, ends, infinite);
    return !em->failed;
}
