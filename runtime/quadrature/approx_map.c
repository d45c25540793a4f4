/* runtime/quadrature/approx_map.c -- functions of arrays in doubles. */
#include "approx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TINY 1e-290

/* The integrals inside at one element; env has room for the inputs. */
static saddle_status_t
inner_values(const saddle_map_t *map, const double *const *in, size_t i,
             double *env, double tol, approx_rows_t *rows, double *value)
{
    saddle_status_t status = SADDLE_OK, one;

    for (int j = 0; j < map->n_inputs; j++)
        env[map->n_env + j] = in[j][i];
    for (int g = 0; g < map->n_inner; g++)
    {
        one = approx_group(map->inner[g], env, tol, TINY, rows, value, NULL,
                           NULL);
        value += map->inner[g]->n_integrands;
        if (one == SADDLE_DOMAIN)
            return one;
        if (one != SADDLE_OK)
            status = one;
    }
    return status;
}

/* At most APPROX_BLOCK elements from `first` on. */
static saddle_status_t
block(const saddle_map_t *map, size_t first, int n, const double *const *in,
      double *env, double tol, approx_rows_t *rows, double *inner,
      double *out)
{
    const double *at[SADDLE_MAP_INPUTS];
    saddle_status_t status = SADDLE_OK, one;

    for (int i = 0; i < n && map->n_inner > 0; i++)
    {
        one = inner_values(map, in, first + (size_t) i, env, tol, rows,
                           inner + (size_t) i * (size_t) map->n_inner_values);
        if (status != SADDLE_DOMAIN && one != SADDLE_OK)
            status = one;
    }
    for (int j = 0; j < map->n_inputs; j++)
        at[j] = in[j] + first;
    map->map(n, at, env, inner, out);
    for (int i = 0; i < n * map->n_outputs; i++)
        if (!isfinite(out[i]))
            status = SADDLE_DOMAIN;
    return status;
}

saddle_status_t
quad_map(const saddle_map_t *map, size_t n, const double *const *in,
         const double *env, double tol, double *out)
{
    size_t n_env = (size_t) (map->n_env + map->n_inputs);
    size_t n_inner = APPROX_BLOCK * (size_t) map->n_inner_values;
    size_t n_block = APPROX_BLOCK * (size_t) map->n_outputs;
    double *work = malloc((n_env + n_inner + n_block) * sizeof *work);
    double *inner, *part;
    approx_rows_t *rows = map->n_inner > 0 ? approx_rows_new() : NULL;
    saddle_status_t status = SADDLE_OK;

    if (work == NULL)
    {
        approx_rows_free(rows);
        return SADDLE_LIMIT;
    }
    inner = work + n_env;
    part = inner + n_inner;
    memcpy(work, env, (size_t) map->n_env * sizeof *env);
    for (size_t first = 0; first < n; first += APPROX_BLOCK)
    {
        int count = (int) (n - first < APPROX_BLOCK ? n - first
                                                    : APPROX_BLOCK);
        saddle_status_t one = block(map, first, count, in, work, tol, rows,
                                    inner, part);

        if (status != SADDLE_DOMAIN && one != SADDLE_OK)
            status = one;
        for (int k = 0; k < map->n_outputs; k++)
            memcpy(out + (size_t) k * n + first, part + k * count,
                   (size_t) count * sizeof *out);
    }
    approx_rows_free(rows);
    free(work);
    return status;
}
