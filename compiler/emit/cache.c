/* compiler/emit/cache.c -- the folder of compiled models, and its files. */
#include "load.h"

#include "../../runtime/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <flint/flint.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEAL "\nsaddle-seal "
#define SEAL_LENGTH (sizeof SEAL - 1 + 64)
#define MAX_OBJECT ((size_t) 1 << 28)

char *
load_printf(const char *format, ...)
{
    va_list list;
    char *text = NULL;

    va_start(list, format);
    if (vasprintf(&text, format, list) < 0)
        flint_abort();
    va_end(list);
    return text;
}

/* ---- folders ------------------------------------------------------------ */

/* mkdir -p, new folders with mode 0700; the caller looks at the result. */
static void
make_folders(const char *path)
{
    char *copy = load_printf("%s", path);

    for (char *c = copy + 1; *c != '\0'; c++)
        if (*c == '/')
        {
            *c = '\0';
            mkdir(copy, 0700);
            *c = '/';
        }
    mkdir(copy, 0700);
    free(copy);
}

static char *
folder_name(void)
{
    const char *base = getenv("XDG_CACHE_HOME");

    if (base != NULL && base[0] == '/')
        return load_printf("%s/saddle", base);
    base = getenv("HOME");
    if (base != NULL && base[0] == '/')
        return load_printf("%s/.cache/saddle", base);
    return NULL;
}

char *
cache_folder(char **message)
{
    char *folder = folder_name();
    struct stat info;

    *message = NULL;
    if (folder == NULL)
    {
        *message = load_printf("no cache folder: neither XDG_CACHE_HOME nor "
                               "HOME is an absolute path");
        return NULL;
    }
    make_folders(folder);
    if (lstat(folder, &info) != 0)
        *message = load_printf("cache folder %s: %s", folder,
                               strerror(errno));
    else if (!S_ISDIR(info.st_mode))
        *message = load_printf("cache folder %s is not a folder", folder);
    else if (info.st_uid != geteuid() || (info.st_mode & 077) != 0)
        *message = load_printf("cache folder %s must belong to you with mode "
                               "0700: compiled code is loaded from it",
                               folder);
    if (*message == NULL)
        return folder;
    free(folder);
    return NULL;
}

static const char *const scratch_file[]
    = { "model.c", "model.h", "flow.h", "model.so", "messages" };

char *
cache_scratch(const char *folder, char **message)
{
    char *scratch = load_printf("%s/build-XXXXXX", folder);

    if (mkdtemp(scratch) != NULL)
        return scratch;
    *message = load_printf("cannot write in %s: %s", folder, strerror(errno));
    free(scratch);
    return NULL;
}

void
cache_remove_scratch(char *scratch)
{
    for (size_t i = 0; i < sizeof scratch_file / sizeof *scratch_file; i++)
    {
        char *path = load_printf("%s/%s", scratch, scratch_file[i]);

        unlink(path);
        free(path);
    }
    rmdir(scratch);
    free(scratch);
}

/* ---- files -------------------------------------------------------------- */

static int
write_all(int file, const void *data, size_t length)
{
    const char *p = data;

    while (length > 0)
    {
        ssize_t n = write(file, p, length);

        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0)
        {
            p += n;
            length -= (size_t) n;
        }
    }
    return 0;
}

int
cache_write(const char *path, const void *data, size_t length)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                    0600);
    int result;

    if (file < 0)
        return -1;
    result = write_all(file, data, length);
    if (close(file) != 0)
        result = -1;
    return result;
}

static int
may_be_trusted(const struct stat *info)
{
    return S_ISREG(info->st_mode)
           && (info->st_uid == geteuid() || info->st_uid == 0)
           && (info->st_mode & 022) == 0;
}

char *
cache_read(const char *path, size_t limit, size_t *length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat info;
    char *data;
    size_t n = 0;
    ssize_t got = 1;

    if (file < 0)
        return NULL;
    if (fstat(file, &info) != 0 || !may_be_trusted(&info))
    {
        close(file);
        errno = EACCES;
        return NULL;
    }
    if ((size_t) info.st_size < limit)
        limit = (size_t) info.st_size;
    data = flint_malloc(limit + 1);
    while (n < limit && (got > 0 || errno == EINTR))
    {
        got = read(file, data + n, limit - n);
        if (got == 0)
            break;
        n += got > 0 ? (size_t) got : 0;
    }
    close(file);
    data[n] = '\0';
    *length = n;
    return data;
}

/* ---- seals -------------------------------------------------------------- */

int
cache_seal(const char *path)
{
    size_t length;
    char *data = cache_read(path, MAX_OBJECT, &length), hex[65];
    int file, result = -1;

    if (data == NULL)
        return -1;
    saddle_sha256(hex, data, length);
    flint_free(data);
    file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return -1;
    if (write_all(file, SEAL, sizeof SEAL - 1) == 0
            && write_all(file, hex, 64) == 0)
        result = 0;
    return close(file) != 0 ? -1 : result;
}

int
cache_sealed(const char *path)
{
    size_t length;
    char *data = cache_read(path, MAX_OBJECT, &length), hex[65];
    int fits = 0;

    if (data == NULL)
        return 0;
    if (length > SEAL_LENGTH)
    {
        const char *seal = data + length - SEAL_LENGTH;

        saddle_sha256(hex, data, length - SEAL_LENGTH);
        fits = memcmp(seal, SEAL, sizeof SEAL - 1) == 0
               && memcmp(seal + sizeof SEAL - 1, hex, 64) == 0;
    }
    flint_free(data);
    return fits;
}
