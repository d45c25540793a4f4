/* compiler/cli/state_compare.c -- which state has the largest free entropy. */
#include "states.h"

#include <math.h>
#include <string.h>

#define MAX_COMPARED 16
#define SAME 1e-7

typedef struct
{
    int n;
    char name[MAX_COMPARED][64];
    double phi[MAX_COMPARED];
    solve_result_t result[MAX_COMPARED];  /* [0]: borrowed                 */
} compared_t;

static double
free_entropy(const saddle_model_t *model, const solve_result_t *r)
{
    const saddle_system_t *system = model->system[r->system];
    double value[256];
    int i;

    if (system->n_values > 256)
        return NAN;
    solve_values(system, r->env, value);
    for (i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, "free_entropy") == 0)
            return value[i];
    return NAN;
}

static int
is_known(const compared_t *c, const saddle_model_t *model,
         const solve_result_t *r)
{
    int i, k, same = 0;

    for (k = 0; k < c->n && !same; k++)
    {
        same = c->result[k].system == r->system;
        for (i = 0; i < model->n_orders && same; i++)
            same = r->env[i] == c->result[k].env[i]
                   || fabs(r->env[i] - c->result[k].env[i])
                      < SAME * (1 + fabs(r->env[i]));
    }
    return same;
}

/* Keeps a regular state that is new; 1 when kept. */
static int
keep(compared_t *c, const saddle_model_t *model, const solve_result_t *r)
{
    double phi;

    if ((r->end != SOLVE_CONVERGED && r->end != SOLVE_BOUNDARY)
        || r->env == NULL || c->n == MAX_COMPARED || is_known(c, model, r))
        return 0;
    phi = free_entropy(model, r);
    if (!isfinite(phi))
        return 0;
    snprintf(c->name[c->n], sizeof c->name[0], "%s", r->state);
    c->phi[c->n] = phi;
    c->result[c->n++] = *r;
    return 1;
}

static void
tell(const compared_t *c, const options_t *o, json_t *object)
{
    json_t *list = json_array();
    int i, best = 0;

    for (i = 0; i < c->n; i++)
    {
        if (c->phi[i] > c->phi[best] + 1e-12)
            best = i;
        json_array_append_new(list, json_pack("{ss so}", "state", c->name[i],
                                              "free_entropy",
                                              json_number(c->phi[i])));
    }
    if (object != NULL)
    {
        json_object_set(object, "compared", list);
        json_object_set_new(object, "dominant", json_string(c->name[best]));
    }
    json_decref(list);
    if (c->n < 2 || o->quiet)
        return;
    fprintf(stderr, "saddle: largest free entropy: %s (", c->name[best]);
    for (i = 0; i < c->n; i++)
        fprintf(stderr, "%s%s %.10g", i > 0 ? ", " : "", c->name[i],
                c->phi[i]);
    fprintf(stderr, ")\n");
}

void
compare_states(const session_t *s, const options_t *o, const double *p,
               const char *const *text, const solve_options_t *options,
               const solve_result_t *at_hand, json_t *object)
{
    const saddle_model_t *model = s->loaded.model;
    compared_t c = { 0 };
    solve_result_t r;
    int i, k, n = 2 + model->n_boundaries;

    if (!keep(&c, model, at_hand))
        return;
    for (i = 0; i < n; i++)
    {
        const char *name = i == 0 ? "uninformed" : i == 1 ? "informed"
                           : model->boundary[i - 2].name;

        if (strcmp(name, at_hand->state) == 0
            || (i >= 2 && model->boundary[i - 2].inside))
            continue;
        solve_state(&r, model, p, text, name, options);
        if (!keep(&c, model, &r))
            solve_result_clear(&r);
        if (r.end == SOLVE_INTERRUPTED)
            break;
    }
    progress_end();
    tell(&c, o, object);
    for (k = 1; k < c.n; k++)
        solve_result_clear(&c.result[k]);
}
