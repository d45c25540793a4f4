/* tests/t_rooms.c -- who may include whom: the table of the architecture. */
#include "harness.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Folder prefix, and the prefixes that its files may include from the
   project (besides their own folder), separated by blanks. */
static const struct
{
    const char *room, *may;
} rules[] = {
    { "compiler/algebra/", "" },
    { "compiler/syntax/", "build/ grammar/keywords.def" },
    { "grammar/", "compiler/syntax/ build/" },
    { "compiler/model/", "compiler/syntax/ compiler/algebra/" },
    { "compiler/replica/",
      "compiler/model/ compiler/algebra/ compiler/syntax/diag.h "
      "compiler/syntax/arena.h compiler/syntax/ast.h" },
    { "compiler/emit/",
      "compiler/replica/theory.h compiler/model/spec.h compiler/algebra/ "
      "compiler/syntax/diag.h compiler/syntax/arena.h runtime/model.h "
      "runtime/sha256.h runtime/ode/flow.h" },
    { "compiler/cli/", "compiler/ runtime/" },
    { "runtime/quadrature/", "runtime/model.h" },
    { "runtime/solve/", "runtime/model.h runtime/quadrature/" },
    { "runtime/certify/",
      "runtime/model.h runtime/quadrature/ runtime/solve/ runtime/sha256.h" },
    { "runtime/sweep/", "runtime/sha256.h" },
    { "runtime/rbm/",
      "runtime/model.h runtime/quadrature/ runtime/solve/ runtime/certify/ "
      "runtime/sha256.h runtime/random.h runtime/crew.h" },
    { "runtime/amp/",
      "runtime/model.h runtime/quadrature/ runtime/solve/ runtime/random.h "
      "runtime/crew.h" },
    { "runtime/simulate/",
      "runtime/model.h runtime/quadrature/ runtime/solve/ runtime/random.h "
      "runtime/crew.h runtime/amp/" },
    { "runtime/ode/",
      "runtime/model.h runtime/quadrature/ runtime/solve/ runtime/certify/ "
      "runtime/random.h runtime/crew.h" },
    { "runtime/verify/text/", "runtime/verify/cells/list.h" },
    { "runtime/verify/values/", "runtime/verify/text/" },
    { "runtime/verify/integrals/",
      "runtime/verify/values/ runtime/verify/text/" },
    { "runtime/verify/proof/",
      "runtime/verify/integrals/evaluate.h runtime/verify/text/" },
    { "runtime/verify/cells/",
      "runtime/verify/proof/ runtime/verify/line/ runtime/verify/text/ "
      "runtime/verify/verify.h" },
    { "runtime/verify/output/",
      "runtime/verify/proof/ runtime/verify/text/ runtime/verify/verify.h" },
    { "runtime/verify/line/",
      "runtime/verify/cells/ runtime/verify/proof/ runtime/verify/text/ "
      "runtime/verify/integrals/interpret.h" },
    { "runtime/verify/", "" },
    { "runtime/standalone/",
      "runtime/model.h runtime/quadrature/ runtime/solve/ runtime/certify/" },
    { "runtime/", "" },
};

static int n_files, n_includes;

static int
starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static const char *
allowed_for(const char *path, const char **room)
{
    size_t i;

    for (i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (starts(path, rules[i].room))
        {
            *room = rules[i].room;
            return rules[i].may;
        }
    return NULL;
}

/* a/b/c + ../d.h -> a/b/d.h, by text alone. */
static void
resolve(char out[PATH_MAX], const char *file, const char *include)
{
    char *slash;

    snprintf(out, PATH_MAX, "%s", file);
    slash = strrchr(out, '/');
    *slash = '\0';
    for (; starts(include, "../"); include += 3)
        if ((slash = strrchr(out, '/')) != NULL)
            *slash = '\0';
        else
            out[0] = '\0';
    snprintf(out + strlen(out), PATH_MAX - strlen(out), "%s%s",
             out[0] != '\0' ? "/" : "", include);
}

static void
check_include(const char *file, const char *include)
{
    char path[PATH_MAX], list[512], *word, *rest = NULL;
    const char *room = NULL, *may = allowed_for(file, &room);
    int good;

    /* The generated parser and scanner headers are named without a folder. */
    if (starts(include, "saddle.tab.h") || starts(include, "saddle.lex.h"))
        snprintf(path, sizeof path, "build/%s", include);
    else if (starts(include, "compiler/") || starts(include, "grammar/"))
        snprintf(path, sizeof path, "%s", include);
    else
        resolve(path, file, include);
    good = may != NULL && starts(path, room);
    snprintf(list, sizeof list, "%s", may != NULL ? may : "");
    for (word = strtok_r(list, " ", &rest); word != NULL && !good;
         word = strtok_r(NULL, " ", &rest))
        good = starts(path, word);
    n_includes++;
    if (!good)
        printf("\n    %s must not include %s", file, path);
    CU_ASSERT(good);
}

static void
check_file(const char *path)
{
    FILE *from = fopen(path, "r");
    char line[1024], name[1024];

    CU_ASSERT_PTR_NOT_NULL_FATAL(from);
    n_files++;
    while (fgets(line, sizeof line, from) != NULL)
        if (sscanf(line, " # include \"%1023[^\"]\"", name) == 1)
            check_include(path, name);
    fclose(from);
}

static void
walk(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char path[PATH_MAX];

    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((entry = readdir(dir)) != NULL)
    {
        size_t n = strlen(entry->d_name);

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (n > 2 && entry->d_name[n - 2] == '.'
            && strchr("chyl", entry->d_name[n - 1]) != NULL)
            check_file(path);
        else if (strchr(entry->d_name, '.') == NULL)
            walk(path);
    }
    closedir(dir);
}

static void
test_includes(void)
{
    walk("grammar");
    walk("compiler");
    walk("runtime");
    CU_ASSERT(n_files > 50);
    CU_ASSERT(n_includes > 80);
    printf(" [%d files, %d includes]", n_files, n_includes);
}

/* ---- the core of the checker can be read in an hour ----------------------- */

static int
lines_of(const char *path)
{
    FILE *from = fopen(path, "r");
    int c, n = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(from);
    while ((c = getc(from)) != EOF)
        n += c == '\n';
    fclose(from);
    return n;
}

static void
test_core(void)
{
    static const char *const folders[] = { "runtime/verify/text",
                                           "runtime/verify/proof" };
    char path[PATH_MAX];
    struct dirent *entry;
    int i, n = lines_of("runtime/verify/verify.c")
               + lines_of("runtime/verify/verify.h")
               + lines_of("runtime/verify/integrals/evaluate.h");

    for (i = 0; i < 2; i++)
    {
        DIR *dir = opendir(folders[i]);

        CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
        while ((entry = readdir(dir)) != NULL)
            if (entry->d_name[0] != '.')
            {
                snprintf(path, sizeof path, "%s/%s", folders[i],
                         entry->d_name);
                n += lines_of(path);
            }
        closedir(dir);
    }
    CU_ASSERT(n > 1000);
    CU_ASSERT(n <= 2500);
    printf(" [%d lines]", n);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "includes follow the table", test_includes },
        { "the core of the checker is short", test_core },
        { NULL, NULL },
    };

    return harness_run("rooms", tests);
}
