/* runtime/sweep/pool.c -- independent points on worker processes. */
#include "pool_board.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAUSE 2000000       /* ns; results are taken together              */

typedef struct
{
    pid_t pid;              /* 0: none                                     */
    int from;               /* pipe of its results                         */
    char *buffer;
    size_t filled, room;
} worker_t;

typedef struct
{
    const pool_t *p;
    board_t *board;
    worker_t *worker;
    int n;
    char *answered;         /* per place                                   */
    long finished;
    int stopped, failed;
} run_t;

int
pool_cores(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return CPU_COUNT(&set);
    return 1;
}

/* ---- starting and ending workers ----------------------------------------- */

static int
start(run_t *r, worker_t *w)
{
    int self = (int) (w - r->worker), up[2], i;

    if (pipe(up) != 0)
        return 0;
    r->board->begun[self].place = -1;
    fflush(NULL);
    w->pid = fork();
    if (w->pid == 0)
    {
        for (i = 0; i < r->n; i++)
            if (i != self && r->worker[i].pid > 0)
                close(r->worker[i].from);
        close(up[0]);
        pool_work(r->p, r->board, self, up[1]);
    }
    close(up[1]);
    w->from = up[0];
    if (w->pid > 0)
        return 1;
    close(w->from);
    memset(w, 0, sizeof *w);
    return 0;
}

static void
reap(worker_t *w, int kill_it)
{
    if (w->pid <= 0)
        return;
    if (kill_it)
        kill(w->pid, SIGKILL);
    close(w->from);
    while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    free(w->buffer);
    memset(w, 0, sizeof *w);
}

/* ---- the caller ---------------------------------------------------------- */

static void
answer(run_t *r, long place, char status, const char *data, size_t length,
       const char *why)
{
    r->answered[place] = 1;
    r->finished++;
    if (r->p->done(r->p->ctx, r->p->index[place], status, data, length, why)
        != 0)
        r->board->closing = r->stopped = 1;
}

/* The point that a worker has begun and not answered, or -1. */
static long
under_way(const run_t *r, const worker_t *w)
{
    long place = r->board->begun[w - r->worker].place;

    return place >= 0 && !r->answered[place] ? place : -1;
}

/* The worker is gone, or is made to go: the point under way is lost. */
static void
lose(run_t *r, worker_t *w, const char *why)
{
    long place;

    reap(w, 1);
    place = under_way(r, w);
    if (place >= 0)
        answer(r, place, 0, NULL, 0, why);
    if (!r->board->closing && r->board->next < r->p->n && !start(r, w))
        r->board->closing = r->failed = 1;
}

static void
take_results(run_t *r, worker_t *w)
{
    size_t used = 0;
    head_t head;

    while (w->filled - used >= sizeof head)
    {
        memcpy(&head, w->buffer + used, sizeof head);
        if (w->filled - used - sizeof head < head.length)
            break;
        used += sizeof head;
        answer(r, head.place, head.status, w->buffer + used, head.length,
               NULL);
        used += head.length;
    }
    w->filled -= used;
    if (used > 0 && w->filled > 0)
        memmove(w->buffer, w->buffer + used, w->filled);
}

static void
listen_to(run_t *r, worker_t *w)
{
    ssize_t n;
    char *bigger;

    if (w->room - w->filled < 4096)
    {
        bigger = realloc(w->buffer, 2 * w->room + 65536);
        if (bigger == NULL)
        {
            lose(r, w, "memory");
            return;
        }
        w->buffer = bigger;
        w->room = 2 * w->room + 65536;
    }
    n = read(w->from, w->buffer + w->filled, w->room - w->filled);
    if (n < 0 && errno == EINTR)
        return;
    if (n <= 0)
    {
        lose(r, w, "memory, or a crash");
        return;
    }
    w->filled += (size_t) n;
    take_results(r, w);
}

static int
is_busy(const run_t *r)
{
    int i;

    for (i = 0; i < r->n; i++)
        if (r->worker[i].pid > 0)
            return 1;
    return 0;
}

static void
wait_once(run_t *r, struct pollfd *set)
{
    const struct timespec pause = { 0, PAUSE };
    worker_t *w;
    int i;

    for (i = 0; i < r->n; i++)
    {
        set[i].fd = r->worker[i].pid > 0 ? r->worker[i].from : -1;
        set[i].events = POLLIN;
        set[i].revents = 0;
    }
    if (poll(set, (nfds_t) r->n, 100) > 0)
        nanosleep(&pause, NULL);
    for (i = 0; i < r->n; i++)
    {
        w = r->worker + i;
        if (set[i].revents != 0)
            listen_to(r, w);
        else if (r->p->seconds > 0 && w->pid > 0 && under_way(r, w) >= 0
                 && pool_now() - r->board->begun[i].at > r->p->seconds)
            lose(r, w, "time");
    }
    if (r->p->tick != NULL
        && r->p->tick(r->p->ctx, r->p->n > 0 ? (double) r->finished
                                                   / (double) r->p->n : 1) != 0)
        r->board->closing = 1;
}

/* A worker that was killed between taking a point and saying so. */
static void
answer_rest(run_t *r)
{
    long i;

    for (i = 0; i < r->p->n && !r->board->closing; i++)
        if (!r->answered[i])
            answer(r, i, 0, NULL, 0, "a crash");
}

static void
run(run_t *r, struct pollfd *set)
{
    int i;

    for (i = 0; i < r->n && !r->failed; i++)
        if (!start(r, r->worker + i))
            r->board->closing = r->failed = 1;
    while (!r->stopped && is_busy(r))
        wait_once(r, set);
    for (i = 0; i < r->n; i++)
        reap(r->worker + i, r->stopped);
    answer_rest(r);
}

pool_status_t
pool_run(const pool_t *p)
{
    run_t r = { .p = p, .n = p->workers };
    struct pollfd *set;

    if (r.n > MAX_WORKERS)
        r.n = MAX_WORKERS;
    if (r.n > p->n)
        r.n = (int) p->n;
    r.worker = calloc((size_t) r.n + 1, sizeof *r.worker);
    r.answered = calloc((size_t) p->n + 1, 1);
    set = calloc((size_t) r.n + 1, sizeof *set);
    r.board = mmap(NULL, sizeof *r.board, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (r.worker == NULL || r.answered == NULL || set == NULL
        || r.board == MAP_FAILED)
        r.failed = 1;
    else
        run(&r, set);
    if (r.board != MAP_FAILED)
        munmap(r.board, sizeof *r.board);
    free(r.worker);
    free(r.answered);
    free(set);
    if (r.failed)
        return POOL_FAILED;
    if (r.stopped)
        return POOL_STOPPED;
    return r.finished < p->n ? POOL_INTERRUPTED : POOL_OK;
}
