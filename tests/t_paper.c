/* tests/t_paper.c -- what a paper needs: specs to begin with, steps, pages. */
#include "harness.h"
#include "shell.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IN_FOLDER "(s=$(realpath ${SADDLE:-build/saddle}); cd @ && $s"

/* ---- saddle new ------------------------------------------------------------- */

static void
test_new(void)
{
    static const char *const kind[][3] = {
        { "storage", "alpha=0.5", "alpha_c" }, { "bayes", "alpha=1", NULL },
        { "gibbs", "alpha=2", NULL }, { "erm", "alpha=2", NULL },
        { "potential", "beta=2", "beta_half" } };
    char command[200];
    size_t i;

    for (i = 0; i < sizeof kind / sizeof *kind; i++)
    {
        snprintf(command, sizeof command, IN_FOLDER " new my_%s --like %s)", kind[i][0], kind[i][0]);
        CU_ASSERT_EQUAL(shell(command), 0);
        snprintf(command, sizeof command, "check @/my_%s.saddle", kind[i][0]);
        CU_ASSERT(expect(0, command) && strstr(out, "line ") == NULL);
        snprintf(command, sizeof command, "solve @/my_%s.saddle %s",
                 kind[i][0], kind[i][1]);
        expect(0, command);
        snprintf(command, sizeof command, "certify @/my_%s.saddle %s",
                 kind[i][0], kind[i][2] != NULL ? kind[i][2] : "");
        if (kind[i][2] != NULL)
            expect(0, command);
    }
    CU_ASSERT_EQUAL(shell(IN_FOLDER " new my_erm --like bayes)"), 6);
    CU_ASSERT(has(err, "already"));
    CU_ASSERT_EQUAL(shell("grep -q 'learner erm' @/my_erm.saddle"), 0);
    CU_ASSERT(expect(2, "new and --like erm") && has(err, "no name"));
    CU_ASSERT(expect(2, "new ../x --like erm") && has(err, "no name"));
    CU_ASSERT(expect(2, "new x --like everything") && has(err, "potential"));
    expect(2, "new --like erm");
}

static void
test_steps(void)
{
    CU_ASSERT(expect(0, "derive models/spin_glass/sk.saddle --steps")
              && has(out, "chain rule"));
    CU_ASSERT(expect(0, "derive models/spin_glass/sk.saddle --to mathml")
              && has(out, "<math display=\"block\">"));
    CU_ASSERT(expect(2, "derive models/spin_glass/sk.saddle --steps --to c")
              && has(err, "--steps"));
    if (shell("(command -v pdflatex >/dev/null)") != 0)
        return;
    expect(0, "derive models/storage/binary_perceptron.saddle --steps --to "
              "latex -o @/steps.tex");
    CU_ASSERT_EQUAL(shell("(cd @ && pdflatex -halt-on-error "
                          "-interaction=batchmode steps)"), 0);
}

/* ---- saddle report ------------------------------------------------------------ */

/* Strings that would be markup. */
static const char *const hostile
    = "model hostile \"<script>alert(1)</script>\"\n"
      "  cite \"A & B <b> '\\x01\"\n"
      "  parameter alpha > 0 \"</pre><img src=x>\"\n"
      "  parameter kappa = 0 \"&lt;\"\n"
      "  weights w ~ sphere\n  samples alpha\n  require z >= kappa\n"
      "  observable share = 1 - q \"</title>\"\n"
      "  threshold alpha_c in alpha = 0.5 .. 4 where q -> 1\n"
      "end\n";

static void
test_report(void)
{
    expect(0, "report models/storage/binary_perceptron.saddle kappa=1/4 "
              "--digits 20 -o @/page.html");
    CU_ASSERT_EQUAL(shell("cat @/page.html"), 0);
    CU_ASSERT(has(out, "<math display=\"block\">") && has(out, "</svg>")
              && has(out, "&#x3b1;_c = 0.6092") && has(out, "</html>"));
    CU_ASSERT_NOT_EQUAL(shell("grep -oE '(src|href)=\"[^#d]' @/page.html"), 0);
    expect(0, "report models/storage/binary_perceptron.saddle kappa=1/4 "
              "--digits 20 -o @/again.html");
    CU_ASSERT_EQUAL(shell("cmp @/page.html @/again.html"), 0);
    CU_ASSERT_EQUAL(shell("grep -o 'base64,[^\"]*' @/page.html | cut -c8- | "
                          "base64 -d"), 0);
    CU_ASSERT(strncmp(out, "saddle certificate", 18) == 0
              && strcmp(out + strlen(out) - 4, "end\n") == 0);
    write_file("hostile.saddle", hostile);
    CU_ASSERT(expect(0, "report @/hostile.saddle -o @/page.html"));
    CU_ASSERT_NOT_EQUAL(shell("grep -E '<script|<img|<b>|[^n]</title>.*</t' "
                              "@/page.html"), 0);
    expect(0, "report models/spin_glass/sk.saddle h=0 beta=0.5:3:0.5 "
              "-o @/page.html");
    expect(2, "report models/spin_glass/sk.saddle beta=1:2:0 -o @/no.html");
    expect(2, "report models/spin_glass/sk.saddle");
    expect(6, "report models/spin_glass/sk.saddle -o @/no/where.html");
    CU_ASSERT_NOT_EQUAL(shell("ls @/no.html*"), 0);
}

/* ---- pages about the program ---------------------------------------------------- */

static void
test_pages(void)
{
    static const char *const verb[]
        = { "new", "check", "derive", "solve", "sweep", "plot", "certify",
            "emit", "report", "test", "explain", NULL };
    char command[100], text[100];
    int i;

    CU_ASSERT(expect(0, "--help") && has(out, "For a paper:")
              && has(out, "exit status:"));
    for (i = 0; verb[i] != NULL; i++)
    {
        snprintf(command, sizeof command, "%s --help", verb[i]);
        snprintf(text, sizeof text, "examples:\n  saddle %s ", verb[i]);
        CU_ASSERT(expect(0, command) && has(out, text));
    }
    expect(0, "--manual");
    CU_ASSERT(has(out, ".TH SADDLE 1") && has(out, "\\fB\\-\\-digits\\fR"));
    if (shell("(command -v man >/dev/null)") == 0)
        CU_ASSERT(shell("(${SADDLE:-build/saddle} --manual > @/saddle.1; "
                        "MANROFFSEQ= man --warnings -l @/saddle.1 "
                        "2>&1 >/dev/null)") == 0 && out[0] == '\0');
    expect(2, "--completion tcsh");
    expect(0, "--completion fish");
    CU_ASSERT(has(out, "-l time-limit -r"));
    expect(0, "--completion zsh");
    CU_ASSERT(has(out, "#compdef saddle"));
    if (shell("(command -v bash >/dev/null)") != 0)
        return;
    CU_ASSERT_EQUAL(shell("bash -c 'source <(${SADDLE:-build/saddle} "
                          "--completion bash); COMP_WORDS=(saddle derive --s);"
                          " COMP_CWORD=2; _saddle; echo ${COMPREPLY[*]}'"), 0);
    CU_ASSERT_STRING_EQUAL(out, "--steps\n");
}

/* What editors get is made from the words of the language. */
static void
test_editors(void)
{
    json_error_t error;
    json_t *grammar;

    CU_ASSERT_EQUAL(shell("(cc -o @/editors grammar/editors.c && "
                          "@/editors vim)"), 0);
    CU_ASSERT(has(out, "\"^\\s*\\zsthreshold\\>\"")
              && has(out, "saddleFunction Phi2"));
    CU_ASSERT_EQUAL(shell("@/editors textmate"), 0);
    grammar = json_loads(out, 0, &error);
    CU_ASSERT(grammar != NULL
              && strcmp(json_string_value(json_object_get(grammar,
                                                          "scopeName")),
                        "source.saddle") == 0);
    json_decref(grammar);
}

/* An installed library builds the example. */
static void
test_library(void)
{
    const char *program = getenv("SADDLE");

    if (shell("(command -v pkg-config >/dev/null)") != 0
        || (program != NULL && strcmp(program, "build/saddle") != 0))
        return;
    CU_ASSERT_EQUAL(shell("(MAKEFLAGS= make -s install DESTDIR=@/root/ "
                          "PREFIX=/usr)"), 0);
    expect(0, "derive models/storage/binary_perceptron.saddle --to c -o "
              "@/model.c");
    CU_ASSERT_EQUAL(shell("(cc -Wall -Werror -o @/example "
                          "docs/example/library.c @/model.c $(PKG_CONFIG_PATH="
                          "@/root/usr/lib/pkgconfig pkg-config "
                          "--define-prefix --cflags --libs saddle))"), 0);
    CU_ASSERT(shell("@/example 0.5") == 0
              && has(out, "proven: q = [0.322385363223561309497678"));
    CU_ASSERT_EQUAL(shell("@/root/usr/bin/saddle --version"), 0);
    CU_ASSERT_EQUAL(shell("(MAKEFLAGS= make -s uninstall DESTDIR=@/root/ "
                          "PREFIX=/usr; find @/root -type f)"), 0);
    CU_ASSERT_STRING_EQUAL(out, "");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "specs to begin with", test_new },
        { "step by step", test_steps },
        { "a page with everything", test_report },
        { "help, manual, completion", test_pages },
        { "editors", test_editors },
        { "a library with an example", test_library },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("paper", tests);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
