/* tests/t_erm.c -- minimisers of loss and penalty: equations against their
   potential, the potential against its definition, values. */
#include "brute.h"
#include "erm_specs.h"
#include "harness.h"
#include "shell.h"
#include "theory_case.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1000000) / 1e6;
}

/* ---- equations against the potential ------------------------------------- */

typedef struct
{
    const char *name;
    double lo, hi;
} range_t;

static const range_t range[] = {
    { "alpha", 0.5, 2 }, { "q", 0.7, 1.2 }, { "m", 0.2, 0.35 },
    { "V", 0.4, 1.2 }, { "q_hat", 0.4, 1 }, { "m_hat", 0.3, 0.8 },
    { "V_hat", 0.4, 1.2 }, { NULL, 0.2, 0.45 }
};

static double
somewhere(const char *name)
{
    const range_t *r = range;

    while (r->name != NULL && strcmp(r->name, name) != 0)
        r++;
    return uniform(r->lo, r->hi);
}

static void
random_point(walker_t *w, brute_t *b, const theory_case_t *c)
{
    int i, n = c->theory.n_unknowns;
    const char *name;
    double x;

    for (i = 0; i < n + c->spec.n_parameters; i++)
    {
        name = i < n ? c->theory.unknown[i].name
                     : c->spec.parameter[i - n].name;
        x = somewhere(name);
        case_set(w, c, name, x);
        brute_set(b, expr_symbol(c->algebra, name), x);
    }
}

static long n_slopes, n_potentials;

/* Each derived equation against a difference quotient of the explicit
   potential; that, if `brute`, against the definition. */
static void
check_equations(theory_case_t *c, const char *what, int brute)
{
    brute_t b = { .algebra = c->algebra };
    walker_t *w;
    double x, y;
    arb_t slope, derived;
    int i;

    case_complain(c);
    CU_ASSERT(c->derived);
    if (!c->derived)
        return;
    w = walker_new(c->algebra, 14, 0.4);
    arb_init(slope);
    arb_init(derived);
    random_point(w, &b, c);
    for (i = 0; i < c->theory.n_unknowns; i++)
    {
        int ok = walker_value(derived, w, c->theory.system[0].residual[i])
                 && walker_slope(slope, w, c->theory.lowered,
                                 c->theory.unknown[i].symbol)
                 && near(derived, slope, 1e-8);

        n_slopes++;
        CU_ASSERT(ok);
        if (!ok)
            printf("\n%s in %s: %.12g, not %.12g\n", what,
                   c->theory.unknown[i].name,
                   arf_get_d(arb_midref(derived), ARF_RND_NEAR),
                   arf_get_d(arb_midref(slope), ARF_RND_NEAR));
    }
    if (brute)
    {
        x = walker_double(w, c->theory.lowered);
        y = brute_value(&b, c->theory.raw);
        n_potentials++;
        CU_ASSERT(fabs(x - y) < 1e-4 * (1 + fabs(y)));
        if (!(fabs(x - y) < 1e-4 * (1 + fabs(y))))
            printf("\n%s: potential %.12g, by definition %.12g\n", what, x, y);
    }
    arb_clear(derived);
    arb_clear(slope);
    walker_free(w);
}

static void
test_models(void)
{
    static const char *const model[] = {
        "ridge_regression", "ridge_labels", "logistic", "hinge", "lasso",
        "maximum_margin", NULL };
    char path[128];
    theory_case_t c;
    int i;

    for (i = 0; model[i] != NULL; i++)
    {
        snprintf(path, sizeof path, "models/erm/%s.saddle", model[i]);
        case_from_file(&c, path);
        check_equations(&c, path, strstr(model[i], "regr") == NULL
                                  && strcmp(model[i], "lasso") != 0);
        case_close(&c);
    }
}

static void
test_unseen_equations(void)
{
    const erm_spec_t *s;
    theory_case_t c;

    for (s = erm_specs; s->text != NULL; s++)
    {
        if (!s->one_dimensional)
            continue;
        case_from_text(&c, s->text);
        check_equations(&c, s->name, s->atoms);
        case_close(&c);
    }
    printf(" [%ld derivatives, %ld potentials]", n_slopes, n_potentials);
}

/* ---- values -------------------------------------------------------------- */

static double
number_in(const json_t *object, const char *name)
{
    static const char *const part[] = { "order_parameters", "observables" };
    json_t *v = json_object_get(object, name);
    int i;

    for (i = 0; i < 2 && !json_is_number(v); i++)
        v = json_object_get(json_object_get(object, part[i]), name);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static void
test_values(void)
{
    const erm_spec_t *s;
    const erm_value_t *v;
    char command[512];
    json_t *object;
    double x;

    for (s = erm_specs; s->text != NULL; s++)
    {
        if (!s->quick && trials(1) == 1)   /* compilers are slow */
            continue;
        write_file("unseen.saddle", s->text);
        snprintf(command, sizeof command, "solve @/unseen.saddle %s --json",
                 s->at);
        if (!expect(0, command))
        {
            printf("\n%s: %s\n", s->name, err);
            continue;
        }
        object = json_loads(out, 0, NULL);
        CU_ASSERT(number_in(object, "residual") < 1e-12);
        for (v = s->value; v->name != NULL; v++)
        {
            x = number_in(object, v->name);
            CU_ASSERT(fabs(x - v->value) <= 1e-10 * (1 + fabs(v->value)));
            if (!(fabs(x - v->value) <= 1e-10 * (1 + fabs(v->value))))
                printf("\n%s: %s = %.14g, not %.14g\n", s->name, v->name, x,
                       v->value);
        }
        json_decref(object);
    }
}

/* The potential form that is printed has no implicit function left, and the
   same solution. */
static void
test_potential_form(void)
{
    json_t *object;

    expect(0, "derive models/erm/logistic.saddle --to saddle");
    write_file("form.saddle", out);
    if (!expect(0, "solve @/form.saddle alpha=2 lambda=1/10 --json"))
        return;
    object = json_loads(out, 0, NULL);
    CU_ASSERT(fabs(number_in(object, "q") - 4.145803620748) < 1e-11);
    CU_ASSERT(fabs(number_in(object, "training_loss") - 0.1821496441287)
              < 1e-12);
    json_decref(object);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "equations of the models", test_models },
        { "equations of unseen specs", test_unseen_equations },
        { "values of unseen specs", test_values },
        { "potential form", test_potential_form },
        { NULL, NULL }
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("erm", test);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
