/* runtime/quadrature/approx_rows.h -- private to approx_rows.c and
 * approx_field.c: values of an integrand over a field on a lattice. */
#ifndef SADDLE_APPROX_ROWS_H
#define SADDLE_APPROX_ROWS_H

#include "approx.h"

/* The integrands of a group for all that they read of an env, at the places
   z = j/2^level. */
typedef struct row row_t;
struct row
{
    row_t *next;
    const saddle_group_t *group;
    double *key;              /* what the integrand reads                   */
    int level, is_bad;
    int reach;                /* which one the last field asked for         */
    long base, room;          /* j of the first place, number of places     */
    long first, n;            /* j of the first value, number of values     */
    double *f;                /* integrand k at j: f[k * room + j - base]   */
    double *top;              /* largest |f| in each block of places        */
};

/* The weights of one mean and width on one lattice. */
typedef struct
{
    double mean, width;
    long first, n, room;      /* multiples of ROWS_BLOCK                    */
    double *w;
    double *top;              /* largest weight of each block               */
} weights_t;

#define ROWS_BLOCK 8          /* places that are summed or left out at once */
#define ROWS_BUCKETS 16384
#define ROWS_LEVELS 64
#define ROWS_LOWEST_LEVEL (-16)
/* What of a field is summed: so many widths on either side of the mean. */
#define ROWS_REACHES 16
#define ROWS_FIRST_REACH 8.5  /* the density there is 8e-17                 */
#define ROWS_REACH_STEP 2     /* to 38.5, where the density is a denormal   */

struct approx_rows
{
    row_t *bucket[ROWS_BUCKETS];
    weights_t weights[ROWS_LEVELS][ROWS_REACHES];
    size_t bytes;
};

/* The row of the pass' env, perhaps an empty one; NULL without memory. */
row_t *rows_find(approx_pass_t *);

/* Makes the row hold first .. first + n - 1 of a level that is not below its
   own.  0: no memory, or a value is not finite. */
int rows_cover(approx_pass_t *, row_t *, int level, long first, long n);

#endif
