/* compiler/replica/student_experiment.c -- the denoisers of a student who need
 * not know the teacher, at a temperature.
 */
#include "experiment.h"
#include "student.h"

/* (A, B) -> f_w and its derivative in B.  On the sphere the third input is the
   mean of B^2, which fixes the width. */
static mapping_t *
weights(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    mapping_t *m = derive_alloc(dv, 1, sizeof *m);
    expr_t *input[3], *out[2];

    if (s->volume != NULL)
    {
        input[0] = expr_fresh(g, "A");
        input[1] = expr_fresh(g, "B");
        input[2] = expr_fresh(g, "s");
        out[1] = expr_pow_int(g, expr_apply(g, s->width, &input[2], 1), -1);
        out[0] = expr_mul(g, input[1], out[1]);
        *m = experiment_mapping(dv, input, 3, out, 2);
        return m;
    }
    input[0] = s->reduced ? expr_fresh(g, "A") : s->formal[0];
    input[1] = s->formal[s->n_formals - 1];
    out[0] = student_weight_apply(s, s->f_w);
    out[1] = expr_diff(g, out[0], input[1]);
    *m = experiment_mapping(dv, input, 2, out, 2);
    return m;
}

/* (y, omega, V) -> g_out and its derivative in omega. */
static mapping_t
label(student_t *s, const label_t *o, int mirrored)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *y = s->channel.y, *omega = o->formal[o->n - 2], *place, *out[2];
    expr_t *input[3];
    int i;

    input[0] = y;
    input[1] = omega;
    input[2] = o->formal[o->n - 1];
    out[0] = student_label_apply(s, o, o->g);
    out[1] = expr_diff(g, out[0], omega);
    place = o->of_difference ? expr_sub(g, omega, y)
                             : expr_neg(g, omega);
    for (i = 0; i < 2 && (mirrored || o->of_difference); i++)
        out[i] = expr_substitute(g, expr_inline(g, out[i]), &omega, &place,
                                 1);
    if (mirrored)
        out[0] = expr_neg(g, out[0]);
    return experiment_mapping(dv, input, 3, out, 2);
}

static int
is_mirror(const label_t *o, const channel_atom_t *atom)
{
    int i;

    for (i = 0; i < o->n_mirrors; i++)
        if (o->mirror[i] == atom)
            return 1;
    return 0;
}

void
student_experiment(student_t *s)
{
    derivation_t *dv = s->dv;
    const channel_t *c = &s->channel;
    experiment_t *e = experiment_new(dv, c);
    const label_t *o;
    int i, k;

    if (e == NULL)
        return;
    e->weights = weights(s);
    e->labels = derive_alloc(dv, (size_t) (c->n_atoms + c->n_pieces) + 1,
                             sizeof *e->labels);
    /* a value of probability zero gets any */
    for (i = 0; i < c->n_atoms + c->n_pieces; i++)
        e->labels[i] = label(s, &s->label[0], 0);
    for (k = 0; k < s->n_labels; k++)
    {
        o = &s->label[k];
        for (i = 0; i < c->n_atoms; i++)
            if (o->atom == &c->atom[i] || is_mirror(o, &c->atom[i]))
                e->labels[i] = label(s, o, o->atom != &c->atom[i]);
        for (i = 0; i < c->n_pieces; i++)
            if (o->piece == &c->piece[i])
                e->labels[c->n_atoms + i] = label(s, o, 0);
    }
    dv->t->experiment = e;
}
