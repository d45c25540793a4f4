/* tests/sealed.c -- bodies of certificates before the checker. */
#include "sealed.h"
#include "harness.h"
#include "shell.h"

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

void
refuses(const char *body, const char *reason)
{
    char why[256] = "";

    CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_NOT_VERIFIED);
    CU_ASSERT_PTR_NOT_NULL(strstr(why, reason));
    if (strstr(why, reason) == NULL)
        printf("\n    \"%s\", not \"%s\"", why, reason);
}

char *
replaced(char *text, const char *from, const char *to)
{
    size_t n = strlen(text), at = 0, each = strlen(to);
    char *s, *next, *made = malloc(n * (each + 1) + 1);

    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, from));
    for (s = text; (next = strstr(s, from)) != NULL; s = next + strlen(from))
    {
        memcpy(made + at, s, (size_t) (next - s));
        at += (size_t) (next - s);
        memcpy(made + at, to, each);
        at += each;
    }
    strcpy(made + at, s);
    free(text);
    return made;
}

char *
body_of(const char *name)
{
    char *end, why[256];

    read_file(name);
    end = strstr(out, "\nseal ");
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    end[1] = '\0';
    CU_ASSERT_EQUAL(sealed_verdict(out, why), VERIFY_VERIFIED);
    return strdup(out);
}
