/* runtime/quadrature/machine_parity.c -- which integrands are even in t.
 *
 * An abstract machine over pairs of names, of f(t) and of f(-t).  A name is the
 * number of a node, negative for minus its value; equal nodes are kept once, so
 * equal names are equal functions.
 */
#include "machine_parity.h"

#include <stdlib.h>
#include <string.h>

enum { SYMBOL, NUMBER, PI, ADD, MUL, DIV, POWER, SQRT, MASS, SELECT, ORTHANT,
       FUNCTION };

typedef struct
{
    int op;
    long a, b, c;
    const char *text;
} node_t;

typedef struct
{
    saddle_machine_t base;
    long *r[2];              /* names of f(t), f(-t)                       */
    node_t *node;
    long n, room;
    long *slot;              /* a hash table of nodes                      */
    size_t n_slots;
} parity_machine_t;

#define M parity_machine_t *m = (parity_machine_t *) base

/* ---- nodes ------------------------------------------------------------------ */

static size_t
hash(const node_t *n)
{
    size_t h = (size_t) n->op;
    const char *c;

    h = h * 1000003u + (size_t) n->a;
    h = h * 1000003u + (size_t) n->b;
    h = h * 1000003u + (size_t) n->c;
    for (c = n->text; *c != '\0'; c++)
        h = h * 31 + (size_t) *c;
    return h ^ (h >> 17);
}

static int
same(const node_t *x, const node_t *y)
{
    return x->op == y->op && x->a == y->a && x->b == y->b && x->c == y->c
           && strcmp(x->text, y->text) == 0;
}

static void
grow(parity_machine_t *m)
{
    long i;

    m->room = m->room == 0 ? 256 : 2 * m->room;
    m->n_slots = 4 * (size_t) m->room;
    m->node = realloc(m->node, (size_t) m->room * sizeof *m->node);
    free(m->slot);
    m->slot = calloc(m->n_slots, sizeof *m->slot);
    if (m->node == NULL || m->slot == NULL)
        abort();
    for (i = 0; i < m->n; i++)
    {
        size_t at = hash(m->node + i) % m->n_slots;

        while (m->slot[at] != 0)
            at = (at + 1) % m->n_slots;
        m->slot[at] = i + 1;
    }
}

static long
name(parity_machine_t *m, int op, long a, long b, long c, const char *text)
{
    node_t new = { op, a, b, c, text };
    size_t at;

    if (m->n == m->room)
        grow(m);
    for (at = hash(&new) % m->n_slots; m->slot[at] != 0;
         at = (at + 1) % m->n_slots)
        if (same(m->node + m->slot[at] - 1, &new))
            return m->slot[at];
    m->node[m->n++] = new;
    return m->slot[at] = m->n;
}

static long
signed_name(long sign, long of)
{
    return sign < 0 ? -of : of;
}

/* ---- operations ------------------------------------------------------------- */

static void
rational(saddle_machine_t *base, int r, const char *text)
{
    M;
    int minus = text[0] == '-';

    m->r[0][r] = signed_name(minus ? -1 : 1,
                             name(m, NUMBER, 0, 0, 0, text + minus));
    m->r[1][r] = m->r[0][r];
}

static void
pi(saddle_machine_t *base, int r)
{
    M;

    m->r[0][r] = m->r[1][r] = name(m, PI, 0, 0, 0, "");
}

static long
sum(parity_machine_t *m, long a, long b)
{
    long swap = a;

    if (labs(a) > labs(b))
    {
        a = b;
        b = swap;
    }
    return a < 0 ? -name(m, ADD, -a, -b, 0, "") : name(m, ADD, a, b, 0, "");
}

static void
add(saddle_machine_t *base, int r, int a, int b)
{
    M;

    m->r[0][r] = sum(m, m->r[0][a], m->r[0][b]);
    m->r[1][r] = sum(m, m->r[1][a], m->r[1][b]);
}

static void
sub(saddle_machine_t *base, int r, int a, int b)
{
    M;

    m->r[0][r] = sum(m, m->r[0][a], -m->r[0][b]);
    m->r[1][r] = sum(m, m->r[1][a], -m->r[1][b]);
}

static void
product(saddle_machine_t *base, int r, int op, int a, int b)
{
    M;
    int k;

    for (k = 0; k < 2; k++)
    {
        long x = m->r[k][a], y = m->r[k][b], u = labs(x), v = labs(y);
        int swap = op == MUL && v < u;

        m->r[k][r] = signed_name((x < 0) == (y < 0) ? 1 : -1,
                                 name(m, op, swap ? v : u, swap ? u : v, 0,
                                      ""));
    }
}

static void
mul(saddle_machine_t *base, int r, int a, int b)
{
    product(base, r, MUL, a, b);
}

static void
quotient(saddle_machine_t *base, int r, int a, int b)
{
    product(base, r, DIV, a, b);
}

static void
neg(saddle_machine_t *base, int r, int a)
{
    M;

    m->r[0][r] = -m->r[0][a];
    m->r[1][r] = -m->r[1][a];
}

static void
power(saddle_machine_t *base, int r, int a, long n)
{
    M;
    int k;

    for (k = 0; k < 2; k++)
    {
        long x = m->r[k][a];

        m->r[k][r] = signed_name(x < 0 && n % 2 != 0 ? -1 : 1,
                                 name(m, POWER, labs(x), n, 0, ""));
    }
}

static void
root(saddle_machine_t *base, int r, int a)
{
    M;

    m->r[0][r] = name(m, SQRT, m->r[0][a], 0, 0, "");
    m->r[1][r] = name(m, SQRT, m->r[1][a], 0, 0, "");
}

/* 1 even, -1 odd, 0 neither */
static int
parity_of(saddle_function_t f)
{
    switch (f)
    {
        case SADDLE_COSH:
        case SADDLE_COS:
        case SADDLE_PHI:
            return 1;
        case SADDLE_SINH:
        case SADDLE_TANH:
        case SADDLE_SIN:
        case SADDLE_ASIN:
        case SADDLE_ATAN:
            return -1;
        default:
            return 0;
    }
}

static void
function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    M;
    int k, parity = parity_of(f);

    for (k = 0; k < 2; k++)
    {
        long x = m->r[k][a], of = name(m, FUNCTION, f, parity ? labs(x) : x,
                                       0, "");

        m->r[k][r] = signed_name(parity < 0 && x < 0 ? -1 : 1, of);
    }
}

/* P(a < Z < b) = P(-b < Z < -a) */
static void
mass(saddle_machine_t *base, int r, int a, int b, int w)
{
    M;
    int k;

    (void) w;
    for (k = 0; k < 2; k++)
    {
        long x = m->r[k][a], y = m->r[k][b];
        int turn = x > -y;

        m->r[k][r] = name(m, MASS, turn ? -y : x, turn ? -x : y, 0, "");
    }
}

static void
choice(saddle_machine_t *base, int r, int c, int a, int b)
{
    M;
    int k;

    for (k = 0; k < 2; k++)
    {
        long s = m->r[k][c], x = m->r[k][a], y = m->r[k][b];

        m->r[k][r] = s < 0 ? name(m, SELECT, -s, y, x, "")
                           : name(m, SELECT, s, x, y, "");
    }
}

static void
orthant(saddle_machine_t *base, int r, int a, int b, int c)
{
    M;

    m->r[0][r] = name(m, ORTHANT, m->r[0][a], m->r[0][b], m->r[0][c], "");
    m->r[1][r] = name(m, ORTHANT, m->r[1][a], m->r[1][b], m->r[1][c], "");
}

static const saddle_ops_t parity_ops =
{
    rational, pi, add, sub, mul, quotient, neg, power, root, function, mass, choice,
    orthant
};

int
group_is_even(const saddle_group_t *group)
{
    const saddle_ball_group_t *ball = group->ball;
    parity_machine_t m = { .base = { &parity_ops } };
    int k, even = 1;

    for (k = 0; k < 2; k++)
        if ((m.r[k] = calloc((size_t) ball->n_registers + 1,
                             sizeof **m.r)) == NULL)
            abort();
    /* registers below n_env hold the env, then comes t */
    for (k = 0; k < ball->n_registers; k++)
        m.r[0][k] = m.r[1][k] = name(&m, SYMBOL, k, 0, 0, "");
    ball->constants(&m.base);
    m.r[1][group->n_env] = -m.r[0][group->n_env];
    ball->integrand(&m.base);
    for (k = 0; k < group->n_integrands; k++)
        even = even && m.r[0][ball->outputs[k]] == m.r[1][ball->outputs[k]];
    free(m.slot);
    free(m.node);
    free(m.r[1]);
    free(m.r[0]);
    return even;
}
