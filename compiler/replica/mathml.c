/* compiler/replica/mathml.c -- a theory as a fragment of a web page. */
#include "outline.h"

#include <stdlib.h>
#include <string.h>

/* A name: one of the language's letters and digits and '_' only. */
static void
put_name(FILE *to, const theory_t *t, const char *name)
{
    if (strlen(name) <= 5)
    {
        expr_print_mathml(to, expr_symbol(t->spec->algebra, name));
        return;
    }
    fputs("<mtext>", to);
    for (; *name != '\0'; name++)
        fputc(*name == '_' ? ' ' : *name, to);
    fputs("</mtext>", to);
}

static void
put_left(FILE *to, const theory_t *t, const entry_t *e)
{
    if (e->left.e != NULL)
        expr_print_mathml(to, e->left.e);
    else if (e->of != NULL)
    {
        fputs("<mfrac><mrow><mo>&#x2202;</mo>", to);
        put_name(to, t, e->left.text);
        fputs("</mrow><mrow><mo>&#x2202;</mo>", to);
        expr_print_mathml(to, e->of);
        fputs("</mrow></mfrac>", to);
    }
    else
        put_name(to, t, e->left.text);
}

/* The terms of a sum a line each would be many; browsers break lines at the
   operators of a row, so a formula is one row. */
static void
print_formula(FILE *to, const theory_t *t, const entry_t *e)
{
    fputs("<div class=\"formula\"><math display=\"block\"><mrow>", to);
    if (!e->again)
        put_left(to, t, e);
    fputs("<mo>=</mo>", to);
    expr_print_mathml(to, e->right);
    fputs("</mrow></math></div>\n", to);
}

static void
print_sentence(FILE *to, const entry_t *e)
{
    int i;

    fputs("<p>", to);
    for (i = 0; i < e->n; i++)
        if (e->piece[i].e != NULL)
        {
            fputs("<math><mrow>", to);
            expr_print_mathml(to, e->piece[i].e);
            fputs("</mrow></math>", to);
        }
        else
            print_markup(to, e->piece[i].text);
    fputs("</p>\n", to);
}

void
outline_print_mathml(FILE *to, const outline_t *o)
{
    int i;

    for (i = 0; i < o->n; i++)
        switch (o->entry[i].kind)
        {
        case ENTRY_HEADING:
            fprintf(to, "<h3>%s</h3>\n", o->entry[i].piece[0].text);
            break;
        case ENTRY_FORMULA:
            print_formula(to, o->theory, &o->entry[i]);
            break;
        case ENTRY_SENTENCE:
            print_sentence(to, &o->entry[i]);
        }
}

void
theory_print_mathml(FILE *to, const theory_t *t)
{
    outline_t o;

    outline_theory(&o, t);
    outline_print_mathml(to, &o);
    outline_clear(&o);
}
