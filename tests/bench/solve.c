/* tests/bench/solve.c -- cold solves in double precision against plain C.
 *
 * For five models: solves per second from the uninformed start, and the ratio
 * to a straightforward program for the same equations, 200 equal panels of the
 * trapezoidal rule on -8 .. 8 and a damped iteration to 1e-12, in the same run.
 */
#include "../../compiler/emit/emit.h"
#include "../../runtime/solve/solve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NODES 201
#define REACH 8.0

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static double node[NODES], weight[NODES];

static void
make_nodes(void)
{
    for (int i = 0; i < NODES; i++)
    {
        node[i] = -REACH + 2 * REACH * i / (NODES - 1);
        weight[i] = 2 * REACH / (NODES - 1) * exp(-node[i] * node[i] / 2)
                    / sqrt(2 * M_PI);
    }
}

/* phi(u)/H(u) */
static double
hazard(double u)
{
    double tail = erfc(u / sqrt(2)) / 2;

    return u > 30 ? u + 1 / u
                  : exp(-u * u / 2) / sqrt(2 * M_PI) / tail;
}

/* ---- one step q -> q of each model -------------------------------------- */

static double
spins(double q_hat)
{
    double sum = 0;

    for (int i = 0; i < NODES; i++)
    {
        double t = tanh(sqrt(q_hat) * node[i]);

        sum += weight[i] * t * t;
    }
    return sum;
}

static double
taught_spins(double q_hat)
{
    double sum = 0;

    for (int i = 0; i < NODES; i++)
        sum += weight[i] * tanh(q_hat + sqrt(q_hat) * node[i]);
    return sum;
}

static double
step_sk(double q)
{
    double sum = 0;

    for (int i = 0; i < NODES; i++)
    {
        double t = tanh(2 * (sqrt(q) * node[i] + 0.5));

        sum += weight[i] * t * t;
    }
    return sum;
}

static double
step_storage(double q)
{
    double sum = 0;

    for (int i = 0; i < NODES; i++)
    {
        double g = hazard(-sqrt(q / (1 - q)) * node[i]);

        sum += weight[i] * g * g;
    }
    return spins(0.5 * sum / (1 - q));
}

/* E 2 H(-u) (phi/H)(-u)^2 at u = sqrt(q/(1 + Delta - q)) xi, over the rest */
static double
sign_slope(double q, double delta)
{
    double sum = 0, v = 1 + delta - q;

    for (int i = 0; i < NODES; i++)
    {
        double u = sqrt(q / v) * node[i], g = hazard(-u);

        sum += 2 * weight[i] * erfc(-u / sqrt(2)) / 2 * g * g;
    }
    return sum / v;
}

static double
step_sign(double q)
{
    return taught_spins(0.5 * sign_slope(q, 0));
}

static double
step_probit(double q)
{
    double q_hat = sign_slope(q, 0.5);

    return q_hat / (1 + q_hat);
}

static double
step_ternary(double q)
{
    double q_hat, sum = 0, root;

    /* the teacher's second moment is 1/2 */
    q_hat = sign_slope(2 * q, 0) * 2;
    root = sqrt(q_hat);
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < NODES; i++)
        {
            double b = side * q_hat + root * node[i];
            double x = exp(-q_hat / 2) / 2;
            double f = x * sinh(b) / (0.5 + x * cosh(b));

            sum += 0.5 * weight[i] * f * f;
        }
    return sum;
}

/* ---- timing -------------------------------------------------------------- */

typedef struct
{
    const char *name, *path;
    int n;
    double parameter[3];
    double start;
    double (*step)(double);
} bench_t;

static double
plain(const bench_t *b, double *q)
{
    long n = 0;
    double begin = now(), end;

    do
    {
        double x = b->start, change = 1;

        for (int i = 0; i < 100000 && fabs(change) > 1e-12; i++)
        {
            change = b->step(x) - x;
            x += 0.7 * change;
        }
        *q = x;
        n++;
        end = now();
    }
    while (end - begin < 0.3);
    return (double) n / (end - begin);
}

static double
compiled(const bench_t *b, const saddle_model_t *model, double *q)
{
    solve_options_t options;
    long n = 0;
    double begin = now(), end;

    solve_options_default(&options);
    do
    {
        solve_result_t r;

        solve_state(&r, model, b->parameter, NULL, NULL, &options);
        *q = r.env[0];
        solve_result_clear(&r);
        n++;
        end = now();
    }
    while (end - begin < 0.3);
    return (double) n / (end - begin);
}

/* Text to model; 0 when a step fails. */
static int
open_model(loaded_t *out, const char *path)
{
    emit_context_t context = { NULL, path, SADDLE_VERSION };
    algebra_t *algebra = algebra_new(0);
    source_t source;
    arena_t arena;
    diags_t d;
    spec_ast_t tree;
    spec_t spec;
    theory_t theory;
    char *text = NULL;
    size_t size;
    FILE *to;
    int ok = 0;

    diags_init(&d);
    arena_init(&arena, (size_t) 1 << 30);
    if (source_read(&source, path) != SOURCE_OK)
        return 0;
    context.spec_text = source.text;
    to = open_memstream(&text, &size);
    if (ast_parse(&tree, &arena, &source, &d)
        && spec_check(&spec, &arena, algebra, &tree, &d)
        && theory_derive(&theory, &arena, &spec, &d))
        ok = emit_model(to, &theory, &context, &d);
    fclose(to);
    ok = ok && load_model(out, text) == LOAD_OK;
    free(text);
    source_clear(&source);
    arena_clear(&arena);
    diags_clear(&d);
    algebra_free(algebra);
    return ok;
}

int
main(void)
{
    static const bench_t bench[] = {
        { "sk", "models/spin_glass/sk.saddle", 2, { 2, 0.5 }, 0.5, step_sk },
        { "binary_perceptron", "models/storage/binary_perceptron.saddle", 2,
          { 0.5, 0 }, 1e-3, step_storage },
        { "bayes_sign_binary", "models/bayes/bayes_sign_binary.saddle", 1,
          { 0.5 }, 1e-3, step_sign },
        { "bayes_probit", "models/bayes/bayes_probit.saddle", 2, { 1, 0.5 },
          1e-3, step_probit },
        { "bayes_sign_ternary", "models/bayes/bayes_sign_ternary.saddle", 2,
          { 1, 0.5 }, 1e-3, step_ternary }
    };

    make_nodes();
    printf("cold solves in doubles\n%20s %12s %12s %8s %10s\n", "model",
           "per second", "plain C", "ratio", "difference");
    for (size_t i = 0; i < sizeof bench / sizeof *bench; i++)
    {
        loaded_t loaded;
        double q, p, fast, slow;

        if (!open_model(&loaded, bench[i].path))
        {
            printf("%20s could not be compiled\n", bench[i].name);
            return 1;
        }
        fast = compiled(bench + i, loaded.model, &q);
        slow = plain(bench + i, &p);
        printf("%20s %12.0f %12.0f %8.2f %10.1e\n", bench[i].name, fast, slow,
               fast / slow, fabs(q - p));
        fflush(stdout);
        load_close(&loaded);
    }
    return 0;
}
