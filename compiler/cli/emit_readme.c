/* compiler/cli/emit_readme.c -- the page to begin with in an emitted folder. */
#include "package.h"

#include <string.h>

/* A string of the spec as plain text of a Markdown page. */
static void
put_text(FILE *to, const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
    {
        if (strchr("\\`*_{}[]<>#|&", *text) != NULL)
            putc('\\', to);
        putc(*text, to);
    }
}

static void
put_parameters(FILE *to, const saddle_model_t *model)
{
    int i;

    fprintf(to, "\n| parameter | domain | default | |\n"
                "| --- | --- | --- | --- |\n");
    for (i = 0; i < model->n_parameters; i++)
    {
        const saddle_variable_t *v = model->parameter + i;

        fprintf(to, "| `%s` | ", v->name);
        put_text(to, v->domain);
        fprintf(to, " | %s | ", v->has_default ? v->default_value : "");
        put_text(to, v->description);
        fprintf(to, " |\n");
    }
    fprintf(to, "\n| order parameter | |\n| --- | --- |\n");
    for (i = 0; i < model->n_orders; i++)
    {
        fprintf(to, "| `%s` | ", model->order[i].name);
        put_text(to, model->order[i].description);
        fprintf(to, " |\n");
    }
}

static void
put_commands(FILE *to, const session_t *s)
{
    const saddle_model_t *model = s->loaded.model;
    int i, k;

    fprintf(to, "## Running\n\n    ./solve");
    for (i = 0; i < model->n_parameters; i++)
        fprintf(to, " %s=%s", model->parameter[i].name,
                model->parameter[i].has_default
                    ? model->parameter[i].default_value : "1");
    fprintf(to, "\n");
    for (i = 0; i < s->spec.n_thresholds; i++)
    {
        fprintf(to, "    ./solve --threshold %s", s->spec.threshold[i].name);
        for (k = 0; k < model->n_parameters; k++)
            if (k != s->spec.threshold[i].parameter
                && !model->parameter[k].has_default)
                fprintf(to, " %s=1", model->parameter[k].name);
        fprintf(to, "\n");
    }
    fprintf(to, "    ./solve --help\n\n`--all` lists every state that a scan "
                "finds, `--from STATE` chooses one. `./certify`\ntakes the same "
                "words and `--digits N`.\n");
}

void
emit_readme(FILE *to, const session_t *s)
{
    const spec_t *spec = &s->spec;
    int i;

    fprintf(to, "# %s\n\n", spec->name);
    if (spec->description != NULL)
    {
        put_text(to, spec->description);
        fprintf(to, "\n\n");
    }
    fprintf(to, "A solver for the replica equations of the model "
                "`%s.saddle`, written by\nSaddle %s. The equations are in "
                "`equations.tex`, their C in `model.c`: each stands\nas a "
                "comment above the code that computes it.\n\n", spec->name,
            SADDLE_VERSION);
    for (i = 0; i < spec->n_cites; i++)
    {
        fprintf(to, "- ");
        put_text(to, spec->cite[i]);
        fprintf(to, "\n");
    }
    fprintf(to, "%s## Building\n\n"
                "    make            a C compiler is enough\n"
                "    make test       against the values in reference.txt\n"
                "    make certify    proven digits; needs FLINT 3, or FLINT 2.9 "
                "and Arb\n\n", spec->n_cites > 0 ? "\n" : "");
    put_commands(to, s);
    put_parameters(to, s->loaded.model);
    fprintf(to, "\n## What is where\n\n"
                "| | |\n| --- | --- |\n"
                "| `%s.saddle` | the model as it was written |\n"
                "| `equations.tex` | free entropy and saddle-point equations |\n"
                "| `model.c` | the same as C, in double precision |\n"
                "| `model_balls.c` | the same for interval arithmetic |\n"
                "| `reference.txt` | values that `make test` checks |\n"
                "| `runtime/standalone` | the two programs |\n"
                "| `runtime/solve` | natural iteration, Newton, thresholds |\n"
                "| `runtime/quadrature` | the integrals, in doubles and balls |\n"
                "| `runtime/certify` | Krawczyk's test |\n\n"
                "`runtime/` is the same for every model. SHA-256 of the "
                "spec:\n`%s`\n", spec->name, s->loaded.model->spec_hash);
}
