/* compiler/cli/html.h -- text and pictures of a web page. */
#ifndef SADDLE_CLI_HTML_H
#define SADDLE_CLI_HTML_H

#include "../algebra/expr.h"
#include "picture.h"
#include <stdio.h>

/* A name of the language as plain letters: "alpha_c" has a Greek letter, a
   hat is on its letter. */
void html_name(FILE *, const char *name);

/* Bytes as base64. */
void html_base64(FILE *, const char *bytes, size_t n);

/* The curves of a picture, its marks and labels, as one <svg> element.
   Nothing is drawn, and 0 returned, without a finite point. */
int html_chart(FILE *, const picture_t *);

#endif
