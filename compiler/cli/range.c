/* compiler/cli/range.c -- `saddle certify THRESHOLD --global`: a whole range. */
#include "range.h"
#include "../../runtime/certify/global.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
    int points;                 /* in the whole range, over all systems     */
    int systems;
    const char *why;            /* when a system is not decided             */
} count_t;

static void
count_points(count_t *count, session_t *s, const options_t *o,
             const threshold_t *threshold, const critical_t *c)
{
    const saddle_model_t *model = s->loaded.model;
    double *p = session_doubles(s);
    global_options_t options;
    global_result_t r;
    int k;

    memset(count, 0, sizeof *count);
    global_options_default(&options);
    proof_options(&options.certify, o, s, 15);
    options.certify.digits = 15;
    options.certify.range = c->range;
    if (o->boxes > 0)
        options.max_cells = options.max_boxes = o->boxes;
    for (k = 0; k < model->n_systems && p != NULL && count->why == NULL; k++)
    {
        if (model->system[k]->kind != SADDLE_THRESHOLD
            || strcmp(model->system[k]->name, threshold->name) != 0)
            continue;
        count->systems++;
        if (global_threshold(&r, model, k, p, c->range, &options)
            != CERTIFY_PROVEN)
            count->why = r.why != NULL ? r.why : "not decided";
        count->points += r.n_solutions;
        global_result_clear(&r);
    }
    if (p == NULL || count->systems == 0)
        count->why = "there is no such system";
    free(p);
}

/* "alpha in [0.1, 2]" */
static void
say_range(FILE *to, const session_t *s, const threshold_t *t,
          const critical_t *c)
{
    char *lo = decimal_lower(c->range, 15), *hi = decimal_upper(c->range + 1,
                                                                15);

    fprintf(to, "%s in [%s, %s]", s->spec.parameter[t->parameter].name, lo,
            hi);
    free(lo);
    free(hi);
}

certify_verdict_t
range_prove(char **sentence, session_t *s, const options_t *o,
            const threshold_t *threshold, const critical_t *c)
{
    certify_verdict_t verdict = CERTIFY_UNDECIDED;
    count_t count;
    size_t length;
    FILE *to;

    *sentence = NULL;
    count_points(&count, s, o, threshold, c);
    to = open_memstream(sentence, &length);
    if (to == NULL)
        return verdict;
    if (count.why != NULL)
        fprintf(to, "The claim is local: that there is no other such point is "
                    "not certified (%s).\n", count.why);
    else if (count.points == 0)
    {
        verdict = CERTIFY_DISPROVEN;
        fprintf(to, "There is no such point with ");
        say_range(to, s, threshold, c);
        fprintf(to, " and order parameters\ninside their domains.\n");
    }
    else if (count.points == 1)
    {
        verdict = CERTIFY_PROVEN;
        fprintf(to, "The claim is global: it is the only such point with ");
        say_range(to, s, threshold, c);
        fprintf(to, "\nand order parameters inside their domains.\n");
    }
    else
    {
        fprintf(to, "There are exactly %d such points with ", count.points);
        say_range(to, s, threshold, c);
        fprintf(to, "\nand order parameters inside their domains.\n");
    }
    fclose(to);
    return verdict;
}
