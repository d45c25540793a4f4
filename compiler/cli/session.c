/* compiler/cli/session.c -- a spec on its way through the compiler. */
#include "session.h"

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
session_sets_units(const session_t *s, const char *word)
{
    return s->word != NULL && units_of(s, word) != NULL;
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
