/* compiler/cli/options_online.h -- what the options of `saddle online` say. */
#ifndef SADDLE_CLI_OPTIONS_ONLINE_H
#define SADDLE_CLI_OPTIONS_ONLINE_H

/* NaN, 0 or NULL: not given. */
typedef struct
{
    const char *times;
    double rtol, atol;
    int gradient, simulate, fixed_points;
} online_options_t;

#endif
