/* compiler/algebra/diff.h -- the state of one differentiation. */
#ifndef SADDLE_DIFF_H
#define SADDLE_DIFF_H

#include "node.h"

typedef struct
{
    algebra_t *a;
    expr_t *symbol;
    memo_t memo;
    int plain;          /* the chain rule alone: no heat equation, no Stein  */
} diff_t;

/* d e / d symbol by the rules, node by node; nothing is expanded. */
expr_t *diff_walk(diff_t *, expr_t *);
/* With a memo of its own. */
expr_t *diff_once(algebra_t *, expr_t *, expr_t *symbol);
expr_t *diff_function(diff_t *, expr_t *);
expr_t *diff_gauss(diff_t *, expr_t *);      /* stein.c */
/* What kinks of `body` that move with the symbol add to the derivative of the
   binder; body is the binder's, opened with `variable` (jump.c). */
expr_t *diff_jumps(diff_t *, expr_t *binder, expr_t *body, expr_t *variable);

#endif
