/* compiler/cli/completion.c -- completion for shells, from the same tables. */
#include "help.h"

#include <string.h>

/* ---- words ------------------------------------------------------------------ */

/* First words of verbs, each once; then the second words of one of them. */
static void
put_verbs(FILE *to, const char *first)
{
    const char *seen = "";
    const verb_t *v;

    for (v = verbs; v->name != NULL; v++)
    {
        size_t n = strcspn(v->name, " ");

        if (first == NULL && strncmp(seen, v->name, n) != 0)
            fprintf(to, "%.*s ", (int) n, v->name);
        else if (first != NULL && strlen(first) == n && v->name[n] == ' '
                 && strncmp(first, v->name, n) == 0)
            fprintf(to, "%s ", v->name + n + 1);
        seen = v->name;
    }
}

static void
put_options(FILE *to, const verb_t *v)
{
    const option_t *o;
    int i;

    for (i = 0; (o = options_at(i)) != NULL; i++)
        if (options_belong(o, v))
            fprintf(to, "--%s ", o->name);
}

/* Text between quotes ' of a shell. */
static void
quote(FILE *to, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\'')
            fputs("'\\''", to);
        else
            fputc(*text, to);
}

/* ---- bash and zsh ------------------------------------------------------------- */

/* A function that works in bash, and in zsh through bashcompinit. */
static void
print_bash(FILE *to)
{
    const verb_t *v;

    fprintf(to, "# completion of saddle for bash; written by saddle "
            "--completion\n_saddle()\n{\n    local word verb words\n"
            "    COMPREPLY=()\n    word=${COMP_WORDS[COMP_CWORD]}\n"
            "    verb=${COMP_WORDS[1]}\n    if [ \"$COMP_CWORD\" -eq 1 ]; then"
            "\n        COMPREPLY=($(compgen -W \"");
    put_verbs(to, NULL);
    fprintf(to, "--help --version\" -- \"$word\"))\n        return\n    fi\n"
            "    case \"$verb ${COMP_WORDS[2]}\" in\n");
    for (v = verbs; v->name != NULL; v++)
    {
        fprintf(to, "    \"%s%s\"*) words=\"", v->name,
                strchr(v->name, ' ') == NULL ? " " : "");
        put_options(to, v);
        fprintf(to, "\" ;;\n");
    }
    fprintf(to, "    rbm*) words=\"");
    put_verbs(to, "rbm");
    fprintf(to, "\" ;;\n    esac\n    case $word in\n    -*) "
            "COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n    *) "
            "COMPREPLY=($(compgen -f -- \"$word\"))\n       "
            "[ \"$verb\" = rbm ] && [ \"$COMP_CWORD\" -eq 2 ] &&\n"
            "           COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
            "    esac\n}\ncomplete -o filenames -F _saddle saddle\n");
}

static void
print_zsh(FILE *to)
{
    fprintf(to, "#compdef saddle\nautoload -U +X bashcompinit && "
            "bashcompinit\n");
    print_bash(to);
}

/* ---- fish -------------------------------------------------------------------- */

static void
print_fish(FILE *to)
{
    const verb_t *v;
    const option_t *o;
    int i;

    fprintf(to, "# completion of saddle for fish; written by saddle "
            "--completion\n");
    for (v = verbs; v->name != NULL; v++)
    {
        size_t n = strcspn(v->name, " ");

        fprintf(to, "complete -c saddle -n %s -a '%s' -d '",
                v->name[n] == ' ' ? "'__fish_seen_subcommand_from rbm'"
                                  : "__fish_use_subcommand",
                v->name[n] == ' ' ? v->name + n + 1 : v->name);
        quote(to, v->summary);
        fprintf(to, "'\n");
        for (i = 0; (o = options_at(i)) != NULL; i++)
            if (options_belong(o, v) && v->name[n] == '\0')
            {
                fprintf(to, "complete -c saddle -n "
                        "'__fish_seen_subcommand_from %s' -l %s%s -d '",
                        v->name, o->name,
                        o->kind != OPTION_FLAG ? " -r" : "");
                quote(to, o->help);
                fprintf(to, "'\n");
            }
    }
}

int
print_completion(FILE *to, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        print_bash(to);
    else if (strcmp(shell, "zsh") == 0)
        print_zsh(to);
    else if (strcmp(shell, "fish") == 0)
        print_fish(to);
    else
        return 0;
    return 1;
}
