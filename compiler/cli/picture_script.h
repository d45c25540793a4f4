/* compiler/cli/picture_script.h -- a picture as a gnuplot script. */
#ifndef SADDLE_CLI_PICTURE_SCRIPT_H
#define SADDLE_CLI_PICTURE_SCRIPT_H

#include "picture.h"

/* What comes after the terminal and the output; ctx: a picture_t, or two of
   them, one below the other. */
void picture_script(FILE *, void *ctx);
void picture_script_two(FILE *, void *ctx);

#endif
