/* runtime/quadrature/mills_table.h -- R(u) = exp(u^2/2) H(u) from expansions. */
#ifndef SADDLE_MILLS_TABLE_H
#define SADDLE_MILLS_TABLE_H

#include <acb.h>
#include "quiet.h"

/* R at an exact point with -1 <= Re u <= 4 and |Im u| <= 7, to about 50 bits:
   1 and r, or 0 elsewhere.  r may alias u. */
int mills_expand(acb_t r, const acb_t u);

/* bound >= |R''(u)| for all u with Re u >= x, where x >= -1. */
void mills_curvature(mag_t bound, const arf_t x);

#endif
