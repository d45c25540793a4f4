/* tests/t_emit.c -- emitted C: same values, no warnings, harmless, stable. */
#include "emit_random.h"
#include "emit_theories.h"
#include "emit_walk.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/saddle-t-emit-XXXXXX";

static const emit_context_t context = { "model a\nend\n", "a.saddle", "9.9" };

/* The C of a theory; malloc'd, NULL if it is refused. */
static char *
emitted(const theory_t *theory, const emit_context_t *with, diags_t *d)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    int ok = emit_model(to, theory, with, d);

    fclose(to);
    if (ok)
        return text;
    free(text);
    return NULL;
}

static char *
emitted_fixture(const fixture_t *f)
{
    diags_t d;
    char *text;

    diags_init(&d);
    text = emitted(&f->theory, &context, &d);
    for (int i = 0; i < d.n; i++)
        printf("  %s: %s\n", d.item[i].code, d.item[i].message);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    diags_clear(&d);
    return text;
}

/* Compiles with all warnings as errors. */
static int
compiles_clean(const char *text, const char *compiler)
{
    char command[600], path[200];
    FILE *to;

    snprintf(path, sizeof path, "%s/strict.c", folder);
    to = fopen(path, "w");
    fputs(text, to);
    fclose(to);
    snprintf(command, sizeof command,
             "%s -std=c11 -Wall -Wextra -Wpedantic -Werror -Wshadow -Iruntime "
             "-c -o %s/strict.o %s", compiler, folder, path);
    return system(command) == 0;
}

static loaded_t
loaded_fixture(const fixture_t *f)
{
    loaded_t l;
    char *text = emitted_fixture(f);

    CU_ASSERT(compiles_clean(text, "gcc -O1"));
    if (system("command -v clang >/dev/null 2>&1") == 0)
        CU_ASSERT(compiles_clean(text, "clang -fsyntax-only"));
    if (load_model(&l, text) != LOAD_OK)
        printf("  %s\n", l.message);
    CU_ASSERT_PTR_NOT_NULL_FATAL(l.model);
    free(text);
    return l;
}

/* ---- values ------------------------------------------------------------- */

static void
walk_at(walk_t *w, const fixture_t *f, const double *env)
{
    w->a = f->a;
    w->n = 0;
    for (int i = 0; i < f->theory.n_unknowns; i++)
        w->symbol[w->n++] = f->unknown[i].symbol;
    for (int i = 0; i < f->spec.n_parameters; i++)
        w->symbol[w->n++] = f->parameter[i].symbol;
    for (int i = 0; i < w->n; i++)
    {
        arb_init(&w->value[i]);
        arb_set_d(&w->value[i], env[i]);
    }
}

static double tolerance = 1e-11;
static long n_compared, n_undecided;

/* Walk, doubles and registers agree on all outputs of a program. */
static void
compare(const fixture_t *f, const saddle_program_t *p, expr_t *const *formula,
        const double *env)
{
    double out[64];
    arb_ptr ball = _arb_vec_init(p->n_outputs);
    walk_t w;
    arb_t r;

    walk_at(&w, f, env);
    arb_init(r);
    double_program(p, env, out);
    ball_program(p, w.value, ball);
    for (int i = 0; i < p->n_outputs; i++)
    {
        double truth;
        int good;

        walk(&w, r, expr_inline(f->a, formula[i]));
        n_compared++;
        if (!arb_is_finite(r))  /* 400 bits lost to cancellation */
        {
            n_undecided++;
            continue;
        }
        truth = arf_get_d(arb_midref(r), ARF_RND_NEAR);
        good = arb_overlaps(r, ball + i)
               && arb_rel_accuracy_bits(ball + i) > 60;
        good = (good || arb_contains_zero(r))
               && fabs(out[i] - truth) <= tolerance * (1 + fabs(truth));
        if (!good)
            printf("  output %d: %.17g, should be %.17g\n", i, out[i], truth);
        CU_ASSERT(good);
    }
    arb_clear(r);
    for (int i = 0; i < w.n; i++)
        arb_clear(&w.value[i]);
    _arb_vec_clear(ball, p->n_outputs);
}

static void
compare_system(const fixture_t *f, const saddle_system_t *s, int k,
               const double *env)
{
    const system_t *t = &f->system[k];
    expr_t *all[20];
    int n = t->n;

    CU_ASSERT_EQUAL_FATAL(s->n, n);
    CU_ASSERT_EQUAL(s->jacobian->n_outputs, n + n * n);
    for (int i = 0; i < n; i++)
        all[i] = t->residual[i];
    for (int i = 0; i < n * n; i++)
        all[n + i] = t->jacobian[i];
    compare(f, s->residual, all, env);
    compare(f, s->jacobian, all, env);
    for (int i = 0; i < s->n_values; i++)
        all[i] = t->value[i].value;
    if (s->n_values > 0)
        compare(f, s->values, all, env);
    for (int stage = 0; stage < 2; stage++)
    {
        for (int i = 0; i < s->n_map[stage]; i++)
            all[i] = t->map[s->map_unknown[stage][i]];
        if (s->n_map[stage] > 0)
            compare(f, s->map[stage], all, env);
    }
}

static void
check_values(void (*make)(fixture_t *), double first, double second)
{
    fixture_t f;
    loaded_t l;

    make(&f);
    l = loaded_fixture(&f);
    for (long trial = 0; trial < trials(2); trial++)
    {
        double env[WALK_ENV] = { 0 };
        int n = f.theory.n_unknowns;

        env[0] = (1 + (double) n_randint(rng, 998)) / 1000;
        env[1] = (double) n_randint(rng, 3000) / 1000;
        env[n] = first * (1 + (double) n_randint(rng, 1000) / 1000);
        env[n + 1] = second * (1 + (double) n_randint(rng, 1000) / 1000);
        CU_ASSERT_EQUAL(l.model->n_systems, f.theory.n_systems);
        for (int k = 0; k < l.model->n_systems; k++)
            compare_system(&f, l.model->system[k], k, env);
    }
    load_close(&l);
    fixture_clear(&f);
}

static void
test_sk(void)
{
    check_values(make_sk, 1.1, 0.3);
}

static void
test_perceptron(void)
{
    check_values(make_perceptron, 0.8, -0.4);
}

static void
test_union(void)
{
    check_values(make_union, 0.8, 0.7);
}

static void
test_odd(void)
{
    check_values(make_odd, 0.37, 0.37);
}

/* Random formulas.  Doubles may lose digits to cancellation: what counts is
   that registers overlap and doubles agree to 1e-6. */
static void
test_random(void)
{
    for (long trial = 0; trial < trials(4); trial++)
    {
        fixture_t f;
        loaded_t l;
        expr_t *all[MAX_FORMULAS];
        double env[WALK_ENV] = { 0 };

        make_random(&f, 16);
        for (int i = 0; i < 16; i++)
            all[i] = f.value[i].value;
        l = loaded_fixture(&f);
        env[0] = (1 + (double) n_randint(rng, 998)) / 1000;
        env[1] = (double) n_randint(rng, 3000) / 1000 - 1.5;
        tolerance = 1e-7;
        compare(&f, l.model->system[0]->values, all, env);
        tolerance = 1e-11;
        load_close(&l);
        fixture_clear(&f);
    }
    CU_ASSERT(20 * n_undecided <= n_compared);
}

/* ---- kinks -------------------------------------------------------------- */

static void
test_breaks(void)
{
    fixture_t f;
    loaded_t l;
    double env[3] = { 0.25, 0.5, 3.0 }, end[8];
    const saddle_group_t *g;
    const saddle_program_t *v;

    make_odd(&f);
    l = loaded_fixture(&f);
    g = l.model->system[0]->residual->group[0];
    CU_ASSERT_EQUAL(g->n_breaks, 1);
    CU_ASSERT(g->weight_gauss && g->lo_infinite && g->hi_infinite);
    g->limits(env, end);
    CU_ASSERT_EQUAL(end[2], 0.5);
    v = l.model->system[0]->values;
    CU_ASSERT_EQUAL_FATAL(v->n_groups, 3);
    for (int k = 0; k < 2; k++)
    {
        g = v->group[k];
        CU_ASSERT_EQUAL(g->n_breaks, 0);
        CU_ASSERT_EQUAL_FATAL(g->n_inner, 1);
        CU_ASSERT_EQUAL(g->inner[0]->n_breaks, k);
    }
    g = v->group[0]->inner[0];
    CU_ASSERT(!g->weight_gauss && g->hi_infinite);
    v->group[1]->inner[0]->limits(env, end);
    CU_ASSERT_EQUAL(end[0], -1);
    CU_ASSERT_EQUAL(end[1], 0.5);
    CU_ASSERT_EQUAL(end[2], 0.75);
    CU_ASSERT_EQUAL(v->group[2]->n_breaks, 2);
    load_close(&l);
    fixture_clear(&f);
}

/* Emits E[z](body) alone; the code of the first diagnostic, or "". */
static void
verdict(fixture_t *f, expr_t *value, char code[8])
{
    diags_t d;
    char *text;

    diags_init(&d);
    f->system[0].n_values = 0;
    add_value(f, "v", value);
    text = emitted(&f->theory, &context, &d);
    snprintf(code, 8, "%s", d.n > 0 ? d.item[0].code : "");
    CU_ASSERT_EQUAL(text == NULL, d.n > 0);
    free(text);
    diags_clear(&d);
}

static void
test_refusals(void)
{
    fixture_t f;
    expr_t *z, *q, *e, *two[2];
    char code[8];

    make_odd(&f);
    q = f.unknown[0].symbol;
    z = expr_symbol(f.a, "zz");
    /* |z^2 - q|: not affine, found by looking */
    e = call1(&f, FUNCTION_ABS, expr_sub(f.a, expr_pow_int(f.a, z, 2), q));
    verdict(&f, expr_gauss(f.a, z, expr_log(f.a, expr_add(f.a, e, num(&f, 1,
                                                                     1)))),
            code);
    CU_ASSERT_STRING_EQUAL(code, "");
    /* | |z| - q |: affine on each branch */
    e = call1(&f, FUNCTION_ABS, expr_sub(f.a, call1(&f, FUNCTION_ABS, z), q));
    verdict(&f, expr_gauss(f.a, z, expr_log(f.a, expr_add(f.a, e, num(&f, 1,
                                                                     1)))),
            code);
    CU_ASSERT_STRING_EQUAL(code, "");
    e = expr_minimum(f.a, z, expr_add(f.a, expr_exp(f.a, z),
                                      expr_mul(f.a, q, expr_pow_int(f.a, z,
                                                                    4))));
    verdict(&f, e, code);
    CU_ASSERT_STRING_EQUAL(code, "E0402");
    two[0] = expr_compare(f.a, COMPARE_EQ, q, f.parameter[0].symbol);
    verdict(&f, expr_if(f.a, two[0], q, num(&f, 0, 1)), code);
    CU_ASSERT_STRING_EQUAL(code, "E0403");
    verdict(&f, expr_add(f.a, q, z), code);
    CU_ASSERT_STRING_EQUAL(code, "E0405");
    fixture_clear(&f);
}

/* ---- stability ---------------------------------------------------------- */

static void
check_finite(const saddle_program_t *p, const double *env)
{
    double t[161], out[161 * 32];

    for (int k = 0; k <= 160; k++)
        t[k] = 0.5 * (k - 80);
    for (int i = 0; i < p->n_groups; i++)
    {
        const saddle_group_t *g = p->group[i];
        int bad = 0;

        CU_ASSERT_FATAL(g->n_integrands <= 32);
        if (g->n_inner > 0)
            continue;
        g->integrand(161, t, env, NULL, out);
        for (int k = 0; k < 161 * g->n_integrands; k++)
            bad += !isfinite(out[k]);
        if (bad > 0)
            printf("  %d values of %s are not finite\n", bad, g->what);
        CU_ASSERT_EQUAL(bad, 0);
    }
}

/* q = 0.999, q_hat = 1e4, |t| <= 40: nothing over- or underflows badly. */
static void
test_extreme(void)
{
    static void (*const make[])(fixture_t *)
        = { make_sk, make_perceptron, make_union };
    static const double env[3][4] = { { 0.999, 200, 1 },
                                      { 0.999, 1e4, 0.8, 0.3 },
                                      { 0.999, 1e4, 0.8, 0.3 } };

    for (int k = 0; k < 3; k++)
    {
        fixture_t f;
        loaded_t l;

        make[k](&f);
        l = loaded_fixture(&f);
        for (int i = 0; i < l.model->n_systems; i++)
        {
            check_finite(l.model->system[i]->residual, env[k]);
            check_finite(l.model->system[i]->jacobian, env[k]);
            if (l.model->system[i]->values != NULL)
                check_finite(l.model->system[i]->values, env[k]);
        }
        load_close(&l);
        fixture_clear(&f);
    }
}

/* There the scaled doubles are also right: against the walk. */
static void
test_extreme_values(void)
{
    static const double env[4] = { 0.9990234375, 9000, 0.8, 0.3 };
    fixture_t f;
    loaded_t l;

    make_union(&f);
    l = loaded_fixture(&f);
    compare(&f, l.model->system[0]->residual, f.residual[0], env);
    load_close(&l);
    fixture_clear(&f);
}

/* ---- text --------------------------------------------------------------- */

static void
test_same_bytes(void)
{
    fixture_t f, g;
    char *a, *b, *c;

    make_union(&f);
    a = emitted_fixture(&f);
    b = emitted_fixture(&f);
    CU_ASSERT_STRING_EQUAL(a, b);
    make_sk(&g);
    fixture_clear(&g);
    make_union(&g);
    c = emitted_fixture(&g);
    CU_ASSERT_STRING_EQUAL(a, c);
    free(c);
    free(b);
    free(a);
    fixture_clear(&g);
    fixture_clear(&f);
}

static void
test_layout(void)
{
    static void (*const make[])(fixture_t *)
        = { make_sk, make_perceptron, make_union, make_odd };

    for (int k = 0; k < 4; k++)
    {
        fixture_t f;
        char *text, *line;
        int longest = 0, trailing = 0;

        make[k](&f);
        text = emitted_fixture(&f);
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "Do not edit"));
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "saddle 9.9 for ABI"));
        for (line = text; *line != '\0'; line++)
        {
            int length = (int) strcspn(line, "\n");

            trailing += length > 0 && line[length - 1] == ' ';
            longest = length > longest ? length : longest;
            line += length;
        }
        CU_ASSERT(longest <= 80);
        CU_ASSERT_EQUAL(trailing, 0);
        free(text);
        fixture_clear(&f);
    }
}

/* Is `word` in the code of a C text, outside of strings and comments? */
static int
in_code(const char *text, const char *word)
{
    size_t n = strlen(word);

    for (const char *c = text; *c != '\0'; c++)
        if (c[0] == '/' && c[1] == '*')
        {
            c = strstr(c + 2, "*/");
            if (c == NULL)
                return 1;
            c++;
        }
        else if (*c == '\'')
        {
            for (c++; *c != '\'' && *c != '\0'; c++)
                c += *c == '\\';
        }
        else if (*c == '"')
        {
            for (c++; *c != '"' && *c != '\0' && *c != '\n'; c++)
                c += *c == '\\';
            if (*c != '"')
                return 1;
        }
        else if (strncmp(c, word, n) == 0)
            return 1;
    return 0;
}

/* Seven strings and three names at once. */
static void
check_hostile(const char *const *name, const char *const *text)
{
    fixture_t f;
    emit_context_t with = { text[0], text[1], text[2] };
    diags_t d;
    char *c_text;
    loaded_t l;

    diags_init(&d);
    make_perceptron(&f);
    f.unknown[0].description = text[3];
    f.parameter[0].description = text[4];
    f.spec.name = text[5];
    f.value[0].name = f.value[0].description = text[6];
    f.system[1].note = text[6];
    f.unknown[0].name = name[0];
    f.parameter[1].name = name[1];
    f.system[1].name = f.threshold.name = name[2];
    c_text = emitted(&f.theory, &with, &d);
    CU_ASSERT_PTR_NOT_NULL_FATAL(c_text);
    CU_ASSERT_FALSE(in_code(c_text, "planted"));
    CU_ASSERT(compiles_clean(c_text, "gcc -fsyntax-only -Werror=trigraphs"));
    CU_ASSERT_EQUAL_FATAL(load_model(&l, c_text), LOAD_OK);
    CU_ASSERT_STRING_EQUAL(l.model->spec_text, text[0]);
    CU_ASSERT_STRING_EQUAL(l.model->version, text[2]);
    CU_ASSERT_STRING_EQUAL(l.model->order[0].description, text[3]);
    CU_ASSERT_STRING_EQUAL(l.model->system[1]->note, text[6]);
    CU_ASSERT_STRING_EQUAL(l.model->order[0].name, name[0]);
    CU_ASSERT_STRING_EQUAL(l.model->system[1]->name, name[2]);
    CU_ASSERT_PTR_NULL(dlsym(l.handle, "planted"));
    load_close(&l);
    free(c_text);
    diags_clear(&d);
    fixture_clear(&f);
}

static void
test_hostile(void)
{
    static char long_text[20001];
    static const char *const text[] = {
        "*/ int planted(void) { return 1; } /*",
        "\"; int planted(void) { return 1; } char c[] = \"",
        "?\?/\n*/ int planted; /* ?\?/",
        "\\\nint planted;\\",
        "a\nint planted;\n#include \"planted\"\n",
        "%n%s%s \001\002\033[31m \xe2\x80\xae\xff\xc3 \r\n\f %:define planted",
        "?\?/\"; int planted; //", "/*/ int planted; /*/ */*/ planted /*",
        long_text
    };
    static const char *const name[] = {
        "int", "main", "system", "n", "t", "out", "saddle_model", "env",
        "q;abort();", "__attribute__", "exp", "X_Q", "COUNT", "q/**/",
        "a_very_long_name_that_goes_on_and_on_until_it_has_63_letters_abc"
    };

    for (int i = 0; i < 20000; i++)
        long_text[i] = "?/*\"\\\n\xc3\xbf%z"[i % 10];
    for (int k = 0; k < 5; k++)
    {
        const char *some[7];

        for (int i = 0; i < 7; i++)
            some[i] = text[(2 * k + i) % 9];
        check_hostile(name + 3 * k, some);
    }
}

static void
test_speed(void)
{
    fixture_t f;
    clock_t start;
    char *text;
    double seconds;

    make_union(&f);
    start = clock();
    text = emitted_fixture(&f);
    seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
    printf(" [%.4f s, %zu bytes]", seconds, strlen(text));
    CU_ASSERT(seconds < 0.5);
    CU_ASSERT(strlen(text) < 200000);
    free(text);
    fixture_clear(&f);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "SK: walk, doubles, registers agree", test_sk },
        { "binary perceptron with definitions", test_perceptron },
        { "three masses, three weights", test_union },
        { "kinks, choices, nested integrals", test_odd },
        { "random formulas", test_random },
        { "breaks are where the kinks are", test_breaks },
        { "what cannot be emitted is refused", test_refusals },
        { "finite far out", test_extreme },
        { "right far out", test_extreme_values },
        { "emitted twice, same bytes", test_same_bytes },
        { "layout of the file", test_layout },
        { "hostile names and strings", test_hostile },
        { "speed and size", test_speed },
        { NULL, NULL }
    };
    char command[100];
    int status;

    if (mkdtemp(folder) == NULL)
        return EXIT_FAILURE;
    unsetenv("CC");
    setenv("XDG_CACHE_HOME", folder, 1);
    status = harness_run("emit", tests);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0)
        return EXIT_FAILURE;
    return status;
}
