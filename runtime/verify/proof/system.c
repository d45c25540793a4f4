/* runtime/verify/proof/system.c -- the square system of a claim: unknowns,
 * values. */
#include "jets.h"
#include "../text/reader.h"

#include <string.h>

int
system_box(certificate_t *c, int symbol, const char *suffix)
{
    char text[2 * MAX_NAME];
    int i;

    snprintf(text, sizeof text, "%s%s", c->tree.symbol[symbol], suffix);
    for (i = 0; i < c->n_boxes; i++)
        if (strcmp(c->tree.symbol[c->box[i]], text) == 0)
            return i;
    return -1;
}

int
system_is_fixed(const copy_t *copy, int symbol)
{
    int i;

    for (i = 0; i < copy->n_fixed; i++)
        if (copy->fixed[i] == symbol)
            return 1;
    return 0;
}

static int
take(system_t *s, int box)
{
    int i;

    for (i = 0; i < s->n; i++)
        if (s->unknown[i] == box)
            box = -1;
    if (box < 0)
    {
        s->why = "an unknown has no box";
        return 0;
    }
    s->unknown[s->n++] = box;
    return 1;
}

/* The parameter that has a box, where no `critical` line names it. */
static int
parameter_box(certificate_t *c)
{
    int i, k, found = -1;

    if (c->critical >= 0)
        return system_box(c, c->critical, "");
    for (i = 0; i < c->n_boxes; i++)
    {
        for (k = 0; k < c->n_orders && c->box[i] != c->order[k]; k++)
            ;
        if (k == c->n_orders
            && strchr(c->tree.symbol[c->box[i]], '.') == NULL)
            found = i;
    }
    return found;
}

static int
take_parts(system_t *s, const copy_t *copy, const char *suffix)
{
    int i, good = 1;

    for (i = 0; i < copy->n && good; i++)
        good = take(s, system_box(s->c, copy->symbol[i], suffix));
    return good;
}

const copy_t *
system_copy(const certificate_t *c, int other)
{
    return c->copy + (other && c->has_other ? 1 : 0);
}

int
system_init(system_t *s, certificate_t *c)
{
    int i, p, good, equations;

    memset(s, 0, sizeof *s);
    s->c = c;
    s->p = -1;
    s->columns = 0;
    s->m = c->copy[0].n;
    s->m_other = system_copy(c, 1)->n;
    p = parameter_box(c);
    good = take_parts(s, c->copy, "");
    if (good && (c->kind == CLAIM_FOLD))
        good = take_parts(s, c->copy, ".null");
    for (i = 0; good && c->kind == CLAIM_INSTABILITY && i < c->n_orders; i++)
        good = take(s, system_box(c, c->order[i], ".null"));
    if (good && c->kind == CLAIM_COEXISTENCE && c->other_value == NULL)
        good = take_parts(s, system_copy(c, 1), ".other");
    if (good && c->kind == CLAIM_EXTREMUM)
        good = take_parts(s, c->copy, ".slope");
    if (good && p >= 0)
    {
        s->p = s->n;
        good = take(s, p);
        for (i = 0; i < c->n_parameters; i++)
            if (c->parameter[i] == c->box[p])
                good = 0;
    }
    equations = s->n - (s->p >= 0) + (c->equation != NULL)
                + (c->kind != CLAIM_UNIQUE);
    if (good && (equations != s->n || s->n != c->n_boxes
                 || (c->kind != CLAIM_UNIQUE && c->equation != NULL)
                 || (c->kind == CLAIM_EXTREMUM && c->observable == NULL)))
        good = 0;
    if (c->list.along >= 0
        && (read_among(c->box, c->n_boxes, c->list.along) >= 0
            || read_among(c->parameter, c->n_parameters, c->list.along) >= 0))
        good = 0;
    s->columns = s->n + (c->list.along >= 0);
    if (!good && s->why == NULL)
        s->why = "the equations and the unknowns do not fit each other";
    return good;
}

static int
is_deep(claim_t claim)
{
    return claim == CLAIM_FOLD || claim == CLAIM_INSTABILITY
           || claim == CLAIM_EXTREMUM;
}

int
system_at(system_t *s, arb_srcptr x, arb_ptr residual,
          arb_mat_struct *jacobian, arb_ptr second, slong prec)
{
    int deeper = jacobian != NULL, i, k, good;
    rows_t r = { s, x, residual, jacobian, 0, prec };
    jets_t j;

    _arb_vec_zero(residual, s->n);
    if (jacobian != NULL)
        arb_mat_zero(jacobian);
    good = jets_init(s, &j, 0, s->c->kind == CLAIM_INSTABILITY,
                     (s->m > 0 || s->c->kind != CLAIM_UNIQUE)
                         + is_deep(s->c->kind) + deeper + (second != NULL),
                     x, prec)
           && rows_put(&r, &j, deeper);
    if (good && s->phi != NULL)
        arb_set(s->phi, acb_realref(j.phi));
    if (good && second != NULL)
        rows_second(s, second, &j);
    jets_clear(&j);
    for (i = 0; i < s->n && good; i++)
    {
        good = r.row == s->n && arb_is_finite(residual + i);
        for (k = 0; k < s->columns && good && jacobian != NULL; k++)
            good = arb_is_finite(arb_mat_entry(jacobian, i, k));
    }
    if (!good && s->why == NULL)
        s->why = "an equation is not finite";
    return good;
}

int
system_size(const system_t *s)
{
    return s->c->kind == CLAIM_FOLD          ? s->m
           : s->c->kind == CLAIM_EXTREMUM    ? s->m + 1
           : s->c->kind == CLAIM_INSTABILITY ? s->c->n_orders
                                             : 0;
}

int
system_singular(system_t *s, arb_srcptr x, arb_ptr f, arb_mat_struct *slope,
                arb_mat_struct *matrix, slong prec)
{
    rows_t r = { s, x, f, slope, 0, prec };
    jets_t j;
    int i, good;

    arb_mat_zero(slope);
    good = jets_init(s, &j, 0, s->c->kind == CLAIM_INSTABILITY, 2, x, prec);
    if (good)
        rows_singular(&r, &j, matrix);
    jets_clear(&j);
    for (i = 0; i < s->m && good; i++)
        good = arb_is_finite(f + i);
    good = good && arb_mat_is_finite(matrix) && arb_mat_is_finite(slope);
    if (!good && s->why == NULL)
        s->why = "an equation is not finite";
    return good;
}

int
system_fixed(system_t *s, arb_srcptr x, slong prec)
{
    jets_t j;
    arb_t t;
    int i, good;

    if (s->c->kind != CLAIM_INSTABILITY)
        return 1;
    arb_init(t);
    good = jets_init(s, &j, 0, 1, 1, x, prec);
    for (i = 0; i < j.n && good; i++)
        if (system_is_fixed(s->c->copy, j.symbol[i]))
        {
            jets_row(t, &j, i, NOTHING, NOTHING);
            good = arb_contains_zero(t)
                   && mag_cmp_2exp_si(arb_radref(t), -prec / 2) < 0;
        }
    if (!good && s->why == NULL)
        s->why = "a fixed order parameter does not solve its equation";
    jets_clear(&j);
    arb_clear(t);
    return good;
}
