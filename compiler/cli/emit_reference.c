/* compiler/cli/emit_reference.c -- what an emitted solver is tested against. */
#include "critical.h"
#include "grid_parts.h"
#include "package.h"
#include "proof.h"
#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A state that takes longer makes no test: near a transition, or at one. */
#define MOST_ITERATIONS 1000

/* NAME[@STATE] VALUE TOLERANCE PARAMETER=VALUE... */
static void
put_line(FILE *to, const session_t *s, const char *name, const char *state,
         double value, double tolerance, int unknown)
{
    const char *c;
    int k;

    fprintf(to, "%s%s", name, state != NULL ? "@" : "");
    for (c = state; c != NULL && *c != '\0'; c++)
        putc(*c == ' ' ? '~' : *c, to);
    putc(' ', to);
    table_print_number(to, value);
    fprintf(to, " %.3g", tolerance);
    for (k = 0; k < s->spec.n_parameters; k++)
        if (k != unknown)
        {
            fprintf(to, " %s=", s->spec.parameter[k].name);
            for (c = s->setting[k].text; *c != '\0'; c++)
                if (*c != ' ')
                    putc(*c, to);
        }
    putc('\n', to);
}

/* Ten digits: what another machine's mathematical library still gives. */
static void
put_own(FILE *to, const session_t *s, const char *name, const char *state,
        double value, int unknown)
{
    if (isfinite(value))
        put_line(to, s, name, state, value, 1e-10 * (1 + fabs(value)),
                 unknown);
}

static void
put_state(FILE *to, const session_t *s, const char *state,
          const solve_result_t *r)
{
    const saddle_model_t *model = s->loaded.model;
    const saddle_system_t *system = model->system[r->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    int i;

    for (i = 0; i < model->n_orders; i++)
        put_own(to, s, model->order[i].name, state, r->env[i], -1);
    if (value == NULL)
        return;
    solve_values(system, r->env, value);
    for (i = 0; i < system->n_values; i++)
        if (i == 0 || strcmp(system->value_name[i].name,
                             system->value_name[i - 1].name) != 0)
            put_own(to, s, system->value_name[i].name, state, value[i], -1);
    free(value);
}

/* One state to as many digits as are tested? */
static int
are_alike(const saddle_model_t *model, const solve_result_t *a,
          const solve_result_t *b)
{
    int i, alike = a->system == b->system;

    for (i = 0; i < model->n_orders; i++)
        alike = alike && fabs(a->env[i] - b->env[i])
                             <= 1e-10 * (1 + fabs(a->env[i]));
    return alike;
}

/* What the double solver says here and now of one state, in r (clear it);
   nothing where that is `other` again (NULL: there is none). */
static void
own_state(FILE *to, const session_t *s, const char *state, solve_result_t *r,
          const solve_result_t *other)
{
    const char **text = solve_parameter_texts(s);
    double *p = session_doubles(s);
    solve_options_t options;

    memset(r, 0, sizeof *r);
    solve_options_default(&options);
    options.max_iterations = MOST_ITERATIONS;
    if (text != NULL && p != NULL
        && solve_state(r, s->loaded.model, p, text, state, &options)
               == SADDLE_OK
        && (state == NULL || strcmp(r->state, state) == 0)
        && (other == NULL || other->env == NULL
            || !are_alike(s->loaded.model, r, other)))
        put_state(to, s, state, r);
    free(text);
    free(p);
}

/* The states at the point that is set. */
static void
own_states(FILE *to, const session_t *s)
{
    const saddle_model_t *model = s->loaded.model;
    solve_result_t first, r;
    int i;

    own_state(to, s, NULL, &first, NULL);
    own_state(to, s, "informed", &r, &first);
    solve_result_clear(&r);
    for (i = 0; i < model->n_boundaries; i++)
    {
        own_state(to, s, model->boundary[i].name, &r, NULL);
        solve_result_clear(&r);
    }
    solve_result_clear(&first);
}

/* ---- references of the spec ------------------------------------------------ */

static int
threshold_parameter(const session_t *s, const char *name)
{
    int i;

    for (i = 0; i < s->spec.n_thresholds; i++)
        if (strcmp(s->spec.threshold[i].name, name) == 0)
            return s->spec.threshold[i].parameter;
    return -1;
}

/* A reference of the spec, if its parameters can be set. */
static void
spec_reference(FILE *to, session_t *s, const reference_t *ref)
{
    int unknown = threshold_parameter(s, ref->name);
    double value = axis_double(ref->value), tolerance;
    solve_result_t r;

    if (reference_settings(s, ref, unknown) != EXIT_DONE)
        return;
    tolerance = fmax(axis_double(ref->tolerance), 1e-10 * (1 + fabs(value)));
    fprintf(to, "# %s\n", ref->source != NULL ? ref->source : "no source");
    put_line(to, s, ref->name, NULL, value, tolerance, unknown);
    if (unknown >= 0)
        return;
    own_state(to, s, NULL, &r, NULL);
    solve_result_clear(&r);
}

/* ---- at the defaults ------------------------------------------------------ */

/* Defaults, 1 where there is none. */
static int
set_defaults(session_t *s, int unknown)
{
    int k;

    session_forget(s);
    for (k = 0; k < s->spec.n_parameters; k++)
        if (k != unknown)
            session_give(s, k, s->spec.parameter[k].fallback != NULL
                                   ? s->spec.parameter[k].fallback
                                   : expr_integer(s->algebra, 1));
    s->mute = 1;
    return session_set(s, 0, NULL, unknown) == EXIT_DONE;
}

static void
own_threshold(FILE *to, session_t *s, const threshold_t *t)
{
    critical_t c;
    int i;

    if (!set_defaults(s, t->parameter))
        return;
    if (critical_find(&c, s, t) == EXIT_DONE)
        for (i = 0; i < c.n; i++)
            put_own(to, s, t->name, NULL, c.candidate[i].env[c.parameter],
                    t->parameter);
    critical_clear(&c);
}

/* Where all parameters have defaults, there; else where the spec has a
   reference; else with 1 for those without. */
static int
set_point(session_t *s)
{
    int k, whole = 1;

    for (k = 0; k < s->spec.n_parameters; k++)
        whole &= s->spec.parameter[k].fallback != NULL;
    for (k = 0; !whole && k < s->spec.n_references; k++)
        if (threshold_parameter(s, s->spec.reference[k].name) < 0
            && reference_settings(s, s->spec.reference + k, -1) == EXIT_DONE)
            return 1;
    return set_defaults(s, -1);
}

static void
put_all(FILE *to, session_t *s)
{
    int i;

    fprintf(to, "# NAME[@STATE] VALUE TOLERANCE PARAMETER=VALUE...: read by "
                "./solve --check\n"
                "# Lines without a source are what Saddle %s computed.\n",
            SADDLE_VERSION);
    for (i = 0; i < s->spec.n_references; i++)
        spec_reference(to, s, s->spec.reference + i);
    fprintf(to, "# all states at one place\n");
    if (set_point(s))
        own_states(to, s);
    for (i = 0; i < s->spec.n_thresholds; i++)
        own_threshold(to, s, s->spec.threshold + i);
}

void
emit_reference(FILE *to, session_t *s)
{
    char *text = NULL, *line, *end, *key;
    size_t length = 0;
    FILE *all = open_memstream(&text, &length);

    if (all == NULL)
        return;
    put_all(all, s);
    if (fclose(all) != 0)
        return;
    /* each line once, though references share places */
    for (line = text; (end = strchr(line, '\n')) != NULL; line = end + 1)
    {
        key = strndup(line, (size_t) (end - line) + 1);
        if (key == NULL || line[0] == '#' || strstr(text, key) == line)
            fprintf(to, "%.*s\n", (int) (end - line), line);
        free(key);
    }
    free(text);
}
