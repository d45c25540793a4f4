/* compiler/emit/caption.c -- what the reader of the C is told of a program. */
#include "internal.h"

int
emit_is_coexistence(const emission_t *em, const system_t *s)
{
    return s->threshold >= 0 && em->theory->spec->threshold[s->threshold].kind
                                    == THRESHOLD_COEXISTENCE;
}

static const char *
state_title(emission_t *em, int boundary)
{
    return boundary < 0 ? "the interior"
                        : pool_printf(&em->pool, "the state %s",
                                      em->theory->boundary[boundary].name);
}

/* "saddle point: the equations", "alpha_c at the state q = 0: its range" */
caption_t
emit_caption(emission_t *em, const system_t *s, const char *part, int n)
{
    caption_t c = { NULL, NULL, 0 };
    pool_t *pool = &em->pool;

    if (s->threshold < 0)
        c.title = pool_printf(pool, "%s: %s",
                              s->boundary < 0 ? "saddle point"
                                              : state_title(em, s->boundary),
                              part);
    else if (emit_is_coexistence(em, s))
        c.title = pool_printf(pool, "%s, %s and %s: %s", s->name,
                              state_title(em, s->boundary),
                              state_title(em, s->other), part);
    else if (s->boundary >= 0)
        c.title = pool_printf(pool, "%s at %s: %s", s->name,
                              state_title(em, s->boundary), part);
    else
        c.title = pool_printf(pool, "%s: %s", s->name, part);
    c.label = pool_alloc(pool, (size_t) n * sizeof *c.label);
    return c;
}

/* Gradient of the potential; then what a threshold adds. */
const char *
emit_residual_label(emission_t *em, const system_t *s, int i)
{
    const theory_t *th = em->theory;
    const char *phi = th->spec->potential_name;

    if (i >= s->n_orders)
        return i == s->n - 1 && s->threshold >= 0
                       && th->spec->threshold[s->threshold].kind
                              == THRESHOLD_EQUATION
                   ? "left - right of the condition" : NULL;
    if (th->own_equation != NULL && th->own_equation[s->order[i]] != NULL)
        return pool_printf(&em->pool, "equation of %s",
                           th->unknown[s->order[i]].name);
    return pool_printf(&em->pool, "d %s/d %s", phi != NULL ? phi : "phi",
                       th->unknown[s->order[i]].name);
}

const char *
emit_unknown_name(const emission_t *em, const system_t *s, int i)
{
    return i < s->n_orders ? em->theory->unknown[s->order[i]].name
           : i < s->n_orders + s->n_extras ? s->extra[i - s->n_orders].name
           : em->theory->spec->parameter[s->parameter].name;
}
