/* compiler/cli/online_fixed.c -- `saddle online --fixed-points`. */
#include "online.h"

int
online_fixed_points(online_t *x)
{
    (void) x;
    return EXIT_INTERNAL;
}
