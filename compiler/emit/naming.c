/* compiler/emit/naming.c -- names of temporaries that say what they are.
 *
 * sqrt(x_q) is sqrt_q, 1 - x_q is one_minus_q, the argument of H is u, that
 * of an exponential is L; what has no better name is c (does not vary with
 * the integration variable) or f (does).  A taken name gets a number.
 */
#include "internal.h"

#include <string.h>

#define SHORT 20

const char *
naming_clean(pool_t *pool, const char *name)
{
    char *clean = pool_printf(pool, "%.40s", name);

    for (char *c = clean; *c != '\0'; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z')
              || (*c >= '0' && *c <= '9')))
            *c = '_';
    return clean;
}

/* What the operand of this node is, as a letter. */
static char
role_in(const ir_node_t *n)
{
    if (n->op == IR_MASS || n->op == IR_LOG_MASS || n->op == IR_SCALED_TAIL)
        return 'u';
    if (n->op == IR_LOG_COSH)
        return 'x';
    if (n->op != IR_FUNCTION)
        return 0;
    switch (n->index)
    {
    case SADDLE_H: case SADDLE_PHI:
        return 'u';
    case SADDLE_EXP:
        return 'L';
    case SADDLE_TANH: case SADDLE_COSH: case SADDLE_SINH:
        return 'x';
    default:
        return 0;
    }
}

void
naming_init(naming_t *naming, const emission_t *em, const ir_t *ir,
            names_t *used, int depth, const char *variable)
{
    size_t n = (size_t) ir->n;

    naming->em = em;
    naming->ir = ir;
    naming->pool = ir->pool;
    naming->used = used;
    naming->depth = depth;
    naming->variable = variable;
    naming->name = pool_alloc(ir->pool, n * sizeof *naming->name);
    naming->role = pool_alloc(ir->pool, n + 1);
    for (int i = 0; i < ir->n; i++)
    {
        const ir_node_t *node = &ir->node[i];
        char role = role_in(node);

        if (role != 0 && node->a >= 0 && naming->role[node->a] == 0)
            naming->role[node->a] = role;
        if (role == 'u' && node->b >= 0 && naming->role[node->b] == 0)
            naming->role[node->b] = role;
    }
}

/* ---- short names of operands -------------------------------------------- */

static const char *
function_name(const ir_node_t *n)
{
    static const char *const name[] = {
        [SADDLE_EXP] = "exp",   [SADDLE_LOG] = "log",   [SADDLE_SINH] = "sinh",
        [SADDLE_COSH] = "cosh", [SADDLE_TANH] = "tanh", [SADDLE_SIN] = "sin",
        [SADDLE_COS] = "cos",   [SADDLE_ASIN] = "asin", [SADDLE_ACOS] = "acos",
        [SADDLE_ATAN] = "atan", [SADDLE_H] = "H",       [SADDLE_PHI] = "phi",
        [SADDLE_LOG_GAMMA] = "log_gamma"
    };

    switch (n->op)
    {
    case IR_FUNCTION:
        return name[n->index];
    case IR_SQRT:
        return "sqrt";
    case IR_ABS:
        return "abs";
    case IR_SIGN:
        return "sign";
    case IR_LOG_COSH:
        return "log_cosh";
    case IR_SCALED_TAIL:
        return "scaled_tail";
    default:
        return NULL;
    }
}

static const char *
env_name(const naming_t *naming, long k)
{
    const emission_t *em = naming->em;

    return k < em->n_env ? em->env_name[k] : em->outer_name[k - em->n_env];
}

static const char *
variable_name(const naming_t *naming, long k)
{
    return naming->variable != NULL ? naming->variable
                                    : naming->em->outer_name[k];
}

static const char *structure(naming_t *naming, int i, int depth);

/* The name of an operand inside a longer name, or NULL. */
static const char *
operand(naming_t *naming, int i, int depth)
{
    const ir_node_t *n = &naming->ir->node[i];
    const char *name;

    switch (n->op)
    {
    case IR_ENV:
        name = env_name(naming, n->index);
        break;
    case IR_VARIABLE:
        name = variable_name(naming, n->index);
        break;
    case IR_PI:
        name = "pi";
        break;
    case IR_RATIONAL:
        return NULL;
    default:
        name = naming->name[i];
        if (name == NULL && depth < 3)
            name = structure(naming, i, depth + 1);
    }
    return name != NULL && strlen(name) <= SHORT ? name : NULL;
}

/* What an operand without a name is. */
static const char *
role_word(const naming_t *naming, int i)
{
    switch (naming->role[i])
    {
    case 'u':
        return "u";
    case 'L':
        return "L";
    case 'x':
        return "field";
    default:
        return naming->ir->node[i].varies ? "f" : "c";
    }
}

/* A name from the form of the node, or NULL. */
static const char *
structure(naming_t *naming, int i, int depth)
{
    const ir_node_t *n = &naming->ir->node[i];
    const char *f = function_name(n), *a;

    if (n->a < 0)
        return NULL;
    a = operand(naming, n->a, depth);
    if (f != NULL)
        return pool_printf(naming->pool, "%s_%s", f,
                           a != NULL ? a : role_word(naming, n->a));
    if (n->op == IR_NEG && a != NULL)
        return pool_printf(naming->pool, "minus_%s", a);
    if (n->op == IR_POWER && a != NULL)
        return n->index == 2 ? pool_printf(naming->pool, "%s_squared", a)
                             : pool_printf(naming->pool, "%s_to_%ld", a,
                                           n->index);
    if (n->op == IR_SUB && ir_is_rational(naming->ir, n->a, 1))
    {
        a = operand(naming, n->b, depth);
        return a == NULL ? NULL : pool_printf(naming->pool, "one_minus_%s", a);
    }
    if (n->op == IR_DIV && ir_is_rational(naming->ir, n->a, 1))
    {
        a = operand(naming, n->b, depth);
        return a == NULL ? NULL : pool_printf(naming->pool, "inverse_%s", a);
    }
    return NULL;
}

/* ---- names -------------------------------------------------------------- */

/* one, half, r_3_7; `number` where the digits are too many. */
static const char *
constant_name(naming_t *naming, const fmpq *value)
{
    static const char *const small[] = { "zero", "one", "two", "three",
                                         "four" };
    long above, below;

    if (fmpz_bits(fmpq_numref(value)) > 20
            || fmpz_bits(fmpq_denref(value)) > 20)
        return "number";
    above = fmpz_get_si(fmpq_numref(value));
    below = fmpz_get_si(fmpq_denref(value));
    if (below == 1 && above < 5)
        return small[above];
    if (below == 1)
        return pool_printf(naming->pool, "number_%ld", above);
    if (above == 1 && below == 2)
        return "half";
    return pool_printf(naming->pool, "ratio_%ld_%ld", above, below);
}

static const char *
wanted_name(naming_t *naming, int i)
{
    const emission_t *em = naming->em;
    const ir_node_t *n = &naming->ir->node[i];
    const char *name;

    switch (n->op)
    {
    case IR_ENV:
        return pool_printf(naming->pool, "%c_%s",
                           n->index < em->n_orders ? 'x'
                           : n->index < em->n_env  ? 'p' : 't',
                           env_name(naming, n->index));
    case IR_VARIABLE:
        return pool_printf(naming->pool, "t_%s",
                           variable_name(naming, n->index));
    case IR_INNER:
        return pool_printf(naming->pool, "inner_%ld", n->index);
    case IR_INTEGRAL:
        return pool_printf(naming->pool, "mean_%ld", n->index);
    case IR_RATIONAL:
        return constant_name(naming, n->value);
    case IR_PI:
        return "pi";
    case IR_INFINITY:
        return "infinity";
    default:
        break;
    }
    if (n->hint != NULL)
        return n->hint;
    name = structure(naming, i, 0);
    if (name != NULL)
        return name;
    return role_word(naming, i);
}

const char *
naming_give(naming_t *naming, int i)
{
    if (naming->name[i] == NULL)
        naming->name[i] = names_unique(naming->used, naming->pool,
                                       wanted_name(naming, i));
    return naming->name[i];
}
