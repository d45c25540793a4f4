/* compiler/cli/report_curves.c -- curves over one parameter, as charts. */
#include "html.h"
#include "proof.h"
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SERIES = 64, MAX_STATES = 8 };

/* One quantity along the curve, in each state. */
typedef struct
{
    const char *name, *description;
    int chart;
    double *y[MAX_STATES];
} series_t;

typedef struct
{
    report_t *r;
    int n_series;
    int n_states;
    const char *state[MAX_STATES];  /* the first: NULL, the default one     */
    int seen[MAX_STATES];           /* somewhere another than those before  */
    report_axis_t axis;
    series_t series[MAX_SERIES];
} curves_t;

static const char *const chart_title[]
    = { "Order parameters", "Free entropy", "Errors", "Observables" };

#define N_CHARTS 4

/* ---- quantities -------------------------------------------------------- */

static void
add_series(curves_t *c, const char *name, const char *description, int chart)
{
    series_t *s = &c->series[c->n_series];
    int i, k;

    if (c->n_series == MAX_SERIES)
        return;
    *s = (series_t) { name, description, chart, { NULL } };
    for (i = 0; i < c->n_states; i++)
    {
        s->y[i] = calloc((size_t) c->axis.n, sizeof *s->y[i]);
        if (s->y[i] == NULL)
            return;
        for (k = 0; k < c->axis.n; k++)
            s->y[i][k] = NAN;
    }
    c->n_series++;
}

static void
choose_series(curves_t *c)
{
    const saddle_model_t *model = c->r->s->loaded.model;
    const saddle_system_t *system = model->system[0];
    int i;

    for (i = 0; i < model->n_orders; i++)
        if (model->order[i].stage == 0)
            add_series(c, model->order[i].name, model->order[i].description,
                       0);
    for (i = 0; i < system->n_values; i++)
    {
        const saddle_name_t *v = &system->value_name[i];

        if (strcmp(v->name, "free_entropy") == 0
            || strcmp(v->name, "entropy") == 0)
            add_series(c, v->name, v->description, 1);
        else if (strstr(v->name, "error") != NULL
                 || strcmp(v->name, "mmse") == 0)
            add_series(c, v->name, v->description, 2);
        else if (v->declared)
            add_series(c, v->name, v->description, 3);
    }
}

static void
note_state(curves_t *c, int which, int k, const solve_result_t *r)
{
    const saddle_model_t *model = c->r->s->loaded.model;
    const saddle_system_t *system = model->system[r->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    int i, j;

    if (value == NULL)
        return;
    solve_values(system, r->env, value);
    for (j = 0; j < c->n_series; j++)
    {
        series_t *s = &c->series[j];

        for (i = 0; i < model->n_orders; i++)
            if (strcmp(model->order[i].name, s->name) == 0)
                s->y[which][k] = r->env[i];
        for (i = 0; i < system->n_values; i++)
            if (strcmp(system->value_name[i].name, s->name) == 0)
                s->y[which][k] = value[i];
    }
    free(value);
}

/* The states that have names: the default one, the informed one, starts of the
   spec, boundary states. */
static void
choose_states(curves_t *c)
{
    const saddle_model_t *model = c->r->s->loaded.model;
    int i;

    c->state[c->n_states++] = NULL;
    c->state[c->n_states++] = "informed";
    for (i = 0; i < model->n_starts && c->n_states < MAX_STATES; i++)
        if (model->start[i].name != NULL)
            c->state[c->n_states++] = model->start[i].name;
    for (i = 0; i < model->n_boundaries && c->n_states < MAX_STATES; i++)
        c->state[c->n_states++] = model->boundary[i].name;
}

/* By more than a line's width? */
static int
differ(const saddle_model_t *model, const solve_result_t *a,
       const solve_result_t *b)
{
    int i, found = 0;

    for (i = 0; i < model->n_orders; i++)
        found |= fabs(a->env[i] - b->env[i])
                 > 1e-4 * (1 + fabs(a->env[i]));
    return found;
}

/* Each state that is another one than those before. */
static void
solve_point(curves_t *c, int k, double *p, const char **text)
{
    const saddle_model_t *model = c->r->s->loaded.model;
    solve_options_t options;
    solve_result_t r[MAX_STATES];
    int i, j, good[MAX_STATES];

    solve_options_default(&options);
    options.progress = progress_tick;
    p[c->axis.parameter] = c->axis.at[k];
    text[c->axis.parameter] = NULL;
    memset(r, 0, sizeof r);
    for (i = 0; i < c->n_states; i++)
    {
        good[i] = solve_state(&r[i], model, p, text, c->state[i], &options)
                  == SADDLE_OK;
        for (j = 0; j < i && good[i]; j++)
            good[i] = !good[j] || differ(model, &r[j], &r[i]);
        if (!good[i])
            continue;
        note_state(c, i, k, &r[i]);
        c->seen[i] = 1;
    }
    for (i = 0; i < c->n_states; i++)
        solve_result_clear(&r[i]);
}

/* ---- the section ------------------------------------------------------- */

static char *
curve_title(const series_t *s, const char *state)
{
    char *text = NULL;
    const char *more = s->description != NULL ? s->description : "";
    int length;

    if (state != NULL)
        length = asprintf(&text, "%s (%s)", s->name, state);
    else
        length = asprintf(&text, "%s%s%s", s->name, *more != '\0' ? ": " : "",
                          more);
    return length < 0 ? NULL : text;
}

static void
draw_chart(curves_t *c, int chart)
{
    const report_t *r = c->r;
    const char *x = r->s->spec.parameter[c->axis.parameter].name;
    picture_t p;
    int i, k, which, used = 0;

    picture_init(&p);
    picture_labels(&p, chart_title[chart], x, "", "");
    for (i = 0; i < c->n_series; i++)
    {
        if (c->series[i].chart != chart)
            continue;
        for (which = 0; which < c->n_states; which++)
        {
            char *title;
            curve_t *curve;

            if (!c->seen[which])
                continue;
            title = curve_title(&c->series[i], c->state[which]);
            curve = picture_curve(&p, which ? CURVE_DASHED : CURVE_LINE, used,
                                  title);

            for (k = 0; curve != NULL && k < c->axis.n; k++)
                curve_point(curve, c->axis.at[k], c->series[i].y[which][k], NAN);
            free(title);
        }
        used++;
    }
    for (i = 0; i < r->n_marks; i++)
        if (r->mark[i].parameter == c->axis.parameter)
            picture_mark(&p, r->mark[i].value, r->mark[i].name);
    if (used > 0)
    {
        fprintf(r->to, "<figure>\n");
        html_chart(r->to, &p);
        fprintf(r->to, "<figcaption>%s</figcaption></figure>\n",
                chart_title[chart]);
    }
    picture_clear(&p);
}

/* The same numbers for those who do not see the charts. */
static void
put_table(const curves_t *c)
{
    FILE *to = c->r->to;
    int i, k;

    fprintf(to, "<details><summary>The curves as a table</summary>"
            "<div class=\"wide\"><table><tr><th scope=\"col\">");
    html_name(to, c->r->s->spec.parameter[c->axis.parameter].name);
    fprintf(to, "</th>");
    for (i = 0; i < c->n_series; i++)
    {
        fprintf(to, "<th scope=\"col\">");
        html_name(to, c->series[i].name);
        fprintf(to, "</th>");
    }
    fprintf(to, "</tr>\n");
    for (k = 0; k < c->axis.n; k++)
    {
        fprintf(to, "<tr><th scope=\"row\">%.6g</th>", c->axis.at[k]);
        for (i = 0; i < c->n_series; i++)
            if (isfinite(c->series[i].y[0][k]))
                fprintf(to, "<td>%.10g</td>", c->series[i].y[0][k]);
            else
                fprintf(to, "<td></td>");
        fprintf(to, "</tr>\n");
    }
    fprintf(to, "</table></div></details>\n");
}

static int
compute(curves_t *c)
{
    session_t *s = c->r->s;
    const char **word, **text;
    double *p;
    int n, k, status;

    session_forget(s);
    word = report_words(c->r, c->axis.parameter, &n);
    status = word == NULL ? EXIT_LIMIT : session_set(s, n, word, c->axis.parameter);
    free(word);
    if (status != EXIT_DONE)
        return status;
    p = session_doubles(s);
    text = solve_parameter_texts(s);
    for (k = 0; p != NULL && text != NULL && k < c->axis.n; k++)
    {
        solve_point(c, k, p, text);
        if (progress_tick(NULL, "curves", (double) k / c->axis.n))
            status = EXIT_LIMIT;
    }
    free(p);
    free(text);
    return status;
}

static void
put_settings(const curves_t *c)
{
    const session_t *s = c->r->s;
    int k, other = 0;

    for (k = 1; k < c->n_states; k++)
        other |= c->seen[k];
    fprintf(c->r->to, "<p>Over ");
    html_name(c->r->to, s->spec.parameter[c->axis.parameter].name);
    for (k = 0; k < s->spec.n_parameters; k++)
        if (k != c->axis.parameter)
        {
            fprintf(c->r->to, ", ");
            html_name(c->r->to, s->spec.parameter[k].name);
            fprintf(c->r->to, " = ");
            print_markup(c->r->to, s->setting[k].text);
        }
    fprintf(c->r->to, ". In double precision%s.</p>\n",
            other ? "; dashed: other states" : "");
}

int
report_curves(report_t *r)
{
    curves_t c;
    int i, k, status = EXIT_DONE, found;

    memset(&c, 0, sizeof c);
    c.r = r;
    found = report_axis(r, &c.axis);
    if (found < 0)
        status = EXIT_USAGE;
    else if (found)
    {
        choose_states(&c);
        choose_series(&c);
        status = compute(&c);
    }
    if (status == EXIT_DONE && !found && c.axis.at != NULL
        && (k = report_lacks(r, c.axis.parameter)) >= 0)
        fprintf(r->to, "<section id=\"curves\"><h2>Curves</h2>\n<p>Not "
                "drawn: %s has no value; give %s=VALUE to saddle "
                "report.</p></section>\n", r->s->spec.parameter[k].name,
                r->s->spec.parameter[k].name);
    if (status == EXIT_DONE && found)
    {
        fprintf(r->to, "<section id=\"curves\"><h2>Curves</h2>\n");
        put_settings(&c);
        for (i = 0; i < N_CHARTS; i++)
            draw_chart(&c, i);
        put_table(&c);
        fprintf(r->to, "</section>\n");
    }
    for (i = 0; i < c.n_series; i++)
    {
        for (k = 0; k < c.n_states; k++)
            free(c.series[i].y[k]);
    }
    free(c.axis.at);
    return status;
}
