/* compiler/replica/online.c -- online learning: from a step to the flow of the
 * overlaps.
 *
 * A pattern moves w_k by eta/sqrt(N) F_k x and v_k by eta_v/N G_k, so that
 *
 *     dR[k,m]/dt = eta <F_k z0_m>,      dv[k]/dt = eta_v <G_k>
 *     dQ[k,l]/dt = eta <F_k z_l + F_l z_k> + eta^2 <F_k F_l>
 *
 * with the averages over the jointly normal fields.  docs/theory.md.
 */
#include "online.h"
#include "experiment.h"

#include <string.h>

/* ---- state -------------------------------------------------------------- */

static void
add_state(flow_t *f, expr_t *symbol)
{
    online_flow_t *o = f->o;

    o->state[o->n_state] = symbol;
    o->state_name[o->n_state++] = expr_name(symbol);
}

static void
make_state(flow_t *f)
{
    online_flow_t *o = f->o;
    size_t n = (size_t) (f->K * (f->M + f->K + 1));
    int k, l;

    o->state = derive_alloc(f->dv, n, sizeof *o->state);
    o->state_name = derive_alloc(f->dv, n, sizeof *o->state_name);
    for (k = 0; k < f->K * f->M; k++)
        add_state(f, f->s->R[k]);
    for (k = 0; k < f->K; k++)
        for (l = k; l < f->K; l++)
            add_state(f, f->s->Q[k * f->K + l]);
    for (k = 0; k < f->K && o->learned; k++)
        add_state(f, f->s->v[k]);
}

/* T, v0, and v where it is fixed, are functions of the parameters. */
static expr_t *
put_constants(flow_t *f, expr_t *e)
{
    const online_spec_t *s = f->s;

    e = expr_substitute(f->a, e, s->v0, s->start_v0, f->M);
    if (!s->learned)
        e = expr_substitute(f->a, e, s->v, s->start_v, f->K);
    for (int m = 0; m < f->M; m++)
        for (int n = m; n < f->M; n++)
            e = expr_substitute(f->a, e, &s->T[m * f->M + n],
                                &s->start_T[m * f->M + n], 1);
    return e;
}

static void
put_all(flow_t *f, expr_t **e, int n)
{
    for (int i = 0; i < n && e != NULL; i++)
        if (e[i] != NULL)
            e[i] = put_constants(f, e[i]);
}

/* ---- steps -------------------------------------------------------------- */

static expr_t *
with_label(flow_t *f, expr_t *e)
{
    const spec_t *spec = f->dv->spec;

    return expr_substitute(f->a, e, &spec->label_symbol, &f->label, 1);
}

/* F_k, and G_k where the second layer is learned, with the label put in. */
static void
make_steps(flow_t *f)
{
    const spec_t *spec = f->dv->spec;
    online_flow_t *o = f->o;
    expr_t *e;
    int k;

    o->step = derive_alloc(f->dv, (size_t) f->K, sizeof *o->step);
    for (k = 0; k < f->K; k++)
    {
        e = f->s->update != NULL ? f->s->update
            : expr_neg(f->a, expr_diff(f->a, spec->loss, f->s->z[k]));
        o->step[k] = with_label(f, e);
    }
    if (!o->learned)
        return;
    o->layer_step = derive_alloc(f->dv, (size_t) f->K, sizeof *o->layer_step);
    for (k = 0; k < f->K; k++)
    {
        e = spec->loss != NULL ? spec->loss : expr_integer(f->a, 0);
        if (!expr_contains(e, f->s->v[k]))
            derive_error(f->dv, "E0342", f->s->layer_span,
                         "the second layer's weights are v[k], as in loss "
                         "(y - sum[k in 1 .. K](v[k]*g(z[k])))^2/2",
                         "the loss does not depend on '%s', which is to be "
                         "learned", expr_name(f->s->v[k]));
        o->layer_step[k]
            = with_label(f, expr_neg(f->a, expr_diff(f->a, e, f->s->v[k])));
    }
}

static int
depends_on_overlaps(const flow_t *f)
{
    for (int k = 0; k < f->K; k++)
    {
        for (int i = 0; i < f->K * f->M; i++)
            if (rewrite_mentions(f->o->step[k], f->s->R[i]))
                return 1;
        for (int i = 0; i < f->K * f->K; i++)
            if (rewrite_mentions(f->o->step[k], f->s->Q[i]))
                return 1;
    }
    return 0;
}

/* ---- equations where the step is no product ----------------------------- */

static void
general_slopes(flow_t *f)
{
    online_flow_t *o = f->o;
    algebra_t *a = f->a;
    span_t span = f->s->update != NULL ? f->s->update_span
                                       : f->dv->spec->loss_span;
    expr_t *const *F = o->step, *const *z = f->s->z;
    expr_t *first, *second;
    int k, l, n = 0, which;

    for (which = 0; which < 2; which++)
        o->slope[which] = derive_alloc(f->dv, (size_t) o->n_state,
                                       sizeof **o->slope);
    for (k = 0; k < f->K; k++)
        for (l = 0; l < f->M; l++, n++)
        {
            first = online_mean(f, expr_mul(a, F[k], f->s->z0[l]), span);
            o->slope[1][n] = first;
            o->slope[0][n] = expr_mul(a, o->eta, first);
        }
    for (k = 0; k < f->K; k++)
        for (l = k; l < f->K; l++, n++)
        {
            first = online_mean(f, expr_mul(a, F[k], z[l]), span);
            second = k == l ? first
                            : online_mean(f, expr_mul(a, F[l], z[k]), span);
            first = expr_add(a, first, second);
            second = online_mean(f, expr_mul(a, F[k], F[l]), span);
            o->slope[1][n] = first;
            o->slope[0][n]
                = expr_add(a, expr_mul(a, o->eta, first),
                           expr_mul(a, expr_pow_int(a, o->eta, 2), second));
        }
    for (k = 0; k < f->K && o->learned; k++, n++)
    {
        first = online_mean(f, o->layer_step[k], span);
        o->slope[0][n] = expr_mul(a, o->eta_v, first);
        o->slope[1][n] = expr_div(a, o->slope[0][n], o->eta);
    }
}

/* ---- the whole ---------------------------------------------------------- */

static void
open_flow(flow_t *f, derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    int i;

    memset(f, 0, sizeof *f);
    f->dv = dv;
    f->a = dv->algebra;
    f->s = spec->online;
    f->K = f->s->students;
    f->M = f->s->teachers;
    f->P = f->K + f->M;
    f->label = spec->label;
    f->o = dv->t->online = derive_alloc(dv, 1, sizeof *f->o);
    f->o->K = f->K;
    f->o->M = f->M;
    f->o->learned = f->s->learned;
    f->o->eta = spec->learner_argument;
    f->o->eta_v = f->s->learned ? f->s->layer_rate : expr_integer(f->a, 0);
    f->n_moments = 64;
    f->o->moment = derive_alloc(dv, 64, sizeof *f->o->moment);
    f->o->moment_body = derive_alloc(dv, 64, sizeof *f->o->moment_body);
    f->field = derive_alloc(dv, (size_t) f->P, sizeof *f->field);
    for (i = 0; i < f->P; i++)
        f->field[i] = i < f->K ? f->s->z[i] : f->s->z0[i - f->K];
    f->o->n_fields = f->P;
    f->o->field = f->field;
    f->o->time = f->s->time != NULL ? f->s->time : spec->samples;
    f->o->n_stops = f->s->n_stops;
    f->o->stop = f->s->stop;
}

int
derive_online(derivation_t *dv)
{
    flow_t f;
    online_flow_t *o;

    open_flow(&f, dv);
    o = f.o;
    if (f.label == NULL)
    {
        derive_error(dv, "E0301", dv->spec->label_span,
                     "write labels y = ..., with noise by name",
                     "not supported yet: labels given as a law, with "
                     "'learner online'");
        return 0;
    }
    make_state(&f);
    make_steps(&f);
    if (dv->failed)
        return 0;
    o->needs_overlaps = depends_on_overlaps(&f);
    o->product = f.s->update == NULL
                 && online_product(&f, o->step, o->layer_step);
    if (o->product)
        online_kernels(&f);
    else
        general_slopes(&f);
    online_values(&f, o->product);
    experiment_noise(dv, &o->n_noise, &o->variate, &o->noise_is_normal,
                     o->step, f.K, o->layer_step);
    for (int which = 0; which < 2; which++)
        put_all(&f, o->slope[which], o->n_state);
    put_all(&f, o->first, f.K);
    put_all(&f, o->second, f.K);
    put_all(&f, o->amplitude, f.P);
    put_all(&f, o->step, f.K);
    put_all(&f, o->layer_step, f.K);
    put_all(&f, o->moment_body, o->n_moments);
    for (int i = 0; i < o->n_values; i++)
        put_all(&f, &o->value[i].value, 1);
    put_all(&f, o->stop, o->n_stops);
    return !dv->failed;
}
