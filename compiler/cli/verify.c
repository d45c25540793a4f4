/* compiler/cli/verify.c -- `saddle verify`: a certificate by another road. */
#include "options.h"
#include "../../runtime/verify/verify.h"

#include <stdio.h>

/* Of the checker, in MB, when no other limit is given. */
enum { DEFAULT_MEMORY = 4096 };

int
run_verify(const options_t *o)
{
    verify_options_t options = { o->seconds,
                                 o->memory > 0 ? o->memory : DEFAULT_MEMORY,
                                 0 };

    if (o->n_words != 1)
    {
        fprintf(stderr, "saddle verify: which certificate?\n");
        return EXIT_USAGE;
    }
    return (int) verify_file(o->word[0], &options, stdout,
                             o->quiet ? NULL : stderr);
}
