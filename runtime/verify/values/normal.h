/* runtime/verify/values/normal.h -- series of the normal law (series.c): R is
 * Mills' ratio. */
#ifndef VERIFY_NORMAL_H
#define VERIFY_NORMAL_H

#include "value.h"

int normal_is_wide(const acb_t u);
/* 1/sqrt(2 pi) */
void normal_root_two_pi(arb_t c, slong prec);
/* The disc over the diameter [0, 1/re], re the lower bound of Re u. */
void normal_stieltjes_disc(acb_t d, const acb_t u);
/* 1/A_j, where A_j - u lies in (j + 1) disc. */
void normal_stieltjes(acb_t to, const acb_t u, const acb_t disc, int j,
                      slong prec);

/* depth + 1 Taylor coefficients at u: of R; of log R on a wide box, Re u > 0 in
   both; of P(Z > u), meant for small |Re u|. */
void normal_mills_series(ground_t *g, acb_ptr f, const acb_t u);
void normal_log_mills_series(ground_t *g, acb_ptr f, const acb_t u);
void normal_above_series(ground_t *g, acb_ptr f, const acb_t u);

#endif
