/* compiler/algebra/close.c -- closed forms of Gaussian and other integrals. */
#include "close.h"

enum { PIECES_MAX = 2000 };

typedef struct
{
    algebra_t *algebra;
    expr_t *root;      /* what it all is part of: the source of facts */
    facts_t *facts;    /* of the root: joins masses and closes nothing */
    memo_t done;
} closing_t;

/* One integral over x, from lo to hi. */
typedef struct
{
    facts_t facts;
    expr_t *x, *lo, *hi;
    int gauss, ordered, budget;
} job_t;

static expr_t *piece(job_t *j, expr_t *body, const set_t *where);

/* ---- pieces ------------------------------------------------------------- */

static expr_t *
smooth_integral(job_t *j, expr_t *body, const set_t *where)
{
    const facts_t *f = &j->facts;
    algebra_t *a = f->algebra;
    terms_t terms = { 0, 0, NULL };
    expr_t *sum = NULL, *part, *lo, *hi;
    int i, k;

    if (terms_of(&terms, a, body, j->x))
        sum = expr_integer(a, 0);
    for (i = 0; i < where->n && sum != NULL; i++)
    {
        /* the ends clamped into the interval: right in either direction */
        lo = facts_min(f, facts_max(f, j->lo, where->lo[i]), where->hi[i]);
        hi = facts_min(f, facts_max(f, j->hi, where->lo[i]), where->hi[i]);
        for (k = 0; k < terms.n && sum != NULL && lo != hi; k++)
        {
            part = term_integral(f, &terms.term[k], lo, hi, j->ordered,
                                 j->gauss);
            sum = part == NULL ? NULL : expr_add(a, sum, part);
        }
    }
    terms_clear(&terms);
    return join_masses(f, sum);
}

/* The first IF that has to do with x, outside conditions. */
static expr_t *
find_if(expr_t *e, expr_t *x)
{
    expr_t *found = NULL;
    int i;

    if (e->arity == 0 || node_is_binder(e) || !expr_contains(e, x))
        return NULL;
    if (e->kind == EXPR_IF)
        return e;
    for (i = 0; i < e->arity && found == NULL; i++)
        found = find_if(e->child[i], x);
    return found;
}

/* A comparison in the condition that does not depend on x. */
static expr_t *
find_free(expr_t *condition, expr_t *x)
{
    expr_t *found = NULL;
    int i;

    if (condition->kind == EXPR_COMPARE)
        return expr_contains(condition, x) ? NULL : condition;
    if (condition->kind != EXPR_AND && condition->kind != EXPR_OR
        && condition->kind != EXPR_NOT)
        return NULL;
    for (i = 0; i < condition->arity && found == NULL; i++)
        found = find_free(condition->child[i], x);
    return found;
}

/* Two versions of the body, by a condition without x. */
static expr_t *
split_free(job_t *j, expr_t *body, expr_t *condition, const set_t *where)
{
    algebra_t *a = j->facts.algebra;
    expr_t *yes, *no;

    yes = piece(j, replace_node(a, body, condition, expr_true(a)), where);
    if (yes == NULL)
        return NULL;
    no = piece(j, replace_node(a, body, condition, expr_false(a)), where);
    return no == NULL ? NULL : expr_if(a, condition, yes, no);
}

/* Two versions of the body, each on its part of the line. */
static expr_t *
split_kink(job_t *j, expr_t *body, expr_t *kink, const set_t *where)
{
    algebra_t *a = j->facts.algebra;
    expr_t *first, *second, *condition;
    set_t yes, no;

    condition = kink_parts(a, kink, &first, &second);
    if (!set_of_condition(&yes, condition, j->x, &j->facts)
        || yes.n == SET_MAX)
        return NULL;
    set_complement(&no, &yes, a);
    if (!set_intersect(&yes, &yes, where, &j->facts)
        || !set_intersect(&no, &no, where, &j->facts))
        return NULL;
    first = piece(j, replace_node(a, body, kink, first), &yes);
    if (first == NULL)
        return NULL;
    second = piece(j, replace_node(a, body, kink, second), &no);
    return second == NULL ? NULL : expr_add(a, first, second);
}

static expr_t *
piece(job_t *j, expr_t *body, const set_t *where)
{
    algebra_t *a = j->facts.algebra;
    expr_t *kink, *sum, *part, *atom;
    int i;

    if (where->n == 0 || expr_is_zero(body))
        return expr_integer(a, 0);
    if (--j->budget < 0)
        return NULL;
    kink = find_if(body, j->x);
    if (kink == NULL)
        kink = find_kink(body, j->x);
    if (kink == NULL)
        return smooth_integral(j, body, where);
    if (body->kind == EXPR_ADD)
    {
        sum = expr_integer(a, 0);
        for (i = 0; i < body->arity && sum != NULL; i++)
        {
            part = piece(j, body->child[i], where);
            sum = part == NULL ? NULL : expr_add(a, sum, part);
        }
        return sum;
    }
    if (kink->kind == EXPR_IF)
    {
        atom = expr_contains(kink->child[0], j->x)
            ? find_free(kink->child[0], j->x) : kink->child[0];
        if (atom != NULL)
            return split_free(j, body, atom, where);
    }
    return split_kink(j, body, kink, where);
}

/* ---- one binder --------------------------------------------------------- */

/* Closes what can be closed; *open becomes the rest of the body, or NULL. */
static expr_t *
integrate(job_t *j, expr_t *body, expr_t **open)
{
    algebra_t *a = j->facts.algebra;
    expr_t *sum = expr_integer(a, 0), *part;
    expr_t *const *term = body->kind == EXPR_ADD ? body->child : &body;
    int i, n = body->kind == EXPR_ADD ? body->arity : 1;
    list_t rest;
    set_t all;

    set_all(&all, a);
    list_init(&rest);
    for (i = 0; i < n; i++)
    {
        part = piece(j, term[i], &all);
        if (part != NULL)
            sum = expr_add(a, sum, part);
        else
            list_push(&rest, term[i]);
    }
    *open = rest.n == 0 ? NULL : expr_sum(a, rest.item, rest.n);
    list_clear(&rest);
    return sum;
}

static expr_t *close_node(closing_t *, expr_t *);

/* The binder over `body`, once more, with the printed name it had. */
static expr_t *
bind_again(algebra_t *a, expr_t *e, expr_t *x, expr_t *const *child)
{
    expr_t *bound[3];
    int i;

    for (i = 0; i < e->arity; i++)
        bound[i] = node_binds(expr_kind(e), i)
            ? node_abstract(a, child[i], x) : child[i];
    return binder_make(a, expr_kind(e), expr_binder_hint(e), bound);
}

static expr_t *
close_binder(closing_t *c, expr_t *e)
{
    algebra_t *a = c->algebra;
    expr_t *x = private_enter(a), *child[3], **body, *open, *sum;
    int i, gauss = e->kind == EXPR_GAUSS;
    job_t j = { .x = x, .gauss = gauss, .budget = PIECES_MAX };

    for (i = 0; i < e->arity; i++)
        child[i] = close_node(c, expr_open_child(a, e, i, x));
    body = &child[e->arity - 1];
    open = *body;
    sum = expr_integer(a, 0);
    if (c->facts == NULL && (gauss || e->kind == EXPR_INTEGRAL))
    {
        facts_init(&j.facts, a);
        facts_collect(&j.facts, c->root);
        facts_collect(&j.facts, *body);
        j.hi = gauss ? expr_infinity(a) : child[1];
        j.lo = gauss ? expr_neg(a, j.hi) : child[0];
        j.ordered = facts_le(&j.facts, j.lo, j.hi);
        sum = factor_common(a, integrate(&j, *body, &open));
    }
    if (open != NULL)
    {
        *body = open;
        sum = expr_add(a, sum, bind_again(a, e, x, child));
    }
    private_leave(a);
    return sum;
}

/* ---- everywhere --------------------------------------------------------- */

static expr_t *
close_children(closing_t *c, expr_t *e)
{
    expr_t *result;
    list_t child;
    int i;

    list_init(&child);
    for (i = 0; i < e->arity; i++)
        list_push(&child, close_node(c, e->child[i]));
    result = node_rebuild(c->algebra, e, child.item);
    list_clear(&child);
    return result;
}

static expr_t *
close_node(closing_t *c, expr_t *e)
{
    expr_t *result;

    if (e->arity == 0)
        return e;
    result = memo_get(&c->done, e, 0);
    if (result != NULL)
        return result;
    result = node_is_binder(e) ? close_binder(c, e) : close_children(c, e);
    if (c->facts != NULL)
        result = join_masses(c->facts, result);
    memo_set(&c->done, e, 0, result);
    return result;
}

expr_t *
expr_close(algebra_t *a, expr_t *e)
{
    closing_t c = { .algebra = a, .root = e };
    expr_t *result;

    memo_init(&c.done);
    result = close_node(&c, e);
    memo_clear(&c.done);
    return result;
}

expr_t *
expr_join_tails(algebra_t *a, expr_t *e)
{
    facts_t facts;
    closing_t c = { .algebra = a, .root = e, .facts = &facts };
    expr_t *result;

    facts_init(&facts, a);
    facts_collect(&facts, e);
    memo_init(&c.done);
    result = close_node(&c, e);
    memo_clear(&c.done);
    return result;
}
