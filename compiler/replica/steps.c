/* compiler/replica/steps.c -- the derivation step by step, as it was done. */
#include "outline.h"

#include <string.h>

static void
remark(outline_t *o, const char *text)
{
    entry_t *s = outline_add(o, ENTRY_SENTENCE);

    s->piece[s->n++].text = text;
}

/* Each average over Gaussian fields as an integral, then by its name. */
static void
add_potential(outline_t *o)
{
    const theory_t *t = o->theory;
    const char *name = outline_potential_name(t);

    if (t->potential == NULL)
        return;
    outline_heading(o, "The free entropy");
    if (t->raw == NULL || t->raw == t->potential || t->n_functions == 0)
    {
        outline_formula(o, name, NULL, t->potential);
        return;
    }
    remark(o, "With everything written out, and with the functions above:");
    outline_formula(o, name, NULL, t->raw);
    outline_formula(o, name, NULL, t->potential);
    o->entry[o->n - 1].again = 1;
}

static int
is_stationary(const theory_t *t, int i)
{
    return t->own_equation == NULL || t->own_equation[i] == NULL;
}

static void
add_slopes(outline_t *o)
{
    const theory_t *t = o->theory;
    algebra_t *g = t->spec->algebra;
    int i;

    outline_heading(o, "Its derivatives by the chain rule");
    if (t->n_functions > 0)
        remark(o, "A function with an index behind its name, such as "
                  "log_Z_out_V, is a derivative in that argument.");
    for (i = 0; i < t->n_unknowns; i++)
        if (is_stationary(t, i))
            outline_slope(o, t->unknown[i].symbol,
                          expr_diff_plain(g, t->potential,
                                          t->unknown[i].symbol));
}

static int
has_function(const theory_t *t, const char *name)
{
    int i;

    for (i = 0; i < t->n_functions; i++)
        if (strcmp(t->function[i].name, name) == 0)
            return 1;
    return 0;
}

static void
add_rewritten(outline_t *o)
{
    const theory_t *t = o->theory;
    int i;

    outline_heading(o, "The same after integration by parts");
    if (has_function(t, "Z_out"))
        remark(o, "Z_out obeys a heat equation: dZ_out/dV = "
                  "(1/2) d^2 Z_out/d omega^2.");
    if (has_function(t, "Z_w"))
        remark(o, "Z_w obeys a heat equation: dZ_w/dA = -(1/2) d^2 Z_w/dB^2.");
    remark(o, "Stein's lemma, E[xi F(xi)] = E[F'(xi)], removes what the roots "
              "in the fields leave: dE F(sqrt(q) xi)/dq = E F''/2.");
    for (i = 0; i < t->n_unknowns; i++)
        if (is_stationary(t, i))
            outline_slope(o, t->unknown[i].symbol, t->gradient[i]);
}

/* The natural map with all functions put in. */
static void
add_closed(outline_t *o)
{
    const theory_t *t = o->theory;
    const system_t *s = t->n_systems > 0 ? &t->system[0] : NULL;
    int i;

    if (s == NULL || s->kind != SYSTEM_SADDLE_POINT || t->n_functions == 0)
        return;
    outline_heading(o, "The saddle point in closed form");
    for (i = 0; i < s->n; i++)
        if (i < s->n_maps && s->map[i] != NULL)
            outline_formula(o, NULL, t->unknown[s->order[i]].symbol,
                            s->map[i]);
        else
            outline_formula(o, NULL, expr_integer(t->spec->algebra, 0),
                            s->residual[i]);
}

void
outline_steps(outline_t *o, const theory_t *t)
{
    memset(o, 0, sizeof *o);
    o->theory = t;
    if (t->n_functions > 0)
        outline_heading(o, "Partition functions and their derivatives");
    outline_functions(o);
    add_potential(o);
    if (t->potential != NULL)
    {
        add_slopes(o);
        add_rewritten(o);
    }
    outline_heading(o, "The saddle point");
    remark(o, "Each equation solved for the unknown that it is linear in:");
    outline_saddle_point(o);
    add_closed(o);
}

void
theory_print_steps(FILE *to, const theory_t *t, steps_format_t format)
{
    outline_t o;

    outline_steps(&o, t);
    switch (format)
    {
    case STEPS_LATEX:
        outline_print_latex(to, &o);
        break;
    case STEPS_MATHML:
        outline_print_mathml(to, &o);
        break;
    default:
        outline_print_text(to, &o);
    }
    outline_clear(&o);
}
