/* compiler/cli/picture_run.c -- scripts are written, and gnuplot is run. */
#include "picture_script.h"
#include "cli.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The terminal, for so many panels below each other, or NULL. */
static const char *
terminal(const char *path, int panels)
{
    static const struct
    {
        const char *ending, *one, *two;
    } known[] = {
#define SVG(size) "svg size " size " enhanced font 'Helvetica,13' " \
                  "background rgb 'white'"
        { ".svg", SVG("720,480"), SVG("720,760") },
        { ".pdf", "pdfcairo size 6,4 font 'Helvetica,12'",
          "pdfcairo size 6,6.4 font 'Helvetica,12'" },
        { ".png", "pngcairo size 960,640 font 'Helvetica,13'",
          "pngcairo size 960,1010 font 'Helvetica,13'" },
    };
    const char *dot = strrchr(path, '.');
    size_t i;

    for (i = 0; dot != NULL && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(dot, known[i].ending) == 0)
            return panels > 1 ? known[i].two : known[i].one;
    return NULL;
}

int
picture_can(const char *path)
{
    if (terminal(path, 1) != NULL)
        return 1;
    fprintf(stderr, "saddle: %s: pictures end with .svg, .pdf or .png\n",
            path);
    return 0;
}

/* Runs gnuplot in the folder of the script; its exit status, or -1. */
static int
run_gnuplot(const char *script)
{
    char *folder = strdup(script), *slash = strrchr(folder, '/');
    const char *name = slash != NULL ? slash + 1 : script;
    char *argument[] = { "gnuplot", NULL, NULL };
    int status = -1;
    pid_t child;

    if (slash != NULL)
        *slash = '\0';
    name = slash != NULL ? strrchr(script, '/') + 1 : script;
    argument[1] = (char *) name;
    fflush(NULL);
    child = fork();
    if (child == 0)
    {
        if (slash != NULL && chdir(*folder != '\0' ? folder : "/") != 0)
            _exit(126);
        execvp("gnuplot", argument);
        _exit(127);
    }
    if (child > 0 && waitpid(child, &status, 0) == child)
        status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    free(folder);
    return status;
}

static int
run_script(const char *path, int panels, void (*write)(FILE *, void *),
           void *ctx)
{
    const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
    char *script = NULL;
    output_t *file;
    int status = EXIT_OUTPUT;

    if (!picture_can(path))
        return EXIT_USAGE;
    if (asprintf(&script, "%.*s.gp", (int) (dot - path), path) < 0)
        return EXIT_LIMIT;
    file = output_open(script);
    if (file != NULL)
    {
        FILE *to = output_stream(file);

        fprintf(to, "# gnuplot script written by Saddle %s\nset encoding "
                    "utf8\nset terminal %s\nset output ", SADDLE_VERSION,
                terminal(path, panels));
        picture_quote(to, slash != NULL ? slash + 1 : path);
        putc('\n', to);
        write(to, ctx);
        status = output_close(file, 1);
    }
    if (status == EXIT_DONE)
    {
        int ended = run_gnuplot(script);

        if (ended == 127)
            fprintf(stderr, "saddle: gnuplot was not found; %s is ready for "
                            "it (package gnuplot-nox)\n", script);
        else if (ended != 0)
            fprintf(stderr, "saddle: gnuplot failed on %s\n", script);
        status = ended == 0 ? EXIT_DONE : EXIT_OUTPUT;
    }
    free(script);
    return status;
}

int
picture_run(const char *path, void (*write)(FILE *, void *), void *ctx)
{
    return run_script(path, 1, write, ctx);
}

int
picture_write(const picture_t *p, const char *path)
{
    return picture_run(path, picture_script, (void *) p);
}

int
picture_write_two(const picture_t p[2], const char *path)
{
    return run_script(path, 2, picture_script_two, (void *) p);
}
