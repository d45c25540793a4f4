/* runtime/verify/whole.c -- all solutions in a domain, cell by cell. */
#include "boxes.h"
#include "krawczyk.h"
#include "reader.h"

#include <string.h>

/* Part of a null vector, or a slope? */
static int
is_vector(const system_t *s, int k)
{
    return system_size(s) > 0 && k >= s->m && k != s->p;
}

/* Which unknowns are covered, and that the rest can follow. */
static const char *
lay_out(whole_t *w)
{
    certificate_t *c = w->s->c;
    const list_t *l = &c->list;
    int symbol[MAX_BOXES], i, k, n = 0;

    for (i = 0; i < l->n_cut; i++)
    {
        for (k = 0; k < w->s->n; k++)
            if (c->box[w->s->unknown[k]] == l->cut[i])
                break;
        if (k == w->s->n)
            return "what is covered is not an unknown";
        w->cut[i] = k;
        if (k < w->s->m)
            w->row[n++] = k;
    }
    for (k = 0; k < w->s->n; k++)
        if (is_vector(w->s, k))
            continue;
        else if (read_among(l->cut, l->n_cut, c->box[w->s->unknown[k]]) < 0)
        {
            symbol[w->n_rest] = c->box[w->s->unknown[k]];
            w->rest[w->n_rest++] = k;
        }
    if (w->n_rest == 0)
        return NULL;
    for (i = 0; i < w->s->m; i++)
        if (c->copy[0].condition[i] != NULL)
            return "unknowns that no cell bounds";
    return n == w->n_rest && w->rest[w->n_rest - 1] < w->s->m
                   && boxes_split(c->raw, symbol, w->n_rest, l->cut, l->n_cut)
               ? NULL : "unknowns that no cell bounds";
}

/* ---- the domain --------------------------------------------------------- */

static const char *
read_ends(whole_t *w)
{
    certificate_t *c = w->s->c;
    const list_t *l = &c->list;
    domain_t d;
    int i, k;
    long n;

    for (i = 0; i < l->n_cut; i++)
    {
        k = read_among(c->order, c->n_orders, l->cut[i]);
        if (l->cut[i] == l->range && l->range == c->critical)
        {
            arb_set_arf(w->lo + i, &l->range_lo);
            arb_set_arf(w->hi + i, &l->range_hi);
        }
        else if (k < 0 || !domain_read(&c->tree, &d, c->domain_text[k])
            || d.lo == NULL || d.hi == NULL
            || !system_number(w->s, w->lo + i, d.lo, NULL, 128)
            || !system_number(w->s, w->hi + i, d.hi, NULL, 128))
            return "the domain of what is covered is not known";
        for (n = 0; n < l->n_cells; n++)
        {
            arb_t x;

            arb_init(x);
            arb_set_arf(x, l->cell[n].lo + i);
            k = l->cell[n].lower[i] || arb_lt(w->lo + i, x);
            arb_set_arf(x, l->cell[n].hi + i);
            k = k && (l->cell[n].upper[i] || arb_lt(x, w->hi + i));
            arb_clear(x);
            if (!k)
                return "a cell sticks out of the domain";
        }
    }
    return NULL;
}

/* ---- the claim ---------------------------------------------------------- */

static int
field(void *context, arb_srcptr x, arb_ptr f, arb_mat_struct *jacobian,
      slong prec)
{
    return system_at(context, x, f, jacobian, NULL, prec);
}

/* A null vector may have either sign: it tells nothing. */
static int
are_apart(const system_t *s, const place_t *a, const place_t *b)
{
    int i;

    for (i = 0; i < s->n; i++)
        if (!is_vector(s, i)
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
        if (is_vector(s, u))
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
static const char *
check_solutions(system_t *s, slong most)
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

static const char *
check_cell(void *context, long i)
{
    whole_t *w = context;

    return boxes_check(w, w->s->c->list.cell + i);
}

static const char *
check_boxes(system_t *s, FILE *talk)
{
    whole_t w;
    const char *why;
    int k, size = system_size(s);

    memset(&w, 0, sizeof w);
    w.s = s;
    for (k = 0; k < MAX_CUT; k++)
    {
        arb_init(w.lo + k);
        arb_init(w.hi + k);
    }
    w.x = _arb_vec_init(4 * s->n);
    w.c = w.x + s->n;
    w.f = w.c + s->n;
    w.k = w.f + s->n;
    arb_mat_init(w.j, s->n, s->n);
    arb_mat_init(w.y, s->n, s->n);
    arb_mat_init(w.m, s->n, s->n);
    arb_mat_init(w.a, size, size);
    arb_mat_init(w.b, size, size);
    arb_mat_init(w.ab, size, size);
    why = lay_out(&w);
    if (why == NULL)
        why = read_ends(&w);
    if (why == NULL)
        why = share(s, talk, s->c->list.n_cells, check_cell, &w);
    arb_mat_clear(w.ab);
    arb_mat_clear(w.b);
    arb_mat_clear(w.a);
    arb_mat_clear(w.m);
    arb_mat_clear(w.y);
    arb_mat_clear(w.j);
    _arb_vec_clear(w.x, 4 * s->n);
    for (k = 0; k < MAX_CUT; k++)
    {
        arb_clear(w.hi + k);
        arb_clear(w.lo + k);
    }
    return why;
}

const char *
check_all(system_t *s, const verify_options_t *options, FILE *talk)
{
    const char *why;
    long i;

    if (s->c->kind == CLAIM_COEXISTENCE && s->c->other_value == NULL)
        return "a global claim of two copies of the unknowns, which this checker "
               "does not know";
    if (s->c->kind != CLAIM_UNIQUE && s->p < 0)
        return "a global claim of points without a parameter";
    if (!cells_fill(s->c))
        return "the cells do not fill the domain without gap";
    for (i = 0; i < s->c->list.n_places; i++)
        certificate_widen(s->c, s->c->list.place[i].box,
                          s->c->list.place[i].zero);
    why = check_solutions(s, options->bits > 0 ? options->bits : 100000);
    if (why != NULL)
        return why;
    return s->c->list.on_line ? check_line(s, talk) : check_boxes(s, talk);
}
