/* tests/loaded_model.c -- a spec given as text, compiled and loaded. */
#include "loaded_model.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
loaded_open(loaded_model_t *l, const char *text)
{
    const emit_context_t context = { text, "test.saddle", "test" };
    size_t length;
    char *code = NULL;
    FILE *to;
    int good;

    memset(l, 0, sizeof *l);
    if (!model_open_good(&l->parsed, text))
        return 0;
    good = theory_derive(&l->theory, &l->parsed.arena, &l->parsed.spec,
                         &l->parsed.diags);
    CU_ASSERT(good);
    if (!good)
        return 0;
    to = open_memstream(&code, &length);
    CU_ASSERT(emit_model(to, &l->theory, &context, &l->parsed.diags));
    fclose(to);
    CU_ASSERT_EQUAL(load_model(&l->loaded, code), LOAD_OK);
    if (l->loaded.message != NULL)
        printf("%s\n", l->loaded.message);
    l->model = l->loaded.model;
    free(code);
    return l->model != NULL;
}

void
loaded_close(loaded_model_t *l)
{
    load_close(&l->loaded);
    model_close(&l->parsed);
}

void
loaded_set(const loaded_model_t *l, double *env, const char *name,
           double value)
{
    const saddle_model_t *m = l->model;

    for (int k = 0; k < m->n_parameters; k++)
        if (strcmp(m->parameter[k].name, name) == 0)
            env[m->n_orders + k] = value;
}
