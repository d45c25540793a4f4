/* runtime/verify/proof/domain.c -- the domain of an order parameter, as in a spec:
 * "0 .. rho", ">= 0, < 1", "> 0", "real". */
#include "functions.h"
#include "../text/reader.h"

#include <ctype.h>
#include <string.h>

enum { DEEPEST = 150 };

typedef struct
{
    tree_t *tree;
    const char *at;
    int depth;
} infix_t;

static node_t *infix(infix_t *p, int rank);

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

static node_t *
joined(infix_t *p, op_t op, node_t *a, node_t *b)
{
    return tree_make(p->tree, op, 2, (node_t *[]) { a, b });
}

/* max(0, 1 - 1/beta), sqrt(q) */
static node_t *
call(infix_t *p, const char *name)
{
    node_t *child[4];
    op_t op;
    int n = 0;

    do
        child[n++] = infix(p, 0);
    while (n < 4 && take(p, ","));
    for (op = N_EXP; op <= N_PHI && strcmp(op_word(op), name) != 0; op++)
        ;
    if (!take(p, ")") || (n > 1 && op != N_MIN && op != N_MAX))
        return NULL;
    if (strcmp(name, "sqrt") == 0)
        return joined(p, N_POW, child[0], tree_si(p->tree, 1, 2));
    return op > N_PHI ? NULL : tree_make(p->tree, op, n, child);
}

static node_t *
atom(infix_t *p)
{
    char text[MAX_NAME + 1];
    size_t n = 0;
    node_t *e;
    int symbol;

    if (take(p, "("))
    {
        e = infix(p, 0);
        return take(p, ")") ? e : NULL;
    }
    while (isalnum((unsigned char) p->at[n]) || p->at[n] == '_')
        n++;
    if (n == 0 || n > MAX_NAME)
        return NULL;
    snprintf(text, sizeof text, "%.*s", (int) n, p->at);
    p->at += n;
    if (take(p, "("))
        return call(p, text);
    if (isdigit((unsigned char) *text) || strcmp(text, "pi") == 0)
        return tree_parse(p->tree, text);
    symbol = tree_symbol(p->tree, text);
    return symbol < 0 ? NULL : tree_index(p->tree, N_SYMBOL, symbol);
}

/* Sums (rank 0), products (1), powers (2). */
static node_t *
infix(infix_t *p, int rank)
{
    static const char *const operators[] = { "+-", "*/", "^" };
    node_t *e = NULL, *b, *minus = tree_si(p->tree, -1, 1);
    char op;

    if (p->depth++ < DEEPEST)
        e = rank < 2        ? infix(p, rank + 1)
            : take(p, "-") ? joined(p, N_MUL, minus, infix(p, 2))
                           : atom(p);
    while (e != NULL && take(p, "") && *p->at != '\0'
           && strchr(operators[rank], *p->at) != NULL)
    {
        op = *p->at++;
        b = infix(p, rank < 2 ? rank + 1 : 2);
        b = op == '-'   ? joined(p, N_MUL, minus, b)
            : op == '/' ? joined(p, N_POW, b, minus)
                        : b;
        e = joined(p, rank == 0 ? N_ADD : rank == 1 ? N_MUL : N_POW, e, b);
    }
    p->depth--;
    return e;
}

static int
limit(infix_t *p, domain_t *to)
{
    int low = take(p, ">");
    node_t **end = low ? &to->lo : &to->hi;

    if ((!low && !take(p, "<")) || *end != NULL)
        return 0;
    *(low ? &to->lo_open : &to->hi_open) = !take(p, "=");
    *end = infix(p, 0);
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
    good = limit(&p, to) && (!take(&p, ",") || limit(&p, to));
    if (!good && p.at == text)
    {
        to->lo = infix(&p, 0);
        to->hi = to->lo != NULL && take(&p, "..") ? infix(&p, 0) : NULL;
        good = to->hi != NULL;
    }
    return good && *p.at == '\0';
}

/* ---- does x lie in it? --------------------------------------------------- */

/* One end: end < x (sign 1) or x < end (-1), or <=; infinite where NULL. */
static int
beyond(evaluator_t *e, node_t *end, int open, arb_srcptr x, int sign)
{
    acb_srcptr value = end != NULL ? evaluate(e, end) : NULL;
    arb_srcptr y = value != NULL ? acb_realref(value) : NULL;
    arb_srcptr lower = sign > 0 ? y : x, upper = sign > 0 ? x : y;

    if (end == NULL || value == NULL)
        return end == NULL;
    return open ? arb_lt(lower, upper) : arb_le(lower, upper);
}

/* No value that is fixed lies outside, as far as balls can tell. */
static int
fixed_inside(const functions_t *f, certificate_t *c)
{
    int i, k, good = 1;
    acb_srcptr value;
    domain_t d;
    arb_t x;

    arb_init(x);
    for (i = 0; i < f->copy->n_fixed && good; i++)
    {
        k = read_among(c->order, c->n_orders, f->copy->fixed[i]);
        value = evaluate(f->e, f->copy->fixed_at[i]);
        if ((good = value != NULL && k >= 0))
            arb_set(x, acb_realref(value));
        good = good && domain_read(&c->tree, &d, c->domain_text[k])
               && !(d.lo != NULL && beyond(f->e, d.lo, 1, x, -1))
               && !(d.hi != NULL && beyond(f->e, d.hi, 1, x, 1));
    }
    arb_clear(x);
    return good;
}

int
system_in_domains(const system_t *of, arb_srcptr x, int strictly)
{
    system_t s = *of;
    certificate_t *c = s.c;
    int two = c->kind == CLAIM_COEXISTENCE && c->other_value == NULL;
    int other, i, k, good = 1;
    functions_t f;
    domain_t d;

    s.direction = NULL;
    for (other = 0; other <= two && good; other++)
    {
        good = functions_open(&f, &s, other, 0, 0, x, 128);
        for (k = 0; k < s.n && good; k++)
        {
            if (f.variable[k] == NOTHING || f.variable[k] >= f.n)
                continue;
            i = read_among(c->order, c->n_orders, f.symbol[f.variable[k]]);
            good = domain_read(&c->tree, &d, c->domain_text[i])
                   && beyond(f.e, d.lo, strictly || d.lo_open, x + k, 1)
                   && beyond(f.e, d.hi, strictly || d.hi_open, x + k, -1);
        }
        good = good && fixed_inside(&f, c);
        functions_close(&f);
    }
    return good;
}
