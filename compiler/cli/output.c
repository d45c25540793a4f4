/* compiler/cli/output.c -- numbers as text, and JSON. */
#include "output.h"
#include "cli.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- decimals ------------------------------------------------------------ */

/* n / 10^places as a plain decimal string. */
static char *
place_point(const fmpz_t n, long places)
{
    char *digits = fmpz_get_str(NULL, 10, n), *d = digits, *out;
    int minus = *d == '-';
    long length;
    size_t room;

    d += minus;
    length = (long) strlen(d);
    room = (size_t) (length + places + 8);
    out = calloc(room, 1);
    if (out != NULL && places <= 0)
        snprintf(out, room, "%s%s", minus ? "-" : "", d);
    else if (out != NULL && length > places)
        snprintf(out, room, "%s%.*s.%s", minus ? "-" : "",
                 (int) (length - places), d, d + length - places);
    else if (out != NULL)
        snprintf(out, room, "%s0.%0*d%s", minus ? "-" : "",
                 (int) (places - length), 0, d);
    if (out != NULL && places > 0 && length == places)
        snprintf(out, room, "%s0.%s", minus ? "-" : "", d);
    flint_free(digits);
    return out;
}

/* Decimal places so that the ball has about `digits` significant digits, or
   as many as tell its ends apart. */
static long
decimal_places(const arb_t x, long digits)
{
    mag_t size;
    double log10_size;

    mag_init(size);
    arb_get_mag(size, x);
    if (mag_is_zero(size))
    {
        mag_clear(size);
        return 1;
    }
    log10_size = mag_get_d_log2_approx(size) * 0.30102999566398120;
    mag_clear(size);
    if (arb_contains_zero(x) && log10_size < 0)
        return digits;
    digits -= (long) floor(log10_size);
    return digits > 0 ? digits : 0;
}

/* floor (up = 0) or ceiling of end * 10^places. */
static void
scaled_end(fmpz_t n, const arb_t x, int up, long places)
{
    arf_t end, power;
    fmpz_t ten;

    arf_init(end);
    arf_init(power);
    fmpz_init(ten);
    if (up)
        arb_get_ubound_arf(end, x, ARF_PREC_EXACT);
    else
        arb_get_lbound_arf(end, x, ARF_PREC_EXACT);
    fmpz_set_ui(ten, 10);
    fmpz_pow_ui(ten, ten, (ulong) places);
    arf_set_fmpz(power, ten);
    arf_mul(end, end, power, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_get_fmpz(n, end, up ? ARF_RND_CEIL : ARF_RND_FLOOR);
    fmpz_clear(ten);
    arf_clear(power);
    arf_clear(end);
}

static char *
decimal_end(const arb_t x, int up, long digits)
{
    long places;
    fmpz_t n;
    char *text;

    if (!arb_is_finite(x))
        return strdup(up ? "inf" : "-inf");
    places = decimal_places(x, digits);
    fmpz_init(n);
    scaled_end(n, x, up, places);
    text = place_point(n, places);
    fmpz_clear(n);
    return text;
}

/* The end of a ball as a decimal inside it: the ball [x] shrunk by rounding
   its lower end up and its upper end down, to a hundredth of the radius. */
static char *
decimal_inner(const arb_t x, int up)
{
    double log2_radius = mag_get_d_log2_approx(arb_radref(x));
    long places = (long) ceil(2 - log2_radius * 0.30102999566398120);
    char *text;
    arb_t end;
    fmpz_t n;

    if (places < 0)
        places = 0;
    arb_init(end);
    fmpz_init(n);
    if (up)
        arb_get_ubound_arf(arb_midref(end), x, ARF_PREC_EXACT);
    else
        arb_get_lbound_arf(arb_midref(end), x, ARF_PREC_EXACT);
    scaled_end(n, end, !up, places);
    text = place_point(n, places);
    fmpz_clear(n);
    arb_clear(end);
    return text;
}

char *
decimal_inner_lower(const arb_t x)
{
    return decimal_inner(x, 0);
}

char *
decimal_inner_upper(const arb_t x)
{
    return decimal_inner(x, 1);
}

char *
decimal_lower(const arb_t x, long digits)
{
    return decimal_end(x, 0, digits + 3);
}

char *
decimal_upper(const arb_t x, long digits)
{
    return decimal_end(x, 1, digits + 3);
}

char *
decimal_common(const arb_t x, long digits, long *correct)
{
    long places, wanted;
    fmpz_t lo, hi;
    char *text = NULL;

    *correct = 0;
    if (!arb_is_finite(x))
        return strdup("unknown");
    fmpz_init(lo);
    fmpz_init(hi);
    places = decimal_places(x, digits) - 1;
    for (wanted = digits; text == NULL && wanted > 0; wanted--, places--)
    {
        if (places < 0)
            break;
        scaled_end(lo, x, 0, places);
        scaled_end(hi, x, 1, places);
        if (fmpz_sgn(lo) < 0) /* truncate towards zero */
            fmpz_add_ui(lo, lo, fmpz_equal(lo, hi) ? 0 : 1);
        else if (!fmpz_equal(lo, hi))
            fmpz_sub_ui(hi, hi, 1);
        if (fmpz_equal(lo, hi))
        {
            text = place_point(lo, places);
            *correct = wanted;
        }
    }
    fmpz_clear(hi);
    fmpz_clear(lo);
    return text != NULL ? text : strdup("?");
}

/* ---- JSON ------------------------------------------------------------------ */

json_t *
json_enclosure(const arb_t x, long digits)
{
    char *lower, *upper;
    json_t *pair;

    if (arf_is_inf(arb_midref(x)) && mag_is_zero(arb_radref(x)))
    {
        const char *end = arb_is_positive(x) ? "inf" : "-inf";

        return json_pack("[ss]", end, end);
    }
    if (!arb_is_finite(x))
        return json_null();
    lower = decimal_lower(x, digits);
    upper = decimal_upper(x, digits);
    pair = json_pack("[ss]", lower, upper);
    free(lower);
    free(upper);
    return pair;
}

json_t *
json_number(double x)
{
    if (isinf(x))
        return json_string(x > 0 ? "inf" : "-inf");
    return isfinite(x) ? json_real(x) : json_null();
}

void
json_emit(json_t *object)
{
    json_dumpf(object, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(object);
}
