/* tests/walker_private.h -- what the two files of the tree walk share. */
#ifndef SADDLE_WALKER_PRIVATE_H
#define SADDLE_WALKER_PRIVATE_H

#include "walker.h"

enum { MAX_SYMBOLS = 256, MAX_BREAKS = 64, LEGENDRE = 48 };

typedef struct
{
    expr_t *binder, *symbol, *body;
} opened_t;

struct walker
{
    algebra_t *g;
    slong prec, full; /* bits: at the moment, and aimed at */
    double cut, step; /* of Gaussian means */
    double panel;     /* longest panel of the Gauss-Legendre rule */
    int n_symbols, n_opened;
    expr_t *symbol[MAX_SYMBOLS];
    arb_struct value[MAX_SYMBOLS];
    opened_t opened[MAX_SYMBOLS];
    arb_struct node[LEGENDRE], weight[LEGENDRE];
    int have_nodes;
};

int walker_find(const walker_t *, expr_t *symbol);
/* The value of e, nothing put in before; 0 when there is none. */
int walker_walk(arb_t out, walker_t *, expr_t *e);
/* E and int, as they stand. */
int walker_integral(arb_t out, walker_t *, expr_t *e);
/* phi(t), P(Z > x), P(a < Z < b). */
void walker_density(arb_t out, const arb_t t, slong prec);
void walker_tail(arb_t out, const arb_t x, slong prec);
void walker_mass(arb_t out, const arb_t a, const arb_t b, slong prec);

#endif
