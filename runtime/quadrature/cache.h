/* runtime/quadrature/cache.h -- what one quad_ball leaves for the next. */
#ifndef SADDLE_CACHE_H
#define SADDLE_CACHE_H

#include "strip.h"

#define CACHE_STRIPS 64
/* more than twice the number of different n that one plan can have */
#define CACHE_TABLES 200

struct quad_cache
{
    strip_t *strip[CACHE_STRIPS];
    int n_strips, next_strip;
    legendre_t table[CACHE_TABLES];
    int n_tables;
};

/* A strip proved for balls that hold env, of the wanted cap and fineness (or
   one that cannot gain from them); NULL if there is none. */
strip_t *cache_find_strip(quad_cache_t *cache, const saddle_group_t *group,
                          arb_srcptr env, double cap, int fine);
/* Takes ownership; the oldest strip goes when the cache is full. */
void cache_add_strip(quad_cache_t *cache, strip_t *s);

/* Before a plan takes its tables: they stay where they are until the next
   call. */
void cache_make_room(quad_cache_t *cache);

#endif
