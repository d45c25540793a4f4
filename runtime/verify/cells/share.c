/* runtime/verify/cells/share.c -- the parts of a check, shared among processes.
 */
#include "whole.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { MAX_PROCESSES = 64 };

/* What all of them see. */
typedef struct
{
    atomic_long next, done, bad;       /* bad: the first part that failed */
    atomic_uint rules;                 /* that were used                  */
    struct
    {
        long part;                     /* of this process, -1: none       */
        char why[200];
    } failed[MAX_PROCESSES];
} board_t;

typedef struct
{
    system_t *s;
    long n;
    part_t check;
    void *context;
    board_t *board;
    FILE *talk;
    double told;
} share_t;

/* Tells now and then how far a long check is. */
static void
tell(share_t *a)
{
    double now = evaluator_clock();

    if (a->talk == NULL || now < a->told + 5)
        return;
    fprintf(a->talk, "  %ld of %ld cells\n", atomic_load(&a->board->done),
            a->n);
    a->told = now;
}

static void
work(share_t *a, int process)
{
    board_t *b = a->board;
    const char *why = NULL;
    long i, bad;

    while (why == NULL && (i = atomic_fetch_add(&b->next, 1)) < a->n
           && i < atomic_load(&b->bad))
    {
        why = a->s->until > 0 && evaluator_clock() > a->s->until
                  ? "the time limit was reached" : a->check(a->context, i);
        atomic_fetch_add(&b->done, 1);
        if (process == 0)
            tell(a);
        if (why == NULL)
            continue;
        b->failed[process].part = i;
        snprintf(b->failed[process].why, sizeof b->failed[process].why, "%s",
                 why);
        bad = atomic_load(&b->bad);
        while (i < bad && !atomic_compare_exchange_weak(&b->bad, &bad, i))
            ;
    }
    atomic_fetch_or(&b->rules, a->s->c->tree.rules);
}

static pid_t
begin(share_t *a, int process)
{
    pid_t pid = fork();

    if (pid != 0)
        return pid;
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    work(a, process);
    flint_cleanup();
    _exit(0);
}

/* All parts below the first that failed were done: the reason does not depend
   on who did what. */
static const char *
verdict(share_t *a, int processes)
{
    board_t *b = a->board;
    int i;

    for (i = 0; i < processes; i++)
        if (b->failed[i].part == atomic_load(&b->bad))
        {
            snprintf(a->s->c->why, sizeof a->s->c->why, "%s",
                     b->failed[i].why);
            return a->s->c->why;
        }
    return NULL;
}

const char *
share(system_t *s, FILE *talk, long n, part_t check, void *context)
{
    share_t a = { s, n, check, context, NULL, talk, evaluator_clock() };
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int i, status, ended = 0, processes = 1;
    pid_t pid[MAX_PROCESSES];
    const char *why;

    a.board = mmap(NULL, sizeof *a.board, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (a.board == MAP_FAILED)
        return "out of memory";
    atomic_init(&a.board->bad, n);
    for (i = 0; i < MAX_PROCESSES; i++)
        a.board->failed[i].part = -1;
    if (talk != NULL)
        fflush(talk);
    while (processes < cores && processes < n && processes < MAX_PROCESSES
           && (pid[processes] = begin(&a, processes)) > 0)
        processes++;
    work(&a, 0);
    for (i = 1; i < processes; i++)
        if (waitpid(pid[i], &status, 0) != pid[i] || status != 0)
            ended = 1;
    why = verdict(&a, processes);
    if (why == NULL && (ended || atomic_load(&a.board->done) < n))
    {
        s->limit = 1;
        why = "a process ended early, probably for want of memory";
    }
    s->c->tree.rules |= atomic_load(&a.board->rules);
    munmap(a.board, sizeof *a.board);
    return why;
}
