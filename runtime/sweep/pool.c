/* runtime/sweep/pool.c -- independent points on worker processes. */
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Points that a worker holds: the one under way and the next, so that it does
   not wait for the caller between them. */
#define DEPTH 2
#define MAX_WORKERS 1024

typedef struct
{
    long index;
    size_t length;
    char status;
} head_t;

typedef struct
{
    pid_t pid;
    int to, from;           /* pipes; to = -1: told to end                 */
    int n;                  /* points in hand                              */
    long hand[DEPTH];       /* the first is under way                      */
    double started;
    char *buffer;
    size_t filled, room;
} worker_t;

typedef struct
{
    const pool_t *p;
    worker_t *worker;
    int n;
    long next, finished;    /* points handed out, points answered          */
    long *again;            /* points of lost workers that had not begun   */
    long n_again;
    int closing, stopped, failed;
} run_t;

int
pool_cores(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return CPU_COUNT(&set);
    return 1;
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* ---- the worker ---------------------------------------------------------- */

static int
send_all(int fd, const void *data, size_t length)
{
    const char *from = data;

    while (length > 0)
    {
        ssize_t n = write(fd, from, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        from += n;
        length -= (size_t) n;
    }
    return 0;
}

static int
receive(int fd, long *index)
{
    ssize_t n;

    do
        n = read(fd, index, sizeof *index);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t) sizeof *index;
}

static void
limit_memory(size_t bytes)
{
    struct rlimit r = { bytes, bytes };

    if (bytes > 0)
        setrlimit(RLIMIT_AS, &r);
}

static void __attribute__((noreturn))
work(const pool_t *p, int in, int out)
{
    long index;

    /* these may be sent to the whole group: the caller decides */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit_memory(p->memory);
    while (receive(in, &index))
    {
        head_t head;
        char *text = NULL;
        size_t length = 0;
        FILE *to = open_memstream(&text, &length);

        if (to == NULL)
            break;
        memset(&head, 0, sizeof head);
        head.index = index;
        head.status = p->run(p->ctx, index, to);
        if (fclose(to) != 0)
            break;
        head.length = length;
        if (send_all(out, &head, sizeof head) != 0
            || send_all(out, text, length) != 0)
            break;
        free(text);
    }
    _exit(0);
}

/* ---- starting and ending workers ----------------------------------------- */

static int
start(run_t *r, worker_t *w)
{
    int down[2], up[2], i;

    memset(w, 0, sizeof *w);
    w->to = w->from = -1;
    if (pipe(down) != 0)
        return 0;
    if (pipe(up) != 0)
    {
        close(down[0]);
        close(down[1]);
        return 0;
    }
    fflush(NULL);
    w->pid = fork();
    if (w->pid == 0)
    {
        for (i = 0; i < r->n; i++)
            if (r->worker + i != w && r->worker[i].pid > 0)
            {
                close(r->worker[i].to);
                close(r->worker[i].from);
            }
        close(down[1]);
        close(up[0]);
        work(r->p, down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    w->to = down[1];
    w->from = up[0];
    return w->pid > 0;
}

static void
reap(worker_t *w, int kill_it)
{
    if (w->pid <= 0)
        return;
    if (kill_it)
        kill(w->pid, SIGKILL);
    if (w->to >= 0)
        close(w->to);
    if (w->from >= 0)
        close(w->from);
    while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    free(w->buffer);
    memset(w, 0, sizeof *w);
    w->to = w->from = -1;
}

/* ---- the caller ---------------------------------------------------------- */

static int
take_next(run_t *r, long *index)
{
    if (r->closing)
        return 0;
    if (r->n_again > 0)
        *index = r->again[--r->n_again];
    else if (r->next < r->p->n)
        *index = r->p->index[r->next++];
    else
        return 0;
    return 1;
}

static void
feed(run_t *r, worker_t *w)
{
    long index;

    while (w->pid > 0 && w->n < DEPTH && take_next(r, &index))
    {
        if (w->n == 0)
            w->started = now();
        w->hand[w->n++] = index;
        if (send_all(w->to, &index, sizeof index) != 0)
            return; /* its end is seen when it is read */
    }
}

static void
answer(run_t *r, long index, char status, const char *data, size_t length,
       const char *why)
{
    r->finished++;
    if (r->p->done(r->p->ctx, index, status, data, length, why) != 0)
        r->closing = r->stopped = 1;
}

/* The worker is gone: the point under way is lost, the others go back. */
static void
lose(run_t *r, worker_t *w, const char *why)
{
    int i, n = w->n;
    long hand[DEPTH];

    memcpy(hand, w->hand, sizeof hand);
    reap(w, 1);
    for (i = 1; i < n; i++)
        r->again[r->n_again++] = hand[i];
    if (n > 0)
        answer(r, hand[0], 0, NULL, 0, why);
    if (!r->stopped && !start(r, w))
        r->closing = r->failed = 1;
    feed(r, w);
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
        w->n--;
        memmove(w->hand, w->hand + 1, sizeof w->hand - sizeof w->hand[0]);
        w->started = now();
        feed(r, w);
        answer(r, head.index, head.status, w->buffer + used, head.length,
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
        if (r->worker[i].n > 0)
            return 1;
    return 0;
}

static void
wait_once(run_t *r, struct pollfd *set)
{
    int i;

    for (i = 0; i < r->n; i++)
    {
        set[i].fd = r->worker[i].pid > 0 ? r->worker[i].from : -1;
        set[i].events = POLLIN;
        set[i].revents = 0;
    }
    if (poll(set, (nfds_t) r->n, 100) > 0)
        for (i = 0; i < r->n; i++)
            if (set[i].revents != 0 && set[i].fd == r->worker[i].from)
                listen_to(r, r->worker + i);
    for (i = 0; r->p->seconds > 0 && i < r->n; i++)
        if (r->worker[i].n > 0
            && now() - r->worker[i].started > r->p->seconds)
            lose(r, r->worker + i, "time");
    if (r->p->tick != NULL
        && r->p->tick(r->p->ctx, r->p->n > 0 ? (double) r->finished
                                                   / (double) r->p->n : 1) != 0)
        r->closing = 1;
}

/* Hands out what is left, and waits for what is under way. */
static void
run(run_t *r, struct pollfd *set)
{
    int i;

    for (i = 0; i < r->n && !r->failed; i++)
        if (!start(r, r->worker + i))
            r->failed = 1;
    for (i = 0; i < r->n && !r->failed; i++)
        feed(r, r->worker + i);
    while (!r->stopped && is_busy(r))
        wait_once(r, set);
    for (i = 0; i < r->n; i++)
        reap(r->worker + i, r->stopped);
}

pool_status_t
pool_run(const pool_t *p)
{
    run_t r = { .p = p, .n = p->workers };
    /* a dead worker is noticed when it is read */
    void (*on_pipe)(int) = signal(SIGPIPE, SIG_IGN);
    struct pollfd *set;

    if (r.n > MAX_WORKERS)
        r.n = MAX_WORKERS;
    if (r.n > p->n)
        r.n = (int) p->n;
    r.worker = calloc((size_t) r.n + 1, sizeof *r.worker);
    r.again = calloc((size_t) r.n * DEPTH + 1, sizeof *r.again);
    set = calloc((size_t) r.n + 1, sizeof *set);
    if (r.worker == NULL || r.again == NULL || set == NULL)
        r.failed = 1;
    else
        run(&r, set);
    free(r.worker);
    free(r.again);
    free(set);
    signal(SIGPIPE, on_pipe);
    if (r.failed)
        return POOL_FAILED;
    if (r.stopped)
        return POOL_STOPPED;
    return r.finished < p->n ? POOL_INTERRUPTED : POOL_OK;
}
