/* compiler/replica/latex.c -- a theory as a LaTeX document. */
#include "outline.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_WIDTH = 62 }; /* glyphs of one line of an equation, roughly */

/* ---- text --------------------------------------------------------------- */

/* A string of the spec, with everything special escaped; characters beyond
   Latin Extended-A (which LaTeX knows without packages) become '?'. */
static void
escape(FILE *to, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text)
        {
        case '\\':
            fputs("\\textbackslash{}", to);
            break;
        case '^':
            fputs("\\textasciicircum{}", to);
            break;
        case '~':
            fputs("\\textasciitilde{}", to);
            break;
        case '<':
        case '>':
            fprintf(to, "$%c$", *text);
            break;
        case '#': case '$': case '%': case '&': case '_': case '{': case '}':
            fputc('\\', to);
            fputc(*text, to);
            break;
        default:
            if ((unsigned char) *text < 0xc6)
                fputc(*text, to);
            else
            {
                fputc('?', to);
                while (((unsigned char) text[1] & 0xc0) == 0x80)
                    text++;
            }
        }
}

static char *
to_latex(expr_t *e)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL)
        return NULL;
    expr_print_latex(to, e);
    fclose(to);
    return text;
}

/* About how many glyphs wide a formula is: commands count one. */
static int
glyphs(const char *text)
{
    int n = 0;

    while (*text != '\0')
    {
        if (*text == '\\' && isalpha((unsigned char) text[1]))
        {
            const char *start = ++text;

            while (isalpha((unsigned char) *text))
                text++;
            if (strncmp(start, "left", 4) != 0
                && strncmp(start, "right", 5) != 0
                && strncmp(start, "mathrm", 6) != 0
                && strncmp(start, "hat", 3) != 0
                && strncmp(start, "frac", 4) != 0)
                n++;
            continue;
        }
        if (strchr("{}^_ ", *text) == NULL)
            n++;
        text++;
    }
    return n;
}

/* ---- equations ---------------------------------------------------------- */

/* One term; what may be wider than the page is made to fit. */
static void
print_term(FILE *to, const char *text)
{
    fprintf(to, glyphs(text) > LINE_WIDTH / 2 ? "\\fit{%s}" : "%s", text);
}

/* left &= e, with a new line before the term that would be too wide. */
static void
print_equation(FILE *to, const theory_t *t, const char *left, expr_t *e)
{
    algebra_t *g = t->spec->algebra;
    int i, n = expr_kind(e) == EXPR_ADD ? expr_arity(e) : 1, minus, width = 0;
    expr_t *term;
    char *text;

    text = to_latex(e);
    if (text == NULL)
        return;
    fprintf(to, "  %s &= ", left);
    if (n == 1 || glyphs(text) <= LINE_WIDTH)
    {
        print_term(to, text);
        free(text);
        return;
    }
    free(text);
    for (i = 0; i < n; i++)
    {
        term = expr_child(e, i);
        minus = expr_is_negated(term);
        text = to_latex(minus ? expr_neg(g, term) : term);
        if (text == NULL)
            return;
        width += glyphs(text);
        if (i > 0 && width > LINE_WIDTH)
        {
            fputs(" \\\\\n  &\\quad ", to);
            width = glyphs(text);
        }
        fputs(minus ? " - " : i > 0 ? " + " : "", to);
        print_term(to, text);
        free(text);
    }
}

/* ---- entries ------------------------------------------------------------ */

/* A name of more than five letters as a word. */
static void
put_name(FILE *to, const char *name)
{
    if (strlen(name) <= 5)
    {
        latex_name(to, name);
        return;
    }
    fputs("\\mathrm{", to);
    for (; *name != '\0'; name++)
        fputs((char[]){ *name == '_' ? '\\' : *name,
                        *name == '_' ? ' ' : '\0', '\0' }, to);
    fputc('}', to);
}

static char *
left_side(const entry_t *e)
{
    char *text = NULL, *left;
    size_t size;
    FILE *to;

    if (e->left.e != NULL)
        return to_latex(e->left.e);
    to = open_memstream(&text, &size);
    if (to == NULL)
        return NULL;
    if (e->of != NULL)
    {
        fputs("\\frac{\\partial ", to);
        put_name(to, e->left.text);
        left = to_latex(e->of);
        fprintf(to, "}{\\partial %s}", left != NULL ? left : "");
        free(left);
    }
    else
        put_name(to, e->left.text);
    fclose(to);
    return text;
}

static void
print_sentence(FILE *to, const entry_t *e)
{
    int i;
    char *text;

    fputs("\n", to);
    for (i = 0; i < e->n; i++)
        if (e->piece[i].e != NULL)
        {
            text = to_latex(e->piece[i].e);
            fprintf(to, "$%s$", text != NULL ? text : "");
            free(text);
        }
        else
            escape(to, e->piece[i].text);
    fputs("\n", to);
}

/* Formulas that follow each other are aligned. */
static void
print_formula(FILE *to, const outline_t *o, int i)
{
    const entry_t *e = &o->entry[i];
    int first = i == 0 || e[-1].kind != ENTRY_FORMULA;
    int last = i == o->n - 1 || e[1].kind != ENTRY_FORMULA;
    char *left = e->again ? NULL : left_side(e);

    if (first)
        fputs("\\begin{align*}\n", to);
    print_equation(to, o->theory, left != NULL ? left : "", e->right);
    fputs(last ? "\n\\end{align*}\n" : " \\\\\n", to);
    free(left);
}

static void
print_title(FILE *to, const spec_t *spec)
{
    int i;

    fputs("\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n"
          "\\usepackage{amsmath}\n\\usepackage{graphicx}\n"
          "\\newcommand{\\fit}[1]{\\sbox0{$\\displaystyle #1$}%\n"
          "  \\ifdim\\wd0>12.5cm\\resizebox{12.5cm}{!}{\\usebox0}"
          "\\else\\usebox0\\fi}\n"
          "\\providecommand{\\mathbb}[1]{\\mathbf{#1}}\n"
          "\\allowdisplaybreaks\n\\setlength{\\textwidth}{17cm}\n"
          "\\setlength{\\oddsidemargin}{-0.5cm}\n\\setlength{\\parindent}{0pt}\n"
          "\\begin{document}\n\\section*{", to);
    escape(to, spec->name);
    fputs("}\n", to);
    if (spec->description != NULL)
    {
        escape(to, spec->description);
        fputs("\n\n", to);
    }
    for (i = 0; i < spec->n_cites; i++)
    {
        escape(to, spec->cite[i]);
        fputs("\n\n", to);
    }
}

void
outline_print_latex(FILE *to, const outline_t *o)
{
    int i;

    print_title(to, o->theory->spec);
    for (i = 0; i < o->n; i++)
        switch (o->entry[i].kind)
        {
        case ENTRY_HEADING:
            fprintf(to, "\n\\section*{%s}\n", o->entry[i].piece[0].text);
            break;
        case ENTRY_FORMULA:
            print_formula(to, o, i);
            break;
        case ENTRY_SENTENCE:
            print_sentence(to, &o->entry[i]);
        }
    fputs("\n\\end{document}\n", to);
}

void
theory_print_latex(FILE *to, const theory_t *t)
{
    outline_t o;

    outline_theory(&o, t);
    outline_print_latex(to, &o);
    outline_clear(&o);
}
