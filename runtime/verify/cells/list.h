/* runtime/verify/cells/list.h -- the lines of claims `all` and `curve`, as list.c
 * reads them. */
#ifndef VERIFY_LIST_H
#define VERIFY_LIST_H

#include "../text/node.h"

enum { MAX_CUT = 4, MAX_PARTS = 64, MAX_JUMPS = 64 };

typedef enum
{
    REASON_NONE, REASON_REGULAR, REASON_OPEN, REASON_ONE, REASON_FIXED,
    REASON_ABOVE, REASON_BELOW, REASON_SLOPE, REASON_NARROW, REASON_NORMAL,
    REASON_JUMP, REASON_LAST
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

#endif
