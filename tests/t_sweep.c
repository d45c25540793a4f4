/* tests/t_sweep.c -- journals, worker processes, sweeps and their faults. */
#include "harness.h"
#include "shell.h"
#include "../runtime/sweep/journal.h"
#include "../runtime/sweep/pool.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BINARY "models/bayes/bayes_sign_binary.saddle"
#define PERCEPTRON "models/storage/binary_perceptron.saddle"

/* ---- journals -------------------------------------------------------------- */

#define RECORDS 20

static char seen[RECORDS + 1][64];

static void
keep(void *ctx, long index, char status, const char *data, size_t length)
{
    (void) ctx;
    CU_ASSERT(index >= 0 && index < RECORDS && status == 'd');
    CU_ASSERT_FATAL(length < sizeof seen[0]);
    memcpy(seen[index], data, length);
    seen[index][length] = '\0';
}

static int
count_seen(void)
{
    char wanted[64];
    int i, n = 0;

    for (i = 0; i < RECORDS; i++)
    {
        snprintf(wanted, sizeof wanted, "row %d\nR %d d 3 x\n", i, i);
        CU_ASSERT(seen[i][0] == '\0' || strcmp(seen[i], wanted) == 0);
        n += seen[i][0] != '\0';
    }
    return n;
}

/* A journal of RECORDS records; their data look like heads of records. */
static void
write_journal(const char *path)
{
    journal_t *j;
    long holder;
    int i, damaged;
    char row[64];

    unlink(path);
    CU_ASSERT_FATAL(journal_open(&j, path, "key", 0, NULL, NULL, &holder,
                                 &damaged) == JOURNAL_OK);
    for (i = 0; i < RECORDS; i++)
    {
        snprintf(row, sizeof row, "row %d\nR %d d 3 x\n", i, i);
        CU_ASSERT(journal_append(j, i, 'd', row, strlen(row)) == 0);
    }
    CU_ASSERT(journal_close(j, 0) == 0);
}

/* Opens to resume: how many records are there, and is damage told? */
static int
reopen(const char *path, int *damaged)
{
    journal_t *j;
    long holder;

    memset(seen, 0, sizeof seen);
    if (journal_open(&j, path, "key", 1, keep, NULL, &holder, damaged)
        != JOURNAL_OK)
        return -1;
    journal_close(j, 0);
    return count_seen();
}

static long
size_of(const char *path)
{
    FILE *from = fopen(path, "r");
    long n;

    fseek(from, 0, SEEK_END);
    n = ftell(from);
    fclose(from);
    return n;
}

static void
test_journal(void)
{
    char path[300];
    journal_t *j;
    long holder, size, cut;
    int damaged, fd;

    snprintf(path, sizeof path, "%s", path_of("j"));
    write_journal(path);
    size = size_of(path);
    CU_ASSERT_EQUAL(reopen(path, &damaged), RECORDS);
    CU_ASSERT_FALSE(damaged);
    CU_ASSERT_EQUAL(journal_open(&j, path, "key", 0, NULL, NULL, &holder,
                                 &damaged), JOURNAL_EXISTS);
    CU_ASSERT_EQUAL(journal_open(&j, path, "other", 1, keep, NULL, &holder,
                                 &damaged), JOURNAL_FOREIGN);
    /* every cut leaves the records before it, and a file to go on with */
    for (cut = 0; cut < size; cut += 1 + size / 97)
    {
        int before, after;

        write_journal(path);
        CU_ASSERT(truncate(path, cut) == 0);
        before = reopen(path, &damaged);
        CU_ASSERT(before >= 0 && before < RECORDS && !damaged);
        after = reopen(path, &damaged);
        CU_ASSERT_EQUAL(after, before);
    }
    /* a tail of zeros, as some file systems leave it */
    write_journal(path);
    CU_ASSERT(truncate(path, size + 4096) == 0);
    CU_ASSERT_EQUAL(reopen(path, &damaged), RECORDS);
    CU_ASSERT_EQUAL(size_of(path), size);
    /* a flipped bit in the middle is told, and costs one record */
    write_journal(path);
    fd = open(path, O_RDWR);
    CU_ASSERT(pwrite(fd, "#", 1, size / 2) == 1);
    close(fd);
    CU_ASSERT_EQUAL(reopen(path, &damaged), RECORDS - 1);
    CU_ASSERT(damaged);
}

static void
test_lock(void)
{
    char path[300];
    journal_t *j;
    long holder = 0;
    int damaged, ready[2], status;
    pid_t child;
    char byte;

    snprintf(path, sizeof path, "%s", path_of("lock"));
    CU_ASSERT_FATAL(pipe(ready) == 0);
    child = fork();
    if (child == 0)
    {
        journal_open(&j, path, "key", 1, keep, NULL, &holder, &damaged);
        if (write(ready[1], "x", 1) == 1)
            pause();
        _exit(0);
    }
    CU_ASSERT(read(ready[0], &byte, 1) == 1);
    CU_ASSERT_EQUAL(journal_open(&j, path, "key", 1, keep, NULL, &holder,
                                 &damaged), JOURNAL_LOCKED);
    CU_ASSERT_EQUAL(holder, child);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    close(ready[0]);
    close(ready[1]);
}

/* ---- worker processes --------------------------------------------------------- */

typedef struct
{
    int answered[100], lost[100];
} answers_t;

/* Points that end well, crash, hang, or eat memory. */
static char
misbehave(void *ctx, long index, FILE *to)
{
    (void) ctx;
    if (index % 10 == 3)
        abort();
    if (index == 47)
        pause();
    if (index == 58)
        while (malloc(1 << 20) != NULL)
            ;
    if (index == 58)
        abort();
    fprintf(to, "%ld", index * index);
    return 'd';
}

static int
take(void *ctx, long index, char status, const char *data, size_t length,
     const char *why)
{
    answers_t *a = ctx;
    char text[32];

    (void) status;
    if (data == NULL)
    {
        CU_ASSERT(why != NULL);
        a->lost[index]++;
        return 0;
    }
    snprintf(text, sizeof text, "%ld", index * index);
    CU_ASSERT(length == strlen(text) && memcmp(data, text, length) == 0);
    a->answered[index]++;
    return 0;
}

static void
test_pool(void)
{
    long index[100], i;
    answers_t a;
    pool_t p = { 3, 1, 0, 100, index, misbehave, take, NULL, &a };

#ifndef __SANITIZE_ADDRESS__
    p.memory = (size_t) 1 << 30;
#endif
    memset(&a, 0, sizeof a);
    for (i = 0; i < 100; i++)
        index[i] = i;
#ifdef __SANITIZE_ADDRESS__
    index[58] = 0; /* its allocator does not fail */
#endif
    CU_ASSERT_EQUAL(pool_run(&p), POOL_OK);
    for (i = 0; i < 100; i++)
    {
        int bad = i % 10 == 3 || i == 47 || i == 58;

        if (index[i] != i || i == 0)
            continue;
        CU_ASSERT_EQUAL(a.lost[i], bad);
        CU_ASSERT_EQUAL(a.answered[i], !bad);
    }
}

/* ---- the verb --------------------------------------------------------------------- */

static void
test_grid(void)
{
    expect(0, "sweep " BINARY " alpha=0.5:1:0.25,1/3 -o @/a.csv");
    read_file("a.csv");
    CU_ASSERT(has(out, "\nalpha,") || has(out, "alpha,q,"));
    CU_ASSERT(has(out, "\n0.5,") && has(out, "\n0.75,") && has(out, "\n1,")
              && has(out, "\n0.3333333333333333,"));
    CU_ASSERT(expect(0, "sweep " BINARY " alpha=log:0.1:10:3 --json")
              && has(out, "\"alpha\":1.0,") && has(out, "\"alpha\":10.0"));
    write_file("points", "# two\nkappa\n-1/2\n0.5\n");
    CU_ASSERT(expect(0, "sweep " PERCEPTRON " --points @/points alpha=0.1")
              && has(out, "\n0.1,-0.5,") && has(out, "\n0.1,0.5,"));
    expect(2, "sweep " BINARY " alpha=1:2");
    expect(2, "sweep " BINARY " alpha=1:2:0");
    expect(2, "sweep " BINARY " alpha=2:1:0.1");
    expect(2, "sweep " BINARY " alpha=-1:1:0.5");
    expect(2, "sweep " BINARY " alpha=log:0:1:5");
    expect(2, "sweep " BINARY " alpha=1e-9:1e9:1e-9");
    expect(2, "sweep " BINARY " alpha=1 --shard 3/2 -o @/x");
    write_file("points", "kappa\n-1/2\n0.5,3\n");
    expect(4, "sweep " PERCEPTRON " --points @/points alpha=0.1");
    expect(6, "sweep " BINARY " alpha=1 -o @/no/such/x.csv");
}

static void
test_thresholds(void)
{
    CU_ASSERT(expect(0, "sweep " PERCEPTRON " --threshold alpha_c "
                        "kappa=0,0.5 --digits 20")
              && has(out, "0.833078599739579233689")
              && has(out, "0.455664564542436636756"));
    expect(2, "sweep " PERCEPTRON " --threshold alpha_d kappa=0");
    expect(2, "sweep " PERCEPTRON " --threshold alpha_c alpha=0:1:0.1");
}

/* Workers, shards, kills and resumes leave no trace in the table. */
static void
test_same_bytes(void)
{
    const char *job = "sweep " BINARY " alpha=0.01:1.2:0.01 -q -o @/";
    char command[512];
    int i;

    snprintf(command, sizeof command, "%sone.csv -w 1", job);
    expect(0, command);
    snprintf(command, sizeof command, "%sthree.csv -w 3", job);
    expect(0, command);
    CU_ASSERT_EQUAL(shell("cmp @/one.csv @/three.csv"), 0);
    for (i = 2; i >= 1; i--)
    {
        snprintf(command, sizeof command, "%sshards.csv --shard %d/2", job, i);
        expect(0, command);
    }
    CU_ASSERT_EQUAL(shell("cmp @/one.csv @/shards.csv"), 0);
    CU_ASSERT_EQUAL(shell("ls @/*.journal"), 2);
}

/* Ranks of mpirun and tasks of a Slurm array, all at once. */
static void
test_many_machines(void)
{
    static const char *const manager[][2] = {
        { "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE" },
        { "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT" },
    };
    char command[1024];
    int i;

    expect(0, "sweep " BINARY " alpha=0.01:1.2:0.01 -q -o @/one.csv");
    for (i = 0; i < 2; i++)
    {
        snprintf(command, sizeof command,
                 "rm -f @/all.csv @/failed; for r in 0 1 2 3; do (env %s=$r "
                 "%s=4 ${SADDLE:-build/saddle} sweep " BINARY
                 " alpha=0.01:1.2:0.01 -q -o @/all.csv 2>/dev/null"
                 " || touch @/failed) & done; wait; cmp @/one.csv @/all.csv "
                 "&& test ! -e @/failed", manager[i][0], manager[i][1]);
        CU_ASSERT_EQUAL(shell(command), 0);
    }
}

static pid_t
start(const char *output, int resume)
{
    const char *program = getenv("SADDLE");
    pid_t child = fork();

    if (child != 0)
        return child;
    setpgid(0, 0);
    fclose(stderr);
    execl(program != NULL ? program : "build/saddle", "saddle", "sweep",
          PERCEPTRON, "alpha=0.01:0.8:0.01", "kappa=0:0.02:0.005", "-q", "-o",
          output, resume ? "--resume" : (char *) NULL, (char *) NULL);
    _exit(127);
}

static void
test_kills(void)
{
    char path[300];
    int i, status = 1, kills = 0;

    CU_ASSERT(expect(0, "sweep " PERCEPTRON " alpha=0.01:0.8:0.01 "
                        "kappa=0:0.02:0.005 -q -o @/whole.csv"));
    snprintf(path, sizeof path, "%s", path_of("killed.csv"));
    for (i = 0; i < 1000 && status != 0; i++)
    {
        struct timespec wait = { 0, 1000000L * (20 + (i * 37) % 60) };
        pid_t child = start(path, i > 0);

        if (i < trials(6))
        {
            nanosleep(&wait, NULL);
            /* TERM goes to the workers too, as from a job manager */
            kill(i % 3 == 2 ? -child : child,
                 i % 3 == 2 ? SIGTERM : SIGKILL);
            kills++;
        }
        waitpid(child, &status, 0);
    }
    printf(" [%d kills]", kills);
    CU_ASSERT_EQUAL(shell("cmp @/whole.csv @/killed.csv"), 0);
    CU_ASSERT(access(path_of("killed.csv.journal"), F_OK) != 0);
}

static void
test_disk_full(void)
{
    expect(0, "sweep " BINARY " alpha=0.1:0.5:0.1 -q");
    CU_ASSERT_EQUAL(shell("(${SADDLE:-build/saddle} sweep " BINARY
                          " alpha=0.1:0.5:0.1 >/dev/full)"), 6);
    /* a file size limit stops the journal; the rest is kept and resumed */
    CU_ASSERT_EQUAL(shell("(ulimit -f 8; trap '' XFSZ; "
                          "${SADDLE:-build/saddle} sweep " BINARY
                          " alpha=0.01:1:0.01 -q -o @/full.csv)"), 6);
    CU_ASSERT(access(path_of("full.csv"), F_OK) != 0);
    expect(0, "sweep " BINARY " alpha=0.01:1:0.01 -q -o @/full.csv --resume");
    expect(0, "sweep " BINARY " alpha=0.01:1:0.01 -q -o @/free.csv");
    CU_ASSERT_EQUAL(shell("cmp @/full.csv @/free.csv"), 0);
}

static void
test_plot(void)
{
    const char *scan = "sweep models/spin_glass/sk.saddle beta=0.5:1.5:0.25 "
                       "h=0,0.3 -q -o @/sk.csv --plot @/sk";
    char command[256];

    /* without gnuplot the table and the script are there all the same */
    setting = "PATH=/nowhere";
    snprintf(command, sizeof command, "%s.svg", scan);
    CU_ASSERT(expect(6, command) && has(err, "gnuplot was not found"));
    /* a critical value is a point on its own curve */
    write_file("two.csv", "# parameter a\n# parameter k\n# order q\n"
                          "# mark a_c 1.5 1\n"
                          "a,k,q\n1,0,2\n2,0,4\n1,1,3\n2,1,6\n");
    expect(6, "plot @/two.csv -o @/two.svg");
    read_file("two.gp");
    CU_ASSERT(has(out, "\n1.5 4.5 0\n") && has(out, "points pt 7 ps 0.8")
              && has(out, "title 'a_{c}'"));
    setting = "";
    read_file("sk.gp");
    CU_ASSERT(has(out, "set xlabel 'β: inverse temperature'")
              && has(out, "title 'h = 0.3'") && has(out, "dt 2"));
    CU_ASSERT(access(path_of("sk.csv"), F_OK) == 0);
    snprintf(command, sizeof command, "%s.gif", scan);
    expect(2, command);
    expect(2, "plot @/sk.csv --y nothing -o @/x.svg");
    write_file("broken.csv", "# parameter a\na,q\n1,2\n3\n");
    expect(4, "plot @/broken.csv");
    write_file("quote.csv", "# saddle sweep of `touch @`'s\n"
                            "# parameter a: '; !touch @/bad\n"
                            "# order q\na,q\n1,2\n2,3\n");
    if (shell("command -v gnuplot") == 0)
    {
        expect(0, "plot @/sk.csv -o @/sk.svg");
        CU_ASSERT_EQUAL(shell("grep -q '</svg>' @/sk.svg"), 0);
        expect(0, "plot @/quote.csv");
        CU_ASSERT(access(path_of("bad"), F_OK) != 0);
    }
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "journals: cuts, zeros, flips", test_journal },
        { "journals: one writer", test_lock },
        { "workers that crash, hang, or need memory", test_pool },
        { "grids", test_grid },
        { "critical lines", test_thresholds },
        { "the same bytes for workers and shards", test_same_bytes },
        { "ranks and array tasks", test_many_machines },
        { "kills and resumes", test_kills },
        { "full disks", test_disk_full },
        { "pictures", test_plot },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("sweep", tests);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
