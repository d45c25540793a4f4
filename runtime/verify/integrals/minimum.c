/* runtime/verify/integrals/minimum.c -- the least value of a convex piecewise
 * quadratic.
 *
 * The body of (minimum BODY) is cut at its kinks as an integrand is.  On each
 * piece it has to be a x^2 + b x + c with a >= 0, and its kinks have to turn
 * upwards; then it is convex, and the least value is in the first piece whose
 * slope at its right end is not negative, or at the kink after a piece where
 * the slope changes sign, or at an end of the range. */
#include "pieces.h"

#include <string.h>

enum { MAX_KINKS = 15 };

typedef struct
{
    val_t *a, *b, *c;
    end_t lo, hi;
} branch_t;

/* a x + b */
static val_t *
linear(ground_t *g, val_t *a, val_t *x, val_t *b)
{
    return val_add(g, val_mul(g, a, x), b);
}

/* a x^2 + b x + c */
static val_t *
value_at(ground_t *g, const branch_t *p, val_t *x)
{
    return linear(g, linear(g, p->a, x, p->b), x, p->c);
}

/* c - b^2/(4 a) */
static val_t *
least(ground_t *g, const branch_t *p)
{
    val_t *m = val_pow_si(g, val_times(g, -4, 1, p->a), -1, 1);

    return linear(g, val_mul(g, p->b, p->b), m, p->c);
}

static int
quadratic(ground_t *g, branch_t *to, val_t *v, int id)
{
    val_t *part[3] = { NULL, NULL, NULL };
    const poly_t *p;
    int k;

    if (!val_is_poly(v, &p) || poly_degree(p, id) > 2)
        return 0;
    for (k = poly_by_power(g, part, p, id) + 1; k < 3; k++)
        part[k] = val_si(g, 0);
    to->c = part[0];
    to->b = part[1];
    to->a = part[2];
    return 1;
}

/* The pieces from left to right; -1: not of this form, or a cut of an axis
   further out is pending. */
static int
branches(work_t *w, node_t *e, branch_t *to)
{
    piece_t *stack = piece_stack();
    int i, n = 1, count = 0, id = w->g.n_formals + 1, depth = w->depth, good = 1;
    val_t *x;

    piece_whole_line(stack);
    if (e->arity == 3)
    {
        piece_end(w, &stack->lo, e->child + 1);
        piece_end(w, &stack->hi, e->child + 2);
    }
    while (n > 0 && good)
    {
        if (id >= MAX_FORMALS || w->depth >= MAX_BINDERS - 1
            || count > MAX_KINKS || n > MAX_KINKS)
        {
            good = 0;
            break;
        }
        w->g.n_formals++;
        push_slot(w, SLOT_FORMAL, id, val_variable(&w->g, id), stack + n - 1);
        x = interpret(w, e->child[0]);
        pop_slot(w);
        w->g.n_formals--;
        if (w->split_slot == depth)
            piece_cut(w, stack, &n);
        else
        {
            good = w->split_slot < 0 && quadratic(&w->g, to + count, x, id);
            if (good)
            {
                to[count].lo = stack[n - 1].lo;
                to[count++].hi = stack[n - 1].hi;
                piece_clear(stack + --n);
            }
        }
    }
    piece_stack_clear(stack, n);
    /* pieces came from the right */
    for (i = 0; i < count / 2; i++)
    {
        branch_t swap = to[i];

        to[i] = to[count - 1 - i];
        to[count - 1 - i] = swap;
    }
    if (good)
    {
        push_slot(w, SLOT_NUMBER, 0, val_si(&w->g, 0), NULL);
        good = turns_upwards(w, e->child[0]);
        pop_slot(w);
    }
    return good ? count : -1;
}

/* The sign of the slope of a branch at x. */
static int
slope_sign(work_t *w, const node_t *e, int number, const branch_t *p,
           val_t *x)
{
    return interpret_sign(w, e, number,
                          linear(&w->g, val_times(&w->g, 2, 1, p->a), x, p->b));
}

/* The least value is at the left end of the range.  2: not known. */
static int
at_left_end(work_t *w, const node_t *e, const branch_t *p, val_t **value)
{
    val_t *x;
    int s;

    if (p->lo.far != 0)
        return 0;
    x = end_value(&w->g, &p->lo);
    s = slope_sign(w, e, 0, p, x);
    if (s >= 0 && s != 2)
        *value = value_at(&w->g, p, x);
    return s == 2 ? 2 : s >= 0;
}

/* In the last branch; NULL: not known. */
static val_t *
in_last(work_t *w, const node_t *e, const branch_t *p)
{
    ground_t *g = &w->g;
    val_t *x, *r = NULL;
    int s = 1;

    if (p->hi.far == 0)
    {
        x = end_value(g, &p->hi);
        s = slope_sign(w, e, 1, p, x);
        if (s <= 0)
            r = value_at(g, p, x);
    }
    return s == 1 && val_sign(g, p->a) == 1 ? least(g, p) : r;
}

static val_t *
choose(work_t *w, const node_t *e, const branch_t *p, int n)
{
    ground_t *g = &w->g;
    val_t *x, *r = NULL;
    int i, s = 0, convex = n > 0;

    for (i = 0; i < n && convex; i++)
    {
        s = val_sign(g, p[i].a);
        convex = s == 1 || (s == 0 && (n > 1 || e->arity == 3));
    }
    convex = convex && at_left_end(w, e, p, &r) != 2;
    for (i = 0; i < n - 1 && convex && r == NULL; i++)
    {
        x = end_value(g, &p[i].hi);
        s = slope_sign(w, e, 2 * i + 2, p + i, x);
        convex = s != 2 && (s != 1 || val_sign(g, p[i].a) == 1);
        if (s == 1 && convex)
            r = least(g, p + i);
        if (s < 0 && !has_one_slope(w, e->child[0], x))
        {
            s = slope_sign(w, e, 2 * i + 3, p + i + 1, x);
            convex = s != 2;
            s = s == 1 ? 0 : s;
        }
        if (s == 0)                     /* it turns here, or is flat up to here */
            r = value_at(g, p + i, x);
    }
    if (r == NULL && convex)
        r = in_last(w, e, p + n - 1);
    return r != NULL
               ? r
               : val_unknown(g, "a minimum of something that is not known to "
                                "be a convex piecewise quadratic");
}

val_t *
minimum_of(work_t *w, node_t *e)
{
    branch_t part[MAX_KINKS + 2];
    int n;

    memset(part, 0, sizeof part);
    n = branches(w, e, part);
    if (w->split_slot >= 0)
        return val_unknown(&w->g, "a piece is to be cut");
    if (n < 0)
        return val_unknown(&w->g, "a minimum of something that is not piecewise "
                                  "quadratic");
    w->tree->rules |= RULE_MINIMUM;
    return choose(w, e, part, n);
}
