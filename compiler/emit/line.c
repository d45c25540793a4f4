/* compiler/emit/line.c -- the table of the Nishimori line. */
#include "internal.h"

static void
print_exprs(FILE *to, expr_t *const *e, int n)
{
    int k;

    for (k = 0; k < n; k++)
    {
        fputc(' ', to);
        expr_print_prefix(to, e[k]);
    }
    fputc('\n', to);
}

/* The lines of a certificate. */
static char *
reading(emission_t *em, const line_t *l)
{
    char *text = NULL, *copy;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    int k;

    if (to == NULL)
        flint_abort();
    for (k = 0; k < l->n_parts; k++)
    {
        fprintf(to, "part");
        print_exprs(to, l->part + 3 * k, 3);
    }
    for (k = 0; k < l->n_jumps; k++)
    {
        fprintf(to, "jump %d", l->jump_label[k]);
        print_exprs(to, l->jump + 2 * k, 2);
    }
    if (l->channel_end != NULL)
    {
        fprintf(to, "end");
        print_exprs(to, &l->channel_end, 1);
    }
    fclose(to);
    copy = pool_printf(&em->pool, "%s", text);
    free(text);
    return copy;
}

int
emit_line(emission_t *em)
{
    const line_t *l = em->theory->line;
    static const caption_t caption
        = { "the Nishimori line: for proofs of the number of solutions", NULL,
            0 };
    const char *samples, *channel, *end, *parts, *jumps, *blurs, *text;

    if (l == NULL)
        return 0;
    samples = emit_program(em, "line_samples", &l->samples, 1,
                           &caption);
    channel = emit_program(em, "line_channel", &l->channel, 1, NULL);
    end = emit_program(em, "line_end", &l->channel_end,
                       l->channel_end != NULL, NULL);
    parts = emit_program(em, "line_parts", l->part, 3 * l->n_parts,
                         NULL);
    jumps = emit_program(em, "line_jumps", l->jump, 2 * l->n_jumps,
                         NULL);
    blurs = emit_program(em, "line_blurs", l->blur, l->n_blurs, NULL);
    text = table_string(em, reading(em, l));
    if (l->n_jumps > 0)
        table_int_array(em, "line_jump_label", l->jump_label, l->n_jumps);
    fprintf(em->tables, "static const saddle_line_t line = {\n"
            "    .overlap = %d,\n    .conjugate = %d,\n"
            "    .samples = %s,\n    .channel = %s,\n    .end = %s,\n"
            "    .n_parts = %d,\n    .parts = %s,\n"
            "    .n_jumps = %d,\n    .jumps = %s,\n"
            "    .n_blurs = %d,\n    .blurs = %s,\n", l->overlap,
            l->conjugate, samples, channel, end, l->n_parts, parts,
            l->n_jumps, jumps, l->n_blurs, blurs);
    if (l->n_jumps > 0)
        fprintf(em->tables, "    .jump_label = line_jump_label,\n");
    fprintf(em->tables, "    .reading = %s,\n", text);
    fprintf(em->tables, "};\n\n");
    return 1;
}
