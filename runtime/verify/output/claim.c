/* runtime/verify/output/claim.c -- what a certificate claims, for people. */
#include "output.h"

/* The range of the parameter, then the limits. */
static void
show_end(FILE *talk, const char *word, int open, const arf_t end)
{
    fprintf(talk, " %s ", word);
    if (open)
        fprintf(talk, "the end");
    else
        arf_fprintd(talk, end, 17);
}

static void
show_range(FILE *talk, const certificate_t *c, int i)
{
    const list_t *l = &c->list;
    const cell_t *limit = &l->limit;
    int k = i - 1, symbol = i == 0 ? l->range : l->limit_of[k];

    fprintf(talk, "  with %s", c->tree.symbol[symbol]);
    if (i == 0)
    {
        show_end(talk, "from", 0, &l->range_lo);
        show_end(talk, "to", 0, &l->range_hi);
    }
    else
    {
        show_end(talk, "from", limit->lower[k], limit->lo + k);
        show_end(talk, "to", limit->upper[k], limit->hi + k);
    }
    fprintf(talk, "\n");
}

static void
show_equations(FILE *talk, const certificate_t *c)
{
    int i;

    for (i = 0; i < c->copy[0].n; i++)
    {
        fprintf(talk, "  ");
        if (c->copy[0].condition[i] != NULL)
            node_show(talk, &c->tree, c->copy[0].condition[i]);
        else
            fprintf(talk, "d potential/d %s",
                    c->tree.symbol[c->copy[0].symbol[i]]);
        fprintf(talk, " = 0\n");
    }
    for (i = 0; i < c->n_held; i++)
    {
        fprintf(talk, "  of the fixed %s: ", c->tree.symbol[c->held[i]]);
        node_show(talk, &c->tree, c->held_condition[i]);
        fprintf(talk, " = 0\n");
    }
    if (c->equation != NULL)
    {
        fprintf(talk, "  ");
        node_show(talk, &c->tree, c->equation);
        fprintf(talk, " = 0\n");
    }
}

void
certificate_show(FILE *talk, const certificate_t *c)
{
    int i;

    fprintf(talk, "%s of %s, as it was derived:\n",
            c->potential != NULL ? "Potential" : "Equations",
            c->model != NULL ? c->model : "an unnamed model");
    if (c->potential != NULL)
    {
        fprintf(talk, "  ");
        node_show(talk, &c->tree, c->potential);
        fprintf(talk, "\n");
    }
    for (i = 0; i < c->copy[0].n_fixed; i++)
    {
        fprintf(talk, "  at %s = ", c->tree.symbol[c->copy[0].fixed[i]]);
        node_show(talk, &c->tree, c->copy[0].fixed_at[i]);
        fprintf(talk, "\n");
    }
    for (i = 0; i < c->n_parameters; i++)
    {
        fprintf(talk, "  %s = ", c->tree.symbol[c->parameter[i]]);
        node_show(talk, &c->tree, c->parameter_at[i]);
        fprintf(talk, "\n");
    }
    if (c->claim == CLAIM_ALL)
        fprintf(talk, "Claim (%s): inside the domains exactly %ld solutions "
                "of\n", c->kind == CLAIM_UNIQUE ? "all" : c->kind_word,
                c->count);
    else
        fprintf(talk, "Claim (%s): exactly one solution of\n", c->claim_word);
    show_equations(talk, c);
    for (i = 0; i < 1 + c->list.n_limits && c->list.range >= 0; i++)
        show_range(talk, c, i);
    if (c->claim == CLAIM_CURVE)
    {
        fprintf(talk, "in each of %ld cells, for every %s from ", c->count,
                c->tree.symbol[c->list.along]);
        node_show(talk, &c->tree, c->list.from);
        fprintf(talk, " to ");
        node_show(talk, &c->tree, c->list.to);
        fprintf(talk, "\n");
    }
    if (c->claim < CLAIM_ALL)
        fprintf(talk, "in the box\n");
    for (i = 0; i < c->n_boxes && c->claim < CLAIM_ALL; i++)
    {
        fprintf(talk, "  %s = ", c->tree.symbol[c->box[i]]);
        arb_fprintn(talk, c->x + i, 30, 0);
        fprintf(talk, "\n");
    }
}

