/* tests/t_hostile.c -- hostile specs through the whole program. */
#include "harness.h"
#include "hostile/hostile.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS 120

static char folder[] = "/tmp/saddle-hostile-XXXXXX";
static int n_specs, n_accepted;

/* Runs saddle with output to `to` under a time limit; the exit status, or
   1000 + signal. */
static int
run(const char *verb, const char *spec, const char *format, const char *to)
{
    const char *program = getenv("SADDLE");
    pid_t child = fork();
    int status;

    if (program == NULL)
        program = "build/saddle";
    if (child == 0)
    {
        int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        dup2(fd, STDOUT_FILENO);
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        alarm(SECONDS);
        if (format != NULL)
            execl(program, program, verb, "--to", format, "--", spec,
                  (char *) NULL);
        execl(program, program, verb, "--", spec, (char *) NULL);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status)
                             : 1000 + WTERMSIG(status);
}

/* Compiles emitted C without linking; the marker must not be a token of it:
   if it were, the compiler would complain of an unknown name. */
static int
compiles(const char *c_file)
{
    char command[512];

    snprintf(command, sizeof command,
             "cp runtime/model.h %s/ && "
             "cc -std=c11 -Wall -Werror -fsyntax-only -I%s %s >/dev/null 2>&1",
             folder, folder, c_file);
    return system(command) == 0;
}

static void
feed(void *ctx, const char *name, const char *text, size_t length,
     hostile_fate_t fate)
{
    char spec[256], output[256];
    FILE *to;
    int status;

    (void) ctx;
    snprintf(spec, sizeof spec, "%s/%s.saddle", folder, name);
    snprintf(output, sizeof output, "%s/output.c", folder);
    to = fopen(spec, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    fwrite(text, 1, length, to);
    fclose(to);
    n_specs++;
    status = run("check", spec, NULL, output);
    if (fate != HOSTILE_HARMLESS ? status != 3 : status != 0 && status != 3)
        printf("\n    %s: check ended with %d", name, status);
    CU_ASSERT(fate != HOSTILE_HARMLESS ? status == 3
                                       : status == 0 || status == 3);
    if (status == 0 && run("derive", spec, "c", output) == 0)
    {
        n_accepted++;
        if (!compiles(output))
            printf("\n    %s: the emitted C does not compile", name);
        CU_ASSERT(compiles(output));
    }
    unlink(spec);
}

static void
test_hostile(void)
{
    hostile_each(feed, NULL, (size_t) 1 << 20);
    CU_ASSERT(n_specs >= 200);
    printf(" [%d specs, %d accepted]", n_specs, n_accepted);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "hostile specs through the program", test_hostile },
        { NULL, NULL },
    };
    char command[128];
    int status;

    if (mkdtemp(folder) == NULL)
        return EXIT_FAILURE;
    status = harness_run("hostile specs", tests);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) == 0 ? status : EXIT_FAILURE;
}
