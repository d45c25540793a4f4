/* runtime/quadrature/machine_parity.c -- which integrands are even in t.
 *
 * The abstract machine over {even, odd, unknown}; what does not depend on t is
 * even.
 */
#include "machine_parity.h"

#include <stdlib.h>
#include <string.h>

enum { EVEN, ODD, UNKNOWN };

typedef struct
{
    saddle_machine_t base;
    char *r;
} parity_machine_t;

#define R ((parity_machine_t *) m)->r

static char
product(char a, char b)
{
    return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a == b ? EVEN : ODD;
}

static void
constant(saddle_machine_t *m, int r)
{
    R[r] = EVEN;
}

static void
rational(saddle_machine_t *m, int r, const char *text)
{
    (void) text;
    R[r] = EVEN;
}

static void
sum(saddle_machine_t *m, int r, int a, int b)
{
    R[r] = R[a] == R[b] ? R[a] : UNKNOWN;
}

static void
times(saddle_machine_t *m, int r, int a, int b)
{
    R[r] = product(R[a], R[b]);
}

static void
neg(saddle_machine_t *m, int r, int a)
{
    R[r] = R[a];
}

static void
power(saddle_machine_t *m, int r, int a, long n)
{
    R[r] = R[a] == ODD && n % 2 == 0 ? EVEN : R[a];
}

static void
even_or_unknown(saddle_machine_t *m, int r, int a)
{
    R[r] = R[a] == EVEN ? EVEN : UNKNOWN;
}

static void
function(saddle_machine_t *m, int r, saddle_function_t f, int a)
{
    switch (f)
    {
        case SADDLE_COSH:
        case SADDLE_COS:
        case SADDLE_PHI:
            R[r] = R[a] == UNKNOWN ? UNKNOWN : EVEN;
            break;
        case SADDLE_SINH:
        case SADDLE_TANH:
        case SADDLE_SIN:
        case SADDLE_ASIN:
        case SADDLE_ATAN:
            R[r] = R[a];
            break;
        default:
            even_or_unknown(m, r, a);
    }
}

static void
mass(saddle_machine_t *m, int r, int a, int b, int w)
{
    (void) w;
    R[r] = R[a] == EVEN && R[b] == EVEN ? EVEN : UNKNOWN;
}

static void
choice(saddle_machine_t *m, int r, int c, int a, int b)
{
    R[r] = R[c] == EVEN && R[a] == EVEN && R[b] == EVEN ? EVEN : UNKNOWN;
}

static const saddle_ops_t parity_ops =
{
    rational, constant, sum, sum, times, times, neg, power, even_or_unknown,
    function, mass, choice, choice
};

int
group_is_even(const saddle_group_t *group)
{
    const saddle_ball_group_t *ball = group->ball;
    parity_machine_t m = { { &parity_ops }, NULL };
    int k, even = 1;

    m.r = malloc((size_t) ball->n_registers);
    if (m.r == NULL)
        abort();
    memset(m.r, EVEN, (size_t) ball->n_registers);
    ball->constants(&m.base);
    m.r[group->n_env] = ODD;
    ball->integrand(&m.base);
    for (k = 0; k < group->n_integrands; k++)
        even = even && m.r[ball->outputs[k]] == EVEN;
    free(m.r);
    return even;
}
