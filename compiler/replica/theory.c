/* compiler/replica/theory.c -- from a checked model to its theory. */
#include "derive.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void *
derive_alloc(derivation_t *dv, size_t count, size_t size)
{
    void *p = NULL;

    if (count == 0)
        count = 1;
    if (size <= (size_t) -1 / count)
        p = arena_alloc(dv->arena, count * size);
    if (p == NULL)
        longjmp(dv->out_of_memory, 1);
    return p;
}

const char *
derive_text(derivation_t *dv, const char *format, ...)
{
    char buffer[512];
    va_list args;
    char *copy;

    va_start(args, format);
    vsnprintf(buffer, sizeof buffer, format, args);
    va_end(args);
    copy = arena_copy(dv->arena, buffer, strlen(buffer));
    if (copy == NULL)
        longjmp(dv->out_of_memory, 1);
    return copy;
}

void
derive_error(derivation_t *dv, const char *code, span_t span, const char *help,
             const char *format, ...)
{
    char buffer[512];
    va_list args;

    va_start(args, format);
    vsnprintf(buffer, sizeof buffer, format, args);
    va_end(args);
    diags_add(dv->d, DIAG_ERROR, code, span, help, "%s", buffer);
    dv->failed = 1;
}

/* ---- building ----------------------------------------------------------- */

unknown_t *
derive_unknown(derivation_t *dv, const char *name, domain_t domain,
               const char *description, int stage)
{
    theory_t *t = dv->t;
    unknown_t *u = &t->unknown[t->n_unknowns++];

    u->name = name;
    u->symbol = expr_symbol(dv->algebra, name);
    u->domain = domain;
    u->description = description;
    u->stage = stage;
    return u;
}

void
derive_function(derivation_t *dv, definition_t *definition, expr_t *raw)
{
    theory_t *t = dv->t;
    named_function_t *f = &t->function[t->n_functions++];
    int i;

    f->name = definition_name(definition);
    f->latex = definition_latex(definition);
    f->n = definition_arity(definition);
    f->formal = derive_alloc(dv, (size_t) f->n, sizeof *f->formal);
    for (i = 0; i < f->n; i++)
        f->formal[i] = definition_formal(definition, i);
    f->definition = definition;
    f->raw = raw;
    f->closed = definition_body(definition);
}

static int
is_declared(const spec_t *spec, const char *name)
{
    int i;

    for (i = 0; i < spec->n_observables; i++)
        if (strcmp(spec->observable[i].name, name) == 0)
            return 1;
    for (i = 0; i < spec->n_parameters; i++)
        if (strcmp(spec->parameter[i].name, name) == 0)
            return 1;
    for (i = 0; i < spec->n_orders; i++)
        if (strcmp(spec->order[i].name, name) == 0)
            return 1;
    return 0;
}

void
derive_name(derivation_t *dv, const char *name, expr_t *value, expr_t *raw)
{
    if (is_declared(dv->spec, name))
        return;
    dv->name[dv->n_names] = expr_symbol(dv->algebra, name);
    dv->raw_meaning[dv->n_names] = raw;
    dv->meaning[dv->n_names++] = value;
}

void
derive_value(derivation_t *dv, const char *name, expr_t *value, expr_t *raw,
             const char *description)
{
    named_value_t *v;

    if (is_declared(dv->spec, name))
        return;
    derive_name(dv, name, value, raw);
    v = &dv->value[dv->n_values++];
    v->name = name;
    v->value = value;
    v->description = description;
}

expr_t *
derive_formal(derivation_t *dv, const char *name, int positive)
{
    const spec_t *spec = dv->spec;
    expr_t *symbol;
    int i;

    for (i = 0; i < spec->n_parameters; i++)
        if (strcmp(spec->parameter[i].name, name) == 0)
            break;
    symbol = i < spec->n_parameters ? expr_fresh(dv->algebra, name)
                                    : expr_symbol(dv->algebra, name);
    if (positive)
        expr_assume(dv->algebra, symbol, 1, 1);
    return symbol;
}

/* ---- the whole ---------------------------------------------------------- */

static void
not_supported(derivation_t *dv, span_t span, const char *what)
{
    derive_error(dv, "E0301", span, NULL, "not supported yet: %s", what);
}

/* 1 when this room can derive the model. */
static int
is_supported(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    int i;

    for (i = 0; i < spec->n_unsupported; i++)
        not_supported(dv, spec->unsupported_span[i],
                      derive_text(dv, "'%s'", spec->unsupported_word[i]));
    if (spec->rsb != 0)
        not_supported(dv, spec->ansatz_span, "ansatz rsb1");
    switch (spec->learner)
    {
    case LEARNER_NONE:
    case LEARNER_POTENTIAL:
    case LEARNER_BAYES:
    case LEARNER_GIBBS:
    case LEARNER_ERM:
    case LEARNER_ONLINE:
        break;
    }
    return !dv->failed;
}

static void
allocate(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    theory_t *t = dv->t;
    size_t unknowns = (size_t) spec->n_orders + 8;
    size_t names = (size_t) spec->n_observables
                   + (size_t) spec->n_averages + 32;

    t->spec = spec;
    t->unknown = derive_alloc(dv, unknowns, sizeof *t->unknown);
    t->function = derive_alloc(dv, 256, sizeof *t->function);
    t->own_equation = derive_alloc(dv, unknowns, sizeof *t->own_equation);
    dv->gradient = derive_alloc(dv, unknowns, sizeof *dv->gradient);
    dv->map = derive_alloc(dv, unknowns, sizeof *dv->map);
    dv->name = derive_alloc(dv, names, sizeof *dv->name);
    dv->meaning = derive_alloc(dv, names, sizeof *dv->meaning);
    dv->raw_meaning = derive_alloc(dv, names, sizeof *dv->raw_meaning);
    dv->value = derive_alloc(dv, names, sizeof *dv->value);
}

static int
derive_learner(derivation_t *dv)
{
    switch (dv->spec->learner)
    {
    case LEARNER_NONE:
        return derive_storage(dv);
    case LEARNER_BAYES:
        return derive_bayes(dv);
    case LEARNER_GIBBS:
        return derive_gibbs(dv);
    case LEARNER_ERM:
        return derive_erm(dv);
    default:
        return derive_potential(dv);
    }
}

/* The spec's starts, and before an unnamed one of them the derivation's. */
static void
derive_starts(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    theory_t *t = dv->t;
    size_t n = (size_t) spec->n_starts;

    t->start = derive_alloc(dv, n + 1, sizeof *t->start);
    memcpy(t->start, spec->start, n * sizeof *t->start);
    t->n_starts = spec->n_starts;
    if (dv->start.at.n > 0)
        t->start[t->n_starts++] = dv->start;
}

/* From here on gradient, map, values and names are in explicit form; what is
   printed stays as it is. */
static void
make_explicit(derivation_t *dv)
{
    expr_t *(*form)(void *, expr_t *) = dv->explicit_form;
    theory_t *t = dv->t;
    named_value_t *value;
    int i;

    if (form == NULL)
        return;
    t->lowered = expr_inline(dv->algebra, form(dv->explicit_ctx,
                                               t->potential));
    for (i = 0; i < t->n_unknowns; i++)
    {
        dv->gradient[i] = form(dv->explicit_ctx, dv->gradient[i]);
        if (dv->map[i] != NULL)
            dv->map[i] = form(dv->explicit_ctx, dv->map[i]);
    }
    for (i = 0; i < dv->n_names; i++)
        dv->meaning[i] = form(dv->explicit_ctx, dv->meaning[i]);
    value = derive_alloc(dv, (size_t) dv->n_values, sizeof *value);
    for (i = 0; i < dv->n_values; i++)
    {
        value[i] = dv->value[i];
        value[i].value = form(dv->explicit_ctx, value[i].value);
        dv->value[i].plain = value[i].value;
    }
    dv->value = value;
}

static int
derive_all(derivation_t *dv)
{
    int i;

    if (!is_supported(dv))
        return 0;
    allocate(dv);
    if (dv->spec->learner == LEARNER_ONLINE)
        return derive_online(dv) && !dv->failed;
    if (!derive_learner(dv))
        return 0;
    derive_starts(dv);
    derive_natural_map(dv);
    dv->t->gradient = derive_alloc(dv, (size_t) dv->t->n_unknowns,
                                   sizeof *dv->t->gradient);
    for (i = 0; i < dv->t->n_unknowns; i++)
        dv->t->gradient[i] = dv->gradient[i];
    if (!derive_values(dv))
        return 0;
    make_explicit(dv);
    if (dv->failed)
        return 0;
    /* room for: interior, boundary states, states that thresholds name; each
       threshold there, or on pairs of them */
    i = 1 + derive_max_boundaries(dv) + dv->spec->n_thresholds;
    i *= 1 + dv->spec->n_thresholds * i;
    dv->t->system = derive_alloc(dv, (size_t) i, sizeof *dv->t->system);
    dv->t->skipped = derive_alloc(dv, 2 * (size_t) dv->spec->n_thresholds,
                                  sizeof *dv->t->skipped);
    derive_saddle_points(dv);
    return derive_thresholds(dv) && !dv->failed;
}

/* The statement with the cases that no place could be found for: the rule of
   the labels, the loss, or whatever the potential is written in. */
static span_t
kink_span(const spec_t *spec)
{
    const variable_t *z = spec->student != NULL ? spec->student
                                                : spec->weights;
    expr_t *first, *second;

    if (spec->teacher != NULL && spec->label != NULL
        && (expr_unfold(spec->algebra, spec->label, spec->teacher->field,
                        &first, &second) != NULL
            || spec->loss == NULL))
        return spec->label_span;
    if (spec->loss != NULL && z != NULL
        && expr_unfold(spec->algebra, spec->loss, z->field, &first, &second)
               != NULL)
        return spec->loss_span;
    return spec->label_law != NULL  ? spec->label_span
           : spec->require != NULL  ? spec->require_span
           : spec->potential != NULL ? spec->potential_span
                                     : spec->name_span;
}

int
theory_derive(theory_t *out, arena_t *arena, const spec_t *spec, diags_t *d)
{
    derivation_t dv;
    int done;

    memset(out, 0, sizeof *out);
    memset(&dv, 0, sizeof dv);
    dv.t = out;
    dv.arena = arena;
    dv.spec = spec;
    dv.algebra = spec->algebra;
    dv.d = d;
    if (setjmp(dv.out_of_memory) != 0)
    {
        diags_add(d, DIAG_ERROR, "E0302", spec->name_span, NULL,
                  "the derivation needs more memory than allowed");
        return 0;
    }
    done = derive_all(&dv);
    if (algebra_failed(spec->algebra))
        longjmp(dv.out_of_memory, 1);
    if (done && algebra_lost_kink(spec->algebra))
    {
        diags_add(d, DIAG_ERROR, "E0320", kink_span(spec),
                  "write conditions under averages so that they are affine in "
                  "the integration variable",
                  "a derivative needs the place of a kink that cannot be "
                  "solved for");
        return 0;
    }
    return done;
}
