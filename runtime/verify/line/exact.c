/* runtime/verify/line/exact.c -- polynomials in numbers that have names. */
#include "exact.h"

#include <stdlib.h>

enum { MOST_LENGTH = 500, MOST_PRODUCTS = 20000, MOST_DEGREE = 60,
       MOST_BITS = 4000 };

void
exact_init(exact_ring_t *r, const certificate_t *c, int x, int y)
{
    *r = (exact_ring_t){ .c = c, .x = x, .y = y };
    fmpq_mpoly_ctx_init(r->ring, EXACT_SIZE, ORD_LEX);
}

void
exact_release(exact_ring_t *r, size_t mark)
{
    for (; r->n_made > mark; r->n_made--)
    {
        fmpq_mpoly_clear(r->made[r->n_made - 1], r->ring);
        free(r->made[r->n_made - 1]);
    }
}

void
exact_clear(exact_ring_t *r)
{
    exact_release(r, 0);
    free(r->made);
    for (; r->n_relations > 0; r->n_relations--)
        fmpq_mpoly_clear(r->relation + r->n_relations - 1, r->ring);
    for (; r->n_atoms > 0; r->n_atoms--)
        fmpq_mpoly_clear(r->atom[r->n_atoms - 1].of, r->ring);
    fmpq_mpoly_ctx_clear(r->ring);
}

/* A new polynomial, 0. */
static exact_t *
new(exact_ring_t *r)
{
    exact_t *p = malloc(sizeof *p), **more = r->made;

    if (r->n_made == r->room)
    {
        more = realloc(r->made, (2 * r->room + 64) * sizeof *more);
        r->room = more != NULL ? 2 * r->room + 64 : r->room;
        r->made = more != NULL ? more : r->made;
    }
    if (p == NULL || more == NULL)
    {
        free(p);
        return NULL;
    }
    fmpq_mpoly_init(p, r->ring);
    return r->made[r->n_made++] = p;
}

static int
is_small(const exact_ring_t *r, const exact_t *a)
{
    return a->zpoly->length <= MOST_LENGTH
           && fmpq_mpoly_total_degree_si(a, r->ring) <= MOST_DEGREE
           && labs(fmpz_mpoly_max_bits(a->zpoly)) <= MOST_BITS
           && fmpz_bits(fmpq_numref(a->content)) <= MOST_BITS
           && fmpz_bits(fmpq_denref(a->content)) <= MOST_BITS;
}

/* Newer atoms are greater, so that what a relation replaces is its first term. */
static exact_t *
reduced(exact_ring_t *r, exact_t *p)
{
    exact_t quotient[EXACT_ATOMS], *q[EXACT_ATOMS], *by[EXACT_ATOMS],
        *rest = new(r);
    int i, n = r->n_relations;

    if (rest == NULL || !is_small(r, p))
        return NULL;
    if (n == 0)
        return p;
    for (i = 0; i < n; i++)
    {
        q[i] = quotient + i;
        by[i] = r->relation + i;
        fmpq_mpoly_init(q[i], r->ring);
    }
    fmpq_mpoly_divrem_ideal(q, rest, p, by, n, r->ring);
    for (i = 0; i < n; i++)
        fmpq_mpoly_clear(q[i], r->ring);
    return is_small(r, rest) ? rest : NULL;
}

exact_t *
exact_number(exact_ring_t *r, slong p, ulong q)
{
    exact_t *a = new(r);

    if (a != NULL)
    {
        fmpq_mpoly_set_si(a, p, r->ring);
        fmpq_mpoly_scalar_div_ui(a, a, q, r->ring);
    }
    return a;
}

exact_t *
exact_generator(exact_ring_t *r, int i)
{
    exact_t *a = new(r);

    if (a != NULL)
        fmpq_mpoly_gen(a, i, r->ring);
    return a;
}

exact_t *
exact_add(exact_ring_t *r, const exact_t *a, const exact_t *b)
{
    exact_t *c = a != NULL && b != NULL ? new(r) : NULL;

    if (c != NULL)
        fmpq_mpoly_add(c, a, b, r->ring);
    return c != NULL && is_small(r, c) ? c : NULL;
}

exact_t *
exact_sub(exact_ring_t *r, const exact_t *a, const exact_t *b)
{
    return exact_add(r, a, exact_mul(r, exact_number(r, -1, 1), b));
}

exact_t *
exact_mul(exact_ring_t *r, const exact_t *a, const exact_t *b)
{
    exact_t *c = a != NULL && b != NULL ? new(r) : NULL;

    if (c == NULL || a->zpoly->length * b->zpoly->length > MOST_PRODUCTS)
        return NULL;
    fmpq_mpoly_mul(c, a, b, r->ring);
    return reduced(r, c);
}

exact_t *
exact_beside(exact_ring_t *r, const exact_t *a, int i, int n)
{
    exact_t *c = a != NULL ? new(r) : NULL;
    slong variable = i;
    ulong power = (ulong) n;

    if (c != NULL)
        fmpq_mpoly_get_coeff_vars_ui(c, a, &variable, &power, 1, r->ring);
    return c;
}

exact_t *
exact_constant(exact_ring_t *r, const exact_t *a)
{
    exact_t *c = a != NULL ? new(r) : NULL;
    slong variable[EXACT_SIZE - EXACT_ATOMS];
    ulong power[EXACT_SIZE - EXACT_ATOMS] = { 0 };
    int i;

    for (i = EXACT_ATOMS; i < EXACT_SIZE; i++)
        variable[i - EXACT_ATOMS] = i;
    if (c != NULL)
        fmpq_mpoly_get_coeff_vars_ui(c, a, variable, power,
                                     EXACT_SIZE - EXACT_ATOMS, r->ring);
    return c;
}

/* a^d - b of a root, a b - 1 of an inverse */
static int
relate(exact_ring_t *r, const atom_t *atom, int generator)
{
    exact_t *a = exact_generator(r, generator), *to;
    const exact_t *factor = atom->op == N_MUL ? atom->of : a;
    const exact_t *value = atom->op == N_MUL ? exact_number(r, 1, 1) : atom->of;
    exact_t *p = a;
    int i, n = atom->op == N_MUL ? 2 : atom->index;

    for (i = 1; i < n; i++)
        p = exact_mul(r, p, factor);
    p = exact_sub(r, p, value);
    if (p == NULL)
        return 0;
    to = r->relation + r->n_relations++;
    fmpq_mpoly_init(to, r->ring);
    fmpq_mpoly_set(to, p, r->ring);
    return 1;
}

exact_t *
exact_atom(exact_ring_t *r, op_t op, int index, const exact_t *of)
{
    atom_t *a = r->atom;
    int i;

    if (of == NULL || !exact_without(r, of, EXACT_ATOMS, EXACT_SIZE))
        return NULL;
    for (i = 0; i < r->n_atoms; i++, a++)
        if (a->op == op && a->index == index
            && fmpq_mpoly_equal(a->of, of, r->ring))
            return exact_generator(r, EXACT_ATOMS - 1 - i);
    if (i == EXACT_ATOMS)
        return NULL;
    a->op = op;
    a->index = index;
    fmpq_mpoly_init(a->of, r->ring);
    fmpq_mpoly_set(a->of, of, r->ring);
    r->n_atoms++;
    if ((op == N_MUL || op == N_POW) && !relate(r, a, EXACT_ATOMS - 1 - i))
        return NULL;
    return exact_generator(r, EXACT_ATOMS - 1 - i);
}

int
exact_is_zero(const exact_t *a)
{
    return a != NULL && a->zpoly->length == 0;
}

int
exact_same(exact_ring_t *r, const exact_t *a, const exact_t *b)
{
    return exact_is_zero(exact_sub(r, a, b));
}

int
exact_without(exact_ring_t *r, const exact_t *a, int from, int to)
{
    int used[EXACT_SIZE], i, good = a != NULL;

    if (a != NULL)
        fmpq_mpoly_used_vars(used, a, r->ring);
    for (i = from; i < to && good; i++)
        good = !used[i];
    return good;
}
