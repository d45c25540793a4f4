/* runtime/certify/global_box.c -- all solutions by branch and bound. */
#include "global_parts.h"

certify_verdict_t
global_box(global_t *g)
{
    g->r->why = "this model's domain is not searched yet";
    return CERTIFY_UNDECIDED;
}
