/* compiler/cli/whole.h -- `saddle certify --all`: a whole domain. */
#ifndef SADDLE_CLI_WHOLE_H
#define SADDLE_CLI_WHOLE_H

#include "proof.h"

/* Proves the number of solutions at the parameters that the words give, says
   it, and writes the certificate that the options ask for. */
int whole_certify(session_t *, const options_t *, int n_words,
                  const char *const *word);

#endif
