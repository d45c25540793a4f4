/* compiler/cli/setting.c -- the values of parameters, as a user gives them. */
#include "session.h"
#include "../algebra/evaluate.h"

#include <stdlib.h>
#include <string.h>

expr_t *
session_value(session_t *s, const char *text, size_t length)
{
    source_t source;
    diags_t d;
    ast_t *tree;
    expr_t *value = NULL;

    diags_init(&d);
    if (source_from_text(&source, "command line", text, length) == SOURCE_OK)
    {
        tree = ast_parse_expression(&s->arena, &source, &d);
        if (tree != NULL)
            value = spec_value(s->algebra, &s->arena, tree, &d);
        diags_print(stderr, &source, &d);
        source_clear(&source);
    }
    diags_clear(&d);
    return value;
}

int
session_parameter_index(session_t *s, const char *text, size_t length)
{
    source_t source;
    diags_t d;
    ast_t *tree = NULL;
    int i, found = -1;

    diags_init(&d);
    if (source_from_text(&source, "command line", text, length) == SOURCE_OK)
    {
        tree = ast_parse_expression(&s->arena, &source, &d);
        source_clear(&source);
    }
    diags_clear(&d);
    for (i = 0; tree != NULL && tree->kind == AST_NAME
                && i < s->spec.n_parameters; i++)
        if (strcmp(s->spec.parameter[i].name, tree->text) == 0)
            found = i;
    return found;
}

static int
unknown_parameter(const session_t *s, const char *word, size_t length)
{
    const char *candidate[64], *near;
    char name[64];
    int i, n = 0;

    snprintf(name, sizeof name, "%.*s", (int) (length < 63 ? length : 63),
             word);
    for (i = 0; i < s->spec.n_parameters && n < 64; i++)
        candidate[n++] = s->spec.parameter[i].name;
    near = diag_suggest(name, candidate, n);
    fprintf(stderr, "saddle: the model has no parameter '%s'", name);
    if (near != NULL)
        fprintf(stderr, "; did you mean '%s'?", near);
    fprintf(stderr, "\n  parameters:");
    for (i = 0; i < s->spec.n_parameters; i++)
        fprintf(stderr, " %s", s->spec.parameter[i].name);
    fputc('\n', stderr);
    return EXIT_USAGE;
}

static int
take_word(session_t *s, const char *word, int unknown)
{
    size_t length = strcspn(word, "=");
    const char *text = word + length + 1, *dots;
    setting_t *to;
    int k;

    if (word[length] == '\0')
    {
        fprintf(stderr, "saddle: '%s' is not of the form NAME=VALUE\n", word);
        return EXIT_USAGE;
    }
    k = session_parameter_index(s, word, length);
    if (k < 0)
        return unknown_parameter(s, word, length);
    to = s->setting + k;
    if (to->given)
    {
        fprintf(stderr, "saddle: parameter '%s' is given twice\n",
                s->spec.parameter[k].name);
        return EXIT_USAGE;
    }
    to->given = 1;
    dots = strstr(text, "..");
    if (dots != NULL && k == unknown)
    {
        to->lo = session_value(s, text, (size_t) (dots - text));
        to->hi = session_value(s, dots + 2, strlen(dots + 2));
        return to->lo != NULL && to->hi != NULL ? EXIT_DONE : EXIT_USAGE;
    }
    if (dots != NULL || k == unknown)
    {
        fprintf(stderr,
                k == unknown
                    ? "saddle: '%s' is what the threshold solves for; give a "
                      "range %s=LOW..HIGH, or nothing\n"
                    : "saddle: '%s' takes one value here, not a range "
                      "(%s=VALUE)\n",
                s->spec.parameter[k].name, s->spec.parameter[k].name);
        return EXIT_USAGE;
    }
    to->value = session_value(s, text, strlen(text));
    return to->value != NULL ? EXIT_DONE : EXIT_USAGE;
}

/* The texts of a value, and its domain. */
static int
write_setting(session_t *s, int k)
{
    setting_t *to = s->setting + k;
    size_t length;
    FILE *prefix;

    free(to->text);
    free(to->prefix);
    to->prefix = NULL;
    to->text = expr_to_string(to->value);
    prefix = open_memstream(&to->prefix, &length);
    if (prefix == NULL || to->text == NULL)
        return EXIT_LIMIT;
    expr_print_prefix(prefix, to->value);
    fclose(prefix);
    return session_check(s, k, to->value);
}

static int
finish_setting(session_t *s, int k, int unknown)
{
    setting_t *to = s->setting + k;

    if (k == unknown)
    {
        to->value = NULL;
        return EXIT_DONE;
    }
    if (to->value == NULL)
        to->value = s->spec.parameter[k].fallback;
    if (to->value == NULL)
    {
        fprintf(stderr,
                "saddle: parameter '%s' needs a value: %s=VALUE%s%s%s\n",
                s->spec.parameter[k].name, s->spec.parameter[k].name,
                s->spec.parameter[k].description != NULL ? " (" : "",
                s->spec.parameter[k].description != NULL
                    ? s->spec.parameter[k].description : "",
                s->spec.parameter[k].description != NULL ? ")" : "");
        return EXIT_USAGE;
    }
    return write_setting(s, k);
}

void
session_give(session_t *s, int k, expr_t *value)
{
    s->setting[k].value = value;
    s->setting[k].given = 1;
}

int
session_put(session_t *s, int k, expr_t *value)
{
    s->setting[k].value = value;
    return write_setting(s, k);
}

int
session_set(session_t *s, int n_words, const char *const *word, int unknown)
{
    int i, status = EXIT_DONE;

    for (i = 0; i < n_words; i++)
    {
        int one = session_sets_units(s, word[i])
                      ? EXIT_DONE : take_word(s, word[i], unknown);

        status = one != EXIT_DONE ? one : status;
    }
    for (i = 0; i < s->spec.n_parameters && status == EXIT_DONE; i++)
        status = finish_setting(s, i, unknown);
    return status == EXIT_DONE ? session_check_laws(s, unknown) : status;
}

void
session_parameter(arb_t value, int k, slong prec, void *ctx)
{
    session_t *s = ctx;

    if (s->setting[k].value == NULL)
        arb_zero(value);
    else if (expr_evaluate(value, s->setting[k].value, NULL, prec)
             != EVALUATE_OK)
        arb_indeterminate(value);
}

double *
session_doubles(const session_t *s)
{
    int k, n = s->spec.n_parameters;
    double *p = calloc((size_t) n + 1, sizeof *p);
    arb_t v;

    arb_init(v);
    for (k = 0; p != NULL && k < n; k++)
    {
        session_parameter(v, k, 80, (void *) s);
        p[k] = arf_get_d(arb_midref(v), ARF_RND_NEAR);
    }
    arb_clear(v);
    return p;
}

void
session_forget(session_t *s)
{
    int i;

    for (i = 0; s->setting != NULL && i < s->spec.n_parameters; i++)
    {
        free(s->setting[i].text);
        free(s->setting[i].prefix);
        memset(s->setting + i, 0, sizeof s->setting[i]);
    }
}
