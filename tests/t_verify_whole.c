/* tests/t_verify_whole.c -- the checker on claims that consist of cells. */
#include "harness.h"
#include "sealed.h"
#include "shell.h"

#include "../runtime/verify/text/certificate.h"
#include "../runtime/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char parabola[] =
    "model parabola\n"
    "  parameter a in -1 .. 4\n"
    "  order m > 0\n"
    "  free_entropy phi = a*m - m^3/3\n"
    "  stationary phi in m\n"
    "  start at m = 1\n"
    "end\n";

/* The certificate @/name without its seal, malloc'd, after it was checked. */
static char *
checked(const char *name)
{
    char why[256] = "", *end, *body;

    read_file(name);
    end = strstr(out, "\nseal ");
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    end[1] = '\0';
    body = strdup(out);
    CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_VERIFIED);
    if (why[0] != '\0')
        printf("\n    %s: %s", name, why);
    return body;
}

/* body with the first `from` after `start` replaced; NULL: there is none. */
static char *
with(const char *body, const char *start, const char *from, const char *to)
{
    const char *s = strstr(body, start);
    char *text;

    s = s != NULL ? strstr(s, from) : NULL;
    if (s == NULL || asprintf(&text, "%.*s%s%s", (int) (s - body), body, to,
                              s + strlen(from)) < 0)
        return NULL;
    return text;
}

static void
rejects(const char *body, const char *start, const char *from, const char *to)
{
    char why[256] = "", *text = with(body, start, from, to);

    CU_ASSERT_PTR_NOT_NULL(text);
    if (text == NULL)
        return;
    CU_ASSERT_NOT_EQUAL(sealed_verdict(text, why), VERIFY_VERIFIED);
    if (why[0] == '\0')
        printf("\n    accepted: %s -> %s", from, to);
    free(text);
}

/* ---- mutants of cells ---------------------------------------------------------- */

/* A line that begins with `claim`, or with a cell; its end.  The first and the
   last cell of a curve may be wider than they have to. */
static char *
line_in(char *body, char **end)
{
    int curve = strstr(body, "\nalong ") != NULL;
    long skip = curve ? 0 : (long) n_randint(rng, 40);
    const char *word = n_randint(rng, 5) == 0 ? "\nclaim "
                       : !curve               ? "\ncell "
                       : n_randint(rng, 2)    ? "\ncell 3 "
                                              : "\ncell 8 ";
    char *s = strstr(body, word), *next;

    while (s != NULL && skip-- > 0 && (next = strstr(s + 1, word)) != NULL)
        s = next;
    *end = s != NULL ? strchr(s + 1, '\n') : NULL;
    return *end != NULL ? s + 1 : NULL;
}

/* A line less, twice, or with a digit or a word changed; malloc'd.  Each makes
   the cells another set than the one that fills the domain. */
static char *
mutant(const char *body)
{
    static const char *const word[] = { "lower", "upper", "none", "one 0",
                                        "one 1", "fixed 0 0", "0 0" };
    char *copy = strdup(body), *end, *s = line_in(copy, &end), *text = NULL;
    char *place, *word_at;
    int n = 0;

    if (s == NULL)
        return copy;
    place = strchr(s, ' ') + 1;
    /* witnesses behind a reason are not used, and of singular points one reason
       may do where the other does */
    word_at = strstr(s, " above ");
    if (word_at == NULL || word_at > end)
        word_at = strstr(s, " below ");
    if (strstr(body, " regular\n") != NULL && s[1] == 'e')
        for (word_at = end; word_at[-1] != ' ' || (word_at[0] >= '0'
                                                   && word_at[0] <= '9');
             word_at--)
            ;
    place += n_randint(rng, (ulong) ((word_at != NULL && word_at < end
                                          ? word_at : end) - place));
    switch (n_randint(rng, 4))
    {
        case 0:
            n = asprintf(&text, "%.*s%s", (int) (s - copy), copy, end + 1);
            break;
        case 1:
            n = asprintf(&text, "%.*s%s", (int) (end + 1 - copy), copy, s);
            break;
        case 2:
            *place = "0123456789abcdef-"[n_randint(rng, 17)];
            return copy;
        default:
            n = asprintf(&text, "%.*s%s%s", (int) (place - copy), copy,
                         word[n_randint(rng, 7)], end);
    }
    free(copy);
    return n < 0 ? NULL : text;
}

static void
run_mutants(const char *body, long n)
{
    char why[256];
    long i, bad = 0, readable = 0;

    for (i = 0; i < n; i++)
    {
        char *text = mutant(body);
        verify_status_t s;

        if (text != NULL && strcmp(text, body) != 0)
        {
            s = sealed_verdict(text, why);
            readable += s == VERIFY_NOT_VERIFIED;
            bad += s == VERIFY_VERIFIED;
        }
        free(text);
    }
    CU_ASSERT_EQUAL(bad, 0);
    printf(" [%ld mutants, %ld readable]", n, readable);
}

/* ---- curves --------------------------------------------------------------------- */

static void
test_curve(void)
{
    char *body;

    write_file("p.saddle", parabola);
    expect(0, "sweep @/p.saddle a=0.3..1.3 --cover -q --height 0.02 "
              "-o @/p.cert");
    body = checked("p.cert");
    rejects(body, "\nalong", "3/10", "2/10");
    rejects(body, "\nalong", "13/10", "14/10");
    rejects(body, "\nalong", " a ", " b ");
    rejects(body, "\norder", "> 0", "> 9/10");
    rejects(body, "\npotential", "-1/3", "-1/4");
    rejects(body, "\nclaim curve", "unique", "fold");
    rejects(body, "\nslope 1 m", "slope 1 m", "# slope 1 m");
    run_mutants(body, trials(40));
    free(body);
}

static void
test_curve_of_integrals(void)
{
    char *body;

    expect(0, "sweep models/spin_glass/sk.saddle beta=1.6..1.603 --cover -q "
              "-o @/sk.cert");
    body = checked("sk.cert");
    rejects(body, "\nparameter h", "0", "1/5");
    rejects(body, "\nbox 1 q", "box 1 q ", "box 1 q -");
    free(body);
}

/* ---- domains -------------------------------------------------------------------- */

static void
test_domain(void)
{
    char *body;

    expect(0, "certify models/spin_glass/curie_weiss.saddle --all beta=1.5 "
              "-o @/cw.cert");
    body = checked("cw.cert");
    rejects(body, "\nclaim all", "3", "2");
    rejects(body, "\norder m", "-1 .. 1", "-1 .. 1/2");
    rejects(body, "\npotential", "cosh", "exp");
    rejects(body, "\nparameter beta", "3/2", "1/2");
    rejects(body, "\nzero 1 m", "zero 1 m ", "zero 1 m -");
    run_mutants(body, trials(40));
    free(body);
}

static void
test_boundary(void)
{
    char *body;

    expect(0, "certify models/spin_glass/sk.saddle --all beta=0.8 "
              "-o @/none.cert");
    body = checked("none.cert");
    rejects(body, "\nparameter beta", "4/5", "2");
    rejects(body, "\nparameter h", "0", "1/5");
    rejects(body, "\ncell lower", "fixed 0 0", "none");
    free(body);
}

/* Both copies have values of their own. */
static void
test_two_copies(void)
{
    char *body;

    expect(0, "certify models/spin_glass/curie_weiss.saddle h_equal beta=1.5 "
              "-o @/two.cert");
    body = checked("two.cert");
    rejects(body, "\nbox m.other", "m.other ", "m.other -");
    rejects(body, "\nparameter beta", "3/2", "4/3");
    rejects(body, "\nclaim", "coexistence", "unique");
    rejects(body, "\nvalue free_entropy", "free_entropy ", "free_entropy -");
    free(body);
}

static void
test_range(void)
{
    char *body;

    expect(0, "certify models/storage/spherical_perceptron.saddle alpha_c "
              "--global -o @/range.cert");
    body = checked("range.cert");
    rejects(body, "\nclaim all", "1", "0");
    rejects(body, "\nparameter kappa", "0", "1");
    rejects(body, "\ncell", "one 0", "none");
    rejects(body, "\ncell", "one 0", "regular");
    rejects(body, "\nequation", "-1", "-2");
    rejects(body, "\nrange", " 1 2", " 1 -2");
    free(body);
}

/* Points where a matrix is singular. */
static void
test_singular(void)
{
    char *body;

    write_file("fold.saddle",
               "model fold\n  parameter a in -3 .. 3\n  order q in -2 .. 2\n"
               "  free_entropy phi = q^4/4 - q^2/2 - a*q\n"
               "  stationary phi in q\n  start up at q = 1\n"
               "  threshold a_c in a = -1 .. 0 where spinodal of up\nend\n");
    expect(0, "certify @/fold.saddle a_c --global -o @/fold.cert");
    body = checked("fold.cert");
    rejects(body, "\nclaim all", "fold", "unique");
    rejects(body, "\nclaim all", "1", "2");
    rejects(body, "\npotential", "1/4", "1/5");
    rejects(body, "\ncell", "none", "open");
    rejects(body, "\nbox 0 q.null", "q.null ", "q.null -");
    run_mutants(body, trials(30));
    free(body);
    expect(0, "certify models/spin_glass/curie_weiss.saddle beta_c --global "
              "-o @/weak.cert");
    body = checked("weak.cert");
    rejects(body, "\nfixed m", "fixed m 0", "fixed m 1/2");
    rejects(body, "\nclaim all", "1", "0");
    run_mutants(body, trials(30));
    free(body);
}

/* A state inside with limits, and one at the end. */
static void
test_states(void)
{
    char *body;

    write_file("two.saddle",
               "model two\n  parameter beta > 0\n  order m in 0 .. 1\n"
               "  free_entropy phi = -beta*m^2/2 + log(2*cosh(beta*m))\n"
               "  stationary phi in m\n"
               "  observable o = beta*(1 - 2*m)\n"
               "  threshold b_c in beta = 0.3 .. 0.9 where o == 1/2\nend\n");
    expect(0, "certify @/two.saddle b_c --global -o @/two.cert");
    body = checked("two.cert");
    CU_ASSERT(strstr(body, "\nalso\n") != NULL
              && strstr(body, "\nlimit m ") != NULL);
    rejects(body, "\nlimit m", "limit m", "# limit m");
    rejects(body, "\ncell", "none", "open");
    rejects(body, "\nalso", "potential (add", "potential (mul");
    rejects(body, "\nalso", "\nrange beta ", "\nrange beta -");
    rejects(body, "\nalso", "order m 0 .. 1", "order m 0 .. 2");
    rejects(body, "\nalso", "claim all 1", "claim all 0");
    rejects(body, "\nalso", "one 0", "none");
    rejects(body, "\nequation", "-1/2", "-1/3");
    run_mutants(body, trials(30));
    free(body);
}

/* Curves whose enclosures the checker can only just follow. */
static void
test_tight_curves(void)
{
    expect(0, "sweep models/erm/ridge_regression.saddle alpha=0.5..0.6 "
              "lambda=0.5 Delta=0.2 --cover -o @/ridge.cert");
    free(checked("ridge.cert"));
    expect(0, "sweep models/gibbs/mismatched_prior.saddle Delta=0.5 "
              "alpha=0.8..0.9 --cover -o @/prior.cert");
    free(checked("prior.cert"));
}

static void
test_line(void)
{
    char *body;

    expect(0, "certify models/bayes/bayes_sign_binary.saddle --all alpha=1.6 "
              "-o @/line.cert");
    body = checked("line.cert");
    rejects(body, "\nparameter alpha", "8/5", "1");
    rejects(body, "\npart", "1/2", "1/3");
    rejects(body, "\njump 0", "0 0 1", "0 1/100 1");
    rejects(body, "\ncell", "jump", "normal");
    rejects(body, "\nline", "q q_hat", "q_hat q");
    rejects(body, "\norder q_hat", ">= 0", ">= 1");
    rejects(body, "\npotential", "-1/2", "-1/3");
    rejects(body, "\npotential", "(log (gauss", "(exp (gauss");
    rejects(body, "\npotential", "(exp", "(cosh");
    run_mutants(body, trials(3));
    free(body);
}

/* The last cell begins where the one before it did. */
static void
rejects_wider_last(const char *body)
{
    char why[256] = "", *text = strdup(body), *last, *s;
    int k;

    last = strstr(text, " upper last");
    CU_ASSERT_PTR_NOT_NULL(last);
    for (s = last, k = 0; s != NULL && k < 2; k++)
        for (s--; *s != '\n'; s--)
            ;
    for (k = 0; s != NULL && k < 3; k++)
        s = strchr(s + 1, ' ');
    if (s != NULL)
        memmove(s, last, strlen(last) + 1);
    CU_ASSERT_EQUAL(sealed_verdict(text, why), VERIFY_NOT_VERIFIED);
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "not just one solution"));
    free(text);
}

/* A solution just below the end of a line. */
static void
test_last(void)
{
    char *body;

    write_file("noise.saddle",
               "model m\n  parameter alpha > 0\n  parameter D >= 0\n"
               "  teacher w ~ {0: 1/2, 1: 1/2}\n  noise xi ~ normal(0, D)\n"
               "  labels y = sign(z + xi)\n  samples alpha\n  learner bayes\n"
               "end\n");
    expect(0, "certify @/noise.saddle --all alpha=3 D=1e-8 -o @/last.cert");
    body = checked("last.cert");
    rejects_wider_last(body);
    rejects(body, "\nclaim", "1", "0");
    rejects(body, "\nclaim", "1", "2");
    rejects(body, "\nparameter alpha", "3", "1/50");
    rejects(body, "\nparameter D", "1/100000000", "0");
    rejects(body, "\nparameter D", "1/100000000", "1/100");
    free(body);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "a curve", test_curve },
        { "a curve of integrals", test_curve_of_integrals },
        { "tight curves", test_tight_curves },
        { "all solutions of a domain", test_domain },
        { "a boundary state", test_boundary },
        { "coexistence of two copies", test_two_copies },
        { "all thresholds in a range", test_range },
        { "singular points in a range", test_singular },
        { "several states", test_states },
        { "all solutions on a line", test_line },
        { "a solution next to the end of a line", test_last },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify, cells", tests);
    return shell_close() == 0 ? status : 1;
}
