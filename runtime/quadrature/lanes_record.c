/* runtime/quadrature/lanes_record.c -- which arguments are polynomials in t.
 *
 * A machine that passes every operation on to a machine over real balls and
 * keeps the coefficients of the registers that are polynomials beside it.
 */
#include "lanes.h"

#include <stdlib.h>

typedef struct
{
    saddle_machine_t base;
    real_machine_t *m;
    lanes_t *lanes;
    int counting;        /* function calls belong to the integrand         */
    int *degree;         /* -1: not known to be a polynomial               */
    arb_ptr c;           /* [3 r + k]                                      */
} recorder_t;

#define RECORDER recorder_t *w = (recorder_t *) base
#define OPS (w->m->base.ops)
#define ON (&w->m->base)
#define C(r) (w->c + 3 * (r))

/* What does not depend on t is what the machine says. */
static void
set_constant(recorder_t *w, int r)
{
    w->degree[r] = 0;
    arb_set(C(r), w->m->r + r);
    arb_zero(C(r) + 1);
    arb_zero(C(r) + 2);
}

static void
finish(recorder_t *w, int r, int constant)
{
    if (constant)
        set_constant(w, r);
    else
        w->degree[r] = -1;
}

static void
trim(recorder_t *w, int r)
{
    int k = 2;

    while (k > 0 && arb_is_zero(C(r) + k))
        k--;
    w->degree[r] = k;
}

static void
record_rational(saddle_machine_t *base, int r, const char *text)
{
    RECORDER;

    OPS->rational(ON, r, text);
    set_constant(w, r);
}

static void
record_pi(saddle_machine_t *base, int r)
{
    RECORDER;

    OPS->pi(ON, r);
    set_constant(w, r);
}

static void
combine(recorder_t *w, int r, int a, int b, int sign)
{
    int k;

    if (w->degree[a] <= 0 && w->degree[b] <= 0)
    {
        finish(w, r, w->degree[a] == 0 && w->degree[b] == 0);
        return;
    }
    if (w->degree[a] < 0 || w->degree[b] < 0)
    {
        w->degree[r] = -1;
        return;
    }
    for (k = 0; k < 3; k++)
        if (sign > 0)
            arb_add(C(r) + k, C(a) + k, C(b) + k, w->m->prec);
        else
            arb_sub(C(r) + k, C(a) + k, C(b) + k, w->m->prec);
    trim(w, r);
}

static void
record_add(saddle_machine_t *base, int r, int a, int b)
{
    RECORDER;

    OPS->add(ON, r, a, b);
    combine(w, r, a, b, 1);
}

static void
record_sub(saddle_machine_t *base, int r, int a, int b)
{
    RECORDER;

    OPS->sub(ON, r, a, b);
    combine(w, r, a, b, -1);
}

static void
multiply(recorder_t *w, int r, int a, int b)
{
    slong prec = w->m->prec;
    arb_ptr p;
    int i, k;

    if (w->degree[a] < 0 || w->degree[b] < 0
        || w->degree[a] + w->degree[b] > 2)
    {
        w->degree[r] = -1;
        return;
    }
    if (w->degree[a] == 0 && w->degree[b] == 0)
    {
        set_constant(w, r);
        return;
    }
    p = _arb_vec_init(3);
    for (i = 0; i <= w->degree[a]; i++)
        for (k = 0; k <= w->degree[b]; k++)
            arb_addmul(p + i + k, C(a) + i, C(b) + k, prec);
    if (a == b && w->degree[a] == 1)
        arb_sqr(p + 2, C(a) + 1, prec);
    for (k = 0; k < 3; k++)
        arb_swap(C(r) + k, p + k);
    trim(w, r);
    _arb_vec_clear(p, 3);
}

static void
record_mul(saddle_machine_t *base, int r, int a, int b)
{
    RECORDER;

    OPS->mul(ON, r, a, b);
    multiply(w, r, a, b);
}

static void
record_div(saddle_machine_t *base, int r, int a, int b)
{
    RECORDER;
    arb_t d;
    int k;

    arb_init(d);
    arb_set(d, C(b));
    OPS->div(ON, r, a, b);
    if (w->degree[a] < 0 || w->degree[b] != 0)
        w->degree[r] = -1;
    else if (w->degree[a] == 0)
        set_constant(w, r);
    else
    {
        for (k = 0; k < 3; k++)
            arb_div(C(r) + k, C(a) + k, d, w->m->prec);
        w->degree[r] = w->degree[a];
    }
    arb_clear(d);
}

static void
record_neg(saddle_machine_t *base, int r, int a)
{
    RECORDER;
    int k;

    OPS->neg(ON, r, a);
    for (k = 0; k < 3; k++)
        arb_neg(C(r) + k, C(a) + k);
    w->degree[r] = w->degree[a];
}

static void
record_power(saddle_machine_t *base, int r, int a, long n)
{
    RECORDER;

    OPS->power(ON, r, a, n);
    if (n == 2 && w->degree[a] == 1)
        multiply(w, r, a, a);
    else
        finish(w, r, w->degree[a] == 0);
}

static void
record_sqrt(saddle_machine_t *base, int r, int a)
{
    RECORDER;
    int constant = w->degree[a] == 0;

    OPS->sqrt(ON, r, a);
    finish(w, r, constant);
}

/* ---- function calls ------------------------------------------------------ */

static int
is_lane(const recorder_t *w, saddle_function_t f, int a)
{
    int k, degree = w->degree[a];

    if (!w->counting || degree < 1 || degree > 2)
        return 0;
    for (k = 0; k < 3; k++)
        if (!arb_is_finite(C(a) + k))
            return 0;
    switch (f)
    {
        case SADDLE_EXP: return 1;
        case SADDLE_SINH:
        case SADDLE_COSH:
        case SADDLE_TANH:
        case SADDLE_PHI:
        case SADDLE_H: return degree == 1;
        default: return 0;
    }
}

static lane_t *
new_lane(lanes_t *l)
{
    lane_t *lane;
    int k;

    if (l->n == l->room)
    {
        l->room = 2 * l->room + 8;
        l->lane = realloc(l->lane, (size_t) l->room * sizeof *l->lane);
        if (l->lane == NULL)
            abort();
        for (k = l->n; k < l->room; k++)
        {
            int i;

            for (i = 0; i < 3; i++)
                arb_init(l->lane[k].c + i);
            l->lane[k].value = _arb_vec_init(LANE_BLOCK);
        }
    }
    lane = l->lane + l->n++;
    lane->filled = 0;
    return lane;
}

static void
note_call(recorder_t *w, saddle_function_t f, int a)
{
    lanes_t *l = w->lanes;
    lane_t *lane;
    int k;

    if (!w->counting)
        return;
    if (l->n_calls == l->room_calls)
    {
        l->room_calls = 2 * l->room_calls + 16;
        l->of_call = realloc(l->of_call,
                             (size_t) l->room_calls * sizeof *l->of_call);
        if (l->of_call == NULL)
            abort();
    }
    l->of_call[l->n_calls] = -1;
    if (is_lane(w, f, a))
    {
        lane = new_lane(l);
        lane->f = f;
        lane->degree = w->degree[a];
        for (k = 0; k < 3; k++)
            arb_set(lane->c + k, C(a) + k);
        l->of_call[l->n_calls] = l->n - 1;
    }
    l->n_calls++;
}

static void
record_function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    RECORDER;
    int constant = w->degree[a] == 0;

    note_call(w, f, a);
    OPS->function(ON, r, f, a);
    finish(w, r, constant);
}

static void
record_mass(saddle_machine_t *base, int r, int a, int b, int width)
{
    RECORDER;
    int constant = w->degree[a] == 0 && w->degree[b] == 0;

    OPS->mass(ON, r, a, b, width);
    finish(w, r, constant);
}

/* Zero for all t only if all coefficients are, as a set of balls; but one that is
   exactly 0 everywhere is decided. */
static condition_t
condition_of(const recorder_t *w, int c)
{
    int k, zeros = 0;

    if (w->degree[c] < 0)
        return CONDITION_CURVED;
    for (k = 0; k < 3; k++)
        if (!arb_contains_zero(C(c) + k))
            return CONDITION_CROSSES;
        else
            zeros += arb_is_zero(C(c) + k);
    return zeros == 3 ? CONDITION_CROSSES : CONDITION_TIED;
}

static void
record_select(saddle_machine_t *base, int r, int c, int a, int b)
{
    RECORDER;
    int constant = w->degree[c] == 0 && w->degree[a] == 0
                   && w->degree[b] == 0;

    if (w->counting && w->lanes->n_conditions < REAL_MAX_SELECTS)
        w->lanes->condition[w->lanes->n_conditions++] = condition_of(w, c);
    OPS->select(ON, r, c, a, b);
    finish(w, r, constant);
}

static void
record_orthant(saddle_machine_t *base, int r, int a, int b, int c)
{
    RECORDER;
    int constant = w->degree[c] == 0 && w->degree[a] == 0
                   && w->degree[b] == 0;

    OPS->orthant(ON, r, a, b, c);
    finish(w, r, constant);
}

static const saddle_ops_t record_ops =
{
    record_rational, record_pi, record_add, record_sub, record_mul,
    record_div, record_neg, record_power, record_sqrt, record_function,
    record_mass, record_select, record_orthant
};

/* ---- life --------------------------------------------------------------- */

void
lanes_init(lanes_t *l)
{
    *l = (lanes_t) { 0 };
}

void
lanes_clear(lanes_t *l)
{
    int i, k;

    for (k = 0; k < l->room; k++)
    {
        for (i = 0; i < 3; i++)
            arb_clear(l->lane[k].c + i);
        _arb_vec_clear(l->lane[k].value, LANE_BLOCK);
    }
    free(l->lane);
    free(l->of_call);
}

void
lanes_record(lanes_t *l, const saddle_group_t *group, real_machine_t *m)
{
    recorder_t w = { { &record_ops }, m, l, 0, NULL, NULL };
    lanes_t *running = m->lanes;
    int r;

    l->n = l->n_calls = l->n_conditions = 0;
    m->lanes = NULL;
    w.c = _arb_vec_init(3 * m->n);
    w.degree = malloc((size_t) (m->n + 1) * sizeof *w.degree);
    if (w.degree == NULL)
        abort();
    for (r = 0; r < m->n; r++)
        w.degree[r] = -1;
    for (r = 0; r < group->n_env; r++)
        set_constant(&w, r);
    m->strict = 1;
    group->ball->constants(&w.base);
    m->strict = 0;
    w.counting = 1;
    arb_zero(m->r + group->n_env);
    m->outside[group->n_env] = 0;
    w.degree[group->n_env] = 1;
    arb_one(w.c + 3 * group->n_env + 1);
    group->ball->integrand(&w.base);
    m->lanes = running;
    free(w.degree);
    _arb_vec_clear(w.c, 3 * m->n);
}
