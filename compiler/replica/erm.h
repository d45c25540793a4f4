/* compiler/replica/erm.h -- what the erm*.c share: convex functions piece by
 * piece, their proximal maps, and averages over them.
 *
 * For a convex l(h), p > 0 and s > 0 the map
 *
 *     X(h) = p h + s l'(h)
 *
 * is increasing (a kink of l is a stretch of X with one h), and its inverse is
 * the minimiser of s l(h) + p h^2/2 - X h.  Losses have p = 1, s = V and X =
 * omega, penalties p = A, s = 1 and X = B.  docs/theory.md, "zero
 * temperature".
 */
#ifndef SADDLE_ERM_H
#define SADDLE_ERM_H

#include "student.h"

#define CONVEX_MAX_PIECES 40

typedef enum
{
    CONVEX_KINK,    /* one h for a stretch of X                             */
    CONVEX_AFFINE,  /* l quadratic: X affine                                */
    CONVEX_CURVED
} convex_kind_t;

typedef struct
{
    convex_kind_t kind;
    expr_t *lo, *hi;       /* range of h, perhaps infinite; kink: lo = hi   */
    expr_t *value;         /* l over h; kink: there                         */
    expr_t *slope, *curvature;  /* l', l'' over h; kink: NULL               */
    expr_t *below, *above; /* kink: one-sided slopes there; -inf, inf at the
                              end of a constraint                           */
} convex_piece_t;

/* What is said when something is wrong: "the loss", its place, the label. */
typedef struct
{
    const char *what;
    const char *name;             /* of its variable: "z", "w"              */
    span_t span;
    expr_t *y;                    /* a label that is not fixed, or NULL     */
    expr_t *label_value;          /* the label at hand, or NULL             */
    int constrained;              /* there is a `require`                   */
} convex_about_t;

/* From the left to the right: what lies between two pieces is a kink, or the
   slope has no jump there. */
typedef struct
{
    const convex_about_t *about;
    expr_t *h;
    int n;
    convex_piece_t piece[CONVEX_MAX_PIECES];
} convex_t;

/* erm_pieces.c: l on the set where `constraint` holds (NULL: everywhere), with
   convexity proven, or not refuted at points of a sample (a note).  0 after
   an error. */
int convex_derive(convex_t *out, derivation_t *dv, expr_t *l, expr_t *h,
                  expr_t *constraint, const convex_about_t *about);
/* " for y = 1", or "". */
const char *convex_for_label(derivation_t *, const convex_about_t *);

/* erm_convex.c: 1 when e is proven convex in h by rules of composition. */
int convex_by_rule(algebra_t *, expr_t *e, expr_t *h);
/* erm_sign.c.  Is e >= 0 for h between lo and hi (h NULL: e does not hold it)
   and any label that is not fixed?  1 proven, 0 not refuted at the sample, -1
   refuted: *where says at which point.  convex_defined: has e a value there? */
int convex_sign(derivation_t *, const convex_about_t *, expr_t *e, expr_t *h,
                expr_t *lo, expr_t *hi, const char **where);
int convex_defined(derivation_t *, const convex_about_t *, expr_t *e,
                   expr_t *h, expr_t *lo, expr_t *hi, const char **where);

/* ---- proximal maps ------------------------------------------------------ */

typedef enum { PROX_LOSS, PROX_PENALTY } prox_kind_t;

/*
 * The named functions of a proximal map, over formals (X, V) = (omega, V) for
 * a loss and (A, B) for a penalty; a label that is not fixed comes first.
 *
 *   loss     place = argmin, envelope = -min[loss + (h - omega)^2/(2V)],
 *            first = g = (place - omega)/V, second = dg/domega
 *   penalty  envelope = -min[penalty + A w^2/2 - B w],
 *            first = place = f, second = df/dB
 */
typedef struct
{
    prox_kind_t kind;
    convex_t convex;
    expr_t *energy;        /* what is minimised, over convex.h and formals  */
    int n;                 /* formals                                       */
    expr_t *formal[3];
    int at, scale;         /* positions of X and of V, A among them         */
    definition_t *place, *envelope, *first, *second;
} prox_t;

/* erm_prox.c: names the functions of `convex`, `energy` and the formals, which
   are there.  suffix, latex: of the names, "plus" and "+". */
void prox_derive(prox_t *out, derivation_t *, prox_kind_t, const char *suffix,
                 const char *latex);
/* Adds the functions to those that are printed. */
void prox_print(const prox_t *, derivation_t *);
/* -min over the variable of the energy (erm.c). */
expr_t *prox_minimum(algebra_t *, expr_t *energy, expr_t *variable);
/* One of the functions on piece i, over h (curved) or over the formals. */
expr_t *prox_on_piece(const prox_t *, algebra_t *, definition_t *, int i);
/* X at an end of piece i, over the formals; +-infinity. */
expr_t *prox_end(const prox_t *, algebra_t *, int i, int upper);
/* X(h) and X'(h) on a curved piece. */
expr_t *prox_map(const prox_t *, algebra_t *, int i, expr_t **slope);

/* All maps of a model. */
typedef struct
{
    derivation_t *dv;
    int n;
    prox_t *prox[2 * CHANNEL_MAX + 1];
} maps_t;

/* The map whose first function is g. */
const prox_t *maps_find(const maps_t *, const definition_t *g);

/* erm.c: the map of the loss at a label, of the penalty over A, B, listed for
   printing; NULL after an error.  The same before closed forms. */
const prox_t *erm_loss(maps_t *, const label_t *, const char *name,
                       const char *latex);
const prox_t *erm_penalty(maps_t *, expr_t *const *formal);
expr_t *erm_raw_loss(derivation_t *, expr_t *y, expr_t *omega, expr_t *v);
expr_t *erm_raw_penalty(derivation_t *, expr_t *a, expr_t *b);

/* erm_storage.c: a minimiser without a teacher; 0 after an error. */
int erm_storage(maps_t *);

/* erm_minimum.c: at most 0 when l falls for ever as h -> inf (side 1) or
   -inf (-1), where it has no ends. */
expr_t *convex_fall(algebra_t *, expr_t *l, expr_t *h, int side);
/* Reports losses that are unbounded below, and says what may
   be the cause where no minimiser is found.  0 after an error. */
int erm_minimum(const maps_t *, const prox_t *penalty);

/* erm_experiment.c: the finite system, loss and penalty. */
void erm_experiment(student_t *s);

/* erm_values.c: what can be read at a solution; s->ctx are the maps. */
void erm_values(student_t *s);

/* erm_explicit.c: e with the averages over applications of these functions
   written as integrals without any implicit function. */
expr_t *prox_explicit(derivation_t *, expr_t *e, prox_t *const *prox, int n);

#endif
