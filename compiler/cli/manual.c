/* compiler/cli/manual.c -- the man page, from the tables of verbs and options. */
#include "help.h"

#include <string.h>

/* Text of a man page: '-' is a minus, a line never begins a request. */
static void
roff(FILE *to, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", to);
    for (; *text != '\0'; text++)
        if (*text == '-')
            fputs("\\-", to);
        else if (*text == '\\')
            fputs("\\e", to);
        else
        {
            fputc(*text, to);
            if (*text == '\n' && (text[1] == '.' || text[1] == '\''))
                fputs("\\&", to);
        }
}

static void
put_option(FILE *to, const option_t *o)
{
    fprintf(to, ".TP\n");
    if (o->letter != 0)
        fprintf(to, "\\fB\\-%c\\fR, ", o->letter);
    fprintf(to, "\\fB\\-\\-");
    roff(to, o->name);
    fprintf(to, "\\fR");
    if (o->argument != NULL)
        fprintf(to, " \\fI%s\\fR", o->argument);
    fprintf(to, "\n");
    roff(to, o->help);
    fprintf(to, "\n");
}

static void
put_verb(FILE *to, const verb_t *v)
{
    const option_t *o;
    int i;

    fprintf(to, ".SS \"saddle ");
    roff(to, v->name);
    fprintf(to, " ");
    roff(to, v->synopsis);
    fprintf(to, "\"\n");
    roff(to, v->summary);
    fprintf(to, "\n");
    for (i = 0; (o = options_at(i)) != NULL; i++)
        if (options_belong(o, v) && o->verbs[0] != '*')
            put_option(to, o);
    if (*help_examples(v) == '\0')
        return;
    fprintf(to, ".PP\n.nf\n");
    roff(to, help_examples(v));
    fprintf(to, ".fi\n");
}

void
print_manual(FILE *to)
{
    const option_t *o;
    const verb_t *v;
    int g, i;

    fprintf(to, ".TH SADDLE 1 \"\" \"Saddle %s\"\n.SH NAME\nsaddle \\- a "
            "compiler for replica equations\n.SH SYNOPSIS\n\\fBsaddle\\fR "
            "\\fIVERB\\fR [\\fIARGUMENT\\fR...] [\\fIOPTION\\fR...]\n"
            ".SH DESCRIPTION\nSaddle reads the description of a learning "
            "model, derives its replica free entropy and saddle\\-point "
            "equations, solves them, and proves the numbers with interval "
            "arithmetic.\n.PP\nValues are expressions of the spec language and "
            "exact: kappa=0.1 is 1/10. Results go to standard output, talk to "
            "standard error.\n", SADDLE_VERSION);
    for (g = 0; help_groups[g] != NULL; g++)
    {
        int titled = 0;

        for (v = verbs; v->name != NULL; v++)
            if (help_group(v) == help_groups[g])
            {
                if (!titled++)
                    fprintf(to, ".SH \"%s\"\n", help_groups[g]);
                put_verb(to, v);
            }
    }
    fprintf(to, ".SH \"OPTIONS OF EVERY VERB\"\n");
    for (i = 0; (o = options_at(i)) != NULL; i++)
        if (o->verbs[0] == '*')
            put_option(to, o);
    fprintf(to, ".SH \"EXIT STATUS\"\n.nf\n");
    roff(to, help_exit_status);
    fprintf(to, ".fi\n.SH FILES\n.TP\n.I $XDG_CACHE_HOME/saddle\ncompiled "
            "models; ~/.cache/saddle where the variable is not set\n"
            ".SH ENVIRONMENT\n.TP\n.B CC\nthe C compiler for models\n");
}
