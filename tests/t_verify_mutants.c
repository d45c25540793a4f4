/* tests/t_verify_mutants.c -- certificates that lie, and files that are none. */
#include "harness.h"
#include "shell.h"

#include "../runtime/verify/text/certificate.h"
#include "../runtime/verify/verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- an opinion of the test's own ------------------------------------------ */

/* Doubles: prefix expressions without conditions, averages by the trapezoidal
   rule.  Enough to tell whether a changed potential still vanishes there. */
typedef struct
{
    const char *at;
    const char *name[8];
    double value[8], variable[4];
    int n, depth;
    int bad;
} reader_t;

static double expression(reader_t *r);

static double
average(reader_t *r)
{
    const char *body = r->at;
    double sum = 0, z;

    if (r->depth == 4)
    {
        r->bad = 1;
        return 0;
    }
    r->depth++;
    for (z = -10; z <= 10 && !r->bad; z += 0.1)
    {
        r->at = body;
        r->variable[r->depth - 1] = z;
        sum += 0.1 * exp(-z * z / 2) / sqrt(2 * acos(-1)) * expression(r);
    }
    r->depth--;
    return sum;
}

static double
apply(reader_t *r, const char *op)
{
    double x, y;
    int i;

    if (strcmp(op, "gauss") == 0)
        return average(r);
    x = expression(r);
    if (strcmp(op, "add") == 0 || strcmp(op, "mul") == 0)
    {
        while (*r->at == ' ' && !r->bad)
        {
            y = expression(r);
            x = op[0] == 'a' ? x + y : x * y;
        }
        return x;
    }
    if (strcmp(op, "pow") == 0)
        return pow(x, expression(r));
    static const struct { const char *name; double (*f)(double); } list[] = {
        { "exp", exp }, { "log", log }, { "cosh", cosh }, { "sinh", sinh },
        { "tanh", tanh }, { "sin", sin }, { "cos", cos }, { "abs", fabs },
        { "atan", atan }, { "asin", asin }, { "acos", acos },
    };
    for (i = 0; i < 11; i++)
        if (strcmp(op, list[i].name) == 0)
            return list[i].f(x);
    if (strcmp(op, "H") == 0)
        return erfc(x / sqrt(2)) / 2;
    if (strcmp(op, "phi") == 0)
        return exp(-x * x / 2) / sqrt(2 * acos(-1));
    r->bad = 1;
    return 0;
}

static double
expression(reader_t *r)
{
    char word[64], *end;
    double x = 0, y;
    int n, i;

    while (*r->at == ' ')
        r->at++;
    if (*r->at != '(')
    {
        if (strncmp(r->at, "pi", 2) == 0)
        {
            r->at += 2;
            return acos(-1);
        }
        x = strtod(r->at, &end);
        r->bad |= end == r->at;
        r->at = end;
        if (*r->at == '/')
        {
            y = strtod(r->at + 1, &end);
            r->at = end;
            x /= y;
        }
        return x;
    }
    if (sscanf(r->at, "(%60[a-zA-Z0-9]%n", word, &n) != 1)
    {
        r->bad = 1;
        return 0;
    }
    r->at += n;
    if (strcmp(word, "sym") == 0)
    {
        n = (int) strcspn(++r->at, " )");
        for (i = 0; i < r->n; i++)
            if ((int) strlen(r->name[i]) == n
                && memcmp(r->name[i], r->at, (size_t) n) == 0)
                break;
        r->bad |= i == r->n;
        x = i < r->n ? r->value[i] : 0;
        r->at += n;
    }
    else if (strcmp(word, "var") == 0)
    {
        i = (int) strtol(r->at, &end, 10);
        r->bad |= i >= r->depth;
        x = i < r->depth ? r->variable[r->depth - 1 - i] : 0;
        r->at = end;
    }
    else
        x = apply(r, word);
    while (*r->at == ' ')
        r->at++;
    if (*r->at == ')' && !r->bad)
        r->at++;
    else
        r->bad = 1;
    return x;
}

/* ---- texts ------------------------------------------------------------------- */

/* The rest of the line that begins with `start`, malloc'd, or NULL. */
static char *
rest_of(const char *text, const char *start)
{
    const char *s = text, *end;
    size_t n = strlen(start);

    while (s != NULL && strncmp(s, start, n) != 0)
    {
        s = strchr(s, '\n');
        s = s != NULL ? s + 1 : NULL;
    }
    if (s == NULL)
        return NULL;
    end = strchr(s, '\n');
    return strndup(s + n, end != NULL ? (size_t) (end - s) - n : strlen(s) - n);
}

static int
same_line(const char *a, const char *b, const char *start)
{
    char *x = rest_of(a, start), *y = rest_of(b, start);
    int same = x != NULL && y != NULL ? strcmp(x, y) == 0 : x == y;

    free(x);
    free(y);
    return same;
}

/* The body, a new seal and the end; malloc'd. */
static char *
sealed(const char *body, size_t length)
{
    char hex[65], *text;

    seal_of(hex, body, length);
    if (asprintf(&text, "%.*sseal %s\nend\n", (int) length, body, hex) < 0)
        return NULL;
    return text;
}

static verify_status_t
verdict(const char *text, size_t length)
{
    verify_options_t options = { 20, 0, 3000 };
    char why[256] = "";
    verify_status_t s = verify_text(text, length, &options, why, NULL);

    CU_ASSERT(s == VERIFY_VERIFIED || why[0] != '\0');
    return s;
}

/* ---- the cases ------------------------------------------------------------------ */

typedef struct
{
    char *text, *exact;        /* the certificate; one of more digits */
    const char *unknown[3], *parameter[2], *equation;
    int n, n_parameters;
} case_t;

static int
contains(const char *text, const char *exact, const char *kind,
         const char *name)
{
    char start[64], *x, *y;
    arb_t a, b;
    int good;

    snprintf(start, sizeof start, "%s %s ", kind, name);
    x = rest_of(text, start);
    snprintf(start, sizeof start, "zero %s ", name);
    y = rest_of(exact, start);
    arb_init(a);
    arb_init(b);
    good = x != NULL && y != NULL && ball_read(a, x) && ball_read(b, y)
           && arb_contains(a, b);
    arb_clear(a);
    arb_clear(b);
    free(x);
    free(y);
    return good;
}

/* Slope of the potential, or the equation, at the zeros that a text names. */
static double
residual(const case_t *c, const char *text, int k)
{
    reader_t r;
    char start[64], *line, *x;
    double f[2] = { 0, 0 }, h = 1e-4;
    int i, side, slope = k < c->n - (c->equation != NULL);

    memset(&r, 0, sizeof r);
    r.n = c->n + c->n_parameters;
    for (i = 0; i < c->n; i++)
    {
        arb_t b;

        arb_init(b);
        snprintf(start, sizeof start, "zero %s ", c->unknown[i]);
        x = rest_of(text, start);
        r.bad |= x == NULL || !ball_read(b, x);
        r.name[i] = c->unknown[i];
        r.value[i] = arf_get_d(arb_midref(b), ARF_RND_NEAR);
        free(x);
        arb_clear(b);
    }
    for (; i < r.n; i++)
    {
        r.name[i] = c->parameter[i - c->n];
        snprintf(start, sizeof start, "parameter %s ", r.name[i]);
        x = rest_of(text, start);
        r.at = x != NULL ? x : "?";
        r.value[i] = expression(&r);
        free(x);
    }
    line = rest_of(text, slope ? "potential " : "equation ");
    for (side = 0; side < 1 + slope && line != NULL; side++)
    {
        r.at = line;
        r.value[k] += slope ? (side ? -2 * h : h) : 0;
        f[side] = expression(&r);
    }
    r.bad |= line == NULL;
    free(line);
    return r.bad ? 1e9 : slope ? (f[0] - f[1]) / (2 * h) : f[0];
}

/* Is what an accepted text claims true? */
static int
is_true(const case_t *c, const char *text, int *changed)
{
    static const char *const fixed[] = { "potential ", "equation ",
                                         "parameter beta ", "parameter h ",
                                         "parameter kappa ", "claim ",
                                         "stationary q", "stationary q_hat",
                                         "fixed ", "condition " };
    size_t i;
    int k, same = 1;

    for (i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        same = same && same_line(text, c->text, fixed[i]);
    *changed = !same;
    for (k = 0; k < c->n; k++)
        if (same && (!contains(text, c->exact, "box", c->unknown[k])
                     || !contains(text, c->exact, "zero", c->unknown[k])))
            return 0;
    for (k = 0; k < c->n && !same; k++)
        if (fabs(residual(c, text, k)) > 1e-5)
            return 0;
    return 1;
}

/* ---- mutants ---------------------------------------------------------------------- */

static char *
replaced(const char *body, const char *at, size_t n, const char *with)
{
    char *text;

    if (asprintf(&text, "%.*s%s%s", (int) (at - body), body, with, at + n) < 0)
        return NULL;
    return text;
}

/* A random place in one of the lines that matter. */
static const char *
place_in(const char *body)
{
    static const char *const line[] = { "\npotential ", "\nequation ",
                                        "\nparameter ", "\nbox ", "\nzero ",
                                        "\nstationary ", "\nclaim " };
    const char *s = NULL, *end;
    long tries;

    for (tries = 0; s == NULL && tries < 100; tries++)
        s = strstr(body, line[n_randint(rng, 16) % 7]);
    if (s == NULL)
        return body;
    if (n_randint(rng, 2) && strstr(s + 1, "\nbox ") != NULL)
        s = strstr(s, "\nbox ") + n_randint(rng, 3);
    end = strchr(s + 1, '\n');
    s = strchr(s + 1, ' ');
    return s + 1 + n_randint(rng, (ulong) (end - s - 1 > 0 ? end - s - 1 : 1));
}

static char *
mutant(const char *body)
{
    static const char *const op[] = { "add", "mul", "exp", "log", "cosh",
                                      "tanh", "sinh", "pow", "gauss", "H" };
    static const char *const odd[] = { "nan", "inf", "-", "\r", "1e9",
                                       "ffffffffffffffffffffffffffffffff",
                                       "(", ")", " ", "\n", "0 -1 0 0" };
    const char *s = place_in(body), *t, *end;
    char digit[2] = "0", *x;
    size_t i, j;

    switch (n_randint(rng, 6))
    {
        case 0:             /* a digit */
        case 1:
            s += strcspn(s, "0123456789");
            digit[0] = (char) ('0' + n_randint(rng, 10));
            return *s != '\0' ? replaced(body, s, 1, digit) : strdup(body);
        case 2:             /* a sign */
            s += strcspn(s, " ");
            if (*s == '\0')
                return strdup(body);
            return s[1] == '-' ? replaced(body, s + 1, 1, "")
                               : replaced(body, s + 1, 0, "-");
        case 3:             /* an operator */
            i = n_randint(rng, 10);
            j = n_randint(rng, 10);
            s = strstr(body, "\npotential ");
            t = strstr(s, op[i]);
            return t != NULL ? replaced(body, t, strlen(op[i]), op[j])
                             : strdup(body);
        case 4:             /* something that does not belong there */
            i = n_randint(rng, sizeof odd / sizeof odd[0]);
            return replaced(body, s, n_randint(rng, 2), odd[i]);
        default:            /* a line twice, or two lines swapped */
            while (s > body && s[-1] != '\n')
                s--;
            end = strchr(s, '\n');
            t = end != NULL ? strchr(end + 1, '\n') : NULL;
            if (t == NULL || asprintf(&x, "%.*s%.*s%.*s%s", (int) (s - body),
                                      body, (int) (t - end), end + 1,
                                      (int) (end + 1 - s), s,
                                      n_randint(rng, 2) ? t + 1 : s) < 0)
                return strdup(body);
            return x;
    }
}

static void
run_case(const case_t *c, long n)
{
    size_t length = (size_t) (strstr(c->text, "\nseal ") + 1 - c->text);
    long i, accepted = 0, changed_too = 0, readable = 0;
    char *body = strndup(c->text, length);

    CU_ASSERT_EQUAL(verdict(c->text, strlen(c->text)), VERIFY_VERIFIED);
    for (i = 0; i < n; i++)
    {
        char *m = mutant(body), *text = sealed(m, strlen(m));
        verify_status_t s = verdict(text, strlen(text));
        int changed = 0;

        readable += s != VERIFY_UNREADABLE;
        if (s == VERIFY_VERIFIED)
        {
            accepted++;
            CU_ASSERT(is_true(c, text, &changed));
            if (!is_true(c, text, &changed))
                printf("\n%s", text);
            changed_too += changed;
        }
        free(text);
        free(m);
    }
    printf(" [%ld mutants, %ld readable, %ld accepted, %ld of them with other "
           "equations]", n, readable, accepted, changed_too);
    /* a file that is cut short is not read */
    for (i = 0; i < n; i++)
        CU_ASSERT_EQUAL(verdict(c->text, n_randint(rng, strlen(c->text))),
                        VERIFY_UNREADABLE);
    free(body);
}

static int
make_case(case_t *c, const char *arguments)
{
    char line[300];

    snprintf(line, sizeof line, "certify %s --digits 25 -o @/a.cert",
             arguments);
    if (!expect(0, line))
        return 0;
    read_file("a.cert");
    c->text = strdup(out);
    snprintf(line, sizeof line, "certify %s --digits 60 -o @/b.cert",
             arguments);
    if (!expect(0, line))
        return 0;
    read_file("b.cert");
    c->exact = strdup(out);
    return 1;
}

static void
test_solution(void)
{
    case_t c = { NULL, NULL, { "q" }, { "beta", "h" }, NULL, 1, 2 };

    if (make_case(&c, "models/spin_glass/sk.saddle beta=2 h=1/5"))
        run_case(&c, trials(40));
    free(c.text);
    free(c.exact);
}

static void
test_threshold(void)
{
    case_t c = { NULL, NULL, { "q", "h" }, { "beta" }, "equation ", 2, 1 };

    if (make_case(&c, "models/spin_glass/sk.saddle h_at beta=2"))
        run_case(&c, trials(25));
    free(c.text);
    free(c.exact);
}

static void
test_capacity(void)
{
    case_t c = { NULL, NULL, { "q", "q_hat", "alpha" }, { "kappa" },
                 "equation ", 3, 1 };

    write_file("p.saddle",
               "model p\n  parameter alpha > 0\n  parameter kappa = 0\n"
               "  order q in 0 .. 1\n  order q_hat >= 0\n"
               "  free_entropy f = -q_hat*(1 - q)/2"
               " + E[x](log(2*cosh(sqrt(q_hat)*x)))"
               " + alpha*E[x](log(H((kappa - sqrt(q)*x)/sqrt(1 - q))))\n"
               "  stationary f in q, q_hat\n"
               "  threshold c in alpha = 0.3 .. 2 where f == 0\nend\n");
    if (make_case(&c, "@/p.saddle c"))
        run_case(&c, trials(15));
    free(c.text);
    free(c.exact);
}

/* ---- bytes ---------------------------------------------------------------------------- */

static void
test_bytes(void)
{
    static const char *const word[] = {
        "saddle certificate 1\n", "potential ", "(add ", "(gauss ", "(var 0)",
        "(sym q)", "1/2 ", ")", "\n", "order q 0 .. 1\n", "stationary q\n",
        "claim unique\n", "box q 1 -1 1 -40\n", "zero q 1 -1 1 -50\n",
        "parameter h 1/5\n", "\r", "(if (lt ", "(int 0 inf ", "(pow ",
        "fixed q 0\n", "critical h\n", "-1/0 ", "claim fold\n", "cell ",
        "99999999999999999999 ", "(minimum ",
    };
    char text[2000];
    long i, n = trials(2000), read = 0;

    for (i = 0; i < n; i++)
    {
        size_t length = 0, k, most = n_randint(rng, 1500);
        char *whole;

        if (i % 2)
            length = (size_t) sprintf(text, "%s", word[0]);
        while (length < most)
            if (i % 4 == 0)
                text[length++] = (char) n_randint(rng, 256);
            else
            {
                k = n_randint(rng, sizeof word / sizeof word[0]);
                length += (size_t) sprintf(text + length, "%s", word[k]);
            }
        text[length] = '\0';
        read += verdict(text, length) != VERIFY_UNREADABLE;
        whole = sealed(text, strlen(text));
        read += verdict(whole, strlen(whole)) == VERIFY_VERIFIED;
        free(whole);
    }
    CU_ASSERT_EQUAL(read, 0);
    printf(" [%ld texts]", 2 * n);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "mutants of a solution", test_solution },
        { "mutants of a threshold", test_threshold },
        { "mutants of a capacity", test_capacity },
        { "random bytes", test_bytes },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify, mutants", tests);
    return shell_close() == 0 ? status : 1;
}
