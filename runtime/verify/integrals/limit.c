/* runtime/verify/integrals/limit.c -- exact one-sided limits, in rational
 * numbers. */
#include "limit.h"

enum { MOST_POWER = 8 };

/* The sign of a - b there. */
static int
order(const limit_t *at, const node_t *a, const node_t *b, int *sign)
{
    fmpq_t v[2], d[2];
    int k, good = 1;

    for (k = 0; k < 2; k++)
    {
        fmpq_init(v[k]);
        fmpq_init(d[k]);
        good = limit_at(at, k ? b : a, v[k], d[k]) && good;
    }
    *sign = fmpq_cmp(v[0], v[1]);
    if (*sign == 0)
        *sign = at->side * fmpq_cmp(d[0], d[1]);
    for (k = 0; k < 2; k++)
    {
        fmpq_clear(v[k]);
        fmpq_clear(d[k]);
    }
    return good;
}

/* 1 or 0; -1: not known. */
static int
condition(const limit_t *at, const node_t *e)
{
    int i, s, any = 0, all = 1;

    if (e->op == N_TRUE || e->op == N_FALSE)
        return e->op == N_TRUE;
    if (e->op == N_LT || e->op == N_LE)
        return !order(at, e->child[0], e->child[1], &s) ? -1
               : s == 0                                 ? e->op == N_LE
                                                        : s < 0;
    if (e->op != N_AND && e->op != N_OR && e->op != N_NOT)
        return -1;
    for (i = 0; i < e->arity; i++)
    {
        if ((s = condition(at, e->child[i])) < 0)
            return -1;
        any |= s;
        all &= s;
    }
    return e->op == N_NOT ? !any : e->op == N_AND ? all : any;
}

/* (v, d) <- (v, d) + (w, f), or times it */
static void
join(op_t op, fmpq_t v, fmpq_t d, const fmpq_t w, const fmpq_t f)
{
    if (op == N_ADD)
    {
        fmpq_add(v, v, w);
        fmpq_add(d, d, f);
        return;
    }
    fmpq_mul(d, d, w);
    fmpq_addmul(d, v, f);
    fmpq_mul(v, v, w);
}

static int
limit_of_all(const limit_t *at, const node_t *e, fmpq_t v, fmpq_t d)
{
    fmpq_t w, f;
    int i, good = 1;

    fmpq_init(w);
    fmpq_init(f);
    fmpq_set_si(v, e->op == N_MUL, 1);
    fmpq_zero(d);
    for (i = 0; i < e->arity && good; i++)
    {
        good = limit_at(at, e->child[i], w, f);
        join(e->op, v, d, w, f);
    }
    fmpq_clear(f);
    fmpq_clear(w);
    return good;
}

int
limit_is_power(const node_t *p)
{
    return p->op == N_NUMBER && fmpz_is_one(fmpq_denref(p->number))
           && fmpz_sgn(fmpq_numref(p->number)) >= 0
           && fmpz_cmp_si(fmpq_numref(p->number), MOST_POWER) <= 0;
}

static int
limit_of_power(const limit_t *at, const node_t *e, fmpq_t v, fmpq_t d)
{
    const node_t *p = e->child[1];
    fmpq_t w, f;
    slong n;
    int good;

    if (!limit_is_power(p))
        return 0;
    fmpq_init(w);
    fmpq_init(f);
    good = limit_at(at, e->child[0], w, f);
    fmpq_one(v);
    fmpq_zero(d);
    for (n = fmpz_get_si(fmpq_numref(p->number)); n > 0 && good; n--)
        join(N_MUL, v, d, w, f);
    fmpq_clear(f);
    fmpq_clear(w);
    return good;
}

/* The child of a maximum or minimum that is taken. */
static const node_t *
taken(const limit_t *at, const node_t *e)
{
    const node_t *best = e->child[0];
    int i, s;

    for (i = 1; i < e->arity && best != NULL; i++)
        if (!order(at, e->child[i], best, &s))
            best = NULL;
        else if (e->op == N_MAX ? s > 0 : s < 0)
            best = e->child[i];
    return best;
}

static int
limit_of_abs(const limit_t *at, const node_t *e, fmpq_t v, fmpq_t d)
{
    int s;

    if (!limit_at(at, e->child[0], v, d))
        return 0;
    s = fmpq_is_zero(v) ? at->side * fmpq_sgn(d) : fmpq_sgn(v);
    if (s < 0)
    {
        fmpq_neg(v, v);
        fmpq_neg(d, d);
    }
    return 1;
}

int
limit_at(const limit_t *at, const node_t *e, fmpq_t v, fmpq_t d)
{
    const node_t *best;
    int s;

    fmpq_zero(d);
    switch (e->op)
    {
        case N_NUMBER: fmpq_set(v, e->number); return 1;
        case N_SYMBOL:
            best = at->t->exact[e->index];
            if (best != NULL)
                fmpq_set(v, best->number);
            return best != NULL;
        case N_VAR:
            fmpq_set(v, at->x);
            fmpq_one(d);
            return e->index == 0;
        case N_ADD:
        case N_MUL: return limit_of_all(at, e, v, d);
        case N_POW: return limit_of_power(at, e, v, d);
        case N_ABS: return limit_of_abs(at, e, v, d);
        case N_MAX:
        case N_MIN:
            best = taken(at, e);
            return best != NULL && limit_at(at, best, v, d);
        case N_IF:
            s = condition(at, e->child[0]);
            return s >= 0 && limit_at(at, e->child[s ? 1 : 2], v, d);
        default: return 0;
    }
}
