/* compiler/replica/online_parts.c -- a step as products of functions of single
   units. */
#include "online.h"

#include <string.h>

/* Which unit the factor speaks of: -1 none, -2 several. */
static int
unit_of(const flow_t *f, expr_t *e)
{
    int i, found = -1;

    for (i = 0; i < f->P; i++)
        if (expr_contains(e, f->field[i]))
            found = found == -1 ? i : -2;
    return found;
}

static int
noise_of(const flow_t *f, expr_t *e)
{
    const spec_t *spec = f->dv->spec;
    int i;

    for (i = 0; i < spec->n_noises; i++)
        if (expr_contains(e, spec->noise[i].symbol))
            return i;
    return -1;
}

/* The noise itself or its square. */
static int
take_noise(const flow_t *f, part_t *p, expr_t *e, int noise)
{
    expr_t *symbol = f->dv->spec->noise[noise].symbol;

    if (p->noise >= 0)
        return 0;
    p->noise = noise;
    p->power = e == symbol ? 1
               : e == expr_pow_int(f->a, symbol, 2) ? 2 : 0;
    return p->power > 0;
}

static int
take(const flow_t *f, part_t *p, expr_t *e, expr_t *u)
{
    int unit = unit_of(f, e), noise = noise_of(f, e), i;

    if (unit == -2 || (unit >= 0 && noise >= 0))
        return 0;
    if (noise >= 0)
        return take_noise(f, p, e, noise);
    if (unit == -1)
    {
        p->coefficient = expr_mul(f->a, p->coefficient, e);
        return 1;
    }
    for (i = 0; i < p->n && p->unit[i] != unit; i++)
        ;
    if (i == PART_UNITS)
        return 0;
    if (i == p->n)
    {
        p->unit[p->n] = unit;
        p->function[p->n++] = expr_integer(f->a, 1);
    }
    e = expr_substitute(f->a, e, &f->field[unit], &u, 1);
    p->function[i] = expr_mul(f->a, p->function[i], e);
    return 1;
}

int
online_parts(flow_t *f, expr_t *e, expr_t *u, parts_t *out)
{
    int i, k, n, good = 1;

    e = expr_expand(f->a, e, 1);
    n = rewrite_terms(e);
    out->n = expr_is_zero(e) ? 0 : n;
    out->part = derive_alloc(f->dv, (size_t) n, sizeof *out->part);
    for (i = 0; i < out->n && good; i++)
    {
        part_t *p = &out->part[i];
        expr_t *term = rewrite_term(e, i);
        int is_product = expr_kind(term) == EXPR_MUL;

        p->coefficient = expr_integer(f->a, 1);
        p->noise = -1;
        if (!is_product)
            good = take(f, p, term, u);
        for (k = 0; is_product && k < expr_arity(term) && good; k++)
            good = take(f, p, expr_child(term, k), u);
    }
    return good;
}
