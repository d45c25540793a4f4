/* tests/sealed.c -- bodies of certificates before the checker. */
#include "sealed.h"

#include "../runtime/verify/text/certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

verify_status_t
sealed_verdict(const char *body, char why[256])
{
    verify_options_t options = { 60, 0, 3000 };
    char hex[65], *text;
    verify_status_t s;

    seal_of(hex, body, strlen(body));
    if (asprintf(&text, "%sseal %s\nend\n", body, hex) < 0)
        return VERIFY_LIMIT;
    s = verify_text(text, strlen(text), &options, why, NULL);
    free(text);
    return s;
}
