/* compiler/replica/latex.c -- a theory as a LaTeX document. */
#include "document.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_WIDTH = 70 }; /* glyphs of one line of an equation, roughly */

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

static void
begin(FILE *to, const char *title)
{
    fprintf(to, "\n\\section*{%s}\n\\begin{align*}\n", title);
}

static void
separate(FILE *to, int more)
{
    fputs(more ? " \\\\\n" : "\n", to);
}

static void
print_functions(FILE *to, const theory_t *t)
{
    const named_function_t *f;
    char *left;
    size_t size;
    FILE *memory;
    int i, k;

    begin(to, "Definitions");
    for (i = 0; i < t->n_functions; i++)
    {
        f = &t->function[i];
        memory = open_memstream(&left, &size);
        if (memory == NULL)
            return;
        fprintf(memory, "%s(", f->latex);
        for (k = 0; k < f->n; k++)
        {
            if (k > 0)
                fputs(", ", memory);
            expr_print_latex(memory, f->formal[k]);
        }
        fputc(')', memory);
        fclose(memory);
        if (f->raw != NULL && f->raw != f->closed)
        {
            print_equation(to, t, left, f->raw);
            separate(to, 1);
            print_equation(to, t, "", f->closed);
        }
        else
            print_equation(to, t, left, f->closed);
        free(left);
        separate(to, i + 1 < t->n_functions);
    }
    fputs("\\end{align*}\n", to);
}

static void
print_potential(FILE *to, const theory_t *t)
{
    const char *name = t->spec->potential_name;
    char *left = NULL;
    size_t size;
    FILE *memory;

    if (t->potential == NULL)
        return;
    memory = open_memstream(&left, &size);
    if (memory == NULL)
        return;
    latex_name(memory, name != NULL ? name : "phi");
    fclose(memory);
    begin(to, "Free entropy");
    print_equation(to, t, left, t->potential);
    fputs("\n\\end{align*}\n", to);
    free(left);
}

static void
print_saddle_point(FILE *to, const theory_t *t)
{
    char *left;
    int i;

    if (t->n_equations == 0)
        return;
    begin(to, "Saddle point");
    for (i = 0; i < t->n_equations; i++)
    {
        if (expr_is_zero(t->equation_right[i]))
            print_equation(to, t, "0", t->equation_left[i]);
        else
        {
            left = to_latex(t->equation_left[i]);
            print_equation(to, t, left != NULL ? left : "",
                           t->equation_right[i]);
            free(left);
        }
        separate(to, i + 1 < t->n_equations);
    }
    fputs("\\end{align*}\n", to);
}

/* A name of more than one letter as a word. */
static char *
value_name(const char *name)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL)
        return NULL;
    if (strlen(name) > 5)
    {
        fputs("\\mathrm{", to);
        for (; *name != '\0'; name++)
            fputs((char[]){ *name == '_' ? '\\' : *name,
                            *name == '_' ? ' ' : '\0', '\0' }, to);
        fputc('}', to);
    }
    else
        latex_name(to, name);
    fclose(to);
    return text;
}

static void
print_values(FILE *to, const theory_t *t)
{
    const named_value_t *v;
    char *left;
    expr_t *rest, *shown;
    int i, first = 1;

    for (i = 0; i < t->n_values; i++)
    {
        v = &t->value[i];
        if (v->value == t->potential)
            continue;
        if (first)
            begin(to, "Readable at a solution");
        else
            separate(to, 1);
        first = 0;
        left = value_name(v->name);
        rest = document_rest(t, v);
        shown = v->value;
        if (rest != NULL)
            shown = expr_add(t->spec->algebra, rest,
                expr_symbol(t->spec->algebra, t->spec->potential_name != NULL
                                ? t->spec->potential_name : "phi"));
        print_equation(to, t, left != NULL ? left : "", shown);
        free(left);
    }
    if (!first)
        fputs("\n\\end{align*}\n", to);
}

static void
print_limits(FILE *to, const theory_t *t)
{
    const system_t *s;
    int i;

    for (i = 0; i < t->n_systems; i++)
    {
        s = &t->system[i];
        if (s->kind != SYSTEM_THRESHOLD || s->n_orders > 0 || s->boundary >= 0)
            continue;
        fputs("\n\\section*{Threshold ", to);
        escape(to, s->name);
        fputs("}\n\\begin{align*}\n", to);
        print_equation(to, t, "0", s->residual[0]);
        fputs("\n\\end{align*}\n", to);
    }
}

void
theory_print_latex(FILE *to, const theory_t *t)
{
    const spec_t *spec = t->spec;
    int i;

    fputs("\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n"
          "\\usepackage{amsmath}\n\\usepackage{graphicx}\n"
          "\\newcommand{\\fit}[1]{\\sbox0{$\\displaystyle #1$}%\n"
          "  \\ifdim\\wd0>13cm\\resizebox{13cm}{!}{\\usebox0}"
          "\\else\\usebox0\\fi}\n"
          "\\providecommand{\\mathbb}[1]{\\mathbf{#1}}\n"
          "\\allowdisplaybreaks\n\\setlength{\\textwidth}{16cm}\n"
          "\\setlength{\\oddsidemargin}{0cm}\n\\setlength{\\parindent}{0pt}\n"
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
    if (t->n_functions > 0)
        print_functions(to, t);
    print_potential(to, t);
    print_saddle_point(to, t);
    print_values(to, t);
    print_limits(to, t);
    fputs("\n\\end{document}\n", to);
}
