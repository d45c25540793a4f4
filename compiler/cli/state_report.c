/* compiler/cli/state_report.c -- a state as JSON, its stability. */
#include "states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEUTRAL 1e-6    /* eigenvalues that near to one decide nothing     */

/* Unstable when the natural iteration leaves the state, or replica symmetry
   breaks there. */
const char *
solve_stability(const saddle_system_t *system, const double *value,
                double eigenvalue)
{
    int i, known = 0;
    double x;

    for (i = -1; i < system->n_values; i++)
    {
        if (i >= 0 && strcmp(system->value_name[i].name, "replicon") != 0)
            continue;
        x = i < 0 ? eigenvalue : value[i];
        if (!isfinite(x) || fabs(x - 1) < NEUTRAL)
            continue;
        known = 1;
        if (x > 1)
            return "unstable";
    }
    return known ? "stable" : "unknown";
}

static int
is_free_entropy(const char *name)
{
    return strcmp(name, "free_entropy") == 0;
}

char *
undefined_text(const saddle_system_t *system, const double *value)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    const char *name;
    int i = -1, n = 0;

    if (to == NULL)
        return NULL;
    while ((name = solve_undefined(system, value, &i)) != NULL)
        fprintf(to, "%s%s", n++ > 0 ? ", " : "", name);
    if (n > 0)
        fprintf(to, ": no finite value was found at this state");
    fclose(to);
    if (n > 0)
        return text;
    free(text);
    return NULL;
}

/* ---- JSON ---------------------------------------------------------------------- */

static json_t *
json_parameters(const session_t *s, const double *p)
{
    json_t *object = json_object();
    int k;

    for (k = 0; k < s->spec.n_parameters; k++)
        json_object_set_new(object, s->spec.parameter[k].name,
                            json_number(p[k]));
    return object;
}

const char *
solve_end_word(solve_end_t end)
{
    switch (end)
    {
    case SOLVE_CONVERGED:
    case SOLVE_BOUNDARY:
        return "converged";
    case SOLVE_OUTSIDE:
        return "domain";
    case SOLVE_SATURATED:
        return "undecided";
    default:
        return "no_convergence";
    }
}

/* One value of the answer: a double, or the enclosure of a proof. */
static json_t *
json_value(double x, arb_srcptr ball, long digits, int proven)
{
    if (ball != NULL && !proven)
        return json_null();
    return ball != NULL ? json_enclosure(ball, digits) : json_number(x);
}

json_t *
json_state(const session_t *s, const told_state_t *told,
           const certify_result_t *proof, long digits)
{
    const solve_result_t *r = told->result;
    const double *value = told->value;
    const saddle_model_t *model = s->loaded.model;
    const saddle_system_t *system = model->system[r->system];
    json_t *object = json_object(), *orders = json_object(),
           *observables = json_object(), *phi = json_null();
    int i, proven = proof != NULL && proof->verdict == CERTIFY_PROVEN;
    char *undefined;

    undefined = proof == NULL ? undefined_text(system, value) : NULL;
    json_object_set_new(object, "status",
                        json_string(proof != NULL ? proof_status(proof->verdict)
                                    : undefined != NULL
                                        ? "undecided"
                                        : solve_end_word(r->end)));
    json_object_set_new(object, "state", json_string(r->state));
    if (undefined != NULL)
        json_object_set_new(object, "reason", json_string(undefined));
    free(undefined);
    json_object_set_new(object, "parameters",
                        json_parameters(s, r->env + model->n_orders));
    for (i = 0; i < model->n_orders; i++)
        json_object_set_new(orders, model->order[i].name,
                            json_value(r->env[i],
                                       proof != NULL ? proof->env + i : NULL,
                                       digits, proven));
    for (i = 0; i < system->n_values; i++)
    {
        json_t *v = json_value(value[i],
                               proof != NULL ? proof->values + i : NULL,
                               digits, proven);

        if (is_free_entropy(system->value_name[i].name))
        {
            json_decref(phi);
            phi = v;
        }
        else
            json_object_set_new(observables, system->value_name[i].name, v);
    }
    json_object_set_new(object, "stability",
                        json_string(solve_stability(system, value,
                                                    told->eigenvalue)));
    json_object_set_new(object, "eigenvalue", json_number(told->eigenvalue));
    json_object_set_new(object, "order_parameters", orders);
    json_object_set_new(object, "free_entropy", phi);
    json_object_set_new(object, "observables", observables);
    json_object_set_new(object, "residual", json_number(r->residual));
    if (r->followed != NULL)
        json_object_set_new(object, "followed_from",
                            json_pack("{so}", r->followed,
                                      json_number(r->from)));
    return object;
}

/* ---- no regular state ---------------------------------------------------- */

json_t *
json_unsolved(const session_t *s, const solve_result_t *r)
{
    const saddle_model_t *model = s->loaded.model;
    json_t *object = json_object(), *orders = json_object();
    int i, saturated = r->end == SOLVE_SATURATED;
    const cause_t *cause = find_cause(s, r);
    const char *why = cause != NULL ? cause->text : r->why;

    json_object_set_new(object, "status",
                        json_string(cause != NULL ? "undecided"
                                                  : solve_end_word(r->end)));
    json_object_set_new(object, "state", json_string(r->state));
    json_object_set_new(object, "parameters",
                        json_parameters(s, r->env + model->n_orders));
    for (i = 0; i < model->n_orders && saturated; i++)
        json_object_set_new(orders, model->order[i].name,
                            i == r->saturated ? json_number(r->env[i])
                                              : json_null());
    if (saturated)
    {
        json_object_set_new(object, "order_parameters", orders);
        json_object_set_new(object, "free_entropy", json_number(r->limit));
        json_object_set_new(object, "stability", json_string("unknown"));
    }
    else
        json_decref(orders);
    json_object_set_new(object, "residual", json_number(r->residual));
    json_object_set_new(object, "reason",
                        json_string(why != NULL ? why : ""));
    return object;
}
