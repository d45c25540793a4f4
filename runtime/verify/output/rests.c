/* runtime/verify/output/rests.c -- the rooms and rules that a proof rested on. */
#include "output.h"

static const struct { rule_t rule; const char *is; } known[] = {
    { RULE_ONE_NORMAL, "several normal variables as one" },
    { RULE_CLOSED, "closed forms" },
    { RULE_INTEGRATOR, "Arb's integrator with tails" },
    { RULE_PIECES, "comparisons that cut an axis" },
    { RULE_HEAT, "variances near 0" },
    { RULE_EXISTENCE, "double averages that are taken to exist near variance 0" },
    { RULE_LAW, "B found to be that of the law, term by term" },
    { RULE_STATE, "states at 0 that are taken to be some, to 24 digits" },
    { RULE_MINIMUM, "minima of piecewise quadratics" },
    { RULE_CUT, "minima on a half line" },
    { RULE_PROXIMAL, "minima whose place is implicit" },
};

void
rests_show(FILE *talk, const certificate_t *c)
{
    const char *between = " (";
    size_t i;

    fprintf(talk, "Rests on: text, proof, values, integrals");
    for (i = 0; i < sizeof known / sizeof known[0]; i++)
        if (c->tree.rules & (unsigned) known[i].rule)
        {
            fprintf(talk, "%s%s", between, known[i].is);
            between = ", ";
        }
    fprintf(talk, "%s%s%s.\n", *between == ',' ? ")" : "",
            c->claim >= CLAIM_ALL ? ", cells" : "",
            c->list.on_line || (c->tree.rules & RULE_LINE) ? ", line" : "");
}
