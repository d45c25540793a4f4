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

int
main(void)
{
    static const harness_test_t test[] = {
        { "documents", test_documents },
        { NULL, NULL }
    };

    return harness_run("documents", test);
}
