/* tests/theory_case.c -- a spec from text to its theory, for tests. */
#include "theory_case.h"

#include <math.h>
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

int
case_unknown(const theory_t *t, const char *name)
{
    int i;

    for (i = 0; i < t->n_unknowns; i++)
        if (strcmp(t->unknown[i].name, name) == 0)
            return i;
    return -1;
}

void
case_set(walker_t *w, const theory_case_t *c, const char *name, double value)
{
    walker_set_d(w, expr_symbol(c->algebra, name), value);
}

double
walker_double(walker_t *w, expr_t *e)
{
    double x;
    arb_t v;

    arb_init(v);
    x = walker_value(v, w, e) ? arf_get_d(arb_midref(v), ARF_RND_NEAR) : NAN;
    arb_clear(v);
    return x;
}

const system_t *
case_system(const theory_t *t, const char *name, int boundary)
{
    int i;

    for (i = 0; i < t->n_systems; i++)
        if (strcmp(t->system[i].name, name) == 0
            && t->system[i].boundary == boundary)
            return &t->system[i];
    return NULL;
}

expr_t *
case_value(const system_t *s, const char *name)
{
    int i;

    for (i = 0; s != NULL && i < s->n_values; i++)
        if (strcmp(s->value[i].name, name) == 0)
            return s->value[i].value;
    return NULL;
}

int
near(const arb_t a, const arb_t b, double tol)
{
    arb_t d;
    double x, scale;

    arb_init(d);
    arb_sub(d, a, b, 400);
    x = fabs(arf_get_d(arb_midref(d), ARF_RND_NEAR));
    scale = 1 + fabs(arf_get_d(arb_midref(b), ARF_RND_NEAR));
    arb_clear(d);
    return x <= tol * scale;
}
