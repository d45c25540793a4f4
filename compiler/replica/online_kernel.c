/* compiler/replica/online_kernel.c -- averages over products of functions of
   fields, for every way in which the fields coincide. */
#include "online.h"

#include <string.h>

/* What stands in the slots of a kernel: p, q, the field itself, or s and t. */
enum { SLOT_P, SLOT_Q, SLOT_FIELD, SLOT_OUTPUT };

static const struct
{
    const char *name;
    int slots, slot[KERNEL_SLOTS];
} table[KERNELS] = {
    [KERNEL_I2] = { "I2", 2, { SLOT_OUTPUT, SLOT_OUTPUT } },
    [KERNEL_I3] = { "I3", 3, { SLOT_P, SLOT_FIELD, SLOT_OUTPUT } },
    [KERNEL_I4] = { "I4", 4, { SLOT_P, SLOT_P, SLOT_OUTPUT, SLOT_OUTPUT } },
    [KERNEL_J2] = { "J2", 2, { SLOT_P, SLOT_P } },
    [KERNEL_G2] = { "G2", 2, { SLOT_Q, SLOT_OUTPUT } }
};

static expr_t *
slot_function(const flow_t *f, int slot, int teacher, expr_t *x)
{
    const online_flow_t *o = f->o;
    expr_t *e = slot == SLOT_P   ? o->p
                : slot == SLOT_Q ? o->q
                : teacher        ? o->t : o->s;

    return slot == SLOT_FIELD ? x : expr_substitute(f->a, e, &o->u, &x, 1);
}

static expr_t *
covariance(const kernel_case_t *c, int i, int j)
{
    int p = i < j ? i : j, q = i < j ? j : i;

    return c->covariance[p * c->n - p * (p - 1) / 2 + q - p];
}

static void
name_fields(flow_t *f, kernel_case_t *c)
{
    int i, j, n = 0;

    for (i = 0; i < c->n; i++)
    {
        c->field[i] = derive_formal(f->dv, derive_text(f->dv, "u%d", i + 1),
                                    0);
        for (j = i; j < c->n; j++)
        {
            c->covariance[n++]
                = derive_formal(f->dv, derive_text(f->dv, "c%d%d", i + 1,
                                                   j + 1), i == j);
        }
    }
}

/* E[f(u_a) u_b g(u_c)] = c_ab E[f' g] + c_bc E[f g']: a field less, for smooth
   functions. */
static expr_t *
without_field(flow_t *f, const kernel_case_t *c, expr_t *product, int b)
{
    expr_t *sum = expr_integer(f->a, 0);
    int i;

    for (i = 0; i < c->n; i++)
        sum = expr_add(f->a, sum,
                       expr_mul(f->a, covariance(c, b, i),
                                expr_diff(f->a, product, c->field[i])));
    return sum;
}

static void
derive_case(flow_t *f, kernel_t *k, const int *slot, kernel_case_t *c,
            int coincide)
{
    expr_t *matrix[KERNEL_SLOTS * KERNEL_SLOTS], *rest = expr_integer(f->a, 1);
    int i, j, regular = 1, kinked = 0, b = -1;

    name_fields(f, c);
    for (i = 0; i < c->n; i++)
        for (j = 0; j < c->n; j++)
            matrix[i * c->n + j] = covariance(c, i, j);
    for (i = 0; i < k->slots; i++)
        if (slot[i] == SLOT_FIELD)
            b = c->place[i];
        else
            rest = expr_mul(f->a, rest,
                            slot_function(f, slot[i], c->teacher[i],
                                          c->field[c->place[i]]));
    c->integrand = b < 0 ? rest : expr_mul(f->a, rest, c->field[b]);
    c->closed = field_mean(f->a, c->integrand, c->n, c->field, matrix,
                           &regular);
    k->regular = k->regular && regular && c->closed != NULL;
    c->integrand = expr_inline(f->a, c->integrand);
    if (c->closed != NULL || !coincide)
        return;
    for (i = 0; i < c->n; i++)
        kinked = kinked || online_kinked(f->a, c->integrand, c->field[i]);
    if (kinked)
    {
        c->closed = online_nested(f, c->integrand, c->n, c->field, matrix, 2);
        if (c->closed == NULL)
            derive_error(f->dv, "E0340", f->dv->spec->loss_span,
                         "activations of several units may be smooth, or have "
                         "kinks at zero between polynomials, Gaussians and "
                         "erf",
                         "an average over fields has a kink and no closed "
                         "form");
        return;
    }
    if (b >= 0)
        c->integrand = expr_inline(f->a, without_field(f, c, rest, b));
}

static int
student_slot(int slot)
{
    return slot == SLOT_P || slot == SLOT_Q;
}

/* Whether no unit of this kind is left beside those in the first i slots; where
   students and teachers have one activation the kind of an output is open. */
static int
exhausted(const flow_t *f, const kernel_t *k, const int *slot,
          const kernel_case_t *c, int i, int teacher)
{
    int j, n = 0, next = 0;

    if (c->n == f->P)
        return 1;
    if (!k->by_kind && !student_slot(slot[i]))
        return 0;
    for (j = 0; j < i; j++)
        if (c->place[j] == next)
        {
            next++;
            n += c->teacher[j] == teacher
                 && (k->by_kind || student_slot(slot[j]));
        }
    return n == (teacher ? f->M : f->K);
}

/* Slots filled from left to right; a slot joins an earlier one of the same kind
   of unit or is a unit of its own. */
static void
fill(flow_t *f, kernel_t *k, const int *slot, kernel_case_t *c, int i,
     int coincide)
{
    int j, teacher, kinds;

    if (i == k->slots)
    {
        kernel_case_t *to = &k->cases[k->n_cases++];

        *to = *c;
        derive_case(f, k, slot, to, coincide);
        return;
    }
    kinds = student_slot(slot[i]) ? 1 : 2;
    /* a unit of its own, if there are as many */
    for (teacher = 0; teacher < (k->by_kind ? kinds : 1); teacher++)
    {
        if (coincide && exhausted(f, k, slot, c, i, teacher))
            continue;
        c->place[i] = c->n++;
        c->teacher[i] = teacher;
        fill(f, k, slot, c, i + 1, coincide);
        c->n--;
    }
    for (j = 0; j < c->n && coincide; j++)
    {
        int first = 0;

        while (c->place[first] != j)
            first++;
        if (kinds == 1 && c->teacher[first])
            continue;
        c->place[i] = j;
        c->teacher[i] = c->teacher[first];
        fill(f, k, slot, c, i + 1, coincide);
    }
}

void
online_kernels(flow_t *f)
{
    online_flow_t *o = f->o;
    int i;

    for (i = 0; i < KERNELS; i++)
    {
        kernel_t *k = &o->kernel[i];
        kernel_case_t c;

        if (i == KERNEL_G2 && !o->learned)
            continue;
        memset(&c, 0, sizeof c);
        k->name = table[i].name;
        k->slots = table[i].slots;
        k->by_kind = o->s != o->t;
        k->regular = 1;
        k->cases = derive_alloc(f->dv, 64, sizeof *k->cases);
        fill(f, k, table[i].slot, &c, 0, 0);
        if (k->regular)
            continue;
        k->n_cases = 0;
        fill(f, k, table[i].slot, &c, 0, 1);
    }
}
