/* runtime/quadrature/machine_tail_slack.c -- growth bounds: what the exponent has
 * beside its polynomial.
 */
#include "machine_tail_parts.h"

#include <stdlib.h>

/* slack += |n_k| atom_k, n the multiples in a less those in b (or none). */
static void
add_atoms(mag_struct *slack, const tail_machine_t *m, const tail_register_t *a,
          const tail_register_t *b)
{
    mag_t size;
    int i, k, n;

    mag_init(size);
    for (i = 0; i < m->n_atoms; i++)
    {
        n = abs(a->n[i] - (b != NULL ? b->n[i] : 0));
        for (k = 1; k < 3 && n > 0; k++)
        {
            mag_mul_ui(size, m->atom[i] + k, (ulong) n);
            mag_add(slack + k, slack + k, size);
        }
    }
    mag_clear(size);
}

void
tail_slack(mag_struct *slack, const tail_machine_t *m, const tail_register_t *a)
{
    int k;

    for (k = 1; k < 3; k++)
        mag_set(slack + k, a->slack + k);
    add_atoms(slack, m, a, NULL);
}

void
tail_slack_apart(mag_struct *slack, const tail_machine_t *m,
                 const tail_register_t *a, const tail_register_t *b)
{
    int k;

    for (k = 1; k < 3; k++)
        mag_set(slack + k, b->slack + k);
    add_atoms(slack, m, a, b);
}

void
tail_slack_between(mag_struct *slack, const tail_machine_t *m,
                   const tail_register_t *a, const tail_register_t *b)
{
    int k;

    tail_slack_apart(slack, m, a, b);
    for (k = 1; k < 3; k++)
        mag_add(slack + k, slack + k, a->slack + k);
}

void
tail_fold(const tail_machine_t *m, tail_register_t *a)
{
    int i;

    add_atoms(a->slack, m, a, NULL);
    for (i = 0; i < TAIL_ATOMS; i++)
        a->n[i] = 0;
}

int
tail_is_bare(const tail_register_t *a)
{
    int i, k;

    for (k = 0; k < 3; k++)
        if (!arf_is_zero(a->q + k) || (k > 0 && !mag_is_zero(a->slack + k)))
            return 0;
    for (i = 0; i < TAIL_ATOMS && a->n[i] == 0; i++)
        continue;
    return i == TAIL_ATOMS;
}

void
tail_name_rest(tail_machine_t *m, tail_register_t *a)
{
    int k;

    if (m->n_atoms == TAIL_ATOMS
        || (mag_is_zero(a->slack + 1) && mag_is_zero(a->slack + 2)))
        return;
    for (k = 1; k < 3; k++)
    {
        mag_set(m->atom[m->n_atoms] + k, a->slack + k);
        mag_zero(a->slack + k);
    }
    a->n[m->n_atoms++] = 1;
}
