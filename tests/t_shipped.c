/* tests/t_shipped.c -- every shipped model: derived equations against difference
   quotients of the potential, and residuals at solutions. */
#include "harness.h"
#include "theory_case.h"

#include "../compiler/emit/emit.h"
#include "../runtime/quadrature/evaluate.h"
#include "../runtime/solve/solve.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODELS "models/*/*.saddle"
#define MAX_ENV 64

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1000000) / 1e6;
}

static int
load(loaded_t *out, const theory_case_t *c, const char *path)
{
    emit_context_t context = { c->source.text, path, SADDLE_VERSION };
    diags_t d;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    int ok;

    diags_init(&d);
    ok = emit_model(to, &c->theory, &context, &d);
    fclose(to);
    ok = ok && load_model(out, text) == LOAD_OK;
    free(text);
    diags_clear(&d);
    return ok;
}

/* Parameters: those of the first reference of an unknown or value, then
   defaults, then 1/2. */
static void
set_parameters(double *p, const theory_case_t *c, walker_t *w)
{
    const spec_t *spec = &c->spec;
    const points_t *at = NULL;

    for (int i = 0; i < spec->n_references && at == NULL; i++)
        if (spec->reference[i].at.n > 0)
            at = &spec->reference[i].at;
    for (int i = 0; i < spec->n_parameters; i++)
    {
        expr_t *value = spec->parameter[i].fallback;

        for (int k = 0; at != NULL && k < at->n; k++)
            if (strcmp(at->name[k], spec->parameter[i].name) == 0)
                value = at->value[k];
        p[i] = value != NULL ? walker_double(w, value) : 0.5;
    }
}

static int
value_index(const saddle_system_t *s, const char *name)
{
    for (int i = 0; i < s->n_values; i++)
        if (strcmp(s->value_name[i].name, name) == 0)
            return i;
    return -1;
}

/* d phi/dx by differences of fourth order. */
static int
slope(double *out, const saddle_system_t *s, int phi, double *env, int x)
{
    double value[64], f[4], at = env[x], h = 4e-4 * (1e-2 + fabs(at));
    static const double step[4] = { -2, -1, 1, 2 };

    for (int i = 0; i < 4; i++)
    {
        env[x] = at + step[i] * h;
        f[i] = solve_values(s, env, value) == SADDLE_OK ? value[phi] : NAN;
    }
    env[x] = at;
    *out = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h);
    return isfinite(*out);
}

/* Equations at points around a solution; the number compared. */
static int
compare(const saddle_model_t *m, const double *solution, const char *path)
{
    const saddle_system_t *s = m->system[0];
    int phi = value_index(s, "free_entropy"), compared = 0;
    double env[MAX_ENV], f[MAX_ENV], want;

    if (phi < 0 || s->n_values > 64)
        return -1;
    for (int trial = 0; trial < 12 && compared < 2 * s->n; trial++)
    {
        memcpy(env, solution, (size_t) (m->n_orders + m->n_parameters)
                                  * sizeof *env);
        for (int i = 0; i < m->n_orders; i++)
            env[i] *= 1 + uniform(-0.02, 0.02);
        if (quad_approx(s->residual, env, 1e-13, f, NULL) != SADDLE_OK)
            continue;
        for (int i = 0; i < s->n; i++)
        {
            if (m->order_equation != NULL
                && m->order_equation[s->unknown[i]] != NULL)
                continue;
            if (!slope(&want, s, phi, env, s->unknown[i]))
                continue;
            compared++;
            if (fabs(want - f[i]) > 1e-8 * (1 + fabs(want)))
                printf("\n  %s: %s: equation %.12g, slope %.12g", path,
                       m->order[s->unknown[i]].name, f[i], want);
            CU_ASSERT(fabs(want - f[i]) <= 1e-8 * (1 + fabs(want)));
        }
    }
    return compared;
}

static void
check_model(const char *path)
{
    theory_case_t c;
    loaded_t loaded = { 0 };
    solve_result_t r;
    solve_options_t options;
    double p[MAX_ENV];
    walker_t *w;

    case_from_file(&c, path);
    case_complain(&c);
    CU_ASSERT(c.derived);
    /* flows have a test of their own */
    if (c.derived && c.theory.online == NULL && load(&loaded, &c, path))
    {
        w = walker_new(c.algebra, 20, 0.4);
        set_parameters(p, &c, w);
        walker_free(w);
        solve_options_default(&options);
        solve_state(&r, loaded.model, p, NULL, NULL, &options);
        if (r.end == SOLVE_CONVERGED)
        {
            if (!(r.residual < 1e-12))
                printf("\n  %s: residual %g", path, r.residual);
            CU_ASSERT(r.residual < 1e-12);
            CU_ASSERT(compare(loaded.model, r.env, path) != 0);
        }
        else
            printf("\n  %s: %s", path, r.why != NULL ? r.why : r.state);
        solve_result_clear(&r);
        load_close(&loaded);
    }
    case_close(&c);
}

static void
test_models(void)
{
    glob_t found;

    CU_ASSERT_FATAL(glob(MODELS, 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_model(found.gl_pathv[i]);
    globfree(&found);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "every model in models/", test_models },
        { NULL, NULL }
    };

    setenv("SADDLE_MODELS_SO", "build/models", 0);
    return harness_run("shipped", test);
}
