/* tests/loose.c -- expressions in plain doubles. */
#include "loose.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4000, PANELS = 40, NODES = 10, DEEPEST = 8, SPLITS = 3000 };

#define TIE 1e-12               /* what is as close as that is equal */

static loose_t pool[MOST];
static int used;

static loose_t *
fresh(op_t op)
{
    loose_t *e = pool + used++ % MOST;

    memset(e, 0, sizeof *e);
    e->op = op;
    return e;
}

loose_t *
loose_number(long p, long q)
{
    loose_t *e = fresh(N_NUMBER);

    e->p = p;
    e->q = q;
    return e;
}

loose_t *
loose_index(op_t op, int index)
{
    loose_t *e = fresh(op);

    e->index = index;
    return e;
}

loose_t *
loose_of(op_t op, loose_t *a, loose_t *b, loose_t *c)
{
    loose_t *e = fresh(op), *child[] = { a, b, c };

    while (e->arity < 3 && child[e->arity] != NULL)
    {
        e->child[e->arity] = child[e->arity];
        e->arity++;
    }
    return e;
}

void
loose_forget(void)
{
    used = 0;
}

static void
put(char **to, size_t *room, const char *format, ...)
{
    va_list list;
    int n;

    va_start(list, format);
    n = vsnprintf(*to, *room, format, list);
    va_end(list);
    n = (size_t) n < *room ? n : (int) *room - 1;
    *to += n;
    *room -= (size_t) n;
}

static void
print(char **to, size_t *room, const loose_t *e)
{
    int i;

    if (e->op == N_NUMBER)
        put(to, room, "%ld/%ld", e->p, e->q);
    else if (e->op == N_VAR)
        put(to, room, "(var %d)", e->index);
    else if (e->op == N_SYMBOL)
        put(to, room, "(sym %c)", "ab"[e->index]);
    else
    {
        put(to, room, "(%s", op_word(e->op));
        for (i = 0; i < e->arity; i++)
        {
            put(to, room, " ");
            print(to, room, e->child[i]);
        }
        put(to, room, ")");
    }
}

int
loose_print(char *to, size_t room, const loose_t *e)
{
    print(&to, &room, e);
    return room > 1;
}

/* ---- values ---------------------------------------------------------------- */

/* Where a value is taken; `answers` becomes another number where a comparison has
   another answer. */
typedef struct
{
    const double *at;
    double variable[DEEPEST];
    int depth;
    uint64_t answers;
    int splits;                 /* of intervals so far */
} place_t;

static double value(const loose_t *e, place_t *p);

static int
answer(place_t *p, int is)
{
    p->answers = p->answers * 3 + 1 + (uint64_t) is;
    return is;
}

/* The body at x, with the answers of its comparisons. */
static double
body_at(const loose_t *e, place_t *p, double x, uint64_t *answers)
{
    uint64_t before = p->answers;
    double f;

    p->answers = 1;
    p->variable[p->depth++] = x;
    f = value(e, p);
    p->depth--;
    *answers = p->answers;
    p->answers = before;
    return f;
}

/* Gauss-Legendre with ten nodes, in halves where comparisons change. */
static double
panel(const loose_t *e, place_t *p, double lo, double hi, int gaussian)
{
    static const double x[] = { 0.14887433898163122, 0.43339539412924721,
        0.67940956829902444, 0.86506336668898454, 0.97390652851717174 };
    static const double w[] = { 0.29552422471475287, 0.26926671930999635,
        0.21908636251598204, 0.14945134915058059, 0.06667134430868814 };
    uint64_t first, other;
    double sum = 0, half = (hi - lo) / 2, t;
    int i, same = 1;

    if (half < 1e-13)
        return 0;
    body_at(e, p, lo + 1e-6 * half, &first);
    body_at(e, p, hi - 1e-6 * half, &other);
    same = first == other;
    for (i = 0; i < NODES && same; i++)
    {
        t = lo + half * (1 + (i % 2 ? -1 : 1) * x[i / 2]);
        sum += half * w[i / 2] * (gaussian ? exp(-t * t / 2) / 2.5066282746310005
                                           : 1) * body_at(e, p, t, &other);
        same = same && first == other;
    }
    if (same || ++p->splits > SPLITS)
        return same ? sum : NAN;
    return panel(e, p, lo, lo + half, gaussian)
           + panel(e, p, lo + half, hi, gaussian);
}

static double
integral(const loose_t *e, place_t *p, double lo, double hi, int gaussian)
{
    int i, n = p->depth > 0 ? PANELS / 2 : PANELS;
    double sum = 0, h = (hi - lo) / n;
    uint64_t answers;

    /* what compares outer variables alone, or passes an end */
    for (i = 0; i < 2; i++)
    {
        body_at(e, p, i == 0 ? lo : hi, &answers);
        p->answers = p->answers * 5 + answers;
    }

    for (i = 0; i < n && p->splits <= SPLITS; i++)
        sum += panel(e, p, lo + i * h, lo + (i + 1) * h, gaussian);
    return p->splits <= SPLITS ? sum : NAN;
}

/* The least value of a convex function, by golden sections. */
static double
least(const loose_t *e, place_t *p)
{
    double lo = -40, hi = 40, g = 0.61803398874989485, x, y;
    uint64_t answers;
    int i;

    while (hi - lo > 1e-9)
    {
        x = hi - g * (hi - lo);
        y = lo + g * (hi - lo);
        if (body_at(e, p, x, &answers) < body_at(e, p, y, &answers))
            hi = y;
        else
            lo = x;
    }
    x = (lo + hi) / 2;
    for (i = -1; i <= 1; i += 2)        /* the piece, or the kink, that it is at */
    {
        body_at(e, p, x + i * 1e-6, &answers);
        p->answers = p->answers * 5 + answers;
    }
    return body_at(e, p, x, &answers);
}

static double
normal_above(double x)
{
    return erfc(x / sqrt(2)) / 2;
}

static double
function(op_t op, double a, place_t *p)
{
    switch (op)
    {
        case N_EXP: return exp(a);
        case N_LOG: return log(a);
        case N_TANH: return tanh(a);
        case N_SIN: return sin(a);
        case N_COS: return cos(a);
        case N_ATAN: return atan(a);
        case N_H: return normal_above(a);
        case N_PHI: return exp(-a * a / 2) / 2.5066282746310005;
        case N_ABS: return answer(p, a > 0) ? a : -a;
        case N_SIGN: return answer(p, a > TIE) ? 1 : answer(p, a < -TIE) ? -1 : 0;
        default: return NAN;
    }
}

static double
value(const loose_t *e, place_t *p)
{
    double a = 0, b = 0;

    if (e->op == N_NUMBER)
        return (double) e->p / (double) e->q;
    if (e->op == N_SYMBOL)
        return p->at[e->index];
    if (e->op == N_VAR)
        return p->variable[p->depth - 1 - e->index];
    if (e->op == N_GAUSS)
        return integral(e->child[0], p, -8.75, 8.75, 1);
    if (e->op == N_MINIMUM)
        return least(e->child[0], p);
    a = value(e->child[0], p);
    if (e->op == N_IF)
        return value(e->child[a != 0 ? 1 : 2], p);
    if (e->arity == 1)
        return function(e->op, a, p);
    b = value(e->child[1], p);
    switch (e->op)
    {
        case N_ADD: return a + b;
        case N_MUL: return a * b;
        case N_POW: return pow(a, b);
        case N_MIN: return answer(p, a < b) ? a : b;
        case N_MAX: return answer(p, a < b) ? b : a;
        case N_LT: return answer(p, a < b - TIE);
        case N_LE: return answer(p, a <= b + TIE);
        case N_MASS: return a > 0 ? normal_above(a) - normal_above(b)
                                  : normal_above(-b) - normal_above(-a);
        case N_INT: return integral(e->child[2], p, a, b, 0);
        default: return NAN;
    }
}

double
loose_value(const loose_t *e, const double at[2])
{
    place_t p = { .at = at };
    double f = value(e, &p);

    return p.splits <= SPLITS ? f : NAN;
}
