/* runtime/verify/integrals/interpret.h -- the interpreter and its integrals. */
#ifndef VERIFY_INTERPRET_H
#define VERIFY_INTERPRET_H

#include "../values/value.h"
#include "evaluate.h"

/* An end of a piece of an axis: the place where the answer to the question `at`
   changes, base + offset.  Ends with the same `form` have the same base; `far`
   is -1 and 1 for the infinite ones; `seen`: see compare.c. */
typedef struct
{
    int far;
    const void *at, *form, *level;
    uint64_t seen;
    val_t *base, *offset;
} end_t;

typedef struct
{
    const void *question;
    uint64_t seen;
    int depth, sign;
} decision_t;

typedef struct question
{
    const void *a, *b;
    struct question *next;
} question_t;

/* A part of an axis on which every comparison has one answer. */
typedef struct
{
    end_t lo, hi;
    decision_t *known;
    int n_known;
} piece_t;

enum { SLOT_NUMBER, SLOT_FORMAL, SLOT_TAIL, N_QUESTIONS = 256 };

typedef struct
{
    int kind, id;
    val_t *value;
    uint64_t stamp;
    piece_t *piece;
} slot_t;

typedef struct work
{
    ground_t g;
    ring_t ring;
    tree_t *tree;
    acb_ptr symbol[MAX_SYMBOLS];       /* NULL: no value */
    slot_t slot[MAX_BINDERS];
    int depth, integrating, nested;
    uint64_t next, root;
    int split_slot;                    /* -1, or a piece has to be cut there */
    end_t split;
    question_t *question[N_QUESTIONS];
    double until;                      /* stop then, seconds of the clock */
    acb_ptr *result;                   /* of evaluate() */
    int n_results;
} work_t;

/* Makes everything ready for values of symbols in a ring.  Nodes keep values of
   one work at a time: begin one, and another loses what it has. */
int work_init(work_t *w, tree_t *tree, int n, int order, int half, slong prec);
void work_clear(work_t *w);
void work_symbol(work_t *w, int symbol, const arb_t value, int variable);

/* The jet of an expression without variables; 0: not known, and why. */
int work_jet(work_t *w, acb_ptr to, node_t *e);

/* The same expression with averages over independent normal variables of which only one
   combination occurs turned into one average, and scales sqrt(S) moved from
   the variable into the measure. */
node_t *tree_rewrite(tree_t *t, node_t *e);
/* c (x + y) as c x + c y in the sums of e, c without variables.  NULL: too long. */
node_t *tree_multiply_out(tree_t *t, node_t *e);

/* The same of (minimum BODY) where the variable is cut off (constrain.c); NULL: it
   is not. */
node_t *tree_constrain(tree_t *t, node_t *e);

/* (gauss BODY [S]) around a minimum whose place is implicit, as an integral over that
   place (proximal.c); NULL: it is none. */
node_t *tree_proximal(tree_t *t, node_t *e);

val_t *interpret(work_t *w, node_t *e);
void push_slot(work_t *w, int kind, int id, val_t *value, piece_t *piece);
void pop_slot(work_t *w);

/* Sign of right - left, by the piece of the variable that it switches in;
   2: not known, perhaps because of a split, which is then pending. */
int interpret_compare(work_t *w, const void *at, node_t *left, node_t *right);

/* The sign of a value that belongs to a node, by the pieces as above; `number`
   tells its questions apart. */
int interpret_sign(work_t *w, const node_t *e, int number, val_t *a);
/* The slots, as bits, of the variables that occur free in e here. */
uint64_t slots_seen(const work_t *w, const node_t *e);
/* The address of a pair of addresses. */
const void *question_of(work_t *w, const void *a, const void *b);
void questions_clear(work_t *w);

/* The least value of the body of a minimum node. */
val_t *minimum_of(work_t *w, node_t *e);

/* An average of a minimum, as an integral over its place (proximal.c). */
val_t *proximal_of(work_t *w, node_t *e);

/* The average or integral of a binder node. */
val_t *integral_of(work_t *w, node_t *e);
/* The same of one without free variables, no average being around it. */
val_t *integral_in_its_variables(work_t *w, node_t *e);
/* In closed form over a piece: value of the body in the formal variable `id`,
   against N(0, S) or, S NULL, against dx.  Opaque: there is none. */
val_t *integral_closed(work_t *w, val_t *body, int id, val_t *variance,
                   const piece_t *piece);
/* By acb_calc_integrate and a bound of the tails, the variable being scale xi +
   shift (NULL: 0), xi ~ N(0, 1) or, not gaussian, against dxi. */
val_t *integral_numeric(work_t *w, node_t *body, val_t *scale, val_t *shift,
                        int gaussian, piece_t *piece);

/* E F(x) over x ~ N(0, S), about S = 0 or a ball of variances (heat.c). */
val_t *integral_about_zero(work_t *w, node_t *body, acb_srcptr variance);
val_t *integral_about_ball(work_t *w, node_t *body, acb_srcptr variance,
                           piece_t *piece);

/* Sign of b - a; 2 as above. */
int end_order(work_t *w, const end_t *a, const end_t *b);
val_t *end_value(ground_t *g, const end_t *e);

#endif
