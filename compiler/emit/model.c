/* compiler/emit/model.c -- from a theory to one C file. */
#include "internal.h"

#include "../../runtime/sha256.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void
emit_error(emission_t *em, const char *code, const char *help,
           const char *format, ...)
{
    va_list list;
    char message[400];

    em->failed = 1;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    diags_add(em->d, DIAG_ERROR, code, em->span, help, "%s", message);
}

/* ---- the head ----------------------------------------------------------- */

static const char *
function_line(emission_t *em, const named_function_t *f)
{
    pool_t *pool = &em->pool;
    char *line = pool_printf(pool, "%s(", f->name);

    for (int i = 0; i < f->n; i++)
        line = pool_printf(pool, "%s%s%s", line, i > 0 ? ", " : "",
                           expr_name(f->formal[i]));
    return pool_printf(pool, "%s) = %s", line,
                       escape_readable(em, f->closed != NULL ? f->closed
                                                             : f->raw));
}

/* Version, ABI, spec, hash; then the equations as the theory has them. */
static void
write_head(emission_t *em, const emit_context_t *context, const char *hash)
{
    const theory_t *th = em->theory;
    pool_t *pool = &em->pool;
    int room = 8 + th->n_functions + th->n_equations, n = 0;
    const char **part = pool_alloc(pool, (size_t) room * sizeof *part);

    part[n++] = pool_printf(pool, "Written by saddle %s for ABI %d.  Do not "
                                  "edit.", context->version, SADDLE_ABI);
    part[n++] = pool_printf(pool, "Spec %.200s, SHA-256", context->spec_name);
    part[n++] = pool_printf(pool, "%s", hash);
    escape_comment(em->to, 0, part, n);
    fprintf(em->to, "#include \"model.h\"\n\n#include <math.h>\n"
                    "#include <stddef.h>\n\n");
    n = 0;
    if (th->potential != NULL)
        part[n++] = pool_printf(pool, "free entropy: %s\n",
                                escape_readable(em, th->potential));
    for (int i = 0; i < th->n_functions; i++)
        part[n++] = function_line(em, &th->function[i]);
    for (int i = 0; i < th->n_equations; i++)
        part[n++] = pool_printf(pool, "%s = %s",
                                escape_readable(em, th->equation_left[i]),
                                escape_readable(em, th->equation_right[i]));
    if (n > 0)
    {
        escape_comment(em->to, 0, part, n);
        fprintf(em->to, "\n");
    }
}

/* ---- emit_model --------------------------------------------------------- */

/* Order parameters and parameters; variables of nested integrals. */
static void
init_env(emission_t *em)
{
    static const char *const outer[EMIT_MAX_DEPTH]
        = { "t.0", "t.1", "t.2", "t.3", "t.4", "t.5", "t.6", "t.7" };
    const theory_t *th = em->theory;
    const spec_t *spec = th->spec;
    size_t n = (size_t) th->n_unknowns + (size_t) spec->n_parameters;
    size_t extras = 0;

    for (int i = 0; i < th->n_systems; i++)
        if ((size_t) th->system[i].n_extras > extras)
            extras = (size_t) th->system[i].n_extras;
    em->algebra = spec->algebra;
    em->span = spec->name_span;
    em->env = pool_alloc(&em->pool, (n + extras) * sizeof *em->env);
    em->env_name = pool_alloc(&em->pool, (n + extras) * sizeof *em->env_name);
    em->n_env = em->n_base = (int) n;
    em->owner = -1;
    em->n_orders = th->n_unknowns;
    for (int i = 0; i < em->n_env; i++)
    {
        int k = i - th->n_unknowns;

        em->env[i] = k < 0 ? th->unknown[i].symbol : spec->parameter[k].symbol;
        em->env_name[i] = naming_clean(&em->pool,
                                       k < 0 ? th->unknown[i].name
                                             : spec->parameter[k].name);
    }
    /* no name of a spec holds a point */
    for (int i = 0; i < EMIT_MAX_DEPTH; i++)
    {
        em->outer[i] = expr_symbol(em->algebra, outer[i]);
        em->outer_name[i] = "t";
    }
}

int
emit_model(FILE *to, const theory_t *theory, const emit_context_t *context,
           diags_t *d)
{
    emission_t em;
    char hash[65], *part[3] = { NULL, NULL, NULL };
    size_t length[3] = { 0, 0, 0 };
    int ok;

    memset(&em, 0, sizeof em);
    em.theory = theory;
    em.d = d;
    em.to = open_memstream(&part[0], &length[0]);
    em.texts = open_memstream(&part[1], &length[1]);
    em.tables = open_memstream(&part[2], &length[2]);
    if (em.to == NULL || em.texts == NULL || em.tables == NULL)
        flint_abort();
    init_env(&em);
    saddle_sha256(hash, context->spec_text, strlen(context->spec_text));
    write_head(&em, context, hash);
    emit_systems(&em);
    em.span = theory->spec->name_span;
    emit_model_tables(&em, context, hash);
    if (!em.failed && algebra_failed(em.algebra))
        emit_error(&em, "E0407", NULL, "the formulas are too large to emit");
    fclose(em.to);
    fclose(em.texts);
    fclose(em.tables);
    ok = !em.failed;
    for (int i = 0; i < 3; i++)
    {
        if (ok)
            fwrite(part[i], 1, length[i], to);
        free(part[i]);
    }
    pool_clear(&em.pool);
    return ok;
}
