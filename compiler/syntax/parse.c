/* compiler/syntax/parse.c -- from text to tree. */
#include "parse.h"

#include <string.h>

static int
parse(parse_t *p, arena_t *arena, const source_t *s, diags_t *d)
{
    int errors = d->n_errors;
    span_t bad = { 1, 1, 1, 2 };
    size_t offset = source_first_bad(s, &bad.line, &bad.col);

    p->arena = arena;
    p->source = s;
    p->diags = d;
    p->line = p->column = 1;
    if (offset < s->length)
    {
        bad.end_line = bad.line;
        bad.end_col = bad.col + 1;
        diags_add(d, DIAG_ERROR, "E0100", bad, NULL,
                  s->text[offset] == '\0' ? "NUL byte: this is not text"
                                          : "this is not UTF-8 text");
        return 0;
    }
    if (!tokens_parse(p))
        parse_memory(p);
    return d->n_errors == errors;
}

int
ast_parse(spec_ast_t *out, arena_t *arena, const source_t *s, diags_t *d)
{
    parse_t p;

    memset(&p, 0, sizeof p);
    memset(out, 0, sizeof *out);
    p.spec = out;
    return parse(&p, arena, s, d);
}

ast_t *
ast_parse_expression(arena_t *arena, const source_t *s, diags_t *d)
{
    spec_ast_t unused;
    parse_t p;

    memset(&p, 0, sizeof p);
    memset(&unused, 0, sizeof unused);
    p.spec = &unused;
    p.only_value = 1;
    p.header_seen = p.ended = 1;
    return parse(&p, arena, s, d) ? p.value : NULL;
}
