/* tests/parsed.c -- a text that has been parsed, and what must hold of it. */
#include "parsed.h"

#include <stdlib.h>
#include <string.h>

void
parse_bytes(parsed_t *p, const char *text, size_t length, size_t limit)
{
    if (source_from_text(&p->source, "test.saddle", text, length)
        != SOURCE_OK)
        abort();
    arena_init(&p->arena, limit);
    diags_init(&p->diags);
    p->ok = ast_parse(&p->tree, &p->arena, &p->source, &p->diags);
}

void
parse_text(parsed_t *p, const char *text)
{
    parse_bytes(p, text, strlen(text), ARENA_BYTES);
}

void
parsed_clear(parsed_t *p)
{
    diags_clear(&p->diags);
    arena_clear(&p->arena);
    source_clear(&p->source);
}

/* ---- what must hold of any parse ---------------------------------------- */

int
parsed_is_sound_tree(const ast_t *a)
{
    int i, depth = 0;

    if (a == NULL || a->kind == AST_BAD || a->depth > AST_MAX_DEPTH
        || a->span.line < 1 || a->span.col < 1)
        return 0;
    if ((a->kind == AST_NAME || a->kind == AST_NUMBER) && a->text == NULL)
        return 0;
    for (i = 0; i < a->n; i++)
    {
        if (a->kind == AST_BOUND && i == 1 && a->child[1] == NULL)
            continue;
        if (!parsed_is_sound_tree(a->child[i]))
            return 0;
        if (a->child[i]->depth > depth)
            depth = a->child[i]->depth;
    }
    return a->depth == depth + 1;
}

static int
is_sound_statement(const stmt_t *s)
{
    const ast_t *part[] = { s->variable, s->value, s->range_lo, s->range_hi,
                            s->bound, s->fallback, s->tolerance,
                            s->condition.value, s->condition.bound };
    size_t k;
    int i;

    for (k = 0; k < sizeof part / sizeof part[0]; k++)
        if (part[k] != NULL && !parsed_is_sound_tree(part[k]))
            return 0;
    for (i = 0; i < s->n_args; i++)
        if (!parsed_is_sound_tree(s->args[i])
            || (s->values != NULL && !parsed_is_sound_tree(s->values[i])))
            return 0;
    for (i = 0; i < s->condition.n_args; i++)
        if (!parsed_is_sound_tree(s->condition.arg[i]))
            return 0;
    return s->name == NULL || strlen(s->name) <= 63;
}

int
parsed_is_sound(const parsed_t *p)
{
    int i;

    if (p->ok != (p->diags.n_errors == 0))
        return 0;
    if (p->ok && p->tree.name == NULL)
        return 0;
    for (i = 0; i < p->tree.n; i++)
        if (!is_sound_statement(p->tree.stmt[i]))
            return 0;
    for (i = 0; i < p->diags.n; i++)
    {
        const diag_t *d = &p->diags.item[i];

        if (d->span.line < 1 || d->span.line > p->source.n_lines
            || d->span.col < 1 || d->message[0] == '\0'
            || diag_explain(d->code, NULL) == NULL)
            return 0;
    }
    return 1;
}
