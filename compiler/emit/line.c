/* compiler/emit/line.c -- the table of the Nishimori line. */
#include "internal.h"

int
emit_line(emission_t *em)
{
    const line_t *l = em->theory->line;
    static const caption_t caption
        = { "the Nishimori line: for proofs of the number of solutions", NULL,
            0 };
    const char *samples, *channel, *end, *parts, *jumps;

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
    if (l->n_jumps > 0)
        table_int_array(em, "line_jump_label", l->jump_label, l->n_jumps);
    fprintf(em->tables, "static const saddle_line_t line = {\n"
            "    .overlap = %d,\n    .conjugate = %d,\n"
            "    .samples = %s,\n    .channel = %s,\n    .end = %s,\n"
            "    .n_parts = %d,\n    .parts = %s,\n"
            "    .n_jumps = %d,\n    .jumps = %s,\n", l->overlap,
            l->conjugate, samples, channel, end, l->n_parts, parts,
            l->n_jumps, jumps);
    if (l->n_jumps > 0)
        fprintf(em->tables, "    .jump_label = line_jump_label,\n");
    fprintf(em->tables, "};\n\n");
    return 1;
}
