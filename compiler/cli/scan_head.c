/* compiler/cli/scan_head.c -- the key of a sweep, and the head of its table. */
#include "scan.h"
#include "../../runtime/sha256.h"
#include "critical.h"

#include <stdlib.h>
#include <string.h>

#define MOST_MARKS 101     /* critical values of a line over a map          */

/* The command without what does not change the result. */
static void
print_command(FILE *to, const scan_t *c)
{
    const options_t *o = c->o;
    const char *slash = strrchr(o->word[0], '/');
    int i;

    fprintf(to, "saddle sweep %s", slash != NULL ? slash + 1 : o->word[0]);
    for (i = 1; i < o->n_words; i++)
        fprintf(to, " %s", o->word[i]);
    if (o->points != NULL)
    {
        slash = strrchr(o->points, '/');
        fprintf(to, " --points %s", slash != NULL ? slash + 1 : o->points);
    }
    if (o->threshold != NULL)
        fprintf(to, " --threshold %s", o->threshold);
    if (o->state != NULL)
        fprintf(to, " --from %s", o->state);
    if (o->all)
        fprintf(to, " --all");
    if (o->branches)
        fprintf(to, " --branches");
    if (o->cover)
        fprintf(to, " --cover --height %g", c->cover.height);
    else if (o->certify || o->digits > 0)
        fprintf(to, " --digits %ld", c->rows.proof.digits);
    if (o->json)
        fprintf(to, " --json");
}

/* The SHA-256 of the spec, the versions, the command and the points. */
int
scan_key(scan_t *c)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    int i;
    long k;

    if (to == NULL)
        return 0;
    fprintf(to, "%s\n%s\n", c->s->loaded.model->spec_hash, SADDLE_VERSION);
    print_command(to, c);
    for (i = 0; c->o->points != NULL && i < c->grid.n_axes; i++)
        for (k = 0; k < c->grid.axis[i].n; k++)
        {
            putc(k > 0 ? ' ' : '\n', to);
            expr_print(to, c->grid.axis[i].value[k]);
        }
    if (fclose(to) != 0)
        return 0;
    saddle_sha256(c->key, text, length);
    free(text);
    return 1;
}

/* With a picture: "# mark THRESHOLD X", or "# mark THRESHOLD X Y" for each value
   Y of the parameter scanned second, X the critical value of the first. */
static void
print_marks(FILE *to, scan_t *c)
{
    const grid_t *g = &c->grid;
    const spec_t *spec = &c->s->spec;
    long k, first, n = g->n_axes == 2 ? g->axis[1].n : 1;
    critical_t critical;
    double *y;
    int i, best;

    if (c->o->plot == NULL || c->threshold != NULL || c->o->cover || g->tied
        || g->n_axes < 1 || g->n_axes > 2 || n > MOST_MARKS
        || (y = calloc((size_t) n, sizeof *y)) == NULL)
        return;
    if (g->n_axes == 2)
        grid_doubles(g->axis + 1, y);
    for (i = 0; i < spec->n_thresholds; i++)
        for (k = 0; k < n && spec->threshold[i].parameter
                             == g->axis[0].parameter; k++)
        {
            first = k * g->axis[0].n;
            if (grid_put(g, c->s, first, -1) != EXIT_DONE)
                continue;
            best = critical_find(&critical, c->s, spec->threshold + i)
                       == EXIT_DONE && critical.n > 0;
            if (best && g->n_axes == 2)
                fprintf(to, "# mark %s %.10g %.10g\n", spec->threshold[i].name,
                        critical.candidate[0].env[critical.parameter], y[k]);
            else if (best)
                fprintf(to, "# mark %s %.10g\n", spec->threshold[i].name,
                        critical.candidate[0].env[critical.parameter]);
            critical_clear(&critical);
        }
    free(y);
}

void
scan_head(FILE *to, scan_t *c)
{
    if (c->o->json)
        return;
    fprintf(to, "# saddle sweep of %s\n# spec-sha256 %s\n", c->s->spec.name,
            c->s->loaded.model->spec_hash);
    fprintf(to, "# saddle %s, FLINT %s, Arb %s\n# command: ", SADDLE_VERSION,
            FLINT_VERSION, arb_version);
    print_command(to, c);
    putc('\n', to);
    if (c->o->cover)
        cover_describe(&c->cover, to);
    else
        rows_describe(&c->rows, to);
    print_marks(to, c);
    table_write_header(to, c->o->cover ? &c->cover.table : &c->rows.table);
}
