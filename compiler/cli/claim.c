/* compiler/cli/claim.c -- the theorem of a proof in words. */
#include "proof.h"

#include <stdlib.h>
#include <string.h>

static void
say_parameters(FILE *to, const session_t *s)
{
    int k, n = 0;

    for (k = 0; k < s->spec.n_parameters; k++)
        if (s->setting[k].value != NULL)
            fprintf(to, "%s%s = %s", n++ == 0 ? ", at " : ", ",
                    s->spec.parameter[k].name, s->setting[k].text);
}

/* The values that boundary state b fixes: "q = 0, q_hat = 0". */
static void
say_fixed(FILE *to, const saddle_model_t *model, int b)
{
    const saddle_boundary_t *state = model->boundary + b;
    int k;

    for (k = 0; k < state->n_fixed; k++)
        fprintf(to, "%s%s = %s", k > 0 ? ", " : "",
                model->order[state->fixed[k]].name, state->value[k]);
}

/* "q.null, q_hat.null": the extras, one for each order parameter. */
static void
say_extras(FILE *to, const saddle_system_t *system)
{
    int k;

    for (k = 0; k < system->n_extra; k++)
        fprintf(to, "%s%s", k > 0 ? ", " : "", system->extra[k]);
}

/* The second state of a coexistence and phi = phi'. */
static void
say_coexistence(FILE *to, const saddle_model_t *model,
                const saddle_system_t *system)
{
    if (system->equation_text != NULL)
    {
        fprintf(to, "    free_entropy = %s, that of %s\n",
                system->equation_text,
                system->state[1] != NULL ? system->state[1] : "recovery");
        return;
    }
    fprintf(to, "    the same equations for a second solution ");
    say_extras(to, system);
    if (system->other >= 0)
    {
        fprintf(to, " at the boundary state ");
        say_fixed(to, model, system->other);
    }
    fprintf(to, "\n    free_entropy of the first = free_entropy of the "
                "second\n");
}

/* What makes the parameter critical; docs/certificates.md, "Claims". */
static void
say_condition(FILE *to, const saddle_model_t *model,
              const saddle_system_t *system)
{
    switch (system->condition)
    {
    case SADDLE_IS_FOLD:
    case SADDLE_IS_INSTABILITY:
        fprintf(to, "    J v = 0 and |v| = 1 for v = (");
        say_extras(to, system);
        fprintf(to, ") and J the Jacobian of\n        these equations%s\n",
                system->condition == SADDLE_IS_FOLD
                    ? ": the branch turns around"
                    : ": the natural iteration has eigenvalue one");
        break;
    case SADDLE_IS_COEXISTENCE:
        say_coexistence(to, model, system);
        break;
    case SADDLE_IS_EXTREMUM:
        fprintf(to, "    d(%s)/d%s = 0 along the branch, whose slope is (",
                system->equation_text != NULL ? system->equation_text
                                              : "observable",
                model->parameter[system->unknown[system->n - 1]
                                 - model->n_orders].name);
        say_extras(to, system);
        fprintf(to, ")\n");
        break;
    case SADDLE_IS_STATE:
    case SADDLE_IS_EQUATION:
    case SADDLE_IS_LIMIT:
        if (system->equation_text != NULL)
            fprintf(to, "    %s = 0\n", system->equation_text);
    }
}

static void
say_equations(FILE *to, const session_t *s, const saddle_system_t *system)
{
    const saddle_model_t *model = s->loaded.model;
    const theory_t *t = &s->theory;
    int i;

    fprintf(to, "The equations of model %s", s->spec.name);
    say_parameters(to, s);
    fprintf(to, ":\n");
    if (system->condition != SADDLE_IS_LIMIT)
        for (i = 0; i < t->n_equations; i++)
        {
            fprintf(to, "    ");
            expr_print(to, t->equation_left[i]);
            fprintf(to, " = ");
            expr_print(to, t->equation_right[i]);
            fputc('\n', to);
        }
    say_condition(to, model, system);
    if (system->boundary >= 0)
    {
        fprintf(to, "at the boundary state ");
        say_fixed(to, model, system->boundary);
        fputc('\n', to);
    }
}

static void
say_box(FILE *to, const session_t *s, const saddle_system_t *system,
        const certify_result_t *r)
{
    int i, width = 8;

    if (system->n == 0)
    {
        fprintf(to, "hold there identically; there is nothing left to "
                    "solve.\n");
        return;
    }
    fprintf(to, "have exactly one solution (");
    for (i = 0; i < system->n; i++)
        fprintf(to, "%s%s", i > 0 ? ", " : "",
                certificate_name(s->loaded.model, system,
                                 system->unknown[i]));
    fprintf(to, ") in the box\n");
    for (i = 0; i < system->n; i++)
    {
        int length = (int) strlen(certificate_name(s->loaded.model, system,
                                                   system->unknown[i]));

        width = length > width ? length : width;
    }
    for (i = 0; i < system->n; i++)
    {
        char *lower = decimal_inner_lower(r->box + i);
        char *upper = decimal_inner_upper(r->box + i);

        fprintf(to, "    %-*s [%s, %s]\n", width,
                certificate_name(s->loaded.model, system, system->unknown[i]),
                lower, upper);
        free(lower);
        free(upper);
    }
}

static void
say_constant(FILE *to, const session_t *s, const saddle_system_t *system,
             const certify_result_t *r, long digits)
{
    int i;

    if (system->n > 0)
        fprintf(to, "and it satisfies\n");
    for (i = 0; i < system->n; i++)
    {
        char *lower = decimal_lower(r->zero + i, digits);
        char *upper = decimal_upper(r->zero + i, digits);
        const char *name = certificate_name(s->loaded.model, system,
                                            system->unknown[i]);

        fprintf(to, "    %s <= %s\n    %*s <= %s\n", lower, name,
                (int) strlen(lower), name, upper);
        free(lower);
        free(upper);
    }
}

char *
proof_claim(const session_t *s, const saddle_system_t *system,
            const certify_result_t *r, long digits)
{
    const char *note = proof_note(system, r);
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    if (to == NULL)
        return NULL;
    say_equations(to, s, system);
    say_box(to, s, system, r);
    say_constant(to, s, system, r, digits);
    fprintf(to,
            "Not claimed: that the replica ansatz is exact, that this "
            "solution is the\nthermodynamic state or lies on a particular "
            "branch, or that there is no other\nsolution outside the box.\n");
    if (note != NULL)
        fprintf(to, "Note: %s.\n", note);
    fclose(to);
    return text;
}
