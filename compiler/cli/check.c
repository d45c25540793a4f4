/* compiler/cli/check.c -- `saddle check`, `saddle explain`. */
#include "session.h"

#include <string.h>

static int
check_one(const char *path, const options_t *o)
{
    session_t s;
    theory_t theory;
    int status = session_open(&s, path, STAGE_CHECKED, o->json);

    /* What is well formed but cannot be derived is said here as well. */
    if (status == EXIT_DONE)
    {
        theory_derive(&theory, &s.arena, &s.spec, &s.diags);
        if (s.diags.n_errors > 0)
            status = EXIT_SPEC;
        if (o->json)
            diags_print_json(stdout, &s.source, &s.diags);
        else
            diags_print(stderr, &s.source, &s.diags);
    }
    if (status == EXIT_DONE && !o->json)
        printf("%s: model %s is well formed\n", path, s.spec.name);
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

    if (o->n_words != 1)
    {
        fprintf(stderr, "saddle explain: which code? For example E0203.\n");
        return EXIT_USAGE;
    }
    text = diag_explain(o->word[0], &title);
    if (text == NULL)
    {
        fprintf(stderr, "saddle explain: there is no diagnostic '%s'\n",
                o->word[0]);
        return EXIT_USAGE;
    }
    printf("%s: %s\n\n%s\n", o->word[0], title, text);
    return EXIT_DONE;
}
