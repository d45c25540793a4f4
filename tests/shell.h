/* tests/shell.h -- the program as a user runs it. */
#ifndef SADDLE_TESTS_SHELL_H
#define SADDLE_TESTS_SHELL_H

/* Output of the last command. */
extern char out[1 << 18], err[1 << 16];
/* NAME=VALUE for the next commands. */
extern const char *setting;

/* A temporary folder, called @ below; 0 when there is none. */
int shell_open(void);
/* Deletes it; 0 on success. */
int shell_close(void);

/* Runs a command, @ replaced; the exit status, or 1000 + signal. */
int shell(const char *text);
/* Runs the program ($SADDLE, or build/saddle) with these arguments. */
int run(const char *arguments);
/* The same, asserting the exit status; 1 when it is the wanted one. */
int expect(int wanted, const char *arguments);
/* Writes @/name. */
void write_file(const char *name, const char *text);
/* Reads @/name into `out`. */
void read_file(const char *name);
/* The path of @/name, in a static buffer. */
const char *path_of(const char *name);
/* 1 when `part` is in `text`, else says what is missing. */
int has(const char *text, const char *part);

#endif
