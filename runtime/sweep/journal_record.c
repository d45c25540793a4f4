/* runtime/sweep/journal_record.c -- records of a journal as text. */
#include "journal_record.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* FNV-1a in 64 bits.  Each step can be undone, so that no change of a single
   byte is missed. */
static uint64_t
check(uint64_t sum, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (unsigned char) text[i]) * 0x100000001b3u;
    return sum;
}

int
journal_head(char head[JOURNAL_HEAD], long index, char status,
             const char *data, size_t length)
{
    int n = snprintf(head, JOURNAL_HEAD, "R %ld %c %zu ", index, status,
                     length);
    uint64_t sum = check(0xcbf29ce484222325u, head, (size_t) n);

    sum = check(sum, data, length);
    return n + snprintf(head + n, JOURNAL_HEAD - (size_t) n, "%016llx\n",
                        (unsigned long long) sum);
}

/* Length of the good record at the start of text, or 0. */
static size_t
read_record(const char *text, size_t room, long *index, char *status,
            const char **data, size_t *length)
{
    char line[JOURNAL_HEAD], again[JOURNAL_HEAD];
    size_t head = room < JOURNAL_HEAD ? room : JOURNAL_HEAD;
    const char *end = memchr(text, '\n', head);

    if (end == NULL || end - text >= JOURNAL_HEAD - 1)
        return 0;
    head = (size_t) (end - text) + 1;
    memcpy(line, text, head);
    line[head] = '\0';
    if (sscanf(line, "R %ld %c %zu ", index, status, length) != 3
        || *length == 0 || *length > room - head
        || room - head - *length < 1 || text[head + *length] != '\n')
        return 0;
    *data = text + head;
    journal_head(again, *index, *status, *data, *length);
    return strcmp(line, again) == 0 ? head + *length + 1 : 0;
}

size_t
journal_visit(const char *text, size_t size, size_t place,
              journal_visit_t visit, void *ctx, int *damaged)
{
    size_t good = place;

    while (place < size)
    {
        const char *data, *next;
        size_t length, used;
        long index;
        char status;

        used = read_record(text + place, size - place, &index, &status, &data,
                           &length);
        if (used > 0)
        {
            *damaged |= place > good;
            visit(ctx, index, status, data, length);
            good = place += used;
            continue;
        }
        next = memmem(text + place, size - place, "\nR ", 3);
        place = next != NULL ? (size_t) (next - text) + 1 : size;
    }
    return good;
}
