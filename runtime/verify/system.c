/* runtime/verify/system.c -- equations of a claim from jets of the potential. */
#include "system.h"
#include "reader.h"

#include <stdlib.h>
#include <string.h>

/* One copy of the order parameters: jets of the potential and of what stands
   in for its derivatives, in the variables order[0 .. n) and the parameter. */
typedef struct
{
    work_t w;
    int n, symbol[MAX_ORDERS];
    int p, along;                      /* numbers of variables, or -1 */
    node_t *condition[MAX_ORDERS];     /* NULL: d phi/d order              */
    acb_ptr phi, row[MAX_ORDERS], equation, observable;
} jets_t;

enum { NOTHING = -1 };

static int
box_of(certificate_t *c, int symbol, const char *suffix)
{
    char text[2 * MAX_NAME];
    int i;

    snprintf(text, sizeof text, "%s%s", c->tree.symbol[symbol], suffix);
    for (i = 0; i < c->n_boxes; i++)
        if (strcmp(c->tree.symbol[c->box[i]], text) == 0)
            return i;
    return -1;
}

static int
is_fixed(const copy_t *copy, int symbol)
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
        return box_of(c, c->critical, "");
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
        good = take(s, box_of(s->c, copy->symbol[i], suffix));
    return good;
}

/* The second copy is the first one where no line speaks of it. */
static const copy_t *
copy_of(const certificate_t *c, int other)
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
    s->m_other = copy_of(c, 1)->n;
    p = parameter_box(c);
    good = take_parts(s, c->copy, "");
    if (good && (c->kind == CLAIM_FOLD))
        good = take_parts(s, c->copy, ".null");
    for (i = 0; good && c->kind == CLAIM_INSTABILITY && i < c->n_orders; i++)
        good = take(s, box_of(c, c->order[i], ".null"));
    if (good && c->kind == CLAIM_COEXISTENCE && c->other_value == NULL)
        good = take_parts(s, copy_of(c, 1), ".other");
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
    for (i = 0; i < c->copy[0].n; i++)
        if (is_fixed(c->copy, c->copy[0].symbol[i]))
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

/* ---- jets ------------------------------------------------------------------- */

static void
jets_clear(jets_t *j)
{
    int i;

    jet_free(&j->w.ring, j->phi);
    jet_free(&j->w.ring, j->equation);
    jet_free(&j->w.ring, j->observable);
    for (i = 0; i < j->n; i++)
        jet_free(&j->w.ring, j->row[i]);
    work_clear(&j->w);
}

static int
has_zero_fixed(const copy_t *copy)
{
    int i;

    for (i = 0; i < copy->n_fixed; i++)
        if (copy->fixed_at[i]->op == N_NUMBER
            && fmpq_is_zero(copy->fixed_at[i]->number))
            return 1;
    return 0;
}

/* The jet of an expression in the ring of the symbols so far, as a symbol. */
static int
set_symbol(work_t *w, int symbol, node_t *e, int variable)
{
    acb_ptr x = jet_new(&w->ring);
    unsigned char power[RING_MAX] = { 0 };
    int good = work_jet(w, x, e);

    if (good && variable >= 0)
    {
        power[variable] = 1;
        if (ring_find(&w->ring, power) >= 0)
            acb_add_si(x + ring_find(&w->ring, power),
                       x + ring_find(&w->ring, power), 1, w->g.prec);
    }
    if (good && w->symbol[symbol] == NULL)
        w->symbol[symbol] = x;
    else
    {
        jet_free(&w->ring, x);
        good = 0;
    }
    return good;
}

/* The symbol moves with the parameter of the curve. */
static void
lean(jets_t *j, int symbol, const arb_t slope)
{
    unsigned char power[RING_MAX] = { 0 };
    int place;

    power[j->along] = 1;
    place = ring_find(&j->w.ring, power);
    if (place >= 0 && j->w.symbol[symbol] != NULL)
        acb_set_arb(j->w.symbol[symbol] + place, slope);
}

/* All values of names.  `suffix`: whose boxes are the unknowns of this copy;
   `all`: every order parameter is a variable, fixed ones too. */
static int
jets_names(system_t *s, jets_t *j, const copy_t *copy, arb_srcptr x,
           const char *suffix, int all)
{
    certificate_t *c = s->c;
    int i, k, good = system_parameters(s, &j->w);

    if (s->p >= 0)
        work_symbol(&j->w, c->box[s->unknown[s->p]], x + s->p, j->p);
    if (c->list.along >= 0)
        work_symbol(&j->w, c->list.along, x + s->n, j->along);
    for (i = 0; i < j->n; i++)
        for (k = 0; k < s->n && !is_fixed(copy, j->symbol[i]); k++)
            if (s->unknown[k] == box_of(c, j->symbol[i], suffix))
                work_symbol(&j->w, j->symbol[i], x + k, i);
    for (k = 0; k < s->n && s->direction != NULL; k++)
        lean(j, c->box[s->unknown[k]], s->direction + k);
    for (i = 0; i < copy->n_fixed && good; i++)
    {
        for (k = j->n - 1; k >= 0 && j->symbol[k] != copy->fixed[i]; k--)
            ;
        good = set_symbol(&j->w, copy->fixed[i], copy->fixed_at[i],
                          all ? k : -1);
    }
    return good;
}

static int
jets_init(system_t *s, jets_t *j, int other, int all, int order,
          arb_srcptr x, slong prec)
{
    certificate_t *c = s->c;
    const copy_t *copy = copy_of(c, other);
    int i, k, good;

    memset(j, 0, sizeof *j);
    j->n = all ? c->n_orders : copy->n;
    for (i = 0; i < j->n; i++)
    {
        j->symbol[i] = all ? c->order[i] : copy->symbol[i];
        for (k = 0; k < copy->n; k++)
            if (copy->symbol[k] == j->symbol[i])
                j->condition[i] = copy->condition[k];
        k = all ? read_among(c->held, c->n_held, j->symbol[i]) : -1;
        if (k >= 0)
            j->condition[i] = c->held_condition[k];
    }
    j->p = s->p >= 0 ? j->n : -1;
    j->along = c->list.along >= 0 ? j->n + (s->p >= 0) : -1;
    good = work_init(&j->w, &c->tree,
                     j->n + (s->p >= 0) + (c->list.along >= 0), order,
                     s->heat || has_zero_fixed(copy), prec)
           && (j->w.until = s->until, 1)
           && jets_names(s, j, copy, x, other ? ".other" : "", all);
    if (good)
    {
        j->phi = jet_new(&j->w.ring);
        for (i = 0; i < j->n; i++)
            j->row[i] = jet_new(&j->w.ring);
        j->equation = jet_new(&j->w.ring);
        j->observable = jet_new(&j->w.ring);
        if (c->potential != NULL
            && (j->n > 0 || c->kind == CLAIM_COEXISTENCE))
            good = work_jet(&j->w, j->phi, c->potential);
        for (i = 0; i < j->n && good; i++)
            if (j->condition[i] != NULL)
                good = work_jet(&j->w, j->row[i], j->condition[i]);
        if (good && c->equation != NULL)
            good = work_jet(&j->w, j->equation, c->equation);
        if (good && c->observable != NULL)
            good = work_jet(&j->w, j->observable, c->observable);
    }
    if (!good)
        s->why = j->w.g.why != NULL ? j->w.g.why : "names without a value";
    return good;
}

/* A derivative of a jet: variables a, b, d (or NOTHING) of j. */
static void
slope(arb_t to, const jets_t *j, acb_srcptr f, int a, int b, int d)
{
    unsigned char power[RING_MAX] = { 0 };
    int list[3] = { a, b, d }, i, place, factor = 1;

    for (i = 0; i < 3; i++)
        if (list[i] >= 0)
            factor *= ++power[list[i]];
    place = ring_find(&j->w.ring, power);
    if (place < 0)
        arb_indeterminate(to);
    else
        arb_mul_si(to, acb_realref(f + place), factor, j->w.g.prec);
}

/* The same of row i of F, two variables. */
static void
row(arb_t to, const jets_t *j, int i, int a, int b)
{
    if (j->condition[i] != NULL)
        slope(to, j, j->row[i], a, b, NOTHING);
    else
        slope(to, j, j->phi, i, a, b);
}

/* ---- the rows of a system ----------------------------------------------------- */

/* Variable of the jets that unknown k is, for the unknowns from `first` on. */
static int
variable(const system_t *s, const jets_t *j, int k, int first, int count)
{
    return k == s->n                         ? j->along
           : k == s->p                       ? j->p
           : k >= first && k < first + count ? k - first
                                             : NOTHING;
}

typedef struct
{
    system_t *s;
    arb_srcptr x;
    arb_ptr f;
    arb_mat_struct *jacobian;
    int row;                    /* the next one */
    slong prec;
} rows_t;

/* F = 0; its unknowns are those from `first` on. */
static void
put_rows(rows_t *r, const jets_t *j, int first, int count)
{
    int i, k, v;

    for (i = 0; i < count; i++, r->row++)
    {
        row(r->f + r->row, j, i, NOTHING, NOTHING);
        for (k = 0; k < r->s->columns && r->jacobian != NULL; k++)
            if ((v = variable(r->s, j, k, first, count)) >= 0)
                row(arb_mat_entry(r->jacobian, r->row, k), j, i, v, NOTHING);
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
    slope(t, j, g, NOTHING, NOTHING, NOTHING);
    arb_addmul_si(r->f + r->row, t, sign, r->prec);
    for (k = 0; k < r->s->columns && r->jacobian != NULL; k++)
        if ((v = variable(r->s, j, k, first, count)) >= 0)
        {
            slope(t, j, g, v, NOTHING, NOTHING);
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
            row(t, j, i, l, NOTHING);
            arb_addmul(r->f + r->row, t, r->x + v + l, r->prec);
            if (r->jacobian == NULL)
                continue;
            arb_add(arb_mat_entry(r->jacobian, r->row, v + l),
                    arb_mat_entry(r->jacobian, r->row, v + l), t, r->prec);
        }
        if (and_p)
        {
            row(t, j, i, j->p, NOTHING);
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
                a = variable(r->s, j, k, 0, 0);
            for (l = 0; l < all && a >= 0; l++)
            {
                row(t, j, i, l, a);
                arb_addmul(arb_mat_entry(r->jacobian, r->row, k), t,
                           r->x + v + l, r->prec);
            }
            if (and_p && a >= 0)
            {
                row(t, j, i, j->p, a);
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

        slope(t, j, j->observable, a, NOTHING, NOTHING);
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
            if ((v = variable(r->s, j, k, 0, m)) < 0)
                continue;
            slope(t, j, j->observable, a, v, NOTHING);
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
        put_function(r, j, psi, 0, 0, -1, 0);
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

/* Second derivatives of the residual along the direction: claim `unique`. */
static void
put_second(const system_t *s, arb_ptr to, const jets_t *j)
{
    int i;

    for (i = 0; i < s->m; i++)
        if (j->condition[i] != NULL)
            slope(to + i, j, j->row[i], j->along, j->along, NOTHING);
        else
            slope(to + i, j, j->phi, i, j->along, j->along);
    if (s->c->equation != NULL)
        slope(to + s->m, j, j->equation, j->along, j->along, NOTHING);
}

static int
put_system(rows_t *r, const jets_t *j, int deeper)
{
    system_t *s = r->s;
    int i, k;

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
            /* rows of F for the order parameters that are not fixed */
            for (i = 0; i < j->n; i++)
                if (!is_fixed(s->c->copy, j->symbol[i]))
                {
                    row(r->f + r->row, j, i, NOTHING, NOTHING);
                    for (k = 0; k < j->n && r->jacobian != NULL; k++)
                    {
                        int b = box_of(s->c, j->symbol[k], ""), l;

                        for (l = 0; l < s->m && b >= 0; l++)
                            if (s->unknown[l] == b)
                                row(arb_mat_entry(r->jacobian, r->row, l), j,
                                    i, k, NOTHING);
                    }
                    if (r->jacobian != NULL)
                        for (k = 0; k < s->columns; k++)
                            if (variable(s, j, k, 0, 0) >= 0)
                                row(arb_mat_entry(r->jacobian, r->row, k), j,
                                    i, variable(s, j, k, 0, 0), NOTHING);
                    r->row++;
                }
            put_linear(r, j, j->n, j->n, s->m, s->m, 0);
            put_norm(r, s->m, j->n);
            return 1;
        default:
            return 0;
    }
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
           && put_system(&r, &j, deeper);
    if (good && second != NULL)
        put_second(s, second, &j);
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
        if (is_fixed(s->c->copy, j.symbol[i]))
        {
            row(t, &j, i, NOTHING, NOTHING);
            good = arb_contains_zero(t)
                   && mag_cmp_2exp_si(arb_radref(t), -prec / 2) < 0;
        }
    if (!good && s->why == NULL)
        s->why = "a fixed order parameter does not solve its equation";
    jets_clear(&j);
    arb_clear(t);
    return good;
}

/* ---- numbers of the parameters ------------------------------------------------ */

int
system_parameters(const system_t *s, work_t *w)
{
    const certificate_t *c = s->c;
    int i, good = 1;

    for (i = 0; i < c->n_parameters && good; i++)
        good = set_symbol(w, c->parameter[i], c->parameter_at[i], -1);
    w->until = s->until;
    return good;
}

int
system_number(system_t *s, arb_t to, node_t *e, const arb_t along, slong prec)
{
    certificate_t *c = s->c;
    work_t w;
    acb_ptr x;
    int good = work_init(&w, &c->tree, 0, 0, 0, prec)
               && system_parameters(s, &w);

    if (good && along != NULL)
        work_symbol(&w, c->list.along, along, -1);
    x = good ? jet_new(&w.ring) : NULL;
    good = good && e != NULL && work_jet(&w, x, e);
    if (good)
        arb_set(to, acb_realref(x));
    jet_free(&w.ring, x);
    work_clear(&w);
    return good;
}

int
system_in_domain(system_t *s, const domain_t *d, const arb_t x, int strictly)
{
    arb_t end;
    int good = 1;

    arb_init(end);
    if (d->lo != NULL)
        good = system_number(s, end, d->lo, NULL, 128)
               && (strictly || d->lo_open ? arb_lt(end, x) : arb_le(end, x));
    if (d->hi != NULL && good)
        good = system_number(s, end, d->hi, NULL, 128)
               && (strictly || d->hi_open ? arb_lt(x, end) : arb_le(x, end));
    arb_clear(end);
    return good;
}

/* Does copy `fixing` fix the symbol at a value that x does not contain? */
static int
off_fixed(system_t *s, const copy_t *fixing, int symbol, const arb_t x)
{
    arb_t value;
    int i, off = 0;

    arb_init(value);
    for (i = 0; i < fixing->n_fixed && !off; i++)
        off = fixing->fixed[i] == symbol
              && system_number(s, value, fixing->fixed_at[i], NULL, 64)
              && !arb_overlaps(value, x);
    arb_clear(value);
    return off;
}

int
system_disjoint(system_t *s, arb_srcptr x)
{
    const certificate_t *c = s->c;
    const copy_t *a = c->copy, *b = copy_of(c, 1);
    int i, k, apart = c->other_value != NULL;

    for (i = 0; i < s->m && !apart; i++)
    {
        apart = off_fixed(s, b, a->symbol[i], x + i);
        for (k = 0; k < s->m_other && !apart; k++)
            apart = a->symbol[i] == b->symbol[k]
                    && !arb_overlaps(x + i, x + s->m + k);
    }
    for (k = 0; k < s->m_other && !apart; k++)
        apart = off_fixed(s, a, b->symbol[k], x + s->m + k);
    return apart;
}
