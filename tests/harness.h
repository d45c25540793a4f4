/* tests/harness.h -- what every test program shares. */
#ifndef SADDLE_HARNESS_H
#define SADDLE_HARNESS_H

#include <CUnit/Basic.h>
#include <flint/flint.h>

typedef struct
{
    const char *name;
    void (*run)(void);
} harness_test_t;

/* Random source, seeded by SADDLE_TEST_SEED (printed); fixed by default. */
extern flint_rand_t rng;

/* n times SADDLE_TEST_MULT (default 1), at least 1. */
long trials(long n);

/* Runs one suite with CUnit's basic interface; the tests end with a NULL
   name.  Returns the program's exit status: 0 when all passed. */
int harness_run(const char *suite, const harness_test_t *test);

#endif
