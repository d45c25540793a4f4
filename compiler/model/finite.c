/* compiler/model/finite.c -- {v: p, ...}, sets to sum over, and mixtures. */
#include "check.h"

#include <string.h>

/* ---- finite laws and sets ----------------------------------------------- */

/* One element: a number, or a tuple of *width numbers. */
static int
read_element(check_t *c, const ast_t *a, int width, expr_t **out)
{
    int i, good = 1, n;

    if (a == NULL)
        return 0;
    n = a->kind == AST_TUPLE ? a->n : 1;
    if (n != width)
    {
        fault(c, "E0236", a->span, NULL,
              "this element has %d number%s, the first one %d", n,
              n == 1 ? "" : "s", width);
        return 0;
    }
    for (i = 0; i < n; i++)
    {
        value_t v = want_number(c, a->kind == AST_TUPLE ? a->child[i] : a);

        out[i] = v.e;
        good = good && v.kind != KIND_BAD;
    }
    return good;
}

static int
element_width(const ast_t *a)
{
    if (a->kind == AST_ITEM && a->n > 0 && a->child[0] != NULL)
        a = a->child[0];
    return a->kind == AST_TUPLE ? a->n : 1;
}

/* Says so when element i equals an earlier one. */
static int
is_new(check_t *c, expr_t *const *value, int width, int i, span_t span)
{
    int k;

    for (k = 0; k < i; k++)
        if (memcmp(value + (size_t) k * (size_t) width,
                   value + (size_t) i * (size_t) width,
                   (size_t) width * sizeof *value) == 0)
        {
            fault(c, "E0245", span, "write each value once",
                  "the value stands twice in the set");
            return 0;
        }
    return 1;
}

static int
set_is_small(check_t *c, const ast_t *a)
{
    if (a->n <= CHECK_MAX_TERMS)
        return 1;
    fault(c, "E0234", a->span, NULL, "a set has at most %d values",
          CHECK_MAX_TERMS);
    return 0;
}

law_t *
convert_finite(check_t *c, const ast_t *a)
{
    int i, good = 1, width;
    law_t *l;

    if (a->n < 1 || a->child[0] == NULL || !set_is_small(c, a))
        return NULL;
    width = element_width(a->child[0]);
    l = law_new(c, LAW_FINITE, a->span, a->n, width);
    for (i = 0; i < a->n; i++)
    {
        const ast_t *item = a->child[i];
        expr_t **value = l->value + (size_t) i * (size_t) width;

        if (item == NULL || item->kind == AST_BAD)
            return NULL;
        if (item->kind != AST_ITEM || item->n != 2)
        {
            fault(c, "E0246", item->span,
                  "write {value: probability, ...}",
                  "this value has no probability");
            good = 0;
            continue;
        }
        if (!read_element(c, item->child[0], width, value))
            good = 0;
        l->probability[i] = convert_number(c, item->child[1]);
        if (l->probability[i] == NULL)
            good = 0;
        else if (good && !is_new(c, l->value, width, i, item->span))
            good = 0;
    }
    if (!good)
        return NULL;
    check_probabilities(c, l, a);
    return l;
}

int
convert_set(check_t *c, const ast_t *a, int *width, expr_t ***value)
{
    int i, good = 1;

    a = law_tree(c, a);
    if (a == NULL || a->kind != AST_SET)
    {
        if (a != NULL && a->kind != AST_BAD)
            fault(c, "E0235", a->span, "write the values out: {1, 2, 4}",
                  "a set of values is needed here");
        return 0;
    }
    if (a->n < 1 || a->child[0] == NULL || !set_is_small(c, a))
        return 0;
    *width = element_width(a->child[0]);
    *value = check_alloc(c, (size_t) a->n * (size_t) *width * sizeof **value);
    for (i = 0; i < a->n; i++)
    {
        const ast_t *item = a->child[i];

        if (item == NULL || item->kind == AST_BAD)
            return 0;
        if (item->kind == AST_ITEM)
        {
            fault(c, "E0246", item->span,
                  "average over a law with E[s ~ {...}](...)",
                  "a set to sum over has no probabilities");
            return 0;
        }
        if (!read_element(c, item, *width,
                          *value + (size_t) i * (size_t) *width)
            || (good && !is_new(c, *value, *width, i, item->span)))
            good = 0;
    }
    return good ? a->n : 0;
}

/* ---- mixtures ----------------------------------------------------------- */

/* The mixture's finite parts as one, with absolute probabilities. */
static law_t *
gather_finite(check_t *c, const law_t *mix)
{
    int i, j, k, n = 0, used = 0;
    law_t *all;

    for (i = 0; i < mix->n; i++)
        if (mix->component[i]->kind == LAW_FINITE)
            n += mix->component[i]->n;
    all = law_new(c, LAW_FINITE, mix->span, n, 1);
    for (i = 0; i < mix->n; i++)
    {
        const law_t *part = mix->component[i];

        for (j = 0; part->kind == LAW_FINITE && j < part->n; j++)
        {
            expr_t *p = expr_mul(c->algebra, mix->probability[i],
                                 part->probability[j]);

            for (k = 0; k < used && all->value[k] != part->value[j]; k++)
                ;
            if (k == used)
            {
                all->value[used] = part->value[j];
                all->probability[used++] = p;
            }
            else
                all->probability[k]
                    = expr_add(c->algebra, all->probability[k], p);
        }
    }
    all->n = used;
    return all;
}

static law_t *
mix_finish(check_t *c, const law_t *mix)
{
    law_t *finite = gather_finite(c, mix), *out;
    int i, n = 0;

    for (i = 0; i < mix->n; i++)
        n += mix->component[i]->kind != LAW_FINITE;
    if (n == 0)
        return finite;
    out = law_new(c, LAW_MIX, mix->span, n + (finite->n > 0), 1);
    out->component
        = check_alloc(c, ((size_t) out->n + 1) * sizeof *out->component);
    n = 0;
    for (i = 0; i < mix->n; i++)
        if (mix->component[i]->kind != LAW_FINITE)
        {
            out->component[n] = mix->component[i];
            out->probability[n++] = mix->probability[i];
        }
    if (finite->n > 0)
    {
        out->component[n] = finite;
        out->probability[n] = expr_integer(c->algebra, 1);
    }
    return out;
}

law_t *
convert_mix(check_t *c, const ast_t *a)
{
    law_t *mix = law_new(c, LAW_MIX, a->span, a->n, 1);
    int i, good = 1;

    mix->component
        = check_alloc(c, ((size_t) a->n + 1) * sizeof *mix->component);
    for (i = 0; i < a->n; i++)
    {
        const ast_t *item = a->child[i];

        if (item == NULL || item->kind != AST_ITEM || item->n != 2)
        {
            fault(c, "E0246", item != NULL ? item->span : a->span,
                  "write mix(probability: LAW, ...)",
                  "this part of the mixture has no probability");
            good = 0;
            continue;
        }
        mix->probability[i] = convert_number(c, item->child[0]);
        mix->component[i] = convert_law(c, item->child[1], PLACE_MIX);
        if (mix->probability[i] == NULL || mix->component[i] == NULL)
            good = 0;
        else if (mix->component[i]->width != 1)
        {
            fault(c, "E0236", item->child[1]->span, NULL,
                  "a mixture is made of laws of single numbers");
            good = 0;
        }
    }
    if (!good || a->n < 1)
        return NULL;
    check_probabilities(c, mix, a);
    return mix_finish(c, mix);
}
