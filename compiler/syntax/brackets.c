/* compiler/syntax/brackets.c -- which brackets are open, and how deep. */
#include "parse.h"

#include <stdio.h>
#include <string.h>

static char
closing(char open)
{
    return open == '(' ? ')' : open == '[' ? ']' : '}';
}

void
bracket_reset(parse_t *p)
{
    memset(&p->bracket[0], 0, sizeof p->bracket[0]);
    p->n_brackets = 0;
    p->nesting = 0;
}

void
bracket_open(parse_t *p, int type, span_t span)
{
    bracket_t *b = &p->bracket[++p->n_brackets];

    memset(b, 0, sizeof *b);
    b->open = (char) type;
    b->span = span;
    p->nesting++;
}

int
bracket_close(parse_t *p, int type, span_t span)
{
    const bracket_t *b = &p->bracket[p->n_brackets];
    char help[80];

    if (p->n_brackets == 0)
    {
        diags_add(p->diags, DIAG_ERROR, "E0112", span, NULL,
                  "'%c' without an opening bracket", type);
        return 0;
    }
    if (type != closing(b->open))
    {
        snprintf(help, sizeof help, "'%c' in line %d, column %d is closed by "
                 "'%c'", b->open, b->span.line, b->span.col, closing(b->open));
        diags_add(p->diags, DIAG_ERROR, "E0112", span, help,
                  "'%c' does not match '%c'", type, b->open);
        return 0;
    }
    p->nesting -= 1 + b->ifs + b->chain;
    p->n_brackets--;
    return 1;
}

void
bracket_report(parse_t *p)
{
    const bracket_t *b = &p->bracket[p->n_brackets];

    diags_add(p->diags, DIAG_ERROR, "E0111", b->span, NULL,
              "bracket '%c' is not closed", b->open);
}
