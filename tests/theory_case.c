/* tests/theory_case.c -- a spec from text to its theory, for tests. */
#include "theory_case.h"

#include <string.h>

static void
derive(theory_case_t *c)
{
    arena_init(&c->arena, (size_t) 1 << 28);
    diags_init(&c->diags);
    c->algebra = algebra_new(0);
    c->derived = ast_parse(&c->tree, &c->arena, &c->source, &c->diags)
                 && spec_check(&c->spec, &c->arena, c->algebra, &c->tree,
                               &c->diags)
                 && theory_derive(&c->theory, &c->arena, &c->spec, &c->diags);
}

void
case_from_text(theory_case_t *c, const char *text)
{
    memset(c, 0, sizeof *c);
    if (source_from_text(&c->source, "test", text, strlen(text)) == SOURCE_OK)
        derive(c);
}

void
case_from_file(theory_case_t *c, const char *path)
{
    memset(c, 0, sizeof *c);
    if (source_read(&c->source, path) == SOURCE_OK)
        derive(c);
}

void
case_close(theory_case_t *c)
{
    if (c->algebra == NULL)
        return;
    diags_clear(&c->diags);
    algebra_free(c->algebra);
    arena_clear(&c->arena);
    source_clear(&c->source);
}

void
case_complain(theory_case_t *c)
{
    if (!c->derived && c->algebra != NULL)
        diags_print(stdout, &c->source, &c->diags);
}

int
case_has_code(const theory_case_t *c, const char *code)
{
    int i;

    for (i = 0; i < c->diags.n; i++)
        if (strcmp(c->diags.item[i].code, code) == 0)
            return 1;
    return 0;
}
