/* tests/t_load.c -- the loader: cache, compilers, built models. */
#include "../compiler/emit/emit.h"
#include "harness.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/saddle-t-load-XXXXXX";

static const char text[]
    = "#include \"model.h\"\n"
      "const saddle_model_t saddle_model = { .abi = SADDLE_ABI,\n"
      "    .name = \"tiny\" };\n";

/* Files named *.so in the cache; the last one's path. */
static int
count_objects(const char *where, char path[400])
{
    char command[300];
    FILE *list;
    int n = 0;

    snprintf(command, sizeof command, "ls %s/*.so 2>/dev/null", where);
    list = popen(command, "r");
    while (fgets(path, 400, list) != NULL)
    {
        path[strcspn(path, "\n")] = '\0';
        n++;
    }
    pclose(list);
    return n;
}

static void
use_cache(const char *name, char cache[200])
{
    snprintf(cache, 200, "%s/%s", folder, name);
    setenv("XDG_CACHE_HOME", cache, 1);
    snprintf(cache, 200, "%s/%s/saddle", folder, name);
}

static load_status_t
try_load(const char *c_text)
{
    loaded_t l;
    load_status_t status = load_model(&l, c_text);

    CU_ASSERT_EQUAL(status == LOAD_OK, l.model != NULL);
    CU_ASSERT_EQUAL(status == LOAD_OK, l.message == NULL);
    load_close(&l);
    return status;
}

static void
test_cache(void)
{
    char cache[200], path[400];
    struct stat info, again;

    use_cache("one/two", cache);
    CU_ASSERT_EQUAL(try_load(text), LOAD_OK);
    CU_ASSERT_EQUAL_FATAL(count_objects(cache, path), 1);
    stat(cache, &info);
    CU_ASSERT_EQUAL(info.st_mode & 0777, 0700);
    stat(path, &info);
    CU_ASSERT_EQUAL(try_load(text), LOAD_OK);
    stat(path, &again);
    CU_ASSERT_EQUAL(info.st_ino, again.st_ino);
    /* cut, changed, empty: built anew */
    CU_ASSERT_EQUAL(truncate(path, info.st_size / 2), 0);
    CU_ASSERT_EQUAL(try_load(text), LOAD_OK);
    CU_ASSERT_EQUAL(truncate(path, 0), 0);
    CU_ASSERT_EQUAL(try_load(text), LOAD_OK);
    {
        FILE *damaged = fopen(path, "r+");

        fseek(damaged, 1000, SEEK_SET);
        fputc('x' ^ fgetc(damaged), damaged);
        fclose(damaged);
    }
    CU_ASSERT_EQUAL(try_load(text), LOAD_OK);
    stat(path, &again);
    CU_ASSERT_EQUAL(info.st_size, again.st_size);
    /* somebody else could write there */
    chmod(cache, 0755);
    CU_ASSERT_EQUAL(try_load(text), LOAD_CACHE);
    chmod(cache, 0700);
}

static void
test_compiler(void)
{
    char cache[200], built[200], *message;
    loaded_t l;

    use_cache("three", cache);
    setenv("CC", "/nonexistent/cc", 1);
    CU_ASSERT_EQUAL(try_load(text), LOAD_NO_COMPILER);
    setenv("CC", "false", 1);
    CU_ASSERT_EQUAL(try_load(text), LOAD_COMPILE_FAILED);
    setenv("CC", "gcc -DNOTHING=1", 1);
    CU_ASSERT_EQUAL(try_load(text), LOAD_OK);
    CU_ASSERT_EQUAL(load_model(&l, "this is no C"), LOAD_COMPILE_FAILED);
    CU_ASSERT_PTR_NOT_NULL(strstr(l.message, "error"));
    load_close(&l);
    CU_ASSERT_EQUAL(try_load("#include \"model.h\"\nconst saddle_model_t "
                             "saddle_model = { .abi = 99 };\n"), LOAD_ABI);
    /* a folder of built models needs no compiler */
    snprintf(built, sizeof built, "%s/built", folder);
    mkdir(built, 0755);
    CU_ASSERT_EQUAL(load_install(built, text, &message), LOAD_OK);
    setenv("CC", "/nonexistent/cc", 1);
    setenv("SADDLE_MODELS_SO", built, 1);
    CU_ASSERT_EQUAL(try_load(text), LOAD_OK);
    unsetenv("SADDLE_MODELS_SO");
    unsetenv("CC");
}

static void
test_at_once(void)
{
    char cache[200], path[400];
    pid_t child[4];
    int good = 0;

    use_cache("four", cache);
    for (int i = 0; i < 4; i++)
    {
        child[i] = fork();
        if (child[i] == 0)
        {
            loaded_t l;

            _exit(load_model(&l, text) == LOAD_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < 4; i++)
    {
        int status;

        waitpid(child[i], &status, 0);
        good += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    CU_ASSERT_EQUAL(good, 4);
    CU_ASSERT_EQUAL(count_objects(cache, path), 1);
}

static void
test_loaded(void)
{
    char cache[200];
    loaded_t l;

    use_cache("five", cache);
    CU_ASSERT_EQUAL_FATAL(load_model(&l, text), LOAD_OK);
    CU_ASSERT_STRING_EQUAL(l.model->name, "tiny");
    CU_ASSERT_EQUAL(l.model->abi, SADDLE_ABI);
    load_close(&l);
    CU_ASSERT_PTR_NULL(l.model);
    /* nowhere to write */
    setenv("XDG_CACHE_HOME", "/dev/null", 1);
    CU_ASSERT_EQUAL(try_load(text), LOAD_CACHE);
    unsetenv("XDG_CACHE_HOME");
    unsetenv("HOME");
    CU_ASSERT_EQUAL(try_load(text), LOAD_CACHE);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "cache of objects", test_cache },
        { "compilers, built models", test_compiler },
        { "four processes at once", test_at_once },
        { "what is loaded; no cache folder", test_loaded },
        { NULL, NULL }
    };
    char command[100];
    int status;

    if (mkdtemp(folder) == NULL)
        return EXIT_FAILURE;
    unsetenv("CC");
    status = harness_run("load", tests);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0)
        return EXIT_FAILURE;
    return status;
}
