/* runtime/certify/certificate.c -- a proof as a text file. */
#include "certificate.h"
#include "../sha256.h"

#include <stdlib.h>
#include <string.h>

static const char scope[]
    = "one zero of these equations in this box; nothing is claimed of the "
      "replica ansatz, of the branch, or of points outside the box";

/* Printable ASCII as it is, everything else and '%' as %XX. */
static void
put_encoded(FILE *to, const char *text, size_t length)
{
    size_t i;

    for (i = 0; i < length; i++)
    {
        unsigned char c = (unsigned char) text[i];

        if (c < 0x20 || c > 0x7e || c == '%')
            fprintf(to, "%%%02X", c);
        else
            fputc(c, to);
    }
}

/* KEYWORD line, for every line of a text. */
static void
put_lines(FILE *to, const char *keyword, const char *text)
{
    while (text != NULL && *text != '\0')
    {
        size_t length = strcspn(text, "\n");

        fprintf(to, "%s ", keyword);
        put_encoded(to, text, length);
        fputc('\n', to);
        text += length + (text[length] == '\n');
    }
}

/* Four hex integers: midpoint mantissa, exponent, radius mantissa, exponent. */
static void
put_ball(FILE *to, const char *keyword, const char *name, const arb_t x)
{
    char *dump = arb_dump_str(x);

    fprintf(to, "%s %s %s\n", keyword, name, dump);
    flint_free(dump);
}

const char *
certificate_name(const saddle_model_t *model, const saddle_system_t *system,
                 int i)
{
    int k = i - model->n_orders;

    return k < 0                     ? model->order[i].name
           : k < model->n_parameters ? model->parameter[k].name
                                     : system->extra[k - model->n_parameters];
}

static void
put_head(FILE *to, const saddle_model_t *model, const char *about)
{
    fprintf(to, "saddle certificate 1\n");
    fprintf(to, "scope %s\n", about);
    fprintf(to, "tool saddle %s, FLINT %s, Arb %s\n", model->version,
            FLINT_VERSION, arb_version);
    fprintf(to, "model %s\n", model->name);
    fprintf(to, "spec-sha256 %s\n", model->spec_hash);
    put_lines(to, "spec", model->spec_text);
}

/* The order parameters among the unknowns come first. */
static int
count_orders(const saddle_model_t *model, const saddle_system_t *system)
{
    int n = 0;

    while (n < system->n && system->unknown[n] < model->n_orders)
        n++;
    return n;
}

static int
is_fixed(const saddle_model_t *model, const saddle_system_t *system, int order)
{
    int i;

    if (system->boundary < 0)
        return 0;
    for (i = 0; i < model->boundary[system->boundary].n_fixed; i++)
        if (model->boundary[system->boundary].fixed[i] == order)
            return 1;
    return 0;
}

/* What a state fixes, and the equations of its n free order parameters. */
static void
put_state(FILE *to, const saddle_model_t *model, int boundary,
          const int *order, int n, const char *prefix)
{
    int i;

    for (i = 0; boundary >= 0 && i < model->boundary[boundary].n_fixed; i++)
        fprintf(to, "%sfixed %s %s\n", prefix,
                model->order[model->boundary[boundary].fixed[i]].name,
                model->boundary[boundary].value[i]);
    for (i = 0; i < n; i++)
    {
        const char *own = model->order_equation != NULL
                              ? model->order_equation[order[i]] : NULL;

        if (own != NULL)
            fprintf(to, "%scondition %s %s\n", prefix,
                    model->order[order[i]].name, own);
        else
            fprintf(to, "%sstationary %s\n", prefix,
                    model->order[order[i]].name);
    }
}

void
certificate_put_equations(FILE *to, const saddle_model_t *model,
                          const saddle_system_t *system)
{
    int i;

    for (i = 0; i < model->n_orders; i++)
        fprintf(to, "order %s %s\n", model->order[i].name,
                model->order[i].domain);
    if (model->potential != NULL)
        fprintf(to, "potential %s\n", model->potential);
    put_lines(to, "# potential", model->potential_text);
    put_state(to, model, system->boundary, system->unknown,
              count_orders(model, system), "");
    if (system->condition == SADDLE_IS_INSTABILITY
        && model->order_equation != NULL)
        for (i = 0; i < model->n_orders; i++)
            if (model->order_equation[i] != NULL && is_fixed(model, system, i))
                fprintf(to, "fixed-condition %s %s\n", model->order[i].name,
                        model->order_equation[i]);
    if (system->condition == SADDLE_IS_COEXISTENCE && system->equation == NULL
        && system->other != system->boundary)
        put_state(to, model, system->other, system->extra_order,
                  system->n_extra, "other-");
    if (system->equation != NULL)
    {
        const char *keyword
            = system->condition == SADDLE_IS_COEXISTENCE ? "other-value"
              : system->condition == SADDLE_IS_EXTREMUM  ? "observable"
                                                         : "equation";

        fprintf(to, "%s %s\n", keyword, system->equation);
        put_lines(to, "# equation", system->equation_text);
    }
    if (system->kind == SADDLE_THRESHOLD)
        fprintf(to, "critical %s\n",
                certificate_name(model, system,
                                 system->unknown[system->n - 1]));
}

const char *
certificate_kind(const saddle_system_t *system)
{
    static const char *const word[] = {
        [SADDLE_IS_STATE] = "unique",
        [SADDLE_IS_EQUATION] = "unique",
        [SADDLE_IS_LIMIT] = "unique",
        [SADDLE_IS_FOLD] = "fold",
        [SADDLE_IS_COEXISTENCE] = "coexistence",
        [SADDLE_IS_INSTABILITY] = "instability",
        [SADDLE_IS_EXTREMUM] = "extremum",
    };

    return word[system->condition];
}

static void
put_parameters(FILE *to, const saddle_model_t *model,
               const certificate_context_t *context)
{
    int i;

    for (i = 0; i < model->n_parameters; i++)
        if (context->parameter_prefix[i] != NULL)
            fprintf(to, "parameter %s %s\n", model->parameter[i].name,
                    context->parameter_prefix[i]);
}

static void
put_claim(FILE *to, const saddle_model_t *model, const saddle_system_t *system,
          const certify_result_t *r, const certificate_context_t *context)
{
    int i, k;

    put_parameters(to, model, context);
    put_lines(to, "# claim", context->claim);
    fprintf(to, "claim %s\n", certificate_kind(system));
    for (i = 0; i < system->n; i++)
        put_ball(to, "box", certificate_name(model, system, system->unknown[i]),
                 r->box + i);
    for (i = 0; i < system->n; i++)
        put_ball(to, "zero", certificate_name(model, system, system->unknown[i]),
                 r->zero + i);
    fprintf(to, "hint precision %ld\n", (long) r->prec);
    for (i = 0; i < system->n; i++)
        for (k = 0; k < system->n; k++)
        {
            char place[64];

            snprintf(place, sizeof place, "%d %d", i, k);
            put_ball(to, "hint preconditioner", place,
                     arb_mat_entry(r->preconditioner, i, k));
        }
    for (i = 0; i < r->n_values; i++)
        if (arb_is_finite(r->values + i))
            put_ball(to, "value", system->value_name[i].name, r->values + i);
}

/* The body, its seal, and the end. */
static int
put_sealed(FILE *to, char *text, size_t length)
{
    char seal[65];

    saddle_sha256(seal, text, length);
    fwrite(text, 1, length, to);
    fprintf(to, "seal %s\nend\n", seal);
    free(text);
    return ferror(to) ? -1 : 0;
}

int
certificate_write(FILE *to, const saddle_model_t *model,
                  const saddle_system_t *system, const certify_result_t *r,
                  const certificate_context_t *context)
{
    char *text = NULL;
    size_t length = 0;
    FILE *body = open_memstream(&text, &length);

    if (body == NULL)
        return -1;
    put_head(body, model, scope);
    certificate_put_equations(body, model, system);
    put_claim(body, model, system, r, context);
    if (fclose(body) != 0)
    {
        free(text);
        return -1;
    }
    return put_sealed(to, text, length);
}

int
certificate_write_with(FILE *to, const saddle_model_t *model,
                       const saddle_system_t *system, const char *about,
                       const certificate_context_t *context,
                       void (*put)(FILE *, const void *), const void *ctx)
{
    char *text = NULL;
    size_t length = 0;
    FILE *body = open_memstream(&text, &length);

    if (body == NULL)
        return -1;
    put_head(body, model, about);
    certificate_put_equations(body, model, system);
    put_parameters(body, model, context);
    put_lines(body, "# claim", context->claim);
    put(body, ctx);
    if (fclose(body) != 0)
    {
        free(text);
        return -1;
    }
    return put_sealed(to, text, length);
}

/* ---- curves ------------------------------------------------------------------ */

typedef struct
{
    const saddle_model_t *model;
    const saddle_system_t *system;
} names_t;

static const char *
unknown_name(void *ctx, int i)
{
    const names_t *n = ctx;

    return certificate_name(n->model, n->system, n->system->unknown[i]);
}

int
certificate_write_curve(FILE *to, const saddle_model_t *model,
                        const saddle_system_t *system, int along,
                        const char *const *end,
                        const cover_cell_t *const *cell, long n,
                        const certificate_context_t *context)
{
    names_t names = { model, system };
    char *text = NULL;
    size_t length = 0;
    FILE *body = open_memstream(&text, &length);
    long k;

    if (body == NULL)
        return -1;
    put_head(body, model, scope);
    certificate_put_equations(body, model, system);
    put_parameters(body, model, context);
    fprintf(body, "along %s %s %s\n", model->parameter[along].name, end[0],
            end[1]);
    put_lines(body, "# claim", context->claim);
    fprintf(body, "claim curve %ld %s\n", n, certificate_kind(system));
    for (k = 0; k < n; k++)
        cover_write(body, cell[k], k, unknown_name, &names);
    if (fclose(body) != 0)
    {
        free(text);
        return -1;
    }
    return put_sealed(to, text, length);
}
