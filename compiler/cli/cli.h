/* compiler/cli/cli.h -- the verbs of the program, and what they share. */
#ifndef SADDLE_CLI_H
#define SADDLE_CLI_H

/* Exit status, docs/cli.md. */
enum
{
    EXIT_DONE = 0,      /* done, or proven                                 */
    EXIT_REFUSED = 1,   /* disproven, refused, reference missed, undecided
                           for a reason that no budget removes             */
    EXIT_USAGE = 2,
    EXIT_SPEC = 3,      /* spec rejected                                   */
    EXIT_INPUT = 4,     /* input data bad                                  */
    EXIT_LIMIT = 5,     /* convergence, precision, time, memory, no cc     */
    EXIT_OUTPUT = 6,    /* output not written                              */
    EXIT_INTERNAL = 70
};

#endif
