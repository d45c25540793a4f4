/* runtime/standalone/reference.h -- the solver against a file of values. */
#ifndef SADDLE_REFERENCE_H
#define SADDLE_REFERENCE_H

/* Lines NAME VALUE TOLERANCE [PARAMETER=VALUE...]; NAME is a threshold, an
   order parameter or a value of the default state, or NAME@STATE of another
   state (blanks of its name as '~').  Prints one line each; 1 when all agree. */
int reference_check(const char *path);

#endif
