/* runtime/verify/line/jumps.c -- the upper end of a line where labels jump.
 *
 * docs/certificates.md, `jump`; P beside the places of the file is read from the
 * potential. */
#include "line.h"

#include <acb_hypgeom.h>

enum { BITS = 96, STEPS = 128 };

void
line_density(arb_t p, const arb_t u)
{
    arb_t c;

    arb_init(c);
    arb_sqr(c, u, BITS);
    arb_mul_2exp_si(c, c, -1);
    arb_neg(c, c);
    arb_exp(p, c, BITS);
    arb_const_pi(c, BITS);
    arb_mul_2exp_si(c, c, 1);
    arb_rsqrt(c, c, BITS);
    arb_mul(p, p, c, BITS);
    arb_clear(c);
}

void
line_above(arb_t p, const arb_t u)
{
    acb_t x;

    acb_init(x);
    arb_set_ui(acb_realref(x), 2);
    arb_rsqrt(acb_realref(x), acb_realref(x), BITS);
    arb_mul(acb_realref(x), acb_realref(x), u, BITS);
    acb_hypgeom_erfc(x, x, BITS);
    arb_mul_2exp_si(p, acb_realref(x), -1);
    acb_clear(x);
}

/* int du (d_u Z)^2/Z over |u| <= 4 from below: P is a on the left and b on the right
   up to the distance `reach`, in units of sqrt(V), and at most `most`. */
static void
strength(arb_t sum, const arb_t a, const arb_t b, const arb_t most,
         const arb_t reach)
{
    arb_ptr u = _arb_vec_init(5), d = u + 1, slope = u + 2, z = u + 3,
        t = u + 4;
    int i;

    arb_zero(sum);
    for (i = -STEPS / 2; i < STEPS / 2; i++)
    {
        arb_set_d(u, (i + 0.5) * 8 / STEPS);
        mag_set_ui_2exp_si(arb_radref(u), 1, -5);
        arb_abs(d, u);
        arb_sub(d, reach, d, BITS);
        arb_sub(t, b, a, BITS);
        arb_abs(t, t);
        line_density(slope, u);
        arb_mul(slope, slope, t, BITS);
        line_density(t, d);
        arb_mul(t, t, most, BITS);
        arb_mul_2exp_si(t, t, 1);
        arb_sub(slope, slope, t, BITS);
        line_above(z, u);
        arb_mul(z, z, a, BITS);
        arb_neg(t, u);
        line_above(t, t);
        arb_addmul(z, t, b, BITS);
        line_above(t, d);
        arb_mul(t, t, most, BITS);
        arb_mul_2exp_si(t, t, 1);
        arb_add(z, z, t, BITS);
        arb_sqr(t, slope, BITS);
        arb_div(t, t, z, BITS);
        arb_mul_2exp_si(t, t, -4);
        if (arb_is_positive(slope) && arb_is_positive(z) && arb_is_positive(t))
            arb_add(sum, sum, t, BITS);
    }
    _arb_vec_clear(u, 5);
}

/* Room beside place i: nearly all of the way to the next one, or much. */
static int
room(line_t *l, int i, const arb_t root, arb_t h, arb_t d)
{
    const list_t *list = &l->s->c->list;
    arb_t t;
    int k, good = system_number(l->s, h, list->jump[i][0], NULL, 2 * BITS);

    arb_init(t);
    arb_mul_ui(d, root, 64, BITS);
    for (k = 0; k < list->n_jumps && good; k++)
        if (list->jump[k][0] != list->jump[i][0])
        {
            good = system_number(l->s, t, list->jump[k][0], NULL, 2 * BITS);
            arb_sub(t, t, h, BITS);
            arb_abs(t, t);
            arb_mul_si(t, t, (1 << 20) - 1, 2 * BITS);
            arb_mul_2exp_si(t, t, -20);
            arb_min(d, d, t, 2 * BITS);
        }
    arb_clear(t);
    return good;
}

/* c with G(end - V) >= c/sqrt(V) for 0 < V <= root^2, from place i of the list. */
static int
add_place(line_t *l, int i, const arb_t root, const cell_t *cell, arb_t c)
{
    arb_ptr h = _arb_vec_init(7), d = h + 1, a = h + 2, b = h + 3,
        most = h + 4, s = h + 5, t = h + 6;
    int k, good;

    good = room(l, i, root, h, d);
    for (k = 0; k < l->n_terms && good; k++)
    {
        if (l->later[k] || l->mean[k]->op != N_GAUSS
            || !line_beside(l, l->term[k], h, d, -1, a)
            || !line_beside(l, l->term[k], h, d, 1, b)
            || !line_largest(l, l->term[k], most))
            continue;
        arb_div(t, d, root, BITS);
        arb_sub_ui(s, t, 9, BITS);
        if (!arb_is_nonnegative(s))
            continue;
        strength(s, a, b, most, t);
        arb_mul(s, s, l->weight + k, BITS);
        /* the least density of N(0, X), LO <= X <= end, within 4 sqrt(V) */
        arb_abs(a, h);
        arb_addmul_ui(a, root, 4, BITS);
        arb_set_arf(b, cell->lo);
        arb_sqrt(b, b, BITS);
        arb_div(a, a, b, BITS);
        line_density(t, a);
        arb_sqrt(b, l->end, BITS);
        arb_div(t, t, b, BITS);
        arb_mul(s, s, t, BITS);
        if (arb_is_finite(s) && arb_is_positive(s))
            arb_add(c, c, s, BITS);
    }
    _arb_vec_clear(h, 7);
    return good;
}

int
line_law_decay(arb_t big, arb_t k, arb_srcptr part, int n)
{
    arb_t d;
    int i, j, good = n > 1, pairs = 0;

    arb_init(d);
    arb_zero(big);
    for (i = 0; i < n; i++)
        for (j = 0; j < n; j++)
        {
            arb_sub(d, part + 3 * i + 1, part + 3 * j + 1, BITS);
            arb_sqr(d, d, BITS);
            arb_addmul(big, part + 3 * i, d, BITS);
            if (i != j && pairs++ > 0)
                arb_min(k, k, d, BITS);
            else if (i != j)
                arb_set(k, d);
            good = good && arb_is_zero(part + 3 * i + 2);
        }
    arb_mul_2exp_si(big, big, -1);
    arb_mul_2exp_si(k, k, -3);
    arb_clear(d);
    return good && arb_is_positive(k);
}

/* k c >= 2 sqrt(V) and K exp(-k c/sqrt(V)) < V at V = end - LO. */
int
line_jumps(line_t *l, const cell_t *cell, const arb_t v, arb_srcptr part)
{
    const list_t *list = &l->s->c->list;
    arb_ptr big = _arb_vec_init(5), k = big + 1, c = big + 2, root = big + 3,
        t = big + 4;
    int i, j, good;

    arb_sqrt(root, v, BITS);
    good = line_law_decay(big, k, part, list->n_parts) && arf_sgn(cell->lo) > 0;
    for (i = 0; i < list->n_jumps && good; i++)
    {
        for (j = 0; j < i && list->jump[j][0] != list->jump[i][0]; j++)
            ;
        good = j < i || add_place(l, i, root, cell, c);
    }
    arb_mul(c, c, k, BITS);
    arb_mul_2exp_si(t, root, 1);
    good = good && arb_is_positive(c) && arb_ge(c, t);
    arb_div(c, c, root, BITS);
    arb_neg(c, c);
    arb_exp(c, c, BITS);
    arb_mul(c, c, big, BITS);
    good = good && arb_lt(c, v);
    _arb_vec_clear(big, 5);
    return good;
}
