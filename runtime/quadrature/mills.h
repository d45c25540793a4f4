/* runtime/quadrature/mills.h -- scaled normal tail on wide complex boxes. */
#ifndef SADDLE_MILLS_H
#define SADDLE_MILLS_H

#include <acb.h>
#include "quiet.h"

/*
 * mills_box -- enclose R(u) = exp(u^2/2) H(u), an entire function.
 *
 *   r     out  may be non-finite when the box is too wide; may alias u
 *   prec  in   64 is plenty: the width of u decides
 *
 * For x = inf Re u >= -1: second-order Taylor form about the midpoint, with
 * |R''(u)| <= R''(x), as R(u) = (2 pi)^(-1/2) int_0^inf exp(-u s - s^2/2) ds.
 * Further left: R(u) = exp(u^2/2) - R(-u).
 */
void mills_box(acb_t r, const acb_t u, slong prec);

/* H(u) itself, by the side on which the midpoint of u lies. */
void normal_tail_box(acb_t r, const acb_t u, slong prec);

#endif
