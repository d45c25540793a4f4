/* tests/t_guide.c -- what the documents show is what happens. */
#include "harness.h"
#include "shell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * In Markdown, a block ```saddle is a spec that passes `saddle check`, and with
 * a name behind that word it becomes this file.  A block ```sh holds commands
 * ("$ ...") and below each what it prints: every line must be part of the
 * output, blanks apart; "[exit N]" is the wanted status.
 */

static const char *const statement[] = {
#define STATEMENT_WORD(text, token) text,
#include "../grammar/keywords.def"
};

#define N_STATEMENTS (sizeof statement / sizeof *statement)

static int seen[N_STATEMENTS];

/* Blanks in a row become one, at the ends none; in place. */
static char *
squeeze(char *text)
{
    char *to = text, *from = text;

    for (; *from != '\0'; from++)
        if (!isspace((unsigned char) *from))
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    while (to > text && to[-1] == ' ')
        to--;
    *to = '\0';
    return text;
}

/* ---- blocks ------------------------------------------------------------------- */

/* Which statements the spec shows. */
static void
note_statements(const char *text)
{
    size_t i, n;

    for (; *text != '\0'; text += *text == '\n')
    {
        text += strspn(text, " ");
        n = strcspn(text, " \n");
        for (i = 0; i < N_STATEMENTS; i++)
            if (strlen(statement[i]) == n
                && strncmp(statement[i], text, n) == 0)
                seen[i] = 1;
        text += strcspn(text, "\n");
    }
}

static void
run_spec(const char *name, const char *text)
{
    note_statements(text);
    write_file(*name != '\0' ? name : "block.saddle", text);
    if (*name != '\0')
        return;
    expect(0, "check @/block.saddle");
}

/* Without gnuplot tables are written, but not drawn. 0: nothing is left. */
static int
drop_picture(char *command)
{
    char *at = strstr(command, " --plot "), *end;

    if (shell("(command -v gnuplot >/dev/null)") == 0)
        return 1;
    if (at != NULL)
    {
        end = at + strlen(" --plot ");
        end += strcspn(end, " ");
        memmove(at, end, strlen(end) + 1);
    }
    return strstr(command, "plot") == NULL;
}

/* One command, and the lines below it. */
static void
run_command(char *command, char *wanted)
{
    char line[1000], whole[1 << 16], *next, *at;
    int status = 0, got;

    if ((at = strstr(wanted, "[exit ")) != NULL)
    {
        status = atoi(at + 6);
        *at = '\0';
    }
    if (!drop_picture(command))
        return;
    snprintf(line, sizeof line,
             "(PATH=$(dirname $(realpath ${SADDLE:-build/saddle})):$PATH; "
             "export XDG_CACHE_HOME=@/cache; cd @ && %s)", command);
    got = shell(line);
    if (got != status)
        printf("\n    %s: exit %d, wanted %d\n%s%s", command, got, status,
               out, err);
    CU_ASSERT_EQUAL(got, status);
    snprintf(whole, sizeof whole, "%.30000s %.30000s", out, err);
    squeeze(whole);
    for (; wanted != NULL && *wanted != '\0'; wanted = next)
    {
        next = strchr(wanted, '\n');
        if (next != NULL)
            *next++ = '\0';
        squeeze(wanted);
        if (strstr(whole, wanted) == NULL)
            printf("\n    %s:\n    not printed: %s\n%s", command, wanted,
                   whole);
        CU_ASSERT_PTR_NOT_NULL(strstr(whole, wanted));
    }
}

static void
run_shell(char *text)
{
    char *command = text, *end, *next, none[1] = "";

    while (command != NULL && strncmp(command, "$ ", 2) == 0)
    {
        end = strchr(command, '\n');
        if (end == NULL)
            return;
        *end++ = '\0';
        next = strncmp(end, "$ ", 2) == 0 ? end : strstr(end, "\n$ ");
        if (next != NULL && next != end)
            *next++ = '\0';
        if (next == end)
            run_command(command + 2, none);
        else
            run_command(command + 2, end);
        command = next;
    }
}

/* ---- documents ------------------------------------------------------------------ */

static void
run_document(const char *path)
{
    static char text[1 << 17];
    FILE *from = fopen(path, "r");
    char *block = text, *end, name[64];
    int blocks = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(from);
    text[fread(text, 1, sizeof text - 1, from)] = '\0';
    fclose(from);
    while ((block = strstr(block, "\n```")) != NULL)
    {
        char *body = strchr(block + 1, '\n');

        if (body == NULL || (end = strstr(body, "\n```")) == NULL)
            break;
        end[1] = '\0';
        body++;
        blocks++;
        if (sscanf(block, "\n```saddle %63[a-z_.]\n", name) == 1
            && strchr(name, '.') != NULL)
            run_spec(name, body);
        else if (strncmp(block, "\n```saddle\n", 11) == 0)
            run_spec("", body);
        else if (strncmp(block, "\n```sh\n", 7) == 0)
            run_shell(body);
        block = end + 2;
    }
    CU_ASSERT(blocks > 0);
}

static void
test_language(void)
{
    size_t i;

    run_document("docs/language.md");
    for (i = 0; i < N_STATEMENTS; i++)
    {
        if (!seen[i])
            printf("\n    no example of '%s'\n", statement[i]);
        CU_ASSERT(seen[i]);
    }
}

static void
test_tutorial(void)
{
    run_document("docs/tutorial.md");
}

static void
test_readme(void)
{
    shell("ln -s $PWD/models @/models");
    run_document("README.md");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "the language", test_language },
        { "the tutorial", test_tutorial },
        { "README", test_readme },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("guide", tests);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
