/* compiler/replica/student_labels.c -- labels of a teacher, seen by a student
 * of another mind.
 *
 * The teacher's field has mean a = (m/sqrt q) xi and variance rho - m^2/q, the
 * student's mean is omega = sqrt(q) xi: jointly Gaussian with covariances m
 * and q.  Hence for h(omega) at fixed label
 *
 *     d/dm E Z0 h = E (dZ0/da) (dh/domega),   d/dq E Z0 h = E Z0 h''/2.
 */
#include "student.h"

/* ---- loss and constraint ------------------------------------------------ */

static expr_t *
at_pattern(derivation_t *dv, expr_t *e, expr_t *y, expr_t *z)
{
    const spec_t *spec = dv->spec;
    expr_t *symbol[2], *value[2];
    int n = 1;

    symbol[0] = spec->student != NULL ? spec->student->field
                                      : spec->weights->field;
    value[0] = z;
    if (spec->label_symbol != NULL && y != NULL)
    {
        symbol[n] = spec->label_symbol;
        value[n++] = y;
    }
    return expr_substitute(dv->algebra, e, symbol, value, n);
}

expr_t *
student_loss(derivation_t *dv, expr_t *y, expr_t *z)
{
    if (dv->spec->loss == NULL)
        return expr_integer(dv->algebra, 0);
    return at_pattern(dv, dv->spec->loss, y, z);
}

expr_t *
student_require(derivation_t *dv, expr_t *y, expr_t *z)
{
    if (dv->spec->require == NULL)
        return expr_true(dv->algebra);
    return at_pattern(dv, dv->spec->require, y, z);
}

expr_t *
student_penalty(derivation_t *dv, expr_t *w)
{
    const spec_t *spec = dv->spec;
    expr_t *own = spec->student != NULL ? spec->student->symbol
                                        : spec->weights->symbol;

    if (spec->penalty == NULL)
        return expr_integer(dv->algebra, 0);
    return expr_substitute(dv->algebra, spec->penalty, &own, &w, 1);
}

static int
same(algebra_t *g, expr_t *a, expr_t *b)
{
    return a == b || expr_proves_zero(g, expr_sub(g, a, b));
}

/* The student treats y = a at -z as y = b at z. */
static int
treats_alike(derivation_t *dv, expr_t *a, expr_t *b)
{
    algebra_t *g = dv->algebra;
    expr_t *z = expr_fresh(g, "z"), *minus = expr_neg(g, z);

    return same(g, student_loss(dv, a, minus), student_loss(dv, b, z))
           && student_require(dv, a, minus) == student_require(dv, b, z);
}

/* Loss and constraint hold z - y alone. */
static int
sees_difference(derivation_t *dv)
{
    algebra_t *g = dv->algebra;
    expr_t *y = expr_fresh(g, "y"), *t = expr_fresh(g, "t");

    return channel_difference(g, student_loss(dv, y, t), y, t) != NULL
           && !expr_contains(student_require(dv, y, expr_add(g, y, t)), y);
}

/* ---- the kinds of label ------------------------------------------------- */

/* A density that is normal in y with a mean linear in omega: the label is
   mean + slope z0 + noise. */
static int
is_linear(label_t *o, algebra_t *g, const channel_t *c)
{
    expr_t *log_z, *k[3], *part[2], *variance, *rest;
    expr_t *half = expr_fraction(g, 1, 2);

    if (rewrite_infinite(o->piece->lo) >= 0
        || rewrite_infinite(o->piece->hi) <= 0)
        return 0;
    log_z = derive_log_of_product(g, o->piece->z);
    if (expr_polynomial(g, log_z, c->y, 2, k) != 2)
        return 0;
    variance = expr_neg(g, expr_div(g, half, k[2]));
    if (expr_contains(variance, c->omega)
        || expr_polynomial(g, variance, c->v, 1, part) != 1)
        return 0;
    o->noise = part[0];
    rest = part[1];
    if (expr_polynomial(g, expr_expand(g, expr_mul(g, k[1], variance), 0),
                        c->omega, 1, part) != 1)
        return 0;
    o->mean = part[0];
    o->slope = part[1];
    return !expr_contains(o->mean, c->v) && !expr_contains(o->slope, c->v)
           && same(g, rest, expr_pow_int(g, o->slope, 2));
}

/* The label is slope z0 and a noise, normal or not. */
static int
is_shift(label_t *o, derivation_t *dv, const channel_t *c)
{
    if (is_linear(o, dv->algebra, c))
        return 1;
    o->noise = NULL;
    o->slope = channel_shift(dv, c, o->piece);
    return o->slope != NULL;
}

static definition_t *
teacher_function(student_t *s, expr_t *const *formal, int n, expr_t *z,
                 expr_t *raw, const char *name, const char *latex)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    definition_t *d;

    d = definition_heat(g, derive_text(dv, "Z0_%s", name),
                        derive_text(dv, "Z^0_{%s}", latex), formal, n,
                        n - 1, n - 2, expr_fraction(g, 1, 2), z);
    derive_function(dv, d, raw);
    return d;
}

static int
add_atoms(student_t *s)
{
    derivation_t *dv = s->dv;
    const channel_t *c = &s->channel;
    const char *name, *latex;
    label_t *o;
    int i, k;

    for (i = 0; i < c->n_atoms; i++)
    {
        if (expr_is_zero(c->atom[i].z))
            continue;
        for (k = 0; k < s->n_labels; k++)
            if (channel_is_mirror(dv->algebra, c, i,
                                  (int) (s->label[k].atom - c->atom))
                && treats_alike(dv, c->atom[i].value, s->label[k].y))
                break;
        if (k < s->n_labels)
        {
            o = &s->label[k];
            o->weight++;
            o->mirror[o->n_mirrors++] = &c->atom[i];
            continue;
        }
        o = &s->label[s->n_labels++];
        *o = (label_t){ .weight = 1, .atom = &c->atom[i], .n = 2 };
        o->y = o->atom->value;
        o->formal[0] = c->omega;
        o->formal[1] = c->v;
        name = channel_atom_name(dv, o->y, i);
        latex = channel_atom_latex(dv, o->y);
        o->teacher = teacher_function(s, o->formal, o->n, o->atom->z,
                                      o->atom->raw, name, latex);
        if (!s->learner->out(s, o, name, latex))
            return 0;
    }
    return 1;
}

static int
add_densities(student_t *s)
{
    derivation_t *dv = s->dv;
    const channel_t *c = &s->channel;
    const char *name, *latex;
    expr_t *formal[3];
    label_t *o;
    int i;

    for (i = 0; i < c->n_pieces; i++)
    {
        o = &s->label[s->n_labels++];
        *o = (label_t){ .weight = 1, .piece = &c->piece[i], .n = 3 };
        name = c->n_pieces == 1 ? "out" : derive_text(dv, "out_%c", 'a' + i);
        latex = c->n_pieces == 1
                    ? "\\mathrm{out}"
                    : derive_text(dv, "\\mathrm{out},%d", i + 1);
        o->of_difference = sees_difference(dv) && is_shift(o, dv, c);
        o->y = o->of_difference ? expr_integer(dv->algebra, 0) : c->y;
        o->n = o->of_difference ? 2 : 3;
        formal[0] = o->formal[0] = c->y;
        formal[1] = o->formal[o->n - 2] = c->omega;
        formal[2] = o->formal[o->n - 1] = c->v;
        if (!o->of_difference || o->noise == NULL)
            o->teacher = teacher_function(s, formal, 3, o->piece->z,
                                          o->piece->raw, name, latex);
        if (!s->learner->out(s, o, name, latex))
            return 0;
    }
    return 1;
}

int
student_labels(student_t *s)
{
    s->n_labels = 0;
    return channel_derive(&s->channel, s->dv) && add_atoms(s)
           && add_densities(s);
}

/* ---- averages ----------------------------------------------------------- */

expr_t *
student_label_apply(const student_t *s, const label_t *o, definition_t *f)
{
    return expr_apply(s->dv->algebra, f, o->formal, o->n);
}

static expr_t *
spread_of(const student_t *s, const label_t *o)
{
    return channel_spread(s->dv->algebra, o->slope, s->rho, s->m, s->q);
}

/* omega - y with normal noise: mean and variance, as a function of xi. */
static expr_t *
residual_at(const student_t *s, const label_t *o, expr_t *xi)
{
    algebra_t *g = s->dv->algebra;
    expr_t *root = expr_sqrt(g, expr_add(g, spread_of(s, o), o->noise));

    return expr_sub(g, expr_mul(g, root, xi), o->mean);
}

/* E h over omega - y, or E slope of h in y. */
static expr_t *
difference_mean(const student_t *s, const label_t *o, expr_t *h, int slope)
{
    algebra_t *g = s->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *value[2];

    if (slope)
        h = expr_mul(g, expr_neg(g, o->slope), expr_diff(g, h, o->formal[0]));
    value[0] = xi;
    value[1] = s->v;
    if (o->noise == NULL)
    {
        h = expr_substitute(g, h, o->formal, value, 2);
        value[0] = expr_apply(g, o->teacher,
                              (expr_t *[]){ s->channel.y, s->channel.omega,
                                            s->channel.v }, 3);
        return channel_shift_mean(s->dv, &s->channel, o->piece, value[0],
                                  o->slope, spread_of(s, o), xi, h);
    }
    value[0] = residual_at(s, o, xi);
    return expr_gauss(g, xi, expr_substitute(g, h, o->formal, value, 2));
}

static expr_t *
one_mean(const student_t *s, const label_t *o, expr_t *h, int slope)
{
    algebra_t *g = s->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *value[2], *z, *y;
    expr_t *sum = expr_integer(g, 0);
    int i, n;

    if (o->of_difference)
        return difference_mean(s, o, h, slope);
    z = student_label_apply(s, o, o->teacher);
    if (slope)
        z = expr_diff(g, z, o->formal[o->n - 2]);
    value[0] = expr_mul(g, expr_div(g, s->m, expr_sqrt(g, s->q)), xi);
    value[1] = expr_sub(g, s->rho, expr_div(g, expr_pow_int(g, s->m, 2),
                                            s->q));
    z = expr_substitute(g, z, o->formal + o->n - 2, value, 2);
    value[0] = expr_mul(g, expr_sqrt(g, s->q), xi);
    value[1] = s->v;
    h = expr_substitute(g, h, o->formal + o->n - 2, value, 2);
    h = expr_mul(g, z, h);
    if (o->piece == NULL)
        return expr_mul(g, expr_integer(g, o->weight), expr_gauss(g, xi, h));
    /* term by term, so that equal ones cancel between equations */
    y = expr_fresh(g, expr_name(s->channel.y));
    h = expr_expand(g, expr_substitute(g, h, &s->channel.y, &y, 1), 0);
    n = expr_kind(h) == EXPR_ADD ? expr_arity(h) : 1;
    for (i = 0; i < n; i++)
    {
        z = channel_integral(g, o->piece, y, n == 1 ? h : expr_child(h, i));
        sum = expr_add(g, sum, expr_gauss(g, xi, z));
    }
    return expr_mul(g, expr_integer(g, o->weight), sum);
}

static expr_t *
mean(const student_t *s, label_value_t h, int slope)
{
    algebra_t *g = s->dv->algebra;
    expr_t *sum = expr_integer(g, 0);
    int i;

    for (i = 0; i < s->n_labels; i++)
        sum = expr_add(g, sum, one_mean(s, &s->label[i], h(s, &s->label[i]),
                                        slope));
    return sum;
}

expr_t *
student_label_average(const student_t *s, const label_t *o, expr_t *h)
{
    return one_mean(s, o, h, 0);
}

expr_t *
student_label_mean(const student_t *s, label_value_t h)
{
    return mean(s, h, 0);
}

expr_t *
student_label_slope(const student_t *s, label_value_t h)
{
    return mean(s, h, 1);
}

/* The label of a piece that the student sees as a difference, or NULL. */
static const label_t *
difference_of(const student_t *s, const channel_piece_t *p)
{
    int i;

    for (i = 0; i < s->n_labels; i++)
        if (s->label[i].piece == p && s->label[i].of_difference)
            return &s->label[i];
    return NULL;
}

/* The average of the student's part over omega - y, normal or not. */
static expr_t *
raw_difference(const student_t *s, const label_t *o)
{
    algebra_t *g = s->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *zero = expr_integer(g, 0), *at;

    if (o->noise == NULL)
        return channel_shift_mean(s->dv, &s->channel, o->piece, o->piece->raw,
                                  o->slope, spread_of(s, o), xi,
                                  s->learner->raw_out(s, zero, xi, s->v));
    at = residual_at(s, o, xi);
    return expr_gauss(g, xi, s->learner->raw_out(s, zero, at, s->v));
}

expr_t *
student_labels_raw(const student_t *s)
{
    algebra_t *g = s->dv->algebra;
    const channel_t *c = &s->channel;
    expr_t *xi = expr_fresh(g, "xi"), *symbol[3], *value[3], *omega, *e, *l;
    expr_t *sum = expr_integer(g, 0);
    const label_t *o;
    int i;

    symbol[0] = c->y;
    symbol[1] = c->omega;
    symbol[2] = c->v;
    value[0] = expr_fresh(g, expr_name(c->y));
    value[1] = expr_mul(g, expr_div(g, s->m, expr_sqrt(g, s->q)), xi);
    value[2] = expr_sub(g, s->rho, expr_div(g, expr_pow_int(g, s->m, 2),
                                            s->q));
    omega = expr_mul(g, expr_sqrt(g, s->q), xi);
    for (i = 0; i < c->n_atoms; i++)
    {
        if (expr_is_zero(c->atom[i].z))
            continue;
        e = expr_substitute(g, c->atom[i].raw, symbol, value, 3);
        l = s->learner->raw_out(s, c->atom[i].value, omega, s->v);
        sum = expr_add(g, sum, expr_gauss(g, xi, expr_mul(g, e, l)));
    }
    for (i = 0; i < c->n_pieces; i++)
    {
        o = difference_of(s, &c->piece[i]);
        if (o != NULL)
        {
            sum = expr_add(g, sum, raw_difference(s, o));
            continue;
        }
        e = expr_substitute(g, c->piece[i].raw, symbol, value, 3);
        l = s->learner->raw_out(s, value[0], omega, s->v);
        e = channel_integral(g, &c->piece[i], value[0], expr_mul(g, e, l));
        sum = expr_add(g, sum, expr_gauss(g, xi, e));
    }
    return sum;
}
