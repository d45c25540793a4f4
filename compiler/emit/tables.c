/* compiler/emit/tables.c -- the tables of a model: names, systems, starts. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

char *
table_printed(emission_t *em, expr_t *e, void (*print)(FILE *, expr_t *))
{
    char *text = NULL, *copy;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);

    if (to == NULL)
        flint_abort();
    print(to, e);
    fclose(to);
    copy = pool_printf(&em->pool, "%s", text);
    free(text);
    return copy;
}

const char *
table_string(emission_t *em, const char *text)
{
    char *literal = NULL, *copy;
    size_t length = 0;
    FILE *to;

    if (text == NULL)
        return "NULL";
    if (strlen(text) > ESCAPE_MAX_LITERAL)
    {
        const char *name = names_unique(&em->names, &em->pool, "text");

        fprintf(em->texts, "static const char %s[] = ", name);
        escape_string(em->texts, text, 4);
        fprintf(em->texts, ";\n\n");
        return name;
    }
    to = open_memstream(&literal, &length);
    if (to == NULL)
        flint_abort();
    escape_string(to, text, 8);
    fclose(to);
    copy = pool_printf(&em->pool, "%s", literal);
    free(literal);
    return copy;
}

void
table_string_field(emission_t *em, const char *field, const char *text)
{
    const char *value = table_string(em, text);
    int wide = strchr(value, '\n') != NULL
               || strlen(value) + strlen(field) > 66;

    fprintf(em->tables, "    .%s =%s%s,\n", field, wide ? "\n        " : " ",
            value);
}

void
table_int_array(emission_t *em, const char *name, const int *value, int n)
{
    fprintf(em->tables, "static const int %s[] = {", name);
    for (int i = 0; i < n; i++)
        fprintf(em->tables, "%s%s%d", i == 0 ? "" : ",",
                i % 14 == 0 && i > 0 ? "\n    " : " ", value[i]);
    fprintf(em->tables, " };\n");
}

/* ---- variables ---------------------------------------------------------- */

/* "0 .. 1", "> 0", "real" */
static const char *
domain_text(emission_t *em, const domain_t *d)
{
    int no_lo = emit_is_infinite(d->lo), no_hi = emit_is_infinite(d->hi);
    const char *lo = no_lo ? "" : escape_readable(em, d->lo);
    const char *hi = no_hi ? "" : escape_readable(em, d->hi);
    pool_t *pool = &em->pool;

    if (no_lo && no_hi)
        return "real";
    if (no_hi)
        return pool_printf(pool, "%s %s", d->lo_open ? ">" : ">=", lo);
    if (no_lo)
        return pool_printf(pool, "%s %s", d->hi_open ? "<" : "<=", hi);
    if (!d->lo_open && !d->hi_open)
        return pool_printf(pool, "%s .. %s", lo, hi);
    return pool_printf(pool, "%s %s, %s %s", d->lo_open ? ">" : ">=", lo,
                       d->hi_open ? "<" : "<=", hi);
}

typedef struct
{
    const char *name, *description, *fallback;
    const domain_t *domain;
    int line, stage;
} variable_row_t;

static void
variable_rows(emission_t *em, const char *table, const variable_row_t *row,
              int n)
{
    if (n == 0)
        return;
    fprintf(em->tables, "static const saddle_variable_t %s[] = {\n", table);
    for (int i = 0; i < n; i++)
    {
        const variable_row_t *r = &row[i];

        fprintf(em->tables, "    {\n    ");
        table_string_field(em, "name", r->name);
        if (r->description != NULL)
        {
            fprintf(em->tables, "    ");
            table_string_field(em, "description", r->description);
        }
        if (r->fallback != NULL)
        {
            fprintf(em->tables, "        .has_default = 1,\n    ");
            table_string_field(em, "default_value", r->fallback);
        }
        fprintf(em->tables, "    ");
        table_string_field(em, "domain", domain_text(em, r->domain));
        fprintf(em->tables, "        .line = %d, .stage = %d,\n"
                "        .lo_infinite = %d, .hi_infinite = %d,\n"
                "        .lo_open = %d, .hi_open = %d\n    }%s\n", r->line,
                r->stage, emit_is_infinite(r->domain->lo), emit_is_infinite(r->domain->hi),
                r->domain->lo_open, r->domain->hi_open, i == n - 1 ? "" : ",");
    }
    fprintf(em->tables, "};\n\n");
}

static int
order_line(const spec_t *spec, expr_t *symbol)
{
    for (int i = 0; i < spec->n_orders; i++)
        if (spec->order[i].symbol == symbol)
            return spec->order[i].span.line;
    return 0;
}

void
emit_variables(emission_t *em)
{
    const theory_t *th = em->theory;
    const spec_t *spec = th->spec;
    size_t size = sizeof(variable_row_t);
    variable_row_t *order
        = pool_alloc(&em->pool, (size_t) th->n_unknowns * size);
    variable_row_t *parameter
        = pool_alloc(&em->pool, (size_t) spec->n_parameters * size);

    for (int i = 0; i < th->n_unknowns; i++)
    {
        const unknown_t *u = &th->unknown[i];

        order[i] = (variable_row_t) { u->name, u->description, NULL,
            &u->domain, order_line(spec, u->symbol), u->stage };
    }
    for (int i = 0; i < spec->n_parameters; i++)
    {
        const parameter_t *p = &spec->parameter[i];

        parameter[i] = (variable_row_t) { p->name, p->description,
            p->fallback == NULL ? NULL
                                : table_printed(em, p->fallback, expr_print),
            &p->domain, p->span.line, 0 };
    }
    variable_rows(em, "orders", order, th->n_unknowns);
    variable_rows(em, "parameters", parameter, spec->n_parameters);
}

/* lo_0, hi_0, lo_1, ...: 0 where infinite. */
static const char *
domain_program(emission_t *em, const char *name, const char *title,
               const domain_t **domain, int n)
{
    expr_t *zero = expr_integer(em->algebra, 0);
    expr_t **end = pool_alloc(&em->pool, 2 * (size_t) n * sizeof *end);
    caption_t caption = { title, NULL, 0 };

    for (int i = 0; i < n; i++)
    {
        end[2 * i] = emit_is_infinite(domain[i]->lo) ? zero : domain[i]->lo;
        end[2 * i + 1] = emit_is_infinite(domain[i]->hi) ? zero : domain[i]->hi;
    }
    return emit_program(em, name, end, 2 * n, &caption);
}

/* ---- boundaries and starts ---------------------------------------------- */

static void
boundaries(emission_t *em)
{
    const theory_t *th = em->theory;

    for (int i = 0; i < th->n_boundaries; i++)
    {
        const boundary_t *b = &th->boundary[i];

        if (b->n_fixed == 0)
            continue;
        table_int_array(em, pool_printf(&em->pool, "boundary_%d_fixed", i),
                        b->fixed, b->n_fixed);
        fprintf(em->tables, "static const char *const boundary_%d_value[] = "
                            "{\n", i);
        for (int k = 0; k < b->n_fixed; k++)
            fprintf(em->tables, "    %s%s\n",
                    table_string(em, table_printed(em, b->value[k],
                                                   expr_print)),
                    k == b->n_fixed - 1 ? "" : ",");
        fprintf(em->tables, "};\n\n");
    }
    if (th->n_boundaries > 0)
        fprintf(em->tables, "static const saddle_boundary_t boundaries[] = "
                            "{\n");
    for (int i = 0; i < th->n_boundaries; i++)
    {
        const boundary_t *b = &th->boundary[i];

        fprintf(em->tables, "    {\n    ");
        table_string_field(em, "name", b->name);
        fprintf(em->tables, "        .n_fixed = %d,\n", b->n_fixed);
        if (b->n_fixed > 0)
            fprintf(em->tables, "        .fixed = boundary_%d_fixed,\n"
                    "        .value = boundary_%d_value,\n", i, i);
        if (b->guard_parameter >= 0 && b->guard_value != NULL)
        {
            fprintf(em->tables, "    ");
            table_string_field(em, "guard_value",
                         table_printed(em, b->guard_value, expr_print));
        }
        if (b->inside)
            fprintf(em->tables, "        .inside = 1,\n");
        fprintf(em->tables, "        .guard_parameter = %d\n    }%s\n",
                b->guard_parameter, i == th->n_boundaries - 1 ? "" : ",");
    }
    if (th->n_boundaries > 0)
        fprintf(em->tables, "};\n\n");
}

static int
unknown_index(const theory_t *th, const char *name)
{
    for (int i = 0; i < th->n_unknowns; i++)
        if (strcmp(th->unknown[i].name, name) == 0)
            return i;
    return -1;
}

static void
starts(emission_t *em)
{
    const theory_t *th = em->theory;
    const char **program
        = pool_alloc(&em->pool, (size_t) th->n_starts * sizeof *program);
    int *count = pool_alloc(&em->pool, (size_t) th->n_starts * sizeof *count);

    for (int i = 0; i < th->n_starts; i++)
    {
        const points_t *at = &th->start[i].at;
        expr_t **value = pool_alloc(&em->pool, (size_t) at->n * sizeof *value);
        int *unknown = pool_alloc(&em->pool, (size_t) at->n * sizeof *unknown);

        for (int k = 0; k < at->n; k++)
        {
            int u = unknown_index(th, at->name[k]);

            if (u < 0)
                continue;
            unknown[count[i]] = u;
            value[count[i]++] = at->value[k];
        }
        program[i] = emit_program(em, pool_printf(&em->pool, "start_%d", i),
                                  value, count[i], NULL);
        if (count[i] > 0)
            table_int_array(em, pool_printf(&em->pool, "start_%d_unknown", i),
                      unknown, count[i]);
    }
    if (th->n_starts > 0)
        fprintf(em->tables, "static const saddle_start_t starts[] = {\n");
    for (int i = 0; i < th->n_starts; i++)
    {
        fprintf(em->tables, "    {\n    ");
        table_string_field(em, "name", th->start[i].name);
        fprintf(em->tables, "        .n = %d,\n", count[i]);
        if (count[i] > 0)
            fprintf(em->tables, "        .unknown = start_%d_unknown,\n", i);
        fprintf(em->tables, "        .values = %s\n    }%s\n", program[i],
                i == th->n_starts - 1 ? "" : ",");
    }
    if (th->n_starts > 0)
        fprintf(em->tables, "};\n\n");
}

/* ---- the model ---------------------------------------------------------- */

static void
optional(emission_t *em, const char *field, const char *table, int n)
{
    fprintf(em->tables, "    .n_%s = %d,\n", table, n);
    if (n > 0)
        fprintf(em->tables, "    .%s = %s,\n", field, table);
}

/* Equations of unknowns in which the potential is not stationary. */
static const char *
own_equations(emission_t *em)
{
    const theory_t *th = em->theory;
    const char **text = pool_alloc(&em->pool, (size_t) th->n_unknowns
                                                  * sizeof *text);
    int any = 0;

    for (int i = 0; i < th->n_unknowns && th->own_equation != NULL; i++)
    {
        text[i] = "NULL";
        if (th->own_equation[i] == NULL)
            continue;
        text[i] = table_string(em, table_printed(em, th->own_equation[i],
                                                 expr_print_prefix));
        any = 1;
    }
    if (!any)
        return "NULL";
    fprintf(em->tables, "static const char *const order_equations[] = {\n");
    for (int i = 0; i < th->n_unknowns; i++)
        fprintf(em->tables, "    %s%s\n", text[i],
                i == th->n_unknowns - 1 ? "" : ",");
    fprintf(em->tables, "};\n\n");
    return "order_equations";
}

static const char *
unknown_domains(emission_t *em)
{
    int n = em->theory->n_unknowns;
    const domain_t **domain
        = pool_alloc(&em->pool, (size_t) n * sizeof *domain);

    for (int i = 0; i < n; i++)
        domain[i] = &em->theory->unknown[i].domain;
    return domain_program(em, "order_domain", "where the order parameters live",
                          domain, n);
}

static const char *
parameter_domains(emission_t *em)
{
    int n = em->theory->spec->n_parameters;
    const domain_t **domain
        = pool_alloc(&em->pool, (size_t) n * sizeof *domain);

    for (int i = 0; i < n; i++)
        domain[i] = &em->theory->spec->parameter[i].domain;
    return domain_program(em, "parameter_domain", "where the parameters live",
                          domain, n);
}

void
emit_model_tables(emission_t *em, const emit_context_t *context,
                  const char *hash)
{
    const theory_t *th = em->theory;
    const char *order_domain = unknown_domains(em);
    const char *parameter_domain = parameter_domains(em);
    const char *text, *spec_text, *potential, *potential_text, *equations;
    int has_line = emit_line(em), has_experiment = emit_experiment(em);

    starts(em);
    boundaries(em);
    emit_variables(em);
    text = th->raw == NULL ? NULL
                           : table_printed(em, th->raw, expr_print_prefix);
    potential = table_string(em, text);
    text = th->potential == NULL ? NULL
                                 : table_printed(em, th->potential, expr_print);
    potential_text = table_string(em, text);
    spec_text = table_string(em, context->spec_text);
    equations = own_equations(em);
    fprintf(em->tables, "const saddle_model_t saddle_model = {\n"
                        "    .abi = SADDLE_ABI,\n");
    table_string_field(em, "name", th->spec->name);
    table_string_field(em, "version", context->version);
    table_string_field(em, "spec_hash", hash);
    fprintf(em->tables, "    .spec_text =\n        %s,\n", spec_text);
    fprintf(em->tables, "    .potential =\n        %s,\n", potential);
    fprintf(em->tables, "    .potential_text =\n        %s,\n",
            potential_text);
    optional(em, "order", "orders", th->n_unknowns);
    optional(em, "parameter", "parameters", th->spec->n_parameters);
    fprintf(em->tables, "    .order_equation = %s,\n", equations);
    fprintf(em->tables, "    .order_domain = %s,\n    .parameter_domain = %s,"
            "\n", order_domain, parameter_domain);
    optional(em, "boundary", "boundaries", th->n_boundaries);
    optional(em, "start", "starts", th->n_starts);
    optional(em, "system", "systems", th->n_systems);
    if (has_line)
        fprintf(em->tables, "    .line = &line,\n");
    if (has_experiment)
        fprintf(em->tables, "    .experiment = &experiment,\n");
    fprintf(em->tables, "};\n");
}
