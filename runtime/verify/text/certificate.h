/* runtime/verify/text/certificate.h -- a certificate as the checker reads it. */
#ifndef VERIFY_CERTIFICATE_H
#define VERIFY_CERTIFICATE_H

#include "../cells/list.h"

typedef enum
{
    CLAIM_NONE, CLAIM_UNIQUE, CLAIM_FOLD, CLAIM_COEXISTENCE,
    CLAIM_INSTABILITY, CLAIM_EXTREMUM, CLAIM_ALL, CLAIM_CURVE
} claim_t;

enum { MAX_ORDERS = 8, MAX_PARAMETERS = 128, MAX_BOXES = 24 };

/* What one copy of the order parameters solves: for each line `stationary` or
   `condition`, in order, the name and, for a condition, the expression. */
typedef struct
{
    int n, symbol[MAX_ORDERS], n_fixed, fixed[MAX_ORDERS];
    node_t *condition[MAX_ORDERS], *fixed_at[MAX_ORDERS];
} copy_t;

/* Names are numbers of symbols, and their lists have no name twice.  `kind`: the
   equations of claims `all` and `curve` are those of this claim. */
typedef struct
{
    tree_t tree;
    char *text;
    const char *model, *potential_text, *claim_word, *kind_word;
    claim_t claim, kind;
    long count;
    int n_orders, order[MAX_ORDERS], critical;
    const char *domain_text[MAX_ORDERS];
    node_t *potential, *equation, *observable, *other_value;
    copy_t copy[2];                             /* has_other: the second too */
    int has_other;
    int n_held, held[MAX_ORDERS];               /* lines `fixed-condition`   */
    node_t *held_condition[MAX_ORDERS];
    int n_parameters, parameter[MAX_PARAMETERS];
    node_t *parameter_at[MAX_PARAMETERS];
    int n_boxes, box[MAX_BOXES], n_zeros;
    arb_struct x[MAX_BOXES], zero[MAX_BOXES];   /* zero: as x, by index      */
    char has_zero[MAX_BOXES];
    int has_value;
    arb_t value;                                /* of the free entropy       */
    list_t list;
    int n_list_lines;
    int states;                                 /* one more than `also` lines */
    char why[200];                              /* why it cannot be read     */
} certificate_t;

/* Reads what a text of `length` bytes says of state 0, 1, ... of its
   `states`.  0: not a readable certificate, see `why`, or out of memory: no `text`.
   To be cleared in any case. */
int certificate_read(certificate_t *c, const char *text, size_t length,
                     int state);
void certificate_clear(certificate_t *c);
/* A zero that is known exactly: near it, as far as balls can tell.  Radii 0 become
   the least of the others, or 2^-64, but less than those of its box. */
void certificate_widen(const certificate_t *c, arb_srcptr box, arb_ptr zero);

/* Four hexadecimal integers, the whole text; finite.  0: anything else. */
int ball_read(arb_t x, const char *text);
/* The same for a dyadic number, two integers. */
int dyadic_read(arf_t x, const char *text);

/* SHA-256 in hexadecimal digits (output/seal.c), against damage: no proof rests on
   it. */
void seal_of(char hex[65], const char *text, size_t length);

#endif
