/* compiler/cli/emit.c -- `saddle emit`: a solver to ship with a paper. */
#include "../emit/embedded.h"
#include "package.h"

#include <errno.h>
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
    char *reference;        /* text of reference.txt: takes the longest      */
    int failed;
} package_t;

static FILE *
open_file(package_t *p, const char *path)
{
    char *whole = NULL, *slash;
    FILE *to = NULL;

    if (p->failed)
        return NULL;
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
    int bad;

    if (to == NULL)
        return;
    bad = ferror(to);
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

/* ---- what the folder holds ------------------------------------------------------ */

static void
write_model(package_t *p)
{
    session_t *s = p->s;
    const char *slash = strrchr(s->source.path, '/');
    emit_context_t context = { s->source.text,
                               slash != NULL ? slash + 1 : s->source.path,
                               SADDLE_VERSION };
    FILE *doubles = open_file(p, "model.c");
    FILE *balls = open_file(p, "model_balls.c");
    FILE *header = open_file(p, "model_balls.h");

    if (!p->failed
        && !emit_model_parts(doubles, balls, header, &s->theory, &context,
                             &s->diags))
    {
        diags_print(stderr, &s->source, &s->diags);
        p->failed = 1;
    }
    close_file(p, doubles);
    close_file(p, balls);
    close_file(p, header);
}

/* Is this file of the runtime one that the model needs? */
static int
wanted(const embedded_t *f, const session_t *s)
{
    if (f->kind == EMBEDDED_CALLED)
        return strstr(s->c_text, f->symbol) != NULL;
    return f->kind != EMBEDDED_ASIDE;
}

static int
is_makefile(const embedded_t *f)
{
    return strcmp(f->path, "runtime/standalone/Makefile.in") == 0;
}

/* " \\\n PATH" for each source of a kind. */
static void
list_sources(FILE *to, const session_t *s, int kind)
{
    const embedded_t *f;

    for (f = embedded_files; f->path != NULL; f++)
        if ((f->kind == kind
             || (kind == EMBEDDED_BOTH && f->kind == EMBEDDED_CALLED))
            && wanted(f, s))
            fprintf(to, " \\\n            %s", f->path);
}

/* The template, its line `NAME@KIND` followed by the sources of that kind. */
static void
write_makefile(package_t *p, const embedded_t *template)
{
    const char *text = (const char *) template->text, *at;
    FILE *to = open_file(p, "Makefile");

    if (to == NULL)
        return;
    while ((at = strchr(text, '@')) != NULL && at[1] >= '1' && at[1] <= '4')
    {
        fwrite(text, 1, (size_t) (at - text), to);
        list_sources(to, p->s, at[1] - '0');
        text = at + 2;
    }
    fputs(text, to);
    close_file(p, to);
}

static void
fill(package_t *p)
{
    session_t *s = p->s;
    const embedded_t *f;
    char name[96];
    FILE *to;

    write_model(p);
    snprintf(name, sizeof name, "%s.saddle", s->spec.name);
    copy(p, name, s->source.text, s->source.length);
    for (f = embedded_files; f->path != NULL && !p->failed; f++)
        if (is_makefile(f))
            write_makefile(p, f);
        else if (wanted(f, s))
            copy(p, f->path, f->text, f->length);
    if ((to = open_file(p, "equations.tex")) != NULL)
        theory_print_latex(to, &s->theory);
    close_file(p, to);
    if ((to = open_file(p, "README.md")) != NULL)
        emit_readme(to, s);
    close_file(p, to);
    copy(p, "reference.txt", p->reference, strlen(p->reference));
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
    package_t p = { s, NULL, NULL, 0 };
    size_t length = strlen(path), size = 0;
    FILE *memory = open_memstream(&p.reference, &size);

    if (memory == NULL)
        return EXIT_LIMIT;
    emit_reference(memory, s);
    fclose(memory);
    while (length > 1 && path[length - 1] == '/')
        length--;
    if (asprintf(&p.folder, "%.*s.XXXXXX", (int) length, path) < 0)
        return EXIT_LIMIT;
    if (mkdtemp(p.folder) == NULL)
    {
        fprintf(stderr, "saddle emit: %s: %s\n", path, strerror(errno));
        free(p.folder);
        free(p.reference);
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
    free(p.reference);
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
