/* runtime/sha256.h -- SHA-256 (FIPS 180-4), self-contained. */
#ifndef SADDLE_SHA256_H
#define SADDLE_SHA256_H

#include <stddef.h>

/* The SHA-256 of `length` bytes as 64 lower-case hex digits and NUL. */
void saddle_sha256(char hex[65], const void *data, size_t length);

#endif
