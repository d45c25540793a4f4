/* compiler/cli/options_experiment.c -- the options of `saddle amp` and
   `saddle simulate`. */
#include "options.h"

#define PLACE(field) offsetof(options_t, finite.field)
#define SHARED(field) offsetof(options_t, field)
#define BOTH " amp simulate "

const option_t experiment_option_table[] = {
    { "size", 'n', OPTION_COUNT, PLACE(size), "N", BOTH,
      "weights, or spins, of a finite system" },
    { "trials", 't', OPTION_COUNT, PLACE(trials), "T", BOTH,
      "finite systems (10)" },
    { "seed", 0, OPTION_COUNT, PLACE(seed), "S", BOTH,
      "of the random numbers (1)" },
    { "iterations", 0, OPTION_COUNT, PLACE(iterations), "T", BOTH,
      "of AMP or TAP, instead of until state evolution rests" },
    { "matrix", 0, OPTION_TEXT, PLACE(matrix), "KIND", BOTH,
      "inputs: gaussian (default), signs, or (amp) hadamard: VAMP" },
    { "from", 0, OPTION_TEXT, SHARED(state), "STATE", " amp ",
      "uninformed (default), informed, or a signal-to-noise ratio" },
    { "from", 0, OPTION_TEXT, SHARED(state), "STATE", " simulate ",
      "the state that predicts" },
    { "state-evolution", 0, OPTION_FLAG, PLACE(evolution), NULL, " amp ",
      "print the predicted sequence only" },
    { "vector", 0, OPTION_FLAG, PLACE(vector), NULL, " amp ",
      "a variance for each weight and label" },
    { "damping", 0, OPTION_REAL, PLACE(damping), "D", " amp ",
      "part of the old messages that is kept, 0 <= D < 1" },
    { "system", 0, OPTION_TEXT, PLACE(system), "NAME", " simulate ",
      "sk or hopfield, instead of a spec; beta=, h=, alpha= as words" },
    { "theory", 0, OPTION_TEXT, PLACE(theory), "FILE", " simulate ",
      "with --system: the spec that predicts" },
    { "method", 0, OPTION_TEXT, PLACE(method), "NAME", " simulate ",
      "with --system: tap (sk), tempering or metropolis" },
    { "sweeps", 0, OPTION_COUNT, PLACE(sweeps), "S", " simulate ",
      "of tempering (1000)" },
    { "output", 'o', OPTION_TEXT, SHARED(output), "FILE", BOTH,
      "write the trials as a CSV table" },
    { "resume", 0, OPTION_FLAG, SHARED(resume), NULL, BOTH,
      "take finished trials from that table" },
    { "plot", 0, OPTION_TEXT, SHARED(plot), "PICTURE", BOTH,
      "draw points on the predicted curve: .svg, .pdf or .png" },
    { "y", 0, OPTION_TEXT, SHARED(y), "COLUMN", BOTH,
      "what is drawn (default: the first measure)" },
    { "json", 0, OPTION_FLAG, SHARED(json), NULL, BOTH,
      "one JSON object on standard output" },
    { "threads", 'j', OPTION_COUNT, SHARED(threads), "N", BOTH,
      "trials at once (default: all cores)" },
    { NULL, 0, OPTION_FLAG, 0, NULL, NULL, NULL },
};
