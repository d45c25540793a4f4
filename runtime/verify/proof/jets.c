/* runtime/verify/proof/jets.c -- jets of the potential and of conditions. */
#include "jets.h"
#include "../text/reader.h"

#include <string.h>

void
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
        for (k = 0; k < s->n && !system_is_fixed(copy, j->symbol[i]); k++)
            if (s->unknown[k] == system_box(c, j->symbol[i], suffix))
                work_symbol(&j->w, j->symbol[i], x + k, i);
    for (k = 0; k < s->n && s->direction != NULL; k++)
        lean(j, c->box[s->unknown[k]], s->direction + k);
    for (i = 0; i < copy->n_fixed && good; i++)
    {
        for (k = j->n - 1; k >= 0 && j->symbol[k] != copy->fixed[i]; k--)
            ;
        good = system_symbol(&j->w, copy->fixed[i], copy->fixed_at[i],
                          all ? k : -1);
    }
    return good;
}

int
jets_init(system_t *s, jets_t *j, int other, int all, int order,
          arb_srcptr x, slong prec)
{
    certificate_t *c = s->c;
    const copy_t *copy = system_copy(c, other);
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

/* x, with the names of its copy known, lies in the domain. */
static int
in_domain(jets_t *j, const domain_t *d, arb_srcptr x, int strictly)
{
    acb_t end;
    int good = 1;

    acb_init(end);
    if (d->lo != NULL)
        good = work_jet(&j->w, end, d->lo)
               && (strictly || d->lo_open ? arb_lt(acb_realref(end), x)
                                          : arb_le(acb_realref(end), x));
    if (d->hi != NULL && good)
        good = work_jet(&j->w, end, d->hi)
               && (strictly || d->hi_open ? arb_lt(x, acb_realref(end))
                                          : arb_le(x, acb_realref(end)));
    acb_clear(end);
    return good;
}

int
system_in_domains(const system_t *of, arb_srcptr x, int strictly)
{
    system_t s = *of;
    certificate_t *c = s.c;
    int two = c->kind == CLAIM_COEXISTENCE && c->other_value == NULL;
    int other, i, k, good = 1;
    domain_t d;

    s.direction = NULL;
    for (other = 0; other <= two && good; other++)
    {
        const copy_t *copy = system_copy(c, other);
        const char *suffix = other ? ".other" : "";
        jets_t j = { .n = copy->n, .p = -1, .along = -1 };

        memcpy(j.symbol, copy->symbol, sizeof j.symbol);
        good = work_init(&j.w, &c->tree, 0, 0, 0, 128)
               && jets_names(&s, &j, copy, x, suffix, 0);
        for (i = 0; i < copy->n && good; i++)
        {
            k = read_among(c->order, c->n_orders, copy->symbol[i]);
            good = domain_read(&c->tree, &d, c->domain_text[k]);
            for (k = 0; k < s.n; k++)
                if (s.unknown[k] == system_box(c, copy->symbol[i], suffix))
                    good = good && in_domain(&j, &d, x + k, strictly);
        }
        work_clear(&j.w);
    }
    return good;
}

void
jets_slope(arb_t to, const jets_t *j, acb_srcptr f, int a, int b, int d)
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

void
jets_row(arb_t to, const jets_t *j, int i, int a, int b)
{
    if (j->condition[i] != NULL)
        jets_slope(to, j, j->row[i], a, b, NOTHING);
    else
        jets_slope(to, j, j->phi, i, a, b);
}
