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

/* Version, ABI, spec, hash. */
static void
write_head(emission_t *em, const emit_context_t *context, const char *hash)
{
    pool_t *pool = &em->pool;
    const char *part[3];
    int n = 0;

    part[n++] = pool_printf(pool, "Written by saddle %s for ABI %d.  Do not "
                                  "edit.", context->version, SADDLE_ABI);
    part[n++] = pool_printf(pool, "Spec %.200s, SHA-256", context->spec_name);
    part[n++] = pool_printf(pool, "%s", hash);
    escape_comment(em->to, 0, part, n);
}

/* The equations as the theory has them. */
static void
write_equations(emission_t *em)
{
    const theory_t *th = em->theory;
    pool_t *pool = &em->pool;
    int room = 8 + th->n_functions + th->n_equations, n = 0;
    const char **part = pool_alloc(pool, (size_t) room * sizeof *part);

    part[n++] = "In the code x_NAME is an order parameter, p_NAME a parameter, "
                "t_NAME a variable of integration, mean_K the K-th integral of "
                "the section.\n";
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
    {
        const system_t *s = &th->system[i];
        size_t more = (size_t) (s->n_extras + (s->slope != NULL ? s->n : 0));

        extras = more > extras ? more : extras;
    }
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

/* What is collected, in the order in which it is written. */
enum { HEAD, DOUBLES, BALLS, TEXTS, BALL_TABLES, TABLES, BALL_HEADER, PARTS };

typedef struct
{
    FILE *to[PARTS];
    char *text[PARTS];
    size_t length[PARTS];
} parts_t;

static void
parts_open(parts_t *p)
{
    memset(p, 0, sizeof *p);
    for (int i = 0; i < PARTS; i++)
    {
        p->to[i] = open_memstream(&p->text[i], &p->length[i]);
        if (p->to[i] == NULL)
            flint_abort();
    }
}

static void
put_part(FILE *to, const parts_t *p, int i)
{
    fwrite(p->text[i], 1, p->length[i], to);
}

/* The emission, collected; 0 with a diagnostic. */
static int
collect_parts(parts_t *p, int split, const theory_t *theory,
              const emit_context_t *context, diags_t *d)
{
    emission_t em;
    char hash[65];

    memset(&em, 0, sizeof em);
    parts_open(p);
    em.theory = theory;
    em.d = d;
    em.texts = p->to[TEXTS];
    em.tables = p->to[TABLES];
    em.balls = p->to[BALLS];
    em.ball_tables = p->to[BALL_TABLES];
    em.ball_header = split ? p->to[BALL_HEADER] : NULL;
    init_env(&em);
    saddle_sha256(hash, context->spec_text, strlen(context->spec_text));
    em.to = p->to[HEAD];
    write_head(&em, context, hash);
    em.to = p->to[DOUBLES];
    write_equations(&em);
    emit_systems(&em);
    em.span = theory->spec->name_span;
    emit_model_tables(&em, context, hash);
    if (!em.failed && algebra_failed(em.algebra))
        emit_error(&em, "E0407", NULL, "the formulas are too large to emit");
    for (int i = 0; i < PARTS; i++)
        fclose(p->to[i]);
    pool_clear(&em.pool);
    return !em.failed;
}

static void
parts_free(parts_t *p)
{
    for (int i = 0; i < PARTS; i++)
        free(p->text[i]);
}

static const char includes[] = "#include <math.h>\n#include <stddef.h>\n\n";

int
emit_model(FILE *to, const theory_t *theory, const emit_context_t *context,
           diags_t *d)
{
    parts_t p;
    int ok = collect_parts(&p, 0, theory, context, d);

    if (ok)
    {
        put_part(to, &p, HEAD);
        fprintf(to, "#include \"model.h\"\n\n%s", includes);
        for (int i = DOUBLES; i <= TABLES; i++)
            put_part(to, &p, i);
    }
    parts_free(&p);
    return ok;
}

int
emit_model_parts(FILE *doubles, FILE *balls, FILE *ball_header,
                 const theory_t *theory, const emit_context_t *context,
                 diags_t *d)
{
    parts_t p;
    int ok = collect_parts(&p, 1, theory, context, d);

    if (ok)
    {
        put_part(doubles, &p, HEAD);
        fprintf(doubles, "#include \"model_balls.h\"\n\n%s", includes);
        put_part(doubles, &p, DOUBLES);
        put_part(doubles, &p, TEXTS);
        put_part(doubles, &p, TABLES);
        fprintf(balls, "/* model_balls.c -- the formulas of model.c once more, "
                "for interval arithmetic.\n *\n * One call for each "
                "operation; registers hold balls.  Only ./certify runs "
                "it.\n */\n#include \"model_balls.h\"\n\n"
                "#include <stddef.h>\n\n");
        put_part(balls, &p, BALLS);
        put_part(balls, &p, BALL_TABLES);
        fprintf(ball_header, "/* model_balls.h -- what model.c refers to in "
                "model_balls.c. */\n#ifndef SADDLE_MODEL_BALLS_H\n#define "
                "SADDLE_MODEL_BALLS_H\n\n#include \"model.h\"\n\n");
        put_part(ball_header, &p, BALL_HEADER);
        fprintf(ball_header, "\n#endif\n");
    }
    parts_free(&p);
    return ok;
}
