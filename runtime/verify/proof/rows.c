/* runtime/verify/proof/rows.c -- equations of a claim from jets of the
 * potential. */
#include "jets.h"

/* Variable of the jets that unknown k is, for the unknowns from `first` on. */
static int
jets_variable(const system_t *s, const jets_t *j, int k, int first, int count)
{
    return k == s->n                         ? j->along
           : k == s->p                       ? j->p
           : k >= first && k < first + count ? k - first
                                             : NOTHING;
}


/* F = 0; its unknowns are those from `first` on. */
static void
put_rows(rows_t *r, const jets_t *j, int first, int count)
{
    int i, k, v;

    for (i = 0; i < count; i++, r->row++)
    {
        jets_row(r->f + r->row, j, i, NOTHING, NOTHING);
        for (k = 0; k < r->s->columns && r->jacobian != NULL; k++)
            if ((v = jets_variable(r->s, j, k, first, count)) >= 0)
                jets_row(arb_mat_entry(r->jacobian, r->row, k), j, i, v,
                         NOTHING);
    }
}

/* A function of the jet alone: g = 0. */
static void
put_function(rows_t *r, const jets_t *j, acb_srcptr g, int first, int count,
             int sign, int shared)
{
    arb_t t;
    int k, v;

    arb_init(t);
    jets_slope(t, j, g, NOTHING, NOTHING, NOTHING);
    arb_addmul_si(r->f + r->row, t, sign, r->prec);
    for (k = 0; k < r->s->columns && r->jacobian != NULL; k++)
        if ((v = jets_variable(r->s, j, k, first, count)) >= 0)
        {
            jets_slope(t, j, g, v, NOTHING, NOTHING);
            arb_addmul_si(arb_mat_entry(r->jacobian, r->row, k), t, sign,
                          r->prec);
        }
    arb_clear(t);
    r->row += !shared;
}

/* sum_k (dF_i/dx_k) v_k (+ dF_i/dp) = 0 for the vector that starts at unknown
   `v`, x those from `first` on; `all` counts the variables of v. */
static void
put_linear(rows_t *r, const jets_t *j, int n_rows, int all, int v, int count,
           int and_p)
{
    arb_t t;
    int i, k, l, a;

    arb_init(t);
    for (i = 0; i < n_rows; i++, r->row++)
    {
        for (l = 0; l < all; l++)
        {
            jets_row(t, j, i, l, NOTHING);
            arb_addmul(r->f + r->row, t, r->x + v + l, r->prec);
            if (r->jacobian == NULL)
                continue;
            arb_add(arb_mat_entry(r->jacobian, r->row, v + l),
                    arb_mat_entry(r->jacobian, r->row, v + l), t, r->prec);
        }
        if (and_p)
        {
            jets_row(t, j, i, j->p, NOTHING);
            arb_add(r->f + r->row, r->f + r->row, t, r->prec);
        }
        for (k = 0; k < r->s->columns && r->jacobian != NULL; k++)
        {
            /* unknown order parameters among the variables of the jets */
            if (k < count)
                for (a = 0; a < j->n; a++)
                {
                    if (r->s->c->box[r->s->unknown[k]] == j->symbol[a])
                        break;
                }
            else
                a = jets_variable(r->s, j, k, 0, 0);
            for (l = 0; l < all && a >= 0; l++)
            {
                jets_row(t, j, i, l, a);
                arb_addmul(arb_mat_entry(r->jacobian, r->row, k), t,
                           r->x + v + l, r->prec);
            }
            if (and_p && a >= 0)
            {
                jets_row(t, j, i, j->p, a);
                arb_add(arb_mat_entry(r->jacobian, r->row, k),
                        arb_mat_entry(r->jacobian, r->row, k), t, r->prec);
            }
        }
    }
    arb_clear(t);
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

/* (D O).t + dO/dp = 0 */
static void
put_extremum(rows_t *r, const jets_t *j, int m)
{
    arb_t t;
    int k, l, v;

    arb_init(t);
    for (l = 0; l <= m; l++)
    {
        int a = l < m ? l : j->p;

        jets_slope(t, j, j->observable, a, NOTHING, NOTHING);
        if (l < m)
            arb_addmul(r->f + r->row, t, r->x + m + l, r->prec);
        else
            arb_add(r->f + r->row, r->f + r->row, t, r->prec);
        if (r->jacobian == NULL)
            continue;
        if (l < m)
            arb_add(arb_mat_entry(r->jacobian, r->row, m + l),
                    arb_mat_entry(r->jacobian, r->row, m + l), t, r->prec);
        for (k = 0; k < r->s->columns; k++)
        {
            if ((v = jets_variable(r->s, j, k, 0, m)) < 0)
                continue;
            jets_slope(t, j, j->observable, a, v, NOTHING);
            if (l < m)
                arb_addmul(arb_mat_entry(r->jacobian, r->row, k), t,
                           r->x + m + l, r->prec);
            else
                arb_add(arb_mat_entry(r->jacobian, r->row, k),
                        arb_mat_entry(r->jacobian, r->row, k), t, r->prec);
        }
    }
    r->row++;
    arb_clear(t);
}

/* The difference of two free entropies. */
static int
put_coexistence(rows_t *r, const jets_t *j, int deeper)
{
    system_t *s = r->s;
    jets_t other;
    int good;

    if (s->c->other_value != NULL)
    {
        acb_ptr psi = jet_new(&j->w.ring);

        good = work_jet((work_t *) &j->w, psi, s->c->other_value);
        put_function(r, j, j->phi, 0, s->m, 1, 1);
        put_function(r, j, psi, 0, s->m, -1, 0);
        jet_free(&j->w.ring, psi);
        return good;
    }
    good = jets_init(s, &other, 1, 0, 1 + deeper, r->x, r->prec);
    if (good)
    {
        put_rows(r, &other, s->m, s->m_other);
        put_function(r, j, j->phi, 0, s->m, 1, 1);
        put_function(r, &other, other.phi, s->m, s->m_other, -1, 0);
    }
    jets_clear(&other);
    return good;
}

void
rows_second(const system_t *s, arb_ptr to, const jets_t *j)
{
    int i;

    for (i = 0; i < s->m; i++)
        if (j->condition[i] != NULL)
            jets_slope(to + i, j, j->row[i], j->along, j->along, NOTHING);
        else
            jets_slope(to + i, j, j->phi, i, j->along, j->along);
    if (s->c->equation != NULL)
        jets_slope(to + s->m, j, j->equation, j->along, j->along, NOTHING);
}

/* F = 0 for the order parameters that are not fixed; the jets are in all. */
static void
put_free_rows(rows_t *r, const jets_t *j)
{
    system_t *s = r->s;
    int i, k, v;

    for (i = 0; i < j->n; i++)
    {
        if (system_is_fixed(s->c->copy, j->symbol[i]))
            continue;
        jets_row(r->f + r->row, j, i, NOTHING, NOTHING);
        for (k = 0; k < s->columns && r->jacobian != NULL; k++)
        {
            v = jets_variable(s, j, k, 0, 0);
            if (k < s->m)
                for (v = j->n - 1; v >= 0; v--)
                    if (s->c->box[s->unknown[k]] == j->symbol[v])
                        break;
            if (v >= 0)
                jets_row(arb_mat_entry(r->jacobian, r->row, k), j, i, v,
                         NOTHING);
        }
        r->row++;
    }
}

int
rows_put(rows_t *r, const jets_t *j, int deeper)
{
    system_t *s = r->s;

    switch (s->c->kind)
    {
        case CLAIM_UNIQUE:
            put_rows(r, j, 0, s->m);
            if (s->c->equation != NULL)
                put_function(r, j, j->equation, 0, s->m, 1, 0);
            return 1;
        case CLAIM_FOLD:
            put_rows(r, j, 0, s->m);
            put_linear(r, j, s->m, s->m, s->m, s->m, 0);
            put_norm(r, s->m, s->m);
            return 1;
        case CLAIM_EXTREMUM:
            put_rows(r, j, 0, s->m);
            put_linear(r, j, s->m, s->m, s->m, s->m, 1);
            put_extremum(r, j, s->m);
            return 1;
        case CLAIM_COEXISTENCE:
            put_rows(r, j, 0, s->m);
            return put_coexistence(r, j, deeper);
        case CLAIM_INSTABILITY:
            put_free_rows(r, j);
            put_linear(r, j, j->n, j->n, s->m, s->m, 0);
            put_norm(r, s->m, j->n);
            return 1;
        default:
            return 0;
    }
}

void
rows_singular(rows_t *r, const jets_t *j, arb_mat_struct *matrix)
{
    int i, k, m = r->s->m, border = r->s->c->kind == CLAIM_EXTREMUM;
    int n = (int) arb_mat_nrows(matrix);

    if (r->s->c->kind == CLAIM_INSTABILITY)
        put_free_rows(r, j);
    else
        put_rows(r, j, 0, m);
    for (i = 0; i < n; i++)
        for (k = 0; k < n; k++)
        {
            int v = border && k == m ? j->p : k;

            if (border && i == m)
                jets_slope(arb_mat_entry(matrix, i, k), j, j->observable, v,
                           NOTHING, NOTHING);
            else
                jets_row(arb_mat_entry(matrix, i, k), j, i, v, NOTHING);
        }
}
