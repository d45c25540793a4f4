/* compiler/cli/options.c -- the one table of verbs and options. */
#include "options.h"
#include "../syntax/diag.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const verb_t verbs[] = {
    { "new", "NAME --like KIND",
      "write NAME.saddle, a spec with comments to begin with", run_new },
    { "check", "FILE...", "diagnostics of specs, nothing else", run_check },
    { "derive", "FILE",
      "print the free entropy and the saddle-point equations", run_derive },
    { "solve", "FILE [NAME=VALUE...]",
      "solve the saddle point at given parameters", run_solve },
    { "sweep", "FILE NAME=START:STOP:STEP [NAME=A,B,C] [NAME=VALUE...]",
      "solve at many parameter values: curves, phase diagrams", run_sweep },
    { "plot", "TABLE [-o PICTURE]",
      "draw the table of a sweep: curves, or a map", run_plot },
    { "certify", "FILE [THRESHOLD] [NAME=VALUE...] [NAME=LOW..HIGH]",
      "prove a critical value, or a solution", run_certify },
    { "verify", "CERTIFICATE",
      "check a certificate, by another road than the one that wrote it",
      run_verify },
    { "emit", "FILE -o FOLDER",
      "write a solver that builds without Saddle, for a paper", run_emit },
    { "report", "FILE [NAME=VALUE...] [NAME=START:STOP:STEP] -o PAGE",
      "write one web page: model, theory, curves, proven thresholds",
      run_report },
    { "test", "FILE-OR-FOLDER...",
      "check the reference values that specs carry", run_test },
    { "explain", "CODE", "explain a diagnostic, such as E0203", run_explain },
    { "amp", "FILE [NAME=VALUE...] [NAME=START:STOP:STEP]",
      "message passing on finite systems beside its state evolution",
      run_amp },
    { "simulate", "FILE [NAME=VALUE...] [NAME=START:STOP:STEP]",
      "minimise, count or sample on finite systems beside the theory",
      run_simulate },
    { "online", "FILE [NAME=VALUE...]",
      "dynamics of learning: overlaps over time, beside the algorithm",
      run_online },
    { "rbm train", "--data DATA -o MODEL",
      "train a restricted Boltzmann machine", run_rbm_train },
    { "rbm fixed-points", "MODEL [--data DATA]",
      "fixed points of mean field from many starts", run_rbm_fixed_points },
    { "rbm evolve", "MODEL --data DATA",
      "magnetisations while mean field iterates", run_rbm_evolve },
    { "rbm sample", "MODEL", "Gibbs samples of a machine", run_rbm_sample },
    { "rbm loglik", "MODEL [--data DATA]",
      "ln Z and likelihood: exact, AIS, mean field", run_rbm_loglik },
    { "rbm sense", "MODEL --data DATA",
      "compressed sensing with a machine as prior", run_rbm_sense },
    { "rbm weights", "MODEL -o PICTURE", "weights as images",
      run_rbm_weights },
    { NULL, NULL, NULL, NULL },
};

#define PLACE(field) offsetof(options_t, field)

static const option_t table[] = {
    { "like", 0, OPTION_TEXT, PLACE(like), "KIND", " new ",
      "storage, bayes, gibbs, erm, or potential" },
    { "to", 0, OPTION_TEXT, PLACE(to), "FORMAT", " derive ",
      "text (default), latex, mathml, saddle (potential form), prefix, c, object" },
    { "steps", 0, OPTION_FLAG, PLACE(steps), NULL, " derive ",
      "with the steps between: derivatives before and after Stein's lemma" },
    { "digits", 'd', OPTION_COUNT, PLACE(digits), "N", " solve sweep certify report ",
      "certified significant digits (certify: 30)" },
    { "certify", 'c', OPTION_FLAG, PLACE(certify), NULL, " solve sweep ",
      "prove the solution and print enclosures" },
    { "from", 0, OPTION_TEXT, PLACE(state), "STATE", " solve sweep certify ",
      "uninformed (default), informed, a named start, or a boundary state" },
    { "all", 0, OPTION_FLAG, PLACE(all), NULL, " solve sweep certify ",
      "every solution that a scan finds; certify: prove their number" },
    { "max-boxes", 0, OPTION_COUNT, PLACE(boxes), "N", " certify ",
      "with --all, --global: give up after so many boxes (4000; on a line: "
      "100000 cells)" },
    { "global", 0, OPTION_FLAG, PLACE(global), NULL, " certify ",
      "claim that there is no other such point in the range" },
    { "output", 'o', OPTION_TEXT, PLACE(output), "FILE",
      " derive sweep plot certify emit report ",
      "write the document, table or certificate to FILE (emit: a folder)" },
    { "threads", 'j', OPTION_COUNT, PLACE(threads), "N", " solve certify report ",
      "threads for certified integrals (default: all cores)" },
    { "time-limit", 0, OPTION_COUNT, PLACE(seconds), "SECONDS",
      " solve sweep certify verify ",
      "give up after this time (sweep: of a point)" },
    { "threshold", 0, OPTION_TEXT, PLACE(threshold), "NAME", " sweep certify ",
      "a critical value (sweep: as a function of the scanned parameters)" },
    { "branches", 0, OPTION_FLAG, PLACE(branches), NULL, " sweep ",
      "follow every branch over the first scanned parameter, through folds" },
    { "cover", 0, OPTION_FLAG, PLACE(cover), NULL, " sweep ",
      "prove the curve for every value of the scanned parameter" },
    { "height", 0, OPTION_TEXT, PLACE(height), "H", " sweep ",
      "with --cover: how high the boxes may be (default 5e-4)" },
    { "plot", 0, OPTION_TEXT, PLACE(plot), "PICTURE", " sweep ",
      "draw the table as well: .svg, .pdf or .png, and its gnuplot script" },
    { "y", 0, OPTION_TEXT, PLACE(y), "COLUMN", " sweep plot ",
      "what is drawn over the first scanned parameter" },
    { "points", 0, OPTION_TEXT, PLACE(points), "FILE", " sweep ",
      "CSV whose header names parameters, one point a row" },
    { "workers", 'w', OPTION_COUNT, PLACE(workers), "N", " sweep ",
      "worker processes (default: one for each core)" },
    { "memory", 0, OPTION_COUNT, PLACE(memory), "MB",
      " sweep verify ", "memory of a worker, or of the checker (4096)" },
    { "shard", 0, OPTION_TEXT, PLACE(shard), "I/N", " sweep ",
      "the I-th of N parts (default: from mpirun or a Slurm array)" },
    { "resume", 0, OPTION_FLAG, PLACE(resume), NULL, " sweep ",
      "go on with an interrupted sweep" },
    { "retry", 0, OPTION_TEXT, PLACE(retry), "limit", " sweep ",
      "with --resume: points marked 'limit' once more" },
    { "json", 0, OPTION_FLAG, PLACE(json), NULL, " check solve sweep certify test ",
      "one JSON object (check, sweep: one a line) on standard output" },
    { "quiet", 'q', OPTION_FLAG, PLACE(quiet), NULL, "*", "no progress bar" },
    { "help", 'h', OPTION_FLAG, PLACE(help), NULL, "*", "print this" },
};

/* All options: this table, then the others. */
const option_t *
options_at(int i)
{
    static const option_t *const other[] = { rbm_option_table,
                                             experiment_option_table,
                                             online_option_table };
    int n = (int) (sizeof table / sizeof table[0]), k;

    if (i < n)
        return table + i;
    for (i -= n, k = 0; k < 3; k++, i -= n)
    {
        for (n = 0; other[k][n].name != NULL; n++)
            ;
        if (i < n)
            return other[k] + i;
    }
    return NULL;
}

const verb_t *
verb_find(int argc, char **argv, int *used)
{
    const verb_t *v;

    for (v = verbs; argc > 1 && v->name != NULL; v++)
    {
        size_t first = strcspn(v->name, " ");

        if (strlen(argv[1]) != first || strncmp(v->name, argv[1], first) != 0)
            continue;
        *used = v->name[first] == ' ' ? 2 : 1;
        if (*used == 1
            || (argc > 2 && strcmp(v->name + first + 1, argv[2]) == 0))
            return v;
    }
    return NULL;
}

int
options_belong(const option_t *o, const verb_t *v)
{
    char name[32];

    snprintf(name, sizeof name, " %s ", v->name);
    return o->verbs[0] == '*' || strstr(o->verbs, name) != NULL;
}

/* ---- parsing ------------------------------------------------------------- */

static const option_t *
find_long(const verb_t *v, const char *name, size_t length)
{
    const option_t *o;
    int i;

    for (i = 0; (o = options_at(i)) != NULL; i++)
        if (strlen(o->name) == length && strncmp(o->name, name, length) == 0
            && options_belong(o, v))
            return o;
    return NULL;
}

static const option_t *
find_letter(const verb_t *v, char letter)
{
    const option_t *o;
    int i;

    for (i = 0; (o = options_at(i)) != NULL; i++)
        if (o->letter == letter && options_belong(o, v))
            return o;
    return NULL;
}

static int
unknown_option(const verb_t *v, const char *argument)
{
    const char *name[128], *near;
    const option_t *o;
    int i, n = 0;

    for (i = 0; (o = options_at(i)) != NULL && n < 128; i++)
        if (options_belong(o, v))
            name[n++] = o->name;
    near = diag_suggest(argument + strspn(argument, "-"), name, n);
    fprintf(stderr, "saddle %s: unknown option '%s'", v->name, argument);
    if (near != NULL)
        fprintf(stderr, "; did you mean '--%s'?", near);
    fprintf(stderr, "\nTry 'saddle %s --help'.\n", v->name);
    return EXIT_USAGE;
}

static int
set_option(options_t *to, const verb_t *v, const option_t *o,
           const char *value)
{
    char *base = (char *) to, *end;
    double real;
    long count;

    switch (o->kind)
    {
    case OPTION_FLAG:
        *(int *) (base + o->place) = 1;
        return EXIT_DONE;
    case OPTION_TEXT:
        *(const char **) (base + o->place) = value;
        return EXIT_DONE;
    case OPTION_COUNT:
        errno = 0;
        count = strtol(value, &end, 10);
        if (*value == '\0' || *end != '\0' || errno != 0 || count < 1)
        {
            fprintf(stderr,
                    "saddle %s: --%s takes a whole number from 1, not '%s'\n",
                    v->name, o->name, value);
            return EXIT_USAGE;
        }
        *(long *) (base + o->place) = count;
        return EXIT_DONE;
    case OPTION_REAL:
        real = strtod(value, &end);
        if (*value == '\0' || *end != '\0' || isnan(real))
        {
            fprintf(stderr, "saddle %s: --%s takes a number, not '%s'\n",
                    v->name, o->name, value);
            return EXIT_USAGE;
        }
        *(double *) (base + o->place) = real;
    }
    return EXIT_DONE;
}

/* One argument that begins with '-'; *i moves on when it takes a value. */
static int
parse_option(options_t *to, const verb_t *v, int argc, char **argv, int *i)
{
    const char *a = argv[*i], *value = NULL;
    const option_t *o;

    if (a[1] == '-')
    {
        size_t length = strcspn(a + 2, "=");

        o = find_long(v, a + 2, length);
        if (a[2 + length] == '=')
            value = a + 3 + length;
    }
    else
    {
        o = find_letter(v, a[1]);
        if (o != NULL && a[2] != '\0')
            value = a + 2;
    }
    if (o == NULL)
        return unknown_option(v, a);
    if (o->kind == OPTION_FLAG && value != NULL)
    {
        fprintf(stderr, "saddle %s: --%s takes no value\n", v->name, o->name);
        return EXIT_USAGE;
    }
    if (o->kind != OPTION_FLAG && value == NULL)
    {
        if (*i + 1 >= argc)
        {
            fprintf(stderr, "saddle %s: --%s needs a value: --%s %s\n",
                    v->name, o->name, o->name, o->argument);
            return EXIT_USAGE;
        }
        value = argv[++*i];
    }
    return set_option(to, v, o, value);
}

int
options_parse(options_t *to, const verb_t *v, int argc, char **argv)
{
    const option_t *o;
    int i, status = EXIT_DONE, only_words = 0;

    memset(to, 0, sizeof *to);
    for (i = 0; (o = options_at(i)) != NULL; i++)
        if (o->kind == OPTION_REAL)
            *(double *) ((char *) to + o->place) = NAN;
    to->word = calloc((size_t) argc + 1, sizeof *to->word);
    if (to->word == NULL)
        return EXIT_LIMIT;
    for (i = 0; i < argc && status == EXIT_DONE; i++)
        if (!only_words && strcmp(argv[i], "--") == 0)
            only_words = 1;
        else if (!only_words && argv[i][0] == '-' && argv[i][1] != '\0')
            status = parse_option(to, v, argc, argv, &i);
        else
            to->word[to->n_words++] = argv[i];
    return status;
}

void
options_clear(options_t *o)
{
    free(o->word);
    o->word = NULL;
}
