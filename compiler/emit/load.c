/* compiler/emit/load.c -- from C text to a loaded model. */
#include "embedded.h"
#include "load.h"

#include "../../runtime/sha256.h"

#include <dlfcn.h>
#include <flint/flint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Hash of a list of texts, each with its length before it. */
static void
hash_parts(char hex[65], const void *const *part, const size_t *length, int n)
{
    char *all = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&all, &size);

    if (to == NULL)
        flint_abort();
    for (int i = 0; i < n; i++)
    {
        fprintf(to, "%zu:", length[i]);
        fwrite(part[i], 1, length[i], to);
    }
    fclose(to);
    saddle_sha256(hex, all, size);
    free(all);
}

void
load_key(char hex[65], const char *c_text)
{
    const embedded_t *model_h = embedded_find("runtime/model.h");
    const embedded_t *flow_h = embedded_find("runtime/ode/flow.h");
    const void *part[3] = { c_text, model_h->text, flow_h->text };
    size_t length[3] = { strlen(c_text), model_h->length, flow_h->length };

    hash_parts(hex, part, length, 3);
}

/* Beside the C also the compiler and the flags. */
static void
cache_key(char hex[65], const char *key, const c_compiler_t *c)
{
    const void *part[3 + COMPILE_MAX_ARGUMENTS];
    size_t length[3 + COMPILE_MAX_ARGUMENTS];
    int n = 0;

    part[n++] = key;
    part[n++] = c->identity;
    part[n++] = compiler_flags();
    for (int i = 0; i < c->n_words; i++)
        part[n++] = c->word[i];
    for (int i = 0; i < n; i++)
        length[i] = strlen(part[i]);
    hash_parts(hex, part, length, n);
}

/* dlopen of a sealed object; LOAD_SYSTEM: not there, damaged, or refused. */
static load_status_t
open_object(loaded_t *out, const char *path)
{
    void *handle;

    if (!cache_sealed(path))
        return LOAD_SYSTEM;
    handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL)
    {
        const char *why = dlerror();

        free(out->message);
        out->message = load_printf("%s", why == NULL ? "dlopen failed" : why);
        return LOAD_SYSTEM;
    }
    out->model = dlsym(handle, "saddle_model");
    out->flow = dlsym(handle, "saddle_flow");
    if ((out->model != NULL && out->model->abi == SADDLE_ABI)
        || (out->flow != NULL && out->flow->abi == SADDLE_ABI))
    {
        out->handle = handle;
        free(out->message);
        out->message = NULL;
        return LOAD_OK;
    }
    free(out->message);
    out->message = load_printf("%s is no model of ABI %d", path, SADDLE_ABI);
    out->model = NULL;
    out->flow = NULL;
    dlclose(handle);
    return LOAD_ABI;
}

/* The folders of built models, colon-separated. */
static load_status_t
open_built(loaded_t *out, const char *folders, const char *key)
{
    load_status_t status = LOAD_SYSTEM;
    const char *end;

    for (; folders != NULL && *folders != '\0' && status != LOAD_OK;
         folders = *end == ':' ? end + 1 : end)
    {
        char *path;

        end = strchrnul(folders, ':');
        if (*folders != '/')
            continue;
        path = load_printf("%.*s/%s.so", (int) (end - folders), folders, key);
        status = open_object(out, path);
        free(path);
    }
    return status;
}

static load_status_t
open_or_build(loaded_t *out, const c_compiler_t *c, const char *folder,
              const char *key, const char *c_text)
{
    char hex[65], *name, *path;
    load_status_t status;

    cache_key(hex, key, c);
    name = load_printf("%s.so", hex);
    path = load_printf("%s/%s", folder, name);
    status = open_object(out, path);
    if (status != LOAD_OK)
    {
        free(out->message);
        out->message = NULL;
        status = compiler_run(c, folder, name, 0600, c_text, &out->message);
        if (status == LOAD_OK)
            status = open_object(out, path);
        if (status != LOAD_OK && out->message == NULL)
            out->message = load_printf("%s cannot be loaded", path);
    }
    free(path);
    free(name);
    return status;
}

load_status_t
load_model(loaded_t *out, const char *c_text)
{
    char key[65], *folder;
    c_compiler_t c;
    load_status_t status;

    memset(out, 0, sizeof *out);
    load_key(key, c_text);
    if (open_built(out, getenv("SADDLE_MODELS_SO"), key) == LOAD_OK)
        return LOAD_OK;
#ifdef SADDLE_LIBDIR
    if (open_built(out, SADDLE_LIBDIR, key) == LOAD_OK)
        return LOAD_OK;
#endif
    free(out->message);
    out->message = NULL;
    status = compiler_find(&c, &out->message);
    if (status != LOAD_OK)
        return status;
    folder = cache_folder(&out->message);
    status = folder == NULL ? LOAD_CACHE
                            : open_or_build(out, &c, folder, key, c_text);
    free(folder);
    compiler_clear(&c);
    return status;
}

void
load_close(loaded_t *loaded)
{
    if (loaded->handle != NULL)
        dlclose(loaded->handle);
    free(loaded->message);
    memset(loaded, 0, sizeof *loaded);
}

load_status_t
load_install(const char *folder, const char *c_text, char **message)
{
    char key[65], *name;
    c_compiler_t c;
    load_status_t status;

    *message = NULL;
    status = compiler_find(&c, message);
    if (status != LOAD_OK)
        return status;
    load_key(key, c_text);
    name = load_printf("%s.so", key);
    status = compiler_run(&c, folder, name, 0644, c_text, message);
    free(name);
    compiler_clear(&c);
    return status;
}
