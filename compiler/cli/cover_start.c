/* compiler/cli/cover_start.c -- a solution in double to begin a block with. */
#include "cover_parts.h"
#include "proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ELSEWHERE 8     /* values tried on each side, if the block has none */

/* Sets the parameter to about p, and solves afresh. */
static int
solve_afresh(curve_cover_t *c, double p, solve_result_t *found)
{
    solve_options_t options;
    const char **text;
    double *all;
    char decimal[40];
    critical_t critical;
    int k, good = 0;

    snprintf(decimal, sizeof decimal, "%.17g", p);
    session_put(c->s, c->along, session_value(c->s, decimal, strlen(decimal)));
    if (c->threshold != NULL)
    {
        good = critical_find(&critical, c->s, c->threshold) == EXIT_DONE;
        if (good)
        {
            *found = critical.candidate[0];
            for (k = 1; k < critical.n; k++)
                solve_result_clear(critical.candidate + k);
            critical.n = 0;
        }
        critical_clear(&critical);
        return good;
    }
    solve_options_default(&options);
    all = session_doubles(c->s);
    text = solve_parameter_texts(c->s);
    if (all != NULL && text != NULL)
        good = solve_state(found, c->s->loaded.model, all, text, c->o->state,
                           &options) == SADDLE_OK;
    free(text);
    free(all);
    if (!good)
        solve_result_clear(found);
    return good;
}

/* env has room for as many values */
static size_t
known_size(const curve_cover_t *c)
{
    const saddle_model_t *model = c->s->loaded.model;

    return (size_t) (model->n_orders + model->n_parameters
                     + model->system[c->known.system]->n_extra);
}

/* Newton at p, from env, which is that solution then. */
static int
newton_at(const curve_cover_t *c, double p, double *env)
{
    const saddle_model_t *model = c->s->loaded.model;
    solve_options_t options;
    double residual;

    solve_options_default(&options);
    env[model->n_orders + c->along] = p;
    return solve_newton(model->system[c->known.system], model, env, &residual,
                        &options) == SADDLE_OK;
}

/* Along the curve of the known solution from one value of the parameter to
   another, by secants; 0 where it ends before. */
static int
walk(curve_cover_t *c, double from, double to)
{
    const saddle_system_t *s = c->s->loaded.model->system[c->known.system];
    size_t n = known_size(c), bytes = n * sizeof(double);
    double step = (to - from) / 16, p = from, before = from, ratio;
    double *next = malloc(bytes), *last = malloc(bytes);
    int i;

    if (next != NULL && last != NULL)
        memcpy(last, c->known.env, bytes);
    else
        step = 0;
    while (p != to && fabs(step) > 1e-5 * fabs(to - from))
    {
        if (fabs(to - p) < 1.5 * fabs(step))
            step = to - p;
        ratio = p != before ? step / (p - before) : 0;
        memcpy(next, c->known.env, bytes);
        for (i = 0; i < s->n; i++)
            next[s->unknown[i]] += ratio * (next[s->unknown[i]]
                                            - last[s->unknown[i]]);
        if (!newton_at(c, p + step, next))
        {
            step /= 2;
            continue;
        }
        before = p;
        p = step == to - p ? to : p + step;
        memcpy(last, c->known.env, bytes);
        memcpy(c->known.env, next, bytes);
    }
    free(next);
    free(last);
    return p == to;
}

int
cover_guess(double *env, double p, void *ctx)
{
    curve_cover_t *c = ctx;
    size_t bytes = known_size(c) * sizeof *env;
    solve_result_t found;
    int same;

    memcpy(env, c->known.env, bytes);
    if (newton_at(c, p, env))
        return 1;
    memset(&found, 0, sizeof found);
    if (!solve_afresh(c, p, &found))
        return 0;
    same = found.system == c->known.system;
    if (same)
        memcpy(env, found.env, bytes);
    solve_result_clear(&found);
    return same;
}

/* Is a state with unknowns known at p? */
static int
known_at(curve_cover_t *c, double p, const char **why)
{
    const saddle_system_t *system;

    solve_result_clear(&c->known);
    memset(&c->known, 0, sizeof c->known);
    if (!solve_afresh(c, p, &c->known))
        return 0;
    system = c->s->loaded.model->system[c->known.system];
    if (system->n > 0 && system->slope != NULL)
        return 1;
    *why = "the state there has no unknowns: its values are known as they "
           "stand";
    return 0;
}

const char *
cover_find_known(curve_cover_t *c, long block)
{
    double lo = cover_end(c, block), hi = cover_end(c, block + 1);
    double first = cover_end(c, 0), last = cover_end(c, c->n_blocks);
    double middle = lo + 0.5 * (hi - lo), from, side;
    const char *why = COVER_NO_SOLUTION;
    int k;

    if (known_at(c, middle, &why) || known_at(c, lo, &why)
        || known_at(c, hi, &why))
        return NULL;
    for (k = 0; k < 2 * ELSEWHERE; k++)
    {
        side = k % 2 == 0 ? first : last;
        from = middle + (side - middle) * (k / 2 + 1) / ELSEWHERE;
        if (known_at(c, from, &why) && walk(c, from, middle))
            return NULL;
    }
    return why;
}
