/* compiler/model/builtins.c -- the closed lists: functions, laws, derived
   names of each learner (language.md sections 2 and 3). */
#include "check.h"

#include <string.h>

static const builtin_t builtin[] = {
    { "exp", BUILTIN_PLAIN, FUNCTION_EXP, 1 },
    { "log", BUILTIN_PLAIN, FUNCTION_LOG, 1 },
    { "abs", BUILTIN_PLAIN, FUNCTION_ABS, 1 },
    { "sign", BUILTIN_PLAIN, FUNCTION_SIGN, 1 },
    { "sinh", BUILTIN_PLAIN, FUNCTION_SINH, 1 },
    { "cosh", BUILTIN_PLAIN, FUNCTION_COSH, 1 },
    { "tanh", BUILTIN_PLAIN, FUNCTION_TANH, 1 },
    { "sin", BUILTIN_PLAIN, FUNCTION_SIN, 1 },
    { "cos", BUILTIN_PLAIN, FUNCTION_COS, 1 },
    { "asin", BUILTIN_PLAIN, FUNCTION_ASIN, 1 },
    { "acos", BUILTIN_PLAIN, FUNCTION_ACOS, 1 },
    { "atan", BUILTIN_PLAIN, FUNCTION_ATAN, 1 },
    { "H", BUILTIN_PLAIN, FUNCTION_H, 1 },
    { "phi", BUILTIN_PLAIN, FUNCTION_PHI, 1 },
    { "min", BUILTIN_FOLD, FUNCTION_MIN, 2 },
    { "max", BUILTIN_FOLD, FUNCTION_MAX, 2 },
    { "Phi2", BUILTIN_PHI2, FUNCTION_PHI2, 3 },
    { "sqrt", BUILTIN_SQRT, FUNCTION_COUNT, 1 },
    { "sech", BUILTIN_SECH, FUNCTION_COUNT, 1 },
    { "erf", BUILTIN_ERF, FUNCTION_COUNT, 1 },
    { "erfc", BUILTIN_ERFC, FUNCTION_COUNT, 1 },
    { "Phi", BUILTIN_CDF, FUNCTION_COUNT, 1 },
    { "step", BUILTIN_STEP, FUNCTION_COUNT, 1 },
    { "diff", BUILTIN_DIFF, FUNCTION_COUNT, 2 },
    { "test", BUILTIN_TEST, FUNCTION_COUNT, 1 },
    { "train", BUILTIN_TRAIN, FUNCTION_COUNT, 1 },
    { NULL, BUILTIN_PLAIN, FUNCTION_COUNT, 0 }
};

/* What the same thing is called elsewhere. */
static const char *const alias[][2] = {
    { "ln", "log" },        { "arccos", "acos" },     { "arcsin", "asin" },
    { "arctan", "atan" },   { "sgn", "sign" },        { "fabs", "abs" },
    { "heaviside", "step" },{ "theta", "step" },      { "Theta", "step" },
    { "normcdf", "Phi" },   { "cdf", "Phi" },         { "pdf", "phi" },
    { "gauss", "phi" },     { "Q", "H" },             { "maximum", "max" },
    { "minimum", "min" },   { "derivative", "diff" }, { "D", "diff" },
    { "sigmoid", "1/(1 + exp(-x))" },                 { "relu", "max" },
    { NULL, NULL }
};

static const char *const law[] = {
    "normal", "rademacher", "sphere", "laplace", "uniform", "mix", "delta",
    "poisson", "marchenko_pastur", NULL
};

const builtin_t *
builtin_find(const char *name)
{
    const builtin_t *b = builtin;

    while (b->name != NULL && strcmp(b->name, name) != 0)
        b++;
    return b->name != NULL ? b : NULL;
}

const char *
builtin_alias(const char *name)
{
    int i;

    for (i = 0; alias[i][0] != NULL; i++)
        if (strcmp(alias[i][0], name) == 0)
            return alias[i][1];
    return NULL;
}

int
builtin_names(const char **out, int max)
{
    int n = 0;

    while (n < max && builtin[n].name != NULL)
    {
        out[n] = builtin[n].name;
        n++;
    }
    return n;
}

int
is_law_name(const char *name)
{
    int i;

    for (i = 0; law[i] != NULL; i++)
        if (strcmp(law[i], name) == 0)
            return 1;
    return 0;
}

int
law_names(const char **out, int max)
{
    int n = 0;

    while (n < max && law[n] != NULL)
    {
        out[n] = law[n];
        n++;
    }
    return n;
}

/* ---- derived names ------------------------------------------------------ */

enum
{
    NONE = 1 << LEARNER_NONE, BAYES = 1 << LEARNER_BAYES,
    GIBBS = 1 << LEARNER_GIBBS, ERM = 1 << LEARNER_ERM,
    ONLINE = 1 << LEARNER_ONLINE, POTENTIAL = 1 << LEARNER_POTENTIAL,
    TEACHER = BAYES | GIBBS | ERM | ONLINE,
    STATIC = NONE | BAYES | GIBBS | ERM
};

/* Gibbs and erm without a teacher (Gardner-Derrida) lose what needs one. */
static const derived_t derived[] = {
    { "q", STATIC, 1, 0, 0 },
    { "q_hat", STATIC, 1, 0, -1 },
    { "V", STATIC, 1, -1, 1 },
    { "V_hat", STATIC, 1, -1, -1 },
    { "m", TEACHER & ~ONLINE, 1, -1, -1 },
    { "m_hat", TEACHER & ~ONLINE, 1, -1, -1 },
    { "q0", STATIC, 1, 1, 0 },
    { "q1", STATIC, 1, 1, 0 },
    { "q0_hat", STATIC, 1, 1, -1 },
    { "q1_hat", STATIC, 1, 1, -1 },
    { "x", STATIC, 1, 1, 1 },
    { "rho", TEACHER | NONE, 0, -1, 1 },
    { "r", STATIC, 0, -1, 1 },
    { "R", ONLINE, 1, -1, -1 },
    { "Q", ONLINE, 1, -1, 1 },
    { "T", ONLINE, 0, -1, 1 },
    { "v", ONLINE, 1, -1, -1 },
    { "v0", ONLINE, 0, -1, -1 },
    { "entropy", NONE | BAYES | GIBBS, 0, -1, -1 },
    { "free_entropy", STATIC | POTENTIAL, 0, -1, -1 },
    { "mutual_information", BAYES, 0, -1, -1 },
    { "mmse", BAYES, 0, -1, 0 },
    { "replicon", STATIC, 0, -1, -1 },
    { "training_loss", NONE | GIBBS | ERM, 0, -1, -1 },
    { "training_error", TEACHER & ~ONLINE, 0, -1, 0 },
    { "generalisation_error", TEACHER, 0, -1, 0 },
    { "generalisation_error_gibbs", BAYES | GIBBS, 0, -1, 0 },
    { NULL, 0, 0, 0, 0 }
};

static int
has_derived(const check_t *c, const derived_t *d)
{
    const spec_t *s = c->spec;
    static const char *const of_teacher[] = {
        "m", "m_hat", "training_error", "generalisation_error",
        "generalisation_error_gibbs", NULL
    };
    int i;

    if (s == NULL || !(d->learners & (1u << s->learner))
        || (d->rsb >= 0 && d->rsb != s->rsb))
        return 0;
    if (strcmp(d->name, "training_loss") == 0)
        return c->seen[STMT_LOSS] > 0;
    for (i = 0; of_teacher[i] != NULL; i++)
        if (strcmp(of_teacher[i], d->name) == 0)
            return c->seen[STMT_TEACHER] > 0;
    return 1;
}

const derived_t *
derived_of_any(const char *name)
{
    const derived_t *d = derived;

    while (d->name != NULL && strcmp(d->name, name) != 0)
        d++;
    return d->name != NULL ? d : NULL;
}

const derived_t *
derived_find(const check_t *c, const char *name)
{
    const derived_t *d = derived_of_any(name);

    return d != NULL && has_derived(c, d) ? d : NULL;
}

int
derived_names(const check_t *c, const char **out, int max)
{
    const derived_t *d;
    int n = 0;

    for (d = derived; d->name != NULL && n < max; d++)
        if (has_derived(c, d))
            out[n++] = d->name;
    return n;
}

const char *
derived_why_not(const check_t *c, const char *name)
{
    const spec_t *s = c->spec;
    const derived_t *d = derived_of_any(name);

    if (s->learner == LEARNER_POTENTIAL)
        return "in a model written as a potential only the declared order "
               "parameters and 'free_entropy' are known";
    if (d->rsb >= 0 && d->rsb != s->rsb)
        return s->rsb ? "with 'ansatz rsb1' the overlaps are q0, q1 and x"
                      : "it belongs to 'ansatz rsb1'";
    if (strcmp(name, "training_loss") == 0 && c->seen[STMT_LOSS] == 0)
        return "the model has no 'loss'";
    if (s->learner == LEARNER_ERM && strcmp(name, "entropy") == 0)
        return "the minimiser of a loss has no entropy";
    if (c->seen[STMT_TEACHER] == 0)
        return "the model has no teacher";
    return "this learner does not have it";
}
