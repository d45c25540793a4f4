/* compiler/cli/help.c -- --help of the program and of each verb. */
#include "help.h"

#include <string.h>

/* ---- groups and examples ------------------------------------------------------ */

const char *const help_groups[]
    = { "Write a model", "Solve and prove", "Curves", "For a paper",
        "Experiments", NULL };

typedef struct
{
    const char *verb;       /* a first word stands for all verbs with it    */
    int group;
    const char *example;
} page_t;

#define BP "binary_perceptron.saddle"

static const page_t page[] = {
    { "new", 0, "saddle new mine --like storage\n" },
    { "check", 0, "saddle check mine.saddle\n"
                  "saddle check --json models/*/*.saddle\n" },
    { "derive", 0, "saddle derive mine.saddle\n"
                   "saddle derive mine.saddle --steps\n"
                   "saddle derive mine.saddle --to latex -o equations.tex\n"
                   "saddle derive mine.saddle --to saddle\n" },
    { "explain", 0, "saddle explain E0203\n" },
    { "test", 0, "saddle test models/\n" },
    { "solve", 1, "saddle solve " BP " alpha=0.5\n"
                  "saddle solve " BP " alpha=1/2 --digits 40 --certify\n"
                  "saddle solve sk.saddle beta=2 h=0 --all --json\n" },
    { "certify", 1, "saddle certify " BP " alpha_c --digits 50\n"
                    "saddle certify " BP " alpha_c kappa=1/4 -o alpha_c.cert\n"
                    "saddle certify " BP " alpha_c alpha=0.1..2\n" },
    { "verify", 1, "saddle verify alpha_c.cert\n" },
    { "sweep", 2, "saddle sweep " BP " alpha=0.05:1.2:0.05 -o q.csv\n"
                  "saddle sweep " BP " alpha=0.05:1.2:0.05 kappa=0,1/2 "
                  "-o q.csv --plot q.svg\n"
                  "saddle sweep " BP " kappa=-0.5:1:0.1 "
                  "--threshold alpha_c -o alpha_c.csv\n" },
    { "plot", 2, "saddle plot q.csv -o q.pdf --y entropy\n" },
    { "emit", 3, "saddle emit " BP " -o solver\n" },
    { "amp", 4, "saddle amp bayes_sign_gaussian.saddle alpha=2\n" },
    { "online", 4, "saddle online committee.saddle eta=0.5 --times 0:100:10\n"
                   "saddle online committee.saddle --simulate --plot sgd.svg\n"
    },
    { "simulate", 4, "saddle simulate ridge_regression.saddle alpha=2\n" },
    { "report", 3, "saddle report " BP " -o report.html\n"
                   "saddle report sk.saddle h=0 beta=0.5:3:0.05 "
                   "-o sk.html\n" },
};

static const page_t *
find_page(const verb_t *v)
{
    size_t i, n = strcspn(v->name, " ");

    for (i = 0; i < sizeof page / sizeof *page; i++)
        if (strlen(page[i].verb) == n
            && strncmp(page[i].verb, v->name, n) == 0)
            return page + i;
    return NULL;
}

const char *
help_group(const verb_t *v)
{
    const page_t *p = find_page(v);
    int last = (int) (sizeof help_groups / sizeof *help_groups) - 2;

    return help_groups[p != NULL ? p->group : last];
}

const char *
help_examples(const verb_t *v)
{
    const page_t *p = find_page(v);

    return p != NULL ? p->example : "";
}

const char help_exit_status[]
    = "0  done, or proven\n"
      "1  disproven, refused, reference missed, or undecided for good\n"
      "2  usage, or a parameter outside its range\n"
      "3  spec rejected\n"
      "4  input data bad\n"
      "5  a limit: convergence, precision, time, memory, no C compiler\n"
      "6  output not written\n"
      "70 internal error\n";

/* ---- one verb ------------------------------------------------------------------- */

static void
indent_lines(FILE *to, const char *text)
{
    for (; *text != '\0'; text += strcspn(text, "\n") + 1)
        fprintf(to, "  %.*s\n", (int) strcspn(text, "\n"), text);
}

static void
help_verb(FILE *to, const verb_t *v)
{
    const option_t *o;
    int i;

    fprintf(to, "usage: saddle %s %s [options]\n\n  %s\n\noptions:\n", v->name,
            v->synopsis, v->summary);
    for (i = 0; (o = options_at(i)) != NULL; i++)
        if (options_belong(o, v))
        {
            char left[64];

            snprintf(left, sizeof left, "%c%c --%s%s%s",
                     o->letter != 0 ? '-' : ' ',
                     o->letter != 0 ? o->letter : ' ', o->name,
                     o->argument != NULL ? " " : "",
                     o->argument != NULL ? o->argument : "");
            fprintf(to, "  %-24s %s\n", left, o->help);
        }
    if (*help_examples(v) != '\0')
        fprintf(to, "\nexamples:\n");
    indent_lines(to, help_examples(v));
}

/* ---- several ---------------------------------------------------------------------- */

static int
begins(const verb_t *v, const char *word)
{
    size_t n = strcspn(v->name, " ");

    return v->name[n] == ' ' && strlen(word) == n
           && strncmp(v->name, word, n) == 0;
}

int
options_is_group(const char *word)
{
    const verb_t *v;

    for (v = verbs; v->name != NULL; v++)
        if (begins(v, word))
            return 1;
    return 0;
}

static void
help_line(FILE *to, const verb_t *v)
{
    fprintf(to, "  saddle %s %s\n      %s\n", v->name, v->synopsis,
            v->summary);
}

void
options_help_group(FILE *to, const char *word)
{
    const verb_t *v;

    fprintf(to, "verbs:\n");
    for (v = verbs; v->name != NULL; v++)
        if (begins(v, word))
            help_line(to, v);
    fprintf(to, "\n  saddle %s VERB --help   the options of a verb\n", word);
}

void
options_help(FILE *to, const verb_t *v)
{
    int g;

    if (v != NULL)
    {
        help_verb(to, v);
        return;
    }
    fprintf(to, "saddle: a compiler for replica equations\n");
    for (g = 0; help_groups[g] != NULL; g++)
    {
        fprintf(to, "\n%s:\n", help_groups[g]);
        for (v = verbs; v->name != NULL; v++)
            if (help_group(v) == help_groups[g])
                help_line(to, v);
    }
    fprintf(to, "\n  saddle VERB --help   options and examples of a verb\n"
                "  saddle --version     versions of saddle and its libraries\n"
                "  saddle --manual      this as a man page\n"
                "  saddle --completion bash|zsh|fish\n\nexit status:\n");
    indent_lines(to, help_exit_status);
}
