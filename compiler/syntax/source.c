/* compiler/syntax/source.c -- reads a spec; lines, columns, UTF-8. */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading ------------------------------------------------------------ */

/* Takes over `text` (allocated, length + 1 bytes) and builds the line table. */
static source_status_t
adopt(source_t *s, const char *path, char *text, size_t length)
{
    size_t i, n = 1;

    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    {
        length -= 3;
        memmove(text, text + 3, length);
    }
    text[length] = '\0';
    for (i = 0; i < length; i++)
        n += text[i] == '\n';
    s->path = strdup(path);
    s->line = malloc(n * sizeof *s->line);
    s->text = text;
    s->length = length;
    s->n_lines = (int) n;
    if (s->path == NULL || s->line == NULL)
    {
        source_clear(s);
        return SOURCE_MEMORY;
    }
    s->line[0] = 0;
    for (i = 0, n = 1; i < length; i++)
        if (text[i] == '\n')
            s->line[n++] = i + 1;
    return SOURCE_OK;
}

/* Reads from `fd` until its end, at most SOURCE_MAX_BYTES. */
static source_status_t
read_all(int fd, size_t guess, char **text, size_t *length)
{
    size_t room = guess + 1, n = 0;
    char *buffer = malloc(room + 1);

    for (;;)
    {
        ssize_t got;
        char *grown;

        if (buffer == NULL)
            return SOURCE_MEMORY;
        got = read(fd, buffer + n, room - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
        {
            int saved = errno;

            free(buffer);
            errno = saved;
            return SOURCE_UNREADABLE;
        }
        if (got == 0)
            break;
        n += (size_t) got;
        if (n > SOURCE_MAX_BYTES)
        {
            free(buffer);
            return SOURCE_TOO_LARGE;
        }
        if (n < room)
            continue;
        room *= 2;
        grown = realloc(buffer, room + 1);
        if (grown == NULL)
            free(buffer);
        buffer = grown;
    }
    *text = buffer;
    *length = n;
    return SOURCE_OK;
}

source_status_t
source_read(source_t *s, const char *path)
{
    source_status_t status;
    struct stat info;
    char *text = NULL;
    size_t length = 0;
    int fd, saved;

    if (stat(path, &info) != 0)
        return SOURCE_UNREADABLE;
    if (!S_ISREG(info.st_mode))
        return SOURCE_DIRECTORY;
    /* should the file be exchanged for a FIFO now, do not wait for a writer */
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return SOURCE_UNREADABLE;
    if (fstat(fd, &info) != 0)
        status = SOURCE_UNREADABLE;
    else if (!S_ISREG(info.st_mode))
        status = SOURCE_DIRECTORY;
    else if (info.st_size > (off_t) SOURCE_MAX_BYTES)
        status = SOURCE_TOO_LARGE;
    else
        status = read_all(fd, (size_t) info.st_size, &text, &length);
    saved = errno;
    close(fd);
    errno = saved;
    return status == SOURCE_OK ? adopt(s, path, text, length) : status;
}

source_status_t
source_from_text(source_t *s, const char *path, const char *text,
                 size_t length)
{
    char *copy;

    if (length > SOURCE_MAX_BYTES)
        return SOURCE_TOO_LARGE;
    copy = malloc(length + 1);
    if (copy == NULL)
        return SOURCE_MEMORY;
    if (length > 0)
        memcpy(copy, text, length);
    return adopt(s, path, copy, length);
}

void
source_clear(source_t *s)
{
    free(s->path);
    free(s->text);
    free(s->line);
    memset(s, 0, sizeof *s);
}

const char *
source_line(const source_t *s, int line, size_t *length)
{
    size_t from, to;

    if (line < 1 || line > s->n_lines)
        return NULL;
    from = s->line[line - 1];
    to = line < s->n_lines ? s->line[line] - 1 : s->length;
    if (to > from && s->text[to - 1] == '\r')
        to--;
    *length = to - from;
    return s->text + from;
}

/* ---- code points and columns -------------------------------------------- */

size_t
source_decode(const char *text, size_t left, unsigned *code)
{
    static const unsigned least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *t = (const unsigned char *) text;
    unsigned value;
    size_t i, n;

    if (left == 0)
        return 0;
    if (t[0] < 0x80)
    {
        *code = t[0];
        return 1;
    }
    n = t[0] >= 0xF0 ? 4 : t[0] >= 0xE0 ? 3 : t[0] >= 0xC0 ? 2 : 0;
    if (n == 0 || n > left || t[0] > 0xF4)
        return 0;
    value = t[0] & (0x7Fu >> n);
    for (i = 1; i < n; i++)
    {
        if ((t[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (t[i] & 0x3Fu);
    }
    if (value < least[n] || value > 0x10FFFF
        || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return n;
}

int
source_next_column(int column, unsigned char byte)
{
    if (byte == '\t')
        return (column - 1) / 8 * 8 + 9;
    return column + ((byte & 0xC0) != 0x80);
}

int
source_is_control(unsigned code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0)
           || (code >= 0x200B && code <= 0x200F)
           || (code >= 0x2028 && code <= 0x202E)
           || (code >= 0x2060 && code <= 0x206F) || code == 0x061C
           || code == 0xFEFF || (code >= 0xE0000 && code <= 0xE007F);
}

size_t
source_first_bad(const source_t *s, int *line, int *column)
{
    size_t i = 0, n;
    unsigned code;

    *line = *column = 1;
    while (i < s->length)
    {
        n = source_decode(s->text + i, s->length - i, &code);
        if (n == 0 || code == 0)
            break;
        if (code == '\n')
        {
            ++*line;
            *column = 1;
        }
        else
            *column = source_next_column(*column, (unsigned char) s->text[i]);
        i += n;
    }
    return i;
}
