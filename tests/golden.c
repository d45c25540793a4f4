/* tests/golden.c -- compares what the program says with files on record. */
#include "golden.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
golden_read(const char *path, size_t *length)
{
    FILE *from = fopen(path, "rb");
    char *text = NULL;
    size_t n = 0, room = 4096;

    if (from == NULL)
        return NULL;
    for (;;)
    {
        text = realloc(text, room + 1);
        n += fread(text + n, 1, room - n, from);
        if (n < room)
            break;
        room *= 2;
    }
    fclose(from);
    text[n] = '\0';
    if (length != NULL)
        *length = n;
    return text;
}

char *
golden_report(const source_t *s, diags_t *d, int json)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);

    if (json)
        diags_print_json(to, s, d);
    else
        diags_print(to, s, d);
    fclose(to);
    return text;
}

/* ---- trees -------------------------------------------------------------- */

static void put_ast(FILE *to, const ast_t *a);

static void
put_children(FILE *to, const ast_t *a)
{
    static const char *const relation[] = { "<", "<=", ">", ">=", "==" };
    int i;

    for (i = 0; i < a->n; i++)
    {
        if (a->kind == AST_COMPARISON && i > 0)
            fprintf(to, " %s", relation[a->relation[i - 1]]);
        fputc(' ', to);
        if (a->ops != NULL)
            fputc(a->ops[i], to);
        put_ast(to, a->child[i]);
    }
}

static void
put_ast(FILE *to, const ast_t *a)
{
    static const char *const word[] = {
        "number", "name", "call", "index", "tuple", "set", "row", ":", "binder",
        "bound", "..", "unary", "sum", "product", "^", "compare", "not",
        "and", "or", "if", "bad"
    };

    if (a == NULL)
        fputc('_', to);
    else if (a->kind == AST_NUMBER || a->kind == AST_NAME)
        fputs(a->text, to);
    else
    {
        fprintf(to, "(%s", word[a->kind]);
        if (a->kind == AST_CALL || a->kind == AST_INDEX
            || a->kind == AST_BINDER)
            fprintf(to, " %s", a->text);
        if (a->kind == AST_UNARY || (a->kind == AST_BOUND && a->op != 0))
            fprintf(to, " %c", a->op);
        put_children(to, a);
        fputc(')', to);
    }
}

static void
put_field(FILE *to, const char *name, const ast_t *a)
{
    if (a == NULL)
        return;
    fprintf(to, " %s=", name);
    put_ast(to, a);
}

static void
put_condition(FILE *to, const condition_t *c)
{
    int i;

    put_field(to, "where", c->value);
    put_field(to, "->", c->bound);
    if (c->word != NULL)
        fprintf(to, " where=%s of", c->word);
    for (i = 0; i < c->n_args; i++)
    {
        fputc(' ', to);
        put_ast(to, c->arg[i]);
        if (c->arg_value != NULL)
            put_field(to, "is", c->arg_value[i]);
    }
}

static void
put_statement(FILE *to, const stmt_t *s)
{
    static const char *const word[] = {
#define STATEMENT_WORD(text, token) text,
#include "../grammar/keywords.def"
    };
    static const char *const relation[] = { "<", "<=", ">", ">=", "==" };
    int i;

    /* the table begins with `model` and `end`, which are no statements */
    fprintf(to, "%d:%d-%d:%d %s", s->span.line, s->span.col, s->span.end_line,
            s->span.end_col, word[s->kind + 2]);
    if (s->name != NULL)
        fprintf(to, " %s", s->name);
    put_field(to, "of", s->variable);
    for (i = 0; i < s->n_args; i++)
    {
        put_field(to, "arg", s->args[i]);
        if (s->values != NULL)
            put_field(to, "is", s->values[i]);
    }
    put_field(to, s->law ? "~" : "value", s->value);
    if (s->has_relation)
        fprintf(to, " %s", relation[s->relation]);
    put_field(to, "bound", s->bound);
    put_field(to, "lo", s->range_lo);
    put_field(to, "hi", s->range_hi);
    put_field(to, "default", s->fallback);
    put_field(to, "tolerance", s->tolerance);
    if (s->parameter != NULL)
        fprintf(to, " in=%s", s->parameter);
    put_condition(to, &s->condition);
    if (s->text != NULL)
        fprintf(to, " \"%s\"", s->text);
    fputc('\n', to);
}

char *
golden_tree(const spec_ast_t *tree)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    int i;

    fprintf(to, "model %s", tree->name != NULL ? tree->name : "_");
    if (tree->description != NULL)
        fprintf(to, " \"%s\"", tree->description);
    fputc('\n', to);
    for (i = 0; i < tree->n; i++)
        put_statement(to, tree->stmt[i]);
    fclose(to);
    return text;
}

/* ---- folders ------------------------------------------------------------ */

/* What the check says of one file: its own text, then the diagnostics. */
static char *
ask(const char *path, const char *name, golden_check_t check, int *n_errors)
{
    size_t length, size = 0;
    char *text = golden_read(path, &length), *own, *report, *all = NULL;
    FILE *to = open_memstream(&all, &size);
    source_t s;
    diags_t d;

    diags_init(&d);
    if (text == NULL
        || source_from_text(&s, name, text, length) != SOURCE_OK)
        abort();
    own = check(&s, &d);
    report = golden_report(&s, &d, 0);
    *n_errors = d.n_errors;
    fprintf(to, "%s%s", own != NULL ? own : "", report);
    fclose(to);
    free(report);
    free(own);
    free(text);
    diags_clear(&d);
    source_clear(&s);
    return all;
}

/* Whether what was said is what is on record; prints both when not. */
static int
is_expected(const char *path, const char *said, int needed, int n_errors)
{
    char *wanted = golden_read(path, NULL);
    int good;

    if (getenv("SADDLE_GOLDEN_UPDATE") != NULL && (wanted != NULL || needed))
    {
        FILE *to = fopen(path, "w");

        good = to != NULL && fputs(said, to) >= 0;
        if (to != NULL)
            fclose(to);
    }
    else if (wanted == NULL)
        good = !needed && n_errors == 0;
    else
        good = strcmp(wanted, said) == 0;
    if (!good)
        printf("\n---- %s: expected\n%s---- but got\n%s----\n", path,
               wanted != NULL ? wanted : "(nothing on record)\n", said);
    free(wanted);
    return good;
}

golden_t
golden_folder(const char *folder, const char *prefix, const char *ending,
              int needed, golden_check_t check)
{
    golden_t result = { 0, 0, 0 };
    struct dirent **entry;
    int i, n = scandir(folder, &entry, NULL, alphasort), n_errors;

    for (i = 0; i < n; i++)
    {
        char *name = entry[i]->d_name, *said, path[1024], golden[1024];
        size_t length = strlen(name), stem = length - strlen(".saddle");

        if (length > strlen(".saddle")
            && strcmp(name + stem, ".saddle") == 0
            && strncmp(name, prefix, strlen(prefix)) == 0)
        {
            snprintf(path, sizeof path, "%s/%s", folder, name);
            snprintf(golden, sizeof golden, "%s/%.*s%s", folder, (int) stem,
                     name, ending);
            said = ask(path, name, check, &n_errors);
            result.n++;
            result.one += n_errors == 1;
            result.wrong += !is_expected(golden, said, needed, n_errors);
            free(said);
        }
        free(entry[i]);
    }
    if (n >= 0)
        free(entry);
    return result;
}
