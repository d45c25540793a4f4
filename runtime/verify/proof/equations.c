/* runtime/verify/proof/equations.c -- the equations of a claim from its functions.
 *
 * Each is a sum of derivatives of functions times unknowns, so that one rule, that of
 * a product, gives all residuals and Jacobians. */
#include "functions.h"

/* The equations, one after the other; f and the Jacobian, or NULL, are 0 at first. */
typedef struct
{
    system_t *s;
    arb_srcptr x;
    arb_ptr f;
    arb_mat_struct *jacobian;
    int row;                    /* the next one */
    slong prec;
} rows_t;

/* Row and Jacobian += sign t x_v (NOTHING: sign t), but for derivatives of t. */
static void
add_product(rows_t *r, const arb_t t, int v, int sign)
{
    arb_ptr f = r->f + r->row;
    arb_t u;

    arb_init(u);
    arb_mul_si(u, t, sign, r->prec);
    if (v == NOTHING)
        arb_add(f, f, u, r->prec);
    else
        arb_addmul(f, u, r->x + v, r->prec);
    if (v != NOTHING && r->jacobian != NULL)
        arb_add(arb_mat_entry(r->jacobian, r->row, v),
                arb_mat_entry(r->jacobian, r->row, v), u, r->prec);
    arb_clear(u);
}

/* Row += sign dg/da x_v, with its derivatives; a, v NOTHING: without them. */
static void
add(rows_t *r, const functions_t *f, int g, int a, int v, int sign)
{
    arb_t t;
    int k;

    arb_init(t);
    functions_slope(t, f, g, a, NOTHING);
    add_product(r, t, v, sign);
    for (k = 0; k < r->s->columns && r->jacobian != NULL; k++)
        if (f->variable[k] != NOTHING)
        {
            arb_ptr entry = arb_mat_entry(r->jacobian, r->row, k);

            functions_slope(t, f, g, a, f->variable[k]);
            if (v != NOTHING)
                arb_mul(t, t, r->x + v, r->prec);
            arb_addmul_si(entry, t, sign, r->prec);
        }
    arb_clear(t);
}

/* F = 0 for the order parameters that are not fixed. */
static void
put_state(rows_t *r, const functions_t *f)
{
    int i;

    for (i = 0; i < f->n; i++)
        if (!system_is_fixed(f->copy, f->symbol[i]))
        {
            add(r, f, i, NOTHING, NOTHING, 1);
            r->row++;
        }
}

/* sum_l (dg/dx_l) v_l (+ dg/dp) = 0, v the unknowns from number v on. */
static void
put_along(rows_t *r, const functions_t *f, int g, int v, int and_p)
{
    int l;

    for (l = 0; l < f->n; l++)
        add(r, f, g, l, v + l, 1);
    if (and_p)
        add(r, f, g, f->p, NOTHING, 1);
    r->row++;
}

/* v.v = 1 */
static void
put_norm(rows_t *r, int v, int count)
{
    int k;

    arb_set_si(r->f + r->row, -1);
    for (k = v; k < v + count; k++)
    {
        arb_addmul(r->f + r->row, r->x + k, r->x + k, r->prec);
        if (r->jacobian != NULL)
            arb_mul_2exp_si(arb_mat_entry(r->jacobian, r->row, k), r->x + k,
                            1);
    }
    r->row++;
}

/* G = 0 of the second copy, if there is one, and phi - psi = 0. */
static int
put_coexistence(rows_t *r, const functions_t *f, int order)
{
    functions_t other;
    int good;

    if (r->s->c->other_value != NULL)
    {
        add(r, f, POTENTIAL, NOTHING, NOTHING, 1);
        add(r, f, OTHER_VALUE, NOTHING, NOTHING, -1);
        r->row++;
        return 1;
    }
    good = functions_open(&other, r->s, 1, 0, order, r->x, r->prec)
           && functions_evaluate(&other);
    if (good)
    {
        put_state(r, &other);
        add(r, f, POTENTIAL, NOTHING, NOTHING, 1);
        add(r, &other, POTENTIAL, NOTHING, NOTHING, -1);
        r->row++;
    }
    functions_close(&other);
    return good;
}

/* The table of docs/certificates.md. */
static int
put_claim(rows_t *r, const functions_t *f, int order)
{
    claim_t kind = r->s->c->kind;
    int i, m = r->s->m, extremum = kind == CLAIM_EXTREMUM;

    put_state(r, f);
    if (kind == CLAIM_COEXISTENCE)
        return put_coexistence(r, f, order);
    if (kind == CLAIM_UNIQUE)
    {
        if (r->s->c->equation != NULL)
        {
            add(r, f, EQUATION, NOTHING, NOTHING, 1);
            r->row++;
        }
        return 1;
    }
    for (i = 0; i < f->n; i++)
        put_along(r, f, i, m, extremum);
    if (extremum)
        put_along(r, f, OBSERVABLE, m, 1);
    else
        put_norm(r, m, f->n);
    return 1;
}

/* ---- the square system --------------------------------------------------- */

static int
finish(system_t *s, int good)
{
    if (!good && s->why == NULL)
        s->why = "an equation is not finite";
    return good;
}

int
system_at(system_t *s, arb_srcptr x, arb_ptr residual,
          arb_mat_struct *jacobian, slong prec)
{
    rows_t r = { s, x, residual, jacobian, 0, prec };
    int order = (s->m > 0 || s->c->kind != CLAIM_UNIQUE)
                + (system_size(s) > 0) + (jacobian != NULL);
    int i, k, good;
    functions_t f;

    _arb_vec_zero(residual, s->n);
    if (jacobian != NULL)
        arb_mat_zero(jacobian);
    good = functions_open(&f, s, 0, s->c->kind == CLAIM_INSTABILITY, order, x,
                          prec)
           && functions_evaluate(&f) && put_claim(&r, &f, order);
    if (good && s->phi != NULL)
        functions_slope(s->phi, &f, POTENTIAL, NOTHING, NOTHING);
    functions_close(&f);
    for (i = 0; i < s->n && good; i++)
    {
        good = r.row == s->n && arb_is_finite(residual + i);
        for (k = 0; k < s->columns && good && jacobian != NULL; k++)
            good = arb_is_finite(arb_mat_entry(jacobian, i, k));
    }
    return finish(s, good);
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
system_singular(system_t *s, arb_srcptr x, arb_ptr state,
                arb_mat_struct *slope, arb_mat_struct *matrix, slong prec)
{
    rows_t r = { s, x, state, slope, 0, prec };
    int i, k, good, n = system_size(s), border = s->c->kind == CLAIM_EXTREMUM;
    functions_t f;

    _arb_vec_zero(state, s->m);
    arb_mat_zero(slope);
    good = functions_open(&f, s, 0, s->c->kind == CLAIM_INSTABILITY, 2, x,
                          prec)
           && functions_evaluate(&f);
    if (good)
        put_state(&r, &f);
    for (i = 0; i < n && good; i++)
        for (k = 0; k < n; k++)
            functions_slope(arb_mat_entry(matrix, i, k), &f,
                            border && i == s->m ? OBSERVABLE : i,
                            border && k == s->m ? f.p : k, NOTHING);
    functions_close(&f);
    for (i = 0; i < s->m && good; i++)
        good = arb_is_finite(state + i);
    return finish(s, good && arb_mat_is_finite(matrix)
                         && arb_mat_is_finite(slope));
}

int
system_fixed(system_t *s, arb_srcptr x, slong prec)
{
    functions_t f;
    arb_t t;
    int i, good;

    if (s->c->kind != CLAIM_INSTABILITY)
        return 1;
    arb_init(t);
    good = functions_open(&f, s, 0, 1, 1, x, prec) && functions_evaluate(&f);
    for (i = 0; i < f.n && good; i++)
        if (system_is_fixed(f.copy, f.symbol[i]))
        {
            functions_slope(t, &f, i, NOTHING, NOTHING);
            good = arb_contains_zero(t)
                   && mag_cmp_2exp_si(arb_radref(t), -prec / 2) < 0;
        }
    functions_close(&f);
    arb_clear(t);
    if (!good && s->why == NULL)
        s->why = "a fixed order parameter does not solve its equation";
    return good;
}
