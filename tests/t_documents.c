/* tests/t_documents.c -- theories as spec, LaTeX and text. */
#include "harness.h"
#include "theory_case.h"

#include <stdlib.h>
#include <string.h>

/* ---- documents ---------------------------------------------------------- */

static char *
document(const theory_case_t *c, void (*print)(FILE *, const theory_t *))
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    print(to, &c->theory);
    fclose(to);
    return text;
}

/* The potential form compiles to the same equations. */
static void
check_lowered(const char *path)
{
    theory_case_t c, lowered;
    walker_t *w, *v;
    arb_t a, b;
    char *text;
    int i, k;

    case_from_file(&c, path);
    CU_ASSERT_FATAL(c.derived);
    text = document(&c, theory_print_saddle);
    case_from_text(&lowered, text);
    case_complain(&lowered);
    if (!lowered.derived)
        printf("\n%s", text);
    CU_ASSERT(lowered.derived);
    w = walker_new(c.algebra, 30, 0.6);
    v = walker_new(lowered.algebra, 30, 0.6);
    arb_init(a);
    arb_init(b);
    for (k = 0; lowered.derived && k < c.spec.n_parameters; k++)
    {
        case_set(w, &c, c.spec.parameter[k].name, 0.5 + 0.1 * k);
        case_set(v, &lowered, c.spec.parameter[k].name, 0.5 + 0.1 * k);
    }
    for (k = 0; lowered.derived && k < c.theory.n_unknowns; k++)
    {
        case_set(w, &c, c.theory.unknown[k].name, 0.3 + 0.1 * k);
        case_set(v, &lowered, c.theory.unknown[k].name, 0.3 + 0.1 * k);
    }
    for (i = 0; lowered.derived && i < c.theory.n_unknowns; i++)
    {
        CU_ASSERT(walker_value(a, w, c.theory.system[0].residual[i])
                  && walker_value(b, v, lowered.theory.system[0].residual[i])
                  && near(a, b, 1e-24));
        CU_ASSERT_PTR_NOT_NULL(lowered.theory.system[0].map[i]);
        CU_ASSERT_EQUAL(c.theory.unknown[i].stage,
                        lowered.theory.unknown[i].stage);
    }
    if (lowered.derived)
        CU_ASSERT_EQUAL(c.theory.n_boundaries, lowered.theory.n_boundaries);
    arb_clear(b);
    arb_clear(a);
    walker_free(v);
    walker_free(w);
    free(text);
    case_close(&lowered);
    case_close(&c);
}

/* Braces and environments of a LaTeX document match; every formula is plain
   ASCII. */
static void
check_latex(const char *path)
{
    theory_case_t c;
    char *text, *p;
    int depth = 0, begun = 0, good = 1;

    case_from_file(&c, path);
    CU_ASSERT_FATAL(c.derived);
    text = document(&c, theory_print_latex);
    for (p = text; *p != '\0'; p++)
    {
        if (p[0] == '\\' && (p[1] == '{' || p[1] == '}' || p[1] == '\\'))
        {
            p++;
            continue;
        }
        depth += (*p == '{') - (*p == '}');
        good = good && depth >= 0;
        begun += (strncmp(p, "\\begin{", 7) == 0)
                 - (strncmp(p, "\\end{", 5) == 0);
    }
    CU_ASSERT(good && depth == 0 && begun == 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\\section*{Saddle point}"));
    CU_ASSERT_PTR_NULL(strstr(text, "q_hat"));
    free(text);
    text = document(&c, theory_print_text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "Saddle point\n"));
    free(text);
    case_close(&c);
}

static void
test_documents(void)
{
    static const char *const path[] = {
        "models/storage/binary_perceptron.saddle",
        "models/storage/symmetric_binary_perceptron.saddle",
        "models/storage/spherical_perceptron.saddle",
        "models/storage/gaussian_perceptron.saddle",
        "models/spin_glass/sk.saddle" };
    size_t i;

    for (i = 0; i < sizeof path / sizeof *path; i++)
    {
        check_lowered(path[i]);
        check_latex(path[i]);
    }
}

/* ---- steps --------------------------------------------------------------- */

/* The derivatives by the chain rule are the gradient, by another road. */
static void
check_slopes(const char *path)
{
    theory_case_t c;
    const theory_t *t = &c.theory;
    walker_t *w;
    arb_t a, b;
    int k, seen = 0;

    case_from_file(&c, path);
    CU_ASSERT_FATAL(c.derived);
    w = walker_new(c.algebra, 20, 0.5);
    arb_init(a);
    arb_init(b);
    for (k = 0; k < c.spec.n_parameters; k++)
        case_set(w, &c, c.spec.parameter[k].name, 0.4 + 0.1 * k);
    for (k = 0; k < t->n_unknowns; k++)
        case_set(w, &c, t->unknown[k].name, 0.3 + 0.05 * k);
    for (k = 0; k < t->n_unknowns; k++)
    {
        expr_t *plain = expr_diff_plain(c.algebra, t->potential,
                                        t->unknown[k].symbol);

        if (walker_value(a, w, plain) && walker_value(b, w, t->gradient[k]))
        {
            seen++;
            CU_ASSERT(near(a, b, 1e-14));
        }
    }
    CU_ASSERT(seen > 0);
    arb_clear(b);
    arb_clear(a);
    walker_free(w);
    case_close(&c);
}

/* Elements of the fragment close in order. */
static int
is_nested(const char *text)
{
    char open[64][32];
    int n = 0;

    for (; (text = strchr(text, '<')) != NULL; text++)
    {
        size_t length = strcspn(text + 1, " />");
        const char *end = strchr(text, '>');

        if (end == NULL || n >= 63 || length > 31)
            return 0;
        if (text[1] == '/')
        {
            length = strcspn(text + 2, ">");
            if (n == 0 || strlen(open[n - 1]) != length
                || strncmp(open[--n], text + 2, length) != 0)
                return 0;
        }
        else if (end[-1] != '/')
        {
            memcpy(open[n], text + 1, length);
            open[n++][length] = '\0';
        }
    }
    return n == 0;
}

static void
steps_text(FILE *to, const theory_t *t)
{
    theory_print_steps(to, t, STEPS_TEXT);
}

static void
steps_latex(FILE *to, const theory_t *t)
{
    theory_print_steps(to, t, STEPS_LATEX);
}

static void
steps_mathml(FILE *to, const theory_t *t)
{
    theory_print_steps(to, t, STEPS_MATHML);
}

static void
check_steps(const char *path)
{
    theory_case_t c;
    char *text;

    case_from_file(&c, path);
    CU_ASSERT_FATAL(c.derived);
    text = document(&c, steps_text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "by the chain rule\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  d phi/d "));
    free(text);
    text = document(&c, steps_latex);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\\frac{\\partial \\phi}"));
    CU_ASSERT_PTR_NULL(strstr(text, "q_hat"));
    free(text);
    text = document(&c, steps_mathml);
    CU_ASSERT(is_nested(text));
    free(text);
    text = document(&c, theory_print_mathml);
    CU_ASSERT(is_nested(text));
    free(text);
    case_close(&c);
}

static void
test_steps(void)
{
    static const char *const path[] = {
        "models/storage/binary_perceptron.saddle",
        "models/storage/spherical_perceptron.saddle",
        "models/bayes/bayes_sign_binary.saddle",
        "models/gibbs/mismatched_noise.saddle",
        "models/erm/ridge_regression.saddle",
        "models/spin_glass/sk.saddle" };
    size_t i;

    for (i = 0; i < sizeof path / sizeof *path; i++)
    {
        check_steps(path[i]);
        check_slopes(path[i]);
    }
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "documents", test_documents },
        { "step by step", test_steps },
        { NULL, NULL }
    };

    return harness_run("documents", test);
}
