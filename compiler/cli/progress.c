/* compiler/cli/progress.c -- a progress line, and signals. */
#include "cli.h"
#include "output.h"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted, asked;
static struct timespec started, shown;
static int silent = 1, visible;
static unsigned grace;

static void
say(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));

    (void) written;
}

/* A long step that nobody interrupts is left where it is. */
static void
on_alarm(int number)
{
    (void) number;
    output_abandon();
    say("saddle: interrupted\n");
    _exit(EXIT_LIMIT);
}

static void
interrupt(void)
{
    interrupted = 1;
    if (grace > 0)
    {
        signal(SIGALRM, on_alarm);
        alarm(grace);
    }
}

static void
on_signal(int number)
{
    if (interrupted)
    {
        output_abandon();
        signal(number, SIG_DFL);
        raise(number);
    }
    interrupt();
}

static void
on_time(int number)
{
    (void) number;
    say("saddle: the time limit was reached\n");
    interrupt();
}

/* USR1 asks how far it is. */
static void
on_question(int number)
{
    (void) number;
    asked = 1;
}

static double
since(const struct timespec *t)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) (now.tv_sec - t->tv_sec)
           + 1e-9 * (double) (now.tv_nsec - t->tv_nsec);
}

void
progress_start(int quiet)
{
    struct sigaction action, before;

    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = SA_NODEFER;     /* the second signal ends a long step */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* HUP ends it as TERM does, but for nohup */
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, NULL);
    action.sa_handler = on_question;
    action.sa_flags = SA_RESTART;
    sigaction(SIGUSR1, &action, NULL);
    clock_gettime(CLOCK_MONOTONIC, &started);
    shown = started;
    silent = quiet || !isatty(STDERR_FILENO);
}

void
progress_leave(unsigned seconds)
{
    grace = seconds;
}

void
progress_limit(unsigned seconds)
{
    signal(SIGALRM, on_time);
    alarm(seconds);
}

int
progress_tick(void *ctx, const char *what, double done)
{
    (void) ctx;
    if (asked)
    {
        asked = 0;
        progress_end();
        if (done >= 0)
            fprintf(stderr, "%s: %.0f %%, %.0f s\n", what, 100 * done,
                    since(&started));
        else
            fprintf(stderr, "%s: %.0f s\n", what, since(&started));
    }
    if (!silent && since(&started) > 1 && since(&shown) > 0.2)
    {
        clock_gettime(CLOCK_MONOTONIC, &shown);
        visible = 1;
        if (done >= 0)
            fprintf(stderr, "\r\033[K%s: %.0f %%, %.0f s", what, 100 * done,
                    since(&started));
        else
            fprintf(stderr, "\r\033[K%s: %.0f s", what, since(&started));
        fflush(stderr);
    }
    return interrupted;
}

void
progress_end(void)
{
    if (visible)
        fputs("\r\033[K", stderr);
    visible = 0;
}

int
progress_interrupted(void)
{
    return interrupted;
}
