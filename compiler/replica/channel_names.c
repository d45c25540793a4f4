/* compiler/replica/channel_names.c -- which atoms mirror each other, and what
   their functions are called. */
#include "channel.h"

#include <stdio.h>
#include <stdlib.h>

/* e(-omega), with the variable of an outer Gaussian mean turned round too. */
static expr_t *
mirrored(algebra_t *g, expr_t *e, expr_t *omega, int turn)
{
    expr_t *minus = expr_neg(g, omega), *u, *v;

    e = expr_substitute(g, e, &omega, &minus, 1);
    if (!turn || expr_kind(e) != EXPR_GAUSS)
        return e;
    u = expr_fresh(g, expr_binder_hint(e));
    v = expr_neg(g, u);
    e = expr_open(g, e, u);
    return expr_gauss(g, u, expr_substitute(g, e, &u, &v, 1));
}

int
channel_is_mirror(algebra_t *g, const channel_t *c, int i, int k)
{
    expr_t *e = mirrored(g, c->atom[i].z, c->omega, 0);

    return e == c->atom[k].z
           || mirrored(g, c->atom[i].z, c->omega, 1) == c->atom[k].z
           || expr_proves_zero(g, expr_sub(g, e, c->atom[k].z));
}

/* "plus", "minus", "y3", "ym2", "ya": for names of functions of an atom. */
const char *
channel_atom_name(derivation_t *dv, expr_t *value, int i)
{
    long k;

    if (expr_is_one(value))
        return "plus";
    if (expr_is_int(value, -1))
        return "minus";
    for (k = 0; k < 100; k++)
    {
        if (expr_is_int(value, k))
            return derive_text(dv, "y%ld", k);
        if (expr_is_int(value, -k))
            return derive_text(dv, "ym%ld", k);
    }
    return derive_text(dv, "y_%c", 'a' + i % 26);
}

const char *
channel_atom_latex(derivation_t *dv, expr_t *value)
{
    char *text = NULL;
    const char *copy;
    size_t size;
    FILE *to;

    if (expr_is_one(value))
        return "+";
    if (expr_is_int(value, -1))
        return "-";
    to = open_memstream(&text, &size);
    if (to == NULL)
        return "y";
    expr_print_latex(to, value);
    fclose(to);
    copy = derive_text(dv, "y=%s", text);
    free(text);
    return copy;
}
