/* tests/fuzz/fuzz_front.c -- libFuzzer target: text in, tree or error out.
   With FUZZ_CHECK defined the model is checked as well. */
#include "../../compiler/syntax/ast.h"
#ifdef FUZZ_CHECK
#include "../../compiler/model/spec.h"
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifdef FUZZ_CHECK
static void
check(const spec_ast_t *tree, arena_t *arena, diags_t *d)
{
    algebra_t *algebra = algebra_new((size_t) 1 << 27);
    spec_t spec;

    spec_check(&spec, arena, algebra, tree, d);
    algebra_free(algebra);
}
#endif

/* A text that begins with '=' is a value, any other a spec. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    const char *text = (const char *) data;
    source_t s;
    arena_t arena;
    diags_t d;
    spec_ast_t tree;
    int good;

    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    if (size == 0 || source_from_text(&s, "fuzz", text, size) != SOURCE_OK)
        return 0;
    arena_init(&arena, (size_t) 1 << 26);
    diags_init(&d);
    if (data[0] == '=')
    {
        /* a value stands alone, behind a '=' */
        source_clear(&s);
        if (source_from_text(&s, "fuzz", text + 1, size - 1) != SOURCE_OK)
            abort();
        good = ast_parse_expression(&arena, &s, &d) != NULL;
    }
    else
    {
        good = ast_parse(&tree, &arena, &s, &d);
#ifdef FUZZ_CHECK
        if (good)
            check(&tree, &arena, &d);
        good = d.n_errors == 0;
#endif
    }
    if (good != (d.n_errors == 0))
        abort();
    diags_print(nowhere, &s, &d);
    diags_print_json(nowhere, &s, &d);
    diags_clear(&d);
    arena_clear(&arena);
    source_clear(&s);
    return 0;
}
