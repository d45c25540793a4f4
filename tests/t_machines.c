/* tests/t_machines.c -- boxes and growth bounds against point evaluation.
 *
 * Random integrands.  A box register must hold the analytic continuation, which
 * the test follows by itself: complex points on a path up from the real line,
 * logarithms and roots by continuity.  A growth register must hold the real
 * value at any point beyond the cut.
 */
#include "harness.h"
#include "programs.c"

#include "../runtime/quadrature/machine_box.h"
#include "../runtime/quadrature/machine_real.h"
#include "../runtime/quadrature/machine_tail.h"

#include <acb_hypgeom.h>

#define PREC 128
#define PATH 64

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1000001) / 1e6;
}

/* ---- random integrands --------------------------------------------------- */

static void
append(char *text, const char *word)
{
    if (strlen(text) + strlen(word) + 2 < 1000)
    {
        strcat(text, word);
        strcat(text, " ");
    }
}

static void
random_rational(char *text, int lo, int hi)
{
    char word[32];

    snprintf(word, sizeof word, "%d/8",
             8 * lo + (int) n_randint(rng, (ulong) (8 * (hi - lo) + 1)));
    append(text, word);
}

/* a + b t, sometimes with parameters */
static void
random_affine(char *text)
{
    append(text, "t");
    if (n_randint(rng, 3) == 0)
        append(text, "x1");
    else
        random_rational(text, -1, 2);
    append(text, "*");
    if (n_randint(rng, 3) == 0)
        append(text, "x0");
    else
        random_rational(text, -2, 2);
    append(text, "+");
}

/* functions that are analytic near the real line */
static void
random_function(char *text, int depth)
{
    static const char *const affine[] =
    {
        "tanh", "cosh log", "H", "H log", "phi", "cos", "sin", "atan",
        "^2 1 + sqrt", "^2 1 + log", "exp 1 + log", "^2 1 + ^-1", "^3",
        "sinh", "exp", "neg exp 2 + ^-2", "^2 2 / neg exp", "cosh ^-1"
    };
    char copy[300] = "";
    ulong which = n_randint(rng, 8);

    if (depth > 0 && which < 3)
    {
        random_function(text, depth - 1);
        random_function(text, depth - 1);
        append(text, which == 0 ? "+" : which == 1 ? "*" : "-");
    }
    else if (which == 3)
    {
        /* phi/H, with one affine argument twice */
        random_affine(copy);
        append(text, copy);
        append(text, "phi");
        append(text, copy);
        append(text, "H /");
        if (n_randint(rng, 2))
        {
            append(text, copy);
            append(text, "- ^2");
        }
    }
    else if (which == 4)
    {
        /* log or ratio of a finite law */
        random_affine(text);
        append(text, "exp 1/3 *");
        random_affine(text);
        append(text, "exp 1/2 * + 1/6 +");
        if (n_randint(rng, 2))
            append(text, "log");
        else
        {
            random_affine(copy);
            append(text, copy);
            append(text, "exp 3 + /");
        }
    }
    else if (which == 5)
    {
        /* log-mass of one or two intervals */
        random_affine(copy);
        append(text, copy);
        append(text, copy);
        random_rational(text, 0, 1);
        append(text, "1/16 + + mass");
        if (n_randint(rng, 2))
        {
            append(text, copy);
            append(text, "2 +");
            append(text, copy);
            append(text, "4 + mass +");
        }
        if (n_randint(rng, 3))
            append(text, "log");
    }
    else
    {
        random_affine(text);
        append(text, affine[n_randint(rng, COUNT(affine))]);
    }
}

/* ---- complex points ------------------------------------------------------ */

/* last[r]: the value of the logarithm at r on the path so far */
typedef struct
{
    acb_ptr x, last;
    int started;
} point_t;

/* log x on the branch nearest to the last one */
static void
log_nearby(acb_t v, const acb_t x, acb_t last, int started)
{
    arb_t turns;
    double k;

    acb_log(v, x, PREC);
    if (started)
    {
        arb_init(turns);
        arb_sub(turns, acb_imagref(last), acb_imagref(v), PREC);
        k = arf_get_d(arb_midref(turns), ARF_RND_NEAR) / (2 * M_PI);
        arb_const_pi(turns, PREC);
        arb_mul_si(turns, turns, 2 * (slong) floor(k + 0.5), PREC);
        arb_add(acb_imagref(v), acb_imagref(v), turns, PREC);
        arb_clear(turns);
    }
    acb_set(last, v);
}

static void
normal_tail(acb_t v, const acb_t x)
{
    arb_t s;

    arb_init(s);
    arb_set_d(s, 0.5);
    arb_sqrt(s, s, PREC);
    acb_mul_arb(v, x, s, PREC);
    acb_hypgeom_erfc(v, v, PREC);
    acb_mul_2exp_si(v, v, -1);
    arb_clear(s);
}

static void
point_function(acb_t v, const tape_op_t *op, const acb_t x, point_t *p)
{
    arb_t s;

    switch ((saddle_function_t) op->n)
    {
        case SADDLE_EXP: acb_exp(v, x, PREC); break;
        case SADDLE_LOG:
            log_nearby(v, x, p->last + op->r, p->started);
            break;
        case SADDLE_SINH: acb_sinh(v, x, PREC); break;
        case SADDLE_COSH: acb_cosh(v, x, PREC); break;
        case SADDLE_TANH: acb_tanh(v, x, PREC); break;
        case SADDLE_SIN: acb_sin(v, x, PREC); break;
        case SADDLE_COS: acb_cos(v, x, PREC); break;
        case SADDLE_ATAN: acb_atan(v, x, PREC); break;
        case SADDLE_H: normal_tail(v, x); break;
        case SADDLE_PHI:
            arb_init(s);
            real_root_2pi_inverse(s, PREC);
            acb_sqr(v, x, PREC);
            acb_mul_2exp_si(v, v, -1);
            acb_neg(v, v);
            acb_exp(v, v, PREC);
            acb_mul_arb(v, v, s, PREC);
            arb_clear(s);
            break;
        default: acb_indeterminate(v);
    }
}

static void
point_op(const tape_op_t *op, point_t *p)
{
    acb_ptr x = p->x, a = x + op->a, b = x + op->b, r = x + op->r;
    acb_t u;
    fmpq_t q;

    acb_init(u);
    switch (op->code)
    {
        case TAPE_RATIONAL:
            fmpq_init(q);
            fmpq_set_str(q, op->text, 10);
            arb_set_fmpq(acb_realref(r), q, PREC);
            arb_zero(acb_imagref(r));
            fmpq_clear(q);
            break;
        case TAPE_ADD: acb_add(r, a, b, PREC); break;
        case TAPE_SUB: acb_sub(r, a, b, PREC); break;
        case TAPE_MUL: acb_mul(r, a, b, PREC); break;
        case TAPE_DIV: acb_div(r, a, b, PREC); break;
        case TAPE_NEG: acb_neg(r, a); break;
        case TAPE_POWER: acb_pow_si(r, a, op->n, PREC); break;
        case TAPE_SQRT:
            log_nearby(u, a, p->last + op->r, p->started);
            acb_mul_2exp_si(u, u, -1);
            acb_exp(r, u, PREC);
            break;
        case TAPE_FUNCTION: point_function(r, op, a, p); break;
        case TAPE_MASS:
            /* from the side on which both tails are small */
            if (arf_sgn(arb_midref(acb_realref(a))) < 0)
            {
                acb_neg(u, a);
                acb_neg(r, b);
                normal_tail(u, u);
                normal_tail(r, r);
                acb_sub(r, r, u, PREC);
            }
            else
            {
                normal_tail(u, a);
                normal_tail(r, b);
                acb_sub(r, u, r, PREC);
            }
            break;
        default: acb_indeterminate(r);
    }
    acb_clear(u);
}

/* out: the first integrand, continued from x to x + iy */
static void
continue_to(acb_t out, const tape_t *tape, arb_srcptr env, double x, double y)
{
    point_t p = { _acb_vec_init(2 * TAPE_MAX), _acb_vec_init(2 * TAPE_MAX), 0 };
    int i, k, steps = y > 0 ? PATH : 0;

    for (k = 0; k < tape->n_env; k++)
        acb_set_arb(p.x + k, env + k);
    for (i = 0; i <= steps; i++)
    {
        acb_set_d_d(p.x + tape->n_env, x, steps > 0 ? y * i / steps : 0);
        for (k = 0; k < tape->n_constants; k++)
            point_op(tape->constants + k, &p);
        for (k = 0; k < tape->n_integrand; k++)
            point_op(tape->integrand + k, &p);
        p.started = 1;
    }
    acb_set(out, p.x + tape->outputs[0]);
    _acb_vec_clear(p.last, 2 * TAPE_MAX);
    _acb_vec_clear(p.x, 2 * TAPE_MAX);
}

/* ---- boxes -------------------------------------------------------------- */

static void
register_value(acb_t v, box_machine_t *m, int r, const acb_t t)
{
    const box_register_t *a = m->r + r;
    acb_t e;
    int k;

    acb_init(e);
    for (k = 2; k >= 0; k--)
    {
        acb_mul(e, e, t, PREC);
        arb_add_arf(acb_realref(e), acb_realref(e), a->s + k, PREC);
    }
    acb_exp(e, e, PREC);
    acb_mul(v, e, a->m, PREC);
    acb_clear(e);
}

/* A column of rows, as in a strip; points on all rows that hold together. */
static long checked;

static void
check_column(const saddle_program_t *p, arb_srcptr env, long *proved,
             long *tried)
{
    const saddle_group_t *g = p->group[0];
    const tape_t *tape = &tapes[0];
    double x0 = floor(uniform(-24, 24)) / 2, width = ldexp(1, -(int)
                                                   n_randint(rng, 5));
    double y = 0, top;
    acb_t t, v, w;
    mag_t bound, size;
    box_machine_t m;
    int j;

    acb_init(t);
    acb_init(v);
    acb_init(w);
    mag_init(bound);
    mag_init(size);
    box_machine_init(&m, g->ball->n_registers);
    box_machine_set_env(&m, env, g->n_env);
    box_machine_place(&m, g->n_env, 0, 0, 0, 0);
    g->ball->constants(&m.base);
    m.reference = x0 + width / 2;
    for (; y < 2; y = top)
    {
        top = y + width;
        (*tried)++;
        box_machine_place(&m, g->n_env, x0, x0 + width, y, top);
        g->ball->integrand(&m.base);
        if (!box_machine_is_finite(&m, g->ball->outputs[0]))
            break;
        (*proved)++;
        for (j = n_randint(rng, 1 + (ulong) (2 / width)) < 4; j > 0; j--)
        {
            double px = x0 + width * ldexp((double) n_randint(rng, 257), -8);
            double py = y + width * ldexp((double) n_randint(rng, 257), -8);

            acb_set_d_d(t, px, py);
            register_value(v, &m, g->ball->outputs[0], t);
            continue_to(w, tape, env, px, py);
            if (acb_rel_accuracy_bits(w) < 20)
                continue;
            checked++;
            if (!acb_overlaps(v, w))
            {
                printf("\nat %a + i %a: ", px, py);
                acb_printn(v, 10, 0);
                printf(" misses ");
                acb_printn(w, 10, 0);
            }
            CU_ASSERT(acb_overlaps(v, w));
            box_machine_bound(bound, &m, g->ball->outputs[0], 0);
            acb_get_mag_lower(size, w);
            CU_ASSERT(mag_cmp(size, bound) <= 0);
        }
    }
    box_machine_clear(&m);
    mag_clear(size);
    mag_clear(bound);
    acb_clear(w);
    acb_clear(v);
    acb_clear(t);
}

static void
random_env(arb_ptr env)
{
    arb_set_d(env, uniform(-1, 1));
    arb_set_d(env + 1, uniform(0.2, 1.5));
}

static void
test_boxes(void)
{
    long i, proved = 0, tried = 0;
    arb_ptr env = _arb_vec_init(2);

    for (i = 0; i < trials(300); i++)
    {
        char text[1024] = "";
        unsigned long failures = CU_get_number_of_failures();

        random_function(text, 2);
        append(text, "out");
        random_env(env);
        check_column(tape_program(0, text, 2, 1), env, &proved, &tried);
        if (CU_get_number_of_failures() > failures)
            printf("\n  in %s\n", text);
    }
    CU_ASSERT(proved * 2 > tried);
    printf(" [%ld of %ld boxes, %ld points]", proved, tried, checked);
    CU_ASSERT(checked > i);
    _arb_vec_clear(env, 2);
}

/* ---- growth ------------------------------------------------------------- */

static void
check_tail(const saddle_program_t *p, arb_srcptr env, long *bounded)
{
    const saddle_group_t *g = p->group[0];
    int side = n_randint(rng, 2) ? 1 : -1, j, r = g->ball->outputs[0];
    double cut = floor(uniform(16, 160)) / 8;
    tail_machine_t m;
    real_machine_t real;
    mag_t bound, least;
    arb_t s, v;

    arb_init(s);
    arb_init(v);
    mag_init(bound);
    mag_init(least);
    tail_machine_init(&m, g->ball->n_registers);
    real_machine_init(&real, g->ball->n_registers);
    tail_machine_set(&m, env, g->n_env, cut, side);
    g->ball->constants(&m.base);
    g->ball->integrand(&m.base);
    tail_machine_integral(bound, &m, r, 1);
    *bounded += !mag_is_inf(bound);
    for (j = 0; j < 4; j++)
    {
        arb_set_d(s, j == 0 ? cut : cut * exp(uniform(0, j)));
        _tail_machine_value(v, &m, r, s);
        real_machine_set(&real, env, g->n_env, 1000);
        arb_mul_si(real.r + g->n_env, s, side, 1000);
        g->ball->constants(&real.base);
        g->ball->integrand(&real.base);
        if (arb_is_finite(v) && !arb_overlaps(v, real.r + r))
        {
            printf("\nside %d, cut %g, s = ", side, cut);
            arb_printn(s, 10, 0);
            printf(": ");
            arb_printn(v, 10, 0);
            printf(" misses ");
            arb_printn(real.r + r, 10, 0);
        }
        CU_ASSERT(!arb_is_finite(v) || arb_overlaps(v, real.r + r));
        /* |f w| over [cut, cut + 1/64], from its value at the end, when it
           falls; at most twice too large */
        if (j == 0 && !mag_is_inf(bound))
        {
            arb_sqr(s, s, 64);
            arb_mul_2exp_si(s, s, -1);
            arb_neg(s, s);
            arb_exp(s, s, 64);
            arb_mul(s, s, real.r + r, 64);
            arb_div_ui(s, s, 100 * (ulong) cut * (ulong) cut + 100, 64);
            arb_get_mag_lower(least, s);
            CU_ASSERT(mag_cmp(least, bound) <= 0);
        }
    }
    real_machine_clear(&real);
    tail_machine_clear(&m);
    mag_clear(least);
    mag_clear(bound);
    arb_clear(v);
    arb_clear(s);
}

static void
test_growth(void)
{
    long i, bounded = 0, n = trials(1500);
    arb_ptr env = _arb_vec_init(2);

    for (i = 0; i < n; i++)
    {
        char text[1024] = "";
        unsigned long failures = CU_get_number_of_failures();

        random_function(text, 2);
        append(text, "out");
        random_env(env);
        check_tail(tape_program(0, text, 2, 1), env, &bounded);
        if (CU_get_number_of_failures() > failures)
            printf("\n  in %s\n", text);
    }
    CU_ASSERT(bounded * 10 > n * 9);
    printf(" [%ld of %ld bounded]", bounded, n);
    _arb_vec_clear(env, 2);
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "boxes hold the continuation", test_boxes },
        { "growth bounds hold beyond the cut", test_growth },
        { NULL, NULL }
    };

    return harness_run("quadrature: machines", tests);
}
