/* runtime/certify/apart.c -- two states that coexist are two. */
#include "newton.h"

#include <string.h>

/* The box of order parameter k in the first (copy 0) or second state; NULL if
   it is fixed there. */
static arb_srcptr
box_of(const certify_result_t *r, const saddle_model_t *model,
       const saddle_system_t *system, int k, int copy)
{
    int first = model->n_orders + model->n_parameters, i, v;

    for (i = 0; i < system->n; i++)
    {
        v = system->unknown[i];
        if (copy == 0 ? v == k
                      : v >= first && system->extra_order[v - first] == k)
            return r->box + i;
    }
    return NULL;
}

static const char *
fixed_text(const saddle_model_t *model, int boundary, int k)
{
    const saddle_boundary_t *b;
    int i;

    if (boundary < 0)
        return NULL;
    b = model->boundary + boundary;
    for (i = 0; i < b->n_fixed; i++)
        if (b->fixed[i] == k)
            return b->value[i];
    return NULL;
}

/* Order parameter k has `box` in one state and the value `text` in the
   other. */
static int
is_off(arb_srcptr box, const saddle_model_t *model, int k, const char *text,
       arb_srcptr env, slong prec)
{
    arb_t value;
    int off;

    if (strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0)
        return arb_is_finite(box);
    arb_init(value);
    newton_fixed_value(value, model, k, text, env, prec);
    off = arb_is_finite(value) && !arb_overlaps(value, box);
    arb_clear(value);
    return off;
}

int
newton_are_apart(const certify_result_t *r, const saddle_model_t *model,
                 const saddle_system_t *system, slong prec)
{
    int k, apart = system->condition != SADDLE_IS_COEXISTENCE
                   || system->kind != SADDLE_THRESHOLD;

    for (k = 0; k < model->n_orders && !apart; k++)
    {
        arb_srcptr x = box_of(r, model, system, k, 0);
        arb_srcptr y = box_of(r, model, system, k, 1);
        const char *a = fixed_text(model, system->boundary, k);
        const char *b = fixed_text(model, system->other, k);

        if (x != NULL && y != NULL)
            apart = !arb_overlaps(x, y);
        else if (x != NULL && b != NULL)
            apart = is_off(x, model, k, b, r->env, prec);
        else if (y != NULL && a != NULL)
            apart = is_off(y, model, k, a, r->env, prec);
        else if (a != NULL && b != NULL)
            apart = strcmp(a, b) != 0
                    && (strcmp(a, "inf") == 0) != (strcmp(b, "inf") == 0);
    }
    return apart;
}
