/* runtime/sweep/sweep_place.c -- the shard that the environment asks for. */
#include "sweep.h"

#include <stdlib.h>

static int
number(const char *name, int *value)
{
    const char *text = getenv(name);
    char *end;
    long n;

    if (text == NULL || *text == '\0')
        return 0;
    n = strtol(text, &end, 10);
    if (*end != '\0' || n < 0 || n > 1000000)
        return 0;
    *value = (int) n;
    return 1;
}

sweep_place_t
sweep_shard_from_environment(int *shard, int *shards)
{
    static const char *const ranks[][2] = {
        { "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE" },
        { "PMI_RANK", "PMI_SIZE" },
    };
    int id, least, count;
    size_t i;

    for (i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (number(ranks[i][0], &id) && number(ranks[i][1], &count)
            && id < count)
        {
            *shard = id + 1;
            *shards = count;
            return SWEEP_RANK;
        }
    if (!number("SLURM_ARRAY_TASK_ID", &id)
        || !number("SLURM_ARRAY_TASK_COUNT", &count))
        return SWEEP_ALONE;
    least = 0;
    number("SLURM_ARRAY_TASK_MIN", &least);
    if (id - least < 0 || id - least >= count)
        return SWEEP_ALONE;
    *shard = id - least + 1;
    *shards = count;
    return SWEEP_TASK;
}
