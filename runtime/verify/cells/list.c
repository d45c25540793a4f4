/* runtime/verify/cells/list.c -- the lines of claims about a domain or a curve.
 */
#include "../text/reader.h"

#include <stdlib.h>
#include <string.h>

/* The next `n` words of *rest as one text; NULL: there are fewer. */
static char *
words(char **rest, int n)
{
    char *s = *rest, *end = s;

    for (; n > 0; n--)
    {
        end += *end == ' ';
        if (*end == ' ' || *end == '\0')
            return NULL;
        end += strcspn(end, " ");
    }
    *rest = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return s;
}

/* The same for an expression, a word or something in brackets. */
static char *
bracketed(char **rest)
{
    char *s = *rest, *end = s;
    int depth = 0;

    do
    {
        depth += *end == '(';
        depth -= *end == ')';
        end += *end != '\0';
    } while (*end != '\0' && (*end != ' ' || depth > 0));
    *rest = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return s;
}

static int
expressions(certificate_t *c, size_t line, node_t **to, int n, char *rest)
{
    int i;

    for (i = 0; i < n; i++)
        if (!read_once(c, line, to + i, bracketed(&rest)))
            return 0;
    return *rest == '\0' ? 1 : read_fail(c, line, "too long a line");
}

/* ---- cells -------------------------------------------------------------- */

/* Room for one more, doubling; NULL: out of memory. */
static void *
more_room(void *old, long n, size_t size)
{
    if (n > 0 && (n & (n - 1)) != 0)
        return old;
    return realloc(old, (size_t) (n > 0 ? 2 * n : 1) * size);
}

static int
bound(arf_t x, unsigned char *is_end, const char *end, char **rest)
{
    size_t n = strlen(end);
    char *s;

    *is_end = strncmp(*rest, end, n) == 0
              && ((*rest)[n] == ' ' || (*rest)[n] == '\0');
    if (*is_end)
        s = words(rest, 1);
    else
        s = words(rest, 2);
    return s != NULL && (*is_end || dyadic_read(x, s));
}

/* REASON and what belongs to it; balls behind it are hints. */
static int
reason(cell_t *cell, char *rest)
{
    static const struct { const char *word; int numbers; } known[] = {
        [REASON_NONE] = { "none", 0 },     [REASON_REGULAR] = { "regular", 0 },
        [REASON_OPEN] = { "open", 0 },     [REASON_ONE] = { "one", 0 },
        [REASON_FIXED] = { "fixed", 1 },   [REASON_ABOVE] = { "above", 1 },
        [REASON_BELOW] = { "below", 1 },   [REASON_SLOPE] = { "slope", 3 },
        [REASON_NARROW] = { "narrow", 0 }, [REASON_NORMAL] = { "normal", 0 },
        [REASON_JUMP] = { "jump", 0 },     [REASON_LAST] = { "last", 0 },
    };
    char *s = words(&rest, 1), *end;
    int i;

    for (i = 0; s != NULL && i <= REASON_LAST; i++)
        if (strcmp(s, known[i].word) == 0)
            break;
    if (s == NULL || i > REASON_LAST)
        return 0;
    cell->reason = (reason_t) i;
    for (i = 0; i < known[cell->reason].numbers; i++)
    {
        s = words(&rest, 2);
        if (s == NULL || !dyadic_read(arb_midref(cell->argument + i), s))
            return 0;
    }
    if (cell->reason == REASON_ONE)
    {
        s = read_word(&rest);
        cell->solution = strtol(s, &end, 10);
        if (*s < '0' || *s > '9' || *end != '\0')
            return 0;
    }
    while (*rest != '\0')
    {
        s = words(&rest, 4);
        if (s == NULL || !ball_read(cell->argument, s))
            return 0;
    }
    return *rest == '\0';
}

static int
read_cell(certificate_t *c, size_t line, char *rest)
{
    list_t *l = &c->list;
    cell_t *room = more_room(l->cell, l->n_cells, sizeof *room), *cell;
    int k, good = 1, n = c->claim == CLAIM_CURVE ? 1 : l->n_cut;
    char number[24], *s;

    if (room == NULL)
        return read_fail(c, line, "out of memory");
    l->cell = room;
    cell = l->cell + l->n_cells++;
    memset(cell, 0, sizeof *cell);      /* as arf_init and arb_init */
    if (c->claim == CLAIM_CURVE)
    {
        s = words(&rest, 1);
        snprintf(number, sizeof number, "%ld", l->n_cells - 1);
        good = s != NULL && strcmp(s, number) == 0;
    }
    for (k = 0; k < n && good; k++)
        good = bound(cell->lo + k, cell->lower + k, "lower", &rest)
               && bound(cell->hi + k, cell->upper + k, "upper", &rest);
    if (c->claim == CLAIM_CURVE)
        good = good && *rest == '\0' && !cell->lower[0] && !cell->upper[0];
    else
        good = good && n > 0 && reason(cell, rest);
    return good ? 1 : read_fail(c, line, "not a cell");
}

/* `box K NAME BALL`, `zero K NAME BALL`, `slope K NAME BOUND`; the names are
   those that K = 0 has. */
static int
read_place(certificate_t *c, size_t line, const char *key, char *rest)
{
    list_t *l = &c->list;
    char *s = read_word(&rest), *end;
    long k = strtol(s, &end, 10);
    int n, i, symbol = read_name(c, line, read_word(&rest));
    place_t *p;
    arb_ptr x;

    if (*end != '\0' || k < 0 || k > l->n_places || symbol < 0)
        return read_fail(c, line, "not the next of a list");
    if (k == l->n_places)
    {
        p = more_room(l->place, l->n_places, sizeof *p);
        if (p == NULL)
            return read_fail(c, line, "out of memory");
        l->place = p;
        p += l->n_places++;
        p->slope = _arb_vec_init(3 * MAX_BOXES);
        p->box = p->slope + MAX_BOXES;
        p->zero = p->box + MAX_BOXES;
        _arb_vec_indeterminate(p->slope, 3 * MAX_BOXES);
    }
    n = read_among(c->box, c->n_boxes, symbol);
    if (n < 0 && k == 0)
    {
        if (!read_add(c, line, c->box, &c->n_boxes, MAX_BOXES, symbol))
            return 0;
        n = c->n_boxes - 1;
    }
    if (n < 0)
        return read_fail(c, line, "a name that the first of the list lacks");
    p = l->place + k;
    x = (*key == 's' ? p->slope : *key == 'b' ? p->box : p->zero) + n;
    if (arb_is_finite(x))
        return read_fail(c, line, "a line is there twice");
    if (*key == 's')
    {
        mag_zero(arb_radref(x));
        i = dyadic_read(arb_midref(x), rest);
    }
    else
        i = ball_read(x, rest);
    return i ? 1 : read_fail(c, line, "not a ball");
}

static int
read_limit(certificate_t *c, size_t line, char *rest)
{
    list_t *l = &c->list;
    int n = l->n_limits, symbol = read_name(c, line, read_word(&rest));

    if (!read_add(c, line, l->limit_of, &l->n_limits, MAX_CUT, symbol))
        return 0;
    return bound(l->limit.lo + n, l->limit.lower + n, "lower", &rest)
                   && bound(l->limit.hi + n, l->limit.upper + n, "upper",
                            &rest) && *rest == '\0'
               ? 1 : read_fail(c, line, "not a limit");
}

/* ---- all lines ---------------------------------------------------------- */

static int
names(certificate_t *c, size_t line, int *list, int *n, int most, char *rest)
{
    while (*rest != '\0')
        if (!read_add(c, line, list, n, most,
                      read_name(c, line, read_word(&rest))))
            return 0;
    return *n > 0 ? 1 : read_fail(c, line, "no names");
}

int
read_list_line(certificate_t *c, size_t line, const char *key, char *rest)
{
    list_t *l = &c->list;
    char *s;
    int n = 0;

    if (strcmp(key, "limit") == 0)
        return read_limit(c, line, rest);
    if (strcmp(key, "range") == 0 && l->range < 0)
    {
        l->range = read_name(c, line, read_word(&rest));
        s = words(&rest, 2);
        return l->range >= 0 && s != NULL && dyadic_read(&l->range_lo, s)
                       && dyadic_read(&l->range_hi, rest)
                   ? 1 : read_fail(c, line, "not a range");
    }
    if ((strcmp(key, "box") == 0 || strcmp(key, "zero") == 0)
        && (*rest < '0' || *rest > '9'))
        return -1;
    if (strcmp(key, "along") == 0 && l->along < 0)
    {
        l->along = read_name(c, line, read_word(&rest));
        s = bracketed(&rest);
        return l->along >= 0 && read_once(c, line, &l->from, s)
               && read_once(c, line, &l->to, rest);
    }
    if (strcmp(key, "cover") == 0 && l->n_cut == 0)
        return names(c, line, l->cut, &l->n_cut, MAX_CUT, rest);
    if (strcmp(key, "line") == 0 && !l->on_line)
    {
        l->on_line = 1;
        return names(c, line, l->line, &n, 2, rest) && n == 2
                   ? 1 : read_fail(c, line, "not two names");
    }
    if (strcmp(key, "cell") == 0)
        return read_cell(c, line, rest);
    if (strcmp(key, "boundary") == 0)
        return ++l->n_boundaries;
    if (strcmp(key, "end") == 0)
        return read_once(c, line, &l->end, rest);
    if (strcmp(key, "part") == 0 && l->n_parts < MAX_PARTS)
        return expressions(c, line, l->part[l->n_parts++], 3, rest);
    if (strcmp(key, "jump") == 0 && l->n_jumps < MAX_JUMPS)
    {
        l->jump_label[l->n_jumps] = atoi(read_word(&rest));
        return expressions(c, line, l->jump[l->n_jumps++], 2, rest);
    }
    if (strcmp(key, "box") == 0 || strcmp(key, "zero") == 0
        || strcmp(key, "slope") == 0)
        return read_place(c, line, key, rest);
    return -1;
}
