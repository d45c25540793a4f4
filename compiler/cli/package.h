/* compiler/cli/package.h -- the folder that `saddle emit` writes. */
#ifndef SADDLE_CLI_PACKAGE_H
#define SADDLE_CLI_PACKAGE_H

#include "session.h"

/* emit_reference.c: lines for ./solve --check.  The references of the spec and
   what the double solver says there, then states and thresholds at the default
   parameters. */
void emit_reference(FILE *, session_t *);

/* emit_readme.c: README.md, for the one who opens the folder. */
void emit_readme(FILE *, const session_t *);

#endif
