/* compiler/model/measure.c -- how large numbers and expressions are: everything
   written out has bounds, so that no spec makes a later step run away. */
#include "check.h"

#include <math.h>
#include <stdlib.h>

/* ---- depth and size as a tree, remembered for every node ---------------- */

static measured_t *
measured_slot(const check_t *c, expr_t *e)
{
    size_t i = (size_t) expr_id(e) * 2654435761u;

    for (;; i++)
    {
        measured_t *m = &c->measured[i & (c->room_measured - 1)];

        if (m->e == e || m->e == NULL)
            return m;
    }
}

static void
measured_grow(check_t *c)
{
    measured_t *old = c->measured;
    size_t i, room = c->room_measured;

    c->measured = calloc(room > 0 ? 2 * room : 256, sizeof *c->measured);
    if (c->measured == NULL)
    {
        c->measured = old;
        longjmp(c->no_memory, 1);
    }
    c->room_measured = room > 0 ? 2 * room : 256;
    for (i = 0; i < room; i++)
        if (old[i].e != NULL)
            *measured_slot(c, old[i].e) = old[i];
    free(old);
}

static double
exponent_of(expr_t *e)
{
    const fmpq *q;

    if (expr_kind(e) != EXPR_POWER
        || expr_kind(expr_child(e, 1)) != EXPR_RATIONAL)
        return 0;
    q = expr_rational(expr_child(e, 1));
    return fabs(fmpz_get_d(fmpq_numref(q)) / fmpz_get_d(fmpq_denref(q)));
}

measured_t
measure(check_t *c, expr_t *e)
{
    measured_t m = { e, 0, 1, exponent_of(e), 0 };
    int i;

    if (c->room_measured > 0 && measured_slot(c, e)->e == e)
        return *measured_slot(c, e);
    for (i = 0; i < expr_arity(e); i++)
    {
        measured_t child = measure(c, expr_child(e, i));

        m.depth = child.depth > m.depth ? child.depth : m.depth;
        m.size += child.size;
        m.exponent = fmax(m.exponent, child.exponent);
        m.bits = child.bits > m.bits ? child.bits : m.bits;
    }
    m.depth++;
    if (expr_kind(e) == EXPR_RATIONAL)
        m.bits = number_bits(e);
    if (2 * c->n_measured >= c->room_measured)
        measured_grow(c);
    *measured_slot(c, e) = m;
    c->n_measured++;
    return m;
}

void
measure_clear(check_t *c)
{
    free(c->measured);
    c->measured = NULL;
    c->n_measured = c->room_measured = 0;
}

int
check_size(check_t *c, expr_t *e, span_t span)
{
    measured_t m = measure(c, e);

    if (m.depth > CHECK_MAX_DEPTH)
    {
        fault(c, "E0232", span, "split it, or use fewer nested 'let'",
              "the expression is nested too deeply");
        return 0;
    }
    if (m.size > CHECK_MAX_TREE)
    {
        fault(c, "E0234", span, "use fewer nested 'let' and sums",
              "with every 'let' written out, the expression has too many "
              "terms");
        return 0;
    }
    if (m.exponent > CHECK_MAX_EXPONENT)
    {
        fault(c, "E0230", span, NULL, "the exponent is larger than %d",
              CHECK_MAX_EXPONENT);
        return 0;
    }
    return check_bits(c, m.bits, span);
}

/* ---- numbers ------------------------------------------------------------ */

long
number_bits(expr_t *e)
{
    const fmpq *q = NULL;

    if (expr_kind(e) == EXPR_MUL && expr_arity(e) > 0)
        e = expr_child(e, 0);
    if (expr_kind(e) == EXPR_RATIONAL)
        q = expr_rational(e);
    if (q == NULL)
        return 0;
    return (long) (fmpz_bits(fmpq_numref(q)) + fmpz_bits(fmpq_denref(q)));
}

int
check_bits(check_t *c, long bits, span_t span)
{
    if (bits <= CHECK_MAX_BITS)
        return 1;
    fault(c, "E0230", span,
          "write large numbers through log or exp of what is meant",
          "the number is too large");
    return 0;
}

/* ---- different nodes ---------------------------------------------------- */

typedef struct
{
    expr_t **seen;   /* open addressing by id */
    int room, n, max;
} walk_t;

static int
walk_is_new(walk_t *w, expr_t *e)
{
    unsigned i = expr_id(e) * 2654435761u;

    for (;; i++)
    {
        expr_t **slot = &w->seen[i & (unsigned) (w->room - 1)];

        if (*slot == e)
            return 0;
        if (*slot == NULL)
        {
            *slot = e;
            w->n++;
            return 1;
        }
    }
}

static void
walk(walk_t *w, expr_t *e)
{
    int i;

    if (w->n >= w->max || !walk_is_new(w, e))
        return;
    for (i = 0; i < expr_arity(e); i++)
        walk(w, expr_child(e, i));
}

int
expr_nodes(expr_t *e, int max)
{
    walk_t w = { NULL, 1024, 0, max < 256 ? max : 256 };

    for (;;)
    {
        w.seen = calloc((size_t) w.room, sizeof *w.seen);
        if (w.seen == NULL)
            return max;
        w.n = 0;
        walk(&w, e);
        free(w.seen);
        if (w.n < w.max || w.max >= max)
            return w.n;
        w.max = w.max < max / 16 ? w.max * 16 : max;
        while (w.room < 2 * w.max)
            w.room *= 2;
    }
}
