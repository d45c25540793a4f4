/* compiler/replica/document.c -- a theory as plain text. */
#include "document.h"
#include "outline.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 79 };

/* ---- wrapping ----------------------------------------------------------- */

/* The last place in text[1..room] where a line may end: before a sum's
   operator, or a product's, inside at most `depth` brackets.  0 if none. */
static size_t
break_at(const char *text, size_t room, int depth, int product)
{
    size_t i, found = 0;
    int level = 0;

    for (i = 0; text[i] != '\0' && i <= room; i++)
    {
        if (text[i] == '(' || text[i] == '[')
            level++;
        else if (text[i] == ')' || text[i] == ']')
            level--;
        if (i < 8 || level > depth)
            continue;
        if (text[i] == ' ' && (text[i + 1] == '+' || text[i + 1] == '-')
            && text[i + 2] == ' ')
            found = i;
        if (product && (text[i] == '*' || text[i] == '/'))
            found = i;
    }
    return found;
}

static void
wrap(FILE *to, const char *text, int column, int indent, int width)
{
    size_t at, room;
    int kind;

    for (;;)
    {
        room = width > column + 20 ? (size_t) (width - column) : 20;
        if (strlen(text) <= room)
            break;
        for (kind = 0, at = 0; at == 0 && kind < 16; kind++)
            at = break_at(text, room - 1, kind / 2, kind % 2);
        if (at == 0)
            break;
        fprintf(to, "%.*s\n%*s", (int) at, text, indent, "");
        text += at + (text[at] == ' ');
        column = indent;
    }
    fprintf(to, "%s\n", text);
}

void
document_equation(FILE *to, const char *left, expr_t *e, int indent, int width)
{
    char *text = expr_to_string(e);
    int column = fprintf(to, "%*s%s = ", indent, "", left);

    if (text != NULL)
        wrap(to, text, column, indent + 4, width);
    free(text);
}

/* ---- entries ------------------------------------------------------------ */

static void
print_title(FILE *to, const theory_t *t)
{
    const spec_t *spec = t->spec;
    int i;

    fprintf(to, "%s", spec->name);
    if (spec->description != NULL)
        fprintf(to, ": %s", spec->description);
    fprintf(to, "\n");
    for (i = 0; i < spec->n_cites; i++)
        fprintf(to, "  %s\n", spec->cite[i]);
}

static void
print_formula(FILE *to, const entry_t *e)
{
    char *text = e->left.e != NULL ? expr_to_string(e->left.e) : NULL;
    const char *left = text != NULL ? text : e->left.text;
    char *slope = NULL;

    if (e->of != NULL
        && asprintf(&slope, "d %s/d %s", left, expr_name(e->of)) < 0)
        slope = NULL;
    document_equation(to, slope != NULL ? slope : left, e->right, 2, WIDTH);
    free(slope);
    free(text);
}

static void
print_sentence(FILE *to, const entry_t *e)
{
    char *whole = NULL, *text;
    size_t size;
    FILE *memory = open_memstream(&whole, &size);
    int i;

    if (memory == NULL)
        return;
    for (i = 0; i < e->n; i++)
        if (e->piece[i].e != NULL)
        {
            text = expr_to_string(e->piece[i].e);
            fprintf(memory, "%s", text != NULL ? text : "");
            free(text);
        }
        else
            fprintf(memory, "%s", e->piece[i].text);
    fclose(memory);
    fprintf(to, "  ");
    for (text = whole; strlen(text) > WIDTH - 2; )
    {
        int room = WIDTH - 2;

        while (room > 0 && text[room] != ' ')
            room--;
        if (room == 0)
            break;
        fprintf(to, "%.*s\n  ", room, text);
        text += room + 1;
    }
    fprintf(to, "%s\n", text);
    free(whole);
}

void
outline_print_text(FILE *to, const outline_t *o)
{
    int i;

    print_title(to, o->theory);
    for (i = 0; i < o->n; i++)
        switch (o->entry[i].kind)
        {
        case ENTRY_HEADING:
            fprintf(to, "\n%s\n", o->entry[i].piece[0].text);
            break;
        case ENTRY_FORMULA:
            print_formula(to, &o->entry[i]);
            break;
        case ENTRY_SENTENCE:
            print_sentence(to, &o->entry[i]);
        }
}

void
theory_print_text(FILE *to, const theory_t *t)
{
    outline_t o;

    outline_theory(&o, t);
    outline_print_text(to, &o);
    outline_clear(&o);
}
