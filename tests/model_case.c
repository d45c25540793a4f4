/* tests/model_case.c -- a spec given as text, parsed and checked. */
#include "model_case.h"

#include <CUnit/Basic.h>
#include <string.h>

void
model_open(model_case_t *m, const char *text, size_t arena)
{
    memset(m, 0, sizeof *m);
    diags_init(&m->diags);
    arena_init(&m->arena, (size_t) 1 << 28);
    m->algebra = algebra_new((size_t) 1 << 28);
    if (source_from_text(&m->source, "t.saddle", text, strlen(text))
        != SOURCE_OK)
        return;
    m->parsed = ast_parse(&m->tree, &m->arena, &m->source, &m->diags);
    if (arena > 0)
        m->arena.limit = m->arena.used + arena;
    m->good = spec_check(&m->spec, &m->arena, m->algebra, &m->tree, &m->diags)
              && m->parsed;
}

void
model_close(model_case_t *m)
{
    algebra_free(m->algebra);
    source_clear(&m->source);
    arena_clear(&m->arena);
    diags_clear(&m->diags);
}

int
model_open_good(model_case_t *m, const char *text)
{
    model_open(m, text, 0);
    if (!m->good || m->diags.n_errors > 0)
    {
        printf("\n%s\n", text);
        diags_print(stdout, &m->source, &m->diags);
    }
    CU_ASSERT(m->good);
    return m->good;
}

expr_t *
model_observable(const model_case_t *m, const char *name)
{
    int i;

    for (i = 0; i < m->spec.n_observables; i++)
        if (strcmp(m->spec.observable[i].name, name) == 0)
            return m->spec.observable[i].value;
    return NULL;
}
