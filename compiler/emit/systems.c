/* compiler/emit/systems.c -- the square systems of a model. */
#include "internal.h"

#include <string.h>

static const char *
part_name(emission_t *em, const system_t *s, const char *part)
{
    const char *name = naming_clean(&em->pool, s->name);

    if (emit_is_coexistence(em, s))
        return pool_printf(&em->pool, "sys_%s_at_%d_and_%d_%s", name,
                           s->boundary < 0 ? 0 : s->boundary + 1,
                           s->other + 1, part);
    if (s->boundary >= 0)
        return pool_printf(&em->pool, "sys_%s_at_%d_%s", name, s->boundary,
                           part);
    return pool_printf(&em->pool, "sys_%s_%s", name, part);
}

static const char *
residuals(emission_t *em, const system_t *s)
{
    caption_t c = emit_caption(em, s, "the equations", s->n);

    for (int i = 0; i < s->n; i++)
        c.label[i] = emit_residual_label(em, s, i);
    return emit_program(em, part_name(em, s, "residual"), s->residual, s->n,
                        &c);
}

/* Residuals, then the Jacobian row by row. */
static const char *
jacobian(emission_t *em, const system_t *s)
{
    int n = s->n * (s->n + 1);
    expr_t **all = pool_alloc(&em->pool, (size_t) n * sizeof *all);
    caption_t c = emit_caption(em, s, "the equations and their derivatives", n);

    c.n_known = s->n;
    for (int i = 0; i < n; i++)
    {
        all[i] = i < s->n ? s->residual[i] : s->jacobian[i - s->n];
        c.label[i] = i < s->n ? emit_residual_label(em, s, i)
                              : pool_printf(&em->pool, "d out[%d]/d %s",
                                            i / s->n - 1,
                                            emit_unknown_name(em, s, i % s->n));
    }
    return emit_program(em, part_name(em, s, "jacobian"), all, n, &c);
}

/* The Jacobian row by row, then the derivative in a parameter. */
static const char *
slope(emission_t *em, const system_t *s)
{
    int n = s->n * (s->n + 1), m = s->n * s->n;
    expr_t **all = pool_alloc(&em->pool, (size_t) n * sizeof *all);

    caption_t c;

    if (s->slope == NULL)
        return "NULL";
    c = emit_caption(em, s, "how the equations change", n);
    for (int i = 0; i < n; i++)
    {
        all[i] = i < m ? s->jacobian[i] : s->slope[i - m];
        c.label[i] = i < m ? pool_printf(&em->pool, "d equation %d/d %s",
                                         i / s->n,
                                         emit_unknown_name(em, s, i % s->n))
                           : pool_printf(&em->pool,
                                         "d equation %d/d parameter", i - m);
    }
    return emit_program(em, part_name(em, s, "slope"), all, n, &c);
}

/* The second derivative along a direction, which the env goes on with. */
static const char *
bend(emission_t *em, const system_t *s)
{
    int n_env = em->n_env, owner = em->owner;
    const char *name;
    caption_t c;

    if (s->slope == NULL)
        return "NULL";
    c = emit_caption(em, s, "second derivatives along a direction", s->n);
    em->owner = em->theory->n_systems + owner;
    for (int i = 0; i < s->n; i++)
    {
        em->env[em->n_env] = s->direction[i];
        em->env_name[em->n_env++] = pool_printf(&em->pool, "direction_%d", i);
        c.label[i] = pool_printf(&em->pool, "equation %d", i);
    }
    name = emit_program(em, part_name(em, s, "bend"), s->bend, s->n, &c);
    em->n_env = n_env;
    em->owner = owner;
    return name;
}

/* The new values of one stage; 0 outputs where there is no natural map. */
static const char *
map(emission_t *em, const system_t *s, int stage, int *unknown, int *n)
{
    expr_t **value
        = pool_alloc(&em->pool, (size_t) s->n_maps * sizeof *value);
    caption_t c = emit_caption(em, s, stage == 0 ? "new overlaps"
                                            : "new conjugates", s->n_maps);

    *n = 0;
    for (int i = 0; i < s->n_maps; i++)
        if (s->map[i] == NULL)
            return "NULL";
    for (int i = 0; i < s->n_maps; i++)
        if (em->theory->unknown[s->order[i]].stage == stage)
        {
            unknown[*n] = s->order[i];
            c.label[*n] = em->theory->unknown[s->order[i]].name;
            value[(*n)++] = s->map[i];
        }
    return emit_program(em, part_name(em, s, stage == 0 ? "overlap_map"
                                                        : "conjugate_map"),
                        value, *n, &c);
}

static const char *
values(emission_t *em, const system_t *s)
{
    expr_t **value
        = pool_alloc(&em->pool, (size_t) s->n_values * sizeof *value);
    caption_t c = emit_caption(em, s, "what can be read there", s->n_values);

    for (int i = 0; i < s->n_values; i++)
    {
        value[i] = s->value[i].value;
        c.label[i] = s->value[i].name;
    }
    return emit_program(em, part_name(em, s, "values"), value, s->n_values,
                        &c);
}

static void
value_names(emission_t *em, const system_t *s, int k)
{
    if (s->n_values == 0)
        return;
    fprintf(em->tables, "static const saddle_name_t system_%d_names[] = {\n",
            k);
    for (int i = 0; i < s->n_values; i++)
    {
        const named_value_t *v = &s->value[i];

        fprintf(em->tables, "    { %s, %s, %d }%s\n",
                table_string(em, v->name), table_string(em, v->description),
                v->declared, i == s->n_values - 1 ? "" : ",");
    }
    fprintf(em->tables, "};\n");
}

static const char *
range(emission_t *em, const system_t *s)
{
    const threshold_t *t;
    expr_t *end[2];
    caption_t c;

    if (s->threshold < 0)
        return "NULL";
    t = &em->theory->spec->threshold[s->threshold];
    if (t->lo == NULL || t->hi == NULL)
        return "NULL";
    end[0] = t->lo;
    end[1] = t->hi;
    c = emit_caption(em, s, "the range that is searched", 2);
    c.label[0] = "from";
    c.label[1] = "to";
    return emit_program(em, part_name(em, s, "range"), end, 2, &c);
}

static int
line_of(const emission_t *em, const system_t *s)
{
    const spec_t *spec = em->theory->spec;

    return s->threshold >= 0 ? spec->threshold[s->threshold].span.line
                             : spec->name_span.line;
}

/* Order parameters, extras, the parameter. */
static void
unknowns(emission_t *em, const system_t *s, int k)
{
    int *unknown = pool_alloc(&em->pool, (size_t) s->n * sizeof *unknown);

    for (int i = 0; i < s->n; i++)
        unknown[i] = i < s->n_orders ? s->order[i]
                     : i < s->n_orders + s->n_extras
                         ? em->n_base + i - s->n_orders
                         : em->theory->n_unknowns + s->parameter;
    if (s->n > 0)
        table_int_array(em, pool_printf(&em->pool, "system_%d_unknown", k),
                        unknown, s->n);
}

/* The env of a system's programs goes on with its extras. */
static void
extras(emission_t *em, const system_t *s, int k)
{
    int *order = pool_alloc(&em->pool, (size_t) s->n_extras * sizeof *order);

    em->owner = k;
    em->n_env = em->n_base + s->n_extras;
    for (int i = 0; i < s->n_extras; i++)
    {
        order[i] = s->extra[i].order;
        em->env[em->n_base + i] = s->extra[i].symbol;
        em->env_name[em->n_base + i] = naming_clean(&em->pool,
                                                    s->extra[i].name);
    }
    if (s->n_extras == 0)
        return;
    table_int_array(em, pool_printf(&em->pool, "system_%d_extra_order", k),
                    order, s->n_extras);
    fprintf(em->tables, "static const char *const system_%d_extra[] = {\n",
            k);
    for (int i = 0; i < s->n_extras; i++)
        fprintf(em->tables, "    %s%s\n", table_string(em, s->extra[i].name),
                i == s->n_extras - 1 ? "" : ",");
    fprintf(em->tables, "};\n");
}

static const char *
condition(const emission_t *em, const system_t *s)
{
    static const char *const name[] = {
        [THRESHOLD_EQUATION] = "SADDLE_IS_EQUATION",
        [THRESHOLD_SPINODAL] = "SADDLE_IS_FOLD",
        [THRESHOLD_COEXISTENCE] = "SADDLE_IS_COEXISTENCE",
        [THRESHOLD_INSTABILITY] = "SADDLE_IS_INSTABILITY",
        [THRESHOLD_EXTREMUM] = "SADDLE_IS_EXTREMUM",
        [THRESHOLD_LIMIT] = "SADDLE_IS_LIMIT",
    };

    return name[em->theory->spec->threshold[s->threshold].kind];
}

static void
threshold_fields(emission_t *em, const system_t *s, int k)
{
    const threshold_t *t = &em->theory->spec->threshold[s->threshold];

    fprintf(em->tables, "    .condition = %s,\n", condition(em, s));
    if (t->kind == THRESHOLD_COEXISTENCE)
        fprintf(em->tables, "    .other = %d,\n", s->other);
    if (t->kind != THRESHOLD_EXTREMUM && t->state[0] != NULL)
        fprintf(em->tables, "    .state = { %s, %s },\n",
                table_string(em, t->state[0]), table_string(em, t->state[1]));
    if (s->n_extras > 0)
        fprintf(em->tables, "    .n_extra = %d,\n"
                "    .extra = system_%d_extra,\n"
                "    .extra_order = system_%d_extra_order,\n", s->n_extras,
                k, k);
}

static void
fields(emission_t *em, const system_t *s, int k)
{
    fprintf(em->tables, "    .kind = %s,\n",
            s->kind == SYSTEM_THRESHOLD ? "SADDLE_THRESHOLD"
                                        : "SADDLE_SADDLE_POINT");
    table_string_field(em, "name", s->name);
    fprintf(em->tables, "    .line = %d,\n    .boundary = %d,\n    .n = %d,\n",
            line_of(em, s), s->boundary, s->n);
    if (s->n > 0)
        fprintf(em->tables, "    .unknown = system_%d_unknown,\n", k);
    if (s->threshold >= 0)
        threshold_fields(em, s, k);
}

static void
emit_system(emission_t *em, const system_t *s, int k)
{
    int *unknown = pool_alloc(&em->pool, (size_t) s->n_maps * sizeof *unknown);
    const char *residual, *j, *dp, *dd, *v, *side, *ends, *step[2];
    caption_t sides;
    int n_map[2];

    em->span = s->threshold >= 0
                   ? em->theory->spec->threshold[s->threshold].span
                   : em->theory->spec->name_span;
    extras(em, s, k);
    residual = residuals(em, s);
    j = jacobian(em, s);
    dp = slope(em, s);
    dd = bend(em, s);
    for (int stage = 0; stage < 2; stage++)
    {
        step[stage] = map(em, s, stage, unknown, &n_map[stage]);
        if (n_map[stage] > 0)
            table_int_array(em, pool_printf(&em->pool, "system_%d_map_%d", k,
                                            stage), unknown, n_map[stage]);
    }
    v = values(em, s);
    sides = emit_caption(em, s, "side conditions, positive where they hold",
                    s->n_sides);
    side = emit_program(em, part_name(em, s, "sides"), s->side, s->n_sides,
                        &sides);
    ends = range(em, s);
    unknowns(em, s, k);
    value_names(em, s, k);
    fprintf(em->tables, "static const saddle_system_t system_%d = {\n", k);
    fields(em, s, k);
    fprintf(em->tables, "    .residual = %s,\n    .jacobian = %s,\n", residual,
            j);
    if (s->slope != NULL)
        fprintf(em->tables, "    .slope = %s,\n    .bend = %s,\n", dp, dd);
    fprintf(em->tables, "    .map = { %s, %s },\n    .n_map = { %d, %d },\n",
            step[0], step[1], n_map[0], n_map[1]);
    for (int stage = 0; stage < 2; stage++)
        if (n_map[stage] > 0)
            fprintf(em->tables, "    .map_unknown[%d] = system_%d_map_%d,\n",
                    stage, k, stage);
    fprintf(em->tables, "    .n_values = %d,\n", s->n_values);
    if (s->n_values > 0)
        fprintf(em->tables, "    .value_name = system_%d_names,\n", k);
    fprintf(em->tables, "    .values = %s,\n    .n_sides = %d,\n"
            "    .sides = %s,\n    .range = %s,\n", v, s->n_sides, side, ends);
    if (s->raw_extra != NULL)
    {
        table_string_field(em, "equation",
                           table_printed(em, s->raw_extra, expr_print_prefix));
        table_string_field(em, "equation_text",
                           table_printed(em, s->raw_extra, expr_print));
    }
    if (s->note != NULL)
        table_string_field(em, "note", s->note);
    fprintf(em->tables, "};\n\n");
    em->n_env = em->n_base;
    em->owner = -1;
}

void
emit_systems(emission_t *em)
{
    const theory_t *th = em->theory;

    for (int k = 0; k < th->n_systems && !em->failed; k++)
        emit_system(em, &th->system[k], k);
    if (th->n_systems == 0)
        return;
    fprintf(em->tables, "static const saddle_system_t *const systems[] = {\n");
    for (int k = 0; k < th->n_systems; k++)
        fprintf(em->tables, "    &system_%d%s\n", k,
                k == th->n_systems - 1 ? "" : ",");
    fprintf(em->tables, "};\n\n");
}
