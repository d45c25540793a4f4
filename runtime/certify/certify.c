/* runtime/certify/certify.c -- from an approximate zero to a proof. */
#include "certify.h"
#include "newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BITS_PER_DIGIT 3.3219280948873626

void
certify_options_default(certify_options_t *o)
{
    memset(o, 0, sizeof *o);
    o->digits = 30;
    o->max_prec = 50000;
    o->threads = 1;
}

void
certify_result_init(certify_result_t *r)
{
    memset(r, 0, sizeof *r);
    r->verdict = CERTIFY_UNDECIDED;
    arb_mat_init(r->preconditioner, 0, 0);
}

void
certify_result_clear(certify_result_t *r)
{
    if (r->box != NULL)
        _arb_vec_clear(r->box, r->n);
    if (r->zero != NULL)
        _arb_vec_clear(r->zero, r->n);
    if (r->env != NULL)
        _arb_vec_clear(r->env, r->n_env);
    if (r->values != NULL)
        _arb_vec_clear(r->values, r->n_values);
    arb_mat_clear(r->preconditioner);
    certify_result_init(r);
}

static void
allocate(certify_result_t *r, const saddle_model_t *model,
         const saddle_system_t *system)
{
    certify_result_clear(r);
    r->n = system->n;
    r->n_env = newton_env_size(model, system);
    r->n_values = system->n_values;
    r->box = _arb_vec_init(r->n);
    r->zero = _arb_vec_init(r->n);
    r->env = _arb_vec_init(r->n_env);
    r->values = _arb_vec_init(r->n_values);
    arb_mat_clear(r->preconditioner);
    arb_mat_init(r->preconditioner, r->n, r->n);
}

/* ---- what must hold besides the zero --------------------------------------- */

/* Is x inside [lo, hi] (open ends strictly)?  1 yes, 0 no, -1 not decided. */
static int
inside(const arb_t x, const arb_t lo, const arb_t hi,
       const saddle_variable_t *v)
{
    if (!v->lo_infinite)
    {
        if (v->lo_open ? arb_le(x, lo) : arb_lt(x, lo))
            return 0;
        if (v->lo_open ? !arb_gt(x, lo) : !arb_ge(x, lo))
            return -1;
    }
    if (!v->hi_infinite)
    {
        if (v->hi_open ? arb_ge(x, hi) : arb_gt(x, hi))
            return 0;
        if (v->hi_open ? !arb_lt(x, hi) : !arb_le(x, hi))
            return -1;
    }
    return 1;
}

/* Checks the m variables index[0..m) of v against the ends that `domain`
   computes for all n of them; index NULL: all. */
static certify_verdict_t
check_domain(const saddle_program_t *domain, const saddle_variable_t *v, int n,
             const int *index, int m, arb_srcptr x, arb_srcptr env, slong prec,
             const char **why)
{
    certify_verdict_t verdict = CERTIFY_PROVEN;
    arb_ptr ends;
    int i;

    if (m == 0 || domain == NULL)
        return CERTIFY_PROVEN;
    ends = _arb_vec_init(2 * n);
    if (quad_ball(ends, domain, env, prec, 1, NULL, why) != SADDLE_OK)
        verdict = CERTIFY_UNDECIDED;
    for (i = 0; i < m && verdict == CERTIFY_PROVEN; i++)
    {
        int k = index != NULL ? index[i] : i;
        int answer = inside(x + k, ends + 2 * k, ends + 2 * k + 1, v + k);

        if (answer == 1)
            continue;
        *why = answer == 0 ? "the point lies outside the declared domain"
                           : "the box touches an end of the domain";
        verdict = answer == 0 ? CERTIFY_DOMAIN : CERTIFY_UNDECIDED;
    }
    _arb_vec_clear(ends, 2 * n);
    return verdict;
}

/* The parameter of a threshold against the searched range. */
static certify_verdict_t
check_range(certify_result_t *r, const saddle_system_t *system,
            arb_srcptr range, slong prec)
{
    static const saddle_variable_t closed;
    arb_ptr ends = _arb_vec_init(2);
    int answer = -1;

    if (range != NULL)
        _arb_vec_set(ends, range, 2);
    if (range != NULL
        || quad_ball(ends, system->range, r->env, prec, 1, NULL, &r->why)
               == SADDLE_OK)
        answer = inside(r->zero + r->n - 1, ends, ends + 1, &closed);
    if (answer != 1)
        r->why = answer == 0 ? "the zero lies outside the searched range"
                             : "the box touches an end of the searched range";
    _arb_vec_clear(ends, 2);
    return answer == 1   ? CERTIFY_PROVEN
           : answer == 0 ? CERTIFY_DOMAIN
                         : CERTIFY_UNDECIDED;
}

/* Order parameters that a boundary state fixes are at an end by definition;
   only the unknown ones are checked. */
static certify_verdict_t
check_place(certify_result_t *r, const saddle_model_t *model,
            const saddle_system_t *system, arb_srcptr range, slong prec)
{
    certify_verdict_t verdict;
    int orders = system->n - system->n_extra
                 - (system->kind == SADDLE_THRESHOLD);

    verdict = check_domain(model->order_domain, model->order, model->n_orders,
                           system->unknown, orders, r->env, r->env, prec,
                           &r->why);
    if (verdict == CERTIFY_PROVEN)
        verdict = check_domain(model->parameter_domain, model->parameter,
                               model->n_parameters, NULL, model->n_parameters,
                               r->env + model->n_orders, r->env, prec,
                               &r->why);
    if (verdict == CERTIFY_PROVEN && system->range != NULL)
        verdict = check_range(r, system, range, prec);
    return verdict;
}

static certify_verdict_t
check_sides(certify_result_t *r, const saddle_system_t *system, slong prec)
{
    certify_verdict_t verdict = CERTIFY_PROVEN;
    arb_ptr side;
    int i;

    if (system->n_sides == 0)
        return CERTIFY_PROVEN;
    side = _arb_vec_init(system->n_sides);
    if (quad_ball(side, system->sides, r->env, prec, 1, NULL, &r->why)
        != SADDLE_OK)
        verdict = CERTIFY_UNDECIDED;
    for (i = 0; i < system->n_sides && verdict == CERTIFY_PROVEN; i++)
        if (!arb_is_positive(side + i))
        {
            verdict = arb_is_nonpositive(side + i) ? CERTIFY_DISPROVEN
                                                   : CERTIFY_UNDECIDED;
            r->why = "a side condition of the threshold is not met";
        }
    _arb_vec_clear(side, system->n_sides);
    return verdict;
}

certify_verdict_t
certify_surroundings(certify_result_t *r, const saddle_model_t *model,
                     const saddle_system_t *system, int except, slong prec)
{
    int orders = system->n - system->n_extra
                 - (system->kind == SADDLE_THRESHOLD);
    certify_verdict_t verdict
        = check_domain(model->order_domain, model->order, model->n_orders,
                       system->unknown, orders, r->env, r->env, prec, &r->why);
    int k;

    for (k = 0; k < model->n_parameters && verdict == CERTIFY_PROVEN; k++)
        if (k != except)
            verdict = check_domain(model->parameter_domain, model->parameter,
                                   model->n_parameters, &k, 1,
                                   r->env + model->n_orders, r->env, prec,
                                   &r->why);
    return verdict == CERTIFY_PROVEN ? check_sides(r, system, prec) : verdict;
}

/* ---- the ladder of precisions ------------------------------------------------ */

static void
settle(certify_result_t *r, newton_t *w, slong prec, certify_verdict_t verdict)
{
    int i;

    r->verdict = verdict;
    r->prec = prec;
    for (i = 0; i < w->system->n; i++)
        arb_set(r->env + w->system->unknown[i], r->zero + i);
}

/* Bits at which the observables are enclosed: for a threshold they are only
   told beside the answer. */
static slong
value_precision(const saddle_system_t *system, slong prec)
{
    return system->kind == SADDLE_THRESHOLD && prec > 128 ? 128 : prec;
}

/* Enough digits in every unknown (absolute ones where it may be zero), and, at a saddle point, (relative to
   max(1, |v|)) in every value? */
static int
digits_reached(const certify_result_t *r, const saddle_system_t *system,
               long digits)
{
    slong need = (slong) ceil((double) digits * BITS_PER_DIGIT) + 1;
    mag_t limit, size;
    int i, good = 1;

    mag_init(limit);
    mag_init(size);
    mag_set_ui_2exp_si(limit, 1, -need);
    /* null vectors, slopes and second copies are told beside the answer */
    for (i = 0; i < r->n; i++)
        good = good && (system->unknown[i] >= r->n_env - system->n_extra
                        || arb_rel_accuracy_bits(r->zero + i) >= need
                        || (arb_contains_zero(r->zero + i)
                            && mag_cmp(arb_radref(r->zero + i), limit) <= 0));
    for (i = 0; i < r->n_values && good && system->kind != SADDLE_THRESHOLD;
         i++)
    {
        if (!arb_is_finite(r->values + i))
            continue;
        arb_get_mag_lower(size, r->values + i);
        if (mag_cmp_2exp_si(size, 0) < 0)
            mag_one(size);
        mag_mul_2exp_si(limit, size, -need);
        good = mag_cmp(arb_radref(r->values + i), limit) <= 0;
    }
    mag_clear(size);
    mag_clear(limit);
    return good;
}

static certify_verdict_t
enclose_values(certify_result_t *r, newton_t *w, slong prec)
{
    const saddle_system_t *system = w->system;
    const char *why = NULL;
    int i;

    if (system->n_values == 0)
        return CERTIFY_PROVEN;
    quad_ball(r->values, system->values, r->env,
              value_precision(system, prec), w->options->threads, w->cache,
              &why);
    /* Other values may be undefined; but without a potential there is nothing
       that could be stationary. */
    for (i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, "free_entropy") == 0
            && !arb_is_finite(r->values + i))
        {
            r->why = "the potential has no finite enclosure at the solution";
            return CERTIFY_UNDECIDED;
        }
    return CERTIFY_PROVEN;
}

/* One rung: Newton to this precision, the Krawczyk test, what else must hold,
   the observables. */
static certify_verdict_t
attempt(certify_result_t *r, newton_t *w, slong prec)
{
    certify_verdict_t verdict = CERTIFY_PROVEN;

    if (w->system->n > 0)
    {
        if (!newton_refine(w, prec))
        {
            r->why = w->why != NULL ? w->why : "Newton does not converge here";
            return CERTIFY_UNDECIDED;
        }
        verdict = newton_box_test(r, w, prec);
        if (verdict != CERTIFY_PROVEN)
        {
            r->why = w->why != NULL ? w->why
                     : "the Krawczyk test fails: the Jacobian may be singular";
            return CERTIFY_UNDECIDED;
        }
    }
    newton_environment(r->env, w, prec);
    settle(r, w, prec, CERTIFY_UNDECIDED);
    verdict = check_place(r, w->model, w->system, w->options->range, prec);
    if (verdict == CERTIFY_PROVEN)
        verdict = check_sides(r, w->system, prec);
    if (verdict == CERTIFY_PROVEN
        && !newton_are_apart(r, w->model, w->system, prec))
    {
        verdict = CERTIFY_UNDECIDED;
        r->why = "the boxes of the two states are not disjoint: they may be "
                 "one state";
    }
    if (verdict == CERTIFY_PROVEN)
        verdict = enclose_values(r, w, prec);
    settle(r, w, prec, verdict);
    return verdict;
}

certify_verdict_t
certify_system(certify_result_t *r, const saddle_model_t *model,
               const saddle_system_t *system, const double *guess,
               const certify_options_t *options)
{
    newton_t w;
    slong prec = (slong) (options->digits * BITS_PER_DIGIT) + 40;
    int rung;

    allocate(r, model, system);
    newton_init(&w, model, system, guess, options);
    if (prec > options->max_prec)
        r->why = "the digits wanted need more than the largest precision";
    for (rung = 0; prec <= options->max_prec; rung++)
    {
        r->verdict = attempt(r, &w, prec);
        if (newton_out_of_time(&w))
        {
            r->why = w.why;
            if (r->verdict == CERTIFY_PROVEN
                && !digits_reached(r, system, options->digits))
                r->verdict = CERTIFY_UNDECIDED;
            break;
        }
        if (r->verdict == CERTIFY_DOMAIN || r->verdict == CERTIFY_DISPROVEN)
            break;
        if (r->verdict == CERTIFY_PROVEN
            && digits_reached(r, system, options->digits))
            break;
        if (r->verdict == CERTIFY_PROVEN)
        {
            r->verdict = CERTIFY_UNDECIDED;
            r->why = "the digits wanted are not reached at the largest "
                     "precision";
        }
        if (rung >= 6)
            break;
        prec += prec / 4 + 40;
    }
    newton_tell_infinite(r->env, &w);
    r->seconds = newton_seconds(&w);
    newton_clear(&w);
    return r->verdict;
}

certify_verdict_t
certify_given(certify_result_t *r, const saddle_model_t *model,
              const saddle_system_t *system, arb_srcptr zero, slong prec,
              const certify_options_t *options)
{
    newton_t w;
    double *guess = calloc((size_t) newton_env_size(model, system) + 1,
                           sizeof *guess);

    allocate(r, model, system);
    if (guess == NULL)
        return r->verdict;
    newton_init(&w, model, system, guess, options);
    newton_environment(r->env, &w, prec);
    _arb_vec_set(r->box, zero, r->n);
    _arb_vec_set(r->zero, zero, r->n);
    settle(r, &w, prec, CERTIFY_UNDECIDED);
    r->verdict = enclose_values(r, &w, prec);
    newton_clear(&w);
    free(guess);
    return r->verdict;
}

certify_verdict_t
certify_box(certify_result_t *r, const saddle_model_t *model,
            const saddle_system_t *system, arb_srcptr box, slong prec,
            const certify_options_t *options)
{
    newton_t w;
    double *guess = calloc((size_t) newton_env_size(model, system) + 1,
                           sizeof *guess);
    int i;

    allocate(r, model, system);
    if (guess == NULL)
        return r->verdict;
    for (i = 0; i < system->n; i++)
        guess[system->unknown[i]]
            = arf_get_d(arb_midref(box + i), ARF_RND_NEAR);
    newton_init(&w, model, system, guess, options);
    for (i = 0; i < system->n; i++)
        arb_set(r->box + i, box + i);
    r->verdict = newton_krawczyk(r, &w, prec, prec);
    if (r->verdict == CERTIFY_PROVEN)
    {
        newton_environment(r->env, &w, prec);
        settle(r, &w, prec, CERTIFY_UNDECIDED);
        r->verdict = check_place(r, model, system, options->range, prec);
        r->prec = prec;
    }
    else
        r->why = w.why;
    r->seconds = newton_seconds(&w);
    newton_clear(&w);
    free(guess);
    return r->verdict;
}
