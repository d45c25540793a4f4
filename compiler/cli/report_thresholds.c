/* compiler/cli/report_thresholds.c -- critical values with their proofs. */
#include "critical.h"
#include "html.h"
#include "proof.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

static void
mark(report_t *r, const threshold_t *t, double value)
{
    if (r->n_marks == REPORT_MARKS)
        return;
    r->mark[r->n_marks].parameter = t->parameter;
    r->mark[r->n_marks].value = value;
    r->mark[r->n_marks++].name = t->name;
}

/* Its certificate in the page itself. */
static void
put_certificate(report_t *r, const threshold_t *t, const critical_t *c, int i,
                const char *claim)
{
    const saddle_model_t *model = r->s->loaded.model;
    char *text = NULL;
    size_t n = 0;
    FILE *memory = open_memstream(&text, &n);

    if (memory == NULL)
        return;
    if (proof_print(memory, r->s, model->system[c->candidate[i].system],
                    c->proof + i, claim))
    {
        fclose(memory);
        fprintf(r->to, "<p><a download=\"%s.cert\" "
                "href=\"data:text/plain;base64,", t->name);
        html_base64(r->to, text, n);
        fprintf(r->to, "\">Certificate</a> (%zu bytes): check it with "
                "<code>saddle verify %s.cert</code>.</p>\n", n, t->name);
    }
    else
        fclose(memory);
    free(text);
}

static void
put_proven(report_t *r, const threshold_t *t, const critical_t *c, int i,
           long digits)
{
    const arb_struct *x = c->proof[i].zero + c->proof[i].n - 1;
    char *lower = decimal_lower(x, digits), *upper = decimal_upper(x, digits);
    char *common, *claim;
    long correct;

    common = decimal_common(x, digits, &correct);
    claim = proof_claim(r->s, r->s->loaded.model->system
                                  [c->candidate[i].system],
                        c->proof + i, digits);
    fprintf(r->to, "<p class=\"constant\">");
    html_name(r->to, t->name);
    if (correct + 1 < digits)
        fprintf(r->to, " &#x2208; [%s, %s]", lower, upper);
    else
        fprintf(r->to, " = %s&#x2026;", common);
    fprintf(r->to, "</p>\n<p>Proven: it lies in [<code>%s</code>, "
            "<code>%s</code>].</p>\n<details><summary>The theorem in "
            "words</summary><pre>", lower, upper);
    print_markup(r->to, claim != NULL ? claim : "");
    fprintf(r->to, "</pre></details>\n");
    put_certificate(r, t, c, i, claim != NULL ? claim : "");
    free(claim);
    free(common);
    free(upper);
    free(lower);
}

static void
put_candidates(report_t *r, const threshold_t *t, const critical_t *c,
               long digits)
{
    int i;

    for (i = 0; i < c->n; i++)
    {
        double value = c->candidate[i].env[c->parameter];

        mark(r, t, value);
        if (c->proof[i].verdict == CERTIFY_PROVEN)
        {
            put_proven(r, t, c, i, digits);
            continue;
        }
        fprintf(r->to, "<p class=\"constant\">");
        html_name(r->to, t->name);
        fprintf(r->to, " &#x2248; %.12g</p>\n<p>Not certified: ", value);
        print_markup(r->to, c->proof[i].why != NULL ? c->proof[i].why
                                                 : "no reason known");
        fprintf(r->to, "</p>\n");
    }
}

static void
put_settings(report_t *r, int unknown)
{
    int k, first = 1;

    for (k = 0; k < r->s->spec.n_parameters; k++)
        if (k != unknown)
        {
            fprintf(r->to, "%s", first ? "<p>At " : ", ");
            html_name(r->to, r->s->spec.parameter[k].name);
            fprintf(r->to, " = ");
            print_markup(r->to, r->s->setting[k].text);
            first = 0;
        }
    if (!first)
        fprintf(r->to, ":</p>\n");
}

static void
put_threshold(report_t *r, const threshold_t *t)
{
    certify_options_t options;
    const char **word;
    critical_t c;
    int n, lacks = report_lacks(r, t->parameter);

    fprintf(r->to, "<h3>");
    html_name(r->to, t->name);
    fprintf(r->to, "</h3>\n");
    if (t->description != NULL)
    {
        fprintf(r->to, "<p>");
        print_markup(r->to, t->description);
        fprintf(r->to, "</p>\n");
    }
    if (lacks >= 0)
    {
        fprintf(r->to, "<p>Not computed: %s has no value; give %s=VALUE to "
                "saddle report.</p>\n", r->s->spec.parameter[lacks].name,
                r->s->spec.parameter[lacks].name);
        return;
    }
    word = report_words(r, t->parameter, &n);
    session_forget(r->s);
    if (word != NULL && session_set(r->s, n, word, t->parameter) == EXIT_DONE)
    {
        put_settings(r, t->parameter);
        proof_options(&options, r->o, r->s, 30);
        if (critical_find(&c, r->s, t) == EXIT_DONE)
            critical_prove(&c, r->s, &options);
        put_candidates(r, t, &c, options.digits);
        if (c.n == 0)
        {
            fprintf(r->to, "<p>Not certified: ");
            print_markup(r->to, c.why != NULL ? c.why : "nothing was found");
            fprintf(r->to, "</p>\n");
        }
        critical_clear(&c);
    }
    free(word);
}

void
report_thresholds(report_t *r)
{
    int i;

    if (r->s->spec.n_thresholds == 0)
        return;
    fprintf(r->to, "<section id=\"thresholds\"><h2>Thresholds</h2>\n");
    for (i = 0; i < r->s->spec.n_thresholds; i++)
        put_threshold(r, r->s->spec.threshold + i);
    fprintf(r->to, "</section>\n");
}
