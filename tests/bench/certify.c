/* tests/bench/certify.c -- a proof of alpha_c against one plain residual.
 *
 * For 30, 100, 300, 1000 digits: the time of `saddle certify` (as it reports
 * it) and the time of one evaluation of the same residual (q, q_hat, entropy of
 * the binary perceptron at kappa = 0) at the same precision by the trapezoidal
 * rule without any error bound, one thread.  Only the ratio means something.
 */
#include <arb.h>
#include <arb_hypgeom.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* Midpoint only: this is plain floating point with many digits. */
static void
drop_radius(arb_t x)
{
    mag_zero(arb_radref(x));
}

/* Adds the four integrands at node z with weight phi(z). */
static void
add_node(arb_ptr sum, const arb_t z, const arb_t q, const arb_t q_hat,
         slong prec)
{
    arb_t w, b, t, u, h, a;

    arb_init(w);
    arb_init(b);
    arb_init(t);
    arb_init(u);
    arb_init(h);
    arb_init(a);
    arb_mul(w, z, z, prec);
    arb_mul_2exp_si(w, w, -1);
    arb_neg(w, w);
    arb_exp(w, w, prec);
    arb_sqrt(b, q_hat, prec);
    arb_mul(b, b, z, prec);
    arb_tanh(t, b, prec);
    arb_mul(t, t, t, prec);
    arb_addmul(sum, w, t, prec);
    arb_cosh(t, b, prec);
    arb_log(t, t, prec);
    arb_addmul(sum + 1, w, t, prec);
    /* u = -sqrt(q/(1-q)) z, H(u) = erfc(u/sqrt 2)/2 */
    arb_sub_ui(u, q, 1, prec);
    arb_neg(u, u);
    arb_div(u, q, u, prec);
    arb_mul_2exp_si(u, u, -1);
    arb_sqrt(u, u, prec);
    arb_mul(u, u, z, prec);
    arb_neg(u, u);
    arb_hypgeom_erfc(h, u, prec);
    arb_mul_2exp_si(h, h, -1);
    arb_mul(a, u, u, prec);
    arb_neg(a, a);
    arb_exp(a, a, prec);
    arb_div(a, a, h, prec);
    arb_mul(a, a, a, prec);
    arb_addmul(sum + 2, w, a, prec);
    arb_log(h, h, prec);
    arb_addmul(sum + 3, w, h, prec);
    arb_clear(a);
    arb_clear(h);
    arb_clear(u);
    arb_clear(t);
    arb_clear(b);
    arb_clear(w);
    drop_radius(sum);
    drop_radius(sum + 1);
    drop_radius(sum + 2);
    drop_radius(sum + 3);
}

/* Seconds of one residual; the step is what the poles of tanh allow. */
static double
plain_residual(slong prec)
{
    double start = now(), log2 = 0.6931471805599453;
    double h = 2 * 3.141592653589793 * 0.97 / ((double) prec * log2);
    long k, n = (long) (sqrt(2 * (double) prec * log2) / h) + 1;
    arb_ptr sum = _arb_vec_init(4);
    arb_t q, q_hat, z, step;

    arb_init(q);
    arb_init(q_hat);
    arb_init(z);
    arb_init(step);
    arb_set_d(q, 0.56394908008456163);
    arb_set_d(q_hat, 2.57635131907567457);
    arb_set_d(step, h);
    for (k = -n; k <= n; k++)
    {
        arb_mul_si(z, step, k, prec);
        add_node(sum, z, q, q_hat, prec);
    }
    arb_clear(step);
    arb_clear(z);
    arb_clear(q_hat);
    arb_clear(q);
    _arb_vec_clear(sum, 4);
    return now() - start;
}

static double
certified(const char *program, long digits)
{
    char command[512];
    json_t *answer;
    FILE *from;
    double seconds;

    snprintf(command, sizeof command,
             "%s certify models/storage/binary_perceptron.saddle alpha_c "
             "--digits %ld --json", program, digits);
    from = popen(command, "r");
    answer = from != NULL ? json_loadf(from, 0, NULL) : NULL;
    seconds = json_number_value(json_object_get(answer, "seconds"));
    if (answer == NULL
        || strcmp(json_string_value(json_object_get(answer, "status")),
                  "proven") != 0)
        seconds = -1;
    json_decref(answer);
    if (from != NULL)
        pclose(from);
    return seconds;
}

int
main(void)
{
    static const long digits[] = { 30, 100, 300, 1000 };
    const char *program = getenv("SADDLE") != NULL ? getenv("SADDLE")
                                                   : "./saddle";
    size_t i;
    int k;

    printf("certify alpha_c(kappa = 0) against one plain residual\n"
           "%8s %12s %12s %8s\n", "digits", "certify (s)", "plain (s)",
           "ratio");
    for (i = 0; i < sizeof digits / sizeof digits[0]; i++)
    {
        slong prec = (slong) ((double) digits[i] * 3.3219281) + 40;
        double plain = plain_residual(prec), proof;

        for (k = 0; k < 2 && plain < 2; k++)
        {
            double again = plain_residual(prec);

            plain = again < plain ? again : plain;
        }
        proof = certified(program, digits[i]);
        if (proof < 0)
            printf("%8ld %12s\n", digits[i], "not proven");
        else
            printf("%8ld %12.3f %12.4f %8.1f\n", digits[i], proof, plain,
                   proof / plain);
        fflush(stdout);
    }
    flint_cleanup();
    return 0;
}
