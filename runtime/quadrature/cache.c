/* runtime/quadrature/cache.c -- strips and Gauss-Legendre tables, kept. */
#include "cache.h"

#include <arb_hypgeom.h>
#include <stdlib.h>

quad_cache_t *
quad_cache_new(void)
{
    quad_cache_t *cache = calloc(1, sizeof *cache);

    if (cache == NULL)
        abort();
    return cache;
}

static void
table_clear(legendre_t *t)
{
    _arb_vec_clear(t->node, t->n / 2);
    _arb_vec_clear(t->weight, t->n / 2);
}

void
quad_cache_free(quad_cache_t *cache)
{
    int k;

    if (cache == NULL)
        return;
    for (k = 0; k < cache->n_strips; k++)
        strip_free(cache->strip[k]);
    for (k = 0; k < cache->n_tables; k++)
        table_clear(&cache->table[k]);
    free(cache);
}

strip_t *
cache_find_strip(quad_cache_t *cache, const saddle_group_t *group,
                 arb_srcptr env, double cap, int fine)
{
    int k;

    for (k = cache->n_strips - 1; k >= 0; k--)
    {
        strip_t *s = cache->strip[k];

        if (s->group == group && s->a > 0 && strip_contains_env(s, env)
            && (s->a < s->cap ? s->fine >= fine : 1.25 * s->cap >= cap))
            return s;
    }
    return NULL;
}

void
cache_add_strip(quad_cache_t *cache, strip_t *s)
{
    int k = cache->next_strip;

    if (cache->n_strips == CACHE_STRIPS)
        strip_free(cache->strip[k]);
    else
        k = cache->n_strips++;
    cache->strip[k] = s;
    cache->next_strip = (k + 1) % CACHE_STRIPS;
}

void
cache_make_room(quad_cache_t *cache)
{
    if (cache->n_tables < CACHE_TABLES / 2)
        return;
    while (cache->n_tables > 0)
        table_clear(&cache->table[--cache->n_tables]);
}

const legendre_t *
legendre_table(quad_cache_t *cache, long n, slong prec)
{
    legendre_t *t;
    long k;
    int i;

    for (i = 0; i < cache->n_tables; i++)
    {
        t = &cache->table[i];
        if (t->n == n && t->prec >= prec && t->prec <= prec + prec / 4 + 32)
            return t;
    }
    t = &cache->table[cache->n_tables++];
    t->n = n;
    t->prec = prec;
    t->node = _arb_vec_init(n / 2);
    t->weight = _arb_vec_init(n / 2);
    for (k = 0; k < n / 2; k++)
        arb_hypgeom_legendre_p_ui_root(t->node + k, t->weight + k, (ulong) n,
                                       (ulong) k, prec);
    return t;
}
