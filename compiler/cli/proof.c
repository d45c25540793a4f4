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

/* ---- the theorem in words --------------------------------------------------- */

static void
say_parameters(FILE *to, const session_t *s)
{
    int k, n = 0;

    for (k = 0; k < s->spec.n_parameters; k++)
        if (s->setting[k].value != NULL)
            fprintf(to, "%s%s = %s", n++ == 0 ? ", at " : ", ",
                    s->spec.parameter[k].name, s->setting[k].text);
}

static void
say_equations(FILE *to, const session_t *s, const saddle_system_t *system)
{
    const theory_t *t = &s->theory;
    int i;

    fprintf(to, "The equations of model %s", s->spec.name);
    say_parameters(to, s);
    fprintf(to, ":\n");
    if (system->boundary >= 0)
        fprintf(to, "    boundary state %s\n",
                s->loaded.model->boundary[system->boundary].name);
    else if (system->unknown[0] < t->n_unknowns)
        for (i = 0; i < t->n_equations; i++)
        {
            fprintf(to, "    ");
            expr_print(to, t->equation_left[i]);
            fprintf(to, " = ");
            expr_print(to, t->equation_right[i]);
            fputc('\n', to);
        }
    if (system->equation_text != NULL)
        fprintf(to, "    %s = 0\n", system->equation_text);
}

static void
say_box(FILE *to, const session_t *s, const saddle_system_t *system,
        const certify_result_t *r)
{
    int i;

    if (system->n == 0)
    {
        fprintf(to, "hold there identically; there is nothing left to "
                    "solve.\n");
        return;
    }
    fprintf(to, "have exactly one solution (");
    for (i = 0; i < system->n; i++)
        fprintf(to, "%s%s", i > 0 ? ", " : "",
                certificate_name(s->loaded.model, system,
                                 system->unknown[i]));
    fprintf(to, ") in the box\n");
    for (i = 0; i < system->n; i++)
    {
        char *lower = decimal_inner_lower(r->box + i);
        char *upper = decimal_inner_upper(r->box + i);

        fprintf(to, "    %-8s [%s, %s]\n",
                certificate_name(s->loaded.model, system, system->unknown[i]),
                lower, upper);
        free(lower);
        free(upper);
    }
}

static void
say_constant(FILE *to, const session_t *s, const saddle_system_t *system,
             const certify_result_t *r, long digits)
{
    int i;

    if (system->n > 0)
        fprintf(to, "and it satisfies\n");
    for (i = 0; i < system->n; i++)
    {
        char *lower = decimal_lower(r->zero + i, digits);
        char *upper = decimal_upper(r->zero + i, digits);
        const char *name = certificate_name(s->loaded.model, system,
                                            system->unknown[i]);

        fprintf(to, "    %s <= %s\n    %*s <= %s\n", lower, name,
                (int) strlen(lower), name, upper);
        free(lower);
        free(upper);
    }
}

char *
proof_claim(const session_t *s, const saddle_system_t *system,
            const certify_result_t *r, long digits)
{
    const char *note = proof_note(system, r);
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    if (to == NULL)
        return NULL;
    say_equations(to, s, system);
    say_box(to, s, system, r);
    say_constant(to, s, system, r, digits);
    fprintf(to,
            "Not claimed: that the replica ansatz is exact, that this "
            "solution is the\nthermodynamic state or lies on a particular "
            "branch, or that there is no other\nsolution outside the box.\n");
    if (note != NULL)
        fprintf(to, "Note: %s.\n", note);
    fclose(to);
    return text;
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
proof_write(output_t *file, const session_t *s,
            const saddle_system_t *system, const certify_result_t *r,
            const char *claim)
{
    const char **prefix = calloc((size_t) s->spec.n_parameters + 1,
                                 sizeof *prefix);
    certificate_context_t context = { prefix, claim };
    int k, good;

    if (prefix == NULL)
    {
        output_close(file, 0);
        return EXIT_LIMIT;
    }
    for (k = 0; k < s->spec.n_parameters; k++)
        prefix[k] = s->setting[k].value != NULL ? s->setting[k].prefix : NULL;
    good = certificate_write(output_stream(file), s->loaded.model, system, r,
                             &context) == 0;
    free(prefix);
    k = output_close(file, 1);
    return good ? k : EXIT_OUTPUT;
}
