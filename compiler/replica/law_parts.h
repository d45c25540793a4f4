/* compiler/replica/law_parts.h -- a law of weights as a mixture of parts. */
#ifndef SADDLE_LAW_PARTS_H
#define SADDLE_LAW_PARTS_H

#include "derive.h"

#define LAW_MAX_PARTS 256

/* A part of the law: N(mean, variance), a point where the variance is zero,
   or any other law. */
typedef struct
{
    expr_t *probability, *mean, *variance;
    const law_t *other;   /* NULL: normal or a point                       */
} law_part_t;

typedef struct
{
    int n;
    law_part_t part[LAW_MAX_PARTS];
} law_parts_t;

/* Finite laws fall into points, mixtures into their components; the sphere
   counts as its marginal N(0, 1).  0 when there are too many. */
int law_split(law_parts_t *out, algebra_t *g, const law_t *law);
/* 1 when the law is even: each part has a mirror image. */
int law_is_even(algebra_t *g, const law_parts_t *);
/* In a law that is even, parts that mirror each other become one, which is
   enough for averages of even functions. */
void law_fold(law_parts_t *, algebra_t *g);

#endif
