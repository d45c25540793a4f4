/* compiler/cli/report.c -- `saddle report`: one page with everything. */
#include "report.h"
#include "html.h"
#include "output.h"
#include "proof.h"

#include <stdlib.h>
#include <string.h>

/* ---- words ------------------------------------------------------------- */

const char **
report_words(const report_t *r, int but, int *n)
{
    const options_t *o = r->o;
    const char **word = calloc((size_t) o->n_words + 1, sizeof *word);
    int i;

    *n = 0;
    for (i = 1; word != NULL && i < o->n_words; i++)
        if (but < 0
            || session_parameter_index(r->s, o->word[i],
                                       strcspn(o->word[i], "=")) != but)
            word[(*n)++] = o->word[i];
    return word;
}

int
report_lacks(const report_t *r, int but)
{
    const spec_t *spec = &r->s->spec;
    int i, k;

    for (k = 0; k < spec->n_parameters; k++)
    {
        if (k == but || spec->parameter[k].fallback != NULL)
            continue;
        for (i = 1; i < r->o->n_words; i++)
            if (session_parameter_index(r->s, r->o->word[i],
                                        strcspn(r->o->word[i], "=")) == k
                && strpbrk(r->o->word[i], ":,") == NULL)
                break;
        if (i >= r->o->n_words)
            return k;
    }
    return -1;
}

/* ---- the frame --------------------------------------------------------- */

static const char style[]
    = "body{font:16px/1.5 system-ui,sans-serif;color:#222;background:#fff;"
      "max-width:52rem;margin:0 auto;padding:1rem}"
      "h1,h2,h3{line-height:1.2}h2{border-bottom:1px solid #ccc;"
      "padding-bottom:.2rem;margin-top:2.5rem}"
      "pre{background:#f6f6f4;padding:.8rem;overflow-x:auto;"
      "font-size:.85rem}code{overflow-wrap:anywhere}"
      ".formula,.wide{overflow-x:auto;overflow-y:hidden;padding:.2rem 0;"
      "margin:.7rem 0}"
      "math{font-size:1.05rem}"
      ".constant{font-size:1.2rem;font-weight:600;overflow-wrap:anywhere}"
      "table{border-collapse:collapse;font-size:.9rem}"
      "th,td{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #ddd}"
      "figure{margin:1.5rem 0}svg{width:100%;height:auto}"
      "figcaption{color:#555}summary{cursor:pointer}"
      "footer{margin-top:3rem;color:#555;font-size:.85rem;"
      "border-top:1px solid #ccc}";

static void
put_head(report_t *r)
{
    const spec_t *spec = &r->s->spec;
    int i;

    fprintf(r->to, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
            "<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width,"
            "initial-scale=1\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\""
            "default-src 'none'; style-src 'unsafe-inline'\">\n"
            "<meta name=\"generator\" content=\"Saddle %s\">\n<title>",
            SADDLE_VERSION);
    print_markup(r->to, spec->name);
    fprintf(r->to, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n"
            "<h1>", style);
    print_markup(r->to, spec->name);
    fprintf(r->to, "</h1>\n");
    if (spec->description != NULL)
    {
        fprintf(r->to, "<p>");
        print_markup(r->to, spec->description);
        fprintf(r->to, "</p>\n");
    }
    if (spec->n_cites > 0)
        fprintf(r->to, "<ul>\n");
    for (i = 0; i < spec->n_cites; i++)
    {
        fprintf(r->to, "<li><cite>");
        print_markup(r->to, spec->cite[i]);
        fprintf(r->to, "</cite></li>\n");
    }
    if (spec->n_cites > 0)
        fprintf(r->to, "</ul>\n");
}

static void
put_contents(report_t *r, int curves)
{
    fprintf(r->to, "<nav aria-label=\"Contents\"><p>");
    if (r->s->spec.n_thresholds > 0)
        fprintf(r->to, "<a href=\"#thresholds\">Thresholds</a> &#xb7; ");
    if (curves)
        fprintf(r->to, "<a href=\"#curves\">Curves</a> &#xb7; ");
    fprintf(r->to, "<a href=\"#model\">Model</a> &#xb7; "
            "<a href=\"#theory\">Theory</a></p></nav>\n");
}

static void
put_variables(FILE *to, const saddle_variable_t *v, int n, const char *what)
{
    int i;

    fprintf(to, "<table><tr><th scope=\"col\">%s</th><th scope=\"col\">domain"
            "</th><th scope=\"col\">default</th><th scope=\"col\"></th></tr>\n",
            what);
    for (i = 0; i < n; i++)
    {
        fprintf(to, "<tr><td>");
        html_name(to, v[i].name);
        fprintf(to, "</td><td>");
        print_markup(to, v[i].domain);
        fprintf(to, "</td><td>");
        print_markup(to, v[i].default_value);
        fprintf(to, "</td><td>");
        print_markup(to, v[i].description);
        fprintf(to, "</td></tr>\n");
    }
    fprintf(to, "</table>\n");
}

static void
put_model(report_t *r)
{
    const saddle_model_t *model = r->s->loaded.model;

    fprintf(r->to, "<section id=\"model\"><h2>Model</h2>\n<pre>");
    print_markup(r->to, r->s->source.text);
    fprintf(r->to, "</pre>\n");
    put_variables(r->to, model->parameter, model->n_parameters, "parameter");
    fprintf(r->to, "</section>\n");
}

static void
put_theory(report_t *r)
{
    const saddle_model_t *model = r->s->loaded.model;

    fprintf(r->to, "<section id=\"theory\"><h2>Theory</h2>\n");
    put_variables(r->to, model->order, model->n_orders, "order parameter");
    theory_print_mathml(r->to, &r->s->theory);
    fprintf(r->to, "<details><summary>The derivation step by step</summary>\n");
    theory_print_steps(r->to, &r->s->theory, STEPS_MATHML);
    fprintf(r->to, "</details></section>\n");
}

static void
put_foot(report_t *r)
{
    fprintf(r->to, "</main>\n<footer><p>Written by Saddle %s. SHA-256 of the "
            "spec: <code>%s</code></p></footer>\n</body>\n</html>\n",
            SADDLE_VERSION, r->s->loaded.model->spec_hash);
}

/* ---- the whole --------------------------------------------------------- */

/* Thresholds come first in time, so that the curves can mark them. */
static int
write_page(report_t *r)
{
    FILE *page = r->to;
    char *text[2] = { NULL, NULL };
    size_t size[2];
    int i, status = EXIT_DONE;

    put_head(r);
    for (i = 0; i < 2 && status == EXIT_DONE; i++)
    {
        r->to = open_memstream(&text[i], &size[i]);
        if (r->to == NULL)
            status = EXIT_LIMIT;
        else if (i == 0)
            report_thresholds(r);
        else
            status = report_curves(r);
        if (r->to != NULL)
            fclose(r->to);
    }
    r->to = page;
    if (status == EXIT_DONE)
    {
        put_contents(r, size[1] > 0);
        fwrite(text[0], 1, size[0], page);
        fwrite(text[1], 1, size[1], page);
        put_model(r);
        put_theory(r);
        put_foot(r);
    }
    free(text[0]);
    free(text[1]);
    return status;
}

int
run_report(const options_t *o)
{
    session_t s;
    output_t *file;
    report_t r = { NULL, &s, o, 0, { { 0, 0, NULL } } };
    int status, closed;

    if (o->n_words == 0 || o->output == NULL)
    {
        fprintf(stderr, "saddle report: give a file and -o PAGE.html\n");
        return EXIT_USAGE;
    }
    status = session_open(&s, o->word[0], STAGE_LOADED, 0);
    if (status == EXIT_DONE)
        status = proof_open(&file, o->output, &s);
    if (status == EXIT_DONE)
    {
        r.to = output_stream(file);
        progress_start(o->quiet);
        status = write_page(&r);
        progress_end();
        if (progress_interrupted())
            status = EXIT_LIMIT;
        closed = output_close(file, status == EXIT_DONE);
        status = status == EXIT_DONE ? closed : status;
    }
    session_clear(&s);
    return status;
}
