/* compiler/cli/rows.c -- the rows of one point of a sweep. */
#include "rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STATES 64

/* ---- columns --------------------------------------------------------------- */

/* What a model calls its values, those of all saddle points together. */
static int
value_columns(rows_t *r)
{
    const saddle_model_t *model = r->s->loaded.model;
    int i, k, good = 1;

    for (i = 0; i < model->n_orders; i++)
        good &= table_column(&r->table, model->order[i].name) >= 0;
    good &= table_column(&r->table, "free_entropy") >= 0;
    for (i = 0; i < model->n_systems; i++)
        if (model->system[i]->kind == SADDLE_SADDLE_POINT)
            for (k = 0; k < model->system[i]->n_values; k++)
                good &= table_column(&r->table,
                                     model->system[i]->value_name[k].name) >= 0;
    good &= table_column(&r->table, "stability") >= 0;
    return good && (!r->o->branches
                    || table_column(&r->table, "dominant") >= 0);
}

static int
threshold_columns(rows_t *r)
{
    const saddle_model_t *model = r->s->loaded.model;
    int i, good = table_column(&r->table, r->threshold->name) >= 0;

    if (r->certify)
        good &= table_column(&r->table, "lower") >= 0
                && table_column(&r->table, "upper") >= 0;
    for (i = 0; i < model->n_orders; i++)
        good &= table_column(&r->table, model->order[i].name) >= 0;
    return good;
}

int
rows_open(rows_t *r, session_t *s, const options_t *o,
          const threshold_t *threshold)
{
    static const char *const last[] = { "state", "branch", "residual",
                                        "status" };
    int i, good = 1;

    r->s = s;
    r->o = o;
    r->threshold = threshold;
    r->unknown = threshold != NULL ? threshold->parameter : -1;
    r->certify = o->certify || o->digits > 0;
    proof_options(&r->proof, o, s, 15);
    r->proof.threads = 1; /* the workers fill the cores */
    r->proof.progress = NULL;
    if (r->certify && threshold == NULL)
    {
        fprintf(stderr, "saddle sweep: --certify goes with --threshold NAME\n");
        return EXIT_USAGE;
    }
    if (!solve_knows_state(s, o->state))
        return EXIT_USAGE;
    for (i = 0; i < s->spec.n_parameters; i++)
        if (i != r->unknown)
            good &= table_column(&r->table, s->spec.parameter[i].name) >= 0;
    good &= threshold != NULL ? threshold_columns(r) : value_columns(r);
    for (i = 0; i < 4; i++)
        good &= table_column(&r->table, last[i]) >= 0;
    return good ? EXIT_DONE : EXIT_LIMIT;
}

void
rows_head_line(FILE *to, const char *kind, const char *name, const char *text)
{
    fprintf(to, "# %s %s%s", kind, name, text != NULL ? ": " : "");
    for (; text != NULL && *text != '\0'; text++)
        putc(*text == '\n' ? ' ' : *text, to);
    putc('\n', to);
}

/* Is value k of system i one that no system before it has? */
static int
is_new(const saddle_model_t *model, int i, int k)
{
    const char *name = model->system[i]->value_name[k].name;
    int j, l;

    for (j = 0; j < i; j++)
        for (l = 0; l < model->system[j]->n_values; l++)
            if (strcmp(model->system[j]->value_name[l].name, name) == 0)
                return 0;
    return 1;
}

void
rows_describe(const rows_t *r, FILE *to)
{
    const saddle_model_t *model = r->s->loaded.model;
    int i, k;

    for (i = 0; i < model->n_parameters; i++)
        if (i != r->unknown)
            rows_head_line(to, "parameter", model->parameter[i].name,
                     model->parameter[i].description);
    if (r->threshold != NULL)
        rows_head_line(to, "threshold", r->threshold->name,
                 r->threshold->description);
    for (i = 0; i < model->n_orders; i++)
        rows_head_line(to, "order", model->order[i].name,
                 model->order[i].description);
    for (i = 0; i < model->n_systems && r->threshold == NULL; i++)
        for (k = 0; k < model->system[i]->n_values; k++)
            if (model->system[i]->kind == SADDLE_SADDLE_POINT
                && is_new(model, i, k))
                rows_head_line(to, "value", model->system[i]->value_name[k].name,
                         model->system[i]->value_name[k].description);
}

void
rows_close(rows_t *r)
{
    table_clear(&r->table);
}

/* ---- one row --------------------------------------------------------------- */

static void
begin(rows_t *r, const double *p)
{
    int i;

    table_begin(&r->table);
    for (i = 0; i < r->s->spec.n_parameters; i++)
        if (i != r->unknown)
            table_number(&r->table, r->s->spec.parameter[i].name, p[i]);
}

static void
end(rows_t *r, FILE *to, const char *status)
{
    table_text(&r->table, "status", status);
    table_write_row(to, &r->table, r->o->json);
}

void
rows_status(rows_t *r, FILE *to, const char *status)
{
    double *p = session_doubles(r->s);

    if (p != NULL)
    {
        begin(r, p);
        end(r, to, status);
    }
    free(p);
}

void
rows_solution(rows_t *r, FILE *to, const double *p, const solve_result_t *x,
              int branch, const char *stability, double dominant)
{
    const saddle_model_t *model = r->s->loaded.model;
    const saddle_system_t *system = model->system[x->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    int i, solved = x->end == SOLVE_CONVERGED || x->end == SOLVE_BOUNDARY;
    int undefined = -1;
    const char *word = solve_end_word(x->end);
    solve_options_t options;

    solve_options_default(&options);
    begin(r, p);
    if (solved && value != NULL)
    {
        solve_values(system, x->env, value);
        for (i = 0; i < model->n_orders; i++)
            table_number(&r->table, model->order[i].name, x->env[i]);
        for (i = 0; i < system->n_values; i++)
            table_number(&r->table, system->value_name[i].name, value[i]);
        if (stability == NULL)
            stability = solve_stability(system, value,
                                        solve_eigenvalue(x, model, &options));
        table_text(&r->table, "stability", stability);
        table_number(&r->table, "dominant", dominant);
        if (solve_undefined(system, value, &undefined) != NULL)
            word = "undecided";
    }
    table_text(&r->table, "state", x->state);
    table_number(&r->table, "branch", branch);
    table_number(&r->table, "residual", x->residual);
    end(r, to, word);
    free(value);
}

static void
solutions(rows_t *r, FILE *to, const double *p, const char *const *text)
{
    solve_options_t options;
    solve_result_t x[MAX_STATES];
    int i, n = 1;

    solve_options_default(&options);
    memset(x, 0, sizeof x);
    if (r->o->all)
        n = solve_all(x, MAX_STATES, r->s->loaded.model, p, text, &options);
    else
        solve_state(x, r->s->loaded.model, p, text, r->o->state, &options);
    if (n == 0 || x[0].env == NULL)
        rows_status(r, to, "no_convergence");
    for (i = 0; i < n; i++)
    {
        if (x[i].env != NULL)
            rows_solution(r, to, p, x + i, i, NULL, 0);
        solve_result_clear(x + i);
    }
}

/* ---- a threshold ------------------------------------------------------------- */

static void
candidate(rows_t *r, FILE *to, const double *p, const critical_t *c, int i)
{
    const saddle_model_t *model = r->s->loaded.model;
    const solve_result_t *x = c->candidate + i;
    const certify_result_t *proof = c->proof + i;
    int k, proven = proof->verdict == CERTIFY_PROVEN && proof->n > 0;

    begin(r, p);
    table_number(&r->table, r->threshold->name, x->env[c->parameter]);
    for (k = 0; k < model->n_orders; k++)
        table_number(&r->table, model->order[k].name, x->env[k]);
    if (r->certify && proven)
    {
        char *lower = decimal_lower(proof->zero + proof->n - 1,
                                    r->proof.digits);
        char *upper = decimal_upper(proof->zero + proof->n - 1,
                                    r->proof.digits);

        table_text(&r->table, "lower", lower);
        table_text(&r->table, "upper", upper);
        free(lower);
        free(upper);
    }
    table_text(&r->table, "state", x->state);
    table_number(&r->table, "branch", i);
    table_number(&r->table, "residual", x->residual);
    end(r, to, !r->certify ? "converged"
               : proven    ? "proven"
                           : "undecided");
}

static void
threshold(rows_t *r, FILE *to, const double *p)
{
    critical_t c;
    int i, status = critical_find(&c, r->s, r->threshold);

    if (status == EXIT_DONE && r->certify)
        critical_prove(&c, r->s, &r->proof);
    if (c.n == 0)
        rows_status(r, to, "undecided");
    for (i = 0; i < c.n; i++)
        candidate(r, to, p, &c, i);
    critical_clear(&c);
}

void
rows_at(rows_t *r, FILE *to, int holds)
{
    double *p = session_doubles(r->s);
    const char **text = solve_parameter_texts(r->s);

    if (!holds)
        rows_status(r, to, "domain");
    else if (p == NULL || text == NULL)
        rows_status(r, to, "limit");
    else if (r->threshold != NULL)
        threshold(r, to, p);
    else
        solutions(r, to, p, text);
    free(p);
    free(text);
}
