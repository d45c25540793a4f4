/* tests/t_verify_exact.c -- numbers that the checker finds to be equal are. */
#include "harness.h"
#include "valued.h"

#include "../runtime/verify/line/exact.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT = 2000 };

/* A random number, as an expression. */
static int
number_to(char *text, int depth)
{
    static const char *const leaf[] = { "1", "2", "-1", "3", "1/2", "6",
                                        "(exp 1)", "(sym r)", "2/3", "8" };
    static const char *const power[] = { "2", "-1", "1/2", "-1/2", "1/3",
                                         "3/2" };
    int at;

    if (depth == 0 || n_randint(rng, 5) == 0)
        return sprintf(text, "%s", leaf[n_randint(rng, 10)]);
    if (n_randint(rng, 3) == 0)
    {
        at = sprintf(text, "(pow ");
        at += number_to(text + at, depth - 1);
        return at + sprintf(text + at, " %s)", power[n_randint(rng, 6)]);
    }
    at = sprintf(text, n_randint(rng, 2) == 0 ? "(add " : "(mul ");
    at += number_to(text + at, depth - 1);
    at += sprintf(text + at, " ");
    at += number_to(text + at, depth - 1);
    return at + sprintf(text + at, ")");
}

/* Numbers that are found to be the same have balls that meet; as many of those
   whose balls meet are found. */
static void
test_numbers(void)
{
    enum { POOL = 16 };
    certificate_t *c = calloc(1, sizeof *c);
    exact_ring_t *r = malloc(sizeof *r);
    exact_t *number[POOL];
    arb_ptr value = _arb_vec_init(POOL);
    node_t *e;
    system_t s = { .c = c };
    char *text = malloc(TEXT);
    long n, found = 0, missed = 0, wrong = 0;
    int i, k, rounds = 200;

    CU_ASSERT_FATAL(c != NULL && r != NULL && text != NULL);
    tree_init(&c->tree);
    c->list.along = c->list.range = -1;
    c->n_parameters = 1;
    c->parameter[0] = tree_symbol(&c->tree, "r");
    c->parameter_at[0] = tree_parse(&c->tree, "2/5");
    for (n = 0; n < trials(rounds); n++)
    {
        exact_init(r, c, -1, -1);
        for (i = 0; i < POOL; i++)
        {
            number_to(text, 2 + i % 2);
            e = tree_parse(&c->tree, text);
            number[i] = e != NULL && system_number(&s, value + i, e, NULL, 256)
                                && arb_is_finite(value + i)
                            ? exact_read(r, e) : NULL;
            for (k = 0; k < i; k++)
                if (exact_same(r, number[i], number[k]))
                {
                    found++;
                    wrong += !arb_overlaps(value + i, value + k);
                }
                else if (number[i] != NULL && number[k] != NULL)
                    missed += arb_overlaps(value + i, value + k);
        }
        exact_clear(r);
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT(found > 50 && missed * 10 < found);
    printf(" [%ld equal, %ld not found to be]", found, missed);
    tree_clear(&c->tree);
    _arb_vec_clear(value, POOL);
    free(text);
    free(r);
    free(c);
}

static int
same_numbers(const char *one, const char *two)
{
    certificate_t *c = calloc(1, sizeof *c);
    exact_ring_t *r = malloc(sizeof *r);
    node_t *a, *b;
    int same;

    CU_ASSERT_FATAL(c != NULL && r != NULL);
    tree_init(&c->tree);
    exact_init(r, c, -1, -1);
    a = tree_parse(&c->tree, one);
    b = tree_parse(&c->tree, two);
    CU_ASSERT_FATAL(a != NULL && b != NULL);
    same = exact_same(r, exact_read(r, a), exact_read(r, b));
    exact_clear(r);
    tree_clear(&c->tree);
    free(r);
    free(c);
    return same;
}

static void
test_relations(void)
{
    CU_ASSERT(same_numbers("(pow 8 1/2)", "(mul 2 (pow 2 1/2))"));
    CU_ASSERT(same_numbers("(mul (pow 1/3 1/2) (pow 3 1/2))", "1"));
    CU_ASSERT(same_numbers("(pow 12 -3/2)", "(mul 1/72 (pow 3 1/2))"));
    CU_ASSERT(same_numbers("(mul (pow (add 1 (exp -1)) -1) (exp -1))",
                           "(add 1 (mul -1 (pow (add 1 (exp -1)) -1)))"));
    CU_ASSERT(same_numbers("(mul (add 1 (pow 2 1/2)) (add (pow 2 1/2) -1))",
                           "1"));
    CU_ASSERT(same_numbers("(pow (pow (add 2 (sym a)) 1/3) 3)",
                           "(add (sym a) 2)"));
    CU_ASSERT_FALSE(same_numbers("(pow 2 1/2)", "665857/470832"));
    CU_ASSERT_FALSE(same_numbers("(pow (pow (sym a) 2) 1/2)", "(sym a)"));
    CU_ASSERT_FALSE(same_numbers("(exp 1)", "(exp (add 1 1/100000000000000000000))"));
    CU_ASSERT_FALSE(same_numbers("(pow 2 1/3)", "(pow 2 1/2)"));
    CU_ASSERT_FALSE(same_numbers("(exp 1)", "(log 1)"));
    CU_ASSERT_FALSE(same_numbers("(sym a)", "(sym b)"));
    /* no numbers, or too large */
    CU_ASSERT_FALSE(same_numbers("(pow 0 -1)", "(pow 0 -1)"));
    CU_ASSERT_FALSE(same_numbers("(min 1 2)", "(min 1 2)"));
    CU_ASSERT_FALSE(same_numbers("(pow 2 100000)", "(pow 2 100000)"));
}

#define NUMBERS "(pow 1/%d 1/2) (pow 1/%d 1/2)"
#define WIDE "(add 1 (mul 2 (pow 1/210 1/2)))"

/* (a + b) u - (c + d) u does not cancel, in whatever order the numbers were met. */
static void
test_sums(void)
{
    static const int root[] = { 2, 3, 5, 7 };
    char e[400], f[400];
    double none[1] = { 1 };
    int i, j, k, m;

    for (i = 0; i < 4; i++)
        for (j = 0; j < 4; j++)
            for (k = 0; k < 4; k++)
            {
                m = 6 - i - j - k;
                if (i == j || i == k || j == k || m < 0 || m > 3)
                    continue;
                snprintf(e, sizeof e, "(gauss (exp (add (mul -1 " NUMBERS " " NUMBERS
                         " (pow (var 0) 2)) (mul (add " NUMBERS ") (var 0)) (mul -1 (add "
                         NUMBERS ") (var 0)))))", 2, 3, 5, 7, root[i], root[j],
                         root[k], root[m]);
                snprintf(f, sizeof f, "(mul (pow " WIDE " -1/2) (exp (mul 1/2 (pow "
                         WIDE " -1) (pow (add " NUMBERS " (mul -1 (add " NUMBERS
                         "))) 2))))", root[i], root[j], root[k], root[m]);
                value_is(e, f, none, 1);
            }
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "numbers", test_numbers },
        { "relations", test_relations },
        { "names of sums", test_sums },
        { NULL, NULL },
    };

    return harness_run("verify, exact", tests);
}
