/* tests/fuzz/dictionary.c -- prints the fuzzer's dictionary: all words of the
   language from grammar/keywords.def, and its operators. */
#include <stdio.h>

int
main(void)
{
    static const char *const word[] = {
#define STATEMENT_WORD(text, token) text,
#define RESERVED_WORD(text, token) text,
#define BINDER_WORD(text) text,
#define FUNCTION_WORD(text, arity) text,
#define CONSTANT_WORD(text) text,
#define LAW_WORD(text, arity) text,
#define LEARNER_WORD(text) text,
#define CONDITION_WORD(text) text,
#include "../../grammar/keywords.def"
        "free_entropy", "entropy", "replicon", "rs", "rsb1", "model m\\x0a",
        "\\x0aend\\x0a", "<=", ">=", "==", "..", "->", "+/-", "E[z](", "**",
        "&&", "||", "!=", ":=", "//", "1e10000", "0.5", "\\xce\\xb1",
        "\\xe2\\x89\\xa4", "\\xe2\\x88\\x92", "\\xef\\xbb\\xbf", "\\x0d\\x0a"
    };
    size_t i;

    for (i = 0; i < sizeof word / sizeof word[0]; i++)
        printf("\"%s\"\n", word[i]);
    return 0;
}
