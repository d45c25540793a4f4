/* tests/flow_committee_ball.c -- the same committee for the abstract machine:
 * teachers orthonormal, second layers one, no noise; one parameter, eta.
 */
#include "flow_committee.h"

#include <stdio.h>

#define MOST_REGISTERS 400

static struct
{
    int K, M, square;
    int next;
    int c[2 * COMMITTEE_MOST][2 * COMMITTEE_MOST];
    int one, zero, eta, eta2, two_pi, four_pi2;
    int output[3 * COMMITTEE_MOST * COMMITTEE_MOST];
} s;

static saddle_machine_t *m;

static int
fresh(void)
{
    return s.next++;
}

static int
number(const char *text)
{
    int r = fresh();

    m->ops->rational(m, r, text);
    return r;
}

#define OPERATION(name)                                                     \
static int                                                                  \
name(int a, int b)                                                          \
{                                                                           \
    int r = fresh();                                                        \
                                                                            \
    m->ops->name(m, r, a, b);                                               \
    return r;                                                               \
}

OPERATION(add)
OPERATION(sub)
OPERATION(mul)
OPERATION(div)

static int
root(int a)
{
    int r = fresh();

    m->ops->sqrt(m, r, a);
    return r;
}

static int
arcsine(int a)
{
    int r = fresh();

    m->ops->function(m, r, SADDLE_ASIN, a);
    return r;
}

static int
above(int a)
{
    return add(s.one, s.c[a][a]);
}

static int
I3(int a, int b, int c)
{
    int L3 = sub(mul(above(a), above(c)), mul(s.c[a][c], s.c[a][c]));
    int top = sub(mul(s.c[b][c], above(a)), mul(s.c[a][b], s.c[a][c]));

    return mul(s.two_pi, div(top, mul(root(L3), above(a))));
}

static int
side(int four, int a, int b, int c, int d, int lead)
{
    int r = mul(four, lead);

    r = sub(r, mul(mul(s.c[b][c], s.c[b][d]), above(a)));
    r = sub(r, mul(mul(s.c[a][c], s.c[a][d]), above(b)));
    r = add(r, mul(s.c[a][b], mul(s.c[a][c], s.c[b][d])));
    return add(r, mul(s.c[a][b], mul(s.c[a][d], s.c[b][c])));
}

static int
I4(int a, int b, int c, int d)
{
    int four = sub(mul(above(a), above(b)), mul(s.c[a][b], s.c[a][b]));
    int L0 = side(four, a, b, c, d, s.c[c][d]);
    int L1 = side(four, a, b, c, c, above(c));
    int L2 = side(four, a, b, d, d, above(d));

    return mul(s.four_pi2,
               div(arcsine(div(L0, root(mul(L1, L2)))), root(four)));
}

/* total += sign * term; registers of the term are free again. */
static void
collect(int total, int term, int sign, int back)
{
    if (sign > 0)
        m->ops->add(m, total, total, term);
    else
        m->ops->sub(m, total, total, term);
    s.next = back;
}

static int
sign_of(int c)
{
    return c < s.K ? 1 : -1;
}

static void
force(int total, int k, int b)
{
    int c, back = s.next;

    for (c = 0; c < s.K + s.M; c++)
        collect(total, mul(s.eta, I3(k, b, c)), -sign_of(c), back);
}

static void
squares(int total, int k, int l)
{
    int c, d, back = s.next;

    for (c = 0; c < s.K + s.M; c++)
        for (d = 0; d < s.K + s.M; d++)
            collect(total, mul(s.eta2, I4(k, l, c, d)),
                    sign_of(c) * sign_of(d), back);
}

static void
assemble(saddle_machine_t *machine, int square)
{
    int n = s.K * s.M + s.K * (s.K + 1) / 2, at = s.K * s.M, k, l, pi;

    m = machine;
    s.next = n + 1;
    s.one = number("1");
    s.zero = number("0");
    pi = fresh();
    m->ops->pi(m, pi);
    s.two_pi = div(number("2"), pi);
    s.four_pi2 = mul(s.two_pi, s.two_pi);
    s.eta = square ? n : s.one;
    s.eta2 = mul(s.eta, s.eta);
    for (k = 0; k < s.K; k++)
        for (l = 0; l < s.M; l++)
            s.c[k][s.K + l] = s.c[s.K + l][k] = k * s.M + l;
    for (k = 0; k < s.K; k++)
        for (l = k; l < s.K; l++)
            s.c[k][l] = s.c[l][k] = at++;
    for (k = 0; k < s.M; k++)
        for (l = 0; l < s.M; l++)
            s.c[s.K + k][s.K + l] = k == l ? s.one : s.zero;
    for (k = 0; k < n; k++)
        s.output[k] = number("0");
    for (k = 0; k < s.K; k++)
        for (l = 0; l < s.M; l++)
            force(s.output[k * s.M + l], k, s.K + l);
    for (at = s.K * s.M, k = 0; k < s.K; k++)
        for (l = k; l < s.K; l++, at++)
        {
            force(s.output[at], k, l);
            force(s.output[at], l, k);
            if (square)
                squares(s.output[at], k, l);
        }
}

static void
at_rate(saddle_machine_t *machine)
{
    assemble(machine, 1);
}

static void
gradient(saddle_machine_t *machine)
{
    assemble(machine, 0);
}

void
committee_ball(saddle_flow_t *f, const committee_t *c)
{
    static const saddle_ball_assembly_t program[2] = {
        { MOST_REGISTERS, at_rate, s.output },
        { MOST_REGISTERS, gradient, s.output },
    };

    s.K = c->K;
    s.M = c->M;
    f->n_parameters = 1;
    f->ball_slope[FLOW_FINITE] = program;
    f->ball_slope[FLOW_GRADIENT] = program + 1;
}
