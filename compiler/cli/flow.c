/* compiler/cli/flow.c -- a spec with `learner online`, compiled and loaded. */
#include "flow.h"

#include <stdlib.h>
#include <string.h>

int
flow_open(flow_t *f, int n_words, const char *const *word, int json)
{
    int status;

    memset(f, 0, sizeof *f);
    if (n_words < 1)
    {
        fprintf(stderr, "saddle online: a FILE is missing\n");
        return EXIT_USAGE;
    }
    status = session_open(&f->session, word[0], STAGE_LOADED, json);
    if (status == EXIT_DONE)
        status = session_set(&f->session, n_words - 1, word + 1, -1);
    if (status != EXIT_DONE)
        return status;
    f->flow = f->session.loaded.flow;
    f->theta = session_doubles(&f->session);
    if (f->flow != NULL && f->theta != NULL)
        return EXIT_DONE;
    fprintf(stderr, "saddle: %s: the model is not one of online learning\n",
            word[0]);
    return EXIT_USAGE;
}

void
flow_clear(flow_t *f)
{
    free(f->theta);
    session_clear(&f->session);
}
