/* tests/harness.c -- CUnit set-up, seed and trial multiplier. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>

flint_rand_t rng;

long
trials(long n)
{
    const char *text = getenv("SADDLE_TEST_MULT");
    double times = text != NULL ? atof(text) : 1;
    double scaled = (double) n * (times > 0 ? times : 1);

    return scaled < 1 ? 1 : (long) scaled;
}

int
harness_run(const char *suite, const harness_test_t *test)
{
    const char *text = getenv("SADDLE_TEST_SEED");
    unsigned long seed = text != NULL ? strtoul(text, NULL, 10) : 1;
    CU_pSuite s;
    unsigned failures;

    setvbuf(stdout, NULL, _IOLBF, 0);
    flint_randinit(rng);
    flint_randseed(rng, seed, seed ^ 0x9e3779b97f4a7c15UL);
    if (CU_initialize_registry() != CUE_SUCCESS)
        return EXIT_FAILURE;
    s = CU_add_suite(suite, NULL, NULL);
    for (; s != NULL && test->name != NULL; test++)
        if (CU_add_test(s, test->name, test->run) == NULL)
            return EXIT_FAILURE;
    printf("seed %lu\n", seed);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    failures = CU_get_number_of_failures() + CU_get_number_of_tests_failed();
    CU_cleanup_registry();
    flint_randclear(rng);
    flint_cleanup();
    return failures == 0 && s != NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}
