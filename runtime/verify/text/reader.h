/* runtime/verify/text/reader.h -- what the files that read a certificate share. */
#ifndef VERIFY_READER_H
#define VERIFY_READER_H

#include "certificate.h"

#include <stddef.h>

/* Keeps the first reason why the text cannot be read; returns 0. */
int read_fail(certificate_t *c, size_t line, const char *format, ...);

/* The first word of *rest, cut off; "" if there is none. */
char *read_word(char **rest);
/* The number of a name, or -1. */
int read_name(certificate_t *c, size_t line, const char *text);
/* The place of a symbol in a list, or -1. */
int read_among(const int *list, int n, int symbol);
/* Appends a symbol that is not there yet. */
int read_add(certificate_t *c, size_t line, int *list, int *n, int most,
             int symbol);
/* One expression into an empty slot. */
int read_once(certificate_t *c, size_t line, node_t **slot, const char *text);

/* One line, cut up. */
int read_line(certificate_t *c, size_t line, char *text);

/* The lines of claims `all` and `curve` (cells/list.c).  -1: it is none of these. */
int read_list_line(certificate_t *c, size_t line, const char *key, char *rest);
/* After the last line of such a claim: are the lists complete? */
int read_list_end(certificate_t *c);
void read_list_clear(certificate_t *c);

#endif
