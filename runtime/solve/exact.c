/* runtime/solve/exact.c -- exact texts: guards and fixed values. */
#include "solve_private.h"

#include <ctype.h>
#include <flint/fmpq.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Digits with at most one point into value times 10^-places. */
static const char *
read_decimal(const char *s, fmpz_t value, slong *places)
{
    int digits = 0, point = 0;

    fmpz_zero(value);
    *places = 0;
    for (; isdigit((unsigned char) *s) || (*s == '.' && !point); s++)
    {
        if (*s == '.')
        {
            point = 1;
            continue;
        }
        fmpz_mul_ui(value, value, 10);
        fmpz_add_ui(value, value, *s - '0');
        *places += point;
        digits++;
    }
    return digits > 0 ? s : NULL;
}

/* [+-] decimal [e [+-] digits] [/ decimal]; 0 if the text is anything else. */
static int
read_rational(fmpq_t q, const char *s)
{
    fmpz_t top, bottom, ten;
    slong places = 0, more = 0;
    int negative = 0, ok = 0;

    fmpz_init(top);
    fmpz_init_set_ui(bottom, 1);
    fmpz_init_set_ui(ten, 10);
    for (; *s == '-' || *s == '+' || *s == ' '; s++)
        negative ^= *s == '-';
    s = read_decimal(s, top, &places);
    if (s != NULL && (*s == 'e' || *s == 'E'))
    {
        char *end;
        long e = strtol(s + 1, &end, 10);

        s = end != s + 1 && labs(e) < 10000 ? end : NULL;
        places -= e;
    }
    while (s != NULL && *s == ' ')
        s++;
    if (s != NULL && *s == '/')
    {
        for (s++; *s == ' '; s++)
            ;
        s = read_decimal(s, bottom, &more);
    }
    if (s != NULL && *s == '\0' && !fmpz_is_zero(bottom))
    {
        places -= more;
        fmpz_pow_ui(ten, ten, labs(places));
        fmpz_mul(places > 0 ? bottom : top, places > 0 ? bottom : top, ten);
        if (negative)
            fmpz_neg(top, top);
        fmpq_set_fmpz_frac(q, top, bottom);
        ok = 1;
    }
    fmpz_clear(ten);
    fmpz_clear(bottom);
    fmpz_clear(top);
    return ok;
}

static double
rational_to_double(const fmpq_t q)
{
    arb_t x;
    double d;

    arb_init(x);
    arb_set_fmpq(x, q, 64);
    d = arf_get_d(arb_midref(x), ARF_RND_NEAR);
    arb_clear(x);
    return d;
}

double
solve_number(const saddle_model_t *model, const char *text, const double *env)
{
    double sign = *text == '-' ? -1 : 1, value = NAN;
    const char *name = *text == '-' || *text == '+' ? text + 1 : text;
    fmpq_t q;

    if (strcmp(name, "inf") == 0)
        return sign * INFINITY;
    fmpq_init(q);
    if (read_rational(q, text))
        value = rational_to_double(q);
    for (int k = 0; k < model->n_parameters; k++)
        if (strcmp(name, model->parameter[k].name) == 0)
            value = sign * env[model->n_orders + k];
    fmpq_clear(q);
    return value;
}

int
solve_guard(const saddle_model_t *model, const saddle_boundary_t *boundary,
            const double *env, const char *const *text)
{
    int k = boundary->guard_parameter, holds;
    const char *given;
    fmpq_t a, b;

    if (k < 0)
        return 1;
    given = text != NULL ? text[k] : NULL;
    if (given == NULL)
        return env[model->n_orders + k]
               == solve_number(model, boundary->guard_value, env);
    if (strcmp(given, boundary->guard_value) == 0)
        return 1;
    fmpq_init(a);
    fmpq_init(b);
    holds = read_rational(a, given)
            && read_rational(b, boundary->guard_value) && fmpq_equal(a, b);
    fmpq_clear(a);
    fmpq_clear(b);
    return holds;
}

int
solve_find_system(const saddle_model_t *model, int boundary)
{
    for (int s = 0; s < model->n_systems; s++)
        if (model->system[s]->kind == SADDLE_SADDLE_POINT
            && model->system[s]->boundary == boundary)
            return s;
    return -1;
}
