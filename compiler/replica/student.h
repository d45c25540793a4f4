/* compiler/replica/student.h -- a student who need not know the teacher: what
 * the learners gibbs and erm share.
 *
 *   phi = -m m_hat + (q V_hat - V q_hat + V V_hat)/2 + Psi_w + alpha Psi_out
 *   Psi_out = E sum_y Z0(y, (m/sqrt q) xi, rho - m^2/q) L_out(y, sqrt q xi, V)
 *   Psi_w   = E L_w(V_hat, m_hat w0 + sqrt(q_hat) xi)
 *
 * A learner says what L_out and L_w are: log Z_out, log Z_w at a temperature;
 * minus Moreau envelopes, and no V V_hat, at none.  docs/theory.md, "a student
 * who does not know the rule".
 */
#ifndef SADDLE_STUDENT_H
#define SADDLE_STUDENT_H

#include "channel.h"
#include "law_parts.h"
#include "observe.h"

typedef struct student student_t;

/* One kind of label, and what the student makes of it.  Atoms that turn into
   each other with y, z -> -y, -z are one of a higher weight. */
typedef struct
{
    int weight;
    const channel_atom_t *atom;    /* NULL: a density                      */
    const channel_piece_t *piece;
    int n_mirrors;                 /* the atoms that it stands for beside  */
    const channel_atom_t *mirror[CHANNEL_MAX];
    expr_t *y;                     /* what the student is told: the atom's
                                      value; a formal; or 0, see below     */
    int n;                         /* formals: [y,] omega, V               */
    expr_t *formal[3];
    definition_t *teacher;         /* Z0 over the formals: omega, V there are
                                      the teacher's; over y, omega, V or
                                      NULL where of_difference             */
    definition_t *l, *g;           /* L_out and dL_out/domega, from the
                                      learner; their derivatives in V must
                                      be known to the algebra              */
    /* y is slope z0 and a noise of its own, and the student sees z - y only:
       then y is put to 0 and omega stands for omega - y.  Where y is Gaussian
       the noise has this mean and variance; else noise is NULL.           */
    int of_difference;
    expr_t *mean, *slope, *noise;
} label_t;

/* What a learner gives. */
typedef struct
{
    int response;    /* 1: the potential has V V_hat; 0: zero temperature  */
    /* Sets label->l and ->g, named log_Z_NAME or alike, and lists the
       functions to print; 0 after an error. */
    int (*out)(student_t *, label_t *, const char *name, const char *latex);
    /* Sets s->l_w, s->f_w over s->formal (A and B; B alone when reduced, where
       A is taken out of the tilt); 0 after an error. */
    int (*weights)(student_t *);
    /* The same as the derivation writes them, before closed forms. */
    expr_t *(*raw_out)(const student_t *, expr_t *y, expr_t *omega, expr_t *v);
    expr_t *(*raw_weights)(const student_t *, expr_t *a, expr_t *b);
} learner_rule_t;

struct student
{
    derivation_t *dv;
    const learner_rule_t *learner;
    void *ctx;               /* the learner's own                          */
    const law_t *law;        /* the student's, NULL for none               */
    int reduced;             /* V = 1 - q and no V_hat: w^2 = 1, sphere    */
    /* v, v_hat are expressions where they are no unknowns; v_hat NULL: none */
    expr_t *m, *q, *v, *m_hat, *q_hat, *v_hat, *rho;
    channel_t channel;       /* the teacher's rule                         */
    int n_labels;
    label_t label[2 * CHANNEL_MAX];
    law_parts_t teacher;     /* folded if even                             */
    int even;                /* L_w(A, B) = L_w(A, -B), teacher's law even */
    int n_formals;
    expr_t *formal[2];       /* A, B; or B alone                           */
    definition_t *l_w, *f_w; /* L_w, dL_w/dB                               */
    definition_t *volume, *width; /* sphere: Psi_w, A over the mean of B^2 */
    expr_t *radius;          /* sphere: E B^2 = q_hat + rho m_hat^2        */
};

/*
 * From the spec to dv->t->potential, ->raw, ->lowered, the unknowns, their
 * functions and dv->gradient.  `law` is that of the student's weights, or
 * NULL.  least: the lower end of V_hat, NULL for none.  0 after an error.
 */
int student_derive(student_t *, derivation_t *, const learner_rule_t *,
                   void *ctx, const law_t *law, expr_t *least);

/* Values readable at a solution that both learners have: V, r, rho, the free
   entropy (`about_phi` describes it), replicon. */
void student_values(student_t *, const char *about_phi);

/* ---- averages (readable; h over the formals of the label, or s->formal) -- */

typedef expr_t *(*label_value_t)(const student_t *, const label_t *);

/* E over xi and labels of h; and with (d Z0/d omega) in place of Z0. */
expr_t *student_label_mean(const student_t *, label_value_t h);
expr_t *student_label_slope(const student_t *, label_value_t h);
/* The part of one label, its weight included; h over its formals. */
expr_t *student_label_average(const student_t *, const label_t *, expr_t *h);
/* E over w0 and xi of h(A, B); of w0 h(A, B).  Not for the sphere. */
expr_t *student_weight_mean(const student_t *, expr_t *h);
expr_t *student_weight_slope(const student_t *, expr_t *h);
/* The definitions at the formals. */
expr_t *student_label_apply(const student_t *, const label_t *,
                            definition_t *);
expr_t *student_weight_apply(const student_t *, definition_t *);

/* The mean of body over training patterns for an observer with ctx = student,
   label by label; with a name ("loss") the functions of each label get one.
   NULL where observe_train must do it. */
expr_t *student_train(const observer_t *, observe_body_t body,
                      const void *ctx, const char *name, const char *latex);

/* ---- parts (student_labels.c, student_weights.c, student_sphere.c) ------- */

int student_labels(student_t *);
expr_t *student_labels_raw(const student_t *);
int student_weights(student_t *);
expr_t *student_weights_raw(const student_t *);
int student_sphere(student_t *);

/* student_experiment.c: the finite system, and the denoisers. */
void student_experiment(student_t *);

/* The spec's loss and require at a label and a field; loss 0, require true
   where there is none.  penalty at w; 0 where there is none. */
expr_t *student_loss(derivation_t *, expr_t *y, expr_t *z);
expr_t *student_require(derivation_t *, expr_t *y, expr_t *z);
expr_t *student_penalty(derivation_t *, expr_t *w);

#endif
