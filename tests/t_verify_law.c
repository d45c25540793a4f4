/* tests/t_verify_law.c -- the half B of a line is that of its law, exactly. */
#include "harness.h"
#include "sealed.h"
#include "shell.h"

#include "../runtime/verify/line/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EPS "1/100000000000000000000"
#define NEAR(a) "(add " a " " EPS ")"

enum { TEXT = 20000 };

/* ---- potentials of laws ---------------------------------------------------- */

/* Shares, means and standard deviations of up to three parts; of one: */
typedef struct
{
    int n;
    const char *p[3], *m[3], *t[3];
} law_t;

/* sum_k p_k E log sum_j p_j E_u exp(-Y w^2/2 + w b), as it stands. */
static void
half_of(char *text, const law_t *law)
{
    int k, j, at = sprintf(text, "(add");

    for (k = 0; k < law->n; k++)
    {
        at += sprintf(text + at, " (mul %s (gauss (gauss (log (add 0",
                      law->p[k]);
        for (j = 0; j < law->n; j++)
            at += sprintf(text + at,
                          " (mul %s (gauss (exp (add (mul -1/2 (sym y) (pow "
                          "(add %s (mul %s (var 0))) 2)) (mul (add %s (mul %s "
                          "(var 0))) (add (mul (sym y) (add %s (mul %s (var "
                          "2)))) (mul (pow (sym y) 1/2) (var 1))))))))",
                          law->p[j], law->m[j], law->t[j], law->m[j],
                          law->t[j], law->m[k], law->t[k]);
        at += sprintf(text + at, ")))))");
    }
    sprintf(text + at, ")");
}

#define FILE_OF_LINE                                                         \
    "saddle certificate 1\nmodel x\norder x 0 .. %s\norder y >= 0\n"         \
    "potential (add (mul -1/2 (sym x) (sym y)) (sym x) %s)\n"                \
    "stationary x\nstationary y\nparameter r 2/5\nparameter h %s\n"          \
    "claim all 1\nline x y\n%scover x\ncell lower upper one 0\n"             \
    "box 0 x 1 -1 1 -a\nbox 0 y 1 -1 1 -a\n"                                 \
    "zero 0 x 1 -1 1 -a\nzero 0 y 1 -1 1 -a\n"

/* Is half 0 or 1 of the line in this body convex by its form? */
static int
is_convex(const char *body, int half)
{
    char *text = NULL, hex[65];
    certificate_t *c = malloc(sizeof *c);
    line_t *l = malloc(sizeof *l);
    system_t s;
    int convex;

    seal_of(hex, body, strlen(body));
    CU_ASSERT_FATAL(c != NULL && l != NULL
                    && asprintf(&text, "%sseal %s\nend\n", body, hex) > 0);
    CU_ASSERT_FATAL(certificate_read(c, text, strlen(text), 0));
    CU_ASSERT_FATAL(system_init(&s, c));
    CU_ASSERT(line_init(l, &s, c->list.line[0], c->list.line[1]) == NULL);
    convex = l->convex[half];
    line_clear(l);
    certificate_clear(c);
    free(l);
    free(c);
    free(text);
    return convex;
}

/* Is that found to be B of the law in the `part` lines, with this end? */
static int
found(const char *half, const char *parts, const char *end)
{
    char *body = NULL;
    int law;

    CU_ASSERT_FATAL(asprintf(&body, FILE_OF_LINE, end, half, "(exp -1)",
                             parts) > 0);
    law = is_convex(body, 1);
    free(body);
    return law;
}

/* The same of a law and `part` lines of its own. */
static int
found_law(const law_t *law, const char *parts, const char *end)
{
    char *text = malloc(TEXT);
    int is;

    CU_ASSERT_FATAL(text != NULL);
    half_of(text, law);
    is = found(text, parts, end);
    free(text);
    return is;
}

/* ---- what is one ------------------------------------------------------------ */

static const law_t signs = { 2, { "3/10", "7/10" }, { "-1", "1" },
                             { "0", "0" } };
static const law_t three = { 3, { "1/10", "3/5", "3/10" }, { "-1", "1/2", "2" },
                             { "0", "0", "0" } };
static const law_t bells = { 2, { "3/10", "7/10" }, { "-1", "2" },
                             { "(mul 1/2 (pow 2 1/2))", "(pow 3 -1/2)" } };
static const law_t sparse = { 2, { "(sym r)", "(add 1 (mul -1 (sym r)))" },
                              { "0", "0" }, { "1", "0" } };

#define SIGNS "part 3/10 -1 0\npart 7/10 1 0\n"
#define THREE "part 1/10 -1 0\npart 3/5 1/2 0\npart 3/10 2 0\n"
#define BELLS "part 3/10 -1 1/2\npart 7/10 2 1/3\n"
#define SPARSE "part (sym r) 0 1\npart (add 1 (mul -1 (sym r))) 0 0\n"

static void
test_laws(void)
{
    static const law_t root = { 2, { "3/4", "1/4" },
                                { "(mul -1 (pow 3 -1/2))", "(pow 3 1/2)" },
                                { "0", "0" } };
    static const law_t number = { 2, { "(sym h)", "(add 1 (mul -1 (sym h)))" },
                                  { "-1", "1" }, { "0", "0" } };
    static const law_t wide = { 2, { "1/3", "2/3" }, { "0", "0" },
                                { "(pow 3 1/2)", "(pow 1/2 1/2)" } };
    static const law_t one = { 1, { "1" }, { "1/2" }, { "1" } };

    CU_ASSERT(found_law(&signs, SIGNS, "1"));
    CU_ASSERT(found_law(&three, THREE, "29/20"));
    CU_ASSERT(found_law(&bells, BELLS, "209/60"));
    CU_ASSERT(found_law(&sparse, SPARSE, "r"));
    CU_ASSERT(found_law(&root, "part 3/4 (mul -1/3 (pow 3 1/2)) 0\n"
                        "part 1/4 (pow 3 1/2) 0\n", "1"));
    CU_ASSERT(found_law(&number, "part (exp -1) -1 0\n"
                        "part (add 1 (mul -1 (exp -1))) 1 0\n", "1"));
    CU_ASSERT(found_law(&wide, "part 2/3 0 1/2\npart 1/3 0 3\n", "4/3"));
    CU_ASSERT(found_law(&one, "part 1 1/2 1\n", "5/4"));
    /* the mirror image */
    CU_ASSERT(found_law(&signs, "part 7/10 -1 0\npart 3/10 1 0\n", "1"));
    /* in parts, and with one that has no share */
    CU_ASSERT(found_law(&signs, "part 1/10 -1 0\npart 0 5 7\npart 1/5 -1 0\n"
                        "part 7/10 1 0\n", "1"));
}

/* +-1, the common factors exp(-Y/2) and exp(3) aside, and the field mirrored. */
static void
test_other_forms(void)
{
    static const char even[] = "part 1/2 1 0\npart 1/2 -1 0\n";
    static const char mirrored[] =
        "(add (mul 1/2 (gauss (log (add (mul 5 (exp (add 3 (mul (pow (sym y) "
        "1/2) (var 0)) (mul -3/2 (sym y))))) (mul 5 (exp 3) (exp (mul -1 (pow "
        "(sym y) 1/2) (var 0))) (exp (mul 1/2 (sym y)))))))) (mul 1/2 (gauss "
        "(log (add (exp (add (mul (pow (sym y) 1/2) (var 0)) (mul 1/2 (sym y))))"
        " (exp (add (mul -1 (pow (sym y) 1/2) (var 0)) (mul -3/2 (sym y)))))))))";

    CU_ASSERT(found(mirrored, even, "1"));
}

/* ---- what is not ------------------------------------------------------------ */

/* The text with `from`, at its n-th place, replaced, is no B of the law; 0: it has
   no such place. */
static int
not_with(const law_t *law, const char *parts, const char *end, int n,
         const char *from, const char *to)
{
    char *text = malloc(TEXT), *changed = malloc(TEXT), *at;

    CU_ASSERT_FATAL(text != NULL && changed != NULL);
    half_of(text, law);
    for (at = strstr(text, from); at != NULL && n > 0; n--)
        at = strstr(at + 1, from);
    if (at != NULL)
    {
        sprintf(changed, "%.*s%s%s", (int) (at - text), text, to,
                at + strlen(from));
        CU_ASSERT_FALSE(found(changed, parts, end));
    }
    free(changed);
    free(text);
    return at != NULL;
}

static void
never_with(const law_t *law, const char *parts, const char *end,
           const char *from, const char *to)
{
    int n = 0;

    while (not_with(law, parts, end, n, from, to))
        n++;
    CU_ASSERT(n > 0);
}

/* A digit that balls do not see, at each place where there is one. */
static void
test_last_digits(void)
{
    never_with(&signs, SIGNS, "1", "3/10", NEAR("3/10"));
    never_with(&signs, SIGNS, "1", "7/10", NEAR("7/10"));
    never_with(&three, THREE, "29/20", "add 2 ", "add " NEAR("2") " ");
    never_with(&bells, BELLS, "209/60", "(pow 3 -1/2)", NEAR("(pow 3 -1/2)"));
    never_with(&bells, BELLS, "209/60", "-1/2 (sym y)", NEAR("-1/2") " (sym y)");
    /* of a part of mean 0 this is what stands beside u^2 alone */
    CU_ASSERT(not_with(&sparse, SPARSE, "r", 0, "-1/2 (sym y)",
                       NEAR("-1/2") " (sym y)"));
    CU_ASSERT_FALSE(found_law(&signs, "part " NEAR("3/10") " -1 0\n"
                              "part " NEAR("7/10") " 1 0\n", "1"));
    CU_ASSERT_FALSE(found_law(&signs, "part 3/10 -1 0\npart 7/10 1 " EPS "\n",
                              "1"));
    CU_ASSERT_FALSE(found_law(&signs, SIGNS, "1 + 1/10^30"));
    CU_ASSERT_FALSE(found_law(&bells, BELLS, "209/60 - 1/10^30"));
}

static void
test_other_laws(void)
{
    static const law_t twice = { 2, { "3/5", "7/5" }, { "-1", "1" },
                                 { "0", "0" } };
    static const law_t debt = { 2, { "-1", "2" }, { "0", "0" },
                                { "1/2", "1" } };
    static const law_t moving = { 2, { "(pow (add 1 (sym y)) -1)",
                                       "(add 1 (mul -1 (pow (add 1 (sym y)) "
                                       "-1)))" }, { "-1", "1" }, { "0", "0" } };

    CU_ASSERT_FALSE(found_law(&three, "part 3/10 -1 0\npart 3/5 1/2 0\n"
                              "part 1/10 2 0\n", "17/20"));
    CU_ASSERT_FALSE(found_law(&three, "part 1/10 -1 0\npart 3/5 1/2 0\n"
                              "part 3/10 -2 0\n", "29/20"));
    CU_ASSERT_FALSE(found_law(&bells, "part 3/10 2 1/2\npart 7/10 -1 1/3\n",
                              "209/60"));
    CU_ASSERT_FALSE(found_law(&bells, "part 3/10 -1 1/3\npart 7/10 2 1/2\n",
                              "209/60"));
    CU_ASSERT_FALSE(found_law(&signs, "part 3/10 -1 0\n", "3/10"));
    CU_ASSERT_FALSE(found_law(&signs, SIGNS "part 0 0 1\npart 1/10 2 0\n",
                              "14/10"));
    /* shares that do not add up to 1, are negative, or depend on Y */
    CU_ASSERT_FALSE(found_law(&twice, "part 3/5 -1 0\npart 7/5 1 0\n", "2"));
    CU_ASSERT_FALSE(found_law(&debt, "part -1 0 1/4\npart 2 0 1\n", "7/4"));
    CU_ASSERT_FALSE(found_law(&moving, "part (pow (add 1 (sym y)) -1) -1 0\n"
                              "part (add 1 (mul -1 (pow (add 1 (sym y)) -1))) "
                              "1 0\n", "1"));
}

/* Fields that are not one, or of another law; what is added. */
static void
test_other_fields(void)
{
    static const char own[] = "(mul (pow (sym y) 1/2) (var 1))";
    char *text = malloc(TEXT), *sum = malloc(TEXT);

    CU_ASSERT_FATAL(text != NULL && sum != NULL);
    never_with(&bells, BELLS, "209/60", own, "(mul (pow (sym y) 1/2) (var 2))");
    never_with(&bells, BELLS, "209/60", own,
               "(mul -1 (pow (sym y) 1/2) (var 1))");
    never_with(&bells, BELLS, "209/60", own,
               "(mul (pow (add (sym y) " EPS ") 1/2) (var 1))");
    never_with(&bells, BELLS, "209/60", own, "(mul (sym y) (pow (var 1) 3))");
    CU_ASSERT(not_with(&sparse, SPARSE, "r", 0, own, "(mul (sym y) (var 1))"));
    half_of(text, &signs);
    snprintf(sum, TEXT, "(add (mul " EPS " (sym y)) %s)", text);
    CU_ASSERT_FALSE(found(sum, SIGNS, "1"));
    snprintf(sum, TEXT, "(add (mul " EPS " (H (mul 1000 (add -7 (sym y))))) "
             "%s)", text);
    CU_ASSERT_FALSE(found(sum, SIGNS, "1"));
    snprintf(sum, TEXT, "(add %s %s)", text, text);
    CU_ASSERT_FALSE(found(sum, SIGNS, "1"));
    snprintf(sum, TEXT, "(mul (add 1 " EPS ") %s)", text);
    CU_ASSERT_FALSE(found(sum, SIGNS, "1"));
    free(sum);
    free(text);
}

/* A term that vanishes where one looks, and makes room for two solutions: the slope
   of B changes within 2e-4 of a place where there is none. */
static void
test_hidden_step(void)
{
    char *body;

    body = body_of("gaussian.cert");
    body = replaced(body, "\npotential (add ",
                    "\npotential (add (mul 1/40000 (H (mul 10000 (add (sym "
                    "q_hat) (mul -1 380224021/406190834))))) ");
    refuses(body, "B is not that of the law");
    free(body);
}

/* How far A rises from 1/8 to the end is what the compiler says it is. */
static void
rises(const char *labels)
{
    certificate_t *c = malloc(sizeof *c);
    line_t *l = malloc(sizeof *l);
    arb_ptr x = _arb_vec_init(3), rise = x + 1, end = x + 2;
    system_t s;
    arf_t lo;

    arf_init(lo);
    arf_set_d(lo, 0.125);
    arb_set_arf(x, lo);
    write_file("rise.saddle", labels);
    expect(0, "certify @/rise.saddle --all alpha=1/2 -o @/rise.cert");
    read_file("rise.cert");
    CU_ASSERT_FATAL(c != NULL && l != NULL
                    && certificate_read(c, out, strlen(out), 0)
                    && system_init(&s, c)
                    && line_init(l, &s, c->list.line[0], c->list.line[1])
                       == NULL);
    CU_ASSERT(line_rise(l, rise, lo));
    CU_ASSERT(system_number(&s, end, c->list.end, NULL, 96));
    CU_ASSERT(line_value_of(l, l->part[0], l->symbol[0], x, x, 96));
    arb_sub(end, end, x, 96);
    CU_ASSERT(arb_overlaps(end, rise) && arb_rel_accuracy_bits(rise) > 40);
    line_clear(l);
    certificate_clear(c);
    arf_clear(lo);
    _arb_vec_clear(x, 3);
    free(l);
    free(c);
}

#define MODEL(law, labels)                                                   \
    "model m\n  parameter alpha > 0\n  teacher w ~ " law "\n" labels        \
    "  samples alpha\n  learner bayes\nend\n"

static void
test_rise(void)
{
    rises(MODEL("normal(1/2, 1)", "  labels y = if abs(z) < 1 then 1 else -1\n"));
    rises(MODEL("normal(0, 2)", "  noise e ~ {1: 9/10, -1: 1/10}\n"
                "  labels y = e*sign(z)\n"));
    rises(MODEL("normal(0, 1)", "  noise xi ~ normal(0, 1/4)\n"
                "  labels y = sign(z + xi)\n"));
    rises(MODEL("normal(0, 1)", "  noise xi ~ normal(0, 1/4)\n"
                "  labels y = z + xi\n"));
}

/* The `end` line is of no use: neither missed nor believed. */
static void
test_end(void)
{
    char why[256], *body;

    body = replaced(body_of("gaussian.cert"), "\nend 0\n", "\n");
    CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_VERIFIED);
    body = replaced(body, "\nclaim all 1\n", "\nclaim all 0\n");
    body = replaced(body, "\ncell", "\n# cell");
    body = replaced(body, "\nbox", "\n# box");
    body = replaced(body, "\nzero", "\n# zero");
    body = replaced(body, "\nhint", "\nend -10\ncell 1 -4 upper normal\n"
                    "cell lower 1 -4 above 1 -4\nhint");
    refuses(body, "near the upper end");
    free(body);
}

#define FIELD(c) "(add (mul " c "(pow (sym x) 1/2) (var 1)) (mul (var 0) (pow " \
                 "(add 1 (mul -1 (sym x))) 1/2)))"

/* E Z log Z, Z = P(the field above 0, and the other one), is convex if both are the
   same sum of the outer and the inner variable. */
static int
fields_rise(const char *field, const char *other)
{
    char *body = NULL;
    int is;

    CU_ASSERT_FATAL(asprintf(
        &body, "saddle certificate 1\nmodel x\norder x 0 .. 1\norder y >= 0\n"
        "potential (add (mul -1/2 (sym x) (sym y)) (mul 1/4 (pow (sym y) 2)) "
        "(gauss (mul (log (gauss (if (and (lt 0 %s) (lt -1 %s)) 1 0))) (gauss (if "
        "(and (lt 0 %s) (lt -1 %s)) 1 0)))))\nstationary x\nstationary y\n"
        "claim all 1\nline x y\ncover x\ncell lower upper one 0\n"
        "box 0 x 1 -1 1 -a\nbox 0 y 1 -1 1 -a\n"
        "zero 0 x 1 -1 1 -a\nzero 0 y 1 -1 1 -a\n", field, other, field,
        other) > 0);
    is = is_convex(body, 0);
    free(body);
    return is;
}

static void
test_fields(void)
{
    CU_ASSERT(fields_rise(FIELD(""), FIELD("")));
    CU_ASSERT_FALSE(fields_rise(FIELD(""), FIELD("2 ")));
    CU_ASSERT_FALSE(fields_rise(FIELD("2 "), FIELD("")));
}

/* T is below the end by less than balls see. */
static void
test_other_top(void)
{
    char *body = body_of("gaussian.cert");

    CU_ASSERT(is_convex(body, 0));
    body = replaced(body, "(add 1 (mul -1 (sym q)))",
                    "(add 1 (mul -1 (sym q)) (mul -1 " EPS " " EPS "))");
    CU_ASSERT_FALSE(is_convex(body, 0));
    free(body);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "laws", test_laws },
        { "other forms", test_other_forms },
        { "last digits", test_last_digits },
        { "other laws", test_other_laws },
        { "other fields", test_other_fields },
        { "a hidden step", test_hidden_step },
        { "the rise of A", test_rise },
        { "the end of A", test_end },
        { "another top", test_other_top },
        { "two fields of a label", test_fields },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    if (run("certify models/bayes/bayes_sign_gaussian.saddle --all alpha=1 "
            "-o @/gaussian.cert") != 0)
        return 1;
    status = harness_run("verify, law", tests);
    return shell_close() == 0 ? status : 1;
}
