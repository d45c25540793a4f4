/* compiler/cli/online_fixed.h -- fixed points of a flow and what is said of
   them. */
#ifndef SADDLE_CLI_ONLINE_FIXED_H
#define SADDLE_CLI_ONLINE_FIXED_H

#include "../../runtime/ode/rest_proof.h"
#include "online.h"

#define FIXED_MOST 8

typedef struct
{
    fixed_point_t point;
    const char *kind;       /* "plateau": all students alike; "end" of the
                               course from the start; near the "teacher"   */
    double limit;           /* learning rate up to which it is stable      */
    int parameter;          /* that of the limit                           */
    int tried;
    rest_proof_t proof;
} fixed_item_t;

typedef struct
{
    int n;
    fixed_item_t item[FIXED_MOST];
    double asymmetry;       /* of the start                                */
} fixed_list_t;

/* Text or JSON on standard output. */
void online_tell_fixed(const dynamics_t *, const fixed_list_t *);

#endif
