/* runtime/verify/certificate.h -- a certificate as the checker reads it. */
#ifndef VERIFY_CERTIFICATE_H
#define VERIFY_CERTIFICATE_H

#include "node.h"

typedef enum
{
    CLAIM_NONE, CLAIM_UNIQUE, CLAIM_FOLD, CLAIM_COEXISTENCE,
    CLAIM_INSTABILITY, CLAIM_EXTREMUM, CLAIM_ALL, CLAIM_CURVE
} claim_t;

enum { MAX_ORDERS = 8, MAX_PARAMETERS = 128, MAX_BOXES = 24, MAX_VALUES = 64 };

/* What one copy of the order parameters solves: for each line `stationary` or
   `condition`, in order, the name and, for a condition, the expression. */
typedef struct
{
    int n, symbol[MAX_ORDERS], n_fixed, fixed[MAX_ORDERS];
    node_t *condition[MAX_ORDERS], *fixed_at[MAX_ORDERS];
} copy_t;

/* Numbers of symbols; expressions after tree_rewrite, `raw` as written. */
typedef struct
{
    tree_t tree;
    char *text, **line;
    size_t n_lines;
    const char *model, *claim_word;
    claim_t claim;
    long count;
    int n_orders, order[MAX_ORDERS], critical;
    node_t *raw, *potential, *equation, *observable, *other_value;
    copy_t copy[2];
    int has_other;
    int n_parameters, parameter[MAX_PARAMETERS];
    node_t *parameter_at[MAX_PARAMETERS];
    int n_boxes, box[MAX_BOXES], n_zeros;
    arb_struct x[MAX_BOXES], zero[MAX_BOXES];   /* zero: as x, by index */
    char has_zero[MAX_BOXES];
    int n_values;
    const char *value_name[MAX_VALUES];
    arb_struct value[MAX_VALUES];
    char why[200];                              /* why it cannot be read */
} certificate_t;

/* Reads a text (it is kept and cut up; malloc'd, `length` bytes and a NUL
   after them).  0: not a readable certificate, see `why`.  To be cleared in
   any case. */
int certificate_read(certificate_t *c, char *text, size_t length);
void certificate_clear(certificate_t *c);

/* Four hexadecimal integers, the whole text; finite.  0: anything else. */
int ball_read(arb_t x, const char *text);
/* The same for a dyadic number, two integers. */
int dyadic_read(arb_t x, const char *text);

/* SHA-256 in hexadecimal digits. */
void seal_of(char hex[65], const char *text, size_t length);

#endif
