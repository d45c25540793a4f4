/* compiler/cli/state_print.c -- a state in words. */
#include "states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NARROWEST 16    /* column of the names                             */

typedef struct
{
    int width;
    const certify_result_t *proof;  /* NULL: doubles                       */
    long digits;
} column_t;

static void
print_line(const column_t *c, const saddle_name_t *name, double x,
           const arb_struct *ball)
{
    printf("  %-*s ", c->width, name->name);
    if (ball != NULL && arb_is_finite(ball))
    {
        char *lower = decimal_lower(ball, c->digits);
        char *upper = decimal_upper(ball, c->digits);

        printf("in [%s,\n  %-*s     %s]", lower, c->width, "", upper);
        free(lower);
        free(upper);
    }
    else if (ball != NULL && isinf(x) && mag_is_zero(arb_radref(ball)))
        printf("%s", x > 0 ? "inf" : "-inf");
    else if (ball != NULL)
        printf("not certified (about %.12g)", x);
    else if (name->description != NULL)
        printf("%-22.15g %s", isnan(x) ? NAN : x, name->description);
    else
        printf("%.15g", isnan(x) ? NAN : x);
    putchar('\n');
}

/* Orders and values below each other. */
static void
print_lines(const session_t *s, const told_state_t *told, column_t *c)
{
    const saddle_model_t *model = s->loaded.model;
    const saddle_system_t *system = model->system[told->result->system];
    int i;

    c->width = NARROWEST;
    for (i = 0; i < model->n_orders; i++)
        c->width = (int) fmax(c->width, strlen(model->order[i].name));
    for (i = 0; i < system->n_values; i++)
        c->width = (int) fmax(c->width, strlen(system->value_name[i].name));
    for (i = 0; i < model->n_orders; i++)
    {
        const saddle_name_t name = { model->order[i].name,
                                     model->order[i].description, 0 };

        print_line(c, &name, told->result->env[i],
                   c->proof != NULL ? c->proof->env + i : NULL);
    }
    for (i = 0; i < system->n_values; i++)
        print_line(c, system->value_name + i, told->value[i],
                   c->proof != NULL ? c->proof->values + i : NULL);
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
    column_t column = { NARROWEST, proof, digits };

    print_title(stdout, s);
    printf("state: %s\n", r->state);
    if (r->followed != NULL)
        printf("  followed from %s = %.6g, as no iteration converges here\n",
               r->followed, r->from);
    print_lines(s, told, &column);
    printf("stability: %s", solve_stability(system, value, told->eigenvalue));
    if (isfinite(told->eigenvalue))
        printf(" (eigenvalue %.6g of the linearised iteration)",
               told->eigenvalue);
    printf("\nresidual %.1e", r->residual);
    if (r->error > 0)
        printf(", quadrature error about %.1e", r->error);
    putchar('\n');
}

int
tell_undefined(const session_t *s, const told_state_t *told)
{
    const saddle_model_t *model = s->loaded.model;
    char *text = undefined_text(model->system[told->result->system],
                                told->value);

    if (text == NULL)
        return EXIT_DONE;
    fprintf(stderr, "saddle: %s: %s\n", s->source.path, text);
    free(text);
    return EXIT_REFUSED;
}

/* ---- no regular state ---------------------------------------------------- */

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
