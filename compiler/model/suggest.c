/* compiler/model/suggest.c -- what to say of a name that is not known. */
#include "check.h"

#include <string.h>

#define MAX_TREE_DEPTH (2 * AST_MAX_DEPTH)

const char *
describe(const entry_t *e)
{
    switch (e->kind)
    {
    case NAME_PARAMETER:
        return "a parameter";
    case NAME_ORDER:
        return "an order parameter";
    case NAME_LET:
    case NAME_FUNCTION:
        return "a 'let'";
    case NAME_WEIGHTS:
        return "the name of weights";
    case NAME_FIELD:
        return "the field of the weights";
    case NAME_NOISE:
        return "noise";
    case NAME_LABEL:
        return "the label";
    case NAME_SITE:
        return "an input statistic";
    case NAME_HIDDEN:
        return "the number of hidden units";
    case NAME_ACTIVATION:
        return "the activation";
    case NAME_POTENTIAL:
        return "the free entropy";
    case NAME_OBSERVABLE:
        return "an observable";
    default:
        return "a threshold";
    }
}

/* ---- bound elsewhere ---------------------------------------------------- */

static int
binds(const ast_t *variable, const char *name)
{
    int i;

    if (variable == NULL)
        return 0;
    if (variable->kind == AST_NAME)
        return strcmp(variable->text, name) == 0;
    for (i = 0; variable->kind == AST_TUPLE && i < variable->n; i++)
        if (binds(variable->child[i], name))
            return 1;
    return 0;
}

/* The binder below `a` that binds `name`, or NULL. */
static const ast_t *
binder_of(const ast_t *a, const char *name, int depth)
{
    const ast_t *found;
    int i;

    if (a == NULL || depth > MAX_TREE_DEPTH)
        return NULL;
    for (i = 0; i < a->n; i++)
    {
        const ast_t *child = a->child[i];

        if (child != NULL && child->kind == AST_BOUND && child->n > 0
            && binds(child->child[0], name))
            return a;
        found = binder_of(child, name, depth + 1);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static const ast_t *
statement_binder(const stmt_t *s, const char *name)
{
    const ast_t *tree[8], *found = NULL;
    int i;

    if (s == NULL)
        return NULL;
    tree[0] = s->value;
    tree[1] = s->condition.value;
    tree[2] = s->condition.bound;
    tree[3] = s->range_lo;
    tree[4] = s->range_hi;
    tree[5] = s->bound;
    tree[6] = s->fallback;
    tree[7] = s->tolerance;
    for (i = 0; i < 8 && found == NULL; i++)
        found = binder_of(tree[i], name, 0);
    return found;
}

/* ---- suggestions -------------------------------------------------------- */

static const char **
candidates(check_t *c, int function, int *n)
{
    int room = c->n_buckets + c->tree->n * 2 + 80, i;
    const char **out = check_alloc(c, (size_t) room * sizeof *out);
    const scope_t *s;
    const entry_t *e;

    *n = 0;
    for (s = c->frame.scope; s != NULL && *n < room; s = s->outer)
        if (!function)
            out[(*n)++] = s->name;
    for (i = 0; i < c->n_buckets; i++)
        for (e = c->bucket[i]; e != NULL && *n < room; e = e->next)
            if ((e->kind == NAME_FUNCTION || e->kind == NAME_ACTIVATION)
                    == function
                && e->kind != NAME_THRESHOLD)
                out[(*n)++] = e->name;
    *n += function ? builtin_names(out + *n, room - *n)
                   : derived_names(c, out + *n, room - *n);
    if (!function && *n < room)
        out[(*n)++] = "pi";
    return out;
}

static const char *
did_you_mean(check_t *c, const char *name, int function)
{
    const char **list, *best;
    int n;

    if (c->d->n_errors >= DIAG_MAX_ERRORS)
        return NULL;
    list = candidates(c, function, &n);
    best = diag_suggest(name, list, n);
    if (best != NULL)
        return check_say(c, "did you mean '%s'?", best);
    return function ? NULL
                    : check_say(c, "a parameter is declared as in 'parameter "
                                "%s = 1'", name);
}

void
unknown_name(check_t *c, const ast_t *a)
{
    const char *name = a->text;
    const ast_t *binder;

    if (entry_find(c, name, 1) != NULL)
        fault(c, "E0213", a->span,
              check_say(c, "give it its argument: %s(...)", name),
              "'%s' is a function, not a value", name);
    else if (c->d->n_errors < DIAG_MAX_ERRORS
             && (binder = statement_binder(c->frame.statement, name)) != NULL)
        fault(c, "E0205", a->span,
              check_say(c, "move it into the brackets of %s[...](...)",
                        binder->text != NULL ? binder->text : "E"),
              "'%s' is bound on line %d, column %d, and not known outside "
              "that", name, binder->span.line, binder->span.col);
    else if (is_law_name(name))
        fault(c, "E0222", a->span,
              "average over it with a binder, as in E[s ~ rademacher](...)",
              "'%s' is a law; a number is needed here", name);
    else if (builtin_find(name) != NULL)
        fault(c, "E0213", a->span,
              check_say(c, "give it its argument: %s(...)", name),
              "'%s' is a function, not a value", name);
    else if (derived_of_any(name) != NULL && c->spec->name != NULL
             && (c->frame.context->allowed & USES_DERIVED))
        fault(c, "E0207", a->span, derived_why_not(c, name),
              "'%s' is not defined in this model", name);
    else
        fault(c, "E0201", a->span, did_you_mean(c, name, 0),
              "unknown name '%s'", name);
}

void
unknown_function(check_t *c, const ast_t *a)
{
    const char *name = a->text, *known = builtin_alias(name);
    const scope_t *s;

    for (s = c->frame.scope; s != NULL && strcmp(s->name, name) != 0;
         s = s->outer)
        ;
    if (s != NULL || entry_find(c, name, 0) != NULL
        || derived_find(c, name) != NULL || strcmp(name, "pi") == 0)
        fault(c, "E0214", a->span,
              check_say(c, "products are written out: %s*(...)", name),
              "'%s' is a value, not a function", name);
    else if (strcmp(name, "E") == 0 || strcmp(name, "int") == 0
             || strcmp(name, "sum") == 0)
        fault(c, "E0214", a->span,
              check_say(c, "name the variable first: %s[x ...](...)", name),
              "'%s' is a binder, not a function", name);
    else if (is_law_name(name))
        fault(c, "E0222", a->span,
              "average over it with a binder, as in E[s ~ normal(0, 1)](...)",
              "'%s' is a law; a number is needed here", name);
    else
        fault(c, "E0211", a->span,
              known != NULL ? check_say(c, "did you mean '%s'?", known)
                            : did_you_mean(c, name, 1),
              "unknown function '%s'", name);
}
