/* runtime/verify/output/main.c -- the checker as a program of its own. */
#include "../verify.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: saddle-verify CERTIFICATE [--time-limit SECONDS] [--memory MB]\n"
    "\n"
    "Checks a certificate that Saddle wrote.  One line on standard output,\n"
    "'verified' or 'not verified: REASON'.  Exit status: 0 verified, 1 not\n"
    "proved, 4 not a readable certificate, 5 a limit, 2 wrong usage.\n";

static int
number(long *to, const char *text)
{
    char *end;

    errno = 0;
    *to = text != NULL ? strtol(text, &end, 10) : 0;
    return errno == 0 && *to > 0 && *end == '\0';
}

int
main(int argc, char **argv)
{
    verify_options_t options = { 0, 4096, 0 };
    const char *path = NULL;
    int i, good = 1;

    for (i = 1; i < argc && good; i++)
        if (strcmp(argv[i], "--time-limit") == 0)
            good = number(&options.seconds, argv[++i]);
        else if (strcmp(argv[i], "--memory") == 0)
            good = number(&options.megabytes, argv[++i]);
        else if (argv[i][0] != '-' && path == NULL)
            path = argv[i];
        else
            good = 0;
    if (!good || path == NULL)
    {
        fputs(usage, stderr);
        return 2;
    }
    return (int) verify_file(path, &options, stdout, stderr);
}
