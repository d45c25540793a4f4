/* compiler/cli/main.c -- dispatch to the verbs. */
#include "options.h"
#include "../syntax/diag.h"
#include "../../runtime/model.h"

#include <arb.h>
#include <gmp.h>
#include <jansson.h>
#include <locale.h>
#include <mpfr.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef __FLINT_RELEASE
#define __FLINT_RELEASE 0
#endif

void
print_version(FILE *to)
{
    fprintf(to, "saddle %s (ABI %d)\n", SADDLE_VERSION, SADDLE_ABI);
    fprintf(to, "FLINT %s, Arb %s, MPFR %s, GMP %s, jansson %s\n",
            FLINT_VERSION, arb_version, mpfr_get_version(), gmp_version,
            JANSSON_VERSION);
}

static int
unknown_verb(const char *name)
{
    const char *candidate[32], *near;
    int n = 0;

    for (; verbs[n].name != NULL && n < 32; n++)
        candidate[n] = verbs[n].name;
    near = diag_suggest(name, candidate, n);
    fprintf(stderr, "saddle: unknown verb '%s'", name);
    if (near != NULL)
        fprintf(stderr, "; did you mean '%s'?", near);
    fprintf(stderr, "\nTry 'saddle --help'.\n");
    return EXIT_USAGE;
}

static int
run_verb(const verb_t *verb, int argc, char **argv)
{
    options_t options;
    int status = options_parse(&options, verb, argc, argv);

    if (status == EXIT_DONE && options.help)
        options_help(stdout, verb);
    else if (status == EXIT_DONE)
        status = verb->run(&options);
    options_clear(&options);
    return status;
}

/* Results that could not be written must not look like success. */
static int
flush_output(int status)
{
    if (fflush(stdout) != 0 || ferror(stdout))
    {
        fprintf(stderr, "saddle: standard output: write error\n");
        return EXIT_OUTPUT;
    }
    return status;
}

/* Built models lie beside the program: ../lib/saddle once installed, models
   or build/models in the source tree. */
static void
set_model_folders(void)
{
    char program[4096], folders[3 * sizeof program + 64], *slash;
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);

    if (n <= 0 || getenv("SADDLE_MODELS_SO") != NULL)
        return;
    program[n] = '\0';
    slash = strrchr(program, '/');
    if (slash == NULL)
        return;
    *slash = '\0';
    snprintf(folders, sizeof folders, "%s/../lib/saddle:%s/models:%s/build/models",
             program, program, program);
    setenv("SADDLE_MODELS_SO", folders, 0);
}

int
main(int argc, char **argv)
{
    const verb_t *verb;
    int status;

    setlocale(LC_ALL, "C");
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);  /* a write that fails is told of */
    set_model_folders();
    if (argc < 2)
    {
        options_help(stderr, NULL);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
    {
        print_version(stdout);
        return flush_output(EXIT_DONE);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0
        || strcmp(argv[1], "help") == 0)
    {
        verb = argc > 2 ? verb_find(argv[2]) : NULL;
        options_help(stdout, verb);
        return flush_output(EXIT_DONE);
    }
    verb = verb_find(argv[1]);
    status = verb != NULL ? run_verb(verb, argc - 2, argv + 2)
                          : unknown_verb(argv[1]);
    flint_cleanup();
    return flush_output(status);
}
