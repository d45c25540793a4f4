/* compiler/cli/new.c -- `saddle new`: a spec to begin with. */
#include "../emit/embedded.h"
#include "../syntax/ast.h"
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "compiler/cli/new/"

/* The example of that kind, or NULL. */
static const embedded_t *
example(const char *kind)
{
    const embedded_t *f;
    size_t n = strlen(FOLDER), length = kind != NULL ? strlen(kind) : 0;

    for (f = embedded_files; f->path != NULL && kind != NULL; f++)
        if (strncmp(f->path, FOLDER, n) == 0
            && strncmp(f->path + n, kind, length) == 0
            && strcmp(f->path + n + length, ".saddle") == 0)
            return f;
    return NULL;
}

/* The text with NAME replaced; 0 when it was not written whole. */
static int
write_example(FILE *to, const char *text, const char *name)
{
    const char *at;

    while ((at = strstr(text, "NAME")) != NULL)
    {
        fprintf(to, "%.*s%s", (int) (at - text), text, name);
        text = at + strlen("NAME");
    }
    fputs(text, to);
    return !ferror(to);
}

static int
create(const char *path, const embedded_t *f, const char *name)
{
    FILE *to = fopen(path, "wx");
    int good;

    if (to == NULL)
    {
        fprintf(stderr, "saddle new: %s: %s\n", path,
                errno == EEXIST ? "is there already" : strerror(errno));
        return EXIT_OUTPUT;
    }
    good = write_example(to, (const char *) f->text, name);
    if (fclose(to) != 0 || !good)
    {
        fprintf(stderr, "saddle new: %s: cannot be written\n", path);
        unlink(path);
        return EXIT_OUTPUT;
    }
    printf("%s: begin with 'saddle derive %s'\n", path, path);
    return EXIT_DONE;
}

int
run_new(const options_t *o)
{
    const embedded_t *f = example(o->like);
    char path[80];

    if (o->n_words != 1 || f == NULL)
    {
        fprintf(stderr, "saddle new: give a name and --like storage, bayes, "
                        "gibbs, erm, or potential\n");
        return EXIT_USAGE;
    }
    if (!ast_is_name(o->word[0]))
    {
        fprintf(stderr, "saddle new: '%s' is no name of a model: a letter, "
                        "then letters, digits and '_', at most 63\n",
                o->word[0]);
        return EXIT_USAGE;
    }
    snprintf(path, sizeof path, "%s.saddle", o->word[0]);
    return create(path, f, o->word[0]);
}
