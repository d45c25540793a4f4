/* compiler/cli/check.c -- `saddle check`, `saddle explain`. */
#include "session.h"

#include <string.h>

/* A spec may be well formed and still have no derivation yet: say so, and do
   not call it an error. */
static void
report_well_formed(session_t *s, const char *path)
{
    theory_t theory;
    diags_t d;
    int i;

    diags_init(&d);
    printf("%s: model %s is well formed\n", path, s->spec.name);
    if (s->spec.learner != LEARNER_NONE
        && s->spec.learner != LEARNER_POTENTIAL
        && !theory_derive(&theory, &s->arena, &s->spec, &d))
        for (i = 0; i < d.n; i++)
            printf("  line %d: %s\n", d.item[i].span.line, d.item[i].message);
    diags_clear(&d);
}

static int
check_one(const char *path, const options_t *o)
{
    session_t s;
    int status = session_open(&s, path, STAGE_CHECKED, o->json);

    if (status == EXIT_DONE && !o->json)
        report_well_formed(&s, path);
    session_clear(&s);
    return status;
}

int
run_check(const options_t *o)
{
    int i, status = EXIT_DONE;

    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle check: which file?\n");
        return EXIT_USAGE;
    }
    for (i = 0; i < o->n_words; i++)
    {
        int one = check_one(o->word[i], o);

        status = one > status ? one : status;
    }
    return status;
}

int
run_explain(const options_t *o)
{
    const char *title, *text;
    char code[8];

    if (o->n_words != 1)
    {
        fprintf(stderr, "saddle explain: which code? For example E0203.\n");
        return EXIT_USAGE;
    }
    snprintf(code, sizeof code, "%s", o->word[0]);
    code[0] = code[0] == 'e' ? 'E' : code[0];
    text = diag_explain(code, &title);
    if (text == NULL)
    {
        fprintf(stderr, "saddle explain: there is no diagnostic '%s'\n",
                o->word[0]);
        return EXIT_USAGE;
    }
    printf("%s: %s\n\n%s\n", code, title, text);
    return EXIT_DONE;
}
