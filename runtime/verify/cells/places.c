/* runtime/verify/cells/places.c -- the solutions that are listed. */
#include "boxes.h"
#include "../proof/krawczyk.h"
#include "../text/reader.h"

/* Part of a null vector, or a slope? */
int
system_is_vector(const system_t *s, int k)
{
    return system_size(s) > 0 && k >= s->m && k != s->p;
}

static int
field(void *context, arb_srcptr x, arb_ptr f, arb_mat_struct *jacobian,
      slong prec)
{
    return system_at(context, x, f, jacobian, prec);
}

/* A null vector may have either sign: it tells nothing. */
static int
are_apart(const system_t *s, const place_t *a, const place_t *b)
{
    int i;

    for (i = 0; i < s->n; i++)
        if (!system_is_vector(s, i)
            && !arb_overlaps(a->zero + s->unknown[i], b->zero + s->unknown[i]))
            return 1;
    return 0;
}

/* Strictly between the ends of the range of the parameter. */
static int
in_range(const certificate_t *c, const arb_t x)
{
    arb_t end;
    int good;

    arb_init(end);
    arb_set_arf(end, &c->list.range_lo);
    good = c->list.range >= 0 && arb_lt(end, x);
    arb_set_arf(end, &c->list.range_hi);
    good = good && arb_lt(x, end);
    arb_clear(end);
    return good;
}

/* x lies strictly inside limit i of the claim. */
static int
in_limit(const list_t *l, int i, const arb_t x)
{
    arb_t end;
    int good;

    arb_init(end);
    arb_set_arf(end, l->limit.lo + i);
    good = l->limit.lower[i] || arb_lt(end, x);
    arb_set_arf(end, l->limit.hi + i);
    good = good && (l->limit.upper[i] || arb_lt(x, end));
    arb_clear(end);
    return good;
}

/* The zeros of a place lie inside the domains, the range and the limits. */
static const char *
place_is_inside(system_t *s, const place_t *p)
{
    certificate_t *c = s->c;
    arb_ptr x = _arb_vec_init(s->n);
    int u, o, i, good;

    for (u = 0; u < s->n; u++)
        arb_set(x + u, p->zero + s->unknown[u]);
    good = system_in_domains(s, x, 1);
    _arb_vec_clear(x, s->n);
    if (!good)
        return "a solution may lie outside of the domains";
    for (u = 0; u < s->n; u++)
    {
        int box = s->unknown[u];
        arb_srcptr z = p->zero + box;

        o = read_among(c->order, c->n_orders, c->box[box]);
        i = read_among(c->list.limit_of, c->list.n_limits, c->box[box]);
        if (!arb_contains(p->box + box, z))
            return "an enclosure of a zero sticks out of its box";
        if (system_is_vector(s, u))
            continue;
        if (o < 0 && !in_range(c, z))
            return "a solution may lie outside of the range";
        if (i >= 0 && !in_limit(&c->list, i, z))
            return "a solution may lie outside of the limits";
    }
    return NULL;
}

/* There is a cell for it, and it is not one that came before. */
static const char *
place_is_new(const system_t *s, long i)
{
    const list_t *l = &s->c->list;
    long n, cells = 0;

    for (n = 0; n < l->n_cells; n++)
        cells += l->cell[n].reason == REASON_ONE && l->cell[n].solution == i;
    if (cells == 0 || (cells > 1 && l->on_line))
        return "not one cell for each solution";
    for (n = 0; n < i; n++)
        if (!are_apart(s, l->place + n, l->place + i))
            return "two solutions may be the same";
    return NULL;
}

/* Exactly one zero in each `zero`, or, of singular points, in each box. */
const char *
whole_places(system_t *s, slong most)
{
    const list_t *l = &s->c->list;
    arb_ptr x = _arb_vec_init(2 * s->n), z = x + s->n;
    const char *why = NULL;
    krawczyk_t k;
    long i;
    int u;

    for (i = 0; i < l->n_places && why == NULL; i++)
    {
        why = place_is_new(s, i);
        if (why == NULL)
            why = place_is_inside(s, l->place + i);
        for (u = 0; u < s->n; u++)
        {
            arb_set(x + u, l->place[i].box + s->unknown[u]);
            arb_set(z + u, l->place[i].zero + s->unknown[u]);
        }
        if (why == NULL
            && !krawczyk_prove(&k, system_size(s) > 0 ? x : z, z, s->n, field,
                               s, most))
            why = s->why != NULL ? s->why : k.why;
        if (why == NULL && !system_fixed(s, z, 60))
            why = s->why;
    }
    _arb_vec_clear(x, 2 * s->n);
    return why;
}
