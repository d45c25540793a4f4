/* compiler/cli/cover_parts.h -- what the files of `--cover` share. */
#ifndef SADDLE_CLI_COVER_PARTS_H
#define SADDLE_CLI_COVER_PARTS_H

#include "cover.h"

/* One of the words is the interval, which is cut into blocks; the others are
   settings.  EXIT_DONE, or a status with a message. */
int cover_words(curve_cover_t *, int n_words, const char *const *word);

/* End number k of the blocks, about. */
double cover_end(const curve_cover_t *, long k);

/*
 * A state with unknowns for c->known: in the middle of the block, at its ends,
 * since the curve may begin or end inside, or elsewhere, from where the curve is
 * followed to the middle.  NULL, or why there is none.
 */
const char *cover_find_known(curve_cover_t *, long block);

/* In env a solution of the system of c->known at p, from there or afresh; for
   cover_t. */
int cover_guess(double *env, double p, void *ctx);

typedef struct
{
    cover_cell_t cell;
    int system, branch;    /* system: -1 none                               */
    char state[64], why[160];
} placed_t;

typedef struct
{
    curve_cover_t *c;
    size_t n;
    placed_t *cell;
    int branches;          /* pieces that are not proven to be one curve    */
    size_t open;
    double height;         /* largest, at one value of the parameter        */
} covered_t;

/* An end of the parameter as a number: exact, or the user's own outer end. */
double cover_number(const covered_t *, const arb_t end);

/* The outcome on standard error: whole, or which parts. */
void cover_tell(const covered_t *, int whole);

#endif
