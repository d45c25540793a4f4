/* compiler/cli/state_report.c -- a state in words and as JSON. */
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

    json_object_set_new(object, "status",
                        json_string(proof != NULL ? proof_status(proof->verdict)
                                                  : solve_end_word(r->end)));
    json_object_set_new(object, "state", json_string(r->state));
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
    return object;
}

/* ---- text ----------------------------------------------------------------------- */

static void
print_line(const char *name, double x, const arb_struct *ball, long digits,
           const char *description)
{
    if (ball != NULL && arb_is_finite(ball))
    {
        char *lower = decimal_lower(ball, digits);
        char *upper = decimal_upper(ball, digits);

        printf("  %-16s in [%s,\n  %-16s     %s]\n", name, lower, "", upper);
        free(lower);
        free(upper);
    }
    else if (ball != NULL && isinf(x) && mag_is_zero(arb_radref(ball)))
        printf("  %-16s %s\n", name, x > 0 ? "inf" : "-inf");
    else if (ball != NULL)
        printf("  %-16s not certified (about %.12g)\n", name, x);
    else if (description != NULL)
        printf("  %-16s %-22.15g %s\n", name, x, description);
    else
        printf("  %-16s %.15g\n", name, x);
}

static void
print_title(FILE *to, const session_t *s)
{
    const saddle_model_t *model = s->loaded.model;
    int i;

    fprintf(to, "%s", s->spec.name);
    for (i = 0; i < model->n_parameters; i++)
        fprintf(to, "%s %s = %s", i > 0 ? "," : "  at",
                model->parameter[i].name, s->setting[i].text);
    fputc('\n', to);
}

void
print_state(const session_t *s, const told_state_t *told,
            const certify_result_t *proof, long digits)
{
    const solve_result_t *r = told->result;
    const double *value = told->value;
    const saddle_model_t *model = s->loaded.model;
    const saddle_system_t *system = model->system[r->system];
    int i;

    print_title(stdout, s);
    printf("state: %s\n", r->state);
    if (r->followed != NULL)
        printf("  followed from %s = %.6g, as no iteration converges here\n",
               r->followed, r->from);
    for (i = 0; i < model->n_orders; i++)
        print_line(model->order[i].name, r->env[i],
                   proof != NULL ? proof->env + i : NULL, digits,
                   model->order[i].description);
    for (i = 0; i < system->n_values; i++)
        print_line(system->value_name[i].name, value[i],
                   proof != NULL ? proof->values + i : NULL, digits,
                   system->value_name[i].description);
    printf("stability: %s", solve_stability(system, value, told->eigenvalue));
    if (isfinite(told->eigenvalue))
        printf(" (eigenvalue %.6g of the linearised iteration)",
               told->eigenvalue);
    printf("\nresidual %.1e", r->residual);
    if (r->error > 0)
        printf(", quadrature error about %.1e", r->error);
    putchar('\n');
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

static void
say_limit(FILE *to, const session_t *s, const solve_result_t *r)
{
    const saddle_variable_t *order = s->loaded.model->order + r->saturated;

    fprintf(to, "%s -> %.15g, an end of the domain that is not a boundary "
            "state; the free entropy ", order->name, r->env[r->saturated]);
    if (isinf(r->limit))
        fprintf(to, "tends to %sinfinity", r->limit < 0 ? "minus " : "");
    else
        fprintf(to, "has no limit that is known there");
}

void
print_saturated(const session_t *s, const solve_result_t *r)
{
    print_title(stdout, s);
    printf("state: saturated\n  ");
    say_limit(stdout, s, r);
    putchar('\n');
}

int
print_unsolved(const session_t *s, const solve_result_t *r)
{
    const saddle_model_t *model = s->loaded.model;
    const cause_t *cause = find_cause(s, r);
    int i;

    fprintf(stderr, "saddle: %s", s->source.path);
    if (cause != NULL)
        fprintf(stderr, ":%d", cause->span.line);
    fprintf(stderr, ": not solved");
    for (i = 0; i < model->n_parameters; i++)
        fprintf(stderr, "%s %s = %s", i > 0 ? "," : " at",
                model->parameter[i].name, s->setting[i].text);
    fprintf(stderr, ": ");
    if (cause != NULL)
    {
        fprintf(stderr, "%s\n", cause->text);
        return EXIT_REFUSED;
    }
    if (r->end == SOLVE_SATURATED)
    {
        fprintf(stderr, "the iteration tends to ");
        say_limit(stderr, s, r);
    }
    else
        fprintf(stderr, "%s", r->why != NULL ? r->why
                                  : "the iteration does not converge");
    if (isfinite(r->residual))
        fprintf(stderr, " (residual %.1e)", r->residual);
    if (r->end == SOLVE_NO_CONVERGENCE || r->end == SOLVE_SATURATED)
        fprintf(stderr, "\n  help: --all lists the states that a scan of the "
                "domain finds; a line `start NAME at ...` in the spec and "
                "--from NAME begin elsewhere");
    fputc('\n', stderr);
    if (r->end == SOLVE_OUTSIDE)
        return EXIT_USAGE;
    return r->end == SOLVE_SATURATED ? EXIT_REFUSED : EXIT_LIMIT;
}
