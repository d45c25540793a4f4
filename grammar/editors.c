/* grammar/editors.c -- highlighting for editors, from the keyword table.
 *
 *   editors vim        a Vim syntax file
 *   editors textmate   a TextMate grammar (JSON), for VS Code and others
 */
#include <stdio.h>
#include <string.h>

typedef struct
{
    const char *kind;       /* Vim group; the scope follows                 */
    const char *scope;
    const char *text;
} word_t;

static const word_t word[] = {
#define STATEMENT_WORD(text, token) \
    { "Statement", "keyword.control.saddle", text },
#define RESERVED_WORD(text, token) \
    { "Operator", "keyword.operator.word.saddle", text },
#define BINDER_WORD(text) { "Repeat", "keyword.other.binder.saddle", text },
#define FUNCTION_WORD(text, arity) \
    { "Function", "support.function.saddle", text },
#define CONSTANT_WORD(text) \
    { "Constant", "constant.language.saddle", text },
#define LAW_WORD(text, arity) { "Type", "support.type.saddle", text },
#define LEARNER_WORD(text) { "Special", "support.class.saddle", text },
#define CONDITION_WORD(text) { "Special", "support.class.saddle", text },
#include "keywords.def"
};

#define N_WORDS (sizeof word / sizeof *word)

/* ---- Vim ---------------------------------------------------------------------- */

/* Statement words count at the beginning of a line, binders before '['. */
static void
vim_word(const word_t *w)
{
    if (strcmp(w->kind, "Statement") == 0)
        printf("syn match saddleStatement \"^\\s*\\zs%s\\>\"\n", w->text);
    else if (strcmp(w->kind, "Repeat") == 0)
        printf("syn match saddleRepeat \"\\<%s\\ze\\s*\\[\"\n", w->text);
    else
        printf("syn keyword saddle%s %s\n", w->kind, w->text);
}

static void
print_vim(void)
{
    static const char *const group[]
        = { "Statement", "Operator", "Repeat", "Function", "Constant", "Type",
            "Special", "Comment", "String", "Number" };
    size_t i;

    printf("\" Vim syntax of Saddle specs, written from the keyword table\n"
           "if exists(\"b:current_syntax\")\n  finish\nendif\n"
           "syn case match\n");
    for (i = 0; i < N_WORDS; i++)
        vim_word(word + i);
    printf("syn match saddleNumber "
           "\"\\<\\d\\+\\(\\.\\d\\+\\)\\?\\([eE][+-]\\?\\d\\+\\)\\?\\>\"\n"
           "syn region saddleString start=+\"+ end=+\"+ oneline\n"
           "syn match saddleComment \"#.*$\"\n");
    for (i = 0; i < sizeof group / sizeof *group; i++)
        printf("hi def link saddle%s %s\n", group[i], group[i]);
    printf("setlocal commentstring=#\\ %%s\nlet b:current_syntax = "
           "\"saddle\"\n");
}

/* ---- TextMate ------------------------------------------------------------------- */

/* One pattern for all words of a kind. */
static void
textmate_kind(const char *kind)
{
    const char *scope = NULL;
    size_t i;

    printf("    { \"match\": \"%s(", strcmp(kind, "Statement") == 0
                                         ? "^\\\\s*" : "\\\\b");
    for (i = 0; i < N_WORDS; i++)
        if (strcmp(word[i].kind, kind) == 0)
        {
            printf("%s%s", scope != NULL ? "|" : "", word[i].text);
            scope = word[i].scope;
        }
    printf(")\\\\b%s\", \"captures\": { \"1\": { \"name\": \"%s\" } } },\n",
           strcmp(kind, "Repeat") == 0 ? "(?=\\\\s*\\\\[)" : "", scope);
}

static void
print_textmate(void)
{
    static const char *const kind[]
        = { "Statement", "Operator", "Repeat", "Function", "Constant", "Type",
            "Special" };
    size_t i;

    printf("{\n  \"name\": \"Saddle\",\n  \"scopeName\": \"source.saddle\",\n"
           "  \"fileTypes\": [\"saddle\"],\n  \"patterns\": [\n"
           "    { \"match\": \"#.*$\", \"name\": "
           "\"comment.line.number-sign.saddle\" },\n"
           "    { \"match\": \"\\\"[^\\\"]*\\\"\", \"name\": "
           "\"string.quoted.double.saddle\" },\n");
    for (i = 0; i < sizeof kind / sizeof *kind; i++)
        textmate_kind(kind[i]);
    printf("    { \"match\": \"\\\\b\\\\d+(\\\\.\\\\d+)?([eE][+-]?\\\\d+)?\\\\b"
           "\", \"name\": \"constant.numeric.saddle\" }\n  ]\n}\n");
}

int
main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "vim") == 0)
        print_vim();
    else if (argc == 2 && strcmp(argv[1], "textmate") == 0)
        print_textmate();
    else
    {
        fprintf(stderr, "usage: editors vim|textmate\n");
        return 2;
    }
    return 0;
}
