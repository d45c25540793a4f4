/* runtime/verify/whole.c -- all solutions in a domain, cell by cell. */
#include "krawczyk.h"
#include "reader.h"
#include "whole.h"

#include <string.h>

enum { WIDE_BITS = 32, BITS = 80, DEPTH = 10 };

/* Unknowns that `cover` does not name follow from the others. */
typedef struct
{
    system_t *s;
    int cut[MAX_CUT];               /* places of the covered among the unknowns */
    int n_rest, rest[MAX_BOXES];    /* places of the others                     */
    int row[MAX_BOXES];             /* equations that are linear in them        */
    arb_struct lo[MAX_CUT], hi[MAX_CUT];
    arb_ptr x, c, f, k;
    arb_mat_t j, y, m;
} whole_t;

/* ---- the unknowns that follow ------------------------------------------------- */

enum { FREE = 0, AFFINE = 1, OTHER = 2 };

/* How an expression depends on the symbols of a list. */
static int
degree(const node_t *e, const int *list, int n)
{
    int i, d, sum = 0, most = 0;

    if (e->op == N_SYMBOL)
        return read_among(list, n, e->index) >= 0 ? AFFINE : FREE;
    for (i = 0; i < e->arity; i++)
    {
        d = degree(e->child[i], list, n);
        sum += d;
        most = d > most ? d : most;
    }
    return e->op == N_ADD ? most
           : e->op == N_MUL ? (sum > OTHER ? OTHER : sum)
           : most == FREE ? FREE : OTHER;
}

/* A sum of terms that are affine in the rest, or free of the covered. */
static int
is_split(const node_t *e, const int *rest, int n, const int *cut, int m)
{
    int i, seen = 0;

    if (degree(e, rest, n) <= AFFINE || degree(e, cut, m) == FREE)
        return 1;
    if (e->op != N_ADD && e->op != N_MUL)
        return 0;
    for (i = 0; i < e->arity; i++)
    {
        seen += degree(e->child[i], rest, n) > FREE
                || degree(e->child[i], cut, m) > FREE;
        if (!is_split(e->child[i], rest, n, cut, m))
            return 0;
    }
    return e->op == N_ADD || seen == 1;
}

/* The rest in the box w->x of the covered: with the potential affine in them but
   for terms of their own, d phi/d(covered) = f + M (rest - c) for any c. */
static int
follow(whole_t *w, slong prec)
{
    system_t *s = w->s;
    arb_mat_t m, b, r;
    int i, k, n = w->n_rest, good;

    if (n == 0)
        return 1;
    arb_mat_init(m, n, n);
    arb_mat_init(b, n, 1);
    arb_mat_init(r, n, 1);
    for (k = 0; k < n; k++)
        arb_one(w->x + w->rest[k]);
    good = system_at(s, w->x, w->f, w->j, NULL, prec);
    for (i = 0; i < n && good; i++)
    {
        for (k = 0; k < n; k++)
            arb_set(arb_mat_entry(m, i, k),
                    arb_mat_entry(w->j, w->row[i], w->rest[k]));
        arb_set(arb_mat_entry(b, i, 0), w->f + w->row[i]);
    }
    good = good && arb_mat_solve(r, m, b, prec);
    for (k = 0; k < n && good; k++)
    {
        arb_sub(w->x + w->rest[k], w->x + w->rest[k], arb_mat_entry(r, k, 0),
                prec);
        good = arb_is_finite(w->x + w->rest[k]);
    }
    arb_mat_clear(r);
    arb_mat_clear(b);
    arb_mat_clear(m);
    return good;
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
        if (read_among(l->cut, l->n_cut, c->box[w->s->unknown[k]]) < 0)
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
                   && is_split(c->raw, symbol, w->n_rest, l->cut, l->n_cut)
               ? NULL : "unknowns that no cell bounds";
}

/* ---- the domain ---------------------------------------------------------------- */

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
        if (k < 0 || !domain_read(&c->tree, &d, c->domain_text[k])
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

/* ---- one cell -------------------------------------------------------------------- */

static int
excludes(arb_srcptr v, int n)
{
    int i;

    for (i = 0; i < n; i++)
        if (!arb_contains_zero(v + i))
            return 1;
    return 0;
}

/* Does Y f(c) + Y J (x - c), or f(c) + J (x - c), exclude 0?  m is 1 - Y J, or
   there is no Y. */
static int
linear_excludes(whole_t *w, int preconditioned)
{
    int n = w->s->n, i, k;
    arb_t d;

    arb_init(d);
    for (i = 0; i < n; i++)
    {
        arb_zero(w->k + i);
        if (!preconditioned)
            arb_set(w->k + i, w->f + i);
        for (k = 0; k < n; k++)
        {
            arb_sub(d, w->x + k, w->c + k, BITS);
            if (!preconditioned)
            {
                arb_addmul(w->k + i, arb_mat_entry(w->j, i, k), d, BITS);
                continue;
            }
            arb_addmul(w->k + i, arb_mat_entry(w->y, i, k), w->f + k, BITS);
            if (i == k)
                arb_add(w->k + i, w->k + i, d, BITS);
            arb_submul(w->k + i, arb_mat_entry(w->m, i, k), d, BITS);
        }
    }
    arb_clear(d);
    return excludes(w->k, n);
}

/* Near 0 derivatives in a variance are better taken as second derivatives. */
static void
choose_heat(whole_t *w)
{
    arb_t t;
    int i;

    arb_init(t);
    w->s->heat = 0;
    for (i = 0; i < w->s->n; i++)
    {
        arb_mul_2exp_si(t, w->x + i, 4);
        arb_sub_ui(t, t, 1, 64);
        w->s->heat |= !arb_is_positive(t);
    }
    arb_clear(t);
}

/* No zero with the unknowns in w->x. */
static int
excluded(whole_t *w)
{
    int i, n = w->s->n, inverse;

    choose_heat(w);
    if (!system_at(w->s, w->x, w->f, w->j, NULL, WIDE_BITS))
        return 0;
    if (excludes(w->f, n))
        return 1;
    inverse = krawczyk_precondition(w->y, w->m, w->j, BITS);
    for (i = 0; i < n; i++)
        arb_get_mid_arb(w->c + i, w->x + i);
    return system_at(w->s, w->c, w->f, NULL, NULL, BITS)
           && (linear_excludes(w, 0) || (inverse && linear_excludes(w, 1)));
}

static void
place(whole_t *w, arf_srcptr lo, arf_srcptr hi)
{
    int i;

    for (i = 0; i < w->s->c->list.n_cut; i++)
        arb_set_interval_arf(w->x + w->cut[i], lo + i, hi + i, 128);
}

/* No zero in the box lo .. hi of the covered; halved where it cannot be told. */
static int
no_zero(whole_t *w, arf_srcptr lo, arf_srcptr hi, int depth)
{
    arf_struct half[MAX_CUT];
    arf_t d, most;
    int i, at = 0, good, n = w->s->c->list.n_cut;

    place(w, lo, hi);
    if (follow(w, WIDE_BITS) && excluded(w))
        return 1;
    if (depth == 0 || (w->s->until > 0 && work_clock() > w->s->until))
        return 0;
    arf_init(d);
    arf_init(most);
    for (i = 0; i < n; i++)
    {
        arf_sub(d, hi + i, lo + i, 64, ARF_RND_DOWN);
        at = arf_cmp(d, most) > 0 ? i : at;
        arf_max(most, most, d);
        half[i] = hi[i];
    }
    arf_init(half + at);
    arf_add(half + at, lo + at, hi + at, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(half + at, half + at, -1);
    good = no_zero(w, lo, half, depth - 1);
    if (good)
    {
        arf_struct middle = half[at];

        for (i = 0; i < n; i++)
            half[i] = lo[i];
        half[at] = middle;
        good = no_zero(w, half, hi, depth - 1);
    }
    arf_clear(half + at);
    arf_clear(most);
    arf_clear(d);
    return good;
}

/* F is injective on the box w->x, to which the point is added. */
static int
at_most_one(whole_t *w, arb_srcptr point)
{
    int i;

    for (i = 0; i < w->s->n; i++)
        arb_union(w->x + i, w->x + i, point + i, 128);
    choose_heat(w);
    return system_at(w->s, w->x, w->f, w->j, NULL, WIDE_BITS)
           && krawczyk_precondition(w->y, w->m, w->j, BITS)
           && krawczyk_contracts(w->m, 0);
}

/* No zero in the box lo .. hi but perhaps the one in `point`, a box of which all
   covered parts lie in it: parts on the far side are cut off where it cannot be
   told at once. */
static int
none_but(whole_t *w, arb_srcptr point, arf_srcptr lo, arf_srcptr hi, int depth)
{
    arf_struct side[MAX_CUT];
    arf_t below, above, most, d;
    int i, at = 0, up = 1, good, n = w->s->c->list.n_cut;

    place(w, lo, hi);
    if (follow(w, WIDE_BITS) && at_most_one(w, point))
        return 1;
    if (depth == 0 || (w->s->until > 0 && work_clock() > w->s->until))
        return 0;
    arf_init(below);
    arf_init(above);
    arf_init(most);
    arf_init(d);
    for (i = 0; i < 2 * n; i++)
    {
        arb_get_lbound_arf(below, point + w->cut[i / 2], 128);
        arb_get_ubound_arf(above, point + w->cut[i / 2], 128);
        arf_sub(d, i % 2 ? hi + i / 2 : below, i % 2 ? above : lo + i / 2, 64,
                ARF_RND_DOWN);
        if (arf_cmp(d, most) > 0)
        {
            arf_set(most, d);
            at = i / 2;
            up = i % 2;
        }
    }
    arb_get_lbound_arf(below, point + w->cut[at], 128);
    arb_get_ubound_arf(above, point + w->cut[at], 128);
    arf_add(d, up ? hi + at : below, up ? above : lo + at, ARF_PREC_EXACT,
            ARF_RND_DOWN);
    arf_mul_2exp_si(d, d, -1);
    for (i = 0; i < n; i++)
        side[i] = up ? lo[i] : hi[i];
    side[at] = *d;
    good = no_zero(w, up ? side : lo, up ? hi : side, DEPTH);
    for (i = 0; i < n; i++)
        side[i] = up ? hi[i] : lo[i];
    side[at] = *d;
    good = good && none_but(w, point, up ? lo : side, up ? side : hi,
                            depth - 1);
    arf_clear(d);
    arf_clear(most);
    arf_clear(above);
    arf_clear(below);
    return good;
}

/* Exactly one zero in the cell: there is one in zero K (see check_all), in the
   interior of the cell. */
static int
one_zero(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi)
{
    const list_t *l = &w->s->c->list;
    arb_ptr zero;
    arb_t end;
    int i, good = cell->solution < l->n_places;

    if (!good)
        return 0;
    zero = _arb_vec_init(w->s->n);
    arb_init(end);
    for (i = 0; i < w->s->n; i++)
        arb_set(zero + i, l->place[cell->solution].zero + w->s->unknown[i]);
    for (i = 0; i < l->n_cut && good; i++)
    {
        arb_set_arf(end, lo + i);
        good = arb_lt(end, zero + w->cut[i]);
        arb_set_arf(end, hi + i);
        good = good && arb_lt(zero + w->cut[i], end);
    }
    good = good && none_but(w, zero, lo, hi, DEPTH);
    arb_clear(end);
    _arb_vec_clear(zero, w->s->n);
    return good;
}

/* The boundary state 0 is the only zero: it is one as far as balls can tell. */
static int
only_origin(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi)
{
    arb_ptr zero = _arb_vec_init(w->s->n);
    int i, good;

    w->s->heat = 1;
    good = system_at(w->s, zero, w->f, NULL, NULL, 2 * BITS);
    for (i = 0; i < w->s->n && good; i++)
        good = arb_contains_zero(w->f + i)
               && mag_cmp_2exp_si(arb_radref(w->f + i), -BITS) < 0;
    for (i = 0; i < w->s->c->list.n_cut; i++)
        good = good && cell->lower[i] && arb_is_zero(w->lo + i);
    good = good && none_but(w, zero, lo, hi, 4 * DEPTH);
    _arb_vec_clear(zero, w->s->n);
    return good;
}

static const char *
check_cell(whole_t *w, const cell_t *cell)
{
    arf_struct lo[MAX_CUT], hi[MAX_CUT];
    const list_t *l = &w->s->c->list;
    const char *why = NULL;
    int i;

    for (i = 0; i < l->n_cut; i++)
    {
        arf_init(lo + i);
        arf_init(hi + i);
        arf_set(lo + i, cell->lo + i);
        arf_set(hi + i, cell->hi + i);
        if (cell->lower[i])
            arb_get_lbound_arf(lo + i, w->lo + i, 128);
        if (cell->upper[i])
            arb_get_ubound_arf(hi + i, w->hi + i, 128);
    }
    if (cell->reason == REASON_NONE)
        why = no_zero(w, lo, hi, DEPTH)
                  ? NULL : "a cell may hold a solution";
    else if (cell->reason == REASON_ONE)
        why = one_zero(w, cell, lo, hi)
                  ? NULL : "a cell may hold more than its solution, or not it";
    else if (cell->reason == REASON_FIXED)
        why = only_origin(w, cell, lo, hi)
                  ? NULL : "a solution may be near the state 0";
    else
        why = "a reason that does not belong here";
    for (i = 0; i < l->n_cut; i++)
    {
        arf_clear(lo + i);
        arf_clear(hi + i);
    }
    return why;
}

/* ---- the claim -------------------------------------------------------------------- */

static int
field(void *context, arb_srcptr x, arb_ptr f, arb_mat_struct *jacobian,
      slong prec)
{
    return system_at(context, x, f, jacobian, NULL, prec);
}

/* Exactly one zero in each box, which lies in `zero` and inside the domains; a
   cell for each. */
static const char *
check_solutions(system_t *s, slong most)
{
    certificate_t *c = s->c;
    const list_t *l = &c->list;
    arb_ptr x = _arb_vec_init(2 * s->n), z = x + s->n;
    const char *why = NULL;
    domain_t d;
    krawczyk_t k;
    long i, n, cells;
    int u, o;

    for (i = 0; i < l->n_places && why == NULL; i++)
    {
        for (cells = n = 0; n < l->n_cells; n++)
            cells += l->cell[n].reason == REASON_ONE
                     && l->cell[n].solution == i;
        if (cells != 1)
            why = "not one cell for each solution";
        for (u = 0; u < s->n; u++)
        {
            arb_set(x + u, l->place[i].box + s->unknown[u]);
            arb_set(z + u, l->place[i].zero + s->unknown[u]);
            o = read_among(c->order, c->n_orders, c->box[s->unknown[u]]);
            if (!arb_contains(x + u, z + u))
                why = "an enclosure of a zero sticks out of its box";
            else if (o >= 0
                     && (!domain_read(&c->tree, &d, c->domain_text[o])
                         || !system_in_domain(s, &d, z + u, 1)))
                why = "a solution may lie outside of the domains";
        }
        if (why == NULL
            && !krawczyk_prove(&k, z, z, s->n, field, s, most))
            why = s->why != NULL ? s->why : k.why;
    }
    _arb_vec_clear(x, 2 * s->n);
    return why;
}

static const char *
check_boxes(system_t *s, FILE *talk)
{
    whole_t w;
    const char *why;
    long i;
    int k;

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
    why = lay_out(&w);
    if (why == NULL)
        why = read_ends(&w);
    for (i = 0; i < s->c->list.n_cells && why == NULL; i++)
        if (cells_progress(s, talk, i, s->c->list.n_cells))
            why = s->why;
        else
            why = check_cell(&w, s->c->list.cell + i);
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

    if (!cells_fill(s->c))
        return "the cells do not fill the domain without gap";
    why = check_solutions(s, options->bits > 0 ? options->bits : 100000);
    if (why != NULL)
        return why;
    return s->c->list.on_line ? check_line(s, talk) : check_boxes(s, talk);
}
