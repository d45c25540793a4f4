/* compiler/emit/write_ball.c -- the version for the abstract machine: one
 * call for each node, one named register for each value.
 */
#include "internal.h"

#include <string.h>

typedef struct
{
    emission_t *em;
    ir_t *ir;
    naming_t naming;
    const char *prefix;     /* of registers: G3, A1                         */
    char *needed;
    int n_fixed;            /* registers given by the runtime               */
    const char **reg;       /* of each node                                 */
    const char *count;      /* the number of registers                      */
} ball_t;

static char *
capitals(pool_t *pool, const char *name)
{
    char *copy = pool_printf(pool, "%s", name);

    for (char *c = copy; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char) (*c - 'a' + 'A');
    return copy;
}

/* ---- registers ---------------------------------------------------------- */

static void
mark_needed(ball_t *b, const int *root, int n)
{
    b->needed = pool_alloc(b->ir->pool, (size_t) b->ir->n + 1);
    for (int i = 0; i < n; i++)
        if (root[i] >= 0)
            b->needed[root[i]] = 1;
    for (int i = b->ir->n - 1; i >= 0; i--)
    {
        const ir_node_t *node = &b->ir->node[i];
        int operand[3] = { node->a, node->b, node->c };

        for (int k = 0; k < 3 && b->needed[i]; k++)
            if (operand[k] >= 0)
                b->needed[operand[k]] = 1;
    }
}

static const char *
new_register(ball_t *b, int i)
{
    pool_t *pool = b->ir->pool;
    const char *name = naming_give(&b->naming, i);

    name = pool_printf(pool, "%s_%s", b->prefix, capitals(pool, name));
    b->reg[i] = names_unique(&b->em->names, pool, name);
    return b->reg[i];
}

/* One line after the other, filled to the margin. */
static void
put_item(FILE *to, int *column, const char *item, int last)
{
    int length = (int) strlen(item) + (last ? 0 : 1);

    if (*column > 4 && *column + 1 + length > 80)
    {
        fprintf(to, "\n    ");
        *column = 4;
    }
    if (*column > 4)
        fprintf(to, " ");
    *column += length + (*column > 4);
    fprintf(to, "%s%s", item, last ? "" : ",");
}

/* The given registers are the first n_fixed nodes of the code, in order. */
static void
write_registers(ball_t *b, const char *name)
{
    int column = 4, count = 0;

    b->reg = pool_alloc(b->ir->pool, (size_t) b->ir->n * sizeof *b->reg);
    fprintf(b->em->balls, "/* registers of %s */\nenum\n{\n    ", name);
    for (int i = 0; i < b->ir->n; i++)
        if (i < b->n_fixed || b->needed[i])
        {
            put_item(b->em->balls, &column, new_register(b, i), 0);
            count++;
        }
    if (count > b->em->ball_registers)
        b->em->ball_registers = count;
    b->count = names_unique(&b->em->names, b->ir->pool,
                            pool_printf(b->ir->pool, "%s_COUNT", b->prefix));
    put_item(b->em->balls, &column, b->count, 1);
    fprintf(b->em->balls, "\n};\n\n");
}

/* ---- calls -------------------------------------------------------------- */

static const char *
operation(const ir_node_t *n)
{
    switch (n->op)
    {
    case IR_ADD:
        return "add";
    case IR_SUB:
        return "sub";
    case IR_MUL:
        return "mul";
    case IR_DIV:
        return "div";
    case IR_NEG:
        return "neg";
    case IR_SQRT:
        return "sqrt";
    case IR_MASS:
        return "mass";
    case IR_ORTHANT:
        return "orthant";
    case IR_SELECT:
        return "select";
    default:
        return NULL;
    }
}

static const char *
function_constant(long f)
{
    static const char *const name[] = {
        [SADDLE_EXP] = "SADDLE_EXP",   [SADDLE_LOG] = "SADDLE_LOG",
        [SADDLE_SINH] = "SADDLE_SINH", [SADDLE_COSH] = "SADDLE_COSH",
        [SADDLE_TANH] = "SADDLE_TANH", [SADDLE_SIN] = "SADDLE_SIN",
        [SADDLE_COS] = "SADDLE_COS",   [SADDLE_ASIN] = "SADDLE_ASIN",
        [SADDLE_ACOS] = "SADDLE_ACOS", [SADDLE_ATAN] = "SADDLE_ATAN",
        [SADDLE_H] = "SADDLE_H",       [SADDLE_PHI] = "SADDLE_PHI",
        [SADDLE_LOG_GAMMA] = "SADDLE_LOG_GAMMA"
    };

    return name[f];
}

static const char *
arguments(ball_t *b, int i)
{
    const ir_node_t *n = &b->ir->node[i];
    pool_t *pool = b->ir->pool;
    char *text;

    switch (n->op)
    {
    case IR_RATIONAL:
        text = fmpq_get_str(NULL, 10, n->value);
        {
            char *copy = pool_printf(pool, "%s, \"%s\"", b->reg[i], text);

            flint_free(text);
            return copy;
        }
    case IR_PI:
        return b->reg[i];
    case IR_POWER:
        return pool_printf(pool, "%s, %s, %ld", b->reg[i], b->reg[n->a],
                           n->index);
    case IR_FUNCTION:
        return pool_printf(pool, "%s, %s, %s", b->reg[i],
                           function_constant(n->index), b->reg[n->a]);
    default:
        if (n->b < 0)
            return pool_printf(pool, "%s, %s", b->reg[i], b->reg[n->a]);
        if (n->c < 0)
            return pool_printf(pool, "%s, %s, %s", b->reg[i], b->reg[n->a],
                               b->reg[n->b]);
        return pool_printf(pool, "%s, %s, %s, %s", b->reg[i], b->reg[n->a],
                           b->reg[n->b], b->reg[n->c]);
    }
}

static void
write_call(ball_t *b, int i)
{
    const ir_node_t *n = &b->ir->node[i];
    const char *op = n->op == IR_RATIONAL ? "rational"
                     : n->op == IR_PI     ? "pi"
                     : n->op == IR_POWER  ? "power"
                     : n->op == IR_FUNCTION ? "function" : operation(n);
    char *head;

    if (op == NULL)
    {
        emit_error(b->em, "E0404", NULL, "a formula without a ball version");
        return;
    }
    head = pool_printf(b->ir->pool, "op->%s(m, ", op);
    escape_wrap(b->em->balls, 4, head, arguments(b, i), ");");
}

/* The calls for what varies, or for what does not. */
static void
write_calls(ball_t *b, const char *name, int varies)
{
    int any = 0;

    fprintf(b->em->balls, "static void\n%s(saddle_machine_t *m)\n{\n", name);
    for (int i = b->n_fixed; i < b->ir->n; i++)
        if (b->needed[i] && b->ir->node[i].varies == varies)
        {
            if (!any)
                fprintf(b->em->balls,
                        "    const saddle_ops_t *op = m->ops;\n\n");
            any = 1;
            write_call(b, i);
        }
    if (!any)
        fprintf(b->em->balls, "    (void) m;\n");
    fprintf(b->em->balls, "}\n\n");
}

static void
write_register_list(ball_t *b, const char *name, const int *root, int n)
{
    int column = 4;

    fprintf(b->em->ball_tables, "static const int %s[] = {\n    ", name);
    for (int i = 0; i < n; i++)
        put_item(b->em->ball_tables, &column, b->reg[root[i]], i == n - 1);
    fprintf(b->em->ball_tables, "\n};\n");
}

/* ---- groups and assemblies ---------------------------------------------- */

static void
init_ball(ball_t *b, emission_t *em, lowering_t *l, const char *prefix,
          int depth, const char *variable, names_t *used)
{
    memset(b, 0, sizeof *b);
    b->em = em;
    b->ir = l->ir;
    b->prefix = prefix;
    naming_init(&b->naming, em, l->ir, used, depth, variable);
}

/* The head of a table that the tables of the doubles point to. */
static void
ball_table(emission_t *em, const char *type, const char *name)
{
    if (em->ball_header != NULL)
        fprintf(em->ball_header, "extern const %s %s_ball;\n", type, name);
    fprintf(em->ball_tables, "%sconst %s %s_ball = {\n",
            em->ball_header != NULL ? "" : "static ", type, name);
}

void
write_ball_group(emission_t *em, group_t *g)
{
    pool_t *pool = &em->pool;
    lowering_t l = { .em = em };
    names_t used = { 0 };
    int n_roots = g->n + g->n_breaks + 2;
    int *root = pool_alloc(pool, (size_t) n_roots * sizeof *root);
    int *at = root + g->n;
    ball_t b;
    ir_t ir;

    ir_init(&ir, pool);
    l.ir = &ir;
    lower_leaves(&l, g->depth, g->variable);
    for (int i = 0; i < g->n_inner_values; i++)
        map_put(&l.leaf, pool, g->inner_value[i], ir_leaf(&ir, IR_INNER, i));
    for (int i = 0; i < g->n; i++)
        root[i] = lower(&l, g->body[i]);
    for (int i = 0; i < g->n_breaks; i++)
        at[i] = lower(&l, g->breaks[i]);
    at[g->n_breaks] = g->lo == NULL ? -1 : lower(&l, g->lo);
    at[g->n_breaks + 1] = g->hi == NULL ? -1 : lower(&l, g->hi);
    init_ball(&b, em, &l, pool_printf(pool, "G%d", g->number), g->depth,
              em->outer_name[g->depth], &used);
    b.n_fixed = em->n_env + g->depth + 1 + g->n_inner_values;
    mark_needed(&b, root, n_roots);
    write_registers(&b, g->name);
    write_calls(&b, pool_printf(pool, "%s_ball_constants", g->name), 0);
    write_calls(&b, pool_printf(pool, "%s_ball_integrand", g->name), 1);
    write_register_list(&b, pool_printf(pool, "%s_outputs", g->name), root,
                        g->n);
    if (g->n_breaks > 0)
        write_register_list(&b, pool_printf(pool, "%s_breaks", g->name), at,
                            g->n_breaks);
    ball_table(em, "saddle_ball_group_t", g->name);
    fprintf(em->ball_tables,
            "    %s,\n    %s_ball_constants, %s_ball_integrand,\n"
            "    %s_outputs,\n    %s, %s, %s%s\n};\n\n", b.count, g->name,
            g->name, g->name,
            g->lo == NULL ? "-1" : b.reg[at[g->n_breaks]],
            g->hi == NULL ? "-1" : b.reg[at[g->n_breaks + 1]],
            g->n_breaks > 0 ? g->name : "NULL",
            g->n_breaks > 0 ? "_breaks" : "");
    ir_clear(&ir);
}

void
write_ball_assembly(emission_t *em, program_t *p)
{
    pool_t *pool = &em->pool;
    lowering_t l = { .em = em };
    names_t used = { 0 };
    int *root = pool_alloc(pool, (size_t) p->n * sizeof *root);
    ball_t b;
    ir_t ir;

    if (p->no_ball)
        return;
    ir_init(&ir, pool);
    l.ir = &ir;
    lower_leaves(&l, 0, NULL);
    for (int i = 0; i < p->n_integrals; i++)
        map_put(&l.leaf, pool, p->integral[i], ir_leaf(&ir, IR_INTEGRAL, i));
    for (int i = 0; i < p->n; i++)
        root[i] = lower(&l, p->inlined[i]);
    init_ball(&b, em, &l, pool_printf(pool, "A%d", em->n_programs), 0, "t",
              &used);
    b.n_fixed = em->n_env + p->n_integrals;
    mark_needed(&b, root, p->n);
    write_registers(&b, p->name);
    write_calls(&b, pool_printf(pool, "%s_ball_assemble", p->name), 0);
    write_register_list(&b, pool_printf(pool, "%s_outputs", p->name), root,
                        p->n);
    ball_table(em, "saddle_ball_assembly_t", p->name);
    fprintf(em->ball_tables,
            "    %s,\n    %s_ball_assemble,\n    %s_outputs\n};\n\n", b.count,
            p->name, p->name);
    ir_clear(&ir);
}
