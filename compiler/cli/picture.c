/* compiler/cli/picture.c -- curves and maps, drawn by gnuplot. */
#include "picture.h"
#include "output.h"
#include "cli.h"
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- building ---------------------------------------------------------------- */

void
picture_init(picture_t *p)
{
    memset(p, 0, sizeof *p);
}

void
picture_clear(picture_t *p)
{
    size_t i;

    for (i = 0; i < p->n_curves; i++)
    {
        free(p->curve[i].title);
        free(p->curve[i].x);
        free(p->curve[i].y);
        free(p->curve[i].error);
    }
    for (i = 0; i < p->n_marks; i++)
        free(p->mark_name[i]);
    free(p->curve);
    free(p->mark);
    free(p->mark_name);
    free(p->cell_x);
    free(p->cell_y);
    free(p->cell_z);
    free(p->title);
    free(p->x_label);
    free(p->y_label);
    free(p->z_label);
    picture_init(p);
}

static int
replace(char **to, const char *text)
{
    free(*to);
    *to = text != NULL ? strdup(text) : NULL;
    return text == NULL || *to != NULL;
}

int
picture_labels(picture_t *p, const char *title, const char *x, const char *y,
               const char *z)
{
    return replace(&p->title, title) & replace(&p->x_label, x)
           & replace(&p->y_label, y) & replace(&p->z_label, z);
}

/* Room for one more in an array that doubles. */
static int
grow(void *array, size_t n, size_t size)
{
    void **a = array, *bigger;

    if ((n & (n - 1)) != 0)
        return 1;
    bigger = realloc(*a, (n == 0 ? 1 : 2 * n) * size);
    if (bigger == NULL)
        return 0;
    *a = bigger;
    return 1;
}

curve_t *
picture_curve(picture_t *p, curve_style_t style, int colour, const char *title)
{
    curve_t *c;

    if (!grow(&p->curve, p->n_curves, sizeof *p->curve))
        return NULL;
    c = p->curve + p->n_curves++;
    memset(c, 0, sizeof *c);
    c->style = style;
    c->colour = colour;
    return replace(&c->title, title) ? c : NULL;
}

int
curve_point(curve_t *c, double x, double y, double error)
{
    if (!grow(&c->x, c->n, sizeof *c->x) || !grow(&c->y, c->n, sizeof *c->y)
        || !grow(&c->error, c->n, sizeof *c->error))
        return 0;
    c->x[c->n] = x;
    c->y[c->n] = y;
    c->error[c->n++] = error;
    return 1;
}

int
picture_mark(picture_t *p, double x, const char *name)
{
    if (!grow(&p->mark, p->n_marks, sizeof *p->mark)
        || !grow(&p->mark_name, p->n_marks, sizeof *p->mark_name))
        return 0;
    p->mark[p->n_marks] = x;
    p->mark_name[p->n_marks] = strdup(name);
    return p->mark_name[p->n_marks++] != NULL;
}

int
picture_cell(picture_t *p, double x, double y, double z)
{
    if (!grow(&p->cell_x, p->n_cells, sizeof *p->cell_x)
        || !grow(&p->cell_y, p->n_cells, sizeof *p->cell_y)
        || !grow(&p->cell_z, p->n_cells, sizeof *p->cell_z))
        return 0;
    p->cell_x[p->n_cells] = x;
    p->cell_y[p->n_cells] = y;
    p->cell_z[p->n_cells++] = z;
    return 1;
}

/* ---- names -------------------------------------------------------------------- */

static const struct
{
    const char *name, *letter;
} greek[] = {
    { "alpha", "α" }, { "beta", "β" }, { "gamma", "γ" }, { "delta", "δ" },
    { "epsilon", "ε" }, { "zeta", "ζ" }, { "eta", "η" }, { "theta", "θ" },
    { "kappa", "κ" }, { "lambda", "λ" }, { "mu", "μ" }, { "nu", "ν" },
    { "xi", "ξ" }, { "pi", "π" }, { "rho", "ρ" }, { "sigma", "σ" },
    { "tau", "τ" }, { "phi", "φ" }, { "chi", "χ" }, { "psi", "ψ" },
    { "omega", "ω" }, { "Delta", "Δ" }, { "Gamma", "Γ" }, { "Lambda", "Λ" },
    { "Sigma", "Σ" }, { "Phi", "Φ" }, { "Psi", "Ψ" }, { "Omega", "Ω" },
};

/* The letter of a Greek name of this length, or NULL. */
static const char *
greek_letter(const char *name, size_t length)
{
    size_t i;

    for (i = 0; i < sizeof greek / sizeof greek[0]; i++)
        if (strlen(greek[i].name) == length
            && strncmp(greek[i].name, name, length) == 0)
            return greek[i].letter;
    return NULL;
}

void
picture_text(FILE *to, const char *text)
{
    for (; *text != '\0'; text++)
    {
        if (strchr("{}^_@&~\\", *text) != NULL)
            putc('\\', to);
        putc(*text, to);
    }
}

/* "alpha_c" is a letter with an index, "q_hat" one with a hat, and
   "generalisation_error" words. */
static void
write_name(FILE *to, const char *name)
{
    size_t length = strcspn(name, "_[");
    const char *letter = greek_letter(name, length);
    char rest[128];

    if (letter == NULL && length > 1)
    {
        for (; *name != '\0'; name++)
            if (*name == '_')
                putc(' ', to);
            else
                picture_text(to, (char[]) { *name, '\0' });
        return;
    }
    if (letter != NULL)
        fputs(letter, to);
    else
        putc(*name, to);
    snprintf(rest, sizeof rest, "%s", name + length);
    name = rest;
    if (strncmp(name, "_hat", 4) == 0)
    {
        fputs("\xcc\x82", to);
        name += 4;
    }
    if (*name == '\0')
        return;
    if (*name == '[')           /* "[1,2]": the brackets are not drawn */
    {
        rest[strcspn(rest, "]")] = '\0';
        name++;
    }
    name += *name == '_';
    fputs("_{", to);
    letter = greek_letter(name, strlen(name));
    picture_text(to, letter != NULL ? letter : name);
    putc('}', to);
}

char *
picture_name(const char *name)
{
    char *out = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&out, &length);

    if (to == NULL)
        return NULL;
    write_name(to, name);
    fclose(to);
    return out;
}

/* ---- the script ---------------------------------------------------------------- */

void
picture_quote(FILE *to, const char *text)
{
    putc('\'', to);
    for (; *text != '\0'; text++)
    {
        if (*text == '\'')
            putc('\'', to);
        putc(*text == '\n' || *text == '\r' ? ' ' : *text, to);
    }
    putc('\'', to);
}

static void
write_data(FILE *to, const picture_t *p)
{
    size_t i, k;

    for (i = 0; i < p->n_curves; i++)
    {
        const curve_t *c = p->curve + i;

        fprintf(to, "$curve%zu << END\n", i);
        for (k = 0; k < c->n; k++)
            if (isfinite(c->y[k]) && isfinite(c->x[k]))
            {
                table_print_number(to, c->x[k]);
                putc(' ', to);
                table_print_number(to, c->y[k]);
                fprintf(to, " %.6g\n", isfinite(c->error[k]) ? c->error[k] : 0);
            }
            else
                putc('\n', to);
        fprintf(to, "END\n");
    }
    if (p->n_cells == 0)
        return;
    fprintf(to, "$map << END\n");
    for (k = 0; k < p->n_cells; k++)
    {
        if (k > 0 && p->cell_y[k] != p->cell_y[k - 1])
            putc('\n', to);
        table_print_number(to, p->cell_x[k]);
        putc(' ', to);
        table_print_number(to, p->cell_y[k]);
        if (isfinite(p->cell_z[k]))
        {
            putc(' ', to);
            table_print_number(to, p->cell_z[k]);
            putc('\n', to);
        }
        else
            fprintf(to, " NaN\n");
    }
    fprintf(to, "END\n");
}

static void
write_marks(FILE *to, const picture_t *p)
{
    size_t i;

    for (i = 0; i < p->n_marks; i++)
    {
        fprintf(to, "set arrow from first %.15g, graph 0 to first %.15g, graph "
                    "1 nohead dt 3 lc rgb '#555555'\n", p->mark[i],
                p->mark[i]);
        fprintf(to, "set label ");
        picture_quote(to, p->mark_name[i]);
        /* labels of neighbours do not stand at the same height */
        fprintf(to, " at first %.15g, graph %.2f offset 0.5, 0 "
                    "textcolor rgb '#555555'\n", p->mark[i],
                0.97 - 0.06 * (double) (i % 4));
    }
}

static const char *
shade(const curve_t *c)
{
    static const char *const colour[] = {
        "#1f5fa8", "#c8502d", "#3c8d40", "#7a4fa3", "#b58a00", "#008c95",
        "#a3325e", "#555555",
    };

    return colour[(size_t) c->colour % (sizeof colour / sizeof colour[0])];
}

static void
write_title(FILE *to, const curve_t *c)
{
    fprintf(to, c->title == NULL ? "notitle" : "title ");
    if (c->title != NULL)
        picture_quote(to, c->title);
}

/* Error bars lie below all curves: gnuplot clears the ground around them. */
static void
write_curves(FILE *to, const picture_t *p)
{
    const char *between = "plot ";
    size_t i;

    for (i = 0; i < p->n_curves; i++)
        if (p->curve[i].style == CURVE_POINTS)
        {
            fprintf(to, "%s$curve%zu using 1:2:3 with yerrorbars pt 7 ps 0 "
                    "lc rgb '%s' notitle", between, i, shade(p->curve + i));
            between = ", \\\n     ";
        }
    for (i = 0; i < p->n_curves; i++)
    {
        const curve_t *c = p->curve + i;

        fprintf(to, "%s$curve%zu using 1:2 with ", between, i);
        if (c->style == CURVE_POINTS)
            fprintf(to, "points pt 7 ps 0.5 lc rgb '%s' ", shade(c));
        else
            fprintf(to, "lines lc rgb '%s' lw 2 dt %d ", shade(c),
                    c->style == CURVE_DASHED ? 2 : 1);
        write_title(to, c);
        between = ", \\\n     ";
    }
    fprintf(to, "\n");
}

static void
write_label(FILE *to, const char *what, const char *text)
{
    if (text == NULL)
        return;
    fprintf(to, "set %s ", what);
    picture_quote(to, text);
    fprintf(to, "%s\n", strlen(text) > 64 ? " font ',10'" : "");
}

/* The terminal, for so many panels below each other, or NULL. */
static const char *
terminal(const char *path, int panels)
{
    static const struct
    {
        const char *ending, *one, *two;
    } known[] = {
#define SVG(size) "svg size " size " enhanced font 'Helvetica,13' " \
                  "background rgb 'white'"
        { ".svg", SVG("720,480"), SVG("720,760") },
        { ".pdf", "pdfcairo size 6,4 font 'Helvetica,12'",
          "pdfcairo size 6,6.4 font 'Helvetica,12'" },
        { ".png", "pngcairo size 960,640 font 'Helvetica,13'",
          "pngcairo size 960,1010 font 'Helvetica,13'" },
    };
    const char *dot = strrchr(path, '.');
    size_t i;

    for (i = 0; dot != NULL && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(dot, known[i].ending) == 0)
            return panels > 1 ? known[i].two : known[i].one;
    return NULL;
}

static int
has_titles(const picture_t *p)
{
    size_t i;

    for (i = 0; i < p->n_curves; i++)
        if (p->curve[i].title != NULL)
            return 1;
    return 0;
}

/* The parameter's range as it is, and some room above and below the curves. */
static void
write_ranges(FILE *to, const picture_t *p)
{
    double lo = INFINITY, hi = -INFINITY, room;
    size_t i, k;

    fprintf(to, "set autoscale xfix\n");
    for (i = 0; i < p->n_curves; i++)
        for (k = 0; k < p->curve[i].n; k++)
            if (isfinite(p->curve[i].y[k]))
            {
                lo = fmin(lo, p->curve[i].y[k]);
                hi = fmax(hi, p->curve[i].y[k]);
            }
    room = hi > lo ? hi - lo : fabs(hi) + 1e-3;
    if (!p->log_y && isfinite(room))
        fprintf(to, "set yrange [%.9g:%.9g]\n", lo - 0.03 * room,
                hi + 0.06 * room);
}

/* The map fills the picture; lines over it may end outside. */
static void
write_map_range(FILE *to, const char *axis, const double *x, size_t n)
{
    double lo = INFINITY, hi = -INFINITY;
    size_t i;

    for (i = 0; i < n; i++)
    {
        lo = fmin(lo, x[i]);
        hi = fmax(hi, x[i]);
    }
    if (lo < hi)
        fprintf(to, "set %srange [%.9g:%.9g]\n", axis, lo, hi);
}

/* The map, and its curves (critical lines) over it. */
static void
write_map(FILE *to, const picture_t *p)
{
    size_t i;

    write_label(to, "cblabel", p->z_label);
    fprintf(to, "set view map\nset border 31\nset tics front\n"
                "set palette defined (0 '#20304f', 0.35 '#1f7a8c', "
                "0.7 '#bfdb8f', 1 '#fff3b0')\n"
                "set lmargin at screen 0.12\nset rmargin at screen 0.8\n"
                "set bmargin at screen 0.15\nset tmargin at screen 0.91\n"
                "set pm3d map interpolate 4,4\n");
    write_map_range(to, "x", p->cell_x, p->n_cells);
    write_map_range(to, "y", p->cell_y, p->n_cells);
    fprintf(to, "splot $map using 1:2:3 with pm3d notitle");
    for (i = 0; i < p->n_curves; i++)
    {
        fprintf(to, ", \\\n     $curve%zu using 1:2:(0) with lines lw 2.5 dt "
                    "%zu lc rgb '#c8502d' ", i, i + 1);
        if (p->curve[i].title == NULL)
            fprintf(to, "notitle");
        else
        {
            fprintf(to, "title ");
            picture_quote(to, p->curve[i].title);
        }
    }
    putc('\n', to);
}

static void
write_script(FILE *to, void *ctx)
{
    const picture_t *p = ctx;

    fprintf(to, "set border 3 lw 1.2\nset tics nomirror out\n"
                "set minussign\nset key %s\n",
            !has_titles(p)    ? "off"
            : p->n_cells > 0 ? "top left textcolor rgb '#c8502d' opaque"
                             : "outside right");
    if (p->n_cells == 0)
        write_ranges(to, p);
    write_label(to, "title", p->title);
    write_label(to, "xlabel", p->x_label);
    write_label(to, "ylabel", p->y_label);
    if (p->log_x)
        fprintf(to, "set logscale x\n");
    if (p->log_y)
        fprintf(to, "set logscale y\n");
    write_data(to, p);
    if (p->n_cells > 0)
    {
        write_map(to, p);
        return;
    }
    write_marks(to, p);
    write_curves(to, p);
}

/* ---- gnuplot --------------------------------------------------------------------- */

int
picture_can(const char *path)
{
    if (terminal(path, 1) != NULL)
        return 1;
    fprintf(stderr, "saddle: %s: pictures end with .svg, .pdf or .png\n",
            path);
    return 0;
}

/* Runs gnuplot in the folder of the script; its exit status, or -1. */
static int
run_gnuplot(const char *script)
{
    char *folder = strdup(script), *slash = strrchr(folder, '/');
    const char *name = slash != NULL ? slash + 1 : script;
    char *argument[] = { "gnuplot", NULL, NULL };
    int status = -1;
    pid_t child;

    if (slash != NULL)
        *slash = '\0';
    name = slash != NULL ? strrchr(script, '/') + 1 : script;
    argument[1] = (char *) name;
    fflush(NULL);
    child = fork();
    if (child == 0)
    {
        if (slash != NULL && chdir(*folder != '\0' ? folder : "/") != 0)
            _exit(126);
        execvp("gnuplot", argument);
        _exit(127);
    }
    if (child > 0 && waitpid(child, &status, 0) == child)
        status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    free(folder);
    return status;
}

static int
run_script(const char *path, int panels, void (*write)(FILE *, void *),
           void *ctx)
{
    const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
    char *script = NULL;
    output_t *file;
    int status = EXIT_OUTPUT;

    if (!picture_can(path))
        return EXIT_USAGE;
    if (asprintf(&script, "%.*s.gp", (int) (dot - path), path) < 0)
        return EXIT_LIMIT;
    file = output_open(script);
    if (file != NULL)
    {
        FILE *to = output_stream(file);

        fprintf(to, "# gnuplot script written by Saddle %s\nset encoding "
                    "utf8\nset terminal %s\nset output ", SADDLE_VERSION,
                terminal(path, panels));
        picture_quote(to, slash != NULL ? slash + 1 : path);
        putc('\n', to);
        write(to, ctx);
        status = output_close(file, 1);
    }
    if (status == EXIT_DONE)
    {
        int ended = run_gnuplot(script);

        if (ended == 127)
            fprintf(stderr, "saddle: gnuplot was not found; %s is ready for "
                            "it (package gnuplot-nox)\n", script);
        else if (ended != 0)
            fprintf(stderr, "saddle: gnuplot failed on %s\n", script);
        status = ended == 0 ? EXIT_DONE : EXIT_OUTPUT;
    }
    free(script);
    return status;
}

int
picture_run(const char *path, void (*write)(FILE *, void *), void *ctx)
{
    return run_script(path, 1, write, ctx);
}

int
picture_write(const picture_t *p, const char *path)
{
    return picture_run(path, write_script, (void *) p);
}

static void
write_two(FILE *to, void *ctx)
{
    picture_t *p = ctx;

    fprintf(to, "set multiplot layout 2,1\nset lmargin at screen 0.14\n"
                "set rmargin at screen 0.78\nset format y '%%g'\n");
    write_script(to, p);
    fprintf(to, "unset logscale\nset autoscale\nunset title\nunset arrow\n"
                "unset label\n");
    write_script(to, p + 1);
    fprintf(to, "unset multiplot\n");
}

int
picture_write_two(const picture_t p[2], const char *path)
{
    return run_script(path, 2, write_two, (void *) p);
}
