/* compiler/cli/picture.c -- a picture as a list of curves, marks and cells. */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

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
