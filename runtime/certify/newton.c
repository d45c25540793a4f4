/* runtime/certify/newton.c -- Newton in growing precision, and its box. */
#include "newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int
newton_env_size(const saddle_model_t *model, const saddle_system_t *system)
{
    return model->n_orders + model->n_parameters + system->n_extra;
}

void
newton_init(newton_t *w, const saddle_model_t *model,
            const saddle_system_t *system, const double *guess,
            const certify_options_t *options)
{
    int i, n_env = newton_env_size(model, system);

    memset(w, 0, sizeof *w);
    w->model = model;
    w->system = system;
    w->options = options;
    w->guess = guess;
    w->cache = quad_cache_new();
    w->x = _arb_vec_init(system->n);
    w->env = _arb_vec_init(n_env);
    w->good = 20;
    for (i = 0; i < system->n; i++)
        arb_set_d(w->x + i, guess[system->unknown[i]]);
    clock_gettime(CLOCK_MONOTONIC, &w->start);
}

void
newton_clear(newton_t *w)
{
    _arb_vec_clear(w->env, newton_env_size(w->model, w->system));
    _arb_vec_clear(w->x, w->system->n);
    quad_cache_free(w->cache);
}

double
newton_seconds(const newton_t *w)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) (now.tv_sec - w->start.tv_sec)
           + 1e-9 * (double) (now.tv_nsec - w->start.tv_nsec);
}

int
newton_out_of_time(newton_t *w)
{
    const certify_options_t *o = w->options;

    if (o->max_seconds > 0 && newton_seconds(w) > o->max_seconds)
        w->why = "the time is spent";
    else if (o->progress != NULL
             && o->progress(o->progress_ctx, "certifying", -1))
        w->why = "interrupted";
    else
        return 0;
    return 1;
}

static void
put_unknowns(arb_ptr env, const saddle_system_t *system, arb_srcptr x)
{
    int i;

    for (i = 0; i < system->n; i++)
        arb_set(env + system->unknown[i], x + i);
}

/* The upper end of an order parameter's domain. */
static void
upper_end(arb_t value, const saddle_model_t *model, int order, arb_srcptr env,
          slong prec)
{
    arb_ptr end = _arb_vec_init(2 * model->n_orders);

    if (model->order_domain != NULL && !model->order[order].hi_infinite
        && quad_ball(end, model->order_domain, env, prec, 1, NULL, NULL)
               == SADDLE_OK)
        arb_set(value, end + 2 * order + 1);
    else
        arb_indeterminate(value);
    _arb_vec_clear(end, 2 * model->n_orders);
}

void
newton_fixed_value(arb_t value, const saddle_model_t *model, int order,
                   const char *text, arb_srcptr env, slong prec)
{
    fmpq_t q;
    int k;

    fmpq_init(q);
    arb_zero(value);
    if (fmpq_set_str(q, text, 10) == 0)
        arb_set_fmpq(value, q, prec);
    else if (strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0)
        mag_set_ui_2exp_si(arb_radref(value), 1, 60); /* until told */
    else
        upper_end(value, model, order, env, prec);
    for (k = 0; k < model->n_parameters; k++)
        if (strcmp(model->parameter[k].name, text) == 0)
            arb_set(value, env + model->n_orders + k);
    fmpq_clear(q);
}

static void
put_fixed(arb_ptr env, const newton_t *w, slong prec)
{
    const saddle_boundary_t *b;
    int i;

    if (w->system->boundary < 0)
        return;
    b = w->model->boundary + w->system->boundary;
    for (i = 0; i < b->n_fixed; i++)
        newton_fixed_value(env + b->fixed[i], w->model, b->fixed[i],
                           b->value[i], env, prec);
}

void
newton_tell_infinite(arb_ptr env, const newton_t *w)
{
    const saddle_boundary_t *b;

    if (w->system->boundary < 0)
        return;
    b = w->model->boundary + w->system->boundary;
    for (int i = 0; i < b->n_fixed; i++)
    {
        if (strcmp(b->value[i], "inf") == 0)
            arb_pos_inf(env + b->fixed[i]);
        if (strcmp(b->value[i], "-inf") == 0)
            arb_neg_inf(env + b->fixed[i]);
    }
}

void
newton_environment(arb_ptr env, newton_t *w, slong prec)
{
    const saddle_model_t *model = w->model;
    int i;

    for (i = 0; i < model->n_orders; i++)
        arb_zero(env + i);
    for (i = 0; i < model->n_parameters; i++)
        if (w->options->parameter != NULL)
            w->options->parameter(env + model->n_orders + i, i, prec,
                                  w->options->ctx);
        else
            arb_set_d(env + model->n_orders + i,
                      w->guess[model->n_orders + i]);
    put_fixed(env, w, prec);
    put_unknowns(env, w->system, w->x);
}

/* ---- the system as callbacks ------------------------------------------------- */

static saddle_status_t
residual(arb_ptr out, arb_srcptr x, slong prec, void *ctx)
{
    newton_t *w = ctx;

    newton_environment(w->env, w, prec);
    put_unknowns(w->env, w->system, x);
    return quad_ball(out, w->system->residual, w->env, prec,
                     w->options->threads, w->cache, &w->why);
}

static saddle_status_t
jacobian(arb_mat_t out, arb_srcptr x, slong prec, void *ctx)
{
    newton_t *w = ctx;
    int i, k, n = w->system->n;
    arb_ptr all = _arb_vec_init(n + n * n);
    saddle_status_t status;

    newton_environment(w->env, w, prec);
    put_unknowns(w->env, w->system, x);
    status = quad_ball(all, w->system->jacobian, w->env, prec,
                       w->options->threads, w->cache, &w->why);
    for (i = 0; i < n; i++)
        for (k = 0; k < n; k++)
            arb_swap(arb_mat_entry(out, i, k), all + n + i * n + k);
    _arb_vec_clear(all, n + n * n);
    return status;
}

certify_verdict_t
newton_krawczyk(certify_result_t *r, newton_t *w, slong prec,
                slong jacobian_prec)
{
    krawczyk_system_t system = { w->system->n, residual, jacobian, w };

    w->why = NULL;
    return krawczyk_test(r->zero, r->preconditioner, &r->contraction, &system,
                         r->box, prec, jacobian_prec);
}

/* The exponent of x, at least 0: near zero digits are absolute ones, and a
   zero at 0 could not be reached otherwise. */
static slong
size_bits(const arb_t x)
{
    slong e = arf_is_special(arb_midref(x)) ? 0
                                            : (slong) ARF_EXP(arb_midref(x));

    return e > 0 ? e : 0;
}

/* ---- refinement ---------------------------------------------------------------- */

/* One step x <- mid(x - J^{-1} f) with f at prec bits and J at half of it.
   Returns the bits of agreement with the step before, or -1. */
static slong
newton_step(newton_t *w, slong prec)
{
    int i, n = w->system->n;
    slong bits = prec, low = prec / 2 + 32;
    arb_mat_t j, f;
    arb_ptr r = _arb_vec_init(n);

    arb_mat_init(j, n, n);
    arb_mat_init(f, n, 1);
    if (jacobian(j, w->x, low, w) != SADDLE_OK
        || residual(r, w->x, prec, w) != SADDLE_OK)
        bits = -1;
    for (i = 0; i < n; i++)
        arb_get_mid_arb(arb_mat_entry(f, i, 0), r + i);
    arb_mat_get_mid(j, j);
    if (bits >= 0 && !arb_mat_solve(f, j, f, low))
    {
        w->why = "the Jacobian is singular here";
        bits = -1;
    }
    for (i = 0; i < n && bits >= 0; i++)
    {
        arb_ptr d = arb_mat_entry(f, i, 0);
        slong gain;

        if (!arb_is_finite(d))
        {
            bits = -1;
            break;
        }
        gain = arf_is_zero(arb_midref(d))
                   ? prec
                   : size_bits(w->x + i) - ARF_EXP(arb_midref(d));
        if (gain < bits)
            bits = gain;
        arb_sub(w->x + i, w->x + i, d, prec);
        arb_get_mid_arb(w->x + i, w->x + i);
    }
    arb_mat_clear(f);
    arb_mat_clear(j);
    _arb_vec_clear(r, n);
    return bits;
}

int
newton_refine(newton_t *w, slong prec)
{
    int tries = 0;

    w->why = NULL;
    /* A step from g good bits gives about 2 g of them; one at full precision
       is left to the Krawczyk test, whose image is such a step. */
    while (w->good < prec / 2 + 8)
    {
        slong next = 2 * w->good + 16 < prec ? 2 * w->good + 16 : prec;
        slong bits;

        if (next < 64)
            next = 64;
        bits = newton_step(w, next);
        if (bits < 0 || newton_out_of_time(w))
            return 0;
        if (2 * bits - 8 > w->good)
        {
            w->good = 2 * bits - 8 < next - 8 ? 2 * bits - 8 : next - 8;
            tries = 0;
        }
        else if (++tries > 12)
        {
            w->why = "Newton does not converge here";
            return 0;
        }
    }
    return 1;
}

/* ---- the box --------------------------------------------------------------------- */

certify_verdict_t
newton_box_test(certify_result_t *r, newton_t *w, slong prec)
{
    certify_verdict_t verdict = CERTIFY_UNDECIDED;
    slong radius_bits = prec / 2;
    int i, round, n = w->system->n;

    /* The radius is a little above the error left by Newton; wider boxes are
       tried when the image sticks out. */
    for (round = 0; round < 4 && verdict != CERTIFY_PROVEN; round++)
    {
        for (i = 0; i < n; i++)
        {
            slong e = arf_is_zero(arb_midref(w->x + i))
                          ? 0
                          : (slong) ARF_EXP(arb_midref(w->x + i));

            /* not much smaller than what Newton leaves of a zero at 0 */
            if (e < -prec / 4)
                e = -prec / 4;

            arb_set(r->box + i, w->x + i);
            mag_set_ui_2exp_si(arb_radref(r->box + i), 1, e - radius_bits);
        }
        verdict = newton_krawczyk(r, w, prec, prec / 2 + 32);
        if (newton_out_of_time(w))
            return CERTIFY_UNDECIDED;
        radius_bits -= prec / 10 + 2;
        if (radius_bits < 8)
            break;
    }
    if (verdict == CERTIFY_PROVEN)
        for (i = 0; i < n; i++)
            arb_get_mid_arb(w->x + i, r->zero + i);
    return verdict;
}
