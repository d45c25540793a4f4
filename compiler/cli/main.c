/* compiler/cli/main.c -- dispatch to the verbs. */
#include "help.h"
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
unknown_verb(int argc, char **argv)
{
    const char *candidate[64], *near;
    char name[64];
    int k, n = 0, two = argc > 2 && options_is_group(argv[1]);

    for (k = 0; verbs[k].name != NULL && n < 64; k++)
        candidate[n++] = verbs[k].name;
    snprintf(name, sizeof name, "%s%s%s", argv[1], two ? " " : "",
             two ? argv[2] : "");
    near = diag_suggest(name, candidate, n);
    fprintf(stderr, "saddle: unknown verb '%s'", name);
    if (near != NULL)
        fprintf(stderr, "; did you mean '%s'?", near);
    fprintf(stderr, "\nTry 'saddle %s'.\n", two ? argv[1] : "--help");
    return EXIT_USAGE;
}

/* `saddle rbm`, `saddle rbm --help`: the verbs that begin so. */
static int
group_help(int argc, char **argv)
{
    int asked = argc > 2 && (strcmp(argv[2], "--help") == 0
                             || strcmp(argv[2], "-h") == 0);

    if (!options_is_group(argv[1]) || (argc > 2 && !asked))
        return 0;
    options_help_group(asked ? stdout : stderr, argv[1]);
    return 1 + asked;
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

/* Pages about the program itself; 0 when the words ask for none. */
static int
print_page(int argc, char **argv)
{
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
        print_version(stdout);
    else if (strcmp(argv[1], "--manual") == 0)
        print_manual(stdout);
    else
        return strcmp(argv[1], "--completion") == 0 && argc == 3
               && print_completion(stdout, argv[2]);
    return 1;
}

int
main(int argc, char **argv)
{
    const verb_t *verb;
    int status, used, helped;

    setlocale(LC_ALL, "C");
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);  /* a write that fails is told of */
    set_model_folders();
    if (argc < 2)
    {
        options_help(stderr, NULL);
        return EXIT_USAGE;
    }
    if (print_page(argc, argv))
        return flush_output(EXIT_DONE);
    if (strcmp(argv[1], "--completion") == 0)
    {
        fprintf(stderr, "saddle: --completion takes bash, zsh or fish\n");
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0
        || strcmp(argv[1], "help") == 0)
    {
        verb = verb_find(argc - 1, argv + 1, &used);
        options_help(stdout, verb);
        return flush_output(EXIT_DONE);
    }
    helped = group_help(argc, argv);
    if (helped > 0)
        return flush_output(helped > 1 ? EXIT_DONE : EXIT_USAGE);
    verb = verb_find(argc, argv, &used);
    status = verb != NULL ? run_verb(verb, argc - 1 - used, argv + 1 + used)
                          : unknown_verb(argc, argv);
    flint_cleanup();
    return flush_output(status);
}
