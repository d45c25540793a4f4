/* tests/bench/sweep.c -- points per second of `saddle sweep`.
 *
 * Five specs, one worker and two; the time of starting the program is in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static double
seconds(const char *arguments, int workers)
{
    const char *program = getenv("SADDLE");
    char command[512];
    double start;

    snprintf(command, sizeof command, "%s sweep models/%s -q -w %d >/dev/null",
             program != NULL ? program : "build/saddle", arguments, workers);
    start = now();
    if (system(command) != 0)
        return -1;
    return now() - start;
}

int
main(void)
{
    static const struct
    {
        const char *arguments;
        int points;
    } job[] = {
        { "storage/spherical_perceptron.saddle alpha=0.001:1:0.001", 1000 },
        { "storage/binary_perceptron.saddle alpha=0.0008:0.8:0.0008", 1000 },
        { "bayes/bayes_sign_binary.saddle alpha=0.0014:1.4:0.0014", 1000 },
        { "spin_glass/sk.saddle beta=0.003:3:0.003", 1000 },
        { "erm/logistic.saddle alpha=0.5:5.4:0.1 lambda=0.1", 50 },
    };
    size_t i;

    printf("points per second of saddle sweep\n%-60s %9s %9s %6s\n", "",
           "1 worker", "2", "gain");
    for (i = 0; i < sizeof job / sizeof job[0]; i++)
    {
        double one = seconds(job[i].arguments, 1);
        double two = seconds(job[i].arguments, 2);

        if (one <= 0 || two <= 0)
            printf("%-60s failed\n", job[i].arguments);
        else
            printf("%-60s %9.0f %9.0f %6.2f\n", job[i].arguments,
                   job[i].points / one, job[i].points / two, one / two);
    }
    return 0;
}
