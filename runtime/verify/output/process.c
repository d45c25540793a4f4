/* runtime/verify/output/process.c -- a check in a process of its own, within limits.
 */
#include "../verify.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { MAX_FILE = 256 << 20 };

static char *
read_all(const char *path, size_t *length, char why[256])
{
    FILE *from = fopen(path, "rb");
    struct stat s;
    char *text = NULL;

    if (from == NULL || fstat(fileno(from), &s) != 0 || !S_ISREG(s.st_mode))
        snprintf(why, 256, "cannot read %.200s: %s", path,
                 from == NULL ? strerror(errno) : "not a file");
    else if (s.st_size > MAX_FILE)
        snprintf(why, 256, "the file is too large");
    else if ((text = malloc((size_t) s.st_size + 1)) != NULL)
        *length = fread(text, 1, (size_t) s.st_size, from);
    else
        snprintf(why, 256, "out of memory");
    if (from != NULL)
        fclose(from);
    return text;
}

static void
limit_memory(long megabytes)
{
#ifndef __SANITIZE_ADDRESS__
    struct rlimit r = { (rlim_t) megabytes << 20, (rlim_t) megabytes << 20 };

    if (megabytes > 0)
        setrlimit(RLIMIT_AS, &r);
#else
    (void) megabytes;
#endif
}

/* The child's part: its verdict goes up the pipe. */
static void
child(int pipe_end, const char *text, size_t length,
      const verify_options_t *options, FILE *talk)
{
    char why[256] = "";
    unsigned char status;

#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    limit_memory(options->megabytes);
    status = (unsigned char) verify_text(text, length, options, why, talk);
    if (talk != NULL)
        fflush(talk);
    if (write(pipe_end, &status, 1) != 1
        || write(pipe_end, why, sizeof why) != sizeof why)
        _exit(1);
    _exit(0);
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* Waits for the verdict; a child that is late by more than a grace is ended. */
static verify_status_t
verdict(int pipe_end, pid_t pid, const verify_options_t *options,
        char why[256])
{
    struct pollfd p = { pipe_end, POLLIN, 0 };
    double until = now() + (double) options->seconds + 2;
    unsigned char status;
    int r = 0, late = 0;

    do
    {
        double left = until - now();

        late = options->seconds > 0 && left <= 0;
        r = late ? 0 : poll(&p, 1, options->seconds > 0
                                       ? (int) (1000 * left) + 1 : -1);
    } while (!late && r <= 0 && (r == 0 || errno == EINTR));
    if (!late && read(pipe_end, &status, 1) == 1
        && read(pipe_end, why, 256) == 256)
    {
        waitpid(pid, NULL, 0);
        return (verify_status_t) status;
    }
    if (late)
        kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    snprintf(why, 256, late ? "the time limit was reached"
                            : "the check ended early, probably for want of "
                              "memory");
    return VERIFY_LIMIT;
}

verify_status_t
verify_file(const char *path, const verify_options_t *options, FILE *out,
            FILE *talk)
{
    char why[256] = "";
    size_t length = 0;
    char *text = read_all(path, &length, why);
    verify_status_t status = VERIFY_UNREADABLE;
    int ends[2];
    pid_t pid;

    fflush(out);
    if (talk != NULL)
        fflush(talk);
    if (text != NULL && pipe(ends) == 0)
    {
        pid = fork();
        if (pid == 0)
        {
            close(ends[0]);
            child(ends[1], text, length, options, talk);
        }
        close(ends[1]);
        if (pid > 0)
            status = verdict(ends[0], pid, options, why);
        else
        {
            status = VERIFY_LIMIT;
            snprintf(why, sizeof why, "no process: %s", strerror(errno));
        }
        close(ends[0]);
    }
    free(text);
    if (status == VERIFY_VERIFIED)
        fprintf(out, "verified\n");
    else
        fprintf(out, "not verified: %s\n", why);
    return status;
}
