/* compiler/cli/options_online.c -- the options of `saddle online`. */
#include "options.h"

#define PLACE(field) offsetof(options_t, online.field)
#define FINITE(field) offsetof(options_t, finite.field)
#define SHARED(field) offsetof(options_t, field)
#define ONLINE " online "

const option_t online_option_table[] = {
    { "times", 0, OPTION_TEXT, PLACE(times), "TIMES", ONLINE,
      "LO:HI:STEP, log:LO:HI:COUNT, or A,B,C (default: up to the spec's "
      "'until')" },
    { "flow", 0, OPTION_FLAG, PLACE(gradient), NULL, ONLINE,
      "the limit of small learning rates, in tau = eta t" },
    { "rtol", 0, OPTION_REAL, PLACE(rtol), "TOL", ONLINE,
      "relative error of a step (1e-11)" },
    { "atol", 0, OPTION_REAL, PLACE(atol), "TOL", ONLINE,
      "absolute error of a step (rtol/1000)" },
    { "fixed-points", 0, OPTION_FLAG, PLACE(fixed_points), NULL, ONLINE,
      "plateau and specialised state, their eigenvalues, time of escape" },
    { "digits", 'd', OPTION_COUNT, SHARED(digits), "N", ONLINE,
      "with --fixed-points: prove them to N digits" },
    { "simulate", 0, OPTION_FLAG, PLACE(simulate), NULL, ONLINE,
      "run the algorithm at finite size beside the equations" },
    { "size", 'n', OPTION_COUNT, FINITE(size), "N", ONLINE,
      "with --simulate: inputs (2000)" },
    { "trials", 't', OPTION_COUNT, FINITE(trials), "T", ONLINE,
      "with --simulate: runs (10)" },
    { "seed", 0, OPTION_COUNT, FINITE(seed), "S", ONLINE,
      "of the random numbers (1)" },
    { "output", 'o', OPTION_TEXT, SHARED(output), "FILE", ONLINE,
      "write the times, or the runs, as a CSV table" },
    { "resume", 0, OPTION_FLAG, SHARED(resume), NULL, ONLINE,
      "with --simulate: take finished runs from that table" },
    { "plot", 0, OPTION_TEXT, SHARED(plot), "PICTURE", ONLINE,
      "draw error and overlaps over time: .svg, .pdf or .png" },
    { "json", 0, OPTION_FLAG, SHARED(json), NULL, ONLINE,
      "one JSON object on standard output" },
    { "threads", 'j', OPTION_COUNT, SHARED(threads), "N", ONLINE,
      "runs at once (default: all cores)" },
    { NULL, 0, OPTION_FLAG, 0, NULL, NULL, NULL },
};
