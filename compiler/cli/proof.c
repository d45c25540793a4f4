/* compiler/cli/proof.c -- proofs for the verbs: run them, say them. */
#include "proof.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
proof_options(certify_options_t *to, const options_t *o, session_t *s,
              long digits)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    certify_options_default(to);
    to->digits = o->digits > 0 ? o->digits : digits;
    to->threads = o->threads > 0 ? (int) o->threads
                  : cores > 0    ? (int) cores
                                 : 1;
    to->max_seconds = (double) o->seconds;
    to->parameter = session_parameter;
    to->ctx = s;
    to->progress = progress_tick;
}

const char *
proof_status(certify_verdict_t verdict)
{
    static const char *const word[] = {
        [CERTIFY_PROVEN] = "proven",
        [CERTIFY_DISPROVEN] = "disproven",
        [CERTIFY_UNDECIDED] = "undecided",
        [CERTIFY_DOMAIN] = "domain",
    };

    return word[verdict];
}

int
proof_exit(const certify_result_t *r)
{
    static const char *const budgets[] = { "time", "precision", "interrupted",
                                           "budget", "memory" };
    size_t i;

    if (r->verdict == CERTIFY_PROVEN)
        return EXIT_DONE;
    for (i = 0; r->verdict == CERTIFY_UNDECIDED && r->why != NULL
                && i < sizeof budgets / sizeof budgets[0]; i++)
        if (strstr(r->why, budgets[i]) != NULL)
            return EXIT_LIMIT;
    return EXIT_REFUSED;
}

const char *
proof_note(const saddle_system_t *system, const certify_result_t *r)
{
    int i;

    /* The caveat of a limit system holds where its replicon exceeds 1. */
    for (i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, "replicon") == 0
            && r->n_values > i && arb_is_finite(r->values + i))
        {
            arb_t one;
            int stable;

            arb_init(one);
            arb_one(one);
            stable = arb_le(r->values + i, one);
            arb_clear(one);
            return stable ? NULL : system->note;
        }
    return system->note;
}

int
proof_open(output_t **file, const char *path, const session_t *s)
{
    struct stat a, b;

    *file = NULL;
    if (path == NULL)
        return EXIT_DONE;
    if (stat(path, &a) == 0 && stat(s->source.path, &b) == 0
        && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
    {
        fprintf(stderr, "saddle: %s: the spec itself would be overwritten\n",
                path);
        return EXIT_USAGE;
    }
    *file = output_open(path);
    return *file != NULL ? EXIT_DONE : EXIT_OUTPUT;
}

int
proof_print(FILE *to, const session_t *s, const saddle_system_t *system,
            const certify_result_t *r, const char *claim)
{
    const char **prefix = calloc((size_t) s->spec.n_parameters + 1,
                                 sizeof *prefix);
    certificate_context_t context = { prefix, claim };
    int k, good;

    if (prefix == NULL)
        return 0;
    for (k = 0; k < s->spec.n_parameters; k++)
        prefix[k] = s->setting[k].value != NULL ? s->setting[k].prefix : NULL;
    good = certificate_write(to, s->loaded.model, system, r, &context) == 0;
    free(prefix);
    return good;
}

int
proof_write(output_t *file, const session_t *s,
            const saddle_system_t *system, const certify_result_t *r,
            const char *claim)
{
    int good = proof_print(output_stream(file), s, system, r, claim);
    int closed = output_close(file, good);

    return good ? closed : EXIT_OUTPUT;
}
