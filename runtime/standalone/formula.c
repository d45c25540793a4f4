/* runtime/standalone/formula.c -- the value of a closed expression. */
#include "formula.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    const char *at;
    const formula_machine_t *machine;
    int depth, bad;
} reader_t;

static void sum(reader_t *);

static int
accept(reader_t *r, char c)
{
    while (*r->at == ' ')
        r->at++;
    if (*r->at != c)
        return 0;
    r->at++;
    return 1;
}

static void
apply(reader_t *r, char operation)
{
    if (!r->bad)
        r->machine->apply(r->machine->ctx, operation);
}

static void
bracket(reader_t *r)
{
    if (++r->depth > FORMULA_DEPTH / 2)
        r->bad = 1;
    if (!r->bad)
        sum(r);
    if (!accept(r, ')'))
        r->bad = 1;
    r->depth--;
}

static void
number(reader_t *r)
{
    char *end;

    strtod(r->at, &end);
    if (end == r->at || !isdigit((unsigned char) *r->at))
        r->bad = 1;
    else
        r->machine->number(r->machine->ctx, r->at, (size_t) (end - r->at));
    r->at = end;
}

static void
primary(reader_t *r)
{
    static const char *const name[] = { "sqrt(", "exp(", "log(" };
    int i;

    if (accept(r, '('))
    {
        bracket(r);
        return;
    }
    if (strncmp(r->at, "pi", 2) == 0)
    {
        r->at += 2;
        r->machine->pi(r->machine->ctx);
        return;
    }
    for (i = 0; i < 3; i++)
        if (strncmp(r->at, name[i], strlen(name[i])) == 0)
        {
            r->at += strlen(name[i]);
            bracket(r);
            apply(r, *name[i]);
            return;
        }
    number(r);
}

/* Signs bind weaker than powers on their right: -2^2 = -4, 2^-1 = 1/2. */
static void
unary(reader_t *r)
{
    int negative = 0;

    while (*r->at == '-' || *r->at == '+' || *r->at == ' ')
        negative ^= *r->at++ == '-';
    primary(r);
    if (accept(r, '^'))
    {
        if (++r->depth > FORMULA_DEPTH / 2)
            r->bad = 1;
        if (!r->bad)
            unary(r);
        r->depth--;
        apply(r, '^');
    }
    if (negative)
        apply(r, 'n');
}

static void
product(reader_t *r)
{
    unary(r);
    while (!r->bad)
        if (accept(r, '*'))
        {
            unary(r);
            apply(r, '*');
        }
        else if (accept(r, '/'))
        {
            unary(r);
            apply(r, '/');
        }
        else
            return;
}

static void
sum(reader_t *r)
{
    product(r);
    while (!r->bad)
        if (accept(r, '+'))
        {
            product(r);
            apply(r, '+');
        }
        else if (accept(r, '-'))
        {
            product(r);
            apply(r, '-');
        }
        else
            return;
}

int
formula_run(const char *text, const formula_machine_t *machine)
{
    reader_t r = { text, machine, 0, 0 };

    sum(&r);
    accept(&r, ' ');
    return !r.bad && *r.at == '\0';
}

/* ---- doubles -------------------------------------------------------------- */

typedef struct
{
    double value[FORMULA_DEPTH];
    int n;
} doubles_t;

static void
push(doubles_t *s, double x)
{
    if (s->n < FORMULA_DEPTH)
        s->value[s->n++] = x;
}

static void
push_number(void *ctx, const char *decimal, size_t length)
{
    (void) length;
    push(ctx, strtod(decimal, NULL));
}

static void
push_pi(void *ctx)
{
    push(ctx, acos(-1.0));
}

static void
apply_double(void *ctx, char operation)
{
    doubles_t *s = ctx;
    double *x;

    if (strchr("+-*/^", operation) != NULL)
        s->n--;
    x = s->value + s->n - 1;
    switch (operation)
    {
    case '+': x[0] += x[1]; break;
    case '-': x[0] -= x[1]; break;
    case '*': x[0] *= x[1]; break;
    case '/': x[0] /= x[1]; break;
    case '^': x[0] = pow(x[0], x[1]); break;
    case 'n': x[0] = -x[0]; break;
    case 's': x[0] = sqrt(x[0]); break;
    case 'e': x[0] = exp(x[0]); break;
    case 'l': x[0] = log(x[0]); break;
    }
}

double
formula_double(const char *text)
{
    doubles_t s = { { 0 }, 0 };
    formula_machine_t machine
        = { &s, push_number, push_pi, apply_double };

    return formula_run(text, &machine) && s.n == 1 ? s.value[0] : NAN;
}
