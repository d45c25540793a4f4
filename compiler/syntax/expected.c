/* compiler/syntax/expected.c -- puts a syntax error into words. */
#include "parse.h"

#include <stdio.h>
#include <string.h>

#define WORDING_MAX 400

/* The symbols that could stand where the error is. */
typedef struct
{
    const char *const *name;
    int n;
} choice_t;

static int
among(const char *name, const char *const *list, int n)
{
    int i;

    for (i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0)
            return 1;
    return 0;
}

static int
can_be(const choice_t *c, const char *name)
{
    return among(name, c->name, c->n);
}

/* ---- statement words ---------------------------------------------------- */

static const char *const statement_word[] = {
#define STATEMENT_WORD(text, token) text,
#include "../../grammar/keywords.def"
};
#define N_WORDS ((int) (sizeof statement_word / sizeof statement_word[0]))

const char *
parse_suggest_statement(const char *name)
{
    return diag_suggest(name, statement_word, N_WORDS);
}

/* ---- "expected ..." ----------------------------------------------------- */

static const char *const operator_name[] = {
    "'+'", "'-'", "'*'", "'/'", "'^'", "'<'", "'<='", "'>'", "'>='", "'=='",
    "'and'", "'or'", "'('", "'['"
};
static const char *const relation_name[] = {
    "'<'", "'<='", "'>'", "'>='", "'=='"
};
static const char *const operand_name[] = {
    "number", "name", "binder", "'('", "'{'", "'-'", "'+'", "'if'", "'not'"
};
#define LIST(array) array, (int) (sizeof array / sizeof array[0])

/* Whether the symbol is spoken for by the word of a whole group. */
static int
is_grouped(const choice_t *c, const char *name)
{
    char word[32];

    if (can_be(c, "number") && among(name, LIST(operand_name)))
        return 1;
    if (can_be(c, "'*'") && among(name, LIST(operator_name)))
        return 1;
    if (can_be(c, "'<='") && among(name, LIST(relation_name)))
        return 1;
    if (strcmp(name, "string") == 0 && can_be(c, "end of line"))
        return 1;
    if (!can_be(c, "'cite'") || strcmp(name, "'end'") == 0
        || strlen(name) >= sizeof word || strlen(name) < 3)
        return 0;
    snprintf(word, sizeof word, "%.*s", (int) strlen(name) - 2, name + 1);
    return among(word, statement_word, N_WORDS);
}

static int
gather(const choice_t *c, const char **part, int room)
{
    int i, n = 0;

    if (can_be(c, "number"))
        part[n++] = "an expression";
    if (can_be(c, "'cite'"))
        part[n++] = "a statement";
    if (can_be(c, "'*'"))
        part[n++] = "an operator";
    else if (can_be(c, "'<='"))
        part[n++] = "a relation";
    for (i = 0; i < c->n && n < room; i++)
        if (!is_grouped(c, c->name[i]))
            part[n++] = strcmp(c->name[i], "name") == 0     ? "a name"
                        : strcmp(c->name[i], "string") == 0 ? "a string"
                                                            : c->name[i];
    return n;
}

static void
word_expected(char *to, size_t room, const choice_t *c)
{
    const char *part[12];
    int i, n = gather(c, part, 12);
    size_t at = 0;

    to[0] = '\0';
    for (i = 0; i < n && at < room; i++)
        at += (size_t) snprintf(to + at, room - at, "%s%s",
                                i == 0       ? ""
                                : i < n - 1  ? ", "
                                             : " or ", part[i]);
}

/* ---- "found ..." -------------------------------------------------------- */

static void
word_found(char *to, size_t room, const parse_t *p, const char *found)
{
    const char *text = p->last.text != NULL ? p->last.text : "";

    if (strcmp(found, "name") == 0)
        snprintf(to, room, "name '%s'", text);
    else if (strcmp(found, "number") == 0)
        snprintf(to, room, "number %.20s%s", text,
                 strlen(text) > 20 ? "..." : "");
    else if (strcmp(found, "binder") == 0)
        snprintf(to, room, "'%s'", text);
    else if (strcmp(found, "string") == 0)
        snprintf(to, room, "a string");
    else
        snprintf(to, room, "%s", found);
}

/* ---- advice ------------------------------------------------------------- */

static const char *
advise(char *to, size_t room, const parse_t *p, const char *found,
       const choice_t *c)
{
    static const char *const operand[] = { "name", "number", "binder", "'('" };
    const char *text = p->last.text;

    if (strcmp(found, "'='") == 0 && can_be(c, "'=='"))
        return "a comparison is written '=='";
    if (strcmp(found, "'=='") == 0 && can_be(c, "'='"))
        return "a definition is written with '='";
    if (strcmp(found, "'='") == 0 && can_be(c, "'~'"))
        return "a law is given with '~'";
    if (strcmp(found, "'='") == 0 && can_be(c, "number") && p->after_word)
        return "statements have no '=' after their word, as in 'samples "
               "alpha'";
    if (strcmp(found, "'default'") == 0 && can_be(c, "'='"))
        return "without a range a value is given as in 'parameter s = 2'";
    if (strcmp(found, "name") == 0 && text != NULL
        && among(text, statement_word, N_WORDS)
        && can_be(c, "end of line"))
    {
        snprintf(to, room, "'%s' begins a statement; it needs its own line",
                 text);
        return to;
    }
    if (strcmp(found, "'{'") == 0 && can_be(c, "'*'"))
        return "arguments stand in '(' and ')', as in mix(p: LAW, ...); a law "
               "of numbers is {value: probability, ...} alone";
    if (among(found, LIST(operand)) && can_be(c, "'*'") && !p->last.first)
        return "there is no implicit product; write '*'";
    if (can_be(c, "number")
        && (strcmp(found, "'if'") == 0 || strcmp(found, "'not'") == 0))
        return "as an operand it needs brackets around it";
    if (strcmp(found, "binder") == 0 && can_be(c, "name"))
    {
        snprintf(to, room, "before '[' the word '%s' is a binder", text);
        return to;
    }
    if (can_be(c, "name") && !can_be(c, "number") && found[0] == '\''
        && found[1] >= 'a' && found[1] <= 'z')
    {
        snprintf(to, room, "%s is reserved and cannot be a name", found);
        return to;
    }
    return NULL;
}

/* The first word of a line is none of ours. */
static void
unknown_statement(parse_t *p, span_t span)
{
    const char *name = p->last.text, *near = parse_suggest_statement(name);
    char help[120];

    if (near != NULL)
        snprintf(help, sizeof help, "did you mean '%s'?", near);
    else if (tokens_peek(p) == '=')
        snprintf(help, sizeof help, "a definition is written 'let %s = ...'",
                 name);
    else
        snprintf(help, sizeof help, "a statement begins with a word such as "
                 "'parameter', 'let' or 'require'");
    diags_add(p->diags, DIAG_ERROR, "E0113", span, help,
              "unknown statement '%s'", name);
}

void
parse_expected(parse_t *p, span_t span, const char *found,
               const char *const *expected, int n)
{
    choice_t choice = { expected, n };
    char wanted[WORDING_MAX], met[120], advice[120];

    if (p->first_word && strcmp(found, "name") == 0)
    {
        unknown_statement(p, span);
        return;
    }
    if (p->first_word && strcmp(found, "'model'") == 0)
    {
        diags_add(p->diags, DIAG_ERROR, "E0103", span,
                  "write one file for each model",
                  "a second 'model' in one file");
        return;
    }
    word_expected(wanted, sizeof wanted, &choice);
    word_found(met, sizeof met, p, found);
    diags_add(p->diags, DIAG_ERROR, "E0110", span,
              advise(advice, sizeof advice, p, found, &choice),
              wanted[0] != '\0' ? "expected %s, found %s"
                                : "%sunexpected %s", wanted, met);
}

void
parse_too_deep(parse_t *p, span_t span)
{
    span.end_line = span.line;
    span.end_col = span.col + 1;
    diags_add(p->diags, DIAG_ERROR, "E0109", span,
              "name parts of the formula with 'let'",
              "nested more than %d deep", AST_MAX_DEPTH);
}

void
parse_memory(parse_t *p)
{
    span_t span = { p->line, p->column, p->line, p->column + 1 };

    if (!p->failed)
        diags_add(p->diags, DIAG_ERROR, "E0115", span, NULL,
                  "the spec is too large: its tree needs more than %zu bytes",
                  p->arena->limit);
    p->failed = 1;
}
