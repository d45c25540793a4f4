/* compiler/emit/write_double.c -- the double version of integrands and
 * assemblies.
 *
 * A node becomes a named constant when it is used more than once, when it
 * leaves the loop because it does not vary, or when the line would get long;
 * everything else is written where it is used.
 */
#include "double.h"

#include <string.h>

#define LONGEST 110     /* characters of one formula */

/* ---- which nodes are needed --------------------------------------------- */

void
writer_count(writer_t *w, const int *root, int n)
{
    ir_t *ir = w->ir;
    size_t size = (size_t) ir->n;

    w->uses = pool_alloc(ir->pool, size * sizeof *w->uses);
    w->hoisted = pool_alloc(ir->pool, size);
    w->text = pool_alloc(ir->pool, size * sizeof *w->text);
    w->bind = pool_alloc(ir->pool, size);
    for (int i = 0; i < n; i++)
        w->uses[root[i]]++;
    for (int i = ir->n - 1; i >= 0; i--)
    {
        const ir_node_t *node = &ir->node[i];
        int operand[3] = { node->a, node->b, node->c };

        for (int k = 0; k < 3 && w->uses[i] > 0; k++)
        {
            if (operand[k] < 0)
                continue;
            w->uses[operand[k]] += node->op == IR_POWER && node->index < 4
                                       ? (int) node->index
                                       : 1 + (node->op == IR_SIGN);
            w->hoisted[operand[k]] |= (char) node->varies;
        }
    }
}

static int
is_constant(const ir_node_t *n)
{
    return n->op == IR_RATIONAL || n->op == IR_PI || n->op == IR_INFINITY;
}

/* A name rather than its text: shared, or computed before the loop. */
static int
is_temporary(const writer_t *w, int i)
{
    const ir_node_t *n = &w->ir->node[i];

    if (is_constant(n))
        return 0;
    if (n->op < IR_ADD)
        return 1;
    if (n->op == IR_NEG && w->ir->node[n->a].op < IR_ADD)
        return 0;
    return w->uses[i] > 1 || w->hoisted[i] > n->varies;
}

/* ---- statements --------------------------------------------------------- */

static const char *
input_text(writer_t *w, const ir_node_t *n, int n_inner)
{
    pool_t *pool = w->ir->pool;

    switch (n->op)
    {
    case IR_ENV:
        return pool_printf(pool, "env[%ld]", n->index);
    case IR_VARIABLE:
        return w->n_map_inputs == 0
                   ? "t[i]" : pool_printf(pool, "in[%ld][i]", n->index);
    case IR_INNER:
        return n_inner == 1 ? "inner[i]"
                            : pool_printf(pool, "inner[%d * i + %ld]", n_inner,
                                          n->index);
    default:
        return pool_printf(pool, "integral[%ld]", n->index);
    }
}

static void
name_node(writer_t *w, int i, const char *text)
{
    pool_t *pool = w->ir->pool;
    const char *name = naming_give(&w->naming, i);

    escape_wrap(w->em->to, w->indent,
                pool_printf(pool, "const double %s = ", name), text, ";");
    w->text[i] = name;
    w->bind[i] = DOUBLE_ATOM;
}

/* Gives the longest operand a name of its own; 0 if all have one. */
static int
shorten(writer_t *w, const ir_node_t *n)
{
    int operand[3] = { n->a, n->b, n->c }, worst = -1;

    for (int k = 0; k < 3; k++)
        if (operand[k] >= 0 && w->naming.name[operand[k]] == NULL
                && !is_constant(&w->ir->node[operand[k]])
                && (worst < 0
                    || strlen(w->text[operand[k]]) > strlen(w->text[worst])))
            worst = operand[k];
    if (worst < 0)
        return 0;
    name_node(w, worst, w->text[worst]);
    return 1;
}

void
writer_statements(writer_t *w, int varies, int n_inner)
{
    ir_t *ir = w->ir;

    for (int i = 0; i < ir->n; i++)
    {
        const ir_node_t *n = &ir->node[i];

        if (w->uses[i] == 0 || n->varies != varies)
            continue;
        if (n->op < IR_ADD && !is_constant(n))
        {
            name_node(w, i, input_text(w, n, n_inner));
            continue;
        }
        w->text[i] = double_text(w, i, &w->bind[i]);
        while (strlen(w->text[i]) > LONGEST && shorten(w, n))
            w->text[i] = double_text(w, i, &w->bind[i]);
        if (is_temporary(w, i))
            name_node(w, i, w->text[i]);
    }
}

void
writer_init(writer_t *w, emission_t *em, lowering_t *l, int depth,
            const char *variable, names_t *used)
{
    pool_t *pool = &em->pool;
    static const char *const reserved[] = { "n", "t", "in", "env", "inner", "out",
        "i", "integral", "end", "exp", "log", "sqrt", "pow", "fabs", "fmin",
        "fmax", "sinh", "cosh", "tanh", "sin", "cos", "asin", "acos", "atan" };

    memset(w, 0, sizeof *w);
    w->em = em;
    w->ir = l->ir;
    w->indent = 4;
    for (size_t k = 0; k < sizeof reserved / sizeof *reserved; k++)
        names_unique(used, pool, reserved[k]);
    naming_init(&w->naming, em, l->ir, used, depth, variable);
}

void
writer_unused(const writer_t *w, ir_op_t op, const char *argument)
{
    for (int i = 0; i < w->ir->n; i++)
        if (w->uses[i] > 0 && w->ir->node[i].op == op)
            return;
    fprintf(w->em->to, "    (void) %s;\n", argument);
}

void
writer_open(emission_t *em, const char *name, const char *arguments)
{
    fprintf(em->to, "static void\n");
    escape_wrap(em->to, 0, name, arguments, ")");
    fprintf(em->to, "{\n");
}

/* ---- groups ------------------------------------------------------------- */

static void
write_limits(emission_t *em, group_t *g, const char *variable)
{
    pool_t *pool = &em->pool;
    lowering_t l = { .em = em, .doubles = 1 };
    names_t used = { 0 };
    writer_t w;
    ir_t ir;
    int n = g->n_breaks + 2, moved;
    int *root = pool_alloc(pool, (size_t) n * sizeof *root);
    expr_t *center, *width;

    if (g->lo == NULL && g->hi == NULL && g->n_breaks == 0)
        return;
    moved = emit_center(em, g, &center, &width);
    ir_init(&ir, pool);
    l.ir = &ir;
    lower_leaves(&l, g->depth, NULL);
    root[0] = g->lo == NULL ? ir_neg(&ir, ir_leaf(&ir, IR_INFINITY, 0))
                            : lower(&l, g->lo);
    root[1] = g->hi == NULL ? ir_leaf(&ir, IR_INFINITY, 0) : lower(&l, g->hi);
    for (int i = 0; i < g->n_breaks; i++)
        root[2 + i] = lower(&l, moved ? expr_div(em->algebra,
                                                 expr_sub(em->algebra,
                                                          g->breaks[i],
                                                          center), width)
                                      : g->breaks[i]);
    writer_init(&w, em, &l, g->depth, variable, &used);
    writer_count(&w, root, n);
    writer_open(em, pool_printf(pool, "%s_limits(", g->name),
                  "const double *env, double *end");
    writer_statements(&w, 0, 0);
    writer_unused(&w, IR_ENV, "env");
    fprintf(em->to, "\n");
    for (int i = 0; i < n; i++)
        escape_wrap(em->to, 4, pool_printf(pool, "end[%d] = ", i),
                    w.text[root[i]], ";");
    fprintf(em->to, "}\n\n");
    ir_clear(&ir);
}

/* What the integrands are, for the comment. */
static void
describe_group(emission_t *em, group_t *g)
{
    const char **part
        = pool_alloc(&em->pool, (size_t) (g->n + 1) * sizeof *part);

    for (int i = 0; i < g->n; i++)
        part[i] = pool_printf(&em->pool, "[%d]  %s", i,
                              escape_readable(em, g->label[i]));
    escape_comment(em->to, 0, part, g->n);
}

/* Where emit_center says so, the loop runs over t in center + width t; returns
   the node of the width, or -1. */
static int
move_variable(lowering_t *l, const group_t *g)
{
    ir_t *ir = l->ir;
    expr_t *center, *width;
    int node, factor;

    if (!emit_center(l->em, g, &center, &width))
        return -1;
    factor = ir_hint(ir, lower(l, width), "width");
    node = ir_op(ir, IR_MUL, factor, ir_leaf(ir, IR_VARIABLE, 0));
    if (!expr_is_zero(center))
        node = ir_op(ir, IR_ADD, ir_hint(ir, lower(l, center), "center"),
                     node);
    map_put(&l->leaf, &l->em->pool, g->variable, ir_hint(ir, node, "moved"));
    return factor;
}

/* The mean and the width of a field. */
static void
write_field(emission_t *em, group_t *g)
{
    pool_t *pool = &em->pool;
    lowering_t l = { .em = em, .doubles = 1 };
    names_t used = { 0 };
    int root[2];
    writer_t w;
    ir_t ir;

    if (g->field_body == NULL)
        return;
    ir_init(&ir, pool);
    l.ir = &ir;
    lower_leaves(&l, g->depth, NULL);
    root[0] = lower(&l, g->mean);
    root[1] = lower(&l, g->width);
    writer_init(&w, em, &l, g->depth, "z", &used);
    writer_count(&w, root, 2);
    writer_open(em, pool_printf(pool, "%s_field(", g->name),
                "const double *env, double *mean_width");
    writer_statements(&w, 0, 0);
    writer_unused(&w, IR_ENV, "env");
    fprintf(em->to, "\n");
    for (int i = 0; i < 2; i++)
        escape_wrap(em->to, 4, pool_printf(pool, "mean_width[%d] = ", i),
                    w.text[root[i]], ";");
    fprintf(em->to, "}\n\n");
    ir_clear(&ir);
}

void
write_double_group(emission_t *em, group_t *g)
{
    pool_t *pool = &em->pool;
    lowering_t l = { .em = em, .doubles = 1 };
    names_t used = { 0 };
    const char *variable = em->outer_name[g->depth];
    expr_t *const *body = g->field_body != NULL ? g->field_body : g->body;
    int *root = pool_alloc(pool, (size_t) g->n * sizeof *root);
    int moved;
    writer_t w;
    ir_t ir;

    write_limits(em, g, variable);
    write_field(em, g);
    if (g->field_body != NULL)
        variable = "z";
    ir_init(&ir, pool);
    l.ir = &ir;
    lower_leaves(&l, g->depth, g->variable);
    moved = move_variable(&l, g);
    for (int i = 0; i < g->n_inner_values; i++)
        map_put(&l.leaf, pool, g->inner_value[i], ir_leaf(&ir, IR_INNER, i));
    for (int i = 0; i < g->n; i++)
    {
        root[i] = lower(&l, body[i]);
        if (moved >= 0)
            root[i] = ir_op(&ir, IR_MUL, moved, root[i]);
    }
    writer_init(&w, em, &l, g->depth, variable, &used);
    writer_count(&w, root, g->n);
    for (int i = 0; i < g->n; i++)
        w.hoisted[root[i]] = 1;
    describe_group(em, g);
    writer_open(em, pool_printf(pool, "%s_integrand(", g->name),
                  "int n, const double *t, const double *env, "
                  "const double *inner, double *out");
    writer_statements(&w, 0, 0);
    writer_unused(&w, IR_ENV, "env");
    writer_unused(&w, IR_VARIABLE, "t");
    writer_unused(&w, IR_INNER, "inner");
    fprintf(em->to, "\n    for (int i = 0; i < n; i++)\n    {\n");
    w.indent = 8;
    writer_statements(&w, 1, g->n_inner_values);
    fprintf(em->to, "\n");
    for (int i = 0; i < g->n; i++)
        escape_wrap(em->to, 8,
                    i == 0 ? "out[i] = "
                    : i == 1 ? "out[n + i] = "
                             : pool_printf(pool, "out[%d * n + i] = ", i),
                    w.text[root[i]], ";");
    fprintf(em->to, "    }\n}\n\n");
    ir_clear(&ir);
}

/* ---- assemblies --------------------------------------------------------- */

/* "q = E[xi](...)"; NULL for a plain number that has no name. */
static const char *
output_comment(emission_t *em, const program_t *p, int i)
{
    const char *label = p->caption != NULL && p->caption->label != NULL
                            ? p->caption->label[i] : NULL;

    if (label == NULL)
        return expr_arity(p->output[i]) > 0
                   ? escape_readable(em, p->output[i]) : NULL;
    if (i < p->caption->n_known)
        return pool_printf(&em->pool, "%s, as above", label);
    return pool_printf(&em->pool, "%s = %s", label,
                       escape_readable(em, p->output[i]));
}

void
write_double_assembly(emission_t *em, program_t *p)
{
    pool_t *pool = &em->pool;
    lowering_t l = { .em = em, .doubles = 1 };
    names_t used = { 0 };
    int *root = pool_alloc(pool, (size_t) p->n * sizeof *root);
    writer_t w;
    ir_t ir;

    ir_init(&ir, pool);
    l.ir = &ir;
    lower_leaves(&l, 0, NULL);
    for (int i = 0; i < p->n_integrals; i++)
        map_put(&l.leaf, pool, p->integral[i], ir_leaf(&ir, IR_INTEGRAL, i));
    for (int i = 0; i < p->n; i++)
        root[i] = lower(&l, p->inlined[i]);
    writer_init(&w, em, &l, 0, "t", &used);
    writer_count(&w, root, p->n);
    writer_open(em, pool_printf(pool, "%s_assemble(", p->name),
                  "const double *env, const double *integral, double *out");
    writer_statements(&w, 0, 0);
    writer_unused(&w, IR_ENV, "env");
    writer_unused(&w, IR_INTEGRAL, "integral");
    for (int i = 0; i < p->n; i++)
    {
        const char *comment[1] = { output_comment(em, p, i) };

        if (comment[0] != NULL || i == 0)
            fprintf(em->to, "\n");
        if (comment[0] != NULL)
            escape_comment(em->to, 4, comment, 1);
        escape_wrap(em->to, 4, pool_printf(pool, "out[%d] = ", i),
                    w.text[root[i]], ";");
    }
    fprintf(em->to, "}\n\n");
    ir_clear(&ir);
}
