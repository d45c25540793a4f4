/* tests/sealed.h -- bodies of certificates before the checker. */
#ifndef TESTS_SEALED_H
#define TESTS_SEALED_H

#include "../runtime/verify/verify.h"

/* What the checker says of a body with a seal of its own; why: its reason. */
verify_status_t sealed_verdict(const char *body, char why[256]);

/* Readable, not verified, and for this reason. */
void refuses(const char *body, const char *reason);

/* text, which is freed, with each `from` replaced; malloc'd. */
char *replaced(char *text, const char *from, const char *to);

/* The body of a true certificate, malloc'd. */
char *body_of(const char *name);

#endif
