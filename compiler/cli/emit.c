/* compiler/cli/emit.c -- `saddle emit`: a solver to ship with a paper. */
#include "../algebra/evaluate.h"
#include "../emit/embedded.h"
#include "proof.h"
#include "table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A folder being filled, under a temporary name beside its place. */
typedef struct
{
    session_t *s;
    char *folder;
    int failed;
} package_t;

static FILE *
open_file(package_t *p, const char *path)
{
    char *whole = NULL, *slash;
    FILE *to = NULL;

    if (asprintf(&whole, "%s/%s", p->folder, path) < 0)
        return NULL;
    for (slash = strchr(whole + strlen(p->folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/'))
    {
        *slash = '\0';
        mkdir(whole, 0777);
        *slash = '/';
    }
    to = fopen(whole, "w");
    if (to == NULL)
    {
        fprintf(stderr, "saddle emit: %s: %s\n", whole, strerror(errno));
        p->failed = 1;
    }
    free(whole);
    return to;
}

static void
close_file(package_t *p, FILE *to)
{
    int bad = ferror(to);

    if (fclose(to) != 0 || bad)
    {
        if (!p->failed)
            fprintf(stderr, "saddle emit: %s: write error\n", p->folder);
        p->failed = 1;
    }
}

static void
copy(package_t *p, const char *path, const void *text, size_t length)
{
    FILE *to = open_file(p, path);

    if (to == NULL)
        return;
    fwrite(text, 1, length, to);
    close_file(p, to);
}

/* ---- reference values -------------------------------------------------------- */

static double
as_double(expr_t *e)
{
    double x = NAN;
    arb_t v;

    arb_init(v);
    if (expr_evaluate(v, e, NULL, 80) == EVALUATE_OK)
        x = arf_get_d(arb_midref(v), ARF_RND_NEAR);
    arb_clear(v);
    return x;
}

static void
reference_line(FILE *to, const session_t *s, const char *name, double value,
               double tolerance, int unknown, const double *p)
{
    int k;

    fprintf(to, "%s ", name);
    table_print_number(to, value);
    fprintf(to, " %.3g", tolerance);
    for (k = 0; k < s->spec.n_parameters; k++)
        if (k != unknown)
        {
            fprintf(to, " %s=", s->spec.parameter[k].name);
            table_print_number(to, p[k]);
        }
    putc('\n', to);
}

/* What the double solver says here and now, to ten digits. */
static void
own_values(FILE *to, session_t *s, const double *p)
{
    const saddle_model_t *model = s->loaded.model;
    const char **text = solve_parameter_texts(s);
    solve_options_t options;
    solve_result_t r;
    int i;

    memset(&r, 0, sizeof r);
    solve_options_default(&options);
    if (text != NULL
        && solve_state(&r, model, p, text, NULL, &options) == SADDLE_OK)
        for (i = 0; i < model->n_orders; i++)
            if (isfinite(r.env[i]))
                reference_line(to, s, model->order[i].name, r.env[i],
                               1e-10 * (1 + fabs(r.env[i])), -1, p);
    solve_result_clear(&r);
    free(text);
}

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
    double value = as_double(ref->value), tolerance, *p;

    if (reference_settings(s, ref, unknown) != EXIT_DONE)
        return;
    p = session_doubles(s);
    if (p == NULL)
        return;
    tolerance = fmax(as_double(ref->tolerance), 1e-10 * (1 + fabs(value)));
    fprintf(to, "# %s\n", ref->source != NULL ? ref->source : "no source");
    reference_line(to, s, ref->name, value, tolerance, unknown, p);
    if (unknown < 0)
        own_values(to, s, p);
    free(p);
}

/* At the defaults, and 1 for what has none. */
static void
default_point(FILE *to, session_t *s)
{
    double *p;
    int k;

    session_forget(s);
    for (k = 0; k < s->spec.n_parameters; k++)
        session_give(s, k, s->spec.parameter[k].fallback != NULL
                               ? s->spec.parameter[k].fallback
                               : expr_integer(s->algebra, 1));
    s->mute = 1;
    if (session_set(s, 0, NULL, -1) != EXIT_DONE)
        return;
    p = session_doubles(s);
    fprintf(to, "# where the parameters have their defaults, or are 1\n");
    if (p != NULL)
        own_values(to, s, p);
    free(p);
}

static void
write_references(package_t *p)
{
    session_t *s = p->s;
    FILE *to = open_file(p, "reference.txt");
    int i;

    if (to == NULL)
        return;
    fprintf(to, "# NAME VALUE TOLERANCE PARAMETER=VALUE...: read by "
                "./solve --check\n"
                "# Lines without a source are what Saddle %s computed.\n",
            SADDLE_VERSION);
    for (i = 0; i < s->spec.n_references; i++)
        spec_reference(to, s, s->spec.reference + i);
    default_point(to, s);
    close_file(p, to);
}

/* ---- the page to begin with ----------------------------------------------------- */

static void
write_readme(package_t *p)
{
    const spec_t *spec = &p->s->spec;
    const saddle_model_t *model = p->s->loaded.model;
    FILE *to = open_file(p, "README.md");
    int i;

    if (to == NULL)
        return;
    fprintf(to, "# %s\n\n", spec->name);
    if (spec->description != NULL)
        fprintf(to, "%s\n\n", spec->description);
    fprintf(to, "A solver for the replica equations of the model "
                "`%s.saddle`, written by Saddle\n%s. The equations are in "
                "`equations.tex`, their C in `model.c`: each stands as a\n"
                "comment above the code that computes it.\n\n", spec->name,
            SADDLE_VERSION);
    for (i = 0; i < spec->n_cites; i++)
        fprintf(to, "- %s\n", spec->cite[i]);
    fprintf(to, "%s## Building\n\n    make            a C compiler is enough\n"
                "    make test       against the values in reference.txt\n"
                "    make certify    proven digits; needs FLINT 3, or FLINT 2.9 "
                "and Arb\n\n## Running\n\n    ./solve",
            spec->n_cites > 0 ? "\n" : "");
    for (i = 0; i < spec->n_parameters; i++)
        fprintf(to, " %s=%s", spec->parameter[i].name,
                model->parameter[i].has_default
                    ? model->parameter[i].default_value : "1");
    fprintf(to, "\n    ./solve --help\n\n| parameter | domain | default | |\n"
                "| --- | --- | --- | --- |\n");
    for (i = 0; i < model->n_parameters; i++)
        fprintf(to, "| `%s` | %s | %s | %s |\n", model->parameter[i].name,
                model->parameter[i].domain != NULL ? model->parameter[i].domain
                                                   : "",
                model->parameter[i].has_default
                    ? model->parameter[i].default_value : "",
                model->parameter[i].description != NULL
                    ? model->parameter[i].description : "");
    fprintf(to, "\n| order parameter | |\n| --- | --- |\n");
    for (i = 0; i < model->n_orders; i++)
        fprintf(to, "| `%s` | %s |\n", model->order[i].name,
                model->order[i].description != NULL
                    ? model->order[i].description : "");
    fprintf(to, "\n`runtime/` holds the numerics, the same for every model: "
                "`solve` (natural iteration,\nNewton, thresholds), "
                "`quadrature` (doubles and balls), `certify` (Krawczyk's "
                "test),\n`standalone` (the two programs).\n\nSHA-256 of the "
                "spec: `%s`\n", model->spec_hash);
    close_file(p, to);
}

/* ---- the whole -------------------------------------------------------------------- */

static void
fill(package_t *p)
{
    session_t *s = p->s;
    const embedded_t *f;
    char name[96];
    FILE *to;

    copy(p, "model.c", s->c_text, strlen(s->c_text));
    snprintf(name, sizeof name, "%s.saddle", s->spec.name);
    copy(p, name, s->source.text, s->source.length);
    for (f = embedded_files; f->path != NULL; f++)
        copy(p, strcmp(f->path, "runtime/standalone/Makefile.in") == 0
                    ? "Makefile" : f->path, f->text, f->length);
    to = open_file(p, "equations.tex");
    if (to != NULL)
    {
        theory_print_latex(to, &s->theory);
        close_file(p, to);
    }
    write_references(p);
    write_readme(p);
}

static void
delete_folder(const char *folder)
{
    char *argument[] = { "rm", "-rf", "--", (char *) folder, NULL };
    pid_t child = fork();

    if (child == 0)
    {
        execvp("rm", argument);
        _exit(127);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
}

static int
emit_session(session_t *s, const char *path)
{
    package_t p = { s, NULL, 0 };
    size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    if (asprintf(&p.folder, "%.*s.XXXXXX", (int) length, path) < 0)
        return EXIT_LIMIT;
    if (mkdtemp(p.folder) == NULL)
    {
        fprintf(stderr, "saddle emit: %s: %s\n", path, strerror(errno));
        free(p.folder);
        return EXIT_OUTPUT;
    }
    chmod(p.folder, 0755);
    fill(&p);
    if (!p.failed && rename(p.folder, path) != 0)
    {
        fprintf(stderr, "saddle emit: %s: %s; give a new or an empty folder\n",
                path, strerror(errno));
        p.failed = 1;
    }
    if (p.failed)
        delete_folder(p.folder);
    free(p.folder);
    return p.failed ? EXIT_OUTPUT : EXIT_DONE;
}

int
run_emit(const options_t *o)
{
    session_t s;
    int status;

    if (o->n_words != 1 || o->output == NULL)
    {
        fprintf(stderr, "saddle emit: give one file and -o FOLDER\n");
        return EXIT_USAGE;
    }
    status = session_open(&s, o->word[0], STAGE_LOADED, 0);
    if (status == EXIT_DONE)
        status = emit_session(&s, o->output);
    session_clear(&s);
    return status;
}
