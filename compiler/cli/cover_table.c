/* compiler/cli/cover_table.c -- the cells of a curve as a table and a proof. */
#include "../../runtime/certify/certificate.h"
#include "cover_parts.h"
#include "output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 12
#define MOST_PIECES 4096   /* rows of a cell                                */

/* ---- reading ------------------------------------------------------------------ */

static const saddle_system_t *
system_of(const covered_t *v, const placed_t *p)
{
    return p->system >= 0 ? v->c->s->loaded.model->system[p->system] : NULL;
}

/* "SYSTEM|STATE|WHY|" and the cell. */
static int
add_line(covered_t *v, char *line)
{
    char *part[3], *rest = line;
    int i, n_systems = v->c->s->loaded.model->n_systems;
    placed_t *bigger, *p;

    for (i = 0; i < 3; i++)
        part[i] = strsep(&rest, "|");
    if (rest == NULL || atoi(part[0]) >= n_systems)
        return 0;
    if ((v->n & (v->n - 1)) == 0)
    {
        bigger = realloc(v->cell, (v->n == 0 ? 1 : 2 * v->n) * sizeof *bigger);
        if (bigger == NULL)
            return 0;
        v->cell = bigger;
    }
    p = v->cell + v->n;
    memset(p, 0, sizeof *p);
    p->system = atoi(part[0]);
    snprintf(p->state, sizeof p->state, "%s", part[1]);
    snprintf(p->why, sizeof p->why, "%s", part[2]);
    cover_cell_init(&p->cell, p->system >= 0 ? system_of(v, p)->n : 0);
    v->n++;
    return cover_load(&p->cell, rest, p->cell.n);
}

/* Cells that are open for the same reason become one. */
static void
merge(covered_t *v)
{
    placed_t *last = NULL;
    size_t i, n = 0;

    for (i = 0; i < v->n; i++)
    {
        placed_t *p = v->cell + i;

        if (last != NULL && p->cell.verdict != CERTIFY_PROVEN
            && last->cell.verdict != CERTIFY_PROVEN
            && strcmp(p->why, last->why) == 0
            && arb_equal(last->cell.hi, p->cell.lo))
        {
            arb_swap(last->cell.hi, p->cell.hi);
            cover_cell_clear(&p->cell);
            continue;
        }
        last = v->cell + n;
        if (n++ < i)
            *last = *p;
    }
    v->n = n;
}

/* Runs of cells that are proven and joined. */
static void
join(covered_t *v)
{
    size_t i;

    for (i = 0; i < v->n; i++)
    {
        placed_t *p = v->cell + i;

        p->branch = -1;
        if (p->cell.verdict != CERTIFY_PROVEN)
            v->open++;
        else if (i > 0 && p[-1].system == p->system && p[-1].branch >= 0
                 && cover_joins(&p[-1].cell, &p->cell))
            p->branch = p[-1].branch;
        else
            p->branch = v->branches++;
    }
}

/* ---- rows ------------------------------------------------------------------------ */

static void
put_bounds(table_t *t, const char *name, const arb_t x)
{
    char end[96], *text;

    table_number(t, name, arf_get_d(arb_midref(x), ARF_RND_NEAR));
    snprintf(end, sizeof end, "%.80s_lower", name);
    text = decimal_lower(x, DIGITS);
    table_text(t, end, text);
    free(text);
    snprintf(end, sizeof end, "%.80s_upper", name);
    text = decimal_upper(x, DIGITS);
    table_text(t, end, text);
    free(text);
}

static void
put_parameters(covered_t *v, const arb_t lo, const arb_t hi)
{
    const saddle_model_t *model = v->c->s->loaded.model;
    double *p = session_doubles(v->c->s), a, b;
    char name[96];
    int i;

    for (i = 0; p != NULL && i < model->n_parameters; i++)
        if (i != v->c->along)
            table_number(&v->c->table, model->parameter[i].name, p[i]);
    free(p);
    a = cover_number(v, lo);
    b = cover_number(v, hi);
    table_number(&v->c->table, model->parameter[v->c->along].name,
                 a + 0.5 * (b - a));
    snprintf(name, sizeof name, "%.80s_lower",
             model->parameter[v->c->along].name);
    table_number(&v->c->table, name, a);
    snprintf(name, sizeof name, "%.80s_upper",
             model->parameter[v->c->along].name);
    table_number(&v->c->table, name, b);
}

static void
put_row(covered_t *v, const placed_t *p, const arb_t lo, const arb_t hi,
        FILE *to)
{
    const saddle_model_t *model = v->c->s->loaded.model;
    const saddle_system_t *s = system_of(v, p);
    table_t *t = &v->c->table;
    arb_t x;
    int i, proven = p->cell.verdict == CERTIFY_PROVEN;

    arb_init(x);
    table_begin(t);
    put_parameters(v, lo, hi);
    for (i = 0; proven && i < s->n; i++)
    {
        cover_enclose(x, &p->cell, i, lo, hi);
        if (s->unknown[i] < model->n_orders)
            put_bounds(t, model->order[s->unknown[i]].name, x);
        else if (s->kind == SADDLE_THRESHOLD && i == s->n - 1)
            put_bounds(t, v->c->threshold->name, x);
    }
    table_text(t, "state", p->state);
    if (proven)
        table_number(t, "branch", p->branch);
    table_text(t, "status", proven                           ? "proven"
                            : strcmp(p->why, "limit") == 0   ? "limit"
                                                             : "undecided");
    table_write_row(to, t, v->c->o->json);
    arb_clear(x);
}

/* The rows of a cell: as many that none is higher than asked for. */
static void
put_cell(covered_t *v, const placed_t *p, FILE *to)
{
    const saddle_system_t *s = system_of(v, p);
    int i, pieces = 1, log, target = 0;
    double tube, rise;
    arb_t lo, hi, width;

    arb_init(lo);
    arb_init(hi);
    arb_init(width);
    arb_sub(width, p->cell.hi, p->cell.lo, ARF_PREC_EXACT);
    if (p->cell.verdict == CERTIFY_PROVEN)
    {
        target = s->kind == SADDLE_THRESHOLD ? s->n - 1 : 0;
        tube = 2 * mag_get_d(arb_radref(p->cell.zero + target));
        rise = fabs(arf_get_d(arb_midref(p->cell.slope + target),
                              ARF_RND_UP))
               * arf_get_d(arb_midref(width), ARF_RND_UP);
        while (pieces < MOST_PIECES && tube + rise / pieces
                                           > 0.999 * v->c->height)
            pieces *= 2;
        v->height = fmax(v->height, tube);
    }
    for (log = 0; 1 << log < pieces; log++)
        ;
    arb_mul_2exp_si(width, width, -log);
    arb_set(lo, p->cell.lo);
    for (i = 0; i < pieces; i++)
    {
        arb_add(hi, lo, width, ARF_PREC_EXACT);
        put_row(v, p, lo, hi, to);
        arb_swap(lo, hi);
    }
    arb_clear(width);
    arb_clear(hi);
    arb_clear(lo);
}

/* ---- the certificate ---------------------------------------------------------------- */

static int
put_certificate(covered_t *v, FILE *to)
{
    curve_cover_t *c = v->c;
    const saddle_model_t *model = c->s->loaded.model;
    const cover_cell_t **cell = calloc(v->n + 1, sizeof *cell);
    const char **prefix = calloc((size_t) model->n_parameters + 1,
                                 sizeof *prefix);
    certificate_context_t context = { prefix, NULL };
    char *end[2] = { NULL, NULL }, *claim = NULL;
    size_t i, length;
    FILE *text;
    int k, good = cell != NULL && prefix != NULL;

    for (k = 0; k < 2 && good; k++)
    {
        text = open_memstream(end + k, &length);
        if (text != NULL)
            expr_print_prefix(text, k == 0 ? c->lo : c->hi);
        good = text != NULL && fclose(text) == 0;
    }
    for (k = 0; k < model->n_parameters && good; k++)
        prefix[k] = k != c->along && c->s->setting[k].value != NULL
                        ? c->s->setting[k].prefix : NULL;
    for (i = 0; i < v->n && good; i++)
        cell[i] = &v->cell[i].cell;
    good = good
           && asprintf(&claim, "For every %s from %s to %s the equations have "
                               "a solution in the boxes below,\nunique in the "
                               "box of its cell, and it depends continuously "
                               "on %s.", model->parameter[c->along].name,
                       end[0], end[1], model->parameter[c->along].name) > 0;
    context.claim = claim;
    if (good)
        good = certificate_write_curve(to, model,
                                       system_of(v, v->cell), c->along,
                                       (const char *const *) end, cell,
                                       (long) v->n, &context) == 0;
    free(claim);
    free(end[0]);
    free(end[1]);
    free(prefix);
    free(cell);
    return good;
}

/* ---- the whole ------------------------------------------------------------------------ */

int
cover_finish(curve_cover_t *c, FILE *lines, FILE *table, FILE *certificate)
{
    covered_t v = { .c = c };
    char *line = NULL;
    size_t room = 0, i;
    int good = 1, whole, limit = 0;

    while (good && getline(&line, &room, lines) > 0)
        good = add_line(&v, line);
    free(line);
    merge(&v);
    join(&v);
    whole = good && v.open == 0 && v.branches == 1;
    for (i = 0; good && table != NULL && i < v.n; i++)
        put_cell(&v, v.cell + i, table);
    for (i = 0; i < v.n; i++)
        limit |= strcmp(v.cell[i].why, "limit") == 0;
    if (whole && certificate != NULL)
        good = put_certificate(&v, certificate);
    if (good)
        cover_tell(&v, whole);
    for (i = 0; i < v.n; i++)
        cover_cell_clear(&v.cell[i].cell);
    free(v.cell);
    return !good ? EXIT_LIMIT : whole ? EXIT_DONE
                 : limit              ? EXIT_LIMIT
                                      : EXIT_REFUSED;
}
