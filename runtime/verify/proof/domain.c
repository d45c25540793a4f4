/* runtime/verify/proof/domain.c -- the domain of an order parameter, as in a
 * spec:
 * "0 .. rho", ">= 0, < 1", "> 0", "real". */
#include "../text/certificate.h"

#include <ctype.h>
#include <string.h>

typedef struct
{
    tree_t *tree;
    const char *at;
    int depth;
} infix_t;

static node_t *sum(infix_t *p);

static int
take(infix_t *p, const char *token)
{
    size_t n = strlen(token);

    p->at += strspn(p->at, " ");
    if (strncmp(p->at, token, n) != 0)
        return 0;
    p->at += n;
    return 1;
}

/* max(0, 1 - 1/beta), sqrt(q) */
static node_t *
call(infix_t *p, const char *name)
{
    node_t *child[4];
    op_t op;
    int n = 0, root = strcmp(name, "sqrt") == 0;

    for (op = N_EXP; op <= N_PHI && strcmp(op_word(op), name) != 0; op++)
        ;
    do
        child[n++] = sum(p);
    while (n < 4 && take(p, ","));
    if (!take(p, ")") || (n > 1 && op != N_MIN && op != N_MAX))
        return NULL;
    if (root)
        return tree_make(p->tree, N_POW, 2,
                         (node_t *[]) { child[0], tree_si(p->tree, 1, 2) });
    return op > N_PHI ? NULL : tree_make(p->tree, op, n, child);
}

static node_t *
atom(infix_t *p)
{
    char text[MAX_NAME + 1];
    const char *s;
    node_t *e;

    if (take(p, "("))
    {
        e = sum(p);
        return take(p, ")") ? e : NULL;
    }
    p->at += strspn(p->at, " ");
    for (s = p->at; isalnum((unsigned char) *s) || *s == '_'; s++)
        ;
    if (s == p->at || s - p->at > MAX_NAME)
        return NULL;
    snprintf(text, sizeof text, "%.*s", (int) (s - p->at), p->at);
    p->at = s;
    if (take(p, "("))
        return p->depth < 50 ? call(p, text) : NULL;
    if (isdigit((unsigned char) *text) || strcmp(text, "pi") == 0)
        return tree_parse(p->tree, text);
    return tree_symbol(p->tree, text) < 0
               ? NULL : tree_index(p->tree, N_SYMBOL,
                                   tree_symbol(p->tree, text));
}

static node_t *
joined(infix_t *p, op_t op, node_t *a, node_t *b)
{
    node_t *child[2] = { a, b };

    return tree_make(p->tree, op, 2, child);
}

static node_t *
factor(infix_t *p)
{
    node_t *e = NULL;

    if (p->depth++ < 50)
    {
        e = take(p, "-") ? joined(p, N_MUL, tree_si(p->tree, -1, 1), factor(p))
                         : atom(p);
        if (e != NULL && take(p, "^"))
            e = joined(p, N_POW, e, factor(p));
    }
    p->depth--;
    return e;
}

static node_t *
product(infix_t *p)
{
    node_t *e = factor(p);

    while (e != NULL)
        if (take(p, "*"))
            e = joined(p, N_MUL, e, factor(p));
        else if (take(p, "/"))
            e = joined(p, N_MUL, e,
                       joined(p, N_POW, factor(p), tree_si(p->tree, -1, 1)));
        else
            break;
    return e;
}

static node_t *
sum(infix_t *p)
{
    node_t *e = product(p);

    while (e != NULL)
        if (take(p, "+"))
            e = joined(p, N_ADD, e, product(p));
        else if (take(p, "-"))
            e = joined(p, N_ADD, e, joined(p, N_MUL, tree_si(p->tree, -1, 1),
                                           product(p)));
        else
            break;
    return e;
}

static int
limit(infix_t *p, domain_t *to)
{
    int low = take(p, ">"), open = 0;
    node_t **end = low ? &to->lo : &to->hi;

    if (!low && !take(p, "<"))
        return 0;
    if (*end != NULL)
        return 0;
    open = !take(p, "=");
    *(low ? &to->lo_open : &to->hi_open) = open;
    *end = sum(p);
    return *end != NULL;
}

int
domain_read(tree_t *tree, domain_t *to, const char *text)
{
    infix_t p = { tree, text, 0 };
    int good;

    memset(to, 0, sizeof *to);
    if (strcmp(text, "real") == 0)
        return 1;
    good = limit(&p, to);
    if (good && take(&p, ","))
        good = limit(&p, to);
    else if (!good && p.at == text)
    {
        to->lo = sum(&p);
        good = to->lo != NULL && take(&p, "..");
        to->hi = good ? sum(&p) : NULL;
        good = to->hi != NULL;
    }
    return good && *p.at == '\0';
}
