/* compiler/emit/collect.c -- integrals become groups over one measure.
 *
 * Binders that are not inside another one are collected; those with the same
 * measure and the same kinks form a group, opened with the same variable, so
 * that hash-consing finds what their integrands share.  Binders inside an
 * integrand become groups of their own, with the variable appended to env.
 */
#include "internal.h"

#include <string.h>

typedef struct
{
    emission_t *em;
    map_t seen;
    int n, room;
    expr_t **binder;
} found_t;

static void
find_binders(found_t *f, expr_t *e)
{
    pool_t *pool = &f->em->pool;

    if (map_get(&f->seen, e) >= 0)
        return;
    map_put(&f->seen, pool, e, 1);
    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL)
    {
        POOL_PUSH(pool, f->binder, f->n, f->room, e);
        return;
    }
    for (int i = 0; i < expr_arity(e); i++)
        find_binders(f, expr_child(e, i));
}

/* ---- one binder as a group of one integrand ----------------------------- */

int
emit_is_infinite(expr_t *e)
{
    return e == NULL || expr_kind(e) == EXPR_INFINITY
           || (expr_kind(e) == EXPR_MUL
               && expr_kind(expr_child(e, expr_arity(e) - 1))
                      == EXPR_INFINITY);
}

static int
compare_id(const void *x, const void *y)
{
    unsigned a = expr_id(*(expr_t *const *) x);
    unsigned b = expr_id(*(expr_t *const *) y);

    return (a > b) - (a < b);
}

static void
check_limit(emission_t *em, expr_t *limit)
{
    found_t f = { em, { 0 }, 0, 0, NULL };

    find_binders(&f, limit);
    if (f.n > 0)
        emit_error(em, "E0408", NULL,
                   "an integral in the limit of an integral is not "
                   "supported yet");
}

/* Both infinite, or the whole line cut to where a factor "a inside, else 0" of
   the body is not 0; the factor becomes a. */
static void
cut_range(emission_t *em, group_t *g, expr_t **body)
{
    algebra_t *a = em->algebra;
    expr_t *lo, *hi;

    if (g->lo != NULL || g->hi != NULL || expr_kind(*body) != EXPR_MUL)
        return;
    for (int i = 0; i < expr_arity(*body); i++)
    {
        expr_t *f = expr_child(*body, i);
        found_t inner = { em, { 0 }, 0, 0, NULL };

        if (expr_kind(f) != EXPR_IF || !expr_is_zero(expr_child(f, 2))
                || expr_intervals(a, expr_child(f, 0), g->variable, 1, &lo,
                                  &hi) != 1)
            continue;
        find_binders(&inner, lo);
        find_binders(&inner, hi);
        if (inner.n > 0 || (!emit_is_infinite(lo) && !emit_is_infinite(hi)
                            && !expr_is_positive(expr_sub(a, hi, lo))))
            continue;
        g->lo = emit_is_infinite(lo) ? NULL : lo;
        g->hi = emit_is_infinite(hi) ? NULL : hi;
        *body = expr_replace(a, *body, f, expr_child(f, 1));
        return;
    }
}

/* Does e hold the count that belongs to the variable? */
static int
holds_count(emission_t *em, map_t *seen, expr_t *e, expr_t *count)
{
    if (e == count)
        return 1;
    if (map_get(seen, e) >= 0)
        return 0;
    map_put(seen, &em->pool, e, 1);
    for (int i = 0; i < expr_arity(e); i++)
        if (holds_count(em, seen, expr_child(e, i), count))
            return 1;
    return 0;
}

static group_t
measure_of(emission_t *em, expr_t *binder, int depth, expr_t **body)
{
    found_t inner = { em, { 0 }, 0, 0, NULL };
    map_t seen = { 0 };
    group_t g;
    int room = 0;

    memset(&g, 0, sizeof g);
    g.gauss = expr_kind(binder) == EXPR_GAUSS;
    g.depth = depth;
    g.variable = em->outer[depth];
    if (!g.gauss)
    {
        g.lo = expr_child(binder, 0);
        g.hi = expr_child(binder, 1);
        check_limit(em, g.lo);
        check_limit(em, g.hi);
        g.lo = emit_is_infinite(g.lo) ? NULL : g.lo;
        g.hi = emit_is_infinite(g.hi) ? NULL : g.hi;
    }
    *body = expr_open(em->algebra, binder, g.variable);
    if (!g.gauss)
        cut_range(em, &g, body);
    g.count = !g.gauss
              && holds_count(em, &seen, *body,
                             expr_apply1(em->algebra, FUNCTION_FLOOR,
                                         g.variable));
    find_binders(&inner, *body);
    g.nested = inner.n > 0;
    emit_kinks(em, *body, g.variable, depth, &g.breaks, &g.n_breaks, &room,
               &g.bent);
    if (g.n_breaks > 1)
        qsort(g.breaks, (size_t) g.n_breaks, sizeof *g.breaks, compare_id);
    return g;
}

static int
same_measure(const group_t *x, const group_t *y)
{
    return x->n_env == y->n_env && x->owner == y->owner
           && x->gauss == y->gauss && x->count == y->count
           && x->nested == y->nested && x->bent == y->bent
           && x->lo == y->lo && x->hi == y->hi
           && x->depth == y->depth && x->n_breaks == y->n_breaks
           && (x->n_breaks == 0
               || memcmp(x->breaks, y->breaks,
                         (size_t) x->n_breaks * sizeof *x->breaks) == 0);
}

/* ---- groups ------------------------------------------------------------- */

static group_t *
old_group(emission_t *em, const group_t *g)
{
    for (int i = 0; i < em->n_groups; i++)
    {
        group_t *o = em->group[i];

        if (same_measure(o, g) && o->n == g->n
                && memcmp(o->body, g->body, (size_t) g->n * sizeof *g->body)
                       == 0)
            return o;
    }
    return NULL;
}

static void find_groups(emission_t *em, expr_t *const *formula, int n,
                        int depth, group_t ***group, int *n_groups,
                        expr_t ***value, int *n_values, int *room_values);

/* mean_3_of_xi: the number keeps names made from it apart. */
static const char *
group_name(emission_t *em, const group_t *g)
{
    char *base = pool_printf(&em->pool, "%s%s_%d_of_%.24s",
                             g->depth > 0 ? "inner_" : "",
                             g->gauss ? "mean" : "integral", g->number,
                             naming_clean(&em->pool, g->hint));

    return names_unique(&em->names, &em->pool, base);
}

static int
uses_extras(const emission_t *em, expr_t *e)
{
    for (int k = em->n_base; e != NULL && k < em->n_env; k++)
        if (expr_contains(e, em->env[k]))
            return 1;
    return 0;
}

/* Groups that know nothing of a system's extras serve all systems. */
static void
set_env(emission_t *em, group_t *g)
{
    int with_extras = uses_extras(em, g->lo) || uses_extras(em, g->hi);

    for (int i = 0; i < g->n; i++)
        with_extras |= uses_extras(em, g->body[i]);
    for (int i = 0; i < g->n_breaks; i++)
        with_extras |= uses_extras(em, g->breaks[i]);
    if (g->depth == 0)
    {
        em->group_env = with_extras ? em->n_env : em->n_base;
        em->group_owner = with_extras ? em->owner : -1;
    }
    g->n_env = em->group_env;
    g->owner = em->group_owner;
}

/* Completes a group: inner groups, name; or finds that it exists already. */
static group_t *
finish_group(emission_t *em, group_t *g)
{
    group_t *old;

    set_env(em, g);
    old = old_group(em, g);
    if (old != NULL)
        return old;
    find_groups(em, g->body, g->n, g->depth + 1, &g->inner, &g->n_inner,
                &g->inner_value, &g->n_inner_values, &g->room_inner_values);
    emit_field(em, g);
    g->number = em->n_groups + 1;
    g->name = group_name(em, g);
    POOL_PUSH(&em->pool, em->group, em->n_groups, em->room_groups, g);
    return g;
}

/* Joins the families of binders a and b; a family is named by its first. */
static void
join(int *family, int n, int a, int b)
{
    int from = family[a], to = family[b];

    if (from < to)
        join(family, n, b, a);
    else
        for (int i = 0; i < n; i++)
            family[i] = family[i] == from ? to : family[i];
}

/* Notes that binder i uses the functions of the variable in e; `user` holds
   the first user of each. */
static void
note_functions(emission_t *em, map_t *seen, map_t *user, expr_t *e,
               expr_t *variable, int i, int *family, int n)
{
    const expr_kind_t kind = expr_kind(e);
    int other;

    if (map_get(seen, e) >= 0 || !expr_contains(e, variable))
        return;
    map_put(seen, &em->pool, e, 1);
    if (kind == EXPR_FUNCTION || kind == EXPR_GAUSS || kind == EXPR_INTEGRAL)
    {
        other = map_get(user, e);
        if (other < 0)
            map_put(user, &em->pool, e, i);
        else
            join(family, n, i, other);
    }
    for (int k = 0; k < expr_arity(e); k++)
        note_functions(em, seen, user, expr_child(e, k), variable, i, family,
                       n);
}

/* family[i]: the first binder that has the measure of i and is linked to it by
   common functions.  What shares nothing gains nothing from common nodes, and
   in balls each family then gets the step that its own poles allow. */
static void
find_families(emission_t *em, const group_t *measure, expr_t *const *body,
              int n, int *family)
{
    for (int i = 0; i < n; i++)
        family[i] = -1;
    for (int first = 0; first < n; first++)
    {
        map_t user = { 0 };

        if (family[first] >= 0)
            continue;
        for (int i = first; i < n; i++)
            if (same_measure(measure + first, measure + i))
            {
                map_t seen = { 0 };

                family[i] = i;
                note_functions(em, &seen, &user, body[i],
                               measure[i].variable, i, family, n);
            }
    }
}

static expr_t *
label_of(emission_t *em, expr_t *binder)
{
    int k = map_get(&em->label_of, binder);

    return k < 0 ? binder : em->label[k];
}

/* Sorts the binders of formulas into groups and numbers their values. */
static void
find_groups(emission_t *em, expr_t *const *formula, int n, int depth,
            group_t ***group, int *n_groups, expr_t ***value, int *n_values,
            int *room_values)
{
    found_t f = { em, { 0 }, 0, 0, NULL };
    int room = 0, *owner, *family;
    group_t *measure, *g;
    expr_t **body;

    for (int i = 0; i < n; i++)
        find_binders(&f, formula[i]);
    if (f.n > 0 && depth >= EMIT_MAX_DEPTH - 1)
        emit_error(em, "E0407", NULL, "integrals are nested too deeply");
    owner = pool_alloc(&em->pool, (size_t) f.n * sizeof *owner);
    family = pool_alloc(&em->pool, (size_t) f.n * sizeof *family);
    measure = pool_alloc(&em->pool, (size_t) f.n * sizeof *measure);
    body = pool_alloc(&em->pool, (size_t) f.n * sizeof *body);
    for (int i = 0; i < f.n && !em->failed; i++)
        measure[i] = measure_of(em, f.binder[i], depth, body + i);
    if (!em->failed)
        find_families(em, measure, body, f.n, family);
    for (int i = 0; i < f.n && !em->failed; i++)
    {
        if (family[i] == i)
        {
            g = pool_alloc(&em->pool, sizeof *g);
            *g = measure[i];
            POOL_PUSH(&em->pool, *group, *n_groups, room, g);
            owner[i] = *n_groups - 1;
        }
        else
            owner[i] = owner[family[i]];
        g = (*group)[owner[i]];
        if (g->hint == NULL)
            g->hint = expr_binder_hint(f.binder[i]);
        if (g->hint == NULL)
            g->hint = "t";
        POOL_PUSH(&em->pool, g->label, g->n, g->room_labels,
                  label_of(em, f.binder[i]));
        g->n--;
        POOL_PUSH(&em->pool, g->body, g->n, g->room, body[i]);
    }
    for (int k = 0; k < *n_groups && !em->failed; k++)
    {
        for (int i = 0; i < f.n; i++)
            if (owner[i] == k)
                POOL_PUSH(&em->pool, *value, *n_values, *room_values,
                          f.binder[i]);
        (*group)[k] = finish_group(em, (*group)[k]);
    }
}

/* ---- programs ----------------------------------------------------------- */

/* Remembers what an integral was called before definitions were inlined. */
static void
remember_labels(emission_t *em, expr_t *formula)
{
    found_t f = { em, { 0 }, 0, 0, NULL };

    find_binders(&f, formula);
    for (int i = 0; i < f.n; i++)
    {
        found_t in = { em, { 0 }, 0, 0, NULL };

        find_binders(&in, expr_inline(em->algebra, f.binder[i]));
        if (in.n != 1 || map_get(&em->label_of, in.binder[0]) >= 0)
            continue;
        map_put(&em->label_of, &em->pool, in.binder[0], em->n_labels);
        POOL_PUSH(&em->pool, em->label, em->n_labels, em->room_labels,
                  f.binder[i]);
    }
}

void
emit_inner_groups(emission_t *em, expr_t *const *formula, int n, int depth,
                  group_t ***group, int *n_groups, expr_t ***value,
                  int *n_values, int *room)
{
    em->group_env = em->n_base;
    em->group_owner = -1;
    find_groups(em, formula, n, depth, group, n_groups, value, n_values,
                room);
}

/* Sums over counts exist for doubles only. */
static int
counts(group_t *const *group, int n)
{
    for (int i = 0; i < n; i++)
        if (group[i]->count || counts(group[i]->inner, group[i]->n_inner))
            return 1;
    return 0;
}

program_t *
emit_collect(emission_t *em, const char *name, expr_t *const *output, int n,
             int *is_new)
{
    program_t *p;
    int owner = -1;

    *is_new = 0;
    for (int i = 0; i < n; i++)
        if (uses_extras(em, expr_inline(em->algebra, output[i])))
            owner = em->owner;
    for (int i = 0; i < em->n_programs; i++)
        if (em->program[i]->n == n && em->program[i]->owner == owner
                && memcmp(em->program[i]->output, output,
                          (size_t) n * sizeof *output) == 0)
            return em->program[i];
    *is_new = 1;
    p = pool_alloc(&em->pool, sizeof *p);
    p->n = n;
    p->owner = owner;
    p->n_env = owner < 0 ? em->n_base : em->n_env;
    p->output = pool_alloc(&em->pool, (size_t) n * sizeof *p->output);
    p->inlined = pool_alloc(&em->pool, (size_t) n * sizeof *p->inlined);
    for (int i = 0; i < n; i++)
    {
        p->output[i] = output[i];
        remember_labels(em, output[i]);
        p->inlined[i] = expr_inline(em->algebra, output[i]);
        p->no_ball |= emit_is_infinite(p->inlined[i]);
    }
    p->name = names_unique(&em->names, &em->pool, name);
    find_groups(em, p->inlined, n, 0, &p->group, &p->n_groups, &p->integral,
                &p->n_integrals, &p->room_integrals);
    p->no_ball |= counts(p->group, p->n_groups);
    POOL_PUSH(&em->pool, em->program, em->n_programs, em->room_programs, p);
    return p;
}
