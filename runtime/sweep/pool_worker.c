/* runtime/sweep/pool_worker.c -- a worker process of a pool. */
#include "pool_board.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

double
pool_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static int
send_all(int fd, struct iovec *part, int n)
{
    while (n > 0)
    {
        ssize_t sent = writev(fd, part, n);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -1;
        for (; n > 0 && (size_t) sent >= part->iov_len; part++, n--)
            sent -= (ssize_t) part->iov_len;
        if (n > 0)
        {
            part->iov_base = (char *) part->iov_base + sent;
            part->iov_len -= (size_t) sent;
        }
    }
    return 0;
}

static void
limit_memory(size_t bytes)
{
    struct rlimit r = { bytes, bytes };

    if (bytes > 0)
        setrlimit(RLIMIT_AS, &r);
}

static int
work_on(const pool_t *p, long place, int out)
{
    head_t head;
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    struct iovec part[2];

    if (to == NULL)
        return 0;
    memset(&head, 0, sizeof head);
    head.place = place;
    head.status = p->run(p->ctx, p->index[place], to);
    if (fclose(to) != 0)
        return 0;
    head.length = length;
    part[0] = (struct iovec) { &head, sizeof head };
    part[1] = (struct iovec) { text, length };
    if (send_all(out, part, 2) != 0)
        return 0;
    free(text);
    return 1;
}

void
pool_work(const pool_t *p, board_t *b, int self, int out)
{
    long place;

    /* these may be sent to the whole group: the caller decides */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit_memory(p->memory);
    while (!b->closing && (place = b->next++) < p->n)
    {
        b->begun[self].at = pool_now();
        b->begun[self].place = place;
        if (!work_on(p, place, out))
            break;
    }
    _exit(0);
}
