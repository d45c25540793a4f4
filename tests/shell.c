/* tests/shell.c -- the program as a user runs it. */
#include "shell.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static char folder[] = "/tmp/saddle-test-XXXXXX";
char out[1 << 18], err[1 << 16];
const char *setting = "";

static void
read_all(const char *name, char *to, size_t room)
{
    char path[256];
    FILE *from;
    size_t n = 0;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    from = fopen(path, "r");
    if (from != NULL)
    {
        n = fread(to, 1, room - 1, from);
        fclose(from);
    }
    to[n] = '\0';
}

int
shell(const char *text)
{
    char command[4096], *to = command, *end = command + sizeof command - 64;
    int status;

    for (; *text != '\0' && to < end; text++)
        if (*text == '@')
            to += snprintf(to, (size_t) (end - to), "%s", folder);
        else
            *to++ = *text;
    snprintf(to, 64, " >%s/out 2>%s/err", folder, folder);
    status = system(command);
    read_all("out", out, sizeof out);
    read_all("err", err, sizeof err);
    return WIFEXITED(status) ? WEXITSTATUS(status)
                             : 1000 + WTERMSIG(status);
}

int
run(const char *arguments)
{
    const char *program = getenv("SADDLE");
    char command[4096];

    snprintf(command, sizeof command, "%s XDG_CACHE_HOME=@/cache %s %s",
             setting, program != NULL ? program : "build/saddle", arguments);
    return shell(command);
}

int
expect(int wanted, const char *arguments)
{
    int status = run(arguments);

    if (status != wanted)
        printf("\n    saddle %s: exit %d, wanted %d\n%s%s", arguments, status,
               wanted, out, err);
    CU_ASSERT_EQUAL(status, wanted);
    return status == wanted;
}

void
write_file(const char *name, const char *text)
{
    char path[256];
    FILE *to;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    to = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    fputs(text, to);
    fclose(to);
}

const char *
path_of(const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

int
has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        printf("\n    '%s' is missing in:\n%s\n", part, text);
    return strstr(text, part) != NULL;
}

void
read_file(const char *name)
{
    read_all(name, out, sizeof out);
}

int
shell_open(void)
{
    return mkdtemp(folder) != NULL;
}

int
shell_close(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}
