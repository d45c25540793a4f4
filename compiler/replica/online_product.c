/* compiler/replica/online_product.c -- recognising steps of the form
 *
 *     F_k = a_k p(u_k) D,   D = sum_c A_c s(u_c) + noise
 *
 * of gradient descent on the square of D: then every equation is a sum over
 * units of a few averages.
 */
#include "online.h"

/* The part of a step of unit k that speaks of unit c besides: its coefficient,
   the function of u_k and that of u_c. */
static int
split(const flow_t *f, const part_t *p, int k, int *c, expr_t **own,
      expr_t **other)
{
    int i;

    *own = NULL;
    *other = NULL;
    *c = k;
    for (i = 0; i < p->n; i++)
        if (p->unit[i] == k)
            *own = p->function[i];
        else if (*other != NULL)
            return 0;
        else
        {
            *c = p->unit[i];
            *other = p->function[i];
        }
    if (*own == NULL)
        *own = expr_integer(f->a, 1);
    return 1;
}

static int
equal(algebra_t *a, expr_t *x, expr_t *y)
{
    return x == y || expr_proves_zero(a, expr_sub(a, x, y));
}

/* The amplitudes of the teacher's units and their function, from the label;
   the noise's variance. */
static int
read_label(flow_t *f)
{
    const spec_t *spec = f->dv->spec;
    online_flow_t *o = f->o;
    expr_t *zero = expr_integer(f->a, 0), *variance, *mean;
    parts_t l;
    int i;

    o->noise = zero;
    for (i = 0; i < f->P; i++)
        o->amplitude[i] = zero;
    if (!online_parts(f, f->label, o->u, &l))
        return 0;
    for (i = 0; i < l.n; i++)
    {
        const part_t *p = &l.part[i];

        if (p->n == 1 && p->noise < 0
            && (o->t == NULL || o->t == p->function[0]))
        {
            o->t = p->function[0];
            o->amplitude[p->unit[0]] = p->coefficient;
        }
        else if (p->n == 0 && p->noise >= 0 && p->power == 1
                 && spec->noise[p->noise].law != NULL)
        {
            mean = law_mean(f->a, spec->noise[p->noise].law);
            variance = law_second_moment(f->a, spec->noise[p->noise].law);
            if (!expr_is_zero(mean))
                return 0;
            variance = expr_mul(f->a, expr_pow_int(f->a, p->coefficient, 2),
                                variance);
            o->noise = expr_add(f->a, o->noise, variance);
        }
        else
            return 0;
    }
    return o->t != NULL;
}

/* Reads one factor in front of D: steps of all units, or of the second layer.
   first: the a_k; *p: their function. */
static int
read_steps(flow_t *f, expr_t *const *step, expr_t **first, expr_t **p)
{
    online_flow_t *o = f->o;
    expr_t *own, *other;
    int i, k, c, m;

    for (k = 0; k < f->K; k++)
    {
        parts_t parts;

        if (!online_parts(f, step[k], o->u, &parts))
            return 0;
        first[k] = NULL;
        /* a teacher's unit tells a_k and p */
        for (i = 0; i < parts.n && first[k] == NULL; i++)
            if (parts.part[i].noise < 0
                && split(f, &parts.part[i], k, &c, &own, &other)
                && c >= f->K && other == o->t
                && !expr_is_zero(o->amplitude[c]))
            {
                first[k] = expr_div(f->a, parts.part[i].coefficient,
                                    o->amplitude[c]);
                if (*p != NULL && *p != own)
                    return 0;
                *p = own;
            }
        if (first[k] == NULL)
            return 0;
        /* another student's unit tells s */
        for (i = 0; i < parts.n; i++)
        {
            const part_t *part = &parts.part[i];

            if (part->noise >= 0)
                continue;
            if (!split(f, part, k, &c, &own, &other))
                return 0;
            if (c == k)
                other = expr_div(f->a, own, *p);
            else if (own != *p)
                return 0;
            if (c >= f->K ? other != o->t : o->s != NULL && other != o->s)
                return 0;
            if (c < f->K)
            {
                expr_t *amplitude = expr_div(f->a, part->coefficient,
                                             first[k]);

                o->s = other;
                if (expr_is_zero(o->amplitude[c]))
                    o->amplitude[c] = amplitude;
            }
        }
        /* all of F_k, against what the form makes of it */
        {
            expr_t *sum = expr_integer(f->a, 0), *e;

            for (m = 0; m < f->K && o->s == NULL; m++)
                return 0;
            for (m = 0; m < f->P; m++)
            {
                e = expr_substitute(f->a, m < f->K ? o->s : o->t, &o->u,
                                    &f->field[m], 1);
                sum = expr_add(f->a, sum,
                               expr_mul(f->a, o->amplitude[m], e));
            }
            for (m = 0; m < f->dv->spec->n_noises; m++)
            {
                expr_t *n = f->dv->spec->noise[m].symbol;

                sum = expr_add(f->a, sum,
                               expr_mul(f->a, expr_diff(f->a, f->label, n),
                                        n));
            }
            e = expr_substitute(f->a, *p, &o->u, &f->field[k], 1);
            sum = expr_mul(f->a, expr_mul(f->a, first[k], e), sum);
            if (!equal(f->a, step[k], sum))
                return 0;
        }
    }
    return 1;
}

int
online_product(flow_t *f, expr_t *const *step, expr_t *const *layer)
{
    online_flow_t *o = f->o;

    o->u = expr_fresh(f->a, "u");
    o->amplitude = derive_alloc(f->dv, (size_t) f->P, sizeof *o->amplitude);
    o->first = derive_alloc(f->dv, (size_t) f->K, sizeof *o->first);
    o->second = derive_alloc(f->dv, (size_t) f->K, sizeof *o->second);
    if (!read_label(f) || !read_steps(f, step, o->first, &o->p))
        return 0;
    return layer == NULL || read_steps(f, layer, o->second, &o->q);
}
