/* compiler/replica/law_parts.c -- a law of weights as a mixture of parts. */
#include "law_parts.h"

static int
add_part(law_parts_t *s, expr_t *probability, expr_t *mean, expr_t *variance,
         const law_t *other)
{
    if (s->n == LAW_MAX_PARTS)
        return 0;
    s->part[s->n++] = (law_part_t){ probability, mean, variance, other };
    return 1;
}

static int
add_parts(law_parts_t *s, algebra_t *g, const law_t *law, expr_t *probability)
{
    expr_t *zero = expr_integer(g, 0), *p;
    int i;

    switch (law->kind)
    {
    case LAW_FINITE:
        for (i = 0; i < law->n; i++)
        {
            p = expr_mul(g, probability, law->probability[i]);
            if (!add_part(s, p, law->value[i], zero, NULL))
                return 0;
        }
        return 1;
    case LAW_NORMAL:
        return add_part(s, probability, law->parameter[0], law->parameter[1],
                        NULL);
    case LAW_SPHERE:
        return add_part(s, probability, zero, expr_integer(g, 1), NULL);
    case LAW_MIX:
        for (i = 0; i < law->n; i++)
            if (!add_parts(s, g, law->component[i],
                           expr_mul(g, probability, law->probability[i])))
                return 0;
        return 1;
    default:
        return add_part(s, probability, zero, zero, law);
    }
}

int
law_split(law_parts_t *out, algebra_t *g, const law_t *law)
{
    out->n = 0;
    return add_parts(out, g, law, expr_integer(g, 1));
}

static int
is_mirrored(algebra_t *g, const law_part_t *p, const law_part_t *of)
{
    if (p->other != NULL || of->other != NULL)
        return p == of
               && (p->other->kind == LAW_LAPLACE
                   || (p->other->kind == LAW_UNIFORM
                       && p->other->parameter[0]
                              == expr_neg(g, p->other->parameter[1])));
    return p->probability == of->probability && p->variance == of->variance
           && p->mean == expr_neg(g, of->mean);
}

static int
mirror_of(algebra_t *g, const law_parts_t *s, int i)
{
    int k;

    for (k = 0; k < s->n; k++)
        if (is_mirrored(g, &s->part[i], &s->part[k]))
            return k;
    return -1;
}

int
law_is_even(algebra_t *g, const law_parts_t *s)
{
    int i;

    for (i = 0; i < s->n; i++)
        if (mirror_of(g, s, i) < 0)
            return 0;
    return 1;
}

void
law_fold(law_parts_t *s, algebra_t *g)
{
    int i, n = 0, mirror[LAW_MAX_PARTS];

    if (!law_is_even(g, s))
        return;
    for (i = 0; i < s->n; i++)
        mirror[i] = mirror_of(g, s, i);
    for (i = 0; i < s->n; i++)
    {
        if (mirror[i] < i)
            continue;
        s->part[n] = s->part[i];
        if (mirror[i] > i)
        {
            if (expr_is_negated(s->part[i].mean))
                s->part[n].mean = expr_neg(g, s->part[i].mean);
            s->part[n].probability = expr_mul(g, expr_integer(g, 2),
                                              s->part[i].probability);
        }
        n++;
    }
    s->n = n;
}
