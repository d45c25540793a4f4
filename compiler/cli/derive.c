/* compiler/cli/derive.c -- `saddle derive`: the theory as a document. */
#include "output.h"
#include "session.h"

#include <stdlib.h>
#include <string.h>

typedef enum
{
    FORMAT_TEXT, FORMAT_LATEX, FORMAT_MATHML, FORMAT_SADDLE, FORMAT_PREFIX, FORMAT_C,
    FORMAT_OBJECT, FORMAT_NONE
} format_t;

static format_t
find_format(const char *name)
{
    static const char *const names[]
        = { "text", "latex", "mathml", "saddle", "prefix", "c", "object" };
    int i;

    for (i = 0; i < FORMAT_NONE; i++)
        if (name == NULL || strcmp(name, names[i]) == 0)
            return (format_t) i;
    fprintf(stderr, "saddle derive: unknown format '%s'; there are text, "
                    "latex, mathml, saddle, prefix, c, object\n", name);
    return FORMAT_NONE;
}

static int
print_theory(FILE *to, session_t *s, format_t format)
{
    int status = EXIT_DONE;

    switch (format)
    {
    case FORMAT_TEXT:
        theory_print_text(to, &s->theory);
        break;
    case FORMAT_LATEX:
        theory_print_latex(to, &s->theory);
        break;
    case FORMAT_MATHML:
        theory_print_mathml(to, &s->theory);
        break;
    case FORMAT_SADDLE:
        theory_print_saddle(to, &s->theory);
        break;
    case FORMAT_PREFIX:
        expr_print_prefix(to, s->theory.raw);
        fputc('\n', to);
        break;
    default:
        status = session_emit(s);
        if (status == EXIT_DONE)
            fputs(s->c_text, to);
        else
            diags_print(stderr, &s->source, &s->diags);
    }
    return status;
}

static int
print_steps(FILE *to, session_t *s, format_t format)
{
    theory_print_steps(to, &s->theory,
                       format == FORMAT_LATEX    ? STEPS_LATEX
                       : format == FORMAT_MATHML ? STEPS_MATHML
                                                 : STEPS_TEXT);
    return EXIT_DONE;
}

/* The compiled model, into a folder of built models. */
static int
install_object(session_t *s, const char *folder)
{
    char *message = NULL;
    int status = session_emit(s);

    if (status != EXIT_DONE)
    {
        diags_print(stderr, &s->source, &s->diags);
        return status;
    }
    if (folder == NULL)
    {
        fprintf(stderr, "saddle derive: --to object needs -o FOLDER\n");
        return EXIT_USAGE;
    }
    if (load_install(folder, s->c_text, &message) != LOAD_OK)
    {
        fprintf(stderr, "saddle: %s: %s\n", folder,
                message != NULL ? message : "no object was made");
        status = EXIT_LIMIT;
    }
    free(message);
    return status;
}

int
run_derive(const options_t *o)
{
    format_t format = find_format(o->to);
    output_t *file = NULL;
    session_t s;
    int status;

    if (o->n_words != 1 || format == FORMAT_NONE)
    {
        if (o->n_words != 1)
            fprintf(stderr, "saddle derive: give one file\n");
        return EXIT_USAGE;
    }
    if (o->steps && format > FORMAT_MATHML)
    {
        fprintf(stderr, "saddle derive: --steps goes with --to text, latex or "
                        "mathml\n");
        return EXIT_USAGE;
    }
    status = session_open(&s, o->word[0],
                          o->steps || format == FORMAT_SADDLE
                                  || format == FORMAT_PREFIX
                              ? STAGE_DERIVED : STAGE_SHOWN, 0);
    if (status == EXIT_DONE && format == FORMAT_OBJECT)
        status = install_object(&s, o->output);
    else if (status == EXIT_DONE && o->output != NULL)
    {
        file = output_open(o->output);
        status = file != NULL ? EXIT_DONE : EXIT_OUTPUT;
    }
    if (status == EXIT_DONE && format != FORMAT_OBJECT)
        status = (o->steps ? print_steps : print_theory)(
            file != NULL ? output_stream(file) : stdout, &s, format);
    if (file != NULL)
    {
        int closed = output_close(file, status == EXIT_DONE);

        status = status == EXIT_DONE ? closed : status;
    }
    session_clear(&s);
    return status;
}
