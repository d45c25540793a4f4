/* compiler/replica/experiment.c -- draws of weights and labels.
 *
 * A finite law needs one uniform variate, a normal law a normal one, a mixture
 * a uniform one to choose and those of its components.  A label is its rule
 * with the noises drawn, or its law at the teacher's field; a Poisson count is
 * left to the runtime, which gets its mean.
 */
#include "experiment.h"

#include <string.h>

#define MAX_VARIATES 6      /* and one input that is given                 */

/* Variates met so far. */
typedef struct
{
    derivation_t *dv;
    int n;
    expr_t *variate[MAX_VARIATES];
    int is_normal[MAX_VARIATES];
    int failed;
} variates_t;

static expr_t *
next_variate(variates_t *v, int is_normal)
{
    if (v->n == MAX_VARIATES)
    {
        v->failed = 1;
        return expr_integer(v->dv->algebra, 0);
    }
    v->variate[v->n] = expr_fresh(v->dv->algebra, is_normal ? "n" : "u");
    v->is_normal[v->n] = is_normal;
    return v->variate[v->n++];
}

/* Density exp(-|w|/b)/(2b) by inversion: s = u - 1/2, -b sign(s) log(1 -
   2|s|). */
static expr_t *
draw_laplace(variates_t *v, const law_t *law)
{
    algebra_t *g = v->dv->algebra;
    expr_t *s = expr_sub(g, next_variate(v, 0), expr_fraction(g, 1, 2));
    expr_t *size = expr_sub(g, expr_integer(g, 1),
                            expr_mul(g, expr_integer(g, 2),
                                     expr_apply1(g, FUNCTION_ABS, s)));

    return expr_product(g, (expr_t *[]){ expr_integer(g, -1),
                                         law->parameter[0],
                                         expr_apply1(g, FUNCTION_SIGN, s),
                                         expr_log(g, size) }, 4);
}

static expr_t *draw_simple(variates_t *, const law_t *);

/* A uniform variate against the running sum of the probabilities: the last
   value takes what is left. */
static expr_t *
draw_choice(variates_t *v, const law_t *const *law, int n,
            expr_t *const *weight)
{
    algebra_t *g = v->dv->algebra;
    expr_t *u = next_variate(v, 0), *below = expr_integer(g, 0);
    expr_t *bound[64], *value[64], *e;
    int i, k, count = 0;

    for (i = 0; i < n; i++)
    {
        int finite = law[i]->kind == LAW_FINITE;

        for (k = 0; k < (finite ? law[i]->n : 1); k++)
        {
            if (count == 64 || (finite && law[i]->width > 1))
            {
                v->failed = 1;
                return below;
            }
            e = finite ? law[i]->probability[k] : expr_integer(g, 1);
            below = expr_add(g, below, expr_mul(g, weight[i], e));
            bound[count] = below;
            value[count++] = finite ? law[i]->value[k]
                                    : draw_simple(v, law[i]);
        }
    }
    e = value[count - 1];
    for (i = count - 2; i >= 0; i--)
        e = expr_if(g, expr_compare(g, COMPARE_LT, u, bound[i]), value[i], e);
    return e;
}

static expr_t *
draw_simple(variates_t *v, const law_t *law)
{
    algebra_t *g = v->dv->algebra;
    expr_t *width;

    switch (law->kind)
    {
    case LAW_NORMAL:
        return expr_add(g, law->parameter[0],
                        expr_mul(g, expr_sqrt(g, law->parameter[1]),
                                 next_variate(v, 1)));
    case LAW_SPHERE:
        return next_variate(v, 1);
    case LAW_LAPLACE:
        return draw_laplace(v, law);
    case LAW_UNIFORM:
        width = expr_sub(g, law->parameter[1], law->parameter[0]);
        return expr_add(g, law->parameter[0],
                        expr_mul(g, width, next_variate(v, 0)));
    default:
        v->failed = 1;
        return expr_integer(g, 0);
    }
}

static expr_t *
draw_law(variates_t *v, const law_t *law)
{
    expr_t *one = expr_integer(v->dv->algebra, 1);

    if (law->kind == LAW_FINITE)
        return draw_choice(v, &law, 1, &one);
    if (law->kind == LAW_MIX)
        return draw_choice(v, (const law_t *const *) law->component, law->n,
                           law->probability);
    return draw_simple(v, law);
}

mapping_t
experiment_mapping(derivation_t *dv, expr_t *const *input, int n_inputs,
                   expr_t *const *output, int n_outputs)
{
    mapping_t m = { n_inputs, n_outputs, NULL, NULL };
    int i;

    m.input = derive_alloc(dv, (size_t) n_inputs + 1, sizeof *m.input);
    m.output = derive_alloc(dv, (size_t) n_outputs + 1, sizeof *m.output);
    for (i = 0; i < n_inputs; i++)
        m.input[i] = input[i];
    for (i = 0; i < n_outputs; i++)
        m.output[i] = expr_inline(dv->algebra, output[i]);
    return m;
}

static draw_t
draw_of(const variates_t *v, expr_t *given, expr_t *value)
{
    expr_t *input[MAX_VARIATES + 1];
    draw_t d = { .n_given = given != NULL };
    int i, n = 0;

    if (given != NULL)
        input[n++] = given;
    d.is_normal = derive_alloc(v->dv, MAX_VARIATES, sizeof *d.is_normal);
    for (i = 0; i < v->n; i++)
    {
        d.is_normal[i] = v->is_normal[i];
        input[n++] = v->variate[i];
    }
    d.value = experiment_mapping(v->dv, input, n, &value, 1);
    return d;
}

static int
draw_weight(draw_t *out, derivation_t *dv)
{
    variates_t v = { .dv = dv };
    expr_t *value = draw_law(&v, dv->spec->teacher->law);

    *out = draw_of(&v, NULL, value);
    return !v.failed;
}

static int
draw_label(draw_t *out, derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    variates_t v = { .dv = dv };
    expr_t *value = spec->label, *noise;
    int i;

    if (spec->label_law != NULL && spec->label_law->kind == LAW_POISSON)
        value = spec->label_law->parameter[0];
    else if (spec->label_law != NULL)
        value = draw_law(&v, spec->label_law);
    else
        for (i = 0; i < spec->n_noises; i++)
            if (expr_contains(value, spec->noise[i].symbol))
            {
                noise = draw_law(&v, spec->noise[i].law);
                value = expr_substitute(dv->algebra, value,
                                        &spec->noise[i].symbol, &noise, 1);
            }
    *out = draw_of(&v, spec->teacher->field, value);
    out->is_count = spec->label_law != NULL
                    && spec->label_law->kind == LAW_POISSON;
    return !v.failed;
}

void
experiment_noise(derivation_t *dv, int *n_variates, expr_t ***variate,
                 int **is_normal, expr_t **e, int n, expr_t **more)
{
    const spec_t *spec = dv->spec;
    variates_t v = { .dv = dv };
    int i, k, used;

    for (i = 0; i < spec->n_noises; i++)
    {
        expr_t *symbol = spec->noise[i].symbol, *value;

        for (k = 0, used = 0; k < n && !used; k++)
            used = expr_contains(e[k], symbol)
                   || (more != NULL && expr_contains(more[k], symbol));
        if (!used || spec->noise[i].law == NULL)
            continue;
        value = draw_law(&v, spec->noise[i].law);
        for (k = 0; k < n; k++)
        {
            e[k] = expr_substitute(dv->algebra, e[k], &symbol, &value, 1);
            if (more != NULL)
                more[k] = expr_substitute(dv->algebra, more[k], &symbol,
                                          &value, 1);
        }
        if (v.failed)
            derive_error(dv, "E0341", spec->noise[i].span, NULL,
                         "the noise '%s' cannot be drawn",
                         spec->noise[i].name);
    }
    *n_variates = v.n;
    *variate = derive_alloc(dv, (size_t) v.n, sizeof **variate);
    *is_normal = derive_alloc(dv, (size_t) v.n, sizeof **is_normal);
    for (i = 0; i < v.n; i++)
    {
        (*variate)[i] = v.variate[i];
        (*is_normal)[i] = v.is_normal[i];
    }
}

experiment_t *
experiment_new(derivation_t *dv, const channel_t *c)
{
    const law_t *law = dv->spec->teacher->law;
    experiment_t *e = derive_alloc(dv, 1, sizeof *e);
    int i;

    e->samples = dv->spec->samples;
    e->moment[0] = law_mean(dv->algebra, law);
    e->moment[1] = law_second_moment(dv->algebra, law);
    e->sphere = law->kind == LAW_SPHERE;
    if (!draw_weight(&e->weight, dv) || !draw_label(&e->label, dv))
        return NULL;
    e->n_atoms = c->n_atoms;
    e->n_pieces = c->n_pieces;
    e->kind = derive_alloc(dv, (size_t) c->n_atoms + 2 * (size_t) c->n_pieces
                                   + 1, sizeof *e->kind);
    for (i = 0; i < c->n_atoms; i++)
        e->kind[i] = c->atom[i].value;
    for (i = 0; i < c->n_pieces; i++)
    {
        e->kind[c->n_atoms + 2 * i] = c->piece[i].lo;
        e->kind[c->n_atoms + 2 * i + 1] = c->piece[i].hi;
    }
    return e;
}

static int
has_signs(algebra_t *g, const channel_t *c)
{
    expr_t *one = expr_integer(g, 1), *minus = expr_integer(g, -1);

    return c->n_atoms == 2
           && ((c->atom[0].value == one && c->atom[1].value == minus)
               || (c->atom[0].value == minus && c->atom[1].value == one));
}

mapping_t *
experiment_predict(derivation_t *dv, const channel_t *c, expr_t *z)
{
    algebra_t *g = dv->algebra;
    expr_t *guess = dv->spec->predict;
    mapping_t *m;

    if (guess == NULL && c->n_pieces > 0)
        guess = z;
    else if (guess == NULL && has_signs(g, c))
        guess = expr_apply1(g, FUNCTION_SIGN, z);
    if (guess == NULL)
        return NULL;
    m = derive_alloc(dv, 1, sizeof *m);
    *m = experiment_mapping(dv, &z, 1, &guess, 1);
    return m;
}
