/* compiler/cli/flow.c -- a spec with `learner online`, compiled and loaded. */
#include "flow.h"

#include <stdlib.h>
#include <string.h>

/* The start and the rates at the values of the parameters. */
static int
check_values(flow_t *f)
{
    session_t *s = &f->session;
    const online_spec_t *o = s->spec.online;
    int k, n = s->spec.n_parameters, bad;
    expr_t **symbol = calloc((size_t) n + 1, sizeof *symbol);
    arb_ptr value = _arb_vec_init(n);
    environment_t env = { n, symbol, value };
    double eta, eta_v;

    for (k = 0; symbol != NULL && k < n; k++)
    {
        symbol[k] = s->spec.parameter[k].symbol;
        session_parameter(value + k, k, 192, s);
    }
    bad = symbol != NULL && spec_gram_refuted(o, &env);
    _arb_vec_clear(value, n);
    free(symbol);
    if (bad)
        fprintf(stderr, "saddle: %s:%d: at these values [[Q, R], [R', T]] at "
                "the start is not positive semidefinite: these are the "
                "overlaps of no vectors\n", s->source.path,
                o->start_span.line);
    f->flow->rates(f->theta, &eta, &eta_v);
    if (!(eta > 0.0) || (f->flow->learned && !(eta_v > 0.0)))
    {
        fprintf(stderr, "saddle: %s:%d: the learning rate is %g; it must be "
                "positive\n", s->source.path,
                eta > 0.0 ? o->layer_span.line : s->spec.learner_span.line,
                eta > 0.0 ? eta_v : eta);
        bad = 1;
    }
    return bad ? EXIT_USAGE : EXIT_DONE;
}

int
flow_open(flow_t *f, int n_words, const char *const *word, int json)
{
    int status;

    memset(f, 0, sizeof *f);
    if (n_words < 1)
    {
        fprintf(stderr, "saddle online: a FILE is missing\n");
        return EXIT_USAGE;
    }
    status = session_open_units(&f->session, word[0], STAGE_FLOW, json,
                                n_words - 1, word + 1);
    if (status == EXIT_DONE)
        status = session_set(&f->session, n_words - 1, word + 1, -1);
    if (status != EXIT_DONE)
        return status;
    f->flow = f->session.loaded.flow;
    f->theta = session_doubles(&f->session);
    if (f->theta == NULL || f->flow == NULL)
        return EXIT_LIMIT;
    return check_values(f);
}

void
flow_clear(flow_t *f)
{
    free(f->theta);
    session_clear(&f->session);
}
