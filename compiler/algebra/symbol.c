/* compiler/algebra/symbol.c -- symbols, fresh symbols, numbers. */
#include "node.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the name stands in the table, or the free place where it would;
   `any` also finds fresh symbols. */
static unsigned
symbol_place(const algebra_t *a, const char *name, int any)
{
    unsigned mask = a->symbol_capacity - 1;
    uint64_t h = 1469598103934665603ULL;
    const char *s;
    unsigned i;

    for (s = name; *s != '\0'; s++)
        h = (h ^ (unsigned char) *s) * 1099511628211ULL;
    for (i = (unsigned) (h ^ (h >> 32)) & mask; a->symbol_table[i] != NULL;
         i = (i + 1) & mask)
        if ((any || a->symbol_table[i]->tag == 0)
                && strcmp(a->symbol_table[i]->name, name) == 0)
            break;
    return i;
}

static void
symbol_insert(algebra_t *a, expr_t *e)
{
    expr_t **old = a->symbol_table;
    unsigned i, capacity = a->symbol_capacity;

    if (2 * a->n_symbols >= capacity)
    {
        a->symbol_capacity = capacity > 0 ? 2 * capacity : 64;
        a->symbol_table = must_realloc(
            NULL, a->symbol_capacity * sizeof *a->symbol_table);
        memset(a->symbol_table, 0,
               a->symbol_capacity * sizeof *a->symbol_table);
        for (i = 0; i < capacity; i++)
            if (old[i] != NULL)
                symbol_insert(a, old[i]);
        free(old);
    }
    for (i = symbol_place(a, e->name, 0); a->symbol_table[i] != NULL;)
        i = (i + 1) & (a->symbol_capacity - 1);
    a->symbol_table[i] = e;
}

static expr_t *
symbol_new(algebra_t *a, const char *name, const char *hint, int fresh)
{
    struct expr key;
    expr_t *e;

    memset(&key, 0, sizeof key);
    key.kind = EXPR_SYMBOL;
    key.tag = (unsigned char) fresh;
    key.name = name;
    key.hint = hint;
    key.serial = ++a->serials;
    key.symbols = (uint64_t) 1 << (key.serial & 63);
    e = node_intern(a, &key, NULL);
    if (e == a->error)
        return e;
    symbol_insert(a, e);
    a->n_symbols++;
    return e;
}

expr_t *
expr_symbol(algebra_t *a, const char *name)
{
    unsigned i = symbol_place(a, name, 0);

    return a->symbol_table[i] != NULL ? a->symbol_table[i]
                                      : symbol_new(a, name, name, 0);
}

expr_t *
expr_fresh(algebra_t *a, const char *hint)
{
    size_t size = strlen(hint) + 24;
    char *name = must_realloc(NULL, size);
    unsigned long k;
    expr_t *e;

    strcpy(name, hint);
    if (a->symbol_capacity > 0
            && a->symbol_table[symbol_place(a, name, 1)] != NULL)
        for (k = ++a->fresh; ; k = ++a->fresh)
        {
            snprintf(name, size, "%s_%lu", hint, k);
            if (a->symbol_table[symbol_place(a, name, 1)] == NULL)
                break;
        }
    e = symbol_new(a, name, hint, 1);
    free(name);
    return e;
}

void
expr_assume(algebra_t *a, expr_t *symbol, int positive, int nonnegative)
{
    struct expr *e = (struct expr *) symbol;

    if (symbol == a->error || symbol->kind != EXPR_SYMBOL)
        return;
    if (positive)
        e->sign |= SIGN_POSITIVE;
    if (nonnegative)
        e->sign |= SIGN_GE;
}

expr_t *
private_enter(algebra_t *a)
{
    if (a->level == a->n_private)
    {
        char name[32];
        unsigned n = a->n_private + 1;

        snprintf(name, sizeof name, "%%%u", n);
        a->private_symbol = must_realloc(a->private_symbol,
                                         n * sizeof *a->private_symbol);
        a->private_symbol[a->n_private] = expr_fresh(a, name);
        a->n_private = n;
    }
    return a->private_symbol[a->level++];
}

void
private_leave(algebra_t *a)
{
    a->level--;
}

/* ---- numbers ------------------------------------------------------------ */

expr_t *
expr_from_fmpq(algebra_t *a, const fmpq_t q)
{
    return node_rational(a, q);
}

expr_t *
expr_integer(algebra_t *a, long n)
{
    return expr_fraction(a, n, 1);
}

expr_t *
expr_fraction(algebra_t *a, long num, long den)
{
    fmpq_t q;
    fmpz_t n, d;
    expr_t *e;

    fmpq_init(q);
    fmpz_init_set_si(n, num);
    fmpz_init_set_si(d, den);
    fmpq_set_fmpz_frac(q, n, d);
    e = node_rational(a, q);
    fmpz_clear(d);
    fmpz_clear(n);
    fmpq_clear(q);
    return e;
}

/* DIGITS ["." DIGITS] [("e"|"E") ["+"|"-"] DIGITS]: the parts, or 0. */
static int
decimal_scan(const char *s, size_t *whole, size_t *fraction, long *exponent)
{
    char *end;

    *whole = strspn(s, "0123456789");
    *fraction = 0;
    *exponent = 0;
    if (*whole == 0)
        return 0;
    s += *whole;
    if (*s == '.')
    {
        *fraction = strspn(s + 1, "0123456789");
        if (*fraction == 0)
            return 0;
        s += 1 + *fraction;
    }
    if (*s == 'e' || *s == 'E')
    {
        const char *digits = s[1] == '+' || s[1] == '-' ? s + 2 : s + 1;

        if (!isdigit((unsigned char) *digits))
            return 0;
        *exponent = strtol(s + 1, &end, 10);
        s = end;
    }
    return *s == '\0' && *exponent <= 10000 && *exponent >= -10000;
}

expr_t *
expr_from_decimal(algebra_t *a, const char *text)
{
    size_t whole, fraction;
    long exponent;
    char *digits;
    fmpz_t n, scale;
    fmpq_t q;
    expr_t *e;

    if (!decimal_scan(text, &whole, &fraction, &exponent))
        return NULL;
    digits = must_realloc(NULL, whole + fraction + 1);
    memcpy(digits, text, whole);
    if (fraction > 0)
        memcpy(digits + whole, text + whole + 1, fraction);
    digits[whole + fraction] = '\0';
    exponent -= (long) fraction;
    fmpz_init(n);
    fmpz_init(scale);
    fmpq_init(q);
    fmpz_set_str(n, digits, 10);
    fmpz_set_ui(scale, 10);
    fmpz_pow_ui(scale, scale, (ulong) labs(exponent));
    if (exponent >= 0)
    {
        fmpz_mul(n, n, scale);
        fmpz_one(scale);
    }
    fmpq_set_fmpz_frac(q, n, scale);
    e = node_rational(a, q);
    fmpq_clear(q);
    fmpz_clear(scale);
    fmpz_clear(n);
    free(digits);
    return e;
}

expr_t *
expr_pi(algebra_t *a)
{
    return a->pi;
}

expr_t *
expr_infinity(algebra_t *a)
{
    return a->infinity;
}
