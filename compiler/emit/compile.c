/* compiler/emit/compile.c -- running the C compiler, without a shell. */
#include "embedded.h"
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <flint/flint.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *const flags[] = { "-std=c11", "-O2", "-fPIC", "-shared" };
#define N_FLAGS ((int) (sizeof flags / sizeof *flags))

const char *
compiler_flags(void)
{
    return "-std=c11 -O2 -fPIC -shared";
}

/* ---- finding it --------------------------------------------------------- */

static int
runnable(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISREG(info.st_mode)
           && access(path, X_OK) == 0;
}

/* The executable of this name: a path, or looked up in PATH. */
static char *
look_up(const char *name)
{
    const char *path = getenv("PATH"), *end;

    if (strchr(name, '/') != NULL)
        return runnable(name) ? load_printf("%s", name) : NULL;
    for (; path != NULL && *path != '\0'; path = *end == ':' ? end + 1 : end)
    {
        char *full;

        end = strchrnul(path, ':');
        if (end == path || *path != '/')
            continue;   /* never from the current folder */
        full = load_printf("%.*s/%s", (int) (end - path), path, name);
        if (runnable(full))
            return full;
        free(full);
    }
    return NULL;
}

static void
identify(c_compiler_t *c)
{
    char *real = realpath(c->program, NULL);
    struct stat info = { 0 };

    stat(c->program, &info);
    snprintf(c->identity, sizeof c->identity, "%.400s %lld %lld",
             real == NULL ? c->program : real, (long long) info.st_size,
             (long long) info.st_mtime);
    free(real);
}

/* $CC may hold words: "ccache gcc -m64". */
static load_status_t
from_environment(c_compiler_t *c, const char *value, char **message)
{
    char *copy = load_printf("%s", value), *state = NULL, *word;

    word = strtok_r(copy, " \t", &state);
    c->program = word == NULL ? NULL : look_up(word);
    if (c->program == NULL)
        *message = load_printf("no C compiler: CC is '%.200s', which cannot "
                               "be run", value);
    while (c->program != NULL && c->n_words < COMPILE_MAX_ARGUMENTS - 12
           && (word = strtok_r(NULL, " \t", &state)) != NULL)
        c->word[c->n_words++] = load_printf("%s", word);
    free(copy);
    return c->program == NULL ? LOAD_NO_COMPILER : LOAD_OK;
}

load_status_t
compiler_find(c_compiler_t *c, char **message)
{
    static const char *const usual[] = { "cc", "gcc", "clang" };
    const char *value = getenv("CC");

    memset(c, 0, sizeof *c);
    if (value != NULL && value[strspn(value, " \t")] != '\0')
    {
        if (from_environment(c, value, message) != LOAD_OK)
            return LOAD_NO_COMPILER;
    }
    else
        for (int i = 0; i < 3 && c->program == NULL; i++)
            c->program = look_up(usual[i]);
    if (c->program == NULL)
    {
        *message = load_printf("no C compiler found: none of cc, gcc, clang "
                               "is in PATH, and CC is not set");
        return LOAD_NO_COMPILER;
    }
    identify(c);
    return LOAD_OK;
}

void
compiler_clear(c_compiler_t *c)
{
    free(c->program);
    for (int i = 0; i < c->n_words; i++)
        free(c->word[i]);
    memset(c, 0, sizeof *c);
}

/* ---- running it --------------------------------------------------------- */

/* Runs argv with output to the file `messages`; the wait status, or -1. */
static int
run(char *const *argv, const char *messages)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = -1, failed;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, messages,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    failed = posix_spawn(&child, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
    {
        errno = failed;
        return -1;
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

static load_status_t
compile(const c_compiler_t *c, const char *scratch, char **message)
{
    char *source = load_printf("%s/model.c", scratch);
    char *object = load_printf("%s/model.so", scratch);
    char *messages = load_printf("%s/messages", scratch);
    char *argv[COMPILE_MAX_ARGUMENTS];
    int n = 0, status;
    size_t length = 0;
    load_status_t result = LOAD_OK;

    argv[n++] = c->program;
    for (int i = 0; i < c->n_words; i++)
        argv[n++] = c->word[i];
    for (int i = 0; i < N_FLAGS; i++)
        argv[n++] = (char *) flags[i];
    argv[n++] = (char *) "-o";
    argv[n++] = object;
    argv[n++] = source;
    argv[n++] = (char *) "-lm";
    argv[n] = NULL;
    status = run(argv, messages);
    if (status == -1)
    {
        *message = load_printf("cannot run %s: %s", c->program,
                               strerror(errno));
        result = LOAD_NO_COMPILER;
    }
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    {
        char *said = cache_read(messages, 4000, &length);

        *message = load_printf("%s failed on the emitted C%s%s", c->program,
                               length > 0 ? ":\n" : "",
                               said != NULL ? said : "");
        flint_free(said);
        result = LOAD_COMPILE_FAILED;
    }
    free(messages);
    free(object);
    free(source);
    return result;
}

/* Puts model.c and what it includes into the scratch folder. */
static int
write_source(const char *scratch, const char *c_text)
{
    static const char *const header[] = { "runtime/model.h",
                                          "runtime/ode/flow.h" };
    char *path = load_printf("%s/model.c", scratch);
    int result = cache_write(path, c_text, strlen(c_text));

    free(path);
    for (int i = 0; i < 2 && result == 0; i++)
    {
        const embedded_t *text = embedded_find(header[i]);

        path = load_printf("%s%s", scratch, strrchr(header[i], '/'));
        result = cache_write(path, text->text, text->length);
        free(path);
    }
    return result;
}

static int
publish(const char *scratch, const char *folder, const char *name, int mode)
{
    char *object = load_printf("%s/model.so", scratch);
    char *target = load_printf("%s/%s", folder, name);
    int result = chmod(object, 0600);  /* for the seal */

    if (result == 0)
        result = cache_seal(object);
    if (result == 0)
        result = chmod(object, (mode_t) mode);
    if (result == 0)
        result = rename(object, target);
    free(target);
    free(object);
    return result;
}

load_status_t
compiler_run(const c_compiler_t *c, const char *folder, const char *name,
             int mode, const char *c_text, char **message)
{
    char *scratch = cache_scratch(folder, message);
    load_status_t result = LOAD_OK;

    if (scratch == NULL)
        return LOAD_CACHE;
    if (write_source(scratch, c_text) != 0)
        result = LOAD_CACHE;
    else
        result = compile(c, scratch, message);
    if (result == LOAD_OK && publish(scratch, folder, name, mode) != 0)
        result = LOAD_CACHE;
    if (result == LOAD_CACHE)
        *message = load_printf("cannot write in %s: %s", folder,
                               strerror(errno));
    cache_remove_scratch(scratch);
    return result;
}
