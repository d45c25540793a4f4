/* compiler/cli/online_fixed_tell.c -- fixed points as text and JSON. */
#include "online_fixed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME 1e-7           /* eigenvalues that count as one               */
#define MOST_SHOWN 12

static const char *
title_of(const fixed_item_t *item)
{
    if (strcmp(item->kind, "plateau") == 0)
        return "plateau: all students alike";
    if (strcmp(item->kind, "end") == 0)
        return "where the course from the start ends";
    return "near the teacher";
}

static double
escape_time(const fixed_list_t *list, const fixed_point_t *p)
{
    return p->smooth && p->unstable > 0 && list->asymmetry > 0 && list->asymmetry < 1
               ? -log(list->asymmetry) / p->re[0] : NAN;
}

/* ---- text ----------------------------------------------------------------- */

/* "0.0461179 (4 times), -0.5917 +- 0.1 i" */
static void
print_rates(const fixed_point_t *p, int n)
{
    double scale = fmax(fabs(p->re[0]), fabs(p->re[n - 1]));
    int i, k, shown = 0;

    printf("  eigenvalues ");
    for (i = 0; i < n; i = k)
    {
        int same = 0, pair;

        for (k = i; k < n && p->re[i] - p->re[k] < SAME * scale; k++)
            same += fabs(fabs(p->im[k]) - fabs(p->im[i])) < SAME * scale;
        if (shown++ == MOST_SHOWN)
        {
            printf(", ..., %.9g", p->re[n - 1]);
            break;
        }
        printf("%s%.9g", i > 0 ? ", " : "",
               fabs(p->re[i]) < 1e-9 * scale ? 0 : p->re[i]);
        pair = fabs(p->im[i]) > SAME * scale ? 2 : 1;
        if (pair == 2)
            printf(" +- %.6g i", fabs(p->im[i]));
        if (same == k - i && k - i > pair)
            printf(" (%d times)", (k - i) / pair);
    }
    putchar('\n');
}

static void
print_ball(const char *name, const arb_t x, long digits)
{
    char *lower = decimal_lower(x, digits), *upper = decimal_upper(x, digits);

    printf("    %s in [%s, %s]\n", name, lower, upper);
    free(lower);
    free(upper);
}

static void
print_proof(const dynamics_t *x, const fixed_item_t *item)
{
    const rest_proof_t *p = &item->proof;
    const saddle_flow_t *f = x->flow;
    long digits = x->o->digits;
    int k;

    if (p->verdict != CERTIFY_PROVEN)
    {
        printf("  not certified: %s\n", p->why);
        return;
    }
    printf("  proven: exactly one fixed point%s in this box\n",
           p->alike ? ", among states in which all students are alike," : "");
    for (k = 0; k < f->n_values; k++)
        if (arb_is_finite(p->value + k))
            print_ball(f->value_name[k].name, p->value + k, digits);
    for (k = 0; k < f->n_state; k++)
        if (k < MOST_SHOWN)
            print_ball(f->state[k], p->state + k, digits);
    if (p->n_rates > 0)
        print_ball("largest eigenvalue", acb_realref(p->rate), digits);
    else
        printf("    eigenvalues not certified: they are too close to each "
               "other\n");
}

static void
print_item(const dynamics_t *x, const fixed_list_t *list,
           const fixed_item_t *item)
{
    const fixed_point_t *p = &item->point;
    const saddle_flow_t *f = x->flow;
    int k;

    printf("\n%s\n", title_of(item));
    for (k = 0; k < f->n_values; k++)
        printf("  %s = %.12g\n", f->value_name[k].name, p->value[k]);
    for (k = 0; k < f->n_state; k++)
    {
        printf("%s%s = %.10g", k % 6 == 0 ? "  " : ", ", f->state[k],
               fabs(p->state[k]) < 1e-13 ? 0 : p->state[k]);
        if (k % 6 == 5 || k + 1 == f->n_state)
            putchar('\n');
    }
    printf("  largest slope %.2g\n", p->residual);
    if (!p->smooth)
        printf("  stability: not known, the slopes have no derivative there "
               "(the domain of overlaps ends)");
    else
        print_rates(p, f->n_state);
    if (!p->smooth)
        ;
    else if (p->unstable > 0)
        printf("  unstable in %d direction%s", p->unstable,
               p->unstable > 1 ? "s" : "");
    else
        printf(p->marginal > 0 ? "  marginal in %d direction%s" : "  stable",
               p->marginal, p->marginal > 1 ? "s" : "");
    putchar('\n');
    if (!isnan(escape_time(list, p)))
        printf("  escape: ln(1/asymmetry)/lambda = %.6g from the start "
               "(asymmetry %.3g)\n", escape_time(list, p), list->asymmetry);
    if (isfinite(item->limit))
        printf("  stable up to %s = %.8g\n",
               f->parameter[item->parameter].name, item->limit);
    if (item->tried)
        print_proof(x, item);
}

/* ---- JSON ----------------------------------------------------------------- */

static json_t *
json_rates(const double *re, const double *im, int n)
{
    json_t *list = json_array();
    int k;

    for (k = 0; k < n; k++)
        json_array_append_new(list, json_pack("[o o]", json_number(re[k]),
                                              json_number(im[k])));
    return list;
}

static json_t *
json_proof(const dynamics_t *x, const rest_proof_t *p)
{
    const saddle_flow_t *f = x->flow;
    long digits = x->o->digits;
    json_t *o = json_object(), *list;
    int k;

    json_object_set_new(o, "status",
                        json_string(p->verdict == CERTIFY_PROVEN
                                        ? "proven" : "undecided"));
    if (p->verdict != CERTIFY_PROVEN)
    {
        json_object_set_new(o, "reason", json_string(p->why));
        return o;
    }
    json_object_set_new(o, "among", json_string(p->alike ? "students alike"
                                                         : "all states"));
    for (k = 0; k < f->n_values; k++)
        json_object_set_new(o, f->value_name[k].name,
                            json_enclosure(p->value + k, digits));
    for (k = 0; k < f->n_state; k++)
        json_object_set_new(o, f->state[k],
                            json_enclosure(p->state + k, digits));
    list = json_array();
    for (k = 0; k < p->n_rates; k++)
        json_array_append_new(
            list, json_pack("[o o]",
                            json_enclosure(acb_realref(p->rate + k), digits),
                            json_enclosure(acb_imagref(p->rate + k), digits)));
    json_object_set_new(o, "eigenvalues", list);
    return o;
}

static json_t *
json_item(const dynamics_t *x, const fixed_list_t *list,
          const fixed_item_t *item)
{
    const fixed_point_t *p = &item->point;
    const saddle_flow_t *f = x->flow;
    json_t *state = json_object(), *value = json_object(), *o;
    int k;

    for (k = 0; k < f->n_state; k++)
        json_object_set_new(state, f->state[k], json_number(p->state[k]));
    for (k = 0; k < f->n_values; k++)
        json_object_set_new(value, f->value_name[k].name,
                            json_number(p->value[k]));
    o = json_pack("{ss so so so so si si so so}", "kind", item->kind, "state",
                  state, "observables", value, "residual",
                  json_number(p->residual), "eigenvalues",
                  p->smooth ? json_rates(p->re, p->im, f->n_state)
                            : json_null(), "unstable",
                  p->unstable, "marginal", p->marginal, "escape_time",
                  json_number(escape_time(list, p)), "rate_limit",
                  json_number(item->limit));
    if (item->tried)
        json_object_set_new(o, "certified", json_proof(x, &item->proof));
    return o;
}

void
online_tell_fixed(const dynamics_t *x, const fixed_list_t *list)
{
    json_t *all = json_array();
    int i;

    if (!x->o->json)
        printf("%s\n  %s\n  students %d, teachers %d\n", x->flow->name,
               x->setting, x->flow->students, x->flow->teachers);
    for (i = 0; i < list->n; i++)
        if (x->o->json)
            json_array_append_new(all, json_item(x, list, list->item + i));
        else
            print_item(x, list, list->item + i);
    if (x->o->json)
        json_emit(json_pack("{ss ss ss so so}", "verb", "online", "name",
                            x->flow->name, "setting", x->setting, "asymmetry",
                            json_number(list->asymmetry), "fixed_points",
                            all));
    else
        json_decref(all);
}
