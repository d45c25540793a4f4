/* tests/hostile/hostile.c -- makes the hostile specs. */
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    hostile_use_t use;
    void *ctx;
    size_t max_bytes;
    int n;
} feed_t;

static void
feed_bytes(feed_t *f, const char *group, int number, hostile_fate_t fate,
           const char *text, size_t length)
{
    char name[64];

    snprintf(name, sizeof name, "%s_%03d", group, number);
    if (f->max_bytes == 0 || length <= f->max_bytes)
    {
        f->use(f->ctx, name, text, length, fate);
        f->n++;
    }
}

/* before + insert + after. */
static void
feed(feed_t *f, const char *group, int number, hostile_fate_t fate,
     const char *before, const char *insert, const char *after)
{
    size_t length = strlen(before) + strlen(insert) + strlen(after);
    char *text = malloc(length + 1);

    snprintf(text, length + 1, "%s%s%s", before, insert, after);
    feed_bytes(f, group, number, fate, text, length);
    free(text);
}

/* before + times * unit + middle + times * close + after. */
static void
feed_repeated(feed_t *f, int number, hostile_fate_t fate, const char *before,
              const char *unit, int times, const char *middle,
              const char *close, const char *after)
{
    size_t n = (size_t) times, unit_size = strlen(unit);
    size_t close_size = strlen(close), i;
    char *text = malloc(strlen(before) + n * (unit_size + close_size)
                        + strlen(middle) + strlen(after) + 1), *to = text;

    to = stpcpy(to, before);
    for (i = 0; i < n; i++, to += unit_size)
        memcpy(to, unit, unit_size);
    to = stpcpy(to, middle);
    for (i = 0; i < n; i++, to += close_size)
        memcpy(to, close, close_size);
    to = stpcpy(to, after);
    feed_bytes(f, "structure", number, fate, text, (size_t) (to - text));
    free(text);
}

#define COUNT(array) ((int) (sizeof array / sizeof array[0]))
#define P HOSTILE_MARKER

#define PERCEPTRON \
    "  parameter alpha > 0\n  weights w ~ rademacher\n  samples alpha\n" \
    "  require z >= 0\n"

/* ---- names -------------------------------------------------------------- */

/* Good names that mean something in C, in a shell or in a file system. */
static const char *const legal_name[] = {
    "system", "main", "int32_t", "abort", "exit", "double", "static", "void",
    "asm", "printf", "stdin", "errno", "NULL", "EOF", "arb_t", "acb_add",
    "saddle_model", "con", "nul", "if_", "a", "register", "volatile", "goto",
    "signal", "alloca", "CON", "aux", "inline", "restrict"
};

static const char *const illegal_name[] = {
    "__attribute__", "_Pragma", "q/**/", "q;abort()", "q; system(\"" P "\")",
    "q\\", "q\\\nx", "$(touch " P ")", "`touch " P "`", "../" P, "/tmp/" P,
    "-rf", "--help", "a b", "a-b", "a.b", "a::b", "\"" P "\"", "'" P "'",
    "a,b", "a)b", "a(b", "a[b", "a}b", "a{b", "%n%n%n", "%s", "a%s",
    "\xD0\xB0lpha", "\xEF\xBD\x81", "a\xE2\x80\xAE" "b", "a\xE2\x80\x8B" "b",
    "a\xCC\x81", "\xF0\x9D\x9B\xBC", "a\xC2\xAD" "b", "a\tb\tc d", "?" "?/",
    "%:define", "<:a:>", "a\rb", "a\fb", "a\vb", "a\bb", "a\x1b[31mb",
    "\\u0061", "a" "\xFF", "\xC0\xAF", "\xED\xA0\x80", "9a", "0x", "1e",
    "and", "in", "default", "@a", "a@b", "~", "a|b", "a&b", "a;b", "a!b"
};

static void
names(feed_t *f)
{
    char *big = malloc(1000001), twin[200];
    int i, k = 0;

    for (i = 0; i < COUNT(legal_name); i++)
    {
        feed(f, "name", k++, HOSTILE_HARMLESS, "model ", legal_name[i],
             "\n" PERCEPTRON "end\n");
        feed(f, "name", k++, HOSTILE_HARMLESS,
             "model m\n" PERCEPTRON "  parameter ", legal_name[i],
             " = 1\nend\n");
    }
    for (i = 0; i < COUNT(illegal_name); i++)
    {
        feed(f, "name", k++, HOSTILE_NO_TREE, "model ", illegal_name[i],
             "\n" PERCEPTRON "end\n");
        feed(f, "name", k++, HOSTILE_NO_TREE,
             "model m\n" PERCEPTRON "  let ", illegal_name[i], " = 1\nend\n");
    }
    memset(big, 'a', 1000000);
    big[1000000] = '\0';
    feed(f, "name", k++, HOSTILE_NO_TREE, "model ", big, "\nend\n");
    feed(f, "name", k++, HOSTILE_NO_TREE, "model m\n  let ", big,
         " = 1\nend\n");
    big[300] = '\0';
    feed(f, "name", k++, HOSTILE_NO_TREE, "model ", big, "\nend\n");
    big[63] = '\0';
    snprintf(twin, sizeof twin, "%s1 = 1\n  parameter %s2", big, big);
    feed(f, "name", k++, HOSTILE_NO_TREE, "model m\n  parameter ", twin,
         " = 2\nend\n");
    free(big);
}

/* ---- strings and comments ----------------------------------------------- */

static const char *const legal_text[] = {
    "*/ int " P ";", "*\\", "?" "?/", "*?" "?/", "#include \"/etc/passwd\"",
    "%:include </etc/passwd>", "_Pragma(\"x\") " P, "%n%n%n%s%s", "%99999999d",
    "`touch " P "`", "$(touch " P ")", "; rm -rf " P, "\\input{/etc/passwd}",
    "\\write18{touch " P "}", "<script>" P "</script>", "</pre><b>" P,
    "&amp;&#0;", "=cmd|' /C " P "'!A0", "\\\\", "\\", "\\n\\0",
    "//", "/* nested /* */ " P, "\xF0\x9F\x98\x80", "\xE6\xBC\xA2",
    "R(" P ")", "\t\t", "@" P, "-- " P, "' OR 1=1; " P, "\\end{document}"
};

static const char *const illegal_text[] = {
    "a\rb", "a\fb", "a\x1b]0;" P "\x07", "a\x7F" "b", "a\xC2\x9B" "31m",
    "a\xE2\x80\xAE" "b", "a\xE2\x80\xA8" "b", "\xFF", "\xC0\x80",
    "\xF5\x80\x80\x80", "\xED\xA0\x80", "\xE2\x80", "a\vb", "a\bb"
};

static void
texts(feed_t *f)
{
    static const char nul[] = "model m\n  cite \"a\0" P "\"\nend\n";
    static const char nul_comment[] = "model m # a\0" P "\nend\n";
    int i, k = 0;

    for (i = 0; i < COUNT(legal_text); i++)
    {
        /* a quote would end the string early */
        int whole = strchr(legal_text[i], '"') == NULL;

        feed(f, "text", k++, whole ? HOSTILE_HARMLESS : HOSTILE_NO_TREE,
             "model m\n  cite \"", legal_text[i], "\"\n" PERCEPTRON "end\n");
        feed(f, "text", k++, whole ? HOSTILE_HARMLESS : HOSTILE_NO_TREE,
             "model m \"", legal_text[i], "\"\n" PERCEPTRON "end\n");
        feed(f, "text", k++, HOSTILE_HARMLESS, "model m # ", legal_text[i],
             "\n" PERCEPTRON "end\n");
    }
    for (i = 0; i < COUNT(illegal_text); i++)
        feed(f, "text", k++, HOSTILE_NO_TREE, "model m\n  cite \"",
             illegal_text[i], "\"\n" PERCEPTRON "end\n");
    feed_bytes(f, "text", k++, HOSTILE_NO_TREE, nul, sizeof nul - 1);
    feed_bytes(f, "text", k++, HOSTILE_NO_TREE, nul_comment,
               sizeof nul_comment - 1);
}

/* ---- numbers and powers ------------------------------------------------- */

static const char *const illegal_number[] = {
    "1e999999999", "1e-999999999", "1e10001", "1e-10001", "0x1p99999", "0x10",
    "0b1", "0o7", ".5.", "1.", ".5", "1..", "1.e5", "1e", "1e+", "1_000",
    "1'000", "1,5.", "1f", "1L", "1u", "1e1e1", "1.2.3", "--", "1 2", "+",
    "\xC2\xBD", "\xD9\xA1", "1\xE2\x82\x82", "1e99999999999999999999999999"
};

static const char *const odd_number[] = {
    "inf", "-inf", "nan", "NaN", "infinity", "1/0", "0/0", "0^0", "0^-1",
    "1e-400", "1e400", "1e10000", "1e-10000", "000000001", "1e0000000000001",
    "2^1000000000", "2^-1000000000", "10^10^10^10", "2^(1/1000000007)",
    "(-1)^(1/2)", "sqrt(-1)", "log(0)", "log(-1)", "acos(2)", "1e9999^1e9999",
    "exp(exp(exp(exp(10))))", "tanh(1e9999)", "1/(1/3 - 1/3)", "-0",
    "9999999999999999999999999999999999999999", "2^0.5^1e9", "E", "min", "int"
};

static void
numbers(feed_t *f)
{
    char *digits = malloc(1000001);
    int i, k = 0;

    for (i = 0; i < COUNT(illegal_number); i++)
        feed(f, "number", k++, HOSTILE_NO_TREE,
             "model m\n" PERCEPTRON "  parameter p = ", illegal_number[i],
             "\nend\n");
    for (i = 0; i < COUNT(odd_number); i++)
    {
        feed(f, "number", k++, HOSTILE_HARMLESS,
             "model m\n" PERCEPTRON "  parameter p = ", odd_number[i],
             "\nend\n");
        feed(f, "number", k++, HOSTILE_HARMLESS,
             "model m\n" PERCEPTRON "  observable o = q*(", odd_number[i],
             ")\nend\n");
    }
    memset(digits, '7', 1000000);
    digits[1000000] = '\0';
    feed(f, "number", k++, HOSTILE_NO_TREE, "model m\n  let a = ", digits,
         "\nend\n");
    digits[1] = '.';
    feed(f, "number", k++, HOSTILE_NO_TREE, "model m\n  let a = ", digits,
         "\nend\n");
    digits[9000] = '\0';
    feed(f, "number", k++, HOSTILE_HARMLESS,
         "model m\n" PERCEPTRON "  observable o = q*", digits, "\nend\n");
    free(digits);
}

static const char *const power[] = {
    "q^1000000000", "q^(q^(q^q))", "q^q^q^q^q^q^q", "(1 + q)^1000000",
    "(1 + q + alpha)^1000^1000", "((((q^99)^99)^99)^99)^99", "q^1e10000",
    "q^(-1e10000)", "exp(q)^(10^12)", "(q + 1/3)^20000", "q^(1/10^9)"
};

static void
powers(feed_t *f)
{
    int i;

    for (i = 0; i < COUNT(power); i++)
        feed(f, "power", i, HOSTILE_HARMLESS,
             "model m\n" PERCEPTRON "  observable o = ", power[i], "\nend\n");
}

/* ---- structure ---------------------------------------------------------- */

#define LET "model m\n  let a = "
#define END "\nend\n"

static void
structure(feed_t *f)
{
    static const char *const prefix[] = {
        "-", "- ", "+", "not ", "x^", "if x > 0 then 1 else ", "if ", "1 + (",
        "2*-(", "x^-", "f(", "g[", "{", "E[z](", "sum[k in 1 .. 2](",
        "min[u](", "((((((((((", "[{(", "-(not ", "(1, "
    };
    static const char *const chain[] = {
        "x + ", "x - ", "x*", "x/", "x < ", "x and ", "x or ", "-x + ",
        "x^2*y + ", "1, ", "f(x) + ", "(x) + ", "x\n + ", "x + # c\n"
    };
    int i, k = 0;

    for (i = 0; i < COUNT(prefix); i++)
        feed_repeated(f, k++, HOSTILE_NO_TREE, LET, prefix[i], 100000, "1",
                      "", END);
    for (i = 0; i < COUNT(chain); i++)
        feed_repeated(f, k++, HOSTILE_HARMLESS, LET "(", chain[i],
                      i == 0 ? 1000000 : 100000, "x)", "", END);
    feed_repeated(f, k++, HOSTILE_NO_TREE, LET, "(", 100000, "1", ")", END);
    feed_repeated(f, k++, HOSTILE_NO_TREE, LET, "E[z](", 201, "z", ")", END);
    feed_repeated(f, k++, HOSTILE_HARMLESS, LET, "E[z](", 30, "z", ")", END);
    feed_repeated(f, k++, HOSTILE_HARMLESS, LET, "(", 199, "1", ")", END);
    feed_repeated(f, k++, HOSTILE_NO_TREE, LET, ")", 100000, "", "", END);
    feed_repeated(f, k++, HOSTILE_NO_TREE, LET, "1 1\n let a = ", 50000, "1",
                  "", END);
    feed_repeated(f, k++, HOSTILE_HARMLESS, "model m\n", "  let a = 1\n",
                  100000, "", "", "end\n");
    feed_repeated(f, k++, HOSTILE_NO_TREE, "model m\n", "$ ", 100000, "", "",
                  END);
    feed_repeated(f, k++, HOSTILE_NO_TREE, "model m\n", "\"", 100001, "", "",
                  END);
    feed_repeated(f, k++, HOSTILE_HARMLESS, "model m # ", "x", 10000000, "",
                  "", END);
    feed_repeated(f, k++, HOSTILE_HARMLESS, "model m\n  cite \"", "x", 1000000,
                  "\"", "", END);
    feed_repeated(f, k++, HOSTILE_HARMLESS, "model m", " ", 10000000, "", "",
                  END);
    feed_repeated(f, k++, HOSTILE_HARMLESS, "", "\n", 1000000, "model m\nend",
                  "", "");
    feed_repeated(f, k++, HOSTILE_NO_TREE, "", "model m\n", 10000, "", "",
                  "end\n");
    feed_repeated(f, k++, HOSTILE_NO_TREE, "", "end\n", 10000, "", "", "");
}

static void
files(feed_t *f)
{
    static const char *const refused[] = {
        "", "\n", "# only a comment", "\xEF\xBB\xBF", " ", "model", "end",
        "model m", "model m\nend\nend", "\xFF\xFEm\0o\0", "\x7F" "ELF",
        "include \"/dev/zero\"\n", "model m\ninclude m\nend\n",
        "#!/bin/sh\ntouch " P "\n", "%PDF-1.5", "\xEF\xBB\xBF\xEF\xBB\xBFmodel",
        "model m\n#\rend\n", "model m \\\nend\n", "{\"model\": 1}",
        "model m;end"
    };
    static const char *const accepted[] = {
        "model m\nend", "\xEF\xBB\xBFmodel m\r\nend\r\n", "\tmodel\tm\t\nend",
        "\n\n# c\nmodel m # c\nend # c"
    };
    int i;

    for (i = 0; i < COUNT(refused); i++)
        feed(f, "file", i, HOSTILE_NO_TREE, "", refused[i], "");
    for (i = 0; i < COUNT(accepted); i++)
        feed(f, "file", 100 + i, HOSTILE_HARMLESS, "", accepted[i], "");
}

/* ---- meaning ------------------------------------------------------------ */

/* These parse; what they say makes no sense. */
static const char *const nonsense[] = {
    "let a = a", "let a = b\n  let b = a", "let f(x) = f(x)",
    "let f(x) = g(x)\n  let g(x) = f(x)", "parameter p in 2 .. 1",
    "parameter p in p .. 1", "parameter alpha > 0", "weights v ~ rademacher",
    "weights w ~ 3", "weights w ~ {1: 1/3, 2: 1/3}",
    "weights w ~ {1: -1, 2: 2}",
    "weights w ~ normal(0, -1)", "weights w ~ mix(1: mix(1: delta(0)))",
    "labels y = sign(z)", "observable o = unknown_name",
    "observable o = exp(1, 2)",
    "observable o = rademacher + 1", "observable o = E[z](z) + u",
    "observable o = q[1, 2, 3]", "observable o = (1, 2)",
    "observable o = {1: 1}",
    "observable o = z > 0", "observable o = 1/0", "observable o = log(0)",
    "observable o = sqrt(-1)", "observable o = int[y in 1 .. 0](y)",
    "observable o = sum[k in 1 .. 1000000000](k)", "observable o = w",
    "threshold t in beta = 1 .. 2 where q == 0",
    "threshold t in alpha = 2 .. 1 where entropy == 0",
    "threshold t in alpha = 1 .. 2 where entropy",
    "threshold t in alpha = 1 .. 2 where spinodal of nowhere",
    "threshold t in alpha = 1 .. 2 where nothing of q",
    "threshold t in alpha = 0 .. inf where entropy == 0",
    "reference t = 1 +/- -1", "reference nothing = 1 +/- 0",
    "start at nothing = 1", "stationary phi in q", "hidden K = -1",
    "samples -1", "samples 0", "learner magic", "ansatz rsb99",
    "learner gibbs(1, 2, 3)", "flow q = q", "equation 1 == 2",
    "order q in 1 .. 0", "free_entropy phi = phi", "noise w ~ rademacher",
    "parameter pi = 3", "parameter exp = 1", "let z(z) = z", "let f(x, x) = x",
    "observable o = E[x ~ normal(0, x)](x)", "observable o = min[u](u)",
    "require E[z](z)", "require 1 < 2", "require 2 < 1", "require z",
    "require z >= 0 and", "penalty w", "loss z", "predict 1", "site s ~ 1",
    "observable o = diff(q, 1)", "observable o = Phi2(1, 2)",
    "parameter beta = 1/0", "parameter beta = beta",
    "weights w ~ uniform(1, 0)", "weights w ~ laplace(-1)",
    "weights w ~ poisson(1)", "weights w ~ marchenko_pastur(1)",
    "cite \"x\" \"y\"", "observable q = 1",
    "observable o = 1\n  observable o = 2"
};

static void
meaning(feed_t *f)
{
    int i;

    for (i = 0; i < COUNT(nonsense); i++)
        feed(f, "meaning", i, HOSTILE_HARMLESS, "model m\n" PERCEPTRON "  ",
             nonsense[i], "\nend\n");
    feed_repeated(f, 900, HOSTILE_HARMLESS, "model m\n", "  order q\n", 10000,
                  "", "", "end\n");
    feed_repeated(f, 901, HOSTILE_HARMLESS,
                  "model m\n" PERCEPTRON "  weights v ~ {", "1: 1/3, ", 10000,
                  "1: 1", "", "}\nend\n");
}

int
hostile_each(hostile_use_t use, void *ctx, size_t max_bytes)
{
    feed_t f = { use, ctx, max_bytes, 0 };

    names(&f);
    texts(&f);
    numbers(&f);
    powers(&f);
    structure(&f);
    files(&f);
    meaning(&f);
    return f.n;
}

#undef COUNT
#undef P
#undef PERCEPTRON
#undef LET
#undef END
