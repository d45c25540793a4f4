/* compiler/emit/flow_ball.c -- a flow for the abstract machine. */
#include "flow.h"

int
flow_balls(emission_t *em)
{
    (void) em;
    return 0;
}
