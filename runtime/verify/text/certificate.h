/* runtime/verify/text/certificate.h -- a certificate as the checker reads it.
 */
#ifndef VERIFY_CERTIFICATE_H
#define VERIFY_CERTIFICATE_H

#include "node.h"

typedef enum
{
    CLAIM_NONE, CLAIM_UNIQUE, CLAIM_FOLD, CLAIM_COEXISTENCE,
    CLAIM_INSTABILITY, CLAIM_EXTREMUM, CLAIM_ALL, CLAIM_CURVE
} claim_t;

enum { MAX_ORDERS = 8, MAX_PARAMETERS = 128, MAX_BOXES = 24, MAX_VALUES = 64,
       MAX_CUT = 4, MAX_PARTS = 64, MAX_JUMPS = 64 };

/* What one copy of the order parameters solves: for each line `stationary` or
   `condition`, in order, the name and, for a condition, the expression. */
typedef struct
{
    int n, symbol[MAX_ORDERS], n_fixed, fixed[MAX_ORDERS];
    node_t *condition[MAX_ORDERS], *fixed_at[MAX_ORDERS];
} copy_t;

/* lo < x < hi, or <=; NULL: infinite. */
typedef struct
{
    node_t *lo, *hi;
    int lo_open, hi_open;
} domain_t;

/* ---- claims `all` and `curve` ------------------------------------------- */

typedef enum
{
    REASON_NONE, REASON_REGULAR, REASON_OPEN, REASON_ONE, REASON_FIXED,
    REASON_ABOVE, REASON_BELOW, REASON_SLOPE, REASON_NARROW, REASON_NORMAL,
    REASON_JUMP
} reason_t;

/* Bounds in the variables of `cover`, or of the parameter of a curve; `lower`
   and `upper`: the end of the domain instead. */
typedef struct
{
    arf_struct lo[MAX_CUT], hi[MAX_CUT];
    unsigned char lower[MAX_CUT], upper[MAX_CUT];
    reason_t reason;
    arb_struct argument[3];    /* the numbers behind the reason */
    long solution;
} cell_t;

/* Lines `slope K`, `box K` and `zero K`, a ball for each name in the list of
   boxes; not finite where there is no line. */
typedef struct
{
    arb_ptr slope, box, zero;
} place_t;

typedef struct
{
    int n_cut, cut[MAX_CUT], along, on_line, line[2], n_boundaries;
    int range;                 /* the parameter of a global claim, or -1 */
    arf_struct range_lo, range_hi;
    int n_limits, limit_of[MAX_CUT];
    cell_t limit;              /* by line, not by place in `cover`       */
    node_t *from, *to, *end;
    int n_parts, n_jumps, jump_label[MAX_JUMPS];
    node_t *part[MAX_PARTS][3], *jump[MAX_JUMPS][2];
    long n_cells, n_places;
    cell_t *cell;
    place_t *place;
} list_t;

/* Numbers of symbols; expressions after tree_rewrite, `raw` as written.
   `kind`: the equations of a curve are those of this claim. */
typedef struct
{
    tree_t tree;
    char *text;
    const char *model, *claim_word, *kind_word;
    claim_t claim, kind;
    long count;
    int n_orders, order[MAX_ORDERS], critical;
    const char *domain_text[MAX_ORDERS];
    node_t *raw, *potential, *equation, *observable, *other_value;
    copy_t copy[2];
    int has_other;
    int n_held, held[MAX_ORDERS];              /* lines `fixed-condition` */
    node_t *held_condition[MAX_ORDERS];
    int n_parameters, parameter[MAX_PARAMETERS];
    node_t *parameter_at[MAX_PARAMETERS];
    int n_boxes, box[MAX_BOXES], n_zeros;
    arb_struct x[MAX_BOXES], zero[MAX_BOXES];   /* zero: as x, by index */
    char has_zero[MAX_BOXES];
    int n_values;
    const char *value_name[MAX_VALUES];
    arb_struct value[MAX_VALUES];
    int value_known;                            /* 1: the free entropy is right */
    list_t list;
    int states;                                 /* one more than `also` lines */
    char why[200];                              /* why it cannot be read */
} certificate_t;

/* Reads what a text says of state 0, 1, ... of its `states` (it is kept and cut up;
   malloc'd, `length` bytes and a NUL after them).  0: not a readable certificate,
   see `why`.  To be cleared in any case. */
int certificate_read(certificate_t *c, char *text, size_t length, int state);
void certificate_clear(certificate_t *c);
/* Potential, equations and claim, for people. */
void certificate_show(FILE *talk, const certificate_t *c);
/* A zero that is known exactly: near it, as far as balls can tell.  Radii 0 become
   the least of the others, or 2^-64, but less than those of its box. */
void certificate_widen(const certificate_t *c, arb_srcptr box, arb_ptr zero);

/* The domain of an order parameter.  0: it cannot be read. */
int domain_read(tree_t *tree, domain_t *to, const char *text);

/* Four hexadecimal integers, the whole text; finite.  0: anything else. */
int ball_read(arb_t x, const char *text);
/* The same for a dyadic number, two integers. */
int dyadic_read(arf_t x, const char *text);

/* SHA-256 in hexadecimal digits. */
void seal_of(char hex[65], const char *text, size_t length);

#endif
