/* compiler/cli/session.c -- a spec on its way through the compiler. */
#include "session.h"
#include "../algebra/evaluate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_LIMIT ((size_t) 1 << 29)

static int
read_failed(const char *path, source_status_t status)
{
    static const char *const reason[] = {
        [SOURCE_DIRECTORY] = "not a regular file",
        [SOURCE_TOO_LARGE] = "larger than 16 MiB, which no spec needs",
        [SOURCE_MEMORY] = "out of memory",
    };

    fprintf(stderr, "saddle: %s: %s\n", path,
            status == SOURCE_UNREADABLE ? strerror(errno) : reason[status]);
    return status == SOURCE_MEMORY ? EXIT_LIMIT : EXIT_INPUT;
}

static void
print_diags(session_t *s, int json)
{
    if (json)
        diags_print_json(stdout, &s->source, &s->diags);
    else
        diags_print(stderr, &s->source, &s->diags);
}

int
session_emit(session_t *s)
{
    const char *slash = strrchr(s->source.path, '/');
    emit_context_t context = { s->source.text,
                               slash != NULL ? slash + 1 : s->source.path,
                               SADDLE_VERSION };
    size_t length = 0;
    FILE *to;
    int good;

    if (s->c_text != NULL)
        return EXIT_DONE;
    to = open_memstream(&s->c_text, &length);
    if (to == NULL)
        return EXIT_LIMIT;
    good = s->theory.online != NULL
               ? emit_flow(to, &s->theory, &context, &s->diags)
               : emit_model(to, &s->theory, &context, &s->diags);
    if (fclose(to) != 0)
        return EXIT_LIMIT;
    return good ? EXIT_DONE : EXIT_SPEC;
}

static int
load(session_t *s)
{
    load_status_t status = load_model(&s->loaded, s->c_text);

    if (status == LOAD_OK)
        return EXIT_DONE;
    fprintf(stderr, "saddle: %s: %s\n", s->source.path,
            s->loaded.message != NULL ? s->loaded.message
                                      : "the model cannot be loaded");
    return status == LOAD_ABI ? EXIT_INTERNAL : EXIT_LIMIT;
}

int
session_load(session_t *s)
{
    int status = session_emit(s);

    if (status != EXIT_DONE)
        print_diags(s, 0);
    return status == EXIT_DONE ? load(s) : status;
}

/* The statement `hidden` that the word NAME=VALUE is about, or NULL. */
static stmt_t *
units_of(const session_t *s, const char *word)
{
    size_t length = strcspn(word, "=");
    int i;

    for (i = 0; i < s->tree.n; i++)
    {
        stmt_t *t = s->tree.stmt[i];

        if (t->kind == STMT_HIDDEN && t->name != NULL && word[length] == '='
            && strlen(t->name) == length
            && strncmp(t->name, word, length) == 0)
            return t;
    }
    return NULL;
}

/* Puts the numbers of units of the command line into the tree. */
static int
set_units(session_t *s)
{
    int i;

    for (i = 0; i < s->n_words; i++)
    {
        stmt_t *t = units_of(s, s->word[i]);
        const char *text = t != NULL ? strchr(s->word[i], '=') + 1 : "";
        ast_t *number;

        if (t == NULL)
            continue;
        number = arena_alloc(&s->arena, sizeof *number);
        if (number == NULL || strlen(text) > 3 || text[0] == '\0'
            || text[0] == '0' || strspn(text, "0123456789") != strlen(text))
        {
            fprintf(stderr, "saddle: '%s': the number of units is a whole "
                    "number in 1 .. 64\n", s->word[i]);
            return 0;
        }
        number->kind = AST_NUMBER;
        number->span = t->name_span;
        number->depth = 1;
        number->text = text;
        t->value = number;
    }
    return 1;
}

static int
advance(session_t *s, stage_t stage)
{
    if (!ast_parse(&s->tree, &s->arena, &s->source, &s->diags))
        return EXIT_SPEC;
    if (!set_units(s))
        return EXIT_USAGE;
    if (!spec_check(&s->spec, &s->arena, s->algebra, &s->tree, &s->diags))
        return EXIT_SPEC;
    s->setting = calloc((size_t) s->spec.n_parameters + 1, sizeof *s->setting);
    if (s->setting == NULL)
        return EXIT_LIMIT;
    if (stage == STAGE_CHECKED)
        return EXIT_DONE;
    if (!theory_derive(&s->theory, &s->arena, &s->spec, &s->diags))
        return EXIT_SPEC;
    if (stage >= STAGE_DERIVED && stage != STAGE_EITHER
        && (s->theory.online != NULL) != (stage == STAGE_FLOW))
    {
        fprintf(stderr, "saddle: %s:%d: 'learner online' is a flow in time: "
                "%s\n", s->source.path, s->spec.learner_span.line > 0
                                            ? s->spec.learner_span.line
                                            : s->spec.name_span.line,
                stage == STAGE_FLOW ? "this model has another learner"
                                    : "use saddle online, or saddle derive");
        return EXIT_USAGE;
    }
    return stage >= STAGE_LOADED ? session_emit(s) : EXIT_DONE;
}

int
session_open(session_t *s, const char *path, stage_t stage, int json)
{
    return session_open_units(s, path, stage, json, 0, NULL);
}

int
session_open_units(session_t *s, const char *path, stage_t stage, int json,
                   int n_words, const char *const *word)
{
    source_status_t read;
    int status;

    memset(s, 0, sizeof *s);
    s->n_words = n_words;
    s->word = word;
    diags_init(&s->diags);
    arena_init(&s->arena, ARENA_LIMIT);
    read = source_read(&s->source, path);
    if (read != SOURCE_OK)
        return read_failed(path, read);
    s->has_source = 1;
    s->algebra = algebra_new(0);
    status = s->algebra != NULL ? advance(s, stage) : EXIT_LIMIT;
    if (s->algebra != NULL && algebra_failed(s->algebra))
    {
        fprintf(stderr, "saddle: %s: out of memory for expressions\n", path);
        status = EXIT_LIMIT;
    }
    if (stage >= STAGE_LOADED) /* thresholds left out: told when asked for */
        diags_forget(&s->diags, "E0311");
    print_diags(s, json);
    if (status == EXIT_DONE && stage >= STAGE_LOADED)
        status = load(s);
    return status;
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

void
session_clear(session_t *s)
{
    load_close(&s->loaded);
    session_forget(s);
    free(s->setting);
    free(s->c_text);
    algebra_free(s->algebra);
    diags_clear(&s->diags);
    arena_clear(&s->arena);
    if (s->has_source)
        source_clear(&s->source);
}

/* ---- parameter values ------------------------------------------------------ */

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

/* Does `holds` (a condition on the value) fail for sure? */
static int
refuted(expr_t *condition, const environment_t *env)
{
    slong prec;
    int truth = -1;

    for (prec = 64; prec <= 4096 && truth < 0; prec *= 4)
        truth = expr_evaluate_condition(condition, env, prec);
    return truth == 0;
}

static int
check_domain(session_t *s, int k)
{
    const parameter_t *p = s->spec.parameter + k;
    expr_t *v = s->setting[k].value;
    int below, above;

    below = p->domain.lo != NULL
            && refuted(expr_compare(s->algebra,
                                    p->domain.lo_open ? COMPARE_LT : COMPARE_LE,
                                    p->domain.lo, v), NULL);
    above = p->domain.hi != NULL
            && refuted(expr_compare(s->algebra,
                                    p->domain.hi_open ? COMPARE_LT : COMPARE_LE,
                                    v, p->domain.hi), NULL);
    if (!below && !above)
        return EXIT_DONE;
    if (s->mute)
        return EXIT_USAGE;
    fprintf(stderr, "saddle: %s = %s is outside its domain: %s:%d declares "
            "it %s ", p->name, s->setting[k].text, s->source.path,
            p->span.line, below ? (p->domain.lo_open ? ">" : ">=")
                                : (p->domain.hi_open ? "<" : "<="));
    expr_print(stderr, below ? p->domain.lo : p->domain.hi);
    fputc('\n', stderr);
    return EXIT_USAGE;
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
    return check_domain(s, k);
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
        fprintf(stderr, "saddle: parameter '%s' needs a value: %s=VALUE%s%s%s\n",
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

/* The first number of a law that must not be negative but is at these values
   (a probability, a variance), or NULL. */
static expr_t *
negative_part(session_t *s, const law_t *law, const environment_t *env)
{
    expr_t *zero = expr_integer(s->algebra, 0), *found = NULL;
    int i;

    if (law == NULL)
        return NULL;
    for (i = 0; i < law->n && law->probability != NULL; i++)
        if (refuted(expr_compare(s->algebra, COMPARE_LE, zero,
                                 law->probability[i]), env))
            return law->probability[i];
    if (law->kind == LAW_NORMAL
        && refuted(expr_compare(s->algebra, COMPARE_LE, zero,
                                law->parameter[1]), env))
        return law->parameter[1];
    for (i = 0; law->kind == LAW_MIX && i < law->n && found == NULL; i++)
        found = negative_part(s, law->component[i], env);
    return found;
}

/* Laws whose probabilities depend on parameters hold for some values only. */
int
session_check_laws(session_t *s, int unknown)
{
    const variable_t *v[] = { s->spec.weights, s->spec.teacher,
                              s->spec.student };
    int k, n = s->spec.n_parameters, status = EXIT_DONE;
    expr_t **symbol = calloc((size_t) n + 1, sizeof *symbol), *bad;
    arb_ptr value = _arb_vec_init(n);
    environment_t env = { n, symbol, value };

    for (k = 0; symbol != NULL && k < n; k++)
    {
        symbol[k] = s->spec.parameter[k].symbol;
        if (k == unknown)
            arb_indeterminate(value + k);
        else
            session_parameter(value + k, k, 128, s);
    }
    for (k = 0; symbol != NULL && k < 3 && status == EXIT_DONE; k++)
        if (v[k] != NULL && (bad = negative_part(s, v[k]->law, &env)) != NULL)
        {
            status = EXIT_USAGE;
            if (s->mute)
                break;
            fprintf(stderr, "saddle: %s:%d: the law of '%s' needs ",
                    s->source.path, v[k]->span.line, v[k]->name);
            expr_print(stderr, bad);
            fprintf(stderr, " >= 0, which these parameter values break\n");
        }
    _arb_vec_clear(value, n);
    free(symbol);
    return status;
}

int
session_set(session_t *s, int n_words, const char *const *word, int unknown)
{
    int i, status = EXIT_DONE;

    for (i = 0; i < n_words; i++)
    {
        int one = s->word != NULL && units_of(s, word[i]) != NULL
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
