/* tests/t_parity.c -- which integrands are taken for even, and that they are. */
#include "harness.h"
#include "programs.c"

#include "../runtime/quadrature/evaluate.h"
#include "../runtime/quadrature/machine_parity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
is_even(const char *text)
{
    return group_is_even(tape_program(0, text, 2, 1)->group[0]);
}

static void
test_table(void)
{
    static const char *const even[] =
    {
        "3 out", "t ^2 out", "t ^-4 x0 * out", "t t * out", "t neg phi out",
        "x0 t * cosh out", "t tanh t * out", "t sin ^2 t ^3 t / + out",
        /* a mirror image of its own, term by term */
        "1 t + H 1 t - H + out", "1 t + H t 1 - neg H * out",
        "t x0 - phi t x0 + phi - ^2 out", "t x0 - phi t x0 + phi - t * out",
        "t x0 - x1 / H neg log t x0 + x1 / neg H neg log + out",
        "t x0 - t x0 + mass out",
        "t 1 t + exp 1 t - exp select out",
    };
    static const char *const other[] =
    {
        "t out", "t ^3 out", "t exp out", "1 t + out", "t H out",
        "1 t + H 2 t - H + out", "x0 t + H x1 t - H + out",
        "t x0 - phi t x0 + phi + t * out", "t x0 - t x1 + mass out",
        "t x0 - phi t x0 + phi - out", "1 t + 1 t - / out",
        "t 1 t + exp 1 t + exp neg select out", "t ^2 out t out",
    };
    size_t i;

    for (i = 0; i < sizeof even / sizeof even[0]; i++)
        if (!is_even(even[i]))
        {
            printf("\n    not seen as even: %s\n", even[i]);
            CU_FAIL("parity");
        }
    for (i = 0; i < sizeof other / sizeof other[0]; i++)
        if (is_even(other[i]))
        {
            printf("\n    taken for even: %s\n", other[i]);
            CU_FAIL("parity");
        }
}

/* ---- random programs --------------------------------------------------------- */

/* A postfix text of bounded integrands, often a sum over t and -t. */
static void
append(char *text, int depth, int mirrored)
{
    static const char *const leaf[] = { "t", "x0 t *", "1 t +", "x1", "2" };
    static const char *const mirror[] = { "t neg", "x0 t neg *", "1 t -", "x1",
                                          "2" };
    static const char *const unary[] = { "tanh", "phi", "H", "sin", "cos",
                                         "neg", "^2" };
    static const char *const binary[] = { "+", "-", "*" };
    ulong k;

    if (depth == 0 || n_randint(rng, 5) == 0)
    {
        k = n_randint(rng, 5);
        strcat(text, mirrored ? mirror[k] : leaf[k]);
    }
    else if (n_randint(rng, 2) == 0)
    {
        append(text, depth - 1, mirrored);
        strcat(text, unary[n_randint(rng, 7)]);
    }
    else
    {
        append(text, depth - 1, mirrored);
        append(text, depth - 1, mirrored);
        strcat(text, binary[n_randint(rng, 3)]);
    }
    strcat(text, " ");
}

/* What is taken for even has no odd part. */
static void
test_random(void)
{
    long i, n = trials(3000), seen = 0, bad = 0;

    for (i = 0; i < n; i++)
    {
        char text[4000] = "", turned[4100] = "";
        double x[2] = { 0.7, -1.3 };
        const saddle_program_t *p;
        flint_rand_t at;
        ulong a, b;

        /* the same choices, for t and for -t */
        memcpy(at, rng, sizeof at);
        append(text, 4, 0);
        if (n_randint(rng, 2) == 0)
        {
            memcpy(rng, at, sizeof at);
            append(turned, 4, 1);
            strcat(text, turned);
            strcat(text, "+ ");
        }
        strcat(text, "out");
        if (!is_even(text))
            continue;
        seen++;
        /* then its means with odd factors vanish */
        for (a = 0; a < 3; a++)
        {
            static const char *const odd[] = { "t", "t tanh", "t 3 * sin" };
            double out, size;

            snprintf(turned, sizeof turned, "%.*s %s * out",
                     (int) strlen(text) - 4, text, odd[a]);
            p = tape_program(1, turned, 2, 1);
            if (quad_approx(p, x, 1e-11, &out, &size) != SADDLE_OK)
                continue;
            b = fabs(out) > 1e-8 * (1 + fabs(size));
            bad += (long) b;
            if (b)
                printf("\n    %s: %g\n", turned, out);
        }
    }
    printf(" [%ld of %ld even]", seen, n);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(seen * 20 > n);
}

/* Panels of an even integrand cover half the line only. */
static void
test_panels(void)
{
    /* two narrow wells: (phi(u) - phi(v))^2/(H(u) + H(v)), u, v = (1 +- t)/x0 */
    static const char text[]
        = "1 t + x0 / phi 1 t - x0 / phi - ^2 1 t + x0 / H 1 t - x0 / H + / "
          "out";
    static const char uneven[]
        = "1 t + x0 / phi 1 t - x0 / phi - ^2 1 t + x0 / H 1 t - x0 / H + / "
          "t 0 * 1 + * out";
    const saddle_program_t *p = tape_program(0, text, 1, 1);
    const saddle_program_t *q = tape_program(1, uneven, 1, 1);
    arb_t x, a, b;

    CU_ASSERT(group_is_even(p->group[0]));
    CU_ASSERT(!group_is_even(q->group[0]));
    arb_init(x);
    arb_init(a);
    arb_init(b);
    arb_set_d(x, 0x1p-7);
    CU_ASSERT(quad_ball(a, p, x, 60, 1, NULL, NULL) == SADDLE_OK);
    CU_ASSERT(quad_ball(b, q, x, 60, 1, NULL, NULL) == SADDLE_OK);
    CU_ASSERT(arb_overlaps(a, b));
    CU_ASSERT(arb_rel_accuracy_bits(a) > 40);
    arb_clear(b);
    arb_clear(a);
    arb_clear(x);
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "table", test_table },
        { "random programs", test_random },
        { "panels on half the line", test_panels },
        { NULL, NULL }
    };

    return harness_run("parity", tests);
}
