/* compiler/replica/document.c -- a theory as plain text. */
#include "document.h"

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

expr_t *
document_rest(const theory_t *t, const named_value_t *v)
{
    expr_t *rest;

    if (t->potential == NULL || v->value == t->potential)
        return NULL;
    if (expr_kind(v->value) != EXPR_ADD || expr_kind(t->potential) != EXPR_ADD)
        return NULL;
    rest = expr_sub(t->spec->algebra, v->value, t->potential);
    if (expr_kind(rest) == EXPR_ADD
        && expr_arity(rest) >= expr_arity(v->value))
        return NULL;
    return rest;
}

/* ---- sections ----------------------------------------------------------- */

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
print_functions(FILE *to, const theory_t *t)
{
    const named_function_t *f;
    char left[256];
    int i, k, n;

    if (t->n_functions > 0)
        fprintf(to, "\nDefinitions\n");
    for (i = 0; i < t->n_functions; i++)
    {
        f = &t->function[i];
        n = snprintf(left, sizeof left, "%s(", f->name);
        for (k = 0; k < f->n && n < (int) sizeof left; k++)
            n += snprintf(left + n, sizeof left - (size_t) n, "%s%s",
                          k > 0 ? ", " : "", expr_name(f->formal[k]));
        if (n < (int) sizeof left)
            snprintf(left + n, sizeof left - (size_t) n, ")");
        if (f->raw != NULL && f->raw != f->closed)
            document_equation(to, left, f->raw, 2, WIDTH);
        document_equation(to, left, f->closed, 2, WIDTH);
    }
}

static const char *
potential_name(const theory_t *t)
{
    return t->spec->potential_name != NULL ? t->spec->potential_name : "phi";
}

static void
print_equations(FILE *to, const theory_t *t)
{
    char *left;
    int i;

    if (t->potential != NULL)
    {
        fprintf(to, "\nFree entropy\n");
        document_equation(to, potential_name(t), t->potential, 2, WIDTH);
    }
    if (t->n_equations > 0)
        fprintf(to, "\nSaddle point\n");
    for (i = 0; i < t->n_equations; i++)
    {
        if (expr_is_zero(t->equation_right[i]))
        {
            document_equation(to, "0", t->equation_left[i], 2, WIDTH);
            continue;
        }
        left = expr_to_string(t->equation_left[i]);
        document_equation(to, left, t->equation_right[i], 2, WIDTH);
        free(left);
    }
}

static void
print_values(FILE *to, const theory_t *t)
{
    const named_value_t *v;
    char left[128];
    expr_t *rest;
    int i;

    if (t->n_values > 0)
        fprintf(to, "\nReadable at a solution\n");
    for (i = 0; i < t->n_values; i++)
    {
        v = &t->value[i];
        if (v->value == t->potential)
        {
            fprintf(to, "  %s = %s\n", v->name, potential_name(t));
            continue;
        }
        rest = document_rest(t, v);
        snprintf(left, sizeof left, "%s%s%s", v->name,
                 rest != NULL ? " = " : "",
                 rest != NULL ? potential_name(t) : "");
        if (rest == NULL)
            document_equation(to, left, v->value, 2, WIDTH);
        else
        {
            char *text = expr_to_string(rest);

            if (text != NULL)
                fprintf(to, "  %s %c %s\n", left, text[0] == '-' ? '-' : '+',
                        text[0] == '-' ? text + 1 : text);
            free(text);
        }
    }
}

static void
print_boundaries(FILE *to, const theory_t *t)
{
    const boundary_t *b;
    char *value;
    int i, k;

    if (t->n_boundaries > 0)
        fprintf(to, "\nBoundary states\n");
    for (i = 0; i < t->n_boundaries; i++)
    {
        b = &t->boundary[i];
        fprintf(to, "  %s", b->name);
        for (k = 1; k < b->n_fixed; k++)
        {
            value = expr_to_string(b->value[k]);
            fprintf(to, ", %s = %s", t->unknown[b->fixed[k]].name, value);
            free(value);
        }
        if (b->guard_parameter >= 0)
        {
            value = expr_to_string(b->guard_value);
            fprintf(to, "  (at %s = %s)",
                    t->spec->parameter[b->guard_parameter].name, value);
            free(value);
        }
        fprintf(to, "\n");
    }
}

/* The equation that a threshold adds, on the interior saddle point or its
   own system; nothing when it lives on boundary states alone. */
static void
print_threshold(FILE *to, const theory_t *t, int index)
{
    const threshold_t *th = &t->spec->threshold[index];
    char *left = expr_to_string(th->left), *right = expr_to_string(th->right);
    char *lo = expr_to_string(th->lo), *hi = expr_to_string(th->hi), *side;
    int i;

    fprintf(to, "  %s: %s %s %s", th->name, left,
            th->kind == THRESHOLD_LIMIT ? "->" : "=", right);
    for (i = 0; i < th->n_sides; i++)
    {
        side = expr_to_string(th->side[i]);
        fprintf(to, " and %s", side);
        free(side);
    }
    fprintf(to, " for %s in %s .. %s\n",
            t->spec->parameter[th->parameter].name, lo, hi);
    free(hi);
    free(lo);
    free(right);
    free(left);
}

static void
print_thresholds(FILE *to, const theory_t *t)
{
    const spec_t *spec = t->spec;
    int i;

    if (spec->n_thresholds > 0)
        fprintf(to, "\nThresholds\n");
    for (i = 0; i < spec->n_thresholds; i++)
        if (spec->threshold[i].kind == THRESHOLD_EQUATION
            || spec->threshold[i].kind == THRESHOLD_LIMIT)
            print_threshold(to, t, i);
    for (i = 0; i < t->n_systems; i++)
        if (t->system[i].kind == SYSTEM_THRESHOLD && t->system[i].n_orders == 0
            && t->system[i].boundary < 0)
        {
            fprintf(to, "  %s is where\n", t->system[i].name);
            document_equation(to, "0", t->system[i].residual[0], 4, WIDTH);
        }
    for (i = 0; i < t->n_skipped; i++)
        fprintf(to, "  %s: %s\n", t->skipped[i].name, t->skipped[i].reason);
}

void
theory_print_text(FILE *to, const theory_t *t)
{
    print_title(to, t);
    print_functions(to, t);
    print_equations(to, t);
    print_values(to, t);
    print_boundaries(to, t);
    print_thresholds(to, t);
}
