/* compiler/cli/rbm_train.h -- the parts of `saddle rbm train`. */
#ifndef SADDLE_CLI_RBM_TRAIN_H
#define SADDLE_CLI_RBM_TRAIN_H

#include "../../runtime/rbm/train.h"
#include "rbm_common.h"

/* The law of real visible units, from the options and the data; what a training
   is asked to do.  0 after a message. */
int train_choose_law(law_t *, const data_t *, const options_t *);
int train_choose_options(train_options_t *, const options_t *);

/* With --resume: what is given again is what the training was begun with, on n
   patterns that were read as `source` says.  0 after a message. */
int train_is_the_same(const train_t *, const options_t *source,
                      const options_t *, int n);

/* The history: its last row as a line, all of it as a CSV file, as a picture;
   an exit status. */
void history_tell(const train_t *);
int history_write(const train_t *, const char *path);
int history_draw(const train_t *, const char *path);

#endif
