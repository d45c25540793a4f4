/* compiler/cli/online_table.c -- a course as text, JSON and CSV. */
#include "online.h"
#include "rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_COLUMNS 14     /* of text                                     */

/* ---- how it ended --------------------------------------------------------- */

static const char *
word_of(const course_t *c)
{
    static const char *const word[] = {
        [COURSE_DONE] = "done", [COURSE_STOP] = "stopped",
        [COURSE_DIVERGED] = "diverged", [COURSE_UNDEFINED] = "undefined",
        [COURSE_NO_VECTORS] = "no_vectors",
        [COURSE_SHORT] = "precision", [COURSE_STEPS] = "steps",
        [COURSE_INTERRUPTED] = "interrupted", [COURSE_MEMORY] = "memory",
    };

    return word[c->answer];
}

/* One sentence, or nothing for a course that came to its end. */
static void
print_reason(FILE *to, const dynamics_t *x, const course_t *c)
{
    const char *clock = online_clock(x);

    switch (c->answer)
    {
    case COURSE_DONE:
        if (x->open)
            fprintf(to, "no condition of 'until' is met up to %s = %g", clock,
                    c->last_time);
        return;
    case COURSE_STOP:
        fprintf(to, "stopped at %s = %.9g: %s", clock,
                c->n_rows > 0 ? c->time[c->n_rows - 1] : 0,
                x->flow->stop_text[c->stop]);
        return;
    case COURSE_DIVERGED:
        fprintf(to, "the overlaps diverge after %s = %.9g; the learning rate "
                    "may be too large", clock, c->last_time);
        return;
    case COURSE_UNDEFINED:
        fprintf(to, "the equations have no value after %s = %.9g: an average "
                    "is not finite, or was not found to the accuracy wanted",
                clock, c->last_time);
        return;
    case COURSE_NO_VECTORS:
        fprintf(to, c->n_rows == 0 && c->last_time == 0
                    ? "no vectors have the overlaps of the start: the matrix "
                      "of overlaps has the eigenvalue %.3g times its largest "
                      "entry"
                    : "the overlaps ceased to be those of vectors (smallest "
                      "eigenvalue %.3g times the largest overlap); --rtol "
                      "with a smaller value may help", c->least);
        if (c->last_time > 0)
            fprintf(to, ", after %s = %.9g", clock, c->last_time);
        return;
    case COURSE_SHORT:
        fprintf(to, "after %s = %.9g the tolerance asks for steps too short "
                    "for doubles", clock, c->last_time);
        return;
    case COURSE_STEPS:
        fprintf(to, "too many steps, at %s = %.9g", clock, c->last_time);
        return;
    case COURSE_INTERRUPTED:
        fprintf(to, "interrupted at %s = %.9g", clock, c->last_time);
        return;
    case COURSE_MEMORY:
        fprintf(to, "out of memory");
    }
}

static int
exit_of(const dynamics_t *x, const course_t *c)
{
    switch (c->answer)
    {
    case COURSE_DONE:
        return x->open ? EXIT_LIMIT : EXIT_DONE;
    case COURSE_STOP:
        return EXIT_DONE;
    case COURSE_NO_VECTORS:
        return c->n_rows == 0 && c->last_time == 0 ? EXIT_REFUSED
                                                   : EXIT_LIMIT;
    default:
        return EXIT_LIMIT;
    }
}

/* "leaves the plateau" for the students' specialisation, or the text of a
   stop. */
static const char *
event_name(const dynamics_t *x, const course_event_t *e)
{
    if (e->which >= 0)
        return x->flow->stop_text[e->which];
    return e->rises ? "the students specialise"
                    : "the students lose their specialisation";
}

/* ---- text ----------------------------------------------------------------- */

static int
width_of(const char *name)
{
    return strlen(name) > 15 ? (int) strlen(name) + 2 : 17;
}

static void
print_rows(const dynamics_t *x, const course_t *c)
{
    size_t shown = c->width < MOST_COLUMNS ? c->width : MOST_COLUMNS, i, k;

    printf("%12s", online_clock(x));
    for (k = 0; k < shown; k++)
        printf("%*s", width_of(online_column(x, k)), online_column(x, k));
    putchar('\n');
    for (i = 0; i < c->n_rows; i++)
    {
        printf("%12.7g", c->time[i]);
        for (k = 0; k < shown; k++)
            printf("%*.10g", width_of(online_column(x, k)),
                   c->row[i * c->width + k]);
        putchar('\n');
    }
    if (shown < c->width)
        printf("... and %zu more columns, see -o or --json\n",
               c->width - shown);
}

static void
print_last(FILE *to, const dynamics_t *x, const course_t *c)
{
    size_t k;

    fprintf(to, "saddle online: last good state, at %s = %.9g:",
            online_clock(x), c->last_time);
    for (k = 0; k < c->width; k++)
        fprintf(to, "%s %s = %.10g", k > 0 ? "," : "", online_column(x, k),
                c->last[k]);
    putc('\n', to);
}

static void
tell_text(const dynamics_t *x, const course_t *c)
{
    int i;

    printf("%s\n  %s\n  students %d, teachers %d\n\n", x->flow->name,
           x->setting, x->flow->students, x->flow->teachers);
    if (c->n_rows > 0)
        print_rows(x, c);
    for (i = 0; i < c->n_events; i++)
        printf("%s%s at %s = %.9g\n", i == 0 ? "\n" : "",
               event_name(x, c->event + i), online_clock(x),
               c->event[i].time);
    if (c->answer == COURSE_STOP && c->n_events == 0)
    {
        putchar('\n');
        print_reason(stdout, x, c);
        putchar('\n');
    }
}

/* ---- JSON ----------------------------------------------------------------- */

static json_t *
json_state(const dynamics_t *x, size_t width, double t, const double *row)
{
    json_t *o = json_object();
    size_t k;

    json_object_set_new(o, online_clock(x), json_number(t));
    for (k = 0; k < width; k++)
        json_object_set_new(o, online_column(x, k), json_number(row[k]));
    return o;
}

static void
tell_json(const dynamics_t *x, const course_t *c)
{
    json_t *rows = json_array(), *events = json_array(), *all;
    char *reason = NULL;
    size_t length, i;
    FILE *to = open_memstream(&reason, &length);
    int k;

    for (i = 0; i < c->n_rows; i++)
        json_array_append_new(rows, json_state(x, c->width, c->time[i],
                                               c->row + i * c->width));
    for (k = 0; k < c->n_events; k++)
        json_array_append_new(events, json_pack("{ss so}", "event",
                                                event_name(x, c->event + k),
                                                online_clock(x),
                                                json_number(c->event[k].time)));
    all = json_pack("{ss ss ss ss so so sI so}", "verb", "online", "name",
                    x->flow->name, "status", word_of(c), "setting", x->setting,
                    "rows", rows, "events", events, "steps",
                    (json_int_t) c->steps, "least_eigenvalue",
                    json_number(c->least));
    if (to != NULL)
    {
        print_reason(to, x, c);
        fclose(to);
        if (length > 0)
            json_object_set_new(all, "reason", json_string(reason));
        free(reason);
    }
    if (exit_of(x, c) != EXIT_DONE && c->last != NULL)
        json_object_set_new(all, "last", json_state(x, c->width, c->last_time,
                                                    c->last));
    json_emit(all);
}

/* ---- CSV ------------------------------------------------------------------ */

static int
write_table(const dynamics_t *x, const course_t *c)
{
    output_t *file = output_open(x->o->output);
    size_t i, k;
    FILE *to;

    if (file == NULL)
        return EXIT_OUTPUT;
    to = output_stream(file);
    fprintf(to, "# saddle online %s: %s\n# %s\n# spec %s\n# rtol %g, atol %g\n",
            SADDLE_VERSION, x->flow->name, x->setting, x->flow->spec_hash,
            x->ode.rtol, x->ode.atol);
    for (i = 0; i < (size_t) c->n_events; i++)
        fprintf(to, "# event %.12g: %s\n", c->event[i].time,
                event_name(x, c->event + i));
    if (c->answer != COURSE_DONE)
    {
        fprintf(to, "# ended: ");
        print_reason(to, x, c);
        putc('\n', to);
    }
    rows_head_line(to, "time", online_clock(x), x->limit == FLOW_GRADIENT
                   ? "eta times samples/N" : "samples/N");
    for (k = 0; k < (size_t) x->flow->n_values; k++)
        rows_head_line(to, "value", x->flow->value_name[k].name,
                       x->flow->value_name[k].description);
    fputs(online_clock(x), to);
    for (k = 0; k < c->width; k++)
        fprintf(to, strchr(online_column(x, k), ',') ? ",\"%s\"" : ",%s",
                online_column(x, k));
    putc('\n', to);
    for (i = 0; i < c->n_rows; i++)
    {
        table_print_number(to, c->time[i]);
        for (k = 0; k < c->width; k++)
        {
            putc(',', to);
            table_print_number(to, c->row[i * c->width + k]);
        }
        putc('\n', to);
    }
    return output_close(file, 1);
}

int
online_tell(const dynamics_t *x, const course_t *c)
{
    int status = exit_of(x, c), written = EXIT_DONE;

    if (x->o->output != NULL && c->n_rows > 0)
        written = write_table(x, c);
    if (x->o->json)
        tell_json(x, c);
    else
        tell_text(x, c);
    if (status != EXIT_DONE)
    {
        fprintf(stderr, "saddle online: ");
        print_reason(stderr, x, c);
        putc('\n', stderr);
        if (c->answer != COURSE_MEMORY && c->answer != COURSE_DONE
            && c->n_rows > 0)
            print_last(stderr, x, c);
    }
    return status == EXIT_DONE ? written : status;
}
