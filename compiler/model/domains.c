/* compiler/model/domains.c -- ranges of parameters and unknowns. */
#include "check.h"

#include <string.h>

void
read_domain(check_t *c, const stmt_t *s, domain_t *d,
            const context_t *context)
{
    const context_t *old = c->frame.context;
    int infinite, order;

    c->frame.context = context;
    memset(d, 0, sizeof *d);
    if (s->has_relation && s->bound != NULL)
    {
        expr_t *e = range_end(c, s->bound, &infinite);

        if (s->relation == REL_EQ)
            fault(c, "E0253", span_of(s->bound),
                  "write 'parameter NAME = VALUE' for a default",
                  "'==' is not a domain");
        else if (s->relation == REL_GT || s->relation == REL_GE)
        {
            d->lo = e;
            d->lo_open = s->relation == REL_GT;
        }
        else
        {
            d->hi = e;
            d->hi_open = s->relation == REL_LT;
        }
    }
    else if (s->range_lo != NULL && s->range_hi != NULL
             && s->kind != STMT_THRESHOLD)
    {
        d->lo = range_end(c, s->range_lo, &infinite);
        if (infinite > 0)
            fault(c, "E0250", span_of(s->range_lo), NULL,
                  "a range cannot begin at infinity");
        d->hi = range_end(c, s->range_hi, &infinite);
        if (infinite < 0)
            fault(c, "E0250", span_of(s->range_hi), NULL,
                  "a range cannot end at minus infinity");
    }
    c->frame.context = old;
    if (d->lo == NULL || d->hi == NULL)
        return;
    order = compare_closed(c, d->lo, d->hi);
    if (order == 1 || (order == 0 && s->kind == STMT_ORDER))
        fault(c, "E0250", span_of(s->range_lo), "write the smaller end first",
              "the range is empty");
}

static const char *
closed_text(check_t *c, expr_t *e)
{
    char *text = expr_to_string(e);
    const char *copy = text != NULL ? check_say(c, "%s", text) : "?";

    free(text);
    return strlen(copy) < 40 ? copy : "...";
}

void
check_inside(check_t *c, const domain_t *d, expr_t *v, span_t span,
             const char *name)
{
    int side;

    if (v == NULL)
        return;
    if (d->lo != NULL)
    {
        side = compare_closed(c, v, d->lo);
        if (side == -1 || (side == 0 && d->lo_open))
            fault(c, "E0251", span, NULL, "'%s' must be %s %s", name,
                  d->lo_open ? "greater than" : "at least",
                  closed_text(c, d->lo));
    }
    if (d->hi != NULL)
    {
        side = compare_closed(c, v, d->hi);
        if (side == 1 || (side == 0 && d->hi_open))
            fault(c, "E0251", span, NULL, "'%s' must be %s %s", name,
                  d->hi_open ? "less than" : "at most",
                  closed_text(c, d->hi));
    }
}

/* 1 when every value of the law has square one, or it is the sphere. */
static int
is_on_sphere(check_t *c, const law_t *l)
{
    int i;

    if (l == NULL || l->kind != LAW_FINITE)
        return l != NULL && l->kind == LAW_SPHERE;
    for (i = 0; i < l->n; i++)
        if (!expr_is_one(expr_pow_int(c->algebra, l->value[i], 2)))
            return 0;
    return 1;
}

domain_t
derived_domain(const check_t *c, const derived_t *d)
{
    domain_t out = { NULL, NULL, 0, 0 };
    const spec_t *s = c->spec;
    const variable_t *v = s->weights != NULL ? s->weights : s->teacher;

    if (d->lower >= 0)
    {
        out.lo = expr_integer(c->algebra, 0);
        out.lo_open = d->lower > 0;
    }
    if (strcmp(d->name, "x") == 0
        || (d->name[0] == 'q' && strchr(d->name, '_') == NULL && v != NULL
            && (s->learner == LEARNER_NONE || s->learner == LEARNER_BAYES)
            && is_on_sphere((check_t *) c, v->law)))
        out.hi = expr_integer(c->algebra, 1);
    return out;
}
