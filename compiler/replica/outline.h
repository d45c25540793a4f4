/* compiler/replica/outline.h -- a theory as headings, formulas and sentences. */
#ifndef SADDLE_OUTLINE_H
#define SADDLE_OUTLINE_H

#include "theory.h"

/* A formula, or words (a name where a formula is wanted). */
typedef struct
{
    const char *text;
    expr_t *e;
} piece_t;

typedef enum { ENTRY_HEADING, ENTRY_FORMULA, ENTRY_SENTENCE } entry_kind_t;

#define ENTRY_PIECES 16

typedef struct
{
    entry_kind_t kind;
    int n;                  /* of a sentence; a heading has one             */
    piece_t piece[ENTRY_PIECES];
    piece_t left;           /* of a formula                                 */
    expr_t *of;             /* the left side is d left/d of; or NULL        */
    int again;              /* the left side is that of the formula above   */
    expr_t *right;
} entry_t;

typedef struct
{
    const theory_t *theory;
    int n, room;
    entry_t *entry;         /* malloc'd                                     */
} outline_t;

/* The derived theory; the same with the steps between.  Clear them. */
void outline_theory(outline_t *, const theory_t *);
void outline_steps(outline_t *, const theory_t *);
void outline_clear(outline_t *);

/* document.c, latex.c, mathml.c: titles and citations, then the entries. */
void outline_print_text(FILE *, const outline_t *);
void outline_print_latex(FILE *, const outline_t *);
void outline_print_mathml(FILE *, const outline_t *);

/* ---- what the builders share -------------------------------------------- */

entry_t *outline_add(outline_t *, entry_kind_t);
void outline_heading(outline_t *, const char *text);
/* left or name, the other NULL. */
void outline_formula(outline_t *, const char *name, expr_t *left,
                     expr_t *right);
/* d phi/d x = right */
void outline_slope(outline_t *, expr_t *x, expr_t *right);
/* online_outline.c: of a theory that is a flow. */
void outline_flow(outline_t *);
void outline_functions(outline_t *);
void outline_saddle_point(outline_t *);
const char *outline_potential_name(const theory_t *);

#endif
